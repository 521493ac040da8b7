#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Makes the fixture of a new rule: rules/new_rule.sh MY_RULE_ID
set -euo pipefail
id="${1:-}"
if ! [[ "$id" =~ ^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$ ]]; then
  echo "usage: rules/new_rule.sh MY_RULE_ID (capitals, digits and underscores)" >&2
  exit 2
fi
folder="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/fixtures/rules/$id"
if [ -e "$folder" ]; then
  echo "$folder exists already" >&2
  exit 2
fi
for side in before after; do
  mkdir -p "$folder/$side"
  for file in example breaking harmless; do
    cat >"$folder/$side/$file.proto" <<PROTO
// SPDX-License-Identifier: Apache-2.0
syntax = "proto3";

package fixtures.${id,,}.$file.v1;

message Task {
  string id = 1;
}
PROTO
  done
done
echo "Edit the files in $folder, then go on with step 2 of rules/README.md."
