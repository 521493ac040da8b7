# SPDX-License-Identifier: Apache-2.0
"""Times protowarden and buf side by side on google-proto-files 5.0.3 -> 6.0.1.

    python3 tests/bench/bench.py                 everything, median of 5 (half an hour: buf is slow)
    python3 tests/bench/bench.py --runs 1 folders staged

Every scenario runs both tools in turn, so that both see the same machine. Absolute times mean little
elsewhere; the ratios are the result. The floor is libprotobuf's parser over the files concerned,
one thread (parse_floor). Peak memory is that of the process alone, git children not counted.
"""
import argparse
import pathlib
import shutil
import statistics
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "differential"))
import corpus  # noqa: E402
from support import tools  # noqa: E402

FLOOR = pathlib.Path(tools.PROTOWARDEN).parent / "tests/bench/parse_floor"
CATEGORY = "WIRE_JSON"
WORK = tools.PEERS / "bench"


class Measurement:
    """Wall times of one command in milliseconds and its peak memory in MiB."""

    def __init__(self):
        self.times, self.peak = [], 0

    def add(self, seconds, peak_kib):
        self.times.append(seconds * 1000)
        self.peak = max(self.peak, peak_kib / 1024)

    @property
    def median(self):
        return statistics.median(self.times)


def run(argv, cwd, measurement, good=(0, 1, 100)):
    text, code, seconds, peak = tools.measured(argv, cwd=cwd)
    if code not in good:
        raise SystemExit(f"{' '.join(map(str, argv))} ended with {code}: {text[:500]}")
    measurement.add(seconds, peak)


def protowarden(*arguments):
    return [tools.PROTOWARDEN, "breaking", ".", *arguments, "--category", CATEGORY, "--profile",
            "buf", "--format", "json"]


def buf(*arguments):
    return [tools.BUF, "breaking", ".", *arguments, "--error-format", "json", "--config",
            tools.buf_config(CATEGORY)]


def floor_of(*paths):
    done = tools.run([FLOOR, *paths])
    files, milliseconds = done.stdout.split()
    return int(files), float(milliseconds)


def show(name, ours, theirs, floor, note=""):
    line = f"{name:<34} {ours.median:>9.0f} ms {ours.peak:>6.0f} MiB"
    if theirs is not None:
        line += (f"   buf {theirs.median:>8.0f} ms {theirs.peak:>6.0f} MiB"
                 f"   {theirs.median / ours.median:>6.1f} x faster"
                 f"   1/{theirs.peak / ours.peak:.0f} of the memory")
    files, milliseconds = floor
    print(f"{line}   floor {milliseconds:.0f} ms ({files} files){note}", flush=True)


def side_by_side(runs, cwd, ours_argv, theirs_argv):
    ours, theirs = Measurement(), Measurement()
    for _ in range(runs):
        run(ours_argv, cwd, ours)
        run(theirs_argv, cwd, theirs)
    return ours, theirs


def folders(runs, before, after, _repository):
    ours, theirs = side_by_side(runs, after, protowarden("--against", f"dir:{before}"),
                                buf("--against", before))
    show("folder against folder", ours, theirs, floor_of(before, after))


def commits(runs, before, after, repository):
    ours, theirs = side_by_side(runs, repository, protowarden("--against", "git:HEAD~1"),
                                buf("--against", ".git#ref=HEAD~1"))
    show("two commits", ours, theirs, floor_of(before, after))


def one_file_repository(repository):
    """A clone whose last commit changes one file."""
    clone = WORK / "one-file"
    changed = "google/pubsub/v1/pubsub.proto"
    if not (clone / ".git/done").exists():
        shutil.rmtree(clone, ignore_errors=True)
        tools.run(["git", "clone", "-q", "--no-hardlinks", repository, clone])
        path = clone / changed
        path.write_text(path.read_text().replace("string subscription = 1",
                                                 "int64 subscription = 1", 1))
        tools.run(["git", "commit", "-q", "-a", "-m", "one file"], cwd=clone)
        (clone / ".git/done").touch()
    return clone, changed


