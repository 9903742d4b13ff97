"""The features that ECS supports."""

from meshwright.features import Feature
from meshwright.problems import Severity
from meshwright.targets.support import ENVOY, Declaration, Unsupported

FEATURES = Declaration(
    "ecs",
    supported=ENVOY | {Feature.CONTAINER, Feature.HOST},
    unsupported={
        Feature.PROCESS: Unsupported(
            "a Container, Host or LambdaFunction", "give the version a Container, or run it on the local platform"
        ),
        Feature.LAMBDA: Unsupported(
            "a Container or a Host: Lambda is still to be built",
            "leave the version out of this environment until then",
            severity=Severity.ADVICE,
        ),
        # Missing tracing is always reported, as advice.
        Feature.TRACING: Unsupported(
            "no tracing: it is still to be built",
            "leave it in for later: nothing is traced, and trace ids of callers are handed on and logged",
            severity=Severity.ADVICE,
            when_provisioned=Severity.ADVICE,
        ),
    },
)
