# SPDX-License-Identifier: Apache-2.0
"""What GitHub shows: annotations by workflow commands, and a comment in Markdown, which is rendered
here with GitHub's own cmark-gfm."""
import html.parser
import json
import pathlib
import re
import shutil
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import report_case  # noqa: E402
import tools  # noqa: E402

COMMAND = re.compile(r"::(error|warning|notice) (?:([^:]*))::(.*)")


def unescape(text):
    for code, char in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, char)
    return text


def commands(text):
    """(level, properties, message) of every command, as the runner reads them
    (github.com/actions/runner, ActionCommand.cs)."""
    found = []
    for line in text.splitlines():
        if not line.lstrip().startswith("::"):
            continue
        level, properties, message = COMMAND.fullmatch(line).groups()
        pairs = dict(p.split("=", 1) for p in properties.split(","))
        found.append((level, {k: unescape(v) for k, v in pairs.items()}, unescape(message)))
    return found


class Annotations(unittest.TestCase):
    def test_places_and_texts(self):
        repository = report_case.shop()
        self.addCleanup(repository.close)
        found = commands(report_case.rendered(repository, "github"))
        by_title = {p["title"]: (level, p, message) for level, p, message in found}
        level, place, message = by_title["FIELD_NO_DELETE (HIGH)"]
        self.assertEqual(level, "error")
        self.assertEqual(place["file"], "shop/v1/shop.proto")
        self.assertEqual(report_case.AFTER.splitlines()[int(place["line"]) - 1].strip(),
                         "string name = 2;")
        self.assertEqual(place["endLine"], place["line"])
        self.assertIn('"note" on message "Order" was deleted.\nBreaks: ', message)
        self.assertIn("\nFix: ", message)

    def test_the_level_is_what_happens_to_the_run(self):
        repository = report_case.shop()
        self.addCleanup(repository.close)
        def levels(*arguments):
            return {p["title"].split()[0]: level for level, p, _ in commands(
                report_case.rendered(repository, "github", *arguments))}
        self.assertEqual(levels()["FIELD_SAME_TYPE"], "error")
        self.assertEqual(levels("--fail-on", "never")["FIELD_SAME_TYPE"], "warning")
        self.assertEqual(levels("--mode", "shadow")["FIELD_SAME_TYPE"], "warning")
        self.assertNotIn("CHANGELOG_FIELD_ADDED", levels())

    def test_limits_of_a_step(self):
        text = report_case.sample("many", "github")
        found = commands(text)
        self.assertEqual([level for level, _, _ in found], ["error"] * 10)
        self.assertTrue(found[0][1]["title"].startswith("FIELD_SAME_TYPE"))
        self.assertIn("not shown, because GitHub shows 10 of each in a step: 25990 errors.", text)

    def test_acceptances_and_policy(self):
        found = commands(report_case.sample("full", "github"))
        titles = [(level, p["title"]) for level, p, _ in found]
        self.assertIn(("notice", "FIELD_SAME_JSTYPE (LOW, accepted)"), titles)
        self.assertIn(("error", "ENUM_VALUE_NO_DELETE (HIGH)"), titles)  # awaits a reviewer
        self.assertIn(("warning", "Changes what the gate lets through"), titles)
        self.assertIn(("notice", "Acceptance that is expired"), titles)
        text = " ".join(message for _, _, message in found)
        self.assertIn("Accepted (comment at todo/v1/task.proto:13, until 2027-01-31): nobody", text)
        self.assertIn("Awaits a reviewer (trailer at commit 1a2b3c4): agreed", text)
        order = [("error", "warning", "notice").index(level) for level, _, _ in found]
        self.assertEqual(order, sorted(order))

    def test_hostile_text_makes_no_command(self):
        text = report_case.sample("hostile", "github")
        full = report_case.sample("full", "github")
        problems = 1
        self.assertEqual(len(commands(text)), len(commands(full)) + problems)
        for _, properties, _ in commands(text):
            self.assertLessEqual(set(properties),
                                 {"file", "line", "col", "endLine", "endColumn", "title"})


class Tags(html.parser.HTMLParser):
    """Collects the tags and their attributes, and the text outside of code."""

    def __init__(self):
        super().__init__()
        self.tags, self.links, self.text, self.code = set(), [], "", 0

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.code += tag == "code"
        self.links += [v for k, v in attrs if k not in ("class", "lang", "align")]

    def handle_endtag(self, tag):
        self.code -= tag == "code"

    def handle_data(self, data):
        if not self.code:
            self.text += data


