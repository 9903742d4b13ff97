"""What an explanation says of faults and copies. That it says what Envoy does is tried in tests/envoy."""

import pytest

from meshwright.envoy import types
from meshwright.envoy.snapshot import Resource, Snapshot
from meshwright.traffic import Copies, Explanation, NotExplainable, explain

from .test_explain import ROUTER, get, snapshot, web

NAME = "envoy.filters.http.fault"
FILTER: Resource = {"name": NAME, "disabled": True, "typed_config": {"@type": types.FAULT}}
ABORT: Resource = {"abort": {"http_status": 503, "percentage": {"numerator": 100}}}
HEADERS: Resource = {"headers": [{"name": "x-chaos", "present_match": True}]}


def ruled(rule: Resource, *filters: Resource, **action: object) -> Snapshot:
    """One route with a rule, behind these filters."""
    route: Resource = {"name": "r", "match": {"prefix": "/"}, "route": {"cluster": "checkout-v1", **action}}
    route |= {"typed_per_filter_config": {NAME: rule}} if rule else {}
    listener = web()
    listener["filter_chains"][0]["filters"][0]["typed_config"]["http_filters"] = [*filters, ROUTER]
    return snapshot(route, listeners=(listener,))


def said(rule: Resource, *headers: str) -> Explanation:
    return explain(ruled({"@type": types.FAULT} | rule, FILTER), get("http://checkout.shop/", *headers))


def test_a_fault_aborts_requests_that_fulfil_its_conditions() -> None:
    aborted = said(ABORT | HEADERS, "x-chaos: 1")
    assert (aborted.outcome, aborted.status, aborted.route) == ("aborted", 503, "r")
    assert said(ABORT, "content-type: application/grpc").grpc_status == 14
    spared = said(ABORT | HEADERS)
    assert (spared.outcome, spared.status) == ("routed", None)
    assert spared.fault is not None
    assert spared.fault.why_not == "header x-chaos: absent, wanted the header to be there"


def test_a_fault_of_some_requests_leaves_the_outcome_open() -> None:
    some = said(
        {
            "abort": {"http_status": 500, "percentage": {"numerator": 5, "denominator": "TEN_THOUSAND"}},
            "delay": {"fixed_delay": "0.25s", "percentage": {"numerator": 100}},
        }
    )
    assert some.outcome == "routed"
    assert some.fault is not None
    assert (some.fault.abort, some.fault.abort_share) == (500, 0.0005)
    assert (some.fault.delay, some.fault.delay_share) == (0.25, 1.0)


def test_a_rule_without_its_filter_does_nothing() -> None:
    alone = explain(ruled({"@type": types.FAULT} | ABORT), get())
    assert (alone.outcome, alone.fault) == ("routed", None)


@pytest.mark.parametrize("rule", [{"@type": types.COMPRESSOR}, {"@type": types.FAULT, "max_active_faults": 1}])
def test_other_rules_are_not_explained(rule: Resource) -> None:
    with pytest.raises(NotExplainable):
        explain(ruled(rule, FILTER), get())


def test_where_copies_go() -> None:
    policy = {"cluster": "checkout-v2", "disable_shadow_host_suffix_append": True}
    some = {"runtime_fraction": {"default_value": {"numerator": 25, "denominator": "MILLION"}}}
    found = explain(ruled({}, request_mirror_policies=[policy, policy | some | {"host_rewrite_literal": "h"}]), get())
    assert found.mirrors == (Copies("checkout-v2", 1.0), Copies("checkout-v2", 0.000025, "h"))
    with pytest.raises(NotExplainable, match="appends to the host"):
        explain(ruled({}, request_mirror_policies=[{"cluster": "checkout-v2"}]), get())
