"""Environments on each platform, and what reads them."""

from datetime import timedelta

from meshwright import (
    AppConfig,
    Container,
    Ec2,
    Environment,
    Fargate,
    Images,
    Inline,
    Local,
    Logs,
    Mesh,
    Plan,
    Problem,
    ProblemsFound,
    Process,
    Scale,
    Service,
    Task,
    Tracing,
    from_yaml,
    render,
    resolve,
    to_yaml,
    try_resolve,
    validate,
)

mesh = Mesh("shop", services=[Service("web", Container("shop/web"), port=8080)])
sizes = {"*": Task(cpu=0.5, memory="1GiB", scale=Scale(2, 10)), "web": Task(cpu=1)}
prod = Environment(
    "prod",
    mesh,
    platform=Fargate(
        "eu-west-1", tasks=sizes, capture="loopback", architecture="arm", load_balancers={"*": "application"}
    ),
    images=Images("111122223333.dkr.ecr.eu-west-1.amazonaws.com", tag="2.0"),
    logs=Logs(keep="90d"),
    tracing=Tracing("5%"),
    delivery=AppConfig(over=timedelta(minutes=10), step=20, bake="10m"),
)
dev = Environment("dev", mesh, platform=Ec2("eu-west-1", sizes), logs=Logs(timedelta(days=7)), delivery=Inline())
local = Environment("local", mesh, platform=Local({"*": Process(["python", "-m", "shop"])}, first_port=22000))
here = Environment("here", mesh)


def planned(environment: Environment) -> Plan:
    plan, problems = try_resolve(environment)
    if plan is None:
        raise ProblemsFound(problems)
    return from_yaml(to_yaml(plan))


def words(environment: Environment) -> str:
    valid, problems = validate(environment)
    codes: list[str] = [each.code for each in problems]
    if valid is None:
        return render(problems)
    return f"{resolve(environment).environment}: {', '.join(codes)}"


def first(problems: list[Problem]) -> str:
    return f"{problems[0].found} instead of {problems[0].expected}"
