// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/header_reader.h"

#include "analyzer/io/tree_support.h"

namespace protowarden::load {
namespace {

// With more search terms than this it is cheaper to look at every file.
constexpr size_t kMaxWords = 200;

}  // namespace

std::string BaseName(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

std::vector<std::string> ImportWords(const std::string& path) {
  // `_service.proto` is no `service.proto`.
  const std::string name = BaseName(path);
  return {"/" + name, "\"" + name, "'" + name};
}

Result<std::vector<std::string>> FilesWithAny(io::FileTree& tree, const Workspace& workspace,
                                              const std::vector<std::string>& words,
                                              const std::string& folder) {
  if (words.size() <= kMaxWords) return tree.FilesContaining(words, folder);
  std::vector<std::string> all;
  for (const SourceFile& file : workspace.files()) {
    if (io::IsProtoBelow(file.tree_path, folder)) all.push_back(file.tree_path);
  }
  return all;
}

HeaderReader::HeaderReader(io::FileTree& tree, const Workspace& workspace)
    : tree_(tree), workspace_(workspace) {}

std::vector<std::pair<const SourceFile*, Header>> HeaderReader::Read(
    const std::vector<std::string>& paths, const std::set<std::string>& except) {
  std::vector<std::string> wanted;
  std::vector<const SourceFile*> files;
  for (const std::string& path : paths) {
    const SourceFile* found = workspace_.FindInTree(path);
    if (found == nullptr || found->module == SourceFile::kNoModule) continue;
    if (except.contains(found->identity)) continue;
    if (!seen_.insert(path).second) continue;
    wanted.push_back(path);
    files.push_back(found);
  }
  std::vector<std::pair<const SourceFile*, Header>> headers;
  const auto texts = tree_.Read(wanted);
  for (size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].ok()) headers.emplace_back(files[i], ScanHeader(*texts[i]));
  }
  return headers;
}

}  // namespace protowarden::load
