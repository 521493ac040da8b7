# SPDX-License-Identifier: Apache-2.0
"""Edits of fields: presence, number, name, type, cardinality, oneof, default and options."""
from mutation.registry import (append, bracket_option, delete, edit, is_plain, prepend,
                               set_bracket, texts, without)
from mutation.unit import INTEGERS, KEYS, SCALARS, free_number, numbers_taken
from mutation.vocabulary import defaults_of

TYPE_OPTIONS = ("default", "packed", "jstype", "ctype", "lazy", "features.repeated_field_encoding",
                "features.utf8_validation", "features.(pb.java).utf8_validation",
                "features.(pb.cpp).string_type", "features.message_encoding",
                "features.field_presence")


def deletable(_, node):
    """Deleting it leaves no empty oneof or extend block."""
    return node.parent.kind in ("message", "group") or len(node.parent.children) > 1


def named(unit, path, node):
    """The node again after its file was edited."""
    target = node.path
    return next(n for n in unit.tree(path).walk() if n.path == target and n.kind == node.kind)


def reserved_name(unit, path, name):
    return name if unit.editions(path) else f'"{name}"'


@edit
def delete_field(unit, rng):
    path, node = unit.pick(rng, "field", where=deletable)
    return node is not None and delete(unit, path, node)


@edit
def delete_group(unit, rng):
    path, node = unit.pick(rng, "group", where=deletable)
    return node is not None and delete(unit, path, node)


@edit
def delete_field_and_reserve(unit, rng):
    path, node = unit.pick(rng, "field", where=lambda p, n: n.message is not None and
                           n.parent.kind != "extend" and deletable(p, n))
    if node is None:
        return False
    number = int(node.number.text, 0)
    span = f"{number}" if rng.random() < 0.6 else f"{number} to {number}"
    statements = rng.choice([["number"], ["name"], ["number", "name"]])
    lines = [f"reserved {span};" if s == "number" else
             f"reserved {reserved_name(unit, path, node.name.text)};" for s in statements]
    if node.parent.kind == "oneof":
        delete(unit, path, node)
        message = next(n for n in unit.tree(path).walk() if n.path == node.message.path)
        return prepend(unit, path, message, " ".join(lines))
    return unit.edit(path, (node.start, node.end, " ".join(lines)))


@edit
def rename_field(unit, rng):
    path, node = unit.pick(rng, "field")
    if node is None:
        return False
    name = node.name.text + rng.choice(["_new", "_v2", "x"])
    if rng.random() < 0.3:
        name = node.name.text.replace("_", "") + "renamed"
    return unit.edit(path, (node.name.start, node.name.end, name))


@edit
def rename_field_keeping_json(unit, rng):
    path, node = unit.pick(rng, "field", where=lambda p, n: n.parent.kind != "extend")
    if node is None:
        return False
    parts = node.name.text.split("_")
    json = parts[0] + "".join(p.capitalize() for p in parts[1:])
    options = texts(unit, path, node)
    options.setdefault("json_name", f'json_name = "{json}"')
    set_bracket(unit, path, node, list(options.values()))
    node = named(unit, path, node)
    return unit.edit(path, (node.name.start, node.name.end, node.name.text + "_new"))


@edit
def renumber_field(unit, rng):
    path, node = unit.pick(rng, "field", "group", where=lambda p, n: n.parent.kind != "extend")
    if node is None:
        return False
    number = free_number(rng, node.message)
    return unit.edit(path, (node.number.start, node.number.end, str(number)))


@edit
def renumber_extension(unit, rng):
    path, node = unit.pick(rng, "field", where=lambda p, n: n.parent.kind == "extend")
    return node is not None and unit.edit(
        path, (node.number.start, node.number.end, str(rng.randint(1030, 1060))))


@edit
def swap_numbers(unit, rng):
    path, node = unit.pick(rng, "message", where=lambda p, n: len(n.of("field")) > 1)
    if node is None:
        return False
    one, two = rng.sample(node.of("field"), 2)
    return unit.edit(path, (one.number.start, one.number.end, two.number.text),
                     (two.number.start, two.number.end, one.number.text))


@edit
def reorder_fields(unit, rng):
    path, node = unit.pick(rng, "message", where=lambda p, n: len(n.of("field")) > 1)
    if node is None:
        return False
    one, two = rng.sample(node.of("field"), 2)
    return unit.edit(path, (one.start, one.end, unit.text(path, two)),
                     (two.start, two.end, unit.text(path, one)))


def retype(unit, rng, path, node, new):
    without(unit, path, node, *TYPE_OPTIONS)
    node = named(unit, path, node)
    return unit.edit(path, (node.type.start, node.type.end, new))


