import pulumi

from meshwright import Container, Environment, Host, Mesh, Service

address = pulumi.Output.from_input("db.example")
db = Service("db", Host(address), port=5432, protocol="tcp")
web = Service("web", Container(f"shop/web:{address}"), port=8080, calls=[db])
environment = Environment("prod", Mesh("shop", services=[db, web]))
