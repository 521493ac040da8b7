# SPDX-License-Identifier: Apache-2.0
"""Edits thousands of schemas and compares what buf and protowarden find.

Generated schemas and published files are edited at random, but the same way for the same seed.
Both tools judge every pair in all categories at once, from sources and from images, under
configuration versions v1beta1, v1 and v2, and in single categories in turn (a long run takes the
older versions in turn too); rule, file, line, column and message must agree. A pair on which they
differ is made small and kept in the build folder. Every rule of buf must fire.

  mutations.py [--pairs N] [--first N] [--seed S] [--shard I/N]
"""
import argparse
import collections
import pathlib
import random
import re
import shutil
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from support import tools  # noqa: E402
from mutation import (edits_fields, edits_files, edits_oneofs,  # noqa: E402,F401
                      edits_options, edits_types, real_files, schemas, shrink)
from mutation.judge import Judge, Pair, in_turn  # noqa: E402
from mutation.registry import EDITS  # noqa: E402
from mutation.unit import NAME  # noqa: E402

CI_PAIRS, NIGHTLY_PAIRS = 2100, 50_000
BATCH = 525
# Whole schemas of edition 2026 seldom obey the naming and visibility that it enforces; an edit moves
# files to it.
SYNTAXES = ["proto2", "proto3", "2023", "2024"]
MIN_FIRED = 3
MAX_DROPPED = 0.08
MAX_SHRUNK = 6
FAILURES = pathlib.Path(tools.PROTOWARDEN).resolve().parent / "mutation-failures"


