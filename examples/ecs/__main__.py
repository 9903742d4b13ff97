"""Production, in a network that the program is told of, with an alarm that rolls a bad configuration back.

pulumi config set aws:region eu-west-1
pulumi config set vpc vpc-...
pulumi config set --path 'subnets[0]' subnet-...          and [1]
pulumi config set --path 'public-subnets[0]' subnet-...   and [1]
pulumi config set cluster arn:aws:ecs:...
pulumi config set certificate arn:aws:acm:...
pulumi config set database arn:aws:secretsmanager:...
pulumi config set canary 10
"""

import pulumi
from description import environment

from meshwright import provision

config = pulumi.Config()
errors = provision.RollbackAlarm("errors", region="eu-west-1", namespace="Shop", metric="CheckoutFailed", above=5)
mesh = provision.MeshEnvironment(
    "prod",
    environment(canary=config.require_int("canary")),
    platform=provision.Ecs(
        network=provision.Network(
            config.require("vpc"), config.require_object("subnets"), config.require_object("public-subnets")
        ),
        cluster=config.require("cluster"),
        gateways={"public": provision.Access(public=True, certificate=config.require("certificate"))},
        secrets={"shop/db": config.require("database")},
        alarms=[errors.arn],
    ),
)
mesh.export()
