"""What a "not" denies: the thing or status after it, or a whole clause with a verb that stands for a link.

"Donors that do not finance country programmes" are donors, none of whose payments is for one; the "not" stands before
the verb, and denies all that the verb is said of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import Enum

from tcgraph.questions.in_words.function_words import (
    ANYTHING,
    ARTICLES,
    ASKING,
    ASKS_WHETHER,
    BY,
    COMMITTING,
    DOES,
    EVEN,
    EXCEPT,
    FOR,
    HAVING,
    IF,
    IN,
    IS,
    NE,
    NOBODY,
    NOT,
    NOTHING,
    OF,
    OUTSIDE,
    RELATIVE,
    SAYING,
)
from tcgraph.questions.in_words.lexicon import Lexicon
from tcgraph.questions.in_words.phrases import Phrase
from tcgraph.questions.in_words.word_tokens import AND, WordToken
from tcgraph.questions.plain_words import plain_words

_FAR_FROM_NOT = 4
"""Words between a "not" and what is not."""
_NOT = "neither nor ni not no non pas never jamai jamais nunca"
_WITHOUT = "aucun aucune ningun ninguna ninguno without sans sin lacking"
_WHOLE = NOTHING | frozenset([*_NOT.split(" "), *_WITHOUT.split(" ")])
"""What denies a link altogether; "except" and "other than" leave one thing out of a list."""
_CONTRAST = frozenset(("but", "mais", "pero", "sino", "although", "however"))
_NONE = frozenset(("no", "aucun", "aucune", "ningun", "ninguna", "pas"))
_OPENING = "is are there il n y a t - de d hay isn not no pas any aucun aucune ningun ninguna"
_THERE = frozenset(_OPENING.split(" "))
_HEADS = frozenset(("funding", "role"))
_NAMED = frozenset(("names", "instrument", "number", "section", "when", "shows", "sort"))
_BACK = 4
"""Words back to what a "but" leaves something out of, or to the first part of a denial in two."""
_ON = frozenset(("on", "about", "sur", "sobre"))
_ABOUT = frozenset(("sobre", "de"))
_WITHOUT_ANY = frozenset(("sin", "san", "sans"))
_ONLY_AFTER = {"but": "only", "except": "only", "que": "seulement", "mas": "solo"}
_EXCEPTING = {"but": "except", "meno": "excepto"}  # as they are compared


class Denied(Enum):
    """What a "not" that stands before a phrase has to do with it."""

    NOTHING = "nothing"
    """It is not said of it."""
    THIS = "this"
    AFTER = "after"
    """What comes after it."""
    CLAUSE = "clause"
    """All that its verb is said of."""


def is_whole(typed: str) -> bool:
    """Whether words deny a link altogether, and do not leave one thing out of others."""
    return plain_words(typed).split()[0] in _WHOLE


def is_near(words: list[WordToken], after_not: int, phrase: Phrase, small: Collection[str]) -> bool:
    """Whether hardly anything stands between a "not" and a phrase."""
    between = words[after_not : phrase.start]
    return len(between) <= _FAR_FROM_NOT and all(one.word in small or not one.word.isalnum() for one in between)


def denied(
    words: list[WordToken],
    phrase: Phrase,
    denial: tuple[int, str],
    lexicon: Lexicon,
    kinds: Collection[str],
    shows: list[str],
    *,
    deeds: bool,
) -> Denied:
    """What of a phrase a "not" before it denies.

    Args:
        words: of the sentence.
        phrase: that comes after the "not".
        denial: where that ends, and its words.
        lexicon: of the sentence's language.
        kinds: of the project.
        shows: what is asked for before it.
        deeds: whether the actions of what is asked for lack something, which may be said with any verb.
    """
    roles = {meaning.role for meaning in phrase.meanings}
    apart = plain_words(denial[1]).split()[0] in OUTSIDE and not roles & _NAMED
    whole, subject = is_whole(denial[1]), bool(shows) and shows[0] in kinds
    # "what has not been done", "no se ha hecho", "no participan en el Pacto Mundial"
    verb = "status" in roles or (whole and roles & _HEADS) or ("names" in roles and (deeds or (whole and subject)))
    deed = roles == {"shows"} and not any(meaning.value[0] in kinds for meaning in phrase.meanings)
    verb = verb or (whole and deed)
    small = ARTICLES | (lexicon.stop | DOES | IS if verb else HAVING | BY | FOR | (IS - RELATIVE))
    # "Outside the recommendations on donors"; "no action on it" denies the action.
    small |= _ON if plain_words(denial[1]).split()[0] in OUTSIDE | EXCEPT else frozenset()
    if not is_near(words, denial[0], phrase, small) or apart:
        return Denied.NOTHING  # "outside money" is no negation
    if "funding" in roles and whole and shows[:1] == ["donor"] and not roles & {"shows", "question"}:
        return Denied.CLAUSE
    if "role" in roles and whole and subject:
        return Denied.CLAUSE
    if "question" in roles and any(m.role == "shows" and m.value[0] in kinds for m in phrase.meanings):
        return Denied.THIS  # "without a deadline"
    if roles & {"question", "cannot", "funding", "role"}:
        # "not dependent on X": what comes after is denied
        return Denied.AFTER if words[phrase.end - 1].word in OF | IN | {"on"} else Denied.NOTHING
    if deed:
        return Denied.AFTER  # "no action taken": the taking is denied
    return Denied.THIS


def goes_on(words: list[WordToken], start: int, phrases: Iterable[Phrase]) -> tuple[range, bool]:
    """How far what is denied goes on behind a thing, "projects in Africa"; and whether an "and" leaves it open."""
    end, joined = start, False
    for one in (one for one in phrases if one.start >= start):
        between = {token.word for token in words[end : one.start]}
        roles = {meaning.role for meaning in one.meanings}
        named = roles & {"names", "instrument"} or (between <= OF and not roles & {"status", "operator", "shows"})
        if not named or not (between and between <= IN | OF | FOR | AND):
            break
        joined |= bool(between & AND)
        end = one.end
    return range(start, end), joined


def verb_denied(words: list[WordToken], at: int, phrases: Iterable[Phrase], role: str = "status") -> str:
    """What stands between the two parts of a French "not", where that says how something stands: "ne fait pas".

    Args:
        words: of the sentence.
        at: the place of the second part.
        phrases: of the sentence.
        role: of what stands between.
    """
    start = next((place for place in range(at - 1, max(-1, at - _FAR_FROM_NOT), -1) if words[place].word in NE), at)
    said = [one for one in phrases if start < one.start < at and any(m.role == role for m in one.meanings)]
    return " ".join(token.typed for token in words[said[0].start : said[0].end]) if said else ""


def clause(words: list[WordToken], start: int) -> range:
    """The places of a denied clause, from one on: up to what is said against it, or asked next."""
    ends = _CONTRAST | RELATIVE | ASKING
    end = next((at for at in range(start, len(words)) if words[at].word in ends), len(words))
    return range(start, end)


def denies_next(words: list[WordToken], phrase: Phrase, phrases: Iterable[Phrase], lexicon: Lexicon) -> bool:
    """Whether what says by itself how something stands only denies what comes after it.

    "Pas encore" is planned; "pas encore été fait" is not done. "Nothing" is denied before "planned".
    """
    stands = {meaning.role for meaning in phrase.meanings} == {"status"}
    said = [token.word for token in words[phrase.start : phrase.end]]
    bare = stands and said[0] in NOT and len(said) > 1 and set(said[1:]) <= lexicon.aspect
    nothing = len(said) == 1 and said[0] in NOTHING
    after = next((one for one in phrases if one.start >= phrase.end), None)
    so = after is not None and any(meaning.role in ("status", "funding") for meaning in after.meanings)
    return bool((bare or nothing) and so and after and is_near(words, phrase.end, after, lexicon.stop | ARTICLES | OF))


def in_one_word(words: list[WordToken]) -> list[WordToken]:
    """A sentence in which each denial is told by one word: "all but" by "except", "nothing but" by "only".

    Args:
        words: of the sentence.
    """
    said: list[WordToken] = []
    for at, token in enumerate(words):
        before = {one.word for one in words[max(0, at - _BACK) : at]}
        after = words[at + 1] if at + 1 < len(words) else token
        named = after.word in ARTICLES or after.typed[:1].isupper() or token.word == "but"
        if token.word in NOTHING and after.word in _ONLY_AFTER:
            said.append(WordToken(f"{token.typed} {after.typed}", _ONLY_AFTER[after.word]))
        elif at and words[at - 1].word in NOTHING and token.word in _ONLY_AFTER:
            continue
        elif token.word == "sur" and before & NE and words[at - 1].word in NOTHING:
            said[-1] = WordToken(f"{words[at - 1].typed} {token.typed}", "sans")  # "ne disent rien sur"
        elif token.word in NOTHING and before & NE and at + 1 == len(words):
            said.append(WordToken(token.typed, "pas"))  # "ne financent rien"
        elif _says_again(words, at) or (token.word == "but" and _denies_soon(words, at)):
            continue  # "no paga nada", "sin ninguna", "but with no deadline"
        elif token.word in _EXCEPTING and before & ANYTHING and after.word not in NOT and named:
            said.append(WordToken(token.typed, _EXCEPTING[token.word]))
        else:
            said.append(token)
    return said


_NEEDED = frozenset(
    [
        "needed",
        "necessary",
        "possible",
        "any",
        "appropriate",
        "necessaire",
        "possible",
        "besoin",
        "il",
        "y",
        "a",
        "lieu",
        "en",
        "necesario",
        "posible",
        "procede",
    ]
)
"""What follows an "if" that supposes nothing: "if needed", "s'il y a lieu", "si procede"."""


def supposed(words: list[WordToken]) -> tuple[list[WordToken], bool]:
    """A sentence without its "if", and whether that supposes something: "say if" only asks whether it is so.

    What is supposed not to be so is what is asked about, and no denial of it: "if DfID does not pay".

    Args:
        words: of the sentence.
    """
    at = next((at for at, token in enumerate(words) if token.word in IF), len(words))
    if at == len(words) or (at and words[at - 1].word in COMMITTING):
        return words, False
    before = {one.word for one in words[max(0, at - _BACK) : at]}
    after = {one.word for one in words[at + 1 :]}
    if before & SAYING or (after and after <= _NEEDED):
        return [*words[:at], *words[at + 1 :]], False
    begins = at if words[at - 1].word not in EVEN or not at else at - 1
    return [*words[:begins], *(one for one in words[at + 1 :] if one.word not in NOT | NE)], True


def _says_again(words: list[WordToken], at: int) -> bool:
    """Whether a word only says again that there is nothing: after another, or at the end of a sentence."""
    again = words[at].word in _NONE and words[at - 1].word in _WITHOUT_ANY if at else False
    before = {one.word for one in words[max(0, at - _BACK) : at]}
    ends = at + 1 == len(words) or words[at + 1].word in _ABOUT
    return again or (words[at].word == "nada" and ends and bool(before & NOT))


def _denies_soon(words: list[WordToken], at: int) -> bool:
    """Whether a denial comes after the word that comes after a place: "but with no", and not "but not"."""
    return at + 2 < len(words) and words[at + 1].word in HAVING | FOR | BY and words[at + 2].word in NOT


def goes_on_after(words: list[WordToken], end: int, phrase: Phrase) -> bool:
    """Whether what a phrase names is denied together with what was denied before it: "no donors or UN agencies".

    Args:
        words: of the sentence.
        end: of what was denied; 0 for nothing.
        phrase: that comes after it.
    """
    between = {token.word for token in words[end : phrase.start]}
    named = {meaning.role for meaning in phrase.meanings} <= _NAMED | {"words", "question"}
    return 0 < end < phrase.start and named and bool(between & AND) and between <= AND | ARTICLES


def asks_for_none(words: list[WordToken], text: str) -> list[WordToken] | None:
    """The words of a question whether there is nothing, "no funding from banks?", without its no; None of any other."""
    if not text.rstrip().endswith("?"):
        return None
    nobody = next((at for at, token in enumerate(words[:_BACK]) if token.word in NOBODY), -1)
    asks = {*(token.word for token in words[:nobody])} <= ASKS_WHETHER | IS if nobody >= 0 else False
    if asks and not (words[nobody].word in _NONE and nobody + 1 < len(words) and words[nobody + 1].word not in NE):
        who = "qui" if words[nobody].word == "personne" else "quien" if words[nobody].word == "nadie" else "who"
        return [WordToken(words[nobody].typed, who), *(one for one in words[nobody + 1 :] if one.word not in NE)]
    at = next((at for at, token in enumerate(words) if token.word not in _THERE), len(words))
    opening = [token.word for token in words[:at]]
    # What it says of is a noun, and not how something stands, which is asked for as a list: "not planned for Africa?"
    said = _NONE & {*opening} and not ASKING & {token.word for token in words}
    noun = opening[-1:] != ["pas"] and opening != ["not"]
    return words[at:] if said and noun and at < len(words) else None
