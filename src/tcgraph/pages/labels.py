"""Names of things in the reader's language, fetched for a page at once; numbers, days and order as it has them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup, escape

from tcgraph.namespaces import stands_in
from tcgraph.pages.i18n import has, of_language, translator
from tcgraph.pages.site import Site, run, values
from tcgraph.questions.in_words.spoken_times import FAR, LONG_AGO
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
    tc:replyWithoutAction
  }}
  ?thing ?property ?name, ?own .
  FILTER(LANG(?own) != "en")
}}
"""
_LONGEST = 1000
_ABBREVIATIONS = """# What is called by an abbreviation.
PREFIX tc: <https://w3id.org/tcgraph/ns#>
SELECT ?short ?thing WHERE { ?thing tc:abbreviation ?short } ORDER BY ?short
"""

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
      (tc:amends "of") (tc:amendedProperty "what")
    }}
    ?thing ?property ?value
  }} UNION {{
    ?value tc:hasObservation ?thing BIND("of" AS ?part)
  }}
}}
"""
_KINDS: Final = ("funding", "participation", "observation", "ratification", "answer", "hedge", "passage", "amendment")
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
        # Two things of one English name may have two names elsewhere; then nobody knows which is meant. A sentence may
        # have been put in two ways, and either says it.
        self._translated.update(
            (name, min(own, key=lambda one: (len(one.value), one.value)))
            for name, own in found.items()
            if len(own) == 1 or name.value.endswith(".")
        )

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
        # What an amendment amends may be among them.
        for last in (False, True):
            if now := [node for node in made_of_parts if node.value.startswith(f"{ID}amendment/") == last]:
                self._known.update(composed(self._site, self.language, now, self._names))

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


def spelled_out(site: Site, labels: Labels) -> Callable[[str], Markup]:
    """A function that gives HTML for a text, in which each abbreviation of the graph says once what it stands for."""
    found = [(plain(short), thing) for short, thing in run(site, "abbreviations", _ABBREVIATIONS).rows]
    labels.note(thing for _, thing in found)
    names = {short: thing for short, thing in found if isinstance(thing, NamedNode)}
    # No part of a symbol such as GB.297/TC/3, nor of ILO/AIDS; with the s of the plural.
    listed = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w./-])({listed or '(?!)'})(?=s?(?![\w/]|\.\d))")
    told: set[str] = set()

    def spell(match: re.Match[str]) -> str:
        short, name = match[1], labels.of(names[match[1]]).value
        if short in told or short == name:
            return short
        told.add(short)
        return Markup('<abbr title="{}">{}</abbr>').format(name, short)

    return lambda text: Markup(pattern.sub(spell, str(escape(text))))  # noqa: S704 -- every piece is escaped


@cache
def told_of_columns() -> Mapping[str, Any]:
    """What the columns of named queries hold: ``columns.toml``."""
    return tomllib.loads(Path(__file__).with_name("columns.toml").read_text(encoding="utf-8"))


def word_for(language: str, kind: str, code: str, labels: Labels) -> str:
    """A code of a closed list in words: those of the concept that has the code, else the catalogue's, else its own."""
    schemes = told_of_columns()["schemes"].get(kind, ()) if re.fullmatch(r"[a-z-]+", code) else ()
    concepts = [NamedNode(f"{BASE}vocab/{scheme}/{code}") for scheme in schemes]
    labels.note(concepts)
    for concept in concepts:
        if labels.of(concept).language:
            return labels.of(concept).value
    key = f"{kind}.{code.replace(' ', '-')}"
    if has(language, key):
        return translator(language)(key)
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


_DAY: Final = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
_VARYING: Final = re.compile(r"\d+|(?<=part )[a-z]\b|(?<=\()[a-z](?=\))|(?<=column )[A-Z]{1,3}\b")


def figure(term: Term | None, language: str) -> str | None:
    """A number as readers of a language write it; None for what is no number."""
    if not isinstance(term, Literal) or term.datatype.value.rpartition("#")[2] in ("gYear", "gMonth", "gDay"):
        return None
    if not term.value.lstrip("-").replace(".", "", 1).isdigit():
        return None
    whole, point, part = term.value.partition(".")
    return number(int(whole), language) + (of_language(language, "decimal") + part if point else "")


def number(value: int, language: str) -> str:
    """A whole number in groups of three digits; in Spanish four digits stand together."""
    together = len(str(abs(value))) < int(of_language(language, "group_from"))
    return str(value) if together else f"{value:,}".replace(",", of_language(language, "group"))


def day(text: str, language: str) -> str:
    """A day or month (``2006-10-11``, ``2006-10``) in words, with the mark of a reading; anything else as it stands."""
    if text.startswith("≈"):
        return f"≈ {day(text[1:].lstrip(), language)}"
    found = _DAY.fullmatch(text)
    if not found or not 1 <= int(found[2]) <= 12:
        return text
    t = translator(language)
    month = t(f"month.{int(found[2])}")
    if not found[3]:
        return t("day.month", month=month, year=found[1])
    first = "first" if int(found[3]) == 1 else "day"
    return t(f"day.{first}", day=int(found[3]), month=month, year=found[1])


def days(start: str, end: str, language: str) -> str:
    """From a day or month to another in words, what they share once; either may be empty or open."""
    if FAR in (start, end) or LONG_AGO in (start, end):
        known = start if end == FAR else end
        way = "onward" if end == FAR else "until"
        return translator(language)(f"day.{way}", day=day(known, language)) if known not in (FAR, LONG_AGO) else ""
    first, last = _DAY.fullmatch(start), _DAY.fullmatch(end)
    if first and last and first[3] and last[3] and start < end and start[:7] == end[:7]:
        t = translator(language)
        month = t(f"month.{int(first[2])}")
        return t("day.day", day=f"{int(first[3])}–{int(last[3])}", month=month, year=first[1])
    return " – ".join(day(date, language) for date in dict.fromkeys((start, end)) if date)


def place(locator: str, language: str) -> str | None:
    """A locator (``row 17, right column, bullet 2``) in a language; None where one of its parts has no words there."""
    told: list[str] = []
    for part in re.split(r"([,;:] )", locator):
        if re.fullmatch(r"[,;:] ", part):
            # French sets a space before the colon and the semicolon.
            told.append(part if part == ", " else of_language(language, "before_signs") + part)
            continue
        varying = _VARYING.findall(part)
        key = "place." + _VARYING.sub("#", part)
        if not has(language, key):
            return None
        words = translator(language)(key)
        for value in varying:
            words = words.replace("#", value, 1)
        told.append(words)
    return "".join(told)


def in_order(text: str) -> str:
    """A text as it is sorted: as :func:`plainly` has it, and numbers in it by their value: 5 before 12."""
    return re.sub(r"\d+", lambda number: number[0].zfill(12), plainly(text))


def plainly(text: str) -> str:
    """A text without what sorting and seeking overlook: case and accents, so that Éthiopie stands before France."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
