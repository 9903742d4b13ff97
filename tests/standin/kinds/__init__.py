"""Behaviour of resources, one file for each AWS service. Importing this registers them all."""

from . import appconfig, balancing, ecs, iam, names, network, s3, tasks, watching

__all__ = ["appconfig", "balancing", "ecs", "iam", "names", "network", "s3", "tasks", "watching"]
