"""Mistakes in a description that a type checker finds."""

from meshwright import (
    Container,
    DirectResponse,
    Gateway,
    GatewayRoute,
    Host,
    Mesh,
    Retry,
    Route,
    Service,
    Target,
    Version,
    header,
    path,
    port,
)

web = Service("web", Container("shop/web"), port="8080")  # E: arg-type
Service("web", Container("shop/web"), 8080)  # E: call-arg
Service("web", "shop/web", port=8080)  # E: arg-type
Service("web", port=8080, colour="blue")  # E: call-arg
Service("web", port=8080, protocol="HTTP")  # E: arg-type
Service("web", port=8080, timeout=5)  # E: arg-type
Service("web", port=8080, retry=3)  # E: arg-type
Service("web", port=8080, retry="on")  # E: arg-type
Service("web", port=8080, calls=web)  # E: arg-type
Service("web", port=8080, calls=[Host("pay.example")])  # E: list-item
Service("web", port=8080, versions=["v1"])  # E: list-item
Service("web", port=8080, routes=Route("all", to="v1"))  # E: arg-type
Service("web", port=8080, outlier_detection="off")  # E: arg-type
Version("v1", image="shop/web")  # E: call-arg
Container("shop/web", command="serve")  # OK: a text is a sequence of texts; MW017 refuses it
Container("shop/web", environment={"A": 1})  # E: dict-item
Container("shop/web", secrets={"A": "shop/db"})  # E: dict-item

Route("main", redirect="/new")  # E: arg-type
Route("main", respond=DirectResponse("404"))  # E: arg-type
Route("main", "v1")  # E: call-arg
Route("main", to={"v1": "90"})  # E: dict-item
Route("main", to={"v1": 0.9})  # E: dict-item
Route("main", to=["v1", "v2"])  # E: list-item
Route("main", to=[Target("v1", "90")])  # E: arg-type
Route("main", to="v1", when="/api")  # E: arg-type
Route("main", to="v1", when=[path.starts_with("/api"), "GET"])  # E: list-item
Route("main", to="v1", when=path.equals(5))  # E: arg-type
Route("main", to="v1", when=path.ends_with("/"))  # E: attr-defined
Route("main", to="v1", when=port.equals("8080"))  # E: arg-type
Route("main", to="v1", when=header("x-a").between("1", 2))  # E: arg-type
Route("main", to="v1", when=header("x-a"))  # E: arg-type
Retry("2")  # E: arg-type
Retry(2, on=["gateway-eror"])  # E: list-item
Retry(2, on="gateway-error")  # E: arg-type
Retry(2, per_try=0.25)  # E: arg-type

GatewayRoute("all", to=Version("v1"))  # E: arg-type
GatewayRoute("all", to=web, rewrite="on")  # E: arg-type
Gateway("public", routes=[Route("all", to="v1")])  # E: list-item
Gateway("public", protocol="tcp")  # E: arg-type
Mesh("shop", services=web)  # E: arg-type
Mesh("shop", services=[web], egress="alow")  # E: arg-type
web.port = 9090  # E: misc
