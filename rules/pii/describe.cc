// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/describe.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/base/text.h"

namespace protowarden::rules::pii {

Confidence ConfidenceOf(double confidence) {
  static constexpr double kLikely = 0.7;
  if (confidence >= kSure) return Confidence::kHigh;
  return confidence >= kLikely ? Confidence::kMedium : Confidence::kLow;
}

std::string TypesOf(const FieldRecord& record) {
  const auto& types = record.annotation_types.empty() ? record.pii_types : record.annotation_types;
  return types.empty() ? "personal data" : Join(types, ", ");
}

std::string DataOf(const FieldRecord& record, Sensitivity level) {
  const auto& types = record.annotation_types.empty() ? record.pii_types : record.annotation_types;
  const std::string what = fmt::format("{} personal data", Name(level));
  return types.empty() ? what : fmt::format("{} ({})", what, Join(types, ", "));
}

std::string Shortened(const std::vector<std::string>& items, size_t shown) {
  if (items.size() == 1) return items.front();
  // "and 1 more" would be no shorter than the item.
  const bool all = items.size() <= shown + 1;
  const size_t count = all ? items.size() - 1 : shown;
  const std::string head =
      Join({items.begin(), items.begin() + static_cast<std::ptrdiff_t>(count)}, ", ");
  return all ? fmt::format("{} and {}", head, items.back())
             : fmt::format("{} and {} more", head, items.size() - count);
}

const schema::Method* FindMethod(const schema::Schema& schema, const MethodRecord& record) {
  const size_t dot = record.element.rfind('.');
  if (dot == std::string::npos) return nullptr;
  const schema::Service* service = schema.FindService(record.element.substr(0, dot));
  if (service == nullptr) return nullptr;
  const std::string_view name = std::string_view(record.element).substr(dot + 1);
  const auto found = std::find_if(service->methods.begin(), service->methods.end(),
                                  [&](const schema::Method& item) { return item.name == name; });
  return found == service->methods.end() ? nullptr : &*found;
}

std::string Paths(const schema::Message& root, std::vector<ExposedField> fields) {
  static constexpr size_t kShown = 3;
  std::stable_sort(fields.begin(), fields.end(),
                   [](const ExposedField& a, const ExposedField& b) { return a.level > b.level; });
  std::vector<std::string> items;
  items.reserve(fields.size());
  for (const ExposedField& field : fields) {
    items.push_back(fmt::format("{} (`{}`)", TypesOf(*field.record), field.PathFrom(root)));
  }
  return Shortened(items, kShown);
}

}  // namespace protowarden::rules::pii
