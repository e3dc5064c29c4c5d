"""What is told of a question that calls something by its address: its text, and what is reported under its number."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from tcgraph.questions.answers import Answers
from tcgraph.questions.chips import Chip, Question
from tcgraph.questions.condition_patterns import prefixed
from tcgraph.questions.in_words.interpreter import Reader
from tcgraph.questions.in_words.lexicon import MINOR, REQUESTED, Lexicon, Meaning, stem
from tcgraph.questions.in_words.nearest_passages import NearestPassages
from tcgraph.questions.in_words.phrase_meanings import PhraseMeanings
from tcgraph.questions.in_words.reading import LEFT, SURE, Reading
from tcgraph.questions.in_words.remark import Remark
from tcgraph.questions.in_words.tried_reading import Found
from tcgraph.questions.plain_words import plain_words
from tcgraph.rdf import Term, plain

# -- what a question calls by the document's own addresses: sections, paragraphs, the point for decision, documents
# cited
#
# Paragraphs are those of the cover, which have numbers of their own beside the recommendations'.

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
_OUGHT = re.compile(
    r"\b(?:what|que|qu) (?:(?!que|what)\w+ ){0,4}?(?:should|must|ought|ha(?:s|ve) to|doi(?:t|vent)|devra\w*|devront|"
    r"deb(?:e|en|eria|erian)|tienen? que)\b|\b(addressed to|adress\w+ a\w*|dirig\w+ a\w*)\b"
)
"""What asks what somebody is asked to do, which is told by the recommendations addressed to them."""
_ADDRESSED = "SELECT ?whom ?number ?thing { ?thing a tc:Recommendation ; tc:number ?number ; tc:addressee ?whom }"
_FEW_ADDRESSES = 4
"""Recommendations that are read one by one; whoever is asked by more is asked everything."""
_COMPARES = re.compile(r"\b(?:differ\w*|difer\w*|distint\w+|same|alike|memes?|mism[oa]s?|identi\w+|igual\w*)\b")
"""What asks of several recommendations in what they differ, which their own texts tell."""
_ROLES = frozenset(("section", "light"))
_ASKED = Meaning("shows", ("recommendation",))
_DEFINES = Meaning("cannot", ("definition",))


@dataclass(frozen=True, slots=True)
class AddressedThing:
    """What is called by its address.

    Attributes:
        things: their own addresses in the graph.
        alone: whether nothing else is asked but what stands there.
        asks: whether it is asked what recommendations ask, which what was done on them does not tell.
        exact: whether just these are asked for: what a recommendation asks, a paragraph, a decision.
    """

    things: tuple[str, ...] = ()
    alone: bool = False
    asks: bool = False
    exact: bool = False


class Places:
    """Finds what is called by its address.

    Args:
        select: asks the graph.
    """

    def __init__(self, select: Select) -> None:
        self._select = select

    def find(self, asked: Iterable[PhraseMeanings], text: str, lexicon: Lexicon) -> AddressedThing:
        """The paragraphs and cited documents that a question names; the sections where it only asks what they are.

        Args:
            asked: what it says.
            text: as it was put.
            lexicon: of its language.
        """
        plainly = plain_words(text)
        named = [found[0] for found in _NUMBERED.finditer(plainly)]
        things = [self._paragraphs[found[1]] for found in _NUMBERED.finditer(plainly) if found[1] in self._paragraphs]
        decided, to_decide = _DECISION.search(plainly), _TO_DECIDE.search(plainly)
        if decided or to_decide:
            named += [decided[0]] if decided else [to_decide[0] if to_decide else "", *_DECIDING]
            things += self._decisions
        symbols = [symbol for symbol in self._cited if f" {symbol} " in f" {plainly} "]
        cited = [self._cited[symbol] for symbol in symbols]
        rows = [number for one in asked for m in one.meanings if m.role == "number" for number in m.value]
        compares = _COMPARES.findall(plainly) if len(rows) > 1 else []
        asks = [*_ASKS.findall(plainly), *compares] if rows else []
        numbers = [number for one in asked for m in one.meanings if m.role == "section" for number in m.value]
        ought = None if decided or to_decide or numbers else _OUGHT.search(plainly)
        requested = [one.typed for one in asked if REQUESTED in one.meanings and not (decided or to_decide or numbers)]
        requested += [ought[0]] if ought else []
        whom, duties = self._duties(asked, rows) if requested else ((), ())
        asks += (*requested, *whom) if duties else ()
        roles = _ROLES | {"number"} if asks else _ROLES
        passed = {word for told in (*asks, *named, *symbols) for word in plain_words(told).split()}
        small = lexicon.cover | lexicon.stop | MINOR
        said = [
            one
            for one in asked
            if not all(_passes(word, one, passed, small) for word in plain_words(one.typed).split())
            and not {meaning.role for meaning in one.meanings} <= roles
            and _DEFINES not in one.meanings  # what it is stands there
            and not (duties and ought and ought[1] and _ASKED in one.meanings)
        ]
        if not said:
            things += (self._sections[number] for number in numbers if number in self._sections)
        exact = bool(named or asks) and not compares
        asked_of = [self._recommendations[number] for number in rows if asks and number in self._recommendations]
        asked_of = [*duties] or asked_of
        # Of a document that is cited, what is done with it says more than its title.
        found = tuple(dict.fromkeys((*things, *asked_of, *cited)))
        return AddressedThing(found, bool(found) and not said, bool(asked_of), exact)

    def _duties(self, asked: Iterable[PhraseMeanings], rows: Container[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Whom a question names, as typed, and the few recommendations that ask something of them."""
        things = [(one.typed, {*m.value}) for one in asked for m in one.meanings if m.role == "names"]
        told = [
            (typed, thing)
            for typed, named in things
            for whom, number, thing in self._addressed
            if whom in named and (not rows or number in rows)
        ]
        found = tuple(dict.fromkeys(thing for _, thing in told))
        return tuple(dict.fromkeys(typed for typed, _ in told)), found if len(found) <= _FEW_ADDRESSES else ()

    @cached_property
    def _addressed(self) -> tuple[tuple[str, str, str], ...]:
        rows = self._select(prefixed(_ADDRESSED))
        return tuple((plain(whom), plain(number), plain(thing)) for whom, number, thing in rows)

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


