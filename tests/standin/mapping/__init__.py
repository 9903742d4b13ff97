"""What the provider double knows beyond the schemas: one entry for each resource type that it implements.

An entry names the CloudFormation type and the API request that carry the same values as the Pulumi class, how their
names differ, and what the Terraform provider under Pulumi's does otherwise than CloudFormation. `generate.py` reads it.
"""

from collections.abc import Mapping

from .delivery import DELIVERY
from .network import NETWORK
from .played import Played
from .tasks import TASKS

PLAYED: Mapping[str, Played] = {**DELIVERY, **TASKS, **NETWORK}

__all__ = ["PLAYED", "Played"]
