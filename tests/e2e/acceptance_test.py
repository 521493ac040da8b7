# SPDX-License-Identifier: Apache-2.0
"""Accepting a change on purpose, and whose policy judges a change."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import tools  # noqa: E402
from repository import Repository  # noqa: E402

BEFORE = """syntax = "proto3";
package todo.v1;

// A thing to do.
message Task {
  string id = 1;
  string title = 2;
  int32 size = 3;
}
"""
DELETED = BEFORE.replace("  string title = 2;\n", "")


def changed(directive):
    return BEFORE.replace("  int32 size", f"  // protowarden:allow {directive}\n  int64 size")


RULE = "FIELD_SAME_TYPE"

TODAY = {**tools.ENVIRONMENT, "SOURCE_DATE_EPOCH": "1780000000"}  # 2026-05-28
TRUST = '[acceptance]\nsame_change = ["{}"]\n'


def accepted_row(rule, element):
    return f'[[accept]]\nrule = "{rule}"\nelement = "{element}"\nwhy = "on purpose"\n'


class AcceptanceTest(unittest.TestCase):
    def setUp(self):
        self.repository = Repository()
        self.addCleanup(self.repository.close)

    def start(self, files=None):
        self.repository.commit({"todo.proto": BEFORE, **(files or {})})
        self.repository.git("checkout", "-q", "-b", "change")

    def report(self, *arguments):
        return tools.report("check", "--against", "main", *arguments, cwd=self.repository.path,
                            env=TODAY)

    def entry(self, report, rule=RULE):
        found = [change for change in report["changes"] if change["rule"] == rule]
        self.assertEqual(len(found), 1, [change["rule"] for change in report["changes"]])
        return found[0]

    def write(self, text, **files):
        self.repository.write({"todo.proto": text,
                               **{name.replace("__", "/"): value for name, value in files.items()}})

    def check(self, effective, *arguments, rule=RULE):
        report = self.report(*arguments)
        change = self.entry(report, rule)
        self.assertEqual(change["blocks"], not effective, change)
        self.assertEqual(report["can_deploy"], effective)
        return change, report

    # Comments

    def test_a_comment_of_the_change_awaits_a_reviewer(self):
        self.start()
        self.write(changed(RULE + " sizes grow"))
        change, _ = self.check(False)
        self.assertEqual(change["acceptance"], {
            "origin": "comment", "reason": "sizes grow", "until": None,
            "where": "todo.proto:9", "effective": False})
        self.check(True, "--reviewed", "label accepted")
        self.check(True, "--policy-from", "head")

    def test_a_trusted_comment_accepts_the_rules_it_names_on_its_element_only(self):
        self.start({"protowarden.toml": TRUST.format("comment")})
        self.write(changed(RULE + " sizes grow"))
        self.check(True)
        self.write(changed("FIELD_NO_DELETE,FIELD_SAME_TYPE sizes grow"))
        self.check(True)
        self.write(changed("FIELD_NO_DELETE sizes grow"))
        self.check(False)
        self.write(BEFORE.replace("int32 size", "int64 size")
                   .replace("  string id", f"  // protowarden:allow {RULE} sizes grow\n  string id"))
        self.check(False)

    def test_a_trailing_comment_counts(self):
        self.start({"protowarden.toml": TRUST.format("comment")})
        self.write(BEFORE.replace("int32 size = 3;",
                                  f"int64 size = 3;  // protowarden:allow {RULE} sizes grow"))
        self.check(True)

    def test_what_stood_in_the_base_counts(self):
        self.repository.commit({"todo.proto": changed(RULE + " sizes grow")
                                .replace("int64", "int32")})
        self.repository.git("checkout", "-q", "-b", "change")
        self.write(changed(RULE + " sizes grow"))
        self.check(True)
        self.write(changed(RULE + " another reason"))
        self.check(False)

    def test_a_comment_without_reason_or_with_a_mistake_is_reported_and_accepts_nothing(self):
        self.start({"protowarden.toml": TRUST.format("comment")})
        for text, problem in ((RULE, "The reason is missing"),
                              (RULE + " until=2027-01-31", "The reason is missing"),
                              ("FIELD_SAME_TYP sizes grow", "Did you mean `FIELD_SAME_TYPE`?"),
                              (RULE + " sizes grow until=tomorrow", "until=2027-01-31")):
            with self.subTest(text):
                self.write(changed(text))
                _, report = self.check(False)
                idle, = report["idle_acceptances"]
                self.assertEqual(idle["why"], "invalid")
                self.assertIn(problem, idle["explanation"])
                self.assertEqual(idle["where"], "todo.proto:9")

    def test_days(self):
        self.start({"protowarden.toml": TRUST.format("comment")})
        for until, effective in (("2026-05-27", False), ("2026-05-28", True), ("2027-01-31", True)):
            with self.subTest(until):
                self.write(changed(f"{RULE} sizes grow until={until}"))
                _, report = self.check(effective)
                self.assertEqual([idle["why"] for idle in report["idle_acceptances"]],
                                 [] if effective else ["expired"])

    def test_an_unused_comment_is_reported_unless_only_a_part_is_looked_at(self):
        self.start({"protowarden.toml": TRUST.format("comment")})
        self.write(BEFORE.replace("  int32", f"  // protowarden:allow {RULE} sizes grow\n  int32"))
        report = self.report()
        self.assertEqual([idle["why"] for idle in report["idle_acceptances"]], ["unused"])
        self.assertEqual(self.report("--path", "todo.proto")["idle_acceptances"], [])
        self.assertEqual(self.report("--category", "WIRE")["idle_acceptances"], [])

    def test_the_directive_is_no_documentation(self):
        self.start({"protowarden.toml": TRUST.format("comment")})
        self.write(changed(RULE + " must not be more than 5 seconds, required"))
        report = self.report()
        self.assertFalse([change["rule"] for change in report["changes"]
                          if change["rule"].startswith("DOCUMENTED")])

    # Trailers

    def test_a_trailer_accepts(self):
        self.start()
        self.write(DELETED)
        self.check(False, rule="FIELD_NO_DELETE")
        self.repository.git("add", "-A")
        self.repository.git("commit", "-q", "-m", "Drop the title\n\nProtowarden-Allow: "
                            "FIELD_NO_DELETE todo.v1.Task.title was never\n  released")
        change, _ = self.check(True, rule="FIELD_NO_DELETE")
        self.assertEqual(change["acceptance"]["origin"], "trailer")
        self.assertEqual(change["acceptance"]["reason"], "was never released")
        self.assertRegex(change["acceptance"]["where"], "^commit [0-9a-f]{7,}$")

    def test_a_trailer_counts_only_if_the_base_says_so(self):
        self.start({"protowarden.toml": TRUST.format("label")})
        self.write(DELETED, **{"protowarden.toml": ""})
        self.repository.git("add", "-A")
        self.repository.git("commit", "-q", "-m", "Drop\n\nProtowarden-Allow: FIELD_NO_DELETE "
                            "todo.v1.Task.title never released")
        change, _ = self.check(False, rule="FIELD_NO_DELETE")
        self.assertFalse(change["acceptance"]["effective"])

    # Files

    def test_rows_count_once_they_are_in_the_base(self):
        row = accepted_row("FIELD_NO_DELETE", "todo.v1.Task.title")
        self.start()
        self.write(DELETED, **{".protowarden__accepted.toml": row})
        self.check(False, rule="FIELD_NO_DELETE")
        self.repository.git("checkout", "-q", "main")
        self.repository.commit({"todo.proto": BEFORE, ".protowarden/accepted.toml": row})
        self.repository.git("checkout", "-q", "-B", "change")
        self.write(DELETED)
        change, _ = self.check(True, rule="FIELD_NO_DELETE")
        self.assertEqual(change["acceptance"]["where"], ".protowarden/accepted.toml:1")

    def test_rows_of_the_configuration(self):
        self.start({"protowarden.toml": accepted_row("FIELD_NO_DELETE", "todo.v1.Task.title")})
        self.write(DELETED)
        self.check(True, rule="FIELD_NO_DELETE")

    def test_owned_files_count_where_the_base_says_so(self):
        row = accepted_row("FIELD_NO_DELETE", "todo.v1.Task.title")
        self.start({"protowarden.toml": TRUST.format("codeowners"),
                    ".github/CODEOWNERS": "*.proto @api\n/.protowarden/ @reviewers\n"})
        self.write(DELETED, **{".protowarden__accepted.toml": row})
        self.check(True, rule="FIELD_NO_DELETE")
        # The change cannot give itself an owner.
        self.repository.git("checkout", "-q", "-f", "main")
        self.repository.git("clean", "-fdq")
        self.repository.commit({".github/CODEOWNERS": "*.md @docs\n"})
        self.repository.git("checkout", "-q", "-B", "change")
        self.write(DELETED, **{".protowarden__accepted.toml": row,
                               ".github__CODEOWNERS": "* @me\n"})
        self.check(False, rule="FIELD_NO_DELETE")

    def test_accept_writes_a_row_that_holds(self):
        self.start({"protowarden.toml": TRUST.format("file")})
        self.write(DELETED)
        fingerprint = self.entry(self.report(), "FIELD_NO_DELETE")["fingerprint"]
        done = tools.protowarden("accept", fingerprint[:8], "--why", 'quote " and \\', "--until",
                                 "2027-01-31", "--against", "main", cwd=self.repository.path)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("FIELD_NO_DELETE", done.stdout)
        change, _ = self.check(True, rule="FIELD_NO_DELETE")
        self.assertEqual(change["acceptance"]["reason"], 'quote " and \\')
        self.assertEqual(change["acceptance"]["until"], "2027-01-31")
        again = tools.protowarden("accept", fingerprint, "--why", "another", "--against", "main",
                                  cwd=self.repository.path)
        self.assertEqual(again.returncode, 0, again.stderr)
        text = (self.repository.path / ".protowarden/accepted.toml").read_text()
        self.assertEqual(text.count("[[accept]]"), 1)
        # Lines move, the file moves, the layout changes.
        self.repository.git("mv", "todo.proto", "tasks.proto")
        self.repository.write({"tasks.proto": "// Moved.\n\n" + DELETED.replace("  string", "\tstring")})
        self.assertFalse(self.entry(self.report(), "FIELD_NO_DELETE")["blocks"])

    def test_mistakes_of_accept(self):
        self.start()
        self.write(DELETED)
        for arguments, message in ((["0123456789"], "has the fingerprint"),
                                   (["012"], "too short"),
                                   ([], "Pass the fingerprints"),
                                   (["--rule", "FIELD_NO_DELETE"], "belong together"),
                                   (["--rule", "FIELD_NO_DELET", "--element", "x"], "Did you mean"),
                                   (["0123456789", "--until", "2027-02-30"], "no day")):
            with self.subTest(arguments):
                done = tools.protowarden("accept", *arguments, "--why", "x", "--against", "main",
                                         cwd=self.repository.path)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn(message, done.stderr)
        self.assertFalse((self.repository.path / ".protowarden").exists())

    def test_mistakes_in_files_stop_the_run(self):
        self.start()
        for text, message in (("[[accept]]\nrule = 1\n", ":2: `rule` must be a string"),
                              ('[[accept]]\nrule = "A"\nelement = "b"\n', "`why`"),
                              ("[[acept]]\n", "accept"), ("x", "accepted.toml:1")):
            with self.subTest(text):
                self.write(DELETED, **{".protowarden__accepted.toml": text})
                done = tools.protowarden("check", "--against", "main", cwd=self.repository.path)
                self.assertEqual(done.returncode, 2)
                self.assertIn(message, done.stderr)

    # The baseline

    def test_a_baseline_lets_pass_what_was_there(self):
        people = BEFORE + "message Person { string ssn = 1; }\n"
        self.start({"todo.proto": people})
        scan = ["pii", "--fail-on", "HIGH", "-q"]
        self.assertEqual(tools.protowarden(*scan, cwd=self.repository.path).returncode, 1)
        done = tools.protowarden("baseline", cwd=self.repository.path)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(tools.protowarden(*scan, cwd=self.repository.path).returncode, 0)
        self.write(people.replace("string ssn = 1;", "string ssn = 1; string card_number = 2;"))
        self.assertEqual(tools.protowarden(*scan, cwd=self.repository.path).returncode, 1)

    def test_a_baseline_of_a_change(self):
        self.start({"protowarden.toml": TRUST.format("file")})
        self.write(DELETED)
        done = tools.protowarden("baseline", "--against", "main", cwd=self.repository.path)
        self.assertEqual(done.returncode, 0, done.stderr)
        change, report = self.check(True, rule="FIELD_NO_DELETE")
        self.assertEqual(change["acceptance"]["origin"], "baseline")
        self.assertEqual(report["idle_acceptances"], [])

    # Whose policy

    def test_a_change_does_not_weaken_its_own_gate(self):
        self.start({"protowarden.toml": '[gate]\nfail_on = "LOW"\n'})
        weaker = '[gate]\nfail_on = "never"\n[breaking]\nignore = ["todo.proto"]\n'
        self.write(DELETED, **{"protowarden.toml": weaker})
        _, report = self.check(False, rule="FIELD_NO_DELETE")
        change, = report["policy_changes"]
        self.assertEqual(change["file"], "protowarden.toml")
        self.assertTrue(change["needs_review"])
        self.assertIn("was changed", change["description"])
        self.assertTrue(self.report("--reviewed", "label accepted")["can_deploy"])
        self.assertTrue(self.report("--policy-from", "head")["can_deploy"])

    def test_a_first_configuration_decides_and_is_listed(self):
        self.start()
        self.write(DELETED, **{"protowarden.toml": '[gate]\nfail_on = "never"\n'})
        report = self.report()
        self.assertTrue(report["can_deploy"])
        self.assertEqual([item["file"] for item in report["policy_changes"]], ["protowarden.toml"])

    def test_corrections_count_at_once_and_are_listed(self):
        self.start({"todo.proto": BEFORE, "protowarden.toml": ""})
        self.write(BEFORE.replace("size = 3;", "size = 3;\n  string ssn = 4;"), **{
            ".protowarden/pii-corrections.toml": '[[correction]]\nfield = "todo.v1.Task.ssn"\n'
            'level = "PUBLIC"\nwhy = "a serial number"\n'})
        report = self.report()
        self.assertTrue(report["can_deploy"])
        change, = report["policy_changes"]
        self.assertEqual(change["description"], "It is new. It decides about this change.")

    def test_a_changed_policy_can_fail_until_it_is_reviewed(self):
        self.start({"protowarden.toml": '[acceptance]\npolicy_change = "fail"\n'})
        self.write(BEFORE, **{"protowarden.toml": ""})
        self.assertFalse(self.report()["can_deploy"])
        self.assertTrue(self.report("--reviewed", "label accepted")["can_deploy"])

    def test_the_index_decides_for_a_hook(self):
        self.start({"protowarden.toml": '[gate]\nfail_on = "LOW"\n'})
        self.write(changed(RULE + " sizes grow"))
        self.repository.git("add", "-A")
        self.assertTrue(tools.report("check", "--staged", cwd=self.repository.path)["can_deploy"])

    def test_folders_have_no_base_to_ask(self):
        self.start()
        self.repository.write({"old/todo.proto": BEFORE,
                               "new/todo.proto": changed(RULE + " sizes grow")})
        report = tools.report("check", "new", "--against", "dir:old", cwd=self.repository.path)
        self.assertTrue(report["can_deploy"])
        self.assertEqual(report["policy_changes"], [])


if __name__ == "__main__":
    unittest.main()
