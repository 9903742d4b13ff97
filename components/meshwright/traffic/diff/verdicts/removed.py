"""A version is removed: refused while callers may still call it, safe after that."""

from collections.abc import Iterable, Sequence

from meshwright.plan.model import AppConfigDelivery
from meshwright.traffic.code_marks import code
from meshwright.traffic.diff.diff import Diff, Verdict
from meshwright.traffic.diff.listing import listed
from meshwright.traffic.diff.side import Side
from meshwright.traffic.diff.verdicts.written import target, to, weights
from meshwright.units import show_share


def judge(diff: Diff) -> Iterable[Verdict]:
    """Hosts outside the mesh are left out: they continue to run. The steps are those of MW404."""
    old, new = diff.sides.old, diff.sides.new
    for name, node in old.index.nodes.items():
        if name in new.index.nodes or not node.has_proxy:
            continue
        callers = _callers(diff, name)
        share = show_share(old.weights[name])
        if not callers:
            yield Verdict("safe", name, "removed, and no request went to it")
        elif _waits(new):
            yield Verdict(
                "safe",
                name,
                f"removed, with {share} of a route's requests: it is removed after every caller has its new configuration",
            )
        else:
            asked = [each for each in _services(old, name) if set(new.index.callers.get(each, ())) & set(callers)]
            first = _without(diff, asked, name) if asked else _uncalled(diff, callers, name)
            yield Verdict(
                "unsafe",
                name,
                f"removed while it gets {share} of a route's requests. {code('pulumi up')} refuses that (MW404): until "
                f"{listed(callers)} {'has' if len(callers) == 1 else 'have'} the change, these requests would fail",
                (f"{first}; apply it, and wait until the deployments are complete", "remove it"),
            )


def told(diff: Diff, service: str) -> bool:
    """Whether another verdict already reports the callers of a service."""
    old, new = diff.sides.old, diff.sides.new
    gone = [each for each in _targets(old, service) if each not in new.index.nodes]
    return not _waits(new) and any(old.index.nodes[each].has_proxy and _callers(diff, each) for each in gone)


def _waits(side: Side) -> bool:
    """Whether a workload is removed only after all callers have their configuration: on one machine, and with inline
    delivery. Nothing waits for what AppConfig delivers step by step."""
    return not isinstance(side.plan.delivery, AppConfigDelivery)


def _targets(side: Side, service: str) -> list[str]:
    """The virtual nodes that the routes of a service give weight."""
    return [each.node for route in side.index.routes(service) for each in route.targets if each.weight]


def _services(side: Side, node: str) -> list[str]:
    return [service for service in side.index.services if node in _targets(side, service)]


def _callers(diff: Diff, node: str) -> list[str]:
    """The callers of the node that both sides have."""
    old = diff.sides.old
    found = [each for service in _services(old, node) for each in old.index.callers[service]]
    return [each for each in dict.fromkeys(found) if each in diff.sides.new.snapshots]


def _without(diff: Diff, services: Sequence[str], node: str) -> str:
    """How to change the routes that gave the node weight, as a first step."""
    old, new = diff.sides.old, diff.sides.new
    found = []
    for service in services:
        after = {each.name: each for each in new.index.routes(service)}
        for route in old.index.routes(service):
            if any(each.node == node and each.weight for each in route.targets):
                kept, own = after.get(route.name), target(old, service, node)
                if kept:
                    found.append(f"route {code(route.name)}: {to(weights(new, service, kept) | {own: 0})}")
                else:
                    found.append(f"remove the route {code(route.name)}")
    return ", and ".join(found) if len(found) <= 2 else f"give {node} weight 0 in every route"


def _uncalled(diff: Diff, callers: Sequence[str], node: str) -> str:
    gateways = diff.sides.new.index.gateways
    found = [f"the routes of {each}" if each in gateways else f"{code('calls')} of {each}" for each in callers]
    return f"keep {node}, and change only {listed(found)}, after applications have stopped calling it"
