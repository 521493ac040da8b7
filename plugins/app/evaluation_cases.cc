// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/evaluation_cases.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <set>

#include "analyzer/base/hash.h"
#include "analyzer/base/text.h"
#include "analyzer/engine/engine.h"
#include "analyzer/io/tree_support.h"
#include "analyzer/load/workspace.h"
#include "rules/catalogue.h"
#include "rules/pii/scan.h"

namespace protowarden::app {
namespace {

namespace fs = std::filesystem;

constexpr size_t kShownProblems = 5;

// One file by a name of our choice: both sides of a change have to have the same.
class OneFileTree : public io::FileTree {
 public:
  OneFileTree(std::string name, std::string shown, std::string text)
      : text_(std::move(text)), shown_(std::move(shown)) {
    entries_.push_back({std::move(name), GitBlobId(text_)});
  }
  [[nodiscard]] const std::vector<io::TreeEntry>& entries() const override { return entries_; }
  [[nodiscard]] std::vector<Result<std::string>> Read(std::span<const std::string> paths) override {
    std::vector<Result<std::string>> texts;
    for (const std::string& path : paths) {
      texts.push_back(path == entries_.front().path
                          ? Result<std::string>(text_)
                          : Result<std::string>(AnalysisError("There is no such file.")));
    }
    return texts;
  }
  [[nodiscard]] Result<std::vector<std::string>> FilesContaining(
      std::span<const std::string> needles, const std::string& folder) override {
    std::vector<std::string> found;
    const std::string& path = entries_.front().path;
    if (io::IsProtoBelow(path, folder) && io::ContainsAny(text_, needles)) found.push_back(path);
    return found;
  }
  [[nodiscard]] std::string DisplayPath(const std::string& /*path*/) const override {
    return shown_;
  }
  [[nodiscard]] std::string Describe() const override { return "file " + Printable(shown_); }

 private:
  std::string text_;
  std::string shown_;
  std::vector<io::TreeEntry> entries_;
};

// The value, method, oneof or field of that short name in a type.
bool HasMember(const schema::Schema& schema, const std::string& type, std::string_view name) {
  const auto named = [&](const schema::Element& element) { return element.name == name; };
  const auto any = [&](const auto& list) { return std::any_of(list.begin(), list.end(), named); };
  const schema::Message* message = schema.FindMessage(type);
  const schema::Enum* item = schema.FindEnum(type);
  const schema::Service* service = schema.FindService(type);
  return (message != nullptr && (any(message->fields) || any(message->oneofs))) ||
         (item != nullptr && any(item->values)) || (service != nullptr && any(service->methods));
}

bool Has(const schema::Schema& schema, const std::string& element) {
  if (schema.FindMessage(element) != nullptr || schema.FindEnum(element) != nullptr ||
      schema.FindService(element) != nullptr || schema.FindExtensionByName(element) != nullptr) {
    return true;
  }
  const size_t dot = element.rfind('.');
  return dot != std::string::npos &&
         HasMember(schema, element.substr(0, dot), std::string_view(element).substr(dot + 1));
}

class CaseOpener {
 public:
  CaseOpener(const std::vector<LabelledRow>& rows, const CaseOptions& options)
      : rows_(rows), options_(options) {}

  Result<EvaluationCases> Run() {
    std::error_code failure;
    folder_ = fs::canonical(options_.folder, failure);
    if (failure) return UsageError(fmt::format("{} is no folder.", Quote(options_.folder)));
    const Status prepared = MakePolicy();
    if (!prepared.ok()) return prepared.error();
    Group();
    size_t done = 0;
    for (const auto& opened : cases_.cases) {
      if (options_.progress) options_.progress("schemas", done++, cases_.cases.size());
      const LabelledRow& first = rows_[opened->rows.front()];
      const Status read =
          first.IsChange() ? OpenChange(first, *opened) : OpenSchema(first, *opened);
      if (!read.ok()) return read.error();
    }
    std::string contents;
    for (const std::string& line : contents_) contents += line + "\n";
    cases_.schemas_hash = Sha256Hex(contents);
    cases_.notes.insert(cases_.notes.end(), notes_.begin(), notes_.end());
    return std::move(cases_);
  }

 private:
  [[nodiscard]] Error Fail(const LabelledRow& row, const std::string& message) const {
    return UsageError(fmt::format("{}:{}: Row {}: {}", Printable(options_.origin), row.line,
                                  Quote(row.id), message));
  }

