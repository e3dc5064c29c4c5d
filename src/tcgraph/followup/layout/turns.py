"""Tell who speaks in a text in which two take turns: what one side says is set otherwise than what the other does.

Reviewers ask in strong letters, in quotations or in entries of a list, and authors answer in plain paragraphs, or the
other way round. No word tells which is which: each way of setting a line is tried as the one side, and the rest as the
other, and that division is taken in which the first side asks most and the second one answers most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.layout.cell_kinds import HAPPENED
from tcgraph.followup.layout.column_evidence import ANSWERS, ASKS
from tcgraph.followup.tables import ENTRY, CellPlace

Line = tuple[str, CellPlace]

_ITEM: Final = re.compile(
    r"\s*(?:\(?\[?(?P<number>\d{1,3}(?:[.–-]\d{1,3})*)[.)\]:]|[-*+•▪‣●○·–]|\(?[a-z][.)])\s+(?=\S)"
)
_TOPIC: Final = re.compile(
    r"\s*[(\[]?(?P<number>\d{1,3}(?:\.\d{1,3})*)[.)\]]+\s+(?P<title>(?:[^\s.:]+\s+){0,7}[^\s.:]+)[.:]\s+(?P<rest>\S.*)"
)
"""What numbers a topic, its name and what was said of it, in one paragraph: "[4] Legal advice. It was decided to …"."""
_ONE: Final = r"\d{1,3}\.\d{1,3}"
_NUMBERS: Final = re.compile(rf"(?:^|(?<=[.!?])\s+)(?P<first>{_ONE})(?:\s?[-–,]\s?(?:{_ONE}|\d{{1,3}}))*$")
"""The numbers of recommendations alone in a line, or after the sentence that a page ends with: "140.82-85, 87"."""
_NAMED: Final = re.compile(r"\b(?:recomm[ae]nd|recomend)\w*\b.*", re.IGNORECASE)
_WE: Final = re.compile(
    r"\b(?:we|our|ours|us|authors?|nous|notre|nos|auteurs?|hemos|nuestr[oa]s?|autores|\w{3,}[aei]mos)\b"
)
"""Whoever answers speaks of what he did himself."""
_WANTS: Final = re.compile(
    r"\?|\b(?:please|could|would|may|seems?|missing|unclear|suggest\w*|why|pourri\w+|pourquoi|manque\w*|sugg\w+"
    r"|podria\w*|falta\w*|sugier\w+|por que)\b"
)
_HEADS: Final = 7
_QUOTED: Final = 8
_INNER: Final = "inner"
"""An entry of a list within an entry of another one."""
_TITLE: Final = 80
_FEWEST: Final = 3
_LEAST: Final = 0.6
"""How much more the one side has to ask, and the other to answer."""
_ABOVE: Final = 0.6
"""A quotation is older than what stands below it."""
_PAIR: Final = 1.5
_ALONE: Final = 0.5
_MOST: Final = 0.7
_SAID: Final = 200
"""So much of an answer tells that it is one."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing asked and what was said to it.

    Attributes:
        asked: the lines of the one side.
        told: those of the other.
        number: what it is called; "" where it has no number.
        section: the last title before it.
    """

    asked: Sequence[Line]
    told: Sequence[Line]
    number: str = ""
    section: str = ""


def turns_of(lines: Sequence[Line], levels: Mapping[int, int]) -> tuple[list[Turn], float]:
    """What two sides say in turns, or what stands under numbered topics; and how much that is.

    Args:
        lines: the paragraphs of a text.
        levels: what they are in an outline, as of :class:`TableFile`.
    """
    kinds = {i: _kind(text, levels.get(i, 0)) for i, (text, _) in enumerate(lines) if text}
    inner = {i: _INNER if levels.get(i, 0) > ENTRY else kind for i, kind in kinds.items()}
    best: list[Turn] = []
    worth = 0.0
    for set_as, kind in [(kinds, kind) for kind in dict.fromkeys(kinds.values())] + [(inner, _INNER)]:
        for asks in (True, False) if kind != "heading" and kind in set_as.values() else ():
            asking = {one for one in set_as.values() if (one == kind) is asks}
            found = [*_taken(lines, set_as, asking)]
            sure = _evidence(found) + _ABOVE * (kind == "quoted" and asks)
            if sure >= _LEAST and min(sure, 1) * _worth(found) > worth:
                best, worth = found, min(sure, 1) * _worth(found)
    for found in (_topics(lines, kinds), _by_number(lines, kinds)):
        if _worth(found) > worth:
            best, worth = found, _worth(found)
    return best, worth


def _worth(found: Sequence[Turn]) -> float:
    """How many are asked and answered, less some that are not answered."""
    answered = sum(bool(one.told) for one in found)
    return _PAIR * answered - _ALONE * (len(found) - answered)


def _kind(text: str, level: int) -> str:
    """How a line is set."""
    if 0 < level <= _QUOTED:
        return "heading" if level < _HEADS else "strong" if level == _HEADS else "quoted"
    if (item := _ITEM.match(text)) is not None:
        return "numbered" if item["number"] else "entry"
    return "entry" if level >= ENTRY else "plain"


def _taken(lines: Sequence[Line], kinds: Mapping[int, str], asking: Set[str]) -> Iterator[Turn]:
    """The turns, where one side's lines are those that are set in some ways."""
    runs = [
        (side, [*run])
        for side, run in groupby(kinds, key=lambda i: None if kinds[i] == "heading" else kinds[i] in asking)
    ]
    section = ""
    for (side, run), (other, after) in pairwise([*runs, (None, [])]):
        if side is None:
            section = lines[run[-1]][0]
        elif side:
            begin = next((k + 1 for k in range(len(run) - 2, -1, -1) if _is_title(lines[run[k]][0])), 0)
            section = lines[run[begin - 1]][0].rstrip(" :") if begin else section
            items = [k for k in range(begin, len(run)) if _ITEM.match(lines[run[k]][0])] or [begin]
            for a, b in pairwise([*items, len(run)]):
                told = after if other is False and b == len(run) else []
                if len(told) > 1 and kinds[told[-1]] != kinds[told[0]] and _is_title(lines[told[-1]][0]):
                    told = told[:-1]
                number = _ITEM.match(lines[run[a]][0])
                yield Turn(
                    [lines[i] for i in run[a:b]],
                    [lines[i] for i in told],
                    (number["number"] or "") if number is not None else "",
                    section,
                )
        elif len(run) > 1 and _is_title(lines[run[-1]][0]):
            section = lines[run[-1]][0].rstrip(" :")


