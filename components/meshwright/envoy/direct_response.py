"""Direct responses: the answer of a route."""

from meshwright.envoy.snapshot import Resource
from meshwright.plan.model import DirectResponse


def action(respond: DirectResponse) -> Resource:
    """A DirectResponseAction."""
    body = {"body": {"inline_string": respond.body}} if respond.body else {}
    return {"status": respond.status} | body