  // The rules that `check` runs, those about personal data aside: the classifier is judged itself.
  Status MakePolicy() {
    PolicySpec spec = options_.config.policy;
    if (spec.use.empty()) spec.use = {"FILE"};
    spec.use.emplace_back("SEMANTIC");
    auto policy = Policy::Create(spec, rules::Catalogue());
    if (!policy.ok()) return policy.error();
    policy_ = std::move(policy).value();
    return Ok();
  }

  // Rows about the same schemas are one case.
  void Group() {
    std::map<std::tuple<std::string, std::string, std::string>, EvaluationCase*> by_paths;
    for (size_t i = 0; i < rows_.size(); ++i) {
      const LabelledRow& row = rows_[i];
      EvaluationCase*& known = by_paths[{row.before, row.after, row.schema}];
      if (known == nullptr) {
        known = cases_.cases.emplace_back(std::make_unique<EvaluationCase>()).get();
      }
      known->rows.push_back(i);
      known->elements.push_back(row.element);
    }
  }

  // A path of the set, which links must not lead out of its folder either.
  Result<fs::path> Locate(const LabelledRow& row, const std::string& path) const {
    std::error_code failure;
    fs::path found = fs::canonical(folder_ / path, failure);
    if (failure) return Fail(row, fmt::format("{} does not exist.", Quote(path)));
    const fs::path relative = found.lexically_relative(folder_);
    if (relative.empty() || *relative.begin() == "..") {
      return Fail(row, fmt::format("{} leads out of the folder of the set.", Quote(path)));
    }
    return found;
  }

  Result<std::unique_ptr<io::FileTree>> OpenTree(const LabelledRow& row, const std::string& path,
                                                 const std::string& name) {
    const auto found = Locate(row, path);
    if (!found.ok()) return found.error();
    std::error_code failure;
    const std::string shown = io::ShowPath(*found, found->string());
    if (fs::is_directory(*found, failure)) return io::OpenFolder(shown, options_.jobs);
    if (found->extension() != ".proto") {
      return Fail(row, fmt::format("{} is neither a folder nor a .proto file.", Quote(path)));
    }
    auto text = io::ReadFile(*found);
    if (!text.ok()) return text.error();
    return std::unique_ptr<io::FileTree>(
        std::make_unique<OneFileTree>(name, shown, std::move(text).value()));
  }

  // What the content of a tree is goes into the hash of the set.
  void Record(const std::string& path, const io::FileTree& tree) {
    for (const io::TreeEntry& entry : tree.entries()) {
      if (entry.path.ends_with(".proto")) {
        contents_.insert(fmt::format("{}\t{}\t{}", path, entry.path, entry.content_id));
      }
    }
  }

  // Layout only: which files there are and where imports start from. A folder that has its own
  // configuration is read by it.
  Result<load::Workspace> WorkspaceOf(io::FileTree& tree) const {
    auto layout = load::ReadConfig(tree);
    if (!layout.ok()) return layout.error();
    return load::Workspace(tree.entries(), std::move(layout).value(), {});
  }

  // A set whose schemas cannot be read cannot be evaluated.
  [[nodiscard]] Status Complete(const LabelledRow& row, const load::LoadedPair& loaded) {
    if (loaded.files_total == 0 && loaded.before.files().empty() && loaded.after.files().empty() &&
        loaded.diagnostics.empty()) {
      return Fail(row, "There is no .proto file in what it names.");
    }
    notes_.insert(loaded.notes.begin(), loaded.notes.end());
    if (loaded.diagnostics.empty()) return Ok();
    std::string text =
        fmt::format("{}:{}: The schemas of row {} could not be read:", Printable(options_.origin),
                    row.line, Quote(row.id));
    size_t shown = 0;
    for (const schema::Diagnostic& diagnostic : loaded.diagnostics) {
      if (++shown > kShownProblems) break;
      text += "\n  " + Printable(ToString(diagnostic));
    }
    return AnalysisError(text);
  }

