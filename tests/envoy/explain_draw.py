"""Random route configurations and random requests for the explainer's tests."""

import random
from collections.abc import Callable, Sequence
from typing import Any

from meshwright.envoy.snapshot import Resource, Snapshot
from meshwright.traffic import Request

from .explain_copies import draw_policy
from .explain_upstream import MANAGER, ROUTER

CLUSTERS = ["checkout-v1", "checkout-v2", "web-v1"]
SEGMENTS = ["api", "API", "apix", "cart", "a", ""]
VALUES = ["", "v1", "v2", "V2", "10", "+11", "011", "20", "1_1", "-5", "v1,v2", "é"]
NAMES = ["x-debug", "X-Group", "user-agent", "authorization"]
CHANGED = ["x-debug", "X-Group", "x-new"]
PARAMETERS = ["debug", "k", "%6b"]
COOKIES = ["beta", "k"]
HOSTS = ["shop.example", "api.shop.example", "SHOP.Example", "shop.example:8080", "a.b.shop.example", "shop.other"]
DOMAINS = ["shop.example", "*.shop.example", "*.example", "shop.*", "api.shop.*", "shop.example:8080", "Api.*", "*-v1"]
REGEXES = ["v.*", "v[12]", ".", "", "[0-9]+", "(?i)v2", ".*", "..", "v1|20"]
PATH_REGEXES = ["/api.*", "/(api|cart)/[a-z]*", "/[a-z]+", ".*", "/api", "/a?.*x"]


