"""Recognise what a text names, from the labels that the graph itself gives its countries, bodies and instruments."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tcgraph.engine import Engine
from tcgraph.followup.folded_text import one_of
from tcgraph.followup.naming.cited_texts import cited_texts
from tcgraph.followup.naming.name_words import INSTRUMENT, ORGANISATION, world_names
from tcgraph.followup.naming.table_names import TableName, TableNames
from tcgraph.rdf import Literal, NamedNode

_LABELS: Final = """
SELECT ?thing ?type ?text ?short WHERE {
  VALUES ?type { tc:Country tc:Region tc:Grouping tc:Organisation tc:Collective tc:Framework tc:Convention
                 tc:InternationalRecommendation tc:Declaration tc:Resolution tc:CodeOfPractice }
  ?thing a ?type .
  { ?thing rdfs:label|skos:altLabel|dcterms:title ?text BIND(false AS ?short)
    FILTER(LANG(?text) IN ("en", "fr", "es")) }
  UNION { ?thing tc:abbreviation ?text BIND(true AS ?short) }
}
ORDER BY ?thing ?text"""

_INSTRUMENTS: Final = """
SELECT ?thing ?code ?year WHERE {
  ?thing tc:code ?code .
  OPTIONAL { ?thing tc:adoptedOn ?on BIND(SUBSTR(STR(?on), 1, 4) AS ?year) }
}"""

_NUMBERED: Final = re.compile(
    r"(?P<kind>\b[Cc]onventions?|\b[Cc]onvenios?|\bRecomm[ea]ndations?|\bRecomendaci[oó]n(?:es)?|\bProtocols?)?"
    r"(?:,?\s+(?:de\s+)?(?P<year>\d{4}))?,?\s*(?P<bracket>\()?(?:\b[Nn]os?\b\.?|\bn[º°]|\bnúm\.?)\s*(?P<number>\d{1,3})\b"
    r"(?(bracket)\)?)(?P<odd>\s*\(\s*\d{2,4}\s*\))?"
)
# "C87" is a Convention; "R10" is as likely the tenth row of a table, so Recommendations need all three digits.
_CODE: Final = re.compile(r"\b(?:(?P<letter>C)\.?\s?(?P<number>\d{2,3})|(?P<other>[RP])(?P<whole>\d{3}))\b(?![./-]\d)")
# Names that are common words as well: at the start of a sentence only their article tells them apart.
_ALSO_WORDS: Final = {"réunion", "reunión", "jersey", "turkey"}
_OF_WHAT: Final = re.compile(r"\s+(?:de|des|du|del|para|pour|con|avec|entre)\b")
"""A meeting is of somebody or for something; the island is not."""
_ARTICLE: Final = re.compile(r"(?:\bla|\bde la|\bà la)\s+$", re.IGNORECASE)
_PLACES: Final = {"Country", "Region"}
_GOVERNMENT: Final = re.compile(r" Government$|^[Gg](?:ouvernement|obierno) ")
_LAST: Final = {"C": 192, "R": 209}
"""The number of the last Convention and Recommendation of the International Labour Conference, as of 2025."""

# Every text is about it, and "World Bank" is not.
_EVERYWHERE: Final = {"world", "monde", "mundo"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A thing that a text names.

    Attributes:
        thing: its IRI.
        kind: local name of its class, such as ``Country``.
        surface: the words of the text.
        start: offset in the text.
    """

    thing: NamedNode
    kind: str
    surface: str
    start: int


@dataclass(frozen=True, slots=True)
class Stranger:
    """A body or instrument that a text names and the graph does not have.

    Attributes:
        name: what it is called most often, such as ``OHCHR`` or ``C190``.
        surface: the words of the text.
        start: offset in the text.
        kind: ``organisation``, ``instrument``, ``programme`` or ``place``; "" where nothing tells.
        own: whether only its table names it, and no list.
    """

    name: str
    surface: str
    start: int
    kind: str = INSTRUMENT
    own: bool = False

    @property
    def acts(self) -> bool:
        """Whether it is a body."""
        return self.kind == ORGANISATION


@dataclass(frozen=True, slots=True)
class OddCode:
    """A reference to an instrument that cannot be right, with why."""

    surface: str
    start: int
    reason: str


