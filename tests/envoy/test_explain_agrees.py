"""What `explain` says is what a real Envoy does."""

import pytest

from meshwright.envoy.snapshot import Resource, Snapshot
from meshwright.traffic import Request, explain
from meshwright.traffic.arrival import JOINED

from . import explain_harness
from .explain_harness import agree, agreed
from .explain_upstream import MANAGER, ROUTER


def listener(name: str, match: Resource, manager: Resource) -> Resource:
    """One route with this match, and one for everything else."""
    routes = [
        {"name": "matched", "match": match if "path" in match else {"prefix": "/", **match}, "route": {"cluster": "a"}},
        {"name": "rest", "match": {"prefix": ""}, "route": {"cluster": "b"}},
    ]
    hosts = [{"name": "all", "domains": ["*"], "routes": routes}]
    config = {
        "@type": MANAGER,
        "stat_prefix": name,
        "route_config": {"virtual_hosts": hosts},
        "http_filters": [ROUTER],
        **manager,
    }
    return {"name": name, "filter_chains": [{"filters": [{"name": "http", "typed_config": config}]}]}


def snapshot_of(matches: list[Resource], manager: Resource | None = None) -> Snapshot:
    listeners = {str(n): listener(str(n), match, manager or {}) for n, match in enumerate(matches)}
    return Snapshot("proxy", {"clusters": {"a": {"name": "a"}, "b": {"name": "b"}}, "listeners": listeners})


def get(path: str, *headers: tuple[str, str]) -> Request:
    return Request("GET", path, (("host", "shop.example"), *headers))


FLAGS: list[Resource] = [
    {},
    {"invert_match": True},
    {"treat_missing_header_as_empty": True},
    {"invert_match": True, "treat_missing_header_as_empty": True},
]


def test_headers() -> None:
    """Repeated, absent and empty headers, numbers that are none, bytes that are no letters."""
    wanted: list[Resource] = [
        *({"string_match": {kind: "v1"}} for kind in ("exact", "prefix", "suffix", "contains")),
        {"string_match": {"exact": ""}},
        {"string_match": {"exact": "É", "ignore_case": True}},
        {"string_match": {"exact": "v1,v2"}},
        *({"string_match": {"safe_regex": {"regex": each}}} for each in (".*", "caf.", "caf..", "caf[éx]", "(?i)V1")),
        {"range_match": {"start": 10, "end": 20}},
        {"range_match": {"start": -(2**63), "end": 2**63 - 1}},
        {"present_match": True},
        {"present_match": False},
        {},
    ]
    numbers = [
        "10",
        "+11",
        "011",
        "1_1",
        "20",
        "-1",
        "11.0",
        "0x0b",
        "1 1",
        "",
        str(2**63),
        str(2**63 - 1),
        str(-(2**63)),
    ]
    values = [
        [],
        ["v1"],
        ["v2"],
        ["v2", "v1"],
        ["v1", ""],
        ["v1,v2"],
        ["xv1x"],
        [" v1\t"],
        ["V1"],
        ["café"],
        ["é"],
        ["É"],
    ]
    values += [[number] for number in numbers] + [["5", "12"]]
    matches = [{"headers": [{"name": "x-a", **each, **flags}]} for each in wanted for flags in FLAGS]
    agreed(snapshot_of(matches), [get("/", *(("X-A", value) for value in each)) for each in values])


@pytest.mark.parametrize("remote", [False, True])
def test_repeated_headers_that_envoy_joins(remote: bool) -> None:
    names = [*sorted(JOINED - ({"x-forwarded-for"} if remote else set())), "accept-language", "cookie", "range"]
    texts = ["https", "http", "https,http"]
    matches = [{"headers": [{"name": name, "string_match": {"exact": each}}]} for name in names for each in texts]
    requests = [
        get("/", *((name, each) for each in values)) for name in names for values in (["https", "http"], ["", "http"])
    ]
    agreed(snapshot_of(matches, {"use_remote_address": remote}), requests)


def test_parameters_and_cookies() -> None:
    wanted = [{"exact": "v"}, {"exact": ""}, {"safe_regex": {"regex": "v.*"}}]
    matches: list[Resource] = [
        {"query_parameters": [{"name": name, "string_match": each}]} for name in ("k", "%6b") for each in wanted
    ]
    matches += [
        {"query_parameters": [{"name": "k", **each}]}
        for each in ({}, {"present_match": True}, {"present_match": False})
    ]
    matches += [
        {"cookies": [{"name": "k", "string_match": each, "invert_match": inverted}]}
        for each in wanted
        for inverted in (False, True)
    ]
    queries = ["", "?", "?k", "?k=", "?k=v", "?k=v&k=w", "?k=w&k=v", "?a=1;k=v", "?k=v;a=1", "?K=v", "?%6b=v", "?k=%76"]
    queries += ["?&k=v", "?k==v", "?k=v=w", "??k=v", "?a?k=v", "?k+=v", "?=v&k=v", "?k&k=v"]
    cookies = [["k=v"], ["k"], ["k="], ["a=1; k=v"], ["a=1;k=v"], ["a=1, k=v"], ["k=v; k=w"], ["k=w", "k=v"], ['k="v"']]
    cookies += [["k='v'"], ['k="v'], ['k="'], ['k=""'], ["k =v"], ["k= v"], [" k=v "], [";k=v"], ["k=v ;"], ["a;\tk=v"]]
    cookies += [["k; k=v"], ["k=; k=v"], ['k="v;w"'], ["K=v"], ["=v"], ["", "k=v"], ["a=1", "k=v"]]
    requests = [get(f"/{query}") for query in queries]
    requests += [get("/", *(("cookie", each) for each in values)) for values in cookies]
    agreed(snapshot_of(matches), requests)


