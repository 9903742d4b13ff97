"""The features that one machine supports."""

from meshwright.features import Feature
from meshwright.problems import Severity
from meshwright.targets.support import ENVOY, Declaration, Unsupported

FEATURES = Declaration(
    "local",
    supported=ENVOY | {Feature.PROCESS, Feature.HOST},
    unsupported={
        Feature.CONTAINER: Unsupported("a Process", "give the version a Process in Local(processes={...})"),
        Feature.LAMBDA: Unsupported(
            "a Process, Container or Host", "leave the version out of this environment, or give it a Process"
        ),
        Feature.TRACING: Unsupported(
            "no tracing: it is still to be built",
            "leave it in for later: nothing is traced, and trace ids of callers are handed on and logged",
            severity=Severity.ADVICE,
            when_provisioned=Severity.ADVICE,
        ),
    },
)
