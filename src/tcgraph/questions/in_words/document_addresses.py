"""What a question calls by the document's own addresses: sections, paragraphs, the point for decision, documents cited.

Paragraphs are those of the cover, which have numbers of their own beside the recommendations'.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from functools import cached_property

from tcgraph.questions.chips import prefixed
from tcgraph.questions.in_words.lexicon import MINOR, Lexicon, Meaning, stem
from tcgraph.questions.in_words.phrase_meanings import Asked
from tcgraph.questions.plain_words import plain_words
from tcgraph.rdf import Term, plain

Select = Callable[[str], Iterable[tuple[Term | None, ...]]]

_PARAGRAPHS = "SELECT ?number ?thing { ?thing a tc:CoverParagraph ; tc:number ?number }"
_SECTIONS = "SELECT ?number ?thing { ?thing a tc:Section ; tc:number ?number }"
_DECISIONS = "SELECT ?thing { ?document tc:pointForDecision ?thing }"
_CITED = "SELECT ?symbol ?thing { ?thing tc:symbol ?symbol ; dcterms:source/tc:symbol ?citing }"
_PARAGRAPH = r"(?:paragraph|paragraphe|parrafo|para|par)s?"
_NUMBERED = re.compile(rf"\b{_PARAGRAPH} (?:no |num |numero |number )?(\d+)\b")
_DECISION = re.compile(
    rf"\b(?:{_PARAGRAPH}|points?|puntos?) (?:for|pour|para|de|du|que|appelant|qui|to be|requiring) "
    r"(?:\w+ ){0,3}?decision\b"
)
_TO_DECIDE = re.compile(
    r"(?<!did )\b(?:asked|invited|requested|expected|supposed|called|must|should|needs?|have|has|"
    r"doit|devra|devrait|invite|prie|demande|debe|debera|deberia|tiene|pide|propone|invita) "
    r"(?:(?!what)\w+ ){0,7}?(?:decide|decider|decidir|decida)\b"
)
_DECIDING = frozenset(["governing", "body", "gb", "conseil", "administration", "ca", "consejo", "administracion"])
"""What the body is called that is asked to decide something."""
_RECOMMENDATIONS = "SELECT ?number ?thing { ?thing a tc:Recommendation ; tc:number ?number }"
_ASKS = re.compile(
    r"\b(?:asks?|asked|asking|texts?|wording|says?|demandent?|demandait|textes?|dit|pide|piden|pedia|textos?|dice)\b"
)
"""What is asked of a recommendation itself, and not of what was done on it."""
_COMPARES = re.compile(r"\b(?:differ\w*|difer\w*|distint\w+|same|alike|memes?|mism[oa]s?|identi\w+|igual\w*)\b")
"""What asks of several recommendations in what they differ, which their own texts tell."""
_ROLES = frozenset(("section", "light"))
_DEFINES = Meaning("cannot", ("definition",))


@dataclass(frozen=True, slots=True)
class Located:
    """What is called by its address.

    Attributes:
        things: their own addresses in the graph.
        alone: whether nothing else is asked but what stands there.
        asks: whether it is asked what recommendations ask, which what was done on them does not tell.
        compares: whether several of them are compared.
    """

    things: tuple[str, ...] = ()
    alone: bool = False
    asks: bool = False
    compares: bool = False


class Places:
    """Finds what is called by its address.

    Args:
        select: asks the graph.
    """

    def __init__(self, select: Select) -> None:
        self._select = select

    def find(self, asked: Iterable[Asked], text: str, lexicon: Lexicon) -> Located:
        """The paragraphs and cited documents that a question names; the sections where it only asks what they are.

        Args:
            asked: what it says.
            text: as it was put.
            lexicon: of its language.
        """
        plainly = plain_words(text)
        named = [found[0] for found in _NUMBERED.finditer(plainly)]
        things = [self._paragraphs[found[1]] for found in _NUMBERED.finditer(plainly) if found[1] in self._paragraphs]
        if decided := _DECISION.search(plainly):
            named.append(decided[0])
            things += self._decisions
        elif to_decide := _TO_DECIDE.search(plainly):
            named += [to_decide[0], *_DECIDING]
            things += self._decisions
        symbols = [symbol for symbol in self._cited if f" {symbol} " in f" {plainly} "]
        cited = [self._cited[symbol] for symbol in symbols]
        rows = [number for one in asked for m in one.meanings if m.role == "number" for number in m.value]
        compares = _COMPARES.findall(plainly) if len(rows) > 1 else []
        asks = [*_ASKS.findall(plainly), *compares] if rows else []
        roles = _ROLES | {"number"} if asks else _ROLES
        passed = {*asks, *(word for told in (*named, *symbols) for word in told.split())}
        small = lexicon.cover | lexicon.stop | MINOR
        said = [
            one
            for one in asked
            if not all(_passes(word, one, passed, small) for word in plain_words(one.typed).split())
            and not {meaning.role for meaning in one.meanings} <= roles
            and _DEFINES not in one.meanings  # what it is stands there
        ]
        numbers = [number for one in asked for m in one.meanings if m.role == "section" for number in m.value]
        if not said:
            things += (self._sections[number] for number in numbers if number in self._sections)
        asked_of = [self._recommendations[number] for number in rows if asks and number in self._recommendations]
        # Of a document that is cited, what is done with it says more than its title.
        found = tuple(dict.fromkeys((*things, *asked_of, *cited)))
        return Located(found, bool(found) and not said, bool(asked_of), bool(compares))

    @cached_property
    def _paragraphs(self) -> dict[str, str]:
        return {plain(number): plain(thing) for number, thing in self._select(prefixed(_PARAGRAPHS))}

    @cached_property
    def _cited(self) -> dict[str, str]:
        return {plain_words(plain(symbol)): plain(thing) for symbol, thing in self._select(prefixed(_CITED))}

    @cached_property
    def _recommendations(self) -> dict[str, str]:
        return {plain(number): plain(thing) for number, thing in self._select(prefixed(_RECOMMENDATIONS))}

    @cached_property
    def _sections(self) -> dict[str, str]:
        return {plain(number): plain(thing) for number, thing in self._select(prefixed(_SECTIONS))}

    @cached_property
    def _decisions(self) -> tuple[str, ...]:
        return tuple(plain(row[0]) for row in self._select(prefixed(_DECISIONS)))


def _passes(word: str, asked: Asked, passed: Container[str], small: Container[str]) -> bool:
    """Whether a word only says where something stands, and asks nothing of its own."""
    asks = any(meaning.role == "question" for meaning in asked.meanings)
    return word in passed or (stem(word) in small and not asks)
