# SPDX-License-Identifier: Apache-2.0
"""What a buf.yaml means: both tools read the same small workspaces and must find the same.

Each case is two folders. Findings (rule, file, line, column, message) must agree and must be as
many as the case says, so that a case cannot pass by finding nothing. Where protowarden differs on
purpose, the case gives the reason.
"""
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support import tools  # noqa: E402

OLD = """syntax = "proto3";
package {0};
option go_package = "example.com/old";
message Book {{
  int32 id = 1;
  string title = 2;
  repeated string tags = 3;
}}
enum Kind {{
  {1}_UNSPECIFIED = 0;
  {1}_NOVEL = 1;
}}
"""
NEW = """syntax = "proto3";
package {0};
option go_package = "example.com/new";
message Book {{
  string id = 1;
  string tags = 3;
}}
enum Kind {{
  {1}_UNSPECIFIED = 0;
}}
"""


def old(package):
    return OLD.format(package, package.split(".")[0].upper())


def new(package):
    return NEW.format(package, package.split(".")[0].upper())


def breaking(version, text, build=""):
    return {"buf.yaml": f"version: {version}\n{build}breaking:\n{text}"}


def protos(*paths):
    """Files of one package each; "v1/a.proto" has package a.v1, changed on the new side."""
    def package(path):
        parts = path.split("/")
        version = parts[-2] if len(parts) > 1 and parts[-2].startswith("v") else "v1"
        return f"{parts[-1].removesuffix('.proto')}.{version}"
    return ({path: old(package(path)) for path in paths},
            {path: new(package(path)) for path in paths})


def case(name, paths, config, count, before_config=None, before=None, after=None):
    """The same configuration on both sides unless `before_config` is given."""
    olds, news = protos(*paths)
    olds, news = before if before is not None else olds, after if after is not None else news
    return (name, {**olds, **(config if before_config is None else before_config)},
            {**news, **config}, count, None)


def on_purpose(name, before, after, count, reason):
    """protowarden finds `count` changes and buf others or none. `reason` says why."""
    return name, before, after, count, reason


V2_MODULES = """version: v2
modules:
  - path: one
  - path: two
    breaking:
      use: [WIRE]
breaking:
  use: [FILE]
"""
WORK = {"buf.work.yaml": "version: v1\ndirectories: [one, two]\n"}


