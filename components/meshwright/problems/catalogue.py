"""Every code. A code keeps its meaning for ever; each has a page in docs/problems/ and a case in tests/rejected/."""

from dataclasses import dataclass

Code = str
"""`MW` and three digits: 0xx how it is written, 1xx what refers to what, 2xx advice, 3xx targets and their machines, 4xx
the components' arguments, and what is deployed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a code stands for, in a few words."""

    title: str


CATALOGUE: dict[Code, Entry] = {
    code: Entry(title)
    for code, title in {
        "MW001": "no such stack",
        "MW002": "the stack's file does not run",
        "MW003": "the stack's settings do not fit",
        "MW010": "a value of another kind",
        "MW011": "not a name",
        "MW012": "not a duration",
        "MW013": "not a port",
        "MW014": "a number out of its range",
        "MW015": "not one of the choices",
        "MW016": "a value that is only known in the cloud",
        "MW017": "one text where a list is needed",
        "MW018": "not a regular expression",
        "MW019": "a condition that does not fit here",
        "MW101": "a name given twice",
        "MW102": "unknown service",
        "MW103": "unknown target of a route",
        "MW104": "weights that add up to 0",
        "MW105": "no port",
        "MW106": "versions given in two ways",
        "MW107": "several versions, no route",
        "MW108": "a target with another protocol",
        "MW109": "a target that does not listen there",
        "MW110": "unknown provider of a virtual service",
        "MW111": "path conditions that cannot be combined",
        "MW112": "a name of the platform that fits nothing",
        "MW201": "a route that can never match",
        "MW202": "weights that do not add up to 100",
        "MW203": "a route waits longer than its node",
        "MW204": "retries that outlast the timeout",
        "MW205": "outlier detection that cannot work",
        "MW206": "a gateway that leads back to itself",
        "MW207": "a service that nobody calls",
        "MW208": "a service that answers nobody",
        "MW209": "a version that no route leads to",
        "MW301": "not supported by this target",
        "MW302": "nothing to run on this machine",
        "MW303": "a port that someone else holds",
        "MW304": "more Envoys than this machine can watch files for",
        "MW310": "a name too long for the service that must hold it",
        "MW311": "a retention that CloudWatch does not know",
        "MW312": "a size that Fargate does not sell",
        "MW313": "a port that is taken in the task",
        "MW314": "a configuration too large for its place",
        "MW315": "no room for Envoy",
        "MW316": "egress that loopback capture cannot keep in",
        "MW401": "no network",
        "MW402": "an argument that AWS would not take",
        "MW403": "an argument that fits nothing in the description",
        "MW404": "a node that may still get requests",
        "MW405": "a configuration that was rolled back",
        "MW406": "a configuration that is still being deployed",
        "MW407": "a VPC in which the names of the mesh are taken",
        "MW410": "no Pulumi to ask",
        "MW411": "a stack that Pulumi does not show",
        "MW412": "no deployed plan",
        "MW413": "a plan that cannot be read",
        "MW414": "several meshes in one stack",
        "MW415": "a change that did not finish",
        "MW416": "a revision that cannot be read",
    }.items()
}
