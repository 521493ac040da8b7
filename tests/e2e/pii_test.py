# SPDX-License-Identifier: Apache-2.0
"""`protowarden pii` as users call it: reports, --verify, --explain, configuration, corrections."""
import json
import pathlib
import sys
import tomllib
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import tools  # noqa: E402
from repository import Repository  # noqa: E402

ACCOUNT = tools.ROOT / "fixtures/pii/account"
SCHEMA = tools.ROOT / "analyzer/report/pii_report.schema.json"
SHOP = """syntax = "proto3";
package shop.v1;
import "pii/v1/sensitivity.proto";
message User {
  string email = 1;
  string ssn = 2 [(pii.v1.sensitivity) = HIGH, (pii.v1.pii_type) = SSN];
  string quirk = 3 [(pii.v1.sensitivity) = LOW];
  string badge_no = 4;
}
message Guest { string badge_no = 1; string colour = 2; }
message Visitor { string badge_no = 1; }
service Users { rpc GetUser(Guest) returns (User); }
"""


class Pii(unittest.TestCase):
    def setUp(self):
        self.repository = Repository()
        self.addCleanup(self.repository.close)
        self.repository.write({"shop.proto": SHOP})
        self.path = self.repository.path

    def run_it(self, *arguments):
        return tools.protowarden("pii", *arguments, cwd=self.path)

    def json(self, *arguments):
        done = self.run_it(*arguments, "--format", "json")
        self.assertTrue(done.stdout, done.stderr)
        return json.loads(done.stdout)

    def field(self, path):
        return next(f for f in self.json()["fields"] if f["field_path"] == path)

    def check_schema(self, text, expected=0):
        self.repository.write({"report.json": text})
        done = tools.run(["node", tools.ROOT / "tests/support/validate_json.mjs", tools.PEERS,
                          SCHEMA, self.path / "report.json"])
        self.assertEqual(done.returncode, expected, done.stdout + done.stderr)

    # The report.

    def test_reports_follow_their_schema(self):
        self.repository.write({"broken.proto": "message {"})
        self.correct("User.email", "LOW", "EMAIL_WORK")
        scan = self.run_it("--format", "json")
        self.assertEqual(scan.returncode, 3)
        account = tools.protowarden("pii", ACCOUNT, "--format", "json")
        verified = self.run_it(ACCOUNT, "--verify", ACCOUNT / "reference.tsv", "--format", "json")
        explained = self.run_it("--explain", "User.email", "--format", "json")
        for done in (scan, account, verified, explained):
            self.check_schema(done.stdout)
        self.check_schema(scan.stdout.replace('"reason"', '"raeson"'), expected=1)
        self.check_schema(account.stdout.replace('"MEDIUM"', '"MIDDLE"'), expected=1)

    def test_one_input_one_report(self):
        first, again = (self.run_it("--format", "json").stdout.split('"command"')[1]
                        for _ in range(2))
        self.assertEqual(first, again)

    def test_unannotated_high_fields_can_be_selected(self):
        open_fields = [f["field_path"] for f in self.json()["fields"]
                       if f["sensitivity"] != "PUBLIC" and not f["annotated"]]
        self.assertIn("User.email", open_fields)
        self.assertNotIn("User.ssn", open_fields)

    # --verify.

    def test_the_account_matches_its_reference(self):
        report = self.json(ACCOUNT, "--verify", ACCOUNT / "reference.tsv",
                           "--verify", ACCOUNT / "methods.tsv")
        right = {k: (report[k]["right"], report[k]["total"])
                 for k in ("fields", "messages", "methods")}
        self.assertEqual(right, {"fields": (86, 86), "messages": (8, 8), "methods": (6, 6)})
        self.assertGreaterEqual(report["types"]["right"], report["types"]["total"] - 2)
        self.assertEqual(report["mistakes"], [])
        self.assertIs(report["passed"], True)

    def test_verify_tells_mistakes_and_fails_below_the_share(self):
        self.repository.write({"r.tsv": "message\tfield\tsensitivity\tpii_type\n"
                                        "User\temail\tHIGH\tEMAIL_WORK\nUser\tssn\tHIGH\tSSN\n"})
        done = self.run_it("--verify", "r.tsv")
        self.assertEqual(done.returncode, 1, done.stderr)
        for words in ("Fields right        1 of 2", "50.0 %", "field User.email: reference HIGH, "
                      "found MEDIUM (`email` beside `ssn` in `User` is", "shop.proto:5:", "failed"):
            self.assertIn(words, done.stdout)
        self.assertEqual(self.run_it("--verify", "r.tsv", "--min-accuracy", "0.5").returncode, 0)
        for arguments, words in ((["--verify", "none.tsv"], "none.tsv"),
                                 (["--verify", "r.tsv", "--explain", "User.email"], "excludes"),
                                 (["--min-accuracy", "0.5"], "--verify"),
                                 (["--verify", "r.tsv", "--min-accuracy", "7"], "7")):
            done = self.run_it(*arguments)
            self.assertEqual(done.returncode, 2)
            self.assertIn(words, done.stderr)

    def test_verify_against_an_annotated_schema(self):
        self.repository.write({"reference/user.proto": SHOP.replace(
            "string email = 1", "string email = 1 [(pii.v1.sensitivity) = LOW]")})
        report = self.json("shop.proto", "--verify", "reference/user.proto")
        self.assertEqual(report["fields"]["total"], 3)
        # `quirk` is annotated in PATH too, but the classifier is judged, not its input.
        self.assertEqual({m["element"] for m in report["mistakes"]}, {"User.email", "User.quirk"})
        self.repository.write({"plain/p.proto": "syntax = \"proto3\"; message M { string a = 1; }"})
        done = self.run_it("shop.proto", "--verify", "plain/p.proto")
        self.assertEqual(done.returncode, 2)
        self.assertIn("no field that is annotated", done.stderr)

    # Configuration.

    def test_patterns_overrides_options_and_learning(self):
        self.repository.write({"protowarden.toml": """
[pii.options]
sensitivity = "acme.level"
[[pii.pattern]]
name = "badges"
pattern = "badge_.*"
level = "MEDIUM"
type = "EMPLOYEE_ID"
[[pii.override]]
path = "shop.v1.Visitor.*"
level = "HIGH"
why = "prisoners"
"""})
        badge = self.field("Guest.badge_no")
        self.assertEqual((badge["sensitivity"], badge["pii_type"], badge["source"]),
                         ("MEDIUM", "EMPLOYEE_ID", "pattern"))
        visitor = self.field("Visitor.badge_no")
        self.assertEqual((visitor["sensitivity"], visitor["source"]), ("HIGH", "override"))
        self.assertIs(self.field("User.ssn")["annotated"], False)

    def test_mistakes_in_the_policy_are_2_with_file_line_and_hint(self):
        for text, words in (("[pii]\npatern = 1\n", "protowarden.toml:2: `patern` is not known"),
                            ("pii = 3\n", "`pii` must be a table"),
                            ("[pi]\n", "Did you mean `pii`?")):
            self.repository.write({"protowarden.toml": text})
            done = self.run_it()
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn(words, done.stderr)

    def test_config_lists_the_keys(self):
        done = tools.protowarden("config")
        for key in ("pii.pattern.pattern", "pii.options.levels", "pii.corrections"):
            self.assertIn(key, done.stdout)

    def test_annotations_teach_like_fields_unless_told_not_to(self):
        self.repository.write({"guest.proto": "syntax = \"proto3\"; package shop.v2;\n"
                                              "message Customer { string quirk = 1; }\n"})
        learned = self.field("Customer.quirk")
        self.assertEqual((learned["sensitivity"], learned["source"]), ("LOW", "learned"))
        self.assertIn("shop.v1.User.quirk", learned["reason"])
        fields = self.json("--no-learn")["fields"]
        self.assertEqual([f["sensitivity"] for f in fields if f["field_path"] == "Customer.quirk"],
                         ["PUBLIC"])

    # --explain.

    def test_explain_shows_the_steps(self):
        done = self.run_it("--explain", "User.email")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(done.stdout.startswith("shop.v1.User.email  string, shop.proto:5\n"))
        for words in ("words", "`User` is about a person", "`email` (EMAIL_PERSONAL): yes",
                      "MEDIUM EMAIL_PERSONAL by name"):
            self.assertIn(words, done.stdout)
        for name, words in (("User.emial", "Did you mean `User.email`?"),
                            ("badge_no", "may be several fields"), ("", "There is no field")):
            done = self.run_it("--explain", name)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn(words, done.stderr)

    # Corrections.

    def correct(self, field, level, *more):
        return self.run_it("correct", field, level, *more, "--why", "because \"so\"")

    def corrections(self):
        text = (self.path / ".protowarden/pii-corrections.toml").read_text()
        return tomllib.loads(text)["correction"]

    def test_corrections_are_recorded_sorted_once_and_win(self):
        self.assertEqual(self.correct("User.ssn", "low").returncode, 0)
        done = self.correct("shop.v1.Guest.colour", "HIGH", "BIOMETRIC")
        self.assertIn("`shop.v1.Guest.colour` as HIGH", done.stdout)
        self.assertIn("the classifier says PUBLIC", done.stdout)
        self.correct("User.ssn", "MEDIUM")
        self.assertEqual([(c["field"], c["level"]) for c in self.corrections()],
                         [("shop.v1.Guest.colour", "HIGH"), ("shop.v1.User.ssn", "MEDIUM")])
        self.assertEqual(self.corrections()[0]["why"], "because \"so\"")
        self.assertEqual([p.name for p in (self.path / ".protowarden").iterdir()],
                         ["pii-corrections.toml"])
        colour, ssn = self.field("Guest.colour"), self.field("User.ssn")
        self.assertEqual((colour["sensitivity"], colour["pii_type"], colour["source"]),
                         ("HIGH", "BIOMETRIC", "correction"))
        self.assertEqual((ssn["sensitivity"], ssn["disagreement"]["sensitivity"]),
                         ("MEDIUM", "HIGH"))
        self.assertIn("correction", self.run_it("--explain", "User.ssn").stdout)

    def test_wrong_corrections_change_nothing(self):
        for arguments, words in ((["User.emial", "LOW"], "Did you mean `User.email`?"),
                                 (["User.email", "SECRET"], "is no level"),
                                 (["User.email", "LOW", "EMAIL_WROK"], "Did you mean `EMAIL_WORK`?"),
                                 (["badge_no", "LOW"], "may be several fields")):
            with self.subTest(arguments):
                done = self.correct(*arguments)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(words, done.stderr)
        done = self.run_it("correct", "User.email", "LOW", "--why", " ")
        self.assertEqual(done.returncode, 2)
        self.assertFalse((self.path / ".protowarden").exists())

    def test_three_like_corrections_propose_a_rule_that_spares_them(self):
        self.assertNotIn("[[pii.", self.correct("User.badge_no", "MEDIUM", "EMPLOYEE_ID").stdout)
        self.assertNotIn("[[pii.", self.correct("Guest.badge_no", "MEDIUM", "EMPLOYEE_ID").stdout)
        done = self.correct("Visitor.badge_no", "MEDIUM", "EMPLOYEE_ID")
        self.assertIn("[[pii.term]]", done.stdout)
        self.assertIn("[[pii.term]]", self.run_it().stdout)
        suggestion = self.json()["suggestions"][0]
        self.repository.write({"protowarden.toml": suggestion["toml"]})
        (self.path / ".protowarden/pii-corrections.toml").unlink()
        badge = self.field("Guest.badge_no")
        self.assertEqual((badge["sensitivity"], badge["pii_type"]), ("MEDIUM", "EMPLOYEE_ID"))

    def test_a_rule_that_exists_is_not_proposed_again(self):
        self.repository.write({"shop.proto": SHOP.replace("badge_no", "badge")})
        for level, kind in (("MEDIUM", "pii.pattern"), ("LOW", "pii.pattern")):
            for message in ("User", "Guest", "Visitor"):
                self.correct(f"{message}.badge", level)
            suggestion = self.json()["suggestions"][0]
            self.assertIn(kind, suggestion["toml"])
            self.repository.write({"protowarden.toml": suggestion["toml"]})
            self.assertEqual(self.json()["suggestions"], [])

    def test_the_file_is_where_the_configuration_says(self):
        self.repository.write({"protowarden.toml": "[pii]\ncorrections = \"privacy/fixes.toml\"\n",
                               "other.toml": ""})
        self.assertEqual(self.correct("User.email", "LOW").returncode, 0)
        self.assertTrue((self.path / "privacy/fixes.toml").is_file())
        self.assertEqual(self.field("User.email")["sensitivity"], "LOW")
        fields = self.json("--corrections", "other.toml")["fields"]
        self.assertEqual(fields[0]["sensitivity"], "MEDIUM")
        self.assertEqual(self.run_it("--corrections", "none.toml").returncode, 2)

    def test_annotate_writes_what_policy_lessons_and_corrections_say(self):
        self.repository.write({
            "pii/v1/sensitivity.proto": tools.protowarden("annotate", "--print-schema").stdout,
            "guest.proto": "syntax = \"proto3\"; package shop.v2;\n"
                           "message Customer { string quirk = 1; string badge_no = 2; }\n",
            "protowarden.toml": "[[pii.pattern]]\nname = \"badge\"\npattern = \"badge_.*\"\n"
                                "level = \"MEDIUM\"\n"})
        self.correct("Guest.badge_no", "HIGH")
        diff = tools.protowarden("annotate", "--diff", cwd=self.path).stdout
        self.assertIn("string quirk = 1 [(pii.v1.sensitivity) = LOW", diff)
        self.assertIn("string badge_no = 2 [(pii.v1.sensitivity) = MEDIUM", diff)
        self.assertIn("string badge_no = 1 [(pii.v1.sensitivity) = HIGH", diff)

    def test_corrections_of_fields_that_are_gone_are_told(self):
        self.correct("Guest.colour", "HIGH")
        self.repository.write({"shop.proto": SHOP.replace("string colour = 2;", "")})
        self.assertIn("shop.v1.Guest.colour", "\n".join(self.json()["notes"]))

    def test_a_bad_corrections_file_is_2_with_file_and_line(self):
        self.repository.write({".protowarden/pii-corrections.toml": "[[correction]]\nfeild = 1\n"})
        done = self.run_it()
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn(".protowarden/pii-corrections.toml:2: `feild` is not known here.", done.stderr)


if __name__ == "__main__":
    unittest.main()
