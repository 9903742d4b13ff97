"""Capture as the ECS agent's plugin does it (amazon-vpc-cni-plugins, aws-appmesh): iptables rules."""

import subprocess
from collections.abc import Mapping
from typing import Any


def capture(process_id: int, configuration: Mapping[str, Any] | None) -> None:
    """Adds the rules of a `proxyConfiguration` to the network namespace of a process."""
    if configuration is None:
        return
    settings = {each["name"]: each["value"] for each in configuration["properties"]}
    rules = [
        "-N APPMESH_INGRESS",
        "-A PREROUTING -m addrtype ! --src-type LOCAL -j APPMESH_INGRESS",
        f"-A APPMESH_INGRESS -p tcp -m multiport --dports {settings['AppPorts']}"
        f" -j REDIRECT --to-port {settings['ProxyIngressPort']}",
        "-N APPMESH_EGRESS",
        f"-A APPMESH_EGRESS -m owner --uid-owner {settings['IgnoredUID']} -j RETURN",
        f"-A APPMESH_EGRESS -p tcp -m multiport --dports 22,{settings['EgressIgnoredPorts']} -j RETURN",
        *(f"-A APPMESH_EGRESS -p tcp -d {each} -j RETURN" for each in settings["EgressIgnoredIPs"].split(",")),
        f"-A APPMESH_EGRESS -p tcp -j REDIRECT --to-port {settings['ProxyEgressPort']}",
        "-A OUTPUT -p tcp -m addrtype ! --dst-type LOCAL -j APPMESH_EGRESS",
    ]
    enter = ["nsenter", f"--target={process_id}", "--net", "--", "iptables", "--wait", "-t", "nat"]
    for each in rules:
        done = subprocess.run([*enter, *each.split()], capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{each}: {done.stderr}"
