"""Whether an AWS account is ready for a plan: its quotas, network, images and settings. Only asks, never changes.

Needs the extra `doctor`.
"""

from meshwright.account.account import ACTIONS, Account
from meshwright.account.examine import Report, examine
from meshwright.account.placement import Placement, of_stack

__all__ = ["ACTIONS", "Account", "Placement", "Report", "examine", "of_stack"]
