"""The named queries that reports are made of, asked once each, and told in the reader's language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import Final

from tcgraph.engine import Engine
from tcgraph.engine.protocol import Row
from tcgraph.namespaces import stands_in
from tcgraph.queries import QueryCatalogue
from tcgraph.rdf import Literal, NamedNode, literal_text
from tcgraph.terms import ID

Answer = dict[str, str]

_COUNTRIES: Final = """
SELECT ?code ?label WHERE {{
  ?country a tc:Country ; tc:iso3 ?code ; rdfs:label ?english FILTER(LANG(?english) = "en")
  OPTIONAL {{ ?country rdfs:label ?own FILTER(LANG(?own) = "{language}") }}
  BIND(COALESCE(?own, ?english) AS ?label)
}}"""
_TOLD: Final = """
SELECT DISTINCT ?english ?own WHERE {
  VALUES ?property {
    rdfs:label skos:prefLabel tc:summary tc:basis tc:indicator tc:lesson tc:measure tc:leftOpen tc:pairingReason
    tc:replyWithoutAction
  }
  ?thing ?property ?english, ?own FILTER(LANG(?english) = "en" && LANG(?own) != "en")
}"""


_TEXTS: Final = frozenset(("label", "summary", "title", "section_label"))
"""Columns that hold what the document says."""
_LISTS: Final = frozenset(("donor",))
"""Columns where English names stand together in one text that is in no language."""


class NamedQueryRows:
    """Ask named queries and get rows of text.

    Args:
        engine: the graph.
        queries: the project's queries.
        of: code of the follow-up that they are asked about; empty in a project that describes none.
        language: the reader's: English texts are told in it where the graph has them in it.

    Attributes:
        in_english: whether a text of the document was told in English to a reader of another language.
    """

    def __init__(self, engine: Engine, queries: QueryCatalogue, of: str = "", language: str = "en") -> None:
        self.engine, self.queries, self.of, self.language = engine, queries, of, language
        self.in_english = False
        self._known: dict[str, list[Answer]] = {}

    def rows(self, name: str, values: Mapping[str, str] | None = None) -> list[Answer]:
        """The rows of a named query, asked once: what is unbound is missing, things go by the end of their IRI."""
        query = self.queries[name]
        bound = query.bind({**(values or {}), **({"of": self.of} if query.follow_ups else {})})
        if bound not in self._known:
            self._known[bound] = [
                {name: self._said(name, term) for name, term in row.items() if isinstance(term, (Literal, NamedNode))}
                for row in self.engine.select(bound).dicts()
            ]
        return self._known[bound]

    def _said(self, column: str, term: Literal | NamedNode) -> str:
        if isinstance(term, NamedNode):
            return term.value.removeprefix(ID)
        if term.language != "en":
            return self._each(term.value) if column in _LISTS else term.value
        if self.language != "en" and column in _TEXTS and term.value not in self._own:
            self.in_english = True
        return self.told(term)

    def told(self, english: Literal) -> str:
        """An English text in the reader's language, or, where it only stands in for another, in that, with a mark."""
        own = self._own.get(english.value, english)
        return own.value if own.language in (self.language, "en") else f"{own.value} [{own.language}]"

    def _each(self, names: str) -> str:
        told = [own.value if (own := self._own.get(name)) else name for name in names.split("; ")]
        return ("\u00a0; " if self.language == "fr" else "; ").join(told)

    @cached_property
    def _own(self) -> dict[str, Literal]:
        """What English texts are in the reader's language, or, where they only stand in for others, in theirs.

        Two things of one English name may have two names elsewhere; then nobody knows which is meant.
        """
        found: dict[str, set[Literal]] = defaultdict(set)
        for english, own in self.engine.select(_TOLD):
            assert isinstance(english, Literal)
            assert isinstance(own, Literal)
            if own.language == self.language or stands_in(english):
                found[english.value].add(own)
        best = {name: {own for own in told if own.language == self.language} or told for name, told in found.items()}
        return {name: next(iter(told)) for name, told in best.items() if len(told) == 1}

    @cached_property
    def countries(self) -> dict[str, str]:
        """The name of each country, by its code."""
        found = self.engine.select(_COUNTRIES.format(language=self.language))
        return {literal_text(code): literal_text(name) for code, name in found}


def in_words(engine: Engine, rows: list[Row], language: str) -> list[Row]:
    """Rows as a table for people tells them: English texts in a language, where the graph has them in it."""
    texts = [term for row in rows for term in row if isinstance(term, Literal) and term.language == "en"]
    if not any(language != "en" or stands_in(text) for text in texts):
        return rows
    answers = NamedQueryRows(engine, QueryCatalogue(()), language=language)
    told = {text: Literal(answers.told(text)) for text in texts}
    return [tuple(told.get(term, term) if isinstance(term, Literal) else term for term in row) for row in rows]
