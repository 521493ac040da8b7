// SPDX-License-Identifier: Apache-2.0
//
// Messages that travel in the details of a status: a server packs them into google.rpc.Status, so
// that no RPC names them. Only their names tell.
// Source: https://google.aip.dev/193, https://github.com/googleapis/googleapis
// google/rpc/error_details.proto
#pragma once

#include "analyzer/schema/usage.h"

namespace protowarden::rules::semantic {

// True for a message that no RPC reaches and that is called like an error, is declared among error
// details, or is only held by such messages.
[[nodiscard]] bool IsErrorDetail(const schema::Usage& usage, const schema::Message& message);
// The same for an enum: held by such messages alone, or called like an error and held by none.
[[nodiscard]] bool IsErrorDetail(const schema::Usage& usage, const schema::Enum& item);

}  // namespace protowarden::rules::semantic
