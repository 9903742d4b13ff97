"""The values of one part of a request that its conditions can tell apart: one example for each way to fulfil some of them.

Where all conditions are about literal texts, the examples are put together from these. Where there are regular expressions
or intervals, all conditions are walked through at once, character by character: the product of their automata.
"""

from collections.abc import Iterable, Iterator, Sequence

from meshwright.traffic.arrival import METHODS
from meshwright.traffic.diff.automaton import DEAD, Automaton, automaton
from meshwright.traffic.diff.condition import Condition, Subject, Value
from meshwright.traffic.diff.expression import PRINTABLE
from meshwright.traffic.not_explainable import NotExplainable

_LIMIT = 50_000
"""How many states of the product are looked at before it is given up."""
_REPEATED = 64
"""How many combinations of repeated headers are looked at."""

_DOMAINS = {
    "path": r"/[^ ?#]*",
    "query": r"[^ &#]*",
    "cookie": r"[^ \";]*",
    "header": r"([^ ]([ -~]*[^ ])?)?",
    ":authority": r"[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?",
}
"""What a request can have there, as far as a person or program would send it."""

_NICEST = "xyzabcdefghijklmnopqrstuvw0123456789"
_COMMON = ("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS")


def distinct(subject: Subject, conditions: Sequence[Condition]) -> list[Value]:
    """Values of a subject so that every request meets the same of these conditions as one of them does.

    The plainest come first, those of which a header is there several times last. Raises NotExplainable where there would be
    too many.
    """
    found: dict[tuple[bool, ...], Value] = {}
    for value in _candidates(subject, conditions):
        found.setdefault(tuple(each.holds(value) for each in conditions), value)
    if subject.repeatable and len(conditions) > 1:
        _repeat(found, conditions)
    return list(found.values())


def _candidates(subject: Subject, conditions: Sequence[Condition]) -> Iterable[Value]:
    if subject.name == ":method":
        return [(each,) for each in (*_COMMON, *sorted(METHODS))]
    if subject.name == ":scheme":
        return [("http",), ("https",)]
    always = subject.kind == "path" or subject.name.startswith(":")
    domain = automaton(_DOMAINS.get(subject.name, _DOMAINS[subject.kind]))
    texts: Iterable[str] | None = _from_literals(subject, conditions, domain)
    if texts is None:
        texts = _from_product(domain, [automaton(found) for each in conditions if (found := each.expression)])
    return [*([] if always else [()]), *((text,) for text in texts)]


def _from_literals(subject: Subject, conditions: Sequence[Condition], domain: Automaton) -> list[str] | None:
    """The texts, from those of the conditions: each alone, and a prefix and a suffix with a letter between that none has.

    None where the conditions are about more than that.
    """
    literals = [each.literal for each in conditions if each.expression is not None]
    if any(each is None or each[0] not in ("exact", "prefix", "suffix") for each in literals):
        return None
    if any("(?i)" in (each.expression or "") for each in conditions):
        return None
    texts: dict[str, list[str]] = {"exact": [], "prefix": [], "suffix": []}
    for kind, text in filter(None, literals):
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
    """The shortest text for each set of machines that accept it, the empty one last."""
    every = (domain, *machines)
    alphabet = _alphabet(every)
    start = tuple(machine.start for machine in every)
    seen, waiting, known = {start}, [(start, "")], set[tuple[bool, ...]]()
    for states, text in waiting:
        if domain.accepts(states[0]) and text:
            accepted = tuple(machine.accepts(state) for machine, state in zip(machines, states[1:], strict=True))
            if accepted not in known:
                known.add(accepted)
                yield text
        for char in alphabet:
            after = tuple(machine.step(state, char) for machine, state in zip(every, states, strict=True))
            if after[0] != DEAD and after not in seen:
                seen.add(after)
                waiting.append((after, text + char))
        if len(seen) > _LIMIT:
            raise NotExplainable("so many regular expressions on one value that they can't be told apart")
    if domain.accepts(domain.start):
        yield ""


def _alphabet(machines: Iterable[Automaton]) -> list[str]:
    """One character of each kind that the machines tell apart, letters before signs."""
    sets = [chars for machine in machines for chars in machine.sets]
    kinds: dict[tuple[bool, ...], str] = {}
    for char in [*_NICEST, *sorted(PRINTABLE - set(_NICEST))]:
        kinds.setdefault(tuple(char in chars for chars in sets), char)
    return list(kinds.values())


def _repeat(found: dict[tuple[bool, ...], Value], conditions: Sequence[Condition]) -> None:
    """Adds what a header meets that comes several times, each value of which is matched by itself."""
    single = [value for value in found.values() if value]
    latest = list(single)
    while latest and len(found) < _REPEATED:
        combined = [(*value, *other) for value in latest for other in single if other[0] not in value]
        latest = []
        for value in combined:
            meets = tuple(each.holds(value) for each in conditions)
            if meets not in found:
                found[meets] = value
                latest.append(value)
