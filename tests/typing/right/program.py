"""Pulumi programs: what is passed may be an Output, and the outputs have types."""

import pulumi

from meshwright import Container, Environment, Fargate, Mesh, Service, provision

mesh = Mesh("shop", services=[Service("web", Container("shop/web"), port=8080)])
environment = Environment("prod", mesh, platform=Fargate("eu-west-1"))

stack = pulumi.StackReference("network")
config = pulumi.Config()
vpc: pulumi.Output[str] = pulumi.Output.from_input("vpc-0a1b2c3d")
subnets: list[pulumi.Input[str]] = [pulumi.Output.from_input("subnet-0a1b2c3d"), "subnet-1a1b2c3d"]
network = provision.Network(vpc, subnets, public_subnets=["subnet-2a1b2c3d"])

shop = provision.MeshEnvironment(
    "shop",
    environment,
    platform=provision.Ecs(
        network=network,
        cluster=pulumi.Output.from_input("arn:aws:ecs:eu-west-1:111122223333:cluster/shop"),
        capacity_provider=config.get("provider"),
        overrides={
            "web-v1": provision.Override(
                image=vpc.apply(lambda text: f"shop/web:{text}"),
                environment={"VPC": vpc, "A": "1"},
                statements=[{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}],
                volumes={"/data": provision.EfsVolume("fs-0a1b2c3d"), "/tmp": provision.EmptyDirectory()},
            )
        },
        gateways={
            "public": provision.Access(public=True, clients=["10.0.0.0/8"], certificate=stack.require_output("c"))
        },
        givens={"payments": vpc},
        secrets={"shop/db": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/db-0a1b2c"},
        alarms=[provision.RollbackAlarm("errors", region="eu-west-1", namespace="Shop", metric="Errors", above=5).arn],
        kms_key=None,
        redeploy={"web-v1": "the alarm was a false one"},
    ),
    opts=pulumi.ResourceOptions(protect=True),
)
url: pulumi.Output[str] = shop.outputs.gateways["public"]
name: pulumi.Output[str] = shop.outputs.load_balancers["public"]
group: pulumi.Output[str] = shop.outputs.security_group
outputs: provision.EcsOutputs = shop.outputs
shop.export()

here = provision.MeshEnvironment("here", provision.load(), platform=provision.Local(state=".state"))
log: pulumi.Output[str] = here.outputs.logs["web-v1"]
admin: pulumi.Output[str] = here.outputs.admin["web-v1"]

by_settings = provision.MeshEnvironment("by-settings", environment)
address: pulumi.Output[str] = by_settings.outputs.gateways["public"]