def cases():
    two = ["one/a.proto", "two/b.proto"]
    flat = ["a.proto", "sub/b.proto"]
    yield case("no configuration", flat, {}, 10)
    for version in ("v1beta1", "v1", "v2"):
        def with_breaking(text, version=version):
            return breaking(version, text)
        # Version v2 no longer has the deprecated ids.
        unknown_in_v2 = -1 if version == "v2" else None
        yield case(f"{version} defaults to FILE", flat, {"buf.yaml": f"version: {version}\n"}, 10)
        yield case(f"{version} use a category", flat, with_breaking("  use: [WIRE]\n"), None)
        yield case(f"{version} use rule ids", flat,
                   with_breaking("  use: [FIELD_NO_DELETE, FILE_SAME_GO_PACKAGE]\n"), 4)
        yield case(f"{version} use a category and an id", flat,
                   with_breaking("  use: [WIRE_JSON, FILE_SAME_GO_PACKAGE]\n"), None)
        yield case(f"{version} except an id", flat,
                   with_breaking("  use: [FILE]\n  except: [FIELD_NO_DELETE]\n"), 8)
        yield case(f"{version} except a category", flat,
                   with_breaking("  use: [FILE]\n  except: [WIRE_JSON]\n"), None)
        yield case(f"{version} ignore a file", flat,
                   with_breaking("  use: [FILE]\n  ignore: [a.proto]\n"), 5)
        yield case(f"{version} ignore a folder", flat,
                   with_breaking("  use: [FILE]\n  ignore: [sub]\n"), 5)
        yield case(f"{version} ignore matches whole names", ["ab/a.proto", "a/b.proto"],
                   with_breaking("  use: [FILE]\n  ignore: [a]\n"), 5)
        yield case(f"{version} ignore what does not exist", flat,
                   with_breaking("  use: [FILE]\n  ignore: [missing]\n"), 10)
        yield case(f"{version} ignore_only an id", flat,
                   with_breaking("  use: [FILE]\n  ignore_only:\n    FIELD_NO_DELETE: [sub]\n"),
                   9)
        yield case(f"{version} ignore_only a category", flat,
                   with_breaking("  use: [FILE]\n  ignore_only:\n    WIRE_JSON: [sub/b.proto]\n"),
                   None)
        yield case(f"{version} ignore_only a rule that is off", flat,
                   with_breaking("  use: [WIRE]\n  ignore_only:\n    FIELD_NO_DELETE: [sub]\n"),
                   None)
        yield case(f"{version} unstable packages count", ["a/v1beta1/a.proto", "b/v1/b.proto"],
                   with_breaking("  use: [FILE]\n"), 10)
        yield case(f"{version} ignore_unstable_packages", ["a/v1beta1/a.proto", "b/v1/b.proto"],
                   with_breaking("  use: [FILE]\n  ignore_unstable_packages: true\n"), 5)
        yield case(f"{version} unknown rule", flat, with_breaking("  use: [NO_SUCH_RULE]\n"), -1)
        yield case(f"{version} unknown key", flat, with_breaking("  uses: [FILE]\n"), -1)
        yield case(f"{version} deprecated FIELD_SAME_LABEL", flat,
                   with_breaking("  use: [FIELD_SAME_LABEL]\n"), unknown_in_v2)
        yield case(f"{version} deprecated FIELD_SAME_CTYPE as exception", flat,
                   with_breaking("  use: [FILE]\n  except: [FIELD_SAME_CTYPE]\n"), unknown_in_v2)
        yield case(f"{version} deprecated FIELD_SAME_LABEL as exception", flat,
                   with_breaking("  use: [FILE]\n  except: [FIELD_SAME_LABEL]\n"), unknown_in_v2)
        yield case(f"{version} deprecated id in ignore_only", flat,
                   with_breaking("  use: [FILE]\n  ignore_only:\n    FIELD_SAME_LABEL: [sub]\n"),
                   unknown_in_v2)
        yield case(f"{version} the old side's rules do not count", flat,
                   with_breaking("  use: [WIRE]\n"), None,
                   before_config=with_breaking("  use: [FILE]\n"))
        yield case(f"{version} only the new side has a file", flat,
                   with_breaking("  use: [WIRE_JSON]\n"), None, before_config={})
        yield case(f"{version} only the old side has a file", flat, {}, 10,
                   before_config=with_breaking("  use: [WIRE_JSON]\n"))
    yield case("v1 excludes", flat, breaking("v1", "  use: [FILE]\n",
                                             "build:\n  excludes: [sub]\n"), 5)
    yield case("v1beta1 excludes", flat, breaking("v1beta1", "  use: [FILE]\n",
                                                  "build:\n  excludes: [sub]\n"), 5)
    roots = "build:\n  roots: [one, two]\n"
    yield case("v1beta1 roots", two, breaking("v1beta1", "  use: [FILE]\n", roots), 10)
    yield case("v1beta1 files outside of roots do not count", [*two, "three/c.proto"],
               breaking("v1beta1", "  use: [FILE]\n", roots), 10)
    yield case("v1beta1 roots with excludes", [*two, "two/gone/c.proto"],
               breaking("v1beta1", "  use: [FILE]\n", roots + "  excludes: [two/gone]\n"), 10)
    yield case("v1beta1 ignore is relative to the root", two,
               breaking("v1beta1", "  use: [FILE]\n  ignore: [b.proto]\n", roots), 5)
    yield case("v1beta1 ignore by the full path matches nothing", two,
               breaking("v1beta1", "  use: [FILE]\n  ignore: [two/b.proto]\n", roots), 10)
    yield case("v2 modules", two, {"buf.yaml": V2_MODULES}, None)
    yield case("v2 one module in a folder", ["proto/a.proto", "other/b.proto"],
               {"buf.yaml": "version: v2\nmodules:\n  - path: proto\n"}, 5)
    yield case("v2 module excludes", ["proto/a.proto", "proto/sub/b.proto"],
               {"buf.yaml": "version: v2\nmodules:\n  - path: proto\n    excludes: [proto/sub]\n"},
               5)
    yield case("v2 module includes", ["proto/a.proto", "proto/sub/b.proto"],
               {"buf.yaml": "version: v2\nmodules:\n  - path: proto\n    includes: [proto/sub]\n"},
               5)
    yield case("v2 ignore is relative to buf.yaml", two,
               {"buf.yaml": "version: v2\nmodules:\n  - path: one\n  - path: two\n"
                            "breaking:\n  ignore: [two]\n"}, 5)
    yield case("v2 ignore of a module", two,
               {"buf.yaml": "version: v2\nmodules:\n  - path: one\n  - path: two\n"
                            "    breaking:\n      ignore: [two/b.proto]\n"}, 5)
    yield case("v2 disable_builtin", flat, breaking("v2", "  disable_builtin: true\n"), 0)
    for directory, count in (("one", 5), ("two", 5)):
        yield case(f"work: ignore in {directory} is relative to it", two,
                   {**WORK, f"{directory}/buf.yaml":
                    "version: v1\nbreaking:\n  ignore: [a.proto, b.proto]\n"}, count)
    yield case("work: each folder has its own rules", two,
               {**WORK, "one/buf.yaml": "version: v1\nbreaking:\n  use: [WIRE]\n",
                "two/buf.yaml": "version: v1beta1\nbreaking:\n  use: [WIRE_JSON]\n"}, None)
    yield case("work: files outside of its folders do not count", [*two, "c.proto"], WORK, 10)
    moved_before, moved_after = protos("a.proto"), protos("proto/a.proto")
    yield case("sources move below a module root", [], {
        "buf.yaml": "version: v2\nmodules:\n  - path: proto\n"}, 5,
               before_config={"buf.yaml": "version: v1\n"}, before=moved_before[0],
               after=moved_after[1])
    yield case("v1beta1 becomes v2", ["proto/a.proto"], {
        "buf.yaml": "version: v2\nmodules:\n  - path: proto\n"}, 5,
               before_config={"buf.yaml": "version: v1beta1\nbuild:\n  roots: [proto]\n"})
    yield case("buf.work.yaml becomes v2 modules", two, {"buf.yaml": V2_MODULES}, None,
               before_config=WORK)
    yield case("a file is excluded on the new side", flat,
               breaking("v1", "  use: [FILE]\n", "build:\n  excludes: [sub]\n"), None,
               before_config={"buf.yaml": "version: v1\n"})
    yield case("a file is excluded on the old side", flat, {"buf.yaml": "version: v1\n"}, 5,
               before_config=breaking("v1", "  use: [FILE]\n", "build:\n  excludes: [sub]\n"))
    olds, news = protos(*two)
    one = "version: v2\nmodules:\n  - path: one\n"
    yield case("a module is added", two, {"buf.yaml": one + "  - path: two\n"}, 5,
               before_config={"buf.yaml": one})
    both = one + "  - path: two\n"
    yield case("modules in another order", two, {
        "buf.yaml": "version: v2\nmodules:\n  - path: two\n  - path: one\n"}, 10,
               before_config={"buf.yaml": both})
    yield on_purpose("a file moves to another module",
                     {"buf.yaml": both, "one/a.proto": old("a.v1"), "one/c.proto": old("c.v1"),
                      "two/b.proto": old("b.v1")},
                     {"buf.yaml": both, "one/a.proto": new("a.v1"), "two/c.proto": new("c.v1"),
                      "two/b.proto": new("b.v1")}, 15,
                     "buf compares module by module and sees a deleted file; importers and "
                     "generated code see the same file as before, so its content is compared")
    yield case("a module moves to another folder", [], {
        "buf.yaml": "version: v2\nmodules:\n  - path: new\n"}, 5,
               before_config={"buf.yaml": "version: v2\nmodules:\n  - path: old\n"},
               before={"old/a.proto": old("a.v1")}, after={"new/a.proto": new("a.v1")})
    yield case("modules import each other", [], {"buf.yaml": both}, 7,
               before={"one/a.proto": old("a.v1"),
                       "two/b.proto": 'syntax = "proto3"; import "a.proto"; package b.v1;\n'
                                      "message B { a.v1.Kind kind = 1; }\n"},
               after={"one/a.proto": new("a.v1"),
                      "two/b.proto": 'syntax = "proto3"; import "a.proto"; package b.v1;\n'
                                     "message B { a.v1.Book kind = 1; }\n"})
    yield on_purpose("a module is removed", {**olds, "buf.yaml": one + "  - path: two\n"},
                     {**news, "buf.yaml": one}, 6,
                     "buf wants the same number of modules on both sides; the files of a removed "
                     "module are deleted files")


