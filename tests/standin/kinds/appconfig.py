"""AppConfig: one deployment at a time in an environment, and a rollback that Pulumi does not see."""

import re
from collections.abc import Iterator

from ..check import Failure, rule
from ..making import AwsError, Making, create, read
from ..state import Row, State
from ..values import Values, is_unknown

RUNNING = ("DEPLOYING", "BAKING", "VALIDATING", "ROLLING_BACK")
_PREDEFINED = {  # minutes of deployment, minutes of baking
    "AppConfig.Linear20PercentEvery6Minutes": (30, 30),
    "AppConfig.Canary10Percent20Minutes": (20, 10),
    "AppConfig.AllAtOnce": (0, 10),
    "AppConfig.Linear50PercentEvery30Seconds": (1, 1),
}


@create("appconfig.Application")
def application(making: Making) -> Values:
    own = making.letters(7)
    return {"id": own, "arn": making.arn("appconfig", f"application/{own}")}


@create("appconfig.Environment")
def environment(making: Making) -> Values:
    own, parent = making.letters(7), making.get("applicationId")
    return {
        "id": f"{own}:{parent}",
        "environmentId": own,
        "arn": making.arn("appconfig", f"application/{parent}/environment/{own}"),
        "state": "READY_FOR_DEPLOYMENT",
    }


@create("appconfig.ConfigurationProfile")
def profile(making: Making) -> Values:
    own, parent = making.letters(7), making.get("applicationId")
    return {
        "id": f"{own}:{parent}",
        "configurationProfileId": own,
        "type": making.get("type", "AWS.Freeform"),
        "arn": making.arn("appconfig", f"application/{parent}/configurationprofile/{own}"),
    }


@rule("appconfig.ConfigurationProfile")
def source(given: Values) -> Iterator[Failure]:
    location = given["locationUri"]
    if not is_unknown(location) and location != "hosted" and not given.get("retrievalRoleArn"):
        yield "retrievalRoleArn", f"required for a configuration that is stored at {location}"


@create("appconfig.DeploymentStrategy")
def strategy(making: Making) -> Values:
    own = making.letters(7)
    return {
        "id": own,
        "arn": making.arn("appconfig", f"deploymentstrategy/{own}"),
        "growthType": making.get("growthType", "LINEAR"),
    }


@create("appconfig.Deployment")
def deployment(making: Making) -> Values:
    """Starts one, or fails if one is running. The AWS provider would retry until it ends."""
    app, env, state = making.get("applicationId"), making.get("environmentId"), making.state
    before = state.read("deployment", env)
    if before and before[-1]["state"] in RUNNING:
        raise AwsError(
            "ConflictException",
            f"environment {env} has deployment {before[-1]['number']} in state {before[-1]['state']}:"
            " only one deployment at a time is possible in an environment",
        )
    _must_have(making, state)
    number = len(before) + 1
    made = {
        "number": number,
        "state": _first_state(making, state),
        "version": making.get("configurationVersion"),
        "profile": making.get("configurationProfileId"),
        "strategy": making.get("deploymentStrategyId"),
    }
    state.write("deployment", env, number, made)
    return {
        "id": f"{app}/{env}/{number}",
        "arn": making.arn("appconfig", f"application/{app}/environment/{env}/deployment/{number}"),
        "deploymentNumber": number,
        "state": made["state"],
    }


def _first_state(making: Making, state: State) -> str:
    """Without steps and baking it completes at once, otherwise when a test completes it."""
    name = making.get("deploymentStrategyId")
    if name in _PREDEFINED:
        minutes, bake = _PREDEFINED[name]
    elif found := state.find("appconfig.DeploymentStrategy", name, making.region):
        minutes, bake = found.inputs["deploymentDurationInMinutes"], found.inputs.get("finalBakeTimeInMinutes", 0)
    else:
        raise AwsError("ResourceNotFoundException", f"deployment strategy {name} not found")
    return "DEPLOYING" if minutes else "BAKING" if bake else "COMPLETE"


def _must_have(making: Making, state: State) -> None:
    """The version must be one of the object that the profile names."""
    row = state.find("appconfig.ConfigurationProfile", making.get("configurationProfileId"), making.region)
    app = making.get("applicationId")
    if row is None or row.inputs["applicationId"] != app:
        raise AwsError("ResourceNotFoundException", f"configuration profile not found in application {app}")
    found = state.find("appconfig.Environment", making.get("environmentId"), making.region)
    if found is None or found.inputs["applicationId"] != app:
        raise AwsError("ResourceNotFoundException", f"environment not found in application {app}")
    location = re.fullmatch(r"s3://([^/]+)/(.+)", row.inputs["locationUri"])
    if location is None:
        raise AwsError(
            "BadRequestException", f"the test double implements profiles in S3 only, not {row.inputs['locationUri']}"
        )
    versions = state.read("object", f"{location[1]}/{location[2]}")
    if making.get("configurationVersion") not in [each["versionId"] for each in versions]:
        raise AwsError(
            "BadRequestException", f"{row.inputs['locationUri']} has no version {making.get('configurationVersion')!r}"
        )


@read("appconfig.Deployment")
def deployment_now(row: Row, state: State) -> Values:
    done = state.read("deployment", row.inputs["environmentId"])
    return {"state": done[row.outputs["deploymentNumber"] - 1]["state"]}


@read("appconfig.Environment")
def environment_now(row: Row, state: State) -> Values:
    return {"state": environment_state(state, row.outputs["environmentId"])}


def environment_state(state: State, env: str) -> str:
    """As GetEnvironment says it: baking is deploying."""
    done = state.read("deployment", env)
    last = done[-1]["state"] if done else "COMPLETE"
    return {"COMPLETE": "READY_FOR_DEPLOYMENT", "BAKING": "DEPLOYING", "VALIDATING": "DEPLOYING"}.get(last, last)
