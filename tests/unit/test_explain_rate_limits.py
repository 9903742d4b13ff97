"""What an explanation says of rate limits. That they are kept is tried in tests/envoy."""

from datetime import timedelta

import pytest
from tests.cases.golden import CASES, read

from meshwright.envoy import types
from meshwright.envoy.snapshot import Resource
from meshwright.traffic import NotExplainable, RateLimit, Request, explain
from meshwright.traffic.rate_limit import rate_limit
from meshwright.units import show_rate_limit

BUCKET: Resource = {"max_tokens": 2, "tokens_per_fill": 2, "fill_interval": "0.5s"}
ALL: Resource = {"default_value": {"numerator": 100}}
RULE: Resource = {
    "@type": types.LOCAL_RATE_LIMIT,
    "token_bucket": BUCKET,
    "filter_enabled": ALL,
    "filter_enforced": ALL,
}
BY_ADDRESS: Resource = {
    "rate_limits": [{"actions": [{"remote_address": {}}]}],
    "descriptors": [{"entries": [{"key": "remote_address"}], "token_bucket": BUCKET}],
    "always_consume_default_token_bucket": False,
}


@pytest.mark.parametrize(
    ("proxy", "url", "expected"),
    [
        ("web", "http://checkout/", (RateLimit(600, 60.0, 30, "header x-tenant"),)),
        (
            "public",
            "http://shop.example/",
            (RateLimit(5, 1.0, 5, "address"), RateLimit(600, 60.0, 30, "header x-tenant")),
        ),
        ("public", "http://partners.example/", (RateLimit(20, 1.0, 20, "header x-api-key"), RateLimit(600, 60.0, 30))),
    ],
)
def test_a_request_must_pass_the_limit_of_the_gateway_and_that_of_the_service(
    proxy: str, url: str, expected: tuple[RateLimit, ...]
) -> None:
    snapshot = read(CASES / "rate-limit-clients" / "envoy" / f"{proxy}.json")
    listener = next(name for name in snapshot.listeners if proxy == "public" or name == "outbound")
    said = explain(snapshot, Request("GET", url), listener)
    assert (said.outcome, said.rate_limits) == ("routed", expected)


def test_a_plain_rule_is_understood() -> None:
    assert rate_limit(RULE) == RateLimit(2, 0.5, 2)


@pytest.mark.parametrize(
    "more",
    [
        {"filter_enforced": {"default_value": {"numerator": 50}}},
        {"local_rate_limit_per_downstream_connection": True},
        {"rate_limits": [{"actions": [{"generic_key": {"descriptor_value": "x"}}]}]},
        BY_ADDRESS,
    ],
)
def test_other_limits_are_not_explained(more: Resource) -> None:
    with pytest.raises(NotExplainable):
        rate_limit(RULE | more)


def test_a_limit_in_words() -> None:
    assert show_rate_limit(100, timedelta(seconds=1), 100, "") == "100 per 1s"
    assert show_rate_limit(6, timedelta(minutes=1), 2, "address") == "6 per 1m, 2 at once for each address"
    assert show_rate_limit(6, timedelta(hours=1), 6, "header x-a") == "6 per 1h for each value of header x-a"
