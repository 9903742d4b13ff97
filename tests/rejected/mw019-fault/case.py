from meshwright import Abort, Container, Environment, Fargate, Fault, Mesh, Route, Service, header, path

tried = [header("x-chaos").exists(), path.starts_with("/cart")]
web = Service(
    "web", Container("shop/web"), port=8080, routes=[Route("main", to="v1", fault=Fault(abort=Abort(503), when=tried))]
)
environment = Environment("prod", Mesh("shop", services=[web]), platform=Fargate("eu-west-1"))
