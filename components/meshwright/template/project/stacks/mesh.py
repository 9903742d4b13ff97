"""The mesh, which all environments share. What differs in traffic is an argument."""

from meshwright import Container, Gateway, GatewayRoute, Mesh, Route, Service, Version, header


def mesh(*, canary: int = 0, port: int = 8080) -> Mesh:
    """web → checkout → inventory, behind the gateway "public" on `port`; `canary` percent of checkout is v2."""
    inventory = Service("inventory", Container("${PROJECT}/inventory"), port=8080)
    checkout = Service(
        "checkout",
        port=8080,
        versions=[
            Version("v1", Container("${PROJECT}/checkout:1")),
            Version("v2", Container("${PROJECT}/checkout:2")),
        ],
        routes=[
            Route("testers", when=header("x-tester").equals("yes"), to="v2"),
            Route("main", to={"v1": 100 - canary, "v2": canary}),
        ],
        calls=[inventory],
    )
    web = Service("web", Container("${PROJECT}/web"), port=8080, calls=[checkout])
    public = Gateway("public", port=port, routes=[GatewayRoute("all", to=web)])
    return Mesh("${PROJECT}", services=[web, checkout, inventory], gateways=[public])
