"""What the kinds of resources do, a file for each part of AWS. Importing this registers them all."""

from . import appconfig, balancing, ecs, iam, names, network, s3, tasks, watching

__all__ = ["appconfig", "balancing", "ecs", "iam", "names", "network", "s3", "tasks", "watching"]
