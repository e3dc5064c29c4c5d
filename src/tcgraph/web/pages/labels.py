"""Names of things in the reader's language, fetched for a page all at once."""

from __future__ import annotations

from collections.abc import Iterable

from tcgraph.rdf import Literal, NamedNode
from tcgraph.terms import BASE, shorten
from tcgraph.web.i18n import has, translator
from tcgraph.web.pages.asking import run, values
from tcgraph.web.pages.site import Site

_QUERY = """# The names of some things.
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?label WHERE {{
  VALUES ?thing {{ {things} }}
  ?thing rdfs:label|skos:prefLabel ?label .
}}
"""


class Labels:
    """Names by IRI; a name in another language stays a literal that says so.

    Args:
        site: where to look.
        language: the reader's.
    """

    def __init__(self, site: Site, language: str) -> None:
        self._site = site
        self._language = language
        self._wanted: set[NamedNode] = set()
        self._known: dict[str, Literal] = {}

    def note(self, terms: Iterable[object]) -> None:
        """Remember things whose names will be asked for, so that one query fetches them."""
        self._wanted.update(term for term in terms if isinstance(term, NamedNode) and term.value not in self._known)

    def of(self, thing: NamedNode | str) -> Literal:
        """The name of a thing; its shortened IRI, as a literal without language, where it has none."""
        node = thing if isinstance(thing, NamedNode) else NamedNode(thing)
        if node.value not in self._known:
            self._wanted.add(node)
            self._fetch()
        return self._known[node.value]

    def _fetch(self) -> None:
        found: dict[str, list[Literal]] = {}
        wanted = sorted(self._wanted, key=lambda node: node.value)
        answer = run(self._site, "labels", _QUERY.format(things=values(wanted)))
        for thing, label in answer.rows:
            if isinstance(thing, NamedNode) and isinstance(label, Literal):
                found.setdefault(thing.value, []).append(label)
        for node in wanted:
            choices = sorted(found.get(node.value, ()), key=self._rank)
            self._known[node.value] = choices[0] if choices else Literal(self._fallback(node.value))
        self._wanted.clear()

    def _fallback(self, iri: str) -> str:
        """What to call a thing that the graph does not name: a word of the catalogue, or its shortened IRI."""
        short = shorten(iri).strip("<>")
        key = f"property.{short}"
        return translator(self._language)(key) if has(self._language, key) else short.removeprefix(BASE)

    def _rank(self, label: Literal) -> tuple[int, str]:
        language = (label.language or "").partition("-")[0]
        order = (self._language, "en", "")
        return (order.index(language) if language in order else len(order), label.value)
