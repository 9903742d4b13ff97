"""The state of the provider double: one folder a test, with a database shared by its processes and a log of events."""

import json
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from .values import Values

_TABLES = """
CREATE TABLE IF NOT EXISTS resource (
    number INTEGER PRIMARY KEY, type TEXT, region TEXT, id TEXT, urn TEXT, inputs TEXT, outputs TEXT,
    UNIQUE (type, region, id));
CREATE TABLE IF NOT EXISTS alias (resource INTEGER, type TEXT, region TEXT, word TEXT);
CREATE TABLE IF NOT EXISTS reference (resource INTEGER, type TEXT, region TEXT, word TEXT);
CREATE INDEX IF NOT EXISTS by_alias ON alias (type, word);
CREATE INDEX IF NOT EXISTS by_reference ON reference (type, word);
CREATE INDEX IF NOT EXISTS alias_of ON alias (resource);
CREATE INDEX IF NOT EXISTS reference_of ON reference (resource);
CREATE TABLE IF NOT EXISTS counter (word TEXT PRIMARY KEY, value INTEGER);
CREATE TABLE IF NOT EXISTS document (kind TEXT, key TEXT, number INTEGER, value TEXT, PRIMARY KEY (kind, key, number));
CREATE TABLE IF NOT EXISTS hook (number INTEGER PRIMARY KEY, value TEXT);
"""


@dataclass(frozen=True)
class Row:
    """A resource in AWS."""

    type: str
    region: str
    id: str
    urn: str
    inputs: Values
    outputs: Values
    number: int = 0

    @property
    def name(self) -> str:
        """The name in the Pulumi program."""
        return self.urn.rpartition("::")[2]


@dataclass(frozen=True)
class Event:
    """One operation of the double. `started` and `time` are seconds since 1970; `error` is empty when it worked."""

    operation: str
    type: str
    name: str
    started: float
    time: float = 0.0
    id: str = ""
    urn: str = ""
    error: str = ""
    detail: Values = field(default_factory=dict)


