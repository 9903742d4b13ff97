from meshwright import Environment, Gateway, GatewayRoute, Given, LambdaFunction, Local, Mesh, Service

thumbnails = Service("thumbnails", LambdaFunction(Given("thumbnails_arn")), port=8080)
public = Gateway("public", routes=[GatewayRoute("all", to=thumbnails)])
environment = Environment("local", Mesh("shop", services=[thumbnails], gateways=[public]), platform=Local())
