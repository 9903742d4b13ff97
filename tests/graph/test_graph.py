"""What the graph says of a mesh."""

from dataclasses import replace

import pytest

from meshwright import checks
from meshwright.plan import Plan, to_values
from meshwright.plan.model import ContainerWorkload, Match, SecretRef
from meshwright.problems import Problem
from meshwright.traffic.graph import Graph, Highlight, edge_key, graph, key, mermaid, too_large_for_github
from meshwright.traffic.graph.mermaid import escaped
from meshwright.traffic.graph.model import Edge, Vertex
from meshwright.traffic.graph.words import conditions

from .graph_meshes import HOSTILE, after, before, large


@pytest.fixture(scope="module")
def drawn() -> Graph:
    return graph(after(), checks.advise(after()))


def vertex(drawn: Graph, at: str) -> Vertex:
    return next(each for each in drawn.vertices if each.key == at)


def edge(drawn: Graph, source: str, target: str) -> Edge:
    return next(each for each in drawn.edges if (each.source, each.target) == (source, target))


def test_everything_of_the_plan_is_drawn_once(drawn: Graph) -> None:
    plan = after()
    shown = [(each.kind, each.name) for each in drawn.vertices]
    assert len(set(shown)) == len(shown)
    assert {name for kind, name in shown if kind == "service"} == {each.name for each in plan.virtual_services}
    assert {name for kind, name in shown if kind == "gateway"} == {"public"}
    assert [name for kind, name in shown if kind == "node"] == ["stock-node", "nightly"]
    assert ("host", "pay.example") in shown
    assert ("function", "given as recommendations_arn") in shown
    nodes = [version.node for each in drawn.vertices for version in each.versions]
    nodes += [each.name for each in drawn.vertices if each.kind == "node"]
    assert sorted(nodes) == sorted(each.name for each in plan.virtual_nodes)


def test_calls_and_ways(drawn: Graph) -> None:
    assert edge(drawn, "service:web", "service:checkout").kind == "call"
    assert edge(drawn, "service:checkout", "service:web").kind == "call"
    assert edge(drawn, "service:inventory", "service:inventory").kind == "call"
    assert edge(drawn, "gateway:public", "service:web").kind == "route"
    assert edge(drawn, "service:stock", "node:stock-node").label == ""
    assert edge(drawn, "service:recommendations", "function:given as recommendations_arn").label == "20 %"
    assert edge(drawn, "service:payments", "host:pay.example").kind == "route"


def test_shares_and_routes(drawn: Graph) -> None:
    checkout = vertex(drawn, "service:checkout")
    assert [(each.name, each.share, each.by) for each in checkout.versions] == [
        ("v1", 0.9, ()),
        ("v2", 0.1, ("debug", "beta")),
    ]
    debug, beta, main = checkout.ways
    assert debug.when == f'header x-debug is "{HOSTILE}"'
    assert beta.when == 'cookie beta is present and header x-old does not start with "1"'
    assert (main.when, main.to) == ("every request", (("v1", "90 %"), ("v2", "10 %")))
    assert ("timeout", "1m") in debug.facts
    assert ("retries", "2 on gateway-error, 1s a try") in main.facts
    facts = dict(checkout.versions[0].facts)
    assert facts["connection pool"] == "100 connections, 10 pending requests"
    assert facts["outlier detection"].startswith("5 consecutive errors")
    assert facts["health check"].startswith("its Envoy every 5s")
    assert facts["runs"] == "container shop/checkout:1.4"
    assert dict(vertex(drawn, "service:redis").ways[0].facts).keys() == {"idle timeout", "written at"}


@pytest.mark.parametrize(
    ("match", "words"),
    [
        (Match("path", "starts_with", "/a b"), "path starts with /a b"),
        (Match("method", "equals", "GET"), "method is GET"),
        (Match("header", "between", "", "x", 1, 10), "header x is from 1 to below 10"),
        (Match("header", "exists", "", "x", inverted=True), "header x is absent"),
        (Match("cookie", "matches", "a.*", "c", inverted=True), 'cookie c does not match "a.*"'),
        (Match("host", "ends_with", ".example"), "host ends with .example"),
    ],
)
def test_conditions_in_words(match: Match, words: str) -> None:
    assert conditions([match], "everything") == words
    assert conditions([], "everything") == "everything"


