# SPDX-License-Identifier: Apache-2.0
"""protoc-gen-protowarden, started by the real protoc and by the real buf."""
import json
import os
import pathlib
import re
import shutil
import stat
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import tools  # noqa: E402
from repository import Repository, write_files  # noqa: E402

PLUGIN = pathlib.Path(tools.PROTOWARDEN).with_name("protoc-gen-protowarden")
PII_SCHEMA = (tools.ROOT / "rules/pii/proto/pii/v1/sensitivity.proto").read_text()
TASK = """syntax = "proto3";
package todo.v1;
message Task {
  string id = 1;
  optional string title = 2;
}
"""
TASK_WITHOUT_TITLE = TASK.replace("  optional string title = 2;\n", "")
USER = """syntax = "proto3";
package user.v1;
import "pii/v1/sensitivity.proto";
message User {
  string email = 1;
  string ssn = 2 [(pii.v1.sensitivity) = HIGH, (pii.v1.pii_type) = SSN];
}
"""
EDITION = """edition = "2023";
package shop.v1;
import "google/protobuf/descriptor.proto";
extend google.protobuf.FieldOptions {
  string owner = 50001 [retention = RETENTION_SOURCE];
}
message Order {
  string id = 1 [(owner) = "sales", features.field_presence = LEGACY_REQUIRED];
  string note = 2;
}
"""


