"""A repository with a stack, and changes of it."""

import subprocess
from pathlib import Path

SHOP = """\
from meshwright import Container, Environment, Fargate, Mesh, Route, Service, Version


def environment(canary: int = 10) -> Environment:
    checkout = Service(
        "checkout", port=8080, versions=[Version("v1", Container("a")), Version("v2", Container("b"))],
        routes=[Route("main", to={"v1": 100 - canary, "v2": canary})],
    )
    web = Service("web", Container("w"), port=8080, calls=[checkout])
    return Environment("prod", Mesh("shop", services=[web, checkout]), platform=Fargate("eu-west-1"))
"""


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=test", "-c", "user.email=test@test.invalid"]
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)


def edit(repository: Path, old: str, new: str) -> None:
    file = repository / "stacks" / "prod.py"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
