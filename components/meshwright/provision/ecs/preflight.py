"""Checks that need arguments or deployed state; run before any resource is registered."""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from meshwright.description.environment import Environment
from meshwright.plan import Plan
from meshwright.problems import Problem, errors, render
from meshwright.provision.ecs import deployment_state, givens, rolling
from meshwright.provision.ecs.network import Network
from meshwright.provision.ecs.zone import taken
from meshwright.provision.stack import decide, refused
from meshwright.targets import ecs
from meshwright.targets.ecs import deployments
from meshwright.targets.ecs.model import EcsEnvironment


class Preflight:
    """What is known of a mesh on ECS before its first resource: its plan, its target values and its deployed state.

    Raises pulumi.RunError with every problem in the description, the arguments and the deployed state. Advice is shown as
    a warning.
    """

    def __init__(
        self,
        environment: Environment | Plan,
        values: Mapping[str, object],
        alarms: Sequence[object] = (),
        redeploy: Mapping[str, str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
        more: Sequence[Problem] = (),
        network: Network | None = None,
        maximum_percent: int = 200,
    ) -> None:
        self.plan = environment if isinstance(environment, Plan) else decide(environment)
        layout, target = ecs.checked(self.plan)
        if layout is None:
            raise refused([*more, *target])
        self.layout = layout
        self.redeploy = dict(
            redeploy if redeploy is not None else pulumi.Config("meshwright").get_object("redeploy") or {}
        )
        self.deployments = deployment_state.read(self.layout)
        self.tokens = givens.tokens(self.layout)
        region = self.layout.region
        ask = pulumi.InvokeOptions(parent=opts.parent if opts else None, provider=_provider(opts))
        problems = [
            *more,
            *taken(self.layout, network, ask),
            *target,
            *givens.problems(self.layout, self.tokens, values),
            *rolling.problems(self.layout, maximum_percent),
        ]
        most = 5 if self.layout.rejection is None else 4
        if len(alarms) > most:
            problems.append(
                Problem(
                    "MW402",
                    ("alarms",),
                    f"{len(alarms)} alarms",
                    f"at most {most}: AppConfig accepts five, and one may be the mesh's own",
                    "combine some of them in a composite alarm",
                )
            )
        problems += deployments.check(
            self.layout,
            self.deployments,
            self.redeploy,
            lambda last: (
                aws.appconfig.get_environment(last.application, last.environment, region=region, opts=ask).state
            ),
            _watching(self.layout, alarms),
        )
        self.refuse(problems)

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Raises pulumi.RunError with the problems if there is an error among them."""
        if errors(problems):
            raise refused(problems)
        if problems:
            pulumi.log.warn(render(problems))


def _watching(layout: EcsEnvironment, alarms: Sequence[object]) -> deployments.Watching:
    """The mesh's own alarm, and those that are arguments."""
    known = frozenset(each for each in alarms if isinstance(each, str))
    own = layout.rejection is not None
    return deployments.Watching(known, len(alarms) - len(known) + own)


def no_capacity() -> Problem:
    """The problem of tasks on EC2 without a capacity provider."""
    return Problem(
        "MW401",
        ("capacity_provider",),
        "none, for tasks on EC2",
        "a capacity provider of the cluster",
        "pass the name of one, as Ec2Capacity gives it",
    )


def _provider(opts: pulumi.ResourceOptions | None) -> pulumi.ProviderResource | None:
    if opts is None:
        return None
    given = [opts.provider] if opts.provider else []
    several = opts.providers or []
    given += (
        several.values()
        if isinstance(several, Mapping)
        else [several]
        if isinstance(several, pulumi.ProviderResource)
        else several
    )
    return next((each for each in given if each.package == "aws"), None)
