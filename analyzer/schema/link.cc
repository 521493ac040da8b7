// SPDX-License-Identifier: Apache-2.0
#include "analyzer/schema/link.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <set>
#include <unordered_set>
#include <utility>

#include "analyzer/base/parallel.h"
#include "analyzer/base/text.h"
#include "analyzer/schema/symbol_table.h"

namespace protowarden::schema {
namespace {

// Up to so many fields, searching one by one is as quick as an index.
constexpr size_t kManyFields = 16;
// A longer chain of imports is shown without its middle.
constexpr size_t kMaxShownChain = 8;

// "a -> b -> c", the middle left out of a long one.
std::string ShowChain(const std::vector<std::string_view>& files) {
  if (files.size() <= kMaxShownChain) return fmt::format("{}", fmt::join(files, " -> "));
  return fmt::format("{} -> ({} more) -> {}",
                     fmt::join(files.begin(), files.begin() + kMaxShownChain - 2, " -> "),
                     files.size() - kMaxShownChain + 1, files.back());
}

}  // namespace

// Friend of Schema. One instance links one side.
class Linker {
 public:
  Linker(std::vector<std::unique_ptr<File>> files, const LinkInputs& inputs) : inputs_(inputs) {
    schema_.files_ = std::move(files);
  }

  LinkResult Run();

 private:
  // Where a reference stands: the file, what it sees and the scope to start from.
  struct Place {
    const File* file;
    const Visibility* visible;
    std::string_view scope;
  };

  void ResolveImports();
  void FindCycles();
  void AddPublicImports(const File* file, Visibility& visible) const;

  void Adopt(File& file);
  void AdoptMessage(Message& message, const File& file, const Message* parent,
                    const std::string& scope, const Features& features);
  void AdoptEnum(Enum& item, const File& file, const Message* parent, const std::string& scope,
                 const Features& features);
  void AdoptField(Field& field, const File& file, const Message* parent, const Features& features);
  void Declare(const std::string& full_name, Symbol symbol);
  void ReportDuplicates();

  void ResolveFile(File& file);
  void ResolveMessage(Message& message, const Place& place);
  void ResolveField(Field& field, const Place& place);
  void ResolveServices(File& file, const Place& place);
  const Message* ResolveMessageName(std::string& name, const Span& span, const Place& place);
  const Symbol* Resolve(std::string& name, const Span& span, const Place& place);

  void IndexExtensions();
  void FinishOptions(File& file);
  void FinishMessageOptions(Message& message, const Place& place);
  void FinishFieldOptions(Field& field, const Place& place);
  void FinishEnumOptions(Enum& item, const Place& place);
  void Finish(OptionSet& options, std::string& unknown, std::string_view options_type,
              const Place& place);
  bool Canonicalize(Option& option, const Place& place) const;

  void Report(const File& file, const Span& span, std::string message) {
    const std::lock_guard lock(reporting_);
    diagnostics_.Add({file.display_path, span.line, span.column, std::move(message)});
  }

