"""The small decisions: images, sizes, tokens, addresses."""

from ipaddress import ip_address

import pytest

from meshwright import Container, Environment, Fargate, Given, Images, Mesh, Service, resolve
from meshwright.plan import Plan
from meshwright.plan.model import ContainerWorkload, TaskSize
from meshwright.targets import sidecars, tokens
from meshwright.targets.ecs import capture, iam, images, size

ECR = "111122223333.dkr.ecr.eu-west-1.amazonaws.com"


def plan(image: str | Given, given: Images | None = None) -> Plan:
    mesh = Mesh("shop", services=[Service("web", Container(image), port=8080)])
    return resolve(Environment("test", mesh, platform=Fargate("eu-west-1"), images=given))


@pytest.mark.parametrize(
    ("written", "complete"),
    [
        ("web", f"{ECR}/web:7f3a"),
        ("shop/web", f"{ECR}/shop/web:7f3a"),
        ("shop/web:1.4", f"{ECR}/shop/web:1.4"),
        ("shop/web@sha256:00", f"{ECR}/shop/web@sha256:00"),
        ("quay.io/shop/web", "quay.io/shop/web:7f3a"),
        ("localhost/web:1", "localhost/web:1"),
        ("registry:5000/web", "registry:5000/web:7f3a"),
        (Given("web_image"), "${given:web_image}"),
    ],
)
def test_images_are_completed(written: str | Given, complete: str) -> None:
    decided = plan(written, Images(ECR, tag="7f3a"))
    assert isinstance(decided.virtual_nodes[0].runs, ContainerWorkload)
    assert images.application(decided, decided.virtual_nodes[0].runs) == complete


def test_images_without_settings_stay_what_they_are() -> None:
    decided = plan("redis")
    assert isinstance(decided.virtual_nodes[0].runs, ContainerWorkload)
    assert images.application(decided, decided.virtual_nodes[0].runs) == "redis:latest"
    assert images.of_sidecars(decided)["envoy"] == sidecars.images.ENVOY.pinned
    assert images.of_sidecars(plan("redis", Images(envoy="own/envoy:1")))["envoy"] == "own/envoy:1"


def test_the_repository_of_an_image() -> None:
    arn = "arn:${partition}:ecr:eu-west-1:111122223333:repository/shop/web"
    assert images.ecr_repository(f"{ECR}/shop/web:1.4") == arn
    assert images.ecr_repository(f"{ECR}/shop/web@sha256:00") == arn
    assert images.ecr_repository("public.ecr.aws/docker/library/busybox:1") is None


def test_the_repository_that_is_only_known_in_the_cloud() -> None:
    here = {"partition": "aws", "region": "eu-west-1", "account": "444455556666"}
    assert images.repository(f"{ECR}/shop/web:1", **here) == "arn:aws:ecr:eu-west-1:111122223333:repository/shop/web"
    assert images.repository("shop/web:1", **here).endswith(":repository/-"), "nothing: it is not in ECR"


def test_sidecars_from_a_pull_through_cache_may_be_imported() -> None:
    found = iam.execution([], [f"{ECR}/shop/web:1"], [f"{ECR}/docker-hub/envoyproxy/envoy:1"], [])
    imported = {each.sid: each.resources for each in found}["ImportImages"]
    assert imported == ("arn:${partition}:ecr:eu-west-1:111122223333:repository/docker-hub/envoyproxy/envoy",)
    assert "ImportImages" not in {each.sid for each in iam.execution([], [f"{ECR}/shop/web:1"], ["envoy:1"], [])}


def test_two_volumes_of_one_file_system_have_statements_of_their_own() -> None:
    here = {"partition": "aws", "region": "eu-west-1", "account": "1", "file_system": "fs-1"}
    volumes = [("fsap-1", True), ("fsap-2", True), ("fsap-2", False), (None, True), (None, False)]
    sids = [iam.mount(**here, access_point=point, write=write)["Sid"] for point, write in volumes]
    assert len(set(sids)) == len(sids)
    assert all(each.isalnum() for each in sids)


@pytest.mark.parametrize(
    ("cpu", "memory", "expected"),
    [
        (None, None, size.Size(256, 512)),
        (1, None, size.Size(1024, 2048)),
        (None, "6GiB", size.Size(1024, 6144)),
        (0.5, "1.5GiB", size.Size(512, 1536)),
    ],
)
def test_what_is_left_open_of_a_size(cpu: float | None, memory: str | None, expected: size.Size) -> None:
    assert size.asked(TaskSize(cpu, memory, None, None)) == expected


def test_the_nearest_size_is_sold_and_enough() -> None:
    for cpu in (100, 256, 700, 5000, 16384):
        for memory in (100, 1500, 9000, 70000):
            found = size.nearest(size.Size(cpu, memory))
            assert size.is_sold(found)
            assert found.cpu >= cpu
            assert found.memory >= memory


def test_tokens_and_what_only_looks_like_one() -> None:
    text = tokens.literal("${account} costs $5 {x}") + "/${account}/${secret:shop/db}:key::"
    assert tokens.fill(text, {"account": "1", "secret:shop/db": "arn"}) == "${account} costs $5 {x}/1/arn:key::"
    assert list(tokens.names({"a": ["${account}", tokens.literal("${region}")]})) == ["account"]
    assert tokens.parts("") == ("",)


def test_addresses_stay_whoever_comes_or_goes() -> None:
    names = [f"service-{number}" for number in range(400)]
    everybody = capture.tcp_addresses(names)
    assert len(set(everybody.values())) == 400
    assert capture.HTTP_ADDRESS not in everybody.values()
    assert all(ip_address(each) in capture.NETWORK for each in everybody.values())
    alone = {name: capture.tcp_addresses([name])[name] for name in names}
    moved = [name for name in names if alone[name] != everybody[name]]
    assert len(moved) <= 2, "only who meets another's address moves"
