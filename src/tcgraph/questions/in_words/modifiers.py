"""Words that are not asked for, but say of what something else is."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from enum import Enum
from itertools import pairwise

from tcgraph.questions.chips import Chip
from tcgraph.questions.in_words.dictionary import is_common
from tcgraph.questions.in_words.function_words import (
    ANSWERED,
    APART,
    ARTICLES,
    ASKING,
    ASKS_WHETHER,
    AT,
    COMPARES,
    DOES,
    EXCEPT,
    FOR,
    HAVING,
    IN,
    IS,
    LESQUELS,
    NE,
    NOT,
    OF,
    QUE,
    THE,
    TO,
    WHICH,
    WITH,
)
from tcgraph.questions.in_words.knowledge import KnownTerms, Named
from tcgraph.questions.in_words.known_names import Names
from tcgraph.questions.in_words.lexicon import MINOR, REQUESTED, Lexicon, Meaning
from tcgraph.questions.in_words.phrases import Phrase
from tcgraph.questions.in_words.reading import SAID_OF_ALL
from tcgraph.questions.in_words.word_tokens import AND, WordToken

_WHAT = frozenset(("what", "que", "qu"))
_PLACES = frozenset(("country", "region", "grouping"))
_OF_ORGANISATIONS = "organisation"
_VALUES = frozenset(("names", "number", "instrument"))
_NEAR = 6
"""Words between the two parts of a French "only"."""
_BEFORE_OBJECTS = FOR | frozenset(("with", "avec", "con", "without", "sans", "sin"))
_TO_WHOM = FOR | frozenset(("to", "a", "au", "aux", "with", "avec", "con", "inform", "informs", "brief", "train"))
_CONDITIONS = frozenset(("names", "status", "number", "section", "instrument", "words"))
_COUNT = Meaning("shows", ("count",))
_ON = frozenset(("on", "about", "sur", "sobre", "concernant"))
_NAMES = frozenset(("name", "names", "named", "nomme", "nomment", "nommes", "nombra", "nombran", "nombrados"))
_OF_SORTS = frozenset(("event", "product", "agreement"))


def says_of_what(words: list[WordToken], phrase: Phrase, named: Iterable[Named], names: Names) -> bool:
    """Whether a kind only says of what a theme is that was named before: "evaluation of projects"."""
    before = _before(words, phrase)
    themes = (thing for one in named if one.end == before + 1 for thing in one.things if names.kind(thing) == "theme")
    return before < phrase.start - 1 and any(themes)


def is_modifier(words: list[WordToken], phrase: Phrase, phrases: Iterable[Phrase]) -> bool:
    """Whether a kind only says what sort of thing another is: "donor meeting", "réunion des donateurs"."""
    before = _before(words, phrase)
    with_whom = before
    while with_whom >= 0 and words[with_whom].word in OF | WITH:
        with_whom -= 1

    def of_sort(other: Phrase, *kinds: str) -> bool:
        return any(meaning.role == "shows" and meaning.value[0] in kinds for meaning in other.meanings)

    beside = (
        one for one in phrases if one.start == phrase.end or (one.end == before + 1 and before < phrase.start - 1)
    )
    met = (one for one in phrases if one.end == with_whom + 1 and with_whom < phrase.start - 1)
    return any(of_sort(one, *_OF_SORTS) for one in beside) or any(of_sort(one, "event") for one in met)


def is_addressed(words: list[WordToken], phrase: Phrase) -> bool:
    """Whether something is done to those who are named, who are not asked for: "who will inform the directors of"."""
    at = _before_article(words, phrase)
    return at > 1 and words[0].word in ASKING and words[at].word in _TO_WHOM


def is_to_whom(words: list[WordToken], phrase: Phrase, shows: list[str], phrases: Iterable[Phrase]) -> bool:
    """Whether recommendations ask something of a kind, or are on it: "to donors", "what should donors do"."""
    at = _before_article(words, phrase)
    if any(REQUESTED in one.meanings for one in phrases) and not (at >= 0 and words[at].word in WHICH):
        return True
    article = at < phrase.start - 1 or words[at].word != "a"  # "neither a donor"
    return shows == ["recommendation"] and at > 0 and words[at].word in TO | FOR | _ON and article


def is_spoken_of(words: list[WordToken], phrase: Phrase, telling: Container[str]) -> bool:
    """Whether texts are asked for that speak of many: "do not mention donors"; what names "a donor" has one that pays.

    Args:
        words: of the sentence.
        phrase: that may be spoken of.
        telling: words that say so of a text.
    """
    at = _before_article(words, phrase)
    while at > 0 and words[at].word in _ON | OF | THE | NOT:  # "talk about", "ne parlent pas des"
        at -= 1
    many = words[phrase.end - 1].typed.endswith(("s", "x"))
    return at > 0 and many and words[at].word in telling and words[at].word not in _NAMES


def is_of_what(words: list[WordToken], phrase: Phrase, phrases: Iterable[Phrase]) -> bool:
    """Whether something that is named or asked for is said to be of a phrase: "the training of delegates"."""
    at = phrase.start - 1
    while at >= 0 and words[at].word in THE - OF:
        at -= 1
    before = (one for one in phrases if one.end <= at and words[one.start].word not in ASKING)
    return (
        at > 1 and words[at].word in OF - THE | FOR and any(m.role == "names" for one in before for m in one.meanings)
    )


def _before_article(words: list[WordToken], phrase: Phrase) -> int:
    """The place of the word before a phrase and its article; "a" is one in English, and "to" in Spanish."""
    at = phrase.start - 1
    while at >= 0 and words[at].word in THE - TO:
        at -= 1
    return at


def tells_sort(words: list[WordToken], start: int, end: int, phrases: Iterable[Phrase], kinds: Container[str]) -> bool:
    """Whether words stand right beside the word for a kind of thing, and so say which of its things are meant.

    A number does not: "70 per cent".
    """
    if all(token.typed.isdigit() for token in words[start:end]):
        return False
    while start > 0 and words[start - 1].word in OF | IS:
        start -= 1
    while end < len(words) and words[end].word in OF | IS:
        end += 1
    near = (other for other in phrases if start in (other.end, other.start) or other.start == end)
    near = (other for other in near if words[other.start].word not in ASKING)  # "when" is no noun
    return any(m.role == "shows" and m.value[0] in kinds for other in near for m in other.meanings)


class FillerReason(Enum):
    """Why a word says nothing of what is asked for."""

    QUALITY = "quality"
    FRAME = "frame"


def says_little(
    words: list[WordToken], at: int, phrases: Iterable[Phrase], reader: KnownTerms, lexicon: Lexicon
) -> FillerReason | None:
    """Whether a word that no thing has in its name says what any deed may be, or is common; None for a topic.

    Args:
        words: of the sentence.
        at: the place of the word.
        phrases: of the sentence.
        reader: what is known.
        lexicon: of the sentence's language.
    """
    if words[at].word in reader.names.words:
        return None
    # "Concrete measures", "medidas concretas".
    near = (one for one in phrases if (one.start == at + 1 if lexicon.language == "en" else one.end == at))
    if any(m.role == "shows" and m.value[0] in SAID_OF_ALL for one in near for m in one.meanings):
        return FillerReason.QUALITY
    sort = tells_sort(words, at, at + 1, phrases, reader.kinds)
    return FillerReason.FRAME if not sort and is_common(words[at].typed, lexicon.language) else None


def stands_in_texts(words: list[WordToken], phrase: Phrase, lexicon: Lexicon, names: Names) -> bool:
    """Whether a text has a phrase together with the word beside it: "transaction costs" asks for no sum."""
    beside = ((phrase.start - 1, phrase.start), (phrase.end - 1, phrase.end))
    pairs = [(words[a].word, words[b].word) for a, b in beside if a >= 0 and b < len(words)]
    return any(not {*pair} & (lexicon.stop | MINOR) and names.tells(*pair) for pair in pairs)


def hyphenated(words: list[WordToken], at: int, stop: Container[str]) -> str:
    """A word and the one that a hyphen joins to it; empty where none does."""
    joined = at + 2 < len(words) and words[at + 1].word == "-"
    said = joined and words[at + 2].word.isalpha() and words[at + 2].word not in stop
    return f"{words[at].typed} {words[at + 2].typed}" if said else ""


def asks_whether(words: list[WordToken]) -> bool:
    """Whether a sentence asks for a yes or a no."""
    first, *rest = (token.word for token in words)
    turned = any("-t-" in "".join(token.typed for token in words[at : at + 4]) for at in range(len(words)))
    return bool(rest) and (first in ASKS_WHETHER or (turned and not ASKING & {first, rest[0]}))


def has_one(words: list[WordToken], phrase: Phrase, phrases: Iterable[Phrase], shows: list[str]) -> bool:
    """Whether some thing of a kind has to be there, whichever it is: "actions with a donor", "that have products".

    Args:
        words: of the sentence.
        phrase: that names a kind.
        phrases: of the sentence.
        shows: what is asked for before it.
    """
    if not shows or shows[-1] in ("since", "date"):  # "since when have projects" is asked of those
        return False
    at = phrase.start - 1
    while at >= 0 and words[at].word in ARTICLES:
        at -= 1
    named = (one for one in phrases if phrase.end <= one.start <= phrase.end + 2)
    return at > 0 and words[at].word in HAVING and not any(m.role in _VALUES for one in named for m in one.meanings)


def stands_by(phrase: Phrase, kind: str, phrases: Iterable[Phrase], names: Names, words: list[WordToken]) -> bool:
    """Whether a kind only says what something beside it is: "the country Peru", "countries of Africa"."""
    start = _before(words, phrase) + 1
    end = phrase.end
    while end < len(words) and words[end].word in OF:
        end += 1
    near = (one for one in phrases if one.start == end or one.end in (start, phrase.start))
    kinds = {names.kind(thing) for one in near for m in one.meanings if m.role == "names" for thing in m.value}
    return kind in kinds or (kind in _PLACES and bool(kinds & _PLACES)) or (kind == _OF_ORGANISATIONS and bool(kinds))


def only_in_french(words: list[WordToken]) -> tuple[int, str] | None:
    """The place after a "que" that says "only" with a "ne" before it, and both words; nothing where it denies."""
    for start, token in enumerate(words):
        if token.word not in NE:
            continue
        for at in range(start + 1, min(len(words), start + _NEAR)):
            if words[at].word in NOT:
                break
            if words[at].word in QUE:
                return at + 1, f"{token.typed}… {words[at].typed}"
    return None


def _before(words: list[WordToken], phrase: Phrase) -> int:
    """The place of the word before a phrase and before what ties it to that."""
    at = phrase.start - 1
    while at >= 0 and words[at].word in OF:
        at -= 1
    return at


def asks_for_rows(words: list[WordToken], chips: list[Chip], *, named: bool) -> bool:
    """Whether recommendations are asked for by their numbers: "which of 8 to 16 name ACTRAV", "17", "section 4".

    Args:
        words: of the sentence.
        chips: what has to hold.
        named: whether things are named, too.
    """
    if any(token.word in ANSWERED | COMPARES for token in words):
        return False  # of what is told under them
    if words[0].word in _WHAT and any(chip.key == "status" for chip in chips):
        return False  # "what is planned in 2 and 5" are actions
    several = any(chip.key == "number" and len(chip.values) > 1 for chip in chips)
    which = any(token.word in WHICH | LESQUELS | {"cual"} for token in words)
    return (several and which) or (not named and bool(chips) and all(one.key in ("number", "section") for one in chips))


def counted(phrases: Iterable[Phrase]) -> Iterator[Phrase]:
    """Phrases in which nothing that is counted is one thing of that name: "how many offices" are not "the Office".

    Args:
        phrases: of a sentence.
    """
    after = -1
    for one in phrases:
        worded = one.start == after and any(meaning.role == "words" for meaning in one.meanings)
        kept = tuple(meaning for meaning in one.meanings if not (worded and meaning.role == "names"))
        yield replace(one, meanings=kept)
        after = one.end if _COUNT in one.meanings else -1


def lies_in(words: list[WordToken], phrases: Iterable[Phrase], named: Iterable[Named], names: Names) -> bool:
    """Whether the countries that are asked for are those of a region: "European countries", "countries in Africa".

    Args:
        words: of the sentence.
        phrases: of it.
        named: the things that it names.
        names: of things.
    """
    places = [one for one in named if names.kind(one.things[0]) == "region"]
    for one in phrases:
        if Meaning("shows", ("country",)) in one.meanings:
            for place in places:
                between = words[one.end : place.start]
                after = one.end <= place.start <= one.end + 2 and all(token.word in OF | IN for token in between)
                if after or place.end == one.start:
                    return True
    return False


def is_head(words: list[WordToken], phrases: list[Phrase]) -> bool:
    """Whether the last words of a bare row of nouns are what it asks for: "HIV project target countries".

    Args:
        words: of the sentence.
        phrases: of it.
    """
    bare = not any(token.word in ASKING | THE | OF | IN | AT | FOR | TO | WITH for token in words)
    return bare and phrases[-1].end == len(words) and any(one.role == "shows" for one in phrases[-1].meanings)


def names_one(phrases: Iterable[Phrase], chips: Iterable[Chip]) -> bool:
    """Whether an organisation is named, and not a sort of them that is asked for: "which UN agencies".

    Args:
        phrases: of a sentence.
        chips: what has to hold.
    """
    sorts = [one for one in phrases if any(meaning.role == "sort" for meaning in one.meanings)]
    of_sort = {value for one in sorts for meaning in one.meanings if meaning.role == "names" for value in meaning.value}
    return any(one.key == _OF_ORGANISATIONS and not one.without and not of_sort & {*one.values} for one in chips)


def counts_other(words: list[WordToken], phrases: Iterable[Phrase], lexicon: Lexicon) -> str:
    """What comes right after "how many", where it is no kind of thing nor says of what sort one is.

    "How many languages" counts languages, "how many African countries" countries.
    """
    phrases = list(phrases)
    at = next((one.end for one in phrases if _COUNT in one.meanings), len(words))
    while at < len(words) and words[at].word in MINOR:
        at += 1
    known = {place for one in phrases for place in range(one.start, one.end)}
    before_kind = any(one.start == at + 1 and {m.role for m in one.meanings} == {"shows"} for one in phrases)
    if at == len(words) or at in known or before_kind:
        return ""
    return "" if words[at].word in lexicon.stop - lexicon.counted else words[at].typed


def is_object(words: list[WordToken], phrase: Phrase) -> bool:
    """Whether something else is asked about a kind: "who works with donors", "what did countries do"."""
    at = phrase.start - 1
    while at >= 0 and words[at].word in THE:
        at -= 1
    asked = any(token.word in ASKING for token in words[:at])
    return asked and (words[at].word in _BEFORE_OBJECTS or (words[at].word in DOES and words[at - 1].word in ASKING))


def excepts_several(words: list[WordToken], phrases: Iterable[Phrase]) -> bool:
    """Whether what is left out is several things at once, which conditions one by one do not say.

    "All except planned actions of ACTRAV" has what is planned by others.
    """
    after = next((at + 1 for at, token in enumerate(words) if token.word in EXCEPT), len(words))
    # What is asked for after it ends it: "apart from UNDP, which agencies take part in the Global Compact".
    ends = next((at for at in range(after, len(words)) if words[at].word in ASKING), len(words))
    said = [one for one in phrases if after <= one.start < ends and {m.role for m in one.meanings} & _CONDITIONS]
    apart = (words[at].word for one, other in pairwise(said) for at in range(one.end, other.start))
    return len(said) > 1 and not set(apart) & AND


def is_turned(words: list[WordToken], phrase: Phrase) -> bool:
    """Whether a word after a verb gives it another sense, of which nothing is known: "gave up"."""
    return phrase.end < len(words) and words[phrase.end].word in APART
