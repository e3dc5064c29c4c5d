"""Tell which lines of a text ask, where no label with a number says so: those that minutes note or list, or turns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from tcgraph.diagnostics import Level
from tcgraph.followup.folded_text import any_of
from tcgraph.followup.layout.minutes import Minute, detail, minuted, title_of
from tcgraph.followup.layout.turns import Line, Turn, turns_of
from tcgraph.followup.tables import ENTRY, TableFile

ASKED: Final = any_of("""
    recommendations?|decisions?|resolutions?|commitments?|conclusions?|recommandations?|décisions?|résolutions?
    engagements?|recomendaci[oó]n(?:es)?|decisi[oó]n(?:es)?|resoluci[oó]n(?:es)?|compromisos?
    motions?|moci(?:ón|on|ones)
""")
_ANSWERED: Final = any_of("""
    responses?|repl(?:y|ies)|answers?|actions? taken|comments?|follow-?up|progress(?: update)?|update|implementation
    evaluation|assessment
    réponses?|suites?(?: données?)?|(?:mesures?|actions?) (?:prises?|adoptées?|menées?|engagées?|réalisées?)
    commentaires?|suivi|mise en œuvre
    respuestas?|(?:medidas?|acciones) (?:adoptadas?|realizadas?|tomadas?|ejecutadas?|emprendidas?)|acciones
    comentarios?|seguimiento|cumplimiento|avances?
""")
REPLY: Final = re.compile(
    rf"^(?:[\w'’]+\s+){{0,3}}?(?:{_ANSWERED})(?:\s+(?:of|by|from|to|du|de|par|por|del|des)\b(?:\s+[\w'’]+){{1,4}})?"
    r"\s*(?:[:–—]\s*(?P<rest>.*)|$)",
    re.IGNORECASE,
)
_LISTS: Final = re.compile(
    rf"^(?:\W|\d|[ivx]+\.)*(?:[^\W\d]+\W+){{0,3}}?(?:{ASKED}|actions?(?: (?:items?|points?|required|agreed))?|tasks?"
    r"|to[- ]do(?: list)?|next steps?|follow[- ]?up actions?|tâches?|(?:prochaines|futures) étapes"
    r"|(?:suite|continuité) des travaux|relevé de décisions|acci[oó]n(?:es)?|tareas?|pr[oó]ximos pasos|acuerdos)"
    r"(?:\W+(?:pending|outstanding|pendientes?|à (?:mener|faire|venir|réaliser|poursuivre|prévoir)|en cours"
    r"|(?:a|por) (?:hacer|realizar))){0,2}"
    r"(?:\W+(?:for|of|to|from|by|in|at|on|pour|du|des?|aux?|para|del|que|qui|made|agreed|adopted|adoptées?)\b.{0,60})?\W*$",
    re.IGNORECASE,
)
"""What heads a list of things that are asked."""
_EARLIER: Final = re.compile(
    r"\b(?:previous|earlier|past|last meeting|review of|(?:follow[- ]?up|updates?) (?:of|on)|outstanding|pending"
    r"|précédent\w*|antérieur\w*|retour sur|suivi d\w+|repaso|revisión de|seguimiento de|anteriores|pendientes)\b",
    re.IGNORECASE,
)
"""What heads those of an earlier meeting: below each stands what came of it."""
_CODED: Final = re.compile(r"\b[A-Z]{1,6}[.-]?[A-Z]?\d+\b")
_NUMBERED: Final = re.compile(r"^(?:[-*+•▪‣●○·>]\s*)?(?:\(?\d{1,3}[.)]\s+)?")
_ITEM: Final = re.compile(r"\s*(?:\(?(?:\d{1,3}|[a-z]|[ivx]+)[.)]|[-*•▪‣●○·–]|o(?= ))\s+\S")
_FEWEST: Final = 2
_LONG: Final = 80
_WORDS: Final = 4
"""What is asked has, as a rule, at least so many words."""
_QUOTED: Final = 8
_NOTED: Final = 0.5
"""How much more it counts that a line notes something where nothing in the text says that it is an answer."""


def asking(
    lines: Sequence[Line], file: TableFile, levels: Mapping[int, int], *, guess: bool
) -> tuple[list[Minute], list[Turn]]:
    """What minutes note, or what two sides say in turns.

    Args:
        lines: the paragraphs of a text.
        file: where what is guessed is told.
        levels: what they are in an outline, as of :class:`TableFile`.
        guess: whether how lines are set may tell where nothing is called what was asked.
    """
    minutes = _minuted(lines, levels)
    turns, worth = turns_of(lines, levels) if guess else ([], 0.0)
    decided = any(one.kind == "decided" for one, _, _ in minutes)
    # What follows a decision goes on with the talk, and answers nothing.
    noted = decided and not any(REPLY.match(text) for text, _ in lines)
    if worth > (len(minutes) * (1 + _NOTED * noted) if len(minutes) >= _FEWEST else 0):
        message = "no label tells what was asked; what is set apart is read as that, and what follows it as the answer"
        file.find("headings", Level.WARNING, message, turns[0].asked[0][1].location)
        return [], turns
    return minutes if len(minutes) >= _FEWEST else [], []


def _minuted(lines: Sequence[Line], levels: Mapping[int, int]) -> list[Minute]:
    """What minutes note among what was said, and entries of lists headed as what is asked: "Tasks for the group"."""
    listed: dict[int, str] = {}
    heads: set[int] = set()
    reviewed: set[int] = set()
    for head, (text, _) in enumerate(lines):
        if len(text) > _LONG or _LISTS.match(text) is None or head in listed:
            continue
        level = levels.get(head, 0)
        if (level >= ENTRY or (not level and _ITEM.match(text))) and not text.rstrip("* ").endswith(":"):
            continue  # "- Bot makes a decision" is an entry itself
        if entries := _entries(lines, levels, head):
            heads.add(head)
            listed |= entries
            coded = sum(_CODED.search(words) is not None for words in entries.values())  # what it is stands below it
            reviewed |= entries.keys() if _EARLIER.search(text) and 2 * coded < len(entries) else set()
    found = minuted(lines, levels, listed, reviewed)
    return [(one, lines[i][1], title_of(i, lines, levels, heads)) for i, one in found.items()]


def _entries(lines: Sequence[Line], levels: Mapping[int, int], head: int) -> dict[int, str]:
    """The entries of the list right below a line, by their positions; a remark may stand among them."""
    found: dict[int, str] = {}
    outer = 0
    for index in range(head + 1, len(lines)):
        text = lines[index][0]
        level = levels.get(index, 0)
        if not text or detail(text):
            continue
        item = _ITEM.match(text) is not None  # a slanted one may stand in a list that is slanted as a whole
        if level < ENTRY and not (item and (level == _QUOTED or not 0 < level <= levels.get(head, 0))):
            heads = level > 0 or len(text) <= _LONG
            if (found or _LISTS.match(text) is None) if heads else not found:
                break
            continue
        if level <= (outer := outer or level):
            found[index] = _NUMBERED.sub("", text)
    return found
