"""Requests that went to a service, and that a route now answers by itself; redirects that clients remember."""

from collections.abc import Iterable

from meshwright.traffic.code_marks import code
from meshwright.traffic.diff.change import Change
from meshwright.traffic.diff.diff import Diff, Verdict
from meshwright.traffic.diff.fate import Fate

_REMEMBERED = ("301", "308")


def judge(diff: Diff) -> Iterable[Verdict]:
    """Unsafe if they are answered with an error; careful if they are redirected or get another answer."""
    for change in diff.own:
        taken = [new for old, new in change.fates if old.outcome == "routed" and new.intended]
        failing = [each for each in taken if each.outcome != "redirect" and _fails(each)]
        redirected = [each for each in taken if each.outcome == "redirect"]
        answered = [each for each in taken if each not in failing and each not in redirected]
        if failing:
            yield Verdict(
                "unsafe",
                change.spot.name,
                f"no service gets {change.who} any more: the answer is {failing[0].answer}",
                (
                    "move those who send such requests, and wait until the access log shows none",
                    f"write {code('respond=')} then",
                ),
            )
        if answered:
            yield Verdict(
                "careful",
                change.spot.name,
                f"no service gets {change.who} any more: the answer is {answered[0].answer}, whatever they ask for",
                ("make sure that nothing depends on what the service did with them",),
            )
        if redirected:
            yield _redirected(change, redirected[0])
        yield from _remembered(change)


def _fails(fate: Fate) -> bool:
    return not fate.answer.startswith("2")


def _redirected(change: Change, new: Fate) -> Verdict:
    return Verdict(
        "careful",
        change.spot.name,
        f"{change.who} are redirected with {new.answer}: clients that follow no redirects, as many programs do, fail",
        (
            "add a route for few of these requests before the others, with the same redirect",
            "when their clients ask at the new address, redirect all of them",
        ),
    )


def _remembered(change: Change) -> Iterable[Verdict]:
    """A browser does not ask again: the redirect cannot be taken back. One that was tried with another status is fine."""
    for old, new in change.fates:
        if new.intended and new.outcome == "redirect" and new.answer[:3] in _REMEMBERED and not _is_tried(old, new):
            yield Verdict(
                "careful",
                change.spot.name,
                f"{change.who} are redirected for good: clients remember {new.answer}, also when the route is gone",
                (
                    f"redirect with {code('status=307')} first",
                    f"when that works, write {code(f'status={new.answer[:3]}')}",
                ),
            )
            return


def _is_tried(old: Fate, new: Fate) -> bool:
    return old.outcome == "redirect" and old.answer[3:] == new.answer[3:]
