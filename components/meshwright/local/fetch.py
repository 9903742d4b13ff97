"""`python -m meshwright.local.fetch GET|POST URL` prints a response. For machines without wget and curl."""

import sys
from urllib.request import ProxyHandler, Request, build_opener


def main(method: str, url: str) -> None:
    """Prints the body of the response. Raises urllib.error.URLError without one."""
    request = Request(url, method=method, data=b"" if method == "POST" else None)
    with build_opener(ProxyHandler({})).open(request, timeout=5) as answer:
        sys.stdout.buffer.write(answer.read())


if __name__ == "__main__":
    main(*sys.argv[1:3])
