"""The shop on one machine: every version is the sample service with its own Envoy."""

from meshwright import Environment, Local, Process
from shop import shop


def environment(canary: int = 10, port: int = 18080) -> Environment:
    sample = Process(["python", "-m", "meshwright.samples.echo"])
    return Environment("local", shop(canary=canary, port=port), platform=Local({"*": sample}))
