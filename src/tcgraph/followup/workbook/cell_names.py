"""Codes by the names that people write in a workbook's cells, in English, French or Spanish."""

from __future__ import annotations

from collections import defaultdict
from difflib import get_close_matches
from typing import Final

from tcgraph.engine import Engine
from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.naming.review_names import named_in
from tcgraph.followup.wording.status_labels import LIKELY, read_label
from tcgraph.followup.workbook.sheets import SheetColumn
from tcgraph.rdf import Literal, NamedNode
from tcgraph.terms import ID, PREFIXES

_NAMES: Final = """
SELECT ?thing ?name WHERE {
  VALUES ?type { tc:Country tc:Organisation tc:Collective tc:Region tc:Framework tc:Convention tc:Project tc:Agreement }
  ?thing a ?type ; rdfs:label|skos:altLabel|dcterms:title|tc:abbreviation|tc:iso2|tc:code ?name
}"""
_CONCEPTS: Final = "SELECT ?thing ?name WHERE { ?thing skos:inScheme ?scheme ; skos:prefLabel|skos:altLabel ?name }"
_WORDS: Final = {"yes": ("oui", "si", "y", "o"), "no": ("non", "n")}


class CellNames:
    """What names in cells mean.

    Args:
        engine: the graph, whose things and code lists they name.
        language: in which a concept is suggested; in English by its code.
    """

    def __init__(self, engine: Engine, language: str = "en") -> None:
        self._engine, self._language = engine, language
        self._called: dict[str, dict[str, str]] = {}
        self._found: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for query, base in ((_NAMES, ID), (_CONCEPTS, PREFIXES["vocab"])):
            for thing, name in engine.select(query):
                if isinstance(thing, NamedNode) and isinstance(name, Literal) and thing.value.startswith(base):
                    kind, _, code = thing.value.removeprefix(base).rpartition("/")
                    self._found[kind][plain_words(name.value)].add(code)
                    self._found[kind][plain_words(code)].add(code)

    def code(self, column: SheetColumn, words: str) -> str:
        """The code that words stand for in a column; the words themselves where they are no known name."""
        if column.kind == "yesno":
            return next((code for code, others in _WORDS.items() if plain_words(words) in others), words)
        if column.kind == "currency":
            return words.upper()
        found = self._found[column.kind.partition(":")[2]].get(plain_words(words), set())
        return next(iter(found)) if len(found) == 1 else words

    def knows(self, column: SheetColumn, words: str) -> bool:
        """Whether words are the code of one thing of a column, or its name."""
        found = self._found[column.kind.partition(":")[2]]
        return len(found.get(plain_words(words), ())) == 1 or any(words in codes for codes in found.values())

    def near(self, column: SheetColumn, words: str) -> str:
        """The code of the name that is most like words, with that name; a concept as people call it; empty for none."""
        if column.kind == "concept:status" and (label := read_label(words)) and label[1] >= LIKELY:
            return self.called(column, label[0])  # a word that trackers have for it
        names = self._found[column.kind.partition(":")[2]]
        alike = get_close_matches(plain_words(words), names, n=1, cutoff=0.7)
        codes = sorted(names[alike[0]]) if alike else []
        if codes and column.kind.startswith("concept:") and self._language != "en":
            return self.called(column, codes[0])
        return f"{codes[0]} ({alike[0]})" if codes and plain_words(codes[0]) != alike[0] else "".join(codes[:1])

    def called(self, column: SheetColumn, code: str) -> str:
        """What a concept of a column is called in the language; its code where that has no name for it."""
        scheme = column.kind.removeprefix("concept:")
        if scheme not in self._called:
            self._called[scheme] = named_in(self._engine, scheme, self._language)
        return self._called[scheme].get(code, code)
