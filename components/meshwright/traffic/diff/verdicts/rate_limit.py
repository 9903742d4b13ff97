"""Rate limits that refuse more requests, or none any more."""

from collections.abc import Iterable

from meshwright.traffic.diff.diff import Diff, Verdict
from meshwright.traffic.diff.fate import show_rate_limits
from meshwright.traffic.explanation import RateLimit


def judge(diff: Diff) -> Iterable[Verdict]:
    """Careful: clients that were served are refused, or a service gets what it was kept from."""
    for change in diff.where(lambda old, new: old.rate_limits != new.rate_limits):
        old, new = (fate.rate_limits for fate in change.fates[0])
        before = f"(before: {show_rate_limits(old)})"
        if any(not any(_covers(limit, each) for each in old) for limit in new):
            words = f"at most {show_rate_limits(new)} in each Envoy {before}; others get 429, and are not tried again"
        elif any(not any(each.client == limit.client for each in new) for limit in old):
            words = f"rate limit {show_rate_limits(new)} {before}; the service may get more than before"
        else:
            continue
        yield Verdict("careful", change.spot.name or str(change.spot), f"{change.who}: {words}")


def _covers(new: RateLimit, old: RateLimit) -> bool:
    """Whether the new limit lets everything pass that the old one let pass."""
    return old.client == new.client and new.burst >= old.burst and new.requests * old.per >= old.requests * new.per
