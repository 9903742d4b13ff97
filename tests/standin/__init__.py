"""The stand-in for the AWS provider: a test double that the real Pulumi engine drives. See README.md."""

from .client import PROVIDER, Standin
from .state import Event

__all__ = ["PROVIDER", "Event", "Standin"]
