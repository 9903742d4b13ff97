"""Each change of a gateway: what the preview says, what a failure leaves, and that clients always have somebody."""

from dataclasses import dataclass, replace

from tests.standin.conftest import Project

from meshwright import (
    Container,
    Fargate,
    GatewayListener,
    GatewayRoute,
    Mesh,
    Service,
    Timeout,
    VirtualGateway,
    provision,
)
from meshwright.description.platform import LoadBalancer

from .changing import Changing, Program, Step
from .conftest import described

_ID = "arn:aws:acm:eu-west-1:111122223333:certificate/"


@dataclass(frozen=True)
class Door:
    """A gateway, and who reaches it."""

    kind: LoadBalancer = "application"
    listeners: tuple[GatewayListener, ...] = (GatewayListener(8080),)
    public: bool = False
    clients: tuple[str, ...] = ()
    certificate: str | None = None
    subnets: int = 2
    timeout: Timeout | None = None

    def program(self) -> Program:
        subnets = [f"subnet-{number}a1b2c3d" for number in range(self.subnets)]
        network = provision.Network("vpc-0a1b2c3d", subnets, public_subnets=[f"{each}f" for each in subnets])

        def run() -> None:
            web = Service("web", Container("shop/web"), port=8080, timeout=self.timeout)
            public = VirtualGateway("public", listeners=self.listeners, routes=[GatewayRoute("all", to=web)])
            mesh = Mesh("shop", services=[web], virtual_gateways=[public])
            platform = Fargate("eu-west-1", load_balancers={"*": self.kind})
            access = provision.Access(self.public, self.clients, self.certificate)
            provision.MeshEnvironment(
                "dev",
                described(mesh=mesh, platform=platform),
                platform=provision.Ecs(network=network, gateways={"public": access}),
            ).export()

        return run


SERVICE, LISTENER = ("create", "ecs.Service", "dev-public-service"), ("create", "lb.Listener", "")


def test_every_change_of_a_gateway(project: Project) -> None:
    door = Door()
    changing = Changing(project)
    changing.start(door.program())

    def to(
        what: str,
        fault: tuple[str, str, str] | None = None,
        *,
        in_place: bool = False,
        says: str = "",
        **fields: object,
    ) -> Door:
        changed = replace(door, **fields)  # type: ignore[arg-type]
        changing.apply(Step(what, changed.program(), fault, in_place, says))
        return changed

    new = "gets a new load balancer and a new name"
    door = to("TLS", LISTENER, says="no longer listens on port 8080, but on 443", certificate=f"{_ID}1")
    door = to("another certificate", in_place=True, certificate=f"{_ID}2")
    nine = (GatewayListener(8080), GatewayListener(9090))
    door = to("a second port", ("update", "ecs.Service", "dev-public-service"), listeners=nine)
    door = to("it gets the requests", in_place=True, listeners=nine[::-1])
    door = to("without the first", listeners=nine[1:])
    door = to(
        "another", ("update", "ecs.Service", ""), in_place=True, says="requests on port 443 go", listeners=nine[:1]
    )
    door = to(
        "HTTP/2", SERVICE, says=f"on its first port: it {new}", listeners=(GatewayListener(8080, protocol="http2"),)
    )
    door = to("public", SERVICE, says=f"it becomes public, so it {new}", public=True)
    door = to("for some clients", clients=("203.0.113.0/24", "198.51.100.0/24"))
    door = to("longer silence", timeout=Timeout(idle="10m"))
    door = to("one subnet more", subnets=3)
    door = to(
        "a network load balancer", SERVICE, says=f"an application one: it {new}", kind="network", listeners=nine[:1]
    )
    door = to("one subnet less", ("create", "lb.LoadBalancer", ""), says="cannot leave subnet", subnets=2)
    door = to("without TLS", says="no longer listens on port 443, but on 8080", certificate=None)
    door = to("still longer silence", in_place=True, timeout=Timeout(idle="20m"))
    changing.settled(door.program())
    assert changing.changed >= {
        ("lb.LoadBalancer", "internal"),
        ("lb.LoadBalancer", "idleTimeout"),
        ("lb.TargetGroup", "name"),
        ("lb.Listener", "loadBalancerArn"),
        ("lb.Listener", "defaultActions"),
        ("lb.Listener", "certificateArn"),
        ("lb.Listener", "tcpIdleTimeoutSeconds"),
        ("ecs.Service", "name"),
    }
    project.destroy(door.program())
    assert project.standin.resources() == []
