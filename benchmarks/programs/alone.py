"""`python -m benchmarks.programs.alone PROGRAM [--record]`: a Pulumi program in a process of its own, without an engine.

In the place of the engine is a test double in the same process: it answers each registration at once with its inputs, as a
preview's, in which other outputs are unknown. So the time of this process is the program's: importing, deciding, and what
Pulumi's SDK does to register resources. With `--record`, identifiers are known, as in an `up`, and `state.json` is written:
what was registered, in the form of an exported state.
"""

import asyncio
import importlib
import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime.mocks import MockEngine, MockMonitor, Mocks, MockSettings
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.settings import configure
from pulumi.runtime.stack import run_in_stack

_IDENTIFIERS = [
    "applicationId",
    "arn",
    "bucket",
    "configurationProfileId",
    "dnsName",
    "environmentId",
    "id",
    "latestVersion",
    "name",
    "namespaceId",
    "resourceId",
    "scalableDimension",
    "serviceNamespace",
    "versionId",
    "zoneId",
]
_ANSWERS: dict[str, dict[str, Any]] = {
    "aws:cloudwatch/getLogGroups:getLogGroups": {"id": "eu-west-1", "arns": [], "logGroupNames": []},
    "aws:index/getCallerIdentity:getCallerIdentity": {"accountId": "111122223333", "id": "111122223333"},
    "aws:index/getPartition:getPartition": {"partition": "aws", "id": "aws"},
    "aws:route53/getZone:getZone": {"id": "Z1", "tags": {"mesh": "large", "environment": "prod"}},
    "pulumi:pulumi:readStackResourceOutputs": {"outputs": {}},
}


class Nothing(Mocks):
    """Never asked: the monitor answers itself."""

    def call(self, args: Any) -> Any:
        raise NotImplementedError

    def new_resource(self, args: Any) -> Any:
        raise NotImplementedError


class Monitor(MockMonitor):
    """Answers at once, and keeps the requests. `known`: whether identifiers are known in the answers."""

    def __init__(self, known: bool) -> None:
        super().__init__(Nothing())
        self.known, self.requests = known, list[tuple[str, Any]]()

    def Invoke(self, request: Any) -> Any:
        """What Meshwright asks, and nothing else."""
        answer = struct_pb2.Struct()
        answer.update(_ANSWERS[request.tok])
        fields = {"return": answer}
        return resource_pb2.ResourceInvokeResponse(**fields)

    def RegisterResource(self, request: Any) -> Any:
        """The inputs as outputs."""
        urn = self.make_urn(request.parent, request.type, request.name)
        self.requests.append((urn, request))
        if not request.custom:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        outputs = struct_pb2.Struct()
        outputs.CopyFrom(request.object)
        if self.known:
            for each in _identifiers(request.type):
                if each not in outputs:
                    outputs[each] = f"{request.name}-{each}"
        return resource_pb2.RegisterResourceResponse(
            urn=urn, id=f"{request.name}-id" if self.known else "", object=outputs
        )

    def state(self) -> dict[str, Any]:
        """What was registered, in the form of an exported state."""
        found = [_entry(urn, request) for urn, request in self.requests if request.type != "pulumi:pulumi:Stack"]
        return {"deployment": {"resources": found}}


@cache
def _identifiers(kind: str) -> list[str]:
    """The identifiers that resources of this type have."""
    _, module, name = kind.split(":")
    resource_class = getattr(getattr(pulumi_aws, module.partition("/")[0]), name)
    return [each for each in _IDENTIFIERS if hasattr(resource_class, snake(each))]


def snake(key: str) -> str:
    """`content_type` for contentType."""
    return re.sub("[A-Z]", lambda each: "_" + each[0].lower(), key)


def _entry(urn: str, request: Any) -> dict[str, Any]:
    inputs = json_format.MessageToDict(request.object)
    outputs = {each: f"{request.name}-{each}" for each in _identifiers(request.type)} if request.custom else {}
    dependencies = {name: list(each.urns) for name, each in request.propertyDependencies.items()}
    return {
        "urn": urn,
        "type": request.type,
        "id": f"{request.name}-id" if request.custom else None,
        "parent": request.parent,
        "inputs": inputs,
        "outputs": {**outputs, **inputs},
        "dependencies": list(request.dependencies),
        "propertyDependencies": dependencies,
        "ignoreChanges": list(request.ignoreChanges),
        "retainOnDelete": request.retainOnDelete,
    }


def main(program: str, record: bool) -> None:
    """Runs the program to its end."""
    monitor = Monitor(known=record)
    deployment: Any = monitor.GetDeploymentInfo(empty_pb2.Empty())  # type: ignore[no-untyped-call]  # Pulumi's own
    features = set(deployment.supportedFeatures)
    configure(
        MockSettings(
            monitor=monitor,
            monitor_features=features,
            engine=MockEngine(None),
            project="engine",
            stack="dev",
            dry_run=not record,
            organization="organization",
            callbacks=None,
        )
    )
    pulumi.runtime.set_config("aws:region", "eu-west-1")
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.run_until_complete(run_in_stack(lambda: importlib.import_module(f"benchmarks.programs.{program}") and None))
    if record:
        Path("state.json").write_text(json.dumps(monitor.state()))


if __name__ == "__main__":
    main(sys.argv[1], "--record" in sys.argv)
