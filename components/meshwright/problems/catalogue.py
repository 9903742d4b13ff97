"""Every code, with its title and its severity.

A code keeps its meaning; each has a page in problems/pages/ and a case in tests/rejected/.
"""

from dataclasses import dataclass
from enum import StrEnum

Code = str
"""`MW` and three digits. 0xx: form; 1xx: references; 2xx: advice on a plan; 3xx: what a platform supports and this machine
has; 4xx: arguments of the components, and what is deployed; 5xx: what an AWS account has and allows."""


class Severity(StrEnum):
    """What a problem means for a change: an error stops it, advice is shown and does not stop it."""

    ERROR = "error"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Entry:
    """The title of a code, in a few words, and the severity of its problems."""

    title: str
    severity: Severity


def _error(title: str) -> Entry:
    return Entry(title, Severity.ERROR)


def _advice(title: str) -> Entry:
    return Entry(title, Severity.ADVICE)


CATALOGUE: dict[Code, Entry] = {
    "MW001": _error("no such stack"),
    "MW002": _error("the stack's file does not run"),
    "MW003": _error("the stack's settings do not fit"),
    "MW010": _error("a value of the wrong type"),
    "MW011": _error("not a name"),
    "MW012": _error("not a duration"),
    "MW013": _error("not a port"),
    "MW014": _error("a number out of range"),
    "MW015": _error("not one of the choices"),
    "MW016": _error("a value that is only known in the cloud"),
    "MW017": _error("one text where a list is needed"),
    "MW018": _error("not a regular expression"),
    "MW019": _error("a condition that is not allowed here"),
    "MW020": _error("a change of headers that cannot be made"),
    "MW101": _error("a name given twice"),
    "MW102": _error("unknown service"),
    "MW103": _error("unknown target of a route"),
    "MW104": _error("weights that add up to 0"),
    "MW105": _error("no port"),
    "MW106": _error("versions given in two ways"),
    "MW107": _error("several versions, no route"),
    "MW108": _error("a target with another protocol"),
    "MW109": _error("a target that does not listen on this port"),
    "MW110": _error("unknown provider of a virtual service"),
    "MW111": _error("path conditions that cannot be combined"),
    "MW112": _error("a platform setting for an unknown name"),
    "MW113": _error("a health check that the protocol does not have"),
    "MW114": _error("a condition on a header that a gateway adds to"),
    "MW115": _error("a route without exactly one end"),
    "MW116": _error("an answer that cannot be given"),
    "MW201": _advice("a route that can never match"),
    "MW202": _advice("weights that do not add up to 100"),
    "MW203": _advice("a route with a longer timeout than its node"),
    "MW204": _advice("retries that outlast the timeout"),
    "MW205": _advice("outlier detection that cannot work"),
    "MW206": _error("a gateway that routes to itself"),
    "MW207": _advice("a service without callers"),
    "MW208": _advice("a service without routes"),
    "MW209": _advice("a version that is no route's target"),
    "MW210": _advice("an option without effect"),
    "MW211": _advice("a condition that no request meets as it looks"),
    "MW212": _error("a redirect that leads to itself"),
    "MW301": _error("not supported by this target"),
    "MW302": _error("nothing to run on this machine"),
    "MW303": _error("a port in use"),
    "MW304": _error("more Envoys than this machine can watch files for"),
    "MW311": _error("a retention that CloudWatch does not support"),
    "MW312": _error("a task size that Fargate does not have"),
    "MW313": _error("a port in use in the task"),
    "MW314": _error("a configuration that is too large"),
    "MW315": _error("a task too small for Envoy"),
    "MW316": _advice("egress that loopback capture cannot deny"),
    "MW317": _advice("an Envoy from Docker Hub in production"),
    "MW318": _advice("an Envoy with known vulnerabilities"),
    "MW319": _error("a drain that is too long"),
    "MW320": _advice("requests that outlast the drain"),
    "MW321": _advice("a silence that the load balancer ends"),
    "MW322": _advice("more than AWS allows by default"),
    "MW323": _error("a limit for each address behind a network load balancer"),
    "MW401": _error("no network"),
    "MW402": _error("an argument that AWS rejects"),
    "MW403": _error("an argument for something that is not described"),
    "MW404": _error("a node that may still get requests"),
    "MW405": _error("a configuration that was rolled back"),
    "MW406": _error("a configuration that is still being deployed"),
    "MW407": _error("a VPC in which the names of the mesh are in use"),
    "MW408": _error("a deployed environment that would move"),
    "MW409": _error("a new alarm that would roll the change back"),
    "MW410": _error("no Pulumi CLI"),
    "MW411": _error("a stack that Pulumi cannot export"),
    "MW412": _error("no deployed plan"),
    "MW413": _error("a plan that cannot be read"),
    "MW414": _error("several meshes in one stack"),
    "MW415": _advice("a change that did not finish"),
    "MW416": _error("a revision that cannot be read"),
    "MW501": _error("more than a quota of the account allows"),
    "MW502": _error("a subnet that cannot be used"),
    "MW503": _error("zones that do not fit"),
    "MW504": _error("too few free addresses"),
    "MW505": _error("a VPC that does not resolve private names"),
    "MW506": _error("an image that is not in ECR"),
    "MW507": _advice("traces that cannot be searched"),
    "MW508": _advice("a protection that delays deletion"),
    "MW509": _advice("few tasks on a machine"),
    "MW510": _advice("a question that the account does not answer"),
    "MW511": _error("no answer from AWS"),
}
