"""How many of each thing a plan needs: one function a quota."""

from collections.abc import Callable

from meshwright.account.situation import Need, Situation
from meshwright.targets.ecs import check_quotas

MACHINE_CPUS, MACHINES = 2, 10
"""Of one instance of the default type, and how many there may be: `Ec2Capacity`'s own defaults."""


def _exactly(number: float) -> Need:
    return Need(number, number)


def one(situation: Situation) -> Need:
    """One for the mesh."""
    return _exactly(1)


def fargate_cpus(situation: Situation) -> Need:
    """The CPUs of all tasks on Fargate."""
    return situation.each_task(lambda proxy: (proxy.task.cpu or 0) / 1024) if situation.fargate else _exactly(0)


def machine_cpus(situation: Situation) -> Need:
    """The CPUs of the EC2 instances of a cluster that is created."""
    if situation.fargate or situation.placement.cluster:
        return _exactly(0)
    return Need(MACHINE_CPUS, MACHINE_CPUS * MACHINES)


def interfaces(situation: Situation) -> Need:
    """One for each task, and those of load balancers."""
    return situation.addresses


def groups(situation: Situation) -> Need:
    """One for the mesh, each service and each load balancer, and one for EC2 instances."""
    machines = bool(machine_cpus(situation).most)
    return _exactly(1 + len(situation.layout.shared) + len(situation.balancers) + machines)


def rules(situation: Situation) -> Need:
    """Those of the group that has most."""
    of_tasks = [len(each.ingress) for each in situation.layout.shared.values()]
    of_balancers = [
        situation.listeners(each) * situation.placement.gateway(each.name).clients for each in situation.balancers
    ]
    return _exactly(max([len(situation.layout.egress), *of_tasks, *of_balancers]))


def own_network(situation: Situation) -> Need:
    """One, if a network is created."""
    return _exactly(1 if situation.own_network else 0)


def services(situation: Situation) -> Need:
    """An ECS service for each virtual node and gateway."""
    return _exactly(len(situation.layout.proxies))


def applications(situation: Situation) -> Need:
    """One for each service."""
    return _exactly(check_quotas.applications(situation.layout))


def versions(situation: Situation) -> Need:
    """One for each version of the service that has most."""
    return _exactly(check_quotas.versions(situation.layout))


def strategies(situation: Situation) -> Need:
    """One for first deployments, and one for changes."""
    return _exactly(2 if situation.layout.appconfig else 0)


def found_tasks(situation: Situation) -> Need:
    """Those that are called."""
    return situation.each_task(lambda proxy: 1 if proxy.discovery else 0)


def zones(situation: Situation) -> Need:
    """The namespace's, and those in which applications resolve names."""
    return _exactly(1 + len(situation.layout.capture_zones))


def roles(situation: Situation) -> Need:
    """Two for each service, and those of AppConfig and EC2 instances."""
    of_mesh = bool(situation.layout.appconfig) + bool(machine_cpus(situation).most)
    return _exactly(2 * len(situation.layout.shared) + of_mesh)


def balancers(kind: str) -> Callable[[Situation], Need]:
    """The load balancers of one kind."""
    return lambda situation: _exactly(len(_of_kind(situation, kind)))


def listeners(kind: str) -> Callable[[Situation], Need]:
    """Those of the load balancer that has most."""
    return lambda situation: _exactly(max(_of_kind(situation, kind), default=0))


def target_groups(situation: Situation) -> Need:
    """One for each port of each gateway."""
    return _exactly(sum(len(each.public_ports) for each in situation.balancers))


def _of_kind(situation: Situation, kind: str) -> list[int]:
    """The listeners of each load balancer of a kind."""
    return [situation.listeners(each) for each in check_quotas.balanced(situation.layout, kind)]
