"""The provider protocol of the Pulumi engine."""

import json
from typing import Any

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import (
    engine_pb2,
    engine_pb2_grpc,
    plugin_pb2,
    provider_pb2,
    provider_pb2_grpc,
    status_pb2,
)

from . import schema
from .check import check
from .diff import changes, named_by_program
from .invokes import invoke
from .making import AwsError, Making
from .resources import Resources
from .state import State
from .values import Values, is_unknown, parsed, plain, wire

BANNER = "This is a test double of the AWS provider. Nothing is created in AWS."
VERSION = "7.51.1"
_KIND = provider_pb2.PropertyDiff.Kind
_KINDS = {
    ("add", False): _KIND.ADD,
    ("add", True): _KIND.ADD_REPLACE,
    ("delete", False): _KIND.DELETE,
    ("delete", True): _KIND.DELETE_REPLACE,
    ("update", False): _KIND.UPDATE,
    ("update", True): _KIND.UPDATE_REPLACE,
}


class StandIn(provider_pb2_grpc.ResourceProviderServicer):
    """A test double of `pulumi-resource-aws`."""

    def __init__(self, state: State, engine: str) -> None:
        self._resources = Resources(state, "", {})
        self._engine = engine

    # Set-up

    def GetPluginInfo(self, request: Any, context: grpc.ServicerContext) -> Any:
        return plugin_pb2.PluginInfo(version=VERSION)

    def Attach(self, request: Any, context: grpc.ServicerContext) -> Any:
        return empty_pb2.Empty()

    def Cancel(self, request: Any, context: grpc.ServicerContext) -> Any:
        return empty_pb2.Empty()

    def GetSchema(self, request: Any, context: grpc.ServicerContext) -> Any:
        return provider_pb2.GetSchemaResponse(schema=f'{{"name": "aws", "version": "{VERSION}"}}')

    def CheckConfig(self, request: Any, context: grpc.ServicerContext) -> Any:
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any, context: grpc.ServicerContext) -> Any:
        old, new = plain(request.old_inputs), plain(request.news)
        moved = old.get("region") != new.get("region") and not is_unknown(new.get("region"))
        some = provider_pb2.DiffResponse.DIFF_SOME if old != new else provider_pb2.DiffResponse.DIFF_NONE
        return provider_pb2.DiffResponse(changes=some, replaces=["region"] if moved else [])

    def Configure(self, request: Any, context: grpc.ServicerContext) -> Any:
        """Refuses the engine's secrets, so that the engine itself keeps track of them."""
        given = plain(request.args)
        self._resources.region = given.get("region") or ""
        tags = parsed(given.get("defaultTags")) or {}
        self._resources.default_tags = tags.get("tags", {}) if isinstance(tags, dict) else {}
        self._say(BANNER)
        return provider_pb2.ConfigureResponse(
            acceptSecrets=False, supportsPreview=True, acceptResources=False, acceptOutputs=False
        )

    def _say(self, text: str) -> None:
        with grpc.insecure_channel(self._engine) as channel:
            severity = engine_pb2.LogSeverity.INFO
            engine_pb2_grpc.EngineStub(channel).Log(engine_pb2.LogRequest(severity=severity, message=text), timeout=10)

    # Functions and resources

    def Invoke(self, request: Any, context: grpc.ServicerContext) -> Any:
        with _answering(context):
            found = invoke(self._resources.state, request.tok, self._resources.region, plain(request.args))
            return provider_pb2.InvokeResponse(**{"return": wire(found)})

    def Check(self, request: Any, context: grpc.ServicerContext) -> Any:
        token, inputs, old = _token(request.urn), plain(request.news), plain(request.olds)
        if not schema.known(token):
            return _failed(request.news, [("", f"the test double of AWS does not implement {token}")])
        if "region" in schema.of(token)["inputs"] and not (inputs.get("region") or self._resources.region):
            return _failed(request.news, [("region", "no AWS region: set aws:region")])
        for name in schema.of(token)["json"]:
            if isinstance(inputs.get(name), dict):
                inputs[name] = json.dumps(inputs[name])
        inputs = self._named(token, request.urn, inputs, old)
        return _failed(wire(inputs), check(token, inputs))

    def _named(self, token: str, urn: str, inputs: Values, old: Values) -> Values:
        """Fills in a name where the program gives none: the old one, or the logical name with seven digits."""
        auto = schema.of(token)["auto"]
        prefix = inputs.get(f"{auto}Prefix")
        if not auto or inputs.get(auto) is not None:
            return inputs
        if auto in old.get("__defaults", ()):
            return {**inputs, auto: old[auto], "__defaults": [auto]}
        name = urn.rpartition("::")[2]
        number = self._resources.state.counted(f"urn {urn}")
        if auto != "key":
            name = f"{prefix or name + '-'}{Making('', urn, {}, '', self._resources.state, number).hex(7)}"
        return {**inputs, auto: name.lower() if auto == "bucket" else name, "__defaults": [auto]}

    def Diff(self, request: Any, context: grpc.ServicerContext) -> Any:
        token, new = _token(request.urn), plain(request.news)
        found = changes(token, plain(request.old_inputs), new)
        replaces = [each.path for each in found if each.replaces]
        return provider_pb2.DiffResponse(
            changes=provider_pb2.DiffResponse.DIFF_SOME if found else provider_pb2.DiffResponse.DIFF_NONE,
            diffs=sorted({each.path.split(".")[0].split("[")[0] for each in found}),
            replaces=replaces,
            deleteBeforeReplace=bool(replaces) and named_by_program(token, new),
            hasDetailedDiff=True,
            detailedDiff={
                each.path: provider_pb2.PropertyDiff(kind=_KINDS[each.kind, each.replaces], inputDiff=True)
                for each in found
            },
        )

    def Create(self, request: Any, context: grpc.ServicerContext) -> Any:
        token, inputs = _token(request.urn), plain(request.properties)
        if request.preview:
            return provider_pb2.CreateResponse(properties=wire(self._resources.planned(token, inputs)))
        with _answering(context, inputs):
            own, outputs = self._resources.create(request.urn, token, inputs)
            return provider_pb2.CreateResponse(id=own, properties=wire(outputs))

    def Update(self, request: Any, context: grpc.ServicerContext) -> Any:
        token, inputs, old = _token(request.urn), plain(request.news), plain(request.olds)
        if request.preview:
            planned = self._resources.planned_update(token, old, plain(request.old_inputs), inputs)
            return provider_pb2.UpdateResponse(properties=wire(planned))
        with _answering(context, inputs):
            outputs = self._resources.update(request.urn, token, request.id, old, inputs)
            return provider_pb2.UpdateResponse(properties=wire(outputs))

    def Read(self, request: Any, context: grpc.ServicerContext) -> Any:
        token = _token(request.urn)
        if not schema.known(token):
            context.abort(grpc.StatusCode.UNIMPLEMENTED, f"the test double of AWS does not implement {token}")
        found = self._resources.read(request.urn, token, request.id, plain(request.properties))
        if found is None:
            return provider_pb2.ReadResponse(id="")
        inputs, outputs = found
        return provider_pb2.ReadResponse(id=outputs["id"], inputs=wire(inputs), properties=wire(outputs))

    def Delete(self, request: Any, context: grpc.ServicerContext) -> Any:
        with _answering(context):
            self._resources.delete(request.urn, _token(request.urn), request.id, plain(request.properties))
            return empty_pb2.Empty()


class _answering:
    """Tells the engine of an error; with what was made in spite of it, so that the engine keeps it in its state."""

    def __init__(self, context: grpc.ServicerContext, inputs: Values | None = None) -> None:
        self._context, self._inputs = context, inputs

    def __enter__(self) -> None: ...

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if not isinstance(error, AwsError):
            return
        if error.made is not None:
            detail = provider_pb2.ErrorResourceInitFailed(
                id=error.made["id"], properties=wire(error.made), reasons=[str(error)], inputs=wire(self._inputs or {})
            )
            status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=str(error))
            status.details.add().Pack(detail)
            self._context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
        self._context.abort(grpc.StatusCode.UNKNOWN, str(error))


def _token(urn: str) -> str:
    return urn.split("::")[2].rpartition("$")[2]


def _failed(inputs: Any, failures: list[tuple[str, str]]) -> Any:
    said = [provider_pb2.CheckFailure(property=path, reason=why) for path, why in failures]
    return provider_pb2.CheckResponse(inputs=inputs, failures=said)
