from meshwright import (
    Environment,
    Gateway,
    Local,
    Mesh,
    NodeListener,
    Process,
    VirtualNode,
)

node = VirtualNode("orders", Process(["orders"]), listeners=[NodeListener(8080), NodeListener(8080, "http2")])
mesh = Mesh("shop", gateways=[Gateway("public"), Gateway("inner")], virtual_nodes=[node])
environment = Environment("local", mesh, platform=Local())
