"""What the security group of the mesh's tasks lets out."""

from meshwright.plan.model import Plan
from meshwright.targets.ecs.model import EgressRule

_DNS = 53

_TCP = EgressRule("tcp", 0, 65535, "Envoy decides what may leave")
_NAMES = EgressRule("udp", _DNS, _DNS, "Name servers of the network")
_EVERYTHING = EgressRule("-1", 0, 0, "The description allows everything")


def egress(plan: Plan) -> tuple[EgressRule, ...]:
    """With egress "deny", TCP and DNS only: Envoy, which decides what may leave, is given nothing but TCP. A group cannot
    hold a list of destinations: AWS's endpoints, from which ECS pulls images, have changing addresses."""
    return (_TCP, _NAMES) if plan.egress == "deny" else (_EVERYTHING,)
