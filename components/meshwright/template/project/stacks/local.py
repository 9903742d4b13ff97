"""The mesh on this machine. Each version is the sample service, until you write yours: `"web-v1": Process([...])`."""

from mesh import mesh

from meshwright import Environment, Local, Process


def environment(canary: int = 10, port: int = 18080) -> Environment:
    sample = Process(["python", "-m", "meshwright.samples.echo"])
    return Environment("local", mesh(canary=canary, port=port), platform=Local({"*": sample}))
