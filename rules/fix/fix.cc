// SPDX-License-Identifier: Apache-2.0
#include "rules/fix/fix.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "analyzer/compare/structure.h"
#include "rules/fix/relax.h"
#include "rules/fix/reserve.h"
#include "rules/fix/restore.h"
#include "rules/fix/source_body.h"
#include "rules/wire/number_ranges.h"

namespace protowarden::rules::fix {
namespace {

using compare::IsReserved;
using edit::Edit;
using schema::Enum;
using schema::EnumValue;
using schema::Field;
using schema::File;
using schema::Message;
using schema::NumberRange;

constexpr int64_t kMaxFieldNumber = 536870911;
constexpr int64_t kMaxEnumNumber = 2147483647;

// What findings ask for on one message or enum: by their elements, or for the type as a whole.
struct Wanted {
  std::set<std::string> reserve;
  bool unreserve = false;
  std::set<std::string> relax;
};

std::vector<NumberRange> Missing(const std::vector<NumberRange>& before,
                                 std::vector<NumberRange> covered) {
  covered = Coalesce(std::move(covered));
  std::vector<NumberRange> missing;
  for (const NumberRange& range : Coalesce(before)) {
    const auto parts = Subtract(range, covered);
    missing.insert(missing.end(), parts.begin(), parts.end());
  }
  return missing;
}

void Append(std::vector<NumberRange>& ranges, const std::vector<NumberRange>& more) {
  ranges.insert(ranges.end(), more.begin(), more.end());
}

template <typename Members>
std::vector<NumberRange> NumbersOf(const Members& members) {
  std::vector<NumberRange> numbers;
  for (const auto& member : members) numbers.push_back({member.number, member.number, {}});
  return numbers;
}

// Names that were reserved, are not, and are not used.
template <typename T, typename Members>
std::vector<std::string> MissingNames(const T& before, const T& now, const Members& members) {
  std::set<std::string_view> taken;
  for (const auto& member : members) taken.insert(member.name);
  std::vector<std::string> names;
  for (const auto& reserved : before.reserved_names) {
    if (!taken.contains(reserved.name) && !IsReserved(now.reserved, reserved.name)) {
      names.push_back(reserved.name);
    }
  }
  return names;
}

// Fixes the types of one file.
class FileFixer {
 public:
  FileFixer(const FixContext& context, const File& file, std::string text)
      : context_(context), file_(file), text_(std::move(text)), source_(text_) {}

  void Fix(const Message& before, const Message& now, const Wanted& wanted) {
    const auto body = Body::Find(source_, now.span);
    if (!body) return;
    Reservation added;
    added.max = kMaxFieldNumber;
    const Field* last_kept = nullptr;  // in the order of the old declarations
    for (const Field& field : before.fields) {
      if (const Field* kept = now.FindField(field.number)) {
        last_kept = kept;
      } else if (wanted.reserve.contains(field.FullName())) {
        if (Restore(field, last_kept, *body, now)) continue;
        if (!IsReserved(now.reserved, field.number)) {
          added.numbers.push_back({field.number, field.number, {}});
        }
        if (!IsReserved(now.reserved, field.name) && now.FindFieldByName(field.name) == nullptr) {
          added.names.push_back(field.name);
        }
      }
    }
    std::vector<NumberRange> covered = NumbersOf(now.fields);
    Append(covered, now.reserved_ranges);
    Append(covered, now.extension_ranges);
    if (wanted.reserve.contains(now.full_name)) {
      const auto missing = Missing(before.extension_ranges, covered);
      if (context_.deleted == Deleted::kKeep) {
        RestoreExtensions(missing, *body);
      } else {
        Append(added.numbers, missing);
      }
    }
    if (wanted.unreserve) {
      Append(added.numbers, Missing(before.reserved_ranges, covered));
      for (std::string& name : MissingNames(before, now, now.fields)) {
        added.names.push_back(std::move(name));
      }
    }
    Finish(*body, now, added);
    for (const Field& field : now.fields) {
      if (wanted.relax.contains(field.FullName())) Relax(source_, field, edits_);
    }
  }

  void Fix(const Enum& before, const Enum& now, const Wanted& wanted) {
    const auto body = Body::Find(source_, now.span);
    if (!body) return;
    Reservation added;
    added.max = kMaxEnumNumber;
    std::map<int32_t, const EnumValue*> kept;
    std::set<std::string_view> names;
    for (const EnumValue& value : now.values) {
      kept.emplace(value.number, &value);
      names.insert(value.name);
    }
    std::set<int32_t> gone;  // an alias of what a finding names goes with it
    for (const EnumValue& value : before.values) {
      const bool named = wanted.reserve.contains(before.full_name + "." + value.name);
      if (named && !kept.contains(value.number)) gone.insert(value.number);
    }
    const EnumValue* last_kept = nullptr;
    for (const EnumValue& value : before.values) {
      if (!gone.contains(value.number)) {
        const auto same = kept.find(value.number);
        if (same != kept.end()) last_kept = same->second;
        continue;
      }
      if (Restore(value, last_kept, *body, now)) continue;
      if (!IsReserved(now.reserved, value.number)) {
        added.numbers.push_back({value.number, value.number, {}});
      }
      if (!IsReserved(now.reserved, value.name) && !names.contains(value.name)) {
        added.names.push_back(value.name);
      }
    }
    if (wanted.unreserve) {
      std::vector<NumberRange> covered = NumbersOf(now.values);
      Append(covered, now.reserved_ranges);
      Append(added.numbers, Missing(before.reserved_ranges, std::move(covered)));
      for (std::string& name : MissingNames(before, now, now.values)) {
        added.names.push_back(std::move(name));
      }
    }
    Finish(*body, now, added);
  }