def test_problems_stand_where_they_belong(drawn: Graph) -> None:
    found = {each.key: [problem.code for problem in each.problems] for each in drawn.vertices if each.problems}
    assert found == {"service:lonely": ["MW207"]}
    assert drawn.problems == ()
    elsewhere = Problem("MW112", ("platform", "tasks", "wbe"), "f", "e", "x")
    inside = Problem("MW202", ("mesh", "services", 1, "routes", 2, "to"), "f", "e", "x")
    other = graph(after(), [elsewhere, inside])
    assert other.problems == (elsewhere,)
    assert vertex(other, "service:checkout").problems == (inside,)


def test_secrets_and_environment_are_not_told() -> None:
    plan = after()
    node = plan.virtual_nodes[0]
    assert isinstance(node.runs, ContainerWorkload)
    runs = replace(node.runs, environment={"TOKEN": "hidden-value"}, secrets={"KEY": SecretRef("hidden-name")})
    plan = replace(plan, virtual_nodes=(replace(node, runs=runs), *plan.virtual_nodes[1:]))
    assert "hidden" in str(to_values(plan))
    assert "hidden" not in str(graph(plan))


def test_what_has_come_and_gone() -> None:
    both = graph(after(), old=before())
    assert vertex(both, "service:search").highlight == Highlight("added")
    assert vertex(both, "service:legacy").highlight == Highlight("removed")
    assert vertex(both, "host:old.example").highlight == Highlight("removed")
    assert vertex(both, "service:checkout").highlight == Highlight("changed")
    assert vertex(both, "service:web").highlight is None
    assert edge(both, "service:web", "service:search").highlight == Highlight("added")
    assert edge(both, "service:checkout", "service:legacy").highlight == Highlight("removed")
    assert both.compared


def test_nothing_is_marked_where_nothing_has_changed() -> None:
    same = graph(after(), old=after())
    assert not any(each.highlight for each in same.vertices)
    assert not any(each.highlight for each in same.edges)
    assert not graph(after()).compared


def test_a_version_that_has_gone_is_drawn() -> None:
    plan = after()
    router = next(each for each in plan.virtual_routers if each.name == "checkout")
    main = router.routes[2]
    only = replace(router, routes=(replace(main, targets=main.targets[:1]),))
    new = replace(
        plan,
        virtual_routers=tuple(only if each is router else each for each in plan.virtual_routers),
        virtual_nodes=tuple(each for each in plan.virtual_nodes if each.name != "checkout-v2"),
    )
    v1, v2 = vertex(graph(new, old=plan), "service:checkout").versions
    assert (v1.highlight, v2.highlight, v2.share) == (None, Highlight("removed"), None)


def test_highlights_go_before_what_is_seen() -> None:
    judged = {
        key("service", "search"): Highlight("added", "safe", ("a new service",)),
        key("node", "checkout-v2"): Highlight("changed", "careful"),
        edge_key(key("service", "web"), key("service", "search")): Highlight("added", "safe"),
    }
    both = graph(after(), old=before(), highlights=judged)
    assert vertex(both, "service:search").highlight == judged["service:search"]
    assert vertex(both, "service:checkout").highlight is None, "the diff does not say that it has changed"
    assert vertex(both, "service:checkout").versions[1].highlight == judged["node:checkout-v2"]
    assert edge(both, "service:web", "service:search").highlight == Highlight("added", "safe")
    assert vertex(both, "service:legacy").highlight == Highlight("removed")


@pytest.mark.parametrize("text", [HOSTILE, '"]; click x "javascript:1"', "a\nend\nb", "%%{init}%%", "`**x**`", "#35;"])
def test_mermaid_text_stays_text(text: str) -> None:
    shown = escaped(text)
    assert not set(shown) & set("\"'`<>[]{}()|\\&\n*")
    assert "%%" not in shown
    assert shown.count("#") == shown.count(";")


@pytest.mark.parametrize("plan", [after(), large()], ids=["shop", "large"])
def test_mermaid_has_every_part(plan: Plan) -> None:
    drawn = graph(plan)
    lines = mermaid(drawn).splitlines()
    assert sum("==>" in each or "-->" in each for each in lines) == len(drawn.edges) + sum(
        len(each.versions) for each in drawn.vertices if len(each.versions) > 1
    )
    assert all(
        f"service_{each.name}".replace("-", "_").replace(".", "_") in "\n".join(lines)
        for each in drawn.vertices
        if each.kind == "service"
    )


def test_mermaid_that_github_will_not_draw() -> None:
    assert too_large_for_github(mermaid(graph(after()))) == ""
    many = "flowchart LR\n" + "    a --> b\n" * 501
    assert too_large_for_github(many) == "501 edges; GitHub draws up to 500"
    assert too_large_for_github("flowchart LR\n" + "x" * 50_000) == "50013 characters; GitHub draws up to 50000"
