"""The page of `graph` in a real browser: Debian's Chromium, driven by Playwright, looked at by axe-core."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from meshwright import checks, targets
from meshwright.plan import Plan
from meshwright.traffic.diff import Sides, compare
from meshwright.traffic.graph import graph, highlights_of, html

from .graph_meshes import HOSTILE, after, before, large

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        said = "no Chromium: install the package `chromium`, as tools/debian-packages.txt says"
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield started
        started.close()


class Opened(SimpleNamespace):
    """A page, and what it has done since: `said` on the console or as an error, `asked` of the network or the disk."""

    page: Page
    said: list[str]
    asked: list[str]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Opened]:
    """The page of a mesh, by the parameters: its text, and the reader's colours."""
    text, colours = request.param
    file = tmp_path / "mesh.html"
    file.write_text(PAGES[text](), encoding="utf-8")
    context = browser.new_context(color_scheme=colours, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    found = Opened(page=page, said=[], asked=[])
    page.on("console", lambda message: found.said.append(message.text))
    page.on("pageerror", lambda error: found.said.append(str(error)))
    page.on("request", lambda request: found.asked.append(request.url))
    page.goto(file.as_uri())
    yield found
    assert found.said == []
    assert found.asked == [file.as_uri()]
    context.close()


def plain(plan: Plan) -> str:
    return html(graph(plan, checks.advise(plan)))


def changed(old: Plan, new: Plan) -> str:
    diff = compare(Sides.of(old, new, targets))
    return html(graph(new, checks.advise(new), old=old, highlights=highlights_of(diff)))


PAGES = {
    "shop": lambda: plain(after()),
    "changed shop": lambda: changed(before(), after()),
    "large": lambda: plain(large()),
    "changed large": lambda: changed(large(), large(60)),
}
every_page = pytest.mark.parametrize(
    "opened",
    # The colours are those of the small pages, and looking at a large one takes half a minute.
    [(text, colours) for text in PAGES for colours in ("light", "dark") if colours == "light" or "large" not in text],
    indirect=True,
    ids="-".join,
)
shop = pytest.mark.parametrize("opened", [("shop", "light")], indirect=True, ids=["shop"])
changed_shop = pytest.mark.parametrize("opened", [("changed shop", "light")], indirect=True, ids=["changed"])
large_mesh = pytest.mark.parametrize("opened", [("large", "dark")], indirect=True, ids=["large"])


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:200]}" for each in found]


def shows(page: Page, title: str) -> None:
    """Waits for the panel of that title: the page follows its address, which takes a moment."""
    expect(page.locator("aside > section.shown h2")).to_have_text(title)


@every_page
def test_accessible_and_silent_with_and_without_an_open_panel(opened: Opened) -> None:
    page = opened.page
    assert violations(page) == []
    page.fill("#search", "checkout")
    page.keyboard.press("Enter")
    expect(page.locator("aside > section.part.shown")).to_have_count(1)
    assert violations(page) == []
    page.click(".legend summary")
    assert violations(page) == []


@shop
def test_a_click_tells_who_calls_and_what_the_routes_are(opened: Opened) -> None:
    page = opened.page
    page.click('.vertex.service:has-text("checkout")')
    panel = page.locator("aside > section.shown")
    shows(page, "checkout")
    said = panel.inner_text()
    for words in ("web", "inventory", "payments", "90 %", "10 %", "timeout\n5s", "cookie beta", "outlier detection"):
        assert words in said, words
    panel.locator("a:text-is('web')").first.click()
    shows(page, "web")
    page.go_back()
    shows(page, "checkout")


@shop
def test_everything_can_be_done_with_keys(opened: Opened) -> None:
    page = opened.page
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("inventory")
    assert page.inner_text("#found").startswith("1 of ")
    page.keyboard.press("ArrowDown")
    focused = "document.activeElement.getAttribute('href')"
    inventory = page.evaluate(focused)
    page.keyboard.press("Enter")
    shows(page, "inventory")
    page.keyboard.press("Escape")
    shows(page, "Overview")
    assert page.evaluate(focused) == inventory
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(focused) not in (inventory, None)


@shop
def test_what_the_search_does_not_find_is_said(opened: Opened) -> None:
    opened.page.fill("#search", "nothing-like-this")
    assert opened.page.inner_text("#found").startswith("0 of ")


@changed_shop
def test_a_change_is_told_where_it_is(opened: Opened) -> None:
    page = opened.page
    assert "legacy" in page.inner_text("#overview")
    page.click('.vertex.service:has-text("checkout")')
    shows(page, "checkout")
    assert "v1 95 % → 90 %, v2 5 % → 10 %" in page.inner_text("aside > section.shown")


@changed_shop
def test_a_description_is_never_markup(opened: Opened) -> None:
    page = opened.page
    assert page.title() == "shop in prod: service mesh"
    assert page.locator("img").count() == 0
    page.click('.vertex.service:has-text("checkout")')
    shows(page, "checkout")
    assert HOSTILE in page.inner_text("aside > section.shown").replace("\n", "")


@large_mesh
def test_200_services_can_be_read(opened: Opened) -> None:
    page = opened.page
    assert page.locator("a.vertex.service").count() == 200
    name = page.locator(".vertex.gateway text").first.bounding_box()
    assert name is not None
    assert name["height"] >= 8, "a name of the first part that is shown must be readable"
    map_ = page.locator(".minimap").bounding_box()
    assert map_ is not None
    assert map_["width"] <= 200
    assert map_["height"] <= 200
    page.keyboard.press("0")
    boxes = page.locator(".vertex .box").evaluate_all(
        "all => all.map(each => { const b = each.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom] })"
    )
    frame = page.locator(".map").bounding_box()
    assert frame is not None
    assert all(box[0] >= frame["x"] - 1 and box[2] <= frame["x"] + frame["width"] + 1 for box in boxes)
