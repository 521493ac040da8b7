# SPDX-License-Identifier: Apache-2.0
"""Compares the classifier with schemas of many domains that were labelled before it saw them.

fixtures/pii/probe holds the schemas and fields.tsv, what each field is by the policy
(fixtures/pii/labelled/README.md); more than half are look-alikes that are no personal data, a few
that can be seen both ways are left out. Fails when a figure is below its floor. `--mistakes` lists
what differs.
"""
import csv
import sys

import pii_labelled
from pii_labelled import tools

PROBE = tools.ROOT / "fixtures/pii/probe"
DECIDED = 0.99  # share of the fields that the table names
# A little below what is reached.
FLOORS = {"accuracy": 0.957, "f1": 0.953, "high_recall": 0.925}


def main():
    with open(PROBE / "fields.tsv", encoding="utf-8") as table:
        rows = [dict(row, source="probe") for row in
                csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)]
    records = pii_labelled.classify(PROBE)
    labelled = [f"{row['message']}.{row['field']}" for row in rows]
    if not set(labelled) <= set(records) or len(rows) < DECIDED * len(records):
        sys.exit("fields.tsv is about other fields than those of the schemas")
    pairs = [(row, records[f"{row['message']}.{row['field']}"][0]) for row in rows]
    value = pii_labelled.figures(pairs)
    pii_labelled.show("probe", value)
    if "--mistakes" in sys.argv:
        for row, record in pairs:
            if row["level"] != record["sensitivity"]:
                print(row["level"], record["sensitivity"], f"{row['message']}.{row['field']}",
                      record["reason"], sep=" | ")
    sys.exit("\n".join(f"{name} {value[name]:.4f} is below {floor}"
                       for name, floor in FLOORS.items() if value[name] < floor) or 0)


if __name__ == "__main__":
    main()
