"""A Pulumi program: the environment described, and put together by Meshwright."""

from benchmarks import meshes
from meshwright import provision

network = provision.Network("vpc-0a1b2c3d", ["subnet-0a1b2c3d", "subnet-1a1b2c3d"])
cluster = "arn:aws:ecs:eu-west-1:111122223333:cluster/prod"
ecs = provision.Ecs(network=network, cluster=cluster)
provision.MeshEnvironment("prod", meshes.scaling(), platform=ecs).export()