def _passes(word: str, asked: PhraseMeanings, passed: Container[str], small: Container[str]) -> bool:
    """Whether a word only says where something stands, and asks nothing of its own."""
    asks = any(meaning.role == "question" for meaning in asked.meanings)
    return word in passed or (stem(word) in small and not asks)


_FEW = 12
"""Rows that are looked through."""


class Addressed:
    """Looks for what a question calls by its address.

    Args:
        answers: of the graph.
        reader: of questions.
        nearest: lists what is found.
    """

    def __init__(self, answers: Answers, reader: Reader, nearest: NearestPassages) -> None:
        self._answers = answers
        self._reader = reader
        self._nearest = nearest
        self._places = Places(answers.select)

    def placed(self, first: Found, text: str, language: str) -> tuple[Found | None, bool]:
        """What a question calls by its number or place in the document, and whether it asks for nothing else.

        Args:
            first: the likeliest answer to it.
            text: as it was put.
            language: where the words do not tell.
        """
        _, spoken = self._reader.content((), text, language)
        lexicon = self._reader.lexicons[spoken]
        located = self._places.find(first.reading.asked, text, lexicon)
        numbered = any(chip.key == "section" for chip in first.reading.question.chips)
        more = any(stem(plain_words(left)) not in lexicon.cover for left in first.reading.left)
        if not located.things or (numbered and more):
            return None, False  # "how many points are in section 4"
        query = self._nearest.listed(located.things)
        sure = located.alone and located.exact
        reading = Reading(
            Question("action"), open=() if sure else (text,), confidence=SURE if sure else LEFT, guessed=True
        )
        leads = located.alone and (located.asks or not first.reading.sure)
        deeds = self.of_numbers(first) if located.asks else None
        told = Remark("of_theme", {"name": deeds.reading.question.chips[0].told}) if deeds else None
        beside = (replace(deeds, remarks=(told,)),) if deeds and told else ()
        remarks = (Remark("located"), *_spoken_of(first, located))
        return Found(reading, query, len(located.things), remarks=remarks, beside=beside), leads

    def of_numbers(self, found: Found) -> Found | None:
        """What is reported under the numbers that a question gives, where nothing answers what it asks of them.

        Args:
            found: the likeliest answer to it.
        """
        reading = found.reading
        numbers = tuple(n for one in reading.asked for m in one.meanings if m.role == "number" for n in m.value)
        if not numbers or reading.cannot or found.nothing_fits or self._reader.turns(reading.asked):
            return None
        question = Question("action", (Chip("number", numbers, numbers),))
        query = self._answers.query(question)
        rows = len(self._answers.rows(question))
        rest = tuple(one.typed for one in reading.asked if not any(m.role == "number" for m in one.meanings))
        reading = replace(reading, question=question, name="", left=rest, unheard=(), open=(), confidence=0.0)
        return Found(reading, query, rows) if 0 < rows <= _FEW else None


def _spoken_of(first: Found, located: AddressedThing) -> Iterator[Remark]:
    """Beside what is addressed to somebody, the other recommendations that speak of them."""
    found = {thing.rpartition("/")[2] for thing in located.things}
    spoken = (remark.values["names"].split(", ") for remark in first.remarks if remark.key == "asked_in")
    others = [number for numbers in spoken for number in numbers if number not in found]
    if located.asks and others:
        yield Remark("spoken_of", {"names": ", ".join(others)})
