# SPDX-License-Identifier: Apache-2.0
"""The Action's own script with GitHub's environment and payloads, against real clones of a real
repository and a server that answers as GitHub does."""
import functools
import hashlib
import http.server
import json
import os
import pathlib
import shutil
import sys
import tarfile
import tempfile
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import tools  # noqa: E402
from fake_github import TOKEN, FakeGitHub  # noqa: E402
from repository import Repository  # noqa: E402

SCRIPT = tools.ROOT / "action/github.sh"
MARKER = "<!-- protowarden schema/check -->"
LABEL = "protowarden: accepted"
SCHEMA = """syntax = "proto3";
package todo.v1;
message Task {
  string id = 1;
  string title = 2;
}
"""
BROKEN = SCHEMA.replace("  string title = 2;\n", "")
HARMLESS = SCHEMA.replace("title = 2;", "title = 2;\n  string note = 3;")


class QuietFiles(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class ActionTest(unittest.TestCase):
    def setUp(self):
        self.github = FakeGitHub()
        self.addCleanup(self.github.close)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="protowarden-action-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.remote = Repository()
        self.addCleanup(self.remote.close)
        self.remote.git("config", "uploadpack.allowAnySHA1InWant", "true")

    # The remote: main with some commits, a branch, and GitHub's merge of both.

    def pull_request(self, text, base_files=None, message="change"):
        for i in range(5):
            self.remote.commit({"todo.proto": SCHEMA, "readme": f"{i}", **(base_files or {})})
        self.remote.git("checkout", "-q", "-b", "change")
        head = self.remote.commit({"todo.proto": text}, message=message)
        self.remote.git("checkout", "-q", "main")
        drifted = self.sha("main")
        # Somebody else's change, which the pull request does not undo.
        self.remote.commit({"other.proto": SCHEMA.replace("todo", "other")})
        self.remote.git("checkout", "-q", "-b", "merge")
        self.remote.git("merge", "-q", "--no-ff", "-m", "merge", head)
        self.remote.git("update-ref", "refs/pull/7/merge", "HEAD")
        self.remote.git("checkout", "-q", "main")
        return {"action": "synchronize", "number": 7, "sender": {"login": "ann"},
                "repository": {"default_branch": "main", "full_name": "acme/api"},
                "pull_request": {
                    "number": 7, "labels": [],
                    "base": {"ref": "main", "sha": drifted, "repo": {"full_name": "acme/api"}},
                    "head": {"ref": "change", "sha": head, "repo": {"full_name": "acme/api"}}}}

    def sha(self, revision):
        return self.remote.git("rev-parse", revision).strip()

    def clone(self, reference, depth=1):
        """A checkout as actions/checkout makes it."""
        path = self.folder / "checkout"
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir()
        clone = Repository(path=path)
        clone.git("remote", "add", "origin", f"file://{self.remote.path}")
        options = [f"--depth={depth}"] if depth else []
        clone.git("fetch", "-q", "--no-tags", *options, "origin",
                  f"+{reference}:refs/remotes/checkout",
                  *([] if depth else ["+refs/heads/*:refs/remotes/origin/*"]))
        clone.git("checkout", "-q", "--detach", "refs/remotes/checkout")
        return clone

    def run_action(self, clone, event, payload, environment=None, **inputs):
        for name in ("output", "summary"):
            (self.folder / name).write_text("")
        (self.folder / "event.json").write_text(json.dumps(payload))
        environment = {
            **tools.ENVIRONMENT, "PROTOWARDEN_BIN_DIR": str(pathlib.Path(tools.PROTOWARDEN).parent),
            "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": event,
            "GITHUB_EVENT_PATH": str(self.folder / "event.json"),
            "GITHUB_REPOSITORY": "acme/api", "GITHUB_API_URL": self.github.url,
            "GITHUB_WORKFLOW": "schema", "GITHUB_JOB": "check",
            "GITHUB_OUTPUT": str(self.folder / "output"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
            "RUNNER_TEMP": str(self.folder), "INPUT_TOKEN": TOKEN, "INPUT_ACCEPT_LABEL": LABEL,
            **{f"INPUT_{name.upper()}": value for name, value in inputs.items()},
            **(environment or {})}
        done = tools.run([str(SCRIPT)], cwd=clone.path, env=environment)
        self.assertNotIn(TOKEN, done.stdout + done.stderr)
        self.outputs = dict(line.split("=", 1) for line in
                            (self.folder / "output").read_text().splitlines())
        return done

    def check(self, done, code, can_deploy):
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertEqual(self.outputs["can_deploy"], can_deploy)

    def test_a_pull_request_from_a_shallow_checkout(self):
        payload = self.pull_request(BROKEN)
        clone = self.clone("refs/pull/7/merge")
        done = self.run_action(clone, "pull_request", payload)
        self.check(done, 1, "false")
        self.assertIn("first parent of the merge commit", done.stdout)
        self.assertIn("::error file=todo.proto,", done.stdout)
        self.assertEqual(self.outputs["overall_severity"], "HIGH")
        self.assertEqual(self.outputs["breaking_changes"], "1")
        report = json.loads(pathlib.Path(self.outputs["report-json"]).read_text())
        self.assertEqual([change["rule"] for change in report["changes"]], ["FIELD_NO_DELETE"])
        sarif = json.loads(pathlib.Path(self.outputs["report-sarif"]).read_text())
        self.assertEqual(len(sarif["runs"][0]["results"]), 1)
        self.assertIn("FIELD_NO_DELETE", (self.folder / "summary").read_text())
        comment, = self.github.comments
        self.assertTrue(comment["body"].startswith(MARKER))
        self.assertIn("FIELD_NO_DELETE", comment["body"])

    def test_the_comment_is_updated_and_left_alone_when_nothing_changed(self):
        payload = self.pull_request(BROKEN)
        clone = self.clone("refs/pull/7/merge")
        self.github.comments = [{"id": i, "body": f"talk {i}\n{MARKER}"} for i in range(250)]
        for _ in range(2):
            self.run_action(clone, "pull_request", payload)
        self.assertEqual(len(self.github.comments), 251)
        self.assertEqual(len(self.github.sent("POST")), 1)
        self.assertEqual(len(self.github.sent("PATCH")), 0)
        clone.write({"todo.proto": HARMLESS})
        self.check(self.run_action(clone, "pull_request", payload), 0, "true")
        self.assertEqual(len(self.github.comments), 251)
        self.assertEqual(len(self.github.sent("PATCH")), 1)
        self.assertNotIn("FIELD_NO_DELETE", self.github.comments[-1]["body"])

    def test_nothing_to_say_makes_no_comment_unless_asked(self):
        payload = self.pull_request(HARMLESS)
        clone = self.clone("refs/pull/7/merge")
        self.check(self.run_action(clone, "pull_request", payload), 0, "true")
        self.assertEqual(self.github.comments, [])
        self.run_action(clone, "pull_request", payload, comment="always")
        self.assertEqual(len(self.github.comments), 1)
        self.run_action(clone, "pull_request", payload, comment="never")
        self.assertEqual(len(self.github.sent("PATCH")), 0)

    def test_a_head_that_is_no_merge_is_compared_with_the_merge_base(self):
        payload = self.pull_request(BROKEN)
        for depth in (1, 2, 0):
            clone = self.clone("refs/heads/change", depth)
            done = self.run_action(clone, "pull_request", payload, comment="never")
            self.check(done, 1, "false")
            self.assertIn("merge base with main", done.stdout)
            report = json.loads(pathlib.Path(self.outputs["report-json"]).read_text())
            # What others added to main meanwhile is not deleted.
            self.assertEqual([change["rule"] for change in report["changes"]], ["FIELD_NO_DELETE"])

    def test_a_full_clone_stays_full(self):
        payload = self.pull_request(BROKEN)
        clone = self.clone("refs/pull/7/merge", depth=0)
        count = clone.git("rev-list", "--count", "HEAD")
        self.check(self.run_action(clone, "pull_request", payload), 1, "false")
        self.assertEqual(clone.git("rev-list", "--count", "HEAD"), count)
        self.assertEqual(clone.git("rev-parse", "--is-shallow-repository").strip(), "false")

    def test_a_fork_gets_annotations_and_a_summary(self):
        payload = self.pull_request(BROKEN)
        payload["pull_request"]["head"]["repo"]["full_name"] = "eve/api"
        done = self.run_action(self.clone("refs/pull/7/merge"), "pull_request", payload)
        self.check(done, 1, "false")
        self.assertEqual(self.github.requests, [])
        self.assertIn("::notice", done.stdout)
        self.assertIn("FIELD_NO_DELETE", (self.folder / "summary").read_text())

    def test_a_label_accepts_what_the_change_accepts_itself(self):
        payload = self.pull_request(BROKEN)
        clone = self.clone("refs/pull/7/merge")
        clone.write({".protowarden/accepted.toml":
                     '[[accept]]\nrule = "FIELD_NO_DELETE"\nelement = "todo.v1.Task.title"\n'
                     'why = "never released"\n'})
        self.check(self.run_action(clone, "pull_request", payload), 1, "false")
        payload["pull_request"]["labels"] = [{"name": LABEL}]
        self.check(self.run_action(clone, "pull_request", payload), 0, "true")
        self.assertIn("never released", self.github.comments[-1]["body"])
        self.assertEqual(self.outputs["breaking_changes"], "0")

    def test_a_trailer_accepts(self):
        payload = self.pull_request(BROKEN, message="Drop\n\nProtowarden-Allow: FIELD_NO_DELETE "
                                    "todo.v1.Task.title never released")
        self.check(self.run_action(self.clone("refs/pull/7/merge", depth=0), "pull_request", payload),
                   0, "true")

    def test_pushes_and_merge_groups(self):
        for i in range(3):
            before = self.remote.commit({"todo.proto": SCHEMA, "readme": f"{i}"})
        self.remote.commit({"todo.proto": HARMLESS})
        after = self.remote.commit({"todo.proto": BROKEN})
        repository = {"default_branch": "main", "full_name": "acme/api"}
        for event, payload in (
                ("push", {"before": before, "after": after, "repository": repository}),
                ("merge_group", {"merge_group": {"base_sha": before, "head_sha": after},
                                 "repository": repository})):
            with self.subTest(event):
                done = self.run_action(self.clone("refs/heads/main"), event, payload)
                self.check(done, 1, "false")
                self.assertIn(before[:12], done.stdout)
                self.assertEqual(self.github.requests, [])
        self.remote.git("checkout", "-q", "-b", "topic", before)
        self.remote.commit({"todo.proto": BROKEN, "x": "y"})
        new_branch = {"before": "0" * 40, "repository": repository}
        done = self.run_action(self.clone("refs/heads/topic"), "push", new_branch)
        self.check(done, 1, "false")
        self.assertIn("merge base with main", done.stdout)
        forced = {"before": "1234567890" * 4, "repository": repository}
        self.check(self.run_action(self.clone("refs/heads/topic"), "push", forced), 1, "false")

    def test_limits_and_failures_of_the_server_are_waited_for(self):
        payload = self.pull_request(BROKEN)
        clone = self.clone("refs/pull/7/merge")
        self.github.trouble = [lambda *_: (503, {}), lambda *_: (403, {"Retry-After": "1"}),
                               lambda *_: (429, {"Retry-After": "1"}), lambda *_: None,
                               lambda *_: (403, {"x-ratelimit-remaining": "0",
                                                 "x-ratelimit-reset": "1"})]
        self.check(self.run_action(clone, "pull_request", payload), 1, "false")
        self.assertEqual(len(self.github.comments), 1)

    def test_a_lost_answer_makes_no_second_comment(self):
        payload = self.pull_request(BROKEN)
        self.github.lose_answer_of_next_post = True
        self.check(self.run_action(self.clone("refs/pull/7/merge"), "pull_request", payload), 1,
                   "false")
        self.assertEqual(len(self.github.comments), 1)

    def test_a_token_that_may_not_write_is_a_warning(self):
        payload = self.pull_request(BROKEN)
        self.github.may_write = False
        done = self.run_action(self.clone("refs/pull/7/merge"), "pull_request", payload)
        self.check(done, 1, "false")
        self.assertIn("::warning", done.stdout)
        self.assertIn("pull-requests: write", done.stdout)

    def test_an_enterprise_server(self):
        self.github.close()
        self.github = FakeGitHub(prefix="/api/v3")
        payload = self.pull_request(BROKEN)
        self.run_action(self.clone("refs/pull/7/merge"), "pull_request", payload)
        self.assertEqual(len(self.github.comments), 1)

    def test_mistakes_are_annotations(self):
        payload = self.pull_request(BROKEN)
        clone = self.clone("refs/pull/7/merge")
        for inputs, code, text in (({"comment": "maybe"}, 2, "`comment`"),
                                   ({"pii": "yes"}, 2, "`pii`"),
                                   ({"llm": "maybe"}, 2, "`llm`"),
                                   ({"llm": "replay"}, 2, "No language model is configured"),
                                   ({"fail_on": "SEVERE"}, 2, "SEVERE"),
                                   ({"format": "pdf:x"}, 2, "sarif"),
                                   ({"against": "nope"}, 3, "nope")):
            with self.subTest(inputs):
                done = self.run_action(clone, "pull_request", payload, **inputs)
                self.assertEqual(done.returncode, code, done.stdout)
                self.assertIn("::error title=protowarden::", done.stdout)
                self.assertIn(text, done.stdout)
        done = self.run_action(clone, "pull_request", {"pull_request": {}})
        self.assertEqual(done.returncode, 3)

    def test_inputs(self):
        payload = self.pull_request(BROKEN)
        clone = self.clone("refs/pull/7/merge")
        self.check(self.run_action(clone, "pull_request", payload, mode="shadow"), 0, "false")
        self.check(self.run_action(clone, "pull_request", payload, fail_on="CRITICAL"), 0, "true")
        self.check(self.run_action(clone, "pull_request", payload, exclude_paths="todo.proto"),
                   0, "true")
        self.run_action(clone, "pull_request", payload, llm="replay",
                        llm_set="provider=ollama\nmodel=m")
        report = json.loads(pathlib.Path(self.outputs["report-json"]).read_text())
        self.assertTrue(report["review"]["not_reviewed"])  # nothing is recorded
        html = self.folder / "out.html"
        self.run_action(clone, "pull_request", payload, format=f"html:{html}")
        self.assertTrue(html.read_text().lower().startswith("<!doctype html>"))
        self.assertEqual(self.outputs["report-html"], str(html))

    @unittest.skipUnless(shutil.which("curl"), "curl is not installed")
    def test_a_release_is_used_only_if_its_checksum_agrees(self):
        payload = self.pull_request(BROKEN)
        clone = self.clone("refs/pull/7/merge")
        machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(os.uname().machine)
        if machine is None:
            self.skipTest("there are no releases for this machine")
        name = f"protowarden-1.2.3-linux-{machine}"
        release = self.folder / "releases/v1.2.3"
        program = self.folder / "pack" / name / "bin/protowarden-github"
        for folder in (release, program.parent):
            folder.mkdir(parents=True)
        shutil.copy(pathlib.Path(tools.PROTOWARDEN).parent / "protowarden-github", program)
        archive = release / f"{name}.tar.gz"
        with tarfile.open(archive, "w:gz", compresslevel=1) as tar:
            tar.add(self.folder / "pack" / name, name)
        digest = hashlib.sha256(archive.read_bytes()).hexdigest()
        (release / "SHA256SUMS").write_text(f"{digest}  {archive.name}\n")
        server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0),
            functools.partial(QuietFiles, directory=self.folder / "releases"))
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        source = {"PROTOWARDEN_RELEASES": f"http://127.0.0.1:{server.server_port}",
                  "INPUT_VERSION": "v1.2.3"}
        for folder, change, code in (("good", b"", 1), ("bad", b"changed", 3)):
            with self.subTest(folder):
                archive.write_bytes(archive.read_bytes() + change)
                done = self.run_action(clone, "pull_request", payload, environment={
                    **source, "PROTOWARDEN_BIN_DIR": str(self.folder / folder)})
                self.assertEqual(done.returncode, code, done.stdout + done.stderr)
                self.assertEqual((self.folder / folder / "protowarden-github").exists(), code == 1)
        missing = self.run_action(clone, "pull_request", payload, environment={
            **source, "INPUT_VERSION": "9.9.9", "PROTOWARDEN_BIN_DIR": str(self.folder / "none")})
        self.assertEqual(missing.returncode, 3)
        self.assertIn("9.9.9", missing.stdout)

    def test_the_metadata_passes_every_input_on(self):
        text = (tools.ROOT / "action/action.yml").read_text()
        inputs = text[text.index("\ninputs:"):text.index("\noutputs:")]
        names = [line.strip()[:-1] for line in inputs.splitlines()
                 if line.startswith("  ") and not line.startswith("   ")]
        self.assertGreater(len(names), 10)
        for name in names:
            self.assertIn(f"INPUT_{name.upper().replace('-', '_')}: ${{{{ inputs.{name} }}}}", text)
        self.assertNotIn("inputs.", "".join(
            line for line in text.splitlines() if line.strip().startswith("run:")))


if __name__ == "__main__":
    if not os.access(pathlib.Path(tools.PROTOWARDEN).parent / "protowarden-github", os.X_OK):
        sys.exit("protowarden-github is not built.")
    unittest.main()
