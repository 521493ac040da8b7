# SPDX-License-Identifier: Apache-2.0
"""`check --fix`: patches that git takes, that compile, that silence the finding and need no second
run."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import tools  # noqa: E402
from repository import Repository  # noqa: E402

PROTO3 = 'syntax = "proto3";\npackage shop.v1;\n'
PROTO2 = 'syntax = "proto2";\npackage shop.v1;\n'
EDITIONS = 'edition = "2023";\npackage shop.v1;\n'

ORDER = PROTO3 + """
message Order {
  string id = 1;
  // What the
  // customer wrote.
  string note = 2 [json_name = "n"];
  int32 size = 3;  // In boxes.
  oneof payment {
    string card = 4;
    string cash = 5;
  }
  Address address = 6;
  message Address {
    string city = 1;
  }
}

enum State {
  STATE_UNSPECIFIED = 0;
  STATE_OPEN = 1;
  STATE_PAID = 2;
}
"""


def without(text, *lines):
    for line in lines:
        assert f"{line}\n" in text, line
        text = text.replace(f"{line}\n", "")
    return text


class Fix(unittest.TestCase):
    def setUp(self):
        self.repository = Repository()
        self.addCleanup(self.repository.close)
        self.path = self.repository.path

    def check(self, *arguments):
        return tools.protowarden("check", "--against", "HEAD", *arguments, cwd=self.path)

    def rules(self, *arguments):
        report = tools.report("check", "--against", "HEAD", *arguments, cwd=self.path)
        return sorted({c["rule"] for c in report["changes"] if c["is_breaking"]})

    def text(self):
        return (self.path / "shop.proto").read_bytes().decode()

    def fix(self, before, after, *arguments, name="shop.proto"):
        """Applies the patch of `after` with git; returns the fixed text."""
        self.repository.commit({name: before})
        self.repository.write({name: after})
        done = self.check("--fix", *arguments) if "--fix=keep" not in arguments else \
            self.check(*arguments)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        (self.path / "fix.patch").write_bytes(done.stdout.encode())
        self.assertTrue(done.stdout, done.stderr)
        self.repository.git("apply", "fix.patch")
        self.compiles()
        again = self.check(*(arguments if "--fix=keep" in arguments else ("--fix", *arguments)))
        self.assertEqual(again.stdout, "", "the fix needs a fix")
        return self.text()

    def compiles(self):
        text = self.text()
        if "edition" in text:  # protoc 3.21 knows no editions
            report = tools.report("breaking", "--against", "HEAD", cwd=self.path)
            self.assertEqual(report["errors"], [])
            return
        done = tools.run(["protoc", "-o", "/dev/null", "shop.proto"], cwd=self.path)
        self.assertEqual(done.returncode, 0, f"{text}\n{done.stderr}")

    # Reserving.

    def test_a_deleted_field_is_reserved(self):
        fixed = self.fix(ORDER, without(ORDER, "  int32 size = 3;  // In boxes."))
        self.assertIn('message Order {\n  reserved 3;\n  reserved "size";\n  string id', fixed)
        self.assertEqual(self.rules("--category", "WIRE_JSON"), [])
        self.assertEqual(self.rules(), ["FIELD_NO_DELETE"])

    def test_existing_statements_grow_in_order(self):
        before = PROTO3 + ('message Order {\n  reserved 2, 9 to 11;  // Old.\n  reserved "a";\n'
                           '  int32 b = 1;\n  int32 c = 3;\n  int32 d = 4;\n  int32 e = 20;\n}\n')
        fixed = self.fix(before, without(before, "  int32 b = 1;", "  int32 c = 3;",
                                         "  int32 d = 4;", "  int32 e = 20;"))
        self.assertIn('  reserved 1, 2, 3 to 4, 9 to 11, 20;  // Old.\n'
                      '  reserved "a", "b", "c", "d", "e";\n', fixed)

    def test_numbers_beside_names_and_names_beside_numbers(self):
        before = PROTO3 + ('message A {\n  // Gone.\n  reserved 7; // n\n  int32 b = 1;\n}\n'
                           'message B {\n  reserved "x";\n  int32 b = 1;\n}\n')
        fixed = self.fix(before, without(before, "  int32 b = 1;"))
        self.assertIn('  reserved 1, 7; // n\n  reserved "b";\n}', fixed)
        self.assertIn('  reserved 1;\n  reserved "x", "b";\n}', fixed)

    def test_one_line_and_empty_bodies(self):
        before = PROTO3 + ("message A { int32 a = 1; int32 b = 2; }\nmessage B { int32 a = 1; }\n"
                           "message C {\n  int32 a = 1;\n}\n")
        after = PROTO3 + "message A { int32 b = 2; }\nmessage B {}\nmessage C {\n}\n"
        fixed = self.fix(before, after)
        self.assertIn('message A { reserved 1; reserved "a"; int32 b = 2; }\n', fixed)
        self.assertIn('message B {\n  reserved 1;\n  reserved "a";\n}\n', fixed)
        self.assertIn('message C {\n  reserved 1;\n  reserved "a";\n}\n', fixed)

    def test_a_name_that_lives_on_is_not_reserved(self):
        fixed = self.fix(ORDER, ORDER.replace("int32 size = 3;", "int32 size = 13;"))
        self.assertIn("  reserved 3;\n  string id", fixed)
        self.assertNotIn('"size"', fixed)

    def test_editions_name_without_quotes(self):
        before = EDITIONS + "message A {\n\tint32 a = 1;\n\tint32 b = 2;\n}\n"
        fixed = self.fix(before, without(before, "\tint32 b = 2;"))
        self.assertIn("\treserved 2;\n\treserved b;\n\tint32 a", fixed)
        self.assertEqual(self.rules("--category", "WIRE_JSON"), [])

    def test_enum_values_with_aliases_and_negative_numbers(self):
        before = PROTO2 + ("enum A {\n  option allow_alias = true;\n  A_ZERO = 0;\n  A_ONE = 1;\n"
                           "  A_UNO = 1;\n  A_MINUS = -5;\n  A_TWO = 2;\n  A_DUE = 2;\n}\n")
        after = without(before, "  A_ONE = 1;", "  A_UNO = 1;", "  A_MINUS = -5;")
        fixed = self.fix(before, after)
        self.assertIn('  reserved -5, 1;\n  reserved "A_MINUS", "A_ONE", "A_UNO";\n', fixed)
        self.assertEqual(self.rules("--category", "WIRE_JSON"), [])

    def test_nested_types_and_options_with_braces(self):
        before = PROTO2 + ('import "google/protobuf/descriptor.proto";\n'
                           "message Rule { optional int32 min = 1; }\n"
                           "extend google.protobuf.MessageOptions { optional Rule rule = 50001; }\n"
                           "message A {\n  option (rule) = { min: 1 };\n  message B {\n"
                           "    reserved 5;\n    optional int32 x = 1;\n    optional int32 y = 2;\n"
                           "  }\n  optional group Part = 3 {\n    optional int32 z = 1;\n"
                           "    optional int32 w = 2;\n  }\n  optional int32 q = 4;\n}\n")
        fixed = self.fix(before, without(before, "    optional int32 y = 2;",
                                         "    optional int32 w = 2;", "  optional int32 q = 4;"))
        self.assertIn('    reserved 2, 5;\n    reserved "y";\n', fixed)
        self.assertIn('Part = 3 {\n    reserved 2;\n    reserved "w";\n', fixed)
        self.assertIn('message A {\n  reserved 4;\n  reserved "q";\n  option', fixed)

    def test_extension_ranges(self):
        before = PROTO2 + "message A {\n  extensions 100 to 199, 500 to max;\n}\n"
        fixed = self.fix(before, before.replace("100 to 199, 500 to max", "100 to 149"))
        self.assertIn("  reserved 150 to 199, 500 to max;\n", fixed)

    def test_what_was_reserved_comes_back(self):
        before = PROTO3 + ('message A {\n  reserved 2, 5 to 9;\n  reserved "x", "y";\n  int32 a = 1;\n'
                           '}\nenum E {\n  reserved 4 to max;\n  E_ZERO = 0;\n}\n')
        after = PROTO3 + ("message A {\n  reserved 6;\n  int32 a = 1;\n  int32 y = 9;\n}\n"
                          "enum E {\n  E_ZERO = 0;\n  E_SEVEN = 7;\n}\n")
        fixed = self.fix(before, after)
        self.assertIn('  reserved 2, 5, 6, 7 to 8;\n  reserved "x";\n', fixed)
        self.assertIn("enum E {\n  reserved 4 to 6, 8 to max;\n", fixed)

    # Keeping.

    def test_deleted_fields_come_back_deprecated(self):
        after = without(ORDER, "  // What the", "  // customer wrote.",
                        '  string note = 2 [json_name = "n"];', "    string cash = 5;",
                        "  STATE_OPEN = 1;")
        fixed = self.fix(ORDER, after, "--fix=keep")
        self.assertIn('  string id = 1;\n  // What the\n  // customer wrote.\n'
                      '  string note = 2 [json_name = "n", deprecated = true];\n  int32 size', fixed)
        self.assertIn("    string card = 4;\n    string cash = 5 [deprecated = true];\n  }\n", fixed)
        self.assertIn("STATE_UNSPECIFIED = 0;\n  STATE_OPEN = 1 [deprecated = true];\n", fixed)
        self.assertEqual(self.rules(), [])

    def test_an_empty_line_above_comes_back(self):
        before = PROTO3 + ("message A {\n  int32 a = 1;\n\n  // The second.\n  int32 b = 2;\n\n"
                           "  int32 c = 3;\n}\n")
        fixed = self.fix(before, without(before, "  // The second.", "  int32 b = 2;\n"),
                         "--fix=keep")
        self.assertEqual(fixed, before.replace("b = 2;", "b = 2 [deprecated = true];"))

    def test_the_first_field_comes_back_first(self):
        fixed = self.fix(ORDER, without(ORDER, "  string id = 1;"), "--fix=keep")
        self.assertIn("message Order {\n  string id = 1 [deprecated = true];\n", fixed)
        self.assertEqual(self.rules(), [])

    def test_groups_and_maps_come_back(self):
        before = PROTO2 + ("message A {\n  optional int32 a = 1;\n  map<string, A> m = 2;\n"
                           "  optional group Part = 3 {\n    optional int32 z = 1;\n  }\n}\n")
        after = PROTO2 + "message A {\n  optional int32 a = 1;\n}\n"
        fixed = self.fix(before, after, "--fix=keep")
        self.assertIn("map<string, A> m = 2 [deprecated = true];", fixed)
        self.assertIn("optional group Part = 3 [deprecated = true] {", fixed)
        self.assertEqual(self.rules(), [])

    def test_what_cannot_come_back_is_reserved(self):
        after = without(ORDER, "  Address address = 6;", "  message Address {",
                        "    string city = 1;\n  }")
        fixed = self.fix(ORDER, after, "--fix=keep")
        self.assertIn('  reserved 6;\n  reserved "address";\n', fixed)

    def test_extension_ranges_come_back(self):
        before = PROTO2 + "message A {\n  optional int32 a = 1;\n  extensions 100 to 199;\n}\n"
        fixed = self.fix(before, without(before, "  extensions 100 to 199;"), "--fix=keep")
        self.assertIn("  extensions 100 to 199;\n", fixed)
        self.assertEqual(self.rules(), [])

    # Requirements.

    def test_a_new_required_field_becomes_optional(self):
        before = PROTO2 + "message A {\n  optional int32 a = 1;\n}\n"
        after = before.replace("a = 1;", "a = 1;\n  required int32 b = 2;")
        self.assertIn("  optional int32 b = 2;\n", self.fix(before, after))
        self.assertEqual(self.rules(), [])

    def test_a_validated_requirement_of_a_new_field_goes(self):
        for written, left in (
                ("[(validate.rules).message.required = true]", ""),
                ("[(buf.validate.field).required = true, deprecated = true]",
                 " [deprecated = true]"),
                ("[(google.api.field_behavior) = REQUIRED,\n   "
                 "(buf.validate.field).required = true]", "")):
            with self.subTest(written), Repository() as repository:
                self.repository, self.path = repository, repository.path
                before = PROTO3 + ("message A { int32 a = 1; }\nmessage B {\n  int32 b = 1;\n}\n"
                                   "service S {\n  rpc F(B) returns (A);\n}\n")
                repository.commit({"shop.proto": before})
                repository.write({"shop.proto": before.replace(
                    "int32 b = 1;", f"int32 b = 1;\n  A c = 2 {written};")})
                self.assertEqual(self.rules(), ["FIELD_ADDED_REQUIRED"])
                self.check("--fix", "--in-place")
                self.assertIn(f"  A c = 2{left};\n", self.text())
                self.assertEqual(self.rules(), [])

    def test_a_requirement_of_an_old_field_goes_and_its_other_rules_stay(self):
        for before, after, left in (
                ("", " [(google.api.field_behavior) = REQUIRED]", ""),
                (" [(buf.validate.field) = {string: {max_len: 9}}]",
                 " [(buf.validate.field) = {required: true, string: {max_len: 9}}]",
                 " [(buf.validate.field) = {string: {max_len: 9}}]"),
                (" [(buf.validate.field).string.max_len = 9]",
                 " [(buf.validate.field) = {string: {max_len: 9} required: true}]",
                 " [(buf.validate.field) = {string: {max_len: 9}}]"),
                (" [(google.api.field_behavior) = IMMUTABLE]",
                 " [(google.api.field_behavior) = REQUIRED, (google.api.field_behavior) = IMMUTABLE]",
                 " [(google.api.field_behavior) = IMMUTABLE]"),
                ("", " [(buf.validate.field) = {required: true}]", "")):
            with self.subTest(after), Repository() as repository:
                self.repository, self.path = repository, repository.path
                proto = PROTO3 + ("message A { int32 a = 1; }\nmessage B {\n  optional string b = 1;"
                                  "\n}\nservice S {\n  rpc F(B) returns (A);\n}\n")
                repository.commit({"shop.proto": proto.replace("b = 1;", f"b = 1{before};")})
                repository.write({"shop.proto": proto.replace("b = 1;", f"b = 1{after};")})
                self.assertEqual(self.rules(), ["FIELD_MADE_REQUIRED"])
                self.check("--fix", "--in-place")
                self.assertIn(f"string b = 1{left};\n", self.text())
                self.assertEqual(self.rules(), [])

    # Types and RPCs.

    SHOP = PROTO3 + """
