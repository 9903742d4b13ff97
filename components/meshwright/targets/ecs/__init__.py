"""Amazon ECS, on Fargate and on EC2: what a plan must have there, as plain values."""

from meshwright.targets.ecs.check import check, checked
from meshwright.targets.ecs.effects import effects
from meshwright.targets.ecs.layout import layout, tasks
from meshwright.targets.ecs.network import network

__all__ = ["check", "checked", "effects", "layout", "network", "tasks"]
