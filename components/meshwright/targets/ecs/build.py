"""From the plan to its resources on ECS, as plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from meshwright import names
from meshwright.delivery import appconfig, bundle, givens
from meshwright.delivery.inline import packed
from meshwright.plan import model
from meshwright.plan.index import Index
from meshwright.plan.model import (
    ContainerWorkload,
    GivenRef,
    HostWorkload,
    InlineDelivery,
    Plan,
    SecretRef,
    VirtualGateway,
    VirtualNode,
)
from meshwright.plan.model.delivery import minutes
from meshwright.targets.ecs import application, capture, containers, drain, iam, images, logs, size
from meshwright.targets.ecs.capture_zones import capture_zones
from meshwright.targets.ecs.egress import egress
from meshwright.targets.ecs.load_balancer import load_balancer
from meshwright.targets.ecs.model import (
    AppConfig,
    AppConfigProfile,
    EcsEnvironment,
    EcsProxy,
    EcsService,
    EcsShared,
    IngressRule,
    Strategy,
    TaskDefinition,
)
from meshwright.targets.ecs.network import inbound_ports, is_loopback, network
from meshwright.targets.ecs.platform import ARCHITECTURES, launch_type, platform
from meshwright.targets.ecs.rejection import rejection
from meshwright.targets.ecs.tags import tags
from meshwright.targets.sidecars import SidecarTask, appconfig_agent


def build(plan: Plan) -> EcsEnvironment:
    """The resources of a plan without errors. Nodes that another team runs are left out."""
    return _Builder(plan).environment()


class _Builder:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.index = Index(plan)
        self.platform = platform(plan)
        self.region = self.platform.region
        self.inline = isinstance(plan.delivery, InlineDelivery)
        addresses = network(plan)
        self.sites = addresses.sites
        self.snapshots = addresses.snapshots(plan)
        self.bundles = bundle.write_all(self.snapshots)
        hosts = [each.runs.host for each in plan.virtual_nodes if isinstance(each.runs, HostWorkload)]
        self.hosts = [host.given for host in hosts if isinstance(host, GivenRef)]
        self.nodes = [node for node in plan.virtual_nodes if node.runs and node.has_proxy]

    def environment(self) -> EcsEnvironment:
        plan = self.plan
        proxies = [self._node(node) for node in self.nodes] + [self._gateway(each) for each in plan.virtual_gateways]
        loopback = is_loopback(plan)
        return EcsEnvironment(
            mesh=plan.mesh,
            environment=plan.environment,
            region=self.region,
            namespace=names.tasks_zone(plan.mesh, plan.environment),
            capture="loopback" if loopback else "transparent",
            capture_zones=capture_zones(self.index),
            appconfig=None if self.inline else self._appconfig(),
            agents=logs.agents(plan),
            shared=self._shared(proxies),
            proxies={each.name: each for each in proxies},
            tags=tags(plan.mesh, plan.environment),
            keep_logs=plan.production,
            egress=egress(plan),
        )

    def _node(self, node: VirtualNode) -> EcsProxy:
        assert isinstance(node.runs, ContainerWorkload)
        listens = [each.port for each in node.listeners]
        loopback = is_loopback(self.plan)
        ports = tuple(inbound_ports(self.plan, node).values()) if loopback else ()
        record = names.record(node.name)
        name = f"{record}.{names.tasks_zone(self.plan.mesh, self.plan.environment)}" if listens else None
        task = self._task(node.name, self.service_of(node), ports, loopback, name=name)
        definition = application.definition(self.plan, node, self.service_of(node), task)
        if not loopback and listens:
            definition["portMappings"] = [{"containerPort": port, "protocol": "tcp"} for port in listens]
        return self._proxy(
            node.name,
            "node",
            self.service_of(node),
            task,
            [*containers.render(task), definition],
            None if loopback else capture.proxy_configuration(listens),
            discovery=record if listens else None,
        )

    def _gateway(self, gateway: VirtualGateway) -> EcsProxy:
        ports = tuple(each.port for each in gateway.listeners)
        outside = self.sites[gateway.name].outside
        task = self._task(gateway.name, gateway.name, ports, min(ports) < 1024, application=False, outside=outside)
        proxy = self._proxy(gateway.name, "gateway", gateway.name, task, containers.render(task), None)
        return replace(proxy, public_ports=ports, load_balancer=load_balancer(self.index, gateway))

    def _task(
        self,
        proxy: str,
        service: str,
        ports: tuple[int, ...],
        low_ports: bool,
        *,
        application: bool = True,
        outside: bool = False,
        name: str | None = None,
    ) -> containers.EcsTask:
        asked = size.asked(self.platform.tasks.get(proxy))
        return containers.EcsTask(
            sidecars=SidecarTask(
                proxy=proxy,
                mesh=self.plan.mesh,
                region=self.region,
                source="bundle" if self.inline else appconfig.url(appconfig_agent.PORT),
                workers=size.workers(asked),
                bundle=self._inline(proxy),
                application=application,
                outside=outside,
                ports=ports,
                low_ports=low_ports,
                name=name,
                drain=drain.seconds(self.platform.tasks.get(proxy)),
                stop_limit=launch_type(self.plan).stop_limit,
            ),
            size=asked,
            images=images.of_sidecars(self.plan),
            logs={
                "service": logs.configuration(logs.group(self.plan, service), self.region, proxy),
                "agents": logs.configuration(logs.agents(self.plan), self.region, proxy),
            },
        )

    def _inline(self, proxy: str) -> str | None:
        """The packed bundle, or the token that it replaces."""
        if not self.inline:
            return None
        text = self.bundles[proxy]
        return "${bundle}" if givens.used(text, self.hosts) else packed(text.encode())

    def _proxy(
        self,
        name: str,
        kind: Literal["node", "gateway"],
        service: str,
        task: containers.EcsTask,
        definitions: list[containers.Container],
        proxy_configuration: Mapping[str, object] | None,
        *,
        discovery: str | None = None,
    ) -> EcsProxy:
        plan, number = self.plan, self.platform.tasks.get(name)
        routes = self._routes(name)
        own = names.cut(names.owned(plan.mesh, plan.environment, name), names.SERVICE - len("-ec2"))
        low = number.low if number and number.low is not None else 1
        high = number.high if number and number.high is not None else low
        return EcsProxy(
            name=name,
            kind=kind,
            service_name=service,
            task=TaskDefinition(
                family=own,
                cpu=task.size.cpu if launch_type(plan).fixed_sizes else None,
                memory=task.size.memory if launch_type(plan).fixed_sizes else None,
                architecture=ARCHITECTURES[self.platform.architecture],
                containers=tuple(definitions),
                volumes=(containers.VOLUME,),
                proxy_configuration=proxy_configuration,
                compatibility=launch_type(plan).name,
            ),
            # Another launch type is another service beside the old one.
            service=EcsService(own if launch_type(plan).name == "FARGATE" else f"{own}-ec2", low, low, high),
            appconfig=None if self.inline else self._profile(name, service),
            snapshot=self.snapshots[name],
            bundle=self.bundles[name],
            givens=givens.used(self.bundles[name], self.hosts),
            targets=tuple(dict.fromkeys(each.node for route in routes for each in route.targets if each.weight)),
            looks_up=tuple(dict.fromkeys(node for route in routes for node, _ in route.nodes)),
            task_statements=() if self.inline else (iam.read_bundle(),),
            discovery=discovery,
        )

    def _appconfig(self) -> AppConfig:
        own = names.owned(self.plan.mesh, self.plan.environment)
        strategy = _strategy(names.cut(own, names.APPCONFIG - len("-first")), self.plan.delivery)
        return AppConfig(strategy, iam.retrieval(self.plan.environment), rejection(self.plan, strategy))

    def _profile(self, name: str, service: str) -> AppConfigProfile:
        return AppConfigProfile(
            application=names.cut(names.owned(self.plan.mesh, self.plan.environment, service), names.APPCONFIG),
            environment=names.cut(name, names.APPCONFIG),
            name=appconfig.PROFILE,
            key=names.bundle_key(self.plan.environment, name),
        )

    def _shared(self, proxies: Iterable[EcsProxy]) -> dict[str, EcsShared]:
        """The resources that the versions of each service share: what one version needs, all versions get."""
        members: dict[str, list[EcsProxy]] = {}
        for proxy in proxies:
            members.setdefault(proxy.service_name, []).append(proxy)
        return {name: self._of_service(name, versions) for name, versions in members.items()}

    def _of_service(self, name: str, versions: list[EcsProxy]) -> EcsShared:
        groups = (logs.group(self.plan, name),)
        definitions = [each for version in versions for each in version.task.containers]
        used = [value.secret for each in versions for value in self._secrets(each.name)]
        rules = {rule: None for version in versions for rule in self._ingress(version)}
        own = [each["image"] for each in definitions if each["name"] == application.NAME]
        beside = [each["image"] for each in definitions if each["name"] != application.NAME]
        statements = iam.execution((*groups, logs.agents(self.plan)), own, beside, used)
        task = () if self.inline else (iam.read_bundles(),)
        return EcsShared(name, groups, tuple(statements), task, tuple(rules))

    def _ingress(self, proxy: EcsProxy) -> list[IngressRule]:
        if proxy.kind == "gateway":
            return [IngressRule(port, "load-balancer", f"requests for {proxy.name}") for port in proxy.public_ports]
        ports = inbound_ports(self.plan, self.index.nodes[proxy.name]).values()
        return [IngressRule(port, "mesh", f"calls of {proxy.service_name}") for port in ports]

    def _secrets(self, proxy: str) -> list[SecretRef]:
        node = self.index.nodes.get(proxy)
        return list(node.runs.secrets.values()) if node and isinstance(node.runs, ContainerWorkload) else []

    def _routes(self, proxy: str) -> list[model.Route]:
        """The routes of the services that a proxy calls, in the order of the plan."""
        if proxy in self.index.gateways:
            services = [route.service for route in self.index.gateways[proxy].routes if route.service]
        else:
            services = list(self.index.nodes[proxy].backends)
        return [route for service in services for route in self.index.routes(service)]

    def service_of(self, node: VirtualNode) -> str:
        """The service whose resources a node uses. A node that is no version of a service has its own."""
        return node.service or node.name


def _strategy(name: str, delivery: model.Delivery | None) -> Strategy:
    if not isinstance(delivery, model.AppConfigDelivery):
        return Strategy(name, 0, 100, 0)
    return Strategy(name, minutes(delivery.over), delivery.step, minutes(delivery.bake))
