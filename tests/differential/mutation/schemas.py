# SPDX-License-Identifier: Apache-2.0
"""Random schemas that use the whole language: every construct, option and feature, in every syntax.

Type names are unique within a unit, so that edits can rename them by text.
"""
from mutation.unit import FROM_2024, KEYS, NAME, SCALARS, Unit
from mutation.vocabulary import FILE_FEATURES, FILE_OPTIONS, WORDS, defaults_of

def camel(name):
    return "".join(part.capitalize() for part in name.split("_"))


class Generator:
    def __init__(self, rng, syntax):
        self.rng, self.syntax = rng, syntax
        self.lines, self.depth, self.serial = [], 0, 0
        self.editions = syntax.startswith("2")
        self.enums, self.messages, self.extendable = [], [], []
        self.implicit = syntax == "proto3"
        self.closed = syntax == "proto2"
        self.imports = set()

    def chance(self, probability):
        return self.rng.random() < probability

    def emit(self, line):
        self.lines.append("  " * self.depth + line)

    def fresh(self):
        self.serial += 1
        return f"{self.rng.choice(WORDS)}_{self.serial}"

    def word(self, used):
        while True:
            word = self.rng.choice(WORDS)
            if self.chance(0.3):
                word += "_" + self.rng.choice(WORDS)
            if camel(word).lower() not in used:
                used.add(camel(word).lower())
                return word

    def maybe_feature(self, table, probability=0.15):
        if not self.editions or not self.chance(probability):
            return []
        name = self.rng.choice(sorted(table))
        value = self.rng.choice(table[name])
        self.need(name)
        return [f"{name} = {value}"]

    def need(self, feature):
        for language in ("cpp", "java"):
            if f"pb.{language}" in feature:
                self.imports.add(f"google/protobuf/{language}_features.proto")

    def option_list(self, options):
        if not options:
            return ""
        if len(options) > 1 and self.chance(0.3):
            pad = "\n" + "  " * (self.depth + 2)
            return " [" + pad + ("," + pad).join(options) + "\n" + "  " * self.depth + "]"
        return " [" + ", ".join(options) + "]"

    def scalar_options(self, kind, repeated, in_oneof, implicit, extension):
        options = []
        if self.chance(0.1):
            options.append("deprecated = true")
        if self.chance(0.1) and not extension:
            options.append(f'json_name = "{self.fresh()}"')
        if self.syntax != "proto3" and not repeated and not implicit and self.chance(0.25):
            if kind in SCALARS:
                options.append(f"default = {self.rng.choice(defaults_of(kind))}")
        if kind.endswith("64") and self.chance(0.25):
            options.append("jstype = " + self.rng.choice(["JS_NORMAL", "JS_STRING", "JS_NUMBER"]))
        strings = ["STRING", "STRING_PIECE"] if extension else ["STRING", "CORD", "STRING_PIECE"]
        if kind in ("string", "bytes") and self.syntax not in FROM_2024 and self.chance(0.2):
            options.append("ctype = " + self.rng.choice(strings))
        packable = kind not in ("string", "bytes")
        if repeated and packable and not self.editions and self.chance(0.3):
            options.append("packed = " + self.rng.choice(["true", "false"]))
        if repeated and packable:
            options += self.maybe_feature({"features.repeated_field_encoding":
                                           ["PACKED", "EXPANDED"]})
        if kind == "string":
            options += self.maybe_feature(
                {"features.utf8_validation": ["VERIFY", "NONE"],
                 "features.(pb.java).utf8_validation": ["DEFAULT", "VERIFY"]}, 0.3)
            if not extension and not any(o.startswith("ctype") for o in options):
                options += self.maybe_feature(
                    {"features.(pb.cpp).string_type": ["VIEW", "CORD", "STRING"]}, 0.2)
        return options

    def field_line(self, number, used, in_oneof=False, extension=False):
        kind = self.rng.choice(SCALARS + ["string", "int64", "bytes", "bool"])
        draw = self.rng.random()
        options, name = [], self.word(used)
        if draw < 0.2 and self.messages:
            kind = self.rng.choice(self.messages)
        elif draw < 0.35 and self.enums:
            kind = self.rng.choice(self.enums)[0]
        elif draw < 0.45 and not in_oneof and not extension:
            value = kind if self.chance(0.6) or not self.messages else self.rng.choice(
                self.messages)
            key = self.rng.choice(KEYS)
            return f"map<{key}, {value}> {name} = {number}" + self.option_list(
                ["deprecated = true"] if self.chance(0.1) else []) + ";"
        label, implicit = "", self.implicit
        if not in_oneof:
            labels = {"proto2": ["optional", "optional", "repeated"] +
                                ([] if extension else ["required"]),
                      "proto3": ["", "", "optional", "repeated"]}.get(self.syntax,
                                                                      ["", "", "repeated"])
            label = self.rng.choice(labels)
        if self.editions and not label and not in_oneof and not extension and self.chance(0.2):
            values = ["EXPLICIT", "LEGACY_REQUIRED"]
            closed = dict(self.enums).get(kind, False)
            if kind not in self.messages and not closed:
                values.append("IMPLICIT")
            value = self.rng.choice(values)
            implicit = value == "IMPLICIT"
            options.append(f"features.field_presence = {value}")
        if kind in self.messages:
            if self.chance(0.1) and not self.editions:
                options.append("lazy = true")
            options += self.maybe_feature({"features.message_encoding":
                                           ["LENGTH_PREFIXED", "DELIMITED"]})
            if not extension and self.chance(0.1):
                options.append(f'json_name = "{self.fresh()}"')
        else:
            options += self.scalar_options(kind, label == "repeated", in_oneof, implicit,
                                           extension)
        return f"{label} {kind} {name} = {number}".strip() + self.option_list(options) + ";"

    def visibility(self):
        return "export " if self.syntax in FROM_2024 and self.chance(0.15) else ""

    def enum(self, scope=""):
        name = camel(self.fresh())
        closed = self.closed
        self.emit(f"{self.visibility()}enum {name} {{")
        self.depth += 1
        if self.editions and not self.implicit and self.chance(0.25):
            closed = self.chance(0.5)
            self.emit(f"option features.enum_type = {'CLOSED' if closed else 'OPEN'};")
        for option in self.maybe_feature({"features.json_format":
                                          ["ALLOW", "LEGACY_BEST_EFFORT"]}):
            self.emit(f"option {option};")
        prefix, used = name.upper() + "_", set()
        number = 0 if not closed or self.chance(0.5) else 1
        count = self.rng.randint(2, 6)
        alias = self.chance(0.25)
        if alias:
            self.emit("option allow_alias = true;")
        for _ in range(count):
            options = self.option_list(["deprecated = true"] if self.chance(0.1) else [])
            self.emit(f"{prefix}{self.word(used).upper()} = {number}{options};")
            if alias:
                self.emit(f"{prefix}{self.word(used).upper()} = {number};")
                alias = self.chance(0.4)
            number = number + self.rng.randint(1, 3)
        if closed and self.chance(0.2):
            self.emit(f"{prefix}{self.word(used).upper()} = -{self.rng.randint(1, 9)};")
        if self.chance(0.4):
            self.reserved(50, prefix + "OLD_", enum=True)
        self.depth -= 1
        self.emit("}")
        self.enums.append((scope + name, closed))

    def reserved(self, start, prefix, enum=False):
        first = start + self.rng.randint(0, 9)
        last = "max" if enum and self.chance(0.2) else first + 20 + self.rng.randint(0, 9)
        self.emit(f"reserved {first}, {first + 2} to {first + 9}, {first + 11} to {last};")
        if enum and self.chance(0.3):
            self.emit("reserved -20 to -10;")
        names = [prefix + name for name in self.rng.sample(["alpha", "beta", "gamma"], 2)]
        if enum:
            names = [name.upper() for name in names]
        quote = "{}" if self.editions else '"{}"'
        self.emit("reserved " + ", ".join(quote.format(name) for name in names) + ";")

    def message(self, scope="", level=0):
        name = camel(self.fresh())
        self.emit(f"{self.visibility()}message {name} {{")
        self.depth += 1
        inner = f"{scope}{name}."
        if self.chance(0.1):
            self.emit("option no_standard_descriptor_accessor = true;")
        for option in self.maybe_feature({"features.json_format":
                                          ["ALLOW", "LEGACY_BEST_EFFORT"]}):
            self.emit(f"option {option};")
        if level < 2:
            for _ in range(self.rng.choice([0, 0, 1, 2])):
                self.message(inner, level + 1)
        if self.chance(0.35):
            self.enum(inner)
        used, number = set(), 0
        for _ in range(self.rng.randint(1, 6)):
            number += self.rng.choice([1, 1, 1, 2, 5])
            if self.chance(0.12):
                self.oneof(number, used)
                number += 4
            elif self.syntax == "proto2" and self.chance(0.08):
                self.group(self.rng.choice(["optional ", "repeated ", "required "]), number)
            else:
                self.emit(self.field_line(number, used))
        if self.chance(0.35):
            self.reserved(100, "old_")
        if self.syntax != "proto3" and self.chance(0.35):
            self.emit(self.rng.choice([
                "extensions 1000 to 1099, 2000;", "extensions 1000 to 1099; extensions 2000;",
                "extensions 1000 to max;", "extensions 1000 to 1099 [verification = UNVERIFIED];"]))
            self.extendable.append([inner[:-1], 1000])
        if self.extendable and self.chance(0.2):
            self.extend()
        self.depth -= 1
        self.emit("}")
        self.messages.append(scope + name)

    def group(self, label, number):
        self.emit(f"{label}group {camel(self.fresh())} = {number} {{")
        self.depth += 1
        self.emit(self.field_line(1, set()))
        self.depth -= 1
        self.emit("}")

    def oneof(self, number, used):
        self.emit(f"oneof {self.word(used)} {{")
        self.depth += 1
        for offset in range(self.rng.randint(1, 4)):
            if self.syntax == "proto2" and self.chance(0.1):
                self.group("", number + offset)
            else:
                self.emit(self.field_line(number + offset, used, in_oneof=True))
        self.depth -= 1
        self.emit("}")

    def extend(self):
        target = self.rng.choice(self.extendable)
        self.emit(f"extend {target[0]} {{")
        self.depth += 1
        for _ in range(self.rng.randint(1, 2)):
            if self.syntax == "proto2" and self.chance(0.1):
                self.group(self.rng.choice(["optional ", "repeated "]), target[1])
                target[1] += 1
                continue
            line = self.field_line(target[1], set(), extension=True)
            # Extensions share the scope of their file, so their names are made unique.
            head, _, tail = line.partition(f" = {target[1]}")
            self.emit(f"{head}_{self.fresh().replace('_', '')} = {target[1]}{tail}")
            target[1] += 1
        self.depth -= 1
        self.emit("}")

    def service(self):
        self.emit(f"service {camel(self.fresh())}Service {{")
        self.depth += 1
        for _ in range(self.rng.randint(1, 4)):
            def side():
                return ("stream " if self.chance(0.25) else "") + self.rng.choice(self.messages)
            head = f"rpc {camel(self.fresh())}({side()}) returns ({side()})"
            if self.chance(0.3):
                level = self.rng.choice(["IDEMPOTENT", "NO_SIDE_EFFECTS", "IDEMPOTENCY_UNKNOWN"])
                self.emit(f"{head} {{ option idempotency_level = {level}; }}")
            else:
                self.emit(head + ";")
        self.depth -= 1
        self.emit("}")

    def file(self, package, imports):
        """One file. Knows the types of the files generated before by their full names."""
        head = f'edition = "{self.syntax}";' if self.editions else f'syntax = "{self.syntax}";'
        options = []
        for name in self.rng.sample(sorted(FILE_OPTIONS), self.rng.randint(0, 6)):
            if not (self.editions and name == "java_string_check_utf8" or
                    self.syntax in FROM_2024 and name == "java_multiple_files"):
                options.append(f"option {name} = {self.rng.choice(FILE_OPTIONS[name])};")
        self.closed, self.implicit = self.syntax == "proto2", self.syntax == "proto3"
        if self.editions and self.chance(0.4):
            for name in self.rng.sample(sorted(FILE_FEATURES), self.rng.randint(1, 2)):
                value = self.rng.choice(FILE_FEATURES[name])
                if value == "IMPLICIT" and any(closed for _, closed in self.enums):
                    continue
                if value == "CLOSED" and self.implicit:
                    continue
                self.closed |= value == "CLOSED"
                self.implicit |= value == "IMPLICIT"
                self.need(name)
                options.append(f"option {name} = {value};")
        exported = self.syntax in FROM_2024 and self.chance(0.5)
        if exported:
            options.append("option features.default_symbol_visibility = EXPORT_ALL;")
        if self.implicit and self.editions:
            self.enums = [item for item in self.enums if not item[1]]
        for _ in range(self.rng.randint(0, 2)):
            self.enum()
        for _ in range(self.rng.randint(1, 4)):
            self.message()
        if self.extendable and self.chance(0.5):
            self.extend()
        for _ in range(self.rng.choice([0, 1, 1, 2])):
            self.service()
        top = [head] if self.syntax != "proto2" or self.chance(0.8) else []
        top += [f"package {package};"] if package else []
        top += [f'import "{item}";' for item in sorted(self.imports) + imports]
        text = "\n".join(top + options + [""] + self.lines) + "\n"
        self.lines, self.imports = [], set()
        if self.syntax in FROM_2024 and not exported:
            def known(name):
                return name.startswith(".") or "." not in name
            self.enums = [item for item in self.enums if known(item[0])]
            self.messages = [item for item in self.messages if known(item)]
            self.extendable = [item for item in self.extendable if known(item[0])]
        # The next file sees what this one defines by its full name.
        prefix = f".{package}." if package else "."
        self.enums = [(n if n[0] == "." else prefix + n, c) for n, c in self.enums]
        self.messages = [n if n[0] == "." else prefix + n for n in self.messages]
        self.extendable = [[n if n[0] == "." else prefix + n, k] for n, k in self.extendable]
        return text


