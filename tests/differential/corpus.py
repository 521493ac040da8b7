# SPDX-License-Identifier: Apache-2.0
"""Compares buf and protowarden on real history: google-proto-files 5.0.3 -> 6.0.1.

Both versions are compared as two folders and as two commits of one repository. buf's answers are
kept in the build folder, because each takes a minute. Categories WIRE_JSON and FILE; all four with
PROTOWARDEN_NIGHTLY. Prints time and peak memory of both.
"""
import json
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support import tools  # noqa: E402

WORK = tools.PEERS / "corpus"


def extract(name):
    """The .proto files of a version without google/protobuf, whose test files buf refuses."""
    target = WORK / name
    if target.exists():
        return target
    source = tools.PEERS / "node_modules" / name
    partial = WORK / (name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    for path in source.rglob("*.proto"):
        relative = path.relative_to(source)
        if relative.parts[:2] == ("google", "protobuf"):
            continue
        (partial / relative).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, partial / relative)
    partial.rename(target)
    return target


def make_repository(before, after):
    repository = WORK / "repository"
    if (repository / "done").exists():
        return repository
    shutil.rmtree(repository, ignore_errors=True)
    shutil.copytree(before, repository)
    for side, message in ((None, "before"), (after, "after")):
        if side is not None:
            for entry in repository.iterdir():
                if entry.name != ".git":
                    shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
            shutil.copytree(side, repository, dirs_exist_ok=True)
        else:
            tools.run(["git", "init", "-q", "-b", "main", "."], cwd=repository)
        tools.run(["git", "add", "-A"], cwd=repository)
        tools.run(["git", "commit", "-q", "-m", message], cwd=repository)
    (repository / ".git/info/exclude").write_text("/done\n")
    (repository / "done").touch()
    return repository


def ask_buf(before, after, category, version):
    cache = WORK / f"buf-{version}-{category}.json"
    if not cache.exists():
        text, code, seconds, peak = tools.measured(
            [tools.BUF, "breaking", ".", "--against", before, "--error-format", "json", "--config",
             tools.buf_config(category)], cwd=after)
        if code not in (0, 100):
            raise SystemExit(f"buf failed with exit code {code}: {text[:2000]}")
        cache.write_text(json.dumps({"text": text, "seconds": seconds, "peak": peak}))
    answer = json.loads(cache.read_text())
    return tools.buf_findings(answer["text"]), answer["seconds"], answer["peak"]


def ask_protowarden(after, against, category):
    text, code, seconds, peak = tools.measured(
        [tools.PROTOWARDEN, "breaking", ".", "--against", against, "--profile", "buf",
         "--category", category, "--format", "json"], cwd=after)
    if code not in (0, 1):
        raise SystemExit(f"protowarden failed with exit code {code}: {text[:2000]}")
    return tools.protowarden_findings(json.loads(text)), seconds, peak


def main():
    version = tools.require_buf()
    WORK.mkdir(parents=True, exist_ok=True)
    before, after = extract("google-proto-files-5"), extract("google-proto-files-6")
    repository = make_repository(before, after)
    failed = passed = 0
    for category in ["WIRE_JSON", "FILE", "PACKAGE", "WIRE"] if tools.NIGHTLY else ["WIRE_JSON",
                                                                                  "FILE"]:
        theirs, buf_seconds, buf_peak = ask_buf(before, after, category, version)
        for kind, cwd, against in (("folders", after, f"dir:{before}"),
                                   ("commits", repository, "git:HEAD~1")):
            ours, seconds, peak = ask_protowarden(cwd, against, category)
            print(f"{category} as {kind}: {len(ours)} findings (buf {len(theirs)}), "
                  f"{seconds:.1f} s and {peak // 1024} MiB (buf on folders {buf_seconds:.1f} s and "
                  f"{buf_peak // 1024} MiB)")
            if ours == theirs:
                passed += 1
                continue
            failed += 1
            for finding in [f for f in theirs if f not in ours][:20]:
                print(f"  only buf:         {finding}")
            for finding in [f for f in ours if f not in theirs][:20]:
                print(f"  only protowarden: {finding}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
