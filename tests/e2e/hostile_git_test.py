# SPDX-License-Identifier: Apache-2.0
"""Repositories, revisions and gits that are unusual, damaged or change while they are read.

Every run has a deadline and a memory limit. A shell script in front of git plays a git that is
old, dies, hangs, or lets somebody else change the repository in the middle.
"""
import os
import pathlib
import shutil
import stat
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from hostile import (HostileCase, WITNESS_AFTER, WITNESS_BEFORE, run_limited)  # noqa: E402
from repository import Repository, git, write_files  # noqa: E402

PROTO3 = 'syntax = "proto3";\n'
MESSAGE = PROTO3 + "message A {\n  string b = 1;\n}\n"
EMPTY_MESSAGE = PROTO3 + "message A {\n}\n"
DELETED = 'Previously present field "1" with name "b" on message "A" was deleted'
OLD = {"witness.proto": WITNESS_BEFORE}
NEW = {"witness.proto": WITNESS_AFTER}
REAL_GIT = shutil.which("git")


class RepositoryCase(HostileCase):
    """A repository whose working tree breaks what its commits have."""

    def repository(self, *init_options, files=None):
        made = Repository(*init_options, path=f"{self.folder}/repo")
        made.commit({**OLD, **(files or {})})
        made.write(NEW)
        return made

    def breaking(self, *arguments, cwd=None, env=None, **limits):
        return run_limited("breaking", *arguments, cwd=cwd or f"{self.folder}/repo", env=env,
                           **limits)


class RevisionTest(RepositoryCase):
    """What --against may hold."""

    def test_revision_like_an_option(self):
        repository = self.repository()
        repository.git("update-ref", "refs/heads/--help", "HEAD")
        for given in ("--help", "git:--help", "-x", "--output=stolen"):
            with self.subTest(given):
                self.check(self.breaking(f"--against={given}"), 2,
                           "is not a git revision. Write `refs/heads/NAME` for a branch whose name "
                           "starts with a dash.", witness=False)
        self.check(self.breaking("--against", "refs/heads/--help"), 1)
        self.assertFalse(os.path.exists(repository.path / "stolen"))

    def test_revision_with_a_colon(self):
        self.repository()
        self.check(self.breaking("--against", "HEAD:proto"), 3,
                   '"HEAD:proto" is no revision: revisions have no colon. For a folder of a commit '
                   "write `.git#ref=HEAD,subdir=proto`.", witness=False)
        self.check(self.breaking("--against", "git:HEAD"), 1)
        self.check(self.breaking("--against", "git:"), 2, "`git:` needs something after the colon",
                   witness=False)

    def test_revisions_that_do_not_exist(self):
        self.repository()
        for given in ("nosuch", "0" * 40, "HEAD~99", "a b", "x\ny", "$(touch stolen)", "\x1b[31m",
                      "HEAD^{tree}", "@{nosuch}", "a" * 5000, "ünïcode"):
            with self.subTest(given):
                outcome = self.breaking("--against", given)
                self.assertIn(outcome.code, (2, 3), outcome)
                self.check(outcome, outcome.code, witness=False)
                self.assertNotIn("\x1b", outcome.text)
        self.assertFalse(os.path.exists(f"{self.folder}/repo/stolen"))

    def test_branch_with_an_awkward_name(self):
        repository = self.repository()
        for name in ("with'quote", "ünïcode", "a;b", "dir/main", "{x}", "HEAD2"):
            with self.subTest(name):
                repository.git("branch", name)
                self.check(self.breaking("--against", name), 1)

    def test_paths_in_commits(self):
        names = ["with space.proto", "new\nline.proto", "quo\"te'.proto", "ünï/päth.proto",
                 ":(glob)x.proto", "-dash.proto", "tab\tbed.proto", "*.proto"]
        files = {name: MESSAGE.replace("A", f"A{i}") for i, name in enumerate(names)}
        repository = self.repository(files=files)
        repository.write({name: text.replace("  string b = 1;\n", "")
                          for name, text in files.items()})
        for arguments in ((), ("--against", "HEAD"), ("--staged",)):
            with self.subTest(arguments):
                repository.git("add", "-A")
                outcome = self.breaking(*arguments)
                self.check(outcome, 1, *[f'on message "A{i}" was deleted'
                                         for i in range(len(names))])

    def test_folders_with_awkward_names(self):
        for name in ("with space", "quo\"te'", "ünï", ":(glob)", "*", "new\nline", "-d", "end\n"):
            with self.subTest(name):
                with Repository(path=f"{self.folder}/{name}") as repository:
                    repository.commit({f"{name}/proto/{path}": text for path, text in OLD.items()})
                    repository.write({f"{name}/proto/{path}": text for path, text in NEW.items()})
                    self.check(self.breaking(f"./{name}/proto", cwd=repository.path), 1)


