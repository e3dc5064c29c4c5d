"""The part that a sentence gives to what it names: who does it, where it is done, for whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tcgraph.questions.function_words import BY, DOES, FOR, IN, THE, WITH
from tcgraph.questions.knowledge import Named
from tcgraph.questions.names import Names
from tcgraph.questions.phrases import Token
from tcgraph.questions.reading import Part


def played(words: list[Token], named: Iterable[Named], names: Names) -> Iterator[tuple[Part, tuple[str, ...]]]:
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
        part = _part(words[before].word, {names.kind(thing) for thing in one.things})
        if part:
            yield part, one.things


def _part(word: str, kinds: set[str]) -> Part | None:
    if "country" in kinds:
        return Part.PLACE if word in IN else None
    if "organisation" not in kinds:
        return None
    if word in BY | DOES | WITH:
        return Part.DOER
    return Part.FOR if word in FOR else None
