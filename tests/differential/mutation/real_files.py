# SPDX-License-Identifier: Apache-2.0
"""Units from published schemas: google-proto-files and what protobuf itself installs.

A unit is a folder's files, or one file, whose imports are shared files. Its packages and imports
move below the unit's name, so that several copies can be judged side by side.
"""
import pathlib
import re

from mutation.unit import NAME, Unit
from support import tools

SHARED = ("google/api/", "google/type/", "google/rpc/", "google/longrunning/", "google/iam/v1/")
PROTOBUF = "google/protobuf/"
IMPORT = re.compile(r'^\s*import\s+(?:public\s+|weak\s+|option\s+)?"([^"]+)"\s*;', re.MULTILINE)
PACKAGE = re.compile(r"^\s*package\s+([\w.]+)\s*;", re.MULTILINE)
INSTALLED = pathlib.Path("/usr/include/google/protobuf")
MAX_SIZE = 12_000


def imports_of(text):
    return IMPORT.findall(text)


def read(path):
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError:
        return None


def adopt(files):
    """Moves packages and imports of {import path: text} below the unit's name."""
    packages = {m.group(1) for text in files.values() if (m := PACKAGE.search(text))}
    moved = {}
    for path, text in files.items():
        for package in sorted(packages, key=len, reverse=True):
            new = f"{NAME}.{package.replace('google', 'goo')}"
            dotted = re.escape(package)
            text = re.sub(rf"^(\s*package\s+){dotted}(\s*;)", rf"\g<1>{new}\g<2>", text,
                          flags=re.MULTILINE)
            text = re.sub(rf"(?<![\w./-]){dotted}\.(?=[A-Z])", f"{new}.", text)
            text = re.sub(rf"(?<![\w/-])\.{dotted}\.(?=[A-Z])", f".{new}.", text)
        for other in files:
            text = text.replace(f'"{other}"', f'"{NAME}/{short(other)}"')
        moved[short(path)] = text
    return moved


def short(path):
    return path.rsplit("/", 1)[-1]


def shared_files(root):
    """What units may import, as {import path: file}."""
    found = {str(path.relative_to(root)): path
             for prefix in SHARED for path in sorted((root / prefix).glob("*.proto"))}
    complete = False
    while not complete:
        kept = {name: path for name, path in found.items()
                if all(i in found or i.startswith(PROTOBUF) for i in imports_of(read(path)))}
        complete = len(kept) == len(found)
        found = kept
    return found


def candidates(root):
    """Units of one version of google-proto-files, in a stable order."""
    folders = {}
    for path in sorted(root.rglob("*.proto")):
        name = str(path.relative_to(root))
        if not name.startswith(SHARED) and path.stat().st_size <= MAX_SIZE:
            folders.setdefault(path.parent, {})[name] = path
    shared = set(shared_files(root))
    for folder, paths in folders.items():
        texts = {n: t for n, p in paths.items() if (t := read(p)) is not None}
        groups = [texts] if len(texts) <= 3 else [{name: text} for name, text in texts.items()]
        for group in groups:
            known = shared | set(group)
            if all(i in known or i.startswith(PROTOBUF) and name[:16] != PROTOBUF
                   for name, text in group.items() for i in imports_of(text)):
                yield Unit(adopt(group), f"google-proto-files {sorted(group)[0]}")
        if folder == root / PROTOBUF:
            yield from closures(texts)


def closures(texts):
    """protobuf's own test files with what they import from each other."""
    for name in texts:
        group, todo = {}, [name]
        while todo and len(group) <= 4:
            path = todo.pop()
            if path not in group and path in texts:
                group[path] = texts[path]
                todo += imports_of(texts[path])
        if 1 < len(group) <= 4 and not todo:
            yield Unit(adopt(group), f"protobuf tests {name}")


def installed():
    for path in sorted(INSTALLED.glob("*.proto")):
        text = read(path)
        if text and not imports_of(text):
            yield Unit(adopt({PROTOBUF + path.name: text}), f"installed {path.name}")


def load():
    """All units that an edit can have a place in. The few that do not compile show with their
    pairs."""
    root = tools.PEERS / "node_modules/google-proto-files-6"
    units = []
    for unit in [*installed(), *candidates(root)]:
        # buf refuses images with message sets.
        if any("message_set_wire_format" in text for text in unit.files.values()):
            continue
        try:
            if unit.all("message", "enum", "service"):
                units.append(unit)
        except IndexError:
            continue
    return units
