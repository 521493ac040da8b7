// SPDX-License-Identifier: Apache-2.0
//
// libprotobuf writes warnings to standard error on its own account.
#pragma once

namespace protowarden::load {

// What is wrong with an input is said in our own words. May be called often and from any thread.
void SilenceLibrary();

}  // namespace protowarden::load
