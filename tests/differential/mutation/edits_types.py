# SPDX-License-Identifier: Apache-2.0
"""Edits of messages and enums: deletion, names, places, values, reserved and extension ranges."""
from mutation.registry import append, delete, edit, prepend, rename_type
from mutation.unit import FROM_2024, free_number


def unused(unit, kind):
    """Types that nothing outside of them uses, so that they may go."""
    used = unit.used_types()
    return unit.all(kind, where=lambda p, n: n.name.text not in used and not any(
        inner.kind in ("message", "enum", "group") and inner.name.text in used
        for inner in n.walk()))


@edit
def delete_message(unit, rng):
    found = unused(unit, "message")
    return bool(found) and delete(unit, *rng.choice(found))


@edit
def delete_enum(unit, rng):
    found = unused(unit, "enum")
    return bool(found) and delete(unit, *rng.choice(found))


@edit
def delete_used_type(unit, rng):
    """Deletes a type and makes whatever used it use something else."""
    path, node = unit.pick(rng, "message", "enum", where=lambda p, n: not any(
        c.kind in ("message", "enum", "group") for c in n.walk()))
    if node is None:
        return False
    name = node.name.text
    delete(unit, path, node)
    for other, user in reversed(unit.all("field", "rpc", "extend")):
        tokens = [user.input, user.output] if user.kind == "rpc" else [
            user.type if user.kind == "field" else user.name]
        if not any(token.text.split(".")[-1] == name for token in tokens):
            continue
        if user.kind == "field" and not user.options:
            unit.edit(other, (user.type.start, user.type.end, "int32"))
        else:
            return False
    return True


@edit
def rename_message(unit, rng):
    path, node = unit.pick(rng, "message")
    return node is not None and rename_type(unit, node.name.text, node.name.text + "Renamed")


@edit
def rename_enum(unit, rng):
    path, node = unit.pick(rng, "enum")
    return node is not None and rename_type(unit, node.name.text, node.name.text + "Renamed")


@edit
def nest_type(unit, rng):
    """Moves a top-level type into a message, or a nested one out."""
    found = unused(unit, rng.choice(["message", "enum"]))
    if not found:
        return False
    path, node = rng.choice(found)
    text = unit.text(path, node)
    delete(unit, path, node)
    tree = unit.tree(path)
    hosts = [n for n in tree.walk() if n.kind == "message" and n.path != node.parent.path]
    if node.parent.kind != "file" and rng.random() < 0.5 or not hosts:
        end = len(unit.files[path])
        return node.parent.kind != "file" and unit.edit(path, (end, end, text + "\n"))
    return append(unit, path, rng.choice(hosts), text)


@edit
def add_message(unit, rng):
    path = rng.choice(sorted(unit.files))
    end = len(unit.files[path])
    return unit.edit(path, (end, end, "message Added { } enum AddedKind { ADDED_KIND_ZERO = 0; }"
                                      "\n"))


@edit
def swap_type_names(unit, rng):
    """Two messages exchange their names: every use now means the other one."""
    found = unit.all("message", where=lambda p, n: n.parent.kind == "file")
    if len(found) < 2:
        return False
    (_, one), (_, two) = rng.sample(found, 2)
    rename_type(unit, one.name.text, "SwapPlaceholder")
    rename_type(unit, two.name.text, one.name.text)
    return rename_type(unit, "SwapPlaceholder", two.name.text)


def value_deletable(path, node):
    """Not the first of an enum, which decides whether it may be open."""
    return node.parent.of("value")[0] is not node and node.parent.statement("allow_alias") is None


@edit
def delete_value(unit, rng):
    path, node = unit.pick(rng, "value", where=value_deletable)
    return node is not None and not named_as_default(unit, node) and delete(unit, path, node)


def named_as_default(unit, value):
    return any(f"= {value.name.text}" in text for text in unit.files.values())


@edit
def delete_value_and_reserve(unit, rng):
    path, node = unit.pick(rng, "value", where=value_deletable)
    if node is None or named_as_default(unit, node):
        return False
    name = node.name.text if unit.editions(path) else f'"{node.name.text}"'
    parts = rng.choice([["number"], ["name"], ["number", "name"]])
    lines = [f"reserved {node.number.text};" if p == "number" else f"reserved {name};"
             for p in parts]
    return unit.edit(path, (node.start, node.end, " ".join(lines)))


@edit
def delete_first_value(unit, rng):
    path, node = unit.pick(rng, "enum", where=lambda p, n: unit.is_closed(p, n) and
                           len(n.of("value")) > 2 and n.statement("allow_alias") is None)
    if node is None or named_as_default(unit, node.of("value")[0]):
        return False
    return delete(unit, path, node.of("value")[0])


