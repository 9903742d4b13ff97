"""A double of ECS's service scheduler: keeps the desired number of tasks and rolls a new task definition out.

As ECS does, it starts new tasks up to the maximum percent, counts a task when its health is HEALTHY, then stops old ones
down to the minimum percent. A task is registered with its name when it is healthy, and deregistered when it is told to
stop: ECS does not wait until callers know. A deployment whose tasks fail is rolled back (circuit breaker).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock, Thread

from tests.waiting import until

from meshwright.targets.ecs.model import EcsEnvironment

from .cloud_map import CloudMap
from .task import Task

Make = Callable[[EcsEnvironment], Task]

FAILURES = 3
"""Failed tasks after which the circuit breaker rolls back: the least threshold of ECS."""


@dataclass
class _Placed:
    task: Task
    revision: int
    registered: bool = False
    stopping: bool = False


@dataclass
class Service:
    """`name`: where its tasks are registered, None for a service that nobody calls."""

    names: CloudMap
    name: str | None
    make: Make
    environment: EcsEnvironment
    desired: int
    minimum: int = 100
    maximum: int = 200
    failures: int = 0
    rolled_back: bool = False
    revision: int = 1
    events: list[str] = field(default_factory=list)
    _placed: list[_Placed] = field(default_factory=list)
    _before: EcsEnvironment | None = None
    _lock: Lock = field(default_factory=Lock)
    _closing: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def tasks(self) -> list[Task]:
        """Those that are not being stopped."""
        with self._lock:
            return [each.task for each in self._placed if not each.stopping]

    @property
    def steady(self) -> bool:
        """Whether exactly the desired tasks run, all of the newest revision and healthy, and none is being stopped."""
        with self._lock:
            right = [each for each in self._placed if each.revision == self.revision and each.registered]
            return len(right) == len(self._placed) == self.desired

    def wait(self) -> "Service":
        """Returns when it is steady."""
        until(lambda: f"steady: {self.describe()}", lambda: self.steady)
        return self

    def update(self, environment: EcsEnvironment) -> None:
        """Rolls a new task definition out."""
        with self._lock:
            self._before, self.environment = self.environment, environment
            self.revision += 1
            self.failures = 0

    def scale(self, desired: int) -> None:
        """Changes the desired number of tasks."""
        with self._lock:
            self.desired = desired

    def describe(self) -> list[tuple[str, str, list[str]]]:
        """Each task: its name, health and events."""
        with self._lock:
            return [(each.task.name, each.task.health, each.task.events) for each in self._placed]

    def close(self) -> None:
        self._closing.set()
        self._thread.join()
        for each in self._placed:
            each.task.kill()

    def _run(self) -> None:
        while not self._closing.wait(0.2):
            with self._lock:
                self._look()
                self._place()
                self._remove()

    def _look(self) -> None:
        for each in list(self._placed):
            if each.task.ended.is_set():
                self._leave(each)
                self._placed.remove(each)
            elif each.task.stopping.is_set() and not each.stopping:
                self._failed(each, each.task.reason)
            elif each.task.health == "UNHEALTHY" and not each.stopping:
                self._failed(each, "unhealthy")
            elif each.task.health == "HEALTHY" and not each.registered and not each.stopping:
                each.registered = True
                if self.name:
                    self.names.register(self.name, each.task.address)

    def _failed(self, placed: _Placed, reason: str) -> None:
        self.events.append(f"{placed.task.name} failed: {reason}")
        if placed.revision == self.revision and not placed.registered and self._before is not None:
            self.failures += 1
            if self.failures >= FAILURES:
                self.environment, self._before = self._before, None
                self.revision += 1
                self.rolled_back = True
        self._stop(placed, reason)

    def _place(self) -> None:
        of_now = [each for each in self._placed if each.revision == self.revision and not each.stopping]
        running = [each for each in self._placed if not each.stopping]
        room = self.desired * self.maximum // 100 - len(running)
        for _ in range(min(self.desired - len(of_now), room)):
            task = self.make(self.environment).start()
            self._placed.append(_Placed(task, self.revision))

    def _remove(self) -> None:
        healthy = [each for each in self._placed if each.registered and not each.stopping]
        spare = len(healthy) - self.desired * self.minimum // 100
        old = [each for each in self._placed if each.revision != self.revision and not each.stopping]
        of_now = [each for each in self._placed if each.revision == self.revision and not each.stopping]
        more = of_now[self.desired :]
        for each in [*old, *more]:
            if not each.registered:
                self._stop(each, "an old revision that never was healthy")
            elif spare > 0:
                spare -= 1
                self._stop(each, "replaced")

    def _stop(self, placed: _Placed, reason: str) -> None:
        self._leave(placed)
        placed.stopping = True
        Thread(target=placed.task.stop, args=(reason,), daemon=True).start()

    def _leave(self, placed: _Placed) -> None:
        if self.name and placed.registered:
            self.names.deregister(self.name, placed.task.address)
            placed.registered = False
