// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/annotate/annotate.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/base/source_index.h"
#include "rules/pii/annotate/field_options.h"
#include "rules/pii/annotate/import_statement.h"
#include "rules/pii/annotate/option_statements.h"
#include "rules/pii/annotate/overwrite.h"

namespace protowarden::rules::pii {
namespace {

using edit::SourceTokens;
using schema::Field;
using schema::Message;
using schema::Method;

bool IsSet(const schema::OptionSet& options, const std::string& name) {
  return options.Find({name}) != nullptr;
}

class Annotator {
 public:
  Annotator(const AnnotationTarget& target, const Classified& classified, const schema::File& file,
            std::string_view text, const AnnotateOptions& options)
      : target_(target),
        names_(target.names()),
        classified_(classified),
        file_(file),
        options_(options),
        tokens_(text),
        index_(text.substr(tokens_.start())),
        matcher_(names_, file.package) {}

  Annotated Run() {
    ForEachMessage(file_, [&](const Message& message) {
      if (message.is_map_entry) return;
      AtMessage(message);
      for (const Field& field : message.fields) AtField(field);
    });
    ForEachExtension(file_, [&](const Field& field) { AtField(field); });
    for (const schema::Service& service : file_.services) {
      for (const Method& method : service.methods) AtMethod(method);
    }
    if (!result_.edits.empty()) AddImport(tokens_, file_, target_, result_.edits);
    edit::Sort(result_.edits);
    return std::move(result_);
  }

 private:
  [[nodiscard]] size_t TokenAt(const Span& span) const {
    if (!span.known()) return SourceTokens::kNone;
    return tokens_.At(tokens_.start() + index_.OffsetOfShown(span.line, span.column));
  }

  // The source may have changed since the schema was read.
  void Complain(const Span& span, std::string_view what) {
    result_.diagnostics.push_back(
        {file_.display_path, span.line, span.column,
         fmt::format("The {} was not found at its place in the source, so it was not annotated. "
                     "Run the command again; the file may have been changed meanwhile.",
                     what)});
  }

  [[nodiscard]] std::string Assign(const std::string& option, std::string_view value) const {
    return fmt::format("{} = {}", target_.Written(option, file_), value);
  }

  [[nodiscard]] bool IsWorthWriting(Sensitivity level) const {
    return options_.all || level > Sensitivity::kPublic;
  }

  [[nodiscard]] std::vector<std::string> TypeEntries(const std::vector<std::string>& types) const {
    std::vector<std::string> known;
    for (const std::string& id : types) {
      if (target_.HasType(id)) known.push_back(id);
    }
    const bool has_one = target_.HasOption(names_.type);
    const bool has_several = target_.HasOption(names_.types);
    if (!has_one && !has_several) known.clear();
    if (!has_several && known.size() > 1) known.resize(1);
    const bool one = has_one && known.size() == 1;
    std::vector<std::string> entries;
    for (const std::string& id : known) {
      entries.push_back(Assign(one ? names_.type : names_.types, id));
    }
    return entries;
  }

  void AtField(const Field& field) {
    const auto found = classified_.fields.find(&field);
    if (found == classified_.fields.end()) return;
    const Classification& classification = found->second;
    const bool has_level = IsSet(field.options, names_.sensitivity);
    const bool has_types = IsSet(field.options, names_.type) || IsSet(field.options, names_.types);
    const bool annotated = has_level || has_types;
    if (!IsWorthWriting(classification.level) && !(annotated && options_.overwrite)) return;
    const size_t number = TokenAt(field.number_span);
    if (number == SourceTokens::kNone) {
      Complain(field.span, "number of field " + field.name);
      return;
    }
    const size_t before = result_.edits.size();
    std::vector<std::string> entries;
    if (!has_level) {
      if (IsWorthWriting(classification.level)) {
        entries.push_back(Assign(names_.sensitivity, Name(classification.level)));
      }
    } else if (options_.overwrite) {
      OverwriteLevel(number, classification.level);
    }
    const std::vector<std::string> types = TypeEntries(classification.types);
    // Who gave the field another level thought of something else.
    const Sensitivity own_view = classification.opinion.has_value()
                                     ? classification.opinion->sensitivity
                                     : classification.level;
    const bool same_level =
        !has_level || options_.overwrite || ReadAnnotation(field, names_).level == own_view;
    if (same_level && (!has_types || options_.overwrite)) {
      entries.insert(entries.end(), types.begin(), types.end());
    }
    if (has_types && options_.overwrite) {
      OverwriteTypes(tokens_, number, matcher_, entries, result_.edits);
    } else {
      AddFieldOptions(tokens_, number, entries, result_.edits);
    }
    if (result_.edits.size() != before) ++result_.fields;
  }

