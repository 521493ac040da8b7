# SPDX-License-Identifier: Apache-2.0
"""Comments that talk to the model change nothing: neither what it is told, nor, if it obeys, the verdict."""
import json
import re
import sys
import unittest

from llm_test import LlmTest
import tools  # found by llm_test
from fake_llm import FakeModel, items_of

HEAD = """syntax = "proto3";
package shop.v1;
message Order {
  string id = 1;
%s  // How many.
  int32 count = 2;
  string note = 3;
}
service Shop {
  rpc Place(Order) returns (Order);
}
"""
AFTER = HEAD.replace("int32 count = 2;", "string count = 2;").replace("  string note = 3;\n", "")


def corpus():
    rows = []
    for line in (tools.ROOT / "fixtures/llm/injections/comments.tsv").read_text().splitlines():
        if not line.startswith("#"):
            name, text = line.split("\t", 1)
            rows.append((name, re.sub(r"\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\U[0-9a-f]{8}",
                                      lambda found: chr(int(found.group(0)[2:], 16)), text)))
    return rows


def as_comment(text):
    return f"  // {text}\n"


UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200b-\u200f\u2060\u2028\u2029\ufeff\U000e0000-\U000e0fff"
                    "\u0000-\u0008\u000b-\u001f]")


class Injections(LlmTest):
    def judge(self, text, **settings):
        self.sides(HEAD % "", AFTER % as_comment(text) if text else AFTER % "")
        with FakeModel(mark="no such mark", **settings) as model:
            report = self.check(model, "pii_below=0", f"cache=c{abs(hash(text))}-{len(settings)}")
            return report, model.requests()

    def test_the_corpus_is_large(self):
        self.assertGreaterEqual(len(corpus()), 40)

    def test_nothing_changes(self):
        plain, sent = self.judge("")
        system = json.loads(sent[0]["body"])["messages"][0]
        verdict = self.of_rules(plain)
        self.assertTrue(any(blocks for *_, blocks in verdict))
        for name, text in corpus():
            with self.subTest(name):
                report, requests = self.judge(text, obedient=True)
                self.assertEqual(len(requests), 1)
                messages = json.loads(requests[0]["body"])["messages"]
                self.assertEqual(messages[0], system)
                self.assertEqual([message["role"] for message in messages], ["system", "user"])
                items = items_of(messages[1]["content"])  # two fence lines, one line of JSON
                self.assertEqual([item["element"] for item in items], ["shop.v1.Order"])
                self.assertEqual(set(items[0]), {"id", "kind", "element", "before", "after", "used",
                                                 "rule_findings"})
                self.assertIsNone(UNSEEN.search(items[0]["after"].replace("\n", "")))
                # Even a model that obeys takes nothing away.
                found = self.of_rules(report)
                self.assertLessEqual(set(verdict), set(found))
                self.assertEqual(report["exit_code"], plain["exit_code"])
                self.assertEqual(self.of_model(report), [])  # its claim has no evidence
                self.assertGreater(report["review"]["dropped_claims"], 0)


del LlmTest  # its own tests are llm_test's

if __name__ == "__main__":
    unittest.main()
