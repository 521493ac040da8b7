# SPDX-License-Identifier: Apache-2.0
"""What the Python tests share: running the tools and reading their findings."""
import json
import os
import pathlib
import resource
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROTOWARDEN = os.environ.get("PROTOWARDEN", str(ROOT / "build" / "protowarden"))
PEERS = pathlib.Path(os.environ.get("PROTOWARDEN_PEERS", ROOT / "build" / "peers"))
BUF = os.environ.get("BUF") or next(
    (str(p) for p in sorted((PEERS / "node_modules/@bufbuild").glob("buf-*/bin/buf"))), "buf")
NIGHTLY = bool(os.environ.get("PROTOWARDEN_NIGHTLY"))

# Git must not see the configuration of whoever runs the tests.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
ENVIRONMENT.update({
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C",
    "GIT_AUTHOR_NAME": "Test", "GIT_AUTHOR_EMAIL": "test@example.com",
    "GIT_COMMITTER_NAME": "Test", "GIT_COMMITTER_EMAIL": "test@example.com"})


def run(argv, cwd=None, env=None, timeout=600):
    """Runs a command; returns the CompletedProcess with text streams."""
    return subprocess.run([str(a) for a in argv], cwd=cwd, env=env or ENVIRONMENT, text=True,
                          errors="replace", capture_output=True, timeout=timeout, check=False)


def measured(argv, cwd=None):
    """Runs a command; returns (stdout, exit code, seconds, peak KiB of that child alone)."""
    with tempfile.TemporaryFile() as out:
        start = time.monotonic()
        process = subprocess.Popen([str(a) for a in argv], cwd=cwd, env=ENVIRONMENT, stdout=out,
                                   stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        return out.read().decode(errors="replace"), process.returncode, seconds, usage.ru_maxrss


def protowarden(*arguments, cwd=None, env=None):
    return run([PROTOWARDEN, *arguments], cwd=cwd, env=env)


def report(*arguments, cwd=None, env=None):
    """`protowarden ... --format json` as a dictionary, with the exit code added."""
    done = protowarden(*arguments, "--format", "json", cwd=cwd, env=env)
    if not done.stdout:
        raise AssertionError(f"no report: exit {done.returncode}\n{done.stderr}")
    parsed = json.loads(done.stdout)
    parsed["exit_code"] = done.returncode
    return parsed


def rules():
    """The catalogue: a list of dictionaries."""
    return json.loads(protowarden("rules", "--format", "json").stdout)


def buf_config(category, version="v2"):
    return json.dumps({"version": version, "breaking": {"use": [category]}})


def buf_findings(text):
    """Lines of `buf breaking --error-format json` as sorted (rule, path, line, column, message)."""
    found = []
    for line in text.splitlines():
        item = json.loads(line)
        path = item.get("path", "")
        position = (item["start_line"], item["start_column"]) if path else (0, 0)
        found.append((item["type"], path, *position, item["message"]))
    return sorted(found)


def protowarden_findings(parsed):
    """Changes of a JSON report in the same form. A finding without file has no position in buf."""
    found = []
    for change in parsed["changes"]:
        gone = change.get("file") is None
        path = "" if gone else change["file"]
        position = (0, 0) if gone else (change["line"], change["column"])
        found.append((change["rule"], path, *position, change["description"]))
    return sorted(found)


def require_buf():
    done = run([BUF, "--version"])
    if done.returncode != 0:
        raise SystemExit(f"buf was not found at {BUF}; tests/run.sh installs it")
    return done.stdout.strip()