  const LinkInputs& inputs_;
  Schema schema_;
  SymbolTable symbols_;
  std::set<std::string> repeated_;  // full names that are declared more than once
  std::unordered_map<const File*, Visibility> visible_;
  // Files that miss an import: names in them may be unknown without being wrong.
  std::unordered_set<const File*> incomplete_;
  std::mutex reporting_;  // files are resolved at the same time
  DiagnosticList diagnostics_;
  std::set<std::string> unresolved_imports_;
};

LinkResult Linker::Run() {
  auto& files = schema_.files_;
  std::sort(files.begin(), files.end(),
            [](const auto& a, const auto& b) { return a->path < b->path; });
  for (const auto& file : files) schema_.by_path_.emplace(file->path, file.get());
  ResolveImports();
  FindCycles();
  for (const auto& file : files) Adopt(*file);
  ReportDuplicates();
  ParallelFor(files.size(), inputs_.jobs, [&](size_t i) { ResolveFile(*files[i]); });
  IndexExtensions();
  ParallelFor(files.size(), inputs_.jobs, [&](size_t i) { FinishOptions(*files[i]); });

  std::set<std::string> packages;
  for (const auto& file : files) packages.insert(file->package);
  schema_.packages_.assign(packages.begin(), packages.end());
  return {std::move(schema_),
          diagnostics_.Take(),
          {unresolved_imports_.begin(), unresolved_imports_.end()}};
}

void Linker::ResolveImports() {
  for (const auto& file : schema_.files_) {
    for (Import& import : file->imports) {
      const auto found = schema_.by_path_.find(inputs_.resolve_import(*file, import));
      if (found == schema_.by_path_.end()) {
        unresolved_imports_.insert(import.path);
        incomplete_.insert(file.get());
      } else if (found->second == file.get()) {
        Report(*file, import.span, "The file imports itself. Remove this import.");
      } else {
        import.file = found->second;
      }
    }
  }
  for (const auto& file : schema_.files_) {
    Visibility& visible = visible_[file.get()];
    visible.Add(file.get());
    for (const Import& import : file->imports) {
      if (import.file != nullptr && !visible.Sees(import.file)) {
        visible.Add(import.file);
        AddPublicImports(import.file, visible);
      }
    }
  }
  // A gap behind an imported file's public imports is a gap for its importers too.
  std::unordered_set<const File*> affected;
  for (const auto& [file, visible] : visible_) {
    if (visible.SeesAny(incomplete_)) affected.insert(file);
  }
  incomplete_.merge(affected);
}

void Linker::AddPublicImports(const File* file, Visibility& visible) const {
  std::vector<const File*> pending{file};
  while (!pending.empty()) {
    const File* next = pending.back();
    pending.pop_back();
    for (const Import& import : next->imports) {
      if (!import.is_public || import.file == nullptr || visible.Sees(import.file)) continue;
      visible.Add(import.file);
      pending.push_back(import.file);
    }
  }
}

void Linker::FindCycles() {
  enum class Mark : uint8_t { kNew, kOpen, kDone };
  std::unordered_map<const File*, Mark> marks;
  struct Frame {
    const File* file;
    size_t next = 0;
  };
  for (const auto& start : schema_.files_) {
    if (marks[start.get()] != Mark::kNew) continue;
    std::vector<Frame> stack{{start.get()}};
    marks[start.get()] = Mark::kOpen;
    while (!stack.empty()) {
      Frame& frame = stack.back();
      if (frame.next == frame.file->imports.size()) {
        marks[frame.file] = Mark::kDone;
        stack.pop_back();
        continue;
      }
      const Import& import = frame.file->imports[frame.next++];
      if (import.file == nullptr) continue;
      Mark& mark = marks[import.file];
      if (mark == Mark::kOpen) {
        if (diagnostics_.IsFull(frame.file->display_path)) continue;
        size_t first = stack.size() - 1;
        while (stack[first].file != import.file) --first;
        std::vector<std::string_view> chain;
        for (size_t i = first; i < stack.size(); ++i) chain.push_back(stack[i].file->display_path);
        chain.push_back(import.file->display_path);
        Report(*frame.file, import.span,
               fmt::format("Import cycle: {}. Move what these files share into a file of its own.",
                           ShowChain(chain)));
      } else if (mark == Mark::kNew) {
        mark = Mark::kOpen;
        stack.push_back({import.file});
      }
    }
  }
}

void Linker::Declare(const std::string& full_name, Symbol symbol) {
  if (symbols_.Add(full_name, symbol) > 1) repeated_.insert(full_name);
}

void Linker::ReportDuplicates() {
  std::vector<std::pair<const std::string*, const Symbol*>> declared;
  for (const std::string& name : repeated_) {
    for (const Symbol& symbol : *symbols_.Declarations(name)) declared.emplace_back(&name, &symbol);
  }
  // Of many in one file the first are reported.
  std::sort(declared.begin(), declared.end(), [](const auto& a, const auto& b) {
    return std::pair(std::string_view(a.second->file->path), a.second->span) <
           std::pair(std::string_view(b.second->file->path), b.second->span);
  });
  for (const auto& [name, declaration] : declared) {
    const Symbol& symbol = *declaration;
    for (const Symbol& other : *symbols_.Declarations(*name)) {
      if (other.file == symbol.file && other.span >= symbol.span) continue;
      if (!visible_[symbol.file].Sees(other.file)) continue;
      Report(
          *symbol.file, symbol.span,
          fmt::format("{} is declared twice; the other declaration is at {}:{}:{}. Rename or "
                      "remove one of them.",
                      Quote(*name), other.file->display_path, other.span.line, other.span.column));
      break;
    }
  }
}

void Linker::Adopt(File& file) {
  file.features = MergeFeatures(DefaultFeatures(file.edition), file.options);
  for (Message& message : file.messages) {
    AdoptMessage(message, file, nullptr, file.package, file.features);
  }
  for (Enum& item : file.enums) AdoptEnum(item, file, nullptr, file.package, file.features);
  for (Field& field : file.extensions) AdoptField(field, file, nullptr, file.features);
  for (Service& service : file.services) {
    service.file = &file;
    service.full_name = file.package.empty() ? service.name : file.package + "." + service.name;
    service.features = MergeFeatures(file.features, service.options);
    for (Method& method : service.methods) method.parent = &service;
    Declare(service.full_name, {&file, nullptr, nullptr, nullptr, service.name_span});
    schema_.services_.emplace(service.full_name, &service);
  }
}

void Linker::AdoptMessage(Message& message, const File& file, const Message* parent,
                          const std::string& scope, const Features& features) {
  message.file = &file;
  message.parent = parent;
  message.full_name = scope.empty() ? message.name : scope + "." + message.name;
  message.features = MergeFeatures(features, message.options);
  if (message.fields.size() > kManyFields) message.field_index.Build(message.fields);
  message.reserved.Build(message.reserved_ranges, message.reserved_names);
  std::vector<Features> oneof_features;
  for (Oneof& oneof : message.oneofs) {
    oneof.parent = &message;
    oneof_features.push_back(MergeFeatures(message.features, oneof.options));
  }
  for (Field& field : message.fields) {
    const auto index = static_cast<size_t>(field.oneof_index);
    const bool in_oneof = field.oneof_index >= 0 && index < message.oneofs.size();
    AdoptField(field, file, &message, in_oneof ? oneof_features[index] : message.features);
    if (!in_oneof) continue;
    if (field.proto3_optional) {
      message.oneofs[index].synthetic = true;
    } else {
      field.oneof = &message.oneofs[index];
    }
  }
  for (Field& field : message.extensions) AdoptField(field, file, &message, message.features);
  Declare(message.full_name, {&file, &message, nullptr, nullptr, message.name_span});
  schema_.messages_.emplace(message.full_name, &message);
  for (Message& nested : message.messages) {
    AdoptMessage(nested, file, &message, message.full_name, message.features);
  }
  for (Enum& item : message.enums) {
    AdoptEnum(item, file, &message, message.full_name, message.features);
  }
}

void Linker::AdoptEnum(Enum& item, const File& file, const Message* parent,
                       const std::string& scope, const Features& features) {
  item.file = &file;
  item.parent = parent;
  item.full_name = scope.empty() ? item.name : scope + "." + item.name;
  item.features = MergeFeatures(features, item.options);
  item.reserved.Build(item.reserved_ranges, item.reserved_names);
  for (EnumValue& value : item.values) value.parent = &item;
  Declare(item.full_name, {&file, nullptr, &item, nullptr, item.name_span});
  schema_.enums_.emplace(item.full_name, &item);
}

void Linker::AdoptField(Field& field, const File& file, const Message* parent,
                        const Features& features) {
  field.file = &file;
  field.parent = parent;
  field.features = MergeFeatures(features, field.options);
  if (field.proto3_optional) field.features.field_presence = FieldPresence::kExplicit;
  if (!field.extendee.empty()) {
    Declare(field.FullName(), {&file, nullptr, nullptr, &field, field.name_span});
  }
}

const Symbol* Linker::Resolve(std::string& name, const Span& span, const Place& place) {
  const Symbol* symbol =
      symbols_.Lookup(name, place.scope, *place.visible, SymbolTable::Want::kType);
  if (symbol != nullptr) {
    name = symbol->message != nullptr ? symbol->message->full_name : symbol->enumeration->full_name;
    return symbol;
  }
  if (place.file->is_target && !incomplete_.contains(place.file)) {
    Report(*place.file, span,
           fmt::format("{} is not defined. Declare it or import the file that does.", Quote(name)));
  }
  if (!name.empty() && name.front() == '.') name.erase(0, 1);
  return nullptr;
}

const Message* Linker::ResolveMessageName(std::string& name, const Span& span, const Place& place) {
  const Symbol* symbol = Resolve(name, span, place);
  return symbol == nullptr ? nullptr : symbol->message;
}

void Linker::ResolveFile(File& file) {
  const Place place{&file, &visible_.at(&file), file.package};
  for (Message& message : file.messages) ResolveMessage(message, place);
  for (Field& field : file.extensions) ResolveField(field, place);
  ResolveServices(file, place);
}

void Linker::ResolveMessage(Message& message, const Place& place) {
  const Place inside{place.file, place.visible, message.full_name};
  for (Field& field : message.fields) ResolveField(field, inside);
  for (Field& field : message.extensions) ResolveField(field, inside);
  for (Message& nested : message.messages) ResolveMessage(nested, inside);
}

void Linker::ResolveField(Field& field, const Place& place) {
  if (!field.extendee.empty()) {
    ResolveMessageName(field.extendee, field.span, place);
  }
  if (field.type_name.empty()) return;
  const Symbol* symbol =
      Resolve(field.type_name, field.type_span.known() ? field.type_span : field.span, place);
  if (symbol != nullptr && symbol->enumeration != nullptr) {
    field.kind = Kind::kEnum;
    field.enum_type = symbol->enumeration;
    return;
  }
  if (symbol != nullptr) {
    field.message_type = symbol->message;
  } else if (field.kind != Kind::kMessage) {
    return;  // a descriptor set knows what it is all the same
  }
  if (field.kind == Kind::kGroup) return;
  // Maps are always length-prefixed, whatever the file's default encoding is.
  const bool map = (symbol != nullptr && symbol->message->is_map_entry) ||
                   (field.parent != nullptr && field.parent->is_map_entry);
  const bool delimited = field.features.message_encoding == MessageEncoding::kDelimited;
  field.kind = delimited && !map ? Kind::kGroup : Kind::kMessage;
}

void Linker::ResolveServices(File& file, const Place& place) {
  for (Service& service : file.services) {
    const Place inside{place.file, place.visible, service.full_name};
    for (Method& method : service.methods) {
      method.input = ResolveMessageName(method.input_type, method.input_span, inside);
      method.output = ResolveMessageName(method.output_type, method.output_span, inside);
    }
  }
}

void Linker::IndexExtensions() {
  for (const auto& file : schema_.files_) {
    ForEachExtension(*file, [&](const Field& field) {
      schema_.extensions_.emplace(std::pair{std::string_view(field.extendee), field.number},
                                  &field);
      schema_.extensions_by_name_.emplace(field.FullName(), &field);
    });
  }
}

void Linker::FinishOptions(File& file) {
  const Place place{&file, &visible_.at(&file), file.package};
  Finish(file.options, file.unknown_options, "google.protobuf.FileOptions", place);
  for (Message& message : file.messages) FinishMessageOptions(message, place);
  for (Enum& item : file.enums) FinishEnumOptions(item, place);
  for (Field& field : file.extensions) FinishFieldOptions(field, place);
  for (Service& service : file.services) {
    Finish(service.options, service.unknown_options, "google.protobuf.ServiceOptions", place);
    const Place inside{place.file, place.visible, service.full_name};
    for (Method& method : service.methods) {
      Finish(method.options, method.unknown_options, "google.protobuf.MethodOptions", inside);
    }
  }
}

void Linker::FinishMessageOptions(Message& message, const Place& place) {
  Finish(message.options, message.unknown_options, "google.protobuf.MessageOptions", place);
  const Place inside{place.file, place.visible, message.full_name};
  for (Field& field : message.fields) FinishFieldOptions(field, inside);
  for (Field& field : message.extensions) FinishFieldOptions(field, inside);
  for (Oneof& oneof : message.oneofs) {
    Finish(oneof.options, oneof.unknown_options, "google.protobuf.OneofOptions", inside);
  }
  for (Enum& item : message.enums) FinishEnumOptions(item, inside);
  for (Message& nested : message.messages) FinishMessageOptions(nested, inside);
}

void Linker::FinishFieldOptions(Field& field, const Place& place) {
  Finish(field.options, field.unknown_options, "google.protobuf.FieldOptions", place);
}

void Linker::FinishEnumOptions(Enum& item, const Place& place) {
  Finish(item.options, item.unknown_options, "google.protobuf.EnumOptions", place);
  const Place inside{place.file, place.visible, item.full_name};
  for (EnumValue& value : item.values) {
    Finish(value.options, value.unknown_options, "google.protobuf.EnumValueOptions", inside);
  }
}

void Linker::Finish(OptionSet& options, std::string& unknown, std::string_view options_type,
                    const Place& place) {
  if (!unknown.empty() && inputs_.decode_options) {
    inputs_.decode_options(schema_, options_type, unknown, options);
    unknown.clear();
  }
  bool renamed = false;
  for (Option& node : options.mutable_nodes()) renamed |= Canonicalize(node, place);
  if (!renamed) return;
  // Two spellings of one name may have become equal: merge again.
  std::vector<Option> nodes = std::move(options.mutable_nodes());
  options.mutable_nodes().clear();
  OptionMerger merger(options);
  for (Option& node : nodes) merger.Add({}, std::move(node));
}

bool Linker::Canonicalize(Option& option, const Place& place) const {
  bool renamed = false;
  if (option.is_extension) {
    const Symbol* symbol =
        symbols_.Lookup(option.name, place.scope, *place.visible, SymbolTable::Want::kExtension);
    std::string full_name = option.name;
    if (symbol != nullptr) {
      full_name = symbol->extension->FullName();
    } else if (!full_name.empty() && full_name.front() == '.') {
      full_name.erase(0, 1);
    }
    renamed = full_name != option.name;
    option.name = std::move(full_name);
  }
  for (Option& child : option.children) renamed |= Canonicalize(child, place);
  return renamed;
}

LinkResult Link(std::vector<std::unique_ptr<File>> files, const LinkInputs& inputs) {
  return Linker(std::move(files), inputs).Run();
}

}  // namespace protowarden::schema
