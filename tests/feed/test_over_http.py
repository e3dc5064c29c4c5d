"""The feed as a harvester meets it: formats, caching, the same events both ways, and an end to what is kept."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import pyshacl
import pytest
import rdflib
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, RDF

from tests.http.running import Running, empty_project, running, update

AS = rdflib.Namespace("https://www.w3.org/ns/activitystreams#")
LDES = rdflib.Namespace("https://w3id.org/ldes#")
TREE = rdflib.Namespace("https://w3id.org/tree#")
EX = rdflib.Namespace("https://example.org/")
MANY = "INSERT DATA { GRAPH <urn:g> { " + " ".join(f"<{EX}t{n}> <{EX}p> {n} ." for n in range(300)) + " } }"
CHANGES = (
    MANY,
    f"""INSERT DATA {{ GRAPH <urn:g> {{ <{EX}t1> <{EX}p> 'again' ; <{EX}part> [ <{EX}q> 1 ] }}
        GRAPH <urn:h> {{ <{EX}t1> rdfs:label 'One'@en }} }}""",
    f"DELETE WHERE {{ GRAPH <urn:g> {{ <{EX}t2> ?p ?o }} }}",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = tmp_path_factory.mktemp("feed")
    with running(empty_project(root / "p"), root / "s", "--write", scopes=("write",)) as up:
        for text in CHANGES:
            update(up, text)
        yield up


def dataset(answer: httpx.Response) -> rdflib.Dataset:
    return rdflib.Dataset().parse(data=answer.content, format="trig")


def pages(server: Running) -> list[str]:
    root = dataset(httpx.get(f"{server.url}/feed"))
    found = {str(node) for node in root.objects(predicate=TREE.node)}
    return sorted(found, key=lambda address: (len(address.rpartition("/")[2]) < 6, address))


def test_the_root_says_what_a_client_needs(server: Running) -> None:
    answer = httpx.get(f"{server.url}/feed")
    assert answer.headers["content-type"].startswith("application/trig")
    graph = dataset(answer)
    (stream,) = graph.subjects(RDF.type, LDES.EventStream)
    assert str(graph.value(stream, TREE.view)) == f"{server.url}/feed"
    assert graph.value(stream, LDES.timestampPath) == AS.published
    assert graph.value(stream, LDES.versionOfPath) == DCTERMS.isVersionOf
    assert graph.value(stream, LDES.versionDeleteObject) == AS.Delete
    policy = graph.value(rdflib.URIRef(f"{server.url}/feed"), LDES.retentionPolicy)
    assert str(graph.value(policy, LDES.fullLogDuration)) == "P365D"
    assert len(pages(server)) == 2


def test_members_are_versions_in_order_and_conform_to_the_stream_s_shape(server: Running) -> None:
    shape = rdflib.Graph().parse(data=httpx.get(f"{server.url}/feed/shape").content, format="trig")
    numbers: list[int] = []
    for address in pages(server):
        answer = httpx.get(address, headers={"accept": "text/turtle"})
        page = rdflib.Graph().parse(data=answer.content, format="turtle")
        members = list(page.objects(predicate=TREE.member))
        numbers += sorted(int(str(member).rpartition("/")[2]) for member in members)
        targets = rdflib.Graph()
        for member in members:
            targets.add((rdflib.URIRef(f"{server.url}/feed/shape"), rdflib.SH.targetNode, member))
        conforms, _, text = pyshacl.validate(page, shacl_graph=shape + targets)
        assert conforms, text
    assert numbers == list(range(1, 303))


@pytest.mark.parametrize("accept", ["application/trig", "application/n-quads", "application/ld+json"])
def test_a_thing_in_two_graphs_is_handed_on_with_both(server: Running, accept: str) -> None:
    answer = httpx.get(f"{server.url}/feed/members/301", headers={"accept": accept})
    found = rdflib.Dataset().parse(data=answer.content, format=accept)
    member = rdflib.URIRef(f"{server.url}/feed/members/301")
    assert found.value(member, RDF.type) == AS.Update
    assert len(found.graph(member)) == 5
    parts = {
        str(found.value(part, DCTERMS.isPartOf)): found.graph(str(part))
        for part in found.objects(member, DCTERMS.hasPart)
    }
    assert {graph: len(content) for graph, content in parts.items()} == {"urn:g": 4, "urn:h": 1}


def test_syntaxes_without_graphs_put_the_member_in_the_thing_s_place(server: Running) -> None:
    found = {}
    for accept in ("text/turtle", "application/n-triples", "application/rdf+xml"):
        answer = httpx.get(f"{server.url}/feed/members/301", headers={"accept": accept})
        found[accept] = rdflib.Graph().parse(data=answer.content, format=accept)
    first, *others = found.values()
    assert all(isomorphic(first, other) for other in others)
    member = rdflib.URIRef(f"{server.url}/feed/members/301")
    assert {str(value) for value in first.objects(member, EX.p)} == {"1", "again"}
    assert not list(first.predicate_objects(EX.t1))


def test_full_pages_may_be_kept_for_good_and_open_ones_are_asked_about(server: Running) -> None:
    first, second = (httpx.get(address) for address in pages(server))
    assert "immutable" in first.headers["cache-control"]
    assert (rdflib.URIRef(str(first.url)), LDES.immutable, rdflib.Literal(True)) in dataset(first)
    assert "immutable" not in second.headers["cache-control"]
    again = httpx.get(second.url, headers={"if-none-match": second.headers["etag"]})
    assert again.status_code == 304


def test_the_activities_are_the_same_events(server: Running) -> None:
    collection: dict[str, Any] = httpx.get(f"{server.url}/feed/activities").json()
    assert (collection["type"], collection["totalItems"]) == ("OrderedCollection", 302)
    items: list[dict[str, Any]] = []
    address: str | None = collection["first"]
    while address:
        page = httpx.get(address).json()
        items += page["orderedItems"]
        address = page.get("next")
    assert [int(item["id"].rpartition("/")[2]) for item in items] == list(range(302, 0, -1))
    assert (items[0]["type"], items[0]["object"]["type"], items[0]["object"]["id"]) == (
        "Delete",
        "Tombstone",
        EX + "t2",
    )
    assert items[1]["object"]["nameMap"] == {"en": "One"}
    assert len(rdflib.Dataset().parse(data=items[1]["object"]["content"], format="nquads")) == 5
    member = httpx.get(items[0]["id"], headers={"accept": "application/trig"})
    assert (rdflib.URIRef(items[0]["id"]), RDF.type, AS.Delete) in dataset(member)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_readers_of_feeds_are_told_of_each_change_and_led_to_what_it_is_about(server: Running, language: str) -> None:
    """RFC 4287 §4.1: an id, a title and a moment for the feed and each entry, and who wrote it."""
    atom = "{http://www.w3.org/2005/Atom}"
    answer = httpx.get(f"{server.url}/feed/atom?lang={language}")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    told = ElementTree.fromstring(answer.content)
    entries = told.findall(f"{atom}entry")
    # What changed in rules and vocabularies alone, as when the server started, is no news of what is followed up.
    events = [event for event in _activities(server) if event["object"]["id"].startswith(EX)]
    changes = {event["published"] for event in events if "nameMap" in event["object"]}
    assert {entry.findtext(f"{atom}updated") for entry in entries} == changes
    assert told.findtext(f"{atom}updated") == max(changes)
    for one in (told, *entries):
        assert one.findtext(f"{atom}id", "").startswith("urn:uuid:")
        assert one.findtext(f"{atom}title")
    assert len({one.findtext(f"{atom}id") for one in (told, *entries)}) == len(entries) + 1
    assert told.find(f"{atom}author/{atom}name") is not None
    links = told.findall(".//{http://www.w3.org/1999/xhtml}a")
    assert [("".join(one.itertext()), one.attrib["href"].partition("?")[0]) for one in links] == [
        ("One", f"{server.url}/page/{EX}t1")
    ]


def _activities(server: Running) -> list[dict[str, Any]]:
    page: dict[str, Any] = httpx.get(f"{server.url}/feed/activities").json()
    found, at = [], page["first"]
    while at:
        page = httpx.get(at).json()
        found += page["orderedItems"]
        at = page.get("next")
    return found


def test_the_feed_is_linked_from_where_people_and_programs_begin(server: Running) -> None:
    void = rdflib.Graph().parse(data=httpx.get(f"{server.url}/.well-known/void").content, format="turtle")
    assert (None, TREE.view, rdflib.URIRef(f"{server.url}/feed")) in void


@pytest.mark.parametrize("path", ["pages/99", "pages/x", "pages/base-1-0", "members/0", "members/999", "activities/99"])
def test_what_never_was_is_not_found(server: Running, path: str) -> None:
    assert httpx.get(f"{server.url}/feed/{path}").status_code == 404


def test_what_nobody_can_read_is_refused(server: Running) -> None:
    assert httpx.get(f"{server.url}/feed", headers={"accept": "image/png"}).status_code == 406


def test_the_past_is_gone_and_says_where_to_start_anew(tmp_path: Path) -> None:
    project = empty_project(tmp_path / "p")
    with running(project, tmp_path / "s", "--write", scopes=("write",), feed_days=0.00001) as up:
        update(up, MANY)
        httpx.get(f"{up.url}/feed")
        update(up, MANY.replace("INSERT", "DELETE"))
        httpx.get(f"{up.url}/feed")
        update(up, f"INSERT DATA {{ <{EX}x> <{EX}p> 1 }}")
        # The page before last was full more than a second ago by the time that this one is made.
        time.sleep(1)
        update(up, f"INSERT DATA {{ <{EX}x> <{EX}p> 2 }}")
        assert httpx.get(f"{up.url}/feed").status_code == 200
        for path in ("pages/0", "activities/0", "members/1"):
            answer = httpx.get(f"{up.url}/feed/{path}")
            assert answer.status_code == 410
            assert answer.json()["start"].startswith(f"{up.url}/feed")
        assert len(list(dataset(httpx.get(pages(up)[-1])).objects(predicate=TREE.member))) == 102
