from meshwright import Environment, Given, LambdaFunction, Local, Mesh, Service

thumbnails = Service("thumbnails", LambdaFunction(Given("thumbnails_arn")), port=8080)
environment = Environment("local", Mesh("shop", services=[thumbnails]), platform=Local())
