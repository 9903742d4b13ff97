"""What a target declares of each feature, and MW301 for the features of a plan that it does not support."""

from collections.abc import Mapping
from dataclasses import dataclass

from meshwright.checks.finding import finding
from meshwright.features import Feature
from meshwright.plan.model import Plan
from meshwright.problems import MeshwrightError, Problem, Severity
from meshwright.targets.used import uses


@dataclass(frozen=True)
class Unsupported:
    """A feature that a target does not support: what to use instead, and the severity of using it."""

    expected: str
    fix: str
    severity: Severity = Severity.ERROR
    when_provisioned: Severity = Severity.ERROR
    """The severity when resources are about to be created."""


class UndeclaredFeature(MeshwrightError):
    """A target does not say whether it supports a feature."""

    def __init__(self, target: str, feature: Feature) -> None:
        super().__init__(f'the target "{target}" does not declare whether it supports the feature "{feature}"')


@dataclass(frozen=True)
class Declaration:
    """Which features a target supports: each one must be listed."""

    target: str
    supported: frozenset[Feature]
    unsupported: Mapping[Feature, Unsupported]

    def lacks(self, feature: Feature) -> Unsupported | None:
        """Why the target does not support a feature; None if it does. Raises UndeclaredFeature."""
        if feature in self.supported:
            return None
        if feature not in self.unsupported:
            raise UndeclaredFeature(self.target, feature)
        return self.unsupported[feature]

    def problems(self, plan: Plan, *, provisioned: bool = False) -> list[Problem]:
        """MW301 for each use of a feature that the target does not support. `provisioned`: resources are about to be
        created. Raises UndeclaredFeature."""
        lacking = [(feature, why) for feature in Feature if (why := self.lacks(feature))]
        return [
            finding(
                "MW301",
                use.origin,
                *use.at,
                found=use.found,
                expected=why.expected,
                fix=why.fix,
                override=why.when_provisioned if provisioned else why.severity,
            )
            for feature, why in lacking
            for use in uses(plan, feature)
        ]


ENVOY = frozenset(
    {
        Feature.HTTP,
        Feature.HTTP2,
        Feature.GRPC,
        Feature.TCP,
        Feature.PATH_MATCH,
        Feature.METHOD_MATCH,
        Feature.SCHEME_MATCH,
        Feature.HEADER_MATCH,
        Feature.COOKIE_MATCH,
        Feature.QUERY_MATCH,
        Feature.HOST_MATCH,
        Feature.PORT_MATCH,
        Feature.WEIGHTS,
        Feature.RETRY,
        Feature.TIMEOUT,
        Feature.FAULT,
        Feature.RATE_LIMIT,
        Feature.MIRROR,
        Feature.REDIRECT,
        Feature.DIRECT_RESPONSE,
        Feature.REWRITE,
        Feature.HEADER_CHANGES,
        Feature.HEALTH_CHECK,
        Feature.OUTLIER_DETECTION,
        Feature.CONNECTION_POOL,
        Feature.ACCESS_LOG,
        Feature.EGRESS_ALLOW,
        Feature.EGRESS_DENY,
    }
)
"""The features that need nothing but Envoy: every target that runs Envoys supports them."""


def table(declarations: Mapping[str, Declaration]) -> str:
    """Features by target, as a table in Markdown."""
    rows = [["feature", *declarations], ["---", *(":-:" for _ in declarations)]]
    rows += [[feature.value, *(_cell(each.lacks(feature)) for each in declarations.values())] for feature in Feature]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cell(lacking: Unsupported | None) -> str:
    if lacking is None:
        return "yes"
    return "not yet" if lacking.severity is Severity.ADVICE else "no"
