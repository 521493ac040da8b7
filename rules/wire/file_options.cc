// SPDX-License-Identifier: Apache-2.0
//
// Rules about file options that name or shape generated code. None of them changes what is on the
// wire, so they are MEDIUM where another name stops code from compiling and LOW where only an
// implementation detail of one language changes.
#include <fmt/format.h>

#include <array>

#include "analyzer/base/text.h"
#include "rules/wire/families.h"

namespace protowarden::rules {
namespace {

using namespace category;  // NOLINT(google-build-using-namespace): bit names in rows
using compare::FilePair;

// An option of google.protobuf.FileOptions with its default.
struct FileOption {
  std::string_view name;
  std::string_view fallback;
};

template <const FileOption& kOption>
void CheckOption(const RuleContext& /*context*/, const FilePair& pair, Reporter& reporter) {
  const std::string before = pair.before.options.GetText(kOption.name, kOption.fallback);
  const std::string after = pair.after.options.GetText(kOption.name, kOption.fallback);
  if (before == after) return;
  reporter.Add({.element = pair.after.path,
                .at = At(&pair.after, pair.after.options.SpanOf(kOption.name)),
                .against = At(&pair.before, pair.before.options.SpanOf(kOption.name)),
                .description = fmt::format("File option \"{}\" changed from {} to {}.",
                                           kOption.name, Quote(before), Quote(after))});
}

constexpr FileOption kCcEnableArenas{"cc_enable_arenas", "true"};
constexpr FileOption kCcGenericServices{"cc_generic_services", "false"};
constexpr FileOption kCsharpNamespace{"csharp_namespace", ""};
constexpr FileOption kGoPackage{"go_package", ""};
constexpr FileOption kJavaGenericServices{"java_generic_services", "false"};
constexpr FileOption kJavaMultipleFiles{"java_multiple_files", "false"};
constexpr FileOption kJavaOuterClassname{"java_outer_classname", ""};
constexpr FileOption kJavaPackage{"java_package", ""};
constexpr FileOption kObjcClassPrefix{"objc_class_prefix", ""};
constexpr FileOption kOptimizeFor{"optimize_for", "SPEED"};
constexpr FileOption kPhpClassPrefix{"php_class_prefix", ""};
constexpr FileOption kPhpMetadataNamespace{"php_metadata_namespace", ""};
constexpr FileOption kPhpNamespace{"php_namespace", ""};
constexpr FileOption kPyGenericServices{"py_generic_services", "false"};
constexpr FileOption kRubyPackage{"ruby_package", ""};
constexpr FileOption kSwiftPrefix{"swift_prefix", ""};

constexpr std::string_view kOptionsSource =
    "https://protobuf.dev/programming-guides/proto3/#options";

// All rules of this family differ only in these.
constexpr Rule Row(std::string_view id, Severity severity, std::string_view title,
                   std::string_view impact, std::string_view remedy, FileCheck check) {
  return {.id = id,
          .categories = kFile | kPackage,
          .severity = severity,
          .title = title,
          .impact = impact,
          .remedy = remedy,
          .source = kOptionsSource,
          .check = check};
}

constexpr std::array<Rule, 16> kRules = {{
    Row("FILE_SAME_CC_ENABLE_ARENAS", Severity::kLow, "Files keep `cc_enable_arenas`",
        "Generated C++ classes gain or lose arena support; C++ code that allocates these messages "
        "on an arena stops compiling or silently allocates on the heap. Current protobuf releases "
        "ignore the option.",
        "Restore the old value, or remove the arena use from all C++ callers first.",
        CheckOption<kCcEnableArenas>),
    Row("FILE_SAME_CC_GENERIC_SERVICES", Severity::kLow, "Files keep `cc_generic_services`",
        "The abstract C++ service classes and stubs appear or disappear; C++ code that derives "
        "from "
        "them no longer compiles. gRPC does not use them.",
        "Restore the old value until no C++ code includes the generic service classes.",
        CheckOption<kCcGenericServices>),
    Row("FILE_SAME_CSHARP_NAMESPACE", Severity::kMedium, "Files keep `csharp_namespace`",
        "The generated C# classes move to another namespace; C# code that uses the old one no "
        "longer compiles.",
        "Restore the old namespace, or release the generated C# code as a new major version.",
        CheckOption<kCsharpNamespace>),
    Row("FILE_SAME_GO_PACKAGE", Severity::kMedium, "Files keep `go_package`",
        "The generated Go code moves to another import path or package name; Go code that imports "
        "the old path no longer compiles, and a program that links both copies panics at start "
        "because the types are registered twice.",
        "Restore the old import path, or publish the Go module under a new major version and keep "
        "the old one available.",
        CheckOption<kGoPackage>),
    Row("FILE_SAME_JAVA_GENERIC_SERVICES", Severity::kLow, "Files keep `java_generic_services`",
        "The abstract Java service classes and stubs appear or disappear; Java code that extends "
        "them no longer compiles. gRPC does not use them.",
        "Restore the old value until no Java code uses the generic service classes.",
        CheckOption<kJavaGenericServices>),
    Row("FILE_SAME_JAVA_MULTIPLE_FILES", Severity::kMedium, "Files keep `java_multiple_files`",
        "Top-level Java classes move in or out of the outer class; every Java import of them "
        "changes and old code no longer compiles or links.",
        "Restore the old value, or release the generated Java code as a new major version.",
        CheckOption<kJavaMultipleFiles>),
    Row("FILE_SAME_JAVA_OUTER_CLASSNAME", Severity::kMedium, "Files keep `java_outer_classname`",
        "The outer Java class that holds the file descriptor (and without java_multiple_files "
        "every "
        "message) gets another name; Java code that names it no longer compiles.",
        "Restore the old class name, or release the generated Java code as a new major version.",
        CheckOption<kJavaOuterClassname>),
    Row("FILE_SAME_JAVA_PACKAGE", Severity::kMedium, "Files keep `java_package`",
        "The generated Java and Kotlin classes move to another package; code that imports the old "
        "one no longer compiles.",
        "Restore the old package, or release the generated code as a new major version.",
        CheckOption<kJavaPackage>),
    Row("FILE_SAME_OBJC_CLASS_PREFIX", Severity::kMedium, "Files keep `objc_class_prefix`",
        "Every generated Objective-C class gets another name; Objective-C and Swift code that uses "
        "the old names no longer compiles.",
        "Restore the old prefix, or release the generated code as a new major version.",
        CheckOption<kObjcClassPrefix>),
    Row("FILE_SAME_OPTIMIZE_FOR", Severity::kLow, "Files keep `optimize_for`",
        "With LITE_RUNTIME the generated C++ and Java classes lose reflection and descriptors; "
        "code "
        "that uses them, or other files that import this one with the full runtime, no longer "
        "compiles.",
        "Restore the old value, or check that no caller needs reflection before moving to "
        "LITE_RUNTIME.",
        CheckOption<kOptimizeFor>),
    Row("FILE_SAME_PHP_CLASS_PREFIX", Severity::kMedium, "Files keep `php_class_prefix`",
        "Every generated PHP class gets another name; PHP code that uses the old names fails when "
        "the class is loaded.",
        "Restore the old prefix, or release the generated PHP code as a new major version.",
        CheckOption<kPhpClassPrefix>),
    Row("FILE_SAME_PHP_METADATA_NAMESPACE", Severity::kLow, "Files keep `php_metadata_namespace`",
        "The generated PHP metadata classes move to another namespace; autoloaders that map the "
        "old "
        "one no longer find them.",
        "Restore the old namespace, or update the autoload mapping in the same release.",
        CheckOption<kPhpMetadataNamespace>),
    Row("FILE_SAME_PHP_NAMESPACE", Severity::kMedium, "Files keep `php_namespace`",
        "The generated PHP classes move to another namespace; PHP code that uses the old one fails "
        "when the class is loaded.",
        "Restore the old namespace, or release the generated PHP code as a new major version.",
        CheckOption<kPhpNamespace>),
    Row("FILE_SAME_PY_GENERIC_SERVICES", Severity::kLow, "Files keep `py_generic_services`",
        "The generic Python service classes appear or disappear; Python code that derives from "
        "them fails on import. gRPC does not use them.",
        "Restore the old value until no Python code uses the generic service classes.",
        CheckOption<kPyGenericServices>),
    Row("FILE_SAME_RUBY_PACKAGE", Severity::kMedium, "Files keep `ruby_package`",
        "The generated Ruby classes move to another module; Ruby code that uses the old constants "
        "raises NameError.",
        "Restore the old module, or release the generated Ruby code as a new major version.",
        CheckOption<kRubyPackage>),
    Row("FILE_SAME_SWIFT_PREFIX", Severity::kMedium, "Files keep `swift_prefix`",
        "Every generated Swift type gets another name; Swift code that uses the old names no "
        "longer "
        "compiles.",
        "Restore the old prefix, or release the generated Swift code as a new major version.",
        CheckOption<kSwiftPrefix>),
}};

}  // namespace

std::span<const Rule> FileOptionRules() { return kRules; }

}  // namespace protowarden::rules
