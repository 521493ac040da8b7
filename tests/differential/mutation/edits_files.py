# SPDX-License-Identifier: Apache-2.0
"""Edits of files and services: moves, splits, packages, syntax, layout, methods."""
import re

from mutation.registry import (add_import, append, delete, edit, prepend, rename_type,
                               set_bracket)
from mutation.schemas import VERSIONS, restyle
from mutation.unit import FROM_2024, NAME, SCALARS


def importers(unit, path):
    return [p for p in unit.files if f'"{NAME}/{path}"' in unit.files[p]]


@edit
def move_file(unit, rng):
    path = rng.choice(sorted(unit.files))
    new = rng.choice(["moved/" + path, path.replace(".proto", "_moved.proto")])
    for other in unit.files:
        unit.files[other] = unit.files[other].replace(f'"{NAME}/{path}"', f'"{NAME}/{new}"')
    unit.files[new] = unit.files.pop(path)
    return True


@edit
def delete_file(unit, rng):
    paths = [p for p in sorted(unit.files) if not importers(unit, p)]
    if len(unit.files) < 2 or not paths:
        return False
    del unit.files[rng.choice(paths)]
    return True


@edit
def delete_every_file(unit, rng):
    """Only an unrelated file stays."""
    unit.files = {"other.proto": f'syntax = "proto3"; package {NAME}.unrelated;\nmessage M {{}}\n'}
    return True


@edit
def add_file(unit, rng):
    unit.files["added.proto"] = f'syntax = "proto3";\npackage {NAME}.added.v1;\nmessage New {{}}\n'
    return True


def closure_ready(unit, path, node):
    """The type uses only scalars and what it defines itself, and nothing in its file uses it."""
    own = {n.name.text for n in node.walk() if n.kind in ("message", "enum", "group")}
    own.add(node.name.text)
    return all(n.type.text in SCALARS or n.type.text.split(".")[0] in own
               for n in node.walk() if n.kind == "field") and not any(
                   n.kind == "extend" for n in node.walk())


@edit
def move_type_to_new_file(unit, rng):
    path, node = unit.pick(rng, "message", "enum", where=lambda p, n: n.parent.kind == "file" and
                           closure_ready(unit, p, n))
    if node is None:
        return False
    root = unit.tree(path)
    head = "\n".join(unit.text(path, n) for n in root.of("syntax", "edition", "package"))
    features = [unit.text(path, n) for n in root.of("option") if
                n.name.text.startswith("features")]
    imports = [unit.text(path, n) for n in root.of("import") if "google/" in unit.text(path, n)]
    text = unit.text(path, node)
    target = path.rsplit("/", 1)[0] + "/split.proto" if "/" in path else "split.proto"
    if target in unit.files:
        return False
    delete(unit, path, node)
    add_import(unit, path, f"{NAME}/{target}", rng.choice(
        ["", "public "] if unit.syntax(path) not in FROM_2024 else [""]))
    for other in importers(unit, path):
        add_import(unit, other, f"{NAME}/{target}")
    unit.files[target] = "\n".join([head, *imports, *features, text]) + "\n"
    return True


@edit
def merge_files(unit, rng):
    """The types of a file move into the one that imports it."""
    pairs = [(a, b) for a in sorted(unit.files) for b in importers(unit, a)
             if unit.package(a) == unit.package(b) and len(importers(unit, a)) == 1]
    if not pairs:
        return False
    source, target = rng.choice(pairs)
    root = unit.tree(source)
    keep = [unit.text(source, n) for n in root.children if n.kind in ("message", "enum", "extend",
                                                                      "service")]
    for node in root.of("import"):
        if "cpp_features" not in node.name.text and "java_features" not in node.name.text:
            add_import(unit, target, node.name.text.strip("\"'"))
    unit.files[target] = re.sub(rf'import "{re.escape(NAME + "/" + source)}";', "",
                                unit.files[target]) + "\n".join(keep) + "\n"
    del unit.files[source]
    return True


@edit
def rename_package(unit, rng):
    path = rng.choice(sorted(unit.files))
    old = unit.package(path)
    if not old or not old.startswith(NAME):
        return False
    new = rng.choice([f"{NAME}.renamed.v1", f"{NAME}.{rng.choice(VERSIONS)}"])
    for other in unit.files:
        text = re.sub(rf"\bpackage\s+{re.escape(old)}\s*;", f"package {new};", unit.files[other])
        unit.files[other] = re.sub(rf"\.{re.escape(old)}\.(?=[A-Z])", f".{new}.", text)
    return new != old


@edit
def change_package_of_one_file(unit, rng):
    paths = [p for p in sorted(unit.files) if not importers(unit, p)]
    path = rng.choice(paths)
    nodes = unit.tree(path).of("package")
    if not nodes:
        return False
    node = nodes[0]
    new = rng.choice([f"{NAME}.elsewhere.v1", f"{NAME}.{rng.choice(VERSIONS)}"])
    own = f".{node.name.text}."
    unit.edit(path, (node.name.start, node.name.end, new))
    if rng.random() < 0.9 and own in unit.files[path]:
        defined = [n.name.text for n in unit.tree(path).children if n.kind in ("message", "enum")]
        for name in defined:
            unit.files[path] = re.sub(rf"{re.escape(own)}{name}\b", f".{new}.{name}",
                                      unit.files[path])
    return True