class StateTest(RepositoryCase):
    """States a repository may be in."""

    def test_without_commits(self):
        Repository(path=f"{self.folder}/repo").write(NEW)
        self.check(self.breaking(), 0, "The repository has no commits yet: everything is new.",
                   witness=False)
        self.check(self.breaking("--against", "main"), 3,
                   'The revision "main" does not exist: this repository has no commits yet. '
                   "Commit or fetch first.", witness=False)
        self.check(self.breaking("--against", "merge-base:main"), 3,
                   "this repository has no commits yet", witness=False)

    def test_orphan_branch(self):
        repository = self.repository()
        repository.git("checkout", "--quiet", "--orphan", "fresh")
        self.check(self.breaking(), 3, "HEAD has no commits yet, so there is no merge base with "
                                       '"main". Pass --against main.', witness=False)
        self.check(self.breaking("--against", "main"), 1)

    def test_damaged_head(self):
        repository = self.repository()
        (repository.path / ".git/refs/heads/main").write_text("rubbish\n")
        self.check(self.breaking(), 3, "the repository is damaged. Run `git fsck` or clone it "
                                       "again.", witness=False)

    def test_head_whose_commit_is_missing(self):
        repository = self.repository()
        (repository.path / ".git/refs/heads/main").write_text("12" * 20 + "\n")
        self.check(self.breaking(), 3, witness=False)

    def test_missing_and_damaged_blobs(self):
        """The other files are still compared."""
        repository = self.repository(files={f"{name}.proto": MESSAGE + f"// {name}\n"
                                            for name in "acdx"})
        repository.write({f"{name}.proto": EMPTY_MESSAGE for name in "acdx"})
        objects = repository.path / ".git/objects"
        for name, content in (("a", None), ("c", b"not zlib"), ("x", b"")):
            blob = repository.git("rev-parse", f"HEAD:{name}.proto")
            path = objects / blob[:2] / blob[2:]
            path.chmod(stat.S_IRUSR | stat.S_IWUSR)
            if content is None:
                path.unlink()
            else:
                path.write_bytes(content)
        self.check(self.breaking(), 3, DELETED, "a.proto", "c.proto", "x.proto",
                   "is missing from the repository or damaged. Run `git fsck`, or clone the "
                   "repository again.")

    def test_missing_tree(self):
        repository = self.repository()
        tree = repository.git("rev-parse", "HEAD^{tree}")
        (repository.path / ".git/objects" / tree[:2] / tree[2:]).unlink()
        self.check(self.breaking("--against", "HEAD"), 3, "`git ls-tree` failed", witness=False)

    def test_detached_head(self):
        repository = self.repository()
        repository.git("checkout", "--quiet", "--detach")
        self.check(self.breaking(), 1)

    def test_worktree(self):
        repository = self.repository()
        repository.git("worktree", "add", "--quiet", "../linked")
        write_files(f"{self.folder}/linked", NEW)
        self.check(self.breaking(cwd=f"{self.folder}/linked"), 1)
        git("add", "-A", cwd=f"{self.folder}/linked")
        self.check(self.breaking("--staged", cwd=f"{self.folder}/linked"), 1)

    def test_submodule(self):
        """Inside it its own repository counts; around it its files do not."""
        self.repository().commit(NEW)
        outer = Repository(path=f"{self.folder}/outer")
        outer.commit({"a.proto": MESSAGE})
        outer.git("submodule", "--quiet", "add", f"{self.folder}/repo", "sub")
        outer.commit()
        outer.write({"a.proto": EMPTY_MESSAGE})
        self.check(self.breaking("--against", "HEAD~1", cwd=f"{self.folder}/outer/sub"), 1)
        outer.git("config", "submodule.recurse", "true")
        self.check(self.breaking(cwd=outer.path), 1, DELETED, witness=False)

    def test_user_settings_do_not_matter(self):
        repository = self.repository(files={
            "base.proto": PROTO3 + "package p;\nmessage T {}\n",
            "user.proto": f'{PROTO3}import "base.proto";\nmessage U {{\n  p.T t = 1;\n}}\n',
            ".gitattributes": "*.proto binary\n"})
        repository.write({"base.proto": PROTO3 + "package p;\nenum T { Z = 0; }\n"})
        for key, value in (("submodule.recurse", "true"), ("grep.lineNumber", "true"),
                           ("grep.patternType", "perl"), ("color.ui", "always"),
                           ("core.quotepath", "true"), ("diff.noprefix", "true"),
                           ("core.pager", "false"), ("status.relativePaths", "true")):
            repository.git("config", key, value)
        self.check(self.breaking(), 1, 'Field "1" with name "t" on message "U" changed type')

    def test_sparse_checkout(self):
        """Files that are not checked out are read from the index."""
        repository = self.repository(files={
            "far/base.proto": PROTO3 + "message T {}\n",
            "here/base.proto": PROTO3 + "package p;\nmessage T {}\n",
            "far/user.proto": PROTO3 + 'import "here/base.proto";\n'
                                       "message U {\n  p.T t = 1;\n}\n"})
        repository.git("checkout", "--quiet", "--", ".")
        repository.git("sparse-checkout", "set", "here")
        self.assertFalse((repository.path / "far").exists())
        repository.write({**NEW, "here/base.proto": PROTO3 + "package p;\nenum T { Z = 0; }\n"})
        outcome = self.breaking()
        self.check(outcome, 1, 'Field "1" with name "t" on message "U" changed type')
        self.assertNotIn("far/base.proto", outcome.text)

    def test_sha256(self):
        repository = self.repository("--object-format=sha256")
        self.assertEqual(len(repository.git("rev-parse", "HEAD")), 64)
        self.check(self.breaking(), 1)
        repository.git("add", "-A")
        self.check(self.breaking("--staged"), 1)
        repository.commit(NEW)
        self.check(self.breaking("--against", "HEAD~1"), 1)

    def test_merge_conflict(self):
        repository = self.repository()
        repository.git("stash", "--quiet")
        repository.git("checkout", "--quiet", "-b", "other")
        repository.commit({"witness.proto": WITNESS_AFTER + "// other\n"})
        repository.git("checkout", "--quiet", "main")
        repository.commit({"witness.proto": WITNESS_BEFORE + "// main\n"})
        self.assertRaises(AssertionError, repository.git, "merge", "--quiet", "other")
        self.check(self.breaking("--staged"), 0, "has a merge conflict; your version is checked.",
                   witness=False)
        self.check(self.breaking(), 3, "witness.proto:", witness=False)

    def test_links(self):
        repository = self.repository()
        write_files(self.folder, {"outside.proto": MESSAGE})
        os.symlink("../outside.proto", repository.path / "out.proto")
        os.symlink("loop.proto", repository.path / "loop.proto")
        os.symlink("/", repository.path / "root")
        self.check(self.breaking(), 1, "out.proto is not a regular file and is left out.")
        repository.commit()
        self.check(self.breaking("--against", "HEAD~1"), 1,
                   "out.proto is a symbolic link and is left out.")

    def test_path_through_a_linked_folder(self):
        self.repository()
        os.symlink(f"{self.folder}/repo", f"{self.folder}/link")
        self.check(self.breaking(f"{self.folder}/link", cwd=self.folder), 1)

    def test_bare_repository_inside_a_change(self):
        """A folder that poses as a repository is content: its settings must run nothing."""
        repository = self.repository(files={"proto/a.proto": MESSAGE})
        inner = repository.path / "proto"
        git("init", "--quiet", "--bare", str(inner), cwd=self.folder)
        for name, value in (("core.bare", "false"), ("core.worktree", str(inner)),
                            ("core.fsmonitor", f"touch {self.folder}/stolen; false")):
            git("config", "--file", str(inner / "config"), name, value, cwd=self.folder)
        repository.write({"proto/a.proto": EMPTY_MESSAGE})
        self.check(self.breaking("proto"), 1, DELETED, witness=False)
        self.assertFalse(os.path.exists(f"{self.folder}/stolen"))


