"""The policies of a route."""

from dataclasses import dataclass

from meshwright.plan.model.fault import Fault
from meshwright.plan.model.header_changes import HeaderChanges
from meshwright.plan.model.rate_limit import RateLimit
from meshwright.plan.model.retry import RetryPolicy
from meshwright.plan.model.timeout import Timeouts


@dataclass(frozen=True, slots=True)
class RoutePolicy:
    """What is done with a request besides choosing its target.

    A route inherits each policy by itself: from its service, the mesh, then the defaults. A new policy is a field here and
    a row in `plan.resolve.policy`.
    """

    retry: RetryPolicy | None
    timeout: Timeouts
    request_headers: HeaderChanges | None = None
    response_headers: HeaderChanges | None = None
    fault: Fault | None = None
    rate_limit: RateLimit | None = None

    @property
    def tries(self) -> int:
        """How often one request is tried at most: once, and its retries."""
        return 1 + (self.retry.attempts if self.retry else 0)
