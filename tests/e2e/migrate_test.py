# SPDX-License-Identifier: Apache-2.0
"""`protowarden migrate`: who has to do what, in which order, out of the findings alone."""
import pathlib
import re
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
message Order {
  int32 number = 1;
  int32 size = 2;
  int32 weight = 3;
}
"""
AFTER = (BEFORE.replace("  rpc Old(GetRequest) returns (Order);\n", "")
         .replace("  int32 size = 2;\n", "")
         .replace("int32 weight = 3;", "string weight = 3;\n  int32 width = 4;"))


class Migrate(unittest.TestCase):
    def guide(self, before, after, *arguments, code=0):
        with Repository() as repository:
            repository.commit({"shop.proto": before})
            repository.write({"shop.proto": after})
            done = tools.protowarden("migrate", "--against", "HEAD", *arguments,
                                     cwd=repository.path)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout

    def sections(self, text):
        return {part.split("\n", 1)[0]: part for part in re.split(r"^## ", text, flags=re.M)[1:]}

    def test_consumers_and_what_concerns_them(self):
        sections = self.sections(self.guide(BEFORE, AFTER))
        self.assertEqual(list(sections), [
            "Order of deployment", "Code generated from the schema",
            "Deployed clients and servers", "JSON and REST users",
            "Stored data and event consumers"])
        code = sections["Code generated from the schema"]
        for words in ("`shop.v1.Orders.Old`", "`RPC_NO_DELETE`", "`FIELD_NO_DELETE`",
                      "- What to do: "):
            self.assertIn(words, code)
        stored = sections["Stored data and event consumers"]
        self.assertIn("`FIELD_WIRE_COMPATIBLE_TYPE`", stored)
        self.assertIn("`FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED`", stored)
        self.assertNotIn("Orders.Old", stored)
        self.assertIn("`FIELD_NO_DELETE_UNLESS_NAME_RESERVED`", sections["JSON and REST users"])

    def test_the_order_of_deployment(self):
        order = self.sections(self.guide(BEFORE, AFTER))["Order of deployment"]
        self.assertEqual(re.findall(r"^(?:(\d)\.|   - `(.*)`)", order, re.M), [
            ("1", ""), ("", "shop.v1.Order.weight"),
            ("2", ""), ("", "shop.v1.Order.width"),
            ("3", ""), ("", "shop.v1.Order.size"), ("", "shop.v1.Orders.Old")])

    def test_nothing_is_invented_where_nothing_breaks(self):
        text = self.guide(BEFORE, BEFORE.replace("weight = 3;", "weight = 3;\n  int32 width = 4;"))
        self.assertIn("nobody has to migrate", text)
        self.assertEqual(list(self.sections(text)), ["Order of deployment"])
        self.assertEqual(self.guide(BEFORE, BEFORE).count("##"), 0)

    def test_the_configured_categories_do_not_hide_anybody(self):
        config = '[breaking]\nuse = ["WIRE"]\n'
        with Repository() as repository:
            repository.commit({"shop.proto": BEFORE, "protowarden.toml": config})
            repository.write({"shop.proto": AFTER})
            done = tools.protowarden("migrate", "--against", "HEAD", cwd=repository.path)
        self.assertIn("`FIELD_NO_DELETE`", done.stdout)

    def test_foreign_text_stays_text(self):
        text = self.guide(BEFORE, BEFORE.replace(
            "size = 2;", 'size = 2 [json_name = "<script>|**"];'))
        self.assertIn("\\<script\\>\\|\\*\\*", text)
        self.assertNotIn("<script>", text)

    def test_what_cannot_be_read_is_told(self):
        self.assertIn("not complete", self.guide(BEFORE, AFTER + "message {", code=3))


if __name__ == "__main__":
    unittest.main()
