// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/io/gzip_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/unknown_field_set.h>
#include <google/protobuf/util/json_util.h>

#include <set>

#include "analyzer/base/text.h"
#include "analyzer/load/builtin_protos.h"
#include "analyzer/load/descriptor_converter.h"
#include "analyzer/load/image_json.h"
#include "analyzer/load/loader.h"

namespace protowarden::load {
namespace {

using google::protobuf::FileDescriptorProto;
using google::protobuf::FileDescriptorSet;
using google::protobuf::UnknownFieldSet;

Result<std::string> Gunzip(std::string_view bytes, const std::string& name) {
  google::protobuf::io::ArrayInputStream compressed(bytes.data(), static_cast<int>(bytes.size()));
  google::protobuf::io::GzipInputStream stream(&compressed);
  std::string plain;
  const void* data = nullptr;
  int size = 0;
  while (stream.Next(&data, &size)) {
    plain.append(static_cast<const char*>(data), static_cast<size_t>(size));
    if (plain.size() > kMaxImageSize) {
      return AnalysisError(
          fmt::format("{} is larger than {} bytes when decompressed.", name, kMaxImageSize));
    }
  }
  if (stream.ZlibErrorCode() < 0) {
    return AnalysisError(
        fmt::format("{} is not a complete gzip file. Write it again.", Printable(name)));
  }
  return plain;
}

// buf.alpha.image.v1.ImageFile extends FileDescriptorProto by field 8042 {bool is_import = 1}.
// Source: https://buf.build/docs/reference/images/
bool IsImageImport(const FileDescriptorProto& proto) {
  static constexpr int kBufExtension = 8042;
  const UnknownFieldSet& fields = proto.GetReflection()->GetUnknownFields(proto);
  for (int i = 0; i < fields.field_count(); ++i) {
    const auto& field = fields.field(i);
    UnknownFieldSet extension;
    if (field.number() != kBufExtension ||
        field.type() != google::protobuf::UnknownField::TYPE_LENGTH_DELIMITED ||
        !extension.ParseFromString(field.length_delimited())) {
      continue;
    }
    for (int j = 0; j < extension.field_count(); ++j) {
      const auto& inner = extension.field(j);
      if (inner.number() == 1 && inner.type() == google::protobuf::UnknownField::TYPE_VARINT) {
        return inner.varint() != 0;
      }
    }
  }
  return false;
}

Status ParseSet(std::string_view bytes, const std::string& name, FileDescriptorSet& set) {
  const std::string_view start = Trim(bytes.substr(0, 64));
  // The first bytes of a binary set are a newline and the length of its first file, which may be a
  // brace.
  const bool binary =
      bytes.starts_with('\n') && set.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  if (binary) return Ok();
  if (!start.empty() && start.front() == '{') {
    google::protobuf::util::JsonParseOptions options;
    options.ignore_unknown_fields = true;  // read below
    const auto status = google::protobuf::util::JsonStringToMessage(
        google::protobuf::StringPiece(bytes.data(), bytes.size()), &set, options);
    if (status.ok()) {
      AddJsonExtensions(bytes, set);
      return Ok();
    }
    return AnalysisError(fmt::format("{} is not a descriptor set in JSON: {}.", Printable(name),
                                     Printable(std::string(status.message()))));
  }
  if (set.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return Ok();
  return AnalysisError(
      fmt::format("{} is not a complete FileDescriptorSet or buf image. Write it again with "
                  "`protoc --include_imports --include_source_info -o FILE` or `buf build -o "
                  "FILE`.",
                  Printable(name)));
}

}  // namespace

Result<std::vector<std::unique_ptr<schema::File>>> ReadImage(std::string_view bytes,
                                                             const std::string& name) {
  if (bytes.size() > kMaxImageSize) {
    return AnalysisError(fmt::format("{} is larger than {} bytes.", name, kMaxImageSize));
  }
  std::string plain;
  if (bytes.substr(0, 2) == "\x1F\x8B") {
    Result<std::string> decompressed = Gunzip(bytes, name);
    if (!decompressed.ok()) return decompressed.error();
    plain = std::move(decompressed).value();
    bytes = plain;
  }
  FileDescriptorSet set;
  const Status parsed = ParseSet(bytes, name, set);
  if (!parsed.ok()) return parsed.error();
  std::vector<std::unique_ptr<schema::File>> files;
  std::set<std::string> seen;
  for (const FileDescriptorProto& proto : set.file()) {
    if (!seen.insert(proto.name()).second) {
      return AnalysisError(fmt::format("{} holds the file {} twice. Write it again.",
                                       Printable(name), Quote(proto.name())));
    }
    auto file = ConvertFile(
        proto, [](const Span& span) { return span; }, nullptr);
    file->display_path = proto.name();
    file->is_target = !IsImageImport(proto) && !BuiltinProto(proto.name()).has_value();
    files.push_back(std::move(file));
  }
  return files;
}

}  // namespace protowarden::load
