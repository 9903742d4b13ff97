"""Conditions that no request meets as they are written: what is odd about them, and what was probably meant."""

from meshwright.checks.odd.condition import odd
from meshwright.checks.odd.finding import Odd, Place

__all__ = ["Odd", "Place", "odd"]
