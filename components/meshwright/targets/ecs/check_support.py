"""MW301 and MW316: what ECS cannot do, and what capture cannot."""

from collections.abc import Iterable
from dataclasses import replace

from meshwright.checks.finding import finding
from meshwright.plan.index import Index
from meshwright.plan.model import LambdaWorkload, ProcessWorkload
from meshwright.problems import Problem, Severity
from meshwright.targets.ecs.network import is_loopback, tcp_services
from meshwright.targets.ecs.platform import launch_type, platform

_MOST_PORTS = 15
"""Ports that one rule of the ECS agent takes; it drops the others and only logs it."""


def check(index: Index) -> Iterable[Problem]:
    """What is an error, or advice, for good."""
    plan = index.plan
    for node in plan.virtual_nodes:
        if isinstance(node.runs, ProcessWorkload):
            yield finding(
                "MW301",
                node.origin,
                found=f"{node.name}, a Process",
                expected="a Container, Host or LambdaFunction",
                fix="give the version a Container, or run it on the local platform",
            )
        if not is_loopback(plan) and len(node.listeners) > _MOST_PORTS:
            yield finding(
                "MW301",
                node.origin,
                "listeners",
                found=f"{len(node.listeners)} listeners",
                expected=f"at most {_MOST_PORTS} with transparent capture",
                fix=f'write {launch_type(plan).written}(..., capture="loopback"), or make several nodes of it',
            )
    for service in tcp_services(index):
        if any(caller in index.nodes for caller in index.callers[service]) and "." in service:
            yield finding(
                "MW301",
                index.services[service].origin,
                "name",
                found=f'"{service}", a TCP service with a full host name',
                expected="a name without dots: TCP has no names, so the address that it resolves to must be the mesh's",
                fix=f'call it "{service.partition(".")[0]}", as in {service.partition(".")[0]}.{plan.mesh}.mesh',
            )
    if is_loopback(plan) and plan.egress == "deny":
        yield finding(
            "MW316",
            platform(plan).origin,
            "capture",
            found='capture "loopback" with egress "deny"',
            expected="something that keeps other connections in: loopback leads only names of the mesh to Envoy",
            fix='use capture "transparent", or close the security group\'s way out, or write egress="allow" in the Mesh',
        )


def not_yet(index: Index, severity: Severity) -> Iterable[Problem]:
    """What Meshwright does not make on ECS so far. Tracing is left out silently by nobody: it stays advice."""
    for node in index.plan.virtual_nodes:
        if isinstance(node.runs, LambdaWorkload):
            found = finding(
                "MW301",
                node.origin,
                found=f"{node.name}, a Lambda function",
                expected="a Container or a Host: Lambda is still to be built",
                fix="leave the version out of this environment until then",
            )
            yield replace(found, override=severity)
    if index.plan.tracing_sample:
        yield Problem(
            "MW301",
            ("tracing",),
            found=f"tracing of {index.plan.tracing_sample}",
            expected="no tracing: it is still to be built",
            fix="leave it in for later: nothing is traced, and trace ids of callers are handed on and logged",
            override=Severity.ADVICE,
        )
