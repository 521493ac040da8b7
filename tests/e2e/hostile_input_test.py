# SPDX-License-Identifier: Apache-2.0
"""Schema texts, folders and configuration that are broken, huge or malicious.

Each case runs with a deadline and a memory limit, gets a clear error, and what could be analysed
still is: the finding about the witness file is printed.
"""
import json
import os
import pathlib
import random
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from hostile import HostileCase, MIB, WITNESS_BEFORE, run_limited  # noqa: E402
from repository import write_files  # noqa: E402

PROTO2 = 'syntax = "proto2";\n'
PROTO3 = 'syntax = "proto3";\n'
EDITION = 'edition = "2023";\n'
MESSAGE = PROTO3 + "message A {\n  string b = 1;\n}\n"
EMPTY_MESSAGE = PROTO3 + "message A {\n}\n"
DELETED = 'Previously present field "1" with name "b" on message "A" was deleted'
DEEP = 10_000
MANY = 100_000


def joined(pattern, count, separator="\n"):
    return separator.join(pattern.format(i=i, n=i + 1) for i in range(count))


def message(members, head=PROTO3):
    return f"{head}message A {{\n{members}\n}}\n"


def chain(count, package):
    links = joined("message M{i} {{ M{n} next = 1; }}", count)
    return f"{PROTO3}package {package};\n{links}\nmessage M{count} {{}}\n"


def import_cycle(count):
    return {f"cycle{i}.proto": f'{PROTO3}import "cycle{(i + 1) % count}.proto";\n'
            for i in range(count)}


TOO_DEEP = "Nested more than 200 levels deep. Move what is inside into messages of its own."
NOT_ASCII = ("Only ASCII may stand outside of comments and strings. Remove or replace this "
             "character and save the file as UTF-8.")

