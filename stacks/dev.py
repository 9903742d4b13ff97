"""Development: the newest images, the smallest tasks, half of checkout's requests to v2."""

from meshwright import Environment, Fargate, Images, Logs, Scale, Task
from shop import shop


def environment(tag: str = "latest", canary: int = 50) -> Environment:
    return Environment(
        "dev",
        shop(canary=canary),
        platform=Fargate("eu-west-1", tasks={"*": Task(cpu=0.25, memory="512MiB", scale=Scale(1))}),
        images=Images("111122223333.dkr.ecr.eu-west-1.amazonaws.com", tag=tag),
        logs=Logs(keep="7d"),
    )
