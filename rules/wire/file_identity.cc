// SPDX-License-Identifier: Apache-2.0
//
// Rules about what a file is: its existence, package and syntax.
#include <fmt/format.h>

#include <array>

#include "analyzer/base/text.h"
#include "rules/wire/describe.h"
#include "rules/wire/families.h"

namespace protowarden::rules {
namespace {

using namespace category;  // NOLINT(google-build-using-namespace): bit names in rows
using compare::FilePair;

void CheckFileNoDelete(const RuleContext& context, Reporter& reporter) {
  for (const schema::File* file : context.comparison.deleted_files()) {
    reporter.Add(
        {.element = file->path,
         .at = {},
         .against = AtFile(file),
         .description = fmt::format("Previously present file {} was deleted.", Quote(file->path)),
         .notes = MoveNotes(context.comparison.FindMove(*file))});
  }
}

void CheckPackage(const RuleContext& /*context*/, const FilePair& pair, Reporter& reporter) {
  if (pair.before.package == pair.after.package) return;
  reporter.Add({.element = pair.after.path,
                .at = At(&pair.after, pair.after.package_span),
                .against = At(&pair.before, pair.before.package_span),
                .description = fmt::format("File package changed from {} to {}.",
                                           Quote(pair.before.package), Quote(pair.after.package))});
}

void CheckSyntax(const RuleContext& /*context*/, const FilePair& pair, Reporter& reporter) {
  if (pair.before.SyntaxName() == pair.after.SyntaxName()) return;
  reporter.Add({.element = pair.after.path,
                .at = At(&pair.after, pair.after.syntax_span),
                .against = At(&pair.before, pair.before.syntax_span),
                .description =
                    fmt::format("File syntax changed from {} to {}.",
                                Quote(pair.before.SyntaxName()), Quote(pair.after.SyntaxName()))});
}

constexpr std::array<Rule, 3> kRules = {{
    {.id = "FILE_NO_DELETE",
     .categories = kFile | kCsr,
     .severity = Severity::kHigh,
     .title = "Files are not deleted",
     .impact =
         "Code that imports the file, or the headers and modules generated from it, no longer "
         "compiles. Encoded messages are not affected as long as their types live on.",
     .remedy = "Keep the file. If its types moved, leave it behind with `import public` of the new "
               "file so that importers still resolve.",
     .source = "https://protobuf.dev/programming-guides/proto3/#importing",
     .check = CheckFileNoDelete,
     .change = ChangeKind::kRemoved},
    {.id = "FILE_SAME_PACKAGE",
     .categories = kFile | kPackage | kWireJson | kWire | kCsr,
     .severity = Severity::kCritical,
     .title = "Files keep their package",
     .impact =
         "Every type and service in the file gets another full name. gRPC clients call the old "
         "method paths and get UNIMPLEMENTED; google.protobuf.Any values and generated code "
         "that name the old types fail.",
     .remedy =
         "Keep the package. For a new version, add a new file with the new package beside the "
         "old one and serve both until no client uses the old one.",
     .source = "https://protobuf.dev/programming-guides/proto3/#packages",
     .check = CheckPackage,
     .categories_v1beta1 = kFile},
    {.id = "FILE_SAME_SYNTAX",
     .categories = kFile | kPackage | kCsr,
     .severity = Severity::kMedium,
     .title = "Files keep their syntax",
     .impact = "Field presence, closed or open enums, UTF-8 checks and packing follow from the "
               "syntax, so generated accessors change and some values are treated differently when "
               "they are parsed.",
     .remedy = "Keep the syntax. When moving to editions, set the `features` that keep today's "
               "behaviour, then accept this change on purpose.",
     .source = "https://protobuf.dev/editions/features/",
     .check = CheckSyntax},
}};

}  // namespace

std::span<const Rule> FileIdentityRules() { return kRules; }

}  // namespace protowarden::rules
