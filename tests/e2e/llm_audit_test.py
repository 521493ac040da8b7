# SPDX-License-Identifier: Apache-2.0
"""The record of requests to a language model: `[llm] audit`."""
import hashlib
import json
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import tools  # noqa: E402
from fake_llm import KEY, FakeModel  # noqa: E402
from llm_test import LlmTest  # noqa: E402

KEYS = {"time", "provider", "model", "prompt", "prompt_version", "input_sha256", "answer_sha256", "input_tokens",
        "output_tokens", "cost_usd", "outcome", "attempts", "items"}


class Audit(LlmTest):
    def setUp(self):
        super().setUp()
        self.base = self.folder / "after"  # what configured paths are relative to

    def lines(self, name="log/audit.jsonl"):
        return [json.loads(line) for line in (self.base / name).read_text().splitlines()]

    def test_a_line_for_every_request_and_no_secret(self):
        with FakeModel() as model:
            report = self.check(model, "audit=log/audit.jsonl", "model=gpt-4o", SOURCE_DATE_EPOCH="0")
            sent = {hashlib.sha256(request["body"].encode()).hexdigest() for request in model.requests()}
            self.check(model, "audit=log/audit.jsonl", "model=gpt-4o")  # from the cache: nothing is asked
        lines = self.lines()
        self.assertEqual(len(lines), report["review"]["requests"])
        self.assertEqual({line["input_sha256"] for line in lines}, sent)
        for line in lines:
            self.assertEqual(set(line), KEYS)
            self.assertEqual((line["time"], line["provider"], line["model"], line["outcome"], line["attempts"]),
                             ("1970-01-01T00:00:00Z", "openai", "gpt-4o", "answered", 1))
            self.assertEqual((line["input_tokens"], line["output_tokens"], line["prompt_version"]), (1000, 100, "1"))
            self.assertGreater(line["cost_usd"], 0)
            for key in line["items"]:
                self.assertTrue((self.base / "cache" / f"{key}.json").exists())
        text = (self.base / "log/audit.jsonl").read_text()
        for word in (KEY, "shop", "Order", "must"):
            self.assertNotIn(word, text)
        self.assertEqual((self.base / "log/audit.jsonl").stat().st_mode & 0o777, 0o600)

    def test_every_outcome_is_told(self):
        for plan, outcomes in {("wrong_schema",): ["invalid", "answered"], ("refusal", "refusal", "refusal"):
                               ["refused", "refused", "refused"], ("500",): ["answered"], ("401",): ["failed"]}.items():
            with self.subTest(plan), FakeModel(plan=plan) as model:
                name = f"audit-{plan[0]}.jsonl"
                self.check(model, f"audit={name}", "pii_below=0", f"cache=c{plan[0]}", "parallel=1")
                lines = self.lines(name)
                self.assertEqual([line["outcome"] for line in lines], outcomes)
                self.assertIsNone(lines[0]["cost_usd"])
                self.assertEqual(sum(line["attempts"] for line in lines), len(model.requests()))
        self.check(None, "audit=nobody.jsonl", "deadline=1")
        self.assertEqual({line["outcome"] for line in self.lines("nobody.jsonl")}, {"no_reply"})
        self.assertIsNone(self.lines("nobody.jsonl")[0]["answer_sha256"])

    def test_processes_share_a_file_and_half_a_line_stays_alone(self):
        (self.base / "audit.jsonl").write_text('{"half')
        with FakeModel() as model:
            running = [subprocess.Popen(
                [tools.PROTOWARDEN, *self.command(*self.arguments("audit=audit.jsonl", "batch_tokens=1",
                                                                  f"cache=c{number}", url=model.url)), "-q"],
                cwd=self.folder, env=self.environment(), stdout=subprocess.DEVNULL) for number in range(4)]
            for process in running:
                process.wait()
            count = len(model.requests())
        first, *rest = (self.base / "audit.jsonl").read_text().splitlines()
        self.assertEqual(first, '{"half')
        self.assertEqual(len(rest), count)
        self.assertTrue(all(set(json.loads(line)) == KEYS for line in rest))

    def test_what_cannot_be_recorded_is_not_asked(self):
        (self.base / "folder").mkdir()
        (self.base / "file").write_text("")
        for path, said in {"folder": "could not be written", "file/audit": "could not be",
                           "/dev/null": "is no regular file"}.items():
            with self.subTest(path), FakeModel() as model:
                report = self.check(model, f"audit={path}", "cache=none")
                self.assertFalse(model.requests())
                self.assertIn(said, " ".join(self.reasons(report)))


if __name__ == "__main__":
    unittest.main()
