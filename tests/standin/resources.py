"""The life of a resource in the double: made, changed, read, deleted, with the faults that a test asked for."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from . import kinds, schema
from .making import CREATE, DELETE, READ, UPDATE, VOLATILE, AwsError, Making
from .relations import aliases, references, taken
from .state import Event, Row, State
from .values import UNKNOWN, Values

__all__ = ["Resources", "kinds"]


@dataclass
class Resources:
    """The operations of one provider process on the shared state."""

    state: State
    region: str
    default_tags: Values

    def planned(self, token: str, inputs: Values) -> Values:
        """A resource as a preview shows it: what AWS decides is unknown."""
        entry = schema.of(token)
        return {**dict.fromkeys(entry["outputs"], UNKNOWN), **_visible(inputs), **self._settled(token, inputs)}

    def create(self, urn: str, token: str, inputs: Values) -> tuple[str, Values]:
        kind, region = schema.short(token), self._region(token, inputs)
        with self._logged("create", token, urn) as log, self.state.transaction():
            self._must_exist(kind, inputs, region)
            self._must_be_free(kind, inputs, region)
            making = Making(kind, urn, inputs, region, self.state, seed=self.state.count(f"urn {urn}"))
            failed, made = _attempt(CREATE[kind], making)
            outputs = {**_visible(inputs), **self._settled(token, inputs), **made}
            row = Row(
                kind,
                region,
                outputs["arn"] if kind == "ecs.TaskDefinition" else outputs["id"],
                urn,
                inputs,
                outputs,
            )
            if (old := self.state.find(kind, row.id, region)) and (old.id, old.region) == (row.id, region):
                self.state.remove(old)  # what AWS simply sets, such as a bucket's versioning
            self._store(row)
            log |= {"id": outputs["id"], "error": str(failed or "")}
        _raise(failed, outputs)
        return outputs["id"], outputs

    def planned_update(self, token: str, old: Values, old_inputs: Values, inputs: Values) -> Values:
        volatile = VOLATILE.get(schema.short(token), {})
        unknown = {
            name: UNKNOWN
            for name, causes in volatile.items()
            if any(old_inputs.get(each) != inputs.get(each) for each in causes)
        }
        return {**_kept(old, old_inputs), **unknown, **_visible(inputs), **self._settled(token, inputs)}

    def update(self, urn: str, token: str, own: str, old: Values, inputs: Values) -> Values:
        kind, region = schema.short(token), self._region(token, inputs)
        with self._logged("update", token, urn) as log, self.state.transaction():
            log["id"] = own
            row = self._row(kind, own, old, region)
            if row is None:
                raise AwsError("NotFound", f"{kind} {own} is gone")
            self._must_exist(kind, inputs, region)
            self._must_be_free(kind, inputs, region, row)
            making = Making(
                kind, urn, inputs, region, self.state, seed=self.state.counted(f"urn {urn}"), old=row.inputs
            )
            failed, made = _attempt(UPDATE.get(kind, lambda _: {}), making)
            outputs = {**_kept(row.outputs, row.inputs), **_visible(inputs), **self._settled(token, inputs), **made}
            self._store(replace(row, urn=urn, inputs=inputs, outputs=outputs))
            log["error"] = str(failed or "")
        _raise(failed, outputs)
        return outputs

    def read(self, urn: str, token: str, own: str, old: Values) -> tuple[Values, Values] | None:
        """Inputs and outputs as they are in AWS; nothing if the resource is gone."""
        kind = schema.short(token)
        row = self._row(kind, own, old, self._region(token, old))
        if row is None:
            return None
        now = READ[kind](row, self.state) if kind in READ else {}
        return row.inputs, {**row.outputs, **now}

    def delete(self, urn: str, token: str, own: str, old: Values) -> None:
        kind = schema.short(token)
        with self._logged("delete", token, urn) as log, self.state.transaction():
            log["id"] = own
            row = self._row(kind, own, old, self._region(token, old))
            if row is None:
                return
            if kind in DELETE:
                DELETE[kind](row, self.state)
            if held := [each for each in self.state.holders(row) if self._holds(each, row)]:
                what = ", ".join(f"{each.type} {each.name}" for each in held[:5])
                raise AwsError("DependencyViolation", f"{kind} {row.name} ({own}) is in use by {len(held)}: {what}")
            self.state.remove(row)

    # What AWS refuses

    def _must_exist(self, kind: str, inputs: Values, region: str) -> None:
        for reference, word in references(kind, inputs):
            if reference.must and self.state.find(reference.target, word, region) is None:
                raise AwsError(
                    "ResourceNotFoundException",
                    f"{reference.path}: no {reference.target} {word} in {region or 'this account'}",
                )

    def _must_be_free(self, kind: str, inputs: Values, region: str, own: Row | None = None) -> None:
        code, word = taken(kind, inputs)
        other = self.state.find(kind, word, region) if code and not inputs.get("allowOverwrite") else None
        if other and (own is None or other.number != own.number):
            raise AwsError(code, f"{kind} {word.removeprefix('=')} exists already ({other.id})")

    @staticmethod
    def _holds(holder: Row, row: Row) -> bool:
        if row.inputs.get("forceDestroy"):
            return False
        words = set(aliases(row))
        return any(
            each.holds and each.target == row.type and word in words
            for each, word in references(holder.type, holder.inputs)
        )

    # Bookkeeping

    def _store(self, row: Row) -> None:
        pointing = [(each.target, word) for each, word in references(row.type, row.inputs)]
        (self.state.put if row.number else self.state.add)(row, aliases(row), pointing)

    def _row(self, kind: str, own: str, old: Values, region: str) -> Row | None:
        """By ARN where there is one: task definitions share their family as id."""
        return self.state.find(kind, old.get("arn") or own, region)

    def _region(self, token: str, values: Values) -> str:
        """Global services have none."""
        return str(values.get("region") or self.region) if "region" in schema.of(token)["inputs"] else ""

    def _settled(self, token: str, inputs: Values) -> Values:
        """Outputs that follow from the inputs alone."""
        entry, region = schema.of(token), self._region(token, inputs)
        found: Values = {"region": region} if region else {}
        if "tagsAll" in entry["outputs"]:
            tags = inputs.get("tags") or {}
            found["tagsAll"] = {**self.default_tags, **tags} if isinstance(tags, dict) else tags
        return found

    @contextmanager
    def _logged(self, operation: str, token: str, urn: str) -> Iterator[Values]:
        """Logs the event when it ends, after the faults that a test asked for."""
        event = Event(operation, token, urn.rpartition("::")[2], time.time(), urn=urn)
        found: Values = {}
        try:
            self._planted(event)
            yield found
        except AwsError as error:
            self.state.log(replace(event, error=str(error), **found))
            raise
        self.state.log(replace(event, **found))

    def _planted(self, event: Event) -> None:
        wait = 0.0
        with self.state.transaction():
            for number, hook in self.state.hooks():
                if (hook["type"], hook["operation"]) != (event.type, event.operation) or hook["name"] not in (
                    "",
                    event.name,
                ):
                    continue
                if hook["seconds"]:
                    wait = hook["seconds"]
                elif hook["nth"] > 1:
                    self.state.hook({**hook, "nth": hook["nth"] - 1}, number)
                else:
                    self.state.unhook(number)
                    fault = AwsError("Planted", hook["message"])
                    break
            else:
                fault = None
        time.sleep(wait)
        if fault:
            raise fault


def _raise(failed: AwsError | None, outputs: Values) -> None:
    if failed:
        failed.made = outputs
        raise failed


def _attempt(function: object, making: Making) -> tuple[AwsError | None, Values]:
    """What the function makes; with the error, where the resource is there in spite of it."""
    try:
        return None, function(making)  # type: ignore[operator]
    except AwsError as error:
        if error.made is None:
            raise
        return error, error.made


def _visible(inputs: Values) -> Values:
    return {key: value for key, value in inputs.items() if not key.startswith("__")}


def _kept(outputs: Values, inputs: Values) -> Values:
    """The outputs that stay in a change: those that the program had not given itself."""
    return {key: value for key, value in outputs.items() if key not in inputs}
