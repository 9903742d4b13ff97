"""Values for the `Given`s of a description."""

from collections.abc import Callable, Mapping, Set

import pulumi

from meshwright.delivery import givens
from meshwright.description.fields import is_host
from meshwright.problems import Problem
from meshwright.provision.ecs.tokens import Known, used
from meshwright.provision.stack import refused
from meshwright.targets.ecs.model import EcsEnvironment, EcsProxy


def tokens(layout: EcsEnvironment) -> set[str]:
    """The names of all tokens in the target's values."""
    parts: list[object] = [*layout.shared.values()]
    for proxy in layout.proxies.values():
        parts += [list(proxy.task.containers), *proxy.task_statements]
    return set().union(*(used(each) for each in parts), (f"given:{name}" for name in _hosts(layout)))


def problems(layout: EcsEnvironment, tokens: Set[str], values: Mapping[str, object]) -> list[Problem]:
    """Givens without a value, values without a Given, and known values that are not hosts.

    `tokens`: those of the layout.
    """
    described = {token.removeprefix("given:") for token in tokens if token.startswith("given:")}
    found = [
        Problem("MW403", ("givens", name), "no value", f'a value for Given("{name}")', f'pass givens={{"{name}": ...}}')
        for name in sorted(described - set(values))
    ]
    found += [
        Problem(
            "MW403", ("givens", name), f'"{name}"', "a Given of the description", "leave it out, or correct the name"
        )
        for name in sorted(set(values) - described)
    ]
    hosts = {name: values[name] for name in sorted(_hosts(layout) & set(values))}
    return found + [
        _not_a_host(name, each) for name, each in hosts.items() if isinstance(each, str) and not is_host(each)
    ]


def filled(proxy: EcsProxy, known: Known) -> pulumi.Output[str]:
    """The bundle of a proxy with its hosts filled in. An Output that is not a host fails the `up` (MW402)."""
    hosts = {name: pulumi.Output.from_input(known[f"given:{name}"]).apply(_checked(name)) for name in proxy.givens}
    return pulumi.Output.all(**hosts).apply(lambda values: givens.filled(proxy.bundle, values))


def _hosts(layout: EcsEnvironment) -> set[str]:
    return {name for proxy in layout.proxies.values() for name in proxy.givens}


def _checked(name: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if not is_host(value):
            raise refused([_not_a_host(name, value)])
        return value

    return check


def _not_a_host(name: str, value: str) -> Problem:
    return Problem(
        "MW402",
        ("givens", name),
        f'"{value}"',
        "a host name or an IPv4 address, without scheme and port",
        "give the host only: of an RDS instance `address`, not `endpoint`",
    )