  void OverwriteLevel(size_t number, Sensitivity level) {
    if (!tokens_.Is(number + 1, "[")) return;
    const auto brackets = ReadBrackets(tokens_, number + 1);
    if (!brackets) return;
    for (const WrittenOption& option : brackets->options) {
      if (matcher_.Means(option.name, names_.sensitivity)) {
        ReplaceValue(tokens_, option, Name(level), result_.edits);
      }
    }
  }

  void AtMessage(const Message& message) {
    const auto found = classified_.messages.find(&message);
    if (found == classified_.messages.end() || !target_.HasOption(names_.message_sensitivity)) {
      return;
    }
    const Sensitivity level = found->second;
    const bool annotated = IsSet(message.options, names_.message_sensitivity);
    if (annotated ? !options_.overwrite : !IsWorthWriting(level)) return;
    size_t open = TokenAt(message.name_span);
    const size_t declaration = TokenAt(message.span);
    if (open == SourceTokens::kNone || declaration == SourceTokens::kNone) {
      Complain(message.span, "message " + message.name);
      return;
    }
    // A group's number and brackets stand between its name and its body.
    while (open < tokens_.size() && !tokens_.Is(open, "{")) {
      const size_t closing = tokens_.Is(open, "[") ? tokens_.Closing(open) : open;
      open = closing == SourceTokens::kNone ? tokens_.size() : closing + 1;
    }
    if (open == tokens_.size()) return;
    const size_t before = result_.edits.size();
    if (annotated) {
      OverwriteStatement(open, names_.message_sensitivity, Name(level));
    } else {
      AddToMessage(tokens_, declaration, open, {Statement(names_.message_sensitivity, Name(level))},
                   result_.edits);
    }
    if (result_.edits.size() != before) ++result_.messages;
  }

  void AtMethod(const Method& method) {
    const auto found = classified_.methods.find(&method);
    if (found == classified_.methods.end()) return;
    const size_t rpc = TokenAt(method.span);
    size_t end = TokenAt(method.output_span);
    if (rpc == SourceTokens::kNone || end == SourceTokens::kNone) {
      Complain(method.span, "method " + method.name);
      return;
    }
    while (end < tokens_.size() && !tokens_.Is(end, "{") && !tokens_.Is(end, ";")) ++end;
    const size_t before = result_.edits.size();
    AnnotateMethod(method, found->second, rpc, end);
    if (result_.edits.size() != before) ++result_.methods;
  }

  void AnnotateMethod(const Method& method, Sensitivity level, size_t rpc, size_t end) {
    std::vector<std::string> statements;
    const bool has_level = IsSet(method.options, names_.method_sensitivity);
    if (has_level && options_.overwrite) {
      OverwriteStatement(end, names_.method_sensitivity, Name(level));
    } else if (has_level) {
      level = ReadLevel(method.options, names_.method_sensitivity).value_or(level);
    } else if (IsWorthWriting(level) && target_.HasOption(names_.method_sensitivity)) {
      statements.push_back(Statement(names_.method_sensitivity, Name(level)));
    }
    const char* audit = level > Sensitivity::kPublic ? "true" : "false";
    if (IsSet(method.options, names_.audit)) {
      if (options_.overwrite) OverwriteStatement(end, names_.audit, audit);
    } else if (IsWorthWriting(level) && target_.HasOption(names_.audit)) {
      statements.push_back(Statement(names_.audit, audit));
    }
    AddToMethod(tokens_, rpc, end, std::move(statements), result_.edits);
  }

  [[nodiscard]] std::string Statement(const std::string& option, std::string_view value) const {
    return "option " + Assign(option, value) + ";";
  }

  // Of the statements directly inside the body that opens at `open`.
  void OverwriteStatement(size_t open, const std::string& name, std::string_view value) {
    const size_t close = tokens_.Closing(open);
    if (close == SourceTokens::kNone) return;
    for (size_t at = open + 1; at < close;) {
      const auto option = tokens_.Is(at, "option") && BeginsStatement(tokens_, at)
                              ? ReadOptionStatement(tokens_, at)
                              : std::nullopt;
      if (option && matcher_.Means(option->name, name)) {
        WrittenOption value_only = *option;
        --value_only.last;  // the ';' stays
        ReplaceValue(tokens_, value_only, value, result_.edits);
      }
      const size_t block = tokens_.Is(at, "{") ? tokens_.Closing(at) : at;
      at = option ? option->last + 1 : block + 1;
    }
  }

  const AnnotationTarget& target_;
  const OptionNames& names_;
  const Classified& classified_;
  const schema::File& file_;
  const AnnotateOptions& options_;
  SourceTokens tokens_;
  SourceIndex index_;
  AnnotationMatcher matcher_;
  Annotated result_;
};

}  // namespace

Annotated Annotate(const AnnotationTarget& target, const Classified& classified,
                   const schema::File& file, std::string_view text,
                   const AnnotateOptions& options) {
  if (!target.MayAnnotate(file)) return {};
  return Annotator(target, classified, file, text, options).Run();
}

}  // namespace protowarden::rules::pii
