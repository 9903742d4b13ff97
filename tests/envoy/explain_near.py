"""Random requests near what a configuration distinguishes."""

from meshwright.envoy.snapshot import Resource, Snapshot
from meshwright.traffic import Request

from .explain_draw import VALUES, Draw


def near(snapshot: Snapshot, seed: int, count: int) -> list[Request]:
    """Random requests for what this snapshot distinguishes: its hosts, paths, headers, parameters and cookies.

    Each takes the pieces of one route, and half of the time leaves out or changes one of them.
    """
    draw = Draw(seed)
    hosts = [host for routes in snapshot.routes.values() for host in routes["virtual_hosts"]]
    return [_near(draw, draw.one(hosts)) for _ in range(count)]


def _near(draw: Draw, host: Resource) -> Request:
    match = draw.one(host["routes"])["match"] if host["routes"] else {}
    path = match.get("path") or match.get("prefix") or match.get("path_separated_prefix") or draw.path()
    path += draw.one(["", "", "x", "/", "/x", "/x/y"]) if "path" not in match or draw.chance(0.2) else ""
    method, scheme = "GET", None
    headers = [("host", draw.one(host["domains"]).replace("*", draw.one(["x", "nobody.example"])))]
    for each in match.get("headers", []):
        value = _value(draw, each)
        if each["name"] == ":method":
            method = value if value in ("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH") else draw.one(["GET", "POST"])
        elif each["name"] == ":scheme":
            scheme = value
        elif each["name"].startswith(":") or draw.chance(0.15):
            continue
        else:
            headers.append((each["name"], value))
    if scheme:
        headers.append(("x-forwarded-proto", scheme))
    query = "&".join(f"{each['name']}={_value(draw, each)}" for each in match.get("query_parameters", []))
    cookie = "; ".join(f"{each['name']}={_value(draw, each)}" for each in match.get("cookies", []))
    if cookie and draw.chance(0.85):
        headers.append(("cookie", cookie))
    if draw.chance(0.3):
        headers += draw.some(draw.header, 2)
    return Request(method, path + ("?" + query if query else draw.query() if draw.chance(0.2) else ""), tuple(headers))


def _value(draw: Draw, matcher: Resource) -> str:
    if draw.chance(0.15):
        return str(draw.one(VALUES[:-1]))
    if "range_match" in matcher:
        start, end = (int(matcher["range_match"].get(key, 0)) for key in ("start", "end"))
        return str(draw.one([start - 1, start, end - 1, end]))
    for kind, value in matcher.get("string_match", {}).items():
        if kind in ("exact", "prefix", "suffix", "contains"):
            return str({"prefix": value + "x", "suffix": "x" + value}.get(kind, value))
        if kind == "safe_regex":
            # What a person's expression often matches: it without its signs.
            return "".join(each for each in value["regex"] if each.isalnum() or each in "-_/")
    return str(draw.one(VALUES[:-1]))
