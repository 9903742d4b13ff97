"""`meshwright show`."""

from pathlib import Path

from tests.unit.cli.command import SHOP, as_json, ran

from meshwright.description.stack import load, settings_of
from meshwright.plan import from_values, from_yaml, resolve


def test_show_is_the_plan(folder: Path) -> None:
    plan = resolve(load("prod", settings_of("prod", folder), folder))
    assert from_yaml(ran("show", "prod", "--origins")) == plan
    assert from_values(as_json("show", "prod", "--origins")) == plan


def test_show_without_origins_keeps_what_users_name_so(folder: Path) -> None:
    container = 'Container("i", environment={"origin": "sea"})'
    (folder / "shop.py").write_text(SHOP.replace('Container("i")', container))
    text = ran("show", "prod")
    assert "defaults." not in text
    assert "shop.py" not in text
    assert as_json("show", "prod")["virtual_nodes"][3]["runs"]["environment"] == {"origin": "sea"}
