"""Computes where a request goes, from the configuration that Envoy itself gets."""

from collections.abc import Mapping
from dataclasses import asdict, replace

from meshwright.envoy import types
from meshwright.envoy.snapshot import Resource, Snapshot
from meshwright.traffic import fault, fields, header_changes, mirror, policy, rate_limit, rewrite
from meshwright.traffic.arrival import Arrival, Refused, arrive, grpc_status
from meshwright.traffic.domains import virtual_host
from meshwright.traffic.explanation import Destination, Explanation, Outcome, Step
from meshwright.traffic.fields import only
from meshwright.traffic.listener import chain, find, health_check, is_http, route_configuration
from meshwright.traffic.match import why_not
from meshwright.traffic.not_explainable import NotExplainable
from meshwright.traffic.request import Request
from meshwright.traffic.rules import rules

NOT_FOUND_CODES = {"SERVICE_UNAVAILABLE": 503, "NOT_FOUND": 404, "INTERNAL_SERVER_ERROR": 500}


def explain(snapshot: Snapshot, request: Request, listener: str | None = None) -> Explanation:
    """What the proxy does with one HTTP request that arrives at a listener.

    Without `listener` it is the snapshot's only HTTP listener; ValueError if it has several. Raises NotExplainable if
    the result depends on something that the explainer doesn't know.
    """
    name = listener if listener is not None else _only_listener(snapshot)
    if name is None:
        return Explanation(snapshot.proxy, "", "no_listener", f"{snapshot.proxy} has no HTTP listener")
    found = find(snapshot, name)
    if found is None:
        there = ", ".join(sorted(snapshot.listeners)) or "none"
        return Explanation(snapshot.proxy, name, "no_listener", f"there is no listener {name!r}; there are: {there}")
    end = chain(found)
    if end.filter["@type"] != types.HTTP_CONNECTION_MANAGER:
        return Explanation(snapshot.proxy, name, "no_listener", f"the listener {name!r} does not speak HTTP")
    arrival = arrive(request, end.filter, end.secure)
    start = Explanation(snapshot.proxy, name, "routed")
    if isinstance(arrival, Refused):
        return replace(start, outcome="refused", **asdict(arrival))
    probe, notes = health_check(end.filter, arrival)
    if probe is not None:
        start = _answered(start, arrival, "health_check", 200, "Envoy's health check filter answers it")
        # With thresholds the answer depends on the health of clusters, which the configuration doesn't say
        return replace(start, status=None) if probe.get("cluster_min_healthy_percentages") else start
    start = replace(start, notes=notes + _notes(request))
    return _routed(snapshot, end.filter, arrival, start)


def _only_listener(snapshot: Snapshot) -> str | None:
    names = sorted(name for name, each in snapshot.listeners.items() if is_http(each))
    if len(names) > 1:
        raise ValueError(f"{snapshot.proxy} has several HTTP listeners, say which: {', '.join(names)}")
    return names[0] if names else None


def _notes(request: Request) -> tuple[str, ...]:
    names = sorted({name.lower() for name, _ in request.headers if name.lower().startswith("x-envoy-")})
    heeded = "Envoy heeds it only in requests that it takes for internal (by x-forwarded-for)"
    notes = tuple(f"{name}: {heeded}" for name in names)
    hosts = request.values("host")
    if request.scheme and hosts and hosts[0] != request.authority:
        notes += (f"the host header {hosts[0]!r} is ignored: the URL names the host",)
    return notes


def _routed(snapshot: Snapshot, manager: Resource, arrival: Arrival, start: Explanation) -> Explanation:
    routes = route_configuration(snapshot, manager)
    found = virtual_host(routes, arrival.authority)
    if found is None:
        reason = f"no virtual host has a domain for {arrival.authority!r}"
        return _answered(start, arrival, "no_virtual_host", 404, reason)
    only(found, fields.VIRTUAL_HOST, f"the virtual host {found['name']}")
    if found.get("require_tls", "NONE") != "NONE":
        raise NotExplainable(f"require_tls in the virtual host {found['name']}")
    start = replace(start, virtual_host=found["name"])
    if arrival.headers["x-forwarded-proto"] == [""]:
        return _answered(start, arrival, "no_route", 404, "the header x-forwarded-proto is empty")
    steps: list[Step] = []
    for route in found.get("routes", []):
        only(route, fields.ROUTE, f"the route {route.get('name', '')}")
        if (why := why_not(route["match"], arrival)) is not None:
            steps.append(Step(route.get("name", ""), why))
            continue
        ruled = rules(route, manager)
        done = [fault.fault(each, arrival) for each in ruled.get(types.FAULT, [])]
        rule = done[-1] if done else None
        start = replace(
            start,
            route=route.get("name", ""),
            metadata=metadata_of(route),
            steps=tuple(steps),
            fault=rule,
            rate_limits=tuple(map(rate_limit.rate_limit, ruled.get(types.LOCAL_RATE_LIMIT, []))),
            response_headers=header_changes.changed("response", route, found, routes),
        )
        if route.get("route") is not None:
            start = replace(start, request_headers=header_changes.changed("request", route, found, routes))
        end = _acted(snapshot, manager, found, route, arrival, start)
        if rule and rule.abort is not None and rule.abort_share == 1 and not rule.why_not:
            return _answered(end, arrival, "aborted", rule.abort, "its fault aborts every request")
        return end
    return _answered(replace(start, steps=tuple(steps)), arrival, "no_route", 404, "no route matches")


