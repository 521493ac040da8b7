// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/policy_keys.h"

#include <array>

namespace protowarden::rules::pii {
namespace {

constexpr std::string_view kList = "list of strings";
constexpr std::string_view kText = "string";
constexpr std::string_view kFlag = "true or false";
constexpr std::string_view kTable = "table";
constexpr std::string_view kTables = "list of tables";
constexpr std::string_view kLevel = "string";

constexpr auto kKeys = std::to_array<PolicyKey>({
    {"corrections", kText, "file of corrections; default .protowarden/pii-corrections.toml"},
    {"learn", kFlag, "learn from the annotations of like fields; default true"},
    {"type", kTables, "kinds of personal data; an id that exists is changed"},
    {"type.id", kText, "name, as in annotations"},
    {"type.number", "integer", "number of the enum value"},
    {"type.level", kLevel, "PUBLIC, LOW, MEDIUM or HIGH"},
    {"type.title", kText, "what it is, for reports"},
    {"type.phrase", kText, "how a reason speaks of it: `a social security number`"},
    {"type.regulations", kList, "regulations that name it"},
    {"type.protections", kList, "protections they ask for"},
    {"term", kTables, "what fields are called that hold a type; wins over built-in terms"},
    {"term.type", kText, "one of the types"},
    {"term.level", kLevel, "instead of the type's level; PUBLIC: the name is harmless"},
    {"term.words", kList, "phrases in lower case; {person} stands for every word for a person"},
    {"term.kinds", kList, "text, number, date, enum, bool, bytes, message, map, struct"},
    {"term.where", kList, "whose data: person, organisation, machine, thing, unknown, ..."},
    {"term.work", kText, "type instead when it belongs to a workplace"},
    {"term.identity", kFlag, "such a field makes its message one about a person"},
    {"term.certain", kFlag, "counts whatever unknown word follows"},
    {"term.bare", kFlag, "no word that names another thing may stand before it"},
    {"term.modified", kFlag, "some word must stand before it"},
    {"term.filed", kFlag, "counts where its file is named, too (`passport_scan_url`)"},
    {"term.not_before", kList, "words that, following it, make it something else"},
    {"term.not_after", kList, "words that, before it, make it something else"},
    {"pattern", kTables, "regular expressions (RE2); the first that matches counts"},
    {"pattern.name", kText, "what it is, for reasons"},
    {"pattern.pattern", kText, "matches the whole field name or its whole full name"},
    {"pattern.type", kText, "one of the types"},
    {"pattern.level", kLevel, "instead of the type's level"},
    {"override", kTables, "decisions by path; the first that matches counts"},
    {"override.path", kText, "glob of full names (`shop.v1.*.id`) or, with a slash, of files"},
    {"override.type", kText, "one of the types"},
    {"override.level", kLevel, "instead of the type's level"},
    {"override.why", kText, "the reason, for reports"},
    {"options", kTable, "names of the annotation options in your schemas"},
    {"options.sensitivity", kText, "level of a field; default pii.v1.sensitivity"},
    {"options.type", kText, "type of a field; default pii.v1.pii_type"},
    {"options.types", kText, "types of a field; default pii.v1.pii_types"},
    {"options.message_sensitivity", kText, "default pii.v1.message_sensitivity"},
    {"options.method_sensitivity", kText, "default pii.v1.method_sensitivity"},
    {"options.audit", kText, "default pii.v1.audit_pii_access"},
    {"options.levels", kTable, "your level -> PUBLIC, LOW, MEDIUM or HIGH"},
    {"options.type_names", kTable, "your type -> one of the types"},
    {"abbreviations", kTable, "short form -> the words it stands for"},
    {"person", kTable, "words for persons, in any language"},
    {"ambiguous", kTable, "words for a person only when something else says so too"},
    {"organisation", kTable, "words for organisations"},
    {"business", kTable, "words for persons that mean organisations between businesses"},
    {"machine", kTable, "words for machines and software"},
    {"robot", kTable, "words for accounts of software"},
    {"thing", kTable, "words for things"},
    {"payment", kTable, "words for means of payment"},
    {"bank", kTable, "words for bank transfers"},
    {"one_time", kTable, "words for codes that are sent to somebody and asked back"},
    {"payroll", kTable, "words for what persons are paid"},
    {"worker", kTable, "words for persons who are paid for working"},
    {"biometric", kTable, "words for measuring or comparing bodies"},
    {"vault", kTable, "words for what somebody keeps secret"},
    {"trail", kTable, "words for records of what users do"},
    {"insurance", kTable, "words for contracts of insurance"},
    {"absence", kTable, "words for staying away from work"},
    {"credit", kTable, "words for finding out whether somebody can pay"},
    {"vehicle", kTable, "words for what a person drives, and for journeys"},
    {"lease", kTable, "words for letting homes"},
    {"keyed", kTable, "words for secret keys"},
    {"meeting", kTable, "words for occasions at which a client is served"},
    {"wrapper", kTable, "words for a class of objects (`CardModel`)"},
    {"address", kTable, "words for postal addresses"},
    {"patient", kTable, "words for medical matters"},
    {"communication", kTable, "words for private messages"},
    {"credential", kTable, "words for proofs of identity"},
    {"device", kTable, "words for devices of persons"},
    {"neutral", kTable, "words without a subject of their own"},
    {"carriers", kTable, "words that may follow a term (`number`)"},
    {"describing", kTable, "words that make it about something else (`policy`)"},
    {"asking", kTable, "words that begin a question (`is`)"},
    {"generic", kTable, "words that say nothing (`value`)"},
    {"workplace", kTable, "words for a workplace"},
    {"valued", kTable, "fields that hold what their message is named after (`Email.value`)"},
    {"companions", kTable, "what persons have that machines called alike do not (`vehicle`)"},
    {"files", kTable, "words that say where a file is (`url`)"},
    {"sorting", kTable, "what something is `by` that nobody does (`sorted_by`)"},
    {"measures", kTable, "words that say how long or how many (`days`)"},
    {"inline_values", kTable, "last words of fields that hold a value as it is (`inline_string`)"},
    {"prefixes", kTable, "first words of names that say how a value is stored (`str`)"},
    {"other_tokens", kTable, "words near which a token opens nothing (`page`)"},
    {"secret_signs", kTable, "words of comments on keys that must stay secret"},
    {"plain_keys", kTable, "words before `key` where it opens nothing (`map`)"},
    {"packages", kTable, "words in packages that lean one way"},
    {"packages.person", kList, "towards persons"},
    {"packages.patient", kList, "words of packages about patients"},
    {"packages.machine", kList, "towards machines"},
    {"packages.organisation", kList, "towards organisations"},
    {"packages.credential", kList, "towards proofs of identity"},
    {"packages.payroll", kList, "towards what persons are paid"},
    {"packages.bank", kList, "towards bank accounts"},
    {"packages.insurance", kList, "towards contracts of insurance"},
    {"packages.credit", kList, "towards loans"},
    {"packages.vehicle", kList, "towards vehicles and journeys"},
    {"packages.lease", kList, "towards homes that are let"},
    {"packages.chain", kList, "towards chains of blocks"},
    {"packages.tracked", kList, "towards persons who move"},
    {"packages.communication", kList, "towards private messages"},
});

}  // namespace

std::span<const PolicyKey> PolicyKeys() { return kKeys; }

std::vector<std::string_view> PolicyKeysBelow(std::string_view prefix) {
  std::vector<std::string_view> names;
  for (const PolicyKey& row : kKeys) {
    if (!row.key.starts_with(prefix)) continue;
    const std::string_view rest = row.key.substr(prefix.size());
    if (rest.find('.') == std::string_view::npos) names.push_back(rest);
  }
  return names;
}

}  // namespace protowarden::rules::pii
