# SPDX-License-Identifier: Apache-2.0
"""Lays pairs out side by side and asks buf and protowarden about all of them at once."""
import collections
import concurrent.futures
import json
import pathlib
import re
import shutil
import tempfile

from mutation.unit import NAME
from support import tools

EXPECTED = json.loads((pathlib.Path(__file__).resolve().parents[1] /
                       "expected_differences.json").read_text())
CATEGORIES = ["FILE", "PACKAGE", "WIRE_JSON", "WIRE"]
VERSIONS = ["v1beta1", "v1", "v2"]
PAIR_NAME = re.compile(r"\bp\d{5}\b")


def config(version, categories, unstable=False):
    breaking = {"use": categories}
    if unstable:
        breaking["ignore_unstable_packages"] = True
    return json.dumps({"version": version, "breaking": breaking})


CONFIGS = {f"{version} {category}": config(version, [category])
           for version in VERSIONS for category in CATEGORIES}
CONFIGS["v2 all stable"] = config("v2", CATEGORIES, unstable=True)
CONFIGS["v1 all stable"] = config("v1", CATEGORIES, unstable=True)
SINGLE = list(CONFIGS)
# These two are read from other inputs: buf reads sources, protowarden images.
FROM_SOURCES = "v2 all from sources"
FROM_IMAGES = "v2 all from images"
CONFIGS[FROM_SOURCES] = CONFIGS[FROM_IMAGES] = config("v2", CATEGORIES)
TOGETHER = {f"{version} all": config(version, CATEGORIES) for version in ("v1beta1", "v1")}
CONFIGS |= TOGETHER


def in_turn(batch, nightly):
    """Configurations for one batch of a run. All pairs are judged in all categories of v2 at once,
    from sources and from images. The other versions and single categories follow: in a short run
    both versions and one of the categories, in a long one, whose batches are many, one by one."""
    if nightly:
        others = [*TOGETHER, SINGLE[batch // 3 % len(SINGLE)]][batch % 3:][:1]
    else:
        others = [*TOGETHER, SINGLE[batch * 5 % len(SINGLE)]]  # of every version after few batches
    return [FROM_IMAGES, FROM_SOURCES, *others]


class Pair:
    def __init__(self, before, after, edits, origin):
        self.before, self.after = before, after
        self.edits, self.origin = edits, origin


class BufFailed(Exception):
    """buf compiles some schemas and then cannot read its own image of them."""

    def __init__(self, text):
        super().__init__(text[:2000])
        self.broken = {name: text[:300] for name in PAIR_NAME.findall(text)}


def normalized(findings):
    return [(*f[:4], "") if f[0] in EXPECTED["messages"] else f for f in findings]


class Judge:
    def __init__(self, shared):
        self.shared = shared  # {import path: file} that every side gets

    def write(self, folder, sides):
        """Writes {unit folder: files} below `folder`."""
        needed = any('"google/' in text.replace('"google/protobuf/', "")
                     for files in sides.values() for text in files.values())
        for path, source in self.shared.items() if needed else ():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        for name, files in sides.items():
            for path, text in files.items():
                target = folder / name / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(text.replace(NAME, name).encode())

    @staticmethod
    def build(folder):
        """Compiles FOLDER to FOLDER.binpb; returns {unit folder: why it does not compile}."""
        done = tools.run([tools.BUF, "build", ".", "-o", folder.with_suffix(".binpb"),
                          "--error-format", "json"], cwd=folder)
        if done.returncode == 0:
            return {}
        broken = {}
        for line in done.stderr.splitlines():
            found = PAIR_NAME.findall(line)
            if line.startswith("{") and found:
                broken.setdefault(found[0], json.loads(line).get("message", line))
        if not broken:
            raise SystemExit(f"buf build failed: {done.stderr[:2000]}")
        return broken

    @staticmethod
    def ask(pool, before, after, names):
        """The answers in the configurations `names`, or the pairs that buf stumbles over."""
        try:
            # What buf cannot read shows in the first: the others would be in vain.
            first = ask_both(before, after, names[0])
            others = pool.map(lambda name: ask_both(before, after, name), names[1:])
            return [first, *others], {}
        except BufFailed as failure:
            if not failure.broken:
                raise
            return None, failure.broken

    def judge(self, pairs, configs=None):
        """Judges {name: Pair}; returns (dropped, {(name, config): (theirs, ours)})."""
        try:
            return self.judge_together(pairs, configs)
        except BufFailed as failure:
            # It does not say on which pair: halves are tried until the pair is alone.
            names = sorted(pairs)
            if len(names) == 1:
                return {names[0]: str(failure)}, {}
            dropped, found = {}, {}
            for half in (names[:len(names) // 2], names[len(names) // 2:]):
                result = self.judge({name: pairs[name] for name in half}, configs)
                dropped.update(result[0])
                found.update(result[1])
            return dropped, found

    def judge_together(self, pairs, configs):
        with tempfile.TemporaryDirectory(prefix="protowarden-") as temporary:
            folder = pathlib.Path(temporary)
            before, after = folder / "before", folder / "after"
            self.write(before, {name: pair.before for name, pair in pairs.items()})
            self.write(after, {name: pair.after for name, pair in pairs.items()})
            dropped, answers = {}, None
            names = list(configs or [name for name in CONFIGS if name not in TOGETHER])
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                while answers is None and len(dropped) < len(pairs):
                    broken = {}
                    for result in pool.map(self.build, (before, after)):
                        broken.update(result)
                    if not broken:
                        answers, broken = self.ask(pool, before, after, names)
                    for name in broken:
                        shutil.rmtree(before / name, ignore_errors=True)
                        shutil.rmtree(after / name, ignore_errors=True)
                    dropped.update(broken)
        found = {}
        for config_name, (theirs, ours) in zip(names, answers or []):
            theirs, ours = by_pair(normalized(theirs)), by_pair(normalized(ours))
            for name in set(theirs) | set(ours):
                found[name, config_name] = (theirs[name], ours[name])
        return dropped, found


def ask_both(before, after, name):
    return ask_buf(before, after, name), ask_protowarden(before, after, name)


def ask_buf(before, after, name):
    sources = name == FROM_SOURCES
    new, old = ((after, before) if sources else
                (after.with_suffix(".binpb"), before.with_suffix(".binpb")))
    done = tools.run([tools.BUF, "breaking", "." if sources else new, "--against", old,
                      "--error-format", "json", "--config", CONFIGS[name]], cwd=after)
    if done.returncode not in (0, 100) or '"type":"COMPILE"' in done.stdout:
        raise BufFailed(done.stdout + done.stderr)
    return tools.buf_findings(done.stdout)


def ask_protowarden(before, after, name):
    images = name == FROM_IMAGES
    new, old = ((after.with_suffix(".binpb"), f"image:{before.with_suffix('.binpb')}") if images
                else (".", f"dir:{before}"))
    parsed = tools.report("breaking", new, "--against", old, "--profile", "buf", "--config",
                          CONFIGS[name], cwd=after)
    errors = [("ERROR", str(e.get("file", "")), 0, 0, str(e)) for e in parsed["errors"]]
    return errors + tools.protowarden_findings(parsed)


def by_pair(findings):
    """{pair name: Counter of findings}; "" for what names no pair."""
    grouped = collections.defaultdict(collections.Counter)
    for finding in findings:
        names = PAIR_NAME.findall(finding[1]) or PAIR_NAME.findall(finding[4])
        grouped[names[0] if names else ""][finding] += 1
    return grouped
