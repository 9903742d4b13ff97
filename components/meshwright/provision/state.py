"""The state of the stack that runs, by the engine's own function. Asks no cloud."""

import time
from typing import Any
from weakref import WeakKeyDictionary

import pulumi
from pulumi.runtime.settings import get_monitor

from meshwright.plan.deployed import Resource

_TRIES = 10
_PAUSE = 0.2
"""Seconds between tries: the engine writes its state in the meantime."""


_read_by: WeakKeyDictionary[object, list[Resource]] = WeakKeyDictionary()
"""What was read, by the connection to the engine. Each run has its own."""


def resources() -> list[Resource]:
    """The resources of the last run, with their outputs. The engine is asked once a run: its answer is the whole state."""
    engine = get_monitor()
    if engine not in _read_by:
        _read_by[engine] = _resources()
    return _read_by[engine]


def _resources() -> list[Resource]:
    stack = f"{pulumi.get_organization()}/{pulumi.get_project()}/{pulumi.get_stack()}"
    found = (_read(stack) or {}).get("outputs", {})
    return [Resource(each["type"], urn.rpartition("::")[2], each["outputs"]) for urn, each in found.items()]


def _read(stack: str, tries: int = _TRIES) -> Any:
    """The engine's answer. It writes its state while the program runs, in a file not at once: whoever reads that in between
    finds half of it, or nothing."""
    try:
        return pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", {"stackName": stack}).value
    except Exception as error:
        if "failed to load checkpoint" not in str(error) or tries == 1:
            raise
    time.sleep(_PAUSE)
    return _read(stack, tries - 1)