class Comment(unittest.TestCase):
    ALLOWED = {"h3", "h4", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "ul", "li",
               "details", "summary", "code", "pre", "sub"}

    def html(self, markdown):
        if shutil.which("cmark-gfm") is None:
            raise unittest.SkipTest("cmark-gfm is not installed; tests/run.sh installs it")
        file = report_case.samples() / "comment.md"
        file.write_text(markdown)
        done = tools.run(["cmark-gfm", "--unsafe", "-e", "table", "-e", "autolink", "-e",
                          "strikethrough", "-e", "tasklist", file])
        self.assertEqual(done.returncode, 0, done.stderr)
        tags = Tags()
        tags.feed(done.stdout)
        return tags, done.stdout

    def test_the_verdict_comes_first(self):
        for name, words in (("clean", "### ✅ protowarden: can be deployed"),
                            ("full", "### ❌ protowarden: must not be deployed"),
                            ("broken", "### ❌ protowarden: could not be analysed in full")):
            self.assertTrue(report_case.sample(name, "markdown").startswith(words), name)
        repository = report_case.shop()
        self.addCleanup(repository.close)
        shadow = report_case.rendered(repository, "markdown", "--mode", "shadow")
        self.assertTrue(shadow.startswith("### ⚠️ protowarden: would fail (shadow mode)"))

    def test_table_and_details(self):
        repository = report_case.shop()
        self.addCleanup(repository.close)
        text = report_case.rendered(repository, "markdown")
        rows = [line.split(" | ")[:2] for line in text.splitlines() if line.startswith("| ")]
        self.assertIn(["| HIGH", "`FIELD_NO_DELETE`"], rows)
        self.assertIn("-   int32 size = 4;\n+   int64 size = 4;\n", text)
        self.assertIn("-   string note = 3;\n", text)
        self.assertIn("**Fix:** ", text)
        self.assertIn("#### Personal data", text)
        tags, rendered = self.html(text)
        self.assertLessEqual(tags.tags, self.ALLOWED)
        self.assertIn("table", tags.tags)
        self.assertEqual(rendered.count("<details>"), rendered.count("</details>"))

    def test_the_worst_come_first(self):
        order = ["CRITICAL", "HIGH", "MEDIUM", "LOW"]
        table = report_case.sample("full", "markdown").split("#### Accepted")[0]
        levels = [line.split()[1] for line in table.splitlines()
                  if line.startswith("| ") and line.split()[1] in order and "`" in line]
        self.assertEqual(levels, sorted(levels, key=order.index))
        self.assertGreater(len(levels), 3)

    def test_acceptances_policy_and_personal_data(self):
        text = report_case.sample("full", "markdown")
        accepted = text.split("#### Accepted on purpose")[1].split("####")[0]
        self.assertIn("nobody uses it in JavaScript", accepted)
        self.assertIn("until 2027-01-31", accepted)
        self.assertNotIn("agreed with the mobile team", accepted)
        self.assertIn("Awaits a reviewer (trailer at commit 1a2b3c4): agreed with", text)
        self.assertIn("expired: `RPC_NO_DELETE todo.v1.Todo.List`", text)
        self.assertIn("unused: `fingerprint 98219118e4453ad2`", text)
        self.assertIn("Needs a reviewer", text)
        self.assertIn("8 of 26 fields in the files compared hold personal data, 3 of them "
                      "without annotation; the change newly exposes 1.", text)

    def test_the_limit_of_a_comment(self):
        text = report_case.sample("many", "markdown")
        self.assertLessEqual(len(text.encode("utf-16-le")) // 2, 65_536)
        self.assertGreater(len(text), 40_000, "the room is used")
        listed = sum(line.startswith("| ") and "`many/" in line for line in text.splitlines())
        self.assertIn(f"Not listed here: {26_000 - listed} more findings.", text)
        self.assertRegex(text, r"Without details here: \d+ more findings?\.|Not listed here: \d+ more")
        tags, rendered = self.html(text)
        self.assertLessEqual(tags.tags, self.ALLOWED)
        self.assertEqual(rendered.count("<details>"), rendered.count("</details>"))

    def test_hostile_text_stays_text(self):
        tags, rendered = self.html(report_case.sample("hostile", "markdown"))
        self.assertLessEqual(tags.tags, self.ALLOWED)
        self.assertEqual(tags.links, [])
        # Nobody is called, nothing is referred to.
        self.assertNotRegex(tags.text, r"@octocat|#12\b")
        self.assertIn("octocat", tags.text)
        # Every row of a table has as many cells as its head.
        for table in re.findall(r"<table>.*?</table>", rendered, re.S):
            cells = {len(re.findall(r"<t[hd][ >]", row)) for row in
                     re.findall(r"<tr>.*?</tr>", table, re.S)}
            self.assertEqual(len(cells), 1, table[:500])
        clean = self.html(report_case.sample("full", "markdown"))[1]
        self.assertEqual(clean.count("<tr>"), rendered.count("<tr>"))


if __name__ == "__main__":
    report_case.take_samples_argument()
    unittest.main()
