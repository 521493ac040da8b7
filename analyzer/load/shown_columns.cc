// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/shown_columns.h"

#include <initializer_list>
#include <vector>

namespace protowarden::load {
namespace {

using schema::Element;
using schema::Enum;
using schema::Field;
using schema::Message;
using schema::Option;

class Converter {
 public:
  explicit Converter(const SourceIndex& source) : source_(source) {}

  void Visit(schema::File& file) const {
    Convert({&file.syntax_span, &file.package_span});
    for (schema::Import& import : file.imports) Convert({&import.span});
    Visit(file.options);
    VisitAll(file.messages);
    VisitAll(file.enums);
    VisitAll(file.services);
    VisitAll(file.extensions);
  }

 private:
  void Convert(std::initializer_list<Span*> spans) const {
    for (Span* span : spans) *span = source_.Shown(*span);
  }

  template <typename T>
  void VisitAll(std::vector<T>& items) const {
    for (T& item : items) Visit(item);
  }

  template <typename T>
  void ConvertAll(std::vector<T>& items) const {
    for (T& item : items) Convert({&item.span});
  }

  void Visit(Option& option) const {
    Convert({&option.span});
    VisitAll(option.children);
  }

  void Visit(schema::OptionSet& options) const { VisitAll(options.mutable_nodes()); }

  void VisitElement(Element& element) const {
    Convert({&element.span, &element.name_span});
    Visit(element.options);
  }

  void Visit(Message& message) const {
    VisitElement(message);
    VisitAll(message.fields);
    VisitAll(message.oneofs);
    VisitAll(message.messages);
    VisitAll(message.enums);
    VisitAll(message.extensions);
    ConvertAll(message.extension_ranges);
    ConvertAll(message.reserved_ranges);
    ConvertAll(message.reserved_names);
  }

  void Visit(Field& field) const {
    VisitElement(field);
    Convert({&field.type_span, &field.number_span, &field.json_name_span, &field.default_span});
  }

  void Visit(schema::Oneof& oneof) const { VisitElement(oneof); }

  void Visit(Enum& item) const {
    VisitElement(item);
    for (schema::EnumValue& value : item.values) {
      VisitElement(value);
      Convert({&value.number_span});
    }
    ConvertAll(item.reserved_ranges);
    ConvertAll(item.reserved_names);
  }

  void Visit(schema::Service& service) const {
    VisitElement(service);
    for (schema::Method& method : service.methods) {
      VisitElement(method);
      Convert({&method.input_span, &method.output_span});
    }
  }

  const SourceIndex& source_;
};

}  // namespace

void ShowColumns(const SourceIndex& source, schema::File& file) { Converter(source).Visit(file); }

}  // namespace protowarden::load
