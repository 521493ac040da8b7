// SPDX-License-Identifier: Apache-2.0
#include "llm/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "analyzer/base/text.h"

namespace protowarden::llm {
namespace {

constexpr std::array<std::string_view, 11> kKeywords = {
    "type",     "enum",     "properties", "required",  "additionalProperties", "items",
    "minItems", "maxItems", "minLength",  "maxLength", "description"};
constexpr std::array<std::string_view, 4> kBounds = {"minItems", "maxItems", "minLength",
                                                     "maxLength"};
constexpr size_t kShownKey = 60;

bool HasType(const Json& value, std::string_view type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  if (type == "boolean") return value.is_boolean();
  return type == "null" && value.is_null();
}

class Checker {
 public:
  explicit Checker(size_t most) : most_(most) {}

  void Check(const Json& schema, const Json& value, const std::string& path) {
    for (const auto& [keyword, unused] : schema.items()) {
      if (std::find(kKeywords.begin(), kKeywords.end(), keyword) == kKeywords.end()) {
        Add(path, fmt::format("has a schema with `{}`, which is not known", keyword));
      }
    }
    const std::string type = TextOf(schema, "type");
    if (!HasType(value, type)) {
      Add(path, fmt::format("must be of type {}", type));
      return;
    }
    CheckEnum(schema, value, path);
    if (value.is_object()) CheckObject(schema, value, path);
    if (value.is_array()) CheckArray(schema, value, path);
    if (value.is_string()) {
      CheckSize(schema, "Length", value.get_ref<const std::string&>().size(), "bytes", path);
    }
  }

  std::vector<std::string> Take() { return std::move(problems_); }

 private:
  void Add(const std::string& path, const std::string& problem) {
    if (problems_.size() < most_) {
      problems_.push_back(fmt::format("{} {}.", path.empty() ? "The answer" : path, problem));
    }
  }

  void CheckEnum(const Json& schema, const Json& value, const std::string& path) {
    const Json& allowed = Member(schema, "enum");
    if (!allowed.is_array()) return;
    if (std::find(allowed.begin(), allowed.end(), value) == allowed.end()) {
      Add(path, fmt::format("must be one of {}", DumpJson(allowed)));
    }
  }

  void CheckObject(const Json& schema, const Json& value, const std::string& path) {
    const Json& properties = Member(schema, "properties");
    for (const Json& name : ItemsOf(Member(schema, "required"))) {
      if (!value.contains(name.get_ref<const std::string&>())) {
        Add(path, fmt::format("lacks {}", DumpJson(name)));
      }
    }
    for (const auto& [key, member] : value.items()) {
      const std::string shown = Printable(key.substr(0, kShownKey));
      const auto known = properties.find(key);
      if (known != properties.end()) {
        Check(*known, member, fmt::format("{}/{}", path, shown));
      } else if (!Member(schema, "additionalProperties").is_null()) {
        Add(path, fmt::format("must not have {}", Quote(shown)));
      }
    }
  }

  void CheckArray(const Json& schema, const Json& value, const std::string& path) {
    CheckSize(schema, "Items", value.size(), "items", path);
    const Json& items = Member(schema, "items");
    for (size_t i = 0; i < value.size() && problems_.size() < most_; ++i) {
      Check(items, value[i], fmt::format("{}/{}", path, i));
    }
  }

  void CheckSize(const Json& schema, const std::string& what, size_t size, std::string_view unit,
                 const std::string& path) {
    const Json& least = Member(schema, "min" + what);
    const Json& most = Member(schema, "max" + what);
    if (least.is_number() && size < least.get<size_t>()) {
      Add(path, fmt::format("must have at least {} {}", least.get<size_t>(), unit));
    }
    if (most.is_number() && size > most.get<size_t>()) {
      Add(path, fmt::format("must have at most {} {}", most.get<size_t>(), unit));
    }
  }

  size_t most_;
  std::vector<std::string> problems_;
};

}  // namespace

std::vector<std::string> SchemaProblems(const Json& schema, const Json& value, size_t most) {
  Checker checker(most);
  checker.Check(schema, value, "");
  return checker.Take();
}

Json PortableSchema(const Json& schema) {
  Json portable = schema;
  for (const std::string_view bound : kBounds) portable.erase(std::string(bound));
  if (const auto properties = portable.find("properties"); properties != portable.end()) {
    for (auto& [name, property] : properties->items()) property = PortableSchema(property);
  }
  if (const auto items = portable.find("items"); items != portable.end()) {
    *items = PortableSchema(*items);
  }
  return portable;
}

}  // namespace protowarden::llm
