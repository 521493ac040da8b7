// SPDX-License-Identifier: Apache-2.0
//
// The schema model that every check reads: files, messages, fields, enums, services and options
// with their positions and comments. Built from FileDescriptorProto (load/), independent of the
// linked protobuf version and of the syntax keyword.
//
// Ownership: a File owns its elements by value; a Schema (schema/schema.h) owns its files. All raw
// pointers point inside the same Schema and are set when it is linked; a File that has not been
// linked has none and may be copied. After linking everything is immutable and safe to read from
// several threads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/span.h"
#include "analyzer/schema/features.h"
#include "analyzer/schema/member_index.h"
#include "analyzer/schema/option.h"

namespace protowarden::schema {

struct File;
struct Message;
struct Enum;
struct Service;
struct Oneof;

struct Comments {
  std::string leading;
  std::string trailing;
  std::vector<std::string> detached;
};

// What every named element has.
struct Element {
  std::string name;  // short name
  Span span;         // from the first keyword to the closing ';' or '}'
  Span name_span;
  Comments comments;
  OptionSet options;
  // Serialized options that this build of libprotobuf does not know (descriptor sets only);
  // decoded into `options` when the schema is linked.
  std::string unknown_options;
};

// Kinds as protobuf's reflection has them: a message field with DELIMITED encoding is kGroup, and a
// group field is too. The order is that of FieldDescriptorProto.Type.
enum class Kind : uint8_t {
  kUnresolved = 0,  // a type name whose definition is not in the tree: message or enum
  kDouble = 1,
  kFloat = 2,
  kInt64 = 3,
  kUint64 = 4,
  kInt32 = 5,
  kFixed64 = 6,
  kFixed32 = 7,
  kBool = 8,
  kString = 9,
  kGroup = 10,
  kMessage = 11,
  kBytes = 12,
  kUint32 = 13,
  kEnum = 14,
  kSfixed32 = 15,
  kSfixed64 = 16,
  kSint32 = 17,
  kSint64 = 18,
};

// "int32", "message", ... as .proto files spell it.
[[nodiscard]] std::string_view Name(Kind kind);

enum class Label : uint8_t { kOptional = 1, kRequired = 2, kRepeated = 3 };

struct Field : Element {
  int32_t number = 0;
  Label label = Label::kOptional;  // as declared; see IsRequired() for the resolved meaning
  bool has_label = false;          // "optional", "required" or "repeated" is written out
  bool proto3_optional = false;
  Kind kind = Kind::kUnresolved;
  // Full name without leading dot once linked; as written where it could not be resolved. Empty
  // for scalars.
  std::string type_name;
  std::string json_name;                     // effective lowerCamelCase name or the explicit one
  std::optional<std::string> default_value;  // descriptor.proto's textual form
  std::string extendee;                      // full name once linked; empty unless an extension
  int32_t oneof_index = -1;                  // into the containing message's oneofs

  Span type_span;  // of the type as written, the whole map<...> for a map
  Span number_span;
  Span json_name_span;  // unknown unless json_name is written
  Span default_span;    // unknown unless a default is written

  Features features;  // resolved
  // Set when linked.
  const File* file = nullptr;
  const Message* parent = nullptr;        // containing message; for an extension its scope, or null
  const Message* message_type = nullptr;  // for kMessage/kGroup when the definition is known
  const Enum* enum_type = nullptr;        // for kEnum when the definition is known
  const Oneof* oneof = nullptr;           // null for synthetic oneofs of proto3 `optional`

  [[nodiscard]] bool IsExtension() const { return !extendee.empty(); }
  [[nodiscard]] bool IsMap() const;            // map<K, V>
  [[nodiscard]] bool IsList() const;           // repeated and not a map
  [[nodiscard]] bool IsRequired() const;       // proto2 required or LEGACY_REQUIRED
  [[nodiscard]] bool HasPresence() const;      // explicit presence
  [[nodiscard]] std::string FullName() const;  // of the field or extension
};

struct Oneof : Element {
  bool synthetic = false;  // made by the compiler for a proto3 `optional` field
  const Message* parent = nullptr;
};

// Inclusive on both sides, in every kind of range.
struct NumberRange {
  int64_t start = 0;
  int64_t end = 0;
  Span span;
};

struct ReservedName {
  std::string name;
  Span span;
};

struct EnumValue : Element {
  int32_t number = 0;
  Span number_span;
  const Enum* parent = nullptr;
};

struct Enum : Element {
  std::string full_name;  // without leading dot
  std::vector<EnumValue> values;
  std::vector<NumberRange> reserved_ranges;
  std::vector<ReservedName> reserved_names;
  ReservedIndex reserved;  // of the two above; set when linked
  Features features;
  const File* file = nullptr;
  const Message* parent = nullptr;

