"""What AWS replaces when a description changes, as far as clients or callers notice."""

from collections.abc import Iterator

from meshwright import names
from meshwright.plan.index import Index
from meshwright.plan.model import EcsPlatform, Plan, VirtualGateway
from meshwright.targets.ecs.load_balancer import load_balancer
from meshwright.targets.ecs.platform import launch_type, platform
from meshwright.traffic.code_marks import code
from meshwright.traffic.verdict import Verdict


def effects(before: Plan, plan: Plan) -> tuple[Verdict, ...]:
    """None between two environments that are not one after the other."""
    if before.environment != plan.environment or not isinstance(before.platform, EcsPlatform):
        return ()
    if moved := _moved(before, plan):
        return (moved,)
    return (*_capture(before, plan), *_launch(before, plan), *_gateways(before, plan))


def _moved(before: Plan, plan: Plan) -> Verdict | None:
    """The refusal of MW408, as far as a description knows it."""
    was, now = ([names.tasks_zone(each.mesh, each.environment), platform(each).region] for each in (before, plan))
    if was == now:
        return None
    what = "name of the mesh" if was[0] != now[0] else "region"
    return Verdict(
        "unsafe",
        plan.mesh,
        f"the {what} changes: {code('pulumi up')} refuses that (MW408), because nearly every resource would be replaced",
        _beside("environment"),
    )


def _capture(before: Plan, plan: Plan) -> Iterator[Verdict]:
    old, new = platform(before).capture, platform(plan).capture
    if old != new:
        yield Verdict(
            "unsafe",
            plan.mesh,
            f"capture changes from {old} to {new}: the names of the mesh resolve to other addresses at once, and calls of "
            "running tasks fail until they are replaced",
            _beside("environment"),
        )


def _launch(before: Plan, plan: Plan) -> Iterator[Verdict]:
    old, new = launch_type(before), launch_type(plan)
    if old != new:
        yield Verdict(
            "careful",
            plan.mesh,
            f"runs on {new.written} instead of {old.written}: every ECS service is replaced, so that twice as many tasks "
            "run until all new ones are healthy; then the old ones are stopped",
        )


def _gateways(before: Plan, plan: Plan) -> Iterator[Verdict]:
    old, new = Index(before), Index(plan)
    for name, gateway in new.gateways.items():
        if name in old.gateways:
            yield from _balancer(old, new, name)
            yield from _first_port(old.gateways[name], gateway)


def _balancer(old: Index, new: Index, name: str) -> Iterator[Verdict]:
    was, now = (load_balancer(each, each.gateways[name]) for each in (old, new))
    if was.suffix == now.suffix:
        return
    why = (
        f"is behind {_article(now.kind)} load balancer instead of {_article(was.kind)} one"
        if was.kind != now.kind
        else f"speaks {new.gateways[name].listeners[0].protocol} instead of {old.gateways[name].listeners[0].protocol} on "
        "its first port"
    )
    yield Verdict(
        "unsafe",
        name,
        f"{why}: it gets a new load balancer and a new name. The old one serves until the new one does, and is then "
        "deleted by the same change: clients that still have its name or its addresses get no answer",
        _beside("gateway"),
    )


def _first_port(before: VirtualGateway, gateway: VirtualGateway) -> Iterator[Verdict]:
    """With a certificate, the load balancer's port 443 is for the first port. The description does not know whether there
    is one."""
    old, new = before.listeners[0], gateway.listeners[0]
    if old.port != new.port and new.port not in [each.port for each in before.listeners]:
        yield Verdict(
            "unsafe",
            gateway.name,
            f"its first port is {new.port} instead of {old.port}: with a certificate, requests on port 443 go to port "
            f"{new.port} at once, and get no answer until its tasks listen there",
            (
                f"add port {new.port} as the last one",
                f"when the change is complete, put it first, before port {old.port}",
                f"remove port {old.port}",
            ),
        )


def _article(kind: str) -> str:
    return f"{'an' if kind == 'application' else 'a'} {kind}"


def _beside(what: str) -> tuple[str, ...]:
    return (
        f"describe a second {what} with the change, beside the old one",
        "move clients to it (DNS, links), and wait until the access log of the old one shows no more requests",
        "remove the old one",
    )
