"""Mistakes in a Pulumi program that a type checker finds."""

import pulumi

from meshwright import Environment, Fargate, Local, Mesh, Service, provision

vpc: pulumi.Output[str] = pulumi.Output.from_input("vpc-0a1b2c3d")
environment = Environment("prod", Mesh("shop"), platform=Fargate("eu-west-1"))

Service("web", port=vpc)  # E: arg-type
Fargate(vpc)  # E: arg-type
provision.Esc()  # E: attr-defined
provision.Network(vpc)  # E: call-arg
provision.Network(vpc, ["subnet-0a1b2c3d", 5])  # E: list-item
provision.Ecs(netwrok=None)  # E: call-arg
provision.Ecs(cluster=5)  # E: arg-type
provision.Ecs(gateways={"public": True})  # E: dict-item
provision.Ecs(overrides={"web-v1": {"image": "shop/web"}})  # E: dict-item
provision.Access(public="yes")  # E: arg-type
provision.MeshEnvironment(environment)  # E: call-overload
provision.MeshEnvironment("shop", environment, platform=Local())  # E: call-overload
provision.MeshEnvironment("shop", environment, network=None)  # E: call-overload

shop = provision.MeshEnvironment("shop", environment, platform=provision.Ecs())
shop.gateways  # E: attr-defined
shop.outputs.gateway  # E: attr-defined
shop.outputs.logs  # E: attr-defined
url: str = shop.outputs.gateways["public"]  # E: assignment
provision.MeshEnvironment("shop", environment).outputs.security_group  # E: attr-defined
provision.MeshEnvironment("shop", environment, platform=provision.Local()).outputs.load_balancers  # E: attr-defined
