# SPDX-License-Identifier: Apache-2.0
"""Edits of oneofs: fields that move in and out, oneofs that are renamed, split or dissolved."""
from mutation.edits_fields import deletable
from mutation.registry import delete, edit, is_plain


def oneof_ready(unit):
    return lambda p, n: is_plain(n) and n.parent.kind == "message" and not (
        n.label and n.label.text == "repeated") and n.option("features.field_presence") is None


def bare(unit, path, node):
    """The field without its label, as a oneof wants it."""
    text = unit.text(path, node)
    return text[node.label.end - node.start:].lstrip() if node.label else text


@edit
def wrap_in_oneof(unit, rng):
    path, node = unit.pick(rng, "field", where=oneof_ready(unit))
    return node is not None and unit.edit(
        path, (node.start, node.end, f"oneof {node.name.text}_choice {{ "
                                     f"{bare(unit, path, node)} }}"))


@edit
def move_into_oneof(unit, rng):
    path, oneof = unit.pick(rng, "oneof")
    if oneof is None:
        return False
    fields = [n for n in oneof.parent.of("field") if oneof_ready(unit)(path, n)]
    if not fields:
        return False
    node = rng.choice(fields)
    return unit.edit(path, (node.start, node.end, ""),
                     (oneof.open + 1, oneof.open + 1, f"\n  {bare(unit, path, node)}\n"))


@edit
def move_out_of_oneof(unit, rng):
    path, node = unit.pick(rng, "field", where=lambda p, n: n.parent.kind == "oneof" and
                           deletable(p, n))
    if node is None:
        return False
    label = {"proto2": "optional ", "proto3": rng.choice(["", "optional "])}.get(
        unit.syntax(path), "")
    return unit.edit(path, (node.start, node.end, ""),
                     (node.parent.end, node.parent.end, f" {label}{unit.text(path, node)}"))


@edit
def dissolve_oneof(unit, rng):
    path, node = unit.pick(rng, "oneof")
    if node is None:
        return False
    label = "optional " if unit.syntax(path) == "proto2" else ""
    fields = [label + unit.text(path, n) for n in node.of("field")]
    return unit.edit(path, (node.start, node.end, " ".join(fields)))


@edit
def rename_oneof(unit, rng):
    path, node = unit.pick(rng, "oneof")
    return node is not None and unit.edit(
        path, (node.name.start, node.name.end, node.name.text + "_renamed"))


@edit
def delete_oneof(unit, rng):
    path, node = unit.pick(rng, "oneof")
    return node is not None and delete(unit, path, node)


@edit
def split_oneof(unit, rng):
    path, node = unit.pick(rng, "oneof", where=lambda p, n: len(n.of("field")) > 1)
    if node is None:
        return False
    moved = rng.choice(node.of("field"))
    return unit.edit(path, (moved.start, moved.end, ""),
                     (node.end, node.end, f" oneof {node.name.text}_more "
                                          f"{{ {unit.text(path, moved)} }}"))
