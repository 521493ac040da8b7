# SPDX-License-Identifier: Apache-2.0
"""The gate: thresholds by category and rule, confidence, shadow mode, what the command line
overrides, and how the reports say it."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import tools  # noqa: E402
from repository import Repository  # noqa: E402

BEFORE = """syntax = "proto3";
package shop.v1;
message Order {
  reserved 9;
  oneof payment { int32 card = 1; int32 cash = 2; }
  int32 size = 3;
}
"""
MEDIUM = BEFORE.replace("  reserved 9;\n", "")  # RESERVED_MESSAGE_NO_DELETE
HIGH = BEFORE.replace("  int32 size = 3;\n", "")  # FIELD_NO_DELETE
HARMLESS = BEFORE.replace("size = 3;", "size = 3;\n  int32 width = 4;")


class GateTest(unittest.TestCase):
    def setUp(self):
        self.repository = Repository()
        self.addCleanup(self.repository.close)
        self.repository.commit({"shop.proto": BEFORE})

    def code(self, text, *arguments, config="", command="check"):
        self.repository.write({"shop.proto": text, "protowarden.toml": config})
        return tools.protowarden(command, "--against", "HEAD", *arguments,
                                 cwd=self.repository.path)

    def report(self, text, *arguments, config=""):
        self.repository.write({"shop.proto": text, "protowarden.toml": config})
        return tools.report("check", "--against", "HEAD", *arguments, cwd=self.repository.path)

    def test_every_break_of_the_encoding_fails_by_default(self):
        for text, code in ((BEFORE, 0), (HARMLESS, 0), (MEDIUM, 1), (HIGH, 1)):
            self.assertEqual(self.code(text).returncode, code, text)
            self.assertEqual(self.code(text, command="breaking").returncode, code, text)

    def test_thresholds_by_severity_category_and_rule(self):
        for config, medium, high in (
                ('[gate]\nfail_on = "HIGH"\n', 0, 1),
                ('[gate]\nfail_on = "never"\n', 0, 0),
                ('[gate]\nfail_on = "never"\n[gate.category]\nFILE = "MEDIUM"\n', 1, 1),
                ('[gate]\ncategory = { FILE = "HIGH" }\n', 0, 1),
                ('[gate.rule]\nFIELD_NO_DELETE = "never"\n', 1, 0),
                ('[gate]\nfail_on = "HIGH"\nrule = { RESERVED_MESSAGE_NO_DELETE = "LOW" }\n', 1, 1)):
            with self.subTest(config):
                self.assertEqual(self.code(MEDIUM, config=config).returncode, medium)
                self.assertEqual(self.code(HIGH, config=config).returncode, high)

    def test_the_command_line_wins(self):
        config = '[gate]\nfail_on = "CRITICAL"\nmode = "shadow"\n[gate.rule]\nFIELD_NO_DELETE = "never"\n'
        self.assertEqual(self.code(HIGH, config=config).returncode, 0)
        for arguments, code in ((["--mode", "enforce"], 0),
                                (["--mode", "enforce", "--fail-on", "HIGH"], 1),
                                (["--fail-on", "HIGH"], 0),
                                (["--mode", "enforce", "--fail-on", "FIELD_NO_DELETE=LOW"], 1),
                                (["--mode", "enforce", "--fail-on", "low,FILE=never"], 0)):
            with self.subTest(arguments):
                self.assertEqual(self.code(HIGH, *arguments, config=config).returncode, code)

    def test_shadow_mode_reports_what_would_fail_and_passes(self):
        done = self.code(HIGH, "--mode", "shadow")
        self.assertEqual(done.returncode, 0)
        self.assertIn("can_deploy: no (shadow mode", done.stdout)
        self.assertIn("would fail: HIGH FIELD_NO_DELETE shop.v1.Order.size", done.stdout)
        report = self.report(HIGH, config='[gate]\nmode = "shadow"\n')
        self.assertEqual((report["exit_code"], report["can_deploy"]), (0, False))
        self.assertEqual((report["gate"]["mode"], report["gate"]["blocking"]), ("shadow", 1))
        self.assertEqual([c["rule"] for c in report["changes"] if c["blocks"]], ["FIELD_NO_DELETE"])

    def test_shadow_mode_does_not_pass_what_cannot_be_read(self):
        self.assertEqual(self.code(HIGH + "message {", "--mode", "shadow").returncode, 3)

    def test_json_says_which_gate_judged(self):
        report = self.report(MEDIUM, config='[gate]\nfail_on = "HIGH"\ncategory = { PII = "never" }\n'
                                            'rule = { FIELD_NO_DELETE = "LOW" }\n')
        # Named only where a rule is in it.
        self.assertEqual(report["gate"]["category"].pop("SEMANTIC", "HIGH"), "HIGH")
        self.assertEqual(report["gate"], {
            "mode": "enforce", "fail_on": "HIGH", "category": {"PII": "never"},
            "rule": {"FIELD_NO_DELETE": "LOW"}, "min_confidence": "MEDIUM", "blocking": 0})
        self.assertTrue(report["can_deploy"])

    def test_text_says_which_gate_judged(self):
        text = self.code(MEDIUM, config='[gate]\nfail_on = "HIGH"\ncategory = { PII = "never" }\n'
                                        ).stdout
        self.assertIn("can_deploy: yes (fails on HIGH and above; for PII never)", text)

    def test_json_follows_its_schema(self):
        for name, command in (("report", "check"), ("pii_report", "pii")):
            done = self.code(HIGH, "--format", "json", "-o", "r.json", command=command)
            self.assertIn(done.returncode, (0, 1), done.stderr)
            done = tools.run(["node", tools.ROOT / "tests/support/validate_json.mjs", tools.PEERS,
                              tools.ROOT / f"analyzer/report/{name}.schema.json",
                              self.repository.path / "r.json"])
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_mistakes_are_usage_errors_with_a_hint(self):
        for config, words in (
                ('fail_on = "HIGH"\n', "Did you mean `gate.fail_on`?"),
                ('[gate]\nfail_onn = "HIGH"\n', "Did you mean `fail_on`?"),
                ('[gate]\nmode = "off"\n', "enforce"),
                ('[gate.category]\nVALIDATON = "LOW"\n', "Did you mean `VALIDATION`?"),
                ('[gate.rule]\nFIELD_NO_DELET = "LOW"\n', "Did you mean `FIELD_NO_DELETE`?"),
                ('[gate.rule]\nFIELD_NO_DELETE = "SOON"\n', "SOON")):
            with self.subTest(config):
                done = self.code(BEFORE, config=config)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(words, done.stderr)
                self.assertIn("protowarden.toml", done.stderr)
        for arguments, words in ((["--fail-on", "SOON"], "SOON"), (["--mode", "off"], "shadow"),
                                 (["--fail-on", "PIII=LOW"], "Did you mean `PII`?"),
                                 (["--min-confidence", "SURE"], "SURE")):
            done = self.code(BEFORE, *arguments)
            self.assertEqual((done.returncode, done.stdout), (2, ""), arguments)
            self.assertIn(words, done.stderr)

    def test_harmless_changes_are_counted_and_listed_on_request(self):
        done = self.code(HARMLESS)
        self.assertIn("1 harmless change (`protowarden changelog` lists them).", done.stdout)
        self.assertNotIn("CHANGELOG_FIELD_ADDED", done.stdout)
        self.assertIn("CHANGELOG_FIELD_ADDED", self.code(HARMLESS, "-v").stdout)
        report = self.report(HARMLESS)
        self.assertEqual((report["summary"]["total_changes"],
                          report["summary"]["total_breaking_changes"]), (1, 0))
        self.assertEqual(report["overall_severity"], "NONE")
        self.assertEqual(report["recommendations"], [])


if __name__ == "__main__":
    unittest.main()
