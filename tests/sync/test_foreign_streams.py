"""Streams of other publishers, in their several ways: versions, order, deletions, politeness, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tcgraph.errors import BadParameter, EngineError
from tcgraph.rdf import GraphFormat, canonical_quads, parse
from tcgraph.sync.fetch import Fetcher, ResourceGone
from tcgraph.sync.follow import Follower, SyncOutcome
from tcgraph.sync.ldes import duration
from tcgraph.sync.store import CopyStore, CopyTarget
from tests.sync.publisher import Answer, Publisher

PREFIXES = """@prefix ldes: <https://w3id.org/ldes#> . @prefix tree: <https://w3id.org/tree#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix as: <https://www.w3.org/ns/activitystreams#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix ex: <https://example.org/> .
"""
STREAM = """ex:stream a ldes:EventStream ; ldes:timestampPath dct:created ; ldes:versionOfPath dct:isVersionOf ;
  ldes:versionDeleteObject as:Delete ; ldes:versionUpdateObject as:Update ; tree:view <{root}> .
"""


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with Publisher().serving() as it:
        yield it


class Copy:
    """A copy below a directory, as the command keeps one."""

    def __init__(self, url: str, directory: Path, **options: object) -> None:
        self.waits: list[float] = []
        self.fetcher = Fetcher(url, sleep=self.waits.append, **options)  # type: ignore[arg-type]
        self.target = CopyTarget(directory, url)
        with self.target.held():
            self.target.prepare()
        self.store = CopyStore(self.target.record)
        self.follower = Follower(url, self.store, self.fetcher, max_pages=20)

    def sync(self) -> SyncOutcome:
        outcome = self.follower.run()
        self.target.write(self.store)
        return outcome

    def facts(self) -> list[str]:
        """Everything in the copy's files."""
        paths = sorted((self.target.directory / "data" / "ttl").rglob("*.ttl"))
        return canonical_quads(quad for path in paths for quad in parse(path, GraphFormat.TURTLE))


def facts(turtle: str) -> list[str]:
    return canonical_quads(parse((PREFIXES + turtle).encode(), GraphFormat.TURTLE))


def version(number: int, thing: str, created: str, said: str, kind: str = "as:Update") -> str:
    return f"""ex:stream tree:member ex:v{number} . ex:v{number} a {kind} ; dct:isVersionOf ex:{thing} ;
      dct:created "{created}"^^xsd:dateTime {said} .\n"""


def relation(page: str) -> str:
    return f"<> tree:relation [ a tree:GreaterThanOrEqualToRelation ; tree:node <{page}> ; tree:path dct:created ] .\n"


def lay_out(publisher: Publisher) -> None:
    """Three pages; the newest version of a thing stands on the first, an older one on the last."""
    publisher.answers["/feed"] = Answer(
        PREFIXES + STREAM.format(root="") + version(5, "b", "2026-01-05T00:00:00Z", "; ex:says 'new' ; a ex:Thing")
        + relation("/feed/2") + relation("/feed/1"), headers={"etag": '"r1"'},
    )  # fmt: skip
    publisher.answers["/feed/1"] = Answer(
        PREFIXES
        + version(1, "a", "2026-01-01T00:00:00Z", "; ex:says 'first' ; ex:part [ ex:deep [ ex:deeper 1 ] ]")
        + version(2, "b", "2026-01-02T01:00:00+01:00", "; ex:says 'old'"),
        headers={"cache-control": "public, immutable"},
    )
    publisher.answers["/feed/2"] = Answer(
        PREFIXES + "<> ldes:immutable true .\n" + version(3, "c", "2026-01-03T00:00:00Z", "; ex:says 'here'")
        + version(4, "c", "2026-01-04T00:00:00Z", "", "as:Delete")
    )  # fmt: skip


def test_versions_become_things_whatever_the_order_of_pages(publisher: Publisher, tmp_path: Path) -> None:
    lay_out(publisher)
    copy = Copy(f"{publisher.url}/feed", tmp_path / "copy")
    assert (copy.sync().changed, copy.store.size) == (4, 2)
    assert copy.facts() == facts(
        "ex:a ex:says 'first' ; ex:part [ ex:deep [ ex:deeper 1 ] ] . ex:b a ex:Thing ; ex:says 'new' ."
    )


