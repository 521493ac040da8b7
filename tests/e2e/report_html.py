# SPDX-License-Identifier: Apache-2.0
"""The HTML report in headless Chromium: filters change what is visible, keys work, foreign text stays
text, nothing is fetched and nothing complains; and it is readable without scripts.

PROTOWARDEN_SCREENSHOTS=FOLDER keeps pictures of it."""
import json
import os
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import browser  # noqa: E402
import report_case  # noqa: E402
from browser import Browser  # noqa: E402

VISIBLE = """return [...document.querySelectorAll('.finding')].filter(e => e.checkVisibility())
    .map(e => e.querySelector('.rule').textContent)"""


def page(name):
    return report_case.samples() / f"{name}.html"


class Html(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()

    def open(self, name):
        self.browser.open(page(name))

    def rules(self):
        return sorted(self.browser.run(VISIBLE))

    def choose(self, select, value):
        self.browser.run("""const s = document.getElementById(arguments[0]);
            s.value = arguments[1]; s.dispatchEvent(new Event('change'));""", select, value)

    def count(self):
        return self.browser.run("return document.getElementById('count').textContent")

    ALL = ["ENUM_VALUE_NO_DELETE", "FIELD_NO_DELETE", "FIELD_SAME_JSTYPE", "FIELD_SAME_TYPE",
           "FILE_NO_DELETE", "PII_UNANNOTATED"]

    def test_nobody_complains(self):
        for name in ("clean", "full", "hostile", "broken", "many"):
            self.open(name)
            self.assertEqual(self.browser.console(), [], name)
            self.assertIs(self.browser.run(
                "return document.getElementById('plain').checkVisibility()"), False, name)

    def test_the_policy_of_the_page_is_enforced(self):
        """A script or style that is not the page's own does not run."""
        self.open("full")
        self.browser.run("""const s = document.createElement('script');
            s.textContent = "document.title = 'owned'"; document.body.append(s);""")
        self.assertNotEqual(self.browser.run("return document.title"), "owned")
        self.assertTrue(any("Content Security Policy" in m for m in self.browser.console()))

    def test_every_finding_is_there(self):
        self.open("full")
        self.assertEqual(self.rules(), self.ALL)
        self.assertEqual(self.count(), "6 of 7")
        self.choose("state", "everything")
        self.assertIn("CHANGELOG_FIELD_ADDED", self.rules())

    def test_filter_by_severity(self):
        self.open("full")
        self.browser.click('.chip[data-severity="HIGH"]')
        left = self.rules()
        self.assertNotIn("FIELD_NO_DELETE", left)
        self.assertIn("PII_UNANNOTATED", left)
        self.browser.click('.chip[data-severity="HIGH"]')
        self.assertEqual(self.rules(), self.ALL)

    def test_filter_by_category_and_file(self):
        self.open("full")
        self.choose("category", "PII")
        self.assertEqual(self.rules(), ["PII_UNANNOTATED"])
        self.choose("category", "")
        self.choose("file", "todo/v1/old.proto")
        self.assertEqual(self.rules(), ["FILE_NO_DELETE"])
        self.browser.click("#reset")
        self.assertEqual(self.rules(), self.ALL)

    def test_filter_by_text(self):
        self.open("full")
        self.browser.type("#text", "todo.v1.TASK.note")
        self.assertEqual(self.rules(), ["FIELD_NO_DELETE"])
        self.browser.type("#text", " nowhere")
        self.assertEqual(self.rules(), [])
        self.assertIn("No finding matches", self.browser.run("return document.body.innerText"))

    def test_filter_by_state(self):
        self.open("full")
        for state, rules in (("accepted", ["FIELD_SAME_JSTYPE"]),
                             ("harmless", ["CHANGELOG_FIELD_ADDED"]),
                             ("open", [r for r in self.ALL if r != "FIELD_SAME_JSTYPE"])):
            self.choose("state", state)
            self.assertEqual(self.rules(), rules, state)
        self.choose("state", "blocks")
        self.assertNotIn("PII_UNANNOTATED", self.rules())

    def test_groups(self):
        self.open("full")
        heads = "return [...document.querySelectorAll('.group h3')].map(e => e.firstChild.textContent)"
        self.assertIn("todo/v1/task.proto", self.browser.run(heads))
        self.choose("group", "severity")
        groups = self.browser.run(heads)
        self.assertEqual(groups, sorted(groups, key=["CRITICAL", "HIGH", "MEDIUM", "LOW"].index))

    def test_source_lines_side_by_side(self):
        self.open("full")
        self.choose("group", "rule")
        sides = self.browser.run("""const out = {};
            for (const f of document.querySelectorAll('.finding')) {
              out[f.querySelector('.rule').textContent] = [...f.querySelectorAll('.side')].map(
                  s => [s.querySelector('b').textContent, s.querySelector('pre').textContent,
                        s.getBoundingClientRect().left]);
            } return out;""")
        old, new = sides["FIELD_SAME_TYPE"]
        self.assertEqual((old[:2], new[:2]), (["before, line 14", "  int32 size = 1;"],
                                              ["after, line 12", "  string size = 1;"]))
        self.assertLess(old[2] + 200, new[2])
        self.assertEqual(sides["FIELD_NO_DELETE"][1][:2],
                         ["gone after the change, next to line 13", "  string name = 2;"])

    def test_acceptances_policy_and_chart(self):
        self.open("full")
        text = self.browser.run("return document.body.innerText")
        for words in ("Accepted (comment at todo/v1/task.proto:13, until 2027-01-31): nobody",
                      "Awaits a reviewer (trailer at commit 1a2b3c4): agreed",
                      "It held until 2026-01-01", "gate.fail_on was raised", "Needs a reviewer",
                      "Must not be deployed"):
            self.assertIn(words, text)
        bars = self.browser.run("""return [...document.querySelectorAll('svg.chart rect title')].map(
            e => [e.textContent, Number(e.parentElement.getAttribute('width'))])""")
        self.assertEqual([b[0] for b in bars],
                         ["todo.v1.Todo: 2 HIGH", "todo.v1.Todo: 3 MEDIUM", "todo.v1.Todo: 1 LOW",
                          "todo.v1.Users: 1 HIGH", "todo.v1.Users: 5 MEDIUM"])
        self.assertAlmostEqual(bars[0][1] * 2.5, bars[4][1], delta=5)

    def test_keys(self):
        self.open("full")
        current = "return document.querySelector('.finding.current')?.dataset.index"
        self.browser.press("j", "j")
        self.assertEqual(self.browser.run(current), "1")
        self.browser.press("k")
        self.assertEqual(self.browser.run(current), "0")
        opened = "return document.querySelector('.finding.current details').open"
        self.browser.press("o")
        self.assertIs(self.browser.run(opened), True)
        self.browser.press("/", "j")
        self.assertEqual(self.browser.run("return document.getElementById('text').value"), "j")
        self.browser.press("Escape")
        self.assertEqual(self.browser.run("return document.activeElement.id"), "")
        self.browser.press("?")
        self.assertIs(self.browser.run("return document.getElementById('help').open"), True)
        self.browser.press("Escape")
        self.assertIs(self.browser.run("return document.getElementById('help').open"), False)

    def test_dark_mode(self):
        color = "return getComputedStyle(document.body).backgroundColor"
        self.open("full")
        light = self.browser.run(color)
        self.browser.click("#theme")
        dark = self.browser.run(color)
        self.assertNotEqual(light, dark)
        self.browser.click("#theme")
        self.assertEqual(self.browser.run(color), light)
        with Browser(dark=True) as other:
            other.open(page("full"))
            self.assertEqual(other.run(color), dark)

    def test_hostile_text_stays_text(self):
        self.open("hostile")
        self.assertNotEqual(self.browser.run("return document.title"), "owned")
        self.assertEqual(self.browser.run("return document.querySelectorAll('img').length"), 0)
        self.assertEqual(self.browser.run("return document.scripts.length"), 2)
        text = self.browser.run("return document.body.innerText")
        self.assertGreater(text.count("<script>document.title='owned'</script>"), 10)
        data = json.loads(self.browser.run("return document.getElementById('data').textContent"))
        self.assertEqual(len(data["findings"]), 7)

    def test_very_many_findings_are_drawn_in_parts(self):
        self.open("many")
        self.assertEqual(len(self.rules()), 200)
        self.browser.click("#more")
        self.assertEqual(len(self.rules()), 400)
        self.browser.type("#text", "many.v1.M.f25999")
        self.assertEqual(self.rules(), ["FIELD_SAME_TYPE"])

    def test_an_empty_report_says_so(self):
        self.open("clean")
        self.assertIn("Nothing was found.", self.browser.run("return document.body.innerText"))

    def test_narrow_pages_do_not_scroll_sideways(self):
        for width in (400, 1280):
            with Browser(width=width) as window:
                for name in ("full", "hostile"):
                    window.open(page(name))
                    wide, room = window.run("""const root = document.documentElement;
                        return [root.scrollWidth, root.clientWidth]""")
                    self.assertLessEqual(wide, room, name)

    def test_screenshots(self):
        folder = os.environ.get("PROTOWARDEN_SCREENSHOTS")
        if not folder:
            self.skipTest("PROTOWARDEN_SCREENSHOTS is not set")
        for name, width, dark in (("light", 1280, False), ("dark", 1280, True),
                                  ("narrow", 400, False), ("narrow-dark", 400, True)):
            with Browser(width=width, dark=dark) as window:
                window.open(page("full"))
                window.press("j", "o")
                window.screenshot(f"{folder}/{name}.png")


class WithoutScripts(unittest.TestCase):
    def test_a_plain_table(self):
        with Browser(scripts=False) as window:
            window.open(page("full"))
            window.command("POST", "/goog/cdp/execute", {
                "cmd": "Emulation.setScriptExecutionDisabled", "params": {"value": True}})
            window.open(page("full"))
            rows = window.command("POST", "/elements",
                                  {"using": "css selector", "value": "#plain tr"})
            self.assertEqual(len(rows), 1 + len(Html.ALL))

    def test_nothing_refers_to_another_place(self):
        for name in ("full", "hostile"):
            text = page(name).read_text()
            markup = re.sub(r"<script type=.*?</script>", "", text, flags=re.S)
            for attribute in ("src=", "href=", "url(", "@import"):
                self.assertNotIn(attribute, markup.replace("src=x onerror", ""), attribute)
            self.assertIn("default-src 'none'", text)


if __name__ == "__main__":
    if not browser.is_installed():
        print("chromium and chromedriver are not installed (Debian: chromium-driver): skipped")
        sys.exit(77)
    report_case.take_samples_argument()
    unittest.main()