# name, files before, files after, exit code, messages
TEXTS = [
    ("Latin-1 in a comment", {"a.proto": MESSAGE},
     {"a.proto": PROTO3.encode() + b"// caf\xe9\nmessage A {}\n"}, 1, [DELETED]),
    ("Latin-1 in a name", {"a.proto": MESSAGE},
     {"a.proto": PROTO3.encode() + b"message Caf\xe9 {}\n"}, 3, ["new/a.proto:2:12", NOT_ASCII]),
    ("Latin-1 in a string", {"a.proto": MESSAGE},
     {"a.proto": PROTO3.encode() + b'option go_package = "caf\xe9";\nmessage A {}\n'}, 1,
     [DELETED]),
    ("UTF-16", {"a.proto": MESSAGE}, {"a.proto": MESSAGE.encode("utf-16")}, 3,
     ["new/a.proto:1:1", "The file is UTF-16 text. Save it as UTF-8."]),
    ("byte order mark and CRLF", {"a.proto": MESSAGE},
     {"a.proto": b"\xef\xbb\xbf" + EMPTY_MESSAGE.replace("\n", "\r\n").encode()}, 1,
     [DELETED, "new/a.proto:2:1"]),
    ("CRLF in an edition", {"a.proto": MESSAGE.replace(PROTO3, EDITION)},
     {"a.proto": EMPTY_MESSAGE.replace(PROTO3, EDITION).replace("\n", "\r\n")}, 1, [DELETED]),
    ("a byte order mark alone", {"a.proto": "// nothing\n"}, {"a.proto": b"\xef\xbb\xbf"}, 1, []),
    ("empty", {"a.proto": MESSAGE}, {"a.proto": ""}, 1,
     ['Previously present message "A" was deleted']),
    ("a NUL byte", {"a.proto": MESSAGE}, {"a.proto": PROTO3.encode() + b"message A {\0}\n"}, 3,
     ["new/a.proto:2:12", "There is a control character. Remove it"]),
    ("random bytes",
     {"a.proto": MESSAGE}, {"a.proto": random.Random(1).randbytes(MIB).translate(None, b"{[<")},
     3,
     ["problems; the first 20 are shown."]),
    ("an unterminated comment", {"a.proto": MESSAGE}, {"a.proto": PROTO3 + "/* no end"}, 3,
     ["new/a.proto:2", "End-of-file inside block comment"]),
    ("an unterminated string", {"a.proto": MESSAGE}, {"a.proto": PROTO3 + 'option a = "x\n'}, 3,
     ["String literals cannot cross line boundaries"]),
    ("conflict markers", {"a.proto": MESSAGE},
     {"a.proto": f"{PROTO3}<<<<<<< HEAD\nmessage A {{}}\n=======\n>>>>>>> other\n"}, 3,
     ["new/a.proto:2:1"]),
    ("an unknown edition", {"a.proto": MESSAGE}, {"a.proto": 'edition = "2099";\n'}, 3,
     ["is not supported; this version reads editions 2023, 2024 and 2026"]),
    ("a semicolon before the syntax", {"a.proto": MESSAGE}, {"a.proto": ";\n" + PROTO3}, 3,
     ["new/a.proto:2:1"]),
    ("an edition without end", {"a.proto": MESSAGE}, {"a.proto": "edition"}, 3,
     ["is not supported"]),

    ("deep messages", {"a.proto": MESSAGE},
     {"a.proto": PROTO3 + "message A {" * DEEP + "}" * DEEP}, 3, [TOO_DEEP]),
    ("deep messages after a broken string", {"a.proto": MESSAGE},
     {"a.proto": PROTO3 + 'option a = "\\\n' + "message A {" * DEEP}, 3, ["new/a.proto:2:14"]),
    ("deep messages behind closing angles", {"a.proto": MESSAGE},
     {"a.proto": PROTO3 + "message A {>" * DEEP}, 3, [TOO_DEEP]),
    ("deep groups", {"a.proto": MESSAGE},
     {"a.proto": PROTO2 + "message A {" + "optional group G = 1 {" * DEEP + "}" * DEEP + "}"}, 3,
     [TOO_DEEP]),
    ("deep aggregate option", {"a.proto": MESSAGE},
     {"a.proto": PROTO3 + "option (x) = {" + "a {" * DEEP + "}" * DEEP + "};"}, 3, [TOO_DEEP]),
    ("deep aggregate option in angles", {"a.proto": MESSAGE},
     {"a.proto": PROTO3 + "option (x) = {" + "a <" * DEEP + ">" * DEEP + "};"}, 3, [TOO_DEEP]),
    ("deep aggregate option in lists", {"a.proto": MESSAGE},
     {"a.proto": PROTO3 + "option (x) = {a: " + "[" * DEEP + "]" * DEEP + "};"}, 3, [TOO_DEEP]),
    ("deep comments", {"a.proto": MESSAGE},
     {"a.proto": PROTO3 + "/*" * DEEP + "*/" * DEEP + "\n"}, 3,
     ["Block comments cannot be nested", "problems; the first 20 are shown."]),
    ("deep parentheses", {"a.proto": MESSAGE},
     {"a.proto": PROTO3 + "option " + "(" * DEEP + "x" + ")" * DEEP + " = 1;"}, 3,
     ["new/a.proto:2:9"]),
    ("190 levels", {"a.proto": MESSAGE}, {"a.proto": PROTO3 + "message A {" * 190 + "}" * 190}, 1,
     [DELETED]),

    ("imports itself", {"a.proto": MESSAGE},
     {"a.proto": f'{PROTO3}import "a.proto";\nmessage A {{}}\n'}, 3,
     [DELETED, "The file imports itself. Remove this import."]),
    ("two files import each other", {}, import_cycle(2), 3,
     ["Import cycle: new/cycle0.proto -> new/cycle1.proto -> new/cycle0.proto. Move what these "
      "files share into a file of its own."]),
    ("a cycle of 3,000 files", {}, import_cycle(3000), 3, ["(2994 more) -> new/cycle0.proto"]),
    ("300 files that all import one another", {},
     {f"all{i}.proto": PROTO3 + "".join(f'import "all{j}.proto";\n' for j in range(300) if j != i)
      for i in range(300)}, 3, ["Import cycle: "]),
    ("a public import cycle", {},
     {"a.proto": f'{PROTO3}import public "b.proto";\nmessage A {{ B b = 1; }}\n',
      "b.proto": f'{PROTO3}import public "a.proto";\nmessage B {{ A a = 1; }}\n'}, 3,
     ["Import cycle: "]),
    ("a missing import", {"a.proto": MESSAGE},
     {"a.proto": f'{PROTO3}import "x/gone.proto";\nmessage A {{ Gone g = 2; }}\n'}, 1,
     [DELETED, "1 import is not in the tree: x/gone.proto.", "pass -I DIR"]),
    ("a missing type", {"a.proto": MESSAGE}, {"a.proto": PROTO3 + "message A { Gone g = 2; }\n"},
     3, [DELETED, '"Gone" is not defined. Declare it or import the file that does.']),
    ("an import out of the tree", {"a.proto": MESSAGE},
     {"a.proto": f'{PROTO3}import "../../../../../etc/passwd";\nmessage A {{}}\n'}, 1,
     [DELETED, "1 import is not in the tree: ../../../../../etc/passwd."]),
    ("the same message twice", {"a.proto": MESSAGE},
     {"a.proto": EMPTY_MESSAGE + "message A {}\n"}, 3,
     ['"A" is declared twice; the other declaration is at new/a.proto:2:9. Rename or remove one']),
    ("the same message in an import", {"a.proto": MESSAGE},
     {"a.proto": f'{PROTO3}import "b.proto";\nmessage A {{}}\n', "b.proto": EMPTY_MESSAGE}, 3,
     ['"A" is declared twice']),
    ("the same file under two roots", {"one/a.proto": MESSAGE, "two/a.proto": MESSAGE},
     {"one/a.proto": EMPTY_MESSAGE, "two/a.proto": MESSAGE,
      "protowarden.toml": '[[modules]]\npath = "one"\n[[modules]]\npath = "two"\n'
                          '[[modules]]\npath = "."\n'}, 1,
     [DELETED, 'one/a.proto and two/a.proto are both "a.proto" to importers; the first one is '
               "used."]),

    ("a missing semicolon after many `reserved`", {"a.proto": MESSAGE},
     {"a.proto": EDITION + "message A {}" + "}reserved a " * MANY}, 3, ["new/a.proto:2:13"]),
    ("a message that is declared 100,000 times", {}, {"a.proto": PROTO3 + "message A{}\n" * MANY},
     3, ["This file has 99999 problems; the first 20 are shown."]),
]

