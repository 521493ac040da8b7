# SPDX-License-Identifier: Apache-2.0
"""`protowarden init`: what it writes, where, and what it leaves alone; and that it works then."""
import os
import pathlib
import shutil
import sys
import tempfile
import tomllib
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import tools  # noqa: E402
from repository import Repository, write_files  # noqa: E402

TASK = 'syntax = "proto3";\npackage todo.v1;\nmessage Task { string id = 1; string t = 2; }\n'
BROKEN = TASK.replace(" string t = 2;", "")
CONFIG, WORKFLOW = "protowarden.toml", ".github/workflows/protowarden.yml"


class Init(unittest.TestCase):
    def setUp(self):
        self.repository = Repository()
        self.addCleanup(self.repository.close)
        self.path = self.repository.path
        self.repository.commit({"proto/todo/v1/task.proto": TASK})

    def init(self, *arguments, folder="", code=0):
        done = tools.protowarden("init", *arguments, cwd=self.path / folder)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def files(self):
        """Files that git does not know, and hooks."""
        listed = self.repository.git("ls-files", "-o").splitlines()
        return sorted(listed + [f"hooks/{p.name}" for p in (self.path / ".git/hooks").iterdir()
                                if not p.name.endswith(".sample")])

    def config(self, name=CONFIG):
        return tomllib.loads((self.path / name).read_text())

    # Which files.

    def test_the_configuration_alone_without_github(self):
        self.assertIn("Wrote protowarden.toml.", self.init())
        self.assertEqual(self.files(), [CONFIG])
        self.assertEqual(self.config()["breaking"]["use"], ["FILE"])

    def test_the_workflow_too_on_github(self):
        self.repository.git("remote", "add", "origin", "git@github.com:todo/api.git")
        self.init()
        self.assertEqual(self.files(), [WORKFLOW, CONFIG])
        (self.path / WORKFLOW).unlink()
        (self.path / CONFIG).unlink()
        self.repository.git("remote", "remove", "origin")
        self.init()  # .github is there now
        self.assertEqual(self.files(), [WORKFLOW, CONFIG])

    def test_what_is_asked_for_alone(self):
        self.init("--workflow")
        self.assertEqual(self.files(), [WORKFLOW])
        self.init("--hook")
        self.assertEqual(self.files(), [WORKFLOW, "hooks/pre-commit"])
        self.init("--config")
        self.assertEqual(self.files(), [WORKFLOW, "hooks/pre-commit", CONFIG])

    def test_dry_run_writes_nothing(self):
        said = self.init("--config", "--workflow", "--hook", "--dry-run")
        self.assertEqual(self.files(), [])
        for path in (CONFIG, WORKFLOW, ".git/hooks/pre-commit"):
            self.assertIn(f"==> {path} <==", said)
        self.init("--config", "--workflow", "--hook")
        for path in (CONFIG, WORKFLOW, ".git/hooks/pre-commit"):
            self.assertIn((self.path / path).read_text(), said)

    def test_nothing_is_overwritten(self):
        self.repository.write({CONFIG: "# mine\n"})
        self.assertIn("protowarden.toml exists already. --force", self.init("--config", "--workflow",
                                                                           code=2))
        # All or nothing.
        self.assertEqual(self.files(), [CONFIG])
        self.init("--config", "--workflow", "--force")
        self.assertNotIn("mine", (self.path / CONFIG).read_text())
        self.assertIn("protowarden.toml is up to date.", self.init("--config"))

    def test_no_repository(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="protowarden-test-"))
        self.addCleanup(shutil.rmtree, folder)
        self.assertEqual(tools.protowarden("init", cwd=folder).returncode, 0)
        self.assertEqual([p.name for p in folder.iterdir()], [CONFIG])
        for option in ("--hook", "--workflow"):
            done = tools.protowarden("init", option, cwd=folder)
            self.assertEqual(done.returncode, 2)
            self.assertIn(f"{option} needs a git repository", done.stderr)

    # The configuration.

    def test_buf_yaml_is_taken_over(self):
        self.repository.write({"buf.yaml": """version: v2
modules:
  - path: proto
breaking:
  use: [WIRE_JSON]
  except: [FIELD_SAME_JSTYPE]
  ignore_only:
    FIELD_SAME_NAME: [proto/legacy]
  ignore_unstable_packages: true
"""})
        said = self.init()
        self.assertIn("The settings are those of `breaking` in buf.yaml", said)
        breaking = self.config()["breaking"]
        self.assertEqual((breaking["use"], breaking["except"]),
                         (["WIRE_JSON"], ["FIELD_SAME_JSTYPE"]))
        self.assertEqual(breaking["ignore_only"], {"FIELD_SAME_NAME": ["proto/legacy"]})
        self.assertTrue(breaking["ignore_unstable_packages"])
        report = tools.report("breaking", "--against", "HEAD", cwd=self.path)
        self.assertEqual(report["exit_code"], 0)

    def test_modules_with_settings_of_their_own_are_told(self):
        self.repository.write({"buf.yaml": """version: v2
modules:
  - path: proto
    breaking: {use: [WIRE]}
"""})
        self.assertIn('note: the module "proto" has settings of its own', self.init())

    def test_roots_and_branch_are_found(self):
        self.repository.git("branch", "-m", "main", "trunk")
        self.init("--config", "--workflow")
        text = (self.path / CONFIG).read_text()
        self.assertIn('# [[modules]]\n# path = "proto"\n', text)
        self.assertIn("merge base with `trunk`", text)
        self.assertIn("branches: ['trunk']", (self.path / WORKFLOW).read_text())
        # Taken out of the comment, it is what the loader wants.
        self.repository.write({CONFIG: text.replace("# [[modules]]\n# path", "[[modules]]\npath")})
        report = tools.report("breaking", "--against", "HEAD", cwd=self.path)
        self.assertEqual((report["exit_code"], report["files_total"] if "files_total" in report
                          else 1), (0, 1))

    def test_every_commented_key_is_known(self):
        self.init()
        lines = (self.path / CONFIG).read_text().splitlines()
        # A comment that holds a setting, put into force.
        active = [line[2:] if line.startswith("# ") and " = " in line and "[[" not in line
                  and "path = " not in line else line for line in lines]
        self.assertNotEqual(active, lines)
        self.repository.write({CONFIG: "\n".join(active) + "\n"})
        done = tools.protowarden("breaking", "--against", "HEAD", cwd=self.path)
        self.assertEqual(done.returncode, 0, done.stderr)

    # The workflow.

    def test_the_workflow(self):
        self.repository.write({"sub dir/x": ""})
        self.init("--workflow", folder="sub dir")
        text = (self.path / WORKFLOW).read_text()
        for words in ("types: [opened, synchronize, reopened, labeled, unlabeled]", "merge_group:",
                      "contents: read", "pull-requests: write", "fetch-depth: 0",
                      "cancel-in-progress: true", "working-directory: 'sub dir'",
                      "${{ github.workflow }}-${{ github.event.pull_request.number || github.sha }}"):
            self.assertIn(words, text)
        self.assertRegex(text, r"uses: \S+/protowarden/action@v\d+\.\d+\.\d+\n")
        self.assert_yaml(text)

    def assert_yaml(self, text):
        try:
            import yaml
        except ImportError:
            return
        job = yaml.safe_load(text)["jobs"]["protowarden"]
        self.assertEqual(job["steps"][0]["with"], {"fetch-depth": 0})

    # The hook.

    def commit(self, text, cwd=None, **extra):
        """Stages the schema and commits through the hook."""
        environment = {**tools.ENVIRONMENT, **extra}
        environment.setdefault("PATH", os.environ["PATH"])
        environment["PATH"] = f"{pathlib.Path(tools.PROTOWARDEN).parent}:{environment['PATH']}"
        top = pathlib.Path(cwd or self.path)
        (top / "proto/todo/v1/task.proto").write_text(text)
        return tools.run(["git", "commit", "-qam", "change"], cwd=top, env=environment)

    def test_the_hook_refuses_a_break(self):
        self.init("--hook")
        refused = self.commit(BROKEN)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("FIELD_NO_DELETE", refused.stdout + refused.stderr)
        accepted = self.commit(TASK + "// more\n")
        self.assertEqual(accepted.returncode, 0, accepted.stderr)

    def test_the_hook_without_the_program(self):
        self.init("--hook")
        (self.path / "proto/todo/v1/task.proto").write_text(BROKEN)
        done = tools.run(["git", "commit", "-qam", "x"], cwd=self.path,
                         env={**tools.ENVIRONMENT, "PATH": "/usr/bin:/bin"})
        if shutil.which("protowarden", path="/usr/bin:/bin"):
            self.skipTest("protowarden is installed")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("protowarden was not found in PATH", done.stderr)

    def test_a_foreign_hook_stays(self):
        hook = self.path / ".git/hooks/pre-commit"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text("#!/bin/sh\nmake lint\n")
        for force in ([], ["--force"]):
            said = self.init("--hook", *force, code=2)
            self.assertIn("did not write; it is left alone. Add to it: protowarden check --staged",
                          said)
        self.assertEqual(hook.read_text(), "#!/bin/sh\nmake lint\n")
        hook.unlink()
        hook.symlink_to("/nowhere")
        self.init("--hook", code=3)
        self.assertTrue(hook.is_symlink())

    def test_our_own_hook_is_updated_with_force(self):
        self.init("--hook")
        hook = self.path / ".git/hooks/pre-commit"
        written = hook.read_text()
        hook.write_text(written + "# edited\n")
        self.init("--hook", code=2)
        self.init("--hook", "--force")
        self.assertEqual(hook.read_text(), written)
        self.assertTrue(os.access(hook, os.X_OK))

    def test_hooks_path_and_worktrees(self):
        self.repository.git("config", "core.hooksPath", "tools/hooks")
        self.assertIn("Wrote tools/hooks/pre-commit.", self.init("--hook"))
        self.assertNotEqual(self.commit(BROKEN).returncode, 0)
        self.repository.git("checkout", "-q", "-f", "main")
        self.repository.git("config", "core.hooksPath", "/tmp/hooks of everybody")
        self.assertIn("would run in others too", self.init("--hook", code=2))
        self.assertFalse(pathlib.Path("/tmp/hooks of everybody").exists())
        self.repository.git("config", "--unset", "core.hooksPath")
        tree = self.path / "tree two"
        self.repository.git("worktree", "add", "-q", tree, "-b", "other")
        done = tools.protowarden("init", "--hook", cwd=tree)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue((self.path / ".git/hooks/pre-commit").exists())
        self.assertNotEqual(self.commit(BROKEN, cwd=tree).returncode, 0)

    def test_a_folder_of_the_repository(self):
        write_files(self.path, {"it's mine/a.proto": TASK.replace("todo", "mine")})
        self.repository.commit()
        self.init("--hook", folder="it's mine")
        # Other folders are not this hook's matter.
        self.assertEqual(self.commit(BROKEN).returncode, 0)
        write_files(self.path, {"it's mine/a.proto": BROKEN.replace("todo", "mine")})
        refused = self.commit(BROKEN)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("mine.v1.Task.t", refused.stdout + refused.stderr)

    def test_hostile_names(self):
        self.repository.git("branch", "-m", "main", "it's-'$(id)")
        self.init("--workflow", "--config")
        self.assertIn("branches: ['it''s-''$(id)']", (self.path / WORKFLOW).read_text())
        self.assert_yaml((self.path / WORKFLOW).read_text())
        self.assertEqual(self.config()["gate"]["fail_on"], "LOW")


if __name__ == "__main__":
    unittest.main(verbosity=1)
