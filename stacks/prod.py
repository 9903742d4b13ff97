"""Production. Pulumi.prod.yaml sets its tag."""

from meshwright import Environment, Fargate, Images, Logs, Scale, Task, Tracing
from shop import shop


def environment(tag: str, canary: int = 10) -> Environment:
    size = {"*": Task(cpu=0.5, memory="1GiB", scale=Scale(2, 10)), "web": Task(scale=Scale(4, 40))}
    return Environment(
        "prod",
        shop(canary=canary),
        platform=Fargate("eu-west-1", tasks=size),
        images=Images("111122223333.dkr.ecr.eu-west-1.amazonaws.com", tag=tag),
        logs=Logs(keep="90d"),
        tracing=Tracing("5%"),
    )
