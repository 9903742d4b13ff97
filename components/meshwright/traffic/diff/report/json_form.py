"""A diff as JSON, for programs."""

from dataclasses import asdict
from typing import Any

from meshwright.traffic.code_marks import plain
from meshwright.traffic.diff.change import Change
from meshwright.traffic.diff.diff import Diff, Verdict
from meshwright.traffic.diff.fate import Fate


def to_json(diff: Diff) -> dict[str, Any]:
    """For `json.dumps`. `level` is "same", "safe", "careful" or "unsafe"."""
    return {
        "level": "same" if diff.same else diff.level,
        "verdicts": [_verdict(each) for each in diff.verdicts],
        "requests": [_change(each) for each in diff.changes.requests],
        "untold": [{"place": str(spot), "reason": reason} for spot, reason in diff.changes.untold],
        "unreachable": [{"place": str(spot), "route": route} for spot, route in diff.changes.unreachable],
        "parts": [asdict(each) | {"what": list(map(plain, each.what))} for each in diff.plan_changes],
        "reach": asdict(diff.reach),
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "level": verdict.level,
        "about": verdict.about,
        "reason": plain(verdict.reason),
        "steps": list(map(plain, verdict.steps)),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "place": asdict(change.spot),
        "callers": list(change.callers),
        "hosts": list(change.hosts),
        "requests": plain(change.who),
        "classes": [
            {
                "conditions": [_condition(each) for each in one.conditions],
                "exceptions": [[_condition(each) for each in some] for some in one.exceptions],
            }
            for one in change.requests
        ],
        "what": list(map(plain, change.what)),
        "routes": list(change.routes),
        "example": change.example,
        "repeated_headers_only": change.repeats,
        "fates": [{"old": _fate(old), "new": _fate(new)} for old, new in change.fates],
    }


def _condition(condition: Any) -> dict[str, Any]:
    """The part of the request, and the matcher in Envoy's form."""
    kind, name = condition.subject
    return {"subject": kind, "name": name, "matcher": condition.matcher}


def _fate(fate: Fate) -> dict[str, Any]:
    return asdict(fate)
