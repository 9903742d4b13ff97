"""Routes that answer by themselves, of services and gateways."""

from collections.abc import Sequence

from meshwright.envoy import direct_response, header_changes, metadata, rate_limit, redirect
from meshwright.envoy.path import PathMatch
from meshwright.envoy.snapshot import Resource
from meshwright.plan.model import GatewayRoute, HeaderChanges, RateLimit, Route


def action(route: Route | GatewayRoute, found: PathMatch, whole: str | None = None) -> Resource | None:
    """What a route answers, as a field of Envoy's Route; None where it has a destination.

    `found`: the match of Envoy's route. `whole`: the path that a gateway's route before it puts in place of the client's.
    """
    if route.redirect is not None:
        return {"redirect": redirect.action(route.redirect, found, route.when, whole)}
    if route.respond is not None:
        return {"direct_response": direct_response.action(route.respond)}
    return None


def route(
    name: str,
    match: Resource,
    action: Resource,
    headers: Sequence[HeaderChanges | None],
    limit: RateLimit | None = None,
    **names: str,
) -> Resource:
    """A Route of Envoy that answers. Of what features add to a route, only changes of the response have an effect here, and
    the limit of a gateway's route before it.

    `names`: App Mesh's names, for the access log.
    """
    changes = header_changes.fields("response", headers)
    return {
        "name": name,
        "match": match,
        **action,
        **changes,
        **rate_limit.rules(limit),
        **metadata.of(**names),
    }