def write(folder, files):
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)


def judge(before, after, count, reason):
    """What is wrong with one case, as lines. A count of -1: both refuse the configuration."""
    theirs = tools.run([tools.BUF, "breaking", ".", "--against", before, "--error-format", "json"],
                       cwd=after)
    ours = tools.protowarden("breaking", ".", "--against", f"dir:{before}", "--profile", "buf",
                             "--format", "json", cwd=after)
    refused = theirs.returncode not in (0, 100)
    if count == -1:
        return [f"exit code {ours.returncode}: {ours.stdout[:300]}{ours.stderr[:300]}"] if (
            not refused or ours.returncode != 2) else []
    if refused and reason is None:
        problem = f"buf refuses: {theirs.stderr[:300]}"
        return [problem]
    if ours.returncode not in (0, 1):
        return [f"protowarden: exit code {ours.returncode}: {ours.stderr[:300]}"]
    mine = tools.protowarden_findings(tools.json.loads(ours.stdout))
    if count is not None and len(mine) != count:
        return [f"{len(mine)} findings, expected {count}", *(f"  {f}" for f in mine)]
    findings = [] if refused else tools.buf_findings(theirs.stdout)
    if reason is not None:
        return [f"buf agrees by now: {reason}"] if findings == mine else []
    if count is None and not findings:
        return ["buf finds nothing: the case shows nothing"]
    return [f"only buf:         {f}" for f in findings if f not in mine] + \
           [f"only protowarden: {f}" for f in mine if f not in findings]


def main():
    version = tools.require_buf()
    passed = failed = 0
    for name, before, after, count, reason in cases():
        with tempfile.TemporaryDirectory() as temporary:
            folder = pathlib.Path(temporary)
            write(folder / "before", before)
            write(folder / "after", after)
            lines = judge(folder / "before", folder / "after", count, reason)
        passed, failed = passed + (not lines), failed + bool(lines)
        if lines:
            print(f"{name}\n" + "\n".join("  " + line for line in lines))
    print(f"buf {version}: {passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
