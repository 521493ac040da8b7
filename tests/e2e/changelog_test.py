# SPDX-License-Identifier: Apache-2.0
"""`protowarden changelog`: every change by service and type, and the version bump."""
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import tools  # noqa: E402
from repository import Repository  # noqa: E402

BEFORE = """syntax = "proto3";
package shop.v1;
service Orders {
  rpc Get(GetRequest) returns (Order);
  rpc Old(GetRequest) returns (Order);
}
message GetRequest { int32 number = 1; }
enum State { STATE_UNSPECIFIED = 0; }
message Order {
  int32 number = 1;
  int32 size = 2;
  State state = 3;
}
"""
ADDED = (BEFORE.replace("size = 2;", "size = 2;\n  int32 width = 4;")
         .replace("STATE_UNSPECIFIED = 0;", "STATE_UNSPECIFIED = 0; STATE_OPEN = 1;"))
EVERYTHING = (ADDED.replace("  rpc Old(GetRequest) returns (Order);\n",
                            "  rpc List(GetRequest) returns (Order);\n")
              .replace("int32 number = 1; }", "int32 number = 1 [deprecated = true]; }")
              .replace("int32 size = 2;", "int64 size = 2;"))


class Changelog(unittest.TestCase):
    def setUp(self):
        self.repository = Repository()
        self.addCleanup(self.repository.close)
        self.repository.commit({"shop.proto": BEFORE})

    def run_it(self, text, *arguments, code=0):
        self.repository.write({"shop.proto": text})
        done = tools.protowarden("changelog", "--against", "HEAD", *arguments,
                                 cwd=self.repository.path)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout

    def json(self, text, *arguments):
        return json.loads(self.run_it(text, "--format", "json", *arguments))

    def bump(self, text, *arguments):
        return self.json(text, *arguments)["bump"]["level"]

    def test_sections_by_service_and_type(self):
        sections = self.json(EVERYTHING)["sections"]
        listed = {title: [(g["kind"], g["name"], [c["rule"] for c in g["changes"]])
                          for g in groups] for title, groups in sections.items()}
        self.assertEqual(listed["breaking"],
                         [("service", "shop.v1.Orders", ["RPC_NO_DELETE"]),
                          ("message", "shop.v1.Order", ["FIELD_SAME_TYPE"])])
        added = [(kind, name) for kind, name, _ in listed["added"]]
        self.assertIn(("service", "shop.v1.Orders"), added)
        self.assertIn(("message", "shop.v1.Order"), added)
        self.assertEqual(listed["deprecated"],
                         [("message", "shop.v1.GetRequest", ["CHANGELOG_ELEMENT_DEPRECATED"])])

    def test_every_removal_is_listed_whatever_rules_are_selected(self):
        reserved = BEFORE.replace("  int32 size = 2;\n", "  reserved 2;\n")
        groups = self.json(reserved, "--category", "WIRE")["sections"]["removed"]
        self.assertEqual([c["element"] for g in groups for c in g["changes"]], ["shop.v1.Order.size"])
        twice = BEFORE.replace("  int32 size = 2;\n", "")
        sections = self.json(twice, "--category", "FILE,WIRE_JSON")["sections"]
        self.assertEqual(sum(len(g["changes"]) for g in sections["breaking"]), 1)
        self.assertEqual(sections["removed"], [])

    def test_the_version_bump(self):
        self.assertEqual(self.bump(BEFORE), "none")
        self.assertEqual(self.bump(BEFORE.replace("message Order", "// An order.\nmessage Order")),
                         "patch")
        self.assertEqual(self.bump(BEFORE.replace("size = 2;", "size = 2;\n  int32 width = 4;")),
                         "minor")
        self.assertEqual(self.bump(EVERYTHING), "major")

    def test_unstable_packages_may_break_in_a_minor_version(self):
        unstable = BEFORE.replace("shop.v1", "shop.v1beta1")
        self.repository.commit({"shop.proto": unstable})
        bump = self.json(unstable.replace("  int32 size = 2;\n", ""))["bump"]
        self.assertEqual(bump["level"], "minor")
        self.assertIn("shop.v1beta1", " ".join(bump["notes"]))

    def test_markdown(self):
        text = self.run_it(EVERYTHING, "--format", "markdown")
        for words in ("# Changes since ", "Advised version bump: **major**.", "## Breaking\n",
                      "## Added\n", "### service `shop.v1.Orders`", "## Deprecated\n",
                      '- RPC "List" was added to service "Orders".'):
            self.assertIn(words, text)

    def test_foreign_text_stays_text_in_markdown(self):
        text = BEFORE.replace("int32 size = 2;",
                              'int32 size = 2 [json_name = "<b>*x*</b>|[a](b)`"];')
        shown = self.run_it(text, "--format", "markdown")
        self.assertIn("\\<b\\>\\*x\\*\\</b\\>\\|\\[a\\](b)\\`", shown)

    def test_text(self):
        text = self.run_it(EVERYTHING)
        for words in ("Advised version bump: major. 2 changes break users.", "Breaking\n",
                      "  service shop.v1.Orders\n"):
            self.assertIn(words, text)
        self.assertIn("shop.proto:", self.run_it(EVERYTHING, "-v"))

    def test_json_follows_its_schema(self):
        self.run_it(EVERYTHING, "--format", "json", "-o", "r.json")
        done = tools.run(["node", tools.ROOT / "tests/support/validate_json.mjs", tools.PEERS,
                          tools.ROOT / "analyzer/report/changelog.schema.json",
                          self.repository.path / "r.json"])
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_what_cannot_be_read_is_told(self):
        self.assertIn("not complete", self.run_it(ADDED + "message {", code=3))


if __name__ == "__main__":
    unittest.main()