class Plugin(unittest.TestCase):
    def setUp(self):
        self.repository = Repository()
        self.addCleanup(self.repository.close)
        self.path = self.repository.path
        self.repository.commit({"proto/todo/v1/task.proto": TASK, ".gitignore": "/out/\n/build/\n"})
        (self.path / "out").mkdir()

    def protoc(self, *files, opt="", include=("proto",), cwd=None, out="out"):
        arguments = [f"--protowarden_opt={opt}"] if opt else []
        return tools.run(["protoc", f"--plugin={PLUGIN}", f"--protowarden_out={out}", *arguments,
                          *(f"-I{folder}" for folder in include), *files], cwd=cwd or self.path)

    def failing(self, *files, **options):
        done = self.protoc(*files, **options)
        self.assertNotEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.written(), [])
        return done.stderr

    def passing(self, *files, **options):
        done = self.protoc(*files, **options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stderr

    def written(self):
        out = self.path / "out"
        return sorted(str(p.relative_to(out)) for p in out.rglob("*") if p.is_file())

    def report(self, name="report.json"):
        return json.loads((self.path / "out" / name).read_text())

    def rules(self):
        return [(c["rule"], c["element"]) for c in self.report()["changes"] if c["is_breaking"]]

    # The gate.

    def test_a_breaking_change_fails_the_build_at_its_place(self):
        self.repository.write({"proto/todo/v1/task.proto": TASK_WITHOUT_TITLE})
        error = self.failing("todo/v1/task.proto", opt="against=HEAD")
        self.assertIn("1 finding fails the build, compared with commit ", error)
        self.assertIn("\nproto/todo/v1/task.proto:3:1: HIGH FIELD_NO_DELETE todo.v1.Task.title: "
                      "Previously present field", error)

    def test_the_default_is_the_merge_base(self):
        self.repository.git("switch", "-q", "-c", "feature")
        self.repository.commit({"proto/todo/v1/task.proto": TASK_WITHOUT_TITLE})
        self.assertIn("merge base with main", self.failing("todo/v1/task.proto"))

    def test_a_build_that_passes_writes_the_report(self):
        self.passing("todo/v1/task.proto", opt="against=HEAD")
        self.assertEqual(self.written(), ["report.json"])
        report = self.report()
        self.assertTrue(report["can_deploy"])
        self.assertEqual(report["proto_files"], ["proto/todo/v1/task.proto"])

    def test_the_report_is_that_of_check(self):
        self.repository.write({"proto/todo/v1/task.proto":
                               TASK_WITHOUT_TITLE.replace("string id", "int32 id")})
        stderr = self.passing("todo/v1/task.proto", opt="against=HEAD,mode=shadow")
        self.assertIn("warning: proto/todo/v1/task.proto:4:3: ", stderr)
        checked = tools.report("check", "--against", "HEAD", "--mode", "shadow", cwd=self.path)
        self.assertGreater(len(checked["changes"]), 1)
        for finding in checked["changes"]:  # identities: protoc names files below its -I
            finding["fingerprint"] = None
        ours = self.report()["changes"]
        for finding in ours:
            finding["fingerprint"] = None
        self.assertEqual(ours, checked["changes"])

    def test_gate_parameters(self):
        self.repository.write({"proto/todo/v1/task.proto": TASK_WITHOUT_TITLE})
        for opt in ("fail_on=CRITICAL", "fail_on=LOW,fail_on=FIELD_NO_DELETE=never",
                    "except=FIELD_NO_DELETE,FIELD_NO_DELETE_UNLESS_NAME_RESERVED",
                    "use=PACKAGE_ENUM_NO_DELETE", '{"mode": "shadow", "format": ["json", "text"]}'):
            with self.subTest(opt):
                self.passing("todo/v1/task.proto", opt=(
                    opt[:-1] + ', "against": "HEAD"}' if opt[0] == "{" else opt + ",against=HEAD"))
        self.assertEqual(self.written(), ["report.json", "report.txt"])

    def test_every_format_of_the_command_line(self):
        self.repository.write({"proto/todo/v1/task.proto": TASK_WITHOUT_TITLE})
        text = self.plugin(b"", "--help").stdout.decode()
        formats = re.findall(r"^  ([a-z]+) ", text.split("Formats:\n")[1], re.M)
        self.assertIn("sarif", formats)
        opt = ",".join(f"format={name}:all/{name}" for name in formats if name != "none")
        self.passing("todo/v1/task.proto", opt=f"against=HEAD,mode=shadow,format=none,{opt}")
        self.assertEqual(self.written(), sorted(f"all/{n}" for n in formats if n != "none"))
        sarif = self.report("all/sarif")["runs"][0]["results"]
        self.assertEqual([row["ruleId"] for row in sarif], ["FIELD_NO_DELETE"])
        for name in ("html", "markdown", "junit", "github", "gitlab"):
            self.assertIn("FIELD_NO_DELETE", (self.path / "out/all" / name).read_text(), name)

    def test_findings_that_are_accepted_in_the_source(self):
        self.repository.write({"proto/todo/v1/task.proto": TASK_WITHOUT_TITLE.replace(
            "message Task", "// protowarden:allow FIELD_NO_DELETE nobody reads titles\nmessage Task")})
        checked = tools.protowarden("check", "--against", "HEAD", cwd=self.path)
        done = self.protoc("todo/v1/task.proto", opt="against=HEAD")
        self.assertEqual(done.returncode, checked.returncode, done.stderr)
        self.assertEqual(self.protoc("todo/v1/task.proto",
                                     opt="against=HEAD,use=WIRE_JSON").returncode, 1)

    def test_base_forms(self):
        old = pathlib.Path(tempfile.mkdtemp(prefix="protowarden-test-"))
        self.addCleanup(shutil.rmtree, old)
        shutil.copytree(self.path / "proto", old / "proto")
        tools.run(["protoc", "-Iproto", "-o", old / "base.binpb", "--include_source_info",
                   "todo/v1/task.proto"], cwd=self.path)
        self.repository.write({"proto/todo/v1/task.proto": TASK_WITHOUT_TITLE})
        for against in ("HEAD", "merge-base:main", f"dir:{old}", f"dir:{old}/proto",
                        f"image:{old}/base.binpb"):
            with self.subTest(against):
                error = self.failing("todo/v1/task.proto", opt=f"against={against}")
                self.assertIn("FIELD_NO_DELETE", error)

    def test_many_findings_are_bounded_worst_first(self):
        fields = "".join(f"  string f{i} = {i};\n" for i in range(1, 81))
        head = 'syntax = "proto3";\npackage p;\n'
        self.repository.commit({"many.proto": f"{head}message M {{\n{fields}}}\n"})
        self.repository.write({"many.proto": f"{head}message M {{\n}}\n"})
        error = self.failing("many.proto", opt="against=HEAD", include=(".",))
        self.assertIn("80 findings fail the build", error)
        self.assertIn("and 30 more", error)
        self.assertEqual(error.count("FIELD_NO_DELETE"), 50)

    # Which file is which.

    def test_names_do_not_depend_on_how_protoc_is_called(self):
        self.repository.write({"proto/todo/v1/task.proto": TASK_WITHOUT_TITLE, "build/x": ""})
        calls = [dict(files=["todo/v1/task.proto"]),
                 dict(files=["proto/todo/v1/task.proto"], include=(".",)),
                 dict(files=["task.proto"], include=("proto/todo/v1",)),
                 dict(files=["todo/v1/task.proto"], include=("../proto",),
                      cwd=self.path / "build", out="../out"),
                 dict(files=["task.proto"], include=(".",), cwd=self.path / "proto/todo/v1",
                      out="../../../out")]
        for config in ("", "version: v2\nmodules:\n  - path: proto\n"):
            self.repository.write({"buf.yaml": config or None} if config else {})
            for call in calls:
                files = call.pop("files")
                with self.subTest(f"{files} {call} {config!r}"):
                    error = self.failing(*files, opt="against=HEAD", **call)
                    self.assertIn("FIELD_NO_DELETE", error)
                    self.assertIn("task.proto:3:1", error)
                call["files"] = files

    def test_only_the_files_named_to_protoc_are_judged(self):
        other = TASK.replace("todo", "other")
        self.repository.commit({"proto/other/v1/task.proto": other, "proto/gone.proto": TASK})
        self.repository.write({"proto/other/v1/task.proto": None, "proto/gone.proto": None,
                               "proto/todo/v1/task.proto": TASK + "// same\n"})
        self.passing("todo/v1/task.proto", opt="against=HEAD")
        self.assertEqual(self.rules(), [])

    def test_a_file_that_is_new_everywhere_is_noted(self):
        self.repository.write({"proto/new.proto": TASK.replace("todo", "fresh")})
        stderr = self.passing("new.proto", opt="against=HEAD")
        self.assertIn("note: None of the compiled files is in commit", stderr)

    def test_imports_from_outside_of_the_repository(self):
        outside = pathlib.Path(tempfile.mkdtemp(prefix="protowarden-test-"))
        self.addCleanup(shutil.rmtree, outside)
        write_files(outside, {"pii/v1/sensitivity.proto": PII_SCHEMA})
        self.repository.commit({"proto/user.proto": USER})
        self.repository.write({"proto/user.proto": USER.replace("string email", "int32 email")})
        error = self.failing("user.proto", opt="against=HEAD", include=("proto", outside))
        self.assertIn("FIELD_SAME_TYPE", error)
        # The annotation is the same on both sides, though only one has its definition.
        self.passing("user.proto", opt="against=HEAD,mode=shadow", include=("proto", outside))
        self.assertEqual({e for _, e in self.rules()}, {"user.v1.User.email"})

    # Personal data.

    def test_pii_report(self):
        self.repository.write({"proto/user.proto": USER,
                               "proto/pii/v1/sensitivity.proto": PII_SCHEMA})
        self.passing("user.proto", opt="pii=report,report=privacy")
        self.assertEqual(self.written(), ["privacy.pii.json"])
        fields = {f["field_path"]: f for f in self.report("privacy.pii.json")["fields"]}
        self.assertEqual(set(fields), {"User.email", "User.ssn"})
        self.assertTrue(fields["User.ssn"]["annotated"])
        self.assertFalse(fields["User.email"]["annotated"])
        (self.path / "out/privacy.pii.json").unlink()
        error = self.failing("user.proto", opt="pii=report,fail_on=LOW")
        self.assertIn("proto/user.proto:5:3: ", error)
        self.assertIn("PII_UNANNOTATED", error)

    def test_annotated_copies_compile(self):
        self.repository.write({"proto/user.proto": USER.replace(
            'import "pii/v1/sensitivity.proto";\n', "").split("  string ssn")[0] + "}\n"})
        self.passing("user.proto", opt="pii=annotate")
        self.assertEqual(self.written(), ["pii/v1/sensitivity.proto", "user.proto"])
        text = (self.path / "out/user.proto").read_text()
        self.assertIn("string email = 1 [(pii.v1.sensitivity) = ", text)
        done = tools.run(["protoc", "-Iout", "-o", os.devnull, "user.proto"], cwd=self.path)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_copies_import_the_definitions_as_protoc_does(self):
        self.repository.write({"proto/user.proto": USER,
                               "proto/pii/v1/sensitivity.proto": PII_SCHEMA})
        self.passing("user.proto", opt="pii=annotate")
        self.assertEqual(self.written(), ["user.proto"])
        self.assertIn('\nimport "pii/v1/sensitivity.proto";\n',
                      (self.path / "out/user.proto").read_text())

    def test_a_source_that_is_not_found(self):
        outside = pathlib.Path(tempfile.mkdtemp(prefix="protowarden-test-"))
        self.addCleanup(shutil.rmtree, outside)
        write_files(outside, {"away.proto": TASK})
        error = self.failing("away.proto", opt="pii=annotate", include=(outside,))
        self.assertIn("away.proto: the source was not found. Pass source_root=DIR", error)
        self.passing("away.proto", opt=f"pii=annotate,source_root={outside}", include=(outside,))
        self.assertEqual(self.written(), ["away.proto"])

    # buf.

    def generate(self, **plugin):
        tools.require_buf()
        row = {"local": str(PLUGIN), "out": "out", "strategy": "all", **plugin}
        self.repository.write({"buf.gen.yaml": json.dumps({"version": "v2", "plugins": [row]}),
                               "buf.yaml": "version: v2\nmodules:\n  - path: proto\n"})
        return tools.run([tools.BUF, "generate"], cwd=self.path)

    def test_buf_generate_on_an_edition(self):
        self.repository.write({"proto/todo/v1/task.proto": TASK})
        self.repository.commit({"proto/shop/v1/order.proto": EDITION})
        done = self.generate(opt=["against=HEAD", "format=json", "format=text:deep/summary.txt"])
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.written(), ["deep/summary.txt", "report.json"])
        # An option that only the source keeps is the same in both.
        self.assertEqual(self.report()["summary"]["total_changes"], 0, self.report()["changes"])
        self.repository.write({"proto/shop/v1/order.proto":
                               EDITION.replace(", features.field_presence = LEGACY_REQUIRED", "")})
        done = self.generate(opt=["against=HEAD"])
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("proto/shop/v1/order.proto:8:3: ", done.stderr)
        self.assertIn("FIELD_SAME_CARDINALITY", done.stderr)

    def test_buf_generate_with_source_retention(self):
        schema, changed = retain_source(PII_SCHEMA.replace('syntax = "proto3"', 'edition = "2023"'))
        self.assertGreater(changed, 0)
        self.repository.write({"proto/user.proto": USER, "proto/pii/v1/sensitivity.proto": schema})
        done = self.generate(opt=["pii=report"])
        self.assertEqual(done.returncode, 0, done.stderr)
        fields = {f["field_path"]: f for f in self.report("report.pii.json")["fields"]}
        self.assertTrue(fields["User.ssn"]["annotated"])

    def test_buf_json_parameter(self):
        done = self.generate(opt='{"against": "HEAD", "report": "compat"}')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.written(), ["compat.json"])

    # Mistakes.

    def test_parameter_mistakes(self):
        mistakes = {
            "fial_on=HIGH": "no parameter \"fial_on\". Did you mean `fail_on`?",
            "against": "The parameter against has no value. Write against=VALUE.",
            "against=": "The parameter against has no value",
            "against=HEAD,against=main": "against is given twice",
            "against=.git#branch=main,subdir=proto": "A value that holds a comma needs the JSON",
            "against=nowhere": "nowhere",
            "format=jsn": "format=jsn is unknown. Did you mean `json`?",
            "format=json:../x.json": "is no file name below the output folder",
            "report=/etc/x": "is no file name below the output folder",
            "format=json,format=json": "would be written twice",
            "pii=anotate": "Did you mean `annotate`?",
            "mode=off": "mode=off is unknown",
            "fail_on=SEVERE": "SEVERE",
            "use=WIER": "WIER",
            "config=missing.toml": "missing.toml",
            "source_root=missing": "missing",
            '{"against": 1}': "The parameter against must be a string.",
            '{"use": ["WIRE", {}]}': "must be a string or a list of them",
            '{"against": "HEAD"': "is no complete object",
            '{"agianst": "HEAD"}': "Did you mean `against`?",
            "\x1b[31m=1": "no parameter",
        }
        for opt, message in mistakes.items():
            with self.subTest(opt):
                error = self.failing("todo/v1/task.proto", opt=opt)
                self.assertIn(message, error)
                self.assertNotIn("\x1b", error)

    def test_hostile_names_in_messages(self):
        name = "proto/\x1b[31m evil\n::error.proto"
        self.repository.commit({name: TASK})
        self.repository.write({name: TASK_WITHOUT_TITLE})
        error = self.failing(name, opt="against=HEAD", include=(".",))
        self.assertIn("FIELD_NO_DELETE", error)
        self.assertNotIn("\x1b", error)
        self.assertNotIn("\n::error", error)

    # The protocol.

    def request(self, *files, parameter=""):
        """The bytes that protoc sends for these files."""
        saver = self.path / "build/protoc-gen-save"
        write_files(self.path, {"build/protoc-gen-save": f"#!/bin/sh\ncat > '{saver}.bin'\n"})
        saver.chmod(saver.stat().st_mode | stat.S_IXUSR)
        tools.run(["protoc", f"--plugin={saver}", "--save_out=out", f"--save_opt={parameter}",
                   "-Iproto", *files], cwd=self.path)
        return pathlib.Path(f"{saver}.bin").read_bytes()

    def plugin(self, stdin, *arguments):
        return tools.subprocess.run([PLUGIN, *arguments], cwd=self.path, env=tools.ENVIRONMENT,
                                    input=stdin, capture_output=True, timeout=60, check=False)

    def test_what_it_declares(self):
        done = self.plugin(self.request("todo/v1/task.proto", parameter="against=HEAD"))
        decoded = tools.subprocess.run(["protoc", "--decode_raw"], input=done.stdout,
                                       capture_output=True, check=True).stdout.decode()
        self.assertEqual([line for line in decoded.splitlines() if line[:2] in ("2:", "3:", "4:")],
                         ["2: 3", "3: 998", "4: 1001"])

    def test_damaged_requests(self):
        whole = self.request("todo/v1/task.proto", parameter="against=HEAD")
        for end in range(0, len(whole), 7):
            done = self.plugin(whole[:end])
            # A cut between two fields is a smaller request; everything else is refused.
            self.assertIn(done.returncode, (0, 3), end)
            self.assertEqual(bool(done.stdout), done.returncode == 0)
        for garbage in (b"", b"\xff" * 64, b"{}", b"\x0a\xff\xff\xff\xff\x0f", os.urandom(4096),
                        whole + b"\x0a", b"\x7a\x02\x0a\x00" + whole):
            done = self.plugin(garbage)
            self.assertEqual((done.returncode, done.stdout), (3, b""), garbage[:20])
            self.assertIn(b"not a complete CodeGeneratorRequest", done.stderr)
        for at in range(0, len(whole), 11):
            done = self.plugin(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1:])
            self.assertIn(done.returncode, (0, 3), at)

    def test_a_large_request(self):
        fields = "".join(f"  string f{i} = {i};\n" for i in range(1, 15001))
        text = f'syntax = "proto3";\npackage p;\nmessage M {{\n{fields}}}\n'
        self.repository.commit({"proto/large.proto": text})
        self.repository.write({"proto/large.proto": text.replace("string f7 ", "int32 f7 ")})
        error = self.failing("large.proto", opt="against=HEAD")
        self.assertIn("p.M.f7", error)

    def test_help_and_wrong_calls(self):
        done = self.plugin(b"", "--help")
        self.assertEqual(done.returncode, 0)
        for word in (b"strategy: all", b"fail_on", b"source_root", b"--protowarden_opt"):
            self.assertIn(word, done.stdout)
        self.assertLessEqual(max(map(len, done.stdout.splitlines())), 100)
        self.assertIn(b"protowarden 0", self.plugin(b"", "--version").stdout)
        self.assertEqual(self.plugin(b"", "check").returncode, 2)


def retain_source(schema):
    """The options of a schema as ones that are left out of what plugins get to generate from."""
    lines, changed = [], 0
    inside = False
    for line in schema.splitlines():
        inside = line.startswith("extend ") or (inside and not line.startswith("}"))
        if inside and " = " in line and line.rstrip().endswith(";"):
            line = line.rstrip()[:-1].replace("optional ", "") + " [retention = RETENTION_SOURCE];"
            changed += 1
        lines.append(line)
    return "\n".join(lines) + "\n", changed


if __name__ == "__main__":
    if shutil.which("protoc") is None:
        print("protoc is not installed")
        sys.exit(77)
    unittest.main(verbosity=1)
