"""Copies of a request."""

from meshwright.envoy.share import percent
from meshwright.envoy.snapshot import Resource
from meshwright.traffic import fields
from meshwright.traffic.explanation import Copies
from meshwright.traffic.fields import only
from meshwright.traffic.not_explainable import NotExplainable


def copies(action: Resource) -> tuple[Copies, ...]:
    """Where a route sends copies of its requests."""
    return tuple(_copies(each) for each in action.get("request_mirror_policies") or ())


def _copies(policy: Resource) -> Copies:
    only(policy, fields.MIRROR_POLICY, "a mirror policy")
    share, host = policy.get("runtime_fraction"), policy.get("host_rewrite_literal")
    if host is None and not policy.get("disable_shadow_host_suffix_append"):
        raise NotExplainable("a mirror policy that appends to the host")
    if share is not None:
        only(share, fields.RUNTIME_FRACTION, "the share of a mirror policy")
    return Copies(policy["cluster"], 1.0 if share is None else percent(share["default_value"]) / 100, host)
