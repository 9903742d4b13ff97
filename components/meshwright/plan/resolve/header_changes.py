"""Changes of headers: what a mesh, a service or a route inherits, and those of a gateway's route."""

from collections.abc import Mapping

from meshwright.description.header_changes import HeaderChanges
from meshwright.plan import model
from meshwright.plan.resolve.context import origin


def resolve(value: object, inherited: model.HeaderChanges | None, written: object) -> model.HeaderChanges | None:
    """None inherits, "off" is no change, and others are taken as they are written."""
    if value is None:
        return inherited
    if not isinstance(value, HeaderChanges):
        return None
    remove = tuple(sorted(name.lower() for name in value.remove))
    return model.HeaderChanges(_headers(value.set), _headers(value.add), remove, origin(value))


def _headers(values: Mapping[str, str]) -> tuple[model.Header, ...]:
    return tuple(model.Header(name, value) for name, value in sorted((n.lower(), v) for n, v in values.items()))
