"""Changes of a deployed mesh, one after the other on one stack, each held against the table of what a change does."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.standin import schema
from tests.standin.conftest import Project
from tests.standin.state import Event

from meshwright.targets.ecs.changes import CHANGES, Change

Program = Callable[[], None]
Row = tuple[str, str]
"""The type of a resource, and a property of it."""


@dataclass(frozen=True)
class Step:
    """A change of the program. `fault`: the operation, type and name that fails on the first try. `in_place`: whether a
    listener sends requests to other target groups at once, before tasks stand there; a verdict says how to avoid it."""

    what: str
    program: Program
    fault: tuple[str, str, str] | None = None
    in_place: bool = False
    says: str = ""
    """What the preview says of it."""


@dataclass
class Changing:
    """A stack that is changed step by step. `changed`: the rows of the table whose properties were changed so far."""

    project: Project
    changed: set[Row] = field(default_factory=set)

    def start(self, program: Program) -> None:
        self.project.up(program)
        self.project.standin.finish_all()

    def apply(self, step: Step) -> None:
        """The preview says what the table says; an `up` that fails can be repeated; and nothing goes before its successor
        has come."""
        self._previewed(step)
        if step.says:
            said = self.project.stack(step.program).preview(on_output=lambda _: None).stdout
            assert step.says in " ".join(said.split()), f"{step.what}: {said}"
        standin = self.project.standin
        if step.fault:
            operation, kind, name = step.fault
            standin.fail(kind, operation=operation, name=name)
            assert "planted fault" in self.project.failed(step.program), f"{step.what}: nothing failed"
            standin.finish_all()
        before = len(standin.events())
        self.project.up(step.program)
        standin.finish_all()
        self._in_order(step, standin.events()[before:])

    def settled(self, program: Program) -> None:
        """The last program changes nothing more, and every property that it renders has a row in the table."""
        assert self.project.preview(program) == {}
        without = sorted(set(self._without_row()))
        assert without == [], f"no row in the table: {without}"

    def _without_row(self) -> Iterator[str]:
        for each in self.project.standin.resources():
            known = {row.split(".")[0] for row in CHANGES.get(each.type, {})}
            yield from (
                f"{each.type}.{name}" for name in each.inputs if name not in known and not name.startswith("__")
            )

    def _previewed(self, step: Step) -> None:
        for urn, operation, properties in self.project.steps(step.program):
            kind = _kind(urn)
            if kind is None or operation not in ("update", "replace", "create-replacement", "delete-replaced"):
                continue
            for path, how in properties.items():
                name, row = _row(kind, path)
                where = f"{step.what}: {kind} {urn.rpartition('::')[2]}: {path}"
                assert row is not None, f"{where} has no row in the table"
                assert row.effect != "never", f"{where} never changes, says the table: {row.why}"
                assert row.effect == "depends" or (row.effect == "replaced") == how.endswith("replace"), (
                    f"{where}: {row.effect}, found {how}"
                )
                self.changed.add((kind, name))

    def _in_order(self, step: Step, events: list[Event]) -> None:
        made = [each for each in events if each.operation != "delete"]
        gone = [each for each in events if each.operation == "delete"]
        if made and gone:
            first, last = min(each.started for each in gone), max(each.time for each in made)
            assert last <= first, f"{step.what}: {gone[0].name} is deleted before all else is done"
        groups = [each.name for each in made if each.operation == "update" and _named(each) == "ec2.SecurityGroup"]
        assert groups == [], f"{step.what}: rules change in place, before the tasks have moved"
        if not step.in_place:
            moved = [each.name for each in made if each.operation == "update" and _named(each) == "lb.Listener"]
            assert moved == [], f"{step.what}: {moved} send requests to tasks that do not run yet"


def rows(effect: str) -> Iterator[Row]:
    """The rows of the table with this effect."""
    for kind, properties in CHANGES.items():
        yield from ((kind, name) for name, each in properties.items() if each.effect == effect)


def _row(kind: str, path: str) -> tuple[str, Change | None]:
    """The most exact row of a property, and its name."""
    bare = path.replace("[", ".").replace("]", "")
    parts = bare.split(".")
    for length in range(len(parts), 0, -1):
        name = ".".join(each for each in parts[:length] if not each.isdigit())
        if name in CHANGES.get(kind, {}):
            return name, CHANGES[kind][name]
    return path, None


def _kind(urn: str) -> str | None:
    token = urn.split("::")[2].rpartition("$")[2]
    return schema.short(token) if token.startswith("aws:") else None


def _named(event: Event) -> str:
    return schema.short(event.type)
