"""The command line as a person or a program meets it: what it prints, where, and its exit code."""

import asyncio
import itertools
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from click.testing import CliRunner, Result

from meshwright.cli import main
from meshwright.delivery import bundle
from meshwright.description.stack import load, settings_of
from meshwright.plan import from_values, from_yaml, resolve

SHOP = """\
from meshwright import *

def shop(canary, **more):
    return Mesh(
        "shop",
        services=[
            Service("web", Container("web"), port=8080, calls=["checkout", "redis", "pay"]),
            Service("checkout", port=8080, versions=[Version("v1", Container("a")), Version("v2", Container("b"))],
                routes=[
                    Route("beta", when=cookie("beta").equals("yes"), to="v2"),
                    Route("main", to={"v1": 100 - canary, "v2": canary}),
                ], retry=Retry(1, on=["gateway-error"], per_try="250ms"), timeout="5s", calls=["inventory"]),
            Service("inventory", Container("i"), port=8080),
            Service("redis", Container("redis:7"), port=6379, protocol="tcp"),
            Service("pay", Host("pay.example"), port=443),
        ],
        gateways=[Gateway("public", routes=[GatewayRoute("shop", when=path.starts_with("/shop/"), to="web")])],
        **more,
    )
"""
PROD = """\
from meshwright import *
from shop import shop

def environment(canary: int = 10):
    return Environment("prod", shop(canary), platform=Fargate("eu-west-1"))
"""
LOCAL = PROD.replace('"prod"', '"local"').replace(
    'Fargate("eu-west-1")', 'Local({"*": Process(["true"])}, first_port=21500)'
)
WRONG = PROD.replace("shop(canary)", 'shop(canary, retry="on", egress="alow")')
ADVICE = PROD.replace("shop(canary)", 'Mesh("m", services=[Service("lonely", Container("x"), port=80)])')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "stacks"
    path.mkdir()
    files = {"shop": SHOP, "prod": PROD, "local": LOCAL, "wrong": WRONG, "advice": ADVICE}
    for name, text in files.items():
        (path / f"{name}.py").write_text(text)
    (tmp_path / "Pulumi.yaml").write_text("name: shop\n")
    return path


