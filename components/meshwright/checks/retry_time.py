"""MW204: retries whose tries together may take longer than the timeout of the request."""

from collections.abc import Iterable

from meshwright.checks.finding import finding
from meshwright.plan import Index
from meshwright.plan.model import Route
from meshwright.problems import Problem
from meshwright.units import show_duration


def check(index: Index) -> Iterable[Problem]:
    """Only where each try has a timeout: without one, retries are meant for failures that take no time."""
    for route in index.every_route():
        yield from _route(route)


def _route(route: Route) -> Iterable[Problem]:
    retry, whole = route.policy.retry, route.policy.timeout.per_request
    if retry is None or not retry.attempts or retry.per_try is None or whole is None:
        return
    tries = route.policy.tries
    wanted, given = show_duration(tries * retry.per_try), show_duration(whole)
    if tries * retry.per_try > whole:
        yield finding(
            "MW204",
            route.origin,
            found=f"{tries} tries of {show_duration(retry.per_try)} take {wanted}; the request times out after {given}",
            expected=f"at most {given} for all tries together",
            fix=f'raise the timeout to "{wanted}", or lower per_try or the number of retries',
        )
