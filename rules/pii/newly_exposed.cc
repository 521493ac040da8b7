// SPDX-License-Identifier: Apache-2.0
//
// What a change exposes that was not exposed before.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "analyzer/base/text.h"
#include "rules/pii/describe.h"
#include "rules/pii/families.h"

namespace protowarden::rules::pii {
namespace {

using schema::Field;
using schema::Message;
using schema::Method;

// One field that a method newly carries.
struct News {
  const MethodRecord* method;
  const Message* root;
  bool returned;  // else accepted
  ExposedField exposed;
};

// Data that only comes in is known to its sender already.
Severity SeverityOf(const News& news) {
  const Severity severity = protowarden::SeverityOf(news.exposed.level);
  if (news.returned || severity == Severity::kLow) return severity;
  return severity == Severity::kHigh ? Severity::kMedium : Severity::kLow;
}

const Field* Counterpart(const schema::Schema& before, const Field& field) {
  const Message* parent =
      field.parent == nullptr ? nullptr : before.FindMessage(field.parent->full_name);
  return parent == nullptr ? nullptr : parent->FindField(field.number);
}

bool SameType(const Field& a, const Field& b) {
  return a.kind == b.kind && a.type_name == b.type_name && a.label == b.label;
}

class Finder {
 public:
  Finder(const RuleContext& context, Reporter& reporter) : context_(context), reporter_(reporter) {}

  void Run() {
    for (const MethodRecordPair& pair : context_.records->methods()) {
      const Method* after = FindMethod(context_.comparison.after(), pair.after);
      if (after == nullptr) continue;
      const Method* before =
          pair.before == nullptr ? nullptr : FindMethod(context_.comparison.before(), *pair.before);
      Compare(pair, before == nullptr ? nullptr : before->input, after->input, false);
      Compare(pair, before == nullptr ? nullptr : before->output, after->output, true);
    }
    for (const auto& [element, news] : by_field_) ReportField(news);
    for (const auto& [element, news] : by_method_) ReportMethod(news);
  }

 private:
  void Compare(const MethodRecordPair& pair, const Message* before, const Message* after,
               bool returned) {
    Sensitivity highest = Sensitivity::kPublic;
    std::set<std::string> types;
    for (const ExposedField& field : context_.exposure_before->Of(before)) {
      highest = std::max(highest, field.level);
      types.insert(TypesOf(*field.record));
    }
    for (ExposedField& field : context_.exposure_after->Of(after)) {
      const bool higher = field.level > highest;
      // Another name beside an address is no news, a card number beside a password is.
      const bool other =
          field.level >= Sensitivity::kMedium && !types.contains(TypesOf(*field.record));
      if (!higher && !other) continue;
      const bool moved = before == nullptr || before->full_name != after->full_name;
      File({&pair.after, after, returned, std::move(field)}, pair.before == nullptr || moved);
    }
  }

  // Puts it under what brought it: the method itself, or a field on the path.
  void File(News news, bool by_method) {
    if (by_method) {
      by_method_[news.method->element].push_back(std::move(news));
      return;
    }
    for (const Field* step : news.exposed.path) {
      const Field* old = Counterpart(context_.comparison.before(), *step);
      const bool leaf = step == news.exposed.field;
      if (old != nullptr && SameType(*old, *step) && !(leaf && old->name != step->name)) continue;
      by_field_[step->FullName()].push_back(std::move(news));
      return;
    }
    // The schema is the same here: only the judgement or the annotation differs.
  }

  void ReportField(const std::vector<News>& all) {
    const News& worst = Worst(all);
    const Field* cause = CauseOf(worst);
    const Field* old = Counterpart(context_.comparison.before(), *cause);
    std::vector<std::string> parts;
    if (const auto returned = Methods(all, true); !returned.empty()) {
      parts.push_back("returned by " + Shortened(returned, kShown));
    }
    if (const auto accepted = Methods(all, false); !accepted.empty()) {
      parts.push_back("accepted by " + Shortened(accepted, kShown));
    }
    std::vector<std::string> notes;
    for (const News& news : all) {
      if (notes.size() == kShown) break;
      notes.push_back(fmt::format(
          "{} {} `{}`: {}.", news.method->method_path, news.returned ? "returns" : "accepts",
          news.exposed.PathFrom(*news.root), DataOf(*news.exposed.record, news.exposed.level)));
    }
    reporter_.Add({.element = cause->FullName(),
                   .at = At(cause->file, cause->span),
                   .against = old == nullptr ? Location{} : At(old->file, old->span),
                   .description = fmt::format(
                       "Field {} newly exposes {}: {}.",
                       Quote(cause->parent->NestedName() + "." + cause->name),
                       DataOf(*worst.exposed.record, worst.exposed.level), Join(parts, ", ")),
                   .notes = std::move(notes),
                   .severity = SeverityOf(worst),
                   .confidence = ConfidenceOf(worst.exposed.record->confidence)});
  }

