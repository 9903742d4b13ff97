"""What the account is asked about: a plan, its resources, and where they go."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from meshwright.account.placement import Placement
from meshwright.plan import Plan
from meshwright.problems import Code, Problem, Severity, read_origin
from meshwright.targets.ecs.build import build
from meshwright.targets.ecs.load_balancer import HTTP, outside_ports
from meshwright.targets.ecs.model import EcsEnvironment, EcsProxy
from meshwright.targets.ecs.platform import launch_type, platform

DEPLOYING = 2
"""Old and new tasks run side by side while a service is deployed: `maximum_percent` is 200 unless the program says less."""


@dataclass(frozen=True)
class Need:
    """How many of something: with the first `up`, and with every service at its largest and being deployed."""

    first: float
    most: float


@dataclass(frozen=True)
class Situation:
    """One environment on ECS, before its first `up`."""

    plan: Plan
    placement: Placement

    @cached_property
    def layout(self) -> EcsEnvironment:
        """The resources of the plan."""
        return build(self.plan)

    @property
    def fargate(self) -> bool:
        """Whether tasks run on Fargate, not on EC2 instances."""
        return launch_type(self.plan).name == "FARGATE"

    @property
    def own_network(self) -> bool:
        """Whether a VPC is created: no subnets are known, and it is not production."""
        return not self.placement.subnets and not self.plan.production

    @property
    def balancers(self) -> list[EcsProxy]:
        """The gateways, each with its load balancer."""
        return [each for each in self.layout.proxies.values() if each.load_balancer is not None]

    @property
    def tasks(self) -> Need:
        """How many tasks run."""
        return self.each_task(lambda proxy: 1)

    @property
    def addresses(self) -> Need:
        """How many network interfaces there are, each with an address: one for a task, one for a load balancer in each of
        its subnets."""
        balancers = sum(len(self.balancer_subnets(each)) or 2 for each in self.balancers)
        return Need(self.tasks.first + balancers, self.tasks.most + balancers)

    def each_task(self, size: Callable[[EcsProxy], float]) -> Need:
        """The sum over all tasks."""
        services = [(each.service, size(each)) for each in self.layout.proxies.values()]
        return Need(
            sum(service.desired * each for service, each in services),
            sum(service.high * DEPLOYING * each for service, each in services),
        )

    def balancer_subnets(self, proxy: EcsProxy) -> list[str]:
        """The subnets of a gateway's load balancer."""
        public = self.placement.gateway(proxy.name).public
        return list(self.placement.public_subnets if public else self.placement.subnets)

    def listeners(self, proxy: EcsProxy) -> int:
        """How many listeners a gateway's load balancer has."""
        tls = self.placement.gateway(proxy.name).tls
        ports = outside_ports(proxy.public_ports, tls=tls)
        redirects = tls and proxy.load_balancer is not None and proxy.load_balancer.redirects and HTTP not in ports
        return len(ports) + redirects

    def problem(
        self, code: Code, *path: str | int, found: str, expected: str, fix: str, override: Severity | None = None
    ) -> Problem:
        """A finding at the platform of the description, or at a path of the stack's configuration."""
        place, written = read_origin(platform(self.plan).origin)
        if path:
            return Problem(code, path, found, expected, fix, None, override)
        return Problem(code, written, found, expected, fix, place, override)
