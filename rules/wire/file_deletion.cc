// SPDX-License-Identifier: Apache-2.0
//
// Rules about elements that are gone from a file which still exists.
#include <fmt/format.h>

#include <array>
#include <set>

#include "analyzer/base/text.h"
#include "rules/wire/describe.h"
#include "rules/wire/families.h"

namespace protowarden::rules {
namespace {

using namespace category;  // NOLINT(google-build-using-namespace): bit names in rows
using compare::FilePair;
using schema::Enum;
using schema::Field;
using schema::Message;
using schema::Service;

std::string NestedName(const Field& extension) {
  return extension.parent == nullptr ? extension.name
                                     : extension.parent->NestedName() + "." + extension.name;
}

// Where a deletion is shown: the nearest enclosing message that still exists, else the file.
Location Remains(const schema::File& file, const std::string& nested_name) {
  const Message* enclosing = EnclosingMessage(file, nested_name);
  return enclosing == nullptr ? AtFile(&file) : At(&file, enclosing->span);
}

void Report(const FilePair& pair, std::string_view kind, const std::string& nested_name,
            const std::string& full_name, const Location& at, const Span& before,
            std::vector<std::string> notes, Reporter& reporter) {
  reporter.Add({.element = full_name,
                .at = at,
                .against = At(&pair.before, before),
                .description = fmt::format("Previously present {} {} was deleted from file.", kind,
                                           Quote(nested_name)),
                .arguments = {pair.before.path},
                .notes = std::move(notes)});
}

void CheckMessages(const RuleContext& context, const FilePair& pair, Reporter& reporter) {
  std::set<std::string> names;
  schema::ForEachMessage(pair.after, [&](const Message& item) { names.insert(item.NestedName()); });
  schema::ForEachMessage(pair.before, [&](const Message& item) {
    const std::string nested_name = item.NestedName();
    if (names.contains(nested_name)) return;
    Report(pair, "message", nested_name, item.full_name, Remains(pair.after, nested_name),
           item.span, MoveNotes(context.comparison.FindMove(item)), reporter);
  });
}

void CheckEnums(const RuleContext& context, const FilePair& pair, Reporter& reporter) {
  std::set<std::string> names;
  schema::ForEachEnum(pair.after, [&](const Enum& item) { names.insert(item.NestedName()); });
  schema::ForEachEnum(pair.before, [&](const Enum& item) {
    const std::string nested_name = item.NestedName();
    if (names.contains(nested_name)) return;
    Report(pair, "enum", nested_name, item.full_name, Remains(pair.after, nested_name), item.span,
           MoveNotes(context.comparison.FindMove(item)), reporter);
  });
}

void CheckExtensions(const RuleContext& /*context*/, const FilePair& pair, Reporter& reporter) {
  std::set<std::string> names;
  schema::ForEachExtension(pair.after, [&](const Field& item) { names.insert(NestedName(item)); });
  schema::ForEachExtension(pair.before, [&](const Field& item) {
    const std::string nested_name = NestedName(item);
    if (names.contains(nested_name)) return;
    Report(pair, "extension", nested_name, item.FullName(), Remains(pair.after, nested_name),
           item.span, {}, reporter);
  });
}

void CheckServices(const RuleContext& context, const FilePair& pair, Reporter& reporter) {
  std::set<std::string_view> names;
  for (const Service& item : pair.after.services) names.insert(item.name);
  for (const Service& item : pair.before.services) {
    if (names.contains(item.name)) continue;
    std::vector<std::string> notes;
    const Service* elsewhere = context.comparison.after().FindService(item.full_name);
    if (elsewhere != nullptr) {
      notes.push_back(
          fmt::format("It moved to {}. Clients on the wire do not notice; code generated "
                      "per file does.",
                      elsewhere->file->display_path));
    }
    Report(pair, "service", item.name, item.full_name, AtFile(&pair.after), item.span,
           std::move(notes), reporter);
  }
}

constexpr std::string_view kSource = "https://protobuf.dev/best-practices/dos-donts/";

constexpr std::array<Rule, 4> kRules = {{
    {.id = "ENUM_NO_DELETE",
     .categories = kFile | kCsr,
     .severity = Severity::kHigh,
     .title = "Enums are not deleted from a file",
     .impact = "Code generated from the file loses the type: everything that names the enum stops "
               "compiling, in C++ and Python even when it only moved to another file.",
     .remedy = "Keep the enum where it is and mark it `deprecated`. To move it, let the old file "
               "`import public` the new one.",
     .source = kSource,
     .check = CheckEnums,
     .change = ChangeKind::kRemoved,
     .repair = Repair::kRestore},
    {.id = "EXTENSION_NO_DELETE",
     .categories = kFile,
     .severity = Severity::kHigh,
     .title = "Extensions are not deleted from a file",
     .impact =
         "Code that reads or sets the extension stops compiling. Data that carries it is kept "
         "as unknown fields and nobody can read it any more.",
     .remedy = "Keep the extension and mark it `deprecated`; never give its number to another one.",
     .source = kSource,
     .check = CheckExtensions,
     .categories_v1 = 0,
     .change = ChangeKind::kRemoved},
    {.id = "MESSAGE_NO_DELETE",
     .categories = kFile | kCsr,
     .severity = Severity::kHigh,
     .title = "Messages are not deleted from a file",
     .impact =
         "Code generated from the file loses the type: everything that names the message stops "
         "compiling, and google.protobuf.Any values of this type can no longer be unpacked.",
     .remedy = "Keep the message and mark it `deprecated`. To move it, let the old file `import "
               "public` the new one.",
     .source = kSource,
     .check = CheckMessages,
     .change = ChangeKind::kRemoved,
     .repair = Repair::kRestore},
    {.id = "SERVICE_NO_DELETE",
     .categories = kFile,
     .severity = Severity::kCritical,
     .title = "Services are not deleted from a file",
     .impact = "Clients that call any method of the service get UNIMPLEMENTED, and code that uses "
               "the generated stubs stops compiling.",
     .remedy = "Keep the service and mark it `deprecated` until traffic to it has ended.",
     .source = kSource,
     .check = CheckServices,
     .change = ChangeKind::kRemoved,
     .repair = Repair::kRestore},
}};

}  // namespace

std::span<const Rule> FileDeletionRules() { return kRules; }

}  // namespace protowarden::rules
