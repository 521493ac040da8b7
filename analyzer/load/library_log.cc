// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/library_log.h"

#include <google/protobuf/stubs/logging.h>

namespace protowarden::load {

void SilenceLibrary() {
#if GOOGLE_PROTOBUF_VERSION < 4022000
  static auto* const previous = google::protobuf::SetLogHandler(nullptr);
  (void)previous;
#endif
}

}  // namespace protowarden::load
