# SPDX-License-Identifier: Apache-2.0
"""Where schemas come from: folders, descriptor sets, images; import roots; missing imports."""
import json
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import tools  # noqa: E402
from repository import write_files  # noqa: E402

COMMON = """syntax = "proto3";
package acme.common.v1;
message Money { string currency = 1; int64 units = 2; }
"""
ORDER = """syntax = "proto3";
package acme.shop.v1;
import "acme/common/v1/money.proto";
import "google/protobuf/timestamp.proto";
message Order {
  acme.common.v1.Money total = 1;
  google.protobuf.Timestamp placed_at = 2;
  string note = 3;
}
"""
# Another type under the same number, resolved through the import.
ORDER_BROKEN = ORDER.replace("acme.common.v1.Money total = 1;",
                             "google.protobuf.Timestamp total = 1;").replace("  string note = 3;\n",
                                                                             "")
BROKEN_RULES = ["FIELD_NO_DELETE", "FIELD_SAME_TYPE"]


def rules(report):
    return sorted(change["rule"] for change in report["changes"])


class Folders(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="protowarden-test-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def sides(self, before, after, extra=None):
        write_files(self.folder / "before", {**before, **(extra or {})})
        write_files(self.folder / "after", {**after, **(extra or {})})

    def breaking(self, *arguments, path="after", against="before"):
        return tools.report("breaking", path, "--against", against, *arguments, cwd=self.folder)

    def notes(self, report):
        return "\n".join(report["notes"])

    def assert_resolved(self, report, unresolved=""):
        self.assertEqual(report["errors"], [])
        self.assertEqual(rules(report), BROKEN_RULES)
        self.assertEqual("not in the tree" in self.notes(report), bool(unresolved), report["notes"])
        self.assertIn(unresolved, self.notes(report))

    def test_imports_relative_to_the_folder(self):
        self.sides({"acme/shop/v1/order.proto": ORDER}, {"acme/shop/v1/order.proto": ORDER_BROKEN},
                   {"acme/common/v1/money.proto": COMMON})
        self.assert_resolved(self.breaking())

    def test_import_roots_are_inferred(self):
        self.sides({"services/shop/proto/acme/shop/v1/order.proto": ORDER},
                   {"services/shop/proto/acme/shop/v1/order.proto": ORDER_BROKEN},
                   {"libs/proto/acme/common/v1/money.proto": COMMON})
        self.assert_resolved(self.breaking())

    def test_configured_roots(self):
        layouts = {
            "buf.yaml v2": {"buf.yaml": "version: v2\nmodules:\n  - path: shop\n  - path: libs\n"},
            "buf.work.yaml": {"buf.work.yaml": "version: v1\ndirectories:\n  - shop\n  - libs\n"},
            "buf.yaml v1beta1": {
                "buf.yaml": "version: v1beta1\nbuild:\n  roots:\n    - shop\n    - libs\n"},
            "protowarden.toml": {
                "protowarden.toml": '[[modules]]\npath = "shop"\n[[modules]]\npath = "libs"\n'},
        }
        for name, extra in layouts.items():
            with self.subTest(name):
                shutil.rmtree(self.folder)
                self.sides({"shop/acme/shop/v1/order.proto": ORDER},
                           {"shop/acme/shop/v1/order.proto": ORDER_BROKEN},
                           {"libs/acme/common/v1/money.proto": COMMON, **extra})
                report = self.breaking()
                self.assert_resolved(report)
                self.assertEqual(report["changes"][0]["file"],
                                 "after/shop/acme/shop/v1/order.proto")

    def test_import_root_option(self):
        self.sides({"order.proto": ORDER}, {"order.proto": ORDER_BROKEN})
        write_files(self.folder, {"third_party/acme/common/v1/money.proto": COMMON})
        report = self.breaking()
        self.assert_resolved(report, unresolved="acme/common/v1/money.proto")

    def test_missing_imports_are_noted_once_and_types_stay_names(self):
        self.sides({"a.proto": ORDER, "b.proto": ORDER.replace("acme.shop.v1;", "acme.b.v1;")},
                   {"a.proto": ORDER_BROKEN,
                    "b.proto": ORDER_BROKEN.replace("acme.shop.v1;", "acme.b.v1;")})
        report = self.breaking()
        self.assertEqual(rules(report), sorted(2 * BROKEN_RULES))
        self.assertEqual(sum("acme/common/v1/money.proto" in note for note in report["notes"]), 1)

    def test_a_missing_type_that_keeps_its_name_is_unchanged(self):
        qualified = ORDER.replace("acme.common.v1.Money", ".acme.common.v1.Money")
        self.sides({"a.proto": ORDER}, {"a.proto": qualified})
        self.assertEqual(self.breaking()["changes"], [])

    def test_excluded_folders_are_not_read(self):
        config = "version: v1\nbuild:\n  excludes:\n    - legacy\n"
        self.sides({"legacy/bad.proto": "message {", "order.proto": COMMON},
                   {"legacy/bad.proto": "message {{", "order.proto": COMMON + "\n"},
                   {"buf.yaml": config})
        report = self.breaking()
        self.assertEqual((report["errors"], report["exit_code"]), ([], 0))

    def test_every_parse_error_is_told_and_the_rest_is_checked(self):
        self.sides({"bad.proto": COMMON, "order.proto": ORDER, "worse.proto": COMMON},
                   {"bad.proto": 'syntax = "proto3";\nmessage A {\n  strin x = ;\n  int32 = 3;\n}\n',
                    "order.proto": ORDER_BROKEN, "worse.proto": "mesage B {}\n"},
                   {"acme/common/v1/money.proto": COMMON})
        report = self.breaking()
        self.assertEqual(report["exit_code"], 3)
        places = [(error["file"], error["line"]) for error in report["errors"]]
        self.assertIn(("after/bad.proto", 3), places)
        self.assertIn(("after/bad.proto", 4), places)
        self.assertIn(("after/worse.proto", 1), places)
        self.assertEqual(rules(report), BROKEN_RULES)
        text = tools.protowarden("breaking", "after", "--against", "before", cwd=self.folder)
        self.assertRegex(text.stdout + text.stderr, r"after/bad\.proto:3:\d+: ")

    def test_a_file_in_place_of_a_folder(self):
        self.sides({"order.proto": COMMON}, {"order.proto": COMMON})
        done = tools.protowarden("breaking", "after", "--against", "dir:before/order.proto",
                                 cwd=self.folder)
        self.assertEqual(done.returncode, 2)
        self.assertIn("not a folder", done.stderr)

    def test_nothing_to_compare_is_no_success(self):
        (self.folder / "before").mkdir()
        (self.folder / "after").mkdir()
        done = tools.protowarden("breaking", "after", "--against", "before", cwd=self.folder)
        self.assertEqual(done.returncode, 3)
        self.assertIn("no .proto file", done.stderr)


class Images(unittest.TestCase):
    """Descriptor sets and buf images on either side find what sources do."""

    FILES = {"acme/shop/v1/order.proto": ORDER, "acme/common/v1/money.proto": COMMON}
    CHANGED = {**FILES, "acme/shop/v1/order.proto": ORDER_BROKEN}

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="protowarden-test-"))
        for side, files in (("before", cls.FILES), ("after", cls.CHANGED)):
            write_files(cls.folder / side, files)
            for options, name in (([], "plain"), (["--include_imports"], "imports"),
                                  (["--include_imports", "--include_source_info"], "source")):
                done = tools.run(["protoc", "-I", cls.folder / side, *options, "-o",
                                  cls.folder / f"{side}-{name}.pb", *files])
                assert done.returncode == 0, done.stderr
            for name in (f"{side}-buf.binpb", f"{side}-buf.json", f"{side}-buf.binpb.gz",
                         f"{side}-buf.json.gz"):
                done = tools.run([tools.BUF, "build", side, "-o", name], cwd=cls.folder)
                assert done.returncode == 0, done.stderr

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def names(self, side):
        return [path.name for path in sorted(self.folder.glob(f"{side}-*"))]

    def test_either_side(self):
        befores = ["dir:before", *self.names("before")]
        afters = ["after", *self.names("after")]
        self.assertEqual((len(befores), len(afters)), (8, 8))
        for before in befores:
            for after in afters:
                with self.subTest(f"{before} -> {after}"):
                    report = tools.report("breaking", after, "--against", before, cwd=self.folder)
                    self.assertEqual(report["errors"], [])
                    self.assertEqual(rules(report), BROKEN_RULES, report["notes"])
                    # Without source info buf has no position either.
                    known = "plain" not in after and "imports" not in after
                    self.assertEqual({(c["file"] or "").endswith("order.proto")
                                      for c in report["changes"]}, {True})
                    self.assertEqual({c["line"] for c in report["changes"]},
                                     {5, 6} if known else {1})

    def test_options_of_an_image_count(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            text = ('syntax = "proto3";\npackage a;\noption java_package = "%s";\n'
                    "message M { int64 a = 1 [jstype = %s]; }\n")
            for side, values in (("before", ("x", "JS_STRING")), ("after", ("y", "JS_NUMBER"))):
                write_files(folder / side, {"a.proto": text % values})
                done = tools.run(["protoc", "-I", folder / side, "-o", folder / f"{side}.pb",
                                  "a.proto"])
                self.assertEqual(done.returncode, 0, done.stderr)
            for after, before in (("after.pb", "before.pb"), ("after", "before.pb"),
                                  ("after.pb", "dir:before")):
                report = tools.report("breaking", after, "--against", before, cwd=folder)
                self.assertEqual(rules(report), ["FIELD_SAME_JSTYPE", "FILE_SAME_JAVA_PACKAGE"])

    def test_an_image_that_is_none(self):
        write_files(self.folder, {"text.json": json.dumps({"file": 3}), "junk.binpb": b"\xff\xff"})
        for name in ("text.json", "junk.binpb"):
            done = tools.protowarden("breaking", name, "--against", "dir:before", cwd=self.folder)
            self.assertEqual(done.returncode, 3, done.stdout)
            self.assertIn(name, done.stderr)


if __name__ == "__main__":
    unittest.main()
