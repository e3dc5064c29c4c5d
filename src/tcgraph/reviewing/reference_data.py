"""What the graph knows that a reviewer chooses from or is checked against: statuses, themes, kinds, names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Final

from tcgraph.engine import Engine
from tcgraph.followup.dates import names_no_day, read_date
from tcgraph.followup.drafts.money_told import WRITTEN
from tcgraph.followup.drafts.review_file import parts_of
from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.naming.entities import Recogniser
from tcgraph.followup.naming.review_names import ReviewNames, Unknown, status_codes
from tcgraph.followup.naming.who_acts import plainly
from tcgraph.rdf import Literal, NamedNode
from tcgraph.terms import ID

_LABELS: Final = """
SELECT ?thing ?name WHERE {
  VALUES ?type { tc:Country tc:Region tc:Grouping tc:Organisation tc:Collective tc:Framework tc:Convention
                 tc:InternationalRecommendation tc:Declaration tc:Resolution tc:CodeOfPractice }
  ?thing a ?type ; rdfs:label|skos:altLabel|dcterms:title|tc:abbreviation|tc:code ?name
} ORDER BY ?thing ?name"""
_CALLED: Final = "SELECT ?name ?thing WHERE { ?thing rdfs:label ?name }"
_ASKED: Final = "SELECT ?words ?thing WHERE { ?thing tc:summary ?words }"
_CONCEPTS: Final = """
SELECT ?code ?name ?scheme WHERE { ?c skos:inScheme ?scheme ; skos:notation ?code ; skos:prefLabel ?name }
ORDER BY ?code"""
_MOST: Final = 12


class ReferenceData:
    """The reference data that a review is held against."""

    def __init__(self, engine: Engine, language: str, shown: str) -> None:
        self.engine, self.language, self._shown = engine, language, shown
        self.statuses = status_codes(engine)
        self.names = ReviewNames(engine)

    @cached_property
    def _recogniser(self) -> Recogniser:
        return Recogniser(self.engine)

    @cached_property
    def _labels(self) -> list[tuple[str, str, str]]:
        rows = [
            (plain_words(name.value), name.value, thing.value.removeprefix(ID))
            for thing, name in self.engine.select(_LABELS)
            if isinstance(thing, NamedNode) and isinstance(name, Literal)
        ]
        return sorted(set(rows), key=lambda row: (len(row[0]), row))

    def called(self, paths: Iterable[str]) -> dict[str, str]:
        """What things are called in the page's language or else in English, by their address after ``/id/``."""
        found: dict[str, str] = {}
        for path in {*paths} & {path for _, _, path in self._labels}:
            rows = self.engine.select(_CALLED, bindings={"thing": NamedNode(ID + path)})
            names = {name.language: name.value for name, _ in rows if isinstance(name, Literal)}
            if name := names.get(self._shown) or names.get("en"):
                found[path] = name
        return found

    def asked(self, references: Iterable[str]) -> dict[str, str]:
        """What recommendations of the graph ask, by how a review refers to them; in the page's language if it can."""
        found: dict[str, str] = {}
        for reference in {*references}:
            if (node := self.names.recommendation(reference)) is not None:
                rows = self.engine.select(_ASKED, bindings={"thing": node})
                said = {words.language: words.value for words, _ in rows if isinstance(words, Literal)}
                tongue = next((one for one in (self._shown, self.language, "en") if one in said), None)
                found |= {reference: said[tongue]} if tongue else {}
        return found

    def choices(self, scheme: str) -> dict[str, str]:
        """A scheme's codes, each with its name in the page's language."""
        given = {"scheme": NamedNode(f"https://w3id.org/tcgraph/vocab/{scheme}")}
        names: dict[str, dict[str, str]] = {}
        for code, name, _ in self.engine.select(_CONCEPTS, bindings=given):
            if isinstance(code, Literal) and isinstance(name, Literal):
                names.setdefault(code.value, {})[name.language or ""] = name.value
        return {code: named.get(self._shown) or named.get("en") or code for code, named in names.items()}

    def named(self, words: str, new: Mapping[str, Iterable[str]]) -> list[tuple[int, str, str]]:
        """What a text names, by all that the cells of a review may call it.

        Args:
            words: the text.
            new: names that the graph does not know, each with what else the thing is called.

        Returns:
            Each thing's first place, in what words, and its new name or the part of its address after ``/id/``.
        """
        found = [(one.start, one.surface, one.thing.value.removeprefix(ID)) for one in self._recogniser.mentions(words)]
        # One body by its acronym here and by its name in another language there is told by what the world calls it.
        called = {stranger.name: stranger for stranger in self._recogniser.strangers(words)}
        for name, others in new.items():
            same = [called[one.name] for one in self._recogniser.strangers(name) if one.name in called]
            told = [(one.start, one.surface) for one in same]
            told += [(start, one) for one in (name, *others) if (start := _start(one, words)) >= 0]
            found += [(*one, name) for one in sorted(told)[:1]]
        return found

    def find(self, words: str) -> list[dict[str, str]]:
        """Things whose name in any language begins with, or has, some words."""
        wanted = plain_words(words)
        if not wanted:
            return []
        begins = [row for row in self._labels if row[0].startswith(wanted)]
        has = [row for row in self._labels if wanted in row[0] and not row[0].startswith(wanted)]
        found: dict[str, str] = {}
        for _, name, path in (*begins, *has):
            found.setdefault(path, name)
        return [{"thing": path, "name": name} for path, name in list(found.items())[:_MOST]]

    def recommendation(self, number: str) -> NamedNode | None:
        """A recommendation of the graph by its number."""
        return self.names.recommendation(number)

    def problem(self, key: str, words: str, new: Iterable[str] = ()) -> str | None:
        """What is wrong with what a person wrote into a cell; None where nothing is.

        Args:
            key: the cell's column.
            words: what stands in it.
            new: codes and names of bodies that the review itself describes.
        """
        known = {plain_words(name) for name in new if name}
        look: dict[str, Any] = {
            "agent": self.names.actor,
            "payer": self.names.payer,
            "addressee": self.names.body,
            "Body": self.names.body,
            "theme": self.names.theme,
            "mentions": self.names.mentioned,
        }
        try:
            for part in map(plainly, parts_of(words)):
                if key in look and plain_words(part) not in known:
                    look[key](part)
            if key == "same" and words:
                self.names.named(f"action/{words}")
        except Unknown as unknown:
            return str(unknown)
        if key == "amount" and words and WRITTEN.fullmatch(words.replace(",", "")) is None:
            return f"{words!r} is no amount such as EUR 4000000"
        if key in ("expected", "Date") and words and read_date(plainly(words)) is None and not names_no_day(words):
            return f"{words!r} is no date such as 2026-06-30"
        return None


def _start(name: str, words: str) -> int:
    """Where a text has a name, an acronym in capitals only; -1 where it has it not."""
    look = (name, words) if name.isupper() else (plain_words(name), plain_words(words))
    found = re.search(rf"(?<!\w){re.escape(look[0])}(?!\w)", look[1]) if name else None
    return found.start() if found else -1
