// SPDX-License-Identifier: Apache-2.0
//
// node validate_sarif.mjs PEERS FILE...: validates SARIF files against the schema of SARIF 2.1.0 that
// Microsoft's SARIF SDK carries, with ajv out of PEERS/node_modules; prints what is wrong and exits
// with 1. URIs and dates are checked, too.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [peers, ...files] = process.argv.slice(2);
const require = createRequire(`${peers}/package.json`);
const { default: Ajv } = require("ajv/dist/2020.js");
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const schema = read(
  `${peers}/node_modules/@microsoft/sarif-multitool-linux/sarif-2.1.0.json`,
);
const ajv = new Ajv({ allErrors: true, strict: false });
ajv.addFormat("uri", (text) => /^[a-z][a-z0-9+.-]*:[\w.~:/?#[\]@!$&'()*+,;=%-]*$/i.test(text));
ajv.addFormat("uri-reference", (text) => /^([\w.~:/?#[\]@!$&'()*+,;=-]|%[0-9A-F]{2})*$/.test(text));
ajv.addFormat("date-time", (text) => !Number.isNaN(Date.parse(text)));
const validate = ajv.compile(schema);
let failed = files.length === 0;
for (const file of files) {
  if (validate(read(file))) continue;
  console.log(file, JSON.stringify(validate.errors, null, 2));
  failed = true;
}
process.exit(failed ? 1 : 0);