  void ReportMethod(const std::vector<News>& all) {
    const News& worst = Worst(all);
    const MethodRecord& method = *worst.method;
    const MethodRecord* old = context_.inventory_before->FindMethod(method.element);
    std::vector<std::string> parts;
    for (const bool returned : {true, false}) {
      std::vector<ExposedField> fields;
      const Message* root = nullptr;
      Sensitivity level = Sensitivity::kPublic;
      for (const News& news : all) {
        if (news.returned != returned) continue;
        fields.push_back(news.exposed);
        root = news.root;
        level = std::max(level, news.exposed.level);
      }
      if (fields.empty()) continue;
      parts.push_back(fmt::format("{} {} personal data: {}", returned ? "returns" : "accepts",
                                  Name(level), Paths(*root, fields)));
    }
    reporter_.Add(
        {.element = method.element,
         .at = method.location,
         .against = old == nullptr ? Location{} : old->location,
         .description = fmt::format("RPC {} {} {}.", Quote(method.method_path),
                                    old == nullptr ? "is new and" : "now", Join(parts, "; it ")),
         .severity = SeverityOf(worst),
         .confidence = ConfidenceOf(worst.exposed.record->confidence)});
  }

  // The first field on the path that the old schema does not have like this.
  [[nodiscard]] const Field* CauseOf(const News& news) const {
    for (const Field* step : news.exposed.path) {
      const Field* old = Counterpart(context_.comparison.before(), *step);
      if (old == nullptr || !SameType(*old, *step)) return step;
    }
    return news.exposed.field;
  }

  static const News& Worst(const std::vector<News>& all) {
    return *std::max_element(all.begin(), all.end(), [](const News& a, const News& b) {
      return std::pair(SeverityOf(a), a.exposed.level) < std::pair(SeverityOf(b), b.exposed.level);
    });
  }

  static std::vector<std::string> Methods(const std::vector<News>& all, bool returned) {
    std::vector<std::string> names;
    for (const News& news : all) {
      if (news.returned != returned) continue;
      if (std::find(names.begin(), names.end(), news.method->method_path) == names.end()) {
        names.push_back(news.method->method_path);
      }
    }
    return names;
  }

  static constexpr size_t kShown = 5;

  const RuleContext& context_;
  Reporter& reporter_;
  std::map<std::string, std::vector<News>> by_field_;   // by the field's full name
  std::map<std::string, std::vector<News>> by_method_;  // by the method's full name
};

void Check(const RuleContext& context, Reporter& reporter) {
  if (context.exposure_before != nullptr) Finder(context, reporter).Run();
}

constexpr std::array<Rule, 1> kRules = {{
    {.id = "PII_NEWLY_EXPOSED",
     .categories = category::kPii,
     .severity = Severity::kHigh,
     .title = "RPCs carry no personal data that they did not carry before",
     .impact =
         "Every caller of the RPC gets the data with the next release, whether it was meant "
         "for it or not, and stores, logs and forwards it as it does the rest of the message.",
     .remedy = "Leave the data out of this message, or give it a message and RPC of its own with "
               "narrower access. If the exposure is wanted, annotate it, restrict it by role and "
               "let those responsible for privacy confirm it.",
     .source = "https://gdpr-info.eu/art-25-gdpr/",
     .check = Check,
     .buf_rule = false,
     .needs_inventory = true},
}};

}  // namespace

std::span<const Rule> NewlyExposedRules() { return kRules; }

}  // namespace protowarden::rules::pii
