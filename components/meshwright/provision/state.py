"""The state of the current stack, read by a function of the engine. Calls no cloud."""

import time
from collections.abc import Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import pulumi
from pulumi.runtime.settings import get_monitor

from meshwright.plan.stack_state import Resource

_TRIES = 10
_PAUSE = 0.2
"""Seconds between tries, in which the engine finishes writing its state."""


_read_by: WeakKeyDictionary[object, list[Resource]] = WeakKeyDictionary()
"""The resources that were read, by the connection to the engine: each run has its own."""


def resources() -> list[Resource]:
    """The resources of the last run, with their outputs. Read once a run, because the answer is the whole state."""
    engine = get_monitor()
    if engine not in _read_by:
        _read_by[engine] = _resources()
    return _read_by[engine]


_by_type: WeakKeyDictionary[object, dict[str, list[Resource]]] = WeakKeyDictionary()
"""The same resources, by type."""


def of_type(kind: str) -> Sequence[Resource]:
    """The resources of one type of the last run."""
    engine = get_monitor()
    if engine not in _by_type:
        found: dict[str, list[Resource]] = {}
        for each in resources():
            found.setdefault(each.type, []).append(each)
        _by_type[engine] = found
    return _by_type[engine].get(kind, ())


def outputs(kind: str, name: str) -> Mapping[str, Any] | None:
    """The outputs of one resource of the last run. None: there was none of this type and name."""
    return next((each.outputs for each in of_type(kind) if each.name == name), None)


def _resources() -> list[Resource]:
    stack = f"{pulumi.get_organization()}/{pulumi.get_project()}/{pulumi.get_stack()}"
    found = (_read(stack) or {}).get("outputs", {})
    return [Resource(each["type"], urn.rpartition("::")[2], each["outputs"]) for urn, each in found.items()]


def _read(stack: str, tries: int = _TRIES) -> Any:
    """The engine's answer. The engine writes its state while the program runs, and a file not atomically: a read in between
    finds a part of it, or nothing, and is repeated."""
    try:
        return pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", {"stackName": stack}).value
    except Exception as error:
        if "failed to load checkpoint" not in str(error) or tries == 1:
            raise
    time.sleep(_PAUSE)
    return _read(stack, tries - 1)
