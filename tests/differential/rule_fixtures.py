# SPDX-License-Identifier: Apache-2.0
"""Runs the real buf and protowarden on every rule fixture and compares what they find.

Rule, file, line and column must agree in all four categories; so must the messages, apart from the
differences listed in expected_differences.json. A folder compared with itself must be silent.
"""
import concurrent.futures
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support import tools  # noqa: E402

CATEGORIES = ["FILE", "PACKAGE", "WIRE_JSON", "WIRE"]
HERE = pathlib.Path(__file__).resolve().parent
EXPECTED = json.loads((HERE / "expected_differences.json").read_text())


def compare(before, after, category):
    """Differences of one comparison as readable lines."""
    buf = tools.run([tools.BUF, "breaking", ".", "--against", before, "--error-format", "json",
                     "--config", tools.buf_config(category)], cwd=after)
    if buf.returncode not in (0, 100) or '"type":"COMPILE"' in buf.stdout:
        return [f"buf failed: {buf.stdout}{buf.stderr}"]
    theirs = tools.buf_findings(buf.stdout)
    ours = tools.protowarden_findings(tools.report(
        "breaking", ".", "--against", f"dir:{before}", "--profile", "buf", "--category", category,
        cwd=after))
    for rule in EXPECTED["messages"]:
        theirs = [(*f[:4], "") if f[0] == rule else f for f in theirs]
        ours = [(*f[:4], "") if f[0] == rule else f for f in ours]
    lines = [f"only buf:         {f}" for f in theirs if f not in ours]
    lines += [f"only protowarden: {f}" for f in ours if f not in theirs]
    if len(ours) != len(theirs) and not lines:
        lines.append(f"buf reports {len(theirs)} findings, protowarden {len(ours)}")
    return lines


def main():
    version = tools.require_buf()
    known_to_buf = {row["id"] for row in tools.rules() if row["buf_rule"]}
    fixtures = sorted(p for p in (tools.ROOT / "fixtures/rules").iterdir()
                      if p.name in known_to_buf)
    fixtures += sorted((tools.ROOT / "fixtures/pairs").glob("*/"))
    jobs = []
    for fixture in fixtures:
        before, after = fixture / "before", fixture / "after"
        jobs += [(fixture.name, before, after, category) for category in CATEGORIES]
        jobs += [(fixture.name, side, side, "FILE") for side in (before, after)]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = pool.map(lambda job: compare(*job[1:]), jobs)
        for (name, before, after, category), lines in zip(jobs, results):
            if lines:
                failed += 1
                print(f"{name} {category} ({before.name} -> {after.name})")
                print("\n".join("  " + line for line in lines))
    print(f"buf {version}: {len(jobs) - failed} passed, {failed} failed")
    sys.exit(1 if failed or not jobs else 0)


if __name__ == "__main__":
    main()
