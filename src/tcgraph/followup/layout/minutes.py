"""What minutes of meetings note as decided or to be done: "Action: …", "ACTION AW: …", lists headed as actions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tcgraph.followup.folded_text import any_of, plain_words
from tcgraph.followup.tables import CellPlace
from tcgraph.followup.tables.markdown import APART

STATUS: Final = re.compile(
    r"^(?:(?:current|overall|implementation)\s+)?(?:status|statut|état|estado|situación|position|posición)\s*:\s*(?P<rest>.+)$",
    re.IGNORECASE,
)
WHO: Final = re.compile(
    r"^(?:responsib\w+(?: (?:unit|office|body|entity|official)s?(?:\(s\))?)?|lead(?: \w+)?|owners?|addressees?"
    r"|action by|(?:department|unit|office|entity|body|division)s? (?:responsible|concerned)"
    r"|(?:entité|unité|organisme|service)s? responsables?|responsables?|destinataires?"
    r"|(?:unidad|entidad|institución|área)(?:es)? responsables?|destinatari[oa]s?)\s*:\s*(?P<rest>.+)$",
    re.IGNORECASE,
)
DUE: Final = re.compile(
    r"^(?:(?:(?:original|initial|revised|current) )?(?:target|due|completion|implementation) dates?"
    r"|deadlines?|time ?(?:frame|line)s?|échéances?|délais?"
    r"|calendrier"
    r"|plazos?|fecha (?:límite|prevista|de cumplimiento))\s*:\s*(?P<rest>.+)$",
    re.IGNORECASE,
)
_DECIDED: Final = any_of("""
    decisions?|resolutions?|resolved|décisions?|résolutions?|decisi[oó]n(?:es)?|resoluci[oó]n(?:es)?|acuerdos?
