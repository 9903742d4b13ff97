"""Egress is closed, or opened."""

from collections.abc import Iterable

from meshwright.traffic.code_marks import code
from meshwright.traffic.diff.diff import Diff, Verdict


def judge(diff: Diff) -> Iterable[Verdict]:
    """The configuration doesn't say which hosts applications call; the access log does."""
    old, new = diff.sides.old.plan.egress, diff.sides.new.plan.egress
    if (old, new) == ("allow", "deny"):
        yield Verdict(
            "unsafe",
            "egress",
            "requests to any host that is no declared backend are refused from now on",
            (
                f"describe each called host as a service with a {code('Host')}, and name it in {code('calls')} "
                f"(in the access log: {code('host')} of outbound requests without a {code('target')})",
                "write " + code('egress="deny"'),
            ),
        )
    elif (old, new) == ("deny", "allow"):
        yield Verdict("careful", "egress", "every node may call any host from now on")