RELATED = [["int32", "uint32", "int64", "uint64", "bool"], ["sint32", "sint64"],
           ["fixed32", "sfixed32"], ["fixed64", "sfixed64"], ["string", "bytes"],
           ["float", "double"]]


@edit
def change_scalar(unit, rng):
    path, node = unit.pick(rng, "field", where=lambda p, n: n.type.text in SCALARS)
    if node is None:
        return False
    choices = SCALARS
    if rng.random() < 0.6:
        choices = next(group for group in RELATED if node.type.text in group)
    return retype(unit, rng, path, node, rng.choice([t for t in choices if t != node.type.text]))


@edit
def change_to_related_64(unit, rng):
    path, node = unit.pick(rng, "field", where=lambda p, n: n.type.text in INTEGERS)
    if node is None:
        return False
    old = node.type.text
    return retype(unit, rng, path, node, old.replace("32", "64") if "32" in old
                  else old.replace("64", "32"))


@edit
def change_to_enum(unit, rng):
    path, node = unit.pick(rng, "field", where=lambda p, n: n.type.text in SCALARS)
    enums = unit.types("enum")
    return bool(node and enums) and retype(unit, rng, path, node, rng.choice(enums))


@edit
def change_to_message(unit, rng):
    path, node = unit.pick(rng, "field", where=lambda p, n: n.type.text in SCALARS)
    messages = unit.types("message")
    return bool(node and messages) and retype(unit, rng, path, node, rng.choice(messages))


@edit
def change_named_type(unit, rng):
    """Another message, another enum, or a scalar instead of either."""
    path, node = unit.pick(rng, "field", where=lambda p, n: n.type.text not in SCALARS)
    if node is None:
        return False
    same = unit.types("enum" if unit.is_enum(node.type.text) else "message")
    choices = same + ["int32", "bytes", "string", "uint32", "int64", "bool"]
    return retype(unit, rng, path, node, rng.choice(choices))


@edit
def change_label(unit, rng):
    path, node = unit.pick(rng, "field", "group", where=lambda p, n: is_plain(n) or
                           n.parent.kind == "extend")
    if node is None:
        return False
    syntax = unit.syntax(path)
    labels = {"proto2": ["optional", "required", "repeated"],
              "proto3": ["optional", "repeated", ""]}.get(syntax, ["repeated", ""])
    if node.parent.kind == "extend":
        labels = [label for label in labels if label != "required"]
    old = node.label.text if node.label else ""
    labels = [label for label in labels if label != old]
    without(unit, path, node, "default", "packed", "features.field_presence", "jstype", "lazy",
            "features.repeated_field_encoding")
    node = named(unit, path, node)
    label = rng.choice(labels)
    if node.label:
        return unit.edit(path, (node.label.start, node.label.end, label))
    return unit.edit(path, (node.start, node.start, label + " "))


@edit
def repeated_to_map(unit, rng):
    path, node = unit.pick(rng, "field", where=lambda p, n: is_plain(n) and
                           n.parent.kind == "message")
    if node is None:
        return False
    value = node.type.text if rng.random() < 0.6 else rng.choice(SCALARS)
    return unit.edit(path, (node.start, node.end, f"map<{rng.choice(KEYS)}, {value}> "
                                                  f"{node.name.text} = {node.number.text};"))


@edit
def map_to_repeated(unit, rng):
    path, node = unit.pick(rng, "field", where=lambda p, n: n.is_map)
    if node is None:
        return False
    label = rng.choice(["repeated", "optional" if unit.syntax(path)[0] == "p" else ""])
    kind = rng.choice([node.type.text, *unit.types("message")])
    return unit.edit(path, (node.start, node.end, f"{label} {kind} {node.name.text} = "
                                                  f"{node.number.text};".strip()))


@edit
def map_to_entry_message(unit, rng):
    """The message that a map stands for, written out: the same on the wire."""
    path, node = unit.pick(rng, "field", where=lambda p, n: n.is_map)
    if node is None:
        return False
    entry = "".join(p.capitalize() for p in node.name.text.split("_")) + "Entries"
    label = "optional " if unit.syntax(path) == "proto2" else ""
    return unit.edit(path, (
        node.start, node.end,
        f"message {entry} {{ {label}{node.key.text} key = 1; {label}{node.type.text} value = 2; }} "
        f"repeated {entry} {node.name.text} = {node.number.text};"))


@edit
def change_map_type(unit, rng):
    path, node = unit.pick(rng, "field", where=lambda p, n: n.is_map)
    if node is None:
        return False
    if rng.random() < 0.5:
        return unit.edit(path, (node.key.start, node.key.end, rng.choice(KEYS)))
    choices = SCALARS + unit.types("message")
    return unit.edit(path, (node.type.start, node.type.end, rng.choice(choices)))