  FileFix Take() && {
    edit::Sort(edits_);
    return {&file_, std::move(text_), std::move(edits_)};
  }

 private:
  template <typename T>
  void Finish(const Body& body, const T& now, Reservation& added) {
    added.numbers = Coalesce(std::move(added.numbers));
    std::sort(added.names.begin(), added.names.end());
    added.names.erase(std::unique(added.names.begin(), added.names.end()), added.names.end());
    Reserve(source_, body, now.reserved_ranges, added, !file_.IsEditions(), edits_);
  }

  bool Restore(const Field& field, const Field* predecessor, const Body& body, const Message& now) {
    if (context_.deleted != Deleted::kKeep || !IsRestorable(field, now, context_.after)) {
      return false;
    }
    // Of a oneof the members stay together.
    if (predecessor != nullptr && OneofName(*predecessor) != OneofName(field)) {
      predecessor = nullptr;
    }
    if (field.oneof == nullptr) {
      return Insert(field, field.file->path, field.number_span, predecessor, body);
    }
    for (const schema::Oneof& oneof : now.oneofs) {
      if (oneof.name != field.oneof->name) continue;
      const auto inner = Body::Find(source_, oneof.span);
      return inner && Insert(field, field.file->path, field.number_span, predecessor, *inner);
    }
    return false;
  }

  bool Restore(const EnumValue& value, const EnumValue* predecessor, const Body& body,
               const Enum& now) {
    return context_.deleted == Deleted::kKeep && IsRestorable(value, now) &&
           Insert(value, value.parent->file->path, value.number_span, predecessor, body);
  }

  static std::string_view OneofName(const Field& field) {
    return field.oneof == nullptr ? std::string_view() : field.oneof->name;
  }

  // Behind what it stood behind before, else as the first statement.
  bool Insert(const schema::Element& element, const std::string& old_path, const Span& number_span,
              const schema::Element* predecessor, const Body& body) {
    const Source* old_source = OldSource(old_path);
    if (old_source == nullptr) return false;
    const auto text =
        DeprecatedText(*old_source, element, number_span, body.indent(), source_.tokens.eol());
    if (!text) return false;
    if (predecessor != nullptr && source_.TokenAt(predecessor->span) != edit::SourceTokens::kNone) {
      body.InsertBehind(source_.Offset(predecessor->span.end_line, predecessor->span.end_column),
                        {*text}, edits_);
    } else {
      body.InsertFirst({*text}, edits_);
    }
    return true;
  }

  void RestoreExtensions(const std::vector<NumberRange>& ranges, const Body& body) {
    std::vector<std::string> statements;
    for (const NumberRange& range : ranges) {
      statements.push_back(fmt::format("extensions {};", NumberText(range, kMaxFieldNumber)));
    }
    if (!statements.empty()) body.InsertFirst(statements, edits_);
  }

  const Source* OldSource(const std::string& path) {
    auto& slot = old_[path];
    if (!slot.source && !slot.failed) {
      auto text = context_.read_before(path);
      slot.failed = !text.has_value();
      if (text) {
        slot.text = std::make_unique<std::string>(std::move(*text));
        slot.source = std::make_unique<Source>(*slot.text);
      }
    }
    return slot.source.get();
  }

  struct OldText {
    std::unique_ptr<std::string> text;
    std::unique_ptr<Source> source;
    bool failed = false;
  };

  const FixContext& context_;
  const File& file_;
  std::string text_;
  Source source_;
  std::vector<Edit> edits_;
  std::map<std::string, OldText> old_;  // by path
};

std::map<std::string, Wanted> WantedBySubject(const std::vector<const Finding*>& findings) {
  std::map<std::string, Wanted> wanted;
  for (const Finding* finding : findings) {
    Wanted& type = wanted[finding->subject.name];
    if (finding->repair == Repair::kReserve) type.reserve.insert(finding->element);
    if (finding->repair == Repair::kUnreserve) type.unreserve = true;
    if (finding->repair == Repair::kMakeOptional) type.relax.insert(finding->element);
  }
  return wanted;
}

}  // namespace

std::vector<FileFix> FixAll(const FixContext& context,
                            const std::vector<const Finding*>& findings) {
  std::map<std::string, std::unique_ptr<FileFixer>> fixers;  // by path
  const auto fixer_of = [&](const File& file) -> FileFixer* {
    auto& fixer = fixers[file.path];
    if (fixer == nullptr) {
      auto text = context.read_after(file.path);
      if (text) fixer = std::make_unique<FileFixer>(context, file, std::move(*text));
    }
    return fixer.get();
  };
  for (const auto& [name, wanted] : WantedBySubject(findings)) {
    const Message* message = context.after.FindMessage(name);
    const Message* old_message = context.before.FindMessage(name);
    const Enum* item = context.after.FindEnum(name);
    const Enum* old_item = context.before.FindEnum(name);
    if (message != nullptr && old_message != nullptr) {
      if (FileFixer* fixer = fixer_of(*message->file)) fixer->Fix(*old_message, *message, wanted);
    } else if (item != nullptr && old_item != nullptr) {
      if (FileFixer* fixer = fixer_of(*item->file)) fixer->Fix(*old_item, *item, wanted);
    }
  }
  std::vector<FileFix> fixes;
  for (auto& [path, fixer] : fixers) {
    if (fixer == nullptr) continue;
    FileFix fix = std::move(*fixer).Take();
    if (!fix.edits.empty()) fixes.push_back(std::move(fix));
  }
  return fixes;
}

}  // namespace protowarden::rules::fix
