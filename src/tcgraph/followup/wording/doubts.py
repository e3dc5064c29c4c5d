"""Words that may turn a sentence round, wherever they stand in it: denial, doubt, and asking that something end."""

from __future__ import annotations

import re
from typing import Final

from tcgraph.diagnostics.numbers_told import in_digits
from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.language import language_of
from tcgraph.followup.wording import verb_meanings as means
from tcgraph.followup.wording.clauses import Tree
from tcgraph.followup.wording.parsing import parse
from tcgraph.followup.wording.positions import sentences

_LESS: Final = {"fewer", "less", "fewest", "least"}
"""They compare, and deny nothing."""
_PLAINLY: Final = re.compile(
    r"\b(?:no|not|non|pas|ne|sin|sans|without|nor|neither|ni|never|jamais|nunca)\b", re.IGNORECASE
)
_NUMBERS: Final = {**dict.fromkeys(("one", "un", "une", "uno", "una"), 1), "neuf": 9}
"""Numbers that are not put in digits, as these words have other meanings too."""
_NUMBER: Final = rf"(?:\d{{1,6}}|{'|'.join(_NUMBERS)})"
_THOUSANDS: Final = re.compile(r"(?<=\d)[ ,.\u00a0\u202f](?=\d{3}\b)")
_COUNTED: Final = re.compile(
    r"\b(\d{1,9}) (?!(?:%|per|pour|por|months?|years?|days?|weeks?|mois|ans?|années?|jours?|semaines?|meses|años?|días?"
    r"|semanas?)\b)([^\W\d]{4,})\b"
)
_SHARE: Final = re.compile(
    rf"\b(?P<some>{_NUMBER})(?P<between>(?:,? [^\W\d]+){{0,6}}?),? (?:out of|of|sur|des?|parmi|entre|del?)"
    rf" (?:the |its |les |las |los |planned |total )?(?P<every>{_NUMBER})\b"
)
_REPORTED: Final = re.compile(
    r"\b(?:reportedly|allegedly|apparently|supposedly|(?:is|are) (?:said|reported|understood|believed) to have"
    r"|semble(?:nt|rait)?|pretendument|apparemment|al parecer|supuestamente|presuntamente|aparentemente"
    r"|caduc|caduques?|caducs|caduc[oa]s?|obsolet[ea]s?)\b"
)
"""What is told on somebody else's word, or has lapsed: no deed of those who tell it."""
_YEARS: Final = range(1900, 2100)
_NEGATIVE: Final = (means.FAIL | means.REJECT | means.CANCEL | means.OVERTAKE | means.POSTPONE) - {"arrêter"}


def denies(tree: Tree) -> bool:
    """Whether any word of a sentence denies something, wherever it stands."""
    return any(
        word.lemma in means.NOT
        or (word.lemma in _NEGATIVE and word.pos != "PROPN")
        or (word.lemma in means.NOBODY and word.pos in ("DET", "PRON", "ADJ") and word.text.lower() not in _LESS)
        or word.lemma in ("without", "sans", "sin", "unable")
        for word in tree.sentence
    )


def denies_anywhere(text: str, language: str) -> bool:
    """Whether any sentence of a text denies something or tells of what ails, whatever it is said of.

    Args:
        text: any.
        language: what it is written in; where no sentence of it is parsed, its plain words count.
    """
    for sentence in sentences(text):
        words = parse(sentence, language)
        if words is None:
            if _PLAINLY.search(sentence):
                return True
        elif denies(Tree(sentence, words)) or any(word.lemma in means.AILING for word in words):
            return True
    return False


def has_doubt(tree: Tree, text: str) -> bool:
    """Whether any word of a sentence limits or quotes something, wherever it stands."""
    if "?" in text or _REPORTED.search(plain_words(text)) is not None or is_share(text):
        return True
    return any(
        word.lemma in means.BUT
        or word.lemma in means.PARTLY - means.WIDELY
        or (word.lemma in means.REST and word.pos == "NOUN")
        or word.lemma in ("arrêter", "rather", "short", "below", "away", "aside", "back")
        for word in tree.sentence
    )


def is_share(text: str) -> bool:
    """Whether a sentence counts some of more: "180 of the 420 km", "trois centres sur sept"."""
    for found in _SHARE.finditer(plain_words(in_digits(text.lower(), language_of(text)))):
        some, every = (int(one) if one.isdigit() else _NUMBERS[one] for one in found.group("some", "every"))
        if some < every and not {some, every} & {*_YEARS}:
            return True
    return False


def falls_short(text: str, asked: str) -> bool:
    """Whether a text counts fewer of something than were asked for: "trained 88 operators", of 120 operators."""
    said, wanted = _counted(text), _counted(asked)
    return any(number < wanted.get(noun, 0) for noun, number in said.items())


def _counted(text: str) -> dict[str, int]:
    """How many of each a text names, by the noun as written."""
    digits = _THOUSANDS.sub("", in_digits(text.lower(), language_of(text)))
    found: dict[str, int] = {}
    for number, noun in _COUNTED.findall(digits):
        found[noun] = found.get(noun, 0) + int(number)
    return found


def asks_to_stop(asked: str) -> bool:
    """Whether what was asked is that something end, or stay as it is."""
    language = language_of(asked)
    words = parse(asked, language) or ()
    return any(word.lemma in means.KEEP | means.CANCEL | means.REJECT or word.lemma in means.NOT for word in words)
