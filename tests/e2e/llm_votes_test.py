# SPDX-License-Identifier: Apache-2.0
"""`[llm] votes`: what is doubtful is asked several times."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import tools  # noqa: E402
from fake_llm import FakeModel  # noqa: E402
from llm_test import LlmTest  # noqa: E402


def says(severity, confidence="HIGH"):
    claim = {"element": "shop.v1.Order.count", "severity": severity, "confidence": confidence,
             "summary": f"{severity} it is.", "impact": "i", "recommendation": "r", "quote": "must be below 10"}
    return {"shop.v1.Order": {"findings": [claim] if severity else [], "opinions": []}}


class Votes(LlmTest):
    def ask(self, answers, *more):
        """The report, and how many requests there were."""
        with FakeModel(answer_sequence=answers) as model:
            report = self.check(model, "pii_below=0", "batch_tokens=1", "parallel=1", *more)
            return report, len(model.requests())

    def found(self, report):
        return [(change["severity"], change["confidence"]) for change in self.of_model(report)]

    def test_one_vote_is_the_rule(self):
        report, requests = self.ask([says("HIGH", "LOW")] * 3)
        self.assertEqual((self.found(report), requests), ([("HIGH", "LOW")], 2))

    def test_what_is_sure_and_fails_nothing_is_asked_once(self):
        report, requests = self.ask([says("HIGH")] * 3, "votes=3")
        self.assertEqual((self.found(report), requests), ([("HIGH", "HIGH")], 2))

    def test_doubt_is_put_to_the_vote(self):
        report, requests = self.ask([says("CRITICAL", "LOW"), says("MEDIUM"), says("MEDIUM")], "votes=3")
        self.assertEqual((self.found(report), requests), ([("MEDIUM", "HIGH")], 4))
        self.assertEqual(report["review"]["requests"], 4)
        self.assertEqual(report["review"]["input_tokens"], 4000)
        self.assertEqual((report["review"]["elements"], report["review"]["reviewed"]), (2, 2))

    def test_what_only_one_answer_says_is_not_reported(self):
        report, _ = self.ask([says("HIGH", "LOW"), says(""), says("")], "votes=3")
        self.assertEqual(self.found(report), [])

    def test_what_would_fail_the_run_is_put_to_the_vote(self):
        report, requests = self.ask([says("HIGH"), says(""), says("")], "votes=3", "gate.fail_on=HIGH")
        self.assertEqual((report["exit_code"], requests), (0, 4))
        report, requests = self.ask([says("HIGH"), says(""), says("HIGH")], "votes=3", "gate.fail_on=HIGH",
                                    "cache=other")
        self.assertEqual((report["exit_code"], requests), (1, 4))

    def test_votes_are_kept_and_replayed(self):
        answers = [says("HIGH", "LOW"), says("MEDIUM"), says("MEDIUM")]
        with FakeModel(answer_sequence=answers) as model:
            first = self.check(model, "pii_below=0", "votes=3")
            count = len(model.requests())
            second = self.check(model, "pii_below=0", "votes=3")
            self.assertEqual(len(model.requests()), count)
            replayed = self.check(model, "pii_below=0", "votes=3", flags=["--llm=replay"])
        for report in (first, second, replayed):
            self.assertEqual(self.found(report), [("MEDIUM", "HIGH")])

    def test_a_budget_that_ends_leaves_the_votes_there_are(self):
        report, requests = self.ask([says("HIGH", "LOW"), says(""), says("")], "votes=3", "max_requests=3")
        self.assertEqual((self.found(report), requests), ([("HIGH", "LOW")], 3))  # one of two: a tie
        self.assertEqual(report["review"]["not_reviewed"], [])

    def test_the_number_is_odd_and_small(self):
        for value in ("0", "2", "7"):
            done = tools.protowarden(*self.command(*self.arguments(f"votes={value}")), cwd=self.folder,
                                     env=self.environment())
            self.assertEqual(done.returncode, 2, value)


if __name__ == "__main__":
    unittest.main()
