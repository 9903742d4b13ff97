"""Network namespaces: a VPC with a subnet and a resolver, and tasks with the ECS agent's rules for capture."""

import secrets
import socket
import struct
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

RESOLVER = 1


def run(*command: str) -> str:
    """The output of a command. Raises with its error output."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
    return done.stdout


class Vpc:
    """A namespace with a bridge and a resolver. `records`: the address of each name, "*." for every name below."""

    def __init__(self) -> None:
        self.id = secrets.token_hex(3)
        self.name = f"mw-{self.id}"
        self.network = "10.71.0"
        self.address = f"{self.network}.{RESOLVER}"
        self.records: dict[str, list[str]] = {}
        self.spaces: list[str] = []
        self._hosts = 10
        self._add_space(self.name)
        self.run("ip", "link", "add", "vpc", "type", "bridge")
        self.run("ip", "address", "add", f"{self.address}/24", "dev", "vpc")
        self.run("ip", "link", "set", "vpc", "up")
        self.within(self._resolve)

    def run(self, *command: str) -> str:
        """Runs a command in the VPC itself."""
        return run("ip", "netns", "exec", self.name, *command)

    def within(self, listen: Callable[[], socket.socket]) -> None:
        """Creates a socket in the VPC's namespace. Only the thread that creates it enters the namespace."""
        failed: list[BaseException] = []

        def enter() -> None:
            try:
                import ctypes

                with open(f"/run/netns/{self.name}") as space:
                    if ctypes.CDLL(None, use_errno=True).setns(space.fileno(), 0):
                        raise OSError(ctypes.get_errno(), "setns")
                listen()
            except BaseException as error:
                failed.append(error)

        thread = threading.Thread(target=enter)
        thread.start()
        thread.join()
        if failed:
            raise failed[0]

    def task(
        self, proxy_configuration: Mapping[str, Any] | None, controls: Sequence[Mapping[str, str]]
    ) -> "TaskNetwork":
        """The namespace of a task, with an address of its own."""
        self._hosts += 1
        return TaskNetwork(self, self._hosts, proxy_configuration, controls)

    def close(self) -> None:
        """Deletes everything, the namespaces of the tasks too."""
        self._socket.close()
        for name in reversed(self.spaces):
            subprocess.run(["ip", "netns", "delete", name], check=False, capture_output=True)
            folder = Path("/etc/netns") / name
            for file in folder.glob("*"):
                file.unlink()
            folder.rmdir()

    def _add_space(self, name: str) -> None:
        folder = Path("/etc/netns") / name
        folder.mkdir(parents=True)
        (folder / "resolv.conf").write_text(f"nameserver {self.address}\noptions timeout:1\n")
        self.spaces.append(name)
        run("ip", "netns", "add", name)
        run("ip", "-n", name, "link", "set", "lo", "up")

    def _resolve(self) -> socket.socket:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((self.address, 53))
        threading.Thread(target=self._answer, daemon=True).start()
        return self._socket

    def _answer(self) -> None:
        while True:
            try:
                query, client = self._socket.recvfrom(4096)
                self._socket.sendto(self._reply(query), client)
            except OSError:
                return

    def _reply(self, query: bytes) -> bytes:
        labels, at = [], 12
        while length := query[at]:
            labels.append(query[at + 1 : at + 1 + length].decode().lower())
            at += 1 + length
        question, kind = query[12 : at + 5], struct.unpack(">H", query[at + 1 : at + 3])[0]
        found = self.records.get(".".join(labels)) or self.records.get("*." + ".".join(labels[1:]))
        answers = [socket.inet_aton(each) for each in found or []] if kind == 1 else []
        head = query[:2] + struct.pack(">HHHHH", 0x8180 if found else 0x8183, 1, len(answers), 0, 0)
        return head + question + b"".join(struct.pack(">HHHIH", 0xC00C, 1, 1, 1, 4) + each for each in answers)


class TaskNetwork:
    """The namespace of one task."""

    def __init__(
        self,
        vpc: Vpc,
        host: int,
        proxy_configuration: Mapping[str, Any] | None,
        controls: Sequence[Mapping[str, str]],
    ) -> None:
        self.vpc = vpc
        self.name = f"{vpc.name}-{host}"
        self.address = f"{vpc.network}.{host}"
        vpc._add_space(self.name)
        link = f"t{host}"
        run("ip", "-n", vpc.name, "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", self.name)
        run("ip", "-n", vpc.name, "link", "set", link, "master", "vpc", "up")
        run("ip", "-n", self.name, "address", "add", f"{self.address}/24", "dev", "eth0")
        run("ip", "-n", self.name, "link", "set", "eth0", "up")
        run("ip", "-n", self.name, "route", "add", "default", "via", vpc.address)
        for control in controls:
            run("ip", "netns", "exec", self.name, "sysctl", "-qw", f"{control['namespace']}={control['value']}")
        if proxy_configuration:
            self._capture({each["name"]: each["value"] for each in proxy_configuration["properties"]})

    def _capture(self, settings: Mapping[str, str]) -> None:
        """The rules of the ECS agent's plugin (amazon-vpc-cni-plugins, aws-appmesh)."""
        ports, addresses = f"22,{settings['EgressIgnoredPorts']}", settings["EgressIgnoredIPs"].split(",")
        if "AppPorts" in settings:
            self._rule("-N APPMESH_INGRESS")
            self._rule("-A PREROUTING -m addrtype ! --src-type LOCAL -j APPMESH_INGRESS")
            self._rule(
                f"-A APPMESH_INGRESS -p tcp -m multiport --dports {settings['AppPorts']}"
                f" -j REDIRECT --to-port {settings['ProxyIngressPort']}"
            )
        self._rule("-N APPMESH_EGRESS")
        self._rule(f"-A APPMESH_EGRESS -m owner --uid-owner {settings['IgnoredUID']} -j RETURN")
        self._rule(f"-A APPMESH_EGRESS -p tcp -m multiport --dports {ports} -j RETURN")
        for address in addresses:
            self._rule(f"-A APPMESH_EGRESS -p tcp -d {address} -j RETURN")
        self._rule(f"-A APPMESH_EGRESS -p tcp -j REDIRECT --to-port {settings['ProxyEgressPort']}")
        self._rule("-A OUTPUT -p tcp -m addrtype ! --dst-type LOCAL -j APPMESH_EGRESS")

    def _rule(self, rule: str) -> None:
        run("ip", "netns", "exec", self.name, "iptables", "-t", "nat", *rule.split())
