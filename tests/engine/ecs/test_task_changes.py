"""Each change of a node, its tasks and its configuration: what the preview says, and that it can be repeated."""

from dataclasses import dataclass, field, replace
from typing import Any

import pulumi_aws as aws
from tests.standin.conftest import Project

from meshwright import (
    AppConfig,
    Container,
    Ec2,
    Environment,
    Fargate,
    Inline,
    Logs,
    Mesh,
    NodeListener,
    Scale,
    Service,
    Task,
    VirtualNode,
    provision,
)
from meshwright.description.platform import Architecture, Capture

from .changing import Changing, Program, Row, Step, rows

ACCOUNT = "eu-west-1:111122223333"
TASK, SERVICE = ("create", "ecs.TaskDefinition", ""), ("update", "ecs.Service", "dev-web-v1-service")


@dataclass(frozen=True)
class Shop:
    """web → inventory, and all that may change of them."""

    image: str = "shop/web:1"
    port: int = 8080
    listens: bool = False
    task: Task = field(default_factory=lambda: Task(scale=Scale(2)))
    ec2: bool = False
    capture: Capture | None = None
    architecture: Architecture | None = None
    keep: str = "7d"
    delivery: AppConfig | Inline = field(default_factory=AppConfig)
    override: provision.Override | None = None
    arguments: dict[str, Any] = field(default_factory=dict)
    subnets: int = 2

    def program(self) -> Program:
        def run() -> None:
            inventory = Service("inventory", Container("shop/inventory:1"), port=9090)
            web = Service("web", Container(self.image), port=self.port, calls=[inventory])
            listeners = [NodeListener(7000)] if self.listens else []
            cron = VirtualNode("cron", Container("shop/cron:1"), listeners=listeners, backends=["web"])
            where: dict[str, Any] = {
                "tasks": {"*": self.task},
                "capture": self.capture,
                "architecture": self.architecture,
            }
            described = Environment(
                "dev",
                Mesh("shop", services=[web, inventory], virtual_nodes=[cron]),
                platform=Ec2("eu-west-1", **where) if self.ec2 else Fargate("eu-west-1", **where),
                logs=Logs(keep=self.keep),
                delivery=self.delivery,
            )
            network = provision.Network("vpc-0a1b2c3d", [f"subnet-{number}a1b2c3d" for number in range(self.subnets)])
            overrides = {"web-v1": self.override} if self.override else {}
            provision.MeshEnvironment(
                "dev",
                described,
                platform=provision.Ecs(network=network, overrides=overrides, **self.arguments),
            )

        return run


