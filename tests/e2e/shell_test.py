# SPDX-License-Identifier: Apache-2.0
"""Completion scripts in real shells, and the manual page in real readers."""
import pathlib
import re
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import tools  # noqa: E402
from repository import Repository  # noqa: E402

# What bash does when somebody presses the key: sets the variables, calls the function.
DRIVER = """
source "$1"
shift
compopt() { :; }
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_protowarden
printf '%s\\n' "${COMPREPLY[@]}"
"""


def has(program):
    return shutil.which(program) is not None


class Shells(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.repository = Repository()
        cls.addClassCleanup(cls.repository.close)
        cls.path = cls.repository.path
        cls.repository.commit({"a file.proto": "", "api/x.proto": ""})
        cls.repository.git("tag", "v1.4.0")
        cls.scripts = pathlib.Path(tempfile.mkdtemp(prefix="protowarden-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.scripts)
        for shell in ("bash", "zsh", "fish"):
            done = tools.protowarden("completion", shell)
            assert done.returncode == 0, done.stderr
            (cls.scripts / shell).write_text(done.stdout)
        help_text = tools.protowarden("--help").stdout
        cls.commands = re.findall(r"^  ([a-z-]+) {2,}", help_text.split("Subcommands:")[1], re.M)
        assert len(cls.commands) > 10, help_text

    def bash(self, *words):
        """The completions of a line of words, the last one unfinished."""
        done = tools.run(["bash", "--norc", "-c", DRIVER, "bash", self.scripts / "bash", *words],
                         cwd=self.path)
        self.assertEqual(done.stderr, "")
        return [line for line in done.stdout.splitlines() if line]

    def test_commands(self):
        self.assertEqual(sorted(self.bash("protowarden", "")), sorted(self.commands))
        self.assertEqual(self.bash("protowarden", "ch"), ["check", "changelog"])

    def test_every_option_of_every_command(self):
        for command in self.commands:
            shown = tools.protowarden(command, "--help").stdout
            options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", shown.split("\n\nExample")[0]
                                     .split("Options:")[1].split("Subcommands:")[0]))
            offered = set(self.bash("protowarden", command, "--"))
            # Descriptions may name options of other commands.
            self.assertLessEqual(offered - {"--help"}, options | {"--no-learn"}, command)
            declared = set(re.findall(r"^  (?:-\w,)?(--[a-z-]+)", shown, re.M))
            self.assertLessEqual(declared, offered, command)

    def test_values(self):
        self.assertEqual(self.bash("protowarden", "check", "--profile", "b"), ["buf"])
        self.assertEqual(self.bash("protowarden", "check", "--format", "sar"), ["sarif"])
        self.assertEqual(self.bash("protowarden", "check", "--profile", "=", "d"), ["default"])
        self.assertEqual(self.bash("protowarden", "check", "--profile", "="), ["default", "buf"])
        self.assertEqual(self.bash("protowarden", "breaking", "--against", "v1"), ["v1.4.0"])
        self.assertIn("main", self.bash("protowarden", "breaking", "--against", ""))
        self.assertEqual(sorted(self.bash("protowarden", "breaking", "-o", "a")),
                         ["a file.proto", "api"])

    def test_paths_and_nested_commands(self):
        self.assertEqual(self.bash("protowarden", "check", "-q", "a f"), ["a file.proto"])
        self.assertIn("mask", self.bash("protowarden", "pii", ""))
        self.assertIn("--clearance", self.bash("protowarden", "pii", "mask", "--"))
        self.assertNotIn("--clearance", self.bash("protowarden", "pii", "--"))

    def test_bash_script_is_clean(self):
        if not has("shellcheck"):
            self.skipTest("shellcheck is not installed")
        done = tools.run(["shellcheck", "-s", "bash", self.scripts / "bash"])
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_zsh(self):
        if not has("zsh"):
            self.skipTest("zsh is not installed")
        done = tools.run(["zsh", "-n", self.scripts / "zsh"])
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        # Loaded by the completion system, and known for the program.
        done = tools.run(["zsh", "-f", "-c", "fpath=($1 $fpath); mv $1/zsh $1/_protowarden; "
                          "autoload -U compinit; compinit -u -D; print $_comps[protowarden]; "
                          "autoload +X _protowarden && print loaded; mv $1/_protowarden $1/zsh",
                          "zsh", self.scripts])
        self.assertEqual(done.stdout.split(), ["_protowarden", "loaded"], done.stderr)

    def test_fish(self):
        if not has("fish"):
            self.skipTest("fish is not installed")
        script = self.scripts / "fish"
        done = tools.run(["fish", "--no-execute", script])
        self.assertEqual((done.returncode, done.stderr), (0, ""))

        def complete(line):
            done = tools.run(["fish", "--no-config", "-c", f"source {script}; complete -C '{line}'"],
                             cwd=self.path)
            return [row.split("\t")[0] for row in done.stdout.splitlines()]

        self.assertEqual(sorted(complete("protowarden ")), sorted(self.commands))
        self.assertEqual(complete("protowarden check --profile b"), ["buf"])
        self.assertIn("--staged", complete("protowarden check --"))
        self.assertIn("v1.4.0", complete("protowarden check --against v1"))
        self.assertIn("mask", complete("protowarden pii ma"))

    def test_a_shell_that_is_none(self):
        done = tools.protowarden("completion", "tcsh")
        self.assertEqual(done.returncode, 2)


class Manual(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.page = tools.protowarden("man").stdout
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="protowarden-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.file = cls.folder / "protowarden.1"
        cls.file.write_text(cls.page)

    def test_sections_and_structure(self):
        self.assertTrue(self.page.startswith(".TH PROTOWARDEN 1 "))
        sections = re.findall(r"^\.SH (.*)$", self.page, re.M)
        self.assertEqual(sections[:3], ["NAME", "SYNOPSIS", "DESCRIPTION"])
        for section in ("OPTIONS", "COMMANDS", "EXIT STATUS", "FILES", "ENVIRONMENT"):
            self.assertIn(section, sections)
        known = {".TH", ".SH", ".SS", ".PP", ".TP", ".B", ".I", ".BR", ".IR", ".nf", ".fi", ".sp"}
        for line in self.page.splitlines():
            if line.startswith((".", "'")):
                self.assertIn(line.split()[0], known)
            self.assertEqual(re.sub(r"\\(-|e|&|f[BIR]|\((aq|ga|ha|ti))", "", line).count("\\"), 0,
                             line)
        self.assertEqual(self.page.count("\n.nf\n"), self.page.count("\n.fi\n"))

    def test_groff_reads_it_without_a_word(self):
        if not has("groff"):
            self.skipTest("groff is not installed")
        done = tools.run(["groff", "-man", "-Tutf8", "-ww", "-z", self.file])
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        text = tools.run(["groff", "-man", "-Tascii", "-P-cbou", self.file]).stdout
        self.assertIn("breaking changes and personal data", text)
        self.assertIn("protowarden breaking new --against dir:old", text)

    def test_man_shows_it(self):
        if not has("man"):
            self.skipTest("man is not installed")
        done = tools.run(["man", "-l", "--warnings", self.file],
                         env={**tools.ENVIRONMENT, "MANPAGER": "cat", "MANWIDTH": "100"})
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("PROTOWARDEN(1)", done.stdout)

    def test_mandoc_finds_no_error(self):
        if not has("mandoc"):
            self.skipTest("mandoc is not installed")
        done = tools.run(["mandoc", "-T", "lint", "-W", "warning,stop", self.file])
        found = [line for line in done.stdout.splitlines() if "missing date" not in line]
        self.assertEqual(found, [])


class Installation(unittest.TestCase):
    def test_what_is_installed_is_what_the_program_writes(self):
        build = pathlib.Path(tools.PROTOWARDEN).parent
        if not has("cmake") or not (build / "plugins/cli/protowarden.1").exists():
            self.skipTest("not a complete build folder")
        with tempfile.TemporaryDirectory() as prefix:
            done = tools.run(["cmake", "--install", build, "--prefix", prefix])
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            top = pathlib.Path(prefix)
            program = top / "bin/protowarden"
            self.assertEqual(tools.run([top / "bin/protoc-gen-protowarden", "--version"]).stdout,
                             tools.run([program, "--version"]).stdout)
            for path, command in {
                    "share/man/man1/protowarden.1": ["man"],
                    "share/bash-completion/completions/protowarden": ["completion", "bash"],
                    "share/zsh/site-functions/_protowarden": ["completion", "zsh"],
                    "share/fish/vendor_completions.d/protowarden.fish": ["completion", "fish"]}.items():
                self.assertEqual((top / path).read_text(), tools.run([program, *command]).stdout)


if __name__ == "__main__":
    unittest.main(verbosity=1)
