"""Words that are not asked for, but say of what something else is."""

from __future__ import annotations

from collections.abc import Iterable

from tcgraph.questions.function_words import APART, OF, TO
from tcgraph.questions.knowledge import Named
from tcgraph.questions.names import Names
from tcgraph.questions.phrases import Phrase, Token

_PLACES = frozenset(("country", "region", "grouping"))
_OF_SORTS = frozenset(("event", "product", "agreement"))


def names_place(phrase: Phrase, names: Names) -> bool:
    """Whether a phrase may name a place."""
    things = (thing for meaning in phrase.meanings if meaning.role == "names" for thing in meaning.value)
    return any(names.kind(thing) in _PLACES for thing in things)


def says_of_what(words: list[Token], phrase: Phrase, named: Iterable[Named], names: Names) -> bool:
    """Whether a kind only says of what a theme is that was named before: "evaluation of projects"."""
    before = _before(words, phrase)
    themes = (thing for one in named if one.end == before + 1 for thing in one.things if names.kind(thing) == "theme")
    return before < phrase.start - 1 and any(themes)


def is_modifier(words: list[Token], phrase: Phrase, phrases: Iterable[Phrase]) -> bool:
    """Whether a kind only says what sort of thing another is: "donor meeting", "réunion des donateurs"."""
    before = _before(words, phrase)
    return any(
        any(meaning.role == "shows" and meaning.value[0] in _OF_SORTS for meaning in other.meanings)
        for other in phrases
        if other.start == phrase.end or (other.end == before + 1 and before < phrase.start - 1)
    )


def is_turned(words: list[Token], phrase: Phrase) -> bool:
    """Whether a word after a verb gives it another sense, of which nothing is known: "gave up"."""
    return phrase.end < len(words) and words[phrase.end].word in APART


def begins_to_pay(words: list[Token], phrase: Phrase, phrases: Iterable[Phrase]) -> bool:
    """Whether what is begun is to pay, which says who pays and not how far a deed is: "started giving money"."""
    end = phrase.end
    while end < len(words) and words[end].word in TO:
        end += 1
    near = (other for other in phrases if end <= other.start <= end + 1)
    return any(meaning.role == "funding" for other in near for meaning in other.meanings)


def _before(words: list[Token], phrase: Phrase) -> int:
    """The place of the word before a phrase and before what ties it to that."""
    at = phrase.start - 1
    while at >= 0 and words[at].word in OF:
        at -= 1
    return at
