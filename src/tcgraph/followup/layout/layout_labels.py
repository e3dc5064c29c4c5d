"""Read recommendations that stand one after another in a text, each under its label, with the answer below it.

So governments answer committees ("Recommendation 4 … Government response …"), without any table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tcgraph.diagnostics import Level, Location
from tcgraph.followup.layout.entry import AskedItem, Piece, Reply, TableReading
from tcgraph.followup.layout.layout_checks import check_gaps
from tcgraph.followup.layout.layout_outline import ASKED, REPLY, asking
from tcgraph.followup.layout.minutes import DUE, STATUS, WHO, Minute, noted, only_decides, with_mark
from tcgraph.followup.layout.turns import Line, Turn
from tcgraph.followup.tables import CellPlace, Row, TableFile
from tcgraph.followup.tables.markdown import APART
from tcgraph.followup.tables.paragraphs import of_plain_text
from tcgraph.followup.wording.positions import leading_refusal
from tcgraph.followup.wording.status_labels import is_acceptance, is_vote, read_label, tells_of_deed

_ONE: Final = rf"(?:{ASKED})"
_ASK: Final = re.compile(
    rf"^(?:(?P<before>\d{{1,3}}(?:\.\d+)*)[.)]?\s+(?={_ONE}\s*:))?(?:[A-ZÀ-Þ][\w'’-]+\s+)?{_ONE}"
    r"(?(before)|\s+(?:(?:no|nr|n[°º]|núm|#)\.?\s*)?"
    r"(?P<number>\d[\w()/-]*(?:\.\d+)*|(?=[\w/-]*\d)[A-Z]{2,}\w*(?:[-/]\w+)+(?=:))"
    r"(?:\s*\((?P<who>[^()]{3,80})\)(?=\s*:))?)\s*(?P<mark>[:.–—-]?)\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_RESPONSE_TO: Final = re.compile(
    r"^(?:[\w'’]+\s+){0,3}?(?:responses?|repl(?:y|ies)|réponses?|respuestas?)\s+(?:to|à la|aux|a la|a las)\s+"
    rf"(?:{ASKED})\s+(?:(?:no|nr|n[°º]|núm|#)s?\.?\s*)?(?P<number>\d[\w().]*)[^.:]{{0,40}}:?$",
    re.IGNORECASE,
)
_TELLS: Final = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|should|must|may|can|est|sont|a|ont|sera|devrait|es|son|fue|ha|han)\b"
)
_ENDED: Final = re.compile(r"[.;:!?)\]\"”»]\s*$")
_WITHIN: Final = re.compile(r"(?:(?<=[.;:!?)\]])\s+|\s+[-–—]\s+)(?=[A-ZÀ-Þ][^.;:]{2,60}:)|[\n\v]")
_RESOLVED: Final = re.compile(
    r"^(?:resolution|outcome|result|vote|decision|résolution|résultat|décision|resolución|resultado|votación|decisión)"
    r"\s*:\s*(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_VERDICT: Final = 9
"""How something was resolved is told in up to so many words."""
_LISTED: Final = re.compile(r"^[-*•·]\s+(?=[A-ZÀ-Þ][^.;:]{2,60}:)")
"""The mark of a list before a label."""
_MARK: Final = re.compile(r"^[-+*•▪·]\s+")
_CHAPTER: Final = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s+[A-ZÀ-Þ][^.:;!?]*$")
_LEAD: Final = 24
"""Strong words that stand apart from what follows them are longer; a word alone is strong within its sentence."""
_DEEP: Final = 7
"""From this level on a line of an outline is none of its headings."""
_TITLE: Final = 80
_FEWEST: Final = 2


def is_labelled(lines: Iterable[str], fewest: int = _FEWEST) -> bool:
    """Whether lines of a text are recommendations, each under its label."""
    return sum(label_of(line) is not None for line in lines) >= fewest


def parts_of(text: str) -> list[str]:
    """A paragraph cut where a label stands within it: "Recommendation 1: Paint it. Response: Agreed. Status: Done"."""
    text = with_mark(text)
    cuts = [
        found.span()
        for found in _WITHIN.finditer(text)
        if (found[0] == APART and found.start() > _LEAD) or _is_label(text[found.end() :].strip())
    ]
    begins, ends = [0, *(end for _, end in cuts)], [*(begin for begin, _ in cuts), len(text)]
    parts = (" ".join(text[a:b].split()) for a, b in zip(begins, ends, strict=True))
    return [bare if _is_label(bare := _LISTED.sub("", part)) else part for part in parts if part]


def _is_label(text: str) -> bool:
    """Whether a line begins with a label of those that are known."""
    return any(rule.match(text) for rule in (REPLY, STATUS, WHO, DUE)) or label_of(text) is not None


def read_labelled(file: TableFile, *, guess: bool = True) -> TableReading | None:
    """Read what is asked and answered under labels, or under numbers; None where a text has none.

    Args:
        file: a text whose lines are the rows of one loose table.
        guess: whether headings may be taken for what was asked where nothing calls it so.
    """
    nowhere = CellPlace("", Location(file.path))
    whole = [_line(row, nowhere) for row in file.sheets[0].rows]
    lines: list[Line] = []
    levels: dict[int, int] = {}
    lined = any(place.location.line is not None for _, place in whole)  # a document's paragraphs are whole
    for of in of_plain_text([text for text, _ in whole], file.levels) if lined else [[i] for i in range(len(whole))]:
        text, place = " ".join(whole[i][0] for i in of), whole[of[0]][1]
        if of[0] in file.levels:
            levels[len(lines)] = file.levels[of[0]]
        lines += [(_with_verdict(part), place) for part in parts_of(text) or [""]]
    minutes: list[Minute] = []
    if not is_labelled(text for text, _ in lines):
        lines, minutes, turns = asking(lines, file, levels, guess=guess)
        if turns:
            return _of_turns(turns)
    elif _are_minutes(text for text, _ in lines):
        told, minutes, _ = asking(lines, file, levels, guess=False)
        lines = told or lines
    else:
        lines = lines[: _end(lines, levels)]
    if minutes:
        return _of_minutes(minutes)
    if not lines:
        return None
    reading = TableReading()
    section = ""
    for block in _blocks(lines):
        if block.ask is None:
            section = block.title
        else:
            block.put(reading, section)
            section = block.title or section
    _tell_of_silence(file, reading)
    check_gaps(file, reading)
    return reading


def _end(lines: Sequence[Line], levels: Mapping[int, int]) -> int:
    """Where the chapter ends in which the last label stands: what comes after it answers nothing."""
    labels = [i for i, (text, _) in enumerate(lines) if label_of(text) is not None]
    others = ((i, text) for i, (text, _) in enumerate(lines) if i not in labels)
    ranks = {i: rank for i, text in others if (rank := _rank(text, levels.get(i, 0)))}
    head = max((i for i in ranks if i < labels[0]), default=None)
    if head is None:
        return len(lines)
    own = levels.get(labels[0], _DEEP)
    after = (i for i in ranks if i > labels[-1] and _is_next(ranks[head], ranks[i], own))
    return next(after, len(lines))


def _rank(text: str, level: int) -> tuple[int, ...]:
    """The number of a chapter's heading, or else its level below nothing; empty where a line heads none."""
    numbered = _CHAPTER.match(text) if len(text) <= _TITLE else None
    if numbered is not None:
        return tuple(int(part) for part in numbered[1].split("."))
    return (-level,) if text and 0 < level < _DEEP and REPLY.match(text) is None else ()


