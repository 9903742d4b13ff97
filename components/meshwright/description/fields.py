"""What a single value of a description may be. pydantic calls these while it checks the whole tree.

Each check returns the value as it is: a description is checked, never changed. The plan reads it by the same parsers.
"""

import re
from datetime import timedelta
from typing import Annotated

import re2

from meshwright import names, units
from meshwright.description.annotations import Check, Plain
from meshwright.description.wrong import is_output, other_kind, show, wrong
from meshwright.problems import did_you_mean
from meshwright.units import Protocol

_HOST = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?")
_SIZE = re.compile(r"[0-9]+(\.[0-9]+)?(MiB|GiB)", re.ASCII)


def text(value: object) -> object:
    """Any text. Refuses an Output, and the text that Python makes of one in an f-string."""
    if not isinstance(value, str):
        raise other_kind(value, "a text")
    if "Calling __str__ on an Output" in value:
        raise wrong(
            "MW016",
            found="a Pulumi Output inside a text",
            expected="a text that is known before Pulumi runs",
            fix='write Given("a-name") for the whole value and pass the Output to the component under that name',
        )
    return value


def path(value: object) -> object:
    """A path, which begins with "/"."""
    if not str(text(value)).startswith("/"):
        raise wrong("MW010", found=show(value), expected='a path, which begins with "/"', fix=f'write "/{value}"')
    return value


def host(value: object) -> object:
    """A host name or an IPv4 address, without scheme and port."""
    if not is_host(str(text(value))):
        expected = "a host name or an IPv4 address, without scheme and port"
        raise wrong("MW011", found=show(value), expected=expected, fix="write the host name only")
    return value


def is_host(value: str) -> bool:
    """Whether a text is a host name or an IPv4 address, and nothing more."""
    return _HOST.fullmatch(value) is not None


def size(value: object) -> object:
    """A size of memory, as in "512MiB" or "1GiB"."""
    if not _SIZE.fullmatch(str(text(value))):
        raise wrong("MW010", found=show(value), expected='a size, as in "512MiB" or "1GiB"', fix='write it like "1GiB"')
    return value


def name(value: object) -> object:
    """The name of a version, route, gateway or mesh: 1 to 63 letters, digits, "-" and "_"."""
    return _named(value, names.NAME, 'at most 63 letters, digits, "-" and "_", first and last a letter or a digit')


def service_name(value: object) -> object:
    """The name of a service: like any other name, or a full host name of at most 253 characters."""
    return _named(value, names.HOST_NAME, 'a name of letters, digits, "-" and "_", or a host name')


def _named(value: object, pattern: re.Pattern[str], expected: str) -> object:
    given = text(value)
    if not pattern.fullmatch(str(given)):
        others = r"[^A-Za-z0-9_]+" if pattern is names.NAME else r"[^A-Za-z0-9_.]+"
        better = re.sub(others, "-", str(given)).strip("-_.")[:63].strip("-_.")
        fix = f'write "{better}", for example' if pattern.fullmatch(better) else "choose another name"
        raise wrong("MW011", found=show(given), expected=expected, fix=fix)
    return given


def duration(value: object) -> object:
    """A duration: "250ms", "5s", "2m", or a timedelta, in whole milliseconds, more than 0 and at most ten years.

    Not 0, for to Envoy that means without end here and something else there.
    """
    try:
        given = units.duration(value)  # type: ignore[arg-type]
        if not timedelta(0) < given <= timedelta(days=3650) or given % timedelta(milliseconds=1):
            raise ValueError("a duration in whole milliseconds, more than 0 and at most 3650d")
    except OverflowError:
        raise wrong("MW012", found=show(value), expected="at most 3650d", fix="write a shorter one") from None
    except ValueError as error:
        if is_output(value):
            raise other_kind(value, "a duration") from None
        raise wrong("MW012", found=show(value), expected=str(error), fix=_duration_fix(value)) from None
    return value


def _duration_fix(value: object) -> str:
    plain = isinstance(value, (int, float)) and not isinstance(value, bool)
    return f'write "{value}s" for seconds or "{value}ms" for milliseconds' if plain else 'write it like "5s"'


def duration_or_off(value: object) -> object:
    """A duration, or "off"."""
    return value if value == "off" else duration(value)


def number(low: int, high: int, what: str) -> Check:
    """A whole number between two bounds, both included."""

    def check(value: object) -> object:
        expected = f"{what}, a whole number from {low} to {high}"
        if isinstance(value, str) and value.isdecimal():
            raise wrong("MW010", found=f"{show(value)} (str)", expected=expected, fix=f"write {value}, without quotes")
        if isinstance(value, bool) or not isinstance(value, int):
            raise other_kind(value, expected)
        if not low <= value <= high:
            code = "MW013" if what == "a port" else "MW014"
            nearest = low if value < low else high
            raise wrong(
                code,
                found=str(value),
                expected=f"{what}, from {low} to {high}",
                fix=f"the nearest number is {nearest}",
            )
        return value

    return check