class State:
    """The database. Each call is one transaction, unless it stands in a `with state.transaction():`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._lock = threading.RLock()
        self._depth = 0
        self._base = sqlite3.connect(folder / "state.sqlite", timeout=60, isolation_level=None, check_same_thread=False)
        self._base.execute("PRAGMA journal_mode=WAL")
        self._base.execute("PRAGMA synchronous=OFF")
        self._base.executescript(_TABLES)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One transaction at a time, over all processes."""
        with self._lock:
            outermost = self._depth == 0
            if outermost:
                self._base.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                if outermost:
                    self._base.execute("ROLLBACK")
                raise
            else:
                if outermost:
                    self._base.execute("COMMIT")
            finally:
                self._depth -= 1

    def _run(self, text: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._base.execute(text, values).fetchall()

    # Resources

    def add(self, row: Row, aliases: Sequence[str], references: Sequence[tuple[str, str]]) -> Row:
        with self.transaction():
            values = (row.type, row.region, row.id, row.urn, json.dumps(row.inputs), json.dumps(row.outputs))
            number = self._run("INSERT INTO resource VALUES (NULL, ?, ?, ?, ?, ?, ?) RETURNING number", *values)[0][0]
            added = replace(row, number=number)
            self._point(added, aliases, references)
            return added

    def put(self, row: Row, aliases: Sequence[str], references: Sequence[tuple[str, str]]) -> None:
        with self.transaction():
            values = (row.urn, json.dumps(row.inputs), json.dumps(row.outputs), row.number)
            self._run("UPDATE resource SET urn = ?, inputs = ?, outputs = ? WHERE number = ?", *values)
            self._point(row, aliases, references)

    def remove(self, row: Row) -> None:
        with self.transaction():
            for table, column in (("resource", "number"), ("alias", "resource"), ("reference", "resource")):
                self._run(f"DELETE FROM {table} WHERE {column} = ?", row.number)

    def _point(self, row: Row, aliases: Sequence[str], references: Sequence[tuple[str, str]]) -> None:
        for table in ("alias", "reference"):
            self._run(f"DELETE FROM {table} WHERE resource = ?", row.number)
        for word in dict.fromkeys(aliases):
            self._run("INSERT INTO alias VALUES (?, ?, ?, ?)", row.number, row.type, row.region, word)
        for kind, word in dict.fromkeys(references):
            self._run("INSERT INTO reference VALUES (?, ?, ?, ?)", row.number, kind, row.region, word)

    def find(self, kind: str, word: str, region: str | None = None) -> Row | None:
        """The resource with this id, ARN or name."""
        found = self._run(
            "SELECT resource.* FROM alias JOIN resource ON number = resource WHERE alias.type = ? AND word = ?"
            " AND (? IS NULL OR alias.region IN (?, '')) ORDER BY number DESC",
            kind,
            word,
            region,
            region,
        )
        return _row(found[0]) if found else None

    def holders(self, row: Row) -> list[Row]:
        """The resources that refer to this one by any of its words, in its region."""
        return [
            _row(each)
            for each in self._run(
                "SELECT DISTINCT resource.* FROM reference"
                " JOIN alias ON alias.type = reference.type AND alias.word = reference.word"
                " JOIN resource ON number = reference.resource"
                " WHERE alias.resource = ? AND reference.resource <> ? AND alias.region IN (reference.region, '')",
                row.number,
                row.number,
            )
        ]

    def rows(self, kind: str = "") -> list[Row]:
        return [_row(each) for each in self._run("SELECT * FROM resource WHERE ? IN (type, '') ORDER BY number", kind)]

    # Everything else that lasts

    def count(self, word: str) -> int:
        """The number of calls for this word, including this one."""
        with self.transaction():
            text = "INSERT INTO counter VALUES (?, 1) ON CONFLICT DO UPDATE SET value = value + 1 RETURNING value"
            return int(self._run(text, word)[0][0])

    def counted(self, word: str) -> int:
        found = self._run("SELECT value FROM counter WHERE word = ?", word)
        return int(found[0][0]) if found else 0

    def write(self, kind: str, key: str, number: int, value: Values) -> None:
        with self.transaction():
            self._run("INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?)", kind, key, number, json.dumps(value))

    def read(self, kind: str, key: str) -> list[Values]:
        """The documents under a key, oldest first."""
        text = "SELECT value FROM document WHERE kind = ? AND key = ? ORDER BY number"
        return [json.loads(each[0]) for each in self._run(text, kind, key)]

    def forget(self, kind: str, key: str) -> None:
        with self.transaction():
            self._run("DELETE FROM document WHERE kind = ? AND key = ?", kind, key)

    def hooks(self) -> list[tuple[int, Values]]:
        return [(number, json.loads(value)) for number, value in self._run("SELECT * FROM hook ORDER BY number")]

    def hook(self, value: Values, number: int | None = None) -> None:
        with self.transaction():
            self._run("INSERT OR REPLACE INTO hook VALUES (?, ?)", number, json.dumps(value))

    def unhook(self, number: int) -> None:
        with self.transaction():
            self._run("DELETE FROM hook WHERE number = ?", number)

    # Events

    def log(self, event: Event) -> None:
        line = json.dumps(vars(replace(event, time=event.time or time.time())))
        with (self.folder / "events.jsonl").open("a") as file:  # one write each: lines of two processes don't mix
            file.write(line + "\n")

    def events(self) -> list[Event]:
        file = self.folder / "events.jsonl"
        return [Event(**json.loads(line)) for line in file.read_text().splitlines()] if file.exists() else []


def _row(values: tuple[Any, ...]) -> Row:
    number, kind, region, name, urn, inputs, outputs = values
    return Row(kind, region, name, urn, json.loads(inputs), json.loads(outputs), number)
