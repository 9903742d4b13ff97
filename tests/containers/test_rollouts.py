"""Deployments as ECS makes them, under load and without more retries than the defaults: no request is lost.

The application is an Envoy that answers at once and ends at once when it is told to stop, the worst case.
"""

import time

import pytest

from .cloud import Cloud
from .images import SILENT, stub
from .load import Load
from .meshes import CHECKOUT, shop

SOAK = pytest.mark.soak


@pytest.mark.parametrize(
    "late", [0, pytest.param(5, marks=SOAK), pytest.param(30, marks=SOAK), pytest.param(60, marks=SOAK)]
)
def test_a_new_image_loses_nothing_however_late_names_follow(cloud: Cloud, late: int) -> None:
    cloud.use(shop(tag="1"))
    checkout = cloud.service("checkout-v1", 2).wait()
    [web] = cloud.service("web-v1").wait().tasks
    cloud.names.delay = late
    load = Load(web, CHECKOUT, seconds=100 + 2 * late)
    checkout.update(shop(tag="2"))
    outcome = load.outcome()
    checkout.wait()
    assert outcome.lost == {}, f"{outcome} {checkout.describe()}"
    assert outcome.requests > 1000


@SOAK
def test_a_new_image_behind_a_gateway_loses_nothing(cloud: Cloud) -> None:
    cloud.use(shop(tag="1"))
    web = cloud.service("web-v1", 2).wait()
    [public] = cloud.service("public").wait().tasks
    load = Load(public, "http://127.0.0.1:8080/", seconds=100)
    web.update(shop(tag="2"))
    outcome = load.outcome()
    web.wait()
    assert outcome.lost == {}, f"{outcome} {web.describe()}"


@SOAK
def test_scaling_out_and_in_loses_nothing(cloud: Cloud) -> None:
    cloud.use(shop())
    checkout = cloud.service("checkout-v1", 1).wait()
    [web] = cloud.service("web-v1").wait().tasks
    load = Load(web, CHECKOUT, seconds=150)
    checkout.scale(3)
    checkout.wait()
    checkout.scale(1)
    outcome = load.outcome()
    checkout.wait()
    assert outcome.lost == {}, outcome


@SOAK
def test_a_task_that_is_killed_loses_nothing(cloud: Cloud) -> None:
    """Two retries on other hosts are App Mesh's default, and enough."""
    cloud.use(shop())
    checkout = cloud.service("checkout-v1", 2).wait()
    [web] = cloud.service("web-v1").wait().tasks
    load = Load(web, CHECKOUT, seconds=60)
    time.sleep(5)  # in the middle of the load
    checkout.tasks[0].kill()
    outcome = load.outcome()
    checkout.wait()
    assert outcome.lost == {}, outcome


@SOAK
def test_an_application_that_starts_slowly_loses_nothing(cloud: Cloud) -> None:
    cloud.use(shop(tag="1"))
    checkout = cloud.service("checkout-v1", 2).wait()
    [web] = cloud.service("web-v1").wait().tasks
    load = Load(web, CHECKOUT, seconds=180)
    checkout.update(shop(tag="2", checkout=stub("slow", delay=60)))
    outcome = load.outcome()
    checkout.wait()
    assert outcome.lost == {}, outcome


@SOAK
def test_an_application_that_never_listens_fails_its_deployment_and_loses_nothing(cloud: Cloud) -> None:
    cloud.use(shop(tag="1"))
    checkout = cloud.service("checkout-v1", 2, start_period=20).wait()
    [web] = cloud.service("web-v1").wait().tasks
    load = Load(web, CHECKOUT, seconds=180)
    checkout.update(shop(tag="2", checkout=SILENT))
    outcome = load.outcome()
    assert outcome.lost == {}, outcome
    checkout.wait()
    assert checkout.rolled_back, checkout.events


@SOAK
def test_appconfig_that_fails_changes_nothing_for_running_tasks(cloud: Cloud) -> None:
    cloud.use(shop())
    cloud.service("checkout-v1").wait()
    [web] = cloud.service("web-v1").wait().tasks
    cloud.appconfig.status = 500
    outcome = Load(web, CHECKOUT, seconds=30).outcome()
    assert outcome.lost == {}, outcome
    assert web.health == "HEALTHY"