@edit
def delete_alias(unit, rng):
    path, node = unit.pick(rng, "enum", where=lambda p, n: n.statement("allow_alias") is not None)
    if node is None:
        return False
    values = node.of("value")
    seen = [v.number.text for v in values]
    aliases = [v for v in values if seen.count(v.number.text) > 2 or
               seen.count(v.number.text) == 2 and len(set(seen)) < len(seen) - 1]
    if not aliases:
        return False
    value = rng.choice(aliases)
    return not named_as_default(unit, value) and delete(unit, path, value)


@edit
def delete_aliased_number(unit, rng):
    """All names of one number, reserved in part."""
    path, node = unit.pick(rng, "enum", where=lambda p, n: n.statement("allow_alias") is not None)
    if node is None:
        return False
    values = node.of("value")
    numbers = [v.number.text for v in values]
    gone = numbers[0] if unit.is_closed(path, node) else numbers[-1]
    group = [v for v in values if v.number.text == gone]
    rest = [n for n in numbers if n != gone]
    if not rest or any(named_as_default(unit, v) for v in group) or gone == "0":
        return False
    if len(set(rest)) == len(rest):
        alias = node.statement("allow_alias")
        changes = [(alias.start, alias.end, "")]
    else:
        changes = []
    quote = "{}" if unit.editions(path) else '"{}"'
    for value in group:
        keep = rng.random() < 0.5
        new = f"reserved {quote.format(value.name.text)};" if keep else ""
        changes.append((value.start, value.end, new))
    return unit.edit(path, *changes)


@edit
def add_alias(unit, rng):
    path, node = unit.pick(rng, "enum")
    if node is None:
        return False
    value = rng.choice(node.of("value"))
    new = f" {value.name.text}_ALIAS = {value.number.text};"
    changes = [(value.end, value.end, new)] if rng.random() < 0.5 else [
        (node.close, node.close, new)]
    if node.statement("allow_alias") is None:
        at = node.open + 1
        changes.append((at, at, " option allow_alias = true;"))
    return unit.edit(path, *changes)


@edit
def rename_value(unit, rng):
    path, node = unit.pick(rng, "value")
    return node is not None and rename_type(unit, node.name.text, node.name.text + "_RENAMED")


@edit
def rename_aliases(unit, rng):
    """Renames some of several names for one number."""
    path, node = unit.pick(rng, "enum", where=lambda p, n: n.statement("allow_alias") is not None)
    if node is None:
        return False
    numbers = [v.number.text for v in node.of("value")]
    shared = [v for v in node.of("value") if numbers.count(v.number.text) > 1]
    for value in shared:
        if rng.random() < 0.6:
            rename_type(unit, value.name.text, value.name.text + rng.choice(["_A", "_0", "_Z"]))
    return bool(shared)


@edit
def renumber_value(unit, rng):
    path, node = unit.pick(rng, "value", where=value_deletable)
    if node is None:
        return False
    number = str(free_number(rng, node.parent, 30))
    return unit.edit(path, (node.number.start, node.number.end, number))


@edit
def swap_values(unit, rng):
    path, node = unit.pick(rng, "enum", where=lambda p, n: len(n.of("value")) > 2)
    if node is None:
        return False
    one, two = rng.sample(node.of("value")[1:], 2)
    return unit.edit(path, (one.name.start, one.name.end, two.name.text),
                     (two.name.start, two.name.end, one.name.text))


@edit
def add_value(unit, rng):
    path, node = unit.pick(rng, "enum")
    if node is None:
        return False
    number = free_number(rng, node)
    return append(unit, path, node, f"{node.name.text.upper()}_ADDED{number} = {number};")


def shrunk(rng, part):
    """A part of a list of numbers, with one number or range made smaller."""
    words = part.split()
    if len(words) < 3 or rng.random() < 0.3:
        return None
    low = int(words[0])
    high = low + 8 if words[2] == "max" else int(words[2])
    if high - low < 2:
        return None
    kind = rng.choice(["left", "right", "hole"])
    if kind == "left":
        return f"{low + 1} to {words[2]}"
    if kind == "right":
        return f"{low} to {high - 1}"
    middle = rng.randint(low + 1, high - 1)
    left = str(low) if middle - 1 == low else f"{low} to {middle - 1}"
    return f"{left}, {middle + 1} to {words[2]}"


