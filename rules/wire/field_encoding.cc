// SPDX-License-Identifier: Apache-2.0
//
// Rules about how strings and 64-bit numbers are checked and represented in some languages.
#include <fmt/format.h>

#include <array>

#include "analyzer/base/text.h"
#include "rules/wire/describe.h"
#include "rules/wire/families.h"

namespace protowarden::rules {
namespace {

using namespace category;  // NOLINT(google-build-using-namespace): bit names in rows
using compare::FieldPair;
using schema::Edition;
using schema::Field;
using schema::Kind;
using schema::Option;
using schema::Utf8Validation;

// The position of features.(LANGUAGE).NAME on the field itself: of the value, else of the braces
// around it.
Span LanguageFeatureSpan(const Field& field, std::string_view language, std::string_view name) {
  const Option* exact = field.options.Find({"features", language, name});
  const Option* braces = field.options.Find({"features", language});
  const Option* features = field.options.Find({"features"});
  const auto span = [](const Option* option) { return option == nullptr ? Span{} : option->span; };
  return FirstKnown({span(exact), span(braces), span(features)});
}

// What `ctype` or (pb.cpp).string_type amount to. STRING_PIECE exists as a ctype only.
std::string CppType(const Field& field) {
  // Edition 2024 no longer has ctype.
  if (field.file->edition < Edition::k2024) {
    const std::string ctype = field.options.GetText("ctype", "");
    if (ctype == "CORD" || ctype == "STRING_PIECE" || ctype == "STRING") return ctype;
  }
  return std::string(Name(field.features.cpp_string_type));
}

bool IsText(Kind kind) { return kind == Kind::kString || kind == Kind::kBytes; }

bool InMapEntries(const FieldPair& pair) {
  return pair.before.parent != nullptr && pair.after.parent != nullptr &&
         pair.before.parent->is_map_entry && pair.after.parent->is_map_entry;
}

void CheckCppStringType(const RuleContext& /*context*/, const FieldPair& pair, Reporter& reporter) {
  if (InMapEntries(pair) || !IsText(pair.before.kind) || !IsText(pair.after.kind)) return;
  const std::string before = CppType(pair.before);
  const std::string after = CppType(pair.after);
  // STRING_PIECE was never more than STRING outside Google.
  if (before == after || (before == "STRING_PIECE" && after == "STRING")) return;
  const auto where = [](const Field& field) {
    return At(field.file,
              FirstKnown({field.options.SpanOf("ctype"),
                          LanguageFeatureSpan(field, "pb.cpp", "string_type"), field.span}));
  };
  reporter.Add({.element = pair.after.FullName(),
                .at = where(pair.after),
                .against = where(pair.before),
                .description = fmt::format("{} changed C++ string type from {} to {}.",
                                           DescribeField(pair.after), Quote(before), Quote(after)),
                .arguments = {before, after}});
}

std::string_view JavaValidation(const Field& field) {
  const bool verify = field.features.utf8_validation == Utf8Validation::kVerify;
  const schema::File& file = *field.file;
  const Option* option = file.options.Find({"java_string_check_utf8"});
  bool java_verify = false;
  if (!file.IsEditions() || option != nullptr) {
    java_verify = file.options.GetBool("java_string_check_utf8", false);
  } else {
    java_verify = field.features.java_utf8_validation == schema::JavaUtf8Validation::kVerify;
  }
  return Name(java_verify || verify ? Utf8Validation::kVerify : Utf8Validation::kNone);
}

void CheckJavaUtf8(const RuleContext& /*context*/, const FieldPair& pair, Reporter& reporter) {
  if (pair.before.kind != Kind::kString || pair.after.kind != Kind::kString) return;
  const std::string_view before = JavaValidation(pair.before);
  const std::string_view after = JavaValidation(pair.after);
  if (before == after) return;
  const auto where = [](const Field& field) {
    return At(field.file,
              FirstKnown({field.file->options.SpanOf("java_string_check_utf8"),
                          LanguageFeatureSpan(field, "pb.java", "utf8_validation"), field.span}));
  };
  reporter.Add(
      {.element = pair.after.FullName(),
       .at = where(pair.after),
       .against = where(pair.before),
       .description = fmt::format("{} changed Java string UTF8 validation from \"{}\" to \"{}\".",
                                  DescribeField(pair.after), before, after)});
}

void CheckUtf8(const RuleContext& /*context*/, const FieldPair& pair, Reporter& reporter) {
  if (pair.before.kind != Kind::kString || pair.after.kind != Kind::kString) return;
  const Utf8Validation before = pair.before.features.utf8_validation;
  const Utf8Validation after = pair.after.features.utf8_validation;
  if (before == after) return;
  const auto where = [](const Field& field) {
    const Option* option = field.options.Find({"features", "utf8_validation"});
    return At(field.file, FirstKnown({option == nullptr ? Span{} : option->span, field.span}));
  };
  reporter.Add(
      {.element = pair.after.FullName(),
       .at = where(pair.after),
       .against = where(pair.before),
       .description = fmt::format("{} changed UTF8 validation from {} to {}.",
                                  DescribeField(pair.after), Name(before), Name(after)),
       .impact = after == Utf8Validation::kVerify
                     ? "New readers reject messages, stored ones included, whose string is "
                       "not valid UTF-8."
                     : "New writers may send strings that are not valid UTF-8, which old "
                       "readers reject."});
}

bool Is64Bit(Kind kind) {
  return kind == Kind::kInt64 || kind == Kind::kUint64 || kind == Kind::kSint64 ||
         kind == Kind::kFixed64 || kind == Kind::kSfixed64;
}

void CheckJsType(const RuleContext& /*context*/, const FieldPair& pair, Reporter& reporter) {
  if (!Is64Bit(pair.before.kind) || !Is64Bit(pair.after.kind)) return;
  const std::string before = pair.before.options.GetText("jstype", "JS_NORMAL");
  const std::string after = pair.after.options.GetText("jstype", "JS_NORMAL");
  if (before == after) return;
  const auto where = [](const Field& field) {
    return At(field.file, FirstKnown({field.options.SpanOf("jstype"), field.span}));
  };
  reporter.Add({.element = pair.after.FullName(),
                .at = where(pair.after),
                .against = where(pair.before),
                .description = fmt::format("{} changed option \"jstype\" from {} to {}.",
                                           DescribeField(pair.after), Quote(before), Quote(after)),
                .arguments = {before, after}});
}

constexpr std::array<Rule, 4> kRules = {{
    {.id = "FIELD_SAME_CPP_STRING_TYPE",
     .categories = kFile | kPackage,
     .severity = Severity::kLow,
     .title = "String and bytes fields keep their C++ type",
     .impact = "The generated C++ accessors return another type (std::string, absl::Cord or "
               "absl::string_view), so C++ code that uses the field may not compile.",
     .remedy = "Keep the C++ type, or change all C++ callers in the same release.",
     .source = "https://protobuf.dev/editions/features/#string_type",
     .check = CheckCppStringType},
    {.id = "FIELD_SAME_JAVA_UTF8_VALIDATION",
     .categories = kFile | kPackage,
     .severity = Severity::kMedium,
     .title = "String fields keep their UTF-8 validation in Java",
     .impact =
         "Java readers start or stop rejecting strings that are not valid UTF-8: messages that "
         "one version accepts fail in the other.",
     .remedy = "Keep the setting, or make sure first that all writers send valid UTF-8.",
     .source = "https://protobuf.dev/editions/features/#java-utf8_validation",
     .check = CheckJavaUtf8},
    {.id = "FIELD_SAME_JSTYPE",
     .categories = kFile | kPackage,
     .severity = Severity::kLow,
     .title = "64-bit fields keep their JavaScript type",
     .impact =
         "The generated JavaScript and TypeScript accessors change between number, string and "
         "bigint; code that calculates with the value or compares it behaves differently.",
     .remedy = "Keep `jstype`, or add a new field with the other type.",
     .source = "https://github.com/protocolbuffers/protobuf/blob/main/src/google/protobuf/"
               "descriptor.proto",
     .check = CheckJsType},
    {.id = "FIELD_SAME_UTF8_VALIDATION",
     .categories = kFile | kPackage,
     .severity = Severity::kMedium,
     .title = "String fields keep their UTF-8 validation",
     .impact =
         "Readers start or stop rejecting strings that are not valid UTF-8: messages that one "
         "version accepts fail in the other.",
     .remedy = "Keep the setting. A field that holds arbitrary bytes should become a new `bytes` "
               "field.",
     .source = "https://protobuf.dev/editions/features/#utf8_validation",
     .check = CheckUtf8},
}};

}  // namespace

std::span<const Rule> FieldEncodingRules() { return kRules; }

}  // namespace protowarden::rules
