// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/buf_formats.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "analyzer/base/text.h"
#include "analyzer/report/json_values.h"

namespace protowarden::report {
namespace {

// What buf calls an annotation.
struct Line {
  std::string path;  // empty: no file, printed as <input>
  Span span;
  std::string type;
  std::string message;

  [[nodiscard]] std::string Path() const { return path.empty() ? "<input>" : path; }
};

// buf's order.
bool Less(const Line& a, const Line& b) {
  return std::tie(a.path, a.span.line, a.span.column, a.type, a.message, a.span.end_line,
                  a.span.end_column) < std::tie(b.path, b.span.line, b.span.column, b.type,
                                                b.message, b.span.end_line, b.span.end_column);
}

Span OrStart(const Span& span) {
  return {OrFirst(span.line), OrFirst(span.column), OrFirst(span.end_line),
          OrFirst(span.end_column)};
}

std::vector<Line> LinesOf(const Report& report) {
  std::vector<Line> lines;
  for (const schema::Diagnostic& problem : report.diagnostics) {
    const Span at{problem.line, problem.column, problem.line, problem.column};
    lines.push_back({problem.file, OrStart(at), "COMPILE", Printable(problem.message)});
  }
  // buf reports nothing else about schemas that do not compile.
  if (!lines.empty()) return lines;
  for (const Entry& entry : report.entries) {
    const Finding& finding = entry.finding;
    if (entry.IsAccepted() || IsHarmless(finding)) continue;
    lines.push_back({finding.location.file, OrStart(finding.location.span), finding.rule,
                     Printable(finding.description)});
  }
  std::sort(lines.begin(), lines.end(), Less);
  return lines;
}

std::string Position(const Line& line) {
  return fmt::format("{}:{}:{}", Printable(line.Path()), line.span.line, line.span.column);
}

std::string Text(const Report& report) {
  std::string out;
  for (const Line& line : LinesOf(report)) {
    out += fmt::format("{}:{}\n", Position(line), line.message);
  }
  return out;
}

std::string Msvs(const Report& report) {
  std::string out;
  for (const Line& line : LinesOf(report)) {
    out += fmt::format("{}({},{}) : error {} : {}\n", Printable(line.Path()), line.span.line,
                       line.span.column, line.type, line.message);
  }
  return out;
}

// As Go's encoding/json writes it.
std::string GoJson(const Json& json) {
  std::string text;
  for (const char c : json.dump(-1, ' ', false, Json::error_handler_t::replace)) {
    if (c == '<' || c == '>' || c == '&') {
      text += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      text.push_back(c);
    }
  }
  return text;
}

std::string JsonLines(const Report& report) {
  std::string out;
  for (const Line& line : LinesOf(report)) {
    Json json = Json::object();
    if (!line.path.empty()) json["path"] = line.path;
    json.update({{"start_line", line.span.line},
                 {"start_column", line.span.column},
                 {"end_line", line.span.end_line},
                 {"end_column", line.span.end_column},
                 {"type", line.type},
                 {"message", line.message}});
    out += GoJson(json) + "\n";
  }
  return out;
}

// As Go's encoding/xml writes it.
std::string GoXml(std::string_view text) {
  static const std::map<char, std::string_view> kEscapes = {
      {'"', "&#34;"}, {'\'', "&#39;"}, {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}};
  std::string escaped;
  for (const char c : text) {
    const auto escape = kEscapes.find(c);
    if (escape == kEscapes.end()) {
      escaped.push_back(c);
    } else {
      escaped += escape->second;
    }
  }
  return escaped;
}

std::string Suite(const std::string& path, const std::vector<Line>& lines) {
  std::string_view name = path;
  if (name.ends_with(".proto")) name.remove_suffix(std::string_view(".proto").size());
  std::string suite =
      fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\">\n",
                  GoXml(Printable(name)), lines.size(), lines.size());
  for (const Line& line : lines) {
    std::string test = line.type;
    if (!line.path.empty()) test += fmt::format("_{}_{}", line.span.line, line.span.column);
    suite += fmt::format(
        "    <testcase name=\"{}\">\n      <failure message=\"{}:{}\" type=\"{}\"></failure>\n"
        "    </testcase>\n",
        test, GoXml(Position(line)), GoXml(line.message), line.type);
  }
  return suite + "  </testsuite>\n";
}

std::string JUnit(const Report& report) {
  std::map<std::string, std::vector<Line>> suites;
  for (const Line& line : LinesOf(report)) suites[line.Path()].push_back(line);
  if (suites.empty()) return {};
  std::string out = "<testsuites>\n";
  for (const auto& [path, lines] : suites) out += Suite(path, lines);
  return out + "</testsuites>\n";
}

std::string GitHubActions(const Report& report) {
  std::string out;
  for (const Line& line : LinesOf(report)) {
    out += "::error file=" + Printable(line.Path());
    if (!line.path.empty()) {
      out += fmt::format(",line={},col={},endLine={},endColumn={}", line.span.line,
                         line.span.column, line.span.end_line, line.span.end_column);
    }
    out += "::" + line.message + "\n";
  }
  return out;
}

constexpr std::array<BufFormat, 5> kFormats = {{{"text", Text},
                                                {"json", JsonLines},
                                                {"msvs", Msvs},
                                                {"junit", JUnit},
                                                {"github-actions", GitHubActions}}};

}  // namespace

std::span<const BufFormat> BufFormats() { return kFormats; }

const BufFormat* FindBufFormat(std::string_view name) {
  for (const BufFormat& format : kFormats) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

bool BufFindsAnything(const Report& report) { return !LinesOf(report).empty(); }

}  // namespace protowarden::report
