"""`pulumi refresh` sees changes from outside of Pulumi, and the next `up` reverts them."""

from tests.standin.conftest import Project

from .conftest import cloud, program


def test_what_is_changed_by_hand_is_seen_and_mended(project: Project) -> None:
    standin = project.standin
    project.up(program())
    assert set(refreshed(project)) == {"same"}, "nobody has changed anything"

    standin.edit("vpc.SecurityGroupIngressRule", "dev-checkout-tasks-in-8080-mesh", {"fromPort": 0, "toPort": 65535})
    standin.edit("ecs.Service", "dev-web-v1-service", {"desiredCount": 0})
    standin.edit("s3.BucketPublicAccessBlock", "dev-mesh-bundles", {"blockPublicAcls": False})
    standin.edit("iam.RolePolicy", "dev-web-execution", {"policy": '{"Version": "2012-10-17", "Statement": []}'})
    standin.remove("servicediscovery.Service", "dev-inventory-v1-discovery")
    assert cloud(project.preview(program())) == {}, "Pulumi does not look unless it is told to"
    seen = refreshed(project)
    assert (seen["update"], seen["delete"]) == (4, 1)
    wanted = cloud(project.preview(program()))
    assert wanted.pop("Service dev-inventory-v1-discovery") == "create"
    assert {name for name, op in wanted.items() if op == "update"} >= {
        "BucketPublicAccessBlock dev-mesh-bundles",
        "RolePolicy dev-web-execution",
        "SecurityGroupIngressRule dev-checkout-tasks-in-8080-mesh",
        "Service dev-web-v1-service",
    }
    project.up(program())
    rule = standin.resource("vpc.SecurityGroupIngressRule", "dev-checkout-tasks-in-8080-mesh").inputs
    assert (rule["fromPort"], rule["toPort"]) == (8080, 8080)
    assert "WriteLogs" in standin.resource("iam.RolePolicy", "dev-web-execution").inputs["policy"]
    assert standin.resource("ecs.Service", "dev-web-v1-service").inputs["desiredCount"] == 1
    assert project.preview(program()) == {}
    assert set(refreshed(project)) == {"same"}


def refreshed(project: Project) -> dict[str, int]:
    """The changes that a refresh found, by kind."""
    result = project.stack(program()).refresh(on_output=lambda _: None)
    return {str(getattr(op, "value", op)): number for op, number in (result.summary.resource_changes or {}).items()}