class Recogniser:
    """Finds names in text.

    Args:
        engine: the graph that knows the names.
        own: whether the texts are the body's own, in which "the Office" is its office and no other.
    """

    def __init__(self, engine: Engine, *, own: bool = True) -> None:
        names: dict[str, list[tuple[NamedNode, str]]] = defaultdict(list)
        exact: set[str] = set()
        self._written = {name for one in world_names()["countries"].items() for name in (one[0], *one[1])}
        for thing, kind, text, short in engine.select(_LABELS):
            if not (isinstance(thing, NamedNode) and isinstance(kind, NamedNode) and isinstance(text, Literal)):
                continue
            surface = " ".join(text.value.replace("’", "'").split())
            if len(surface) < 2 or re.fullmatch(r"\d+", surface) or surface.lower() in _EVERYWHERE:
                continue
            if surface.lower().startswith("the ") and not own:
                continue
            acronym = (isinstance(short, Literal) and short.value == "true") or surface.isupper()
            key = surface if acronym else surface.lower()
            if acronym:
                exact.add(surface)
            entry = (thing, kind.value.rpartition("#")[2])
            if entry not in names[key]:
                names[key].append(entry)
            self._written.add(surface)
        self._own = own
        self._strangers = _add_names_of_the_world(names, exact)
        self._names = names
        self._acronyms, self._exact = exact, _alternatives(exact)
        self._loose = _alternatives(set(names) - exact, flags=re.IGNORECASE)
        capitals = {name for name in self._strangers if name.isupper()}
        self._outside = _alternatives(capitals)
        self._outside_loose = _alternatives(self._strangers.keys() - capitals, flags=re.IGNORECASE)
        self._lands = {name.lower() for name in self._written} | {
            key for key, entries in names.items() if any(kind in _PLACES for _, kind in entries)
        }
        self._table: TableNames | None = None
        self._last: tuple[str, list[Stranger], list[re.Match[str]]] | None = None
        self._codes: dict[str, tuple[NamedNode, str | None]] = {}
        for thing, code, year in engine.select(_INSTRUMENTS):
            if isinstance(thing, NamedNode) and isinstance(code, Literal):
                self._codes[code.value] = (thing, year.value if isinstance(year, Literal) else None)

    def learn(
        self,
        texts: Iterable[str],
        agents: Iterable[str] = (),
        where: Iterable[str] = (),
        codes: Mapping[str, NamedNode] | None = None,
    ) -> None:
        """Take for strangers what a table names and no list has.

        Args:
            texts: all that the table says.
            agents: what its column on who acts says.
            where: what its columns of places say.
            codes: those by which it names countries.
        """
        if codes:
            self._names.update({code: [(country, "Country")] for code, country in codes.items()})
            self._exact = _alternatives(self._acronyms | codes.keys())
        self._table, self._last = self._table or self._new_table(), None
        self._table.gather([_straight(text) for text in texts], agents, map(_straight, where))

    def _new_table(self) -> TableNames:
        return TableNames(self.is_listed, lambda word: word.lower() in self._lands)

    def is_listed(self, name: str) -> bool:
        """Whether words are, whole, a name that the graph or the world's lists have."""
        key = name if name.isupper() else name.lower()
        return key in self._names or key in self._strangers

    def is_person(self, words: str) -> bool:
        """Whether words are somebody's name in the table that was learnt."""
        return self._table is not None and self._table.is_person(words)

    @property
    def table_names(self) -> list[TableName]:
        """What the table that was learnt names and no list has, each thing once."""
        return self._table.names if self._table is not None else []

    @property
    def left_open(self) -> list[str]:
        """What has the capitals of a name in that table, where nothing tells what it would be the name of."""
        return self._table.left_open if self._table is not None else []

    def mentions(self, text: str) -> list[Mention]:
        """What a text names, in order, each thing once; the longest name wins where names overlap."""
        found: dict[NamedNode, Mention] = {}
        for mention in sorted(self._all(text), key=lambda mention: mention.start):
            found.setdefault(mention.thing, mention)
        return list(found.values())

    def strangers(self, text: str) -> list[Stranger]:
        """What a text names that the graph does not have: bodies and treaties by name, ILO instruments by number."""
        plain = _straight(text)
        taken = [False] * len(plain)
        own, foreign = self._not_in_graph(plain)
        outside = _spans(own, foreign)
        for pattern in (self._loose, self._exact):
            for match in pattern.finditer(plain):
                if not _within(match, outside):
                    taken[match.start() : match.end()] = [True] * (match.end() - match.start())
        listed = list(taken)
        found: dict[str, Stranger] = {}
        # The longest name wins: the "Optional Protocol to the ICESCR" is not the ICESCR.
        for one in sorted([*own, *self._unknown(plain, foreign)], key=lambda one: (-len(one.surface), one.start)):
            end = one.start + len(one.surface)
            span = taken[one.start : end]
            # What the table names by itself elsewhere is named within a longer name too.
            inner = one in own and all(span) and not any(listed[one.start : end])
            if not any(span) or inner:
                taken[one.start : end] = [True] * (end - one.start)
                if one not in own:
                    listed[one.start : end] = [True] * (end - one.start)
                found.setdefault(one.name, one)
        for code, surface, start in self._numbers(plain):
            if code not in self._codes and 1 <= int(code[1:]) <= _LAST.get(code[0], 0):
                found.setdefault(code, Stranger(code, surface, start))
        return sorted(found.values(), key=lambda one: one.start)

    def _own_names(self, text: str) -> list[Stranger]:
        """Where a text has what its table names and no list has."""
        table = self._table
        if table is None:
            table = self._new_table()
            table.gather([text])
        return [Stranger(one.called, words, start, one.kind, own=True) for one, words, start in table.occurrences(text)]

    def _unknown(self, text: str, foreign: Iterable[re.Match[str]]) -> Iterator[Stranger]:
        """Names of bodies and texts that the world has, and texts that are cited."""
        for match in foreign:
            surface = re.sub(r"\s+", " ", match[1])
            name = self._strangers.get(surface) or self._strangers[surface.lower()]
            yield Stranger(name, match[1], match.start(), _kind_of_listed(name))
        for one in cited_texts(text):
            yield Stranger(one.surface, one.surface, one.start, one.kind)

    def _not_in_graph(self, text: str) -> tuple[list[Stranger], list[re.Match[str]]]:
        """What the table names, and where names of the world's lists stand, in a text (asked for twice)."""
        if self._last is None or self._last[0] != text:
            patterns = (self._outside_loose, self._outside)
            foreign = [match for pattern in patterns for match in pattern.finditer(text)]
            self._last = text, self._own_names(text), foreign
        return self._last[1:]

    def _numbers(self, text: str) -> Iterator[tuple[str, str, int]]:
        """ILO instruments by number: "C190", "Convention No. 190", "Recommandation (n° 200)"."""
        for match in _NUMBERED.finditer(text):
            kind = (match["kind"] or "").lower()
            letter = "C" if kind.startswith("conv") else "R" if kind.startswith("recom") else ""
            # "Recommendation No. 4" is more often one of the table itself.
            if letter == "C" or (letter == "R" and (match["year"] or match["bracket"])):
                yield f"{letter}{int(match['number']):03d}", match[0], match.start()
        for match in _CODE.finditer(text):
            yield _code(match), match[0], match.start()

    def odd_codes(self, text: str) -> list[OddCode]:
        """References to instruments that contradict themselves or what is known of the instrument."""
        odd = []
        for match in _NUMBERED.finditer(text):
            surface = " ".join(match[0].split())
            code, known = self._instrument(match)
            if match["odd"]:
                odd.append(OddCode(surface, match.start(), "two numbers stand together; one is a misprint"))
            elif known is None:
                if match["kind"] and int(match["number"]) > 210:
                    odd.append(OddCode(surface, match.start(), f"there is no {match['kind']} with that number"))
            elif match["year"] and known[1] and match["year"] != known[1]:
                odd.append(OddCode(surface, match.start(), f"{code} was adopted in {known[1]}"))
        return odd

    def _all(self, text: str) -> Iterator[Mention]:
        plain = _straight(text)
        # A government's country is named with it.
        own, foreign = self._not_in_graph(plain)
        outside = _spans((one for one in own if _GOVERNMENT.search(one.surface) is None), foreign)
        taken = [False] * len(plain)
        for pattern in (self._loose, self._exact):
            for match in pattern.finditer(plain):
                if any(taken[match.start() : match.end()]):
                    continue
                surface = re.sub(r"\s+", " ", match[1])
                entries = self._names.get(surface) or self._names.get(surface.lower()) or []
                entries = [entry for entry in entries if self._is_a_name(plain, match, entry[1])]
                if _within(match, outside):
                    entries = []
                if entries:
                    taken[match.start() : match.end()] = [True] * (match.end() - match.start())
                for thing, kind in entries:
                    yield Mention(thing, kind, match[0], match.start())
        numbered = [(match, self._instrument(match)) for match in _NUMBERED.finditer(plain)]
        coded = [(match, (code, self._codes.get(code))) for match in _CODE.finditer(plain) if (code := _code(match))]
        for match, (code, known) in (*numbered, *coded):
            if known is not None:
                kind = "Convention" if code.startswith("C") else "InternationalRecommendation"
                yield Mention(known[0], kind, match[0], match.start())

    def _is_a_name(self, text: str, match: re.Match[str], kind: str) -> bool:
        """Whether a thing is meant: a place has a capital and is no common word, a body elsewhere has a capital."""
        if kind == "Collective" and not self._own:
            return False  # "governments" are any
        if text[: match.start()].endswith(".") and not text[: match.start()].endswith(".."):
            return False  # a part of an address: "GOV.UK"
        if kind == "Organisation" and not self._own:
            return not match[1].islower()  # any "comité d'experts" is not the one that the graph knows
        return kind not in _PLACES or _is_a_place(text, match, self._written)

    def _instrument(self, match: re.Match[str]) -> tuple[str, tuple[NamedNode, str | None] | None]:
        kind = (match["kind"] or "").lower()
        letters = "R" if kind.startswith("recom") else "C" if kind.startswith("conv") else "CR"
        if letters == "R" and not (match["year"] or match["bracket"]):
            return f"R{int(match['number']):03d}", None  # "Recommendation No. 4" of the table itself
        codes = [f"{letter}{int(match['number']):03d}" for letter in letters]
        for code in codes:
            known = self._codes.get(code)
            if known is not None and (kind or match["year"] in (None, known[1])):
                return code, known
        return codes[0], None


