"""An argument that a type of the description does not have: which one was probably meant."""

from collections.abc import Collection
from dataclasses import fields, is_dataclass

from meshwright import description

_WORDS: dict[str, tuple[str, ...]] = {
    "backends": ("calls",),
    "calls": ("backends",),
    "container": ("runs",),
    "destination": ("to",),
    "dependencies": ("calls", "backends"),
    "env": ("environment",),
    "image": ("runs",),
    "match": ("when",),
    "max_retries": ("attempts",),
    "max_connections": ("connections",),
    "max_pending_requests": ("pending",),
    "max_requests": ("requests",),
    "max_server_errors": ("errors",),
    "base_ejection_duration": ("ejection",),
    "healthy_threshold": ("healthy",),
    "unhealthy_threshold": ("unhealthy",),
    "num_retries": ("attempts",),
    "per_retry_timeout": ("per_try",),
    "per_try_timeout": ("per_try",),
    "retry_on": ("on",),
    "retries": ("retry",),
    "target": ("to",),
    "targets": ("to",),
    "weights": ("to",),
    "condition": ("when",),
    "conditions": ("when",),
    "virtual_router": ("router",),
    "virtual_node": ("node",),
    "virtual_service": ("to",),
}
"""What App Mesh, Envoy and others call an argument, and its names here."""

_ELSEWHERE = {
    "hostname": 'a host that a gateway takes is a condition of its route: when=host.equals("...")',
    "host": 'a host that a gateway takes is a condition of its route: when=host.equals("...")',
    "prefix": 'a path is a condition of a route: when=path.starts_with("/...")',
    "path": 'a path is a condition of a route: when=path.equals("/...")',
    "headers": 'a header is a condition of a route: when=header("...").equals("...")',
    "method": 'a method is a condition of a route: when=method.equals("GET")',
    "weight": 'weights stand in a route: to={"v1": 90, "v2": 10}',
    "replicas": 'the number of tasks stands in the platform: Fargate(..., tasks={"...": Task(scale=Scale(2))})',
    "cpu": 'sizes stand in the platform: Fargate(..., tasks={"...": Task(cpu=0.5)})',
    "memory": 'sizes stand in the platform: Fargate(..., tasks={"...": Task(memory="1GiB")})',
    "command": "a command is an argument of what a version runs: Container(..., command=[...])",
    "environment": "variables are an argument of what a version runs: Container(..., environment={...})",
    "env": "variables are an argument of what a version runs: Container(..., environment={...})",
    "secrets": "secrets are an argument of what a version runs: Container(..., secrets={...})",
    "hosts": 'a host that a gateway takes is a condition of its route: when=host.equals("...")',
    "tls": "TLS towards a host outside the mesh is an argument of Host(..., tls=True)",
    "image": 'an image is an argument of Container("...")',
}
"""Where something is said that a type has no argument for."""


def argument_meant(found: str, called: str, known: Collection[str]) -> str:
    """What to write instead of an argument that `called`, with these arguments, does not have."""
    from difflib import get_close_matches  # imported for a mistake only: it takes 20 ms

    for word in (found, found.lower()):
        if same := next((each for each in _WORDS.get(word, ()) if each in known), None):
            return f'did you mean "{same}"?'
    if found.startswith("host") and "host" in known:
        return 'did you mean "host"?'
    if found in _ELSEWHERE:
        return _ELSEWHERE[found]
    if near := get_close_matches(found, known, n=1, cutoff=0.7):
        return f'did you mean "{near[0]}"?'
    if owners := [name for name in _types() if name != called and found in _types()[name]]:
        return f'"{found}" is an argument of {" and ".join(owners[:3])}; leave it out here'
    return "leave it out" + (f"; known arguments: {', '.join(known)}" if known else "")


def _types() -> dict[str, list[str]]:
    types = {name: getattr(description, name, None) for name in description.__all__}
    return {
        name: [each.name for each in fields(cls)]
        for name, cls in types.items()
        if isinstance(cls, type) and is_dataclass(cls)
    }