# Sizes that quadratic algorithms do not survive. name, files before, files after, exit code,
# messages, limits.
FIELDS = message(joined("string f{i} = {n};", MANY))
SIZES = [
    ("100,000 fields, one deleted", FIELDS, message(joined("string f{i} = {n};", MANY - 1)), 1,
     ['field "100000" with name "f99999"']),
    ("100,000 fields, all deleted", FIELDS, message(""), 1,
     ['field "100000" with name "f99999"']),
    ("100,000 fields on one line, all deleted", FIELDS.replace("\n", " ").replace(";", ";\n", 1),
     message(""), 1, ['field "100000" with name "f99999"']),
    ("100,000 fields, all reserved", FIELDS,
     message("reserved " + joined("{n}", MANY, ",") + ";\nreserved " +
             joined('"f{i}"', MANY, ",") + ";"), 1, ['field "100000" with name "f99999"']),
    ("100,000 maps", None, message(joined("map<string, string> f{i} = {n};", MANY)), 1, []),
    ("100,000 defaults on one line", None,
     message(joined('optional string f{i} = {n} [default = "x"];', MANY, " "), PROTO2), 1, []),
    ("100,000 aggregate options on one line", None,
     message(joined("optional string f{i} = {n} [(o) = {{a: 1}}];", MANY, " "), PROTO2), 1, []),
    ("100,000 names in one aggregate option", None,
     message("option (o) = {" + joined("k{i}: 1", MANY) + "};"), 1, []),
    ("100,000 options", None, message(joined("option (k{i}) = 1;", MANY)), 1, []),
    ("100,000 parts of an option", None, message(joined("option (k).a{i}.b = 1;", MANY)), 1, []),
    ("100,000 reserved identifiers beside 100,000 messages", None,
     message("reserved " + joined("r{i}", MANY, ",") + ";" +
             joined("message B{i} {{}}", MANY), EDITION), 1, []),
    ("100,000 exported messages", None,
     'edition = "2024";\n' + joined("export message B{i} {{}}", MANY), 1, []),
    ("100,000 methods", PROTO3 + "message M {}\nservice S {\n" +
     joined("rpc R{i}(M) returns (M);", MANY) + "}",
     PROTO3 + "message M {}\nservice S {\n" + joined("rpc R{i}(M) returns (M);", MANY - 1) + "}",
     1, ["R99999"]),
    ("100,000 enum values, all deleted",
     PROTO3 + "enum E {\nZ = 0;\n" + joined("V{i} = {n};", MANY) + "}",
     PROTO3 + "enum E {\nZ = 0;\n}", 1, ['value "100000"']),
    ("a chain of 100,000 messages in a renamed package", chain(MANY, "a"), chain(MANY, "b"), 1,
     ["FILE_SAME_PACKAGE"]),
    ("a chain of 100,000 messages, all deleted", chain(MANY, "a"), PROTO3, 1, ["M100000"]),
]