def test_only_what_may_have_changed_is_asked_for_again(publisher: Publisher, tmp_path: Path) -> None:
    lay_out(publisher)
    copy = Copy(f"{publisher.url}/feed", tmp_path / "copy")
    copy.sync()
    assert publisher.paths() == ["/feed", "/feed/2", "/feed/1"]
    assert copy.sync().changed == 0
    assert publisher.asked[0][1]["if-none-match"] == '"r1"'
    assert publisher.paths() == ["/feed"]
    root = publisher.answers["/feed"]
    assert isinstance(root, Answer)
    root.body = str(root.body) + version(6, "a", "2026-01-06T00:00:00Z", "", "as:Delete")
    root.headers["etag"] = '"r2"'
    assert (copy.sync().deleted, copy.store.size) == (1, 1)
    assert publisher.paths() == ["/feed"]


def test_a_stream_whose_first_page_is_elsewhere_and_whose_members_are_graphs(
    publisher: Publisher, tmp_path: Path
) -> None:
    publisher.answers["/"] = Answer(PREFIXES + "ex:stream a ldes:EventStream ; tree:view </view> .")
    publisher.answers["/view"] = Answer(
        PREFIXES + STREAM.format(root="") + "ex:stream tree:member ex:m . ex:m a as:Update ; dct:isVersionOf ex:t ; "
        'dct:created "2026-01-01T00:00:00Z"^^xsd:dateTime . ex:m { ex:t ex:says "this" ; ex:of [ ex:p 1 ] . }',
        "application/trig",
    )  # fmt: skip
    copy = Copy(f"{publisher.url}/", tmp_path / "copy")
    copy.sync()
    assert copy.facts() == facts("ex:t ex:says 'this' ; ex:of [ ex:p 1 ] .")


def test_members_that_are_no_versions_are_things_themselves(publisher: Publisher, tmp_path: Path) -> None:
    publisher.answers["/"] = Answer(
        PREFIXES
        + "ex:stream a ldes:EventStream ; tree:view <> ; tree:member ex:o1 . ex:o1 a ex:Observation ; ex:is 3 ."
    )
    copy = Copy(f"{publisher.url}/", tmp_path / "copy")
    copy.sync()
    assert copy.facts() == facts("ex:o1 a ex:Observation ; ex:is 3 .")


def test_paths_of_several_steps_are_followed_and_others_refused(publisher: Publisher, tmp_path: Path) -> None:
    stream = "ex:s a ldes:EventStream ; tree:view <> ; ldes:versionOfPath {path} ; tree:member ex:m .\n"
    member = "ex:m ex:about [ ex:thing ex:t ] ; ex:says 1 ."
    publisher.answers["/a"] = Answer(PREFIXES + stream.format(path="( ex:about ex:thing )") + member)
    copy = Copy(f"{publisher.url}/a", tmp_path / "a")
    copy.sync()
    assert any("<https://example.org/t> <https://example.org/says>" in line for line in copy.facts())
    publisher.answers["/b"] = Answer(PREFIXES + stream.format(path="[ <http://www.w3.org/ns/shacl#inversePath> ex:q ]"))
    with pytest.raises(EngineError, match="not followed here"):
        Copy(f"{publisher.url}/b", tmp_path / "b").sync()


def test_what_is_not_met_again_is_deleted_once_the_stream_has_forgotten(publisher: Publisher, tmp_path: Path) -> None:
    policy = '<> ldes:retentionPolicy ex:p . ex:p ldes:versionAmount 1 ; ldes:fullLogDuration "{log}"^^xsd:duration .\n'
    member = version(1, "a", "2026-01-01T00:00:00Z", "; ex:says 1") + version(
        2, "b", "2026-01-01T00:00:00Z", "; ex:says 1"
    )
    publisher.answers["/"] = Answer(PREFIXES + STREAM.format(root="") + policy.format(log="P1D") + member)
    copy = Copy(f"{publisher.url}/", tmp_path / "copy")
    copy.sync()
    only = version(2, "b", "2026-01-01T00:00:00Z", "; ex:says 1")
    publisher.answers["/"] = Answer(PREFIXES + STREAM.format(root="") + policy.format(log="P1D") + only)
    assert copy.sync() == SyncOutcome(pages=1, changed=0, deleted=0, anew=False)
    assert copy.store.size == 2, "a member that is only left out is no deletion"
    copy.store.note(completed="2020-01-01T00:00:00+00:00")
    assert copy.sync() == SyncOutcome(pages=1, changed=1, deleted=1, anew=True)
    assert copy.facts() == facts("ex:b ex:says 1 .")
    publisher.answers["/"] = Answer(
        PREFIXES + STREAM.format(root="") + policy.replace("ldes:versionAmount 1 ;", "").format(log="PT1H") + only
    )
    copy.store.note(completed="2020-01-01T00:00:00+00:00")
    with pytest.raises(EngineError, match="no longer has all that changed"):
        copy.sync()


