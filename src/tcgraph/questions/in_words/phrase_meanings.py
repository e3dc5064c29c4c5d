"""What a question says, word by word: what each phrase may mean, and what its form asks for."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace

from tcgraph.questions.in_words.function_words import (
    ASKING,
    BEFORE_WHO,
    DOES,
    FOR,
    IS,
    LESQUELS,
    OF,
    PARTAKES,
    SMALL,
    WHEN,
    WHERE,
    WHICH,
    WHO,
)
from tcgraph.questions.in_words.lexicon import MINOR, REQUESTED, Lexicon, Meaning, stem
from tcgraph.questions.in_words.phrases import Phrase
from tcgraph.questions.in_words.word_tokens import AND, OR, WordToken
from tcgraph.questions.plain_words import plain_words

PARTAKING = "partaking"
"""The form that asks of countries which take part."""
_WHICH_ONES = frozenset(("cual", "cuales"))
_SERVES = frozenset(("sirve", "sirven"))
"""What a thing serves for is what it does: "para qué sirve IRIS"."""


@dataclass(frozen=True, slots=True)
class PhraseMeanings:
    """Some words of a question, and what they may mean: an answer has to express one of these.

    Attributes:
        typed: the words.
        meanings: roles of the lexicon, and ``form``, ``light`` and ``unread`` for words that are in no phrase.
        first: whether they are the first that ask for a kind.
    """

    typed: str
    meanings: tuple[Meaning, ...]
    first: bool = False


def asked(words: list[WordToken], phrases: Iterable[Phrase], lexicon: Lexicon) -> tuple[PhraseMeanings, ...]:
    """What a question says, word by word; what only stands between says nothing."""
    found = list(phrases)
    countries = any(Meaning("shows", ("country",)) in one.meanings for one in found)
    entries = dict(_in_phrases(words, found))
    taken = {at for one in found for at in range(one.start, one.end)}
    for at, token in enumerate(words):
        if at in taken or not token.word.isalnum():
            continue
        if token.word in AND - OR and _between_names(words, at, found):
            entries[at] = PhraseMeanings(token.typed, (Meaning("and", ()),))
        elif form := _form_of(words, at, found, lexicon):
            entries[at] = PhraseMeanings(token.typed, (Meaning("form", (form,)),))
        elif countries and token.word in PARTAKES:
            entries[at] = PhraseMeanings(token.typed, (Meaning("form", (PARTAKING,)),))
        elif token.word in lexicon.light:
            entries[at] = PhraseMeanings(token.typed, (Meaning("light", ()),))
        elif token.word not in lexicon.stop:
            entries[at] = PhraseMeanings(token.typed, (Meaning("unread", (token.word,)),))
    return tuple(entries[at] for at in sorted(entries))


def without(asked: Iterable[PhraseMeanings], typed: str, *meant: Meaning) -> Iterator[PhraseMeanings]:
    """What a question says but for some of its words, which are said otherwise, or mean something else."""
    for one in asked:
        if one.typed != typed:
            yield one
        elif meant:
            yield replace(one, meanings=meant)


def on_cover(asked: tuple[PhraseMeanings, ...], name: str, lexicon: Lexicon) -> tuple[PhraseMeanings, ...]:
    """What a question about a report itself says, where all of it stands on the report's cover; else nothing.

    Args:
        asked: what it says.
        name: of the named question that tells the cover; empty where there is none.
        lexicon: of its language.
    """
    rest = [one for one in asked if Meaning("operator", ("report",)) not in one.meanings]
    said = [one for one in rest if one.meanings[0].role != "form"]
    words = [stem(word) for one in said for word in plain_words(one.typed).split()]
    part = any(meaning.role == "within" for one in said for meaning in one.meanings)
    if not (name and words) or part or not all(word in lexicon.cover | lexicon.stop | MINOR for word in words):
        return ()
    told = (Meaning("question", (name,)),)
    return tuple(replace(one, meanings=told) if one in rest else one for one in asked)


def _in_phrases(words: list[WordToken], phrases: Iterable[Phrase]) -> Iterator[tuple[int, PhraseMeanings]]:
    first = True
    for one in phrases:
        typed = " ".join(token.typed for token in words[one.start : one.end])
        kinds = {m.value[0] for m in one.meanings if m.role == "shows"} - {"count", "action", "status"}
        # The French "où" has the letters of an "or".
        meanings = (Meaning("form", ("where",)),) if typed.casefold() in WHERE else one.meanings
        yield one.start, PhraseMeanings(typed, meanings, first and bool(kinds))
        first = first and not kinds


def _between_names(words: list[WordToken], at: int, phrases: Iterable[Phrase]) -> bool:
    after = next((i for i in range(at + 1, len(words)) if words[i].word not in SMALL | OF), len(words))
    near = [one for one in phrases if one.end == at or at < one.start <= max(after, at + 2)]
    return sum(any(m.role == "names" for m in one.meanings) for one in near) > 1


def _is_defined(words: list[WordToken], at: int, phrases: Iterable[Phrase]) -> bool:
    """Whether it is asked who or what something is that is named: "who are the social partners"."""
    if at + 1 >= len(words) or words[at + 1].word not in IS:
        return False
    start = next((i for i in range(at + 2, len(words)) if words[i].word not in SMALL), len(words))
    rest = [one for one in phrases if one.end > at + 1]
    if len(rest) != 1 or any(token.word.isalpha() for token in words[rest[0].end :]):
        return False  # "what is IRIS used for"
    return rest[0].start == start and {m.role for m in rest[0].meanings} <= {"names", "instrument"}


def _form_of(words: list[WordToken], at: int, phrases: Iterable[Phrase], lexicon: Lexicon) -> str:
    """What the form of a question asks for by one of its words; empty for none."""
    word, typed = words[at].word, words[at].typed.casefold()
    begins = at == 0 or (at == 1 and words[0].word in BEFORE_WHO)
    if word in WHO or plain_words(typed) in WHO:
        if _is_defined(words, at, phrases):
            return "how"
        return "who" if begins else ""
    if typed in WHERE and (begins or typed != "where"):
        return "where"
    if word in WHEN:
        return "when"
    if word in LESQUELS:
        after = next((i for i in range(at + 1, len(words)) if words[i].word not in SMALL | OF), len(words))
        asks = any(m.role == "shows" for one in phrases if one.start == after for m in one.meanings)
        return "" if asks else "which"  # "lesquelles des recommandations"
    if word in WHICH or plain_words(typed) in _WHICH_ONES:
        if _is_defined(words, at, phrases):
            return "how"
        after = next((i for i in range(at + 1, len(words)) if words[i].word not in SMALL), len(words))
        noun = after < len(words) and words[after].word in lexicon.counted
        asks = any(m.role in ("shows", "sort", "question", "names", "instrument", "number", "section")
                   for one in phrases for m in one.meanings)  # fmt: skip
        bare = after == len(words) or (typed == "which" and words[after].word in IS and not asks)
        if after == len(words) and any(words[i].word in FOR for i in (at - 1, at + 1) if 0 <= i < len(words)):
            return "for"  # "for what", "what for"
        return "which" if noun or bare or (begins and not asks and word not in ("what", "que")) else ""
    if word in ASKING and begins and word not in DOES:
        return "how"
    begins_for = at == 0 and word in FOR and len(words) > 2 and words[1].word in WHICH
    if begins_for and words[2].word in lexicon.stop - _SERVES:
        return "how"  # "for what is it used": what it is for
    return ""


def as_reported(asked: Iterable[PhraseMeanings]) -> bool:
    """Whether words ask for what was so on the day of the report."""
    return any(meaning.role == "as_of" for one in asked for meaning in one.meanings)


def given(meanings: Iterable[Meaning], name: str = "") -> dict[str, str]:
    """The values that words give a named question, or any: of what is "envisaged", the hedges of intention are asked.

    Such words are near to what else they mean, which is more than they say.
    """
    asked = (m.value for m in meanings if m.role == "question" and name in ("", m.value[0]))
    return dict(one.split("=") for _, *said in asked for one in said)


def given_by(asked: Iterable[PhraseMeanings], name: str, known: Container[str], last_day: str) -> dict[str, str]:
    """The values that a question gives a named question by its words, and by the day of the report where it says so.

    Args:
        asked: what it says.
        name: of the named question.
        known: its parameters.
        last_day: of the last report.
    """
    said = tuple(asked)
    day = {"asOf": last_day} if as_reported(said) and "asOf" in known and last_day else {}
    return given((m for one in said for m in one.meanings), name) | day


def is_requested(asked: Iterable[PhraseMeanings | Phrase]) -> bool:
    """Whether it is asked what is asked of somebody: "what should donors do"."""
    return any(REQUESTED in one.meanings for one in asked)
