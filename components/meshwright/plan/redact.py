"""A plan without the texts of its workloads that may be sensitive.

People write passwords into the environment or the command of a container, although they should not. A plan that is stored
or shown has a short digest in the place of each such text, so that a changed text is still reported.
"""

import re
from dataclasses import replace
from hashlib import sha256

from meshwright.plan.model import ContainerWorkload, GivenRef, Plan, ProcessWorkload, Text, VirtualNode

_REDACTED = re.compile(r"\[redacted [0-9a-f]{4}\]")


def redact(plan: Plan) -> Plan:
    """The plan with a digest in the place of each environment value and each argument of a command.

    The program of a command is kept, and so are the names of variables, `Given`s and `Secret`s, and everything that decides
    where traffic goes. Redacting twice changes nothing.

    A digest has 16 bits. That is too short to confirm a guessed password, because many others have the same digest; one
    change in 65,536 is not noticed.
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
