"""One resource after the other, in the order in which the engine made them."""

from collections.abc import Iterator
from typing import Any

from tests.standin.state import Row

from ..cloudformation.kinds import KINDS, texts, words_of
from ..cloudformation.shapes import Values
from .account import Account, Lacking
from .calls import BENT, CALLS, SHAPES

SAME = {
    "ecs.CapacityProvider",
    "ecs.Cluster",
    "ecs.Service",
    "ecs.TaskDefinition",
    "iam.InstanceProfile",
    "iam.Role",
}
"""Types whose ARN follows from their names: moto's is the test double's."""


def create(account: Account, rows: list[Row]) -> Iterator[tuple[Row, str]]:
    """Creates them, and tells what moto refuses, lacks, or calls otherwise."""
    for row in rows:
        given = account.told(_given(row))
        try:
            found = _created(account, row.type, given)
        except Lacking as lacking:
            yield row, f"lacking: {lacking}"
            continue
        except Exception as error:  # of any service's own class
            yield row, f"{type(error).__name__}: {error}"
            if row.type not in BENT:
                continue
            found = _created(account, row.type, BENT[row.type](given))
        if row.type in SAME and found["arn"] != account.told(row.outputs["arn"]):
            yield row, f"moto's ARN is {found['arn']}, the test double's {row.outputs['arn']}"
        account.learn(row.outputs, found)


def _given(row: Row) -> Values:
    given = {key: each for key, each in texts(row.type, row.inputs).items() if key != "region"}
    return SHAPES.get(row.type, dict)(given)


def _created(account: Account, kind: str, given: Values) -> Values:
    call = CALLS[kind]
    if call.by is not None:
        return call.by(account, given)
    left = {*call.left, *KINDS[kind].left}
    values = {key: each for key, each in given.items() if key not in left}
    answer = account.call(call.operation, values, {**words_of(kind), **call.words})
    if call.then is not None:
        call.then(account, given, answer)
    return {output: _at(answer, path) for output, path in call.returns.items()}


def _at(value: Any, path: str) -> Any:
    for step in path.split("."):
        value = value[int(step)] if step.isdigit() else value[step]
    return value
