"""Tell which lines of a text ask, where no label with a number says so: numbers, a label alone, or an outline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from tcgraph.diagnostics import Level
from tcgraph.followup.folded_text import any_of
from tcgraph.followup.tables import CellPlace, TableFile

Line = tuple[str, CellPlace]

ASKED: Final = any_of("""
    recommendations?|decisions?|resolutions?|commitments?|conclusions?|recommandations?|décisions?|résolutions?
    engagements?|recomendaci[oó]n(?:es)?|decisi[oó]n(?:es)?|resoluci[oó]n(?:es)?|compromisos?
""")
_COUNTED: Final = re.compile(r"^\(?(?P<number>\d{1,3})[.)]\s+(?P<rest>\S.*)$")
_RECOMMENDS: Final = re.compile(
    r"\b(?:recommend\w*|should|must|conclude|urge\w*|calls? (?:up)?on|recommand\w*|devrai\w*|doi(?:t|vent)|recomiend\w*"
    r"|recomend\w*|deber[íi]a\w*|debe\w*|exhort\w*|insta\w*)\b",
    re.IGNORECASE,
)
_CALLED: Final = re.compile(rf"^(?:{ASKED})\s*:\s*(?P<rest>\S.*)$", re.IGNORECASE)
_ACTION: Final = re.compile(
    r"^(?:[-*+•]\s+)?(?:\d{1,3}[.)]\s+)?(?:"
    r"(?i:actions?(?: items?| points?)?|paragraphs?|paragraphes?|párrafos?|tasks?|findings?"
    r"|tâches?|constats?|acci[oó]n(?:es)?|tareas?|hallazgos?)\s+"
    r"(?:(?:no|n[°º]|#)\.?\s*)?(?P<number>[A-Z]{0,4}-?\d[\w./-]*?)\s*[:.)–—-]"
    r"|(?:[A-Z][a-z]{2}\s+)?(?P<code>[A-Z]{2,}[A-Z0-9]*(?:[-/][A-Z0-9]+)+)\s*:)\s+(?P<rest>\S.*)$"
)
"""What minutes and audits number: "Action 62.1: Reach out to the authors", "ACT-TC-2016-46: Circulate it"."""
_REPLIES: Final = re.compile(
    r"^Rec(?:ommendation|ommandation|omendación)?s?\.?\s+(?P<number>\d[\d.]*)\s+(?P<rest>[A-ZÀ-Þ]\S* .*)$"
)
_NUMBERED: Final = re.compile(r"^(?:[-*+]\s+)?(?:\(?\d{1,3}[.)]\s+)?")
_FEWEST: Final = 2
_LIST: Final = 5
_LONG: Final = 80
_ITEM: Final = re.compile(r"\s*(?:\(?(?:\d{1,3}|[a-z]|[ivx]+)[.)]|[-*•–])\s+\S")
_HEADINGS: Final = 3
_WORDS: Final = 4
"""What is asked has, as a rule, at least so many words; what heads a chapter has fewer."""
_DEEPEST: Final = 99


def counted(lines: Sequence[Line]) -> list[Line]:
    """Lines of which those that ask are called so, where numbered ones ask and what follows each answers; else none.

    So governments answer committees: "3. We recommend that …", and below it "The Department agrees. …".
    """
    asking: dict[int, re.Match[str]] = {}
    for index, (text, _) in enumerate(lines):
        found = _COUNTED.match(text)
        if found is not None and int(found["number"]) == len(asking) + 1 and _RECOMMENDS.search(found["rest"]):
            asking[index] = found
    if len(asking) < _FEWEST:
        return []
    edges = pairwise([*asking, len(lines)])
    told = [any(_is_prose(text) for text, _ in lines[index + 1 : end]) for index, end in edges]
    if 2 * sum(told) < len(asking) and len(asking) >= _LIST:
        return _bare(lines, asking)
    if any(index + 1 >= len(lines) or index + 1 in asking for index in asking):
        return []
    # What is asked may go on in the next line; what answers begins after it.
    return _labelled(lines, {index: found["rest"] for index, found in asking.items()})


def _is_prose(text: str) -> bool:
    """Whether a line may answer: it is a sentence, and no entry of a list within what was asked."""
    return bool(text) and _ITEM.match(text) is None and (len(text) > _LONG or text.endswith("."))


def _bare(lines: Sequence[Line], asking: dict[int, re.Match[str]]) -> list[Line]:
    """A list of things asked that nobody answers, each with the entries beneath it, and the titles between them."""
    found: list[Line] = []
    for number, (index, end) in enumerate(pairwise([*asking, len(lines)]), start=1):
        below = [text for text, _ in lines[index + 1 : end] if text]
        items = " ".join(text for text in below if _ITEM.match(text))
        found.append((f"Recommendation {number}: {asking[index]['rest']} {items}".strip(), lines[index][1]))
        found += [line for line in lines[index + 1 : end] if line[0] and not _ITEM.match(line[0])][-1:]
    return found


def called(lines: Sequence[Line]) -> list[Line]:
    """Lines of which those that ask are numbered, where each has its label alone: "Recommendation: …"; else none."""
    asking = {index: found["rest"] for index, (text, _) in enumerate(lines) if (found := _CALLED.match(text))}
    return _labelled(lines, asking) if len(asking) >= _FEWEST else []


def acted(lines: Sequence[Line]) -> list[Line]:
    """Lines of which those that ask are called actions, tasks or findings, each with its number; else none."""
    found = [_ACTION.match(text) for text, _ in lines]
    if sum(one is not None for one in found) < _FEWEST:
        return []
    return [
        (f"Recommendation {one['number'] or one['code']}: {one['rest']}", place) if one is not None else (text, place)
        for one, (text, place) in zip(found, lines, strict=True)
    ]


def replied(lines: Sequence[Line]) -> list[Line]:
    """Lines of which those that answer begin with the number of what they answer, "Rec. 43 We have …"; else none."""
    found = [_REPLIES.match(text) for text, _ in lines]
    if sum(one is not None for one in found) < _LIST:
        return []
    both: list[Line] = []
    for one, (text, place) in zip(found, lines, strict=True):
        told = [f"Recommendation {one['number']}", f"Response: {one['rest']}"] if one is not None else [text]
        both += [(part, place) for part in told]
    return both


def headed(lines: Sequence[Line], file: TableFile) -> list[Line]:
    """Lines of which the headings, or the entries of a list, ask, and what stands under each answers; else none."""
    deep = [file.levels.get(index, _DEEPEST) for index in range(len(lines))]
    said = [index for index, (text, _) in enumerate(lines) if text]
    follows = dict(pairwise(said))
    best: list[int] = []
    for level in sorted({*file.levels.values()}):
        at = [index for index in said if deep[index] == level]
        answered = [index for index in at if index in follows and deep[follows[index]] > level]
        words = sum(len(lines[index][0].split()) for index in at)
        if len(at) >= _HEADINGS and len(answered) > 0.8 * len(at) and words >= _WORDS * len(at) and len(at) > len(best):
            best = answered
    if not best:
        return []
    message = "no label tells what was asked; each heading is read as that, and what stands under it as the answer"
    file.find("headings", Level.WARNING, message, lines[best[0]][1].location)
    return _labelled(lines, {index: _NUMBERED.sub("", lines[index][0]) for index in best})


def _labelled(lines: Sequence[Line], asking: dict[int, str]) -> list[Line]:
    """Lines with a label and a number before each that asks."""
    numbers = {index: number for number, index in enumerate(asking, start=1)}
    return [
        (f"Recommendation {numbers[index]}: {asking[index]}", place) if index in asking else (text, place)
        for index, (text, place) in enumerate(lines)
    ]
