"""What a change does to traffic, reported by `pulumi preview` and `pulumi up`."""

from collections.abc import Iterator
from threading import Thread

import pulumi

from meshwright import targets
from meshwright.plan import Plan
from meshwright.plan.redact import redact
from meshwright.traffic.code_marks import plain
from meshwright.traffic.diff import Diff, Sides, compare

_SECONDS = 60
"""Seconds a comparison may take. It must not delay the change."""

_LINES = 60
"""Lines of a report at most."""


def tell(before: Plan, plan: Plan, on: pulumi.Resource) -> None:
    """Reports what differs for requests: as a warning if it is unsafe, not at all if nothing differs.

    `before`: the deployed plan. An error in the comparison is reported as a warning and does not stop the change.
    """
    found: list[Diff | Exception] = []
    thread = Thread(target=lambda: found.append(_compared(before, plan)), daemon=True)
    thread.start()
    thread.join(_SECONDS)
    diff = found[0] if found else TimeoutError(f"the comparison takes longer than {_SECONDS} s")
    if isinstance(diff, Exception):
        said = f"{type(diff).__name__}: {diff}"
        pulumi.log.warn(f"The comparison of traffic failed, and the change continues without it: {said}", on)
    elif not diff.same:
        say = pulumi.log.warn if diff.level == "unsafe" else pulumi.log.info
        lines = list(_lines(diff))
        if len(lines) > _LINES:
            stack = pulumi.get_stack()
            more = f"  {len(lines) - _LINES} more lines: meshwright diff {stack}@deployed {stack}"
            lines = [*lines[:_LINES], more]
        say("\n".join(lines), on)


def _compared(before: Plan, plan: Plan) -> Diff | Exception:
    try:
        return compare(Sides.of(redact(before), redact(plan), targets))
    except Exception as error:
        return error


def _lines(diff: Diff) -> Iterator[str]:
    yield f"traffic, from what is deployed: {diff.level}"
    for verdict in diff.verdicts:
        yield f"  {verdict.level}: {verdict.about}: {plain(verdict.reason)}"
        for number, step in enumerate(verdict.steps, 1):
            yield f"    {number}. {plain(step)}"
    for each in diff.changes.requests:
        callers = f", from {', '.join(each.callers)}" if each.callers else ""
        yield f"  {each.spot}{callers}: {plain(each.who)}: {plain('; '.join(each.what))}"
    for part in diff.plan_changes:
        yield f"  {part.kind} {part.name}: {plain('; '.join(part.what) or part.change)}"
    if configured := diff.reach.configured:
        yield f"  new configuration: {', '.join(map(str, configured))}"
    if replaced := diff.reach.replaced:
        yield f"  new tasks: {', '.join(replaced)}"
