# SPDX-License-Identifier: Apache-2.0
"""Edits of options and features: of files, messages, fields, enums and methods."""
from mutation.registry import EDITS, body_option, bracket_option, edit, file_option, is_plain
from mutation.unit import FROM_2024
from mutation.vocabulary import FILE_FEATURES, FILE_OPTIONS


def pick_file(unit, rng):
    return rng.choice(sorted(unit.files))


def make_file_option_edit(name, values):
    def change(unit, rng):
        path = pick_file(unit, rng)
        if unit.editions(path) and name == "java_string_check_utf8":
            return False
        if unit.syntax(path) in FROM_2024 and name == "java_multiple_files":
            return False
        return file_option(unit, rng, path, name, values)
    EDITS[f"file_option_{name}"] = change


for _name, _values in FILE_OPTIONS.items():
    make_file_option_edit(_name, _values)


@edit
def file_feature(unit, rng):
    paths = [p for p in sorted(unit.files) if unit.editions(p)]
    if not paths:
        return False
    path, name = rng.choice(paths), rng.choice(sorted(FILE_FEATURES))
    values = FILE_FEATURES[name]
    closed = [n for p, n in unit.all("enum") if unit.is_closed(p, n)]
    if name.endswith("field_presence") and (closed or "default = " in unit.files[path]):
        return False
    if name.endswith("enum_type"):
        if "IMPLICIT" in "".join(unit.files.values()):
            return False
        nonzero = [n for p, n in unit.all("enum", where=lambda p, n: p == path)
                   if n.of("value")[0].number.text != "0"]
        values = ["CLOSED"] if nonzero else values
    return file_option(unit, rng, path, name, values)


def field_feature(name, values, fits, label=None):
    """An edit that sets one feature of fields for which `fits(unit, path, node)` holds."""
    def change(unit, rng):
        path, node = unit.pick(rng, "field", where=lambda p, n: unit.editions(p) and
                               fits(unit, p, n))
        if node is None:
            return False
        return bracket_option(unit, rng, path, node, name, values)
    EDITS["field_feature_" + (label or name.split(".", 1)[1].replace("(", "").replace(")", "")
                              .replace(".", "_"))] = change


def repeats(node):
    return node.label is not None and node.label.text == "repeated"


def holds_message(unit, node):
    return unit.definition(node.type.text)[1] is not None and not unit.is_enum(node.type.text)


def may_be_implicit(unit, path, node):
    found = unit.definition(node.type.text)
    if found[1] is not None:
        return found[1].kind == "enum" and not unit.is_closed(*found)
    return "." not in node.type.text


def takes_presence(unit, path, node):
    return is_plain(node) and not repeats(node)


field_feature("features.field_presence", ["IMPLICIT", "EXPLICIT", "LEGACY_REQUIRED"],
              lambda u, p, n: takes_presence(u, p, n) and may_be_implicit(u, p, n) and
              n.option("default") is None)
field_feature("features.field_presence", ["EXPLICIT", "LEGACY_REQUIRED"],
              takes_presence, "required")
field_feature("features.utf8_validation", ["VERIFY", "NONE"],
              lambda u, p, n: n.type.text == "string" and not n.is_map)
field_feature("features.repeated_field_encoding", ["PACKED", "EXPANDED"],
              lambda u, p, n: repeats(n) and n.type.text not in ("string", "bytes") and
              not holds_message(u, n) and "." not in n.type.text)
field_feature("features.message_encoding", ["LENGTH_PREFIXED", "DELIMITED"],
              lambda u, p, n: holds_message(u, n) and not n.is_map and n.option("lazy") is None)
field_feature("features.(pb.cpp).string_type", ["VIEW", "CORD", "STRING"],
              lambda u, p, n: n.type.text in ("string", "bytes") and not n.is_map and
              n.parent.kind != "extend" and n.option("ctype") is None)
field_feature("features.(pb.java).utf8_validation", ["DEFAULT", "VERIFY"],
              lambda u, p, n: n.type.text == "string" and not n.is_map)


def field_option(name, values, fits):
    def change(unit, rng):
        path, node = unit.pick(rng, "field", where=lambda p, n: fits(unit, p, n))
        return node is not None and bracket_option(unit, rng, path, node, name, values)
    EDITS[f"field_option_{name}"] = change


