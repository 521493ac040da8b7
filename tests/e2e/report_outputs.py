# SPDX-License-Identifier: Apache-2.0
"""Reports in every format: several at once and into files, the same bytes each time, valid when
there is nothing to report, and text that stays text."""
import json
import pathlib
import re
import sys
import unittest
import xml.etree.ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import report_case  # noqa: E402
import tools  # noqa: E402
from report_case import AFTER, BEFORE, FORMATS  # noqa: E402

# Nothing but these may be left of control characters.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Destinations(unittest.TestCase):
    def setUp(self):
        self.repository = report_case.shop()
        self.addCleanup(self.repository.close)

    def run_it(self, *arguments, command="check"):
        return tools.protowarden(command, "--against", "HEAD", *arguments,
                                 cwd=self.repository.path, env=report_case.ENVIRONMENT)

    def read(self, name):
        return (self.repository.path / name).read_text()

    def test_several_at_once(self):
        every = [f"--format={name}:out.{name}" for name in FORMATS if name != "text"]
        for command in ("check", "breaking", "pii"):
            with self.subTest(command):
                done = self.run_it(*every, "--format", "text", command=command)
                alone = self.run_it(command=command)
                self.assertEqual((done.returncode, done.stdout), (alone.returncode, alone.stdout))
                for name in FORMATS:
                    if name == "text":
                        continue
                    one = self.run_it("--format", name, command=command)
                    self.assertEqual(one.stdout, self.read(f"out.{name}"), name)
                    self.assertEqual(one.returncode, done.returncode)

    def test_output_is_for_the_one_without_a_file(self):
        done = self.run_it("--format", "json", "--format", "markdown:c.md", "-o", "r.json")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("changes", json.loads(self.read("r.json")))
        self.assertTrue(self.read("c.md").startswith("### "))

    def test_documents_take_files_too(self):
        done = self.run_it("--format", "markdown:c.md", "--format", "json:c.json", "--format",
                           "text", command="changelog")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Changes since", done.stdout)
        self.assertIn("# Changes since", self.read("c.md"))
        self.assertIn("sections", json.loads(self.read("c.json")))

    def test_mistakes(self):
        for arguments, words in (
                (["--format", "text", "--format", "json"], "Two reports would go to standard output"),
                (["--format", "json:-", "--format", "text"], "standard output"),
                (["--format", "json:a", "--format", "sarif:./a"], "Two reports would go to a."),
                (["--format", "json:a", "-o", "b"], "Drop -o"),
                (["--format", "json:"], "json:FILE"),
                (["--format", "sariff:x"], "Did you mean `sarif`?"),
                (["--format", "xml"], "text, json, sarif")):
            with self.subTest(arguments):
                done = self.run_it(*arguments)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(words, done.stderr)
        done = tools.protowarden("pii", "--explain", "Order.email", "--format", "sarif",
                                 cwd=self.repository.path)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("--explain writes text or json", done.stderr)

    def test_a_file_that_cannot_be_written_keeps_back_no_other(self):
        done = self.run_it("--format", "json:no/folder/a", "--format", "sarif:b.sarif")
        self.assertEqual(done.returncode, 3)
        self.assertIn("no/folder/a", done.stderr)
        self.assertIn("runs", json.loads(self.read("b.sarif")))

    def test_files_are_replaced_as_a_whole(self):
        self.repository.write({"out.sarif": "old"})
        self.run_it("--format", "sarif:out.sarif")
        self.assertIn("runs", json.loads(self.read("out.sarif")))
        self.assertEqual([p.name for p in self.repository.path.iterdir() if "out" in p.name],
                         ["out.sarif"])

    def test_help_lists_every_format(self):
        listed = tools.protowarden("check", "--help").stdout
        for name in FORMATS:
            self.assertIn(name, listed)


