// SPDX-License-Identifier: Apache-2.0
//
// What several rules need of one run and none wants to compute again.
#pragma once

#include <memory>
#include <typeindex>
#include <unordered_map>
#include <utility>

namespace protowarden {

// Lives for one run; not safe to use from several threads.
class SharedWork {
 public:
  // The value of that type, made at first use.
  template <typename T, typename Make>
  const T& Get(const Make& make) {
    std::shared_ptr<const void>& slot = values_[std::type_index(typeid(T))];
    if (slot == nullptr) slot = std::make_shared<const T>(make());
    return *static_cast<const T*>(slot.get());
  }

 private:
  std::unordered_map<std::type_index, std::shared_ptr<const void>> values_;
};

}  // namespace protowarden
