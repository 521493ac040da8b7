# SPDX-License-Identifier: Apache-2.0
"""SARIF: valid by the schema of SARIF 2.1.0, accepted by Microsoft's SARIF validator, within the
limits of GitHub's code scanning, and every place right."""
import json
import os
import pathlib
import platform
import stat
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import report_case  # noqa: E402
import tools  # noqa: E402

SDK = tools.PEERS / "node_modules/@microsoft/sarif-multitool-linux"
MULTITOOL = SDK / "Sarif.Multitool"


def validate(*files):
    return tools.run(["node", tools.ROOT / "tests/support/validate_sarif.mjs", tools.PEERS, *files])


def multitool_errors(file):
    """What Microsoft's validator says, by its rules about SARIF and those about GitHub."""
    if not os.access(MULTITOOL, os.X_OK):  # npm leaves the bit out without install scripts
        MULTITOOL.chmod(MULTITOOL.stat().st_mode | stat.S_IXUSR)
    found = file.with_suffix(".found")
    done = tools.run([MULTITOOL, "validate", file, "--rule-kind", "Sarif;Gh", "--log",
                      "ForceOverwrite", "--level", "Error;Warning", "-o", found],
                     env={**tools.ENVIRONMENT, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"})
    if not found.exists():
        raise AssertionError(f"the validator failed: {done.stdout}{done.stderr}")
    results = json.loads(found.read_text(encoding="utf-8-sig"))["runs"][0]["results"]
    # protowarden has no address of its own that it could name.
    return [(r["ruleId"], r.get("level"), r["message"]) for r in results
            if r["message"]["id"] != "Warning_ProvideToolnformationUri"]


class Sarif(unittest.TestCase):
    def setUp(self):
        self.repository = report_case.shop()
        self.addCleanup(self.repository.close)

    def run_of(self, *arguments, command="check"):
        text = report_case.rendered(self.repository, "sarif", *arguments, command=command)
        return json.loads(text)["runs"][0]

    def sample(self, name):
        return json.loads(report_case.sample(name, "sarif"))["runs"][0]

    def test_every_report_follows_the_schema(self):
        real = self.repository.path / "real.sarif"
        for command in ("check", "breaking", "pii"):
            real.write_text(report_case.rendered(self.repository, "sarif", command=command))
            done = validate(real)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        done = validate(*sorted(report_case.samples().glob("*.sarif")))
        self.assertEqual(done.returncode, 0, (done.stdout + done.stderr)[:3000])

    def test_the_schema_refuses_what_is_wrong(self):
        text = report_case.sample("full", "sarif")
        for right, wrong in (('"level": "error"', '"level": "bad"'), ('"runs"', '"run"'),
                             ('"startLine": 12', '"startLine": 0'),
                             ('"uri": "todo', '"uri": "to do')):
            self.assertIn(right, text)
            bad = self.repository.path / "bad.sarif"
            bad.write_text(text.replace(right, wrong))
            self.assertEqual(validate(bad).returncode, 1, wrong)

    @unittest.skipUnless(platform.machine() == "x86_64" and MULTITOOL.exists(),
                         "Microsoft's validator is a program for x86_64")
    def test_microsofts_validator_has_no_complaint(self):
        for name in ("clean", "full", "hostile", "broken"):
            file = report_case.samples() / f"{name}.sarif"
            self.assertEqual(multitool_errors(file), [], name)
        bad = self.repository.path / "bad.sarif"
        bad.write_text(report_case.sample("full", "sarif").replace('"results": [', '"results": ["x",'))
        self.assertNotEqual(multitool_errors(bad), [], "the validator accepts a wrong report")

    def test_one_run_with_its_name(self):
        log = json.loads(report_case.rendered(self.repository, "sarif"))
        self.assertEqual((log["version"], len(log["runs"])), ("2.1.0", 1))
        self.assertEqual(log["runs"][0]["automationDetails"]["id"], "protowarden/check/")
        self.assertEqual(self.run_of(command="breaking")["automationDetails"]["id"],
                         "protowarden/breaking/")

    def test_places(self):
        run = self.run_of()
        by_rule = {r["ruleId"]: r for r in run["results"]}
        changed = by_rule["FIELD_SAME_TYPE"]["locations"][0]["physicalLocation"]
        self.assertEqual(changed["artifactLocation"],
                         {"uri": "shop/v1/shop.proto", "uriBaseId": "%SRCROOT%"})
        lines = report_case.AFTER.splitlines()
        for result in run["results"]:
            region = result["locations"][0]["physicalLocation"]["region"]
            self.assertEqual(set(region), {"startLine", "startColumn", "endLine", "endColumn"})
        region = changed["region"]
        line = lines[region["startLine"] - 1]
        self.assertEqual(line[region["startColumn"] - 1:region["endColumn"] - 1], "int64")
        old = by_rule["FIELD_SAME_TYPE"]["relatedLocations"][0]["physicalLocation"]["region"]
        line = report_case.BEFORE.splitlines()[old["startLine"] - 1]
        self.assertEqual(line[old["startColumn"] - 1:old["endColumn"] - 1], "int32")

    def test_what_is_gone_is_marked_at_the_line_above(self):
        deleted = next(r for r in self.run_of()["results"] if r["ruleId"] == "FIELD_NO_DELETE")
        region = deleted["locations"][0]["physicalLocation"]["region"]
        line = report_case.AFTER.splitlines()[region["startLine"] - 1]
        self.assertEqual(line[region["startColumn"] - 1:region["endColumn"] - 1],
                         "string name = 2;")
        self.assertEqual(region["startLine"], region["endLine"])

    def test_a_deleted_file_still_has_a_place(self):
        self.repository.write({"shop/v1/shop.proto": None, "other.proto": 'syntax = "proto3";\n'})
        deleted = next(r for r in self.run_of()["results"] if r["ruleId"] == "FILE_NO_DELETE")
        self.assertEqual(deleted["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
                         "shop/v1/shop.proto")

    def test_columns_are_utf16(self):
        """An emoji and a tab before the place."""
        text = report_case.AFTER.replace("  int64 size", "\t/* \U0001F600 é */ int64 size")
        self.repository.write({"shop/v1/shop.proto": text})
        run = self.run_of()
        self.assertEqual(run["columnKind"], "utf16CodeUnits")
        changed = next(r for r in run["results"] if r["ruleId"] == "FIELD_SAME_TYPE")
        region = changed["locations"][0]["physicalLocation"]["region"]
        line = text.splitlines()[region["startLine"] - 1].encode("utf-16-le")
        marked = line[2 * (region["startColumn"] - 1):2 * (region["endColumn"] - 1)]
        self.assertEqual(marked.decode("utf-16-le"), "int64")

    def test_uris_are_encoded(self):
        self.repository.write({"shop/v1/a b%#é.proto": report_case.BEFORE.replace("shop.v1", "a")})
        self.repository.commit()
        self.repository.write({"shop/v1/a b%#é.proto": report_case.AFTER.replace("shop.v1", "a")})
        uris = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
                for r in self.run_of()["results"]}
        self.assertEqual(uris, {"shop/v1/a%20b%25%23%C3%A9.proto"})

    def test_rules_say_what_they_are(self):
        run = self.run_of()
        rules = run["tool"]["driver"]["rules"]
        for result in run["results"]:
            self.assertEqual(rules[result["ruleIndex"]]["id"], result["ruleId"])
        catalogue = {row["id"]: row for row in tools.rules()}
        for rule in rules:
            row = catalogue[rule["id"]]
            self.assertEqual(rule["shortDescription"]["text"], row["title"] + ".")
            self.assertIn(row["impact"], rule["help"]["text"])
            self.assertIn(row["remedy"], rule["help"]["markdown"])
            self.assertLessEqual(len(rule["fullDescription"]["text"]), 1024)
            # Only personal data is a matter of security.
            self.assertEqual("security-severity" in rule["properties"],
                             "PII" in row["categories"], rule["id"])

    def test_fingerprints_survive_line_shifts(self):
        def fingerprints():
            return sorted(r["partialFingerprints"]["primaryLocationLineHash"]
                          for r in self.run_of()["results"])
        first = fingerprints()
        self.assertEqual(len(set(first)), len(first))
        self.repository.write({"shop/v1/shop.proto": "\n\n// Shifted.\n" + report_case.AFTER})
        self.assertEqual(first, fingerprints())

    def test_acceptances_suppress(self):
        results = {r["ruleId"]: r for r in self.sample("full")["results"]}
        self.assertEqual(results["FIELD_SAME_JSTYPE"]["suppressions"], [{
            "kind": "inSource", "status": "accepted",
            "justification": "nobody uses it in JavaScript "
                             "(comment at todo/v1/task.proto:13, until 2027-01-31)"}])
        self.assertEqual(results["ENUM_VALUE_NO_DELETE"]["suppressions"][0]["status"],
                         "underReview")
        self.assertNotIn("suppressions", results["FIELD_SAME_TYPE"])
        self.assertNotIn("CHANGELOG_FIELD_ADDED", results)

    def test_what_could_not_be_analysed(self):
        invocation = self.sample("broken")["invocations"][0]
        self.assertIs(invocation["executionSuccessful"], False)
        self.assertEqual([(n["level"], n["message"]["text"]) for n in
                          invocation["toolExecutionNotifications"]][-1],
                         ("error", "The file is no text."))
        self.assertIs(self.sample("full")["invocations"][0]["executionSuccessful"], True)

    def test_the_worst_are_kept_within_githubs_limits(self):
        run = self.sample("many")
        self.assertEqual(len(run["results"]), 25_000)
        self.assertEqual(run["results"][0]["ruleId"], "FIELD_SAME_TYPE")  # the last and worst one
        texts = [n["message"]["text"] for n in run["invocations"][0]["toolExecutionNotifications"]]
        self.assertTrue(any(t.startswith("1,000 more findings are left out") for t in texts), texts)

    def test_foreign_text_is_no_link_and_no_placeholder(self):
        text = self.sample("hostile")["results"][0]["message"]["text"]
        self.assertIn("\\[d\\](https://example.com)", text)
        self.assertIn("{{0}", text)


if __name__ == "__main__":
    report_case.take_samples_argument()
    unittest.main()
