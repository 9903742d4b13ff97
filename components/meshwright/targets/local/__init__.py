"""One machine: each task of a node, and each gateway, as processes on 127.0.0.1 with ports of their own."""

from meshwright.targets.local.layout import HOST, Instance, Layout, layout

__all__ = ["HOST", "Instance", "Layout", "layout"]
