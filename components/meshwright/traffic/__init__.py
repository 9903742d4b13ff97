"""What a mesh does with traffic, computed from the configuration of its proxies."""

from meshwright.traffic.explain import explain
from meshwright.traffic.explanation import Copies, Destination, Explanation, Fault, Outcome, RateLimit, Retry, Step
from meshwright.traffic.not_explainable import NotExplainable
from meshwright.traffic.own_tls import explain_own_tls
from meshwright.traffic.request import Request
from meshwright.traffic.tcp import explain_tcp

__all__ = [
    "Copies",
    "Destination",
    "Explanation",
    "Fault",
    "NotExplainable",
    "Outcome",
    "RateLimit",
    "Request",
    "Retry",
    "Step",
    "explain",
    "explain_own_tls",
    "explain_tcp",
]
