"""A plan without the texts of its workloads that may hold something sensitive.

Nobody is meant to write a password into a container's environment or command, yet people do. What leaves the description,
to be kept or shown elsewhere, carries a short digest in the place of each such text, so that a change of it is still seen.
"""

import re
from dataclasses import replace
from hashlib import sha256

from meshwright.plan.model import ContainerWorkload, GivenRef, Plan, ProcessWorkload, Text, VirtualNode

_REDACTED = re.compile(r"\[redacted [0-9a-f]{4}\]")


def redact(plan: Plan) -> Plan:
    """The plan with a digest for each environment value and each argument of a command (its program stays).

    Names stay: of variables, of `Given`s, of `Secret`s, which name a secret and never hold one. So does all that says where
    traffic goes. Redacting twice changes nothing.

    A digest has 16 bits. That is too short to tell a guessed password from the many others that share its digest, and
    misses one change in 65,536.
    """
    return replace(plan, virtual_nodes=tuple(_node(each) for each in plan.virtual_nodes))


def _node(node: VirtualNode) -> VirtualNode:
    runs = node.runs
    if not isinstance(runs, ContainerWorkload | ProcessWorkload):
        return node
    command = (*runs.command[:1], *(_digest(node.name, str(at), each) for at, each in enumerate(runs.command[1:], 1)))
    environment = {name: _text(node.name, name, value) for name, value in runs.environment.items()}
    return replace(node, runs=replace(runs, command=command, environment=environment))


def _text(node: str, place: str, value: Text) -> Text:
    return value if isinstance(value, GivenRef) else _digest(node, place, value)


def _digest(node: str, place: str, value: str) -> str:
    """The digest depends on the place, so that equal texts in two places do not look equal."""
    if _REDACTED.fullmatch(value):
        return value
    return f"[redacted {sha256(f'{node} {place} {value}'.encode()).hexdigest()[:4]}]"
