"""What a thing is and what is said of it is named in the reader's language on its page, in others' terms too."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.pages import Site
from tcgraph.pages.labels import Labels
from tcgraph.rdf import NamedNode
from tcgraph.terms import BASE

_SHOWN = f"""
SELECT DISTINCT ?term {{
  {{ GRAPH ?where {{ ?thing ?term ?value }} }} UNION {{ GRAPH ?where {{ ?thing a ?term }} }}
  FILTER(STRSTARTS(STR(?thing), "{BASE}id/") || STRSTARTS(STR(?thing), "{BASE}vocab/"))
}}"""
_PREFIXED = re.compile(r"[a-z]+:[A-Za-z]\w*|https?:.*")


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_term_that_a_page_shows_is_named(site: Site, shipped: EmbeddedEngine, language: str) -> None:
    labels = Labels(site, language)
    terms = [term for (term,) in shipped.select(_SHOWN) if isinstance(term, NamedNode)]
    labels.note(terms)
    assert len(terms) > 200
    assert [term.value for term in terms if _PREFIXED.fullmatch(labels.of(term).value)] == []


@pytest.mark.parametrize("thing", ["document/gb297-tc-3", ":vocab/status/taken", ":vocab/status", "country/NLD"])
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_no_heading_of_a_thing_is_a_raw_name(pages_of: TestClient, thing: str, language: str) -> None:
    page = pages_of.get(f"/page/{thing}", params={"lang": language})
    assert page.status_code == 200
    headings = re.findall(r"<dt[^>]*>(?:<[^>]+>)*([^<]*)", page.text)
    assert headings
    assert [heading for heading in headings if _PREFIXED.fullmatch(heading)] == []
