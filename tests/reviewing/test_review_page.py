"""A review as a person does it: in a browser, by keyboard, on the process that ``tcgraph review`` starts."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import PATIENCE
from tests.reviewing.conftest import Drafted, Running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

expect = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed").expect
"""Looks again from outside, since the page's policy lets no script be evaluated in it."""
pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "src/tcgraph/pages/frontend/node_modules/axe-core/axe.min.js"


@pytest.fixture
def running(drafted: Drafted) -> Running:
    return drafted.start()


def opened(running: Running, browser: Browser, width: int = 1360) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(running.address)
    page.wait_for_selector("body[data-ready]")
    return page


@pytest.fixture
def page(running: Running, browser: Browser) -> Iterator[Page]:
    made = opened(running, browser)
    yield made
    made.close()


def go_to(page: Page, key: str) -> None:
    page.select_option("#filter", "all")
    page.locator("#queue button", has_text=f"{key} ·").click()
    expect(page.locator("#key")).to_have_text(key)


def wait_for_count(page: Page, words: str) -> None:
    expect(page.locator("#counted")).to_have_text(words)


def test_the_unsure_come_first_and_accepting_goes_on(page: Page, drafted: Drafted) -> None:
    assert page.locator("#key").inner_text() == "4-1-a"
    page.keyboard.press("a")  # nothing is filled in that a person did not say
    expect(page.locator("#said")).not_to_be_empty(timeout=60_000)
    assert page.locator("#counted").inner_text() == "0 sur 5 décidées"
    page.keyboard.press("6")
    page.keyboard.press("a")
    wait_for_count(page, "1 sur 5 décidées")
    assert page.locator("#key").inner_text() != "4-1-a"
    page.keyboard.press("x")
    wait_for_count(page, "2 sur 5 décidées")
    page.keyboard.press("u")
    wait_for_count(page, "1 sur 5 décidées")


def test_passage_and_proposal_stand_side_by_side(page: Page) -> None:
    go_to(page, "1-1-a")
    assert page.locator("#ask-words").inner_text() == "Former les inspecteurs du travail au Kenya."
    assert "Quarante inspecteurs" in page.locator("#answers [aria-current]").inner_text()
    left, right = page.locator(".passage").bounding_box(), page.locator(".proposal").bounding_box()
    assert left is not None
    assert right is not None
    assert left["x"] + left["width"] <= right["x"]
    assert abs(left["y"] - right["y"]) < 40


def test_split_and_merged_by_keyboard(page: Page, running: Running, drafted: Drafted) -> None:
    go_to(page, "1-1-a")
    page.keyboard.press("s")
    page.wait_for_selector(".splitting button[aria-pressed=true]")
    while page.locator(".splitting [aria-pressed=true]").inner_text() != "un":
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.locator("#queue button", has_text="1-1-b ·").wait_for()
    running.interrupt()
    parts = [row for row in drafted.actions() if str(row["Proposal"]).startswith("1-1-")]
    assert [row["Original wording"] for row in parts] == [
        "Quarante inspecteurs ont été formés au Kenya et",
        "un guide a été publié.",
    ]
    assert [row["Names"] for row in parts] == ["country/KEN", None]
    words = drafted.review.with_name("suivi.txt").read_text(encoding="utf-8")
    assert [words[row["Start"] : row["End"]] for row in parts] == [row["Original wording"] for row in parts]

    again = opened(drafted.start(), page.context.browser)  # type: ignore[arg-type]
    go_to(again, "1-1-a")
    again.keyboard.press("g")
    again.locator("#queue button", has_text="1-1-b ·").wait_for(state="detached")
    again.close()
    drafted.stop()


def test_changed_moved_linked_and_noted(page: Page, running: Running, drafted: Drafted) -> None:
    go_to(page, "5-1-a")
    page.keyboard.press("e")
    page.keyboard.type("Rapport paru")
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    page.keyboard.type("ACTRAW")
    page.keyboard.press("Escape")
    expect(page.locator("#agent-problem")).to_contain_text("actrav")
    page.keyboard.press("w")
    page.keyboard.type("ACTRAV")
    page.keyboard.press("Escape")
    expect(page.locator("#agent-problem")).to_have_text("")
    page.keyboard.press("l")
    page.keyboard.type("Pérou")
    page.wait_for_selector("#found option[value='country/PER']", state="attached")
    page.fill("#link", "country/PER")
    page.keyboard.press("Enter")
    page.locator("#mentions .pill", has_text="Pérou").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.type("À revoir avec le ministère")
    page.keyboard.press("Escape")
    page.select_option("#ask", "4")
    expect(page.locator("#ask-number")).to_have_text("4")
    running.interrupt()
    row = next(row for row in drafted.actions() if row["Proposal"] == "5-1-a")
    named = ("In a few words", "Who", "Names", "Note", "Responds to")
    assert [row[name] for name in named] == [
        "Rapport paru",
        "ACTRAV",
        "country/PER",
        "À revoir avec le ministère",
        "4",
    ]