def _is_next(head: tuple[int, ...], one: tuple[int, ...], own: int) -> bool:
    """Whether a heading stands as high as the one that labels stand under, and after it."""
    if head[0] < 0 or one[0] < 0:
        return head[0] < 0 and head[0] <= one[0] < 0 and -one[0] < own
    return len(one) <= len(head) and one > head


def _are_minutes(lines: Iterable[str]) -> bool:
    """Whether what a text labels as asked is nothing but decisions, and it notes what is to be done beside them."""
    texts = [*lines]
    to_do = any(found[0].kind == "to do" for text in texts if (found := noted(text)) is not None)
    return to_do and only_decides(text for text in texts if label_of(text) is not None)


def _of_minutes(minutes: Sequence[Minute]) -> TableReading:
    reading = TableReading()
    for order, (one, place, section) in enumerate(minutes, start=1):
        number = one.number or str(order)
        whole = int(number) if number.isdigit() else None
        block = Block(AskedItem(number, whole, [Piece(one.words, place)]), asked=[(one.words, place)], answered=True)
        for text in one.details:
            go_on(block, text, place, after_space=False)
        block.put(reading, section)
    return reading


def _of_turns(turns: Sequence[Turn]) -> TableReading:
    reading = TableReading()
    own = len({one.number for one in turns}) == len(turns)
    for order, one in enumerate(turns, start=1):
        number = one.number if own else str(order)
        ask = AskedItem(number, int(number) if number.isdigit() else None, [])
        told = [(_MARK.sub("", text), place) for text, place in one.told]
        asked = [(_MARK.sub("", text), place) for text, place in one.asked]
        Block(ask, asked=asked, told=told, answered=True).put(reading, one.section)
    return reading


