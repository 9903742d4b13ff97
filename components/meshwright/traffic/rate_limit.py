"""Rate limits of a route."""

from meshwright.envoy.snapshot import Resource
from meshwright.traffic import fields
from meshwright.traffic.explanation import RateLimit
from meshwright.traffic.fields import only
from meshwright.traffic.not_explainable import NotExplainable


def rate_limit(rule: Resource) -> RateLimit:
    """What a rule says. Raises NotExplainable for a rule that limits only some requests, or by something else."""
    only(rule, fields.RATE_LIMIT, "a rate limit")
    if any((rule.get(each) or {}).get("default_value") != _ALL for each in ("filter_enabled", "filter_enforced")):
        raise NotExplainable("a rate limit for some requests only")
    bucket = rule["token_bucket"]
    only(bucket, fields.TOKEN_BUCKET, "a rate limit")
    return RateLimit(
        requests=int(bucket["tokens_per_fill"]),
        per=float(bucket["fill_interval"].removesuffix("s")),
        burst=int(bucket["max_tokens"]),
        client=_client(rule),
    )


_ALL = {"numerator": 100}


def _client(rule: Resource) -> str:
    if not rule.get("rate_limits"):
        return ""
    descriptors, buckets = rule["rate_limits"], rule.get("descriptors") or []
    actions = [action for each in descriptors for action in each["actions"]]
    whole = [{"entries": [{"key": key}], "token_bucket": rule["token_bucket"]} for key in map(_key, actions)]
    if len(actions) != 1 or whole != buckets or rule.get("always_consume_default_token_bucket", True):
        raise NotExplainable("a rate limit with other descriptors than that of its clients")
    header: str = actions[0].get("request_headers", {}).get("header_name", "")
    return f"header {header}" if header else "address"


def _key(action: Resource) -> str:
    if "request_headers" in action:
        return str(action["request_headers"]["descriptor_key"])
    if "masked_remote_address" in action:
        return "masked_remote_address"
    raise NotExplainable(f"a rate limit by {', '.join(action)}")
