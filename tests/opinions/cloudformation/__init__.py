"""What was rendered, written as a CloudFormation template."""

from .template import template

__all__ = ["template"]
