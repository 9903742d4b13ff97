"""Staging: the routes and images of the next production, with fewer tasks."""

from meshwright import Environment, Fargate, Images, Logs, Scale, Task, Tracing
from shop import shop


def environment(tag: str, canary: int = 10) -> Environment:
    return Environment(
        "staging",
        shop(canary=canary),
        platform=Fargate("eu-west-1", tasks={"*": Task(cpu=0.5, memory="1GiB", scale=Scale(1, 2))}),
        images=Images("111122223333.dkr.ecr.eu-west-1.amazonaws.com", tag=tag),
        logs=Logs(keep="14d"),
        tracing=Tracing("100%"),
    )
