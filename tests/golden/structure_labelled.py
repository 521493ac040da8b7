# SPDX-License-Identifier: Apache-2.0
"""Compares the semantic rules about structure with changes that were labelled by reading.

Every row of fixtures/semantic/structure/published.tsv names a finding between google-proto-files
3.0.3, 5.0.3 and 6.0.1: all that blocked when the rows were written and, drawn at random, some that
did not. `verdict` is what a careful reader of both versions says: `breaks` or `harmless`. Prints the
precision of the findings that block (confidence above LOW, severity MEDIUM or more) and the recall
of the rows that break, and fails when one is below its target, when a severity differs from the
row's, or when a change blocks that nobody has read. `--unread` lists those.
"""
import csv
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support import tools  # noqa: E402

ROWS = tools.ROOT / "fixtures/semantic/structure/published.tsv"
TARGET_PRECISION, TARGET_RECALL = 0.95, 0.90
# Findings that block without having been read: room for a rule that gets better.
MOST_UNREAD = 5


def corpus(version):
    return tools.PEERS / "node_modules" / f"google-proto-files-{version}"


def findings(before, after):
    report = tools.report("breaking", ".", "--against", f"dir:{corpus(before)}", "--category",
                          "SEMANTIC", cwd=corpus(after))
    return {(change["rule"], change["element"]): change for change in report["changes"]
            if not change["rule"].startswith("DOCUMENTED_")}


def blocks(change):
    return (change is not None and change["is_breaking"] and change["confidence"] != "LOW"
            and change["severity"] not in ("NONE", "LOW"))


def main():
    if not corpus(3).exists():
        print("The corpora are not installed (tests/differential/package.json).")
        sys.exit(77)
    with open(ROWS, encoding="utf-8") as table:
        rows = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    problems, blocking, right, wanted, unread = [], 0, 0, 0, 0
    for step in sorted({row["step"] for row in rows}):
        found = findings(*step.split("-"))
        read = set()
        for row in (row for row in rows if row["step"] == step):
            key = row["rule"], row["element"]
            read.add(key)
            change = found.get(key)
            wanted += row["verdict"] == "breaks"
            blocking += blocks(change)
            right += blocks(change) and row["verdict"] == "breaks"
            if blocks(change) != (row["verdict"] == "breaks"):
                print(f"judged wrongly: {step} {row['rule']} {row['element']}: {row['reason']}")
            elif blocks(change) and change["severity"] != row["severity"]:
                problems.append(f"{row['element']}: {change['severity']}, not {row['severity']}")
        for key, change in sorted(found.items()):
            if blocks(change) and key not in read:
                unread += 1
                if "--unread" in sys.argv:
                    print("unread:", step, *key)
    precision, recall = right / max(blocking, 1), right / wanted
    print(f"published: n {len(rows)}, blocking {blocking}, precision {precision:.3f}, "
          f"breaking {wanted}, recall {recall:.3f}, unread {unread}")
    if precision < TARGET_PRECISION:
        problems.append(f"precision {precision:.3f} is below {TARGET_PRECISION}")
    if recall < TARGET_RECALL:
        problems.append(f"recall {recall:.3f} is below {TARGET_RECALL}")
    if unread > MOST_UNREAD:
        problems.append(f"{unread} findings block that nobody has read")
    sys.exit("\n".join(problems) or 0)


if __name__ == "__main__":
    main()