def shrink_ranges(unit, rng, keyword, *owners):
    path, node = unit.pick(rng, keyword, where=lambda p, n: n.parent.kind in owners and
                           "[" not in n.type.text and n.type.text.lstrip("-")[:1].isdigit())
    if node is None:
        return False
    parts = [p.strip() for p in node.type.text.split(",")]
    index = rng.randrange(len(parts))
    smaller = shrunk(rng, parts[index])
    parts[index:index + 1] = [smaller] if smaller else []
    if not parts:
        return delete(unit, path, node)
    return unit.edit(path, (node.type.start, node.type.end, ", ".join(parts)))


@edit
def shrink_reserved(unit, rng):
    return shrink_ranges(unit, rng, "reserved", "message", "group")


@edit
def shrink_reserved_of_enum(unit, rng):
    return shrink_ranges(unit, rng, "reserved", "enum")


@edit
def shrink_extensions(unit, rng):
    return shrink_ranges(unit, rng, "extensions", "message") if "extend " not in "".join(
        unit.files.values()) else False


@edit
def reserve_former_extensions(unit, rng):
    path, node = unit.pick(rng, "extensions", where=lambda p, n: "max" not in n.type.text)
    if node is None or "extend " in "".join(unit.files.values()):
        return False
    return unit.edit(path, (node.start, node.end, f"reserved {node.type.text.split('[')[0]};"))


@edit
def split_range(unit, rng):
    """The same numbers written as two ranges."""
    path, node = unit.pick(rng, "reserved", "extensions", where=lambda p, n: any(
        len(part.split()) > 2 and part.split()[0].isdigit() for part in n.type.text.split(",")))
    if node is None or "[" in node.type.text:
        return False
    parts = [p.strip() for p in node.type.text.split(",")]
    index = next(i for i, p in enumerate(parts) if len(p.split()) > 2)
    low, _, high = parts[index].split()
    if high.isdigit() and int(high) <= int(low):
        return False
    parts[index] = f"{low}, {int(low) + 1} to {high}"
    return unit.edit(path, (node.type.start, node.type.end, ", ".join(reversed(parts))))


@edit
def delete_reserved_name(unit, rng):
    path, node = unit.pick(rng, "reserved", where=lambda p, n: not n.type.text.lstrip("-")[
        :1].isdigit())
    if node is None:
        return False
    parts = [p.strip() for p in node.type.text.split(",")]
    parts.pop(rng.randrange(len(parts)))
    if not parts:
        return delete(unit, path, node)
    return unit.edit(path, (node.type.start, node.type.end, ", ".join(parts)))


@edit
def delete_reserved(unit, rng):
    path, node = unit.pick(rng, "reserved")
    return node is not None and delete(unit, path, node)


@edit
def delete_extensions(unit, rng):
    path, node = unit.pick(rng, "extensions")
    if node is None or "extend " in "".join(unit.files.values()):
        return False
    return delete(unit, path, node)


@edit
def delete_extension(unit, rng):
    path, node = unit.pick(rng, "extend")
    return node is not None and delete(unit, path, node)


@edit
def rename_extension(unit, rng):
    path, node = unit.pick(rng, "field", where=lambda p, n: n.parent.kind == "extend")
    return node is not None and unit.edit(
        path, (node.name.start, node.name.end, node.name.text + "renamed"))


@edit
def move_extend(unit, rng):
    """An extend block from a message to the file or the other way round."""
    path, node = unit.pick(rng, "extend")
    hosts = [n for p, n in unit.all("message") if p == path]
    if node is None or not hosts:
        return False
    text = unit.text(path, node)
    if node.parent.kind == "file":
        host = rng.choice(hosts)
        return unit.edit(path, (node.start, node.end, ""), (host.close, host.close, text + "\n"))
    end = len(unit.files[path])
    return unit.edit(path, (node.start, node.end, ""), (end, end, text + "\n"))


@edit
def change_visibility(unit, rng):
    """`export` and `local` change where a declaration starts, nothing else."""
    path, node = unit.pick(rng, "message", "enum", where=lambda p, n: unit.syntax(p) in FROM_2024)
    if node is None or len(unit.files) > 1:
        return False
    word = unit.text(path, node).split(None, 1)[0]
    if word in ("export", "local"):
        return unit.edit(path, (node.start, node.start + len(word), ""))
    return unit.edit(path, (node.start, node.start, rng.choice(["export ", "local "])))


@edit
def add_extensions(unit, rng):
    path, node = unit.pick(rng, "message", where=lambda p, n: unit.syntax(p) != "proto3" and
                           not n.of("extensions"))
    return node is not None and prepend(unit, path, node, "extensions 5000 to 5010;")
