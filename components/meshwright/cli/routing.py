"""The traffic of a plan: its proxies, and what each does with a request."""

from collections.abc import Sequence
from functools import cache

import click

from meshwright import names
from meshwright.cli.stack import one_of
from meshwright.envoy.compiler import Compiler
from meshwright.envoy.snapshot import Snapshot
from meshwright.plan import Index, Plan
from meshwright.problems import did_you_mean
from meshwright.targets import network
from meshwright.traffic import Copies, Destination, Explanation, Request, explain, explain_own_tls, explain_tcp


class Routing:
    """What the proxies of a plan do with requests. Their configuration is compiled on first use."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.index = Index(plan)
        self._network = network(plan)
        self._compiler = Compiler(plan, self._network.endpoints)
        self.snapshot = cache(self._snapshot)

    def _snapshot(self, proxy: str) -> Snapshot:
        return self._compiler.snapshot(proxy, self._network.sites[proxy])

    def gateway(self, name: str | None) -> str:
        """The gateway of this name; without a name the only one. Raises a usage error."""
        known = list(self.index.gateways)
        if name is None and len(known) != 1:
            there = f"has the gateways {', '.join(known)}" if known else "has no gateway"
            raise click.UsageError(f"use --from: the mesh {there}")
        return known[0] if name is None else one_of(name, known, "gateway")

    def proxy(self, name: str | None) -> str:
        """The proxy of a virtual node or gateway, or that of a service's first version; without a name: the gateway's.

        All versions of a service have the same routes to the same backends, so the first is enough.
        """
        if name is None or name in self.index.gateways:
            return self.gateway(name)
        proxies = self.index.proxies()
        if name in proxies:
            return name
        one_of(name, [*self.index.services, *proxies], "virtual node, service or gateway")
        targets = [target.node for route in self.index.routes(name) for target in route.targets]
        versions = [node.name for node in self.plan.virtual_nodes if node.service == name]
        for node in (*versions, *targets):
            if node in proxies:
                return node
        raise click.BadParameter(f'"{name}" is outside of the mesh: it has no proxy')

    def request(self, proxy: str, method: str, url: str, headers: Sequence[str], port: int | None = None) -> Request:
        """The request that a client sends to a gateway, or an application to its own proxy.

        A path is enough as `url` at a gateway: the host is then the gateway on this machine. Raises a usage error if they
        do not form a request.
        """
        if proxy in self.index.gateways and url.startswith("/") and not names_host(headers):
            headers = [*headers, f"host: 127.0.0.1:{self._listener(proxy, port)}"]
        try:
            return Request.parse(method, url, headers)
        except ValueError as error:
            raise click.BadParameter(str(error)) from error

    def arrive(self, proxy: str, request: Request, port: int | None = None) -> Explanation:
        """What a proxy does with a request. `port`: the gateway's listener (absent: its first)."""
        inbound = proxy in self.index.gateways
        name = names.inbound(self._listener(proxy, port)) if inbound else names.OUTBOUND
        return explain(self.snapshot(proxy), request, name)

    def connect(self, proxy: str, host: str) -> Explanation:
        """What a proxy does with its application's connection to a TCP backend."""
        service = next((each.name for each in self.plan.virtual_services if host in each.domains), host)
        return explain_tcp(self.snapshot(proxy), names.outbound_tcp(service))

    def own_tls(self, proxy: str, host: str) -> Explanation:
        """What a proxy does when its application speaks TLS to a host itself."""
        outside = {each.lower() for each in self.index.hosts.values()}
        domains = {domain.lower() for each in self.plan.virtual_services for domain in each.domains}
        return explain_own_tls(self.snapshot(proxy), host, service=host.lower() in domains - outside)

    def _listener(self, gateway: str, port: int | None) -> int:
        return self.index.gateways[gateway].listeners[0].port if port is None else port

    def node(self, destination: Destination | Copies) -> tuple[str, int] | None:
        """The virtual node and port of a destination; None outside of the mesh (egress)."""
        found = self.index.clusters.get(destination.cluster)
        return (found[0].name, found[1].port) if found else None

    def inbound(self, explanation: Explanation, destination: Destination, request: Request) -> Explanation | None:
        """What the destination's own proxy does with the request; None if it has none."""
        found = self.node(destination)
        if found is None or not self.index.nodes[found[0]].has_proxy or explanation.path is None:
            return None
        node, port = found
        headers = [(name, value) for name, value in request.headers if name.lower() != "host"]
        host = ("host", destination.host or request.authority)
        return explain(
            self.snapshot(node), Request(request.method, explanation.path, (host, *headers)), names.inbound(port)
        )

    def hint(self, explanation: Explanation, request: Request | None) -> str:
        """How to permit a request that the mesh's egress rule refuses; empty for any other request."""
        if request is None or explanation.route != "egress-denied":
            return ""
        return self._declared(explanation, request.authority.rpartition(":")[0] or request.authority)

    def hint_of_tls(self, explanation: Explanation, host: str) -> str:
        """How to permit TLS of the application's own that its proxy refuses; empty for any other."""
        if explanation.outcome not in ("refused", "direct_response"):
            return ""
        if any(host.lower() in map(str.lower, each.domains) for each in self.plan.virtual_services):
            return f"call http://{host}/: proxies of the mesh speak HTTP to their applications"
        return self._declared(explanation, host)

    def _declared(self, explanation: Explanation, host: str) -> str:
        domains = {domain: each.name for each in self.plan.virtual_services for domain in each.domains}
        if host in domains:
            return f"{domains[host]} is a service of this mesh, but {explanation.proxy} does not name it in its `calls`"
        return did_you_mean(host, domains, 'declare it as a service with a Host, or write egress="allow"')

    def origin(self, explanation: Explanation) -> str:
        """Where the route was written; empty if it is not in the description."""
        said = explanation.metadata
        service = said.get("virtual_service", "")
        routes = self.index.routes(service) if service in self.index.services else ()
        return next((route.origin for route in routes if route.name == said.get("route")), "")


def names_host(headers: Sequence[str]) -> bool:
    """Whether one of the headers, written `name: value`, is the host."""
    return any(each.lower().startswith("host:") for each in headers)