def _line(row: Row, nowhere: CellPlace) -> Line:
    text = " ".join(APART.join(" ".join(part.split()) for part in cell.text.split(APART)) for cell in row.cells)
    bare = text.rstrip(" *#|").lstrip(" #|")  # but for the mark of an entry
    return bare if bare.startswith("* ") else bare.lstrip(" *#|"), row.cells[0].place if row.cells else nowhere


@dataclass(slots=True)
class Block:
    """What stands under one label, up to the next one."""

    ask: AskedItem | None = None
    status: Line | None = None
    asked: list[Line] = field(default_factory=list)
    told: list[Line] = field(default_factory=list)
    answered: bool = False
    title: str = ""
    who: str = ""
    due: str = ""
    beside: list[str] = field(default_factory=list)

    def put(self, reading: TableReading, section: str) -> None:
        """Make an ask and its reply of it."""
        assert self.ask is not None
        if not self.answered and len(self.asked) > 1:
            # Without a label of its own, the answer is what follows the paragraph that asks.
            self.asked, self.told = self.asked[:1], self.asked[1:]
        self.ask.pieces = [Piece(*line) for line in self.asked] or self.ask.pieces
        if not self.asked and self.ask.title:
            self.ask.pieces, self.ask.title = [Piece(self.ask.title, self.ask.pieces[0].place)], ""
        self.ask.section = section
        reading.asks.append(self.ask)
        lines = self.told or ([self.status] if self.status else [])
        if lines:
            status = self.status[0] if self.status else ""
            made = Reply(self.ask, [Piece(*line) for line in lines], status_text=status)
            made.agent_text, made.due_text, made.beside = (
                self.who or self.ask.agent_text,
                self.due,
                "; ".join(self.beside),
            )
            reading.replies.append(made)
        else:
            self.ask.agent_text = self.who or self.ask.agent_text
            due = [f"due: {self.due}"] if self.due else []
            self.ask.beside = "; ".join([*due, *self.beside])


def _blocks(lines: Sequence[Line]) -> Iterable[Block]:
    """A text, cut where a label begins something new; a title before it is not part of what it follows."""
    block, before = Block(), 0
    for text, place in lines:
        if not text:
            continue
        line = place.location.line
        after_space, before = line is None or line > before + 1, line or 0
        if (found := label_of(text)) is not None:
            _take_title(block)
            yield block
            block = begun(found, place)
        elif block.ask is None:
            block.title = text if len(text) <= _TITLE else ""
        else:
            go_on(block, text, place, after_space=after_space)
    if block.ask is not None:
        block.title = ""
        yield block