@edit
def restyle_file(unit, rng):
    path = rng.choice(sorted(unit.files))
    old = unit.files[path]
    unit.files[path] = restyle(rng, old) if "//" not in old else old.replace("\n", "\r\n")
    return old != unit.files[path]


def swap_head(unit, path, text):
    nodes = unit.tree(path).of("syntax", "edition")
    if nodes:
        return unit.edit(path, (nodes[0].start, nodes[0].end, text))
    return unit.edit(path, (0, 0, text + "\n"))


def quoted_names(unit, path, quote):
    for _, node in unit.all("reserved", where=lambda p, n: p == path):
        if node.type.text.lstrip("-")[:1].isdigit():
            continue
        parts = [p.strip().strip("\"'") for p in node.type.text.split(",")]
        fresh = next(n for n in unit.tree(path).walk() if n.kind == "reserved" and
                     n.type.text == node.type.text)
        unit.edit(path, (fresh.type.start, fresh.type.end,
                         ", ".join(f'"{p}"' if quote else p for p in parts)))


@edit
def proto3_to_proto2(unit, rng):
    """Adds the labels that proto2 wants. Enums become closed, fields get presence."""
    paths = [p for p in sorted(unit.files) if unit.syntax(p) == "proto3"]
    if not paths:
        return False
    for path in paths:
        swap_head(unit, path, 'syntax = "proto2";')
        for _, node in reversed(unit.all("field", where=lambda p, n: p == path)):
            if node.label is None and not node.is_map and node.parent.kind != "oneof":
                unit.edit(path, (node.start, node.start, "optional "))
    return True


@edit
def proto2_to_proto3(unit, rng):
    """Leaves out what proto3 does not have."""
    paths = [p for p in sorted(unit.files) if unit.syntax(p) == "proto2"]
    if not paths:
        return False
    keep = rng.random() < 0.5
    for path in paths:
        groups_to_messages(unit, path, "")
        for _, node in reversed(unit.all("extend", "extensions", where=lambda p, n: p == path)):
            delete(unit, path, node)
        for _, node in reversed(unit.all("enum", where=lambda p, n: p == path)):
            if node.of("value")[0].number.text != "0":
                prepend(unit, path, node, f"{node.name.text.upper()}_ZERO = 0;")
        for _, node in reversed(unit.all("field", where=lambda p, n: p == path)):
            if node.option("default"):
                set_bracket(unit, path, node, [
                    unit.files[path][o[2]:o[3]] for o in node.options if o[0] != "default"])
            if node.label and node.label.text in ("optional", "required"):
                unit.edit(path, (node.label.start, node.label.end,
                                 "optional" if keep and node.label.text == "optional" else ""))
        swap_head(unit, path, 'syntax = "proto3";')
    return True


@edit
def proto2_to_editions(unit, rng):
    return to_editions(unit, rng, "proto2", [
        "option features.enum_type = CLOSED;",
        "option features.repeated_field_encoding = EXPANDED;",
        "option features.utf8_validation = NONE;",
        "option features.json_format = LEGACY_BEST_EFFORT;"])


@edit
def proto3_to_editions(unit, rng):
    return to_editions(unit, rng, "proto3", ["option features.field_presence = IMPLICIT;"])


def packed_feature(match):
    return "features.repeated_field_encoding = " + (
        "PACKED" if match.group(1) == "true" else "EXPANDED")


def groups_to_messages(unit, path, options):
    while True:
        groups = [n for n in unit.tree(path).walk() if n.kind == "group"]
        if not groups:
            return
        node = groups[-1]
        text = unit.files[path]
        message = f"message {node.name.text} {text[node.open:node.close + 1]} "
        label = f"{node.label.text} " if node.label else ""
        field = (f"{label}{node.name.text} {node.name.text.lower()} = {node.number.text}"
                 f"{options};")
        if node.parent.kind == "oneof":
            unit.edit(path, (node.start, node.end, field),
                      (node.parent.start, node.parent.start, message))
        else:
            unit.edit(path, (node.start, node.end, message + field))


