"""Synthesis of an aws-cdk-lib application, where that can be run."""

import importlib.util
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from benchmarks.run import Run, run
from benchmarks.stacks import ROOT


def missing() -> str:
    """What there would have to be; nothing where all is there."""
    if importlib.util.find_spec("aws_cdk") is None:
        return "aws-cdk-lib is not installed: pip install -e '.[benchmarks]'"
    return "" if shutil.which("node") else "there is no Node, in which aws-cdk-lib runs"


def synthesise(folder: Path) -> Run:
    """Runs the application in an empty folder: from the start of Python to the written templates."""
    folder.mkdir(exist_ok=True)
    shutil.rmtree(folder / "cdk.out", ignore_errors=True)
    quiet = {"JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1", "JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION": "1"}
    environment = os.environ | {"PYTHONPATH": str(ROOT), **quiet}
    return run([sys.executable, "-W", "ignore", "-m", "benchmarks.programs.with_cdk"], folder, environment)


def templates(folder: Path) -> list[dict[str, Any]]:
    """What it wrote."""
    return [json.loads(each.read_text()) for each in sorted((folder / "cdk.out").glob("*.template.json"))]
