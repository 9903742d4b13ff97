"""Rate limits: what a mesh, a service or a route inherits, and those of a gateway's route."""

from meshwright.description.match import Header
from meshwright.description.rate_limit import RateLimit
from meshwright.plan import model
from meshwright.plan.resolve.context import origin
from meshwright.units import duration


def resolve(value: object, inherited: model.RateLimit | None, _: object) -> model.RateLimit | None:
    """None inherits, "off" is no limit, a RateLimit is taken as it is written."""
    if value is None:
        return inherited
    if not isinstance(value, RateLimit):
        return None
    burst = value.requests if value.burst is None else value.burst
    client = model.ClientHeader(value.client.name.lower()) if isinstance(value.client, Header) else value.client
    return model.RateLimit(value.requests, duration(value.per), burst, client, origin(value))