""")
_TO_DO: Final = any_of("""
    actions?(?: items?| points?)?|tasks?|to[- ]?dos?|points? d['’]action|tâches?|à faire
    acci[oó]n(?:es)?|tareas?|por hacer
""")
_MARK: Final = r"(?:[-*+•▪‣●○·>→\uf0e0]\s*)?(?:\(?\d[\w.]*[.)]?\s+)?[\[(*]*"
_STRONG: Final = re.compile(rf"^(?P<label>{_MARK}(?:{_DECIDED}|{_TO_DO}))[ ]*{APART}(?![\s:–—-])[ ]*", re.IGNORECASE)
"""What is noted after a word in strong letters, without a mark between them."""
_NUMBER: Final = r"(?:(?:no|n[°º]|#)\.?\s*)?(?P<number>(?:[A-Z]{1,4}-?)?\d[\w./-]*?)"
_WHO: Final = (
    r"\((?P<whom>[^()]{2,60})\)"
    r"|(?P<who>(?!(?:PLAN|ITEM|LIST|TEAM|LOG|TO)S?\b)(?:@[\w-]+|[A-ZÀ-Þ]{2,4})(?:\s*[,/&+]\s*(?:@[\w-]+|[A-ZÀ-Þ]{2,4}))*)"
)
_NOTED: Final = re.compile(
    rf"^{_MARK}(?:(?P<decided>(?i:{_DECIDED}))|(?i:{_TO_DO}))(?:\s+{_NUMBER})?(?:\s+(?:{_WHO}))?[\])*]*"
    r"(?:\s*:|\s+[-–—](?=\s)|(?P<open>(?<=\d)(?=\s+[A-ZÀ-Þ@])))[\s*]*(?P<rest>\S.*)$"
)
"""A kind, perhaps a number and whom it is for, and what is to be done."""
_NOTHING: Final = re.compile(
    r"(?:none|nil|no(?:ne)? (?:further |new )?(?:actions?|decisions?|needed|required)\b.*|n/?a|aucune?\b.{0,30}"
    r"|neant|ninguna?|sin .{0,20}|-+)\W*"
)
_TICK: Final = re.compile(r"^(?P<mark>\[[xX ]\]|[☑✅✔☐✓])\s*(?=\S)")
_ENTRY: Final = re.compile(r"\s*(?:\(?(?:\d{1,3}|[a-z]|[ivx]+)[.)]|[-*•▪‣●○·–]|o(?= ))\s+\S")
_BARE: Final = re.compile(r"^\s*[-+*•▪‣●○·–]\s+")
_HEADS: Final = 8
"""From this level on a line of an outline is none of its headings."""
_TITLE: Final = 80
_ALIKE: Final = 0.5


@dataclass(frozen=True, slots=True)
class MinuteItem:
    """One thing noted.

    Attributes:
        words: what is to be done, or was decided.
        kind: "decided" or "to do"; "listed" where a list's heading calls it so.
        number: as printed; "" where it has none.
        details: lines that tell its status, who does it and by when, each with its label.
    """

    words: str
    kind: str
    number: str = ""
    details: tuple[str, ...] = ()


Minute = tuple[MinuteItem, CellPlace, str]
"""What is noted, where it stands, and under which heading."""


def with_mark(text: str) -> str:
    """A line with a mark between a word for what is noted, which stands in strong letters, and what is."""
    return _STRONG.sub(r"\g<label>: ", text)


def noted(text: str) -> tuple[MinuteItem, bool] | None:
    """What a line of minutes notes, and whether a mark parts it from its number; None where it notes nothing."""
    found = _NOTED.match(text)
    if found is None or _NOTHING.fullmatch(plain_words(found["rest"])) is not None:
        return None
    who = found["who"] or found["whom"] or ""
    details = (f"Responsible: {who}",) if who else ()
    kind = "decided" if found["decided"] else "to do"
    return MinuteItem(found["rest"], kind, found["number"] or "", details), found["open"] is None


def only_decides(labels: Iterable[str]) -> bool:
    """Whether what is called what was asked is nothing but decisions, beside which minutes have actions."""
    return all(re.match(rf"\W*(?:{_DECIDED})\b", label, re.IGNORECASE) is not None for label in labels)


def detail(text: str) -> bool:
    """Whether a line tells the status of what stands above it, whose it is, or until when."""
    return any(rule.match(text) is not None for rule in (STATUS, WHO, DUE))


def ticked(words: str) -> tuple[str, str]:
    """An entry of a list of tasks without its tick, and what the tick says; "" where it has none."""
    found = _TICK.match(words)
    return (words[found.end() :], f"Status: {found['mark']}") if found is not None else (words, "")


def minuted(
    lines: Sequence[tuple[str, CellPlace]],
    levels: Mapping[int, int],
    listed: Mapping[int, str],
    states: Mapping[int, str],
    reviewed: Collection[int] = (),
) -> dict[int, MinuteItem]:
    """What a text notes among what was said, and what it lists, by the position of each one's line.

    What is noted where it was said and listed again at the end, or the beginning, is one thing.

    Args:
        lines: the paragraphs of a text.
        levels: what they are in an outline.
        listed: the entries of lists that are headed as what is to be done.
        states: of those that stand below a word for a status, that word.
        reviewed: those that an earlier meeting listed, so that what stands below each answers it.
    """
    told = {i: said for i, (text, _) in enumerate(lines) if (said := noted(text)) is not None}
    parted = sum(strict and bool(one.number) for one, strict in told.values())
    found = {i: one for i, (one, strict) in told.items() if strict or parted > 1}
    for i, words in listed.items():
        details = (f"Status: {states[i]}",) if i in states else ()
        found.setdefault(i, MinuteItem(words, "listed", details=details))
    for i, one in found.items():
        found[i] = _with_details(one, i, lines, levels, found, answered=i in reviewed)
    kept: dict[int, MinuteItem] = {}
    for i, one in sorted(found.items()):
        if not any(_is_same(one, other) for other in kept.values()):
            kept[i] = one
    return kept


def _with_details(
    one: MinuteItem,
    index: int,
    lines: Sequence[tuple[str, CellPlace]],
    levels: Mapping[int, int],
    every: Mapping[int, MinuteItem],
    *,
    answered: bool,
) -> MinuteItem:
    """Add what stands below in lines with labels, and the entries of a list that goes on with it, or answers it."""
    words, tick = ticked(one.words)
    details = [*one.details, *filter(None, [tick])]
    is_entry = index in levels or _ENTRY.match(lines[index][0]) is not None
    for below in range(index + 1, len(lines)):
        text = lines[below][0]
        deeper = levels.get(below, 0) > levels.get(index, 0) >= _HEADS
        goes_on = _ENTRY.match(text) is not None and (deeper or not (is_entry or not lines[below - 1][0]))
        if text and (below in every or not (detail(text) or goes_on)):
            break
        if detail(text):
            details.append(text)
        elif text and answered:
            details.append(f"Response: {_BARE.sub('', text)}")
        elif text:
            words = f"{words} {text}"
    return MinuteItem(words, one.kind, one.number, tuple(details))


def _is_same(one: MinuteItem, other: MinuteItem) -> bool:
    if one.number and other.number:
        return (one.kind, one.number) == (other.kind, other.number) and _alike(one.words, other.words) >= _ALIKE
    return plain_words(one.words).strip(" .") == plain_words(other.words).strip(" .")


def _alike(one: str, other: str) -> float:
    first, second = ({*re.findall(r"\w+", plain_words(text))} for text in (one, other))
    return len(first & second) / max(1, min(len(first), len(second)))


def title_of(
    index: int, lines: Sequence[tuple[str, CellPlace]], levels: Mapping[int, int], heads: Collection[int]
) -> str:
    """The heading that a line stands under, of the text or of its list; "" where there is none.

    Args:
        index: its position.
        lines: the paragraphs of the text.
        levels: what they are in an outline.
        heads: which of them head a list.
    """
    above = (i for i in range(index - 1, -1, -1) if i in heads or 0 < levels.get(i, 0) < _HEADS)
    title = lines[head][0] if (head := next(above, None)) is not None else ""
    return title if len(title) <= _TITLE else ""