def _is_title(text: str) -> bool:
    """Whether a line is the name of what stands below it."""
    ends = text.endswith((".", "?", "!", ";", ","))
    return len(text) <= _TITLE and not (ends or "://" in text or _ITEM.match(text))


def _evidence(found: Sequence[Turn]) -> float:
    """How much more the first side asks than the second one, and the second one answers."""
    pairs = [(plain_words(one.asked[0][0]), plain_words(one.told[0][0])[:_SAID]) for one in found if one.told]
    if len(pairs) < _FEWEST or len(pairs) < _MOST * len(found):
        return 0.0
    answers, asks = ([rule(b) - rule(a) for a, b in pairs] for rule in (_answers, _asks))
    return (sum(answers) - sum(asks)) / len(pairs)


def _answers(text: str) -> bool:
    said = _ITEM.sub("", text, count=1)
    return bool(ANSWERS.match(said) or _WE.search(said) or HAPPENED.search(said))


def _asks(text: str) -> bool:
    return bool(_WANTS.search(text) or ASKS.search(_ITEM.sub("", text, count=1)))


def _topics(lines: Sequence[Line], kinds: Mapping[int, str]) -> list[Turn]:
    """What paragraphs with a number and a name tell of, one number after another."""
    found = {i: one for i in kinds if (one := _TOPIC.match(lines[i][0])) is not None}
    said = [one["number"] for one in found.values()]
    if len(said) < _FEWEST or any(_order(b) <= _order(a) for a, b in pairwise(said)):
        return []
    topics: list[Turn] = []
    section = ""
    for i in kinds:
        text, place = lines[i]
        if (one := found.get(i)) is not None:
            topics.append(Turn([(one["title"], place)], [(one["rest"], place)], one["number"], section))
        elif kinds[i] == "heading":
            section = text
        elif topics and topics[-1].section == section:
            topics[-1] = Turn(topics[-1].asked, [*topics[-1].told, lines[i]], topics[-1].number, section)
    return topics


def _by_number(lines: Sequence[Line], kinds: Mapping[int, str]) -> list[Turn]:
    """What is told below the numbers of recommendations that stand in another document, and are listed as such here.

    So states answer the Working Group: "The Government accepts recommendations 140.11, 140.18 …", and then each by its
    number.
    """
    listed = {one for text, _ in lines if (said := _NAMED.search(text)) for one in re.findall(_ONE, said[0])}
    found: list[Turn] = []
    section, is_open = "", False
    for i, kind in kinds.items():
        text, place = lines[i]
        number = _NUMBERS.search(text) if kind != "heading" else None
        number = number if number is not None and number["first"] in listed else None
        before = text[: number.start()] if number is not None else text
        if kind == "heading":
            section, is_open = text, False
        elif is_open and before:
            found[-1] = Turn(found[-1].asked, [*found[-1].told, (before, place)], found[-1].number, section)
        if number is not None:
            name, is_open = number[0].strip(), True
            found.append(Turn([(name, place)], [], name, section))
    return found if len(found) >= _FEWEST else []


def _order(number: str) -> list[int]:
    return [int(part) for part in number.split(".")]
