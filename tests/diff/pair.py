"""The golden pairs: two descriptions in a folder of its own, beside what the difference says in a pull request."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from meshwright import Environment, resolve, targets
from meshwright.traffic.diff import Diff, Sides, compare

PAIRS = Path(__file__).parent / "pairs"
FOLDERS = sorted(path.parent for path in PAIRS.glob("*/old.py"))


def compared(old: Environment, new: Environment, step: int = 25) -> Diff:
    """What the change from one description to the other does."""
    return compare(Sides.of(resolve(old), resolve(new), targets), step)


def described(file: Path) -> Environment:
    """The `environment` that a file describes."""
    spec = spec_from_file_location(f"{file.parent.name} {file.stem}", file)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Environment = module.environment
    return found
