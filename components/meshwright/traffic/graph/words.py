"""Parts of the plan in words."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from meshwright.plan.model import (
    ClientHeader,
    ConnectionPool,
    ContainerWorkload,
    DirectResponse,
    Fault,
    GivenRef,
    HeaderChanges,
    HealthCheck,
    HostWorkload,
    LambdaWorkload,
    Match,
    OutlierDetection,
    ProcessWorkload,
    RateLimit,
    Redirect,
    RetryPolicy,
    Rewrite,
    Text,
    WeightedTarget,
    Workload,
)
from meshwright.units import show_duration, show_rate_limit

_VERBS = {
    "equals": ("is", "is not"),
    "starts_with": ("starts with", "does not start with"),
    "ends_with": ("ends with", "does not end with"),
    "matches": ("matches", "does not match"),
    "between": ("is", "is not"),
    "exists": ("is present", "is absent"),
}


def conditions(when: Iterable[Match], everything: str) -> str:
    """The conditions of a route. `everything`: the words for none."""
    return " and ".join(_condition(each) for each in when) or everything


def _condition(match: Match) -> str:
    words = [match.subject, match.name, _VERBS[match.verb][match.inverted]]
    if match.verb == "between":
        words.append(f"from {match.low} to below {match.high}")
    elif match.verb != "exists":
        words.append(f'"{match.value}"' if match.name else match.value)
    return " ".join(word for word in words if word)


def shares(targets: Sequence[WeightedTarget]) -> dict[str, float]:
    """The share of each virtual node, from 0 to 1: weights are relative to one another."""
    total = sum(each.weight for each in targets)
    found = dict.fromkeys((each.node for each in targets), 0.0)
    for each in targets:
        found[each.node] += each.weight / total if total else 0
    return found


def redirect(value: Redirect) -> str:
    """A redirect as the address to which it leads."""
    port = f":{value.port}" if value.port else ""
    host = f"{value.host or 'the same host'}{port}"
    path = value.path or (f"{value.prefix}... for the prefix" if value.prefix else "the same path")
    query = "" if value.query else ", without the query"
    return f"{value.scheme or 'the same scheme'}, {host}, {path}{query}, with {value.status}"


def direct_response(value: DirectResponse) -> str:
    """The status and the text of an answer."""
    return f"{value.status} {value.body}".strip()


def length(value: timedelta | None) -> str:
    """A duration, or "none"."""
    return "none" if value is None else show_duration(value)


def retry(policy: RetryPolicy | None) -> str:
    """The number of retries, and the events that cause them."""
    if policy is None or policy.attempts == 0:
        return "off"
    per_try = f", {length(policy.per_try)} a try" if policy.per_try is not None else ""
    return f"{policy.attempts} on {', '.join(policy.on) or 'App Mesh’s default events'}{per_try}"


def fault(rule: Fault | None) -> str:
    """What is done to how many requests, and to which."""
    parts = []
    if rule and rule.delay:
        parts.append(f"{rule.delay.share:g} % wait {length(rule.delay.time)}")
    if rule and rule.abort:
        parts.append(f"{rule.abort.share:g} % get {rule.abort.status}")
    if rule is None or not parts:
        return "off"
    return ", ".join(parts) + (f", if {conditions(rule.when, '')}" if rule.when else "")


def rate_limit(limit: RateLimit) -> str:
    """How many requests pass, and whose."""
    client = f"header {limit.client.header}" if isinstance(limit.client, ClientHeader) else limit.client or ""
    return show_rate_limit(limit.requests, limit.per, limit.burst, client)


def pool(limits: ConnectionPool) -> str:
    """The limits of a connection pool."""
    found = {"connections": limits.connections, "pending requests": limits.pending, "requests": limits.requests}
    return ", ".join(f"{value} {name}" for name, value in found.items() if value is not None) or "no limit"


def health_check(check: HealthCheck | None) -> str:
    """What a health check asks for, and how often."""
    if check is None:
        return "off"
    asked = check.path or (f"gRPC {check.grpc or 'server'}" if check.grpc is not None else "its Envoy")
    return (
        f"{asked} every {length(check.interval)}, timeout {length(check.timeout)}, "
        f"healthy after {check.healthy}, unhealthy after {check.unhealthy}"
    )


def outlier_detection(found: OutlierDetection | None) -> str:
    """When a host is ejected, and for how long."""
    if found is None:
        return "off"
    return (
        f"{found.errors} consecutive errors, checked every {length(found.interval)}; ejected for {length(found.ejection)}, "
        f"at most {found.max_ejected} % of the hosts"
    )


def rewrite(changed: Rewrite) -> str:
    """How a gateway rewrites a request."""
    parts = [f"prefix becomes {changed.prefix}"] if changed.prefix is not None else []
    parts += [f"path becomes {changed.path}"] if changed.path is not None else []
    parts += ["host becomes the service’s name"] if changed.host else []
    return ", ".join(parts) or "nothing"


def header_changes(changes: HeaderChanges) -> str:
    """What becomes of headers."""
    parts = [f"sets {each.name} to {each.value}" for each in changes.set]
    parts += [f"adds {each.value} to {each.name}" for each in changes.add]
    return "; ".join([*parts, *(f"removes {name}" for name in changes.remove)])


def runs(workload: Workload | None) -> str:
    """The workload of a virtual node, without its environment and secrets."""
    match workload:
        case ContainerWorkload(image=image):
            return f"container {named(image)}"
        case ProcessWorkload(command=command):
            return f"process {' '.join(command)}"
        case HostWorkload(host=host, tls=tls):
            return f"host {named(host)}{' (TLS)' * tls}"
        case LambdaWorkload(arn=arn):
            return f"Lambda function {named(arn)}"
        case None:
            return "by another team"


def named(text: Text) -> str:
    """An image, a host or a function, or the name of its Given."""
    return f"given as {text.given}" if isinstance(text, GivenRef) else text
