"""Builds the mesh of the trial, in a network and a cluster of its own."""

from meshwright import provision

environment = provision.load()
mesh = provision.MeshEnvironment(environment.name, environment)
mesh.export()
