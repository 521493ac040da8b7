// SPDX-License-Identifier: Apache-2.0
#include "analyzer/engine/allow_directive.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "analyzer/base/text.h"

namespace protowarden {
namespace {

constexpr std::string_view kUntil = "until=";
constexpr size_t kMaxReason = 500;  // longer ones are cut

// The first word of `text`, which loses it.
std::string_view TakeWord(std::string_view& text) {
  text = Trim(text);
  const std::string_view word = text.substr(0, text.find_first_of(" \t"));
  text = Trim(text.substr(word.size()));
  return word;
}

// What follows the rules and the element: a reason and perhaps a day.
void ReadReason(std::string_view text, Acceptance& acceptance) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::string_view word = TakeWord(text);
    if (word.starts_with(kUntil)) {
      acceptance.until = word.substr(kUntil.size());
    } else {
      words.emplace_back(word);
    }
  }
  acceptance.reason = Join(words, " ");
  if (acceptance.reason.size() > kMaxReason) {
    size_t end = kMaxReason;
    while (end > 0 && (static_cast<unsigned char>(acceptance.reason[end]) & 0xC0U) == 0x80U) --end;
    acceptance.reason.resize(end);
    acceptance.reason += "...";
  }
}

// Sorts one acceptance a rule into those that count and those that cannot.
void Add(std::string_view rules, const Acceptance& common, std::string_view form,
         const RuleProblem& rule_problem, AllowDirectives& directives) {
  for (const std::string_view rule : Split(rules, ',')) {
    Acceptance acceptance = common;
    acceptance.rule = rule;
    std::string problem;
    if (rule.empty() || acceptance.element.empty()) {
      problem = fmt::format("It is written `{}`.", form);
    } else if (problem = rule_problem(rule); !problem.empty()) {
      // Said already.
    } else if (acceptance.reason.empty()) {
      problem = fmt::format("The reason is missing: `{}`.", form);
    } else if (!acceptance.until.empty() && !IsDay(acceptance.until)) {
      problem = fmt::format("{} is no day; write `until=2027-01-31`.", Quote(acceptance.until));
    }
    if (problem.empty()) {
      directives.acceptances.push_back(std::move(acceptance));
    } else {
      directives.invalid.push_back({std::move(acceptance), std::move(problem)});
    }
  }
}

// Reads the comments of one file's elements.
class CommentReader {
 public:
  CommentReader(const schema::File& file, const RuleProblem& rule_problem,
                AllowDirectives& directives)
      : file_(file), rule_problem_(rule_problem), directives_(directives) {}

  void Do() {
    Read(file_.syntax_span, file_.syntax_comments, [&] { return file_.path; });
    Read(file_.package_span, file_.package_comments, [&] { return file_.path; });
    schema::ForEachMessage(file_, [&](const schema::Message& message) {
      Read(message, [&] { return message.full_name; });
      for (const schema::Field& field : message.fields) {
        Read(field, [&] { return field.FullName(); });
      }
      for (const schema::Oneof& oneof : message.oneofs) {
        Read(oneof, [&] { return message.full_name + "." + oneof.name; });
      }
    });
    schema::ForEachExtension(
        file_, [&](const schema::Field& field) { Read(field, [&] { return field.FullName(); }); });
    schema::ForEachEnum(file_, [&](const schema::Enum& item) {
      Read(item, [&] { return item.full_name; });
      for (const schema::EnumValue& value : item.values) {
        Read(value, [&] { return item.full_name + "." + value.name; });
      }
    });
    for (const schema::Service& service : file_.services) {
      Read(service, [&] { return service.full_name; });
      for (const schema::Method& method : service.methods) {
        Read(method, [&] { return method.FullName(); });
      }
    }
  }

 private:
  template <typename Name>
  void Read(const schema::Element& element, const Name& name) {
    Read(element.span, element.comments, name);
  }

  // Hardly any element has a directive: its name is put together only then.
  template <typename Name>
  void Read(const Span& span, const schema::Comments& comments, const Name& name) {
    for (const std::string* text : {&comments.leading, &comments.trailing}) {
      if (text->find(kAllowMarker) == std::string::npos) continue;
      for (const std::string_view line : Split(*text, '\n')) ReadLine(name(), span, line);
    }
  }

  void ReadLine(const std::string& name, const Span& span, std::string_view line) {
    const size_t at = line.find(kAllowMarker);
    if (at == std::string_view::npos) return;
    std::string_view rest = line.substr(at + kAllowMarker.size());
    // `protowarden:allowed` is another word; prose that quotes the marker has no rule behind it.
    if (!rest.empty() && rest.front() != ' ' && rest.front() != '\t') return;
    Acceptance acceptance{.origin = AcceptanceOrigin::kComment, .element = name};
    acceptance.where = fmt::format("{}:{}", file_.display_path, std::max(span.line, 1));
    const std::string_view rules = TakeWord(rest);
    ReadReason(rest, acceptance);
    Add(rules, acceptance, "protowarden:allow RULE reason", rule_problem_, directives_);
  }

  const schema::File& file_;
  const RuleProblem& rule_problem_;
  AllowDirectives& directives_;
};

}  // namespace

void ReadAllowComments(const schema::File& file, const RuleProblem& rule_problem,
                       AllowDirectives& directives) {
  CommentReader(file, rule_problem, directives).Do();
}

void ReadAllowTrailer(std::string_view value, const std::string& where,
                      const RuleProblem& rule_problem, AllowDirectives& directives) {
  Acceptance acceptance{.origin = AcceptanceOrigin::kTrailer, .where = where};
  const std::string_view rules = TakeWord(value);
  acceptance.element = TakeWord(value);
  ReadReason(value, acceptance);
  Add(rules, acceptance, "Protowarden-Allow: RULE element reason", rule_problem, directives);
}

}  // namespace protowarden
