"""What RegisterTaskDefinition rejects: container definitions checked against ECS's schema and against each other."""

from collections.abc import Iterator
from typing import Any

from .. import schema
from ..check import Failure, rule, validate
from ..values import Values, is_unknown, parsed

_PROXY = {
    "IgnoredUID",
    "IgnoredGID",
    "AppPorts",
    "ProxyIngressPort",
    "ProxyEgressPort",
    "EgressIgnoredPorts",
    "EgressIgnoredIPs",
}
_NOT_ON_FARGATE = (
    "disableNetworking",
    "dnsSearchDomains",
    "dnsServers",
    "dockerSecurityOptions",
    "extraHosts",
    "links",
    "privileged",
)
_NOT_IN_AWSVPC = ("links", "dnsServers", "dnsSearchDomains", "extraHosts", "hostname")
Containers = list[dict[str, Any]]


@rule("ecs.TaskDefinition")
def size(given: Values) -> Iterator[Failure]:
    """A valid Fargate size."""
    if "FARGATE" not in (given.get("requiresCompatibilities") or []):
        return
    for name in ("cpu", "memory"):
        if given.get(name) is None:
            yield name, "required on Fargate"
    if given.get("networkMode") != "awsvpc" and not is_unknown(given.get("networkMode")):
        yield "networkMode", f"Fargate knows awsvpc only, found {given.get('networkMode')!r}"
    cpu, memory = _units(given.get("cpu"), "vCPU"), _units(given.get("memory"), "GB")
    if cpu is None or memory is None:
        return
    sizes = schema.fargate_sizes()
    if str(cpu) not in sizes:
        yield "cpu", f"Fargate sells {', '.join(sorted(sizes, key=int))} CPU units, found {cpu}"
    elif memory not in sizes[str(cpu)]:
        yield "memory", f"with {cpu} CPU units Fargate sells {', '.join(map(str, sizes[str(cpu)]))} MiB, found {memory}"


def _units(text: Any, unit: str) -> int | None:
    if not isinstance(text, str) or is_unknown(text):
        return None
    return int(float(text.removesuffix(unit)) * 1024) if text.endswith(unit) else int(text)


@rule("ecs.TaskDefinition")
def containers(given: Values) -> Iterator[Failure]:
    text = given["containerDefinitions"]
    if is_unknown(text):
        return
    found = parsed(text)
    if not isinstance(found, list) or not found:
        yield "containerDefinitions", "is no JSON list of containers"
        return
    if len(text) > 65_536:
        yield (
            "containerDefinitions",
            f"a task definition has at most 65536 bytes, found {len(text)} in its containers alone",
        )
    node = schema.containers()
    failures = [each for index, one in enumerate(found) for each in validate(one, node, f"[{index}]")]
    for path, why in failures:
        yield "containerDefinitions", f"{path}: {why}"
    if not failures:
        yield from (("containerDefinitions", why) for why in _together(found, given))


def _together(found: Containers, given: Values) -> Iterator[str]:
    names = [each["name"] for each in found]
    if len(set(names)) < len(names):
        yield f"duplicate container names: {', '.join(names)}"
    if not any(each.get("essential", True) for each in found):
        yield "no container is essential"
    volumes = {each["name"] for each in given.get("volumes") or []}
    fargate = "FARGATE" in (given.get("requiresCompatibilities") or [])
    for each in found:
        yield from (f"{each['name']}: {why}" for why in _alone(each, given, fargate))
        for mount in each.get("mountPoints") or []:
            if mount.get("sourceVolume") not in volumes:
                yield f"{each['name']}: unknown volume {mount.get('sourceVolume')!r}"
    yield from _order(found)
    yield from _memory(found, given)
    yield from _ports(found)


def _alone(each: dict[str, Any], given: Values, fargate: bool) -> Iterator[str]:
    awsvpc = given.get("networkMode") == "awsvpc"
    for name in _NOT_ON_FARGATE if fargate else ():
        if each.get(name):
            yield f"{name} is not supported on Fargate"
    for name in _NOT_IN_AWSVPC if awsvpc else ():
        if each.get(name):
            yield f"{name} is not supported in network mode awsvpc"
    added = ((each.get("linuxParameters") or {}).get("capabilities") or {}).get("add") or []
    if fargate and set(added) - {"SYS_PTRACE"}:
        yield f"Fargate adds no capabilities but SYS_PTRACE, found {', '.join(added)}"
    for name in ("startTimeout", "stopTimeout"):
        if fargate and not 2 <= each.get(name, 30) <= 120:
            yield f"{name} is 2 to 120 seconds on Fargate, found {each[name]}"
    for port in each.get("portMappings") or []:
        if awsvpc and port.get("hostPort", port.get("containerPort")) != port.get("containerPort"):
            yield f"host port {port['hostPort']} must be the container port in network mode awsvpc"
    if not awsvpc and not (each.get("memory") or each.get("memoryReservation") or given.get("memory")):
        yield "memory or memoryReservation is required"
    if (each.get("memoryReservation") or 0) > (each.get("memory") or 1 << 40):
        yield "memoryReservation is over memory"
    logs = each.get("logConfiguration") or {}
    if logs.get("logDriver") == "awslogs":
        for name in ("awslogs-group", "awslogs-region", *(("awslogs-stream-prefix",) if fargate else ())):
            if not (logs.get("options") or {}).get(name):
                yield f"logConfiguration: option {name} is required"
    if fargate and (logs.get("logDriver") == "awslogs" or each.get("secrets")) and not given.get("executionRoleArn"):
        yield "Fargate needs an execution role for log driver awslogs and for secrets"


