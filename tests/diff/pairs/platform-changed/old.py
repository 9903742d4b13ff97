"""On x86."""

from tests.diff.described import checkout, web

from meshwright import AppConfig, Environment, Fargate, Logs, Mesh, Route

environment = Environment(
    "prod",
    Mesh(
        "shop",
        services=[web("checkout"), checkout([Route("main", to="v1")], versions=["v1"])],
    ),
    platform=Fargate("eu-west-1"),
    logs=Logs(keep="30d"),
    delivery=AppConfig(over="10m"),
)
