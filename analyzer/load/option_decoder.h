// SPDX-License-Identifier: Apache-2.0
//
// Serialized options -> OptionSet, with the definitions found in the schema itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/schema/option.h"
#include "analyzer/schema/schema.h"

namespace google::protobuf {
class UnknownFieldSet;
}  // namespace google::protobuf

namespace protowarden::load {

// Number of the `features` field in an options message ("FieldOptions", ...); 0 when it has none.
[[nodiscard]] int FeaturesFieldNumber(std::string_view options_name);
// Name of a field of google.protobuf.FeatureSet; empty when unknown.
[[nodiscard]] std::string_view FeatureName(int number);
// Names of an extension of FeatureSet and of a field in it, such as {"pb.cpp", "string_type"};
// empty when unknown.
[[nodiscard]] std::vector<std::string> LanguageFeaturePath(int language, int feature);

// Reads `features` out of the unknown fields of an options message ("FieldOptions", ...), so that
// editions work with a libprotobuf that does not know them.
void ReadFeatures(std::string_view options_name, const google::protobuf::UnknownFieldSet& fields,
                  schema::OptionSet& result);

// Decodes `bytes` as `options_type` ("google.protobuf.FieldOptions"): extensions are looked up in
// the schema; a field whose definition is missing becomes a node of kind kUnknown named by its
// number.
void DecodeOptions(const schema::Schema& schema, std::string_view options_type,
                   const std::string& bytes, schema::OptionSet& result);

}  // namespace protowarden::load