def share(value: object) -> object:
    """A share in percent: a number from 0 to 100 with at most four decimals, which is what Envoy can draw."""
    expected = "a share in percent, a number from 0 to 100"
    if isinstance(value, str) and (plain := value.strip(" %")).replace(".", "", 1).isdecimal():
        raise wrong("MW010", found=f"{show(value)} (str)", expected=expected, fix=f"write {plain}")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise other_kind(value, expected)
    if not 0 <= value <= 100:
        raise wrong(
            "MW014", found=str(value), expected=expected, fix=f"the nearest number is {0 if value < 0 else 100}"
        )
    if round(value, 4) != value:
        raise wrong("MW014", found=str(value), expected="at most four decimals", fix=f"write {round(value, 4)}")
    return value


port = number(1, 65535, "a port")
weight = number(0, 100, "a weight")


_MEANT = {
    "drop-all": "deny",
    "allow-all": "allow",
    "5xx": "server-error",
    "4xx": "client-error",
    "retriable-4xx": "client-error",
    "reset": "stream-error",
    "refused-stream": "stream-error",
    "connect-failure": "connection-error",
    "retriable-status-codes": "server-error",
    **dict.fromkeys(("https", "http1", "http/1.1", "web"), "http"),
    **dict.fromkeys(("h2", "h2c", "http/2"), "http2"),
    **dict.fromkeys(("grpcs", "grpc-web"), "grpc"),
    **dict.fromkeys(("tls", "ssl", "tcp/ip"), "tcp"),
    **dict.fromkeys(("none", "no", "false", "disabled", "never"), "off"),
    **dict.fromkeys(("nlb", "tcp-load-balancer"), "network"),
    **dict.fromkeys(("alb", "http-load-balancer"), "application"),
    **dict.fromkeys(("amd64", "x86-64", "x64", "intel"), "x86"),
    **dict.fromkeys(("arm64", "aarch64", "graviton"), "arm"),
    **dict.fromkeys(("iptables", "envoy"), "transparent"),
    **dict.fromkeys(("exact", "equal", "is", "=="), "equals"),
    **dict.fromkeys(("prefix", "begins-with"), "starts_with"),
    **dict.fromkeys(("suffix",), "ends_with"),
    **dict.fromkeys(("regex", "regular-expression"), "matches"),
    **dict.fromkeys(("range",), "between"),
    **dict.fromkeys(("present", "present-match"), "exists"),
}
"""What App Mesh, Envoy, Kubernetes and others call a choice, and its word here."""


def choice(*choices: str) -> Check:
    """One of a few words."""

    def check(value: object) -> object:
        expected = ", ".join(f'"{word}"' for word in choices)
        if not isinstance(value, str):
            raise other_kind(value, expected)
        if value not in choices:
            meant = _MEANT.get(value.lower().replace("_", "-"))
            if meant in choices and value.lower() not in choices:
                fix = f'write "{meant}"'
            else:
                fix, _, _ = did_you_mean(value, choices, "choose one of them").partition(";")
            raise wrong("MW015", found=show(value), expected=f"one of {expected}", fix=fix)
        return value

    return check


protocol = choice("http", "http2", "grpc", "tcp")
off = choice("off")


def regular_expression(value: object) -> object:
    """A regular expression that RE2, the engine of Envoy, accepts."""
    pattern = str(text(value))
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error)
        raise wrong(
            "MW018",
            found=f"{show(pattern)}: {reason}",
            expected="a regular expression of RE2, which must match the whole value",
            fix="RE2 has no look-around and no back-references; see its syntax page",
        ) from None
    return value


def boolean(value: object) -> object:
    """True or False."""
    if not isinstance(value, bool):
        raise other_kind(value, "True or False")
    return value


Name = Annotated[str, Plain(name)]
ServiceName = Annotated[str, Plain(service_name)]
Text = Annotated[str, Plain(text)]
PathText = Annotated[str, Plain(path)]
Size = Annotated[str, Plain(size)]
Duration = Annotated[str | timedelta, Plain(duration)]
DurationOrOff = Annotated[str | timedelta, Plain(duration_or_off)]
PortNumber = Annotated[int, Plain(port)]
Share = Annotated[float, Plain(share)]
ProtocolName = Annotated[Protocol, Plain(protocol)]
Switch = Annotated[bool, Plain(boolean)]
