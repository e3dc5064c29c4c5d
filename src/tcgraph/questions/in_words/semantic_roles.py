"""The part that a sentence gives to what it names: who does it, where it is done, for whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tcgraph.questions.in_words.function_words import AT, BY, DOES, FOR, GETS, IN, THE
from tcgraph.questions.in_words.knowledge import Named
from tcgraph.questions.in_words.known_names import Names
from tcgraph.questions.in_words.reading import Part
from tcgraph.questions.in_words.word_tokens import WordToken


def played(words: list[WordToken], named: Iterable[Named], names: Names) -> Iterator[tuple[Part, tuple[str, ...]]]:
    """The parts that the words before names say, with the things named.

    Args:
        words: of the sentence.
        named: what it names.
        names: of the graph.
    """
    for one in named:
        before = one.start - 1
        while before >= 0 and words[before].word in THE:
            before -= 1
        if before < 0 or one.without:
            continue
        if words[before].word in AT:
            yield Part.AT, one.things
        gets = one.end < len(words) and words[one.end].word in GETS
        part = _part(words[before].word, {names.kind(thing) for thing in one.things}, gets=gets)
        if part:
            yield part, one.things


def _part(word: str, kinds: set[str], *, gets: bool) -> Part | None:
    if "country" in kinds:
        return Part.PLACE if word in IN else None
    if "organisation" not in kinds:
        return None
    if word in DOES and gets:
        return Part.FOR
    if word in BY | DOES:
        return Part.DOER
    return Part.FOR if word in FOR else None
