"""`meshwright send`."""

import asyncio
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click
from rich.console import Console
from rich.progress import Progress

from meshwright.cli.chi_square import LEVEL
from meshwright.cli.routing import Routing, names_host
from meshwright.cli.split import Split, declared, judged
from meshwright.cli.stack import Stack, takes_json, takes_stack
from meshwright.cli.table import print_json, table
from meshwright.plan.model import LocalPlatform
from meshwright.units import show_share

if TYPE_CHECKING:
    from meshwright.cli.client import Answers


@click.command("send", no_args_is_help=True)
@takes_stack
@click.option("-n", "count", type=click.IntRange(1, 1_000_000), default=200, show_default=True, help="Requests.")
@click.option("-c", "at_once", type=click.IntRange(1, 256), default=8, show_default=True, help="Requests at a time.")
@click.option(
    "--within",
    type=click.FloatRange(0, min_open=True),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="The time limit for all requests together.",
)
@click.option("--path", default="/", show_default=True, help="Path, with its query if there is one.")
@click.option("-H", "--header", "headers", metavar="'NAME: VALUE'", multiple=True, help="A header of each request.")
@click.option("--from", "caller", metavar="GATEWAY", help="The gateway that gets the requests. Default: the only one.")
@click.option("--url", metavar="URL", help="The URL of the gateway. Default: on this machine, for local stacks.")
@takes_json
def command(
    stack: Stack,
    count: int,
    at_once: int,
    within: float,
    path: str,
    headers: tuple[str, ...],
    caller: str | None,
    url: str | None,
    as_json: bool,
) -> None:
    """Send GET requests through the mesh and compare the observed split with the declared weights.

    The table has every virtual service that the requests reach. A chi-square test decides whether a split is consistent
    with the weights; a correct split fails it once in a thousand times. Exits with 1 if a request failed (no response, or
    status 400 and above), a split is not as declared, or the time limit or Ctrl-C came before all were answered; what was
    answered until then is shown.

    The response headers name the nodes: x-meshwright-path, or x-meshwright-node for the first service only. The sample
    service sends both.

    \b
    Examples:
      meshwright send local
      meshwright send local -n 1000 -H 'cookie: beta=yes'
      meshwright send dev --url https://dev.shop.example --path /cart
    """
    routing = Routing(stack.plan())
    gateway = routing.gateway(caller)
    port = routing.index.gateways[gateway].listeners[0].port
    if url is None and not isinstance(routing.plan.platform, LocalPlatform):
        raise click.UsageError(f"use --url: the address of {gateway} is known for local stacks only")
    url = (url or f"http://127.0.0.1:{port}").rstrip("/")
    if not names_host(headers):
        headers = (*headers, f"host: {urlsplit(url).netloc}")
    if not path.startswith("/"):
        raise click.BadParameter(f'a path begins with "/": "{path}"')
    shares = declared(routing, gateway, path, headers, port)  # reports an invalid request before any is sent
    answers = _sent(url + path, headers, count, at_once, within, as_json)
    splits = judged(routing, shares, answers.calls)
    if as_json:
        print_json(_json(url + path, count, answers, splits))
    else:
        _show(url + path, count, answers, splits)
    if answers.failed or answers.stopped or any(each.verdict == "not as declared" for each in splits):
        raise SystemExit(1)


def _sent(url: str, headers: Sequence[str], count: int, at_once: int, within: float, quiet: bool) -> "Answers":
    from meshwright.cli.client import send  # needs the extra `local`, which --help does without

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=quiet or not sys.stderr.isatty()) as progress:
        bar = progress.add_task(url, total=count)
        return asyncio.run(send(url, headers, count, at_once, within, lambda: progress.advance(bar)))


def _show(url: str, count: int, answers: "Answers", splits: Sequence[Split]) -> None:
    answered = answers.answered
    rate = f"{answered / answers.seconds:.0f} a second" if answers.seconds else "at once"
    click.echo(f"{answered} requests to {url} in {answers.seconds:.1f} s ({rate}), {answers.failed} failed")
    for outcome, times in answers.outcomes.most_common():
        click.echo(f"  {times} × {outcome}")
    if answers.stopped:
        click.echo(f"Stopped by {answers.stopped}: {count - answered} of {count} requests had no answer yet.", err=True)
    if not answers.calls and answers.failed == answered:
        click.echo("No request succeeded. `meshwright local status` shows what runs on this machine.", err=True)
        return
    click.echo()
    rows = [row for each in splits for row in _rows(each)]
    right = ("declared", "expected", "observed", "p")
    table(("service", "node", *right, "verdict"), rows, right)


def _rows(split: Split) -> list[tuple[object, ...]]:
    total = sum(split.observed.values())
    rows: list[tuple[object, ...]] = []
    for node in [*split.shares, *sorted(split.observed.keys() - split.shares.keys())]:
        share = split.shares.get(node, 0.0)
        first = not rows
        rows.append(
            (
                split.service if first else "",
                node,
                show_share(share),
                f"{share * total:.4g}",
                split.observed.get(node, 0),
                _chance(split) if first else "",
                _verdict(split) if first else "",
            )
        )
    return rows


def _chance(split: Split) -> str:
    if split.p_value is None or len(split.shares) == 1:
        return ""
    return f"< {LEVEL}" if split.p_value < LEVEL else f"{split.p_value:.3f}"


def _verdict(split: Split) -> str:
    return f"{split.verdict}: it takes {split.needed}" if split.needed else split.verdict


def _json(url: str, count: int, answers: "Answers", splits: Sequence[Split]) -> dict[str, object]:
    return {
        "url": url,
        "requests": count,
        "answered": answers.answered,
        "stopped": answers.stopped or None,
        "failed": answers.failed,
        "seconds": round(answers.seconds, 3),
        "outcomes": dict(answers.outcomes),
        "splits": [
            {
                "virtual_service": each.service,
                "declared": dict(each.shares),
                "observed": dict(each.observed),
                "verdict": each.verdict,
                "p_value": each.p_value,
            }
            for each in splits
        ],
    }