def _code(match: re.Match[str]) -> str:
    return f"{match['letter'] or match['other']}{int(match['number'] or match['whole']):03d}"


def _straight(text: str) -> str:
    return text.replace("’", "'")


def _spans(own: Iterable[Stranger], foreign: Iterable[re.Match[str]]) -> list[tuple[int, int]]:
    """Where names stand that the graph does not have: "Europe" in "Council of Europe" is no place."""
    return [*(match.span(1) for match in foreign), *((one.start, one.start + len(one.surface)) for one in own)]


def _within(match: re.Match[str], spans: Iterable[tuple[int, int]]) -> bool:
    """Whether a name is only a part of a longer one."""
    start, end = match.span(1)
    return any(a <= start and end <= b and b - a > end - start for a, b in spans)


_ORDINAL: Final = re.compile(r"(?:\b[IVXLC]{2,}|\d(?:st|nd|rd|th|\.?[ªº])|\b[VX])\s+$")
_ITS: Final = re.compile(
    r"\b(?:una|su|esta|dicha|cada|próxima|última|primera|segunda|tercera|\w+[ée]sima)\s+$", re.IGNORECASE
)


def _is_a_place(text: str, match: re.Match[str], written: Container[str]) -> bool:
    """Whether a place is meant: its name has its capitals, and is not the common word that it looks like."""
    word, before = match[1], text[: match.start()]
    if not (word[:1].isupper() and (any(char.isupper() for char in word.split()[-1]) or word in written)):
        return False
    if _ORDINAL.search(before) or (word.lower() == "reunión" and _ITS.search(before)):
        return False  # "su XI Reunión"
    if word.lower() not in _ALSO_WORDS:
        return True
    begins = not before.strip() or before.rstrip()[-1] in ".;:!?•" or _OF_WHAT.match(text, match.end()) is not None
    return _ARTICLE.search(before) is not None or not begins


def _add_names_of_the_world(names: dict[str, list[tuple[NamedNode, str]]], exact: set[str]) -> dict[str, str]:
    """Call what the graph has by every name that the world has for it.

    Returns:
        The names of what the graph does not have, each with what it is called most often.
    """
    strangers: dict[str, str] = {}
    for group in world_names().values():
        for name, others in group.items():
            every = (name, *others)
            known = next((names[one] for key in every for one in (key, key.lower()) if one in names), None)
            for one in every:
                key = one if one.isupper() else one.lower()
                if known is None:
                    strangers[key] = name
                elif key not in names:
                    names[key] = list(known)
                    if one.isupper():
                        exact.add(one)
    return strangers


def _kind_of_listed(name: str) -> str:
    kinds = {"treaties": INSTRUMENT, "countries": "place"}
    return next((kind for group, kind in kinds.items() if name in world_names()[group]), ORGANISATION)


def _alternatives(names: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/])({one_of(names)})(?:s|es)?(?![\w/])", flags)