class TextTest(HostileCase):
    """Texts beside the witness file."""


class SizeTest(HostileCase):
    """One large file beside the witness file."""

    def test_comments_of_50_mib(self):
        self.write_sides({"a.proto": MESSAGE}, {})
        with open(f"{self.folder}/new/a.proto", "w", encoding="ascii") as file:
            file.write(EMPTY_MESSAGE)
            for _ in range(50):
                file.write("// comment of 16\n" * (MIB // 17))
        self.check(self.compare_folders(), 1, DELETED)

    def test_one_line_of_50_mib(self):
        self.write_sides({"a.proto": MESSAGE}, {})
        with open(f"{self.folder}/new/a.proto", "w", encoding="ascii") as file:
            file.write(PROTO3 + "message A {")
            for _ in range(50):
                file.write(" " * MIB)
            file.write("}\n")
        self.check(self.compare_folders(), 1, DELETED)

    def test_garbage_of_50_mib(self):
        self.write_sides({"a.proto": MESSAGE}, {})
        with open(f"{self.folder}/new/a.proto", "w", encoding="ascii") as file:
            for _ in range(50):
                file.write("@ }" * (MIB // 3))
        self.check(self.compare_folders(memory_mib=1024), 3, "problems; the first 20 are shown")

    def test_larger_than_the_limit(self):
        self.write_sides({"a.proto": MESSAGE}, {})
        with open(f"{self.folder}/new/a.proto", "wb") as file:
            file.truncate(65 * MIB)
        self.check(self.compare_folders(), 3,
                   "it is larger than 64 MiB; leave it out with `exclude` or split it")


def add_cases():
    def text_case(before, after, code, messages):
        def run(self):
            self.write_sides(before, after)
            self.check(self.compare_folders(), code, *messages)
        return run

    def size_case(before, after, code, messages):
        def run(self):
            self.write_sides({} if before is None else {"a.proto": before}, {"a.proto": after})
            self.check(self.compare_folders("-q", memory_mib=1024), code, *messages)
        return run

    for kind, table, make in ((TextTest, TEXTS, text_case), (SizeTest, SIZES, size_case)):
        for name, *case in table:
            setattr(kind, "test " + name, make(*case))


class FolderTest(HostileCase):
    """Names, links and special files."""

    def test_awkward_names(self):
        names = ["with space.proto", "new\nline.proto", "quo\"te'.proto", "ünïcode/päth.proto",
                 "-dash.proto", "a:b.proto", "$(touch x).proto", "*.proto", "back\\slash.proto",
                 "\x1b[31mred.proto", "~tilde.proto", "#hash.proto"]
        for at, name in enumerate(names):
            with self.subTest(name):
                text = MESSAGE.replace("message A", f"message A{at}")
                self.write_sides({name: text},
                                 {name: text.replace("  string b = 1;\n", "")})
                outcome = self.compare_folders()
                self.check(outcome, 1, f'on message "A{at}" was deleted')
                self.assertNotIn("\x1b", outcome.text)
                report = json.loads(self.compare_folders("--format", "json").out)
                self.assertIn("new/" + name, [change["file"] for change in report["changes"]])
                os.unlink(f"{self.folder}/old/{name}")
                os.unlink(f"{self.folder}/new/{name}")

    def test_name_that_is_not_utf8(self):
        self.write_sides({}, {})
        for side, text in (("old", MESSAGE), ("new", EMPTY_MESSAGE)):
            name = os.fsencode(f"{self.folder}/{side}/") + b"caf\xe9.proto"
            with open(name, "w", encoding="ascii") as file:
                file.write(text)
        self.check(self.compare_folders(), 1, DELETED)
        report = json.loads(self.compare_folders("--format", "json").out)
        self.assertEqual(len(report["changes"]), 2)

    def test_links(self):
        write_files(self.folder, {"outside.proto": MESSAGE, "outside/b.proto": MESSAGE})
        self.write_sides({"in.proto": MESSAGE}, {"in.proto": EMPTY_MESSAGE})
        new = pathlib.Path(self.folder, "new")
        (new / "out.proto").symlink_to("../outside.proto")
        (new / "absolute.proto").symlink_to("/etc/passwd")
        (new / "nowhere.proto").symlink_to("missing.proto")
        (new / "loop1.proto").symlink_to("loop2.proto")
        (new / "loop2.proto").symlink_to("loop1.proto")
        (new / "self").symlink_to(".")
        (new / "up").symlink_to("..")
        (new / "outside").symlink_to("../outside")
        (new / "folder.proto").symlink_to(".")
        outcome = self.compare_folders()
        self.check(outcome, 1, DELETED,
                   "The link out.proto leads out of the folder or to no file and is left out.",
                   "The link absolute.proto leads out of the folder",
                   "The link nowhere.proto leads nowhere and is left out.",
                   "The link loop1.proto leads nowhere")
        self.assertNotIn("root:", outcome.text)

    def test_link_inside_the_tree_is_followed(self):
        self.write_sides({"real.txt": MESSAGE}, {"real.txt": EMPTY_MESSAGE})
        for side in ("old", "new"):
            pathlib.Path(self.folder, side, "a.proto").symlink_to("real.txt")
        self.check(self.compare_folders(), 1, DELETED)

    def test_special_files(self):
        self.write_sides({"fifo.proto": MESSAGE, "folder.proto": MESSAGE}, {})
        os.mkfifo(f"{self.folder}/new/fifo.proto")
        os.mkdir(f"{self.folder}/new/folder.proto")
        self.check(self.compare_folders(), 3, "new/fifo.proto", "it is not a regular file",
                   'Previously present file "folder.proto" was deleted')

    def test_folder_that_cannot_be_listed(self):
        """A path longer than the system allows: its files are missing, so the run must not pass."""
        self.write_sides({}, {"witness.proto": WITNESS_BEFORE})
        here = os.open(f"{self.folder}/new", os.O_RDONLY)
        try:
            for _ in range(20):
                os.mkdir("d" * 250, dir_fd=here)
                below = os.open("d" * 250, os.O_RDONLY, dir_fd=here)
                os.close(here)
                here = below
        finally:
            os.close(here)
        outcome = self.compare_folders()
        self.check(outcome, 3, "could not be read: File name too long. Make it readable or leave "
                               "it out with `exclude`.", witness=False)
        subprocess.run(["rm", "-rf", f"{self.folder}/new"], check=True)

    def test_deep_folders(self):
        """More levels than file descriptors."""
        self.write_sides({}, {})
        for side, text in (("old", MESSAGE), ("new", EMPTY_MESSAGE)):
            deep = f"{self.folder}/{side}"
            for _ in range(1500):
                deep += "/d"
                os.mkdir(deep)
            write_files(deep, {"a.proto": text})
        self.check(self.compare_folders(), 1, DELETED)
        subprocess.run(["rm", "-rf", f"{self.folder}/new", f"{self.folder}/old"], check=True)

    def test_nothing_to_compare(self):
        write_files(self.folder, {"new/readme": "", "old/readme": ""})
        self.check(self.compare_folders(), 3, "There is no .proto file in folder", "Check PATH",
                   witness=False)


class ConfigTest(HostileCase):
    """Configuration is hostile input too: it comes with the change."""

    CASES = [
        ("protowarden.toml", "use = [", ["protowarden.toml:1"]),
        ("protowarden.toml", "breaking = 1\n", ["`breaking` must be a table."]),
        ("protowarden.toml", "a." * 200_000 + "b = 1\n", ["protowarden.toml:1"]),
        ("protowarden.toml", "[" + "a." * 200_000 + "b]\n", ["protowarden.toml:1"]),
        ("protowarden.toml", '"\\"".' + "a." * 200_000 + "b = 1\n", ["protowarden.toml:1"]),
        ("protowarden.toml", 'x = {y = """\n"x" """, ' + "a." * 200_000 + "'\"'.'x' = 1} # '\n",
         ["protowarden.toml:2"]),
        ("protowarden.toml", "exclude = " + "[" * 100_000, ["protowarden.toml:1"]),
        ("protowarden.toml", "exclude = " + "{a=" * 100_000, ["protowarden.toml:1"]),
        ("protowarden.toml", b"exclude = [\"\xff\"]\n", ["protowarden.toml:1"]),
        ("protowarden.toml", b"\0", ["protowarden.toml:1"]),
        ("protowarden.toml", "# x\n" * (2 * MIB), ["is larger than"]),
        ("buf.yaml", "version: v9\n", ['Version "v9" is not known; use v1beta1, v1 or v2.']),
        ("buf.yaml", "[" * 100_000, ["buf.yaml"]),
        ("buf.yaml", "{" * 100_000, ["buf.yaml"]),
        ("buf.yaml", "- " * 100_000, ["buf.yaml"]),
        ("buf.yaml", "a: &a [*a]\n", ["buf.yaml"]),
        ("buf.yaml", "version: v2\nbreaking: {use: {a: b}}\n", ["A list was expected."]),
        ("buf.yaml", "version: [v2]\n", ["buf.yaml:1"]),
        ("buf.yaml", "? [a]\n: b\n", ["buf.yaml:1"]),
        ("buf.yaml", b"version: \xff\xfe\n", ["buf.yaml"]),
        ("buf.yaml", "", ["A mapping with the key `version` was expected."]),
        ("buf.work.yaml", "version: v1\ndirectories: [../../..]\n",
         ["buf.work.yaml:2: The folder \"../../..\" is not below this file."]),
        ("buf.yaml", "version: v2\nmodules: [{path: ../x}]\n",
         ["buf.yaml:2: The folder \"../x\" is not below this file."]),
    ]

    def test_broken_configuration(self):
        for at, (name, text, messages) in enumerate(self.CASES):
            with self.subTest(f"{at}: {name}"):
                write_files(self.folder, {f"{at}/new/a.proto": EMPTY_MESSAGE,
                                          f"{at}/old/a.proto": MESSAGE, f"{at}/new/{name}": text})
                outcome = run_limited("breaking", f"{self.folder}/{at}/new", "--against",
                                      f"dir:{self.folder}/{at}/old", cwd=self.folder)
                self.check(outcome, 2, *messages, witness=False)

    def test_aliases_that_multiply(self):
        """A "billion laughs" document."""
        lines = ["version: v2", "breaking: &a0 {use: [FILE]}"]
        lines += [f"x{i}: &a{i} [" + ", ".join([f"*a{i - 1}"] * 10) + "]" for i in range(1, 20)]
        self.write_sides({}, {"buf.yaml": "\n".join(lines) + "\n"})
        self.check(self.compare_folders(), 2, "Unknown key", witness=False)

    def test_patterns_with_many_stars(self):
        toml = '[breaking]\nignore = ["' + "*a" * 200 + '", "' + "**/" * 200 + 'x"]\n'
        long = "/".join("a" * 50 for _ in range(20)) + "/a.proto"
        self.write_sides({long: MESSAGE}, {long: EMPTY_MESSAGE, "protowarden.toml": toml})
        self.check(self.compare_folders(), 1, DELETED)


add_cases()
if __name__ == "__main__":
    unittest.main()
