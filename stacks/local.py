"""The shop on one machine: every version is the sample service, beside an Envoy of its own."""

from meshwright import Environment, Local, Process
from shop import shop


def environment(canary: int = 10, port: int = 18080) -> Environment:
    sample = Process(["python", "-m", "meshwright.samples.echo"])
    return Environment("local", shop(canary=canary, port=port), platform=Local({"*": sample}))
