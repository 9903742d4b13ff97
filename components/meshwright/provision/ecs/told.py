"""What a change of the arguments does to clients, which the description does not know: told by preview and `up`."""

from collections.abc import Iterator, Sequence

import pulumi

from meshwright.provision import state

_BALANCER, _LISTENER = "aws:lb/loadBalancer:LoadBalancer", "aws:lb/listener:Listener"
_SERVICE = "aws:ecs/service:Service"


def of_balancer(
    balancer: str, *, public: bool, network: bool, subnets: Sequence[object], ports: Sequence[int], described: set[int]
) -> Iterator[str]:
    """The effects on the clients of a gateway, in words.

    `balancer`: the name of its load balancer's resource. `network`: whether it is a network load balancer. `ports`: those
    of the load balancer. `described`: those of the gateway. If one of these goes, the comparison of descriptions tells it.
    """
    deployed = state.outputs(_BALANCER, balancer)
    if deployed is None:
        return
    was_public, was_in = not deployed.get("internal", True), deployed.get("subnets") or []
    lost = [each for each in was_in if each not in subnets] if all(isinstance(each, str) for each in subnets) else []
    if was_public != public:
        yield f"it becomes {'public' if public else 'internal'}, so {_REPLACED}"
    elif network and lost:
        yield f"its network load balancer cannot leave subnet {', '.join(map(str, lost))}, so {_REPLACED}"
    listens = [each.outputs for each in state.of_type(_LISTENER)]
    before = {int(each["port"]) for each in listens if each.get("loadBalancerArn") == deployed.get("arn")}
    for port in sorted(before - set(ports)):
        if port in described or port in (80, 443):
            yield (
                f"its load balancer no longer listens on port {port}, but on {', '.join(map(str, ports))}: clients that "
                f"still call port {port} get no answer; move them first"
            )


_REPLACED = (
    "it gets a new load balancer and a new name. The old one serves until the new one does, and is then deleted by the "
    "same `up`: clients that still have its name or its addresses get no answer. Let them follow the output "
    "`load_balancers` by a DNS record of this program, or describe a second gateway and move them first"
)


def of_cluster(service: str, cluster: pulumi.Output[str], on: pulumi.Resource) -> None:
    """Tells that an ECS service moves to another cluster, once that one is known."""
    before = (state.outputs(_SERVICE, service) or {}).get("cluster")
    if not isinstance(before, str):
        return

    def told(now: str) -> None:
        if now != before:
            pulumi.log.info(
                f"It moves from cluster {before} to {now}: its tasks start there before the old ones are stopped, so that "
                "twice as many run meanwhile.",
                on,
            )

    cluster.apply(told)
