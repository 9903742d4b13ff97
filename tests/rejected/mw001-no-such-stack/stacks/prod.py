from meshwright import Environment, Mesh

environment = Environment("prod", Mesh("shop"))
