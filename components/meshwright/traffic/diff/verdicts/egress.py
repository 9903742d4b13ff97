"""Egress is closed, or a host outside the mesh that was open to all is now one for its callers only."""

from collections.abc import Iterable

from meshwright.traffic.diff.diff import Diff, Verdict


def judge(diff: Diff) -> Iterable[Verdict]:
    """Which hosts are called, no configuration knows: the access log does."""
    old, new = diff.sides.old.plan.egress, diff.sides.new.plan.egress
    if (old, new) == ("allow", "deny"):
        callers = sorted(
            {each for change in diff.changes.requests if change.place.kind == "elsewhere" for each in change.callers}
        )
        who = f" ({len(callers)} proxies)" if len(callers) > 3 else f" ({', '.join(callers)})" if callers else ""
        yield Verdict(
            "unsafe", "egress",
            f"egress is closed: requests to any host that is no declared backend are refused from now on{who}",
            (
                "declare every host that is called as a service with a Host, and name it in `calls`: the access log "
                'shows what goes to the cluster "egress"',
                'write egress="deny"',
            ),
        )  # fmt: skip
    elif (old, new) == ("deny", "allow"):
        yield Verdict("careful", "egress", "egress is opened: every node may call any host from now on")
