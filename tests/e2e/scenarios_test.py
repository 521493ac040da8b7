# SPDX-License-Identifier: Apache-2.0
"""Every row of fixtures/scenarios/scenarios.tsv: a repository with one commit for the change, judged
by `protowarden check --against HEAD~1`, written in each way that requirements are written."""
import csv
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import tools  # noqa: E402
from repository import Repository  # noqa: E402

BASE = """syntax = "proto3";
package todo.v1;

import "IMPORT";

service TodoService {
  rpc CreateTask(CreateTaskRequest) returns (CreateTaskResponse);
  rpc GetTask(GetTaskRequest) returns (GetTaskResponse);
  rpc DeleteTask(DeleteTaskRequest) returns (DeleteTaskResponse);
}

enum Priority {
  PRIORITY_UNSPECIFIED = 0;
  PRIORITY_LOW = 1;
  PRIORITY_HIGH = 2;
}

enum Placement {
  PLACEMENT_UNSPECIFIED = 0;
  PLACEMENT_TOP = 1;
}

message Draft {
  string title = 1;
  int32 weight = 2;
}

message Metadata {
  int64 revision = 1;
}

message CreateTaskRequest {
  Draft draft = 1 [REQUIRED_MESSAGE];
  string board = 2;
  int32 weight = 3;
  Placement placement = 4;
  Metadata metadata = 5;
}

message CreateTaskResponse {
  string task = 1;
}

message GetTaskRequest {
  string task = 1;
}

message GetTaskResponse {
  string title = 1;
  int32 weight = 2;
  Priority priority = 3;
}

message DeleteTaskRequest {
  string task = 1;
}

message DeleteTaskResponse {}
"""


class Style:
    """How requirements are written."""

    def __init__(self, path, required_message, required_string, bounds=None, length=None):
        self.path = path
        self.required_message = required_message
        self.required_string = required_string
        self.validations = [v for v in (("int32 weight = 3", bounds), ("string board = 2", length))
                            if v[1]]
        self.base = (BASE.replace("IMPORT", path)
                     .replace("REQUIRED_MESSAGE", required_message))


STYLES = {
    "protoc-gen-validate": Style(
        "validate/validate.proto", "(validate.rules).message.required = true",
        "(validate.rules).string.min_len = 1", "(validate.rules).int32 = {gte: 1, lte: 10}",
        "(validate.rules).string.max_len = 64"),
    "protovalidate": Style(
        "buf/validate/validate.proto", "(buf.validate.field).required = true",
        "(buf.validate.field).required = true", "(buf.validate.field).int32 = {gte: 1, lte: 10}",
        "(buf.validate.field).string.max_len = 64"),
    "field_behavior": Style(
        "google/api/field_behavior.proto", "(google.api.field_behavior) = REQUIRED",
        "(google.api.field_behavior) = REQUIRED"),
}


def replace(old, new):
    def edit(text):
        if old not in text:
            raise AssertionError(f"{old!r} is not in the schema")
        return text.replace(old, new, 1)
    return edit


def to_request(field):
    return replace("message CreateTaskRequest {", f"message CreateTaskRequest {{\n  {field};")


def changes(row, style):
    """The ways to write the change of a row: (edit of the schema, expected severity)."""
    return {
        "add_required_field": [
            to_request(f"Metadata origin = 9 [{style.required_message}]"),
            to_request(f"string project = 9 [{style.required_string}]")],
        "remove_field": [replace("  int32 weight = 2;\n  Priority", "  Priority"),
                         replace("  string board = 2;\n", "")],
        "change_field_type": [replace("int32 weight = 3", "string weight = 3"),
                              replace("  int32 weight = 2;\n  Priority",
                                      "  int64 weight = 2;\n  Priority"),
                              replace("Metadata metadata = 5", "Draft metadata = 5")],
        "change_field_number": [replace("int32 weight = 3", "int32 weight = 13"),
                                replace("Priority priority = 3", "Priority priority = 7")],
        "rename_field": [replace("string board = 2", "string list = 2"),
                         replace("Priority priority = 3", "Priority urgency = 3")],
        "remove_enum_value": [replace("  PRIORITY_HIGH = 2;\n", ""),
                              replace("  PLACEMENT_TOP = 1;\n", "")],
        "remove_rpc": [replace("  rpc DeleteTask(DeleteTaskRequest) returns (DeleteTaskResponse);\n",
                               "")],
        "change_rpc": [replace("rpc GetTask(GetTaskRequest)", "rpc GetTask(DeleteTaskRequest)"),
                       replace("returns (GetTaskResponse)", "returns (CreateTaskResponse)")],
        "change_package": [replace("package todo.v1;", "package todo.v2;")],
        "make_field_required": [
            replace("Metadata metadata = 5", f"Metadata metadata = 5 [{style.required_message}]"),
            replace("string board = 2", f"string board = 2 [{style.required_string}]")],
        "add_validation": [replace(field, f"{field} [{rule}]") for field, rule in style.validations],
        "make_field_optional": [replace(f" [{style.required_message}]", "")],
        "add_optional_field": [to_request("string project = 9"),
                               to_request("optional int32 size = 9"),
                               replace("Priority priority = 3;",
                                       "Priority priority = 3;\n  repeated int32 marks = 8;")],
        "add_enum_value": [replace("  PLACEMENT_TOP = 1;",
                                   "  PLACEMENT_TOP = 1;\n  PLACEMENT_BOTTOM = 2;"),
                           replace("  PRIORITY_HIGH = 2;",
                                   "  PRIORITY_HIGH = 2;\n  PRIORITY_URGENT = 3;")],
        "add_rpc": [replace("  rpc GetTask", "  rpc FindTask(GetTaskRequest) returns "
                                             "(GetTaskResponse);\n  rpc GetTask")],
    }[row]


def severities(row, ways):
    """One expected severity for each way: the second value of an enum is what responses return."""
    first, *rest = re.findall(r"[A-Z]{3,}", row["severity"])
    return [first] * (ways - len(rest)) + rest


class Scenarios(unittest.TestCase):
    def judge(self, before, after):
        with Repository() as repository:
            repository.commit({"todo/v1/todo.proto": before})
            repository.commit({"todo/v1/todo.proto": after})
            return tools.report("check", "--against", "HEAD~1", cwd=repository.path)

    def check(self, row, style_name):
        style = STYLES[style_name]
        ways = changes(row["scenario"], style)
        for number, (edit, severity) in enumerate(zip(ways, severities(row, len(ways)))):
            with self.subTest(row["scenario"], style=style_name, way=number):
                report = self.judge(style.base, edit(style.base))
                found = [(c["rule"], c["severity"], c["is_breaking"]) for c in report["changes"]]
                breaks = row["breaking"] == "yes"
                self.assertEqual(report["errors"], [])
                self.assertEqual(report["summary"]["total_breaking_changes"] > 0, breaks, found)
                self.assertEqual(report["overall_severity"], severity, found)
                self.assertEqual(report["can_deploy"], not breaks, found)
                self.assertEqual(report["exit_code"], 1 if breaks else 0, found)
                self.assertGreater(report["summary"]["total_changes"], 0)


def add_tests():
    with open(tools.ROOT / "fixtures/scenarios/scenarios.tsv", encoding="utf-8") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    for row in rows:
        def test(self, row=row):
            for style in STYLES:
                self.check(row, style)
        setattr(Scenarios, f"test_{row['scenario']}", test)
    return rows


assert len(add_tests()) >= 15

if __name__ == "__main__":
    unittest.main()