def test_requests_that_envoy_refuses_or_reads_in_its_own_way() -> None:
    wanted = {
        ":scheme": "https",
        "x-forwarded-proto": "https",
        ":authority": "Shop.Example:80",
        "host": "u",
        ":path": "/?k",
    }
    matches = [{"headers": [{"name": name, "string_match": {"exact": value}}]} for name, value in wanted.items()]
    signs = [chr(code) for code in range(0x21, 0x7F)]
    requests = [get(f"/a{sign}b") for sign in signs] + [get(f"/?{sign}") for sign in signs] + [get("/é")]
    requests += [Request("GET", "/", (("host", f"u{sign}"),)) for sign in [*signs, "", ":80", ":x", "é"]]
    requests += [Request("GET", f"http://a{sign}b/") for sign in signs if sign not in "@/?#"]
    hosts = [
        "u:0",
        "u:65536",
        "u:080",
        "u:",
        "[::1]",
        "[::1]:80",
        "[::g]",
        "[]",
        "-",
        ".",
        "u.",
        "a_b",
        "Shop.Example:80",
    ]
    requests += [Request("GET", f"{scheme}://{host}/?k") for host in hosts for scheme in ("http", "HTTPS")]
    methods = ["get", "FOO", "M-SEARCH", "PRI", "PURGE", "HEAD", "OPTIONS"]
    requests += [Request(method, "/", (("host", "u"),)) for method in methods]
    for proto in (["https"], ["HTTPS"], ["ws"], [""], ["https", "http"], ["", "https"], ["", ""]):
        sent = tuple(("x-forwarded-proto", each) for each in proto)
        requests += [
            get("/?k", *sent),
            Request("GET", "http://u/", (("host", "other"), *sent)),
            Request("GET", "https://u/", sent),
        ]
    grpc = ("content-type", "application/grpc")
    requests += [get(path, grpc) for path in ("/", "/#", "/é", "/%00")] + [Request("GET", "https://u/", (grpc,))]
    for manager in ({}, {"normalize_path": True, "merge_slashes": True}, {"use_remote_address": True}):
        agreed(snapshot_of(matches, manager), requests)


def test_normalized_paths() -> None:
    segments = [
        "..",
        ".",
        "%2e",
        "%2E%2e",
        ".%2e",
        "..;",
        "..;x",
        ".;x",
        ";..",
        "...",
        "a..",
        "",
        "%2f",
        "%2F..%5C",
        "%5c",
        "\\",
        "%41",
    ]
    segments += [
        *("%7e", "%20", "%25", "%", "%2", "%zz", "%00"),
        "%c3%a9",
        '"',
        "<",
        "`",
        "{",
        "|",
        "^",
        "'",
        "~",
        "(",
        "a;b",
    ]
    requests = [
        get(path) for each in segments for path in (f"/{each}", f"/a/{each}/b", f"/a/b/{each}?x=/{each}/../y//z")
    ]
    requests += [get(f"/a/{each}/b", ("content-type", "application/grpc")) for each in ("%2f", "x")]
    flags: list[Resource] = [
        {"normalize_path": True},
        {"merge_slashes": True},
        {"normalize_path": True, "merge_slashes": True},
    ]
    redirect: Resource = {"path_with_escaped_slashes_action": "UNESCAPE_AND_REDIRECT"}
    for manager in (*flags, redirect, *(each | redirect for each in flags)):
        agreed(snapshot_of([{"path": "/a/b"}, {"path": "/b"}], manager), requests)


def test_upgrades_that_a_server_may_ignore() -> None:
    ignore = {"http_protocol_options": {"ignore_http_11_upgrade": [{"prefix": "TLS/", "ignore_case": True}]}}
    requests = [
        get(path, ("upgrade", word), ("connection", "upgrade"))
        for path in ("/", "/a")
        for word in ("TLS/1.2", "tls/1.0")
    ]
    agreed(snapshot_of([{"path": "/a"}], ignore), requests)


def test_redirects() -> None:
    kinds: list[Resource] = [
        {},
        {"https_redirect": True},
        {"scheme_redirect": "http"},
        {"host_redirect": "new.example:80", "https_redirect": True},
        {"port_redirect": 443},
    ]
    snapshot = snapshot_of([{} for _ in kinds])
    for kind, each in zip(kinds, snapshot.listeners.values(), strict=True):
        config = each["filter_chains"][0]["filters"][0]["typed_config"]
        route = config["route_config"]["virtual_hosts"][0]["routes"][0]
        del route["route"]
        route["redirect"] = kind
    hosts = ["shop.example", "shop.example:80", "shop.example:443", "[::1]:80", "[::1]", "shop.example:8080"]
    requests = [Request("GET", f"{scheme}://{host}/") for host in hosts for scheme in ("http", "https")]
    for proto in ("http", "https", "HTTPS"):
        requests += [Request("GET", "/", (("host", host), ("x-forwarded-proto", proto))) for host in hosts]
    agreed(snapshot, requests)


def test_a_wrong_explanation_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = snapshot_of([{"headers": [{"name": "x-a", "string_match": {"exact": "v1"}}]}])
    other = snapshot_of([{}])
    monkeypatch.setattr(explain_harness, "explain", lambda _, request, name: explain(other, request, name))
    found = agree(snapshot, [get("/", ("x-a", "v1")), get("/")])
    assert [(each.field, each.explained, each.envoy) for each in found] == [
        ("route", "matched", "rest"),
        ("cluster", ["a"], "b"),
    ]