@edit
def group_to_message(unit, rng):
    """The nested message and the field that a group stands for."""
    path, node = unit.pick(rng, "group", where=lambda p, n: n.parent.kind != "oneof")
    if node is None or node.parent.kind == "extend":
        return False
    label = node.label.text if node.label else ""
    body = unit.files[path][node.open:node.close + 1]
    return unit.edit(path, (node.start, node.end,
                            f"message {node.name.text} {body} {label} {node.name.text} "
                            f"{node.name.text.lower()} = {node.number.text};"))


@edit
def message_to_group(unit, rng):
    path, node = unit.pick(rng, "field", where=lambda p, n: is_plain(n) and
                           unit.syntax(p) == "proto2" and n.parent.kind == "message")
    if node is None:
        return False
    label = node.label.text if node.label else "optional"
    name = node.name.text.capitalize() + "Group"
    return unit.edit(path, (node.start, node.end, f"{label} group {name} = {node.number.text} "
                                                  "{ optional string text = 1; }"))


@edit
def rename_group(unit, rng):
    path, node = unit.pick(rng, "group")
    return node is not None and unit.edit(
        path, (node.name.start, node.name.end, node.name.text + "Renamed"))


@edit
def change_json_name(unit, rng):
    path, node = unit.pick(rng, "field", where=lambda p, n: n.parent.kind != "extend")
    name = f'"{rng.choice(["one", "Two", "thr.ee", "@vier"])}{rng.randint(1, 999)}"'
    return node is not None and bracket_option(unit, rng, path, node, "json_name", [name])


@edit
def spell_out_json_name(unit, rng):
    """Makes the implied name explicit, which changes nothing."""
    path, node = unit.pick(rng, "field", where=lambda p, n: n.parent.kind != "extend" and
                           n.option("json_name") is None)
    if node is None:
        return False
    parts = node.name.text.split("_")
    json = parts[0] + "".join(p.capitalize() for p in parts[1:])
    return bracket_option(unit, rng, path, node, "json_name", [f'"{json}"'])


def singular(unit):
    return lambda p, n: unit.syntax(p) != "proto3" and not n.is_map and not (
        n.label and n.label.text == "repeated")


def may_have_default(unit, path, node):
    """Implicit presence and message fields have none."""
    own = node.option("features.field_presence")
    inherited = unit.tree(path).statement("features.field_presence")
    presence = own[1] if own else inherited.type.text if inherited else "EXPLICIT"
    return presence != "IMPLICIT" or node.parent.kind in ("oneof", "extend")


@edit
def change_default(unit, rng):
    path, node = unit.pick(rng, "field", where=lambda p, n: singular(unit)(p, n) and
                           n.type.text in SCALARS and may_have_default(unit, p, n))
    return node is not None and bracket_option(unit, rng, path, node, "default",
                                               defaults_of(node.type.text))


@edit
def change_default_and_type(unit, rng):
    path, node = unit.pick(rng, "field", where=lambda p, n: singular(unit)(p, n) and
                           n.type.text in SCALARS and may_have_default(unit, p, n))
    if node is None:
        return False
    retype(unit, rng, path, node, rng.choice(SCALARS))
    node = named(unit, path, node)
    options = texts(unit, path, node)
    if may_have_default(unit, path, node):
        options["default"] = "default = " + rng.choice(defaults_of(node.type.text))
    return set_bracket(unit, path, node, list(options.values()))


@edit
def change_enum_default(unit, rng):
    path, node = unit.pick(rng, "field", where=lambda p, n: singular(unit)(p, n) and
                           unit.is_enum(n.type.text) and may_have_default(unit, p, n))
    if node is None:
        return False
    values = [v.name.text for v in unit.definition(node.type.text)[1].of("value")]
    return bracket_option(unit, rng, path, node, "default", values)


@edit
def add_field(unit, rng):
    path, node = unit.pick(rng, "message")
    if node is None:
        return False
    label = rng.choice({"proto2": ["optional", "repeated", "required"],
                        "proto3": ["", "optional", "repeated"]}.get(unit.syntax(path),
                                                                    ["", "repeated"]))
    kind = rng.choice([*SCALARS, *unit.types("message")])
    number = free_number(rng, node)
    return append(unit, path, node, f"{label} {kind} added_field{number} = {number};")


@edit
def add_reserved_range(unit, rng):
    path, node = unit.pick(rng, "message")
    if node is None:
        return False
    number = free_number(rng, node, 800)
    taken = numbers_taken(node)
    end = number
    while end < number + 5 and not any(low <= end + 1 <= high for low, high in taken):
        end += 1
    return append(unit, path, node, f"reserved {number} to {end};")