def label_of(text: str) -> re.Match[str] | None:
    """A label that begins something asked; a sentence that only speaks of a recommendation is none."""
    found = _ASK.match(text)
    if found is None or (found["rest"] and not found["mark"] and not (_is_status(found["rest"]) or is_title(found))):
        return None
    return found


def is_title(found: re.Match[str]) -> bool:
    """Whether what follows a label's number names what is asked, "Recommendation 6.2 Harbour lights"."""
    words = found["rest"].strip(" *")
    plain = words[:1].isupper() and len(words) <= _TITLE and not words.endswith((".", ";", ":"))
    return not found["mark"] and plain and _TELLS.search(words) is None and not _is_status(words)


def _is_status(words: str) -> bool:
    return is_vote(words) or (len(words.split()) <= 4 and read_label(words) is not None)


def _with_verdict(text: str) -> str:
    """A line that tells how it was resolved, called so: "Resolution: Passed." under a motion is no resolution."""
    found = _RESOLVED.match(text)
    told = found is not None and (_is_status(found["rest"]) or tells_of_deed(found["rest"]))
    return f"Status: {found['rest']}" if found is not None and told and len(text.split()) <= _VERDICT else text


def begun(found: re.Match[str], place: CellPlace) -> Block:
    """What begins with a label that :func:`label_of` found."""
    number = found["before"] or found["number"]
    number = number if "(" in number else number.rstrip(".)")
    ask = AskedItem(
        number, int(number) if number.isdigit() else None, [Piece("", place)], agent_text=found["who"] or ""
    )
    rest = found["rest"].strip(" *")
    if rest and _is_status(rest):
        return Block(ask, status=(rest, place), answered=True)
    if is_title(found):
        ask.title = rest
        return Block(ask)
    return Block(ask, asked=[(rest, place)] if rest else [])


def go_on(block: Block, text: str, place: CellPlace, *, after_space: bool) -> None:
    """Take one more line into what was begun: its status, who answers, the answer, or more of what was asked."""
    if (status := STATUS.match(text)) is not None:
        block.answered = True
        if _is_status(status["rest"]):
            block.told += [block.status] if block.status is not None else []
            block.status = (status["rest"], place)
        else:
            block.told.append((status["rest"], place))
        return
    if (found := _RESPONSE_TO.match(text)) is not None:
        block.answered, block.title = True, ""
        return
    if (found := REPLY.match(text)) is not None:
        block.answered, block.title = True, ""
        if rest := (found["rest"] or "").strip():
            if _is_status(rest) and block.status is None:
                block.status = (rest, place)
            else:
                block.told.append((rest, place))
                first = rest.partition(".")[0]  # "Partly implemented. A group was set up."
                if block.status is None and _is_status(first) and not is_acceptance(first):
                    block.status = (first, place)
        return
    if (found := WHO.match(text)) is not None:
        block.who, block.title = found["rest"].strip(), ""
        return
    if (found := DUE.match(text)) is not None:
        block.due, block.title = found["rest"].strip(), ""
        return
    if block.asked and block.status is None and _is_status(text):
        block.status, block.answered = (text, place), block.answered or len(block.asked) == 1
        block.title = ""
        return
    if block.asked and block.status is None and (verdict := leading_refusal(text)):
        block.status, block.answered = (verdict, place), True
    into = block.told if block.answered and block.asked else block.asked
    into.append((text, place))
    short = len(text) <= _TITLE and not _ENDED.search(text) and not _is_status(text)
    block.title = text if short and after_space else ""


def _take_title(block: Block) -> None:
    """Take a short line out that stands apart at the end, right before the next label."""
    lines = block.told or block.asked
    if block.title and len(lines) > 1:
        lines.pop()
    elif block.ask is not None:
        block.title = ""


def _tell_of_silence(file: TableFile, reading: TableReading) -> None:
    for ask in reading.asks:
        if not ask.text:
            where = ask.pieces[0].place.location
            message = f"the row numbered {ask.reference!r} does not say what was asked"
            file.find("empty", Level.WARNING, message, where)
