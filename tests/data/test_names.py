"""What the document prints by its name is named in the graph, in whatever part: no search by ``tc:names`` misses it."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.rdf import Term, plain

PARTS = frozenset(("ILO", "UN", "TC", "GB"))
"""Short names that stand within those of other things: the ILO constituents, a UN country team, the TC manual."""

_PASSAGES = """SELECT ?thing ?from ?to {
  VALUES ?kind { tc:ReportedItem tc:Recommendation }
  ?thing a ?kind ; tc:passage ?p . ?p tc:start ?from ; tc:end ?to
}"""
_CALLED = """SELECT ?thing ?name {
  { ?thing tc:abbreviation ?name } UNION { ?thing a tc:Country ; rdfs:label|skos:altLabel ?name }
  FILTER(LANG(?name) IN ("", "en") && EXISTS { ?item tc:refersTo ?thing })
}"""


def texts(value: Term | None) -> str:
    return plain(value) if value is not None else ""


@pytest.fixture(scope="module")
def printed(shipped: EmbeddedEngine, source_document: Path) -> dict[str, str]:
    """The words of each recommendation and reported item."""
    source = source_document.read_bytes().decode("utf-8")
    found: defaultdict[str, str] = defaultdict(str)
    for thing, start, end in shipped.select(_PASSAGES):
        found[texts(thing)] += f" {source[int(texts(start)) : int(texts(end))]}"
    return dict(found)


def test_what_is_printed_by_its_name_is_named(shipped: EmbeddedEngine, printed: dict[str, str]) -> None:
    named = {
        (texts(item), texts(thing)) for item, thing in shipped.select("SELECT ?item ?thing { ?item tc:names ?thing }")
    }
    called = [(texts(thing), texts(name)) for thing, name in shipped.select(_CALLED)]
    missed = {
        (item, name)
        for thing, name in called
        if name not in PARTS
        for item, words in printed.items()
        if re.search(rf"(?<![\w-]){re.escape(name)}s?(?![\w-])", words) and (item, thing) not in named
    }
    assert len(printed) > 200
    assert len(called) > 40
    assert missed == set()


def test_what_is_only_read_into_the_words_is_not_named(shipped: EmbeddedEngine) -> None:
    """Unless they name it in another part, as they do ECOSOC and IPEC, who act there by our reading."""
    query = """SELECT ?item ?thing {
      ?item tc:inferredAgent|tc:inferredMention|tc:inferredAddressee ?thing ; tc:names ?thing
      FILTER NOT EXISTS { GRAPH ?file { ?item tc:mentions|tc:cites ?thing } FILTER(?file != graph:inferred) }
      FILTER NOT EXISTS { ?item tc:involves/tc:participant ?thing }
    }"""
    assert list(shipped.select(query)) == []