def activity(kind: str, thing: str, moment: str) -> dict[str, object]:
    return {"type": kind, "object": {"id": thing, "type": "Thing"}, "endTime": moment}


def test_activities_without_content_are_looked_up_once_each(publisher: Publisher, tmp_path: Path) -> None:
    thing, other, lost = (f"{publisher.url}/thing/{name}" for name in ("a", "b", "c"))
    collection = {"type": "OrderedCollection", "first": {"id": f"{publisher.url}/p2", "type": "OrderedCollectionPage"}}
    newest = [activity("Update", thing, "2026-01-04T00:00:00Z"), activity("Delete", other, "2026-01-03T00:00:00Z")]
    oldest = [
        activity("Create", lost, "2026-01-02T00:00:00Z"),
        activity("Move", thing, "2026-01-02T00:00:00Z"),
        activity("Create", other, "2026-01-01T00:00:00Z"),
        activity("Create", thing, "2026-01-01T00:00:00Z"),
    ]
    pages = {
        "/as": collection,
        "/p2": {"orderedItems": newest, "next": f"{publisher.url}/p1"},
        "/p1": {"orderedItems": oldest},
    }
    for path, document in pages.items():
        publisher.answers[path] = Answer(json.dumps(document), "application/json")
    publisher.answers["/thing/a"] = Answer(f"<{thing}> <https://example.org/says> 'now' .")
    publisher.answers["/thing/b"] = Answer("never asked for", status=500)
    copy = Copy(f"{publisher.url}/as", tmp_path / "copy")
    copy.sync()
    assert copy.facts() == facts(f"<{thing}> ex:says 'now' .")
    assert sorted(publisher.paths()) == ["/as", "/p1", "/p2", "/thing/a", "/thing/c"]


def test_a_busy_server_is_waited_for_as_long_as_it_asks(publisher: Publisher, tmp_path: Path) -> None:
    lay_out(publisher)
    page = publisher.answers["/feed/1"]
    assert isinstance(page, Answer)
    publisher.answers["/feed/1"] = [Answer(status=429, headers={"retry-after": "7"}), Answer(status=503), page]
    copy = Copy(f"{publisher.url}/feed", tmp_path / "copy")
    copy.sync()
    assert copy.waits == [7, 1]
    publisher.answers["/feed"] = Answer(status=503, headers={"retry-after": "86400"})
    with pytest.raises(EngineError, match="86400 seconds"):
        copy.sync()
    assert copy.store.size == 2


def test_one_broken_page_keeps_what_came_before_and_is_tried_again(publisher: Publisher, tmp_path: Path) -> None:
    lay_out(publisher)
    page = publisher.answers["/feed/1"]
    publisher.answers["/feed/1"] = Answer("this is not turtle")
    copy = Copy(f"{publisher.url}/feed", tmp_path / "copy")
    with pytest.raises(EngineError, match=r"/feed/1 does not parse"):
        copy.sync()
    publisher.answers["/feed/1"] = page
    publisher.paths()
    copy.sync()
    asked = publisher.paths()
    assert "/feed/1" in asked
    assert "/feed/2" not in asked, "the page that came is not asked for again"
    assert copy.store.size == 2


