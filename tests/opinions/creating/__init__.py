"""What was rendered, created once more: through boto3, in moto's account."""

from .account import Account
from .calls import CALLS
from .creation import create
from .network import given
from .parts import certificate

__all__ = ["CALLS", "Account", "certificate", "create", "given"]
