// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/documented/element_changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analyzer/base/text.h"
#include "rules/semantic/documented/structure.h"
#include "rules/wire/describe.h"

namespace protowarden::rules::semantic::documented {
namespace {

using schema::Element;
using schema::File;

struct Side {
  const File* file;
  const Element& element;
};

bool SameComments(const schema::Comments& a, const schema::Comments& b) {
  return a.leading == b.leading && a.trailing == b.trailing && a.detached == b.detached;
}

Location At(const Side& side, int32_t line) {
  Span span = side.element.span;
  if (line > 0) span = {line, span.column, line, span.column};
  return protowarden::At(side.file, span);
}

class Collector {
 public:
  explicit Collector(const RuleContext& context) : context_(context) {}

  std::vector<ElementChange> Collect() {
    const compare::Comparison& comparison = context_.comparison;
    for (const auto& pair : comparison.messages()) Message(pair);
    for (const auto& pair : comparison.fields()) Field(pair);
    for (const auto& pair : comparison.enums()) Enum(pair);
    for (const auto& pair : comparison.enum_values()) EnumValues(pair);
    for (const auto& pair : comparison.services()) Service(pair);
    for (const auto& pair : comparison.methods()) Method(pair);
    return std::move(changes_);
  }

 private:
  static constexpr Direction kBothWays = {true, true};

  void Message(const compare::MessagePair& pair) {
    const auto direction = [&] { return DirectionOf(context_, pair); };
    Compare({pair.before.file, pair.before}, {pair.after.file, pair.after}, true,
            pair.after.full_name, fmt::format("message {}", Quote(pair.after.NestedName())),
            direction);
  }

  void Field(const compare::FieldPair& pair) {
    if (pair.before.name != pair.after.name || pair.before.kind != pair.after.kind ||
        pair.before.type_name != pair.after.type_name) {
      return;
    }
    std::string shown = DescribeField(pair.after);
    shown.front() = 'f';  // "field", in the middle of a sentence
    const size_t first = changes_.size();
    Compare({pair.before.file, pair.before}, {pair.after.file, pair.after}, false,
            pair.after.FullName(), shown, [&] { return DirectionOf(context_, pair); });
    const auto rest = changes_.begin() + static_cast<std::ptrdiff_t>(first);
    const auto stated = [&](const ElementChange& item) {
      // That a deprecated field has no effect is what deprecation is for.
      const bool retired = item.change.IsNew() && item.change.attribute == "effect" &&
                           pair.after.options.GetBool("deprecated", false);
      return retired || StatedByStructure(context_, pair.before, item.change);
    };
    changes_.erase(std::remove_if(rest, changes_.end(), stated), changes_.end());
  }

  void Enum(const compare::EnumPair& pair) {
    Compare({pair.before.file, pair.before}, {pair.after.file, pair.after}, true,
            pair.after.full_name, fmt::format("enum {}", Quote(pair.after.NestedName())),
            [] { return kBothWays; });
  }

  void EnumValues(const compare::EnumValuesPair& pair) {
    for (const schema::EnumValue* after : pair.after) {
      const auto before =
          std::find_if(pair.before.begin(), pair.before.end(),
                       [&](const auto* value) { return value->name == after->name; });
      if (before == pair.before.end()) continue;
      Compare({pair.parent.before.file, **before}, {pair.parent.after.file, *after}, false,
              pair.parent.after.full_name + "." + after->name,
              fmt::format("enum value {}", Quote(after->name)), [] { return kBothWays; });
      // A value that nobody sends any more breaks nobody.
      std::erase_if(changes_, [&](const ElementChange& item) {
        return item.change.attribute == "effect" && item.element.ends_with("." + after->name);
      });
    }
  }

  void Service(const compare::ServicePair& pair) {
    Compare({pair.before.file, pair.before}, {pair.after.file, pair.after}, true,
            pair.after.full_name, fmt::format("service {}", Quote(pair.after.name)),
            [] { return kBothWays; });
  }

  void Method(const compare::MethodPair& pair) {
    const bool body = pair.after.span.end_line > pair.after.span.line;
    Compare(
        {pair.before.parent->file, pair.before}, {pair.after.parent->file, pair.after}, body,
        pair.after.parent->full_name + "." + pair.after.name,
        fmt::format("RPC {} of service {}", Quote(pair.after.name), Quote(pair.after.parent->name)),
        [] { return kBothWays; });
  }

  template <typename FindDirection>
  void Compare(const Side& before, const Side& after, bool has_body, const std::string& element,
               const std::string& shown, const FindDirection& direction) {
    if (SameComments(before.element.comments, after.element.comments)) return;
    std::vector<Change> changes = CompareDocuments(ReadComments(before.element, has_body),
                                                   ReadComments(after.element, has_body), memo_);
    for (Change& change : changes) {
      const Location at = At(after, change.after.line);
      const Location against = At(before, change.before.line);
      changes_.push_back({element, shown, at, against, direction(), std::move(change)});
    }
  }

  const RuleContext& context_;
  FactMemo memo_;
  std::vector<ElementChange> changes_;
};

}  // namespace

const std::vector<ElementChange>& ElementChanges(const RuleContext& context) {
  return context.shared->Get<std::vector<ElementChange>>(
      [&] { return Collector(context).Collect(); });
}

}  // namespace protowarden::rules::semantic::documented
