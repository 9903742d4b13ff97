"""Meshwright: a service mesh in App Mesh's words, from one Python description per environment, on stock Envoy."""

from meshwright.description import *  # noqa: F403
