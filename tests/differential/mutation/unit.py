# SPDX-License-Identifier: Apache-2.0
"""A unit: the few files that are edited together, with the questions that edits ask about them."""
from mutation import proto_text

# Stands for the unit's own folder in imports and for the first part of its packages; replaced when
# the files are written, so that many units can live side by side.
NAME = "unitname"

FROM_2024 = ("2024", "2026")  # where what edition 2024 introduced or dropped holds

SCALARS = ["double", "float", "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32",
           "fixed64", "sfixed32", "sfixed64", "bool", "string", "bytes"]
INTEGERS = [t for t in SCALARS if "32" in t or "64" in t]
KEYS = [t for t in SCALARS if t not in ("double", "float", "bytes")]


class Unit:
    def __init__(self, files, origin):
        self.files = dict(files)
        self.origin = origin
        self.trees = {}

    def copy(self):
        return Unit(self.files, self.origin)

    def tree(self, path):
        text = self.files[path]
        known = self.trees.get(path)
        if known is None or known[0] != text:
            known = self.trees[path] = (text, proto_text.parse(text))
        return known[1]

    def text(self, path, node):
        return self.files[path][node.start:node.end]

    def edit(self, path, *changes):
        self.files[path] = proto_text.replace(self.files[path], changes)
        return True

    def syntax(self, path):
        """The syntax or edition: "proto2", "proto3", "2023", ..."""
        for node in self.tree(path).of("syntax", "edition"):
            return node.name.text.strip("\"'")
        return "proto2"

    def editions(self, path):
        return self.syntax(path).startswith("2")

    def package(self, path):
        return next((n.name.text for n in self.tree(path).of("package")), "")

    def all(self, *kinds, where=None):
        """(path, node) of these kinds in all files, in order."""
        found = []
        for path in sorted(self.files):
            for node in self.tree(path).walk():
                if node.kind in kinds and (where is None or where(path, node)):
                    found.append((path, node))
        return found

    def pick(self, rng, *kinds, where=None):
        """A random one of them; (None, None) when there is none."""
        found = self.all(*kinds, where=where)
        return rng.choice(found) if found else (None, None)

    def definition(self, name):
        """(path, node) of the message, group or enum whose short name ends the type `name`."""
        last = name.split(".")[-1]
        for path, node in self.all("message", "enum", "group"):
            if node.name.text == last:
                return path, node
        return None, None

    def is_enum(self, type_name):
        return self.definition(type_name)[1] is not None and \
            self.definition(type_name)[1].kind == "enum"

    def is_closed(self, path, enum):
        if not self.editions(path):
            return self.syntax(path) == "proto2"
        for scope in (enum, self.tree(path)):
            text = " ".join(o.name.text + " " + o.type.text for o in scope.of("option"))
            if "CLOSED" in text:
                return True
            if "enum_type" in text:
                return False
        return False

    def used_types(self):
        """Short names of all types that fields, methods and extensions use."""
        used = set()
        for _, node in self.all("field", "rpc", "extend"):
            tokens = {"field": [node.type], "rpc": [node.input, node.output],
                      "extend": [node.name]}[node.kind]
            used |= {part for token in tokens for part in token.text.split(".")}
        return used

    def types(self, kind):
        """Names by which every message or enum of the unit can be used anywhere in the unit."""
        names = []
        for path, node in self.all(kind):
            if node.name.text in names or node.parent.kind == "group":
                continue
            package = self.package(path)
            names.append("." + (package + "." if package else "") + node.path)
        return names


def numbers_taken(container):
    """Field or value numbers and ranges that must not be given out again, as (low, high)."""
    taken = []
    for node in container.walk():
        if node.message is not container and container.kind != "enum":
            continue
        if node.number is not None:
            number = int(node.number.text, 0)
            taken.append((number, number))
        elif node.kind in ("reserved", "extensions"):
            taken += ranges_of(node)
    return taken


def ranges_of(node):
    """The number ranges of a `reserved` or `extensions` statement."""
    found = []
    for part in node.type.text.split("[")[0].split(","):
        words = part.split()
        if words and words[0].lstrip("-").isdigit():
            low = int(words[0])
            high = low if len(words) < 3 else (1 << 29 if words[2] == "max" else int(words[2]))
            found.append((low, high))
    return found


def free_number(rng, container, limit=400):
    taken = numbers_taken(container)
    while True:
        number = rng.randint(1, limit)
        if not any(low <= number <= high for low, high in taken):
            return number
        limit += 1  # ends where all are taken
