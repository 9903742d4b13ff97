"""The sample shop, which all environments share. Each environment has its own file; differences are arguments."""

from meshwright import Container, Gateway, GatewayRoute, Mesh, Retry, Route, Service, Version, cookie


def shop(*, canary: int = 0, port: int = 8080) -> Mesh:
    """web → checkout → inventory, behind the gateway "public" on `port`; `canary` percent of checkout is v2."""
    inventory = Service("inventory", Container("shop/inventory"), port=8080)
    checkout = Service(
        "checkout",
        port=8080,
        versions=[
            Version("v1", Container("shop/checkout:1.4")),
            Version("v2", Container("shop/checkout")),
        ],
        routes=[
            Route("beta", when=cookie("beta").equals("yes"), to="v2"),
            Route("main", to={"v1": 100 - canary, "v2": canary}),
        ],
        retry=Retry(2, on=["gateway-error"]),
        timeout="5s",
        calls=[inventory],
    )
    web = Service("web", Container("shop/web"), port=8080, calls=[checkout])
    public = Gateway("public", port=port, routes=[GatewayRoute("shop", to=web)])
    return Mesh("shop", services=[web, checkout, inventory], gateways=[public])
