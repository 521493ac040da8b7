# SPDX-License-Identifier: Apache-2.0
"""protowarden-llm under load: nothing is lost or sent twice, memory stays, and the server sets the pace."""
import json
import pathlib
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import tools  # noqa: E402
from fake_llm import FakeModel  # noqa: E402

HELPER = pathlib.Path(tools.PROTOWARDEN).with_name("protowarden-llm")


class Helper:
    """The program with a setup; keeps `window` requests before it."""

    def __init__(self, url, **setup):
        self.url = url
        self.process = subprocess.Popen([HELPER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env=tools.ENVIRONMENT)
        self.write({"connect_ms": 5000, "total_ms": 20000, "deadline_ms": 500000, "parallel": 16,
                    "max_attempts": 12, "base_wait_ms": 5, **setup})

    def write(self, message):
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()

    def run(self, count, window=32, size=2000, at=None):
        """Sends `count` requests; returns the replies in the order they came."""
        replies, sent = [], 0
        while len(replies) < count:
            while sent < count and sent - len(replies) < window:
                self.write({"id": str(sent), "url": self.url + "/x", "headers": ["Content-Type: text/plain"],
                            "body": f"{sent} " + "x" * size})
                sent += 1
            replies.append(json.loads(self.process.stdout.readline()))
            if at and len(replies) in at:
                at[len(replies)] = self.peak()
        return replies

    def peak(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])

    def close(self):
        self.process.stdin.close()
        code = self.process.wait(timeout=10)
        self.process.stdout.close()
        return code


class Load(unittest.TestCase):
    def test_two_thousand_requests_with_every_fifth_failing(self):
        with FakeModel(default="raw", fault_rate=0.2, seed=7) as model:
            helper = Helper(model.url)
            memory = {500: 0, 2000: 0}
            replies = helper.run(2000, at=memory)
            self.assertEqual(helper.close(), 0)
            requests = model.requests()
        self.assertEqual(sorted(int(reply["id"]) for reply in replies), list(range(2000)))
        for reply in replies:
            self.assertEqual(reply["status"], 200, reply["problem"])
            self.assertTrue(json.loads(reply["body"])["echo"].startswith(reply["id"] + " "))
        served = [request["body"].split(" ")[0] for request in requests if request["did"] == "raw"]
        self.assertEqual(len(served), len(set(served)))  # none was carried out twice
        faults = len(requests) - len(served)
        self.assertGreater(faults, 300)
        # Some connections die with the request on them; libcurl may try those again by itself.
        self.assertLessEqual(sum(reply["attempts"] - 1 for reply in replies), faults)
        self.assertLess(memory[2000] - memory[500], 2048, memory)
        print(f"2,000 requests, {faults} faults, RSS KiB {memory}")

    def test_the_server_sets_the_pace(self):
        latency, parallel, count = 0.1, 16, 480
        with FakeModel(default="raw", latency=latency) as model:
            helper = Helper(model.url)
            helper.run(parallel)  # connections
            start = time.monotonic()
            helper.run(count)
            seconds = time.monotonic() - start
            helper.close()
        limit = parallel / latency
        print(f"{count / seconds:.1f} requests a second, the server's limit is {limit:.1f}")
        self.assertGreaterEqual(count / seconds, 0.9 * limit)


if __name__ == "__main__":
    unittest.main()