REFUSED = {
    "another host": (Answer(PREFIXES + STREAM.format(root="") + relation("http://192.0.2.1/x")), "--host 192.0.2.1"),
    "another port": (Answer(PREFIXES + STREAM.format(root="") + relation("http://127.0.0.1:9/x")), "--host 127.0.0.1"),
    "a file": (Answer(PREFIXES + STREAM.format(root="") + relation("file:///etc/passwd")), "not on its own server"),
    "a redirect away": (Answer(status=302, headers={"location": "http://192.0.2.1/"}), "not on its own server"),
    "redirects without end": (Answer(status=302, headers={"location": "/feed"}), "more than 5 times"),
    "too much": (Answer("#" * 300_000), "larger than"),
    "a page for people": (Answer("<html>", "text/html"), "no RDF"),
    "no stream": (Answer(PREFIXES + "ex:a ex:b ex:c ."), "no event stream"),
    "two streams": (Answer(PREFIXES + "ex:a tree:view ex:b . ex:c tree:view ex:d ."), "choose one of"),
    "not allowed": (Answer(status=403), "refuses"),
    "a packing nobody asked for": (Answer("x", headers={"content-encoding": "br"}), "packed as br"),
    "a context elsewhere": (Answer('{"@context": "http://192.0.2.1/c", "@id": "x"}', "application/ld+json"), "parse"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_refused_in_words(publisher: Publisher, tmp_path: Path, name: str) -> None:
    publisher.answers["/feed"], said = REFUSED[name]
    with pytest.raises(EngineError, match=said):
        Copy(f"{publisher.url}/feed", tmp_path / "copy", largest=200_000).sync()


def test_a_stream_without_end_ends(publisher: Publisher, tmp_path: Path) -> None:
    for number in range(40):
        start = STREAM.format(root="/feed/0") if not number else ""
        publisher.answers[f"/feed/{number}"] = Answer(PREFIXES + start + relation(f"/feed/{number + 1}"))
    with pytest.raises(EngineError, match="more than 20 new pages"):
        Copy(f"{publisher.url}/feed/0", tmp_path / "copy").sync()


def test_a_stream_that_is_not_there(publisher: Publisher, tmp_path: Path) -> None:
    with pytest.raises(ResourceGone, match="status 404"):
        Copy(f"{publisher.url}/nowhere", tmp_path / "copy").sync()
    for wrong in ("ftp://example.org/", "feed", "http://"):
        with pytest.raises(BadParameter, match="web address"):
            Fetcher(wrong)


def test_a_copy_keeps_to_its_stream(publisher: Publisher, tmp_path: Path) -> None:
    lay_out(publisher)
    Copy(f"{publisher.url}/feed", tmp_path / "copy").sync()
    with pytest.raises(BadParameter, match="is a copy of"):
        Copy(f"{publisher.url}/other", tmp_path / "copy")


@pytest.mark.parametrize(
    "graph",
    [
        "https://w3id.org/tcgraph/graph/../../../etc/x",
        "https://w3id.org/tcgraph/graph//x",
        "urn:a/../b",
        "",
        "http://h/" + "y" * 500,
    ],
)
def test_no_graph_s_name_leads_out_of_the_data(tmp_path: Path, graph: str) -> None:
    for directory in (tmp_path / "new", tmp_path):
        (tmp_path / "something").touch()
        path = CopyTarget(directory, "https://example.org/feed").path_of(graph)
        assert path.resolve().is_relative_to((directory / "data" / "ttl").resolve())
        assert len(path.name) < 120


def test_a_copy_that_was_hardly_begun_is_still_a_copy(publisher: Publisher, tmp_path: Path) -> None:
    lay_out(publisher)
    begun = tmp_path / "copy"
    (begun / ".sync" / "queries.part").mkdir(parents=True)
    (begun / ".sync" / "copy.lock").touch()
    (begun / "ontology").mkdir()
    copy = Copy(f"{publisher.url}/feed", begun)
    copy.sync()
    assert copy.target.whole
    assert (begun / "queries").is_dir()
    assert copy.store.size == 2


def test_in_a_project_that_is_there_nothing_else_is_touched(publisher: Publisher, tmp_path: Path) -> None:
    lay_out(publisher)
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology" / "own.ttl").write_text("# mine\n", encoding="utf-8")
    copy = Copy(f"{publisher.url}/feed", tmp_path)
    copy.sync()
    found = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.ttl")}
    (added,) = found - {"ontology/own.ttl"}
    assert added.startswith("data/ttl/synced/127.0.0.1-")


def test_spans_of_time() -> None:
    assert duration("P1Y2M3DT4H5M6S").total_seconds() == (365 + 56 + 3) * 86400 + 4 * 3600 + 5 * 60 + 6
    assert duration("PT0.5S").total_seconds() == 0.5


def test_a_token_is_shown_to_its_publisher_alone(publisher: Publisher) -> None:
    """Not to another server that a redirect leads to, be it on the same host."""
    with Publisher().serving() as other:
        publisher.answers["/feed"] = Answer(status=302, headers={"location": f"{other.url}/feed"})
        other.answers["/feed"] = Answer("")
        fetcher = Fetcher(f"{publisher.url}/feed", ["127.0.0.1"], token="secret")
        assert fetcher.get(f"{publisher.url}/feed").body == b""
        assert [headers.get("authorization") for _, headers in publisher.asked] == ["Bearer secret"]
        assert [headers.get("authorization") for _, headers in other.asked] == [None]