class Draw:
    """Random pieces of configuration and requests, from small pools so that near misses are frequent."""

    def __init__(self, seed: int, hosts: Sequence[str] = HOSTS) -> None:
        self.random = random.Random(seed)
        self.hosts = hosts

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def one(self, pool: Any) -> Any:
        return self.random.choice(pool)

    def some(self, make: Any, most: int) -> list[Any]:
        return [make() for _ in range(self.random.randint(0, most))]

    # What Envoy is told

    def string_match(self) -> Resource:
        kind = self.one(["exact", "exact", "prefix", "suffix", "contains", "safe_regex"])
        if kind == "safe_regex":
            return {kind: {"regex": self.one([each for each in REGEXES if each])}}
        value = self.one([each for each in VALUES if each or kind == "exact"])
        return {kind: value, **({"ignore_case": True} if self.chance(0.3) else {})}

    def header_match(self) -> Resource:
        if self.chance(0.2):
            return self.pseudo_match()
        match: Resource = {"name": self.one(NAMES)}
        kind = self.one(["string_match", "string_match", "range_match", "present_match", ""])
        if kind == "string_match":
            match[kind] = self.string_match()
        elif kind == "range_match":
            match[kind] = {"start": self.one([-5, 0, 10, 11]), "end": self.one([10, 11, 12, 20])}
        elif kind:
            match[kind] = self.chance(0.5)
        for flag in ("invert_match", "treat_missing_header_as_empty"):
            if self.chance(0.3):
                match[flag] = True
        return match

    def pseudo_match(self) -> Resource:
        name, values = self.one(
            [
                (":method", ["GET", "POST", "get"]),
                (":scheme", ["http", "https"]),
                ("x-forwarded-proto", ["http", "https", "HTTPS"]),
                (":path", ["/api", "/api?k=v1", "/"]),
                (":authority", HOSTS),
                ("host", HOSTS),
            ]
        )
        kind = self.one(["exact", "prefix", "suffix"])
        return {"name": name, "string_match": {kind: self.one(values)}, "invert_match": self.chance(0.2)}

    def parameter_match(self) -> Resource:
        kind = self.one(["string_match", "present_match", ""])
        value: dict[str, Callable[[], object]] = {
            "string_match": self.string_match,
            "present_match": lambda: self.chance(0.6),
        }
        return {"name": self.one(PARAMETERS), **({kind: value[kind]()} if kind else {})}

    def cookie_match(self) -> Resource:
        name = self.one(COOKIES)
        return {"name": name, "string_match": self.string_match(), "invert_match": self.chance(0.3)}

    def match(self) -> Resource:
        kind = self.one(["prefix", "prefix", "prefix", "path", "path_separated_prefix", "safe_regex"])
        path = "/" + "/".join(self.some(lambda: self.one(SEGMENTS), 2))
        if kind == "safe_regex":
            match: Resource = {kind: {"regex": self.one(PATH_REGEXES)}}
        elif kind == "path_separated_prefix":
            match = {kind: path.rstrip("/") or "/api"}
        else:
            match = {kind: path}
        if self.chance(0.3):
            match["case_sensitive"] = self.chance(0.5)
        if self.chance(0.6):
            match["headers"] = self.some(self.header_match, 2)
        if self.chance(0.3):
            match["query_parameters"] = self.some(self.parameter_match, 2)
        if self.chance(0.3):
            match["cookies"] = self.some(self.cookie_match, 2)
        if self.chance(0.05):
            match["grpc"] = {}
        return match

    def rewrite(self) -> Resource:
        kind = self.one(["", "", "prefix_rewrite", "regex_rewrite"])
        if kind == "prefix_rewrite":
            return {kind: self.one(["/", "/new", "/new/"])}
        if kind == "regex_rewrite":
            pattern, substitution = self.one(
                [("^/(.*)$", "/v2/\\1"), ("/api", "/\\0\\0"), ("([a-z])p", "\\\\\\1"), ("a*$", "-"), ("x|", "")]
            )
            return {kind: {"pattern": {"regex": pattern}, "substitution": substitution}}
        return {}

    def action(self) -> Resource:
        if self.chance(0.08):
            return {"direct_response": {"status": self.one([200, 201, 302, 403, 418])}}
        if self.chance(0.12):
            redirect = {
                **self.one([{}, {"host_redirect": "new.example"}]),
                **self.one([{}, {"port_redirect": 8443}]),
                **self.one([{}, {"https_redirect": True}, {"scheme_redirect": "https"}]),
                **self.one([{"path_redirect": "/p"}, {"path_redirect": "/p?z=1"}, self.rewrite()]),
                **self.one([{}, {"strip_query": True}]),
                **self.one([{}, {"response_code": "PERMANENT_REDIRECT"}]),
            }
            return {"redirect": redirect}
        action: Resource = {**self.rewrite(), **self.one([{}, {}, {"host_rewrite_literal": "new.example"}])}
        if self.chance(0.1):
            action = {**self.rewrite(), "auto_host_rewrite": True}
        if self.chance(0.2):
            action["request_mirror_policies"] = [draw_policy(self.one, CLUSTERS)]
        if self.chance(0.5):
            weights: list[Resource] = [{"name": each, "weight": self.random.randint(0, 3)} for each in CLUSTERS]
            weights[0] |= self.one([{}, {"host_rewrite_literal": "weighted.example"}])
            weights[1]["weight"] += 1
            action["weighted_clusters"] = {"clusters": weights}
        else:
            action["cluster"] = self.one([*CLUSTERS, *CLUSTERS, "missing"])
        return {"route": action}

    def header_changes(self) -> Resource:
        fields: Resource = {}
        for of in ("request", "response"):
            if self.chance(0.3):
                fields[f"{of}_headers_to_add"] = self.some(self.header_to_add, 3)
            if self.chance(0.2):
                fields[f"{of}_headers_to_remove"] = self.some(lambda: self.one(CHANGED), 2)
        return fields

    def header_to_add(self) -> Resource:
        action = self.one([{}, *({"append_action": f"{each}_IF_EXISTS_OR_ADD"} for each in ("APPEND", "OVERWRITE"))])
        return {"header": {"key": self.one(CHANGED), "value": self.one(["v1", "50 %%", "v2,v3"])}, **action}

    def routes(self, name: str) -> Resource:
        domains = self.random.sample(DOMAINS, 4) + (["*"] if self.chance(0.7) else [])
        hosts = []
        for number, domain in enumerate(domains):
            routes = [
                {"name": f"r{n}", "match": self.match(), **self.action(), **self.header_changes()}
                for n in range(self.one([2, 6, 12]))
            ]
            hosts.append(
                {
                    "name": f"host-{number}",
                    "domains": [domain],
                    "routes": routes,
                    **self.one([{}, self.header_changes()]),
                }
            )
        return {
            "name": name,
            "virtual_hosts": hosts,
            "ignore_port_in_host_matching": self.chance(0.5),
            "most_specific_header_mutations_wins": self.chance(0.5),
            **self.one([{}, self.header_changes()]),
        }

    def listener(self, name: str) -> Resource:
        flags = ["normalize_path", "merge_slashes", "strip_any_host_port", "strip_trailing_host_dot"]
        manager = {
            "@type": MANAGER,
            "stat_prefix": name,
            "rds": {"route_config_name": name, "config_source": {"ads": {}}},
            "use_remote_address": self.chance(0.2),
            "http_filters": [*self.health_check(), ROUTER],
            **{flag: True for flag in flags if self.chance(0.2)},
            **({"path_with_escaped_slashes_action": "UNESCAPE_AND_REDIRECT"} if self.chance(0.2) else {}),
        }
        chain = {"filters": [{"name": "envoy.filters.network.http_connection_manager", "typed_config": manager}]}
        return {"name": name, "filter_chains": [chain]}

    def health_check(self) -> list[Resource]:
        if self.chance(0.7):
            return []
        kind = "type.googleapis.com/envoy.extensions.filters.http.health_check.v3.HealthCheck"
        headers = [{"name": ":path", "string_match": {"exact": "/api"}}]
        config = {"@type": kind, "pass_through_mode": self.chance(0.5), "headers": headers}
        return [{"name": "envoy.filters.http.health_check", "typed_config": config}]

    def cluster(self, name: str) -> Resource:
        address = {"socket_address": {"address": f"{name}.internal", "port_value": 80}}
        endpoint = {"endpoint": {"address": address, **self.one([{}, {"hostname": f"{name}.named"}])}}
        load = {"cluster_name": name, "endpoints": [{"lb_endpoints": [endpoint]}]}
        return {"name": name, "type": self.one(["STRICT_DNS", "LOGICAL_DNS"]), "load_assignment": load}

    # What Envoy is asked

    def path(self) -> str:
        odd = ["..", ".", "%2e%2e", "a%2fb", "%41", "a\\b", "..;x", "é", "x#y", '"<', "%zz", "a|b~'", "%00"]
        pool = odd if self.chance(0.15) else SEGMENTS
        return "/" + "/".join(self.some(lambda: self.one([*SEGMENTS, self.one(pool)]), 3))

    def query(self) -> str:
        pairs = ["k=v1", "k=v2", "k", "k=", "debug=v1", "debug=10", "%6b=v1", "k=%76", "K=v1", "", "a=1;k=v1", "k=v=w"]
        if not self.one(["", "", "?", "??"]):
            return ""
        separator: str = self.one(["&", "&", ";"])
        return "?" + separator.join(self.some(lambda: self.one(pairs), 3))

    def header(self) -> tuple[str, str]:
        kind = self.one(["value", "value", "value", "cookie", "cookie", "proto", "type"])
        if kind == "cookie":
            pairs = [
                "beta=v1",
                "beta=v2",
                'beta="v2"',
                "beta",
                "beta=",
                "k=v1",
                "k =v1",
                "k= v2",
                "K=v1",
                "",
                "k=v1,v2",
            ]
            return "Cookie", self.one(["; ", ";", " ; ", ", ", ";  "]).join(self.some(lambda: self.one(pairs), 3))
        if kind == "proto":
            return "X-Forwarded-Proto", self.one(["http", "https", "HTTPS", "ws", ""])
        if kind == "type":
            return "content-type", self.one(
                ["application/grpc", "application/grpc+proto", "application/grpc-web", "text"]
            )
        return self.one(NAMES), self.one(["", " "]) + self.one(VALUES)

    def request(self) -> Request:
        method = self.one(
            ["GET", "GET", "GET", "POST", "HEAD", "DELETE", "PURGE", "get", "FOO"] if self.chance(0.3) else ["GET"]
        )
        host = self.one(self.hosts)
        if self.chance(0.2):
            odd = [
                "",
                "a_b.example",
                "shop.example.",
                "[::1]:80",
                "shop.example:",
                "shop.example:x",
                "a,b",
                "h/",
                "x-v1",
                "-v1",
            ]
            host = self.one(odd)
        headers = tuple(self.some(self.header, 4))
        if host and self.chance(0.15):
            scheme = self.one(["http", "https", "HTTP"])
            extra = (("host", "ignored.example"),) if self.chance(0.5) else ()
            return Request(method, f"{scheme}://{host.rstrip('/')}{self.path()}{self.query()}", (*extra, *headers))
        return Request(method, self.path() + self.query(), (("host", host), *headers))

    def snapshot(self, listeners: int) -> Snapshot:
        names = [f"listener-{number}" for number in range(listeners)]
        return Snapshot(
            "proxy",
            {
                "clusters": {name: self.cluster(name) for name in CLUSTERS},
                "listeners": {name: self.listener(name) for name in names},
                "routes": {name: self.routes(name) for name in names},
            },
        )
