from pathlib import Path

from meshwright import Environment
from meshwright.description.stack import load


def environment() -> Environment:
    return load("prod", {}, Path("stacks"))
