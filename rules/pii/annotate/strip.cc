// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/annotate/annotate.h"
#include "rules/pii/annotate/field_options.h"
#include "rules/pii/annotate/import_statement.h"
#include "rules/pii/annotate/option_statements.h"

namespace protowarden::rules::pii {
namespace {

using edit::SourceTokens;

// Walks over the tokens; only options and method bodies matter.
class Stripper {
 public:
  Stripper(const SourceTokens& tokens, const AnnotationMatcher& matcher)
      : tokens_(tokens), matcher_(matcher) {}

  std::vector<edit::Edit> Run() {
    for (size_t at = 0; at < tokens_.size();) {
      if (tokens_.Is(at, "[")) {
        at = AtBrackets(at);
      } else if (BeginsStatement(tokens_, at) && tokens_.Is(at, "option")) {
        at = AtOption(at);
      } else if (BeginsStatement(tokens_, at) && tokens_.Is(at, "rpc")) {
        at = AtMethod(at);
      } else {
        ++at;
      }
    }
    return std::move(edits_);
  }

 private:
  // Each returns the token to go on with.

  size_t AtBrackets(size_t at) {
    const auto brackets = ReadBrackets(tokens_, at);
    if (!brackets) return at + 1;
    std::vector<bool> remove;
    bool any = false;
    for (const WrittenOption& option : brackets->options) {
      remove.push_back(matcher_.IsAnnotation(option.name));
      any = any || remove.back();
    }
    if (any) RemoveFieldOptions(tokens_, *brackets, remove, edits_);
    return brackets->close + 1;
  }

  size_t AtOption(size_t at) {
    const auto option = ReadOptionStatement(tokens_, at);
    if (!option) return at + 1;
    if (matcher_.IsAnnotation(option->name)) {
      RemoveWithSpaceBefore(tokens_, tokens_[at].begin, tokens_[option->last].end, edits_);
    }
    return option->last + 1;
  }

  size_t AtMethod(size_t at) {
    // A field may be called `rpc` or have such a type.
    if (!tokens_.Is(at + 2, "(")) return at + 1;
    size_t end = at;
    while (end < tokens_.size() && !tokens_.Is(end, ";") && !tokens_.Is(end, "{")) ++end;
    if (!tokens_.Is(end, "{")) return end + 1;
    RemoveFromMethod(tokens_, at, end, matcher_, edits_);
    const size_t close = tokens_.Closing(end);
    return close == SourceTokens::kNone ? end + 1 : close + 1;
  }

  const SourceTokens& tokens_;
  const AnnotationMatcher& matcher_;
  std::vector<edit::Edit> edits_;
};

}  // namespace

std::vector<edit::Edit> Strip(const AnnotationTarget& target, const schema::File& file,
                              std::string_view text) {
  const SourceTokens tokens(text);
  const AnnotationMatcher matcher(target.names(), file.package);
  std::vector<edit::Edit> edits = Stripper(tokens, matcher).Run();
  if (!edits.empty()) RemoveImport(tokens, file, target, edits);
  edit::Sort(edits);
  return edits;
}

}  // namespace protowarden::rules::pii
