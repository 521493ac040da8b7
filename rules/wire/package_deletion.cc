// SPDX-License-Identifier: Apache-2.0
//
// Rules about elements that are gone from a package, whichever file of it declared them.
#include <fmt/format.h>

#include <array>
#include <map>
#include <set>

#include "analyzer/base/text.h"
#include "rules/wire/describe.h"
#include "rules/wire/families.h"

namespace protowarden::rules {
namespace {

using namespace category;  // NOLINT(google-build-using-namespace): bit names in rows
using schema::Enum;
using schema::Field;
using schema::File;
using schema::Message;
using schema::Schema;
using schema::Service;

// What a file may declare, to ask whether its package still has any of it.
bool DeclaresMessages(const File& file) { return !file.messages.empty(); }
bool DeclaresAnything(const File&) { return true; }
bool DeclaresEnums(const File& file) {
  bool found = false;
  schema::ForEachEnum(file, [&](const Enum&) { found = true; });
  return found;
}
bool DeclaresExtensions(const File& file) {
  bool found = false;
  schema::ForEachExtension(file, [&](const Field&) { found = true; });
  return found;
}

// Calls visit for each target file of the old side whose package still exists. To buf a package
// exists only as long as it has an element of the kind in question, services excepted.
template <typename Visitor>
void ForEachKeptPackage(const RuleContext& context, bool (*declares)(const File&),
                        const Visitor& visit) {
  const Schema& after = context.comparison.after();
  std::set<std::string_view> with_kind;
  for (const auto& file : after.files()) {
    if (declares(*file)) with_kind.insert(file->package);
  }
  for (const auto& file : context.comparison.before().files()) {
    const bool kept =
        context.buf_profile ? with_kind.contains(file->package) : after.HasPackage(file->package);
    if (file->is_target && kept) visit(*file);
  }
}

// True when the new element lives in the same package, not merely under the same full name.
template <typename T>
bool InPackage(const T* element, const std::string& package) {
  return element != nullptr && element->file->package == package;
}

// The nearest enclosing message that still exists, else the old file if that does, else nothing.
Location Remains(const Schema& after, const File& old_file, const std::string& nested_name) {
  const File* file = after.FindFile(old_file.path);
  if (file == nullptr) return {};
  const Message* enclosing = EnclosingMessage(*file, nested_name);
  return enclosing == nullptr ? AtFile(file) : At(file, enclosing->span);
}

void Report(std::string_view kind, const std::string& nested_name, const std::string& full_name,
            const File& old_file, const Span& before, Location at, std::vector<std::string> notes,
            Reporter& reporter) {
  reporter.Add({.element = full_name,
                .at = std::move(at),
                .against = At(&old_file, before),
                .description = fmt::format("Previously present {} {} was deleted from package {}.",
                                           kind, Quote(nested_name), Quote(old_file.package)),
                .notes = std::move(notes)});
}

void CheckEnums(const RuleContext& context, Reporter& reporter) {
  const Schema& after = context.comparison.after();
  ForEachKeptPackage(context, DeclaresEnums, [&](const File& file) {
    schema::ForEachEnum(file, [&](const Enum& item) {
      if (InPackage(after.FindEnum(item.full_name), file.package)) return;
      const std::string name = item.NestedName();
      Report("enum", name, item.full_name, file, item.span, Remains(after, file, name),
             MoveNotes(context.comparison.FindMove(item)), reporter);
    });
  });
}

void CheckMessages(const RuleContext& context, Reporter& reporter) {
  const Schema& after = context.comparison.after();
  ForEachKeptPackage(context, DeclaresMessages, [&](const File& file) {
    schema::ForEachMessage(file, [&](const Message& item) {
      if (InPackage(after.FindMessage(item.full_name), file.package)) return;
      const std::string name = item.NestedName();
      // The enclosing message counts wherever it is in the package now.
      const File* now = after.FindFile(file.path);
      Location at = now == nullptr ? Location{} : AtFile(now);
      for (const Message* parent = item.parent; now != nullptr && parent != nullptr;
           parent = parent->parent) {
        const Message* kept = after.FindMessage(parent->full_name);
        if (!InPackage(kept, file.package)) continue;
        at = At(kept->file, kept->span);
        break;
      }
      Report("message", name, item.full_name, file, item.span, std::move(at),
             MoveNotes(context.comparison.FindMove(item)), reporter);
    });
  });
}

void CheckExtensions(const RuleContext& context, Reporter& reporter) {
  const Schema& after = context.comparison.after();
  ForEachKeptPackage(context, DeclaresExtensions, [&](const File& file) {
    schema::ForEachExtension(file, [&](const Field& item) {
      const std::string full_name = item.FullName();
      if (InPackage(after.FindExtensionByName(full_name), file.package)) return;
      const std::string name =
          file.package.empty() ? full_name : full_name.substr(file.package.size() + 1);
      Report("extension", name, full_name, file, item.span, Remains(after, file, name), {},
             reporter);
    });
  });
}

void CheckServices(const RuleContext& context, Reporter& reporter) {
  const Schema& after = context.comparison.after();
  ForEachKeptPackage(context, DeclaresAnything, [&](const File& file) {
    for (const Service& item : file.services) {
      if (InPackage(after.FindService(item.full_name), file.package)) continue;
      const File* now = after.FindFile(file.path);
      Report("service", item.name, item.full_name, file, item.span,
             now == nullptr ? Location{} : AtFile(now), {}, reporter);
    }
  });
}

void CheckPackages(const RuleContext& context, Reporter& reporter) {
  // Files are in path order: the first of a package stands for it.
  std::map<std::string, const File*> gone;
  for (const auto& file : context.comparison.before().files()) {
    if (file->is_target && !context.comparison.after().HasPackage(file->package)) {
      gone.emplace(file->package, file.get());
    }
  }
  for (const auto& [package, file] : gone) {
    reporter.Add(
        {.element = package,
         .at = {},
         .against = AtFile(file),
         .description = fmt::format("Previously present package {} was deleted.", Quote(package))});
  }
}

constexpr std::string_view kSource = "https://protobuf.dev/programming-guides/proto3/#packages";

constexpr std::array<Rule, 5> kRules = {{
    {.id = "PACKAGE_ENUM_NO_DELETE",
     .categories = kPackage,
     .severity = Severity::kHigh,
     .title = "Enums are not deleted from a package",
     .impact = "No file of the package declares the enum any more: code that names it stops "
               "compiling, wherever it was imported from.",
     .remedy = "Keep the enum in some file of the package and mark it `deprecated`.",
     .source = kSource,
     .check = CheckEnums,
     .change = ChangeKind::kRemoved},
    {.id = "PACKAGE_EXTENSION_NO_DELETE",
     .categories = kPackage,
     .severity = Severity::kHigh,
     .title = "Extensions are not deleted from a package",
     .impact = "No file of the package declares the extension any more: code that reads or sets it "
               "stops compiling, and data that carries it turns into unknown fields.",
     .remedy = "Keep the extension in some file of the package and mark it `deprecated`.",
     .source = kSource,
     .check = CheckExtensions,
     .categories_v1 = 0,
     .change = ChangeKind::kRemoved},
    {.id = "PACKAGE_MESSAGE_NO_DELETE",
     .categories = kPackage,
     .severity = Severity::kHigh,
     .title = "Messages are not deleted from a package",
     .impact = "No file of the package declares the message any more: code that names it stops "
               "compiling, and google.protobuf.Any values of this type can no longer be unpacked.",
     .remedy = "Keep the message in some file of the package and mark it `deprecated`.",
     .source = kSource,
     .check = CheckMessages,
     .change = ChangeKind::kRemoved},
    {.id = "PACKAGE_NO_DELETE",
     .categories = kPackage,
     .severity = Severity::kCritical,
     .title = "Packages are not deleted",
     .impact = "Every type and service of the package is gone: clients get UNIMPLEMENTED and code "
               "that imports the package stops compiling.",
     .remedy = "Keep the package until nobody uses it. A renamed package is a new API: serve both "
               "for a time.",
     .source = kSource,
     .check = CheckPackages,
     .change = ChangeKind::kRemoved},
    {.id = "PACKAGE_SERVICE_NO_DELETE",
     .categories = kPackage,
     .severity = Severity::kCritical,
     .title = "Services are not deleted from a package",
     .impact = "Clients that call any method of the service get UNIMPLEMENTED, and code that uses "
               "the generated stubs stops compiling.",
     .remedy =
         "Keep the service in some file of the package and mark it `deprecated` until traffic "
         "to it has ended.",
     .source = kSource,
     .check = CheckServices,
     .change = ChangeKind::kRemoved},
}};

}  // namespace

std::span<const Rule> PackageDeletionRules() { return kRules; }

}  // namespace protowarden::rules
