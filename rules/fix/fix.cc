// SPDX-License-Identifier: Apache-2.0
#include "rules/fix/fix.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "analyzer/compare/structure.h"
#include "rules/fix/gone.h"
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
  std::map<std::string, Span> relax;  // and what the finding points at
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
    MessageState state = StateOf(before, now);
    for (const Field& field : before.fields) {
      if (const Field* kept = now.FindField(field.number)) {
        state.last_kept[OneofName(*kept)] = kept;
      } else if (wanted.reserve.contains(field.FullName())) {
        if (Restore(field, *body, now, state)) continue;
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
      const auto relax = wanted.relax.find(field.FullName());
      if (relax != wanted.relax.end()) Relax(source_, field, relax->second, edits_);
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
    const bool may_restore = MayRestore(*before.file, *now.file);
    const EnumValue* last_kept = nullptr;
    for (const EnumValue& value : before.values) {
      if (!gone.contains(value.number)) {
        const auto same = kept.find(value.number);
        if (same != kept.end()) last_kept = same->second;
        continue;
      }
      const bool name_is_free = !names.contains(value.name);
      if (may_restore && name_is_free && IsRestorable(value, now) &&
          Insert(value, value.number_span, *before.file, last_kept, *body)) {
        continue;
      }
      if (!IsReserved(now.reserved, value.number)) {
        added.numbers.push_back({value.number, value.number, {}});
      }
      if (name_is_free && !IsReserved(now.reserved, value.name)) {
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

  // What is gone as a whole, next to what it stood behind.
  void Restore(const Gone& gone) {
    const Source* old_source = OldSource(gone.file->path);
    if (old_source == nullptr) return;
    if (gone.parent == nullptr && gone.service == nullptr) return RestoreAtTop(gone, *old_source);
    const Span& outer = gone.parent != nullptr ? gone.parent->span : gone.service->span;
    const auto body = Body::Find(source_, outer);
    if (!body) return;
    const auto old =
        DeprecatedType(*old_source, *gone.element, body->indent(), source_.tokens.eol());
    if (!old) return;
    if (body->statements().empty()) {
      body->InsertFirst({old->text}, edits_);
    } else {
      const size_t last = body->statements().back().last;
      body->InsertBehind(source_.tokens[last].end, {old->text}, edits_, gone.service == nullptr);
    }
  }

  FileFix Take() && {
    edit::Sort(edits_);
    return {&file_, std::move(text_), std::move(edits_)};
  }

 private:
  // What bringing fields back asks about a message.
  struct MessageState {
    bool may_restore = false;
    std::map<std::string_view, const Field*> last_kept;  // by oneof, in the old order
    std::map<std::string_view, Body> oneofs;             // of the new side
  };

  [[nodiscard]] bool MayRestore(const File& before, const File& now) const {
    return context_.deleted == Deleted::kKeep && SameSurroundings(before, now);
  }

  [[nodiscard]] MessageState StateOf(const Message& before, const Message& now) const {
    MessageState state;
    state.may_restore = MayRestore(*before.file, *now.file);
    if (!state.may_restore) return state;
    for (const schema::Oneof& oneof : now.oneofs) {
      if (oneof.synthetic) continue;
      if (auto body = Body::Find(source_, oneof.span)) {
        state.oneofs.emplace(oneof.name, std::move(*body));
      }
    }
    return state;
  }

  template <typename T>
  void Finish(const Body& body, const T& now, Reservation& added) {
    added.numbers = Coalesce(std::move(added.numbers));
    std::sort(added.names.begin(), added.names.end());
    added.names.erase(std::unique(added.names.begin(), added.names.end()), added.names.end());
    Reserve(source_, body, now.reserved_ranges, added, !file_.IsEditions(), edits_);
  }

  // Members of a oneof stay together and behind each other; so do the other fields.
  bool Restore(const Field& field, const Body& body, const Message& now, MessageState& state) {
    if (!state.may_restore || !IsRestorable(field, now, context_.after)) return false;
    const Field* predecessor = state.last_kept[OneofName(field)];
    if (field.oneof == nullptr)
      return Insert(field, field.number_span, *field.file, predecessor, body);
    const auto inner = state.oneofs.find(field.oneof->name);
    return inner != state.oneofs.end() &&
           Insert(field, field.number_span, *field.file, predecessor, inner->second);
  }

  static std::string_view OneofName(const Field& field) {
    return field.oneof == nullptr ? std::string_view() : field.oneof->name;
  }

  // Behind what it stood behind before, else as the first statement.
  bool Insert(const schema::Element& element, const Span& number_span, const File& old_file,
              const schema::Element* predecessor, const Body& body) {
    const Source* old_source = OldSource(old_file.path);
    if (old_source == nullptr) return false;
    const auto old = DeprecatedDeclaration(*old_source, element, number_span, body.indent(),
                                           source_.tokens.eol());
    if (!old) return false;
    if (predecessor != nullptr && source_.TokenAt(predecessor->span) != edit::SourceTokens::kNone) {
      body.InsertBehind(source_.Offset(predecessor->span.end_line, predecessor->span.end_column),
                        {old->text}, edits_, old->set_off);
    } else {
      body.InsertFirst({old->text}, edits_);
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

  void RestoreAtTop(const Gone& gone, const Source& old_source) {
    const std::string_view eol = source_.tokens.eol();
    const auto old = DeprecatedType(old_source, *gone.element, "", eol);
    if (!old) return;
    const std::string_view text = source_.tokens.text();
    std::string added(text.ends_with('\n') ? "" : eol);
    added.append(eol).append(old->text).append(eol);
    edits_.push_back({text.size(), 0, std::move(added)});
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
    if (finding->repair == Repair::kRestore) continue;
    Wanted& type = wanted[finding->subject.name];
    if (finding->repair == Repair::kReserve) type.reserve.insert(finding->element);
    if (finding->repair == Repair::kUnreserve) type.unreserve = true;
    if (finding->repair == Repair::kMakeOptional)
      type.relax[finding->element] = finding->location.span;
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
  if (context.deleted == Deleted::kKeep) {
    std::set<std::string> gone;
    for (const Finding* finding : findings) {
      if (finding->repair == Repair::kRestore) gone.insert(finding->element);
    }
    for (const Gone& item : FindGone(context.before, context.after, gone)) {
      const File* file = context.after.FindFile(item.file->path);
      if (FileFixer* fixer = file == nullptr ? nullptr : fixer_of(*file)) fixer->Restore(item);
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
