"""Names of things in the reader's language, fetched for a page all at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from tcgraph.namespaces import stands_in
from tcgraph.pages.i18n import has, translator
from tcgraph.pages.locale_format import day, place
from tcgraph.pages.site import Site, run, values
from tcgraph.rdf import Literal, NamedNode, Term, plain
from tcgraph.terms import BASE, ID, shorten

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

# A name such as “Funding by France (17-1-a)” the data has in English alone: all that it says is told by the thing's own
# facts, whose names are translated. What no facts tell keeps its English name, which pages mark.
_PARTS = """# What the names of some things are made from.
PREFIX tc: <https://w3id.org/tcgraph/ns#>
SELECT ?thing ?part ?value WHERE {{
  VALUES ?thing {{ {things} }}
  {{
    VALUES (?property ?part) {{
      (tc:donor "who") (tc:inferredDonor "who") (tc:participant "who") (tc:country "who") (tc:certainty "sure")
      (tc:inAction "of") (tc:instrument "of") (tc:answersElement "of") (tc:hedges "of") (tc:givenBy "by")
      (tc:role "role") (tc:status "status") (tc:asOf "on") (tc:asPrinted "printed") (tc:locator "place")
    }}
    ?thing ?property ?value
  }} UNION {{
    ?value tc:hasObservation ?thing BIND("of" AS ?part)
  }}
}}
"""
_KINDS: Final = ("funding", "participation", "observation", "ratification", "answer", "hedge", "passage")
_CODED: Final = ("action", "element", "instrument", "recommendation")
"""Kinds whose code in an address is what the document or its readers call them."""


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


def is_composed(thing: NamedNode) -> bool:
    """Whether a thing is of a kind whose names are made from their parts."""
    return thing.value.removeprefix(ID).partition("/")[0] in _KINDS


def composed(
    site: Site, language: str, things: Iterable[NamedNode], name: Callable[[Iterable[NamedNode]], Mapping[str, str]]
) -> dict[str, Literal]:
    """Names of things by IRI; without those whose facts do not tell all the parts.

    Args:
        site: where to look.
        language: the reader's.
        things: what to name.
        name: tells the names of other things, by IRI.
    """
    parts: dict[NamedNode, dict[str, Term]] = {}
    for thing, part, value in run(site, "composed", _PARTS.format(things=values(things))).rows:
        if isinstance(thing, NamedNode) and value is not None:
            parts.setdefault(thing, {}).setdefault(plain(part), value)
    others = name(value for found in parts.values() for value in found.values() if isinstance(value, NamedNode))
    told = {thing.value: _told(thing, found, language, others) for thing, found in parts.items()}
    return {iri: Literal(text, language=language) for iri, text in told.items() if text}


def _told(thing: NamedNode, parts: Mapping[str, Term], language: str, names: Mapping[str, str]) -> str | None:
    kind = thing.value.removeprefix(ID).partition("/")[0]
    if kind == "passage":
        return place(plain(parts.get("place")), language)
    key = f"composed.{kind}"
    if plain(parts.get("sure")).endswith("/hedged") and has(language, f"{key}_hedged"):
        key += "_hedged"
    try:
        return translator(language)(key, **{part: _part(part, term, language, names) for part, term in parts.items()})
    except KeyError:
        return None


def _part(part: str, term: Term, language: str, names: Mapping[str, str]) -> str:
    text = plain(term)
    kind, _, code = text.removeprefix(ID).partition("/")
    if part == "on":
        return day(text[:7], language)
    if part == "status":
        return translator(language)(f"status.{text.rpartition('/')[2]}").lower()
    if isinstance(term, NamedNode) and kind not in _CODED:
        return names[text]
    return code if isinstance(term, NamedNode) else text
