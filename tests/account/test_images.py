"""Images in ECR, and those that are not asked for."""

import base64
import json

import boto3
from tests.account.doubles import ACCOUNT, Doubles
from tests.account.shop import REGION, asked, plan

from meshwright import Images
from meshwright.account import Report

HERE = Images(f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com")


def missing(report: Report) -> list[str]:
    return [each.found for each in report.problems if each.code == "MW506"]


def push(repository: str, tag: str) -> None:
    ecr = boto3.client("ecr", region_name=REGION)
    ecr.create_repository(repositoryName=repository)
    manifest = {"schemaVersion": 2, "config": {"digest": f"sha256:{base64.b16encode(tag.encode()).decode():0>64}"}}
    ecr.put_image(
        repositoryName=repository,
        imageTag=tag,
        imageManifest=json.dumps(manifest),
        imageManifestMediaType="application/vnd.oci.image.manifest.v1+json",
    )


def test_an_image_that_is_there(doubles: Doubles) -> None:
    push("shop/web", "1")
    assert missing(asked(plan(images=HERE))) == []


def test_no_repository(doubles: Doubles) -> None:
    report = asked(plan(images=HERE))
    assert missing(report) == [f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/shop/web:1: there is no such repository"]
    [problem] = [each for each in report.problems if each.code == "MW506"]
    assert problem.place is not None
    assert problem.path[:2] == ("mesh", "services") or problem.path[0] == "services"


def test_no_such_tag(doubles: Doubles) -> None:
    push("shop/web", "2")
    [found] = missing(asked(plan(images=HERE)))
    assert found.endswith("the repository has no image 1")


def test_a_cache_fetches_what_is_not_there_yet(doubles: Doubles) -> None:
    doubles.cache = ("other",)
    assert len(missing(asked(plan(images=HERE)))) == 1
    doubles.cache = ("other", "shop")
    assert missing(asked(plan(images=HERE))) == []


def test_other_registries_are_named_and_not_asked(doubles: Doubles) -> None:
    report = asked(plan())
    assert ("image shop/web:1", "only ECR is asked, not docker.io") in report.not_asked
    assert not [operation for _, operation in doubles.called if operation == "DescribeImages"]


def test_several_versions_of_an_image_are_asked_once_each(doubles: Doubles) -> None:
    push("shop/web", "1")
    asked(plan(images=HERE, services=5))
    assert doubles.called.count(("ecr", "DescribeImages")) == 1
