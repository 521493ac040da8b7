# SPDX-License-Identifier: Apache-2.0
"""The main job on git history: what is compared with what, from where, and what is said."""
import os
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import tools  # noqa: E402
from repository import Repository, git, write_files  # noqa: E402

TASK = """syntax = "proto3";
package todo.v1;
message Task {
  string id = 1;
  string title = 2;
}
"""
TASK_WITHOUT_TITLE = TASK.replace("  string title = 2;\n", "")
TASK_WITH_NOTE = TASK.replace("  string title = 2;\n", "  string title = 2;\n  string note = 3;\n")
USER = 'syntax = "proto3";\npackage user.v1;\nmessage User { string name = 1; }\n'


def rules(report):
    return [(change["rule"], change["element"]) for change in report["changes"]]


DELETED_TITLE = [("FIELD_NO_DELETE", "todo.v1.Task.title")]


class MainJob(unittest.TestCase):
    def setUp(self):
        self.repository = Repository()
        self.addCleanup(self.repository.close)
        self.first = self.repository.commit({"proto/todo/v1/task.proto": TASK})

    def breaking(self, *arguments, folder="", env=None):
        return tools.report("breaking", *arguments, cwd=self.repository.path / folder, env=env)

    def test_the_default_is_the_merge_base_with_the_default_branch(self):
        self.repository.git("switch", "-q", "-c", "feature")
        self.repository.commit({"proto/todo/v1/task.proto": TASK_WITHOUT_TITLE})
        # What another pull request added meanwhile must not look deleted here.
        self.repository.git("switch", "-q", "main")
        self.repository.commit({"proto/user/v1/user.proto": USER})
        self.repository.git("switch", "-q", "feature")
        report = self.breaking()
        self.assertEqual(rules(report), DELETED_TITLE)
        self.assertEqual(report["exit_code"], 1)
        self.assertIn("merge base with main", report["base"])
        against_tip = self.breaking("--against", "main")
        self.assertIn(("FILE_NO_DELETE", "user/v1/user.proto"),
                      [(rule, element.removeprefix("proto/")) for rule, element in
                       rules(against_tip)])

    def test_the_default_branch_is_that_of_the_remote(self):
        clone = pathlib.Path(tempfile.mkdtemp(prefix="protowarden-test-"))
        self.addCleanup(shutil.rmtree, clone)
        self.repository.git("branch", "-m", "trunk")
        git("clone", "-q", f"file://{self.repository.path}", str(clone / "c"), cwd=clone)
        git("switch", "-q", "-c", "feature", cwd=clone / "c")
        git("branch", "-q", "-D", "trunk", cwd=clone / "c")
        write_files(clone / "c", {"proto/todo/v1/task.proto": TASK_WITHOUT_TITLE})
        report = tools.report("breaking", cwd=clone / "c")
        self.assertEqual(rules(report), DELETED_TITLE)
        self.assertIn("trunk", report["base"])

    def test_revisions(self):
        self.repository.git("tag", "-a", "v1", "-m", "release")
        self.repository.commit({"proto/todo/v1/task.proto": TASK_WITH_NOTE})
        second = self.repository.commit({"proto/todo/v1/task.proto": TASK_WITHOUT_TITLE})
        self.assertNotEqual(self.first, second)
        for against in ("HEAD~2", "v1", self.first, self.first[:8], "git:v1", "merge-base:v1",
                        ".git#tag=v1", f".git#ref={self.first}", "main~2"):
            with self.subTest(against):
                self.assertEqual(rules(self.breaking("--against", against)), DELETED_TITLE)
        deleted = [("FIELD_NO_DELETE", "todo.v1.Task.note")]
        self.assertEqual(rules(self.breaking("--against", "HEAD~1")), sorted(deleted + DELETED_TITLE))

    def test_a_revision_that_does_not_exist_is_named(self):
        done = tools.protowarden("breaking", "--against", "relase", cwd=self.repository.path)
        self.assertEqual(done.returncode, 3)
        self.assertIn('"relase"', done.stderr)

    def test_uncommitted_changes_count(self):
        self.repository.write({"proto/todo/v1/task.proto": TASK_WITHOUT_TITLE})
        self.assertEqual(rules(self.breaking()), DELETED_TITLE)
        self.repository.write({"proto/todo/v1/task.proto": None})
        self.assertEqual([rule for rule, _ in rules(self.breaking())], ["FILE_NO_DELETE"])

    def test_ignored_and_untracked_files(self):
        self.repository.write({".gitignore": "/generated/\n", "generated/a.proto": "broken {",
                               "proto/new.proto": 'syntax = "proto3";\nmessage New {}\n'})
        report = self.breaking("--against", "HEAD")
        self.assertEqual((report["changes"], report["errors"], report["exit_code"]), ([], [], 0))
        self.assertEqual(report["summary"]["files_total"], 2)

    def test_nothing_changed_is_said(self):
        report = self.breaking()
        self.assertEqual((report["exit_code"], report["changes"]), (0, []))
        self.assertTrue(any("HEAD is part of main" in note for note in report["notes"]))

    def test_staged_sees_the_index_alone(self):
        path = "proto/todo/v1/task.proto"
        self.repository.write({path: TASK_WITHOUT_TITLE})
        self.assertEqual(rules(self.breaking("--staged")), [])
        self.repository.git("add", path)
        self.repository.write({path: TASK})
        report = self.breaking("--staged")
        self.assertEqual(rules(report), DELETED_TITLE)
        self.assertEqual(report["changes"][0]["file"], path)
        self.assertEqual(rules(self.breaking("--against", "HEAD")), [])

    def test_a_commit_is_seen_as_it_is_whatever_the_index_holds(self):
        """Most of a commit is read from the index."""
        self.repository.commit({"proto/user/v1/user.proto": USER})
        self.repository.write({"proto/new/v1/new.proto": USER.replace("user.v1", "new.v1")})
        for step in (("status",),
                     ("add", "-N", "."),  # only meant to be added: not part of the commit
                     ("add", "."),
                     ("rm", "-q", "--cached", "-r", "proto/todo"),
                     ("read-tree", "--empty"),
                     ("read-tree", "HEAD~1")):
            with self.subTest(step):
                self.repository.git(*step)
                report = self.breaking("--against", "HEAD")
                self.assertEqual((rules(report), report["errors"]), ([], []))
                self.repository.git("reset", "-q")
        self.repository.write({"proto/user/v1/user.proto": None})
        self.repository.git("add", ".")
        self.assertEqual(rules(self.breaking("--staged")),
                         [("FILE_NO_DELETE", "proto/user/v1/user.proto")])

    def test_a_commit_hook_checks_what_will_be_committed(self):
        """git runs hooks with GIT_INDEX_FILE and GIT_DIR set; `commit -a` with another index."""
        hook = self.repository.path / ".git/hooks/pre-commit"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f'#!/bin/sh\nexec "{tools.PROTOWARDEN}" breaking --staged\n')
        hook.chmod(0o755)
        path = "proto/todo/v1/task.proto"
        for arguments, content, passes in (
                (["commit", "-q", "-a", "-m", "x"], TASK_WITHOUT_TITLE, False),
                (["commit", "-q", "-m", "x", path], TASK_WITHOUT_TITLE, False),
                (["commit", "-q", "-a", "-m", "x"], TASK_WITH_NOTE, True)):
            self.repository.write({path: content})
            done = tools.run(["git", *arguments], cwd=self.repository.path)
            self.assertEqual(done.returncode == 0, passes, done.stdout + done.stderr)

    def test_variables_of_another_repository_do_not_confuse(self):
        self.repository.write({"proto/todo/v1/task.proto": TASK_WITHOUT_TITLE})
        with Repository() as other:
            other.commit({"a.proto": USER})
            for name, value in (("GIT_DIR", other.path / ".git"), ("GIT_WORK_TREE", other.path),
                                ("GIT_INDEX_FILE", other.path / ".git/index"),
                                ("GIT_OBJECT_DIRECTORY", other.path / ".git/objects"),
                                ("GIT_CEILING_DIRECTORIES", self.repository.path.parent),
                                ("GIT_EXTERNAL_DIFF", "/bin/false"), ("GIT_PAGER", "false")):
                with self.subTest(name):
                    env = {**tools.ENVIRONMENT, name: str(value)}
                    self.assertEqual(rules(self.breaking(env=env)), DELETED_TITLE)
                    self.assertEqual(rules(self.breaking("--staged", env=env)), [])

    def test_from_a_sub_folder_only_its_files_are_reported(self):
        self.repository.commit({"proto/user/v1/user.proto": USER})
        self.repository.write({"proto/todo/v1/task.proto": TASK_WITHOUT_TITLE,
                               "proto/user/v1/user.proto": USER.replace("string name = 1;", "")})
        self.assertEqual(len(self.breaking()["changes"]), 2)
        inside = self.breaking(folder="proto/todo")
        self.assertEqual(rules(inside), DELETED_TITLE)
        self.assertEqual(inside["changes"][0]["file"], "v1/task.proto")
        by_path = self.breaking("proto/todo")
        self.assertEqual(rules(by_path), DELETED_TITLE)
        self.assertEqual(by_path["changes"][0]["file"], "proto/todo/v1/task.proto")
        self.assertEqual(rules(self.breaking("proto/todo/v1/task.proto")), DELETED_TITLE)

    def test_a_new_file_under_path_is_no_failure(self):
        self.repository.write({"proto/user/v1/user.proto": USER})
        for arguments in (["--path", "proto/user/v1/user.proto"], ["proto/user"],
                          ["proto/user/v1/user.proto"]):
            with self.subTest(arguments):
                report = self.breaking("--against", "HEAD", *arguments)
                self.assertEqual((report["exit_code"], report["errors"]), (0, []))

    def test_path_filters_take_globs(self):
        self.repository.commit({"proto/user/v1/user.proto": USER})
        self.repository.write({"proto/todo/v1/task.proto": TASK_WITHOUT_TITLE,
                               "proto/user/v1/user.proto": USER.replace("string name = 1;", "")})
        self.assertEqual(rules(self.breaking("--path", "**/task.proto")), DELETED_TITLE)
        self.assertEqual(rules(self.breaking("--exclude-path", "proto/user")), DELETED_TITLE)

    def test_worktrees_and_submodules(self):
        worktree = pathlib.Path(tempfile.mkdtemp(prefix="protowarden-test-")) / "w"
        self.addCleanup(shutil.rmtree, worktree.parent)
        self.repository.git("worktree", "add", "-q", "-b", "feature", str(worktree))
        write_files(worktree, {"proto/todo/v1/task.proto": TASK_WITHOUT_TITLE})
        self.assertEqual(rules(tools.report("breaking", cwd=worktree)), DELETED_TITLE)
        self.assertEqual(rules(self.breaking()), [])

    def test_a_repository_without_commits(self):
        with Repository() as empty:
            empty.write({"a.proto": USER})
            report = tools.report("breaking", cwd=empty.path)
            self.assertEqual((report["exit_code"], report["changes"]), (0, []))
            self.assertTrue(any("no commits yet" in note for note in report["notes"]))

    def test_moved_and_renamed_elements_are_told_as_such(self):
        self.repository.write({"proto/todo/v1/task.proto": None, "proto/todo/v1/all.proto": TASK})
        moved = self.breaking("--category", "FILE")["changes"]
        self.assertEqual([change["rule"] for change in moved], ["FILE_NO_DELETE"])
        self.assertTrue(any("proto/todo/v1/all.proto" in note for note in moved[0]["notes"]))
        self.assertEqual(rules(self.breaking("--category", "WIRE_JSON")), [])
        self.repository.write({"proto/todo/v1/all.proto": None,
                               "proto/todo/v1/task.proto": TASK.replace("title", "headline")})
        self.assertIn(("FIELD_SAME_NAME", "todo.v1.Task.headline"),
                      [(rule, element) for rule, element in rules(self.breaking())])

    def test_the_cost_grows_with_the_change(self):
        """Untouched files are never read: broken ones among them do not matter."""
        broken = {f"proto/broken/{i}.proto": "message {" for i in range(50)}
        self.repository.commit(broken)
        self.repository.write({"proto/todo/v1/task.proto": TASK_WITHOUT_TITLE})
        report = self.breaking("--against", "HEAD")
        self.assertEqual((rules(report), report["errors"]), (DELETED_TITLE, []))

    def test_importers_are_read_when_a_rule_asks_who_uses_a_message(self):
        state = 'syntax = "proto3";\npackage todo.v1;\nenum State { NEW = 0; }\n'
        self.repository.commit({
            "proto/todo/v1/state.proto": state,
            "proto/todo/v1/api.proto": 'syntax = "proto3";\npackage todo.v1;\n'
            'import "proto/todo/v1/state.proto";\nmessage Get {}\nmessage Got { State state = 1; }\n'
            "service Api { rpc Call(Get) returns (Got); }\n",
            "proto/todo/v1/broken.proto": 'syntax = "proto3";\n'
            'import "proto/todo/v1/task.proto";\nmessage {'})
        self.repository.write({
            "proto/todo/v1/state.proto": state.replace("NEW = 0;", "NEW = 0; DONE = 1;"),
            "proto/todo/v1/task.proto": TASK_WITHOUT_TITLE})
        check = ("check", "--against", "HEAD", "--skip", "PII")
        report = tools.report(*check, cwd=self.repository.path)
        self.assertIn(("ENUM_VALUE_NEW_IN_RESPONSE", "todo.v1.State.DONE"), rules(report))
        self.assertEqual(len(report["errors"]), 1, "the broken file may use what changed")
        # Nobody asks about a deleted field.
        self.repository.write({"proto/todo/v1/state.proto": state})
        report = tools.report(*check, cwd=self.repository.path)
        self.assertEqual((rules(report), report["errors"]), (DELETED_TITLE, []))

    def test_sides_with_different_modules(self):
        self.repository.commit({
            "buf.yaml": "version: v2\nmodules:\n  - path: proto\n", })
        self.repository.write({
            "buf.yaml": "version: v2\nmodules:\n  - path: proto\n  - path: extra\n",
            "extra/more/v1/more.proto": 'syntax = "proto3";\npackage more.v1;\nmessage M {}\n',
            "proto/todo/v1/task.proto": TASK_WITHOUT_TITLE})
        report = self.breaking("--against", "HEAD")
        self.assertEqual((rules(report), report["errors"]), (DELETED_TITLE, []))


class Hooks(unittest.TestCase):
    def test_the_index_of_a_hook_in_a_worktree(self):
        with Repository() as repository:
            repository.commit({"a.proto": TASK})
            worktree = repository.path / "w"
            repository.git("worktree", "add", "-q", "-b", "feature", str(worktree))
            hook = repository.path / ".git/hooks/pre-commit"
            hook.parent.mkdir(exist_ok=True)
            hook.write_text(f'#!/bin/sh\nexec "{tools.PROTOWARDEN}" breaking --staged\n')
            hook.chmod(0o755)
            write_files(worktree, {"a.proto": TASK_WITHOUT_TITLE})
            done = tools.run(["git", "commit", "-q", "-a", "-m", "x"], cwd=worktree,
                             env={**tools.ENVIRONMENT, "PWD": os.fspath(worktree)})
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("FIELD_NO_DELETE", done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
