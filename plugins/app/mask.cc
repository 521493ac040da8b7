// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/mask.h"

#include <fmt/format.h>

#include "analyzer/base/did_you_mean.h"
#include "analyzer/base/text.h"
#include "plugins/app/inventory.h"
#include "plugins/app/pii_session.h"

namespace protowarden::app {
namespace {

// By full name, else by a name without package that is unique.
Result<const schema::Message*> FindType(const schema::Schema& schema, const std::string& name) {
  if (const schema::Message* message = schema.FindMessage(name)) return message;
  std::vector<const schema::Message*> found;
  std::vector<std::string_view> names;
  for (const auto& file : schema.files()) {
    ForEachMessage(*file, [&](const schema::Message& message) {
      if (message.is_map_entry) return;
      names.push_back(message.full_name);
      if (message.NestedName() == name) found.push_back(&message);
    });
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    return UsageError(
        fmt::format("There is no message {}.{}", Quote(name), DidYouMean(name, names)));
  }
  return UsageError(fmt::format("{} have the name {}, {} among them. Pass the full name.",
                                Count(found.size(), "message"), Quote(name),
                                Quote(found.front()->full_name)));
}

}  // namespace

Result<mask::Masked> MaskPayload(const MaskOptions& options, std::string_view payload) {
  load::Timings timings;
  auto opened = OpenPii(options.scan, timings);
  if (!opened.ok()) return opened.error();
  const PiiSession& session = **opened;
  const schema::Schema& schema = session.loaded.schema;
  if (!session.loaded.diagnostics.empty()) {
    return AnalysisError(fmt::format("{} What is not known cannot be masked.",
                                     schema::ToString(session.loaded.diagnostics.front())));
  }
  const auto type = FindType(schema, options.message);
  if (!type.ok()) return type.error();
  const Inventory inventory = InventoryOf(schema, session.pii, session.jobs);
  const InventoryIndex index(inventory);
  const mask::LevelOf level_of = mask::LevelsOf(index);
  return options.binary ? mask::MaskBinary(payload, schema, **type, level_of, options.mask)
                        : mask::MaskJson(payload, schema, **type, level_of, options.mask);
}

}  // namespace protowarden::app