def test_every_change_of_tasks_and_configuration(project: Project) -> None:
    shop = Shop()
    changing = Changing(project)
    changing.start(shop.program())

    def to(what: str, fault: tuple[str, str, str] | None = None, **fields: Any) -> Shop:
        changed = replace(shop, **fields)
        changing.apply(Step(what, changed.program(), fault))
        return changed

    key = f"arn:aws:kms:{ACCOUNT}:key/0a1b2c3d"
    alarm = f"arn:aws:cloudwatch:{ACCOUNT}:alarm:mine"
    own = provision.Override(
        statements=[{"Sid": "Own", "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::b/*"]}],
        volumes={"/data": provision.EfsVolume("fs-0a1b2c3d", path="/a"), "/tmp": provision.EmptyDirectory()},
    )
    shop = to("an image", SERVICE, image="shop/web:2")
    shop = to("a size, and more tasks", task=Task(cpu=0.5, memory="1GiB", scale=Scale(2, 4)))
    shop = to("the bounds of scaling", task=Task(cpu=0.5, memory="1GiB", scale=Scale(3, 6)))
    shop = to("a fixed number", task=Task(cpu=0.5, memory="1GiB", scale=Scale(4)))
    shop = to("another fixed number", SERVICE, task=Task(cpu=0.5, memory="1GiB", scale=Scale(5)))
    changed = {"kms_key": key, "alarms": [alarm], "maximum_percent": 150}
    shop = to("logs, their key, an alarm, smaller deployments", keep="30d", arguments=changed)
    shop = to("another pace", delivery=AppConfig(step=50, over="2m", bake="3m"))
    shop = to("permissions and volumes", TASK, override=own)
    shop = to("another port", SERVICE, port=8081)
    shop = to("a first port", listens=True, override=None)
    shop = to("ARM, one subnet more", architecture="arm", subnets=3)
    shop = to("the task's own Envoy", capture="loopback")
    cluster = {**shop.arguments, "cluster": f"arn:aws:ecs:{ACCOUNT}:cluster/shared"}
    shop = to("another cluster", ("create", "ecs.Service", "dev-web-v1-service"), arguments=cluster)
    shop = to("scaling there", task=Task(cpu=0.5, memory="1GiB", scale=Scale(3, 6)))
    elsewhere = {**cluster, "cluster": f"arn:aws:ecs:{ACCOUNT}:cluster/other"}
    shop = to("a third cluster, with scaling", arguments=elsewhere)
    machines = {**elsewhere, "capacity_provider": "machines"}
    shop = to("machines", ("create", "ecs.Service", "dev-web-v1-service"), ec2=True, arguments=machines)
    shop = to("other machines", SERVICE, arguments={**machines, "capacity_provider": "newer"})
    shop = to("configuration in the tasks", SERVICE, delivery=Inline())
    changing.settled(shop.program())
    missed = {each for effect in ("in place", "replaced") for each in rows(effect) if _here(each)} - changing.changed
    assert missed == set(), "no step changes them"
    project.destroy(shop.program())
    assert [each.type for each in project.standin.resources() if each.type != "ecs.TaskDefinition"] == []


_ELSEWHERE = {
    ("ecs.Service", "name"),
    ("ecs.Service", "loadBalancers"),
    ("s3.BucketObjectv2", "content"),
}
"""Of gateways, and of bundles with a Given."""


def _here(row: Row) -> bool:
    kinds = ("ecs.", "appautoscaling.", "iam.", "servicediscovery.", "route53.", "appconfig.", "s3.", "cloudwatch.Log")
    return row[0].startswith(kinds) and row not in _ELSEWHERE


@dataclass(frozen=True)
class Machines:
    """EC2 capacity, and an alarm."""

    capacity: dict[str, Any] = field(default_factory=dict)
    alarm: dict[str, Any] = field(default_factory=dict)

    def program(self) -> Program:
        def run() -> None:
            cluster = aws.ecs.Cluster("shop")
            capacity: dict[str, Any] = {"subnets": ["subnet-0a1b2c3d"], **self.capacity}
            provision.Ec2Capacity("own", region="eu-west-1", cluster=cluster.name, vpc="vpc-0a1b2c3d", **capacity)
            alarm: dict[str, Any] = {"namespace": "AWS/NetworkELB", "metric": "Resets", "above": 1, **self.alarm}
            provision.RollbackAlarm("own", region="eu-west-1", **alarm)

        return run


def test_every_change_of_machines_and_alarms(project: Project) -> None:
    changing = Changing(project)
    changing.start(Machines().program())
    capacity = {"subnets": ["subnet-0a1b2c3d", "subnet-1a1b2c3d"], "architecture": "ARM64", "most": 3}
    alarm = {
        "namespace": "AWS/ApplicationELB",
        "metric": "HTTPCode_ELB_5XX_Count",
        "dimensions": {"LoadBalancer": "app/one"},
        "above": 3,
        "minutes": 5,
        "statistic": "Maximum",
    }
    last = Machines(capacity, alarm).program()
    changing.apply(Step("all of it", last, ("update", "ec2.LaunchTemplate", "")))
    changing.settled(last)
    kinds = ("autoscaling.", "ec2.LaunchTemplate", "cloudwatch.MetricAlarm")
    wanted = {each for each in rows("in place") if each[0].startswith(kinds)} - {("ec2.LaunchTemplate", "userData")}
    assert wanted - changing.changed == set(), "no step changes them"
