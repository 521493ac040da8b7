# SPDX-License-Identifier: Apache-2.0
"""Runs protowarden on hostile input: with a deadline, a memory limit and its peak measured."""
import functools
import os
import resource
import signal
import subprocess
import tempfile
import threading
import time
import unittest

from repository import write_files
from tools import ENVIRONMENT, PROTOWARDEN

MIB = 1 << 20


@functools.lru_cache(maxsize=1)
def is_sanitized():
    """Sanitizers need time, and address space that a limit would deny them."""
    with open(PROTOWARDEN, "rb") as binary:
        return b"__asan_init" in binary.read()


class Outcome:
    """What a run did. `text` is both streams."""

    def __init__(self, code, out, err, seconds, peak_mib):
        self.code, self.out, self.err = code, out, err
        self.seconds, self.peak_mib = seconds, peak_mib

    @property
    def text(self):
        return self.out + self.err

    def __str__(self):
        return (f"exit {self.code}, {self.seconds:.1f} s, {self.peak_mib} MiB\n"
                f"--- stdout\n{self.out[:4000]}\n--- stderr\n{self.err[:2000]}")


def _limit_memory(mib):
    resource.setrlimit(resource.RLIMIT_AS, (mib * MIB, mib * MIB))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run_limited(*arguments, cwd=None, env=None, seconds=20, memory_mib=512):
    """Runs protowarden. Raises AssertionError when it hangs or needs more memory than allowed."""
    slow = 8 if is_sanitized() else 1
    # Address space is far more than what is resident; it only stops a runaway early.
    limit = None if is_sanitized() else functools.partial(_limit_memory, 4 * memory_mib + 1024)
    command = [os.fsencode(a) for a in (PROTOWARDEN, *arguments)]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.monotonic()
        process = subprocess.Popen(command, cwd=cwd, env={**ENVIRONMENT, **(env or {})},
                                   stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                   start_new_session=True, preexec_fn=limit)
        late = threading.Event()

        def stop():
            late.set()
            os.killpg(process.pid, signal.SIGKILL)

        timer = threading.Timer(seconds * slow, stop)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode(errors="surrogateescape"))
    outcome = Outcome(process.returncode, *texts, time.monotonic() - start,
                      usage.ru_maxrss // 1024)
    if late.is_set():
        raise AssertionError(f"no answer within {seconds * slow} s: {arguments}\n{outcome}")
    if not is_sanitized() and outcome.peak_mib > memory_mib:
        raise AssertionError(f"needs more than {memory_mib} MiB: {arguments}\n{outcome}")
    return outcome


# A breaking change beside the hostile input: it must still be found.
WITNESS_BEFORE = 'syntax = "proto3";\npackage w;\nmessage Witness {\n  string gone = 7;\n}\n'
WITNESS_AFTER = 'syntax = "proto3";\npackage w;\nmessage Witness {\n}\n'
WITNESS_FINDING = 'Previously present field "7" with name "gone" on message "Witness" was deleted'


class HostileCase(unittest.TestCase):
    """Assertions about an Outcome, and a folder with two sides."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="protowarden-hostile-")
        self.addCleanup(folder.cleanup)
        self.folder = os.path.realpath(folder.name)

    def check(self, outcome, code, *messages, witness=True):
        """The exit code, every message in the output, and the witness's finding."""
        self.assertNotIn(outcome.code, range(-64, 0), f"died by a signal\n{outcome}")
        self.assertNotIn("Internal error", outcome.text, outcome)
        self.assertNotIn("[libprotobuf", outcome.text, outcome)
        self.assertNotIn("ERROR: AddressSanitizer", outcome.err, outcome.err[:3000])
        self.assertNotIn("runtime error:", outcome.err, outcome.err[:3000])
        self.assertEqual(outcome.code, code, outcome)
        words = " ".join(outcome.text.split())
        for message in messages:
            self.assertIn(message, words, outcome)
        if witness:
            self.assertIn(WITNESS_FINDING, words, outcome)

    def write_sides(self, before, after):
        """Folders old and new with these files and the witness."""
        write_files(f"{self.folder}/old", {"witness.proto": WITNESS_BEFORE, **before})
        write_files(f"{self.folder}/new", {"witness.proto": WITNESS_AFTER, **after})

    def compare_folders(self, *arguments, **limits):
        return run_limited("breaking", f"{self.folder}/new", "--against", f"dir:{self.folder}/old",
                           *arguments, cwd=self.folder, **limits)
