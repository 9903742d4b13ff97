"""The values of one part of a request that a list of conditions can tell apart, one example each.

Where all conditions are literal texts, the examples are combined from them. Where there are regular expressions or
intervals, the automata of all conditions run in parallel, character by character (their product).
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from meshwright.traffic.arrival import METHODS
from meshwright.traffic.not_explainable import NotExplainable
from meshwright.traffic.requests.automaton import DEAD, Automaton, automaton
from meshwright.traffic.requests.condition import Condition, Subject, Value
from meshwright.traffic.requests.expression import PRINTABLE

_LIMIT = 1_000_000
"""The maximum number of steps of the automata."""
_REPEATED = 256
"""The number of combinations of repeated header values after which only pairs are combined."""
_PAIRED = 64
"""The maximum number of values whose pairs are combined."""

_DOMAINS = {
    "path": r"/[^ ?#]*",
    "query": r"[^ &#]*",
    "cookie": r"([^ ;\"]([^;]*[^ ;])?)?",
    "header": r"([^ ]([ -~]*[^ ])?)?",
    ":host": r"[a-z0-9][a-z0-9._-]*",
    ":authority": r"[a-z0-9][a-z0-9._-]*(:[0-9]{1,5})?",
}
"""The values that a request can have there, as regular expressions."""

_MERGED = r"//|/([^ ?#/]+/)*[^ ?#/]*"
"""The paths that a listener sees which merges slashes. Envoy leaves "//" alone."""

_NICEST = "xyzabcdefghijklmnopqrstuvw0123456789"
_COMMON = ("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS")


def distinct(subject: Subject, conditions: Sequence[Condition], *, merged: bool = False) -> list[Value]:
    """Values of a subject, one for each set of conditions that a single value can fulfil. The plainest come first.

    `merged`: whether the listener merges the slashes of paths, so that it sees none with two in a row.

    Raises NotExplainable if there are too many.
    """
    every = _candidates(subject, tuple(conditions), merged=merged)
    return list(_first((_met(conditions, value), value) for value in every).values())


def repeated(subject: Subject, conditions: Sequence[Condition]) -> list[Value]:
    """Values of a repeated header, for the sets of conditions that only several values fulfil; each value is matched
    separately.

    If there are very many combinations, at most two values are combined. Raises NotExplainable if even these are too
    many.
    """
    if not subject.repeatable:
        return []
    once = {value: _met(conditions, value) for value in _candidates(subject, tuple(conditions))}
    single = _first((meets, value) for value, meets in once.items() if value)
    if len(single) > _PAIRED:
        raise NotExplainable(
            f"requests that repeat the header {subject.name}, whose conditions distinguish {len(single)} values"
        )
    inverted = _bits(each.inverted for each in conditions)
    known, found, latest = set(once.values()), list[Value](), single
    while latest and (latest is single or len(found) <= _REPEATED):
        combined = (
            # One value fulfils a condition; an inverted one must hold for all values
            ((one | other) & ~inverted | one & other & inverted, (*value, *more))
            for one, value in latest.items()
            for other, more in single.items()
        )
        latest = _first((meets, value) for meets, value in combined if meets not in known)
        known |= latest.keys()
        found += latest.values()
    return found if not latest else [value for value in found if len(value) == 2]


def _first(values: Iterable[tuple[int, Value]]) -> dict[int, Value]:
    found: dict[int, Value] = {}
    for meets, value in values:
        found.setdefault(meets, value)
    return found


def _met(conditions: Sequence[Condition], value: Value) -> int:
    return _bits(each.holds(value) for each in conditions)


@lru_cache(maxsize=4096)
def _candidates(subject: Subject, conditions: tuple[Condition, ...], *, merged: bool = False) -> Sequence[Value]:
    if subject.name == ":method":
        return [(each,) for each in (*_COMMON, *sorted(METHODS))]
    always = subject.kind == "path" or subject.name.startswith(":")
    expression = _DOMAINS.get(subject.name, _DOMAINS[subject.kind])
    domain = automaton(_MERGED if merged and subject.kind == "path" else expression)
    texts: Iterable[str] | None = _from_literals(subject, conditions, domain)
    if texts is None:
        texts = _from_product(
            domain, [automaton(found) for each in conditions if (found := each.expression) is not None]
        )
    return [*([] if always else [()]), *((text,) for text in texts)]


def _from_literals(subject: Subject, conditions: Sequence[Condition], domain: Automaton) -> list[str] | None:
    """The texts of the conditions, and prefixes and suffixes with a letter between them that no condition contains.

    None if the conditions are not only literal texts.
    """
    literals = [each.literal for each in conditions if each.expression is not None]
    if any(each is None or each[0] not in ("exact", "prefix", "suffix") for each in literals):
        return None
    if any("(?i)" in (each.expression or "") for each in conditions):
        return None
    texts: dict[str, list[str]] = {"exact": [], "prefix": [], "suffix": []}
    for kind, text in filter(None, literals):
        if not PRINTABLE.issuperset(text):
            raise NotExplainable(f"characters that are not ASCII in {text!r}")
        texts[kind].append(text)
    used = set("".join(text for each in texts.values() for text in each))
    other = next((char for char in _NICEST if char not in used), None)
    if other is None:
        return None
    prefixes = ["/" if subject.kind == "path" else "", *texts["prefix"]]
    whole = [*prefixes, other, *texts["exact"], *texts["suffix"]]
    mixed = [f"{prefix}{other}{suffix}" for prefix in prefixes for suffix in ("", *texts["suffix"])]
    return [text for text in dict.fromkeys([*filter(None, whole), *mixed, ""]) if _matches(domain, text)]


def _matches(machine: Automaton, text: str) -> bool:
    state = machine.start
    for char in text:
        state = machine.step(state, char)
    return machine.accepts(state)


def _from_product(domain: Automaton, machines: Sequence[Automaton]) -> Iterator[str]:
    """The shortest text for each set of automata that accept it; the empty text comes last."""
    every = dict(enumerate([domain, *machines]))
    alphabet = _alphabet(every.values())
    # States without the dead automata: most are dead after a few characters
    start = tuple((index, machine.start) for index, machine in every.items())
    seen, waiting, known = {start}, [(start, "")], set[frozenset[int]]()
    steps, work = 0, sum(machine.work for machine in every.values())
    for states, text in waiting:
        accepted = frozenset(index for index, state in states if every[index].accepts(state))
        if 0 in accepted and text and accepted not in known:
            known.add(accepted)
            yield text
        for char in alphabet:
            moved = ((index, every[index].step(state, char)) for index, state in states)
            after = tuple(each for each in moved if each[1] != DEAD)
            if after not in seen and after and after[0][0] == 0:
                seen.add(after)
                waiting.append((after, text + char))
        steps += (len(states) + len(text)) * len(alphabet)
        if steps + sum(machine.work for machine in every.values()) - work > _LIMIT:
            raise NotExplainable("too many regular expressions on one value to compare them")
    if domain.accepts(domain.start):
        yield ""


def _alphabet(machines: Iterable[Automaton]) -> list[str]:
    """One character for each set of characters that the automata distinguish, letters first."""
    sets = [chars for machine in machines for chars in machine.sets]
    kinds: dict[tuple[bool, ...], str] = {}
    for char in [*_NICEST, *sorted(PRINTABLE - set(_NICEST))]:
        kinds.setdefault(tuple(char in chars for chars in sets), char)
    return list(kinds.values())


def _bits(values: Iterable[bool]) -> int:
    return sum(1 << index for index, value in enumerate(values) if value)
