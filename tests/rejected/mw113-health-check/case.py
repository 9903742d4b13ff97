from meshwright import Environment, HealthCheck, Mesh, NodeListener, Process, Service, VirtualNode

orders = Service("orders", Process(["orders"]), port=8080, protocol="grpc", health_check=HealthCheck("/health"))
web = Service("web", Process(["web"]), port=8080, health_check=HealthCheck(grpc=""), calls=[orders])
both = HealthCheck("/health", grpc="shop.Orders")
node = VirtualNode("node", Process(["node"]), listeners=[NodeListener(9090, "http2", health_check=both)])
environment = Environment("test", Mesh("shop", services=[orders, web], virtual_nodes=[node]))