def to_editions(unit, rng, syntax, features):
    """As the migration tools do it; sometimes with features forgotten."""
    paths = [p for p in sorted(unit.files) if unit.syntax(p) == syntax]
    if not paths:
        return False
    for path in paths:
        unit.files[path] = re.sub(
            r"option\s+java_string_check_utf8\s*=\s*\w+;", "",
            re.sub(r"packed\s*=\s*(true|false)", packed_feature, unit.files[path]))
        groups_to_messages(unit, path, " [features.message_encoding = DELIMITED]")
    forgotten = rng.random() < 0.4
    if forgotten and any(n.of("value")[0].number.text != "0" for _, n in unit.all("enum")):
        return False
    for path in paths:
        optional = set()
        for _, node in reversed(unit.all("field", where=lambda p, n: p == path)):
            if node.label and node.label.text == "required":
                if node.options:
                    unit.edit(path, (node.label.start, node.label.end, ""))
                    continue
                unit.edit(path, (node.label.start, node.label.end, ""),
                          (node.number.end, node.number.end,
                           " [features.field_presence = LEGACY_REQUIRED]"))
            elif node.label and node.label.text == "optional":
                presence = " [features.field_presence = EXPLICIT]" if (
                    syntax == "proto3" and not node.options and node.type.text in SCALARS) else ""
                optional.add(node.name.text)
                unit.edit(path, (node.label.start, node.label.end, ""),
                          (node.number.end, node.number.end, presence))
        quoted_names(unit, path, False)
        lines = [] if forgotten else features
        heads = unit.tree(path).of("syntax")
        swap_head(unit, path, 'edition = "2023";')
        heads = unit.tree(path).of("package", "edition", "import")
        at = max(n.end for n in heads)
        unit.edit(path, (at, at, "\n" + "\n".join(lines) + "\n"))
    return True


@edit
def edition_bump(unit, rng):
    """To a later edition, without the options that it no longer has."""
    paths = [p for p in sorted(unit.files) if unit.syntax(p) in ("2023", "2024")]
    # Nested types would have to be exported to other files.
    if not paths or len(unit.files) > 1:
        return False
    for path in paths:
        for _, node in reversed(unit.all("field", where=lambda p, n: n.option("ctype"))):
            set_bracket(unit, path, node, [
                unit.files[path][o[2]:o[3]] for o in node.options if o[0] != "ctype"])
        old = unit.tree(path).statement("java_multiple_files")
        if old is not None:
            delete(unit, path, old)
        later = [e for e in FROM_2024 if e > unit.syntax(path)]
        swap_head(unit, path, f'edition = "{rng.choice(later)}";')
    return True


@edit
def drop_syntax_statement(unit, rng):
    path = rng.choice(sorted(unit.files))
    nodes = unit.tree(path).of("syntax")
    return bool(nodes) and unit.syntax(path) == "proto2" and delete(unit, path, nodes[0])


@edit
def delete_service(unit, rng):
    path, node = unit.pick(rng, "service")
    return node is not None and delete(unit, path, node)


@edit
def rename_service(unit, rng):
    path, node = unit.pick(rng, "service")
    return node is not None and rename_type(unit, node.name.text, node.name.text + "Renamed")


@edit
def move_service_to_new_file(unit, rng):
    path, node = unit.pick(rng, "service")
    if node is None or "services.proto" in unit.files:
        return False
    root = unit.tree(path)
    keep = [unit.text(path, n) for n in root.of("syntax", "edition", "package", "import")]
    text = unit.text(path, node)
    delete(unit, path, node)
    unit.files["services.proto"] = "\n".join(
        [*keep, f'import "{NAME}/{path}";', text]) + "\n"
    return True


@edit
def delete_rpc(unit, rng):
    path, node = unit.pick(rng, "rpc")
    return node is not None and delete(unit, path, node)


@edit
def rename_rpc(unit, rng):
    path, node = unit.pick(rng, "rpc")
    return node is not None and unit.edit(
        path, (node.name.start, node.name.end, node.name.text + "Renamed"))


@edit
def move_rpc(unit, rng):
    services = unit.all("service")
    if len(services) < 2:
        return False
    (path, source), (other, target) = rng.sample(services, 2)
    if path != other or not source.of("rpc"):
        return False
    node = rng.choice(source.of("rpc"))
    return unit.edit(path, (node.start, node.end, ""),
                     (target.close, target.close, unit.text(path, node)))


@edit
def change_request_type(unit, rng):
    path, node = unit.pick(rng, "rpc")
    types = unit.types("message")
    return bool(node and types) and unit.edit(path, (node.input.start, node.input.end,
                                                     rng.choice(types)))


@edit
def change_response_type(unit, rng):
    path, node = unit.pick(rng, "rpc")
    types = unit.types("message")
    return bool(node and types) and unit.edit(path, (node.output.start, node.output.end,
                                                     rng.choice(types)))


def toggle(unit, path, stream, argument):
    if stream is not None:
        return unit.edit(path, (stream.start, stream.end, ""))
    return unit.edit(path, (argument.start, argument.start, "stream "))


@edit
def toggle_client_streaming(unit, rng):
    path, node = unit.pick(rng, "rpc")
    return node is not None and toggle(unit, path, node.client_stream, node.input)


@edit
def toggle_server_streaming(unit, rng):
    path, node = unit.pick(rng, "rpc")
    return node is not None and toggle(unit, path, node.server_stream, node.output)


@edit
def add_rpc(unit, rng):
    path, node = unit.pick(rng, "service")
    types = unit.types("message")
    return bool(node and types) and append(
        unit, path, node, f"rpc Added({rng.choice(types)}) returns ({rng.choice(types)});")
