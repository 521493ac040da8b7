# SPDX-License-Identifier: Apache-2.0
"""What the tests of report formats share: made-up reports (report_samples.cc) and real runs."""
import atexit
import os
import pathlib
import shutil
import sys
import tempfile

import tools
from repository import Repository

FORMATS = ["text", "json", "sarif", "github", "markdown", "junit", "gitlab", "html"]
# A clock that stands still.
ENVIRONMENT = {**tools.ENVIRONMENT, "SOURCE_DATE_EPOCH": "1700000000"}
_REPORT_SAMPLES = os.environ.get("REPORT_SAMPLES", tools.PROTOWARDEN + "/../tests/report_samples")

BEFORE = """syntax = "proto3";
package shop.v1;
service Orders { rpc Get(Order) returns (Order); }
// An order.
message Order {
  string id = 1;
  string name = 2;
  string note = 3;
  int32 size = 4;
  string email = 5;
}
"""
AFTER = (BEFORE.replace("  string note = 3;\n", "").replace("int32 size", "int64 size")
         .replace("email = 5;", "email = 5;\n  string phone_number = 6;"))


def take_samples_argument():
    """The tests get report_samples as their first argument."""
    global _REPORT_SAMPLES
    if len(sys.argv) > 1 and os.access(sys.argv[1], os.X_OK):
        _REPORT_SAMPLES = sys.argv.pop(1)


def samples():
    """A folder with SAMPLE.FORMAT for every sample and format; made once a run."""
    if not hasattr(samples, "folder"):
        folder = tempfile.mkdtemp(prefix="protowarden-samples-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        done = tools.run([_REPORT_SAMPLES, folder])
        if done.returncode != 0:
            raise AssertionError(f"report_samples: {done.stderr}")
        samples.folder = pathlib.Path(folder)
    return samples.folder


def sample(name, form):
    return (samples() / f"{name}.{form}").read_bytes().decode()


def shop():
    """A repository with a change that breaks: a deleted, a changed and a new field."""
    repository = Repository()
    repository.commit({"shop/v1/shop.proto": BEFORE})
    repository.write({"shop/v1/shop.proto": AFTER})
    return repository


def rendered(repository, form, *arguments, command="check"):
    """One format of a run against HEAD."""
    done = tools.protowarden(command, "--against", "HEAD", "--format", form, *arguments,
                             cwd=repository.path, env=ENVIRONMENT)
    if done.returncode not in (0, 1, 3):
        raise AssertionError(f"exit {done.returncode}: {done.stderr}")
    return done.stdout
