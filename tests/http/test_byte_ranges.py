"""Parts of what is downloaded, by Range (RFC 9110 §14): as clients of Parquet files and of large dumps ask."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tcgraph.http.middleware.encoding import UnsatisfiableRange, part_wanted
from tests.http.running import Running, empty_project, running

DUMP = "/sparql?query=CONSTRUCT%20%7B%3Fs%20%3Fp%20%3Fo%7D%20WHERE%20%7B%3Fs%20%3Fp%20%3Fo%7D&format=nt"


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-0", range(1)),
        ("bytes=2-4", range(2, 5)),
        ("bytes=7-", range(7, 10)),
        ("bytes=7-99", range(7, 10)),
        ("bytes=-3", range(7, 10)),
        ("bytes=-99", range(10)),
        ("BYTES = 1-2", range(1, 3)),
        ("bytes=4-2", None),
        ("bytes=-", None),
        ("bytes=0-1,4-5", None),
        ("lines=1-2", None),
        ("bytes=a-b", None),
        (f"bytes=0-{'9' * 400}", None),
    ],
)
def test_a_range_is_read(asked: str, part: range | None) -> None:
    assert part_wanted(asked, 10) == part


@pytest.mark.parametrize(("asked", "length"), [("bytes=10-", 10), ("bytes=-0", 10), ("bytes=0-", 0), ("bytes=-1", 0)])
def test_what_is_not_there_cannot_be_had(asked: str, length: int) -> None:
    with pytest.raises(UnsatisfiableRange):
        part_wanted(asked, length)


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = tmp_path_factory.mktemp("range")
    project = empty_project(root / "p")
    rows = "".join(f"<urn:s{n}> <urn:p> {n} .\n" for n in range(200))
    (project / "data/ttl/graph.ttl").write_text(rows)
    with running(project, root / "s") as started:
        yield started


def test_a_part_of_a_dump_is_had_and_the_parts_are_the_whole(up: Running) -> None:
    whole = httpx.get(up.url + DUMP)
    assert (whole.status_code, whole.headers["accept-ranges"]) == (200, "bytes")
    length = len(whole.content)
    pieces = []
    for start in range(0, length, 1000):
        piece = httpx.get(up.url + DUMP, headers={"range": f"bytes={start}-{start + 999}"})
        end = min(start + 999, length - 1)
        assert (piece.status_code, piece.headers["content-range"]) == (206, f"bytes {start}-{end}/{length}")
        assert piece.headers["etag"].strip('"') == whole.headers["etag"].strip('"').partition("-")[0]
        pieces.append(piece.content)
    assert b"".join(pieces) == whole.content


def test_the_length_of_the_whole_is_told_beforehand(up: Running) -> None:
    plain = {"accept-encoding": "identity"}
    head = httpx.head(up.url + DUMP, headers=plain)
    assert int(head.headers["content-length"]) == len(httpx.get(up.url + DUMP, headers=plain).content)


def test_who_has_a_part_of_another_version_gets_all(up: Running) -> None:
    tag = httpx.get(up.url + DUMP, headers={"accept-encoding": "identity"}).headers["etag"]
    asked = {"range": "bytes=10-19"}
    assert httpx.get(up.url + DUMP, headers={**asked, "if-range": tag}).status_code == 206
    for other in ('"another"', f"W/{tag}", "Wed, 21 Oct 2015 07:28:00 GMT"):
        answer = httpx.get(up.url + DUMP, headers={**asked, "if-range": other})
        assert (answer.status_code, "content-range" in answer.headers) == (200, False)


def test_beyond_the_end_there_is_nothing(up: Running) -> None:
    answer = httpx.get(up.url + DUMP, headers={"range": "bytes=9999999-"})
    assert answer.status_code == 416
    assert answer.headers["content-range"].startswith("bytes */")


def test_what_is_had_already_is_not_sent_in_part_either(up: Running) -> None:
    tag = httpx.get(up.url + DUMP, headers={"accept-encoding": "identity"}).headers["etag"]
    answer = httpx.get(up.url + DUMP, headers={"range": "bytes=0-9", "if-none-match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
