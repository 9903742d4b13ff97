"""The test's interface to the provider double."""

import base64
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from . import schema
from .making import ACCOUNT
from .relations import aliases, references
from .state import Event, Row, State
from .values import Values

PROVIDER = Path(__file__).parent
"""The folder of the executable `pulumi-resource-aws`: put it on PATH, or name it in Pulumi.yaml."""


class Standin:
    """The state of one test. `environment`: the variables that the engine needs."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self._state = State(self.folder)

    @property
    def environment(self) -> dict[str, str]:
        """Variables for the engine: the double on PATH, this state, no download of providers.

        The engine writes its state once, at the end of an operation. By default it does so twice a resource, and an
        `up` of a small mesh takes 11 s instead of 3.
        """
        return {
            "PATH": os.pathsep.join((str(PROVIDER), str(Path(sys.executable).parent), os.environ.get("PATH", ""))),
            "STANDIN_STATE": str(self.folder),
            "STANDIN_PYTHON": sys.executable,
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_EXPERIMENTAL": "true",
            "PULUMI_SKIP_CHECKPOINTS": "true",
        }

    # What is there

    def resources(self, kind: str = "") -> list[Row]:
        """All resources, oldest first, or those of one type such as `ecs.Service`."""
        return self._state.rows(kind)

    def resource(self, kind: str, name: str) -> Row:
        """One resource by its name in the program. Raises LookupError, also when there are several."""
        found = [each for each in self.resources(kind) if each.name == name]
        if len(found) != 1:
            raise LookupError(
                f"{len(found)} of {kind} are called {name!r}; there are {[each.name for each in self.resources(kind)]}"
            )
        return found[0]

    def content(self, bucket: str, key: str) -> str:
        """The newest version of an object in S3, as text."""
        return base64.b64decode(self._state.read("object", f"{bucket}/{key}")[-1]["content"]).decode()

    def events(self, operation: str = "", kind: str = "") -> list[Event]:
        """The operations, in the order in which they ended."""
        return [
            each
            for each in self._state.events()
            if operation in ("", each.operation) and kind in ("", each.type, schema.short(each.type))
        ]

    # Changes from outside

    def edit(self, kind: str, name: str, inputs: Mapping[str, Any]) -> None:
        """Changes a resource outside of Pulumi: visible at the next refresh."""
        row = self.resource(kind, name)
        changed = replace(row, inputs={**row.inputs, **inputs}, outputs={**row.outputs, **inputs})
        pointing = [(each.target, word) for each, word in references(kind, changed.inputs)]
        self._state.put(changed, aliases(changed), pointing)

    def remove(self, kind: str, name: str) -> None:
        """Deletes a resource outside of Pulumi."""
        self._state.remove(self.resource(kind, name))

    # Faults

    def fail(
        self, kind: str, *, nth: int = 1, operation: str = "create", name: str = "", message: str = "planted fault"
    ) -> None:
        """Makes the nth operation on a type (and name in the program) fail, once."""
        self._hook(kind, operation, name, nth=nth, message=message)

    def slow(self, kind: str, seconds: float, *, operation: str = "create", name: str = "") -> None:
        """Makes every such operation take this long, as that of a service that becomes steady."""
        self._hook(kind, operation, name, seconds=seconds)

    def _hook(
        self, kind: str, operation: str, name: str, *, nth: int = 1, message: str = "", seconds: float = 0
    ) -> None:
        token = next((each for each in schema.tokens() if kind in (each, schema.short(each))), None)
        if token is None:
            raise LookupError(f"the test double does not implement {kind}")
        hook = {"type": token, "operation": operation, "name": name, "nth": nth, "message": message, "seconds": seconds}
        self._state.hook(hook)

    # AppConfig

    def secret(self, name: str, region: str = "eu-west-1", key: str = "") -> str:
        """Creates a secret of this name in Secrets Manager. Its ARN ends in six random letters. `key`: its KMS key, as
        DescribeSecret names it; empty for the account's own."""
        arn = f"arn:aws:secretsmanager:{region}:{ACCOUNT}:secret:{name}-AbCdEf"
        self._state.write("secret", f"{region}/{name}", 0, {"arn": arn, "key": key})
        return arn

    def deployments(self, environment: str) -> list[Values]:
        """All deployments in an AppConfig environment, oldest first: number, state, version, profile, strategy.

        The environment goes by its id, or by its name in the program.
        """
        return self._state.read("deployment", self._environment(environment))

    def bake(self, environment: str) -> None:
        """Moves the last deployment to baking."""
        self._set(environment, "BAKING", ("DEPLOYING",))

    def finish(self, environment: str) -> None:
        """Completes the last deployment."""
        self._set(environment, "COMPLETE", ("DEPLOYING", "BAKING"))

    def finish_all(self) -> None:
        """Completes all running deployments."""
        for each in self.resources("appconfig.Environment"):
            last = self.deployments(each.outputs["environmentId"])[-1:]
            if last and last[0]["state"] in ("DEPLOYING", "BAKING"):
                self.finish(each.outputs["environmentId"])

    def roll_back(self, environment: str) -> None:
        """Triggers an alarm: AppConfig rolls the running deployment back, and Pulumi is not notified."""
        self._set(environment, "ROLLED_BACK", ("DEPLOYING", "BAKING"))

    def in_force(self, environment: str) -> str:
        """The configuration version that agents get; empty before the first deployment is complete."""
        done = [each["version"] for each in self.deployments(environment) if each["state"] == "COMPLETE"]
        return str(done[-1]) if done else ""

    def _set(self, environment: str, state: str, before: tuple[str, ...]) -> None:
        own = self._environment(environment)
        done = self._state.read("deployment", own)
        if not done or done[-1]["state"] not in before:
            found = done[-1]["state"] if done else "no deployment"
            raise ValueError(
                f"environment {environment}: expected a deployment in {' or '.join(before)}, found {found}"
            )
        self._state.write("deployment", own, done[-1]["number"], {**done[-1], "state": state})

    def _environment(self, word: str) -> str:
        row = self._state.find("appconfig.Environment", word) or self.resource("appconfig.Environment", word)
        return str(row.outputs["environmentId"])
