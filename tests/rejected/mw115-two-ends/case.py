from meshwright import (
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Mesh,
    Redirect,
    Route,
    Service,
    host,
)

web = Service("web", Container("shop/web"), port=8080, routes=[Route("main")])
both = GatewayRoute("www", when=host.equals("www.shop.example"), to=web, redirect=Redirect(host="shop.example"))
public = Gateway("public", routes=[both, GatewayRoute("shop", to=web)])
environment = Environment("prod", Mesh("shop", services=[web], gateways=[public]), platform=Fargate("eu-west-1"))
