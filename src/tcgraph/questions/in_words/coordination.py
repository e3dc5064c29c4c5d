"""A sentence that asks for two things, as two sentences: the second with the names that it leaves to the first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tcgraph.questions.in_words.asked_clauses import second_clauses
from tcgraph.questions.in_words.function_words import ASKING, ASKS_WHETHER, DOES, IS, LESQUELS, RELATIVE, WHICH, WHO
from tcgraph.questions.in_words.phrases import Phrase
from tcgraph.questions.in_words.word_tokens import WordToken

_OF_THEM = frozenset(["them", "those", "these", "eux", "elles", "ellos", "ellas", "ceux", "celles"])
"""What stands for all that the first answer tells: which of them, no names of the first half say."""
_NAMING = frozenset(("names", "number", "section", "instrument"))


@dataclass(frozen=True, slots=True)
class Coordination:
    """Two questions in one sentence.

    Attributes:
        first: the first of them.
        asked: the second as it was put.
        second: the same with what the first names, where it names nothing itself; empty where that does not say it.
        same: whether the second only asks which ones the first counts.
    """

    first: str
    asked: str
    second: str
    same: bool = False


def halves(words: list[WordToken], phrases_of: Callable[[list[WordToken]], Iterable[Phrase]]) -> Coordination | None:
    """The two questions of a sentence; None where it asks one."""
    at = next((at for at, after_and in second_clauses(words) if after_and), 0)
    if not at:
        return None
    first, rest = words[: at - 1], words[at:]
    asked = _typed(rest)
    # "Since when and for what is IRIS used", "for employers and what for workers under recommendation 11".
    lacks = _numbers if any(map(_names, phrases_of(first))) else _names
    if _asking_end(first, phrases_of) == len(first):
        first = [*first, *rest[_asking_end(rest, phrases_of) :]]  # "who pays and who runs the training on HIV"
    elif not any(map(lacks, phrases_of(first))):
        first = [*first, *(token for one in phrases_of(rest) if lacks(one) for token in rest[one.start : one.end])]
    if rest[0].word not in ASKING | ASKS_WHETHER | IS | DOES or any(token.word in _OF_THEM for token in rest):
        return Coordination(_typed(first), asked, "")
    counts = any(meaning.value == ("count",) for one in phrases_of(first) for meaning in one.meanings)
    if counts and all(token.word in WHICH | RELATIVE | LESQUELS for token in rest):
        return Coordination(_typed(first), asked, "", same=True)
    if rest[0].word in WHICH | LESQUELS and not any(map(_is_kind, phrases_of(rest))):
        kinds = (one for one in phrases_of(first) if _is_kind(one) and first[one.start].word not in WHO)
        kind = next(kinds, None)  # "and which with UNDP"
        rest = [rest[0], *(first[kind.start : kind.end] if kind else ()), *rest[1:]]
    names = any(map(_names, phrases_of(rest)))
    # Who is named again stands in place of who was; of which recommendations is asked is not said twice.
    named = [
        one
        for one in phrases_of(first)
        if not _is_kind(one) and ((_numbers(one) and not _numbered(rest, phrases_of)) or (_names(one) and not names))
    ]
    said = [_typed(first[one.start : one.end]) for one in named]
    return Coordination(_typed(first), asked, " ".join([_typed(rest), *said]))


def _names(phrase: Phrase) -> bool:
    return bool({meaning.role for meaning in phrase.meanings} & _NAMING)


def _asks_only(phrase: Phrase) -> bool:
    """Whether a phrase says no more than what is asked for: who pays, how many recommendations."""
    return {meaning.role for meaning in phrase.meanings} <= {"shows", "funding", "question"}


def _asking_end(words: list[WordToken], phrases_of: Callable[[list[WordToken]], Iterable[Phrase]]) -> int:
    """Where a question has said what it asks for, and what that is asked of begins."""
    end = 1
    for one in phrases_of(words):
        if one.start > end or not _asks_only(one):
            break
        end = one.end
    return end


def _numbers(phrase: Phrase) -> bool:
    """Whether recommendations or sections are named by number, which what comes before is asked in, too."""
    return any(meaning.role in ("number", "section") for meaning in phrase.meanings)


def _numbered(words: list[WordToken], phrases_of: Callable[[list[WordToken]], Iterable[Phrase]]) -> bool:
    return any(map(_numbers, phrases_of(words)))


def _is_kind(phrase: Phrase) -> bool:
    return any(meaning.role == "shows" and meaning.value != ("count",) for meaning in phrase.meanings)


def _typed(words: list[WordToken]) -> str:
    return " ".join(token.typed for token in words)
