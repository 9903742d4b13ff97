"""How many resources a virtual node is, and how long the engine takes with a whole environment.

Fifty services with two versions and five backends each, which scale, and a gateway. The real Pulumi engine runs
Meshwright's program against a test double of AWS's provider (tests/standin) that answers at once: what is
left is the engine's, the double's and the program's time. In the same run it is compared with two others:

- A plain Pulumi program (programs/with_pulumi.py), which registers the very same resources: same types, names, properties,
  parents, dependencies, options, and in the same order. Its list is recorded from a stack of Meshwright's program; each of
  its own stacks must be the same as that one, or this fails. It is the least that plain code can cost: all is decided.
- The equivalent application of aws-cdk-lib (programs/with_cdk.py): from the start of its process to the templates.

All take turns, in new processes. A ratio is the median of the rounds' ratios: on a shared machine rounds differ more than
what is compared within one. `preview` is that of an empty stack; each `up` has a new one.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import synthesis
from benchmarks.figure import Figure, spread
from benchmarks.programs import recorded
from benchmarks.run import Run
from benchmarks.stacks import Stack

NAME = "engine"
OURS, PLAIN, CDK = "with_meshwright", "with_pulumi", "with_cdk"
PREVIEWS, UPS = 3, 2
Rounds = list[dict[str, Run]]
"""Of each round the run of each program."""


def run() -> list[Figure]:
    """Records, then measures."""
    with tempfile.TemporaryDirectory(prefix="meshwright-benchmark-") as name:
        folder = Path(name)
        recording = Stack(folder / "recording", "recording")
        recording.up()
        state = recording.state()
        listed = recorded.listed(state, recording.read("order.json"))
        previews = _previews(folder, listed)
        ups = _ups(folder, listed, state)
        figures = [
            _resources(state),
            *_compared("preview", "a plain Pulumi program's", previews, PLAIN, 1.2),
            *_compared("up", "a plain Pulumi program's", ups, PLAIN, 1.2),
        ]
        if reason := synthesis.missing():
            return [*figures, Figure(NAME, "preview over aws-cdk-lib's synthesis", None, "×", None, reason)]
        return figures + _synthesis(folder, previews)


def _resources(state: Mapping[str, Any]) -> Figure:
    kinds = {urn: each["type"] for urn, each in recorded.registered(state).items()}
    inside = [
        urn for urn, kind in kinds.items() if kind.startswith("aws:") and "meshwright:index:VirtualService$" in urn
    ]
    nodes = list(kinds.values()).count("meshwright:index:VirtualNode")
    all_of_them = sum(kind.startswith("aws:") for kind in kinds.values())
    detail = f"{len(inside):,} of {nodes} nodes with what their services share; {all_of_them:,} with mesh and gateway"
    return Figure(NAME, "resources of a virtual node", len(inside) / nodes, "", 13, detail)


def _stack(folder: Path, program: str, listed: list[dict[str, Any]]) -> Stack:
    stack = Stack(folder / program, program)
    stack.give("resources.json", listed)
    return stack


def _previews(folder: Path, listed: list[dict[str, Any]]) -> Rounds:
    stacks = {program: _stack(folder / "preview", program, listed) for program in (OURS, PLAIN)}
    rounds = []
    for turn in range(PREVIEWS):
        runs = {program: stacks[program].preview() for program in _in_turn(turn)}
        if not synthesis.missing():
            runs[CDK] = synthesis.synthesise(folder / CDK)
        rounds.append(runs)
    return rounds


def _ups(folder: Path, listed: list[dict[str, Any]], state: Mapping[str, Any]) -> Rounds:
    """Raises RuntimeError where the plain program has not registered what is in the recorded state."""
    rounds = []
    for turn in range(UPS):
        stacks = {program: _stack(folder / f"up-{turn}", program, listed) for program in _in_turn(turn)}
        rounds.append({program: stack.up() for program, stack in stacks.items()})
        if not recorded.same(state, stacks[PLAIN].state()):
            raise RuntimeError("the plain program has not registered what Meshwright's has")
    return rounds


def _in_turn(turn: int) -> tuple[str, str]:
    return (OURS, PLAIN) if turn % 2 == 0 else (PLAIN, OURS)


def _compared(what: str, other: str, rounds: Rounds, program: str, at_most: float | None) -> list[Figure]:
    ratios = [each[OURS].wall / each[program].wall for each in rounds]
    processor = median(each[OURS].processor / each[program].processor for each in rounds)
    own, theirs = ([each[name].wall for each in rounds] for name in (OURS, program))
    detail = f"{spread(ratios, '')}; of the processor's time {processor:.2f}"
    beside = f"{spread(own, 's', 1)}; {other} {median(theirs):.1f} s"
    return [
        Figure(NAME, f"{what} over {other}", median(ratios), "×", at_most, detail),
        Figure(NAME, f"{what} of 50 services", median(own), "s", None, beside),
    ]


def _synthesis(folder: Path, rounds: Rounds) -> list[Figure]:
    found = synthesis.templates(folder / CDK)
    resources = sum(len(each["Resources"]) for each in found)
    seconds = [each[CDK].wall for each in rounds]
    detail = f"{spread(seconds, 's', 1)}; {resources:,} resources in {len(found)} stacks"
    ratio, _ = _compared("preview", "aws-cdk-lib's synthesis", rounds, CDK, None)
    return [ratio, Figure(NAME, "aws-cdk-lib's synthesis of 50 services", median(seconds), "s", None, detail)]
