"""One request, as a person types it and as it is sent."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
ABSOLUTE = re.compile(r"(?i:(https?)://)([^/?#]*)([^#]*.*)")


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP/1.1 request, sent exactly as written.

    `url` is a path (`/cart?x=1`; then `headers` must have a `host`) or a full URL, which is sent as such, as clients
    of a proxy do; then its host counts, and a `host` header is ignored, as HTTP requires. `headers` are pairs of name
    and value; a header may be repeated. Raises ValueError for what is no HTTP request.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if not TOKEN.fullmatch(self.method):
            raise ValueError(f"not an HTTP method: {self.method!r}")
        if re.search(r"[\x00-\x20\x7f]", self.url):
            raise ValueError(f"a URL has no spaces or control characters: {self.url!r}")
        for name, value in self.headers:
            if not TOKEN.fullmatch(name):
                raise ValueError(f"not a header name: {name!r}")
            if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value):
                raise ValueError(f"header {name}: a value has no control characters: {value!r}")
        if self.url.startswith("/"):
            if len(self.values("host")) != 1:
                raise ValueError("a URL that is only a path needs exactly one host header, as in 'host: shop.example'")
        elif not (found := ABSOLUTE.fullmatch(self.url)):
            raise ValueError(f"a URL starts with 'http://', 'https://' or '/': {self.url!r}")
        elif not found[2]:
            raise ValueError(f"this URL names no host: {self.url!r}")
        elif "@" in found[2]:
            raise ValueError(f"a URL with a user cannot be sent, write an authorization header: {self.url!r}")
        elif found[3].startswith("?"):
            raise ValueError(f"write a '/' before the '?': {self.url!r}")

    @classmethod
    def parse(cls, method: str, url: str, headers: Sequence[str] = ()) -> "Request":
        """Parses what a person types: the method in any case, headers as `name: value`. A value may be empty
        (`x-debug:`).

        Raises ValueError for what is no HTTP request.
        """
        pairs = []
        for line in headers:
            name, colon, value = line.partition(":")
            if not colon:
                raise ValueError(f"a header is written 'name: value', this has no colon: {line!r}")
            pairs.append((name.strip(), value.strip(" \t")))
        return cls(method.upper(), url, tuple(pairs))

    def values(self, name: str) -> list[str]:
        """All values of a header, in the order in which they are sent, without surrounding blanks."""
        return [value.strip(" \t") for each, value in self.headers if each.lower() == name.lower()]

    @property
    def scheme(self) -> str | None:
        """The URL's scheme in lower case; None if the URL is only a path."""
        found = ABSOLUTE.fullmatch(self.url)
        return found[1].lower() if found else None

    @property
    def authority(self) -> str:
        """The host with its port, if any, as written."""
        found = ABSOLUTE.fullmatch(self.url)
        return found[2] if found else self.values("host")[0]

    @property
    def path(self) -> str:
        """Path and query as they are sent."""
        found = ABSOLUTE.fullmatch(self.url)
        return (found[3] or "/") if found else self.url
