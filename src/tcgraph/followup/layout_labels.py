"""Read recommendations that stand one after another in a text, each under its label, with the answer below it.

So governments answer committees ("Recommendation 4 … Government response …"), without any table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from tcgraph.diagnostics import Level, Location
from tcgraph.followup.entry import Ask, Piece, Reading, Reply
from tcgraph.followup.labels import read_label
from tcgraph.followup.plain import any_of
from tcgraph.followup.tables import Place, Row, TableFile

Line = tuple[str, Place]

_ASKED: Final = any_of("""
    recommendations?|decisions?|resolutions?|commitments?|conclusions?|recommandations?|décisions?|résolutions?
    engagements?|recomendaci[oó]n(?:es)?|decisi[oó]n(?:es)?|resoluci[oó]n(?:es)?|compromisos?
""")
_ASK: Final = re.compile(
    rf"^(?:{_ASKED})\s+(?:(?:no|nr|n[°º]|núm|#)\.?\s*)?(?P<number>\d[\w()/-]*(?:\.\d+)*)\s*(?P<mark>[:.–—-]?)\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_ANSWERED: Final = any_of("""
    responses?|repl(?:y|ies)|answers?|actions? taken|comments?|follow-?up|progress|update|implementation
    réponses?|suites?(?: données?)?|mesures? prises?|commentaires?|suivi|mise en œuvre
    respuestas?|medidas? adoptadas?|acciones|comentarios?|seguimiento|cumplimiento
""")
_REPLY: Final = re.compile(
    rf"^(?:[\w'’]+\s+){{0,3}}?(?:{_ANSWERED})(?:\s+(?:of|by|from|du|de|par|por|del|des)\b(?:\s+[\w'’]+){{1,4}})?"
    r"\s*(?:[:–—]\s*(?P<rest>.*)|$)",
    re.IGNORECASE,
)
_STATUS: Final = re.compile(
    r"^(?:(?:current|implementation)\s+)?(?:status|statut|état|estado|situación|position|posición)\s*:\s*(?P<rest>.+)$",
    re.IGNORECASE,
)
_ENDED: Final = re.compile(r"[.;:!?)\]\"”»]\s*$")
_TITLE: Final = 80
_FEWEST: Final = 2


def is_labelled(lines: Iterable[str]) -> bool:
    """Whether lines of a text are recommendations, each under its label."""
    return sum(_label(line) is not None for line in lines) >= _FEWEST


def read_labelled(file: TableFile) -> Reading | None:
    """Read what is asked and answered under labels; None where a text has none.

    Args:
        file: a text whose lines are the rows of one loose table.
    """
    nowhere = Place("", Location(file.path))
    lines = [_line(row, nowhere) for row in file.sheets[0].rows]
    if not is_labelled(text for text, _ in lines):
        return None
    reading = Reading()
    section = ""
    for block in _blocks(lines):
        if block.ask is None:
            section = block.title
        else:
            block.put(reading, section)
            section = block.title or section
    _tell_of_silence(file, reading)
    return reading


def _line(row: Row, nowhere: Place) -> Line:
    text = " ".join(" ".join(cell.text.split()) for cell in row.cells)
    return text.strip(" *#|"), row.cells[0].place if row.cells else nowhere


@dataclass(slots=True)
class _Block:
    """What stands under one label, up to the next one."""

    ask: Ask | None = None
    status: Line | None = None
    asked: list[Line] = field(default_factory=list)
    told: list[Line] = field(default_factory=list)
    answered: bool = False
    title: str = ""

    def put(self, reading: Reading, section: str) -> None:
        """Make an ask and its reply of it."""
        assert self.ask is not None
        if not self.answered and len(self.asked) > 1:
            # Without a label of its own, the answer is what follows the paragraph that asks.
            self.asked, self.told = self.asked[:1], self.asked[1:]
        self.ask.pieces = [Piece(*line) for line in self.asked] or self.ask.pieces
        self.ask.section = section
        reading.asks.append(self.ask)
        lines = self.told or ([self.status] if self.status else [])
        if lines:
            status = self.status[0] if self.status else ""
            reading.replies.append(Reply(self.ask, [Piece(*line) for line in lines], status_text=status))


def _blocks(lines: Sequence[Line]) -> Iterable[_Block]:
    """A text, cut where a label begins something new; a title before it is not part of what it follows."""
    block, before = _Block(), 0
    for text, place in lines:
        if not text:
            continue
        line = place.location.line
        after_space, before = line is None or line > before + 1, line or 0
        if (found := _label(text)) is not None:
            _take_title(block)
            yield block
            block = _begun(found, place)
        elif block.ask is None:
            block.title = text if len(text) <= _TITLE else ""
        else:
            _go_on(block, text, place, after_space=after_space)
    if block.ask is not None:
        block.title = ""
        yield block


def _label(text: str) -> re.Match[str] | None:
    """A label that begins something asked; a sentence that only speaks of a recommendation is none."""
    found = _ASK.match(text)
    if found is None or (found["rest"] and not found["mark"] and not _is_status(found["rest"])):
        return None
    return found


def _is_status(words: str) -> bool:
    return len(words.split()) <= 4 and read_label(words) is not None


def _begun(found: re.Match[str], place: Place) -> _Block:
    number = found["number"].rstrip(".)") if "(" not in found["number"] else found["number"]
    ask = Ask(number, int(number) if number.isdigit() else None, [Piece("", place)])
    rest = found["rest"].strip(" *")
    if rest and _is_status(rest):
        return _Block(ask, status=(rest, place), answered=True)
    return _Block(ask, asked=[(rest, place)] if rest else [])


def _go_on(block: _Block, text: str, place: Place, *, after_space: bool) -> None:
    if (status := _STATUS.match(text)) is not None and _is_status(status["rest"]):
        block.status, block.answered = (status["rest"], place), True
        return
    if (found := _REPLY.match(text)) is not None:
        block.answered, block.title = True, ""
        if rest := (found["rest"] or "").strip():
            block.told.append((rest, place))
        return
    into = block.told if block.answered and block.asked else block.asked
    into.append((text, place))
    short = len(text) <= _TITLE and not _ENDED.search(text) and not _is_status(text)
    block.title = text if short and after_space else ""


def _take_title(block: _Block) -> None:
    """Take a short line out that stands apart at the end, right before the next label."""
    lines = block.told or block.asked
    if block.title and len(lines) > 1:
        lines.pop()
    elif block.ask is not None:
        block.title = ""


def _tell_of_silence(file: TableFile, reading: Reading) -> None:
    for ask in reading.asks:
        if not ask.text:
            where = ask.pieces[0].place.location
            message = f"the row numbered {ask.reference!r} does not say what was asked"
            file.find("empty", Level.WARNING, message, where)