// An order.
message Order {
  Item item = 1;

  enum Kind {
    KIND_UNSPECIFIED = 0;
  }
}

// What is ordered.
message Item {
  string id = 1;
}

enum State {
  STATE_UNSPECIFIED = 0;
}

service Shop {
  rpc Get(Order) returns (Item);
  // Sells.
  rpc Sell(Order) returns (Item) {}
}
"""

    def test_deleted_types_and_rpcs_come_back_deprecated(self):
        start = self.SHOP.index("enum State")
        gone = self.SHOP[:start] + self.SHOP[self.SHOP.index("service Shop"):]
        fixed = self.fix(self.SHOP, gone, "--fix=keep")
        self.assertIn("enum State {\n  option deprecated = true;\n", fixed)
        self.assertEqual(self.rules(), [])

    def test_deleted_rpcs_come_back_deprecated(self):
        gone = self.SHOP.replace("  rpc Get(Order) returns (Item);\n", "").replace(
            "  // Sells.\n  rpc Sell(Order) returns (Item) {}\n", "")
        fixed = self.fix(self.SHOP, gone, "--fix=keep")
        self.assertIn("  rpc Get(Order) returns (Item) { option deprecated = true; }\n", fixed)
        self.assertIn("  // Sells.\n  rpc Sell(Order) returns (Item) {\n"
                      "    option deprecated = true;\n  }\n", fixed)
        self.assertEqual(self.rules(), [])

    def test_nested_types_and_services_come_back_with_what_they_need(self):
        gone = PROTO3 + "\n// An order.\nmessage Order {\n}\n"
        fixed = self.fix(self.SHOP, gone, "--fix=keep")
        self.assertIn("message Order {\n", fixed)
        self.assertIn("  enum Kind {\n    option deprecated = true;\n", fixed)
        self.assertIn("// What is ordered.\nmessage Item {\n  option deprecated = true;\n", fixed)
        self.assertIn("service Shop {\n  option deprecated = true;\n  rpc Get", fixed)

    def test_what_needs_a_type_that_is_gone_stays_away(self):
        before = PROTO3 + ("message A { B b = 1; }\nmessage B { int32 x = 1; }\n"
                           "message C { int32 c = 1; }\n")
        self.repository.commit({"shop.proto": before})
        # B is an enum now: neither it nor A can come back.
        self.repository.write({"shop.proto": PROTO3 + "enum B { B_ZERO = 0; }\n"
                                                      "message C { int32 c = 1; }\n"})
        done = self.check("--fix=keep")
        self.assertEqual(done.stdout, "", done.stderr)

    # Files.

    def test_in_place_keeps_line_ends_and_is_done_once(self):
        before = ORDER.replace("\n", "\r\n").encode()
        self.repository.commit({"shop.proto": before})
        after = before.replace(b"  int32 size = 3;  // In boxes.\r\n", b"")
        self.repository.write({"shop.proto": after})
        done = self.check("--fix", "--in-place")
        self.assertEqual(done.stdout, "")
        fixed = (self.path / "shop.proto").read_bytes()
        self.assertIn(b'{\r\n  reserved 3;\r\n  reserved "size";\r\n', fixed)
        self.assertEqual(fixed.count(b"\n"), fixed.count(b"\r\n"))
        self.check("--fix", "--in-place")
        self.assertEqual((self.path / "shop.proto").read_bytes(), fixed)

    def test_a_patch_of_several_files_into_a_file(self):
        self.repository.commit({"a/one.proto": ORDER, "a/two.proto": ORDER.replace("v1", "v2")})
        gone = "  int32 size = 3;  // In boxes."
        self.repository.write({"a/one.proto": without(ORDER, gone),
                               "a/two.proto": without(ORDER, gone).replace("v1", "v2")})
        done = self.check("--fix", "-o", "fix.patch")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.repository.git("apply", "fix.patch")
        self.assertEqual(self.rules("--category", "WIRE_JSON"), [])

    def test_nothing_to_fix(self):
        self.repository.commit({"shop.proto": ORDER})
        self.repository.write({"shop.proto": ORDER.replace("string id = 1", "int32 id = 1")})
        done = self.check("--fix")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("Would fix 0 files", done.stderr)

    def test_wrong_usage(self):
        self.repository.commit({"shop.proto": ORDER})
        for arguments in (["--in-place"], ["--fix=drop"], ["--fix", "--in-place", "--staged"]):
            self.assertEqual(self.check(*arguments).returncode, 2, arguments)

    def test_json_says_what_can_be_fixed(self):
        self.repository.commit({"shop.proto": ORDER})
        self.repository.write({"shop.proto": without(ORDER, "  STATE_PAID = 2;")})
        report = tools.report("check", "--against", "HEAD", cwd=self.path)
        self.assertEqual([(c["rule"], c["fix"]) for c in report["changes"]],
                         [("ENUM_VALUE_NO_DELETE", "reserve")])


if __name__ == "__main__":
    unittest.main()
