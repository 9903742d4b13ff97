"""MW506: images that are not in ECR. Other registries are not asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from botocore.exceptions import ClientError

from meshwright.account.account import Account, is_error
from meshwright.account.situation import Situation
from meshwright.checks.finding import finding
from meshwright.plan import Index
from meshwright.problems import Problem
from meshwright.targets import tokens
from meshwright.targets.ecs import application, images
from meshwright.targets.ecs.platform import platform


@dataclass(frozen=True)
class Used:
    """An image, and the virtual nodes and gateways that run it. `sidecar`: it is Meshwright's, not an application."""

    image: str
    proxies: tuple[str, ...]
    sidecar: bool


def used(situation: Situation) -> list[Used]:
    """Each image once, in the order of the plan."""
    found: dict[tuple[str, bool], list[str]] = {}
    for proxy in situation.layout.proxies.values():
        for each in proxy.task.containers:
            key = (str(each["image"]), each["name"] != application.NAME)
            if proxy.name not in found.setdefault(key, []):
                found[key].append(proxy.name)
    return [Used(image, tuple(proxies), sidecar) for (image, sidecar), proxies in found.items()]


def not_asked(situation: Situation) -> Iterator[tuple[str, str]]:
    """Each image that this module does not look for, and why."""
    for each in used(situation):
        if list(tokens.names(each.image)):
            yield f"the image of {', '.join(each.proxies)}", "the program gives it"
        elif images.private(each.image) is None:
            yield f"image {each.image}", f"only ECR is asked, not {images.registry(each.image)}"


def problems(account: Account, situation: Situation) -> Iterator[Problem]:
    """Each image that should be in ECR and is not."""
    index = Index(situation.plan)
    for each in used(situation):
        stored = None if list(tokens.names(each.image)) else images.private(each.image)
        if stored is None:
            continue
        missing = account.ask(f"whether there is {each.image}", partial(_missing, account, stored))
        if missing:
            yield finding(
                "MW506",
                platform(situation.plan).origin if each.sidecar else index.origin(each.proxies[0]),
                found=f"{each.image}: {missing}",
                expected="an image that ECS can pull",
                fix="push it, or correct the name, the tag or the registry",
            )


def _missing(account: Account, stored: images.Stored) -> str:
    """What is not there; empty if the image is there, or ECR would fetch it."""
    where = {"region": stored.region, "registryId": stored.account, "repositoryName": stored.repository}
    tag = {"imageDigest": stored.digest} if stored.digest else {"imageTag": stored.tag}
    try:
        account.call("ecr", "describe_images", imageIds=[tag], **where)
    except ClientError as error:
        if is_error(error, "ImageNotFoundException"):
            return "" if _fetched(account, stored) else f"the repository has no image {stored.digest or stored.tag}"
        if is_error(error, "RepositoryNotFoundException"):
            return "" if _fetched(account, stored) else "there is no such repository"
        raise
    return ""


def _fetched(account: Account, stored: images.Stored) -> bool:
    """Whether a pull-through cache fetches the image when it is first pulled."""
    rules = account.call("ecr", "describe_pull_through_cache_rules", region=stored.region, registryId=stored.account)[
        "pullThroughCacheRules"
    ]
    prefixes = [each["ecrRepositoryPrefix"] for each in rules]
    return any(each == "ROOT" or stored.repository.startswith(f"{each}/") for each in prefixes)