def one_file(runs, _before, _after, repository):
    clone, changed = one_file_repository(repository)
    ours, whole = side_by_side(runs, clone, protowarden("--against", "git:HEAD~1"),
                               buf("--against", ".git#ref=HEAD~1"))
    fastest, diff = Measurement(), Measurement()
    for _ in range(runs):
        run(buf("--against", ".git#ref=HEAD~1", "--path", changed), clone, fastest)
        run(["git", "diff", "--name-only", "HEAD~1"], clone, diff)
    floor = floor_of(clone / changed)
    show("a commit of one file", ours, whole, floor)
    print(f"{'':<34} buf --path takes {fastest.median:.0f} ms: "
          f"{fastest.median / ours.median:.1f} x faster; `git diff --name-only` takes "
          f"{diff.median:.0f} ms: {ours.median / (diff.median + floor[1]):.1f} x of that and "
          "parsing")


STAGED = "copy0/google/ads/admanager/v1/ad_unit_messages.proto"


def touch(repository):
    """A new message and a field less."""
    path = repository / STAGED
    lines = path.read_text().splitlines(keepends=True)
    field = next(i for i, line in enumerate(lines) if line.startswith("  optional string "))
    end = next(i for i in range(field, len(lines)) if lines[i].rstrip().endswith(";"))
    path.write_text("".join(lines[:field] + lines[end + 1:]) + "message AddedHere {}\n")


def staged(runs, _before, after, _repository):
    """The cost of a hook by the number of files that nobody touched."""
    sources = sorted(path.relative_to(after) for path in after.rglob("*.proto"))
    for count in (1000, 10000, 50000):
        repository = WORK / f"staged-{count}"
        if not (repository / ".git/done").exists():
            shutil.rmtree(repository, ignore_errors=True)
            repository.mkdir(parents=True)
            for i in range(count):
                copy, source = divmod(i, len(sources))
                target = repository / f"copy{copy}" / sources[source]
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(after / sources[source], target)
            tools.run(["git", "init", "-q", "-b", "main", "."], cwd=repository)
            tools.run(["git", "add", "-A"], cwd=repository)
            tools.run(["git", "commit", "-q", "-m", "all"], cwd=repository)
            touch(repository)
            tools.run(["git", "add", "-A"], cwd=repository)
            (repository / ".git/done").touch()
        ours, git = Measurement(), Measurement()
        for _ in range(runs):
            run(protowarden("--staged"), repository, ours)
            run(["git", "diff", "--cached", "--name-only"], repository, git)
        show(f"--staged among {count} files", ours, None, floor_of(repository / STAGED),
             f"   git diff --cached {git.median:.0f} ms")


def alone(runs, cwd, argv, floor_paths, name):
    """Our tool without a peer: times the floor, run in turn with it, as a ratio."""
    ours, floors = Measurement(), []
    for _ in range(runs):
        run([tools.PROTOWARDEN, *argv], cwd, ours, good=(0, 1, 3))
        floors.append(floor_of(*floor_paths))
    floor = (floors[0][0], statistics.median(milliseconds for _, milliseconds in floors))
    show(name, ours, None, floor, f"   {ours.median / floor[1]:.1f} x the floor")


def pii(runs, _before, after, _repository):
    alone(runs, after, ["pii", "."], [after], "pii, the whole tree")
    # Into a file: what this process holds in memory would count as the peak of its children.
    alone(runs, after, ["pii", ".", "--format", "json", "-o", WORK / "pii.json"], [after],
          "pii, every field as JSON")


def check(runs, _before, _after, repository):
    clone, changed = one_file_repository(repository)
    alone(runs, clone, ["check", ".", "--against", "git:HEAD~1", "--format", "json"],
          [clone / changed], "check of a commit of one file")


SCENARIOS = {"folders": folders, "commits": commits, "one-file": one_file, "staged": staged,
             "pii": pii, "check": check}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("scenarios", nargs="*", choices=[[], *SCENARIOS], default=[])
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    version = tools.require_buf()
    WORK.mkdir(parents=True, exist_ok=True)
    corpus.WORK.mkdir(parents=True, exist_ok=True)
    before, after = (corpus.extract(f"google-proto-files-{n}") for n in (5, 6))
    repository = corpus.make_repository(before, after)
    print(f"{tools.protowarden('version').stdout.strip()} against buf {version}, category "
          f"{CATEGORY}, median of {options.runs}")
    for name in options.scenarios or SCENARIOS:
        SCENARIOS[name](options.runs, before, after, repository)


if __name__ == "__main__":
    main()
