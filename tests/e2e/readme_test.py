# SPDX-License-Identifier: Apache-2.0
"""What README shows is what the tool prints."""
import pathlib
import re
import shutil
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import tools  # noqa: E402
from repository import Repository  # noqa: E402

README = (tools.ROOT / "README.md").read_text()


class Readme(unittest.TestCase):
    def test_the_output_of_the_demo(self):
        shown = re.search(r"```text\n\$ protowarden ([^\n]*)\n\n(.*?)```", README, re.DOTALL)
        with Repository() as repository:
            for side in ("before", "after"):
                shutil.copytree(tools.ROOT / "fixtures/demo" / side, repository.path,
                                dirs_exist_ok=True)
                repository.commit()
            done = tools.protowarden(*shown.group(1).split(), cwd=repository.path)
        self.assertEqual(done.returncode, 1)

        def without_commit(text):
            return re.sub(r"commit [0-9a-f]{7}", "commit", text)
        self.assertEqual(without_commit(done.stdout), without_commit(shown.group(2)))

    def test_the_configuration_is_accepted(self):
        text = re.search(r"```toml\n(.*?)```", README, re.DOTALL).group(1)
        with Repository() as repository:
            repository.commit({"a.proto": 'syntax = "proto3";\n', "protowarden.toml": text})
            done = tools.protowarden("breaking", cwd=repository.path)
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_every_file_that_is_linked_exists(self):
        links = re.findall(r"\]\(([^)#:]+)\)", README)
        self.assertTrue(links)
        for link in links:
            self.assertTrue((tools.ROOT / link).exists(), link)


if __name__ == "__main__":
    unittest.main()
