"""The plan as one line of text, which is stored in the state of a stack."""

import base64
import binascii
import json
import re
import zlib
from typing import NoReturn

from pydantic import ValidationError

from meshwright.plan.dump import from_values, to_values
from meshwright.plan.model import Plan
from meshwright.plan.redact import redact
from meshwright.problems import Problem, ProblemsFound

FORMAT = 1
"""Increased when an older Meshwright could not read what this one writes; `read` then converts older formats."""

_TEXT = re.compile(r"meshwright-plan (\d+) (\S+)")


def store(plan: Plan) -> str:
    """The redacted plan (see `redact`), compressed. Equal plans have equal texts."""
    packed = zlib.compress(json.dumps(to_values(redact(plan)), separators=(",", ":")).encode(), 9)
    return f"meshwright-plan {FORMAT} {base64.b64encode(packed).decode()}"


def read(text: object) -> Plan:
    """The redacted plan of a text of `store`. Raises ProblemsFound (MW413) for other texts and newer formats."""
    found = _TEXT.fullmatch(text) if isinstance(text, str) else None
    if not found:
        _refuse("a text that is not a stored plan")
    if int(found[1]) > FORMAT:
        _refuse(f"format {found[1]}", "use the version of Meshwright that deployed it, or a newer one")
    try:
        return from_values(json.loads(zlib.decompress(base64.b64decode(found[2], validate=True))))
    except (binascii.Error, zlib.error, UnicodeDecodeError, json.JSONDecodeError):
        _refuse("a damaged plan")
    except ValidationError as error:
        _refuse(f"a plan of another version of Meshwright, with {error.error_count()} fields that this one cannot read")


def _refuse(found: str, fix: str = "run `pulumi up`, which stores a new one") -> NoReturn:
    raise ProblemsFound([Problem("MW413", (), found, f"a stored plan of format {FORMAT} or older", fix)])
