"""Deployments of configuration in AppConfig: what the next one is, and which changes the current ones forbid.

AppConfig rolls back without Pulumi's knowledge, and the provider waits in the middle of an `up` for a deployment that still
runs. So both are checked before any resource changes.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from meshwright.delivery import bundle
from meshwright.problems import Problem, Severity
from meshwright.targets.ecs.model import EcsEnvironment, EcsProxy

_LIMIT = 1024
"""How long AppConfig's descriptions may be."""

_RECORD = re.compile(
    r"bundle (?P<digest>[0-9a-f]{12})( filled in as (?P<filled>[0-9a-f]{12}))?, "
    r"traffic to (?P<targets>[^;]*)(; again: (?P<again>.*))?"
)


@dataclass(frozen=True)
class Record:
    """What a deployment delivered: its description in AppConfig, where people and the next run read it."""

    digest: str
    """The version of the bundle."""
    targets: frozenset[str]
    """The nodes that it sends requests to."""
    redeploy: str = ""
    """The reason why the same bundle was deployed once more."""
    filled: str = ""
    """The version of the bundle with the hosts that are only known when it is provisioned: the agent reports this one.
    Empty if there are none."""

    def __str__(self) -> str:
        again = f"; again: {self.redeploy}" if self.redeploy else ""
        digest = f"{self.digest} filled in as {self.filled}" if self.filled else self.digest
        for shown in (str, _short):
            targets = " ".join(sorted(shown(each) for each in self.targets)) or "nobody"
            text = f"bundle {digest}, traffic to {targets}{again}"
            if len(text) <= _LIMIT:
                return text
        return f"bundle {digest}, traffic to *{again}"

    @classmethod
    def read(cls, text: str) -> "Record":
        """The record in a description. Without one, the deployment may send requests to any node."""
        found = _RECORD.fullmatch(text)
        if not found:
            return cls("", frozenset("*"))
        targets = frozenset(found["targets"].split()) - {"nobody"}
        return cls(found["digest"], targets, found["again"] or "", found["filled"] or "")

    def sends_to(self, node: str) -> bool:
        """Whether requests may go to the node."""
        return bool(self.targets & {node, _short(node), "*"})


def _short(node: str) -> str:
    return f"#{hashlib.sha256(node.encode()).hexdigest()[:6]}"


@dataclass(frozen=True)
class Deployment:
    """The last deployment of one proxy that the stack made. `strategy`, `application`, `environment`: their ids. `alarms`:
    the ARNs of those that watch that environment."""

    application: str
    environment: str
    strategy: str
    record: Record
    alarms: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Watching:
    """The alarms that watch the next deployments: the ARNs that are known, and how many are not, as this program's own."""

    known: frozenset[str] = frozenset()
    unknown: int = 0

    def new_beside(self, deployed: frozenset[str]) -> bool:
        """Whether one of those that are not known has not watched before."""
        return self.unknown > len(deployed - self.known)


@dataclass(frozen=True)
class Wanted:
    """The next deployment of a proxy. `last`: the one before; None: there is none."""

    record: Record
    last: Deployment | None

    @property
    def kept(self) -> str | None:
        """The strategy id of the last deployment, if it is the same; None: this one is new."""
        return self.last.strategy if self.last and str(self.last.record) == str(self.record) else None

    def filled(self, version: str) -> "Wanted":
        """The same with the version of the bundle whose hosts are filled in."""
        return replace(self, record=replace(self.record, filled=version))


def wanted(proxy: EcsProxy, deployed: Mapping[str, Deployment], redeploy: Mapping[str, str]) -> Wanted:
    """The next deployment of a proxy. A reason in `redeploy` that the last deployment does not have deploys the same bundle
    once more.

    Hosts that Pulumi fills in are assumed to be unchanged: they are not known before it runs.
    """
    digest = bundle.version(proxy.bundle)
    targets = frozenset(proxy.targets)
    last = deployed.get(proxy.name)
    if last is None:
        return Wanted(Record(digest, targets, redeploy.get(proxy.name, "")), None)
    same = last.record.digest == digest
    reason = redeploy.get(proxy.name, last.record.redeploy if same else "")
    return Wanted(Record(digest, targets, reason, last.record.filled if same else ""), last)


def check(
    layout: EcsEnvironment,
    deployed: Mapping[str, Deployment],
    redeploy: Mapping[str, str],
    state: Callable[[Deployment], str],
    watching: Watching = Watching(),
) -> list[Problem]:
    """Why the change cannot be deployed now. `state`: the state that AppConfig reports of a deployment's environment."""
    going = [name for name in deployed if name not in layout.proxies]
    staying = {name: each for name, each in deployed.items() if name in layout.proxies}
    states = {name: state(each) for name, each in staying.items()}
    changing = {
        name: each.record
        for name, each in staying.items()
        if str(wanted(layout.proxies[name], deployed, redeploy).record) != str(each.record)
    }
    found = [_unknown(name) for name in redeploy if name not in layout.proxies]
    for name, each in staying.items():
        repeated = redeploy.get(name, "") not in ("", each.record.redeploy)
        if states[name] in ("ROLLED_BACK", "REVERTED") and not repeated:
            found.append(_rolled_back(name, each, name in changing))
        elif states[name] not in ("READY_FOR_DEPLOYMENT", "ROLLED_BACK", "REVERTED") and (name in changing or going):
            found.append(_running(name, states[name], going if name not in changing else ()))
    early = [name for name in changing if watching.new_beside(staying[name].alarms)] if layout.rejection else []
    if early:
        found.append(_early(early))
    for node in going:
        callers = sorted(name for name, each in staying.items() if each.record.sends_to(node))
        if callers:
            found.append(_has_traffic(node, callers))
    return found


def _has_traffic(node: str, callers: Iterable[str]) -> Problem:
    return Problem(
        "MW404",
        ("mesh", node),
        f"{', '.join(callers)} may still send requests to {node}, which is no longer described",
        "a node that no deployed route gives weight to",
        f"describe {node} again with weight 0 everywhere, run `pulumi up`, wait for the deployments, then take it out",
    )


def _rolled_back(name: str, last: Deployment, changing: bool) -> Problem:
    return Problem(
        "MW405",
        ("mesh", name),
        f"AppConfig rolled bundle {last.record.digest} of {name} back: Envoy runs the one before it",
        "the bundle that was deployed last",
        "look at the alarms of AppConfig environment "
        f"{last.environment}; then deploy with a reason: pulumi config set --path 'meshwright:redeploy.{name}' \"...\"",
        override=Severity.ERROR if changing else Severity.ADVICE,
    )


def _running(name: str, state: str, going: Iterable[str]) -> Problem:
    why = f", and may send requests to {', '.join(going)} until then" if going else ""
    return Problem(
        "MW406",
        ("mesh", name),
        f"the last deployment of {name} is {state}{why}",
        "READY_FOR_DEPLOYMENT",
        "wait until it is done, or stop it in AppConfig, then run this again",
    )


def _early(changing: Sequence[str]) -> Problem:
    return Problem(
        "MW409",
        ("delivery",),
        f"an alarm that does not exist yet, and changed configuration of {', '.join(changing)}",
        "alarms that have been measured once: AppConfig takes a new alarm, which has no data, for a triggered one, and "
        "would roll the change back",
        "run `pulumi up` with the alarm and the delivery alone; wait until CloudWatch shows the alarm as OK, which takes "
        "some minutes; then change the configuration",
    )


def _unknown(name: str) -> Problem:
    return Problem(
        "MW403", ("redeploy", name), f'"{name}"', "a virtual node or virtual gateway with an Envoy", "correct the name"
    )
