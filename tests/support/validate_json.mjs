// SPDX-License-Identifier: Apache-2.0
//
// node validate_json.mjs PEERS SCHEMA FILE: validates a JSON file against a JSON Schema (2020-12)
// with ajv out of PEERS/node_modules; prints what is wrong and exits with 1. Schemas in the folder of
// SCHEMA may refer to each other.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const [peers, schemaFile, file] = process.argv.slice(2);
const require = createRequire(`${peers}/package.json`);
const { default: Ajv } = require("ajv/dist/2020.js");
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const ajv = new Ajv({
  allErrors: true,
  strict: true,
  strictRequired: false,
  allowUnionTypes: true,
  validateFormats: false,
});
for (const name of readdirSync(dirname(schemaFile))) {
  if (name.endsWith(".schema.json")) ajv.addSchema(read(join(dirname(schemaFile), name)));
}
const validate = ajv.getSchema(read(schemaFile).$id);
if (!validate(read(file))) {
  console.log(JSON.stringify(validate.errors, null, 2));
  process.exit(1);
}