class CloneTest(RepositoryCase):
    """Clones that lack something."""

    def origin(self):
        origin = Repository(path=f"{self.folder}/origin")
        origin.commit({**OLD, "a.proto": MESSAGE})
        origin.git("tag", "v1")
        for at in range(5):
            origin.commit({"other.txt": str(at)})
        origin.git("config", "uploadpack.allowFilter", "true")
        origin.git("config", "uploadpack.allowAnySHA1InWant", "true")
        return origin

    def clone(self, *options):
        git("clone", "--quiet", *options, f"file://{self.folder}/origin", "repo", cwd=self.folder)

    def test_shallow(self):
        self.origin()
        self.clone("--depth=1")
        write_files(f"{self.folder}/repo", NEW)
        self.check(self.breaking(), 1)
        self.check(self.breaking("--against", "v1"), 3,
                   'The revision "v1" is not in this shallow clone. Fetch it first: `git fetch '
                   "--unshallow origin`", witness=False)

    def test_shallow_without_merge_base(self):
        origin = self.origin()
        origin.git("checkout", "--quiet", "-b", "topic", "v1")
        origin.commit(NEW)
        self.clone("--depth=1", "--no-single-branch", "--branch=topic")
        self.check(self.breaking("--against", "merge-base:main"), 3,
                   "The merge base with", "Deepen it: `git fetch --unshallow origin`",
                   witness=False)

    def test_partial(self):
        """Missing blobs are fetched; when they cannot be, the rest is still compared."""
        self.origin()
        self.clone("--filter=blob:none")
        write_files(f"{self.folder}/repo", {**NEW, "a.proto": EMPTY_MESSAGE})
        self.check(self.breaking("--against", "v1"), 1, DELETED)

    def test_partial_without_its_remote(self):
        origin = self.origin()
        changed = {f"m{i}.proto": MESSAGE + f"// {i}\n" for i in range(30)}
        origin.commit(changed)
        origin.commit({name: EMPTY_MESSAGE for name in changed})
        self.clone("--filter=blob:none")
        write_files(f"{self.folder}/repo", NEW)
        os.rename(origin.path, f"{self.folder}/away")
        self.check(self.breaking("--against", "HEAD~1"), 3, "m0.proto", "m29.proto",
                   "is not in this partial clone and could not be fetched. Check that its remote "
                   "can be reached")

    def test_treeless_without_its_remote(self):
        origin = self.origin()
        self.clone("--filter=tree:0")
        os.rename(origin.path, f"{self.folder}/away")
        self.check(self.breaking("--against", "v1"), 3, "`git ls-tree` failed", witness=False)

    def test_bare(self):
        origin = self.origin()
        origin.commit(NEW)
        self.clone("--bare")
        self.check(self.breaking("--against", "v1"), 1)
        self.check(self.breaking(f"{self.folder}/repo", "--against", "v1", cwd="/"), 1)
        self.check(self.breaking(cwd=f"{self.folder}/repo/refs"), 0, witness=False)