class EveryFormat(unittest.TestCase):
    def test_a_clean_run_writes_an_empty_report(self):
        """Of the files that are the same on both sides."""
        repository = report_case.shop()
        self.addCleanup(repository.close)
        repository.write({"shop/v1/shop.proto": BEFORE})
        done = tools.protowarden(
            "breaking", "--against", "HEAD", *(f"--format={f}:out.{f}" for f in FORMATS),
            cwd=repository.path, env=report_case.ENVIRONMENT)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        text = {name: (repository.path / f"out.{name}").read_text() for name in FORMATS}
        self.assertEqual(json.loads(text["json"])["changes"], [])
        self.assertEqual(json.loads(text["sarif"])["runs"][0]["results"], [])
        self.assertEqual(json.loads(text["gitlab"]), [])
        self.assertEqual(text["github"], "protowarden: No breaking changes. can_deploy: yes\n")
        self.assertIn("✅ protowarden: can be deployed", text["markdown"])
        self.assertNotIn("|", text["markdown"])
        suites = xml.etree.ElementTree.fromstring(text["junit"])
        self.assertEqual([(s.get("tests"), s.get("failures")) for s in suites], [("0", "0")])
        self.assertIn("No breaking changes", text["html"])

    def test_a_scan_of_one_version_judges_only_when_asked(self):
        repository = report_case.shop()
        self.addCleanup(repository.close)

        def scan(*arguments):
            done = tools.protowarden("pii", "--format", "markdown", *arguments,
                                     cwd=repository.path, env=report_case.ENVIRONMENT)
            return done.returncode, done.stdout
        code, text = scan()
        self.assertEqual(code, 0)
        self.assertTrue(text.startswith("### ✅ protowarden: can be deployed"), text)
        self.assertRegex(text, r"\*\*\d findings about personal data\*\* \([^)]*\); 1 file scanned")
        code, text = scan("--fail-on", "LOW", "--fail-on", "PII=LOW")
        self.assertEqual(code, 1)
        self.assertTrue(text.startswith("### ❌ protowarden: must not be deployed"), text)

    def test_runs_and_threads_change_no_byte(self):
        """Many files that depend on one another, on both sides of a change."""
        def files(change, kind):
            return {f"p{i % 7}/f{i}.proto": f"""syntax = "proto3";
package p{i % 7};
import "p{(i + 1) % 7}/f{i + 1}.proto";
message Account{i} {{
  string email = 1;
  string {change}home_address_{i} = 2;
  p{(i + 1) % 7}.Account{i + 1} next = 3;
  {kind} size = 4;
}}
service Accounts{i} {{ rpc Get(Account{i}) returns (Account{i}); }}
""" for i in range(100)} | {"p2/f100.proto": 'syntax = "proto3"; package p2; '
                                             "message Account100 { string phone = 1; }"}
        repository = report_case.shop()
        self.addCleanup(repository.close)
        repository.write(files("", "int32"))
        repository.commit()
        repository.write(files("old_", "string"))
        for command in ("check", "pii"):
            seen = {name: set() for name in FORMATS}
            for jobs in ("1", "8", "1", "8"):
                done = tools.protowarden(
                    command, "--against", "HEAD", "-j", jobs,
                    *(f"--format={f}:{repository.path}.{f}" for f in FORMATS),
                    cwd=repository.path, env=report_case.ENVIRONMENT)
                self.assertIn(done.returncode, (0, 1), done.stderr)
                for name in FORMATS:
                    written = pathlib.Path(f"{repository.path}.{name}")
                    seen[name].add(written.read_bytes())
                    written.unlink()
            for name, texts in seen.items():
                self.assertEqual(len(texts), 1, f"{command} {name}")

    def test_hostile_names_and_comments(self):
        """In a real run: what stands in the files comes out as text."""
        name = "shop/v1/a::error,x|`<script>%0A&.proto"
        evil = ("::error::x\x1b[31m ##[error]y </script><script>alert(1)</script> | `a` @octocat"
                " ]]> \u202e {0}").encode() + b"\xff\xfe"
        before = BEFORE.encode().replace(b"// An order.", b"// " + evil)
        repository = report_case.shop()
        self.addCleanup(repository.close)
        repository.write({"shop/v1/shop.proto": None, name: before.replace(
            b"int32 size = 4;", b"int32 size = 4; // " + evil)})
        repository.commit()
        repository.write({name: AFTER.encode().replace(b"// An order.", b"// now " + evil).replace(
            b"int64 size = 4;", b"int64 size = 4; // " + evil)})
        for form in FORMATS:
            with self.subTest(form):
                shown = tools.subprocess.run(
                    [tools.PROTOWARDEN, "check", "--against", "HEAD", "--format", form],
                    cwd=repository.path, env=report_case.ENVIRONMENT, capture_output=True,
                    check=False)
                self.assertEqual(shown.returncode, 1, shown.stderr)
                self.check(form, shown.stdout)

    def test_hostile_samples(self):
        for form in FORMATS:
            with self.subTest(form):
                self.check(form, report_case.sample("hostile", form).encode())

    def check(self, form, shown):
        text = shown.decode()  # fails on invalid UTF-8
        if form in ("json", "sarif", "gitlab"):
            json.loads(text)
            # JSON escapes control characters; what it says may hold them in `json` alone.
            self.assertNotRegex(text.replace("\u202e", ""), CONTROL)
        else:
            self.assertNotRegex(text, CONTROL)
        if form in ("text", "github"):
            # A command is a line that begins with '::'; the older form may stand anywhere in one.
            for line in text.splitlines():
                if not line.startswith("::"):
                    self.assertFalse(line.lstrip().startswith("::"), line)
                    self.assertTrue(form == "text" or "##[" not in line, line)
        if form == "junit":
            xml.etree.ElementTree.fromstring(text)
        if form == "html":
            self.assertEqual(len(re.findall("<script", text)), len(re.findall("</script", text)))
            self.assertNotIn("<img", text)


if __name__ == "__main__":
    report_case.take_samples_argument()
    unittest.main()
