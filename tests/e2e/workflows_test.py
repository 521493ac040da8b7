# SPDX-License-Identifier: Apache-2.0
"""actionlint has nothing to say about the workflows that are shipped, shown or written."""
import pathlib
import re
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import tools  # noqa: E402
from repository import Repository  # noqa: E402

LINTER = tools.ROOT / "tests/support/lint_workflows.mjs"


def lint(*files):
    return tools.run(["node", LINTER, tools.PEERS, *files])


class Workflows(unittest.TestCase):
    def assert_clean(self, *files):
        done = lint(*files)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_linter_finds_mistakes(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "wrong.yml"
            path.write_text("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n"
                            "      - run: echo ${{ github.evnt }}\n")
            done = lint(path)
        self.assertEqual(done.returncode, 1)
        self.assertIn("evnt", done.stdout)

    def test_what_is_shipped(self):
        self.assert_clean(*sorted((tools.ROOT / ".github/workflows").glob("*.yml")))

    def test_what_the_readme_shows(self):
        readme = (tools.ROOT / "README.md").read_text()
        shown = [text for text in re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL)
                 if text.startswith("on:")]
        self.assertTrue(shown)
        with tempfile.TemporaryDirectory() as folder:
            for number, text in enumerate(shown):
                path = pathlib.Path(folder) / f"readme{number}.yml"
                path.write_text(text)
                self.assert_clean(path)

    def test_what_init_writes(self):
        with Repository() as repository:
            repository.commit({"a.proto": 'syntax = "proto3";\n'})
            done = tools.protowarden("init", "--workflow", cwd=repository.path)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assert_clean(repository.path / ".github/workflows/protowarden.yml")

    def test_the_steps_of_the_action(self):
        """actionlint reads workflows only: the steps become the job of one that has their inputs."""
        action = (tools.ROOT / "action/action.yml").read_text()
        inputs = re.search(r"^inputs:\n(.*?)^outputs:", action, re.DOTALL | re.MULTILINE).group(1)
        steps = re.search(r"^  steps:\n(.*)", action, re.DOTALL | re.MULTILINE).group(1)
        declared = "".join(f"      {name}: {{type: string, required: false}}\n"
                           for name in re.findall(r"^  ([\w-]+):$", inputs, re.MULTILINE))
        text = (f"on:\n  workflow_call:\n    inputs:\n{declared}jobs:\n  action:\n"
                "    runs-on: ubuntu-latest\n    steps:\n"
                + re.sub(r"^", "  ", steps, flags=re.MULTILINE))
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "action.yml"
            path.write_text(text)
            self.assert_clean(path)


if __name__ == "__main__":
    unittest.main()
