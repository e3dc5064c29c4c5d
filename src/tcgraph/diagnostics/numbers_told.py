"""The numbers of one text in several languages: they are the same, whoever translated it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from tcgraph.engine import Engine
from tcgraph.namespaces import stands_in
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.shacl.validation_report import Finding, Severity

OTHER_NUMBERS = NamedNode("urn:check#other-numbers")
_TEXTS = """SELECT ?thing ?property ?text {
    ?thing ?property ?text
    FILTER(LANG(?text) != "" && ?property NOT IN (
        <http://www.w3.org/2004/02/skos/core#altLabel>, <http://www.w3.org/2004/02/skos/core#hiddenLabel>
    ))
}"""
_GROUPED = re.compile(r"(?<=\d)[.,\s\u00a0\u202f](?=\d{3}(?!\d))")
"""What stands between thousands: a comma, a point or a space, by language."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_LEAST = 13
"""A smaller number may stand in words in one language and in digits in another."""
_LANGUAGES = {"en": "English", "fr": "French", "es": "Spanish"}
_YEAR, _SHORT = 4, 2
_FEW = 50
"""So many things are looked up one by one sooner than all texts are read."""


def other_numbers(engine: Engine, things: Collection[Term] | None = None) -> list[Finding]:
    """Texts whose numbers are not those of the same text in other languages.

    Args:
        engine: holds the data.
        things: only what is said of these; None for all.

    Returns:
        One warning for each text that differs, at the one that differs from two others, or at the later language.
    """
    texts: defaultdict[tuple[Term, NamedNode], dict[Literal, None]] = defaultdict(dict)
    for thing, name, text in _texts(engine, things):
        if thing is not None and isinstance(text, Literal) and isinstance(name, NamedNode):
            texts[thing, name][text] = None
    return [
        _finding(thing, name, text, other)
        for (thing, name), said in texts.items()
        if len(said) > 1
        for text, other in _odd([each for each in said if not stands_in(each)])
    ]


def _texts(engine: Engine, things: Collection[Term] | None) -> Iterator[tuple[Term | None, ...]]:
    if things is None or len(things) > _FEW:
        yield from (row for row in engine.select(_TEXTS, as_found=True) if things is None or row[0] in things)
        return
    for thing in things:
        if isinstance(thing, NamedNode):
            yield from engine.select(_TEXTS, bindings={"thing": thing}, as_found=True)


def numbers(text: Literal) -> list[str]:
    """The numbers of a text in digits, as one language would write them, with those that it says in words."""
    said = in_digits(_GROUPED.sub("", text.value), text.language)
    return [each.replace(",", ".") for each in _NUMBER.findall(said)]


def unmatched(one: Iterable[str], other: Iterable[str]) -> list[str]:
    """The numbers of one text that another does not have; the last two digits of a year stand for it."""
    there = list(other)
    return [each for each in one if not any(_same(each, every) for every in there)]


def _same(one: str, other: str) -> bool:
    lengths = {len(one), len(other)}
    return one == other or (lengths == {_SHORT, _YEAR} and one[-_SHORT:] == other[-_SHORT:])


def _odd(said: list[Literal]) -> Iterator[tuple[Literal, Literal]]:
    """The texts that differ, each with one that it differs from."""
    order = ["en", "fr", "es"]
    texts = {each.language: each for each in sorted(said, key=lambda each: str(each.language)) if each.language}
    found: Mapping[str, list[str]] = {tag: numbers(text) for tag, text in texts.items()}
    if len(set(map(tuple, found.values()))) < 2:
        return
    differs = {tag: [other for other in texts if _differ(found[tag], found[other])] for tag in texts}
    most = max(map(len, differs.values()), default=0)
    if not most:
        return
    # Of two languages it is the translation that is looked at; of three the one that differs from both others.
    late = sorted(texts, key=lambda tag: order.index(tag) if tag in order else len(order))
    tag = next(tag for tag in reversed(late) if len(differs[tag]) == most)
    yield texts[tag], texts[differs[tag][0]]


def _differ(one: list[str], other: list[str]) -> bool:
    here, there = unmatched(one, other), unmatched(other, one)
    return bool(here and there) or any(float(each) >= _LEAST for each in (*here, *there))


def _finding(thing: Term, name: NamedNode, text: Literal, other: Literal) -> Finding:
    here, there = numbers(text), numbers(other)
    more, less = unmatched(here, there), unmatched(there, here)
    own, others = (_LANGUAGES.get(str(each.language), f"“{each.language}”") for each in (text, other))
    if more and less:
        message = f"The {own} text says {', '.join(more)} where the {others} one says {', '.join(less)}"
    elif more:
        message = f"The {own} text says {', '.join(more)}, which the {others} one does not"
    else:
        message = f"The {own} text does not say {', '.join(less)}, as the {others} one does"
    message += ": see which of them the passage says."
    return Finding(
        thing, OTHER_NUMBERS, OTHER_NUMBERS, Severity.WARNING, message, str(name), predicate=name, value=text
    )


# -- numbers that a text says in words, from two to ninety-nine, in the languages that texts are in

_TEN, _HUNDRED = 10, 100
_ENGLISH: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_FRENCH: Final = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit"
    " dix-neuf"
)
_SPANISH: Final = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete"
    " dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete"
    " veintiocho veintinueve"
)
_ENGLISH_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_FRENCH_TENS: Final = "vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt"
_SPANISH_TENS: Final = "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa"
_TWO_MEANINGS: Final = frozenset(("neuf",))
"""Words that are no number as often as one: new things are "neufs", too."""


def _counted(number: int, first: str, tens: str, joined: str) -> str:
    """A number in a language that puts what is left of ten behind the tens, from where its own words end."""
    words, (ten, rest) = first.split(), divmod(number, _TEN)
    if number < len(words):
        return words[number]
    return tens.split()[ten - 2] + (f"{joined}{words[rest]}" if rest else "")


def _english(number: int) -> str:
    return _counted(number, _ENGLISH, _ENGLISH_TENS, "-")


def _french(number: int) -> str:
    words = _FRENCH.split()
    if number < len(words):
        return words[number]
    base = _FRENCH_TENS.split()[number // _TEN - 2]
    # Seventy and ninety are counted on from sixty and eighty.
    rest = number % _TEN + (_TEN if number // _TEN in (7, 9) else 0)
    if not rest:
        return f"{base}s" if base == "quatre-vingt" else base
    joined = " et " if rest in (1, 11) and base != "quatre-vingt" else "-"
    return f"{base}{joined}{words[rest]}"


def _spanish(number: int) -> str:
    return _counted(number, _SPANISH, _SPANISH_TENS, " y ")


_VALUES: Final = {
    tag: {said(number): number for number in range(2, _HUNDRED) if said(number) not in _TWO_MEANINGS}
    for tag, said in (("en", _english), ("fr", _french), ("es", _spanish))
}
_SAID: Final = {
    tag: re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(values, key=len, reverse=True))})(?![\w-])")
    for tag, values in _VALUES.items()
}


def in_digits(text: str, language: str | None) -> str:
    """A text in small letters, with the numbers that it says in words in digits; as it is in any other language.

    Args:
        text: what is said.
        language: its tag; None where it has none.
    """
    if language not in _SAID:
        return text
    # Words of small letters are found in a third of the time that letters of any kind take.
    return _SAID[language].sub(lambda found: str(_VALUES[language][found[0]]), text.lower())
