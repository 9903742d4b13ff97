"""Builds the mesh of this stack: its description is stacks/<stack>.py, its settings are Pulumi.<stack>.yaml."""

from meshwright import provision

environment = provision.load()
provision.MeshEnvironment(environment.name, environment).export()
