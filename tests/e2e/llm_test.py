# SPDX-License-Identifier: Apache-2.0
"""`check` with a language model, against a server of its own that has every provider's protocol."""
import base64
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import certificates  # noqa: E402
import tools  # noqa: E402
from fake_llm import KEY, FakeModel, items_of  # noqa: E402

BEFORE = """syntax = "proto3";
package shop.v1;
// An order.
message Order {
  string id = 1;
  // How many.
  int32 count = 2;
}
message Person {
  string name = 1;
}
service Shop {
  rpc Place(Order) returns (Person);
}
"""
AFTER = BEFORE.replace("// How many.", "// How many, must be below 10.").replace(
    "string name = 1;", "string name = 1;\n  // A remark.\n  string remark = 2;")
PROVIDERS = {"openai": "/v1", "openai-responses": "/v1", "openai-compatible": "/v1", "ollama": "",
             "anthropic": "", "gemini": "", "vertex": ""}


class LlmTest(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory(prefix="protowarden-llm-")
        self.addCleanup(self._folder.cleanup)
        self.folder = pathlib.Path(self._folder.name)
        self.sides(BEFORE, AFTER)

    def sides(self, before, after):
        for name, text in {"before": before, "after": after}.items():
            (self.folder / name).mkdir(exist_ok=True)
            (self.folder / name / "shop.proto").write_text(text)

    def arguments(self, *more, url="http://127.0.0.1:9", provider="openai"):
        sets = [f"provider={provider}", "model=m1", f"base_url={url}{PROVIDERS[provider]}", "cache=cache",
                "api_key_env=FAKE_KEY", *more]
        return [part for text in sets for part in ("--llm-set", text)]

    def environment(self, **more):
        usual = {name: value for name, value in tools.ENVIRONMENT.items()
                 if name not in ("CURL_CA_BUNDLE", "SSL_CERT_FILE")}
        return {**usual, "FAKE_KEY": KEY, "HOME": str(self.folder), **more}

    def command(self, *arguments):
        return ["check", "after", "--against", "dir:before", *arguments]

    def check(self, model, *more, provider="openai", flags=(), **environment):
        url = model.url if model else "http://127.0.0.1:9"
        return tools.report(*self.command(*self.arguments(*more, url=url, provider=provider), *flags),
                            cwd=self.folder, env=self.environment(**environment))

    def of_model(self, report):
        return [change for change in report["changes"] if change["source"] == "llm"]

    def of_rules(self, report):
        return [(change["rule"], change["element"], change["severity"], change["blocks"])
                for change in report["changes"] if change["source"] == "rule"]

    def reasons(self, report):
        return {item["reason"] for item in report["review"]["not_reviewed"]}


class Providers(LlmTest):
    def test_every_provider_is_asked_and_understood(self):
        for provider in PROVIDERS:
            with self.subTest(provider), FakeModel() as model:
                more = ["project=p1", "location=europe-west1"] if provider == "vertex" else []
                variables = {}
                if provider == "vertex":
                    # Without a key, Google's credentials of the environment are used.
                    more.append("api_key_env=")
                    variables["GOOGLE_APPLICATION_CREDENTIALS"] = self.credentials(model)
                report = self.check(model, *more, f"cache={provider}", "pii_below=0", provider=provider,
                                    **variables)
                self.assertEqual([request["did"] for request in model.requests() if "v1" in request["path"]
                                  or "api" in request["path"]], ["ok"], report["review"])
                self.assertEqual(report["review"]["not_reviewed"], [])
                self.assertEqual(report["review"]["reviewed"], 2)
                self.assertEqual(report["review"]["output_tokens"], 100)
                self.assertEqual(report["review"]["input_tokens"], 1000)
                found = self.of_model(report)
                self.assertEqual([f["rule"] for f in found], ["LLM_COMPATIBILITY"])
                self.assertEqual(found[0]["element"], "shop.v1.Order")
                self.assertIn("must be below 10", found[0]["notes"][0])
                self.assertFalse(found[0]["blocks"])

    def credentials(self, model):
        key = self.folder / "key.pem"
        subprocess.run(["openssl", "genpkey", "-quiet", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048",
                        "-out", key], check=True, capture_output=True)
        path = self.folder / "account.json"
        path.write_text(json.dumps({"type": "service_account", "client_email": "robot@example.com",
                                    "private_key_id": "k1", "private_key": key.read_text(),
                                    "token_uri": f"{model.url}/token"}))
        return str(path)

    def test_a_service_account_signs_its_claim(self):
        with FakeModel() as model:
            path = self.credentials(model)
            self.check(model, "project=p1", "api_key_env=", "pii_below=0", provider="vertex",
                       GOOGLE_APPLICATION_CREDENTIALS=path)
            requests = model.requests()
        token = [request for request in requests if request["path"] == "/token"]
        self.assertEqual(len(token), 1)
        body = dict(part.split("=") for part in token[0]["body"].split("&"))
        self.assertEqual(body["grant_type"], "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer")
        head, payload, signature = body["assertion"].split(".")
        decode = lambda text: base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        claim = json.loads(decode(payload))
        self.assertEqual(claim["iss"], "robot@example.com")
        self.assertEqual(claim["scope"], "https://www.googleapis.com/auth/cloud-platform")
        self.assertEqual(claim["exp"] - claim["iat"], 3600)
        self.assertEqual(json.loads(decode(head)), {"alg": "RS256", "typ": "JWT", "kid": "k1"})
        (self.folder / "signature").write_bytes(decode(signature))
        (self.folder / "claim").write_text(f"{head}.{payload}")
        subprocess.run(["openssl", "pkey", "-in", "key.pem", "-pubout", "-out", "public.pem"],
                       cwd=self.folder, check=True, capture_output=True)
        subprocess.run(["openssl", "dgst", "-sha256", "-verify", "public.pem", "-signature", "signature",
                        "claim"], cwd=self.folder, check=True, capture_output=True)

    def test_a_dry_run_prints_what_is_sent_and_nothing_else_is_sent(self):
        with FakeModel() as model:
            dry = tools.protowarden(*self.command(*self.arguments(url=model.url), "--llm-dry-run"),
                                    cwd=self.folder, env=self.environment())
            self.assertEqual(model.requests(), [])
            self.check(model)
            sent = [request["body"] for request in model.requests()]
        printed = [line for line in dry.stdout.splitlines() if line.startswith("{")]
        self.assertEqual(sorted(printed), sorted(sent))
        self.assertIn("Authorization: Bearer (value of FAKE_KEY)", dry.stdout)
        self.assertNotIn(KEY, dry.stdout + dry.stderr)


class Cache(LlmTest):
    def test_a_second_run_sends_nothing_and_says_the_same(self):
        with FakeModel() as model:
            first = self.check(model)
            count = len(model.requests())
            second = self.check(model)
            self.assertEqual(len(model.requests()), count)
        self.assertGreater(count, 0)
        replayed = self.check(None, f"base_url={model.url}/v1", flags=["--llm=replay"])
        for report in (second, replayed):
            self.assertEqual(report["review"]["requests"], 0)
            self.assertEqual(report["review"]["not_reviewed"], [])
            self.assertEqual(report["changes"], first["changes"])

    def test_a_replay_that_misses_says_so_and_may_fail(self):
        report = self.check(None, flags=["--llm=replay"])
        self.assertEqual(self.reasons(report), {"There is no recorded answer to this question."})
        self.assertEqual(report["exit_code"], 0)
        report = self.check(None, "on_failure=fail", flags=["--llm=replay"])
        self.assertEqual(report["exit_code"], 3)
        self.assertFalse(report["can_deploy"])

    def test_two_processes_share_it(self):
        with FakeModel(latency=0.05) as model:
            command = [tools.PROTOWARDEN, *self.command(*self.arguments("batch_tokens=1", url=model.url)),
                       "--format", "json"]
            running = [subprocess.Popen(command, cwd=self.folder, env=self.environment(), text=True,
                                        stdout=subprocess.PIPE) for _ in range(4)]
            reports = [json.loads(process.communicate()[0]) for process in running]
        for report in reports:
            self.assertEqual(report["review"]["not_reviewed"], [])
            self.assertEqual(report["changes"], reports[0]["changes"])
        files = list((self.folder / "after/cache").iterdir()) if (self.folder / "after/cache").exists() \
            else list((self.folder / "cache").iterdir())
        self.assertTrue(all(file.suffix == ".json" for file in files), files)


class BadDays(LlmTest):
    def outcome(self, plan, *more, default="ok", **settings):
        with FakeModel(plan=plan, default=default, **settings) as model:
            # One question, no cache of another test.
            report = self.check(model, "pii_below=0", f"cache=c{time.monotonic_ns()}", *more)
            return report, model.requests()

    def test_what_passes_is_tried_again(self):
        for plan in (["429:0"], ["500"], ["503", "529"], ["reset"], ["close"], ["408:0", "409"]):
            with self.subTest(plan):
                report, requests = self.outcome(plan)
                self.assertEqual(report["review"]["not_reviewed"], [])
                self.assertEqual(report["review"]["retries"], len(plan))
                self.assertEqual(len(requests), len(plan) + 1)
                self.assertEqual(len(self.of_model(report)), 1)

    def test_retry_after_is_waited_for(self):
        start = time.monotonic()
        report, _ = self.outcome(["429:2"])
        self.assertGreater(time.monotonic() - start, 2)
        self.assertEqual(report["review"]["not_reviewed"], [])

    def test_odd_but_good_answers_count(self):
        for word in ("chunked", "fenced"):
            with self.subTest(word):
                report, _ = self.outcome([word])
                self.assertEqual(report["review"]["not_reviewed"], [])
                self.assertEqual(len(self.of_model(report)), 1)

    def test_an_answer_that_is_not_valid_is_asked_for_once_more(self):
        for word in ("wrong_schema", "missing_id", "extra_id", "prose"):
            with self.subTest(word):
                report, requests = self.outcome([word])
                self.assertEqual(report["review"]["not_reviewed"], [])
                self.assertEqual(len(requests), 2)
                self.assertIn("An earlier answer to this was not valid", requests[1]["body"])

    def test_what_stays_bad_is_not_reviewed(self):
        for word, reason in {"wrong_schema": "The answer was not valid", "prose": "It is no JSON",
                             "malformed": "no JSON object", "refusal": "was refused by the model",
                             "truncated": "cut off", "filtered": "filter", "empty": "was empty",
                             "huge": "more than", "redirect": "status 302", "400": "status 400",
                             "413": "status 413"}.items():
            with self.subTest(word):
                report, requests = self.outcome([], default=word)
                self.assertEqual(report["review"]["reviewed"], 0)
                self.assertEqual(len(report["review"]["not_reviewed"]), 2)
                for said in self.reasons(report):
                    self.assertIn(reason, said)
                self.assertLessEqual(len(requests), 6)
                self.assertEqual(report["exit_code"], 0)
                self.assertTrue(any("Not reviewed by the language model" in note for note in report["notes"]))

    def test_batches_that_are_too_long_are_halved(self):
        report, requests = self.outcome([], default="truncated_if_many")
        self.assertEqual(report["review"]["not_reviewed"], [])
        self.assertEqual(len(requests), 3)

    def test_what_cannot_succeed_is_not_repeated(self):
        for word, reason in {"401": "status 401", "403": "status 403", "404": "status 404",
                             "quota": "The quota is used up."}.items():
            with self.subTest(word):
                report, requests = self.outcome([], "batch_tokens=1", "parallel=1", default=word)
                self.assertEqual(len(requests), 1)
                for said in self.reasons(report):
                    self.assertIn(reason, said)

    def test_a_server_that_dribbles_is_left(self):
        for word in ("loris", "hang"):
            with self.subTest(word):
                start = time.monotonic()
                report, _ = self.outcome([], "timeout=1", "deadline=3", default=word)
                self.assertLess(time.monotonic() - start, 15)
                self.assertEqual(report["review"]["reviewed"], 0)

    def test_nobody_listens(self):
        report = self.check(None, "deadline=2")
        self.assertEqual(report["review"]["reviewed"], 0)
        self.assertEqual(report["exit_code"], 0)
        self.assertEqual(self.check(None, "deadline=2", "on_failure=fail")["exit_code"], 3)

    def test_without_key_nothing_is_sent(self):
        with FakeModel() as model:
            report = self.check(model, "api_key_env=NOT_SET")
            self.assertEqual(model.requests(), [])
        self.assertEqual(self.reasons(report), {"The environment variable NOT_SET with the key is not set."})
        self.assertEqual(report["review"]["requests"], 0)

    def test_the_key_is_nowhere(self):
        report, requests = self.outcome([], default="400")
        self.assertTrue(requests)
        self.assertIn("A bad day", str(report))
        self.assertNotIn(KEY, str(report))

    def test_the_budget_is_kept(self):
        report, requests = self.outcome([], "batch_tokens=1", "max_requests=1")
        self.assertEqual(len(requests), 1)
        self.assertEqual(self.reasons(report), {"The budget is used up: max_requests = 1."})
        report, requests = self.outcome([], "max_cost_usd=1")
        self.assertEqual(requests, [])
        report, requests = self.outcome([], "max_cost_usd=1", "model=gpt-4o-mini")
        self.assertEqual(len(requests), 1)
        # 600 fresh, 400 cached, 100 written
        self.assertAlmostEqual(report["review"]["cost_usd"], 600 * 1.5e-7 + 400 * 7.5e-8 + 100 * 6e-7)

    def test_an_interrupt_leaves_a_report(self):
        with FakeModel(default="hang") as model:
            process = subprocess.Popen(
                [tools.PROTOWARDEN, *self.command(*self.arguments(url=model.url)), "--format", "json"],
                cwd=self.folder, env=self.environment(), text=True, stdout=subprocess.PIPE,
                start_new_session=True)
            while not model.requests():
                time.sleep(0.05)
            os.killpg(process.pid, signal.SIGINT)
            report = json.loads(process.communicate(timeout=20)[0])
        self.assertEqual(self.reasons(report), {"The run was interrupted."})
        self.assertTrue(report["review"]["interrupted"])
        self.assertEqual(process.returncode, 3)


class Verdict(LlmTest):
    def test_the_gate_of_the_model_is_its_own(self):
        with FakeModel() as model:
            self.assertEqual(self.check(model)["exit_code"], 0)
            report = self.check(model, flags=["--fail-on", "LOW"])
            self.assertFalse(any(change["blocks"] for change in self.of_model(report)))
            report = self.check(model, "gate.fail_on=HIGH")
            self.assertEqual(report["exit_code"], 1)
            self.assertEqual([change["rule"] for change in report["changes"] if change["blocks"]],
                             ["LLM_COMPATIBILITY"])
            self.assertEqual(self.check(model, "gate.fail_on=CRITICAL")["exit_code"], 0)

    def test_every_format_tells_of_it_and_the_json_is_as_its_schema_says(self):
        with FakeModel(plan=["ok"], default="refusal") as model:
            destinations = [part for name in ("text", "json", "sarif", "markdown", "html", "junit", "github")
                            for part in ("--format", f"{name}:out.{name}")]
            done = tools.protowarden(
                *self.command(*self.arguments("batch_tokens=1", "parallel=1", "pii_below=0", url=model.url)),
                *destinations, cwd=self.folder, env=self.environment())
        self.assertEqual(done.returncode, 0, done.stderr)
        for name in ("text", "json", "markdown", "html"):
            text = (self.folder / f"out.{name}").read_text()
            self.assertIn("refused by the model", text, name)
        for name in ("text", "json", "sarif", "markdown", "html", "junit", "github"):
            self.assertIn("LLM_COMPATIBILITY", (self.folder / f"out.{name}").read_text(), name)
        valid = tools.run(["node", tools.ROOT / "tests/support/validate_json.mjs", tools.PEERS,
                           tools.ROOT / "analyzer/report/report.schema.json", self.folder / "out.json"])
        self.assertEqual(valid.returncode, 0, valid.stdout + valid.stderr)

    def test_unsure_fields_are_asked_about(self):
        self.sides(BEFORE, AFTER.replace("// A remark.", "// What must be kept from others."))
        with FakeModel() as model:
            report = self.check(model, "pii_below=1", flags=["--use", "FILE"])
        found = [change for change in self.of_model(report) if change["rule"] == "LLM_PERSONAL_DATA"]
        self.assertEqual([change["element"] for change in found], ["shop.v1.Person.remark"])
        self.assertFalse(found[0]["is_breaking"])

    def test_excluded_files_stay_here(self):
        with FakeModel() as model:
            report = self.check(model, 'exclude=["shop.proto"]')
            self.assertEqual(model.requests(), [])
        self.assertEqual(report["review"]["elements"], 0)

    def test_without_a_model_nothing_changes(self):
        report = tools.report(*self.command(), cwd=self.folder, env=self.environment())
        self.assertNotIn("review", report)
        done = tools.protowarden(*self.command("--llm=on"), cwd=self.folder, env=self.environment())
        self.assertEqual(done.returncode, 2)
        self.assertIn("No language model is configured", done.stderr)


class Tls(LlmTest):
    def test_a_certificate_counts_if_its_authority_does(self):
        authority, pair = certificates.make(self.folder)
        with FakeModel(tls=pair) as model:
            for variable in ("SSL_CERT_FILE", "CURL_CA_BUNDLE"):
                report = self.check(model, f"cache={variable}", **{variable: authority})
                self.assertEqual(report["review"]["not_reviewed"], [])
            count = len(model.requests())
            report = self.check(model, "cache=none")
            self.assertEqual(len(model.requests()), count)
            self.assertEqual(report["review"]["reviewed"], 0)
            self.assertEqual(report["review"]["retries"], 0)


if __name__ == "__main__":
    unittest.main()
