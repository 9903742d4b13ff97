"""A regular expression as an automaton that reads a text character by character, so that several can run in parallel."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from meshwright.traffic.not_explainable import NotExplainable
from meshwright.traffic.requests.expression import Chars, Edge, Either, Repeat, Sequence, Tree, read

_LIMIT = 10_000
"""The maximum number of nodes of an expression."""

DEAD = -1
"""The state from which no text matches any more."""


@dataclass(slots=True)
class _Node:
    """A node of the automaton: the characters that lead to `after`, and the nodes that are reached without a
    character.

    `begin`, `end`: the nodes that are reached only at the beginning or the end of the text.
    """

    chars: frozenset[str] = frozenset()
    after: int = -1
    free: list[int] = field(default_factory=list)
    begin: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)


class Automaton:
    """A regular expression that must match a whole text. States are numbers; each is made when it is first reached."""

    def __init__(self, expression: str) -> None:
        self.work = 0
        """How many nodes were visited so far, for callers that limit their work."""
        self._nodes: list[_Node] = []
        first, self._last = self._build(read(expression))
        self._numbers: dict[frozenset[int], int] = {}
        self._sets: list[frozenset[int]] = []
        self._steps: list[dict[str, int]] = []
        self._accepting: list[bool] = []
        # The start is a state of its own: no other state is at the beginning of the text
        self.start = self._add(self._reached(frozenset({first}), begin=True), begin=True)
        self.sets = {node.chars for node in self._nodes if node.after >= 0}
        """The sets of characters that the expression distinguishes."""

    def step(self, state: int, char: str) -> int:
        """The state after one more character."""
        if state == DEAD:
            return DEAD
        found = self._steps[state].get(char)
        if found is None:
            nodes = (self._nodes[each] for each in self._sets[state])
            after = frozenset(node.after for node in nodes if char in node.chars)
            found = self._steps[state][char] = self._number(after) if after else DEAD
        return found

    def accepts(self, state: int) -> bool:
        """Whether a text that ends in this state matches."""
        return state != DEAD and self._accepting[state]

    def _number(self, nodes: frozenset[int]) -> int:
        reached = self._reached(nodes)
        if reached not in self._numbers:
            self._numbers[reached] = self._add(reached)
        return self._numbers[reached]

    def _add(self, reached: frozenset[int], *, begin: bool = False) -> int:
        self._sets.append(reached)
        self._steps.append({})
        self._accepting.append(self._last in self._reached(reached, begin=begin, end=True))
        return len(self._sets) - 1

    def _reached(self, nodes: frozenset[int], *, begin: bool = False, end: bool = False) -> frozenset[int]:
        found, left = set(nodes), list(nodes)
        while left:
            node = self._nodes[left.pop()]
            for each in (*node.free, *(node.begin if begin else ()), *(node.end if end else ())):
                if each not in found:
                    found.add(each)
                    left.append(each)
        self.work += len(found)
        return frozenset(found)

    def _new(self) -> int:
        if len(self._nodes) >= _LIMIT:
            raise NotExplainable("a regular expression of this length")
        self._nodes.append(_Node())
        return len(self._nodes) - 1

    def _build(self, tree: Tree) -> tuple[int, int]:
        """The first and the last node of a part."""
        if isinstance(tree, Sequence):
            return self._joined(self._build(part) for part in tree.parts)
        if isinstance(tree, Repeat):
            return self._repeated(tree)
        first, last = self._new(), self._new()
        node = self._nodes[first]
        if isinstance(tree, Chars):
            node.chars, node.after = tree.of, last
        elif isinstance(tree, Edge):
            (node.begin if tree.at == "begin" else node.end).append(last)
        elif isinstance(tree, Either):
            for one, other in map(self._build, tree.parts):
                node.free.append(one)
                self._nodes[other].free.append(last)
        return first, last

    def _joined(self, parts: "Iterator[tuple[int, int]]") -> tuple[int, int]:
        first = last = self._new()
        for one, other in parts:
            self._nodes[last].free.append(one)
            last = other
        return first, last

    def _repeated(self, tree: Repeat) -> tuple[int, int]:
        first = last = self._new()
        end = self._new()
        for index in range(max(tree.low, tree.high or 0)):
            if index >= tree.low:
                self._nodes[last].free.append(end)
            one, other = self._build(tree.part)
            self._nodes[last].free.append(one)
            last = other
        if tree.high is None:
            one, other = self._build(tree.part)
            self._nodes[last].free += [one, end]
            self._nodes[other].free += [one, end]
        self._nodes[last].free.append(end)
        return first, end


@lru_cache(maxsize=512)
def automaton(expression: str) -> Automaton:
    """The automaton of an expression, made once for each expression."""
    return Automaton(expression)
