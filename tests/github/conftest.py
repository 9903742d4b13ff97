"""A double of GitHub's REST API, and a repository with two commits of stacks to preview."""

import json
import re
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

NAME = "acme/shop"
TOKEN = "the job's token"
NUMBER = 7


@dataclass
class GitHub:
    """The state of the double. `writes`: whether the token may write, which a fork's may not. `asked`: every call."""

    url: str = ""
    labels: list[str] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)
    pulls: list[dict[str, Any]] = field(default_factory=list)
    writes: bool = True
    broken: bool = False
    asked: list[str] = field(default_factory=list)

    def say(self, body: str, kind: str = "Bot") -> None:
        """Adds a comment."""
        self.comments.append({"id": len(self.comments) + 1, "body": body, "user": {"type": kind}})

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> tuple[int, Any]:
        """One call, as GitHub's documentation of the API describes it."""
        self.asked.append(f"{method} {path}")
        if self.broken:
            return 502, {"message": "Bad Gateway"}
        if method != "GET" and not self.writes:
            return 403, {"message": "Resource not accessible by integration"}
        first = (int(query.get("page", ["1"])[0]) - 1) * (size := int(query.get("per_page", ["30"])[0]))
        listed = {
            f"issues/{NUMBER}/comments": self.comments,
            f"issues/{NUMBER}/labels": [{"name": each} for each in self.labels],
            "commits/abc/pulls": self.pulls,
        }
        if method == "GET" and path in listed:
            return 200, listed[path][first : first + size]
        if method == "POST" and path == f"issues/{NUMBER}/comments":
            assert len(body["body"]) <= 65536, "GitHub answers 422"
            self.say(body["body"])
            return 201, self.comments[-1]
        if method == "PATCH" and (found := re.fullmatch(r"issues/comments/(\d+)", path)):
            (comment,) = (each for each in self.comments if each["id"] == int(found[1]))
            comment["body"] = body["body"]
            return 200, comment
        return 404, {"message": "Not Found"}


@pytest.fixture
def github() -> Iterator[GitHub]:
    double = GitHub()

    class Handler(BaseHTTPRequestHandler):
        def _handle(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            url = urlsplit(self.path)
            status, answer = 401, {"message": "Bad credentials"}
            if self.headers["Authorization"] == f"Bearer {TOKEN}":
                status, answer = double.answer(
                    self.command, url.path.removeprefix(f"/repos/{NAME}/"), parse_qs(url.query), body
                )
            text = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PATCH = _handle

        def log_message(self, *_: object) -> None:
            """Logs nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    double.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield double
    server.shutdown()
    server.server_close()


SHOP = """\
from meshwright import *

def environment(canary: int = {canary}):
    checkout = Service(
        "checkout", port=8080, versions=[Version("v1", Container("a")), Version("v2", Container("b"))],
        routes=[Route("main", to={{"v1": 100 - canary, "v2": canary}})]{timeout},
    )
    web = Service("web", Container("web"), port=8080, calls=[checkout])
    public = Gateway("public", routes=[GatewayRoute("shop", to=web)])
    return Environment("prod", Mesh("shop", services=[web, checkout], gateways=[public]), platform=Fargate("eu-west-1"))
"""
UNSAFE = """\
from meshwright import *

def environment():
    return Environment("prod", Mesh("shop", services=[Service("web", Container("web"), port=8080)],
        gateways=[Gateway("public", routes=[GatewayRoute("shop", when=path.starts_with("/shop/"), to="web")])]),
        platform=Fargate("eu-west-1"))
"""
"""From the shop: checkout is gone, and so is every path but one."""


@dataclass(frozen=True)
class Checkout:
    """A clone of a repository with stacks, as a job has it. `base`: what the pull request is merged into."""

    folder: Path
    base: str

    def write(self, text: str, stack: str = "prod") -> None:
        """The stack's file, as the pull request has it."""
        (self.folder / "stacks" / f"{stack}.py").write_text(text)
        self.git("add", "-A")
        self.git("commit", "-qm", "change", "--allow-empty")

    def git(self, *arguments: str) -> str:
        person = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
        done = subprocess.run(["git", *person, *arguments], cwd=self.folder, check=True, capture_output=True, text=True)
        return done.stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    folder = tmp_path / "clone"
    (folder / "stacks").mkdir(parents=True)
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\nstackConfigDir: stacks\n")
    (folder / "stacks" / "prod.py").write_text(SHOP.format(canary=10, timeout=""))
    made = Checkout(folder, "")
    made.git("init", "-q", "-b", "main")
    made.git("add", "-A")
    made.git("commit", "-qm", "first")
    return Checkout(folder, made.git("rev-parse", "HEAD"))