VERSIONS = ["v1", "v2", "v1beta1", "v1alpha2", "v1test", "v1p1beta1", "v2p3alpha1", "v1testing",
            "beta1", "v1beta"]


def restyle(rng, text):
    """Other habits of writing: tabs, CRLF, comments and characters beyond ASCII."""
    draw = rng.random()
    if draw < 0.12:
        return "\n".join("\t" * ((len(line) - len(line.lstrip())) // 2) + line.lstrip()
                         for line in text.split("\n"))
    if draw < 0.2:
        return text.replace("\n", "\r\n")
    if draw < 0.35:
        return "\n".join(line[:len(line) - len(line.lstrip())] + "/* é漢😀 */ " + line.lstrip()
                         if line.strip() and rng.random() < 0.3 else line
                         for line in text.split("\n"))
    if draw < 0.42:
        return text.replace("\n\n", "\n// A comment.\n\n// Leading.\n").replace(" = ", "\t=\t")
    if draw < 0.47:
        return " ".join(line.strip() for line in text.split("\n"))
    return text


def generate(rng, syntax):
    generator = Generator(rng, syntax)
    package = f"{NAME}.{rng.choice(VERSIONS)}" if rng.random() < 0.9 else NAME
    files, imports = {}, []
    for index in range(rng.choice([1, 1, 1, 2, 3])):
        if index and rng.random() < 0.2:
            package = f"{NAME}.other.{rng.choice(VERSIONS)}"
        folder = rng.choice(["", "", "api/"])
        path = f"{folder}{rng.choice(WORDS)}_{index}.proto"
        files[path] = restyle(rng, generator.file(package, list(imports)))
        imports.append(f"{NAME}/{path}")
    return Unit(files, f"generated {syntax}")
