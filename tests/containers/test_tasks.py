"""A rendered task in real containers: it starts, serves and stops as its definition says."""

from .cloud import Cloud
from .load import Load
from .meshes import CHECKOUT, shop


def test_a_task_starts_in_order_serves_and_stops_in_order(cloud: Cloud) -> None:
    cloud.use(shop())
    checkout = cloud.service("checkout-v1").wait()
    web = cloud.service("web-v1").wait()
    [task], [called] = web.tasks, checkout.tasks
    assert [each for each in task.events if each.endswith("started")] == [
        "appconfig-agent started",
        "init started",
        "envoy started",
        "agent started",
        "application started",
        "drain started",
    ]
    outcome = Load(task, CHECKOUT, seconds=5).outcome()
    assert outcome.statuses[200] > 100, outcome
    web.close()
    assert called.health == "HEALTHY"
