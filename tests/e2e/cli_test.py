# SPDX-License-Identifier: Apache-2.0
"""The command line as its user meets it: help, exit codes, formats, configuration, messages."""
import json
import os
import pathlib
import pty
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import tools  # noqa: E402
from repository import Repository  # noqa: E402

BEFORE = """syntax = "proto3";
package shop.v1;
enum State { STATE_UNSPECIFIED = 0; STATE_OPEN = 1; }
message Order {
  string id = 1;
  string note = 2;
  State state = 3;
}
"""
AFTER = BEFORE.replace("  string note = 2;\n", "").replace(" STATE_OPEN = 1;", "")
COMMANDS = ["check", "breaking", "pii", "annotate", "changelog", "migrate", "eval", "rules", "explain",
            "init", "config", "completion", "man"]


class Cli(unittest.TestCase):
    def setUp(self):
        self.repository = Repository()
        self.addCleanup(self.repository.close)
        self.repository.commit({"shop.proto": BEFORE})
        self.repository.write({"shop.proto": AFTER})
        self.path = self.repository.path

    def run_it(self, *arguments, env=None):
        return tools.protowarden(*arguments, cwd=self.path, env=env)

    def report(self, *arguments):
        return tools.report("breaking", *arguments, cwd=self.path)

    def rules(self, *arguments):
        return [change["rule"] for change in self.report(*arguments)["changes"]]

    def config(self, text, name="protowarden.toml"):
        self.repository.write({name: text})

    # Help and usage.

    def test_every_command_has_help_with_an_example(self):
        top = self.run_it("--help")
        self.assertEqual(top.returncode, 0)
        for command in COMMANDS:
            self.assertIn(command, top.stdout)
            shown = self.run_it(command, "--help")
            self.assertEqual(shown.returncode, 0)
            self.assertIn(f"protowarden {command}", shown.stdout)

    def test_wrong_usage_is_2_and_tells_what_was_meant(self):
        for arguments, words in (
                (["braeking"], "Did you mean `breaking`?"), ([], "subcommand"),
                (["breaking", "--agianst", "x"], "Did you mean `--against`?"),
                (["explain", "FIELD_NO_DELETE", "--color=never"], "\"--color\""),
                (["check", "shop.proto", "nowhere.proto"], "\"nowhere.proto\" is no .proto file"),
                (["breaking", "--path", "nowhere"], "\"nowhere\" is no .proto file"),
                (["explain", "FIELD_NO_DELET"], "Did you mean `FIELD_NO_DELETE`?"),
                (["breaking", "--category", "WIRE_JSN"], "Did you mean `WIRE_JSON`?"),
                (["breaking", "--format", "xml"], "xml"), (["breaking", "nowhere"], "nowhere"),
                (["breaking", "--config", "missing.toml"], "missing.toml")):
            with self.subTest(arguments):
                done = self.run_it(*arguments)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(words, done.stderr)
                self.assertTrue(done.stderr.startswith("protowarden: "))

    def test_exit_codes(self):
        self.assertEqual(self.run_it("breaking").returncode, 1)
        self.assertEqual(self.run_it("breaking", "--fail-on", "CRITICAL").returncode, 0)
        self.assertEqual(self.run_it("breaking", "--against", "nothing").returncode, 3)
        self.repository.write({"shop.proto": AFTER + "message {"})
        self.assertEqual(self.run_it("breaking").returncode, 3)
        self.repository.write({"shop.proto": BEFORE})
        self.assertEqual(self.run_it("breaking").returncode, 0)
        self.assertEqual(self.run_it("version").returncode, 0)

    # Output.

    def test_text_shows_rule_place_source_and_remedy(self):
        text = self.run_it("breaking").stdout
        for words in ("shop.proto:4:1  HIGH  FIELD_NO_DELETE  shop.v1.Order.note",
                      "  string note = 2;", "reserved 2; reserved \"note\";",
                      "2 breaking changes (2 HIGH)", "can_deploy: no"):
            self.assertIn(words, text)
        self.assertNotIn("\x1b", text)

    def test_quiet_is_one_line_a_finding(self):
        lines = self.run_it("breaking", "-q").stdout.splitlines()
        self.assertEqual(sum("ENUM_VALUE_NO_DELETE" in line for line in lines), 1)
        self.assertTrue(all(re.match(r"\S+:\d+:\d+: ", line) for line in lines
                            if "_NO_DELETE" in line), lines)

    def test_a_clean_run_says_so(self):
        self.repository.write({"shop.proto": BEFORE + "// more\n"})
        done = self.run_it("breaking", "--against", "HEAD")
        self.assertIn("can_deploy: yes", done.stdout)

    def on_a_terminal(self, **extra):
        parent, child = pty.openpty()
        process = subprocess.Popen([tools.PROTOWARDEN, "breaking"], cwd=self.path, stdout=child,
                                   stderr=subprocess.DEVNULL,
                                   env={**tools.ENVIRONMENT, "TERM": "xterm", **extra})
        os.close(child)
        output = b""
        while True:
            try:
                piece = os.read(parent, 65536)
            except OSError:
                break
            if not piece:
                break
            output += piece
        os.close(parent)
        process.wait(60)
        return output

    def test_colour_on_terminals_only_and_never_with_no_color(self):
        self.assertIn(b"\x1b[", self.on_a_terminal())
        self.assertNotIn(b"\x1b[", self.on_a_terminal(NO_COLOR="1"))
        self.assertIn("\x1b[", self.run_it("breaking", "--color", "always").stdout)

    def test_output_to_what_is_no_file(self):
        """A pipe or device is written to, not replaced."""
        pipe = pathlib.Path(self.path) / "pipe"
        os.mkfifo(pipe)
        reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE, text=True)
        self.run_it("breaking", "--format", "json", "-o", str(pipe))
        self.assertIn("can_deploy", json.loads(reader.communicate(timeout=60)[0]))
        self.assertTrue(pipe.is_fifo())

    def test_output_file_is_replaced_as_a_whole(self):
        self.repository.write({"out.json": "old"})
        os.chmod(self.path / "out.json", 0o600)
        done = self.run_it("breaking", "--format", "json", "-o", "out.json")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertEqual(len(json.loads((self.path / "out.json").read_text())["changes"]), 2)
        self.assertEqual(sorted(p.name for p in self.path.iterdir() if "out" in p.name),
                         ["out.json"])
        done = self.run_it("breaking", "-o", "no/such/folder/x")
        self.assertEqual(done.returncode, 3)
        self.assertIn("no/such/folder/x", done.stderr)

    def test_a_reader_that_goes_away_is_no_crash(self):
        done = subprocess.run(["sh", "-c", f'"{tools.PROTOWARDEN}" breaking | true; echo "$?"'],
                              cwd=self.path, env=tools.ENVIRONMENT, text=True, capture_output=True,
                              timeout=60, check=False)
        self.assertEqual(done.stdout.strip(), "0")
        self.assertNotIn("terminate", done.stderr)

    def test_json_follows_its_schema_and_is_stable(self):
        schema = tools.ROOT / "analyzer/report/report.schema.json"
        self.repository.write({"broken.proto": "message {", "odd.proto": BEFORE})
        epoch = {**tools.ENVIRONMENT, "SOURCE_DATE_EPOCH": "1700000000"}
        first = self.run_it("breaking", "--format", "json", env=epoch).stdout
        self.assertEqual(first, self.run_it("breaking", "--format", "json", "-j1", env=epoch).stdout)
        self.assertEqual(json.loads(first)["timestamp"], "2023-11-14T22:13:20Z")
        self.repository.write({"r1.json": first, "r2.json": json.dumps(self.report("--path", "odd.proto"))
                               .replace(', "exit_code": 3', "").replace(', "exit_code": 0', "")})
        for name in ("r1.json", "r2.json"):
            done = tools.run(["node", tools.ROOT / "tests/support/validate_json.mjs", tools.PEERS,
                              schema, self.path / name])
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.repository.write({"bad.json": first.replace('"can_deploy"', '"can_deplyo"')})
        done = tools.run(["node", tools.ROOT / "tests/support/validate_json.mjs", tools.PEERS,
                          schema, self.path / "bad.json"])
        self.assertEqual(done.returncode, 1, "the validator accepts a wrong report")

    def test_the_report_of_nothing_is_complete(self):
        self.repository.write({"shop.proto": BEFORE})
        report = self.report("--against", "HEAD")
        self.assertEqual(report["overall_severity"], "NONE")
        self.assertIs(report["can_deploy"], True)
        self.assertEqual(report["summary"]["total_breaking_changes"], 0)

    def test_timings_sum_to_the_total(self):
        for command in ("breaking", "check", "pii"):
            with self.subTest(command):
                lines = self.run_it(command, "--timings").stderr.splitlines()
                rows = {line.split()[0]: float(line.split()[1])
                        for line in lines if line.endswith(" ms")}
                total = rows.pop("total")
                self.assertEqual(set(rows), {"git", "read", "parse", "link", "compare",
                                             "classify", "rules", "review", "report"})
                # Each part is rounded to a tenth.
                self.assertAlmostEqual(sum(rows.values()), total, delta=max(0.5, total / 20))

    def test_the_number_of_threads_changes_no_byte(self):
        """Many files that depend on one another, on both sides of a change."""
        def files(change):
            return {f"p{i % 7}/f{i}.proto": f"""syntax = "proto3";
package p{i % 7};
import "p{(i + 1) % 7}/f{i + 1}.proto";
// The account of customer {i}.
message Account{i} {{
  string email = 1;
  string {change}home_address_{i} = 2;
  p{(i + 1) % 7}.Account{i + 1} next = 3;
}}
service Accounts{i} {{ rpc Get(Account{i}) returns (Account{i}); }}
""" for i in range(300)} | {"p6/f300.proto": 'syntax = "proto3"; package p6; '
                                             "message Account300 { string phone = 1; }"}
        self.repository.write(files(""))
        self.repository.commit()
        self.repository.write(files("old_"))
        for command in ("breaking", "check", "pii"):
            with self.subTest(command):
                outputs = {self.run_it(command, "--format", "json", "-j", jobs,
                                       env={**tools.ENVIRONMENT, "SOURCE_DATE_EPOCH": "0"}).stdout
                           for jobs in ("1", "2", "8") for _ in range(2)}
                self.assertEqual(len(outputs), 1)
                self.assertIn("home_address_299", outputs.pop())

    # Configuration.

    def test_use_and_except(self):
        self.config('[breaking]\nuse = ["FILE"]\nexcept = ["FIELD_NO_DELETE"]\n')
        self.assertEqual(self.rules(), ["ENUM_VALUE_NO_DELETE"])
        self.assertEqual(self.rules("--category", "FIELD_NO_DELETE", "--except", "ENUM_SAME_TYPE"),
                         ["FIELD_NO_DELETE"])
        self.assertEqual(self.rules("--category", "WIRE", "--except",
                                    "FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED"),
                         ["ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED"])

    def test_ignores_take_globs_and_one_that_matches_nothing_is_told(self):
        self.config('[breaking]\nignore = ["**/sh?p.proto", "shp.proto"]\n'
                    '[breaking.ignore_only]\nFILE = ["other/**"]\n')
        report = self.report()
        self.assertEqual(report["changes"], [])
        notes = "\n".join(report["notes"])
        self.assertIn("shp.proto", notes)
        self.assertIn("other/**", notes)
        self.assertNotIn("sh?p.proto", notes)

    def test_severity_by_rule(self):
        self.config('[gate]\nfail_on = "HIGH"\n[breaking.severity]\nFIELD_NO_DELETE = "LOW"\n'
                    'ENUM_VALUE_NO_DELETE = "MEDIUM"\n')
        report = self.report()
        self.assertEqual([c["severity"] for c in report["changes"]], ["MEDIUM", "LOW"])
        self.assertEqual((report["exit_code"], report["can_deploy"]), (0, True))

    def test_unknown_keys_and_ids_are_errors_with_a_suggestion(self):
        for text, words in (('[breakng]\nuse = []\n', "Did you mean `breaking`?"),
                            ('[breaking]\nexcpet = []\n', "Did you mean `except`?"),
                            ('[breaking]\nuse = ["FIEL"]\n', "Did you mean `FILE`?"),
                            ('[gate]\nfail_on = "SOMETIMES"\n', "SOMETIMES"),
                            ('fail_on = \n', "protowarden.toml:1")):
            with self.subTest(text):
                self.config(text)
                done = self.run_it("breaking")
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(words, done.stderr)
                self.assertIn("protowarden.toml", done.stderr)

    def test_deprecated_ids_resolve_with_a_note(self):
        self.config("version: v1\nbreaking:\n  use:\n    - FIELD_SAME_LABEL\n", "buf.yaml")
        report = self.report()
        self.assertEqual(report["changes"], [])
        self.assertIn("FIELD_SAME_LABEL", "\n".join(report["notes"]))

    def test_rules_and_explain_read_one_catalogue(self):
        listed = json.loads(self.run_it("rules", "--format", "json").stdout)
        for rule in listed:
            shown = self.run_it("explain", rule["id"])
            self.assertEqual(shown.returncode, 0)
            for part in ("Breaks\n", "Fix\n", "Before\n", "After\n", "Source\n"):
                self.assertIn(part, shown.stdout, rule["id"])
            self.assertNotIn("SPDX", shown.stdout)

    def test_what_a_language_model_reports_is_listed_but_no_rule_to_run(self):
        ids = ["LLM_COMPATIBILITY", "LLM_PERSONAL_DATA"]
        listed = json.loads(self.run_it("rules", "--format", "json").stdout)
        self.assertEqual([row["id"] for row in listed if row["reported_by"] == "llm"], ids)
        self.assertEqual([row["id"] for row in listed], sorted(row["id"] for row in listed))
        lines = [line for line in self.run_it("rules").stdout.splitlines() if line.endswith("[language model]")]
        self.assertEqual([line.split()[0] for line in lines], ids)
        (self.path / "pages").mkdir()
        self.assertEqual(self.run_it("rules", "--format", "markdown", "-o", "pages").returncode, 0)
        for rule in ids:
            self.assertIn("language model", self.run_it("explain", rule).stdout)
            page = (self.path / "pages" / f"{rule}.md").read_text()
            self.assertIn("| Reported by | a language model", page)
            self.assertIn(f"[{rule}]({rule}.md)", (self.path / "pages/README.md").read_text())
            # Nothing that a policy or the gate could ask for.
            self.assertEqual(self.run_it("breaking", "--use", rule).returncode, 2)


if __name__ == "__main__":
    unittest.main()
