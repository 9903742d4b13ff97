"""What is drawn for each request anew: whether a fault aborts it."""

from dataclasses import replace

from meshwright.traffic import Explanation


def drawn(said: Explanation, status: int, *, proxied: bool) -> Explanation:
    """The explanation, with what Envoy drew: a fault that aborts some requests may have aborted this one."""
    fault = said.fault
    if fault is None or fault.why_not or proxied or said.outcome != "routed":
        return said
    if 0 < fault.abort_share < 1 and status == fault.abort:
        return replace(said, outcome="aborted", status=status)
    return said
