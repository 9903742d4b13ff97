"""Every example of docs/components and examples/ runs, in a project of its own, and a second `up` changes nothing."""

import re
import runpy
import sys
from collections.abc import Callable
from pathlib import Path

import pulumi
import pulumi_aws as aws
import pytest
from tests.standin.conftest import Project

from meshwright import provision
from meshwright.description import stack

ROOT = Path(__file__).parents[3]
PAGES = ROOT / "docs" / "components"
EXAMPLE = re.compile(r"```python\n(.*?)```", re.DOTALL)
EXAMPLES = sorted({page.stem for page in PAGES.glob("*.md")} - {"README"})


def test_every_component_has_a_page() -> None:
    components = {name for name in provision.__all__ if is_component(getattr(provision, name))}
    assert set(EXAMPLES) == components - {"SharedResources", "Ec2Capacity"}
    text = "".join(page.read_text() for page in PAGES.glob("*.md"))
    assert not [name for name in set(provision.__all__) - {"load"} if name not in text]


def is_component(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, pulumi.ComponentResource)


@pytest.mark.parametrize("page", EXAMPLES)
def test_the_example_of_a_page_runs(page: str, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = EXAMPLE.findall((PAGES / f"{page}.md").read_text())
    monkeypatch.syspath_prepend(str(PAGES))
    file = project.folder / "__main__.py"
    file.write_text(code)

    def given() -> None:
        aws.ecs.Cluster("given", name="shop", region="eu-west-1")

    def run() -> None:
        given()
        sys.modules.pop("description", None)
        runpy.run_path(str(file))

    project.up(given)
    assert set(changes(project, run)) == {"create", "same"}
    assert set(changes(project, run)) == {"same"}


def changes(project: Project, run: Callable[[], None]) -> dict[str, int]:
    """The changes of an `up`, by kind."""
    found = project.stack(run).up(on_output=lambda _: None).summary.resource_changes or {}
    project.standin.finish_all()
    return {str(getattr(kind, "value", kind)): number for kind, number in found.items()}


def test_the_example_of_a_whole_environment_runs(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "examples" / "ecs"))
    project.config |= {
        "vpc": "vpc-0a1b2c3d",
        "subnets": '["subnet-0a1b2c3d", "subnet-1a1b2c3d"]',
        "public-subnets": '["subnet-2a1b2c3d", "subnet-3a1b2c3d"]',
        "cluster": "arn:aws:ecs:eu-west-1:111122223333:cluster/shop",
        "certificate": "arn:aws:acm:eu-west-1:111122223333:certificate/0a1b2c3d",
        "database": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/db-AbCdEf",
        "canary": "10",
    }

    def run() -> None:
        sys.modules.pop("description", None)
        runpy.run_path(str(ROOT / "examples" / "ecs" / "__main__.py"))

    assert set(changes(project, run)) == {"create"}
    assert project.standin.resource("ecs.Service", "prod-checkout-v2-service")
    assert set(changes(project, run)) == {"same"}


def test_the_changes_of_the_live_trial_run(project: Project) -> None:
    """Each `up` that its steps expect to succeed succeeds, in their order."""
    settings: dict[str, str] = {}

    def run() -> None:
        described = stack.load("trial", settings, ROOT / "examples" / "live" / "stacks")
        access = {"public": provision.Access(public=True)}
        provision.MeshEnvironment("trial", described, platform=provision.Ecs(gateways=access)).export()

    assert set(changes(project, run)) == {"create"}
    assert set(changes(project, run)) == {"same"}
    for change in (
        {"release": "2", "balancer": "application"},
        {"platform": "ec2", "balancer": "network"},
        {"platform": "fargate", "capture": "loopback"},
        {"capture": "transparent", "delivery": "inline"},
    ):
        settings |= change
        assert "same" in changes(project, run), change
