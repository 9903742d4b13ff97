from meshwright import Environment, Gateway, GatewayRoute, Mesh

public = Gateway("public", routes=[GatewayRoute("shop", hostname="shop.example", to="web")])
environment = Environment("prod", Mesh("shop", gateways=[public]))
