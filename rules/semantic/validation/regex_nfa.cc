// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/validation/regex_nfa.h"

#include <utility>

#include "rules/semantic/validation/regex_syntax.h"

namespace protowarden::rules::semantic {
namespace {

using Ranges = std::vector<Nfa::CodeRange>;

// Builds from the end to the start: each call returns the state that leads to `next`.
class Builder {
 public:
  int Add(Nfa::State state) {
    if (nfa_.states.size() >= Nfa::kMaxStates) full_ = true;
    if (full_) return 0;
    nfa_.states.push_back(std::move(state));
    return static_cast<int>(nfa_.states.size()) - 1;
  }
  int Match() { return Add({}); }
  int Range(const Ranges& ranges, int next) {
    return Add({.kind = Nfa::Kind::kRange, .ranges = ranges, .next = next});
  }
  int Split(int next, int other) {
    return Add({.kind = Nfa::Kind::kSplit, .next = next, .other = other});
  }
  // Any text, then `next`.
  int AnyText(int next) {
    const int loop = Split(next, -1);
    const int any = Range({{0, Nfa::kMaxCodePoint}}, loop);
    if (!full_) nfa_.states[static_cast<size_t>(loop)].other = any;
    return loop;
  }

  int Node(const RegexNode& node, int next) {
    switch (node.kind) {
      case RegexNode::Kind::kRange:
        return Range(node.ranges, next);
      case RegexNode::Kind::kBegin:
        return Add({.kind = Nfa::Kind::kBegin, .next = next});
      case RegexNode::Kind::kEnd:
        return Add({.kind = Nfa::Kind::kEnd, .next = next});
      case RegexNode::Kind::kSequence:
        for (auto part = node.parts.rbegin(); part != node.parts.rend() && !full_; ++part) {
          next = Node(*part, next);
        }
        return next;
      case RegexNode::Kind::kChoice: {
        int choice = Node(node.parts.back(), next);
        for (size_t i = node.parts.size() - 1; i-- > 0 && !full_;) {
          choice = Split(Node(node.parts[i], next), choice);
        }
        return choice;
      }
      case RegexNode::Kind::kRepeat:
        return Repeat(node, next);
    }
    return next;
  }

  std::optional<Nfa> Finish(int start) {
    if (full_) return std::nullopt;
    nfa_.start = start;
    return std::move(nfa_);
  }
  [[nodiscard]] bool full() const { return full_; }

 private:
  int Repeat(const RegexNode& node, int next) {
    const RegexNode& part = node.parts.front();
    int from = next;
    if (node.max == RegexNode::kEndless) {
      const int loop = Split(next, -1);
      const int body = Node(part, loop);
      if (!full_) nfa_.states[static_cast<size_t>(loop)].other = body;
      from = loop;
    } else {
      for (int i = node.min; i < node.max && !full_; ++i) from = Split(next, Node(part, from));
    }
    for (int i = 0; i < node.min && !full_; ++i) from = Node(part, from);
    return from;
  }

  Nfa nfa_;
  bool full_ = false;
};

}  // namespace

std::optional<Nfa> SearchAutomaton(std::string_view re2_pattern) {
  const std::optional<RegexNode> tree = ParseRegex(re2_pattern);
  if (!tree.has_value()) return std::nullopt;
  Builder builder;
  const int found = builder.AnyText(builder.Match());
  return builder.Finish(builder.AnyText(builder.Node(*tree, found)));
}

std::optional<Nfa> LiteralAutomaton(const std::vector<CodePoints>& literals, bool open_start,
                                    bool open_end) {
  Builder builder;
  int end = builder.Match();
  if (open_end) end = builder.AnyText(end);
  int start = -1;
  for (const CodePoints& literal : literals) {
    int next = end;
    for (auto code = literal.rbegin(); code != literal.rend() && !builder.full(); ++code) {
      next = builder.Range({{*code, *code}}, next);
    }
    start = start < 0 ? next : builder.Split(next, start);
  }
  if (start < 0) start = builder.Range({}, end);  // none of no literals
  if (open_start) start = builder.AnyText(start);
  return builder.Finish(start);
}

}  // namespace protowarden::rules::semantic
