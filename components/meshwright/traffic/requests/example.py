"""An example of a class of requests."""

from collections.abc import Mapping
from dataclasses import dataclass

from meshwright.traffic.request import Request
from meshwright.traffic.requests.condition import PATH, Subject, Value

_METHOD, _SCHEME, _AUTHORITY = (Subject("header", name) for name in (":method", ":scheme", ":authority"))


@dataclass(frozen=True)
class Example:
    """The values of a request, by subject; other subjects have their plainest value."""

    values: Mapping[Subject, Value]

    @property
    def repeats(self) -> bool:
        """Whether it has a header more than once."""
        return any(len(value) > 1 for value in self.values.values())

    def request(self, host: str) -> Request:
        """The request to a host. The port comes from the values, if they contain one."""
        headers = [
            (subject.name, each)
            for subject, value in self.values.items()
            if subject.kind == "header" and not subject.name.startswith(":")
            for each in value
        ]
        if cookies := self._pairs("cookie"):
            headers.append(("cookie", "; ".join(cookies)))
        query = "&".join(self._pairs("query"))
        url = self._value(PATH, "/") + (f"?{query}" if query else "")
        authority = host + "".join(self._value(_AUTHORITY, "").partition(":")[1:])
        method = self._value(_METHOD, "GET")
        if self._value(_SCHEME, "http") == "https":
            return Request(method, f"https://{authority}{url}", tuple(headers))
        return Request(method, url, (("host", authority), *headers))

    def _value(self, subject: Subject, otherwise: str) -> str:
        return self.values.get(subject, (otherwise,))[0]

    def _pairs(self, kind: str) -> list[str]:
        return [
            f"{subject.name}={value[0]}" for subject, value in self.values.items() if subject.kind == kind and value
        ]


def written(request: Request) -> str:
    """A request as `meshwright explain` takes it."""
    url = request.url if request.scheme else f"http://{request.authority}{request.path}"
    headers = [f" -H '{name}: {value}'" for name, value in request.headers if name != "host"]
    return f"{request.method} {url}{''.join(headers)}"
