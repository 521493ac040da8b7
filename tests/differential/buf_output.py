# SPDX-License-Identifier: Apache-2.0
"""`breaking --compat buf` prints what the real buf prints, byte for byte, and exits as it does.

Every rule fixture in every format. Fixtures with a finding whose message is known to differ
(expected_differences.json) are compared without the messages' lines.
"""
import concurrent.futures
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from rule_fixtures import EXPECTED  # noqa: E402
from support import tools  # noqa: E402

FORMATS = ["text", "json", "msvs", "junit", "github-actions"]


def run_both(before, after, form, category="FILE"):
    """(stdout, exit code) of buf and of protowarden."""
    common = ["breaking", ".", "--error-format", form, "--config", tools.buf_config(category)]
    buf = tools.run([tools.BUF, *common, "--against", before], cwd=after)
    ours = tools.protowarden(*common, "--against", f"dir:{before}", "--compat", "buf", cwd=after)
    return (buf.stdout, buf.returncode), (ours.stdout, ours.returncode)


def known_to_differ(text):
    return any(rule in text for rule in EXPECTED["messages"])


def compare(fixture, form):
    """What differs, as readable lines."""
    theirs, ours = run_both(fixture / "before", fixture / "after", form)
    if theirs == ours:
        return []
    if theirs[1] != ours[1]:
        return [f"exit code {theirs[1]} and {ours[1]}"]
    # Only the lines of these rules may differ; the text format has no rules.
    json_lines = run_both(fixture / "before", fixture / "after", "json")
    if known_to_differ(json_lines[0][0]) and theirs[0].count("\n") == ours[0].count("\n"):
        pairs = zip(theirs[0].splitlines(), ours[0].splitlines())
        if form == "text" or all(a == b or known_to_differ(a) for a, b in pairs):
            return []
    lines = [f"buf:         {line}" for line in theirs[0].splitlines()
             if line not in ours[0].splitlines()]
    lines += [f"protowarden: {line}" for line in ours[0].splitlines()
              if line not in theirs[0].splitlines()]
    return lines or ["the order of lines"]


def check_exit_codes():
    """0 and nothing for what is the same, 100 for what does not compile, 1 for a failure."""
    problems = []
    same = tools.ROOT / "fixtures/rules/FIELD_NO_DELETE/before"
    for form in FORMATS:
        theirs, ours = run_both(same, same, form)
        if not theirs == ours == ("", 0):
            problems.append(f"clean {form}: {theirs} {ours}")
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "a.proto").write_text('syntax = "proto3";\nmessage A {\n')
        theirs, ours = run_both(same, folder, "json")
        if (theirs[1], ours[1]) != (100, 100) or '"type":"COMPILE"' not in ours[0]:
            problems.append(f"what does not compile: {theirs} {ours}")
    theirs, ours = run_both("/nowhere/at/all", same, "text")
    if (theirs[1], ours) != (1, ("", 1)):
        problems.append(f"failure: {theirs} {ours}")
    return problems


def main():
    version = tools.require_buf()
    known = {row["id"] for row in tools.rules() if row["buf_rule"]}
    fixtures = sorted(p for p in (tools.ROOT / "fixtures/rules").iterdir() if p.name in known)
    fixtures += sorted((tools.ROOT / "fixtures/pairs").glob("*/"))
    # Every fixture in the format that says most, some in each of the others.
    jobs = [(fixture, "json") for fixture in fixtures]
    jobs += [(fixture, form) for form in FORMATS if form != "json" for fixture in fixtures[::4]]
    problems = check_exit_codes()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for (fixture, form), lines in zip(jobs, pool.map(lambda job: compare(*job), jobs)):
            problems += [f"{fixture.name} {form}: {line}" for line in lines]
    print("\n".join(problems))
    print(f"buf {version}: {len(jobs)} comparisons, {len(problems)} differences")
    sys.exit(1 if problems or not jobs else 0)


if __name__ == "__main__":
    main()
