# SPDX-License-Identifier: Apache-2.0
"""What `check` finds about personal data, reading the surroundings of a change only, must be what
`pii --against` finds, which reads every file.

Published files are edited at random, but the same way for the same seed: one file a change gets
fields, messages and RPCs that carry personal data or seem to.

  surroundings.py [--edits N] [--seed S]
"""
import argparse
import pathlib
import random
import re
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import tools  # noqa: E402
from repository import Repository  # noqa: E402

CI_EDITS, NIGHTLY_EDITS = 5, 300
# Clear ones, ones that depend on whose they are, and harmless ones.
NAMES = ["ssn", "email", "name", "display_name", "id", "address", "ip_address", "phone_number",
         "location", "birth_date", "owner", "creator", "contact", "token", "account_id", "note",
         "card_number", "diagnosis", "status", "count", "user", "title", "description", "age"]
MESSAGE = re.compile(r"^message (\w+) \{$", re.MULTILINE)
SERVICE = re.compile(r"^service (\w+) \{$", re.MULTILINE)



def edit(text, rng):
    """The file with one to three additions; None when it has no message."""
    messages = MESSAGE.findall(text)
    if not messages:
        return None
    for _ in range(rng.choice([1, 1, 2, 3])):
        holder, name = rng.choice(messages), rng.choice(NAMES)
        number = rng.randrange(3000, 9000)
        kind = rng.choice(["scalar", "scalar", "message", "nested", "rpc"])
        if kind == "message":
            field = f"{rng.choice(messages)} added_{name}_{number} = {number};"
        elif kind == "nested":
            new = f"Added{number}"
            text += f"\nmessage {new} {{\n  string {name} = 1;\n  string {rng.choice(NAMES)}_text = 2;\n}}\n"
            field = f"{new} added_{number} = {number};"
        elif kind == "rpc" and (services := SERVICE.findall(text)):
            service = rng.choice(services)
            text = text.replace(f"service {service} {{", f"service {service} {{\n"
                                f"  rpc Added{number}({rng.choice(messages)}) "
                                f"returns ({holder}) {{}}", 1)
            continue
        else:
            field = f"string {name}{'' if rng.random() < 0.5 else '_value'} = {number};"
            # A second field of a name would not compile.
            if re.search(rf"\b{field.split()[1]}\b", text):
                field = f"string extra_{field.removeprefix('string ')}"
        text = text.replace(f"message {holder} {{", f"message {holder} {{\n  {field}", 1)
    return text


def personal(report):
    return sorted((c["rule"], c["element"], c["severity"], c["description"])
                  for c in report["changes"] if c["rule"].startswith("PII_"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--edits", type=int, default=NIGHTLY_EDITS if tools.NIGHTLY else CI_EDITS)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--corpus", default="google-proto-files-3")
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    different = judged = 0
    with tempfile.TemporaryDirectory(prefix="protowarden-") as temporary:
        root = pathlib.Path(temporary) / "repository"
        shutil.copytree(tools.PEERS / "node_modules" / arguments.corpus, root,
                        ignore=lambda folder, names: [
                            n for n in names if not (pathlib.Path(folder, n).is_dir() or
                                                     n.endswith(".proto"))])
        # buf and protoc refuse the test files in it.
        shutil.rmtree(root / "google/protobuf", ignore_errors=True)
        repository = Repository(path=root)
        repository.commit()
        paths = sorted(root.rglob("*.proto"))
        done = 0
        while done < arguments.edits:
            path = rng.choice(paths)
            before = path.read_text()
            after = edit(before, rng)
            if after is None:
                continue
            done += 1
            path.write_text(after)
            narrow = tools.report("check", "--against", "HEAD", cwd=root)
            whole = tools.report("pii", "--against", "HEAD", cwd=root)
            path.write_text(before)
            ours, all_ = personal(narrow), personal(whole)
            judged += len(all_)
            if ours != all_:
                different += 1
                print(f"{path.relative_to(root)} (change {done})")
                for finding in sorted(set(ours) - set(all_)):
                    print(f"  only check: {finding}")
                for finding in sorted(set(all_) - set(ours)):
                    print(f"  only pii:   {finding}")
                sys.stdout.flush()
    print(f"{done} changes, {judged} findings: {different} changes differ")
    if judged < done:
        sys.exit("The changes give too few findings to compare.")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
