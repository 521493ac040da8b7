// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/annotate/import_statement.h"

#include <algorithm>
#include <optional>

#include "rules/pii/annotate/written_options.h"

namespace protowarden::rules::pii {
namespace {

using edit::Edit;
using edit::SourceTokens;

// An `import "path";` statement: index of the keyword, and the path.
struct WrittenImport {
  size_t first = 0;
  size_t last = 0;
  std::string_view path;
  bool plain = true;  // neither public nor weak nor option
};

std::optional<WrittenImport> ReadImport(const SourceTokens& tokens, size_t at) {
  if (!tokens.Is(at, "import")) return std::nullopt;
  const size_t end = tokens.AfterStatement(at);
  if (end < at + 3 || !tokens.Is(end - 1, ";")) return std::nullopt;
  const std::string_view quoted = tokens.Text(end - 2);
  if (quoted.size() < 2 || (quoted.front() != '"' && quoted.front() != '\'')) return std::nullopt;
  return WrittenImport{at, end - 1, quoted.substr(1, quoted.size() - 2), end == at + 3};
}

// What stands at the top level of a file, as far as imports care.
struct Header {
  std::vector<WrittenImport> imports;
  std::optional<size_t> last_statement;  // ';' of syntax, edition or package
};

Header ReadHeader(const SourceTokens& tokens) {
  Header header;
  for (size_t at = 0; at < tokens.size();) {
    if (const auto import = ReadImport(tokens, at)) {
      header.imports.push_back(*import);
      at = import->last + 1;
    } else if (tokens.Is(at, "{")) {
      const size_t closing = tokens.Closing(at);
      if (closing == SourceTokens::kNone) break;
      at = closing + 1;
    } else {
      const bool named =
          BeginsStatement(tokens, at) &&
          (tokens.Is(at, "syntax") || tokens.Is(at, "edition") || tokens.Is(at, "package"));
      if (named) header.last_statement = tokens.AfterStatement(at) - 1;
      at = named ? tokens.AfterStatement(at) : at + 1;
    }
  }
  return header;
}

// Sorted imports stay sorted. An `import option` must come after all others.
const WrittenImport* Predecessor(const SourceTokens& tokens, const Header& header,
                                 std::string_view path) {
  std::vector<const WrittenImport*> imports;
  for (const WrittenImport& import : header.imports) {
    if (!tokens.Is(import.first + 1, "option")) imports.push_back(&import);
  }
  if (imports.empty()) return nullptr;
  const auto later = [](const WrittenImport* a, const WrittenImport* b) {
    return a->path < b->path;
  };
  const auto place = std::find_if(imports.begin(), imports.end(),
                                  [&](const WrittenImport* item) { return item->path > path; });
  const bool sorted = std::is_sorted(imports.begin(), imports.end(), later);
  return sorted && place != imports.begin() ? *(place - 1) : imports.back();
}

// The end of a comment at the top that an empty line sets apart; nullopt when there is none.
std::optional<size_t> EndOfLicence(const SourceTokens& tokens) {
  const std::string_view text = tokens.text();
  const size_t code = tokens.size() == 0 ? text.size() : tokens[0].begin;
  const auto& comments = tokens.comments();
  for (size_t i = 0; i < comments.size() && comments[i].begin < code; ++i) {
    const size_t next = i + 1 < comments.size() ? std::min(comments[i + 1].begin, code) : code;
    const std::string_view gap = text.substr(comments[i].end, next - comments[i].end);
    if (std::count(gap.begin(), gap.end(), '\n') > 1) return comments[i].end;
  }
  return std::nullopt;
}

// True when something that `edits` leave refers to the definitions of `package`.
bool StillNeeded(const SourceTokens& tokens, const schema::File& file, std::string_view package,
                 const std::vector<Edit>& edits) {
  // Elsewhere a short name is somebody else's.
  const bool short_names = file.package.starts_with(package.substr(0, package.find('.')));
  const auto removed = [&](size_t offset) {
    return std::any_of(edits.begin(), edits.end(), [&](const Edit& edit) {
      return edit.offset <= offset && offset < edit.offset + edit.length;
    });
  };
  for (size_t i = 0; i < tokens.size(); ++i) {
    bool refers = short_names && (tokens.Is(i, "SensitivityLevel") || tokens.Is(i, "PiiType"));
    if (!refers && package.starts_with(tokens.Text(i)) && !(i > 0 && tokens.Is(i - 1, "package"))) {
      // A qualified name below the package of the options.
      std::string name;
      for (size_t j = i; j < tokens.size() && name.size() < package.size(); ++j) {
        name += tokens.Text(j);
      }
      refers = name == package;
    }
    if (refers && !removed(tokens[i].begin)) return true;
  }
  return false;
}

}  // namespace

void AddImport(const SourceTokens& tokens, const schema::File& file, const AnnotationTarget& target,
               std::vector<Edit>& edits) {
  const Header header = ReadHeader(tokens);
  const auto provided = [&](const WrittenImport& import) {
    return target.IsProvidedBy(file, import.path);
  };
  if (std::any_of(header.imports.begin(), header.imports.end(), provided)) return;
  const std::string statement = "import \"" + target.import_path() + "\";";
  const std::string eol(tokens.eol());
  const WrittenImport* before = Predecessor(tokens, header, target.import_path());
  if (before == nullptr && !header.last_statement) {
    const auto licence = EndOfLicence(tokens);
    if (licence) {
      edits.push_back({*licence, 0, eol + eol + statement});
    } else {
      edits.push_back({tokens.start(), 0, statement + eol + eol});
    }
    return;
  }
  const size_t end = tokens[before != nullptr ? before->last : *header.last_statement].end;
  size_t place = tokens.AfterComments(end);
  if (!tokens.EndsLine(place)) place = end;
  std::string separator = " ";
  if (tokens.EndsLine(place)) separator = before != nullptr ? eol : eol + eol;
  edits.push_back({place, 0, separator + statement});
}

void RemoveImport(const SourceTokens& tokens, const schema::File& file,
                  const AnnotationTarget& target, std::vector<Edit>& edits) {
  const std::string& option = target.names().sensitivity;
  const std::string_view package =
      std::string_view(option).substr(0, std::min(option.rfind('.'), option.size()));
  const Header header = ReadHeader(tokens);
  for (const WrittenImport& import : header.imports) {
    if (!import.plain || !target.IsProvidedBy(file, import.path)) continue;
    if (StillNeeded(tokens, file, package, edits)) return;
    const size_t begin = tokens[import.first].begin;
    size_t end = tokens[import.last].end;
    if (begin == tokens.start()) {
      // At the very top the annotator's white space follows.
      const std::string eol(tokens.eol());
      if (tokens.text().substr(end).starts_with(eol + eol)) end += 2 * eol.size();
    }
    RemoveWithSpaceBefore(tokens, begin, end, edits);
    return;
  }
}

}  // namespace protowarden::rules::pii