def test_what_was_done_outlives_the_process(page: Page, running: Running, drafted: Drafted, browser: Browser) -> None:
    before = drafted.review.read_bytes()
    page.keyboard.press("6")
    page.keyboard.press("a")
    wait_for_count(page, "1 sur 5 décidées")
    go_to(page, "2-1-a")
    page.keyboard.press("x")
    wait_for_count(page, "2 sur 5 décidées")
    os.kill(running.process.pid, signal.SIGKILL)
    running.process.wait(timeout=PATIENCE)
    assert drafted.review.read_bytes() == before
    page.keyboard.press("x")
    expect(page.locator("#said")).to_contain_text("conservé")

    again = opened(drafted.start(), browser)
    wait_for_count(again, "2 sur 5 décidées")
    again.keyboard.press("u")  # also what was done before the process was killed
    wait_for_count(again, "1 sur 5 décidées")
    again.close()
    drafted.stop()
    third = drafted.start()
    assert "1 of 5 proposals are decided" in third.interrupt()
    assert [row["Take over"] for row in drafted.actions()] == [None, None, None, "oui", None]
    assert not drafted.journal.exists()


def test_from_the_table_to_the_accepted_graph(page: Page, running: Running, drafted: Drafted) -> None:
    page.keyboard.press("b")
    page.fill("#threshold", "80")
    expected = page.locator("#many-count").inner_text().split()[0]
    page.keyboard.press("Enter")
    wait_for_count(page, f"{expected} sur 5 décidées")
    assert int(expected) >= 3
    for _ in range(5 - int(expected)):
        page.keyboard.press("x")
        page.wait_for_timeout(100)
    wait_for_count(page, "5 sur 5 décidées")
    page.keyboard.press("f")
    page.click("#check")
    page.locator("#finish-said", has_text="Date").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    for cell, value in (("Symbol", "CM/7"), ("Title", "Suivi des décisions"), ("Date", "2008-12-01"), ("Body", "BIT")):
        page.fill(f"#document [data-cell={cell}]", value)
        page.keyboard.press("Tab")
    page.fill("#bodies [data-cell=code]", "inspection")
    page.select_option("#bodies [data-cell=kind]", "public-authority")
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    page.click("#check")
    page.locator("#finish-said", has_text=f"{expected} actions").wait_for()
    assert not (drafted.project.data / "suivi").exists()
    page.click("#into")
    page.locator("main", has_text="suivi.ttl").wait_for()
    running.process.wait(timeout=PATIENCE)
    assert "tc:asOf" in (drafted.project.data / "suivi" / "suivi.ttl").read_text(encoding="utf-8")
    # The workbook says the same: accepting it by mail's way gives the same graph.
    written = (drafted.project.data / "suivi" / "suivi.ttl").read_bytes()
    assert drafted.run("import", "--accept", str(drafted.review)).returncode == 0
    assert (drafted.project.data / "suivi" / "suivi.ttl").read_bytes() == written


def test_new_names_are_created_at_once_and_what_stays_open_is_told(
    page: Page, drafted: Drafted, running: Running
) -> None:
    page.keyboard.press("m")
    expect(page.locator("#names-all")).to_contain_text("1")
    page.click("#names-all")
    expect(page.locator("#names-all")).to_be_disabled()
    expect(page.locator("#names-open-still")).to_be_empty()
    expect(page.locator("#names-list [aria-pressed=true]")).to_have_text("organisation")


def test_nothing_bars_the_way(running: Running, browser: Browser) -> None:
    """At each width in a scheme of its own, with each dialog open; the page is opened anew at each width."""
    if not AXE.is_file():
        pytest.skip("the packages of the frontend's lock file are not installed")
    page = opened(running, browser)
    for width, scheme in ((390, "light"), (1360, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(running.root)
        page.wait_for_selector("body[data-ready]")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for opens in ("", "b", "d", "f", "?"):
            if opens:
                page.keyboard.press(opens)
                page.wait_for_selector("dialog[open]")
            found = page.evaluate("axe.run().then(found => found.violations.map(one => [one.id, one.nodes[0].html]))")
            assert found == [], f"{scheme}, {width}, after {opens or 'opening'}"
            page.keyboard.press("Escape")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{scheme}, {width}"
    page.close()


def test_no_request_leaves_the_machine(running: Running, browser: Browser) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(running.address)
    page.wait_for_selector("body[data-ready]")
    assert asked
    assert all(url.startswith(running.root) for url in asked)
    page.close()
