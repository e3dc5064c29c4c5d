"""What a sentence is understood by, and the pieces that it is taken apart into."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Protocol

from tcgraph.questions.chips import Question
from tcgraph.questions.in_words.function_words import IS, OF
from tcgraph.questions.in_words.known_names import Names
from tcgraph.questions.in_words.lexicon import MINOR, Lexicon, Meaning, key, stem
from tcgraph.questions.in_words.word_tokens import WordToken
from tcgraph.questions.kinds import Kind
from tcgraph.questions.plain_words import plain_words

_ENDINGS = re.compile(r"(?:izations?|ations?|ions?|ings?|ers?|ed|es|s|e|y|o|a|os|as|ar|er|ir)$")
_PLURALS = re.compile(r"(?:es|s|e|y|o|a|os|as)$")
_DOUBLED = re.compile(r"([bdgmnpt])\1$")
"""Mapp of mapping."""
_SHORT = 4
_TITLED = frozenset(("product", "event", "project", "agreement", "target", "figure"))
_NAMED_AT_LENGTH = frozenset(("instrument", "theme", "framework", "grouping"))
"""Kinds of which people say more than one word of the name, in any order."""
_ANYBODY = Meaning("shows", ("organisation",))
"""What whoever is responsible is, too: it stands for no other word."""
_FEW = 3
"""Words of a text that is no sentence: its first one is in capitals only where it is a name."""


class KnownTerms(Protocol):
    """What a sentence is understood by."""

    kinds: Mapping[str, Kind]
    names: Names
    told_in: Mapping[str, str]
    """The column that tells the same as a named question, where things are shown with it."""
    implied: Mapping[str, str]
    last_day: str
    """The status that nothing has of what a named question lists."""
    of_report: str
    """The named question about the report itself; empty where there is none."""

    def named(self, question: Question, told: Set[str] = frozenset()) -> tuple[str, dict[str, str]]:
        """The named question that says the same, with its parameters; one with some columns."""

    def parameters_of(self, name: str) -> frozenset[str]:
        """The parameters of a named question."""

    def columns_of(self, name: str) -> frozenset[str]:
        """The columns of a named question."""

    def said_by(self, name: str) -> frozenset[str]:
        """The things that a named question says by itself."""


@dataclass(frozen=True, slots=True)
class Named:
    """Things that were named: which, where in the sentence, and whether they must not be there."""

    things: tuple[str, ...]
    start: int
    end: int
    without: bool = False


def around(at: int, length: int) -> Iterator[tuple[int, int]]:
    """The stretches of up to four words with one word in them, the longest first."""
    for many in range(4, 0, -1):
        for start in range(max(0, at - many + 1), min(at, length - many) + 1):
            yield start, start + many


def partly(words: list[WordToken], start: int, end: int, names: Names) -> tuple[str, ...]:
    """The one thing of whose name these words are a part; a single word has to be written as a name is."""
    part = tuple(token.word for token in words[start:end] if token.word not in MINOR)
    ends = words[start].word in MINOR or words[end - 1].word in MINOR
    like_a_name = words[start].typed[:1].isupper() and (start > 0 or len(words) <= _FEW)
    if ends or (len(part) == 1 and not like_a_name):
        return ()
    # Titles of products, events and projects are sentences: any two words of them may stand together.
    things = tuple(thing for thing in names.partly(part) if names.kind(thing) not in _TITLED)
    return things if len(things) == 1 else ()


def prefix(word: str) -> str:
    """A word as a search finds it in its other forms."""
    if not word.isalpha() or len(word) <= _SHORT:
        return word
    stemmed = _DOUBLED.sub(r"\1", _ENDINGS.sub("", word))
    if len(stemmed) <= _SHORT:
        stemmed = _PLURALS.sub("", word)  # "former" has no more to do with "form" than "during" with "dura"
    return f"{stemmed if len(stemmed) >= _SHORT - 1 else word}*"


def beside(words: list[WordToken], start: int, end: int, stop: frozenset[str]) -> Iterator[str]:
    """Some words together with the one before and the one after them, as they may stand together in a text."""
    said = " ".join(token.typed for token in words[start:end])
    for step, at in ((-1, start - 1), (1, end)):
        passed: set[str] = set()
        while 0 <= at < len(words) and words[at].word in OF | IS:
            passed.add(words[at].word)
            at += step
        if 0 <= at < len(words) and words[at].word.isalpha() and words[at].word not in stop:
            yield f"{words[at].typed} {said}" if step < 0 else f"{said} {words[at].typed}"
            if step < 0 and passed & IS:
                yield f"{said} {words[at].typed}"  # "donors that are new" are new donors


def in_a_name(token: WordToken, named: Iterable[Named], names: Names) -> bool:
    """Whether a word is one of the name of what is named beside it: "Convention 111, discrimination"."""
    every = [thing for one in named for thing in one.things]
    alone = {*names.partly((token.word,))} <= {*every}  # no other name has it: "UNHCR, refugees"
    things = (thing for thing in every if alone or names.kind(thing) in _NAMED_AT_LENGTH)
    return any(token.word in key(label) for thing in things for label in names.label.get(thing, {}).values())


def in_other_words(phrase: str, lexicon: Lexicon) -> Iterator[str]:
    """Two words that stand together, and the same with other words for the kind that one of them says."""
    yield phrase
    for typed in phrase.split():
        means = lexicon.phrases.get((stem(plain_words(typed)),), ())
        kinds = {m for m in means if m.role == "shows"} if {m.role for m in means} == {"shows"} else set()
        kinds -= {_ANYBODY}
        others = (said for said, meant in lexicon.phrases.items() if len(said) == 1 and kinds & {*meant})
        yield from (phrase.replace(typed, said[0]) for said in others)


def searched(lexicon: Lexicon, words: tuple[str, ...]) -> tuple[str, ...]:
    """What to search for a phrase: what the lexicon says, else its last word."""
    known = (meaning.value for meaning in lexicon.phrases.get(words, ()) if meaning.role == "words")
    return next(known, (prefix(words[-1]),))
