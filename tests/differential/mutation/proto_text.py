# SPDX-License-Identifier: Apache-2.0
"""A statement tree over the text of a .proto file, with the offsets that text edits need.

Understands valid files only; whoever judges them is a compiler. Every node is a statement: its
kind, where it starts and ends, and the tokens that edits replace.
"""
import re

TOKEN = re.compile(r"""\s+|//[^\n]*|/\*.*?\*/
    |(?P<token>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'
    |\.?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*
    |\.?\d(?:[eE][+-]|[\w.])*
    |.)""", re.VERBOSE | re.DOTALL)

CLOSING = {"{": "}", "[": "]", "(": ")", "<": ">"}


class Token:
    __slots__ = ("text", "start", "end")

    def __init__(self, text, start, end):
        self.text, self.start, self.end = text, start, end

    def __repr__(self):
        return self.text


class Node:
    """A statement. `name`, `type`, `number`, `label` are tokens or None, by kind:

    file, syntax, edition, package, import, option, message, enum, service, extend, oneof, field,
    group, value, rpc, reserved, extensions. `open` and `close` are the braces of a body;
    `bracket` is the span of `[...]` and `options` its entries as (name, value, start, end).
    """

    def __init__(self, kind, parent=None):
        self.kind, self.parent = kind, parent
        self.start = self.end = 0
        self.name = self.type = self.number = self.label = None
        self.open = self.close = None
        self.bracket = None
        self.options = []
        self.children = []
        self.input = self.output = self.client_stream = self.server_stream = None
        self.key = None  # the key type of a map; `type` is then its value type

    def of(self, *kinds):
        return [child for child in self.children if child.kind in kinds]

    def walk(self):
        for child in self.children:
            yield child
            yield from child.walk()

    def option(self, name):
        return next((o for o in self.options if o[0] == name), None)

    def statement(self, name):
        """The `option name = ...;` statement in the body."""
        return next((c for c in self.of("option") if c.name.text == name), None)

    @property
    def is_map(self):
        return self.key is not None

    @property
    def message(self):
        """The nearest enclosing message or group."""
        node = self.parent
        while node is not None and node.kind not in ("message", "group"):
            node = node.parent
        return node

    @property
    def path(self):
        names = []
        node = self
        while node.parent is not None:
            names.append(node.name.text if node.name else node.kind)
            node = node.parent
        return ".".join(reversed(names))


def tokenize(text):
    tokens = []
    for match in TOKEN.finditer(text):
        if match.lastgroup:
            tokens.append(Token(match.group(), match.start(), match.end()))
    return tokens


class Parser:
    def __init__(self, text):
        self.text = text
        self.tokens = tokenize(text)
        self.at = 0

    def parse(self):
        root = Node("file")
        root.end = len(self.text)
        root.close = None
        while self.at < len(self.tokens):
            self.statement(root)
        return root

    def peek(self, ahead=0):
        index = self.at + ahead
        return self.tokens[index].text if index < len(self.tokens) else ""

    def take(self):
        token = self.tokens[self.at]
        self.at += 1
        return token

    def skip_group(self):
        """Past a bracketed group that starts here; returns its tokens."""
        first = self.at
        depth = 0
        while True:
            text = self.take().text
            if text in "{[(":
                depth += 1
            elif text in "}])":
                depth -= 1
                if depth == 0:
                    return self.tokens[first:self.at]

    def until(self, *ends):
        """Tokens up to one of `ends` outside of brackets, which stays next."""
        found = []
        while self.peek() not in ends:
            if self.peek() in ("{", "[", "("):
                found += self.skip_group()
            else:
                found.append(self.take())
        return found

    def statement(self, parent):
        if self.peek() == ";":
            self.take()
            return
        node = Node("", parent)
        node.start = self.tokens[self.at].start
        word = self.peek()
        if self.peek() in ("export", "local") and self.peek(1) in ("message", "enum"):
            self.take()
            word = self.peek()
        # Keywords are ordinary identifiers where a field starts: `message message = 1;`.
        simple = {"syntax", "edition", "package", "import", "reserved", "extensions", "option"}
        if word in simple and self.peek(1) != "=" or word in ("syntax", "edition"):
            self.simple(node)
        elif word in ("message", "enum", "service", "extend", "oneof") and self.peek(2) == "{":
            node.kind = word
            self.take()
            node.name = self.take()
            self.body(node)
        elif word == "rpc" and self.peek(2) == "(":
            self.rpc(node)
        elif parent.kind == "enum":
            node.kind = "value"
            node.name = self.take()
            self.take()
            self.numbered(node)
        else:
            self.field(node)
        node.end = self.tokens[self.at - 1].end
        parent.children.append(node)

    def simple(self, node):
        node.kind = self.take().text
        rest = self.until(";")
        if node.kind == "option":
            equals = next(i for i, t in enumerate(rest) if t.text == "=")
            node.name = Token(self.text[rest[0].start:rest[equals - 1].end].replace(" ", ""),
                              rest[0].start, rest[equals - 1].end)
            node.type = Token(self.text[rest[equals + 1].start:rest[-1].end],
                              rest[equals + 1].start, rest[-1].end)
        elif node.kind in ("syntax", "edition", "package", "import"):
            node.name = rest[-1]
        else:
            node.type = Token(self.text[rest[0].start:rest[-1].end], rest[0].start, rest[-1].end)
            node.name = None
        self.take()

    def body(self, node):
        node.open = self.take().start
        while self.peek() != "}":
            self.statement(node)
        node.close = self.take().start

    def numbered(self, node):
        """`number [options];`, with an optional body for groups."""
        sign = self.tokens[self.at] if self.peek() == "-" else None
        if sign:
            self.take()
        number = self.take()
        node.number = number if not sign else Token("-" + number.text, sign.start, number.end)
        if self.peek() == "[":
            group = self.skip_group()
            node.bracket = (group[0].start, group[-1].end)
            node.options = self.entries(group[1:-1])
        if self.peek() == "{" and node.kind == "group":
            self.body(node)
        else:
            self.take()

    def entries(self, tokens):
        found, current, depth = [], [], 0
        for token in [*tokens, Token(",", 0, 0)]:
            depth += (token.text in "{[(") - (token.text in "}])")
            if token.text == "," and depth == 0:
                equals = next(i for i, t in enumerate(current) if t.text == "=")
                found.append(("".join(t.text for t in current[:equals]),
                              self.text[current[equals + 1].start:current[-1].end],
                              current[0].start, current[-1].end))
                current = []
            else:
                current.append(token)
        return found

    def field(self, node):
        node.kind = "field"
        if self.peek() in ("optional", "required", "repeated") and self.peek(1) != "=":
            node.label = self.take()
        if self.peek() == "group":
            node.kind = "group"
            self.take()
        elif self.peek() == "map" and self.peek(1) == "<":
            self.take(), self.take()
            node.key = self.take()
            self.take()
            node.type = self.take()
            self.take()
        else:
            node.type = self.take()
        node.name = self.take()
        self.take()
        self.numbered(node)

    def rpc(self, node):
        node.kind = "rpc"
        self.take()
        node.name = self.take()
        for side in ("input", "output"):
            self.take()
            if self.peek() == "stream" and self.peek(1) != ")":
                setattr(node, ("client" if side == "input" else "server") + "_stream", self.take())
            setattr(node, side, self.take())
            self.take()
            if side == "input":
                self.take()
        if self.peek() == "{":
            self.body(node)
        else:
            self.take()


def parse(text):
    return Parser(text).parse()


def replace(text, changes):
    """Applies (start, end, replacement) edits, which must not overlap."""
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    return text