def make_pair(seed, index, real):
    """The pair with this index: a schema and one to three edits of it."""
    rng = random.Random(f"{seed}:{index}")
    names = sorted(EDITS)
    # Some edits fit few schemas: after many attempts it is the next one's turn.
    turn = index + rng.randrange(3)
    for attempt in range(60 * len(names)):
        wanted = names[(turn + attempt // 60) % len(names)]
        # Published files hold few rare constructs: these are looked for in generated ones.
        if real and rng.random() < (0.35 if attempt % 60 < 4 else 0.05):
            before = rng.choice(real)
        else:
            before = schemas.generate(rng, rng.choice(SYNTAXES))
        after, done = before.copy(), []
        for name in [wanted] + [rng.choice(names) for _ in range(rng.choice([0, 0, 1, 2]))]:
            trial = after.copy()
            if applies(EDITS[name], trial, rng) and trial.files != after.files:
                after = trial
                done.append(name)
            elif name == wanted:
                break
        if done and after.files != before.files:
            return Pair(before.files, after.files, done, before.origin)
    raise SystemExit("no schema was found that any edit applies to")


def applies(edit, unit, rng):
    """Edits `unit`; False where the edit has no place, or an earlier one left what the editor cannot
    read."""
    try:
        return edit(unit, rng)
    except IndexError:
        return False


def keep(name, pair, text):
    folder = FAILURES / name
    shutil.rmtree(folder, ignore_errors=True)
    for side, files in (("before", pair.before), ("after", pair.after)):
        for path, content in files.items():
            target = folder / side / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.replace(NAME, "pair").encode())
    (folder / "difference.txt").write_text(text)
    print(f"  made small in {folder}\n  To keep it, copy before/ and after/ to "
          "fixtures/pairs/NAME/: differential.rules judges all that is there.")


class Run:
    def __init__(self, judge, max_shrunk):
        self.judge, self.max_shrunk = judge, max_shrunk
        self.passed = self.failed = self.dropped = self.findings = 0
        self.fired = collections.Counter()
        self.applied = collections.Counter()
        self.dropped_by = collections.Counter()
        self.shrunk = set()

    def batch(self, pairs, configs):
        dropped, found = self.judge.judge(pairs, configs)
        self.dropped += len(dropped)
        for name, reason in dropped.items():
            self.dropped_by[pairs[name].edits[0], re.sub(r"`[^`]*`|\d+", "*", reason)[:70]] += 1
        differing, rules = {}, collections.defaultdict(set)
        for (name, config), (theirs, ours) in sorted(found.items()):
            self.findings += sum(theirs.values())
            rules[name] |= {f[0] for f in theirs}
            if theirs != ours:
                differing.setdefault(name, {})[config] = (theirs, ours)
        for name, pair in pairs.items():
            if name not in dropped:
                self.applied.update(pair.edits)
                self.fired.update(rules[name])
        self.failed += len(differing)
        self.passed += len(pairs) - len(dropped) - len(set(differing) - {""})
        for name, configs in differing.items():
            self.explain(name, pairs.get(name), configs)

    def explain(self, name, pair, configs):
        config, (theirs, ours) = next(iter(configs.items()))
        lines = [f"  only buf:         {f}" for f in (theirs - ours).elements()][:6]
        lines += [f"  only protowarden: {f}" for f in (ours - theirs).elements()][:6]
        print(f"{name} ({pair.origin}; {', '.join(pair.edits)}) differs in {', '.join(configs)}"
              if pair else f"a finding that names no pair differs in {', '.join(configs)}")
        print("\n".join(lines))
        wanted = shrink.signature(theirs, ours)
        if pair is None or len(self.shrunk) >= self.max_shrunk or frozenset(wanted) in self.shrunk:
            return
        self.shrunk.add(frozenset(wanted))
        small = shrink.Shrinker(self.judge, config, wanted).shrink(pair)
        keep(name, small, f"{config}\n" + "\n".join(lines) + "\n")
        sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int,
                        default=NIGHTLY_PAIRS if tools.NIGHTLY else CI_PAIRS)
    parser.add_argument("--first", type=int, default=0, help="go on at the pair with this number")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--shard", default="1/1")
    parser.add_argument("--no-shrink", action="store_true", help="only list what differs")
    parser.add_argument("--drops", action="store_true", help="print why pairs were dropped")
    arguments = parser.parse_args()
    shard, shards = (int(part) for part in arguments.shard.split("/"))
    version = tools.require_buf()
    root = tools.PEERS / "node_modules/google-proto-files-6"
    judge = Judge(real_files.shared_files(root))
    real = real_files.load()
    print(f"buf {version}; seed {arguments.seed}; {len(EDITS)} edits; {len(real)} units of "
          "published files")
    start = time.monotonic()
    mine = range(arguments.first + shard - 1, arguments.pairs, shards)
    run = Run(judge, 0 if arguments.no_shrink else MAX_SHRUNK)
    for first in range(0, len(mine), BATCH):
        run.batch({f"p{i % 100000:05d}": make_pair(arguments.seed, i, real)
                   for i in mine[first:first + BATCH]},
                  in_turn(first // BATCH * shards + shard - 1, tools.NIGHTLY))
        if tools.NIGHTLY:
            print(f"{min(first + BATCH, len(mine))} pairs: {run.failed} differ")
        sys.stdout.flush()
    seconds = time.monotonic() - start
    rules = [line.split("\t")[0] for line in (tools.ROOT / "fixtures/buf/breaking-rule-ids.tsv")
             .read_text().splitlines()[1:]]
    print("\n".join(f"  {run.fired[rule]:6} pairs  {rule}" for rule in sorted(rules)))
    if arguments.drops:
        for (name, reason), count in run.dropped_by.most_common(60):
            print(f"  dropped {count:4}  {name}: {reason}")
    problems = [f"{rule} fired {run.fired[rule]} times, {MIN_FIRED} are wanted" for rule in rules
                if run.fired[rule] < MIN_FIRED]
    problems += [f"edit {name} never made a pair that compiles" for name in sorted(EDITS)
                 if not run.applied[name]]
    if run.dropped > MAX_DROPPED * len(mine):
        problems.append(f"{run.dropped} pairs were dropped")
    print("\n".join(problems))
    print(f"{len(mine)} pairs, {run.dropped} dropped because buf does not compile them, "
          f"{run.findings} findings of buf, {seconds:.0f} s")
    failed = run.failed + len(problems)
    print(f"{run.passed} passed, {failed} failed")
    sys.exit(1 if failed or not run.passed else 0)


if __name__ == "__main__":
    main()