def _order(found: Containers) -> Iterator[str]:
    by_name = {each["name"]: each for each in found}
    waits = {each["name"]: [one["containerName"] for one in each.get("dependsOn") or []] for each in found}
    for each in found:
        for one in each.get("dependsOn") or []:
            other = by_name.get(one["containerName"])
            if other is None:
                yield f"{each['name']} depends on the unknown container {one['containerName']!r}"
            elif one["condition"] == "HEALTHY" and not other.get("healthCheck"):
                yield f"{each['name']} waits for {other['name']} to be HEALTHY, which has no health check"
            elif one["condition"] in ("COMPLETE", "SUCCESS") and other.get("essential", True):
                yield f"{each['name']} waits for {other['name']} to end, which is essential"
    for start in waits:
        seen, front = set(), list(waits[start])
        while front:
            name = front.pop()
            if name == start:
                yield f"{start} waits for itself through dependsOn"
                return
            if name not in seen:
                seen.add(name)
                front += waits.get(name, [])


def _memory(found: Containers, given: Values) -> Iterator[str]:
    for name, unit in (("memory", "GB"), ("cpu", "vCPU")):
        whole = _units(given.get(name), unit)
        parts = sum(each.get(name) or (each.get("memoryReservation", 0) if name == "memory" else 0) for each in found)
        if whole is not None and parts > whole:
            yield f"the containers' {name} adds up to {parts}, the task has {whole}"


def _ports(found: Containers) -> Iterator[str]:
    seen: dict[tuple[int, str], str] = {}
    for each in found:
        for port in each.get("portMappings") or []:
            key = (port.get("containerPort", 0), port.get("protocol", "tcp"))
            if key in seen:
                yield f"{each['name']} and {seen[key]} both have port {key[0]}/{key[1]}"
            seen[key] = each["name"]


@rule("ecs.TaskDefinition")
def file_systems(given: Values) -> Iterator[Failure]:
    """ECS's rules for EFS volumes."""
    for index, volume in enumerate(given.get("volumes") or []):
        efs = volume.get("efsVolumeConfiguration") or {}
        allowed = efs.get("authorizationConfig") or {}
        where = f"volumes[{index}].efsVolumeConfiguration"
        if allowed and efs.get("transitEncryption") != "ENABLED":
            yield f"{where}.transitEncryption", "must be ENABLED with an access point or IAM authorization"
        if allowed.get("accessPointId") and efs.get("rootDirectory", "/") != "/":
            yield f"{where}.rootDirectory", "must be / or left out with an access point"
        if allowed.get("iam") == "ENABLED" and not given.get("taskRoleArn"):
            yield f"{where}.authorizationConfig.iam", "needs a task role"


@rule("ecs.TaskDefinition")
def proxy(given: Values) -> Iterator[Failure]:
    proxy = given.get("proxyConfiguration")
    if not proxy:
        return
    if given.get("networkMode") not in ("awsvpc",) and not is_unknown(given.get("networkMode")):
        yield "proxyConfiguration", "needs network mode awsvpc"
    names = (
        [each["name"] for each in parsed(given["containerDefinitions"]) if isinstance(each, dict)]
        if not is_unknown(given["containerDefinitions"])
        else [proxy["containerName"]]
    )
    if proxy["containerName"] not in names:
        yield "proxyConfiguration.containerName", f"no container {proxy['containerName']!r} among {', '.join(names)}"
    settings = proxy.get("properties") or {}
    if stray := set(settings) - _PROXY:
        yield (
            "proxyConfiguration.properties",
            f"unknown {', '.join(sorted(stray))}; known are {', '.join(sorted(_PROXY))}",
        )
    if not (settings.get("IgnoredUID") or settings.get("IgnoredGID")):
        yield "proxyConfiguration.properties", "one of IgnoredUID, IgnoredGID is required"
    if not settings.get("AppPorts"):
        yield "proxyConfiguration.properties", "App ports not found"  # app-mesh-roadmap issue 467
    for name in ("AppPorts", "EgressIgnoredPorts", "ProxyIngressPort", "ProxyEgressPort"):
        ports = [each for each in str(settings.get(name, "")).split(",") if each]
        if any(not (each.isdigit() and 0 < int(each) < 65_536) for each in ports):
            yield f"proxyConfiguration.properties.{name}", f"{settings[name]!r} is no list of ports"
        if len(ports) > 15:
            yield f"proxyConfiguration.properties.{name}", f"at most 15 ports, found {len(ports)}"
