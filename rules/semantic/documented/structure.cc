// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/documented/structure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_set>

#include "analyzer/base/text.h"
#include "rules/http_binding.h"
#include "rules/option_text.h"
#include "rules/semantic/documented/lexicon.h"
#include "rules/semantic/documented/path_shape.h"
#include "rules/semantic/documented/pattern_book.h"
#include "rules/semantic/documented/quantity.h"
#include "rules/semantic/documented/sentences.h"

namespace protowarden::rules::semantic::documented {
namespace {

using schema::Option;

// The shapes of all paths that annotations of a schema name.
struct NamedPaths {
  std::unordered_set<std::string> shapes;
};

void AddTexts(const Option* option, NamedPaths& paths) {
  for (const std::string_view text : ScalarsOf(option)) paths.shapes.insert(PathShape(text));
}

void AddResources(const Option* resource, NamedPaths& paths) {
  for (const Option& item : schema::ItemsOf(resource)) AddTexts(item.Child("pattern"), paths);
}

// "/v1/{parent=projects/*}/tasks" names "projects/*".
void AddHttpPaths(const schema::Method& method, NamedPaths& paths) {
  for (const auto& binding : ReadHttpBindings(method)) {
    std::string_view rest = binding.path;
    for (size_t equals = rest.find('='); equals != std::string_view::npos;
         equals = rest.find('=')) {
      rest.remove_prefix(equals + 1);
      paths.shapes.insert(PathShape(rest.substr(0, rest.find('}'))));
    }
  }
}

NamedPaths PathsOf(const schema::Schema& schema) {
  NamedPaths paths;
  for (const auto& file : schema.files()) {
    AddResources(file->options.Find({"google.api.resource_definition"}), paths);
    schema::ForEachMessage(*file, [&](const schema::Message& message) {
      AddResources(message.options.Find({"google.api.resource"}), paths);
    });
    for (const schema::Service& service : file->services) {
      for (const schema::Method& method : service.methods) AddHttpPaths(method, paths);
    }
  }
  return paths;
}

// True when any scalar below the options is the text.
bool Holds(const std::vector<Option>& options, std::string_view text) {
  return std::any_of(options.begin(), options.end(), [&](const Option& option) {
    return (option.IsScalar() && option.text == text) || Holds(option.children, text);
  });
}

// "ttl_seconds" said that it counts seconds, "end_time" that it is the end.
bool StatedByName(const schema::Field& field, const Change& change) {
  const PatternBook& book = PatternBook::Builtin();
  const Unit* unit = change.topic == Topic::kUnit ? book.FindUnit(change.after.value) : nullptr;
  const auto stem_of = [&](std::string_view word) {
    const std::vector<std::string> tokens = TokensOf(word);
    return tokens.empty() ? std::string() : Lexicon::Builtin().Canonical(tokens.front());
  };
  const std::string wanted = stem_of(change.after.value);
  const std::vector<std::string_view> words = Split(field.name, '_');
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    const Unit* named = book.FindUnit(word);
    if (unit != nullptr) return named != nullptr && named->name == unit->name;
    return !wanted.empty() && stem_of(word) == wanted;
  });
}

}  // namespace

bool StatedByStructure(const RuleContext& context, const schema::Field& before,
                       const Change& change) {
  switch (change.topic) {
    case Topic::kFormat: {
      if (change.attribute != "template") return false;
      const auto& paths =
          context.shared->Get<NamedPaths>([&] { return PathsOf(context.comparison.before()); });
      return paths.shapes.contains(PathShape(change.after.value));
    }
    case Topic::kUnit:
    case Topic::kMeaning:
      return StatedByName(before, change);
    case Topic::kDemand:
      return before.IsRequired() || Holds(before.options.nodes(), "REQUIRED");
    case Topic::kDefault:
      return before.default_value == change.after.value;
    case Topic::kMost:
    case Topic::kLeast: {
      // As validation rules write it: max_len = 50.
      const auto limit = ParseQuantity(change.after.value);
      return limit.has_value() && std::floor(limit->value) == limit->value &&
             Holds(before.options.nodes(), fmt::format("{:.0f}", limit->value));
    }
    default:
      return false;
  }
}

}  // namespace protowarden::rules::semantic::documented
