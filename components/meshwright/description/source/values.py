"""A value of a description as a Python expression."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from datetime import timedelta

from meshwright import units
from meshwright.description import match
from meshwright.description.match import Condition
from meshwright.description.service import Service
from meshwright.description.source.layout import Atom, Brackets, Expression, Item, Method, flat, laid_out
from meshwright.description.source.texts import quoted
from meshwright.description.written import Written

_POSITIONAL = {
    ("Images", "registry"),
    ("Scale", "high"),
    ("Service", "runs"),
    ("Target", "weight"),
    ("Tracing", "sample"),
    ("Version", "runs"),
    ("VirtualNode", "runs"),
}
"""Fields that people give without their names, although they have defaults. Required fields never need a row."""


_SERVICES = {("GatewayRoute", "to"), ("Service", "calls"), ("VirtualNode", "backends")}
"""Fields that name services, or hold the services themselves."""


@dataclass(frozen=True)
class Names:
    """The variables that stand for parts of a mesh: by the part's `id`, and, of services, by their names."""

    objects: Mapping[int, str] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)

    def with_object(self, part: Written, variable: str) -> "Names":
        """These names and one more."""
        services = {part.name: variable} if isinstance(part, Service) else {}
        return replace(self, objects={**self.objects, id(part): variable}, services={**self.services, **services})


_NONE = Names()


def line(value: object) -> str:
    """The value in one line."""
    return flat(tree(value))


def argument(name: str, value: object) -> str:
    """An argument in one line, as in `to={"v1": 90, "v2": 10}`."""
    return f"{name}={line(value)}"


def expression(value: object) -> str:
    """The value over as many lines as it needs."""
    return laid_out(Item("", tree(value)))


def tree(value: object, names: Names = _NONE) -> Expression:
    """The value as an expression, with variables instead of the parts that have one."""
    if id(value) in names.objects:
        return Atom(names.objects[id(value)])
    if isinstance(value, Condition):
        return _condition(value)
    if isinstance(value, Written):
        return Brackets(f"{type(value).__name__}(", tuple(_arguments(value, names)), ")", call=True)
    if isinstance(value, str):
        return Atom(quoted(value))
    if isinstance(value, timedelta):
        return Atom(quoted(units.show_duration(value)))
    if isinstance(value, Mapping):
        pairs = tuple(Item(f"{line(key)}: ", tree(each, names)) for key, each in value.items())
        return Brackets("{", pairs, "}")
    if isinstance(value, Sequence):
        items = tuple(Item("", tree(each, names)) for each in value)
        return Brackets("[", items, "]", opened=len(items) > 1 and all(map(_is_part, value, items)))
    return Atom(repr(value))


def _is_part(value: object, written: Item) -> bool:
    """Whether it is an object of the description that has no variable, and no condition: people give each a line."""
    return isinstance(value, Written) and not isinstance(value, Condition) and not isinstance(written.value, Atom)


def _arguments(value: Written, names: Names) -> Iterator[Item]:
    """Without those that are what they would be anyway; by position as long as none before them is left out.

    `when` comes first of the keywords: people say which requests a route takes before they say where these go.
    """
    by_position = True
    for each in sorted(fields(value), key=lambda each: (each.kw_only, each.name != "when")):
        given = getattr(value, each.name)
        if _is_default(each, given):
            by_position = False
            continue
        by_position = by_position and not each.kw_only and (_required(each) or _is_positional(value, each.name))
        names_services = (type(value).__name__, each.name) in _SERVICES
        written = _services(given, names) if names_services else tree(given, names)
        yield Item("" if by_position else f"{each.name}=", written)


def _services(given: object, names: Names) -> Expression:
    """Services by their variables, and by their names where they have none yet."""
    if isinstance(given, str):
        return Atom(names.services[given]) if given in names.services else tree(given)
    if isinstance(given, Sequence):
        return Brackets("[", tuple(Item("", _services(each, names)) for each in given), "]")
    return tree(given, names)


def _required(each: Field[object]) -> bool:
    return each.default is MISSING and each.default_factory is MISSING


def _is_positional(value: Written, name: str) -> bool:
    return (type(value).__name__, name) in _POSITIONAL


def _is_default(each: Field[object], given: object) -> bool:
    if _required(each):
        return False
    default = each.default if each.default_factory is MISSING else each.default_factory()
    if isinstance(default, (Sequence, Mapping)) and not isinstance(default, str):
        return not default and not isinstance(given, str) and isinstance(given, (Sequence, Mapping)) and not given
    return type(given) is type(default) and given == default


def _condition(value: Condition) -> Expression:
    """By its subject and verb, as in `cookie("beta").equals("yes")`; by `Condition(...)` where no verb makes it."""
    subject = getattr(match, value.subject, None)
    named = callable(subject)
    verb = getattr(subject(value.name) if callable(subject) else subject, value.verb, None)
    given = _given(value)
    if verb is None or verb(*given) != _upright(value):
        return Brackets("Condition(", tuple(_arguments(value, _NONE)), ")", call=True)
    inverted = "~" * value.inverted
    call = tuple(Item("", tree(each)) for each in given)
    if not named:
        return Brackets(f"{inverted}{value.subject}.{value.verb}(", call, ")", call=True)
    of = Brackets(f"{inverted}{value.subject}(", (Item("", tree(value.name)),), ")", call=True)
    return Method(of, Brackets(f".{value.verb}(", call, ")", call=True))


def _upright(value: Condition) -> Condition:
    return ~value if value.inverted else value


def _given(value: Condition) -> tuple[object, ...]:
    """What the verb is called with."""
    if value.verb == "exists":
        return ()
    if value.verb == "between":
        return (value.low, value.high)
    is_port = value.subject == "port" and value.value.isdecimal() and value.value.isascii()
    return (int(value.value) if is_port else value.value,)
