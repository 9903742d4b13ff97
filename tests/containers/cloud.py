"""A mesh in containers: images, names, configuration and services of one rendered environment."""

from collections.abc import Mapping

from meshwright.delivery import bundle
from meshwright.targets.ecs.model import EcsEnvironment

from .appconfig import AppConfig
from .cloud_map import CloudMap
from .daemon import Daemon
from .images import build
from .scheduler import Service
from .task import Task


class Cloud:
    """What stands around the tasks. `use` says which environment the tasks belong to."""

    def __init__(self, daemon: Daemon, names: CloudMap, appconfig: AppConfig) -> None:
        self.daemon = daemon
        self.names = names
        self.appconfig = appconfig
        self.services: dict[str, Service] = {}
        self.environment: EcsEnvironment
        self._images: dict[str, str] = {}

    def use(self, environment: EcsEnvironment) -> None:
        """Makes the images of an environment, publishes its names, and gives each proxy its bundle."""
        self.environment = environment
        containers = [each for proxy in environment.proxies.values() for each in proxy.task.containers]
        self._images = {each["name"]: each["image"] for each in containers}
        build(
            self.daemon.client,
            envoy=self._images["envoy"],
            busybox=self._images["init"],
            agent=self._images["appconfig-agent"],
            applications=sorted({each["image"] for each in containers if each["name"] == "application"}),
        )
        self.names.fixed = {
            name: address for zone in environment.capture_zones.values() for name, address in zone.items()
        }
        self.deliver(environment)

    def deliver(self, environment: EcsEnvironment) -> None:
        """Puts the bundles of an environment into force."""
        for name, proxy in environment.proxies.items():
            self.appconfig.give(name, bundle.write(proxy.snapshot))

    def service(
        self,
        proxy: str,
        count: int = 1,
        *,
        environment: EcsEnvironment | None = None,
        settings: Mapping[str, str] | None = None,
        start_period: int | None = None,
    ) -> Service:
        """An ECS service of one proxy of the environment, started."""
        definition = (environment or self.environment).proxies[proxy]
        name = f"{proxy}.{self.environment.namespace}" if definition.discovery else None

        def make(of: EcsEnvironment) -> Task:
            return Task(
                self.daemon,
                proxy,
                of.proxies[proxy].task,
                image=self._images["init"],
                settings=settings,
                start_period=start_period,
            )

        made = Service(self.names, name, make, environment or self.environment, count)
        self.services[proxy] = made
        return made

    def close(self) -> None:
        """Ends every task at once."""
        for each in self.services.values():
            each.close()
        self.names.close()
        self.appconfig.close()
