"""The command line as a person or a program calls it, and the stacks that it is called for."""

import json
from typing import Any

from click.testing import CliRunner, Result

from meshwright.cli import main

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
