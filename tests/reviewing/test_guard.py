"""Nobody but the person with the address reaches a review: not twice, not under another name, not from another site."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.reviewing.conftest import Drafted, Running


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory, draft_of_table: Path) -> Iterator[Drafted]:
    root = tmp_path_factory.mktemp("guarded") / "own"
    shutil.copytree(draft_of_table, root)
    made = Drafted(root)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def running(drafted: Drafted) -> Running:
    return drafted.start()


@pytest.fixture(scope="module")
def inside(running: Running) -> Iterator[httpx.Client]:
    """Somebody who opened the address, after others had tried."""
    for path in ("", "state", "static/review.js", "?key=guessed"):
        answer = httpx.get(running.root + path)
        assert answer.status_code == 403
        assert "suivi" not in answer.text
    with httpx.Client(base_url=running.root, headers={"Origin": running.root.rstrip("/")}) as client:
        answer = client.get(running.address)
        assert answer.status_code == 303
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert running.address.partition("key=")[2].lower() not in cookie
        yield client


def test_the_key_works_once(running: Running, inside: httpx.Client) -> None:
    assert inside.get("/").status_code == 200
    assert httpx.get(running.address).status_code == 403
    assert inside.get(running.address).status_code == 200, "who has opened it may come back"
    assert httpx.get(running.root + "state").status_code == 403


def test_another_name_for_this_machine_is_refused(running: Running, inside: httpx.Client) -> None:
    port = running.root.rstrip("/").rpartition(":")[2]
    for host in ("evil.example", f"evil.example:{port}", "127.0.0.1", f"127.0.0.1.evil.example:{port}"):
        assert inside.get("/state", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1", ""])
def test_another_sites_page_changes_nothing(drafted: Drafted, inside: httpx.Client, origin: str) -> None:
    before = drafted.journal.read_bytes()
    answer = inside.post("/do", json={"do": "accept", "ids": ["a1"]}, headers={"Origin": origin})
    assert answer.status_code == 403
    assert drafted.journal.read_bytes() == before


def test_a_change_without_an_origin_is_refused(running: Running, inside: httpx.Client) -> None:
    cookies = dict(inside.cookies)
    assert httpx.post(running.root + "undo", cookies=cookies, json={}).status_code == 403


def test_only_this_machine_is_listened_to(running: Running) -> None:
    import socket

    port = int(running.root.rstrip("/").rpartition(":")[2])
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in others:
        with socket.socket() as outside:
            outside.settimeout(2)
            assert outside.connect_ex((str(address), port)) != 0


@pytest.mark.parametrize(
    "asked",
    [
        {"do": "nonsense"},
        {"do": "accept", "ids": ["a99"]},
        {"do": "accept"},
        {"do": "split", "row": "a1", "at": 0},
        {"do": "split", "row": "a1", "at": "x"},
        {"do": "change", "sheet": "Actions", "row": "a1", "values": {"start": "0"}},
        {"do": "change", "sheet": "Actions", "row": "a1", "values": 3},
        {"do": "change", "sheet": "Lists", "row": "a1", "values": {}},
        {"do": "move", "row": "a1", "ask": "77"},
        {"do": "link", "row": "a1", "thing": "country/XXX"},
        {"do": "accept", "ids": ["a4"]},
        [1],
    ],
)
def test_what_makes_no_sense_is_refused_in_words(drafted: Drafted, inside: httpx.Client, asked: object) -> None:
    before = drafted.journal.read_bytes()
    answer = inside.post("/do", json=asked)
    assert answer.status_code == 409
    assert answer.json()["refused"]
    assert drafted.journal.read_bytes() == before


def test_the_port_of_a_review_that_ended_can_be_taken_at_once(tmp_path: Path, draft_of_table: Path) -> None:
    shutil.copytree(draft_of_table, tmp_path / "own")
    made = Drafted(tmp_path / "own")
    try:
        first = made.start()
        port = first.root.rstrip("/").rpartition(":")[2]
        with httpx.Client() as client:  # whose connection the review closes, and not the client
            assert client.get(first.address).status_code == 303
            first.interrupt()
        again = made.start("--port", port)
        assert again.root == first.root
        assert again.address != first.address
    finally:
        made.stop()
