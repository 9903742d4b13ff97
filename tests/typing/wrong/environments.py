"""Mistakes in an environment that a type checker finds."""

from meshwright import AppConfig, Environment, Fargate, Local, Logs, Mesh, Process, Scale, Task, resolve, try_resolve

mesh = Mesh("shop")
Environment("prod")  # E: call-arg
Environment("prod", mesh, platform="fargate")  # E: arg-type
Environment("prod", mesh, platform=Fargate)  # E: arg-type
Environment("prod", mesh, Fargate("eu-west-1"))  # E: call-arg
Environment("prod", mesh, logs="90d")  # E: arg-type
Environment("prod", mesh, delivery="inline")  # E: arg-type
Fargate()  # E: call-arg
Fargate("eu-west-1", tasks={"web": Scale(2)})  # E: dict-item
Fargate("eu-west-1", capture="iptables")  # E: arg-type
Fargate("eu-west-1", architecture="amd64")  # E: arg-type
Fargate("eu-west-1", load_balancers={"public": "classic"})  # E: dict-item
Local({"web": "python web.py"})  # E: dict-item
Local(first_port="21000")  # E: arg-type
Process(["python"], instances="2")  # E: arg-type
Task(cpu="0.5")  # E: arg-type
Task(scale=2)  # E: arg-type
Logs(keep=90)  # E: arg-type
AppConfig(over=10)  # E: arg-type
resolve(mesh)  # E: arg-type
try_resolve(Environment("prod", mesh)).platform  # E: attr-defined
