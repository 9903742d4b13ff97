"""The gateway redirects for a while."""

from tests.diff.described import checkout, prod

from meshwright import Gateway, GatewayRoute, Redirect, Route, host

www = GatewayRoute("www", when=host.equals("www.example"), redirect=Redirect(host="shop.example"))
public = Gateway("public", routes=[www, GatewayRoute("shop", to="checkout")])
environment = prod(checkout([Route("main", to="v1")], versions=["v1"]), gateways=[public])
