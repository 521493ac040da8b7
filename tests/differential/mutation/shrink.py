# SPDX-License-Identifier: Apache-2.0
"""Makes a pair on which the tools differ as small as possible."""
from mutation import proto_text
from mutation.judge import Pair

NAME = "p00000"
ATTEMPTS = 220


def signature(theirs, ours):
    """Which rules differ, and in which direction."""
    return ({("buf", f[0]) for f in theirs - ours} | {("protowarden", f[0]) for f in ours - theirs})


class Shrinker:
    def __init__(self, judge, config, wanted):
        self.judge, self.config, self.wanted = judge, config, wanted
        self.left = ATTEMPTS

    def differs(self, pair):
        if self.left <= 0 or not pair.before or not pair.after:
            return False
        self.left -= 1
        dropped, found = self.judge.judge({NAME: pair}, [self.config])
        if dropped:
            return False
        return any(self.wanted & signature(*both) for both in found.values())

    def shrink(self, pair):
        """Removes statements, largest first, from both sides or one, while the tools differ."""
        progress = True
        while progress and self.left > 0:
            progress = False
            for remove in self.removals(pair):
                smaller = remove(pair)
                if smaller is not None and self.differs(smaller):
                    pair, progress = smaller, True
        return pair

    @staticmethod
    def removals(pair):
        yield from (lambda p, path=path: without_file(p, path)
                    for path in sorted({*pair.before, *pair.after}))
        found = {}
        for files in (pair.before, pair.after):
            for path, text in files.items():
                for node in proto_text.parse(text).walk():
                    key = (path, node.kind, node.path)
                    found[key] = max(found.get(key, 0), node.end - node.start)
        for key, _ in sorted(found.items(), key=lambda item: (-item[1], item[0])):
            for sides in ("both", "before", "after"):
                yield lambda p, key=key, sides=sides: without_statement(p, key, sides)
        for key in sorted(found):
            if key[1] in ("field", "value"):
                yield lambda p, key=key: without_options(p, key)


def make(pair, before, after):
    if (before, after) == (pair.before, pair.after):
        return None
    return Pair(before, after, pair.edits, pair.origin)


def without_file(pair, path):
    return make(pair, {p: t for p, t in pair.before.items() if p != path},
                {p: t for p, t in pair.after.items() if p != path})


def change(files, key, edit):
    path, kind, name = key
    if path not in files:
        return files
    for node in proto_text.parse(files[path]).walk():
        if (node.kind, node.path) == (kind, name):
            return {**files, path: proto_text.replace(files[path], [edit(node)])}
    return files


def without_statement(pair, key, sides):
    def edit(node):
        return node.start, node.end, ""
    before = change(pair.before, key, edit) if sides != "after" else pair.before
    after = change(pair.after, key, edit) if sides != "before" else pair.after
    return make(pair, before, after)


def without_options(pair, key):
    def edit(node):
        return (*(node.bracket or (node.end, node.end)), "")
    return make(pair, change(pair.before, key, edit), change(pair.after, key, edit))
