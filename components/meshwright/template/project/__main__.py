"""Builds the mesh of this stack, from the description in stacks/<stack>.py and the settings in Pulumi.<stack>.yaml."""

from meshwright import provision

environment = provision.load()
provision.MeshEnvironment(environment.name, environment).export()