field_option("jstype", ["JS_NORMAL", "JS_STRING", "JS_NUMBER"],
             lambda u, p, n: n.type.text.endswith("64") and not n.is_map)
field_option("ctype", ["STRING", "CORD", "STRING_PIECE"],
             lambda u, p, n: n.type.text in ("string", "bytes") and
             u.syntax(p) not in FROM_2024 and
             not n.is_map and n.parent.kind != "extend" and
             n.option("features.(pb.cpp).string_type") is None)
field_option("packed", ["true", "false"],
             lambda u, p, n: repeats(n) and not u.editions(p) and "." not in n.type.text and
             n.type.text not in ("string", "bytes") and not holds_message(u, n))
field_option("deprecated", ["true", "false"], lambda u, p, n: True)
field_option("lazy", ["true", "false"],
             lambda u, p, n: holds_message(u, n) and not n.is_map and not u.editions(p))


@edit
def reorder_options(unit, rng):
    path, node = unit.pick(rng, "field", where=lambda p, n: len(n.options) > 1)
    if node is None:
        return False
    one, two = node.options[0], node.options[-1]
    text = unit.files[path]
    return unit.edit(path, (one[2], one[3], text[two[2]:two[3]]),
                     (two[2], two[3], text[one[2]:one[3]]))


@edit
def features_in_braces(unit, rng):
    """`features = { x: Y }` for `features.x = Y`, which changes nothing but positions."""
    path, node = unit.pick(rng, "field", where=lambda p, n: sum(
        o[0].startswith("features") for o in n.options) == 1)
    if node is None:
        return False
    name, value, start, end = next(o for o in node.options if o[0].startswith("features."))
    if "(" in name or value == "":
        return False
    return unit.edit(path, (start, end, f"features = {{ {name.split('.', 1)[1]}: {value} }}"))


@edit
def standard_descriptor_accessor(unit, rng):
    path, node = unit.pick(rng, "message")
    return node is not None and body_option(unit, rng, path, node,
                                            "no_standard_descriptor_accessor", ["true", "false"])


@edit
def message_deprecated(unit, rng):
    path, node = unit.pick(rng, "message", "enum", "service")
    return node is not None and body_option(unit, rng, path, node, "deprecated", ["true"])


@edit
def message_json_format(unit, rng):
    path, node = unit.pick(rng, "message", where=lambda p, n: unit.editions(p))
    return node is not None and body_option(unit, rng, path, node, "features.json_format",
                                            ["ALLOW", "LEGACY_BEST_EFFORT"])


@edit
def enum_json_format(unit, rng):
    path, node = unit.pick(rng, "enum", where=lambda p, n: unit.editions(p))
    return node is not None and body_option(unit, rng, path, node, "features.json_format",
                                            ["ALLOW", "LEGACY_BEST_EFFORT"])


@edit
def enum_type(unit, rng):
    implicit = "IMPLICIT" in "".join(unit.files.values())
    path, node = unit.pick(rng, "enum", where=lambda p, n: unit.editions(p) and not implicit)
    if node is None:
        return False
    zero = node.of("value")[0].number.text == "0"
    if node.statement("features.enum_type") and not zero:
        return False
    return body_option(unit, rng, path, node, "features.enum_type",
                       ["CLOSED", "OPEN"] if zero else ["CLOSED"])


@edit
def legacy_json_conflicts(unit, rng):
    path, node = unit.pick(rng, "message", "enum")
    return node is not None and not unit.editions(path) and body_option(
        unit, rng, path, node, "deprecated_legacy_json_field_conflicts", ["true", "false"])


@edit
def idempotency_level(unit, rng):
    path, node = unit.pick(rng, "rpc")
    if node is None:
        return False
    levels = ["IDEMPOTENT", "NO_SIDE_EFFECTS", "IDEMPOTENCY_UNKNOWN"]
    if node.open is None:
        return unit.edit(path, (node.end - 1, node.end, " { option idempotency_level = "
                                                        f"{rng.choice(levels)}; }}"))
    return body_option(unit, rng, path, node, "idempotency_level", levels)
