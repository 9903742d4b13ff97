"""What the program itself costs, apart from the engine and the provider: its processor time, over plain Pulumi code's.

The environment of engine.py: fifty services with two versions, scaling, and a gateway. In the place of the engine is a test
double in the program's own process (programs/alone.py), which answers at once as a preview does. What is left is what the
program does: importing, deciding, and registering its resources with Pulumi's SDK.

It is compared with programs/with_pulumi.py, which registers the very same resources and decides nothing; this fails where
it does not. Both take turns, in new processes. Processor time is counted, and the figures are those of each one's fastest
round: other work on the machine only ever adds to a round.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

from benchmarks.figure import Figure, spread
from benchmarks.programs import recorded
from benchmarks.run import run as run_command
from benchmarks.stacks import ROOT

NAME = "program"
OURS, PLAIN = "with_meshwright", "with_pulumi"
ROUNDS = 5


def run() -> list[Figure]:
    """Records what Meshwright's program registers, then measures both."""
    with tempfile.TemporaryDirectory(prefix="meshwright-benchmark-") as name:
        folder = Path(name)
        resources = _record(folder)
        rounds = [{program: _processor(folder, program) for program in _in_turn(turn)} for turn in range(ROUNDS)]
    own, plain = (min(each[program] for each in rounds) for program in (OURS, PLAIN))
    shown = f"rounds: {spread([each[OURS] / each[PLAIN] for each in rounds], '')}"
    each_own, each_plain = (seconds * 1000 / resources for seconds in (own, plain))
    beside = f"{resources:,} resources; {each_own:.1f} ms each, plain {each_plain:.1f} ms"
    return [
        Figure(NAME, "processor time over a plain Pulumi program's", own / plain, "×", 1.1, shown),
        Figure(NAME, "processor time that is Meshwright's, a resource", each_own - each_plain, "ms", None, beside),
    ]


def _record(folder: Path) -> int:
    """Writes the list for the plain program; gives back its length. Raises RuntimeError where that registers others."""
    states = []
    for program in (OURS, PLAIN):
        _processor(folder, program, "--record")
        states.append(json.loads((folder / "state.json").read_text()))
        if program == OURS:
            order = [(each["type"], each["urn"].rpartition("::")[2]) for each in states[0]["deployment"]["resources"]]
            (folder / "resources.json").write_text(json.dumps(recorded.listed(states[0], order)))
    if not recorded.same(*states):
        raise RuntimeError("the plain program has not registered what Meshwright's has")
    return len(recorded.registered(states[0]))


def _processor(folder: Path, program: str, *arguments: str) -> float:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "benchmarks.programs.alone", program, *arguments]
    return run_command(command, folder, environment).processor


def _in_turn(turn: int) -> tuple[str, str]:
    return (OURS, PLAIN) if turn % 2 == 0 else (PLAIN, OURS)
