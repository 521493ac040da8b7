# SPDX-License-Identifier: Apache-2.0
"""`protowarden eval`: rules, model and both on a labelled set, against a server with the providers' protocols."""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import tools  # noqa: E402
from fake_llm import KEY, FakeModel, items_of  # noqa: E402

EXAMPLE = tools.ROOT / "fixtures/llm/eval/set.tsv"
BEFORE = """syntax = "proto3";
package shop.v1;
message Order {
  // Price in cents.
  int64 price = 1;
  int32 count = 2;
  // Shown to people.
  string text = 3;
}
message Person {
  // A remark.
  string remark = 1;
  string email = 2;
  string theme = 3;
}
"""
AFTER = BEFORE.replace("in cents", "in units").replace("int32 count", "int64 count").replace(
    "to people", "to everybody")
HEADER = "id\tbefore\tafter\tschema\telement\tbreaking\tsensitivity\tnote"
ROWS = ["price\told\tnew\t\tshop.v1.Order.price\tyes\t\tcents became units",
        "count\told\tnew\t\tshop.v1.Order.count\tyes",
        "text\told\tnew\t\tshop.v1.Order.text\tno",
        "remark\t\t\tnew\tshop.v1.Person.remark\t\tHIGH",
        "email\t\t\tnew\tshop.v1.Person.email\t\tMEDIUM",
        "theme\t\t\tnew\tshop.v1.Person.theme\t\tPUBLIC"]
SEES = {"shop.v1.Order": {"opinions": [], "findings": [
    {"element": "shop.v1.Order.price", "severity": "HIGH", "confidence": "HIGH", "summary": "Another unit.",
     "impact": "Amounts are misread.", "recommendation": "Add a field.", "quote": "Price in units."},
    {"element": "shop.v1.Order.text", "severity": "HIGH", "confidence": "LOW", "summary": "Perhaps.",
     "impact": "None.", "recommendation": "None.", "quote": "Shown to everybody."}]}}


def level(element, sensitivity, quote, confidence="HIGH"):
    return {f"shop.v1.Person.{element}": {"sensitivity": sensitivity, "kind": "", "confidence": confidence,
                                          "reason": f"So it is with {element}.", "quote": quote}}


SEES |= level("remark", "HIGH", "A remark.") | level("email", "PUBLIC", "") | level("theme", "LOW", "theme", "LOW")


