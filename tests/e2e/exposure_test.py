# SPDX-License-Identifier: Apache-2.0
"""Exposure of personal data: the state, what a change brings, the gate, who reads what."""
import json
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import tools  # noqa: E402
from repository import Repository  # noqa: E402

USER = """syntax = "proto3";
package shop.v1;
import "pii/v1/sensitivity.proto";
message User {
  string name = 1 [(pii.v1.sensitivity) = LOW, (pii.v1.pii_type) = NAME];
  string email = 2 [(pii.v1.sensitivity) = MEDIUM, (pii.v1.pii_type) = EMAIL_PERSONAL];
}
"""
SERVICE = """syntax = "proto3";
package shop.v1;
import "user.proto";
message ListUsersRequest { string page_token = 1; }
message ListUsersResponse { repeated User users = 1; }
service Users { rpc ListUsers(ListUsersRequest) returns (ListUsersResponse); }
"""
WITH_SSN = USER.replace("\n}\n", "\n  string ssn = 3;\n}\n")
ANNOTATED = WITH_SSN.replace("ssn = 3;", "ssn = 3 [(pii.v1.sensitivity) = HIGH, "
                                         "(pii.v1.pii_type) = SSN];")


class Pii(unittest.TestCase):
    def setUp(self):
        self.repository = Repository()
        self.addCleanup(self.repository.close)
        self.repository.commit({"user.proto": USER, "service.proto": SERVICE})
        self.path = self.repository.path

    def run_it(self, *arguments):
        return tools.protowarden(*arguments, cwd=self.path)

    def report(self, *arguments):
        return tools.report(*arguments, cwd=self.path)

    def changes(self, *arguments):
        return sorted((c["rule"], c["severity"], c["element"].removeprefix("shop.v1."))
                      for c in self.report("pii", "--against", "HEAD", *arguments)["changes"])

    # What a change brings.

    def test_an_ssn_in_a_listed_message_is_exposed_unannotated_and_listed(self):
        self.repository.write({"user.proto": WITH_SSN})
        self.assertEqual(self.changes(), [
            ("PII_LIST_RETURNS_HIGH", "HIGH", "Users.ListUsers"),
            ("PII_NEWLY_EXPOSED", "HIGH", "User.ssn"),
            ("PII_UNANNOTATED_HIGH", "HIGH", "User.ssn")])
        report = self.report("pii", "--against", "HEAD")
        exposed = next(c for c in report["changes"] if c["rule"] == "PII_NEWLY_EXPOSED")
        self.assertIn("Users.ListUsers", exposed["description"])
        self.assertIn("ListUsersResponse.users.ssn", " ".join(exposed["notes"]))
        self.assertEqual(exposed["location"], "user.proto:7")
        self.assertFalse(exposed["is_breaking"])
        self.assertEqual((report["exit_code"], report["can_deploy"], report["fail_on"]),
                         (1, False, "HIGH"))
        # The inventory is that of the whole schema, not of the changed file.
        self.assertEqual(report["proto_files"], ["service.proto", "user.proto"])
        self.assertEqual(report["total_fields"], 5)
        self.assertEqual(report["findings"], [])

    def test_the_service_that_exposes_it_need_not_change(self):
        self.repository.write({"user.proto": ANNOTATED})
        rules = [rule for rule, _, _ in self.changes()]
        self.assertEqual(rules, ["PII_LIST_RETURNS_HIGH", "PII_NEWLY_EXPOSED"])

    def test_nothing_new_passes(self):
        self.repository.commit({"user.proto": WITH_SSN})
        self.repository.write({"user.proto": WITH_SSN.replace("}", "  int32 visits = 4;\n}")})
        self.assertEqual(self.changes(), [])
        done = self.run_it("pii", "--against", "HEAD")
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("Nothing that concerns personal data", done.stdout)

    def test_annotations_removed_and_lowered(self):
        self.repository.commit({"user.proto": ANNOTATED})
        self.repository.write({"user.proto": WITH_SSN})
        self.assertEqual(self.changes(), [("PII_ANNOTATION_REMOVED", "HIGH", "User.ssn")])
        self.repository.write({"user.proto": ANNOTATED.replace("HIGH", "PUBLIC")})
        self.assertEqual(self.changes(), [("PII_ANNOTATION_LOWERED", "HIGH", "User.ssn")])

    def test_the_gate_can_be_set(self):
        self.repository.write({"user.proto": USER.replace("\n}\n", "\n  string phone = 3;\n}\n")})
        self.assertEqual(self.run_it("pii", "--against", "HEAD").returncode, 0)
        self.assertEqual(self.run_it("pii", "--against", "HEAD", "--fail-on",
                                     "MEDIUM").returncode, 1)
        self.repository.write({"protowarden.toml": '[gate.category]\nPII = "MEDIUM"\n'})
        self.assertEqual(self.run_it("pii", "--against", "HEAD").returncode, 1)
        self.repository.write({"protowarden.toml": '[gate.category]\nPII = "HUGE"\n'})
        self.assertEqual(self.run_it("pii", "--against", "HEAD").returncode, 2)

    def test_ignored_paths_of_breaking_changes_still_leak(self):
        self.repository.write({"user.proto": WITH_SSN,
                               "protowarden.toml": '[breaking]\nignore = ["user.proto"]\n'})
        self.assertIn(("PII_NEWLY_EXPOSED", "HIGH", "User.ssn"), self.changes())
        self.repository.write({"protowarden.toml": '[breaking.ignore_only]\n'
                                                   'PII_NEWLY_EXPOSED = ["user.proto"]\n'})
        self.assertNotIn("PII_NEWLY_EXPOSED", [rule for rule, _, _ in self.changes()])

    # One version alone.

    def test_a_scan_lists_the_state_and_passes(self):
        self.repository.write({"user.proto": WITH_SSN})
        report = self.report("pii")
        self.assertEqual(report["exit_code"], 0)
        self.assertEqual(sorted(f["rule"] for f in report["findings"]),
                         ["PII_LIST_RETURNS_HIGH", "PII_UNANNOTATED_HIGH"])
        self.assertEqual((report["changes"], report["base"], report["can_deploy"]),
                         ([], None, None))
        self.assertEqual(self.run_it("pii", "--fail-on", "HIGH").returncode, 1)
        self.assertEqual(self.run_it("pii", "--fail-on", "CRITICAL").returncode, 0)
        self.assertIn("PII_LIST_RETURNS_HIGH (1)", self.run_it("pii").stdout)

    def test_a_scan_sees_annotations_that_say_too_little(self):
        self.repository.write({"user.proto": ANNOTATED.replace("HIGH", "LOW")})
        self.assertEqual([(f["rule"], f["severity"]) for f in self.report("pii")["findings"]],
                         [("PII_ANNOTATION_CONTRADICTS", "HIGH")])

    def test_a_reviewed_correction_ends_the_contradiction(self):
        self.repository.write({"user.proto": ANNOTATED.replace("HIGH", "PUBLIC")})
        self.assertEqual(len(self.report("pii")["findings"]), 1)
        done = self.run_it("pii", "correct", "User.ssn", "PUBLIC", "--why", "serial of a ship")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.report("pii")["findings"], [])

    def test_the_check_for_unannotated_high_data_that_pipelines_have(self):
        self.repository.write({"user.proto": WITH_SSN})
        high = [f["field_path"] for f in self.report("pii")["fields"]
                if f["sensitivity"] == "HIGH" and f["annotated"] is False]
        self.assertIn("User.ssn", high)

    def test_only_what_path_names_is_reported(self):
        self.repository.write({"user.proto": WITH_SSN})
        report = self.report("pii", "service.proto")
        self.assertEqual([f["rule"] for f in report["findings"]], ["PII_LIST_RETURNS_HIGH"])
        self.assertEqual({f["file"] for f in report["fields"]}, {"service.proto"})

    def test_groups(self):
        self.repository.write({"user.proto": WITH_SSN})
        report = self.report("pii")
        self.assertEqual(report["by_regulation"]["HIPAA"]["by_sensitivity"],
                         {"HIGH": 1, "MEDIUM": 1, "LOW": 1})
        self.assertEqual(report["by_regulation"]["GLBA"]["fields"], ["shop.v1.User.ssn"])
        self.assertEqual(report["by_service"]["shop.v1.Users"]["total"], 3)
        self.assertEqual(report["by_type"]["SSN"]["total"], 1)
        shown = self.run_it("pii", "--by", "regulation").stdout
        self.assertRegex(shown, r"HIPAA +1 +1 +1 +3\n")
        self.assertRegex(self.run_it("pii", "--by", "level").stdout.splitlines()[1], "^HIGH +1 +0")
        self.assertIn("shop.v1.Users", self.run_it("pii", "--by", "service").stdout)
        self.assertEqual(self.run_it("pii", "--by", "colour").returncode, 2)

    # check: breaking changes and personal data.

    def test_check_has_one_report_and_two_gates(self):
        self.repository.write({"user.proto": WITH_SSN.replace("string name", "bytes name")})
        report = self.report("check", "--against", "HEAD")
        rules = {c["rule"] for c in report["changes"]}
        self.assertTrue({"FIELD_SAME_TYPE", "PII_NEWLY_EXPOSED"} <= rules, rules)
        self.assertEqual(report["exit_code"], 1)
        self.assertEqual(report["summary"]["total_breaking_changes"], 1)
        # Of what is compared; `pii` speaks of the whole schema.
        self.assertEqual(report["pii"], {
            "total_fields": 3, "pii_fields": 3, "unannotated_fields": 1,
            "by_sensitivity": {"HIGH": 1, "MEDIUM": 1, "LOW": 1, "PUBLIC": 0},
            "newly_exposed": 1, "fail_on": "HIGH"})
        text = self.run_it("check", "--against", "HEAD").stdout
        self.assertIn("1 breaking change and 3 findings about personal data", text)

    def test_check_passes_and_fails_by_each_gate(self):
        self.repository.write({"user.proto": USER.replace("\n}\n", "\n  string phone = 3;\n}\n")})
        done = self.run_it("check", "--against", "HEAD")
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("can_deploy: yes", done.stdout)
        self.assertEqual(self.run_it("check", "--against", "HEAD", "--fail-on",
                                     "LOW").returncode, 1)
        self.repository.write({"user.proto": USER.replace("message User {",
                                                          "message User {\n  reserved 2;")
                               .replace("  string email = 2", "  string email = 5")})
        self.assertEqual(self.run_it("check", "--against", "HEAD").returncode, 1)

    def test_check_of_several_files_reports_on_them(self):
        self.repository.write({"user.proto": WITH_SSN,
                               "other.proto": WITH_SSN.replace("v1;", "v2;")})
        report = self.report("check", "./service.proto", "other.proto", "--against", "HEAD")
        self.assertEqual({c["file"] for c in report["changes"]}, {"service.proto", "other.proto"})
        done = self.run_it("check", "user.proto", "../elsewhere.proto", "--against", "HEAD")
        self.assertEqual(done.returncode, 2)
        self.assertIn("../elsewhere.proto", done.stderr)

    def test_check_json_follows_its_schema(self):
        self.repository.write({"user.proto": WITH_SSN})
        done = self.run_it("check", "--against", "HEAD", "--format", "json", "-o", "r.json")
        self.assertEqual(done.returncode, 1, done.stderr)
        done = tools.run(["node", tools.ROOT / "tests/support/validate_json.mjs", tools.PEERS,
                          tools.ROOT / "analyzer/report/report.schema.json", self.path / "r.json"])
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_what_cannot_be_read_never_passes(self):
        self.repository.write({"broken.proto": "message {"})
        for command in (("check", "--against", "HEAD"), ("pii", "--against", "HEAD"), ("pii",)):
            self.assertEqual(self.run_it(*command).returncode, 3, command)

    # Who may read what.

    def test_authorisation_rules(self):
        self.repository.write({"user.proto": WITH_SSN})
        rules = json.loads(self.run_it("pii", "authz").stdout)
        self.assertEqual(list(rules["fields"]), ["shop.v1.User.email"])
        email = rules["fields"]["shop.v1.User.email"]
        self.assertEqual((email["required_roles"], email["required_scopes"], email["audit"],
                          email["mask_in_logs"], email["source"]),
                         (["support", "admin"], ["pii.medium.read"], True, False, "annotation"))
        self.assertEqual(rules["unannotated_fields"], 1)
        rules = json.loads(self.run_it("pii", "authz", "--classified").stdout)
        ssn = rules["fields"]["shop.v1.User.ssn"]
        self.assertEqual((ssn["required_roles"], ssn["mask_in_logs"], ssn["source"]),
                         (["admin", "compliance_officer"], True, "classifier"))
        self.assertEqual(rules["methods"]["shop.v1.Users.ListUsers"]["audit"], True)

    def test_authorisation_with_own_roles(self):
        self.repository.write({"a.toml": '[[access]]\nlevel = "LOW"\nrequired_roles = ["clerk"]\n'})
        rules = json.loads(self.run_it("pii", "authz", "--access", "a.toml").stdout)
        self.assertEqual(rules["fields"]["shop.v1.User.name"]["required_roles"], ["clerk"])
        self.repository.write({"a.toml": '[[access]]\nlevel = "HUGE"\n'})
        done = self.run_it("pii", "authz", "--access", "a.toml")
        self.assertEqual(done.returncode, 2)
        self.assertIn("a.toml:1", done.stderr)

    def mask(self, payload, *arguments):
        return subprocess.run([tools.PROTOWARDEN, "pii", "mask", *arguments], input=payload,
                              cwd=self.path, env=tools.ENVIRONMENT, capture_output=True, text=True,
                              timeout=60, check=False)

    def test_payloads_are_masked(self):
        self.repository.write({"user.proto": WITH_SSN})
        payload = json.dumps({"users": [{"name": "John Doe", "ssn": "123-45-6789",
                                         "email": "john@example.com"}]})
        done = self.mask(payload, "--message", "ListUsersResponse", "--clearance", "LOW")
        self.assertEqual(json.loads(done.stdout), {"users": [
            {"name": "John Doe", "ssn": "[REDACTED]", "email": "[REDACTED]"}]})
        done = self.mask(payload, "--message", "shop.v1.ListUsersResponse", "--clearance", "MEDIUM",
                         "--strategy", "partial")
        self.assertEqual(json.loads(done.stdout)["users"][0]["ssn"], "****6789")

    def test_mask_fails_closed(self):
        cases = (("{}", ("--message", "Usr", "--clearance", "LOW"), 2),
                 ("no json", ("--message", "User", "--clearance", "LOW"), 3),
                 ("{}", ("--message", "User", "--clearance", "TOP"), 2),
                 ("{}", ("--message", "User"), 2))
        for payload, arguments, code in cases:
            done = self.mask(payload, *arguments)
            self.assertEqual((done.returncode, done.stdout), (code, ""), done.stderr)
        self.repository.write({"broken.proto": "message {"})
        done = self.mask('{"name": "A"}', "--message", "User", "--clearance", "LOW")
        self.assertEqual((done.returncode, done.stdout), (3, ""))


if __name__ == "__main__":
    unittest.main()
