# SPDX-License-Identifier: Apache-2.0
"""How requests to a language model travel: HTTP/2, proxies; and what somebody who waits sees."""
import json
import os
import pathlib
import pty
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import certificates  # noqa: E402
import tools  # noqa: E402
from connect_proxy import ConnectProxy  # noqa: E402
from fake_llm import FakeModel  # noqa: E402
from llm_test import AFTER, BEFORE, LlmTest  # noqa: E402

FRONT = tools.ROOT / "tests/support/http2_front.mjs"


class Many(LlmTest):
    """Twelve messages that changed, asked about one by one."""

    def setUp(self):
        super().setUp()
        messages = "".join(f"message M{i} {{\n  // Text {{}}.\n  string a = 1;\n}}\n" for i in range(12))
        self.sides(BEFORE + messages.replace("{}", "one"), AFTER + messages.replace("{}", "two"))
        self.one_by_one = ["batch_tokens=1", "pii_below=0"]


class Http2(Many):
    def test_requests_share_one_connection(self):
        authority, pair = certificates.make(self.folder)
        with FakeModel(latency=0.3) as model:
            front = subprocess.Popen(["node", FRONT, *pair, str(model.port)], stdout=subprocess.PIPE, text=True)
            try:
                url = f"https://127.0.0.1:{int(front.stdout.readline())}/v1"
                report = self.check(model, *self.one_by_one, f"base_url={url}", SSL_CERT_FILE=authority)
            finally:
                front.kill()
                told = [json.loads(line) for line in front.communicate()[0].splitlines()]
        self.assertEqual(report["review"]["not_reviewed"], [])
        self.assertEqual(report["review"]["reviewed"], 14)
        streams = [event for event in told if event["event"] == "stream"]
        self.assertEqual(len(streams), 14)
        self.assertEqual(len(told) - len(streams), 1, told)
        self.assertGreater(max(event["open"] for event in streams), 4)


class Proxy(LlmTest):
    def test_https_goes_through_the_proxy_of_the_environment(self):
        authority, pair = certificates.make(self.folder)
        with FakeModel(tls=pair) as model, ConnectProxy() as proxy:
            report = self.check(model, SSL_CERT_FILE=authority, HTTPS_PROXY=proxy.url)
            self.assertEqual(report["review"]["not_reviewed"], [])
            self.assertEqual({line.split(" ")[1] for line in proxy.asked}, {f"127.0.0.1:{model.port}"})
            count = len(proxy.asked)
            report = self.check(model, "cache=another", SSL_CERT_FILE=authority, HTTPS_PROXY=proxy.url,
                                NO_PROXY="example.com,127.0.0.1")
            self.assertEqual(report["review"]["not_reviewed"], [])
            self.assertEqual(len(proxy.asked), count)

    def test_a_proxy_that_refuses_is_said(self):
        authority, pair = certificates.make(self.folder)
        with FakeModel(tls=pair) as model, ConnectProxy(refuse=True) as proxy:
            report = self.check(model, "deadline=3", SSL_CERT_FILE=authority, HTTPS_PROXY=proxy.url)
            self.assertEqual(model.requests(), [])
        self.assertEqual(report["review"]["reviewed"], 0)
        self.assertIn("did not answer", " ".join(self.reasons(report)))

    def test_a_model_on_this_machine_needs_no_proxy(self):
        # Unencrypted: the key and the schema must not be handed to anybody else.
        with FakeModel() as model, ConnectProxy() as proxy:
            report = self.check(model, http_proxy=proxy.url, all_proxy=proxy.url)
            self.assertEqual(proxy.asked, [])
        self.assertEqual(report["review"]["not_reviewed"], [])


class Progress(Many):
    def seen(self, *more, **settings):
        """What a terminal shows while a check runs."""
        with FakeModel(latency=0.4, **settings) as model:
            ours, theirs = pty.openpty()
            process = subprocess.Popen(
                [tools.PROTOWARDEN, *self.command(*self.arguments(*self.one_by_one, "parallel=1", *more,
                                                                  url=model.url))],
                cwd=self.folder, env=self.environment(), stdout=subprocess.DEVNULL, stderr=theirs)
            os.close(theirs)
            text = b""
            try:
                while part := os.read(ours, 4096):
                    text += part
            except OSError:  # the other end is closed
                pass
            os.close(ours)
            self.assertEqual(process.wait(), 0)
        return text.decode()

    def test_it_tells_counts_cost_and_how_long_it_will_take(self):
        text = self.seen("model=gpt-4o")
        lines = re.findall(r"language model, \$(\d+\.\d\d), (\d+) s left: (\d+) of 14", text)
        self.assertGreater(len(lines), 4, text)
        costs, left, done = ([float(line[part]) for line in lines] for part in range(3))
        self.assertEqual(done, sorted(done))
        self.assertEqual(costs, sorted(costs))
        self.assertGreater(costs[-1], 0)
        self.assertGreater(left[0], left[-1])
        self.assertTrue(text.endswith("\r\x1b[K"), text[-40:])  # the line is gone at the end

    def test_a_cost_that_is_unknown_is_not_shown(self):
        text = self.seen()
        self.assertNotIn("$", text)
        self.assertRegex(text, r"language model, \d+ s left: \d+ of 14")


if __name__ == "__main__":
    unittest.main()
