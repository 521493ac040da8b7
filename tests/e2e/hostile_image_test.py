# SPDX-License-Identifier: Apache-2.0
"""Descriptor sets that are cut, damaged or malicious: refused with a clear error, never a crash."""
import gzip
import json
import pathlib
import random
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from hostile import (HostileCase, MIB, WITNESS_AFTER, WITNESS_BEFORE, is_sanitized,  # noqa: E402
                     run_limited)
from repository import write_files  # noqa: E402

PROTO2 = 'syntax = "proto2";\n'
MANY = 100_000


def make_image(folder, *options):
    """The witness and a file with options, compiled by protoc. Returns the image's bytes."""
    write_files(folder, {"src/witness.proto": WITNESS_BEFORE, "src/a.proto": (
        f'{PROTO2}import "google/protobuf/descriptor.proto";\n'
        "extend google.protobuf.FieldOptions { optional A mark = 50000; }\n"
        "message A { optional string b = 1 [(mark) = {b: \"x\"}, deprecated = true];\n"
        "  map<int32, E> m = 2; enum E { Z = 0; } reserved 5 to 9; }\n")})
    subprocess.run(["protoc", f"-I{folder}/src", *options, "-o", f"{folder}/image.binpb",
                    "a.proto", "witness.proto"], check=True)
    return pathlib.Path(folder, "image.binpb").read_bytes()


class ImageTest(HostileCase):
    """Descriptor sets."""

    def against(self, content, name="cut.binpb", **limits):
        write_files(self.folder, {name: content, "new/witness.proto": WITNESS_AFTER})
        return run_limited("breaking", f"{self.folder}/new", "--against",
                           f"image:{self.folder}/{name}", "-q", cwd=self.folder, **limits)

    def test_every_prefix(self):
        """A cut image is refused, wherever it was cut; between two files it cannot be told."""
        image = make_image(self.folder)
        self.check(self.against(image), 1)
        step = 7 if is_sanitized() else 2
        accepted = 0
        for size in [*range(0, len(image), step), len(image) - 1]:
            outcome = self.against(image[:size])
            if outcome.code == 3:
                self.check(outcome, 3, "is not a complete FileDescriptorSet or buf image",
                           "Write it again with `protoc", witness=False)
            else:
                accepted += 1
                self.check(outcome, 0, witness=False)
        self.assertLessEqual(accepted, 1)

    def test_every_prefix_of_gzip(self):
        image = gzip.compress(make_image(self.folder), mtime=0)
        self.check(self.against(image, "cut.binpb.gz"), 1)
        for size in [*range(3, len(image), 9), len(image) - 1]:
            self.check(self.against(image[:size], "cut.binpb.gz"), 3, "is not a complete",
                       "Write it again", witness=False)

    def test_prefixes_of_json(self):
        text = json.dumps({"file": [{"name": "witness.proto", "package": "w", "syntax": "proto3",
                                     "messageType": [{"name": "Witness", "field": [
                                         {"name": "gone", "number": 7, "label": "LABEL_OPTIONAL",
                                          "type": "TYPE_STRING"}]}]}]})
        self.check(self.against(text, "cut.json"), 1)
        for size in range(1, len(text), 5):
            self.check(self.against(text[:size], "cut.json"), 3,
                       "is not a complete descriptor set in JSON", witness=False)

    def test_byte_flips(self):
        image = make_image(self.folder, "--include_source_info")
        chance = random.Random(7)
        for _ in range(60 if is_sanitized() else 250):
            flipped = bytearray(image)
            for _ in range(chance.choice([1, 1, 2, 8])):
                flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
            outcome = self.against(bytes(flipped))
            self.assertIn(outcome.code, (0, 1, 3), outcome)
            self.check(outcome, outcome.code, witness=False)

    def test_many_small_files(self):
        """Two bytes a file: they must not become gigabytes."""
        self.check(self.against(b"\x0a\x00" * (10 * MIB)), 3, 'holds the file "" twice',
                   witness=False)

    def test_compressed_zeros(self):
        self.check(self.against(gzip.compress(bytes(200 * MIB), 1), "zeros.binpb.gz",
                                memory_mib=1024), 3, "is not a complete", witness=False)

    def test_locations_in_descending_order(self):
        """Source positions in an order that no compiler writes."""
        locations = [{"path": [4, i], "span": [i, 0, 1]} for i in range(MANY, 0, -1)]
        text = json.dumps({"file": [
            {"name": "witness.proto", "package": "w", "syntax": "proto3",
             "messageType": [{"name": "Witness", "field": [
                 {"name": "gone", "number": 7, "label": "LABEL_OPTIONAL", "type": "TYPE_STRING"}]}],
             "sourceCodeInfo": {"location": locations}}]})
        self.check(self.against(text, "order.json"), 1)

    def test_positions_out_of_range(self):
        text = json.dumps({"file": [
            {"name": "witness.proto", "package": "w", "syntax": "proto3",
             "messageType": [{"name": "Witness", "field": [
                 {"name": "gone", "number": 7, "label": "LABEL_OPTIONAL", "type": "TYPE_STRING",
                  "oneofIndex": 99}]}],
             "dependency": ["none.proto"], "publicDependency": [-1, 7],
             "sourceCodeInfo": {"location": [
                 {"path": [4, 0, 2, 0], "span": [2147483647, 2147483647, 2147483647]},
                 {"path": [4, 0], "span": [-2147483648, -5, 3, 2147483647]},
                 {"path": [-1, 2147483647], "span": [1]}]}}]})
        self.check(self.against(text, "range.json"), 1)

    def test_image_beside_a_missing_one(self):
        outcome = run_limited("breaking", self.folder, "--against", "image:none.binpb",
                              cwd=self.folder)
        self.check(outcome, 3, "none.binpb could not be read: No such file", witness=False)


if __name__ == "__main__":
    unittest.main()
