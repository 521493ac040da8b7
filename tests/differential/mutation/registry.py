# SPDX-License-Identifier: Apache-2.0
"""The list of edits and what most of them need: options added to, taken from or changed in a place.

An edit is a function (unit, random generator) -> true when it changed the unit. It keeps the unit
valid as far as that can be told without a compiler.
"""
import re

from mutation.unit import FROM_2024

EDITS = {}


def edit(function):
    EDITS[function.__name__] = function
    return function


def is_plain(node):
    """Not inside an extend block, a oneof or a group's label: free to get any label."""
    return node.parent.kind in ("message", "group") and not node.is_map


def delete(unit, path, node):
    return unit.edit(path, (node.start, node.end, ""))


def append(unit, path, node, statement):
    """Adds a statement at the end of a body."""
    return unit.edit(path, (node.close, node.close, f" {statement}\n"))


def prepend(unit, path, node, statement):
    return unit.edit(path, (node.open + 1, node.open + 1, f"\n{statement}"))


def add_import(unit, path, target, word=""):
    root = unit.tree(path)
    if any(n.name.text.strip("\"'") == target for n in root.of("import")):
        return
    heads = root.of("package", "syntax", "edition")
    at = max((n.end for n in heads), default=0)
    unit.edit(path, (at, at, f'\nimport {word}"{target}";'))


def need_feature(unit, path, name):
    """Imports what defines a language's features."""
    found = re.search(r"pb\.(cpp|java)", name)
    if found:
        word = "option " if unit.syntax(path) in FROM_2024 else ""
        add_import(unit, path, f"google/protobuf/{found.group(1)}_features.proto", word)


def file_option(unit, rng, path, name, values):
    """Sets, changes or unsets an `option` statement of a file."""
    root = unit.tree(path)
    old = root.statement(name)
    if old is not None and rng.random() < 0.3:
        return delete(unit, path, old)
    value = rng.choice([v for v in values if old is None or v != old.type.text] or values)
    if old is not None:
        return unit.edit(path, (old.type.start, old.type.end, value))
    if rng.random() < 0.5:
        value = values[0]
    heads = root.of("package", "syntax", "edition", "import")
    at = max((n.end for n in heads), default=0)
    unit.edit(path, (at, at, f"\noption {name} = {value};"))
    need_feature(unit, path, name)
    return True


def body_option(unit, rng, path, node, name, values):
    """The same for an `option` statement in a body."""
    old = node.statement(name)
    if old is not None and rng.random() < 0.4:
        return delete(unit, path, old)
    value = rng.choice([v for v in values if old is None or v != old.type.text] or values)
    if old is not None:
        return unit.edit(path, (old.type.start, old.type.end, value))
    if name.startswith("features.") and rng.random() < 0.2 and not any(
            o.name.text.startswith("features") for o in node.of("option")):
        inner = name[len("features."):].replace("(", "[").replace(")", "]").replace("].", "] { ")
        tail = f": {value}" + (" }" if "{" in inner else "")
        return prepend(unit, path, node, f"option features = {{ {inner}{tail} }};")
    return prepend(unit, path, node, f"option {name} = {value};")


def set_bracket(unit, path, node, options):
    """Replaces the whole `[...]`; `options` are texts."""
    new = "[" + ", ".join(options) + "]" if options else ""
    if node.bracket:
        return unit.edit(path, (*node.bracket, new))
    return unit.edit(path, (node.number.end, node.number.end, " " + new))


def texts(unit, path, node):
    return {o[0]: unit.files[path][o[2]:o[3]] for o in node.options}


def bracket_option(unit, rng, path, node, name, values):
    """Sets, changes or unsets an option in brackets."""
    options = texts(unit, path, node)
    old = node.option(name)
    if old is not None and (not values or rng.random() < 0.4):
        del options[name]
        return set_bracket(unit, path, node, list(options.values()))
    if not values:
        return False
    value = rng.choice([v for v in values if old is None or v != old[1]] or values)
    options[name] = f"{name} = {value}"
    listed = list(options.values())
    if old is None and rng.random() < 0.5:
        listed = listed[-1:] + listed[:-1]
    set_bracket(unit, path, node, listed)
    need_feature(unit, path, name)
    return True


def without(unit, path, node, *names):
    """Drops options that would be invalid after another edit; the node must be looked up again."""
    options = texts(unit, path, node)
    kept = [text for name, text in options.items() if name not in names]
    if len(kept) != len(options):
        set_bracket(unit, path, node, kept)
        return True
    return False


def rename_type(unit, old, new):
    """Renames a type wherever the unit mentions it."""
    for path in unit.files:
        unit.files[path] = re.sub(rf"\b{re.escape(old)}\b", new, unit.files[path])
    return True
