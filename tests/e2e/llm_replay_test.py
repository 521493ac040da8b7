# SPDX-License-Identifier: Apache-2.0
"""Recorded answers for whole examples: a replay needs no network and says what was recorded.

fixtures/llm/CASE has answers.json (element -> answer), the recording made of it, and what is expected.
PROTOWARDEN_UPDATE_GOLDEN=1 makes recording and expectation anew; read the difference."""
import hashlib
import json
import os
import pathlib
import re
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import tools  # noqa: E402
from fake_llm import items_of  # noqa: E402

FIXTURES = tools.ROOT / "fixtures/llm"
PROMPTS = tools.ROOT / "llm/prompts"
PROVIDER, MODEL, URL = "gemini", "gemini-2.5-flash", "https://generativelanguage.googleapis.com"
CASES = {"todo": ("fixtures/demo/after", "fixtures/demo/before", "0"),
         "account": ("fixtures/pii/account", None, "0.9")}
UPDATE = bool(os.environ.get("PROTOWARDEN_UPDATE_GOLDEN"))


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def key_of(prompt, item):
    """As llm/cache.h has it."""
    first, text = (PROMPTS / f"{prompt}.md").read_text().split("\n", 1)
    version = re.fullmatch(rf"<!-- {prompt}, version (.*) -->", first).group(1)
    schema = json.loads((PROMPTS / f"{prompt}.schema.json").read_text())
    return sha256(canonical({"provider": PROVIDER, "base_url": URL, "project": "", "location": "global",
                             "model": MODEL, "temperature": None, "prompt": [prompt, version, sha256(text.strip())],
                             "schema": sha256(canonical(schema)), "item": item}))


class Replay(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory(prefix="protowarden-replay-")
        self.addCleanup(self._folder.cleanup)

    def command(self, case, cache):
        after, before, unsure = CASES[case]
        against = tools.ROOT / before if before else pathlib.Path(self._folder.name) / "nothing"
        against.mkdir(exist_ok=True)
        sets = [f"provider={PROVIDER}", f"model={MODEL}", f"cache={cache}", f"pii_below={unsure}",
                "api_key_env=NOT_SET"]
        return ["check", tools.ROOT / after, "--against", f"dir:{against}",
                *(part for text in sets for part in ("--llm-set", text))]

    def items(self, case):
        """(prompt, item) of everything that would be asked."""
        done = tools.protowarden(*self.command(case, self._folder.name), "--llm-dry-run")
        for line in done.stdout.splitlines():
            if not line.startswith("{"):
                continue
            body = json.loads(line)
            prompt = "personal_data" if "personal data" in body["systemInstruction"]["parts"][0]["text"][:200] \
                else "compatibility"
            for item in items_of(body["contents"][0]["parts"][0]["text"]):
                item.pop("id")
                yield prompt, item

    def record(self, case):
        recording = FIXTURES / case / "recording"
        shutil.rmtree(recording, ignore_errors=True)
        recording.mkdir(parents=True)
        answers = json.loads((FIXTURES / case / "answers.json").read_text())
        for prompt, item in self.items(case):
            answer = answers[item["element"]]
            key = key_of(prompt, item)
            entry = {"format": 1, "key": key, "answer": answer, "sha256": sha256(canonical(answer))}
            (recording / f"{key}.json").write_text(json.dumps(entry, indent=2, sort_keys=True) + "\n")

    def test_replays(self):
        for case in CASES:
            with self.subTest(case):
                if UPDATE:
                    self.record(case)
                for _ in range(2):
                    report = tools.report(*self.command(case, FIXTURES / case / "recording"), "--llm=replay")
                    review = report["review"]
                    self.assertEqual(review["not_reviewed"], [])
                    self.assertEqual(review["requests"], 0)
                    self.assertEqual(review["dropped_claims"], 0)
                    self.assertEqual(review["cached_answers"], review["elements"])
                    self.assertGreater(review["elements"], 0)
                lines = [f"{c['rule']} {c['element']} {c['severity']} {c['confidence']}: {c['description']}"
                         for c in report["changes"] if c["source"] == "llm"]
                lines += [f"{c['rule']} {c['element']}: {note}" for c in report["changes"] for note in c["notes"]
                          if note.startswith("The language model")]
                expected = FIXTURES / case / "expected.txt"
                text = "".join(f"{line}\n" for line in lines)
                if UPDATE:
                    expected.write_text(text)
                self.assertEqual(text, expected.read_text())
                self.assertTrue(lines)


if __name__ == "__main__":
    unittest.main()
