"""What a condition may be made of: the verbs of each subject, and the names and values that requests can have.

Each check sees the fields that are declared before its own. What a request never has although it could be written so is
advice (MW211), because it depends on where the condition stands.
"""

import re
from collections.abc import Mapping

from pydantic_core import PydanticCustomError

from meshwright import names
from meshwright.description import fields
from meshwright.description.wrong import show, wrong

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH")
_VERBS: Mapping[object, tuple[str, ...]] = {
    "path": ("equals", "starts_with", "matches"),
    "method": ("equals",),
    "scheme": ("equals",),
    "host": ("equals", "ends_with"),
    "port": ("equals",),
    "header": ("equals", "starts_with", "ends_with", "matches", "between", "exists"),
    "cookie": ("equals", "starts_with", "ends_with", "matches", "exists"),
    "query": ("equals", "exists"),
    "grpc_service": ("equals",),
    "grpc_method": ("equals",),
}
_NAMED = ("header", "cookie", "query")
TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,255}")  # RFC 9110, token
_PSEUDO = {":authority": "host", ":path": "path", ":method": "method", ":scheme": "scheme"}
_LOWEST, _HIGHEST = -(2**63), 2**63 - 1

Before = Mapping[str, object]


def verb(value: object, before: Before) -> object:
    """A verb that the subject has."""
    given = fields.choice("equals", "starts_with", "ends_with", "matches", "between", "exists")(value)
    subject = before.get("subject")
    verbs = _VERBS.get(subject)
    if verbs and given not in verbs:
        expected = f"a verb of {subject}: {', '.join(verbs)}"
        raise _refused(f"{subject} with {given}", expected, f"write {subject} with {verbs[-1]}")
    return given


def value(value: object, before: Before) -> object:
    """The value that fits the subject and the verb."""
    given = str(fields.text(value))
    subject, verb = before.get("subject"), before.get("verb")
    if verb is None:  # it is refused already
        return value
    if verb in ("exists", "between"):
        if given:
            raise _refused(f"{show(value)} with {verb}", f"no value: {verb} has none", "leave it out")
        return value
    if verb == "matches":
        return fields.regular_expression(value)
    if subject == "method":
        return fields.choice(*METHODS)(value)
    if subject == "scheme":
        return fields.choice("http", "https")(value)
    if subject == "port" and not (re.fullmatch("[1-9][0-9]{0,4}", given) and int(given) <= 65535):
        raise wrong("MW013", found=given, expected="a port, from 1 to 65535", fix="write the port of a listener")
    if subject == "path" and not given.startswith("/"):
        raise _path(given)
    if subject == "host" and not names.HOST_NAME.fullmatch(given.lower().removeprefix(".")):
        raise _host(given)
    if subject == "grpc_service" and not names.GRPC_SERVICE.fullmatch(given):
        raise _grpc(given, names.GRPC_SERVICE, 'the full name of a gRPC service, as in "shop.Orders"')
    if subject == "grpc_method" and not names.GRPC_METHOD.fullmatch(given):
        raise _grpc(given, names.GRPC_METHOD, 'the full name of a gRPC method, as in "shop.Orders/Get"')
    return value


def _grpc(given: str, pattern: re.Pattern[str], expected: str) -> PydanticCustomError:
    better = given.strip("/")
    return _refused(show(given), expected, f'write "{better}"' if pattern.fullmatch(better) else "write its full name")


def _path(given: str) -> PydanticCustomError:
    fix = f'write "/{given}"'
    if re.match("https?://", given):
        rest = "/" + given.partition("://")[2].partition("/")[2]
        fix = f'write "{rest}", and the host in a condition of a gateway route'
    return _refused(show(given), 'a path, which begins with "/"', fix)


def _host(given: str) -> PydanticCustomError:
    name = re.sub(r"^\w+://", "", given).partition("/")[0].partition(":")[0].rstrip(".")
    bare = name.lstrip("*").lower()
    fix = "write the host name only"
    if names.HOST_NAME.fullmatch(bare.removeprefix(".")):
        fix = f'write host.ends_with("{bare}")' if name != name.lstrip("*") else f'write "{name}"'
    return _refused(show(given), "a host name without a scheme, a port or a path", fix)


def name(value: object, before: Before) -> object:
    """The name of a header, cookie or query parameter."""
    given, subject = str(fields.text(value)), before.get("subject")
    if subject not in _NAMED:
        if given and subject in _VERBS:
            raise _refused(show(value), f"no name: {subject} has none", "leave it out")
        return value
    if not TOKEN.fullmatch(given):
        expected = f"the name of a {subject}, without spaces or separators"
        raise _refused(show(value), expected, _name_fix(str(subject), given))
    return value


def _name_fix(subject: str, given: str) -> str:
    if given.lower() in _PSEUDO:
        return f"write a condition on {_PSEUDO[given.lower()]}"
    before, mark, after = re.sub(r"\s*([:=])\s*", r"\1", given.strip(), count=1).partition("=" if "=" in given else ":")
    if TOKEN.fullmatch(before):
        return f'write {subject}("{before}").equals("{after}")' if mark and after else f'write {subject}("{before}")'
    return "write it as it is in the request"


def low(value: object, before: Before) -> object:
    """The first number of a range."""
    return _bound(value, before, "the first number")


def high(value: object, before: Before) -> object:
    """The number after the last of a range."""
    return _bound(value, before, "the number after the last")


def _bound(value: object, before: Before, what: str) -> object:
    given = fields.number(_LOWEST, _HIGHEST, what)(value)
    if given and before.get("verb") not in ("between", None):
        raise _refused(str(given), f"no number: {before['verb']} has none", "leave it out, or write between(...)")
    return given


def inverted(value: object, before: Before) -> object:
    """Whether it is negated: a condition on a header or a cookie only."""
    if value and before.get("subject") not in ("header", "cookie", None):
        raise _refused(
            f"~{before['subject']}(...)",
            "~ before a condition on a header or a cookie only, as in App Mesh",
            "put a route with the plain condition before this one",
        )
    return fields.boolean(value)


def _refused(found: str, expected: str, fix: str) -> PydanticCustomError:
    return wrong("MW019", found=found, expected=expected, fix=fix)
