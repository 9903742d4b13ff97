"""A share of the requests moves in one step that is larger than it should be."""

from collections.abc import Iterable

from meshwright.traffic.diff.change import Change
from meshwright.traffic.diff.diff import Diff, Verdict
from meshwright.traffic.diff.fate import show_share


def judge(diff: Diff, step: int) -> Iterable[Verdict]:
    """Once for each target of a place, for the requests that shift most. `step`: how many percent may go at once."""
    found: dict[tuple[object, str], tuple[float, float, Change]] = {}
    for change in diff.changes.requests:
        for before, after in change.fates:
            if change.repeats or before.outcome != "routed" or after.outcome != "routed":
                continue
            for target, share in after.shares.items():
                was = before.shares.get(target, 0.0)
                known = found.get((change.place, target))
                if share - was > step / 100 + 1e-9 and (known is None or share - was > known[1] - known[0]):
                    found[change.place, target] = (was, share, change)
    for (_, target), (was, share, change) in found.items():
        between = [was + step / 100 * index for index in range(1, 100) if was + step / 100 * index < share - 1e-9]
        yield Verdict(
            "careful", str(change.place),
            f"{change.who}: {target} gets {show_share(share)} instead of {show_share(was)}, "
            f"in one step of more than {step} %",
            tuple(f"{target} {show_share(each)}" for each in (*between, share)),
        )  # fmt: skip
