// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <set>

#include "analyzer/base/text.h"
#include "analyzer/mask/mask.h"
#include "analyzer/mask/wire_reader.h"

namespace protowarden::mask {
namespace {

using schema::Field;
using schema::Kind;
using schema::Message;

constexpr std::string_view kAny = "google.protobuf.Any";
constexpr std::string_view kStringValue = "google.protobuf.StringValue";

bool IsWellKnown(const Message& message) {
  return message.file != nullptr && message.file->package == "google.protobuf";
}

class BinaryMasker {
 public:
  BinaryMasker(const schema::Schema& schema, const LevelOf& level_of, const Options& options)
      : schema_(schema), level_of_(level_of), options_(options) {}

  // Reads one message up to the end of the text, or of the group `group`; what may be read goes to
  // `out`. A null message: nothing is known about its fields. False when it is no encoding or too
  // deep.
  bool MaskMessage(WireReader& reader, const Message* message, int32_t group, size_t depth,
                   std::string& out) {
    if (depth > options_.max_depth) return false;
    while (!reader.AtEnd()) {
      WireField wire;
      if (!reader.Next(&wire)) return false;
      if (wire.type == WireType::kEndGroup) return wire.number == group;
      const Field* field = message == nullptr ? nullptr : Find(*message, wire.number);
      if (!MaskField(reader, wire, field, depth, out)) return false;
    }
    return group == 0;
  }

  [[nodiscard]] std::vector<std::string> Fields() const { return {masked_.begin(), masked_.end()}; }

 private:
  [[nodiscard]] const Field* Find(const Message& message, int32_t number) const {
    const Field* field = message.FindField(number);
    return field != nullptr ? field : schema_.FindExtension(message.full_name, number);
  }

  bool MaskField(WireReader& reader, const WireField& wire, const Field* field, size_t depth,
                 std::string& out) {
    const FieldLevel known = field == nullptr ? FieldLevel{} : level_of_(*field);
    const Message* held = field == nullptr ? nullptr : HeldBy(*field);
    const bool closed = held == nullptr || known.whole || IsWellKnown(*held);
    const bool hidden = field != nullptr && closed && known.level > options_.clearance;
    if (wire.type == WireType::kStartGroup) {
      std::string group;
      if (!MaskGroup(reader, wire, field, depth, group)) return false;
      if (hidden) {
        masked_.insert(field->FullName());
      } else {
        out.append(group);
      }
      return true;
    }
    if (hidden) {
      masked_.insert(field->FullName());
      Redact(wire, *field, out);
      return true;
    }
    if (field == nullptr || !Fits(wire, *field)) {
      Unknown(wire.raw, out);
      return true;
    }
    if (field->message_type == nullptr || known.whole) {
      out.append(wire.raw);
      return true;
    }
    return MaskHeld(wire, *field->message_type, depth, out);
  }

  bool MaskHeld(const WireField& wire, const Message& held, size_t depth, std::string& out) {
    std::string inner;
    if (held.full_name == kAny) {
      if (!MaskAny(wire.bytes, depth + 1, inner)) return false;
    } else if (IsWellKnown(held)) {
      inner = wire.bytes;
    } else {
      WireReader reader(wire.bytes);
      if (!MaskMessage(reader, &held, 0, depth + 1, inner)) return false;
    }
    AppendBytes(wire.number, inner, out);
    return true;
  }

  // A field that stays or goes is read to its end either way.
  bool MaskGroup(WireReader& reader, const WireField& wire, const Field* field, size_t depth,
                 std::string& out) {
    const Message* held =
        field != nullptr && field->kind == Kind::kGroup ? field->message_type : nullptr;
    std::string inner;
    if (!MaskMessage(reader, held, wire.number, depth + 1, inner)) return false;
    if (held == nullptr && !options_.keep_unknown) {
      masked_.insert(field == nullptr ? "(unknown)" : field->FullName());
      return true;
    }
    out.append(wire.raw);
    out.append(inner);
    AppendTag(wire.number, WireType::kEndGroup, out);
    return true;
  }

  bool MaskAny(std::string_view bytes, size_t depth, std::string& out) {
    std::string url;
    std::string value;
    WireReader reader(bytes);
    while (!reader.AtEnd()) {
      WireField wire;
      if (!reader.Next(&wire)) return false;
      if (wire.type != WireType::kBytes) continue;
      if (wire.number == 1) url = wire.bytes;
      if (wire.number == 2) value = wire.bytes;
    }
    AppendBytes(1, url, out);
    const Message* type = TypeOfAny(schema_, url);
    std::string inner;
    if (type != nullptr && !IsWellKnown(*type)) {
      WireReader content(value);
      if (!MaskMessage(content, type, 0, depth + 1, inner)) return false;
    } else if (type != nullptr || options_.keep_unknown) {
      inner = value;
    } else if (!value.empty()) {
      masked_.insert("(unknown)");
    }
    if (!inner.empty()) AppendBytes(2, inner, out);
    return true;
  }

  void Unknown(std::string_view raw, std::string& out) {
    if (options_.keep_unknown) {
      out.append(raw);
    } else {
      masked_.insert("(unknown)");
    }
  }

  static const Message* HeldBy(const Field& field) {
    if (field.message_type == nullptr || !field.IsMap()) return field.message_type;
    const Field* value = field.message_type->FindField(2);
    return value == nullptr ? nullptr : value->message_type;
  }

  // Lists of numbers may come packed.
  static bool Fits(const WireField& wire, const Field& field) {
    switch (field.kind) {
      case Kind::kUnresolved:
      case Kind::kGroup:
        return false;
      case Kind::kString:
      case Kind::kBytes:
      case Kind::kMessage:
        return wire.type == WireType::kBytes;
      default:
        return wire.type != WireType::kBytes || field.IsList();
    }
  }

  void Redact(const WireField& wire, const Field& field, std::string& out) const {
    if (field.kind == Kind::kString && wire.type == WireType::kBytes) {
      AppendBytes(wire.number, MaskString(wire.bytes, options_), out);
    } else if (field.type_name == kStringValue && wire.type == WireType::kBytes) {
      WireReader reader(wire.bytes);
      WireField value;
      std::string inner;
      const bool set = !reader.AtEnd() && reader.Next(&value) && value.number == 1;
      AppendBytes(1, MaskString(set ? value.bytes : std::string_view(), options_), inner);
      AppendBytes(wire.number, inner, out);
    } else if (field.IsRequired()) {
      // Readers refuse a message without it.
      AppendTag(wire.number, wire.type, out);
      const size_t zeros = wire.type == WireType::kFixed64   ? sizeof(uint64_t)
                           : wire.type == WireType::kFixed32 ? sizeof(uint32_t)
                                                             : 1;
      out.append(zeros, '\0');
    }
  }

  const schema::Schema& schema_;
  const LevelOf& level_of_;
  const Options& options_;
  std::set<std::string> masked_;
};

}  // namespace

Result<Masked> MaskBinary(std::string_view payload, const schema::Schema& schema,
                          const Message& type, const LevelOf& level_of, const Options& options) {
  BinaryMasker masker(schema, level_of, options);
  WireReader reader(payload);
  std::string out;
  if (!masker.MaskMessage(reader, &type, 0, 1, out)) {
    return AnalysisError(fmt::format(
        "The payload is no binary encoding of {}, or nests deeper than {} levels. Check the type; "
        "JSON is read without --binary.",
        Quote(type.full_name), options.max_depth));
  }
  return Masked{std::move(out), masker.Fields()};
}

}  // namespace protowarden::mask
