"""What pages tell search engines: schema.org's own terms, true of the page, at addresses that answer."""

from __future__ import annotations

import json
import re
from urllib.parse import urljoin
from xml.etree import ElementTree

import httpx
import pytest
import rdflib

from tests.conftest import mostly_at_size
from tests.http.running import Running

BASE = "https://w3id.org/tcgraph/"
SCHEMA = "https://schema.org/"
PAGES = (
    "/", "/recommendations/17", "/countries", "/donors?lang=fr", "/standards", "/frameworks", "/ask",
    "/ask/donors-by-recommendation", "/data", "/ontology", "/page/organisation/undp", "/page/country/SEN?lang=es",
    "/search?q=UNDAF",
)  # fmt: skip
_BLOCK = re.compile(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', re.DOTALL)


def page(server: Running, path: str) -> str:
    answer = httpx.get(server.url + path, headers={"accept": "text/html"})
    assert answer.status_code == 200
    return answer.text


def expanded(server: Running, path: str) -> rdflib.Graph:
    """The page's data as RDF; schema.org's context is stood in for, so that nothing is fetched."""
    (text,) = _BLOCK.findall(page(server, path))
    told = json.loads(text)
    assert told["@context"] == "https://schema.org"
    links = ("url", "license", "item", "contentUrl", "sameAs", "mainEntityOfPage")
    told["@context"] = {"@vocab": SCHEMA, **{name: {"@id": SCHEMA + name, "@type": "@id"} for name in links}}
    return rdflib.Graph().parse(data=json.dumps(told), format="json-ld")


@pytest.mark.parametrize("path", PAGES)
def test_every_term_is_schema_orgs_own(server: Running, path: str) -> None:
    graph = expanded(server, path)
    used = {
        str(term)
        for triple in graph
        for term in (triple[1], triple[2] if triple[1] == rdflib.RDF.type else rdflib.RDF.type)
    }
    names = {term.removeprefix(SCHEMA) for term in used if term != str(rdflib.RDF.type)}
    assert len(names) > 5
    assert [name for name in sorted(names) if name not in rdflib.SDO] == []


@pytest.mark.parametrize("path", PAGES)
def test_the_steps_lead_from_home_to_the_page(server: Running, path: str) -> None:
    graph = expanded(server, path)
    steps = {
        int(str(graph.value(step, rdflib.SDO.position))): str(graph.value(step, rdflib.SDO.item))
        for trail in graph.objects(None, rdflib.SDO.breadcrumb)
        for step in graph.objects(trail, rdflib.SDO.itemListElement)
    }
    assert sorted(steps) == list(range(1, len(steps) + 1))
    assert steps[1].partition("?")[0] == f"{server.url}/"
    assert steps[len(steps)] == server.url + path
    assert {httpx.get(address).status_code for address in steps.values()} == {200}


@pytest.mark.parametrize("path", ["/", "/data"])
def test_the_data_set_can_be_had(server: Running, path: str) -> None:
    graph = expanded(server, path)
    (dataset,) = graph.subjects(rdflib.RDF.type, rdflib.SDO.Dataset)
    assert str(graph.value(dataset, rdflib.SDO.license)).startswith("https://creativecommons.org/licenses/by/4.0")
    assert [
        str(graph.value(report, rdflib.SDO.reportNumber)) for report in graph.objects(dataset, rdflib.SDO.isBasedOn)
    ] == ["GB.297/TC/3"]
    downloads = list(graph.objects(dataset, rdflib.SDO.distribution))
    assert len(downloads) >= 4
    for download in downloads:
        answer = httpx.get(str(graph.value(download, rdflib.SDO.contentUrl)))
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(str(graph.value(download, rdflib.SDO.encodingFormat)))


def test_a_recommendation_is_a_numbered_part_of_the_report(server: Running) -> None:
    graph = expanded(server, "/recommendations/12")
    thing = rdflib.URIRef(BASE + "id/recommendation/12")
    assert (thing, rdflib.RDF.type, rdflib.SDO.CreativeWork) in graph
    assert str(graph.value(thing, rdflib.SDO.position)) == "12"
    assert rdflib.URIRef(BASE + "id/document/gb297-tc-3") in set(graph.objects(thing, rdflib.SDO.isPartOf))
    assert rdflib.URIRef(BASE + "id/instrument/C144") in set(graph.objects(thing, rdflib.SDO.about))


def test_a_country_is_one_for_search_engines_too(server: Running) -> None:
    graph = expanded(server, "/page/country/SEN")
    assert (rdflib.URIRef(BASE + "id/country/SEN"), rdflib.RDF.type, rdflib.SDO.Country) in graph


@pytest.mark.parametrize("path", mostly_at_size(PAGES, "/", "/page/country/SEN?lang=es"))
def test_every_alternate_is_there(server: Running, path: str) -> None:
    text = page(server, path)
    links = re.findall(r'<link rel="alternate" (type|hreflang)="([^"]+)" href="([^"]+)"', text)
    assert {value for kind, value, _ in links if kind == "hreflang"} == {"en", "fr", "es"}
    for kind, value, href in links:
        accept = "text/html" if kind == "hreflang" else f"{value}, */*;q=0.1"
        answer = httpx.get(
            urljoin(server.url, href.replace("&amp;", "&")), headers={"accept": accept}, follow_redirects=True
        )
        assert answer.status_code == 200, href
        if kind == "type":
            assert answer.headers["content-type"].startswith(value)
        else:
            assert f'<html lang="{value}"' in answer.text


def test_a_hostile_name_cannot_end_the_block(server: Running) -> None:
    """The title of a search repeats nothing of what was asked, but addresses do."""
    for path in ("/search?q=%3C/script%3E%3Cscript%3Ealert(1)//", "/search?q=%3C!--%3Cscript"):
        (text,) = _BLOCK.findall(page(server, path))
        assert "<" not in text
        json.loads(text)


def test_the_site_is_mapped(server: Running) -> None:
    robots = httpx.get(server.url + "/robots.txt").text
    (address,) = re.findall(r"Sitemap: (\S+)", robots)
    listed = [
        element.text or ""
        for element in ElementTree.fromstring(httpx.get(address).content).iter(
            "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
        )
    ]
    assert len(listed) == len(set(listed)) > 300
    assert {f"{server.url}/recommendations/{n}" for n in range(1, 38)} <= set(listed)
    assert {httpx.get(found).status_code for found in listed[::17]} == {200}
