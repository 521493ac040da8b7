# SPDX-License-Identifier: Apache-2.0
"""`protowarden annotate`: what it writes, where, and that it can take it back.

fixtures/pii/annotate/CASE/before.proto becomes after.proto; after-overwrite.proto and
after-all.proto are what --overwrite and --all make of it. PROTOWARDEN_UPDATE_GOLDEN=1 rewrites.
"""
import os
import pathlib
import shutil
import stat
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import tools  # noqa: E402
from repository import Repository, git, write_files  # noqa: E402

FIXTURES = sorted(path.parent for path in
                  (tools.ROOT / "fixtures/pii/annotate").glob("*/before.proto"))
SHIPPED = tools.ROOT / "rules/pii/proto"
UPDATE = bool(os.environ.get("PROTOWARDEN_UPDATE_GOLDEN"))

PLAIN = """syntax = "proto3";

package shop.v1;

message Account {
  string ssn = 1;
}
"""
ANNOTATED = """syntax = "proto3";

package shop.v1;

import "pii/v1/sensitivity.proto";

message Account {
  option (pii.v1.message_sensitivity) = HIGH;
  string ssn = 1 [(pii.v1.sensitivity) = HIGH, (pii.v1.pii_type) = SSN];
}
"""


class Annotate(unittest.TestCase):
    def setUp(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="protowarden-test-"))
        self.addCleanup(shutil.rmtree, self.path, True)

    def write(self, files):
        write_files(self.path, files)

    def read(self, name):
        return (self.path / name).read_bytes().decode()

    def annotate(self, *arguments, code=0, cwd=None):
        done = tools.protowarden("annotate", *arguments, cwd=cwd or self.path)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def rewritten(self, content, *flags):
        """The bytes that --in-place makes of some."""
        (self.path / "golden.proto").write_bytes(content)
        self.annotate("golden.proto", "--in-place", *flags)
        return (self.path / "golden.proto").read_bytes()

    def compile(self, *names, roots=(".", SHIPPED)):
        done = tools.run(["protoc", *(f"-I{root}" for root in roots), "-o", os.devnull, *names],
                         cwd=self.path)
        self.assertEqual(done.returncode, 0, done.stderr)

    # What is written.

    def test_golden(self):
        self.assertGreater(len(FIXTURES), 15)
        for fixture in FIXTURES:
            before = (fixture / "before.proto").read_bytes()
            for golden in [fixture / "after.proto", *sorted(fixture.glob("after-*.proto"))]:
                flags = ["--" + golden.stem.split("-")[1]] if "-" in golden.stem else []
                with self.subTest(f"{fixture.name}/{golden.name}"):
                    after = self.rewritten(before, *flags)
                    if UPDATE:
                        golden.write_bytes(after)
                    self.assertEqual(after.decode(), golden.read_bytes().decode())
                    self.assertEqual(self.rewritten(after, *flags), after, "a second run changes")
                    self.assertEqual(self.rewritten(after, "--strip"),
                                     self.rewritten(before, "--strip"))

    def test_strip_gives_the_original_bytes_back(self):
        for fixture in FIXTURES:
            before = (fixture / "before.proto").read_bytes()
            if b"pii.v1." in before:
                continue
            for flags in ([], ["--all"], ["--annotation-import", "other/pii.proto"]):
                with self.subTest(fixture.name, flags=flags):
                    after = self.rewritten(before, *flags)
                    self.assertNotEqual(after, before)
                    undo = flags if "--all" not in flags else []
                    self.assertEqual(self.rewritten(after, "--strip", *undo), before)

    def test_golden_files_compile(self):
        # protoc 3.21 knows no editions.
        for fixture in FIXTURES:
            if fixture.name == "editions":
                continue
            for golden in fixture.glob("after*.proto"):
                with self.subTest(f"{fixture.name}/{golden.name}"):
                    self.compile(golden.name, roots=(fixture, SHIPPED))

    def test_the_printed_schema_is_the_shipped_one_and_compiles(self):
        printed = self.annotate("--print-schema").stdout
        self.assertEqual(printed, (SHIPPED / "pii/v1/sensitivity.proto").read_text())
        self.write({"proto/pii/v1/sensitivity.proto": printed, "proto/a.proto": PLAIN})
        done = self.annotate("proto", "--in-place", "--all")
        self.assertNotIn("not in the tree", done.stderr)
        self.assertEqual(self.read("proto/pii/v1/sensitivity.proto"), printed)
        self.compile("a.proto", roots=("proto",))

    def test_a_schema_that_is_missing_is_told(self):
        self.write({"a.proto": PLAIN})
        self.assertIn("pii/v1/sensitivity.proto is not in the tree. "
                      "`protowarden annotate --print-schema`", self.annotate().stderr)

    def test_definitions_of_the_tree_decide_what_is_imported_and_written(self):
        # The published schema knows 25 kinds of data.
        definition = "".join(
            line for line in (SHIPPED / "pii/v1/sensitivity.proto").read_text().splitlines(True)
            if not any(f"= {number};" in line for number in range(26, 36)))
        source = PLAIN.replace("ssn = 1;", "ssn = 1;\n  double annual_income = 2;")
        self.write({"api/pii/v1/sensitivity.proto": definition, "shop/a.proto": source})
        self.annotate("--in-place")
        self.assertIn('import "api/pii/v1/sensitivity.proto";', self.read("shop/a.proto"))
        self.assertIn("annual_income = 2 [(pii.v1.sensitivity) = HIGH];", self.read("shop/a.proto"))
        self.compile("shop/a.proto", roots=(".",))
        self.annotate("--in-place", "--strip")
        self.assertEqual(self.read("shop/a.proto"), source)

    def test_options_that_the_tree_does_not_define_are_not_written(self):
        definition = """syntax = "proto3";
package pii.v1;
import "google/protobuf/descriptor.proto";
enum SensitivityLevel { SENSITIVITY_UNSPECIFIED = 0; PUBLIC = 1; LOW = 2; MEDIUM = 3; HIGH = 4; }
extend google.protobuf.FieldOptions { SensitivityLevel sensitivity = 70000; }
"""
        service = "service S { rpc Get(Account) returns (Account); }\n"
        self.write({"pii.proto": definition, "a.proto": PLAIN + service})
        self.annotate("--in-place")
        self.assertIn("string ssn = 1 [(pii.v1.sensitivity) = HIGH];", self.read("a.proto"))
        self.assertEqual(self.read("a.proto").count("pii.v1."), 1)
        self.compile("a.proto", roots=(".",))

    def test_the_import_path_can_be_given(self):
        self.write({"a.proto": PLAIN})
        self.annotate("--in-place", "--annotation-import", "acme/privacy.proto")
        self.assertEqual(self.read("a.proto"),
                         ANNOTATED.replace("pii/v1/sensitivity.proto", "acme/privacy.proto"))

    def test_an_import_by_another_path_or_a_public_one_is_enough(self):
        self.write({"x/pii/v1/sensitivity.proto": (SHIPPED / "pii/v1/sensitivity.proto")
                    .read_text(),
                    "all.proto":
                        'syntax = "proto3";\nimport public "x/pii/v1/sensitivity.proto";\n',
                    "a.proto": PLAIN.replace("message", 'import "all.proto";\n\nmessage')})
        self.annotate("--in-place")
        self.assertEqual(self.read("a.proto").count("import"), 1)
        self.compile("a.proto", roots=(".",))

    def test_strip_keeps_an_import_that_is_still_needed(self):
        source = ANNOTATED.replace("}\n", "  repeated pii.v1.PiiType asked = 2;\n}\n")
        self.write({"a.proto": source})
        self.annotate("--strip", "--in-place")
        self.assertIn('import "pii/v1/sensitivity.proto";', self.read("a.proto"))
        self.assertNotIn("(pii.v1.", self.read("a.proto"))

    def test_strip_takes_out_what_was_written_by_hand(self):
        self.write({"a.proto": ANNOTATED.replace("ssn = 1 [(pii.v1.sensitivity) = HIGH, (",
                                                 "ssn = 1[\n    (pii.v1.sensitivity) = HIGH,\n"
                                                 "    deprecated = true,  // old\n    (")})
        self.annotate("--strip", "--in-place")
        self.assertEqual(self.read("a.proto"),
                         PLAIN.replace("ssn = 1;", "ssn = 1[\n    deprecated = true  // old];"
                                       .replace("old]", "old\n    ]")))
        self.compile("a.proto")

    def test_what_is_annotated_is_reported_so(self):
        self.write({"a.proto": PLAIN})

        def annotated():
            report = tools.report("pii", "a.proto", cwd=self.path)
            return [field["annotated"] for field in report["fields"]]
        self.assertEqual(annotated(), [False])
        self.annotate("--in-place")
        self.assertEqual(annotated(), [True])

    # How it is written.

    def test_the_patch_is_what_in_place_writes(self):
        with Repository() as repository:
            for fixture in FIXTURES:
                shutil.copytree(fixture, repository.path / "fixtures with space" / fixture.name)
            repository.commit()
            patch = self.annotate("--all", cwd=repository.path).stdout
            self.assertEqual(patch, self.annotate("--diff", "--all", cwd=repository.path).stdout)
            # Undecoded: line ends count.
            done = tools.subprocess.run(
                [tools.PROTOWARDEN, "annotate", "--all", "-q"], cwd=repository.path,
                capture_output=True, check=False)
            (self.path / "all.patch").write_bytes(done.stdout)
            self.annotate("--all", "--in-place", cwd=repository.path)
            wanted = {path: path.read_bytes() for path in repository.path.rglob("*.proto")}
            repository.git("checkout", "--quiet", ".")
            repository.git("apply", "--whitespace=nowarn", str(self.path / "all.patch"))
            for path, content in wanted.items():
                self.assertEqual(path.read_bytes(), content, path)
            # From a folder of the repository the paths are relative to that folder.
            repository.git("checkout", "--quiet", ".")
            folder = repository.path / "fixtures with space" / "methods"
            patch = self.annotate("before.proto", "-q", cwd=folder).stdout
            (self.path / "one.patch").write_text(patch)
            git("apply", str(self.path / "one.patch"), cwd=folder)
            self.assertIn(b"pii.v1.sensitivity", (folder / "before.proto").read_bytes())

    def test_in_place_keeps_the_mode_and_leaves_nothing_behind(self):
        self.write({"a.proto": PLAIN, "b.proto": PLAIN.replace("ssn", "size")})
        (self.path / "a.proto").chmod(0o640)
        untouched = (self.path / "b.proto").stat().st_ino
        replaced = (self.path / "a.proto").stat().st_ino
        done = self.annotate("--in-place")
        self.assertIn("Annotated 1 field, 1 message and 0 methods in 1 of 2 files.", done.stderr)
        self.assertEqual(self.read("a.proto"), ANNOTATED)
        self.assertEqual(stat.S_IMODE((self.path / "a.proto").stat().st_mode), 0o640)
        self.assertNotEqual((self.path / "a.proto").stat().st_ino, replaced)
        self.assertEqual((self.path / "b.proto").stat().st_ino, untouched)
        self.assertEqual(sorted(os.listdir(self.path)), ["a.proto", "b.proto"])

    def test_links_stay_links_and_must_not_leave_the_tree(self):
        self.write({"tree/real/a.proto": PLAIN, "outside.proto": PLAIN})
        (self.path / "tree/link.proto").symlink_to("real/a.proto")
        self.annotate("tree", "--in-place")
        self.assertTrue((self.path / "tree/link.proto").is_symlink())
        self.assertEqual(self.read("tree/real/a.proto"), ANNOTATED)
        (self.path / "tree/escape.proto").symlink_to("../outside.proto")
        tools.protowarden("annotate", "tree", "--in-place", cwd=self.path)
        self.assertEqual(self.read("outside.proto"), PLAIN)

    def test_copies_go_below_the_folder(self):
        self.write({"proto/shop/a.proto": PLAIN, "proto/b.proto": PLAIN.replace("ssn", "size")})
        self.annotate("proto", "-o", "copies")
        self.assertEqual(self.read("proto/shop/a.proto"), PLAIN)
        self.assertEqual(self.read("copies/shop/a.proto"), ANNOTATED)
        self.assertEqual(self.read("copies/b.proto"), PLAIN.replace("ssn", "size"))
        self.annotate("proto/shop/a.proto", "-o", "one")
        self.assertEqual(self.read("one/a.proto"), ANNOTATED)
        self.annotate("proto/shop/a.proto", "-o", "annotated.proto")
        self.assertEqual(self.read("annotated.proto"), ANNOTATED)

    def test_only_what_is_named_is_written(self):
        with Repository() as repository:
            repository.commit({"x/a.proto": PLAIN, "x/b.proto": PLAIN.replace("shop", "b"),
                               "y/c.proto": PLAIN.replace("shop", "c")})
            self.annotate("x/b.proto", "y", "--in-place", cwd=repository.path)
            self.assertEqual(repository.git("diff", "--name-only"), "x/b.proto\ny/c.proto")

    # When it cannot be written.

    def test_a_file_that_does_not_parse_is_told_and_the_others_are_written(self):
        self.write({"a.proto": PLAIN, "bad.proto": PLAIN + "message {"})
        done = self.annotate("--in-place", code=3)
        self.assertIn("bad.proto:8:9:", done.stderr)
        self.assertEqual(self.read("a.proto"), ANNOTATED)
        self.assertEqual(self.read("bad.proto"), PLAIN + "message {")

    def test_wrong_usage(self):
        self.write({"a.proto": PLAIN, "x/one.proto": PLAIN, "y/one.proto": PLAIN})
        for arguments, words in ((["--in-place", "--diff"], "--in-place"),
                                 (["--strip", "--all"], "--all"), (["nowhere"], "nowhere"),
                                 (["x", "y", "-o", "out"], "Two files would be written")):
            with self.subTest(arguments):
                done = self.annotate(*arguments, code=2)
                self.assertIn(words, done.stderr)
                self.assertEqual(self.read("a.proto"), PLAIN)
        tools.run(["protoc", "-o", "image.binpb", "a.proto"], cwd=self.path)
        self.assertIn("is an image", self.annotate("image.binpb", code=2).stderr)


if __name__ == "__main__":
    unittest.main()
