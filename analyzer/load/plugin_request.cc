// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/plugin_request.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.pb.h>

#include <map>

#include "analyzer/base/text.h"
#include "analyzer/load/builtin_protos.h"
#include "analyzer/load/descriptor_converter.h"
#include "analyzer/load/library_log.h"
#include "analyzer/load/wire_fields.h"

namespace protowarden::load {
namespace {

using google::protobuf::FileDescriptorProto;

// Fields of CodeGeneratorRequest.
constexpr int kFileToGenerate = 1;
constexpr int kParameter = 2;
constexpr int kProtoFile = 15;
constexpr int kSourceFileDescriptors = 17;

Error Incomplete() {
  return AnalysisError(
      "Standard input is not a complete CodeGeneratorRequest. This program is started by protoc or "
      "buf: protoc --protowarden_out=DIR FILE.proto");
}

// The name of an encoded file; empty when it has none.
std::string_view NameOf(std::string_view descriptor) {
  std::string_view name;
  const bool complete = ForEachField(descriptor, [&](int number, std::string_view bytes) {
    if (number == FileDescriptorProto::kNameFieldNumber) name = bytes;
    return true;
  });
  return complete ? name : std::string_view();
}

}  // namespace

Result<PluginRequest> ReadPluginRequest(std::string_view bytes) {
  SilenceLibrary();
  PluginRequest request;
  std::vector<std::string_view> sources;
  const bool complete = ForEachField(bytes, [&](int number, std::string_view field) {
    if (number == kFileToGenerate) request.targets.emplace(field);
    if (number == kParameter) request.parameter = field;
    if (number == kProtoFile) request.descriptors.push_back(field);
    if (number == kSourceFileDescriptors) sources.push_back(field);
    return true;
  });
  if (!complete || request.targets.empty()) return Incomplete();
  std::map<std::string_view, size_t> slots;
  for (size_t i = 0; i < request.descriptors.size(); ++i) {
    const std::string_view name = NameOf(request.descriptors[i]);
    if (name.empty() || !slots.emplace(name, i).second) return Incomplete();
  }
  for (const std::string_view source : sources) {
    const auto slot = slots.find(NameOf(source));
    if (slot == slots.end()) return Incomplete();
    request.descriptors[slot->second] = source;
  }
  for (const std::string& target : request.targets) {
    if (!slots.contains(target)) return Incomplete();
  }
  return request;
}

Result<std::vector<std::unique_ptr<schema::File>>> ReadFiles(const PluginRequest& request) {
  std::vector<std::unique_ptr<schema::File>> files;
  files.reserve(request.descriptors.size());
  for (const std::string_view descriptor : request.descriptors) {
    FileDescriptorProto proto;
    if (!proto.ParsePartialFromArray(descriptor.data(), static_cast<int>(descriptor.size()))) {
      return Incomplete();
    }
    files.push_back(ConvertFile(
        proto, [](const Span& span) { return span; }, nullptr));
    schema::File& file = *files.back();
    file.display_path = proto.name();
    file.is_target =
        request.targets.contains(proto.name()) && !BuiltinProto(proto.name()).has_value();
  }
  return files;
}

}  // namespace protowarden::load
