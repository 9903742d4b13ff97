"""Development on ECS with Fargate. Pulumi.dev.yaml sets its tag."""

from mesh import mesh

from meshwright import Environment, Fargate, Images, Logs, Scale, Task


def environment(tag: str, canary: int = 10) -> Environment:
    return Environment(
        "dev",
        mesh(canary=canary),
        platform=Fargate("eu-west-1", tasks={"*": Task(cpu=0.25, memory="512MiB", scale=Scale(1))}),
        images=Images("111122223333.dkr.ecr.eu-west-1.amazonaws.com", tag=tag),
        logs=Logs(keep="7d"),
    )
