"""Assigns problems to parts of the graph."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from meshwright.plan import Plan
from meshwright.problems import Path, Problem, read_origin
from meshwright.traffic.graph.model import Graph, Key, Vertex, key


def placed(graph: Graph, plan: Plan, problems: Iterable[Problem]) -> Graph:
    """The graph with each problem at the vertex that it concerns; the others belong to the graph."""
    owners = _owners(graph, plan)
    found: dict[Key | None, list[Problem]] = defaultdict(list)
    for problem in problems:
        found[_owner(problem.path, owners)].append(problem)

    def vertex(each: Vertex) -> Vertex:
        return replace(each, problems=tuple(found[each.key]))

    return replace(graph, vertices=tuple(map(vertex, graph.vertices)), problems=tuple(found[None]))


def _owners(graph: Graph, plan: Plan) -> Mapping[Path, Key]:
    """The vertices by their path in the description. A shared router belongs to its first service."""
    found: dict[Path, Key] = {}
    at = {version.node: each.key for each in graph.vertices for version in each.versions}
    at |= {each.name: each.key for each in graph.vertices if each.kind == "node"}
    for gateway in plan.virtual_gateways:
        found[read_origin(gateway.origin)[1]] = key("gateway", gateway.name)
    for service in plan.virtual_services:
        found[read_origin(service.origin)[1]] = key("service", service.name)
        routers = [each for each in plan.virtual_routers if each.name == service.router]
        for router in routers:
            found.setdefault(read_origin(router.origin)[1], key("service", service.name))
    for node in plan.virtual_nodes:
        if node.name in at:
            found.setdefault(read_origin(node.origin)[1], at[node.name])
    found.pop((), None)
    return found


def _owner(path: Path, owners: Mapping[Path, Key]) -> Key | None:
    path = path[1:] if path[:1] == ("mesh",) else path
    return next((owners[path[:end]] for end in range(len(path), 0, -1) if path[:end] in owners), None)
