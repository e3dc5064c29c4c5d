"""Whether what a reply says was done is what was asked: the same act on the same thing, or its being fulfilled.

Of a sentence alone nobody can say so: "The bill was voted down" and "The funds were returned" tell of deeds that are
done, too. So nothing is sure to be done but the act that was asked, which its own words name again, and what was done
about a comment.
"""

from __future__ import annotations

import re
from typing import Final

from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.wording import verb_meanings as means
from tcgraph.followup.wording.deed_clauses import EDITED

_STEM: Final = 4
"""Forms of a word share so many letters: publish, publication; former, formés."""
_SMALL: Final = frozenset(
    re.findall(
        r"[a-z]+",
        """
        the and for with from that this was were has have had been being are will its their all any his her our not
        les des une aux dans pour par sur est sont ont ete sera qui que ses son leur
        los las una del por para con fue fueron han sido sus
        """,
    )
)
_DONE: Final = frozenset(plain_words(word)[:_STEM] for word in means.DONE - {"conclude", "concluir", "settle"})
_ASKED: Final = frozenset(plain_words(word)[:_STEM] for word in means.ASKED)
_OF_TEXT: Final = re.compile(rf"\b(?:{'|'.join(sorted(map(plain_words, means.TEXT)))})(?:e?s)?\b")
_ITSELF: Final = re.compile(
    r"(?:^|[.!;] )(?:this|these|it|they|ceci|cela|ces?|esto) (?:points? |remarks? )?"
    r"(?:was|were|is|ha[sd]|have|a|ont|est|ha|fue)\b"
)
"""How an answer begins that speaks of what was asked: "This was implemented …"."""
_QUOTED: Final = re.compile(r"[‘'\"“«][^\W\d][^‘'\"“”«»]*[’'\"”»]")
_OURS: Final = re.compile(r"\b(?:we|i|nous|on|j|(?:the )?authors|hemos|he)\b")
_AGAINST: Final = re.compile(
    r"\b(?:we|i|nous|on|(?:the )?authors|hemos)\b(?: (?!and\b|et\b|y\b)[\w’']+){0,2}?"
    r" (?:not|prefer\w*|keep|kept|disagree|decline\w*|chose\w*|opt(?:ed)?|refrain\w*|cannot|pas|optado|decidido no)\b"
    r"|\b(?:we|i) \w+n['’]t\b|\b(?:disagree|beyond the scope|out of scope|hors du cadre|fuera del alcance|desacuerdo)\b"
    r"|^(?:not?|non|pas)\b"
)
_AS_ASKED: Final = re.compile(
    r"\b(?:as|comme|según lo|segun lo|tal como (?:se|lo)|como) (?:was |it was |you |the \w+ )?"
    r"(?:propos|suggest|request|recommend|advis|asked|suger|demand|solicit|recom)\w*"
)
_EARLIER: Final = re.compile(
    r"\b(?:last|latest|previous|former|dernier|derniere|precedent|ancien|ultim[oa]|anterior)\b"
)
"""Before the verb they tell that another one is spoken of: "The last report was published in 2015."."""
_SOME_OF_THEM: Final = re.compile(
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|eighty|hundred"
    r"|deux|trois|quatre|cinq|dix|quinze|vingt|trente|quarante|cinquante|cent"
    r"|dos|tres|cuatro|cinco|diez|quince|veinte|treinta|cuarenta|cincuenta|cien)"
    r"\s*(?:\.|$|(?:were|have|has|had|are|ont|sont|han|fueron)\b)"
)
"""A number alone counts what was asked about: "Train pilots." "Forty were trained."."""


def is_act_asked(basis: str, words: str, asked: str) -> bool:
    """Whether a deed is the one that was asked.

    Args:
        basis: the words that tell of it, its verb among them.
        words: the whole part of the reply.
        asked: what it answers.
    """
    told = basis.strip("“”")
    named = re.search(rf"\b{re.escape(plain_words(told))} (?!(?:{'|'.join(_SMALL)})\b)\w{{3,}}", plain_words(words))
    if named is not None and named[0] in plain_words(asked):
        return False  # "Show managed species": "council managed species in the tables" tells of no deed
    if _EARLIER.search(plain_words(words.partition(told)[0])):
        return False
    act, wanted = _stems(told), _stems(asked)
    rest = _stems(words) - act
    same_thing = bool(rest & wanted) or _SOME_OF_THEM.search(plain_words(words)) is not None
    return bool(act & wanted and same_thing) or bool(act & _DONE and (same_thing or rest & _ASKED))


_REMOVED: Final = re.compile(
    r"\b(?:removed|deleted|struck|excluded|taken out|(?:retire|supprime|enleve|efface)e?s?"
    r"|(?:retirad|suprimid|eliminad|quitad|excluid)[oa]s?)\b"
)
"""What is done to a part of something: where that was too much, or wrong, it is what was asked."""
_ANY_ONE: Final = re.compile(r"^(?:an?|any|each|every|une?|tout(?:e|es)?|tous|chaque|cada|una?|todo|toda|cualquier)\b")
_NONE_OF: Final = re.compile(r"^(?:no|sans|aucune?|sin|ningun[oa]?) ")
_ANSWER: Final = 5
"""In so many words, "No record", all that was asked is answered."""
_PROGRESS: Final = frozenset("prog acti info avan suit repo acci resp gest segu ejec cump real".split())  # noqa: SIM905
"""Of what there is none where nothing is reported, by its first letters."""


def is_other_end(status: str, basis: str, words: str, asked: str) -> bool:
    """Whether what would end, refuse or lack the thing asked may be said of another: what was too much was removed.

    Args:
        status: what is proposed.
        basis: the words that it rests on.
        words: the whole part of the reply.
        asked: what it answers.
    """
    told, text = plain_words(basis.strip("“”")), plain_words(words)
    if status == "cancelled" and _REMOVED.search(told) is not None:
        return True
    if status in ("cancelled", "rejected") and _ANY_ONE.search(text) is not None and told in text[1:]:
        return True  # "an incomplete entry is rejected": how such things are dealt with
    lacks = status == "not-taken" and _NONE_OF.search(told) is not None and len(text.split()) > _ANSWER
    return bool(lacks and asked and not _stems(told[told.find(" ") :]) & (_stems(asked) | _PROGRESS | _ASKED | _DONE))


def is_of_comment(basis: str, words: str) -> bool:
    """Whether a deed is what was done about a comment, as by their form answers to comments tell.

    They begin with the deed itself ("Corrected."), or say that it was done as asked; they speak of "this", which is the
    point made; or of what "we" changed in the text.

    Args:
        basis: the words that tell of it, its verb among them.
        words: the whole part of the reply.
    """
    told, text = plain_words(basis.strip("“”")), plain_words(words)
    edited = EDITED.search(told) is not None
    if _AS_ASKED.search(text) is not None or (_ITSELF.search(text) is not None and (edited or _stems(told) & _DONE)):
        return True
    if not edited:
        return False
    before, _, after = text.partition(told)
    first = not before.strip(" •-–:.") and len(told.split()) == 1
    return first or (_OURS.search(before) is not None and (_OF_TEXT.search(after) or _QUOTED.search(words)) is not None)


def stands_against(words: str) -> bool:
    """Whether a part of a reply is said against what was asked, or tells that "we" did not do something."""
    return _AGAINST.search(plain_words(words)) is not None


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in re.findall(r"[a-z]{3,}", plain_words(text)) if word not in _SMALL}