  [[nodiscard]] bool IsClosed() const { return features.enum_type == EnumType::kClosed; }
  [[nodiscard]] std::string NestedName() const;  // full name without the package
};

struct Message : Element {
  std::string full_name;  // without leading dot
  std::vector<Field> fields;
  std::vector<Oneof> oneofs;
  std::vector<Message> messages;  // nested, map entries included
  std::vector<Enum> enums;
  std::vector<Field> extensions;  // declared in this scope
  std::vector<NumberRange> extension_ranges;
  std::vector<NumberRange> reserved_ranges;
  std::vector<ReservedName> reserved_names;
  // Set when linked; the first only where there are many fields.
  FieldIndex field_index;
  ReservedIndex reserved;
  bool is_map_entry = false;
  Features features;
  const File* file = nullptr;
  const Message* parent = nullptr;

  [[nodiscard]] const Field* FindField(int32_t number) const;
  [[nodiscard]] const Field* FindFieldByName(std::string_view field_name) const;
  [[nodiscard]] std::string NestedName() const;  // full name without the package
};

struct Method : Element {
  std::string input_type;   // full name once linked
  std::string output_type;  // full name once linked
  bool client_streaming = false;
  bool server_streaming = false;
  Span input_span;
  Span output_span;
  const Service* parent = nullptr;
  const Message* input = nullptr;  // null when the definition is not in the tree
  const Message* output = nullptr;

  [[nodiscard]] std::string FullName() const;
};

struct Service : Element {
  std::string full_name;
  std::vector<Method> methods;
  Features features;
  const File* file = nullptr;
};

struct Import {
  std::string path;  // as written
  bool is_public = false;
  bool is_option = false;  // edition 2024 `import option`
  Span span;
  const File* file = nullptr;  // set when linked; null when it is not in the tree
};

struct File {
  // Identity: the path that is compared with the other side (relative to its module root or to the
  // compared folder).
  std::string path;
  // What a reader of the report opens: relative to the working directory where possible.
  std::string display_path;
  // The blob object id or content hash; equal ids mean equal bytes.
  std::string content_id;
  std::string package;
  Edition edition = Edition::kProto2;
  std::vector<Import> imports;
  std::vector<Message> messages;
  std::vector<Enum> enums;
  std::vector<Service> services;
  std::vector<Field> extensions;
  OptionSet options;
  std::string unknown_options;
  Features features;
  Span syntax_span;  // of the syntax or edition statement; unknown when there is none
  Span package_span;
  Comments syntax_comments;
  Comments package_comments;
  // False for files that were read only because a compared file imports them.
  bool is_target = true;

  [[nodiscard]] bool IsEditions() const { return edition >= Edition::k2023; }
  // "proto2", "proto3" or "editions".
  [[nodiscard]] std::string_view SyntaxName() const;
};

// Calls visit(const Message&) for every message of a file or below a message, parents first.
template <typename Container, typename Visitor>
void ForEachMessage(const Container& container, const Visitor& visit) {
  for (const Message& message : container.messages) {
    visit(message);
    ForEachMessage(message, visit);
  }
}

// Calls visit(const Enum&) for every enum of a file, nested ones included.
template <typename Container, typename Visitor>
void ForEachEnum(const Container& container, const Visitor& visit) {
  for (const Enum& item : container.enums) visit(item);
  for (const Message& message : container.messages) ForEachEnum(message, visit);
}

// Calls visit(const Field&) for every extension of a file, nested ones included.
template <typename Container, typename Visitor>
void ForEachExtension(const Container& container, const Visitor& visit) {
  for (const Field& item : container.extensions) visit(item);
  for (const Message& message : container.messages) ForEachExtension(message, visit);
}

}  // namespace protowarden::schema
