"""The alarm on rejected configuration: one for the mesh, on every deployment that is watched."""

import json
from collections.abc import Callable

from tests.standin.conftest import Project

from meshwright import AppConfig, Environment, Inline, provision

from .conftest import NETWORK, cloud, described, program

ELSEWHERE = "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:elsewhere"
STEPWISE = AppConfig(over="10m", step=20, bake="10m")


def test_a_refused_configuration_rolls_every_watched_deployment_back(project: Project) -> None:
    environment = described(delivery=STEPWISE)
    project.up(program(environment=environment))
    assert project.preview(program(environment=environment)) == {}
    standin = project.standin
    (found,) = standin.resources("cloudwatch.LogMetricFilter")
    assert found.inputs["logGroupName"] == "/meshwright/shop/dev/_agents"
    assert found.inputs["pattern"] == '{ $.state = "rejected" }', "what the agent says: tests/agent has it in its log"
    (alarm,) = standin.resources("cloudwatch.MetricAlarm")
    counted = found.inputs["metricTransformation"]
    assert (alarm.inputs["namespace"], alarm.inputs["metricName"]) == (counted["namespace"], counted["name"])
    assert (alarm.inputs["threshold"], alarm.inputs["evaluationPeriods"]) == (0, 1)
    assert alarm.inputs["treatMissingData"] == "notBreaching"
    environments = standin.resources("appconfig.Environment")
    assert len(environments) == 5
    for each in environments:
        assert [monitor["alarmArn"] for monitor in each.inputs["monitors"]] == [alarm.outputs["arn"]]
    assert "cloudwatch:DescribeAlarms" in standin.resource("iam.RolePolicy", "dev-mesh-appconfig").inputs["policy"]


def test_all_agents_log_where_it_looks_and_may(project: Project) -> None:
    project.up(program(environment=described(delivery=STEPWISE)))
    standin = project.standin
    for task in standin.resources("ecs.TaskDefinition"):
        containers = {each["name"]: each for each in json.loads(task.inputs["containerDefinitions"])}
        options = {name: each["logConfiguration"]["options"] for name, each in containers.items()}
        assert options["agent"]["awslogs-group"] == "/meshwright/shop/dev/_agents"
        assert options["envoy"]["awslogs-group"] != options["agent"]["awslogs-group"]
    group = next(each for each in standin.events("create", "cloudwatch.LogGroup") if each.name == "dev-mesh-agents")
    assert all(group.time <= each.started for each in standin.events("create", "ecs.Service"))
    for name in ("checkout", "web", "public"):
        assert "/_agents:*" in standin.resource("iam.RolePolicy", f"dev-{name}-execution").inputs["policy"]


def test_where_nothing_is_watched_there_is_no_alarm(project: Project) -> None:
    for environment in (described(), described(delivery=Inline())):
        made = project.preview(program(environment=environment))
        assert "LogGroup dev-mesh-agents" in made
        assert not [each for each in made if each.startswith(("MetricAlarm", "LogMetricFilter"))]


def test_four_alarms_may_stand_beside_it(project: Project) -> None:
    alarms = [f"arn:aws:cloudwatch:eu-west-1:111122223333:alarm:{number}" for number in range(5)]
    assert project.preview(program(environment=described(delivery=STEPWISE), network=NETWORK, alarms=alarms[:4]))
    said = project.refused(program(environment=described(delivery=STEPWISE), network=NETWORK, alarms=alarms))
    assert "error MW402" in said
    assert "found     5 alarms" in said
    assert project.preview(program(environment=described(), network=NETWORK, alarms=alarms)), "none is the mesh's own"


def test_an_alarm_is_measured_before_it_watches_a_change(project: Project) -> None:
    """AppConfig takes a new alarm for a triggered one."""
    more = {"v1": 75, "v2": 25}
    own = described(weights=more, delivery=STEPWISE)
    project.up(program())
    said = project.refused(program(environment=own))
    assert "error MW409: a new alarm that would roll the change back" in said
    assert "changed configuration of web-v1" in said
    watched = described(delivery=STEPWISE)
    project.up(program(environment=watched))
    assert set(cloud(project.preview(program(environment=own)))) == {
        "BucketObjectv2 dev-web-v1-bundle",
        "Deployment dev-web-v1-deployment",
    }

    def run(environment: Environment, alarms: int) -> Callable[[], None]:
        def made() -> None:
            resets = [
                provision.RollbackAlarm(
                    f"resets-{each}",
                    region="eu-west-1",
                    namespace="AWS/NetworkELB",
                    metric="TCP_ELB_Reset_Count",
                    above=9,
                ).arn
                for each in range(alarms)
            ]
            program(environment=environment, alarms=[ELSEWHERE, *resets])()

        return made

    assert project.preview(run(own, 0)), "somebody else's alarm, given as text, exists"
    project.up(run(watched, 1))
    assert project.preview(run(own, 1)), "it watches already"
    assert "MW409" in project.refused(run(own, 2))
