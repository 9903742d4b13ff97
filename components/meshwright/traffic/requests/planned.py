"""The conditions of a planned route, as the algebra reads them."""

import json
from collections.abc import Iterable
from functools import lru_cache

from meshwright.envoy import match
from meshwright.plan.model import Match
from meshwright.traffic.not_explainable import NotExplainable
from meshwright.traffic.requests.condition import HOST, Condition, conditions

_PATH_KEYS = {"equals": "path", "starts_with": "prefix"}


@lru_cache(maxsize=8192)
def planned(each: Match) -> Condition | None:
    """The condition as its Envoy evaluates it; None if every request fulfils it.

    Raises NotExplainable for conditions that the algebra can't represent.
    """
    if each.subject == "host":
        return Condition(HOST, json.dumps({"name": HOST.name, "string_match": _host(each)}, sort_keys=True))
    if (each.subject, each.value) == ("method", "CONNECT"):
        raise NotExplainable("CONNECT, which asks for a tunnel")
    if each.subject == "path":
        key = _PATH_KEYS.get(each.verb)
        found = conditions({key: each.value} if key else {"safe_regex": {"regex": each.value}})
    else:
        found = conditions({"prefix": "/"} | match.conditions([each]))
    return found[0] if found else None


def _host(each: Match) -> dict[str, str]:
    return {"exact" if each.verb == "equals" else "suffix": each.value.lower()}


def all_planned(when: Iterable[Match]) -> tuple[Condition, ...]:
    """The conditions that not every request fulfils, without duplicates."""
    return tuple(dict.fromkeys(found for each in when if (found := planned(each)) is not None))
