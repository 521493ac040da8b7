# SPDX-License-Identifier: Apache-2.0
"""Compares buf and protowarden on real history: google-proto-files 3.0.3 -> 5.0.3 -> 6.0.1.

Both versions are compared as two folders, as two commits of one repository and as images of buf
build. buf's answers are kept in the build folder, because each takes a minute. The last step in
categories WIRE_JSON and FILE; both steps in all four with PROTOWARDEN_NIGHTLY. Prints time and peak
memory of both.
"""
import collections
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
    repository = WORK / f"repository-{before.name[-1]}-{after.name[-1]}"
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
    cache = WORK / f"buf-{version}-{before.name[-1]}-{after.name[-1]}-{category}.json"
    if not cache.exists():
        text, code, seconds, peak = tools.measured(
            [tools.BUF, "breaking", ".", "--against", before, "--error-format", "json", "--config",
             tools.buf_config(category)], cwd=after)
        if code not in (0, 100):
            raise SystemExit(f"buf failed with exit code {code}: {text[:2000]}")
        cache.write_text(json.dumps({"text": text, "seconds": seconds, "peak": peak}))
    answer = json.loads(cache.read_text())
    return tools.buf_findings(answer["text"]), answer["seconds"], answer["peak"]


def make_image(folder):
    image = WORK / f"{folder.name}.binpb"
    if not image.exists():
        partial = WORK / f"{folder.name}.partial.binpb"
        done = tools.run([tools.BUF, "build", ".", "-o", partial], cwd=folder)
        if done.returncode != 0:
            raise SystemExit(f"buf build failed: {done.stderr[:2000]}")
        partial.rename(image)
    return image


def ask_protowarden(cwd, after, against, category):
    text, code, seconds, peak = tools.measured(
        [tools.PROTOWARDEN, "breaking", after, "--against", against, "--profile", "buf",
         "--category", category, "--format", "json"], cwd=cwd)
    if code not in (0, 1):
        raise SystemExit(f"protowarden failed with exit code {code}: {text[:2000]}")
    return tools.protowarden_findings(json.loads(text)), seconds, peak


STEPS = [("google-proto-files-5", "google-proto-files-6", ["WIRE_JSON", "FILE"])]
if tools.NIGHTLY:
    STEPS = [(before, after, ["WIRE_JSON", "FILE", "PACKAGE", "WIRE"]) for before, after in
             (("google-proto-files-3", "google-proto-files-5"),
              ("google-proto-files-5", "google-proto-files-6"))]


def compare_step(version, before, after, category):
    """Number of inputs on which the tools differ, and of all."""
    repository = make_repository(before, after)
    theirs, buf_seconds, buf_peak = ask_buf(before, after, category, version)
    inputs = [("folders", after, ".", f"dir:{before}"), ("commits", repository, ".", "git:HEAD~1")]
    if tools.NIGHTLY:
        inputs.append(("images", after, make_image(after), f"image:{make_image(before)}"))
    failed = 0
    for kind, cwd, path, against in inputs:
        ours, seconds, peak = ask_protowarden(cwd, path, against, category)
        print(f"{before.name[-1]} -> {after.name[-1]} {category} as {kind}: {len(ours)} findings "
              f"(buf {len(theirs)}), {seconds:.1f} s and {peak // 1024} MiB (buf on folders "
              f"{buf_seconds:.1f} s and {buf_peak // 1024} MiB)", flush=True)
        only_theirs = collections.Counter(theirs) - collections.Counter(ours)
        only_ours = collections.Counter(ours) - collections.Counter(theirs)
        failed += bool(only_theirs or only_ours)
        for finding in list(only_theirs.elements())[:20]:
            print(f"  only buf:         {finding}")
        for finding in list(only_ours.elements())[:20]:
            print(f"  only protowarden: {finding}")
    return failed, len(inputs)


def main():
    version = tools.require_buf()
    WORK.mkdir(parents=True, exist_ok=True)
    failed = compared = 0
    for old, new, categories in STEPS:
        before, after = extract(old), extract(new)
        for category in categories:
            different, inputs = compare_step(version, before, after, category)
            failed, compared = failed + different, compared + inputs
    print(f"{compared - failed} passed, {failed} failed")
    sys.exit(1 if failed or not compared else 0)


if __name__ == "__main__":
    main()
