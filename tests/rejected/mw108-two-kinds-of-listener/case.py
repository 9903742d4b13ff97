from meshwright import Environment, Local, Mesh, RouterListener, VirtualRouter

orders = VirtualRouter("orders", listeners=[RouterListener(8080), RouterListener(5432, "tcp")])
environment = Environment("local", Mesh("shop", virtual_routers=[orders]), platform=Local())
