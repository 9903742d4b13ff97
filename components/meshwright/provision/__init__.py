"""Pulumi ComponentResources. The only place that imports Pulumi; it turns values into resources and decides nothing."""

from meshwright.provision.environment import MeshEnvironment
from meshwright.provision.stack import load

__all__ = ["MeshEnvironment", "load"]
