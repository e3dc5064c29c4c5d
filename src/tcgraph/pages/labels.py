"""Names of things in the reader's language, fetched for a page all at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from tcgraph.namespaces import stands_in
from tcgraph.pages.composed_names import composed, is_composed
from tcgraph.pages.i18n import has, translator
from tcgraph.pages.named_answers import run, values
from tcgraph.pages.site import Site
from tcgraph.rdf import Literal, NamedNode, Term, plain
from tcgraph.terms import BASE, shorten

_QUERY = """# The names of some things.
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?label WHERE {{
  VALUES ?thing {{ {things} }}
  ?thing rdfs:label|skos:prefLabel ?label .
}}
"""
_TRANSLATED = """# What some names and sentences are in another language.
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX tc: <https://w3id.org/tcgraph/ns#>
SELECT DISTINCT ?name ?own WHERE {{
  VALUES ?name {{ {names} }}
  VALUES ?property {{
    rdfs:label tc:summary tc:basis tc:pairingReason tc:asTaken tc:couldAlsoMean tc:reason tc:leftOpen tc:measure
  }}
  ?thing ?property ?name, ?own .
  FILTER(LANG(?own) != "en")
}}
"""
_LONGEST = 1000


class Labels:
    """Names by IRI; a name in another language stays a literal that says so.

    Args:
        site: where to look.
        language: the reader's.

    Attributes:
        language: the reader's.
    """

    def __init__(self, site: Site, language: str) -> None:
        self._site = site
        self.language = language
        self._wanted: set[NamedNode] = set()
        self._known: dict[str, Literal] = {}
        self._every: dict[str, frozenset[str]] = {}
        self._translated: dict[Literal, Literal] = {}

    def note(self, terms: Iterable[object]) -> None:
        """Remember things whose names will be asked for, so that one query fetches them."""
        self._wanted.update(term for term in terms if isinstance(term, NamedNode) and term.value not in self._known)

    def note_names(self, terms: Iterable[object]) -> None:
        """Fetch what those terms that are English names or summaries are in the reader's language."""
        names = {
            term
            for term in terms
            if isinstance(term, Literal)
            and term.language == "en"
            and len(term.value) < _LONGEST
            and (self.language != "en" or stands_in(term))
        }
        if not names:
            return
        text = _TRANSLATED.format(names=" ".join(sorted(map(str, names))))
        found: dict[Literal, set[Literal]] = {}
        elsewhere: dict[Literal, set[Literal]] = {}
        for name, own in run(self._site, "translations", text).rows:
            if isinstance(name, Literal) and isinstance(own, Literal):
                if own.language == self.language:
                    found.setdefault(name, set()).add(own)
                elif stands_in(name):
                    elsewhere.setdefault(name, set()).add(own)
        # Better the words that there are, marked as another language's, than an English note that there are some.
        found = {**elsewhere, **found}
        # Two things of one English name may have two names elsewhere; then nobody knows which is meant.
        self._translated.update({name: next(iter(own)) for name, own in found.items() if len(own) == 1})

    def translated(self, literal: Literal) -> Literal:
        """A name or summary in the reader's language where :meth:`note_names` found one, else as it is."""
        return self._translated.get(literal, literal)

    def name_of(self, term: Term | None) -> str:
        """What to call a thing, or what a text says, in the reader's language where it is known there."""
        if isinstance(term, NamedNode):
            return self.of(term).value
        return self.translated(term).value if isinstance(term, Literal) else plain(term)

    def all_of(self, thing: NamedNode) -> frozenset[str]:
        """Every name of a thing, in any language."""
        self.of(thing)
        return self._every[thing.value]

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
            self._every[node.value] = frozenset(label.value for label in choices)
            self._known[node.value] = choices[0] if choices else Literal(self._fallback(node.value))
        self._wanted.clear()
        made_of_parts = [
            node for node in wanted if is_composed(node) and self._known[node.value].language != self.language
        ]
        if made_of_parts:
            self._known.update(composed(self._site, self.language, made_of_parts, self._names))

    def _names(self, things: Iterable[NamedNode]) -> dict[str, str]:
        """The names of some things, fetched together."""
        listed = list(things)
        self.note(listed)
        return {thing.value: self.of(thing).value for thing in listed}

    def _fallback(self, iri: str) -> str:
        """What to call a thing that the graph does not name: a word of the catalogue, or its shortened IRI."""
        short = shorten(iri).strip("<>")
        key = f"property.{short}"
        return translator(self.language)(key) if has(self.language, key) else short.removeprefix(BASE)

    def _rank(self, label: Literal) -> tuple[int, str]:
        language = (label.language or "").partition("-")[0]
        order = (self.language, "en", "")
        place = order.index(language) if language in order else len(order)
        return (len(order) + 1 if stands_in(label) else place, label.value)


_SCHEMES: Final = {
    "role": ("role",),
    "stage": ("stage",),
    "kind": (
        "organisation-kind",
        "framework-kind",
        "instrument-kind",
        "product-kind",
        "outcome-kind",
        "hedge-kind",
        "condition-kind",
    ),
    "product_state": ("product-state",),
    "project_state": ("project-state",),
    "event_state": ("event-state",),
    "correction_kind": ("correction-kind",),
    "sector": ("sector",),
}
"""Where words of a list stand in the graph that the catalogue lacks: the schemes that may have their concept."""


def word_for(language: str, kind: str, code: str, labels: Labels) -> str:
    """A code of a closed list in words: the catalogue's, else those of the concept that has the code, else its own."""
    key = f"{kind}.{code.replace(' ', '-')}"
    if has(language, key):
        return translator(language)(key)
    for scheme in _SCHEMES.get(kind, ()) if re.fullmatch(r"[a-z-]+", code) else ():
        concept = labels.of(f"{BASE}vocab/{scheme}/{code}")
        if concept.language:
            return concept.value
    return code if " " in code else code.replace("-", " ")