class GitProgramTest(RepositoryCase):
    """Git itself."""

    def script(self, body):
        """A git whose subcommand is in $command; it falls back to the real one."""
        path = pathlib.Path(self.folder, "bin", "git")
        path.parent.mkdir(exist_ok=True)
        path.write_text("#!/bin/sh\n"
                        'for word; do case "$word" in rev-parse|ls-tree|ls-files|diff-files|'
                        'cat-file|grep|merge-base|symbolic-ref|config|--version) '
                        'command="$word"; break;; esac; done\n'
                        f"{body}\n"
                        f'exec {REAL_GIT} "$@"\n')
        path.chmod(0o755)
        return {"PATH": f"{path.parent}:{os.environ['PATH']}"}

    def test_missing(self):
        self.repository()
        env = {"PATH": f"{self.folder}/none"}
        self.check(self.breaking(env=env), 3,
                   "The program `git` was not found in PATH. Install it.", witness=False)
        write_files(self.folder, {f"old/{path}": text for path, text in OLD.items()})
        self.check(self.breaking("--against", f"{self.folder}/old", env=env), 1)

    def test_old(self):
        self.repository()
        for answer in ('echo "Unknown option: --no-optional-locks" >&2; exit 129',
                       'printf "%s\\n" false --absolute-git-dir; exit 0'):
            with self.subTest(answer):
                env = self.script('[ "$command" = --version ] && echo "git version 1.8.3.1" && '
                                  f"exit 0\n{answer}")
                self.check(self.breaking(env=env), 3,
                           "git 1.8.3.1 is too old: 2.15 or newer is needed.", witness=False)

    def test_nonsense(self):
        self.repository()
        for answer in ("exit 0", "echo; exit 0", "head -c 100000 /dev/urandom; exit 0",
                       "echo >&2; exit 128"):
            with self.subTest(answer):
                outcome = self.breaking(env=self.script(answer))
                self.check(outcome, 3, "git cannot use the repository at",
                           "Check that `git status` works there.", witness=False)

    def test_killed(self):
        """Whichever command dies, with or without half an answer: never a pass."""
        self.repository()
        for command in ("rev-parse", "ls-tree", "ls-files", "diff-files", "merge-base"):
            for half in ("", f'{REAL_GIT} "$@" | head -c 20;'):
                with self.subTest(f"{command} {half}"):
                    env = self.script(f'if [ "$command" = {command} ]; then {half} kill -9 $$; fi')
                    self.check(self.breaking(env=env), 3,
                               f"`git {command}` was killed by signal 9. Run again",
                               witness=False)

    def test_cut_short(self):
        """Half an answer and exit code 0."""
        self.repository()
        for command in ("ls-tree", "ls-files"):
            with self.subTest(command):
                env = self.script(f'if [ "$command" = {command} ]; then {REAL_GIT} "$@" | '
                                  "head -c 20; exit 0; fi")
                self.check(self.breaking(env=env), 3,
                           f"`git {command}` did not print all of its answer. Run again",
                           witness=False)

    def test_killed_mid_stream(self):
        """After one death of cat-file the rest is read; deaths without end are reported."""
        repository = self.repository(files={"z.proto": MESSAGE})
        repository.write({"z.proto": EMPTY_MESSAGE})
        flag = f"{self.folder}/died"
        env = self.script(f'if [ "$command" = cat-file ] && [ ! -e {flag} ]; then touch {flag}; '
                          f'timeout -s KILL 0.5 {REAL_GIT} "$@" | head -c 60; kill -9 $$; fi')
        self.check(self.breaking(env=env), 3, DELETED, "`git cat-file` ended before it answered. "
                                                       "Run again.", witness=False)
        env = self.script('if [ "$command" = cat-file ]; then kill -9 $$; fi')
        self.check(self.breaking(env=env), 3, "`git cat-file` ended before it answered",
                   witness=False)

    def test_hangs(self):
        self.repository()
        for command in ("rev-parse", "ls-tree", "cat-file"):
            with self.subTest(command):
                env = self.script(f'if [ "$command" = {command} ]; then exec sleep 1000; fi')
                env["PROTOWARDEN_GIT_TIMEOUT"] = "1"
                self.check(self.breaking(env=env), 3,
                           f"`git {command}` printed nothing for 1 seconds and was ended. Run it "
                           "by hand to see what it waits for.", witness=False)

    def test_changed_while_it_is_read(self):
        """A file that goes away, a branch that moves and objects that are packed meanwhile."""
        repository = self.repository(files={"a.proto": MESSAGE})
        repository.write({"new.proto": MESSAGE.replace("A", "New")})
        steps = {
            "the new file is deleted": ("cat-file", f"rm -f {repository.path}/new.proto", 3,
                                        ["new.proto", "It was deleted while the working tree was "
                                                      "read. Run again."]),
            "a file is changed": ("cat-file", f"echo x >> {repository.path}/new.proto", 3,
                                  ["new.proto"]),
            "objects are packed": ("cat-file", f"{REAL_GIT} -C {repository.path} gc -q "
                                               "--prune=now", 1, []),
            "the branch moves": ("ls-tree", f"{REAL_GIT} -C {repository.path} -c user.name=x -c "
                                            "user.email=x commit -qm x --allow-empty", 1, []),
        }
        for name, (command, action, code, messages) in steps.items():
            with self.subTest(name):
                repository.write({"new.proto": MESSAGE.replace("A", "New")})
                env = self.script(f'if [ "$command" = {command} ]; then {{ {action}; }} >&2; fi')
                self.check(self.breaking(env=env), code, *messages)

    def test_environment_of_a_hook(self):
        """Variables that point git elsewhere do not reach it."""
        self.repository()
        other = Repository(path=f"{self.folder}/other")
        other.commit({"b.proto": MESSAGE})
        env = {"GIT_DIR": f"{self.folder}/other/.git", "GIT_WORK_TREE": f"{self.folder}/other",
               "GIT_INDEX_FILE": f"{self.folder}/other/.git/index", "GIT_CONFIG_COUNT": "1",
               "GIT_CONFIG_KEY_0": "core.bare", "GIT_CONFIG_VALUE_0": "true"}
        self.check(self.breaking(env=env), 1)


if __name__ == "__main__":
    unittest.main()
