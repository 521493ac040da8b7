# SPDX-License-Identifier: Apache-2.0
"""Where access tokens for Google's models come from: every kind of credentials, against a server of tokens."""
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from fake_llm import METADATA, FakeModel  # noqa: E402
from llm_test import LlmTest  # noqa: E402

USER = {"type": "authorized_user", "client_id": "c1", "client_secret": "s1", "refresh_token": "r1"}


class Google(LlmTest):
    def vertex(self, model, *more, credentials=None, **environment):
        if credentials is not None:
            (self.folder / "credentials.json").write_text(json.dumps(credentials))
            environment["GOOGLE_APPLICATION_CREDENTIALS"] = str(self.folder / "credentials.json")
        return self.check(model, "project=p1", "api_key_env=", "pii_below=0", *more, provider="vertex",
                          **environment)

    def paths(self, model):
        """What came before the model was asked, and how often it was."""
        paths = [request["path"] for request in model.requests()]
        return [path for path in paths if "generateContent" not in path], \
            sum("generateContent" in path for path in paths)

    def external(self, model, **more):
        return {"type": "external_account", "audience": "//iam/pools/p", "token_url": f"{model.url}/sts",
                "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
                "credential_source": {"url": f"{model.url}/subject", "headers": {"X-Vouch": "yes"},
                                      "format": {"type": "json", "subject_token_field_name": "value"}}, **more}

    def assert_reviewed(self, report):
        self.assertEqual(report["review"]["not_reviewed"], [])
        self.assertGreater(report["review"]["reviewed"], 0)

    def test_of_a_user(self):
        with FakeModel() as model:
            self.assert_reviewed(self.vertex(model, credentials={**USER, "token_uri": f"{model.url}/token"}))
            self.assertEqual(self.paths(model), (["/token"], 1))

    def test_of_a_user_as_gcloud_leaves_them(self):
        with FakeModel() as model:
            for number, (folder, environment) in enumerate(
                    ((".config/gcloud", {}), ("elsewhere", {"CLOUDSDK_CONFIG": str(self.folder / "elsewhere")}))):
                (self.folder / folder).mkdir(parents=True)
                path = self.folder / folder / "application_default_credentials.json"
                path.write_text(json.dumps({**USER, "token_uri": f"{model.url}/token"}))
                self.assert_reviewed(self.vertex(model, f"cache=c{number}", **environment))
                path.unlink()
            self.assertEqual(self.paths(model), (["/token", "/token"], 2))

    def test_a_refused_user_is_said_without_secrets(self):
        with FakeModel() as model:
            report = self.vertex(model, credentials={**USER, "client_secret": "hidden",
                                                     "token_uri": f"{model.url}/token"})
            self.assertEqual(self.paths(model), (["/token"], 0))
        (reason,) = self.reasons(report)
        self.assertIn("gave no token (status 401)", reason)
        self.assertNotIn("hidden", json.dumps(report))

    def test_of_a_workload(self):
        with FakeModel() as model:
            self.assert_reviewed(self.vertex(model, credentials=self.external(model)))
            self.assertEqual(self.paths(model), (["/subject", "/sts"], 1))

    def test_of_a_workload_that_acts_as_a_service_account(self):
        with FakeModel(federated="federated") as model:
            credentials = self.external(model, service_account_impersonation_url=f"{model.url}/impersonate")
            self.assert_reviewed(self.vertex(model, credentials=credentials))
            self.assertEqual(self.paths(model), (["/subject", "/sts", "/impersonate"], 1))

    def test_of_a_workload_with_its_token_in_a_file(self):
        for number, (text, form) in enumerate(
                (("oidc-token\n", {}), ('{"t": "oidc-token"}', {"type": "json", "subject_token_field_name": "t"}))):
            (self.folder / "token").write_text(text)
            with FakeModel() as model:
                source = {"file": str(self.folder / "token"), "format": form}
                self.assert_reviewed(self.vertex(model, f"cache=c{number}",
                                                 credentials=self.external(model, credential_source=source)))
                self.assertEqual(self.paths(model), (["/sts"], 1))

    def test_no_program_is_run_and_no_stranger_is_asked(self):
        mark = self.folder / "ran"
        for change, said in (
                ({"credential_source": {"executable": {"command": f"touch {mark}"}}}, "programs are not run"),
                ({"token_url": "https://sts.example.com/v1/token"}, "no host of Google"),
                ({"credential_source": {"url": "http://169.254.169.254/token"}}, "no host of Google"),
                ({"service_account_impersonation_url": "https://iam.example.com/x"}, "no host of Google"),
                ({"type": "impersonated_service_account"}, "are not known")):
            with self.subTest(said), FakeModel() as model:
                report = self.vertex(model, credentials=self.external(model, **change))
                self.assertIn(said, " ".join(self.reasons(report)))
                self.assertEqual(self.paths(model)[1], 0)
        self.assertFalse(mark.exists())

    def test_of_the_machine(self):
        with FakeModel() as model:
            host = model.url.removeprefix("http://")
            # Whatever proxy there is: the server is on this machine's own network.
            self.assert_reviewed(self.vertex(model, GCE_METADATA_HOST=host, http_proxy="http://127.0.0.1:1"))
            self.assertEqual(self.paths(model), ([METADATA], 1))
        report = self.vertex(None, "cache=none", GCE_METADATA_HOST="127.0.0.1:1")
        self.assertIn("There are no Google credentials", " ".join(self.reasons(report)))

    def test_a_token_is_kept_and_fetched_anew_before_it_expires(self):
        for seconds, tokens in ((3599, 1), (240, 2)):  # four minutes early
            with self.subTest(seconds), FakeModel(expires_in=seconds) as model:
                self.assert_reviewed(self.vertex(model, "batch_tokens=1", "parallel=1", f"cache=c{seconds}",
                                                 credentials={**USER, "token_uri": f"{model.url}/token"}))
                self.assertEqual(self.paths(model), (["/token"] * tokens, 2))


if __name__ == "__main__":
    unittest.main()
