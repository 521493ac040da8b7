// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/unknown_field_set.h>
#include <google/protobuf/util/json_util.h>
#include <zlib.h>

#include <set>

#include "analyzer/base/text.h"
#include "analyzer/load/builtin_protos.h"
#include "analyzer/load/descriptor_converter.h"
#include "analyzer/load/image_json.h"
#include "analyzer/load/library_log.h"
#include "analyzer/load/loader.h"
#include "analyzer/load/wire_fields.h"

namespace protowarden::load {
namespace {

using google::protobuf::FileDescriptorProto;
using google::protobuf::FileDescriptorSet;
using google::protobuf::UnknownFieldSet;

// libprotobuf's GzipInputStream takes a cut stream for a complete one, zlib does not.
class Inflater {
 public:
  // 16 more than the window's size: with a gzip header and checksum.
  Inflater() { ready_ = inflateInit2(&stream_, 16 + MAX_WBITS) == Z_OK; }
  ~Inflater() {
    if (ready_) inflateEnd(&stream_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  // Decompresses up to `limit` bytes and one; false when the stream is damaged or cut.
  bool Run(std::string_view bytes, size_t limit, std::string& plain) {
    static constexpr size_t kBuffer = size_t{64} << 10U;
    std::string buffer(kBuffer, '\0');
    // zlib does not write through next_in.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    int status = ready_ ? Z_OK : Z_MEM_ERROR;
    while (status == Z_OK && plain.size() <= limit) {
      stream_.next_out = reinterpret_cast<Bytef*>(buffer.data());
      stream_.avail_out = static_cast<uInt>(buffer.size());
      status = inflate(&stream_, Z_NO_FLUSH);
      plain.append(buffer, 0, buffer.size() - stream_.avail_out);
    }
    return status == Z_STREAM_END || plain.size() > limit;
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
};

Result<std::string> Gunzip(std::string_view bytes, const std::string& name) {
  std::string plain;
  if (!Inflater().Run(bytes, kMaxImageSize, plain)) {
    return AnalysisError(
        fmt::format("{} is not a complete gzip file. Write it again.", Printable(name)));
  }
  if (plain.size() > kMaxImageSize) {
    return AnalysisError(fmt::format("{} is larger than {} bytes when decompressed.",
                                     Printable(name), kMaxImageSize));
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

Error Incomplete(const std::string& name, size_t complete_files) {
  return AnalysisError(fmt::format(
      "{} is not a complete FileDescriptorSet or buf image: it ends or is damaged after "
      "{}. Write it again with `protoc --include_imports --include_source_info -o FILE` "
      "or `buf build -o FILE`.",
      Printable(name), Count(complete_files, "file")));
}

// Takes each file of an image in turn.
class ImageReader {
 public:
  explicit ImageReader(const std::string& name) : name_(name) {}

  Status ReadJson(std::string_view bytes) {
    google::protobuf::util::JsonParseOptions options;
    options.ignore_unknown_fields = true;  // read by AddJsonExtensions
    FileDescriptorSet set;
    const auto status = google::protobuf::util::JsonStringToMessage(
        google::protobuf::StringPiece(bytes.data(), bytes.size()), &set, options);
    if (!status.ok()) {
      return AnalysisError(
          fmt::format("{} is not a complete descriptor set in JSON: {}. Write it "
                      "again.",
                      Printable(name_), Printable(std::string(status.message()))));
    }
    AddJsonExtensions(bytes, set);
    for (const FileDescriptorProto& proto : set.file()) {
      Status added = Add(proto);
      if (!added.ok()) return added;
    }
    return Ok();
  }

  // One file at a time, so that memory holds one descriptor only.
  Status ReadBinary(std::string_view bytes) {
    Status added = Ok();
    const bool complete = ForEachField(bytes, [&](int number, std::string_view field) {
      if (number != FileDescriptorSet::kFileFieldNumber) return true;
      FileDescriptorProto proto;
      // Required fields occur in uninterpreted options only, which may be read without.
      if (!proto.ParsePartialFromArray(field.data(), static_cast<int>(field.size()))) return false;
      added = Add(proto);
      return added.ok();
    });
    if (!added.ok()) return added;
    return complete ? Ok() : Incomplete(name_, files_.size());
  }

  Result<std::vector<std::unique_ptr<schema::File>>> Take() {
    // What a failed build leaves behind must not pass for a schema without files.
    if (files_.empty()) return Incomplete(name_, 0);
    return std::move(files_);
  }

 private:
  Status Add(const FileDescriptorProto& proto) {
    if (!seen_.insert(proto.name()).second) {
      return AnalysisError(fmt::format("{} holds the file {} twice. Write it again.",
                                       Printable(name_), Quote(proto.name())));
    }
    auto file = ConvertFile(
        proto, [](const Span& span) { return span; }, nullptr);
    file->display_path = proto.name();
    file->is_target = !IsImageImport(proto) && !BuiltinProto(proto.name()).has_value();
    files_.push_back(std::move(file));
    return Ok();
  }

  const std::string& name_;
  std::set<std::string> seen_;
  std::vector<std::unique_ptr<schema::File>> files_;
};

}  // namespace

Result<std::vector<std::unique_ptr<schema::File>>> ReadImage(std::string_view bytes,
                                                             const std::string& name) {
  if (bytes.size() > kMaxImageSize) {
    return AnalysisError(
        fmt::format("{} is larger than {} bytes.", Printable(name), kMaxImageSize));
  }
  std::string plain;
  if (bytes.substr(0, 2) == "\x1F\x8B") {
    Result<std::string> decompressed = Gunzip(bytes, name);
    if (!decompressed.ok()) return decompressed.error();
    plain = std::move(decompressed).value();
    bytes = plain;
  }
  SilenceLibrary();
  const bool braced = Trim(bytes.substr(0, 64)).starts_with('{');
  // A binary set starts with a newline and the length of its first file, which may be a brace.
  if (!braced || bytes.starts_with('\n')) {
    ImageReader reader(name);
    const Status read = reader.ReadBinary(bytes);
    if (read.ok()) return reader.Take();
    if (!braced) return read.error();
  }
  ImageReader reader(name);
  const Status read = reader.ReadJson(bytes);
  if (!read.ok()) return read.error();
  return reader.Take();
}

}  // namespace protowarden::load
