"""Words that may turn a sentence round, wherever they stand in it: denial, doubt, and asking that something end."""

from __future__ import annotations

import re
from typing import Final

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
_NEGATIVE: Final = means.FAIL | means.REJECT | means.CANCEL | means.OVERTAKE | means.POSTPONE


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
    if "?" in text:
        return True
    return any(
        word.lemma in means.BUT
        or word.lemma in means.PARTLY - means.WIDELY
        or word.lemma in ("rather", "short", "below", "away", "aside", "back")
        for word in tree.sentence
    )


def asks_to_stop(asked: str) -> bool:
    """Whether what was asked is that something end, or stay as it is."""
    language = language_of(asked)
    words = parse(asked, language) or ()
    return any(word.lemma in means.KEEP | means.CANCEL | means.REJECT or word.lemma in means.NOT for word in words)
