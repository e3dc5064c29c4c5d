"""The numbers of one text in several languages: they are the same, whoever translated it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from tcgraph.diagnostics.number_words import in_digits
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