@pytest.fixture(autouse=True)
def _in_the_project(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    below = folder.parent / "some" / "where"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def ran(*arguments: str) -> str:
    result = run(*arguments)
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return result.stdout


def as_json(*arguments: str) -> Any:
    return json.loads(ran(*arguments, "--json"))


def cells(text: str, *starts: str) -> list[str]:
    """The line that starts with these cells, cut into its cells."""
    lines = [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in text.splitlines()]
    return next(line for line in lines if line[: len(starts)] == list(starts))


# check


def test_check_a_right_stack() -> None:
    assert ran("check", "prod") == "prod: no problems (5 virtual services, 6 virtual nodes, 1 virtual gateway)\n"


def test_check_says_everything_at_once() -> None:
    result = run("check", "wrong", "prod", "nobody")
    assert result.exit_code == 1
    assert '"alow"' in result.stdout
    assert "retry" in result.stdout
    assert "2 errors" in result.stdout
    assert "prod: no problems" in result.stdout
    assert "MW001" in result.stdout


def test_check_advice_lets_pass() -> None:
    text = ran("check", "advice")
    assert "advice MW207" in text
    assert "error" not in text


def test_check_all() -> None:
    result = run("check", "--all", "--json")
    found = json.loads(result.stdout)
    assert [(each["stack"], each["ok"]) for each in found] == [
        ("advice", True),
        ("local", True),
        ("prod", True),
        ("wrong", False),
    ]
    assert result.exit_code == 1
    problem = found[3]["problems"][0]
    assert (problem["severity"], problem["file"]) == ("error", str(Path.cwd().parents[1] / "stacks" / "shop.py"))


@pytest.mark.parametrize(
    "arguments", [["check"], ["check", "prod", "--all"], ["check", "prod", "--nonsense"], ["chekc"]]
)
def test_not_understood(arguments: Sequence[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_settings_win_over_the_file(folder: Path) -> None:
    (folder / "Pulumi.prod.yaml").write_text("config:\n  shop:canary: 30\n")
    weights = [each["weight"] for each in as_json("show", "prod")["virtual_routers"][1]["routes"][1]["targets"]]
    assert weights == [70, 30]
    shown = as_json("show", "prod", "--set", "canary=40")
    assert [each["weight"] for each in shown["virtual_routers"][1]["routes"][1]["targets"]] == [60, 40]


@pytest.mark.parametrize("value", ["canary", "=1"])
def test_a_setting_is_name_and_value(value: str) -> None:
    assert run("check", "prod", "--set", value).exit_code == 2


def test_another_folder(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert run("check", "prod").exit_code == 2
    assert run("check", "prod", "--stacks", str(folder)).exit_code == 0
    assert run("check", "prod", "--stacks", str(folder / "none")).exit_code == 2


@pytest.mark.parametrize(
    "verb", [["show"], ["envoy", "web-v1"], ["explain", "/"], ["graph"], ["send"], ["local", "up"]]
)
def test_problems_go_to_standard_error(verb: list[str]) -> None:
    at = 2 if verb[0] == "local" else 1
    result = run(*verb[:at], "wrong", *verb[at:])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "2 errors" in result.stderr
    assert "Traceback" not in result.stderr


# show


def test_show_is_the_plan(folder: Path) -> None:
    plan = resolve(load("prod", settings_of("prod", folder), folder))
    assert from_yaml(ran("show", "prod", "--origins")) == plan
    assert from_values(as_json("show", "prod", "--origins")) == plan


def test_show_without_origins_keeps_what_users_name_so(folder: Path) -> None:
    container = 'Container("i", environment={"origin": "sea"})'
    (folder / "shop.py").write_text(SHOP.replace('Container("i")', container))
    text = ran("show", "prod")
    assert "defaults." not in text
    assert "shop.py" not in text
    assert as_json("show", "prod")["virtual_nodes"][3]["runs"]["environment"] == {"origin": "sea"}


# envoy


def test_envoy_as_json_and_as_bundle() -> None:
    found = as_json("envoy", "local", "web-v1")
    assert set(found) == {"clusters", "listeners", "routes"}
    snapshot = bundle.read(ran("envoy", "local", "web-v1", "--bundle"), "web-v1")
    assert found == {"clusters": snapshot.clusters, "listeners": snapshot.listeners, "routes": snapshot.routes}
    assert json.loads(ran("envoy", "local", "web-v1")) == found


@pytest.mark.parametrize(("stack", "proxy"), [("local", "checkout-v2"), ("prod", "checkout-v2"), ("prod", "public")])
def test_envoy_bootstrap(stack: str, proxy: str) -> None:
    found = json.loads(ran("envoy", stack, proxy, "--bootstrap"))
    assert found["node"] == {"id": proxy, "cluster": "shop"}
    assert found["admin"]["address"]["socket_address"]["address"] == "127.0.0.1"


@pytest.mark.parametrize("proxy", ["web-v2", "pay-v1"])
def test_envoy_of_what_has_none(proxy: str) -> None:
    result = run("envoy", "prod", proxy)
    assert result.exit_code == 2
    assert "web-v1" in result.stderr


# explain


def test_explain_weights() -> None:
    text = ran("explain", "local", "--from", "web", "http://checkout/cart")
    assert cells(text, "outcome") == ["outcome", "routed"]
    assert cells(text, "route") == ["route", "main"]
    assert cells(text, "timeout") == ["timeout", "5s"]
    assert cells(text, "retries")[1].startswith("1 on ")
    assert cells(text, "retries")[1].endswith(", 250ms a try")
    assert cells(text, "90 %")[:4] == ["90 %", "checkout-v1:8080", "/cart", "checkout"]
    assert cells(text, "10 %")[1] == "checkout-v2:8080"
    assert cells(text, "beta")[1].startswith("cookie beta")
    assert cells(text, "written at")[1].endswith("shop.py:11 services[1].routes[1]")


def test_explain_a_cookie() -> None:
    found = as_json("explain", "prod", "--from", "web-v1", "post", "http://checkout/", "-H", "cookie: beta=yes")
    assert (found["proxy"], found["outcome"], found["route"]) == ("web-v1", "routed", "beta")
    [there] = found["destinations"]
    assert (there["virtual_node"], there["port"], there["share"]) == ("checkout-v2", 8080, 1.0)
    assert (there["inbound"]["proxy"], there["inbound"]["outcome"]) == ("checkout-v2", "routed")


def test_explain_from_the_only_gateway() -> None:
    text = ran("explain", "prod", "/shop/cart?x=1")
    assert cells(text, "gateway route") == ["gateway route", "shop"]
    assert cells(text, "100 %")[1:4] == ["web-v1:8080", "/cart?x=1", "web"]
    assert as_json("explain", "prod", "/elsewhere")["outcome"] == "no_route"


def test_explain_what_the_mesh_keeps_in() -> None:
    text = ran("explain", "prod", "--from", "web", "http://inventory/")
    assert "403" in cells(text, "outcome")[1]
    assert cells(text, "hint") == [
        "hint",
        "inventory is a service of this mesh, but web-v1 does not name it in its `calls`",
    ]
    assert cells(ran("explain", "prod", "--from", "web", "http://chekout/"), "hint")[1] == 'did you mean "checkout"?'


def test_explain_tcp_and_hosts() -> None:
    text = ran("explain", "local", "--from", "web", "tcp://redis:6379")
    assert cells(text, "100 %") == ["100 %", "redis-v1:6379"]
    assert cells(text, "idle timeout") == ["idle timeout", "1h"]
    text = ran("explain", "local", "--from", "web", "http://pay/")
    assert cells(text, "100 %")[-1] == "outside of the mesh"


@pytest.mark.parametrize(
    "arguments",
    [
        ["http://web/", "--from", "wbe"],
        ["web"],
        ["GET", "http://web/", "x"],
        ["http://web/", "-H", "none"],
        ["http://web/", "--from", "pay"],
        [],
    ],
)
def test_explain_what_is_no_question(arguments: list[str]) -> None:
    assert run("explain", "prod", *arguments).exit_code == 2


def test_explain_several_gateways(folder: Path) -> None:
    (folder / "shop.py").write_text(SHOP.replace("gateways=[", 'gateways=[Gateway("inner", port=9000), '))
    assert run("explain", "prod", "/shop/").exit_code == 2
    assert as_json("explain", "prod", "/shop/", "--from", "public")["proxy"] == "public"


# graph


def test_graph_is_mermaid() -> None:
    lines = ran("graph", "prod").splitlines()
    assert lines[0] == "flowchart LR"
    assert '    service_checkout ==> |"10 %, beta"| version_checkout_v2' in lines
    assert "    service_web --> service_checkout" in lines


def test_graph_as_svg_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mesh.svg"
    assert ran("graph", "prod", "--format", "svg", "--output", str(file)) == ""
    assert file.read_text() == ran("graph", "prod", "--format", "svg")
    assert "Service mesh shop in prod" in file.read_text()


def test_graph_too_large_for_github(folder: Path) -> None:
    one = 'Service("lonely", Container("x"), port=80)'
    many = '*[Service(f"s{n}", Container("x"), port=80, calls=[f"s{m}" for m in range(n)]) for n in range(40)]'
    (folder / "advice.py").write_text(ADVICE.replace(one, many))
    result = run("graph", "advice")
    assert (result.exit_code, result.stdout.count("-->")) == (0, 780)
    assert "780 edges; GitHub draws up to 500" in result.stderr


# send, to a test double that stands for the whole mesh


@pytest.fixture
def double() -> Iterator["Double"]:
    with Double() as started:
        yield started


class Double:
    """A test double: a server that says which nodes a request came through, each in its turn, and is no mesh."""

    def __init__(self) -> None:
        self.paths: Iterator[str] = iter(())
        self.status = 200
        self.seen: list[web.BaseRequest] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "Double":
        self._thread.start()
        self._runner, port = asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(30)
        self.url = f"http://127.0.0.1:{port}"
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(30)
        self._loop.close()

    def answers(self, *nodes: str) -> None:
        self.paths = itertools.cycle(nodes)

    async def _start(self) -> tuple[web.ServerRunner, int]:
        runner = web.ServerRunner(web.Server(self._answer))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner, runner.addresses[0][1]

    async def _answer(self, request: web.BaseRequest) -> web.Response:
        self.seen.append(request)
        name = next(self.paths, None)
        return web.Response(status=self.status, headers={"x-meshwright-path": name} if name else {})


V1, V2 = "web-v1,checkout-v1,inventory-v1", "web-v1,checkout-v2,inventory-v1"


def send(double: Double, *arguments: str) -> Result:
    return run("send", "prod", "--url", double.url, "--path", "/shop/?a=b%2F", *arguments)


def test_send_as_declared(double: Double) -> None:
    double.answers(*[V1] * 9, V2)
    result = send(double, "-n", "200", "-H", "x-debug: 1")
    assert result.exit_code == 0, result.output
    assert "0 failed" in result.stdout
    assert cells(result.stdout, "checkout", "checkout-v1")[2:] == ["90 %", "180", "180", "1.000", "as declared"]
    assert cells(result.stdout, "checkout-v2")[1:] == ["10 %", "20", "20"]
    assert cells(result.stdout, "inventory")[-1] == "as declared"
    assert len(double.seen) == 200
    assert double.seen[0].raw_path == "/shop/?a=b%2F"
    assert double.seen[0].headers["x-debug"] == "1"


def test_send_not_as_declared(double: Double) -> None:
    double.answers(V1, V2)
    result = send(double, "--json")
    assert result.exit_code == 1
    found = {each["virtual_service"]: each for each in json.loads(result.stdout)["splits"]}
    assert found["checkout"]["observed"] == {"checkout-v1": 100, "checkout-v2": 100}
    assert found["checkout"]["verdict"] == "not as declared"
    assert found["checkout"]["p_value"] < 0.001
    assert found["web"]["verdict"] == "as declared"
    assert cells(send(double).stdout, "checkout")[-2:] == ["< 0.001", "not as declared"]
    assert send(double, "--set", "canary=50").exit_code == 0


def test_send_where_no_weight_leads(double: Double) -> None:
    double.answers(*[V2] * 199, V1)
    assert send(double, "-H", "cookie: beta=yes").exit_code == 1
    double.answers(V2)
    assert send(double, "-H", "cookie: beta=yes").exit_code == 0


def test_send_too_few_to_say(double: Double) -> None:
    double.answers(V1)
    result = send(double, "-n", "49")
    assert result.exit_code == 0
    assert "too few to say: it takes 50" in result.stdout
    assert send(double, "-n", "200").exit_code == 1


def test_send_to_who_does_not_say_its_name(double: Double) -> None:
    result = send(double, "-n", "20")
    assert result.exit_code == 0
    assert cells(result.stdout, "web")[-1] == "not seen"


def test_send_and_fail(double: Double) -> None:
    double.answers(*[V1] * 9, V2)
    double.status = 503
    result = send(double, "-n", "20")
    assert result.exit_code == 1
    assert "20 failed" in result.stdout
    assert "20 × 503" in result.stdout


def test_send_to_nobody() -> None:
    with socket.socket() as held:  # bound, so nobody else's, and not listening
        held.bind(("127.0.0.1", 0))
        where = f"127.0.0.1:{held.getsockname()[1]}"
        result = run("send", "prod", "--url", f"http://{where}", "-n", "3", "--path", "/shop/")
    assert result.exit_code == 1
    assert f"3 × no connection to {where}: " in result.stdout


def test_send_needs_to_know_where() -> None:
    result = run("send", "prod")
    assert result.exit_code == 2
    assert "--url" in result.stderr


# local, without starting anything


def test_local_is_for_local_stacks() -> None:
    result = run("local", "up", "prod")
    assert result.exit_code == 2
    assert "fargate" in result.stderr


def test_local_status_and_down_of_what_does_not_run(folder: Path) -> None:
    assert ran("local", "status") == "nothing runs\n"
    assert as_json("local", "status")["programs"] == []
    (folder / "local.py").write_text("1 / 0")
    assert run("local", "status").exit_code == 1
    assert run("local", "down").exit_code == 0
    assert run("local", "down", "../x").exit_code == 2


# what is loaded


@pytest.mark.parametrize(
    ("verb", "never"),
    [
        ("--help", {"rich", "aiohttp", "supervisor", "pulumi"}),
        ("check", {"aiohttp", "supervisor", "pulumi"}),
        ("show", {"aiohttp", "supervisor", "pulumi"}),
        ("send", {"supervisor", "pulumi"}),
        ("local", {"pulumi"}),
    ],
)
def test_a_verb_loads_what_it_needs(verb: str, never: set[str]) -> None:
    arguments = [verb] if verb == "--help" else [verb, "--help"]
    code = (
        "import sys; from meshwright.cli import main\n"
        f"try: main({arguments!r})\nexcept SystemExit as end: print(end.code, *sorted(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    status, *loaded = done.stdout.splitlines()[-1].split()
    assert status == "0"
    assert "Usage:" in done.stdout
    assert not never & set(loaded)