def metadata_of(route: Resource) -> dict[str, str]:
    """App Mesh's names of a route."""
    fields: Mapping[str, object] = route.get("metadata", {}).get("filter_metadata", {}).get("meshwright", {})
    return {key: value for key, value in fields.items() if isinstance(value, str)}


def _acted(
    snapshot: Snapshot,
    manager: Resource,
    host: Resource,
    route: Resource,
    arrival: Arrival,
    start: Explanation,
) -> Explanation:
    if route.get("direct_response") is not None:
        status = int(route["direct_response"]["status"])
        if status == 201 or 300 <= status < 400:
            start = replace(start, location=rewrite.redirect(route["match"], {}, arrival)[1])
        start = replace(start, body=_body(route["direct_response"]))
        return _answered(start, arrival, "direct_response", status, "the route answers by itself")
    if route.get("redirect") is not None:
        status, location = rewrite.redirect(route["match"], route["redirect"], arrival)
        start = replace(start, location=location)
        return _answered(start, arrival, "redirect", status, f"the route redirects to {location}")
    action = route.get("route")
    if action is None:
        raise NotExplainable(f"the action of the route {route.get('name', '')}")
    only(action, fields.ROUTE_ACTION, f"the action of the route {route.get('name', '')}")
    destinations = _destinations(snapshot, action, arrival)
    missing = [each.cluster for each in destinations if each.weight and each.cluster not in snapshot.clusters]
    retry = policy.retry(action, host)
    lost = tuple(f"there is no cluster {name!r}: its share is lost" for name in missing)
    start = replace(
        start,
        destinations=destinations,
        path=rewrite.path(route["match"], action, arrival),
        timeout=policy.timeout(action),
        idle_timeout=policy.idle_timeout(action, manager),
        mirrors=mirror.copies(action),
        retry=retry,
        notes=start.notes + lost + policy.repeated(arrival.method, retry),
    )
    if any(each.weight and each.cluster not in missing for each in destinations):
        return start
    code = action.get("cluster_not_found_response_code", "SERVICE_UNAVAILABLE")
    reason = f"there is no cluster {' or '.join(map(repr, missing))}" if missing else "all weights are 0"
    return _answered(start, arrival, "no_cluster", NOT_FOUND_CODES[code], reason)


def _body(response: Resource) -> str:
    only(response, fields.DIRECT_RESPONSE, "a direct response")
    body = response.get("body") or {}
    only(body, {"inline_string"}, "the body of a direct response")
    return str(body.get("inline_string", ""))


def _answered(start: Explanation, arrival: Arrival, outcome: Outcome, status: int, reason: str) -> Explanation:
    if arrival.grpc:
        return replace(start, outcome=outcome, reason=reason, status=200, grpc_status=grpc_status(status))
    return replace(start, outcome=outcome, reason=reason, status=status)


def _destinations(snapshot: Snapshot, action: Resource, arrival: Arrival) -> tuple[Destination, ...]:
    if action.get("weighted_clusters") is None:
        if action.get("cluster") is None:
            raise NotExplainable("a route action that names no cluster")
        host = rewrite.host(action, {}, arrival, snapshot, action["cluster"])
        return (Destination(action["cluster"], 1, 1.0, host),)
    only(action["weighted_clusters"], {"clusters", "total_weight"}, "weighted_clusters")
    clusters = action["weighted_clusters"]["clusters"]
    for each in clusters:
        only(each, fields.WEIGHTED_CLUSTER, "a weighted cluster")
    # Envoy uses the sum; total_weight is deprecated
    total = sum(int(each.get("weight", 0)) for each in clusters)
    return tuple(
        Destination(
            each["name"],
            int(each.get("weight", 0)),
            int(each.get("weight", 0)) / total if total else 0.0,
            rewrite.host(action, each, arrival, snapshot, each["name"]),
        )
        for each in clusters
    )
