"""The same tasks on EC2 instances, of a size that Fargate does not sell; configuration step by step."""

from meshwright import AppConfig, Container, Ec2, Environment, Mesh, Service, Task
from meshwright.features import Feature

shows = (Feature.CONTAINER,)

web = Service("web", Container("web"), port=8080, calls=["web"])
environment = Environment(
    "test",
    Mesh("shop", services=[web], access_log="off"),
    platform=Ec2("eu-west-1", tasks={"*": Task(cpu=0.75, memory="700MiB")}),
    delivery=AppConfig(step=25, over="8m", bake="5m"),
)
