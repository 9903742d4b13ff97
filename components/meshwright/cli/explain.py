"""`meshwright explain`."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import click
from rich.text import Text

from meshwright.cli.routing import Routing
from meshwright.cli.stack import Stack, takes_json, takes_stack
from meshwright.cli.table import facts, print_json, table
from meshwright.traffic import Copies, Destination, Explanation, Fault, RateLimit, Request, Retry
from meshwright.units import show_duration, show_rate_limit, show_share


@click.command("explain", no_args_is_help=True)
@takes_stack
@click.argument("what", metavar="[METHOD] URL", nargs=-1, required=True)
@click.option("--from", "caller", metavar="NAME", help="A virtual node, service or gateway. Default: the only gateway.")
@click.option("-H", "--header", "headers", metavar="'NAME: VALUE'", multiple=True, help="A header of the request.")
@click.option("--port", type=int, help="The gateway's listener. Default: its first.")
@takes_json
def command(
    stack: Stack, what: tuple[str, ...], caller: str | None, headers: tuple[str, ...], port: int | None, as_json: bool
) -> None:
    """Show where a request goes, and why, from the configuration that Envoy has. Sends nothing.

    The URL is the one that the caller uses. A path is enough at a gateway. tcp://SERVICE is a TCP backend; https://HOST
    is TLS of the application's own. METHOD defaults to GET. Exits with 0 for any outcome of the request.

    \b
    Examples:
      meshwright explain local /cart
      meshwright explain local --from web GET http://checkout/cart -H 'cookie: beta=yes'
      meshwright explain prod --from checkout http://inventory/ --json
    """
    if len(what) > 2:
        raise click.UsageError(f"a method and a URL, not {len(what)} words: {' '.join(what)}")
    method, url = ("GET", what[0]) if len(what) == 1 else what
    routing = Routing(stack.plan())
    proxy = routing.proxy(caller)
    request = routing.request(proxy, method, url, headers, port) if _is_request(routing, proxy, url) else None
    if request is None:
        host = urlsplit(url).hostname or ""
        tcp = url.startswith("tcp://")
        explanation = routing.connect(proxy, host) if tcp else routing.own_tls(proxy, host)
        hint = "" if tcp else routing.hint_of_tls(explanation, host)
    else:
        explanation = routing.arrive(proxy, request, port)
        hint = routing.hint(explanation, request)
    if as_json:
        there = [_there(routing, explanation, each, request) for each in explanation.destinations]
        shown = explanation.to_json() | {"origin": routing.origin(explanation) or None, "hint": hint or None}
        shown["destinations"] = [a | b for a, b in zip(shown["destinations"], there, strict=True)]
        print_json(shown)
        return
    click.echo(f"{method.upper() if request else 'connect to'} {url} from {proxy}")
    facts(_facts(routing, explanation, hint))
    if explanation.destinations:
        click.echo()
        rows = [_row(routing, explanation, each, request) for each in explanation.destinations]
        table(("share", "to", "path", "host", "and there"), rows, right=("share",))
    if explanation.steps:
        click.echo()
        table(("passed over", "because"), [(each.route, each.reason) for each in explanation.steps])


def _is_request(routing: Routing, proxy: str, url: str) -> bool:
    """Whether the proxy sees a request. A gateway's clients speak TLS to its load balancer; an application's own TLS passes
    its proxy unread."""
    scheme = urlsplit(url).scheme
    return scheme != "tcp" and (scheme != "https" or proxy in routing.index.gateways)


def _facts(routing: Routing, said: Explanation, hint: str) -> list[tuple[str, object]]:
    routed = said.outcome == "routed"
    outcome = said.outcome.replace("_", " ") + (f", answers {said.status}" if said.status is not None else "")
    facts: list[tuple[str, object]] = [
        ("outcome", Text(outcome, style="green" if routed else "red")),
        ("because", said.reason),
        ("text", said.body),
        ("hint", hint),
        ("listener", said.listener),
        ("virtual host", said.virtual_host),
        ("gateway route", said.metadata.get("gateway_route")),
        ("virtual service", said.metadata.get("virtual_service")),
        ("route", said.metadata.get("route", said.route)),
        ("written at", routing.origin(said)),
    ]
    if said.destinations:
        tcp = said.path is None
        facts += [("timeout", "" if tcp else _seconds(said.timeout)), ("idle timeout", _seconds(said.idle_timeout))]
        facts += [("retries", "" if tcp else _retries(said.retry))]
        facts += [("fault", _fault(said.fault))]
        facts += [("rate limit", _rate_limit(each)) for each in said.rate_limits]
        facts += [("copied", _copied(routing, each)) for each in said.mirrors]
    facts += [("request headers", "; ".join(map(str, said.request_headers)))]
    facts += [("response headers", "; ".join(map(str, said.response_headers)))]
    return facts + [("note", note) for note in said.notes]


def _row(routing: Routing, said: Explanation, to: Destination, request: Request | None) -> tuple[str, ...]:
    found = routing.node(to)
    inbound = routing.inbound(said, to, request) if request else None
    if inbound is None:
        there = "" if found is None or routing.index.nodes[found[0]].has_proxy else "outside of the mesh"
    elif inbound.outcome == "routed":
        there = f"to its application, timeout {_seconds(inbound.timeout)}"
    else:
        there = f"{inbound.outcome.replace('_', ' ')}: {inbound.reason}"
    node = f"{found[0]}:{found[1]}" if found else to.cluster
    return (show_share(to.share), node, said.path or "", to.host or "", there)


def _there(routing: Routing, said: Explanation, to: Destination, request: Request | None) -> dict[str, Any]:
    found = routing.node(to)
    inbound = routing.inbound(said, to, request) if request else None
    return {
        "virtual_node": found[0] if found else None,
        "port": found[1] if found else None,
        "inbound": inbound.to_json() if inbound else None,
    }


def _fault(fault: Fault | None) -> str:
    if fault is None:
        return ""
    delays = [f"{show_share(fault.delay_share)} wait {_seconds(fault.delay)}"] if fault.delay is not None else []
    aborts = [f"{show_share(fault.abort_share)} get {fault.abort}"] if fault.abort is not None else []
    why_not = f" (not this request: {fault.why_not})" if fault.why_not else ""
    return ", ".join(delays + aborts) + why_not


def _rate_limit(limit: RateLimit) -> str:
    what = show_rate_limit(limit.requests, timedelta(seconds=limit.per), limit.burst, limit.client)
    return f"{what}, counted by this Envoy alone; more are answered with 429"


def _copied(routing: Routing, to: Copies) -> str:
    found = routing.node(to)
    host = f", for {to.host}" if to.host else ""
    return f"{show_share(to.share)} to {f'{found[0]}:{found[1]}' if found else to.cluster}{host}"


def _seconds(value: float | None) -> str:
    return "none" if value is None else show_duration(timedelta(seconds=value))


def _retries(retry: Retry | None) -> str:
    if retry is None or retry.num_retries == 0:
        return "none"
    per_try = f", {_seconds(retry.per_try_timeout)} a try" if retry.per_try_timeout is not None else ""
    codes = f" {list(retry.retriable_status_codes)}" if retry.retriable_status_codes else ""
    return f"{retry.num_retries} on {retry.on.replace(',', ', ')}{codes}{per_try}"
