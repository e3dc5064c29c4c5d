"""What status columns say in three languages, from "Closed" to "en cours", as a status of the scheme.

The table is read from the top: a word of refusal or of part decides before the word that it goes with, so that
"not implemented" and "implemented in part" are not taken for "implemented".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from tcgraph.followup.folded_text import any_of, plain_words
from tcgraph.followup.word_catalogue import word_lists

SURE: Final = 0.95
LIKELY: Final = 0.8
UNSURE: Final = 0.5
"""Below what is filled in: the word is a status, but says little about how far things have come."""


_LISTS: Final = word_lists("status_words")
_WORDS: Final = {name: any_of(words) for name, words in _LISTS.items()}
_PART, _DONE, _NOT_BEGUN, _REJECTED = (_WORDS[name] for name in ("part", "done", "not-begun", "rejected"))
_CANCELLED, _OVERTAKEN, _GOES_ON, _TO_COME = (_WORDS[name] for name in ("cancelled", "overtaken", "goes-on", "to-come"))
_LIVE, _ENOUGH, _WHOLLY, _POSITION = (_WORDS[name] for name in ("live", "enough", "wholly", "position"))

_DEED: Final = r"\w{4,}(?:tion|sion|ment|ance|ure|age|cion|miento)"
"""A noun of what was to be done, as in "Divulgation partielle", "Full disclosure"."""

_LABELS: Final = tuple(
    (re.compile(pattern), status, confidence)
    for status, confidence, pattern in (
        ("planned", SURE, r"^not\b[^.;]*,? but (?:it |they )?will be\b"),
        ("rejected", SURE, rf"^(?:{_REJECTED})\b"),
        ("cancelled", SURE, rf"^(?:{_CANCELLED})\b"),
        ("overtaken", SURE, rf"^(?:{_OVERTAKEN})\b"),
        ("not-taken", SURE, rf"^(?:{_NOT_BEGUN})\b"),
        ("", SURE, r"^(?:n\W?a\W?|[-–—]+)$"),  # as in :func:`says_none`
        ("", SURE, rf"^(?:{_WORDS['unjudged']})\b"),
        ("taken", LIKELY, rf"^(?:{_WHOLLY}) (?:{_ENOUGH})\b|^(?:{_ENOUGH}) (?:{_WHOLLY})\b"),
        ("partly-taken", LIKELY, rf"^(?:{_ENOUGH}) (?:{_PART})\b"),
        ("planned", LIKELY, rf"^(?:{_ENOUGH}) inten(?:t|cion)\b|^(?:intention|intencion) (?:{_ENOUGH})\b"),
        ("not-taken", UNSURE, rf"^(?:un|in|not |non |no )(?:{_ENOUGH})\b"),
        (
            "partly-taken",
            SURE,
            rf"^(?:not|non|no) (?:yet )?(?:{_WHOLLY})\b",
        ),
        (
            "not-taken",
            SURE,
            rf"^(?:not|no|non|pas)(?: \w+){{0,2}} (?:{_DONE})\b|^closed?\W+(?:\w+ )?(?:not|without|unimplemented)\b",
        ),
        ("planned", UNSURE, rf"^(?:{_PART}) (?:{_POSITION})\b|^(?:{_POSITION}) (?:{_PART})"),
        ("rejected", LIKELY, rf"^(?:{_WORDS['unneeded']})\b(?!.*\b(?:already|deja|ya)\b)"),
        ("rejected", UNSURE, rf"^(?:{_WORDS['noted']})\b"),
        ("under-way", UNSURE, rf"^(?:{_DONE}) (?:in principle|en principe|en principio)\b"),
        ("under-way", SURE, rf"^(?:{_PART}) (?:{_GOES_ON})\b"),
        ("partly-taken", SURE, rf"^(?:{_PART})\b|^(?:{_DONE}) (?:{_PART})\b"),
        ("under-way", SURE, rf"\bis being (?:taken|undertaken|implemented)|^(?:{_GOES_ON})\b"),
        ("under-way", LIKELY, rf"^(?:{_WORDS['stage']})"),
        ("taken", SURE, rf"^(?:(?:{_WHOLLY}) )?(?:{_DONE})\b"),
        ("taken", SURE, r"^action has been taken\b"),
        *(
            (status, LIKELY, rf"^(?:{one}) {_DEED}$|^{_DEED} (?:{one})$")
            for status, one in (
                ("taken", r"full|complete|totale?s?|integrale?s?|complet[ea]?"),
                ("partly-taken", r"partial|partiel(?:le)?s?|parcial"),
            )
        ),
        ("planned", SURE, rf"^(?!pendientes?$)(?:{_TO_COME})\b"),
        ("planned", LIKELY, rf"^(?:{_WORDS['put-off']})\b"),
        ("standing", SURE, rf"^(?:{_WORDS['standing']})\b"),
        ("partly-taken", LIKELY, r"^compromised?\b"),
        ("taken", LIKELY, r"^(?:yes|oui|si)$"),
        ("not-taken", LIKELY, r"^(?:no|non)$"),
        ("planned", LIKELY, r"^(?:pending|en attente|pendientes?)$"),
        ("under-way", UNSURE, rf"^(?:{_LIVE}|{_WORDS['slow']})\b"),
        ("planned", UNSURE, rf"^(?:{_WORDS['late']})\b"),
    )
)

_DEGREE: Final = rf"{_PART}|{_GOES_ON}|{_TO_COME}|{_DONE}|{_REJECTED}|{_CANCELLED}|not|non|pas"
_SUBJECT: Final = re.compile(
    r"^(?:[^\w(%+<>−–-]+|currently |actuellement |actualmente |confirmed |verified (?:and |as )?"
    r"|(?:the |this |cette |est[ae] |la |el |l')?"
    r"(?:recomm[ae]ndation|recomendacion|promise|promesse|promesa|commitment|engagement|compromiso"
    r"|medida|mesure) (?:(?:has|was|is) (?=not\b)"
    r"|(?:has been|was|is|a ete|est|ha sido|fue) (?!clos|clotur|cerrad)(?=\w)|(?=\w))"
    r"|(?:actions?|work|implementation|mises? en oeuvre|realisation|execution|application|travaux"
    rf"|accion(?:es)?|implementacion|ejecucion|cumplimiento|aplicacion|avance|completion):?"
    rf" (?!clos|clotur|cerrad)(?=(?:{_DEGREE})\b))"
)
"""What a label may say first, of which it then says how far it has come: "Mise en œuvre en cours"."""
_FILE: Final = r"(?:action|item|point|task|issue|recomm[ae]ndation|recomendacion|mesure|medida|accion|punto)?"
_FILED: Final = re.compile(
    rf"^(?:{_FILE} ?closed?(?!\W+\w* ?(?:not|without|unimplemented)\b)\W+|(?:open|active)\W+"
    r"|(?:accepted|agreed|acceptee?s?|aceptad[oa]s?)(?: and| et| y|,|;|/| -)+ (?=\w))"
)
"""What is only said of the file, or of the answer, before how far things have come."""
_TURNS: Final = re.compile(rf"\b(?:{_REJECTED}|{_CANCELLED}|{_NOT_BEGUN}|{_OVERTAKEN}|{_WORDS['turned']})\b")
"""After a word for what was done these leave open whether it was: "Complete overhaul refused"."""
_BELOW: Final = re.compile(r"[-−–]\s?\d+(?:[.,]\d+)?\s*%")
"""A rate below nothing: further away than at the start."""
_SIGNS: Final = {
    **dict.fromkeys(_LISTS["signs-taken"], "taken"),
    **dict.fromkeys(_LISTS["signs-not"], "not-taken"),
    "[x]": "taken",
    "[ ]": "planned",  # a task of a list that is not ticked is to be done
}
_VARIANT: Final = " \ufe0e\ufe0f"
"""What may follow a sign to say how it is drawn."""
_SHARE: Final = re.compile(r"\b(\d{1,4})(?:[.,]\d+)?\s*(?:%|per ?cent\b|pour cent\b|por ciento\b)")
_WHOLE: Final = 100


_VOTE: Final = re.compile(
    r"^(?:(?:vote|resultat|votacion|result)\b[^:;.]{0,60}: ?)?(?P<for>\d{1,3}) ?(?:votes?|voix|votos?)?"
    r" ?[\"«“]? ?(?:pour|for|in favou?r|a favor)\b(?:.{0,40}?\b(?P<against>\d{1,3})"
    r" ?(?:votes?|voix|votos?)? ?[\"«“]? ?(?:contre|against|en contra)\b)?[^;]{0,60}$"
)
_BY_ALL: Final = (
    r"^(?:motion |vote )?(?:(?:adopt|approv|approuv|accept|pass|carri|agre|aprob|acept|vot)\w+(?: \w+){0,2}?"
    r" (?:(?:par )?\d+ (?:voix|votes?|votos)|unanimously|by (?:consensus|majority|acclamation)"
    r"|a l'unanimite|a la majorite|por (?:unanimidad|mayoria|consenso)|con \d+[- ]\d+|\d+(?: ?- ?| to )\d+)"
    r"|(?:motion |vote )(?:carried|passes|carries))\b"
)
"""How many were for it and against it, or that all were: what was moved is adopted then, or not."""


def is_vote(text: str) -> bool:
    """Whether a line tells how a vote ended."""
    words = plain_words(text)
    return _vote(words) is not None or re.match(_BY_ALL, words) is not None


def _vote(words: str) -> re.Match[str] | None:
    found = _VOTE.match(words)
    return found if found is not None and (found["against"] or re.search(r"\b(?:vot|voix)", words)) else None


_STATED: Final = re.compile(
    r"(?:^|(?<=[.;:)\]] ))(?:current )?(?:status|state|statut|état|etat|estado|situación)\s*:\s+"
    r"(?P<label>[^.;:]{2,60}?)(?=\s*(?:[.;]|$|\s[A-ZÀ-Þ][\w ]{2,30}:))",
    re.IGNORECASE,
)


def stated_label(text: str) -> str:
    """What a text says of its own status, as in "Status: implemented"; "" where it says nothing that is known."""
    said = [found["label"] for found in _STATED.finditer(text) if read_label(found["label"]) is not None]
    return said[0] if len(said) == 1 else ""


_OF_ITSELF: Final = re.compile(
    r"(?:the|this|la|cette|cet|l'|el|est[ae]) ?(?:recomm[ae]ndation|recomendacion|promise|promesse|promesa|commitment"
    r"|action|engagement|compromiso|medida|mesure|accion|measure)\b"
)


_ALIKE: Final = (
    {"taken", "standing"},
    {"partly-taken", "under-way"},
    {"planned", "not-taken"},
    {"under-way", "standing"},
)
"""What one can say of the same thing."""


def said_otherwise(text: str, status: str) -> str:
    """The words in which a text says of itself another status: "Status: done", or first "This action is completed"."""
    first = re.split(r"(?<=[.;])\s", text.lstrip(), maxsplit=1)[0]
    words = stated_label(text) or (first.rstrip(" .") if _OF_ITSELF.match(plain_words(first)) else "")
    label = read_label(words) if words else None
    if label is None or not label[0] or label[1] < LIKELY:
        return ""
    return "" if label[0] == status or {label[0], status} in _ALIKE else words


_LINK: Final = re.compile(r"https?://\S+")
_RESERVE: Final = rf"(?:{_PART}|in principle|en principe|en principio|with (?:conditions|modifications|reservations))"


def is_acceptance(text: str) -> bool:
    """Whether a label says that it was accepted, be it in part, which tells nothing of how far it has come."""
    words = plain_words(_LINK.sub("", text))
    return re.fullmatch(rf"(?:{_RESERVE} )?(?:{_POSITION})(?:,? {_RESERVE})?\W*", words) is not None


def tells_answer(heading: str, words: Iterable[str]) -> bool:
    """Whether a column tells how those who were asked stand to it: "Partial" beside "Accept" is accepted in part.

    Args:
        heading: the column's.
        words: what its cells say.
    """
    labels = {plain_words(text) for text in (*words, *re.split(r"[(/,|)]", heading))}
    said = [label for label in labels if label]
    if not any(map(is_acceptance, said)):
        return False
    # A word of progress among them tells that the scale is one of progress, whatever else is in it.
    read = [found for label in said if not is_acceptance(label) and (found := read_label(label)) is not None]
    return all(status in ("rejected", "partly-taken", "") or confidence <= UNSURE for status, confidence, _ in read)


def is_part(text: str) -> bool:
    """Whether a label begins with a word for a part."""
    return re.match(rf"(?:{_PART})\b", plain_words(text)) is not None


def is_live(text: str) -> bool:
    """Whether a label says only that the recommendation is not settled ("Active"), and nothing of a deed."""
    return re.fullmatch(rf"(?:{_LIVE})\W*", _SUBJECT.sub("", plain_words(text))) is not None


def tells_of_deed(text: str) -> bool:
    """Whether a label tells how far it has come, and not only how the file stands ("Closed") or who accepts it."""
    filed = is_live(text) or is_acceptance(text) or is_closed(text)
    return not filed and read_label(text) is not None


def says_none(text: str) -> bool:
    """Whether a cell says that there is nothing to say in it: "N/A", "–"."""
    return re.fullmatch(r"n\W?a\W?|[-–—]+", plain_words(text)) is not None


def is_closed(text: str) -> bool:
    """Whether words say only that a file, or something asked, is closed: it may be so with nothing done."""
    return (
        re.fullmatch(rf"(?:{_FILE}) ?(?:closed?|fermee?s?|close?s?|cloturee?s?|cerrad[oa]s?)\W*", plain_words(text))
        is not None
    )


def is_reserved(text: str) -> bool:
    """Whether a label says that it was accepted in part or in principle only."""
    return is_acceptance(text) and re.search(rf"\b{_RESERVE}", plain_words(text)) is not None


@lru_cache(maxsize=16384)
def read_label(text: str) -> tuple[str, float, str] | None:
    """Read what a status column says.

    Returns:
        The status's notation ("" where the label says nothing of it), how sure that is, and the words that
        decided; None where the text is no label that is known.
    """
    text = text.strip()
    if (below := _BELOW.match(text)) is not None:
        return "not-taken", SURE, below[0]
    mark = text[:3].lower() if text.startswith("[") else text[:1]
    if (sign := _SIGNS.get(mark)) is not None:
        rest = text[len(mark) :].lstrip(_VARIANT)
        return (sign, SURE, text) if not rest else read_label(rest)
    words = plain_words(text.replace("_", " ").replace("-", " ") if len(text.split()) < 4 else text)
    words = _SUBJECT.sub("", words)
    # "Closed superseded", "Accepted and implemented": what follows tells what came of it.
    follows = _FILED.match(words)
    if follows is not None and (came := read_label(words[follows.end() :])) is not None and came[0]:
        return came[0], came[1], words
    if (found := _SHARE.match(words)) is not None:
        share = int(found[1])
        status = "taken" if share >= _WHOLE else "under-way" if share else "not-taken"
        return status, SURE, found[0]
    if (vote := _vote(words)) is not None:
        return "taken" if int(vote["for"]) > int(vote["against"] or 0) else "rejected", SURE, words
    if (vote := re.match(_BY_ALL, words)) is not None:
        return "taken", SURE, vote[0]
    for pattern, status, confidence in _LABELS:
        if (found := pattern.search(words)) is not None:
            if status == "taken" and (part := _SHARE.search(words)) is not None and int(part[1]) < _WHOLE:
                return "under-way", LIKELY, words
            turned = status in ("taken", "standing") and _TURNS.search(words, found.end()) is not None
            return status, UNSURE if turned else confidence, found[0].strip()
    return None


def is_sure_label(text: str) -> bool:
    """Whether a text is a label that says a status for sure."""
    return (label := read_label(text)) is not None and bool(label[0]) and label[1] >= SURE
