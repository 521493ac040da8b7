# SPDX-License-Identifier: Apache-2.0
"""Enforces the architecture: which folder may include which, licence lines, file sizes.

Without arguments it checks the sources; it first checks itself on violations that it must find.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

# A folder may include itself and these. Arrows point one way.
MAY_INCLUDE = {
    "analyzer/base": set(),
    "analyzer/edit": {"analyzer/base"},
    "analyzer/schema": {"analyzer/base"},
    "analyzer/compare": {"analyzer/base", "analyzer/schema"},
    "analyzer/engine": {"analyzer/base", "analyzer/schema", "analyzer/compare"},
    "analyzer/config": {"analyzer/base", "analyzer/engine"},
    "analyzer/io": {"analyzer/base"},
    "analyzer/load": {"analyzer/base", "analyzer/schema", "analyzer/io", "analyzer/config",
                      "analyzer/engine"},
    "analyzer/mask": {"analyzer/base", "analyzer/schema", "analyzer/engine"},
    "analyzer/report": {"analyzer/base", "analyzer/schema", "analyzer/engine"},
    "rules": {"analyzer/base", "analyzer/schema", "analyzer/compare", "analyzer/engine",
              "analyzer/edit", "analyzer/config"},
    "llm": {"analyzer/base", "analyzer/schema", "analyzer/compare", "analyzer/engine",
            "analyzer/config", "analyzer/io"},
    # Whoever links it loads libcurl.
    "llm/http": {"analyzer/base", "llm"},
    "plugins/llm": {"analyzer/base", "analyzer/io", "llm", "llm/http"},
    "plugins/app": {"llm", "analyzer/base", "analyzer/edit", "analyzer/schema", "analyzer/compare",
                    "analyzer/engine", "analyzer/config", "analyzer/io", "analyzer/load",
                    "analyzer/mask", "analyzer/report", "rules"},
    "plugins/github": {"llm/http", "analyzer/base", "analyzer/config", "analyzer/io", "analyzer/load",
                       "analyzer/report", "plugins/app"},
    "plugins/cli": {"analyzer/base", "analyzer/edit", "analyzer/engine", "analyzer/config",
                    "analyzer/io", "analyzer/load", "analyzer/mask", "analyzer/report", "rules",
                    "llm", "plugins/app"},
    "plugins/protoc": {"analyzer/base", "analyzer/edit", "analyzer/engine", "analyzer/load",
                       "analyzer/report", "rules", "plugins/app"},
}

# Third-party headers and the only folders that may see them.
WRAPPED = {
    "boost/": {"analyzer/io"},
    "google/protobuf/": {"analyzer/load"},
    "yaml-cpp/": {"analyzer/config"},
    "toml++/": {"analyzer/config", "rules"},  # analyzer/config/toml_values.h
    "re2/": {"rules"},  # rules/pii/pattern_set.cc
    "openssl/": {"analyzer/base"},
    "CLI/": {"plugins/cli"},
    "curl/": {"llm/http"},
    "nlohmann/": {"llm", "analyzer/load", "analyzer/mask", "analyzer/report", "plugins/cli", "plugins/github",
                  "plugins/protoc"},
}

MAX_LINES = 500
INCLUDE = re.compile(r'^\s*#include\s+[<"]([^>"]+)[>"]', re.MULTILINE)


def folder_of(path):
    if path.startswith("rules/"):
        return "rules"
    if path.startswith("llm/http/"):
        return "llm/http"
    if path.startswith("llm/"):
        return "llm"
    return "/".join(path.split("/")[:2])


def problems_of(path, text):
    """Problems of one source file, as strings."""
    found = []
    folder = folder_of(path)
    if not text.startswith("// SPDX-License-Identifier: Apache-2.0\n"):
        found.append(f"{path}: the first line must be the SPDX line")
    if text.count("\n") > MAX_LINES:
        found.append(f"{path}: longer than {MAX_LINES} lines")
    for header in INCLUDE.findall(text):
        for prefix, folders in WRAPPED.items():
            if header.startswith(prefix) and folder not in folders:
                found.append(f"{path}: {header} is wrapped by {', '.join(sorted(folders))}")
        target = folder_of(header)
        if target in MAY_INCLUDE and target != folder and target not in MAY_INCLUDE[folder]:
            found.append(f"{path}: {folder} must not include {header}")
    return found


def self_test():
    spdx = "// SPDX-License-Identifier: Apache-2.0\n"
    must_fail = {
        "rules/wire/a.cc": '#include "analyzer/io/git.h"\n',
        "analyzer/engine/a.cc": '#include "rules/catalogue.h"\n',
        "llm/a.cc": '#include "llm/http/client.h"\n',
        "llm/b.cc": '#include "rules/catalogue.h"\n',
        "plugins/app/a.cc": "#include <curl/curl.h>\n",
        "analyzer/compare/a.cc": '#include "analyzer/load/loader.h"\n',
        "analyzer/schema/a.h": "#include <google/protobuf/descriptor.pb.h>\n",
        "analyzer/base/a.h": "\n" * (MAX_LINES + 1),
    }
    for path, body in must_fail.items():
        if not problems_of(path, spdx + body):
            sys.exit(f"self-test: the violation in {path} was not found")
    if not problems_of("analyzer/base/b.h", "#pragma once\n"):
        sys.exit("self-test: a missing licence line was not found")
    if problems_of("rules/wire/a.cc", spdx + '#include "analyzer/engine/rule.h"\n'):
        sys.exit("self-test: an allowed include was refused")


def main():
    self_test()
    found = []
    files = [path for top in ("analyzer", "rules", "llm", "plugins")
             for path in sorted((ROOT / top).rglob("*")) if path.suffix in (".h", ".cc")]
    for path in files:
        found += problems_of(str(path.relative_to(ROOT)), path.read_text())
    print("\n".join(found))
    sys.exit(f"{len(found)} problems" if found or not files else 0)


if __name__ == "__main__":
    main()
