# SPDX-License-Identifier: Apache-2.0
"""Annotates real schemas (google-proto-files 6.0.1) and takes it back.

Every output compiles with protoc, a second run changes nothing, and --strip gives the original
bytes back; with the levels above PUBLIC and with --all. 600 files, spread over the corpus; all of
them with PROTOWARDEN_NIGHTLY.
"""
import os
import pathlib
import re
import shutil
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support import tools  # noqa: E402
import corpus  # noqa: E402

SAMPLE = 600
SCHEMA = "rules/pii/proto"


def chosen(folder):
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.proto"))
    return names if tools.NIGHTLY else names[::max(1, len(names) // SAMPLE)]


def contents(tree, names):
    return {name: (tree / name).read_bytes() for name in names}


def annotate(tree, *arguments):
    done = tools.protowarden("annotate", ".", *arguments, cwd=tree)
    if done.returncode != 0:
        raise SystemExit(f"annotate {' '.join(arguments)} failed: {done.stderr[:2000]}")
    return done


def compile_all(tree, names, original):
    """protoc's complaints; what is not annotated is imported from the original tree."""
    arguments = tree / "files.txt"
    arguments.write_text("\n".join(names))
    done = tools.run(["protoc", f"-I{tree}", f"-I{tools.ROOT / SCHEMA}", f"-I{original}", "-o",
                      os.devnull, f"@{arguments}"], cwd=tree)
    arguments.unlink()
    return done.stderr[:2000] if done.returncode else ""


def differing(before, after):
    return sorted(name for name in before if before[name] != after[name])


def check(tree, names, original, flags):
    """Problems of one way to annotate, and a line of figures."""
    before = contents(tree, names)
    start = time.monotonic()
    told = annotate(tree, "--in-place", *flags).stderr
    seconds = time.monotonic() - start
    annotated = contents(tree, names)
    figures = re.search(r"Annotated .*", told).group(0)
    problems = []
    changed = differing(before, annotated)
    if len(changed) < len(names) // 20:
        problems.append(f"only {len(changed)} of {len(names)} files were annotated")
    complaints = compile_all(tree, names, original)
    if complaints:
        problems.append(f"protoc: {complaints}")
    if annotate(tree, "--diff", *flags).stdout:
        problems.append("a second run has a patch")
    annotate(tree, "--in-place", *flags)
    again = differing(annotated, contents(tree, names))
    if again:
        problems.append(f"a second run changes {len(again)} files: {again[:5]}")
    annotate(tree, "--in-place", "--strip")
    left = differing(before, contents(tree, names))
    if left:
        problems.append(f"--strip leaves {len(left)} files changed: {left[:5]}")
    return problems, f"{' '.join(flags) or 'default'}: {figures} {seconds:.1f} s"


def main():
    corpus.WORK.mkdir(parents=True, exist_ok=True)
    original = corpus.extract("google-proto-files-6")
    names = chosen(original)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="protowarden-test-") as folder:
        tree = pathlib.Path(folder)
        for name in names:
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(original / name, tree / name)
        for flags in ([], ["--all"]):
            problems, figures = check(tree, names, original, flags)
            print(figures)
            for problem in problems:
                print(f"  {problem}")
            failed += bool(problems)
    print(f"{len(names)} files, {2 - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
