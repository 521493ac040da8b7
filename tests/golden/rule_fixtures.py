# SPDX-License-Identifier: Apache-2.0
"""Golden test of every rule fixture: all rules of its kind on, compared with expected.txt.

PROTOWARDEN_UPDATE_GOLDEN=1 rewrites the expectations. Also checks that a fixture fires its own rule
in example.proto and in a breaking file, that it never fires in a harmless file, and that a side
compared with itself is silent.
"""
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support import tools  # noqa: E402

COMPATIBILITY = "FILE,PACKAGE,WIRE_JSON,WIRE,CSR"
OWN_CATEGORIES = ["SEMANTIC", "PII", "CHANGELOG"]


def findings(before, after, categories, profile):
    parsed = tools.report("breaking", ".", "--against", f"dir:{before}", "--category", categories,
                          "--profile", profile, cwd=after)
    if parsed["errors"]:
        raise SystemExit(f"{after}: {parsed['errors']}")
    return parsed["changes"]


def check(fixture, row, update):
    rule = fixture.name
    categories = next((c for c in OWN_CATEGORIES if c in row["categories"]), COMPATIBILITY)
    before, after = fixture / "before", fixture / "after"
    profile = "buf" if row["buf_rule"] else "default"
    changes = findings(before, after, categories, profile)
    text = "".join(f"{c['location']}:{c['column'] or 0} {c['severity']} {c['rule']} {c['element']}\n"
                   for c in changes).replace(f"{before}/", "before/")
    golden = fixture / "expected.txt"
    problems = []
    if update:
        golden.write_text(text)
    elif not golden.exists() or golden.read_text() != text:
        problems.append("differs from expected.txt")
    places = [c["location"] for c in changes if c["rule"] == rule]
    if sum("breaking" in p or "example" in p for p in places) < 3:
        problems.append(f"fires {len(places)} times, at least an example and two cases are wanted")
    if any("harmless" in p for p in places):
        problems.append("fires in a harmless file")
    if not list(after.glob("**/harmless*.proto")):
        problems.append("has no harmless file")
    for side in (before, after):
        if findings(side, side, categories, profile):
            problems.append(f"{side.name} compared with itself is not silent")
    return problems


def main():
    update = bool(os.environ.get("PROTOWARDEN_UPDATE_GOLDEN"))
    rows = [row for row in tools.rules() if row["reported_by"] == "rule"]
    failed = 0
    for row in rows:
        fixture = tools.ROOT / "fixtures/rules" / row["id"]
        problems = check(fixture, row, update) if fixture.exists() else ["has no fixture"]
        if problems:
            failed += 1
            print(f"{row['id']}: {'; '.join(problems)}")
    print(f"{len(rows) - failed} passed, {failed} failed")
    sys.exit(1 if failed or not rows else 0)


if __name__ == "__main__":
    main()
