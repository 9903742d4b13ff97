"""The types of single values of a plan."""

from datetime import timedelta
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator

from meshwright.units import duration, show_duration

Duration = Annotated[timedelta, PlainValidator(duration), PlainSerializer(show_duration)]
"""A timedelta, which YAML has as people write it: "5s"."""

Origin = str
"""Where a value comes from: "stacks/shop.py:31 services[1].routes[0]", or the row of the defaults, "defaults.retry"."""