  Status OpenChange(const LabelledRow& first, EvaluationCase& opened) {
    const std::string name = fs::path(first.after).filename().string();
    auto before = OpenTree(first, first.before, name);
    if (!before.ok()) return before.error();
    auto after = OpenTree(first, first.after, name);
    if (!after.ok()) return after.error();
    std::error_code failure;
    if (fs::is_directory(folder_ / first.before, failure) !=
        fs::is_directory(folder_ / first.after, failure)) {
      return Fail(first, "`before` and `after` must both be folders or both be files.");
    }
    Record(first.before, **before);
    Record(first.after, **after);
    auto old_workspace = WorkspaceOf(**before);
    if (!old_workspace.ok()) return old_workspace.error();
    auto new_workspace = WorkspaceOf(**after);
    if (!new_workspace.ok()) return new_workspace.error();
    const load::LoadOptions load_options{.jobs = options_.jobs,
                                         .whole_packages = true,
                                         .importers = load::Importers::kAll,
                                         .everything = true};
    load::Timings timings;
    opened.loaded = load::LoadPair({before->get(), &*old_workspace, {}},
                                   {after->get(), &*new_workspace, {}}, load_options, timings);
    const Status complete = Complete(first, opened.loaded);
    if (!complete.ok()) return complete;
    opened.comparison.emplace(opened.loaded.before, opened.loaded.after);
    const Status known = NameElements(opened);
    if (!known.ok()) return known;
    opened.findings =
        RunRules({*opened.comparison,
                  [this](const std::string& /*path*/) -> const Policy& { return *policy_; },
                  {&*policy_}});
    return Ok();
  }

  // Findings name a field that was renamed as it is called now.
  Status NameElements(EvaluationCase& opened) const {
    const schema::Schema& after = opened.loaded.after;
    std::map<std::string, std::string, std::less<>> renamed;
    for (const auto& pair : opened.comparison->fields()) {
      std::string old_name = pair.before.FullName();
      if (old_name != pair.after.FullName()) {
        renamed.emplace(std::move(old_name), pair.after.FullName());
      }
    }
    for (size_t i = 0; i < opened.rows.size(); ++i) {
      std::string& element = opened.elements[i];
      if (Has(after, element)) continue;
      if (!Has(opened.loaded.before, element)) {
        return Fail(rows_[opened.rows[i]],
                    fmt::format("There is no {}, neither before nor after the change. Write the "
                                "full name, with the package.",
                                Quote(element)));
      }
      const auto found = renamed.find(element);
      if (found != renamed.end()) element = found->second;
    }
    return Ok();
  }

  Status OpenSchema(const LabelledRow& first, EvaluationCase& opened) {
    auto tree = OpenTree(first, first.schema, fs::path(first.schema).filename().string());
    if (!tree.ok()) return tree.error();
    Record(first.schema, **tree);
    auto workspace = WorkspaceOf(**tree);
    if (!workspace.ok()) return workspace.error();
    load::Timings timings;
    load::Loaded all =
        load::LoadAll({tree->get(), &*workspace, {}}, {.jobs = options_.jobs}, timings);
    opened.loaded.after = std::move(all.schema);
    opened.loaded.diagnostics = std::move(all.diagnostics);
    opened.loaded.notes = std::move(all.notes);
    const Status complete = Complete(first, opened.loaded);
    if (!complete.ok()) return complete;
    opened.comparison.emplace(opened.loaded.before, opened.loaded.after);
    return TakeFields(opened);
  }

  Status TakeFields(EvaluationCase& opened) {
    namespace pii = rules::pii;
    const schema::Schema& schema = opened.loaded.after;
    const pii::Policy& policy = options_.pii->policy();
    const schema::Usage usage(schema);
    const pii::Classified classified = pii::Classify(
        policy, schema, usage,
        {.annotations = false, .corrections = &options_.pii->corrections, .jobs = options_.jobs});
    const Inventory inventory = pii::TakeInventory(policy, policy.annotations, schema, classified,
                                                   pii::Extent::kTargets, options_.jobs);
    const InventoryIndex index(inventory);
    for (const size_t row : opened.rows) {
      const FieldRecord* record = index.FindField(rows_[row].element);
      if (record == nullptr) {
        return Fail(rows_[row], fmt::format("There is no field {}. Write the full name, with the "
                                            "package.",
                                            Quote(rows_[row].element)));
      }
      if (record->container) {
        return Fail(rows_[row], fmt::format("{} holds a message. Label the fields of the message.",
                                            Quote(rows_[row].element)));
      }
      if (record->annotation.has_value()) {
        notes_.insert(
            "Fields of the set are annotated with a level. Annotations do not count for the rules, "
            "but the language model sees them.");
      }
      opened.labelled.fields.push_back(*record);
      opened.labelled.fields.back().annotated = false;
    }
    return Ok();
  }

  const std::vector<LabelledRow>& rows_;
  const CaseOptions& options_;
  fs::path folder_;
  std::optional<Policy> policy_;
  EvaluationCases cases_;
  std::set<std::string> contents_;
  std::set<std::string> notes_;
};

}  // namespace

Result<EvaluationCases> OpenCases(const std::vector<LabelledRow>& rows,
                                  const CaseOptions& options) {
  return CaseOpener(rows, options).Run();
}

}  // namespace protowarden::app
