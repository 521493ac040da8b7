# SPDX-License-Identifier: Apache-2.0
"""Descriptor sets and images as inputs give the findings that the sources give.

Every fixture is compiled by protoc, with and without source info, and by buf, and compared with
each side as an image in turn. Rule, element and message must agree; positions too where there is
source info, apart from what protoc writes differently: columns behind tabs and characters beyond
ASCII, and the place of a default, where it knows the value only.
"""
import concurrent.futures
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support import tools  # noqa: E402

ALL = "FILE,PACKAGE,WIRE_JSON,WIRE"


def protoc(folder, image, *options):
    files = sorted(str(p.relative_to(folder)) for p in folder.rglob("*.proto"))
    return tools.run(["protoc", "-I", ".", "--experimental_allow_proto3_optional", *options,
                      "--descriptor_set_out", image, *files], cwd=folder)


def protoc_with_info(folder, image):
    return protoc(folder, image, "--include_source_info", "--include_imports")


def protoc_without_info(folder, image):
    return protoc(folder, image, "--include_imports")


def protoc_without_imports(folder, image):
    return protoc(folder, image, "--include_source_info")


def buf_build(folder, image):
    return tools.run([tools.BUF, "build", ".", "-o", image], cwd=folder)


def buf_build_without_info(folder, image):
    return tools.run([tools.BUF, "build", ".", "--exclude-source-info", "-o", image], cwd=folder)


# How an image is made, its file name, and whether it has positions.
MAKERS = [(protoc_with_info, "protoc.binpb", True), (protoc_without_info, "bare.pb", False),
          (protoc_without_imports, "alone.binpb", True), (buf_build, "buf.binpb", True),
          (buf_build, "buf.json", True), (buf_build_without_info, "bufbare.binpb.gz", False)]


def find(after, against):
    """protowarden's findings; `after` is a folder or an image."""
    cwd, path = (after, ".") if after.is_dir() else (after.parent, after.name)
    kind = "dir" if against.is_dir() else "image"
    parsed = tools.report("breaking", path, "--against", f"{kind}:{against}", "--profile", "buf",
                          "--category", ALL, "--config", '{"version": "v2"}', cwd=cwd)
    if parsed["errors"]:
        raise AssertionError(f"{after} against {against}: {parsed['errors']}")
    return parsed["changes"]


def keys(changes, lines, columns, defaults):
    """Comparable findings: with files and lines, with columns, and with those of defaults."""
    found = []
    for change in changes:
        key = (change["rule"], change["element"], change["description"])
        if lines and change["file"] is not None:
            key += (change["file"], change["line"])
            if columns and (defaults or change["rule"] != "FIELD_SAME_DEFAULT"):
                key += (change["column"],)
        found.append(key)
    return sorted(found, key=str)


def counts_alike(folder):
    """protoc counts bytes and wider tabs: its columns are ours only in plain text."""
    return all(b < 0x80 and b != 9 for p in folder.rglob("*.proto") for b in p.read_bytes())


def needs_buf(folder):
    """Editions are unknown to the protoc of current distributions."""
    return any(b"\nedition" in b"\n" + p.read_bytes() for p in folder.rglob("*.proto"))


def check(fixture):
    """(number of comparisons, problems) of one fixture."""
    before, after = fixture / "before", fixture / "after"
    sources = find(after, before)
    done, problems = 0, []
    for maker, name, info in MAKERS:
        by_protoc = maker.__name__.startswith("protoc")
        if by_protoc and (needs_buf(before) or needs_buf(after)):
            continue
        with tempfile.TemporaryDirectory() as temporary:
            images = [pathlib.Path(temporary) / f"{side.name}-{name}" for side in (before, after)]
            for side, image in zip((before, after), images):
                made = maker(side, image)
                if made.returncode != 0:
                    problems.append(f"{maker.__name__} failed: {made.stderr[:300]}")
            if problems:
                break
            for new, old in ((images[1], images[0]), (after, images[0]), (images[1], before)):
                exact = new is after or not by_protoc
                which = (info or new is after, exact or counts_alike(after), exact)
                done += 1
                ours, wanted = keys(find(new, old), *which), keys(sources, *which)
                if ours == wanted:
                    continue
                problems.append(f"{new.name} against {old.name}")
                problems += [f"  only from sources: {f}" for f in wanted if f not in ours][:4]
                problems += [f"  only from images:  {f}" for f in ours if f not in wanted][:4]
    return done, problems


def main():
    tools.require_buf()
    known_to_buf = {row["id"] for row in tools.rules() if row["buf_rule"]}
    fixtures = sorted(p for p in (tools.ROOT / "fixtures/rules").iterdir()
                      if p.name in known_to_buf)
    fixtures += sorted((tools.ROOT / "fixtures/pairs").glob("*/"))
    compared = failed = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for fixture, (done, problems) in zip(fixtures, pool.map(check, fixtures)):
            compared += done
            if problems:
                failed += 1
                print(fixture.name + "\n" + "\n".join("  " + line for line in problems))
    print(f"{compared} comparisons of images")
    print(f"{len(fixtures) - failed} passed, {failed} failed")
    sys.exit(1 if failed or not compared else 0)


if __name__ == "__main__":
    main()
