"""A test double of the AWS provider, driven by the real Pulumi engine. See README.md."""

from .client import PROVIDER, Standin
from .state import Event

__all__ = ["PROVIDER", "Event", "Standin"]
