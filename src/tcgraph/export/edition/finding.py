"""Search without a server: an index that a script reads, and a plain list of every thing where no script runs."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tcgraph.engine import Engine
from tcgraph.export.edition.file_addresses import EditionPlace, relative
from tcgraph.rdf import Literal, NamedNode
from tcgraph.terms import BASE

_TEXTS = """SELECT DISTINCT ?thing ?kind ?text WHERE {
  { ?thing rdfs:label|skos:prefLabel|dcterms:title ?text . BIND("name" AS ?kind) }
  UNION { ?thing skos:altLabel|tc:abbreviation|tc:code|tc:symbol|skos:notation ?text . BIND("more" AS ?kind) }
  UNION { ?thing tc:summary|skos:definition ?text . BIND("more" AS ?kind) }
  FILTER(isIRI(?thing) && STRSTARTS(STR(?thing), "https://w3id.org/tcgraph/"))
} ORDER BY ?thing ?kind ?text"""


class EditionSearch:
    """The names and texts of the things that have a page.

    Args:
        engine: holds the graph.
        pages: the place of each thing's page, by IRI.
    """

    def __init__(self, engine: Engine, pages: Mapping[str, EditionPlace]) -> None:
        self._pages = pages
        self._texts: dict[str, dict[str, dict[str, list[str]]]] = {}
        for thing, kind, text in engine.select(_TEXTS):
            if isinstance(thing, NamedNode) and isinstance(text, Literal) and thing.value in pages:
                fields = self._texts.setdefault(thing.value, {"name": {}, "more": {}})
                fields[str(getattr(kind, "value", "more"))].setdefault(text.language or "", []).append(text.value)

    def name(self, iri: str, language: str) -> str:
        """What a thing is called in a language, else in English, else at all."""
        names = self._texts[iri]["name"]
        found = next((names[tag] for tag in (language, "en", "", *sorted(names)) if tag in names), [iri])
        return found[0]

    def write_index(self, file: Path, start: str, there: set[str], language: str) -> None:
        """Write the index that the search page of a language reads: name, kind, way, other words."""
        rows = []
        for iri in self._there(there):
            fields = self._texts[iri]
            words = [text for tag in (language, "en", "") for text in fields["more"].get(tag, ())]
            others = [text for tag in fields["name"] if tag != language for text in fields["name"][tag]]
            name = self.name(iri, language)
            more = " ".join(dict.fromkeys([*words, *(other for other in others if other != name)]))
            rows.append([name, _kind(iri), relative(self._page(iri, language), start), more])
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        file.write_text(text + "\n", encoding="utf-8")

    def listing(self, start: str, language: str, there: set[str]) -> str:
        """Every thing by its kind, as HTML."""
        kinds: dict[str, list[tuple[str, str]]] = {}
        for iri in self._there(there):
            kinds.setdefault(_kind(iri), []).append(
                (self.name(iri, language), relative(self._page(iri, language), start))
            )
        parts = ['<div id="everything">']
        for kind, things in sorted(kinds.items()):
            items = "".join(
                f'<li><a href="{html.escape(way)}">{html.escape(name)}</a></li>' for name, way in sorted(set(things))
            )
            parts.append(
                f"<details><summary>{html.escape(kind)} ({len(set(things))})</summary><ul>{items}</ul></details>"
            )
        return "".join(parts) + "</div>"

    def _page(self, iri: str, language: str) -> EditionPlace:
        place = self._pages[iri]
        return place if language == "en" else replace(place, file=f"{language}/{place.file}")

    def _there(self, files: set[str]) -> list[str]:
        return [iri for iri in sorted(self._texts) if self._pages[iri].file in files]


def _kind(iri: str) -> str:
    branch, _, rest = iri.removeprefix(BASE).partition("/")
    kind = rest.partition("/")[0] if branch == "id" else branch.partition("#")[0]
    return {"ns": "ontology"}.get(kind, kind).replace("-", " ")