class EvalTest(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory(prefix="protowarden-eval-")
        self.addCleanup(self._folder.cleanup)
        self.folder = pathlib.Path(self._folder.name)
        for name, text in {"old": BEFORE, "new": AFTER}.items():
            (self.folder / name).mkdir()
            (self.folder / name / "shop.proto").write_text(text)
        self.write()

    def write(self, rows=tuple(ROWS), header=HEADER):
        (self.folder / "set.tsv").write_text("\n".join([header, *rows]) + "\n")

    def environment(self):
        return {**tools.ENVIRONMENT, "FAKE_KEY": KEY, "HOME": str(self.folder)}

    def sets(self, *more, url="http://127.0.0.1:9"):
        values = ["provider=openai", "model=m1", f"base_url={url}/v1", "cache=cache", "api_key_env=FAKE_KEY",
                  "pii_below=1", *more]
        return [part for text in values for part in ("--llm-set", text)]

    def run_eval(self, *arguments):
        return tools.protowarden("eval", "set.tsv", *arguments, cwd=self.folder, env=self.environment())

    def report(self, *arguments, code=0):
        done = self.run_eval(*arguments, "--format", "json")
        self.assertEqual(done.returncode, code, done.stderr)
        return json.loads(done.stdout)

    def verdicts(self, report, mode):
        return {row["id"]: row[mode]["verdict"] for row in report["rows"]}

    def refused(self, *arguments, code=2):
        done = self.run_eval(*arguments)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertEqual(done.stdout, "")
        return done.stderr


class Rules(EvalTest):
    def test_without_a_model_it_is_the_rules_alone_and_says_so(self):
        report = self.report()
        self.assertEqual(list(report["modes"]), ["rules"])
        self.assertIsNone(report["model"])
        self.assertIn("No language model is configured", report["notes"][0])
        self.assertEqual(self.verdicts(report, "rules"), {"price": "no", "count": "yes", "text": "no",
                                                          "remark": "MEDIUM", "email": "MEDIUM", "theme": "PUBLIC"})
        changes = report["modes"]["rules"]["changes"]
        self.assertEqual((changes["precision"], changes["recall"], changes["f1"]), (1.0, 0.5, 0.6667))
        self.assertEqual(report["disagreements"], ["price", "remark"])
        self.assertIn("No language model is configured", self.run_eval().stdout)
        self.assertIn("--llm=off", self.run_eval("--llm=off", *self.sets()).stdout)
        self.assertIn("No language model is configured", self.refused("--llm=on"))

    def test_the_severity_that_counts_is_a_choice(self):
        self.assertEqual(self.verdicts(self.report("--severity", "CRITICAL"), "rules")["count"], "no")

    def test_files_are_compared_as_one_whatever_their_names(self):
        for name, text in {"a.proto": BEFORE, "b.proto": AFTER}.items():
            (self.folder / name).write_text(text)
        self.write([row.replace("old\tnew", "a.proto\tb.proto").replace("\tnew\t", "\tb.proto\t") for row in ROWS])
        self.assertEqual(self.verdicts(self.report(), "rules")["count"], "yes")
        self.assertEqual(self.verdicts(self.report(), "rules")["text"], "no")

    def test_a_renamed_field_may_be_labelled_by_either_name(self):
        (self.folder / "new/shop.proto").write_text(AFTER.replace("int64 count", "int64 number"))
        self.write([ROWS[1], ROWS[1].replace("count", "number")])
        self.assertEqual(self.verdicts(self.report(), "rules"), {"count": "yes", "number": "yes"})

    def test_the_policy_of_the_configuration_counts(self):
        (self.folder / "protowarden.toml").write_text('[breaking]\nignore = ["shop.proto"]\n')
        self.write([ROWS[1]])
        self.assertEqual(self.verdicts(self.report(), "rules"), {"count": "no"})

    def test_what_is_wrong_with_a_set_is_said(self):
        outside = pathlib.Path(tempfile.mkdtemp(dir=self.folder.parent))
        self.addCleanup(lambda: outside.rmdir())
        (self.folder / "link").symlink_to(outside)
        for rows, said in {
                (ROWS[0].replace("Order.price", "Order.prize"),): 'Row "price": There is no "shop.v1.Order.prize"',
                (ROWS[3].replace("Person.remark", "Person.remarks"),): 'Row "remark": There is no field',
                (ROWS[0], ROWS[0]): 'set.tsv:3: Row "price": Line 2 has the same id',
                (ROWS[0].replace("old", "../old"),): "not below the folder of the set",
                (ROWS[0].replace("old", "link"),): "leads out of the folder of the set",
                (ROWS[0].replace("old", "none"),): '"none" does not exist',
                (ROWS[0].replace("old\t", "set.tsv\t"),): "neither a folder nor a .proto file",
                (ROWS[0].replace("old\t", "old/shop.proto\t"),): "both be folders or both be files"}.items():
            with self.subTest(said):
                self.write(rows)
                self.assertIn(said, self.refused())
        self.write(header=HEADER.replace("note", "remark"))
        self.assertIn('"remark" is no column', self.refused())
        self.write()
        (self.folder / "old/shop.proto").write_text("syntax = \"proto3\";\nmessage {\n")
        self.assertIn("old/shop.proto:2:9", self.refused(code=3))


class Model(EvalTest):
    def test_three_modes_in_four_requests(self):
        with FakeModel(answers=SEES) as model:
            report = self.report(*self.sets(url=model.url))
            requests = [items_of(json.loads(request["body"])["messages"][1]["content"])
                        for request in model.requests()]
        self.assertEqual(self.verdicts(report, "llm"), {"price": "yes", "count": "no", "text": "no",
                                                        "remark": "HIGH", "email": "PUBLIC", "theme": "PUBLIC"})
        self.assertEqual(self.verdicts(report, "both"), {"price": "yes", "count": "yes", "text": "no",
                                                         "remark": "HIGH", "email": "MEDIUM", "theme": "PUBLIC"})
        self.assertEqual([report["modes"][mode]["changes"]["recall"] for mode in ("rules", "llm", "both")],
                         [0.5, 0.5, 1.0])
        self.assertEqual([report["modes"][mode]["fields"]["accuracy"] for mode in ("rules", "llm", "both")],
                         [0.6667, 0.6667, 1.0])
        self.assertEqual(report["modes"]["both"]["fields"]["high_recall"], 1.0)
        self.assertEqual(report["disagreements"], ["price", "count", "remark", "email"])
        # Three rows about one message are one question.
        self.assertEqual(sorted(len(items) for items in requests), [1, 1, 2, 3])
        # The classifier is sure of the e-mail address.
        told = [item for items in requests for item in items if item.get("rule_findings")]
        self.assertEqual([item["element"] for item in told], ["shop.v1.Order"])
        self.assertEqual(sum("classifier" in item for items in requests for item in items), 2)
        for mode in ("llm", "both"):
            self.assertEqual(report["modes"][mode]["requests"], 2)
            self.assertEqual(report["modes"][mode]["input_tokens"], 2000)
            self.assertIsNone(report["modes"][mode]["cost_usd"])
            self.assertEqual(report["modes"][mode]["not_answered"], 0)
        self.assertEqual(report["model"], "openai m1")
        self.assertEqual(report["prompts"], "compatibility 1, personal_data 1")

    def test_text_tells_reasons_and_costs(self):
        with FakeModel(answers=SEES) as model:
            text = self.run_eval(*self.sets("model=gpt-4o-mini", url=model.url)).stdout
            unknown = self.run_eval(*self.sets(url=model.url)).stdout
        self.assertIn("price shop.v1.Order.price: breaking yes (cents became units)", text)
        self.assertIn("LLM_COMPATIBILITY HIGH: Another unit.", text)
        self.assertIn("So it is with remark.", text)
        self.assertIn("$0.0004", text)
        self.assertRegex(unknown, r"llm +0 +2 +0 +2000 +200 +unknown")

    def test_a_second_run_and_a_replay_ask_nothing(self):
        with FakeModel(answers=SEES) as model:
            first = self.report(*self.sets(url=model.url))
            count = len(model.requests())
            second = self.report(*self.sets(url=model.url))
            self.assertEqual(len(model.requests()), count)
        replayed = self.report("--llm=replay", *self.sets(url=model.url))
        for report in (second, replayed):
            self.assertEqual(report["rows"], first["rows"])
            self.assertEqual(report["modes"]["both"]["requests"], 0)
            self.assertEqual(report["modes"]["both"]["cached_answers"], 3)

    def test_what_is_not_answered_counts_as_not_found(self):
        with FakeModel(default="refusal") as model:
            report = self.report(*self.sets(url=model.url))
        self.assertEqual(report["modes"]["llm"]["not_answered"], 6)
        self.assertEqual(report["modes"]["llm"]["changes"]["recall"], 0)
        self.assertEqual(set(self.verdicts(report, "llm").values()), {"no", "none"})
        self.assertEqual(self.verdicts(report, "both"), self.verdicts(report, "rules"))
        self.assertIn("refused", report["modes"]["llm"]["not_reviewed"][0]["reason"])
        self.report("--llm=replay", *self.sets("on_failure=fail", "cache=none"), code=3)

    def test_both_rounds_share_the_budget(self):
        with FakeModel(answers=SEES) as model:
            report = self.report(*self.sets("max_requests=3", url=model.url))
            self.assertEqual(len(model.requests()), 3)
        self.assertEqual([report["modes"][mode]["requests"] for mode in ("llm", "both")], [2, 1])
        self.assertEqual(report["modes"]["llm"]["not_answered"], 0)
        self.assertGreater(report["modes"]["both"]["not_answered"], 0)

    def test_many_pairs_share_requests(self):
        rows = []
        for number in range(20):
            (self.folder / f"{number}.proto").write_text(AFTER.replace("units", f"units of {number}"))
            rows.append(f"r{number}\told/shop.proto\t{number}.proto\t\tshop.v1.Order.price\tyes")
        self.write(rows)
        with FakeModel() as model:
            report = self.report(*self.sets(url=model.url))
            self.assertEqual(len(model.requests()), 4)  # twelve elements in one
        self.assertEqual(report["modes"]["llm"]["asked"], 20)

    def test_an_interrupt_leaves_a_report(self):
        with FakeModel(default="hang") as model:
            process = subprocess.Popen([tools.PROTOWARDEN, "eval", "set.tsv", *self.sets(url=model.url),
                                        "--format", "json"], cwd=self.folder, env=self.environment(), text=True,
                                       stdout=subprocess.PIPE, start_new_session=True)
            while not model.requests():
                time.sleep(0.05)
            os.killpg(process.pid, signal.SIGINT)
            report = json.loads(process.communicate(timeout=60)[0])
        self.assertEqual(process.returncode, 3)
        self.assertEqual(report["modes"]["llm"]["not_answered"], 6)
        self.assertEqual(report["modes"]["both"]["requests"], 0)


class Compare(EvalTest):
    def test_another_prompt_on_the_same_set(self):
        prompts = self.folder / "prompts"
        prompts.mkdir()
        (prompts / "compatibility.md").write_text("<!-- compatibility, version mine -->\nFind what breaks.\n")
        with FakeModel(answers={}) as model:
            self.run_eval(*self.sets(url=model.url), "--format", "json", "-o", "earlier.json")
        with FakeModel(answers=SEES) as model:
            arguments = self.sets("prompts=prompts", f"base_url={model.url}/v1", url=model.url)
            report = self.report(*arguments, "--compare", "earlier.json")
            text = self.run_eval(*arguments, "--compare", "earlier.json").stdout
        compared = report["compared_with"]
        self.assertEqual(compared["settings"],
                         ["prompts: compatibility 1, personal_data 1, now compatibility mine, personal_data 1"])
        self.assertIn({"mode": "llm", "figure": "changes.recall", "earlier": 0.0, "now": 0.5}, compared["figures"])
        self.assertIn({"id": "price", "mode": "both", "label": "yes", "earlier": "no", "now": "yes"},
                      compared["verdicts"])
        self.assertFalse(any(change["mode"] == "rules" for change in compared["figures"]))
        self.assertIn("both   row price: no -> yes (label yes)", text)

    def test_another_set_is_refused(self):
        self.run_eval("--format", "json", "-o", "earlier.json")
        self.assertEqual(self.run_eval("--compare", "earlier.json").returncode, 0)
        proto = self.folder / "old/shop.proto"
        proto.write_text(BEFORE.replace("Price", "The price"))  # the rows are the same, a schema is not
        self.assertIn("was made with another set", self.refused("--compare", "earlier.json"))
        self.assertIn("is no report", self.refused("--compare", "set.tsv"))
        self.refused("--compare", "nowhere.json")


class Example(EvalTest):
    def test_the_example_set(self):
        done = tools.protowarden("eval", EXAMPLE, "--llm=off", "--format", "json", env=self.environment())
        self.assertEqual(done.returncode, 0, done.stderr)
        report = json.loads(done.stdout)
        changes = [row for row in report["rows"] if row["kind"] == "change"]
        self.assertGreaterEqual(len(changes), 20)
        self.assertEqual(sum(row["label"] == "no" for row in changes) * 2, len(changes))
        self.assertGreaterEqual(len(report["rows"]) - len(changes), 20)
        self.assertEqual(report["modes"]["rules"]["changes"]["false_alarms"], 0)


if __name__ == "__main__":
    unittest.main()
