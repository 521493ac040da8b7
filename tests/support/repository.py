# SPDX-License-Identifier: Apache-2.0
"""Temporary git repositories for tests.

    with Repository() as repository:
        first = repository.commit({"a.proto": "syntax = \"proto3\";\n"})
        repository.write({"a.proto": None})     # None deletes
        repository.git("tag", "v1")
"""
import os
import pathlib
import shutil
import tempfile

from tools import ENVIRONMENT, run


class Repository:
    """A repository in a folder of its own; `path` is the top of its working tree."""

    # Commits made in one order have one set of ids, whoever runs the tests and when.
    FIRST_COMMIT_TIME = 1_700_000_000

    def __init__(self, *init_options, path=None):
        """Makes an empty repository with the branch main. With `path`, there; else in a new
        temporary folder, which close() removes."""
        self._temporary = None if path else tempfile.mkdtemp(prefix="protowarden-test-")
        self.path = pathlib.Path(path or self._temporary)
        self._commits = 0
        self.path.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main", *init_options)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        if self._temporary:
            shutil.rmtree(self._temporary, ignore_errors=True)

    def git(self, *arguments):
        """Runs git in the repository; returns its output without the last newline."""
        return git(*arguments, cwd=self.path, clock=self.FIRST_COMMIT_TIME + self._commits)

    def write(self, files):
        """Writes texts or bytes by relative path; None deletes."""
        write_files(self.path, files)

    def commit(self, files=None, message="change"):
        """Writes `files`, stages everything and commits. Returns the commit's id."""
        self.write(files or {})
        self.git("add", "--all")
        self._commits += 1
        self.git("commit", "--quiet", "--allow-empty", "--no-verify", "-m", message)
        return self.git("rev-parse", "HEAD")


def git(*arguments, cwd, clock=Repository.FIRST_COMMIT_TIME):
    """Runs git in a folder, free of the user's configuration and hooks; raises when it fails."""
    environment = {**ENVIRONMENT, "GIT_AUTHOR_DATE": f"{clock} +0000",
                   "GIT_COMMITTER_DATE": f"{clock} +0000"}
    # Submodules and clones of local folders are refused by default.
    done = run(["git", "-c", "protocol.file.allow=always", "-c", "commit.gpgSign=false",
                *arguments], cwd=cwd, env=environment)
    if done.returncode != 0:
        raise AssertionError(f"git {' '.join(map(str, arguments))}: {done.stderr}")
    return done.stdout.removesuffix("\n")


def write_files(folder, files):
    """Writes texts or bytes by path relative to `folder`; None deletes."""
    for name, content in files.items():
        path = pathlib.Path(folder) / name
        if content is None:
            path.unlink()
            continue
        os.makedirs(path.parent, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
