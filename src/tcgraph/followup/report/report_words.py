"""What a report says besides what it tells, in English, French or Spanish; and its days and lists.

The source's own words, too, where a copy of it is attached: each stretch only if its digest says that it is the one.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from tcgraph.engine import Engine
from tcgraph.errors import BadParameter
from tcgraph.followup.drafts.remarks import in_language
from tcgraph.followup.statuses import EVERY
from tcgraph.rdf import Literal, NamedNode
from tcgraph.terms import ID

LANGUAGES = ("en", "fr", "es")
_LOCATOR = re.compile(
    r"row (\d+), (left|right)(?: column|-hand block)(?:, bullet (\d+))?(?: of this row|, p[a-z]+ .*)*"
)
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_TENS = 4
"""Up to how many tens a numeral is written with an X each."""


class ReportWords:
    """The words of one language.

    Args:
        language: one of :data:`LANGUAGES`.

    Raises:
        BadParameter: it is none of these.
    """

    def __init__(self, language: str = "en") -> None:
        if language not in LANGUAGES:
            raise BadParameter(f"--language {language!r} is none of {', '.join(LANGUAGES)}.")
        self.language = language
        self._words = _catalogue()[language]
        self._months = self._words["months"]["names"].split(",")

    def __call__(self, key: str, **values: object) -> str:
        """What is said under a key."""
        return str(self._words[key]).format(**values)

    def status(self, code: str) -> str:
        """A status; one of a body's own by its code."""
        return str(self._words["status"].get(code, code.replace("-", " ").capitalize()))

    def as_told(self, code: str, sure: str = "") -> str:
        """A status as a report gives it: one that it does not say outright with its hedge, also where it is past."""
        return f"{self.status(code)}, {self('hedged')}" if sure == "hedged" else self.status(code)

    def fixed(self, english: str) -> str:
        """A heading or a word of a table, given in English."""
        return str(self._words.get("fixed", {}).get(english, english))

    def relation(self, code: str) -> str:
        """What part something has in an action."""
        return str(self._words["relation"][code])

    def counted(self, count: int, code: str) -> str:
        """A figure with the status of what it counts."""
        return f"{count} {self._of_items(count, code)}"

    def _of_items(self, count: int, code: str) -> str:
        forms = self._words.get("status_of_one" if self._is_one(count) else "statuses", {})
        return str(forms.get(code) or self.status(code).lower())

    def stands(self, counts: Mapping[str, int]) -> str:
        """How far one thing that was asked has come, by the statuses of what was replied to it."""
        told = {status: counts[status] for status in EVERY if counts.get(status)}
        if not told:
            return self("no_action")
        if told.keys() == {"planned"}:
            return self("only_announced")
        if sum(told.values()) == 1:
            return self._of_items(1, next(iter(told)))
        return self.by_status(told)

    def by_status(self, counts: Mapping[str, int]) -> str:
        """How many of several have each status, of those that any has."""
        return ", ".join(self.counted(counts[status], status) for status in EVERY if counts.get(status))

    def _is_one(self, count: int) -> bool:
        return count == 1 or (count == 0 and self.language == "fr")

    def many(self, count: int, noun: str) -> str:
        """A figure with its noun."""
        one, more = self._words[noun].split(",")
        return f"{count} {one if self._is_one(count) else more}"

    def day(self, value: str) -> str:
        """A day or month as a report writes it; any other text as it is ("2008-09" may be a biennium)."""
        if found := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", value):
            month, number = self._months[int(found[2]) - 1], int(found[3])
            first = "1er" if self.language == "fr" and number == 1 else str(number)
            of = " de " if self.language == "es" else " "
            return f"{first}{of}{month}{of}{found[1]}"
        return value

    def month(self, value: str) -> str:
        """The month of a day."""
        if not re.match(r"\d{4}-\d{2}", value):
            return value
        of = " de " if self.language == "es" else " "
        return f"{self._months[int(value[5:7]) - 1]}{of}{value[:4]}"

    def due(self, value: str) -> str:
        """When something is due: a day, a month or a year, as precisely as it was said."""
        return self.month(value) if re.fullmatch(r"\d{4}-\d{2}", value) else self.day(value)

    def rescheduled(self, change: Mapping[str, str]) -> str:
        """The new day by which something is expected, and the one before it, of a row of ``status-changes``."""
        return self("expected_now", now=self.due(change["after_due"]), was=self.due(change["before_due"]))

    def ordinal(self, number: int) -> str:
        """``Third``, for an item of the agenda."""
        known = self._words["ordinals"].split(",")
        return known[number - 1] if 0 < number <= len(known) else f"{number}."

    def places(self, found: Iterable[tuple[str, str]]) -> str:
        """Where things stand, for a note: documents, each with its rows, columns and bullets told once.

        Args:
            found: symbols of documents and locators as passages have them.
        """
        told = []
        listed = list(dict.fromkeys(found))
        for document in dict.fromkeys(symbol for symbol, _ in listed):
            locators = [locator for symbol, locator in listed if symbol == document]
            told.append(", ".join(part for part in (document, self._locators(locators)) if part))
        return self("semicolon").join(told)

    def _locators(self, locators: list[str]) -> str:
        rows: dict[str, tuple[bool, list[int]]] = {}
        others = []
        for locator in locators:
            if found := _LOCATOR.fullmatch(locator):
                left, bullets = rows.setdefault(found[1], (False, []))
                rows[found[1]] = (left or found[2] == "left", bullets)
                if found[3] and int(found[3]) not in bullets:
                    bullets.append(int(found[3]))
            elif locator:
                others.append(in_language(locator, self.language))
        said = (self._row(number, left, bullets) for number, (left, bullets) in rows.items())
        return self("semicolon").join([*said, *others])

    def _row(self, number: str, left: bool, bullets: list[int]) -> str:
        parts = [self("row", number=number)]
        if left:
            parts.append(self("left"))
        if bullets:
            key = "bullet" if len(bullets) == 1 else "bullets"
            parts.append(f"{self('right')}, {self(key, list=', '.join(map(str, sorted(bullets))))}")
        return ", ".join(parts)


def section_heading(number: str, name: str) -> str:
    """A section's name after its number, which a source may have printed at its head already."""
    return name if _NUMBERED.match(name) else f"{_roman(number)}. {name}"


def _roman(number: str) -> str:
    if not number.isdecimal() or not 0 < int(number) < 10 * _TENS:
        return number
    return "X" * (int(number) // 10) + _ROMAN[int(number) % 10]


_NUMBERED: Final = re.compile(r"(?:[^\W\d_]+\s+)?(?:[IVXLC]+|[A-Z]|\d+)(?:[.):]|\s*[—–-])\s")
"""``II.``, ``3)``, ``Section IV.``."""


@cache
def _catalogue() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


_PASSAGES: Final = """
SELECT ?thing ?start ?end ?digest WHERE {
  VALUES ?kind { tc:Recommendation tc:ReportEntry tc:Action tc:StateOfAffairs tc:CoverParagraph tc:Section }
  ?thing a ?kind ; tc:passage ?passage .
  ?passage tc:start ?start ; tc:end ?end ; tc:sha256 ?digest .
} ORDER BY ?thing ?start"""
_LEAD: Final = re.compile(r"^(?:[-•·*\uf0b7\uf0a7\s]+|\*{0,2}\d{1,3}[.)]?\*{0,2}(?:\s+|$))+")
_PARTS: Final = re.compile(r"\n\s*-?\s*(?=\([a-z]\)\s)")
_ENDED: Final = re.compile(r"(?:[.;:!?…][\"'”’»)\]]*|\n)\s*$")
_MARKS: Final = re.compile(r"[*\uf0b7\uf0a7•]+")


class Wording:
    """Finds what the source says of a thing.

    Args:
        engine: the graph, whose passages have offsets and digests.
        text: the attached copy; None where there is none.
    """

    def __init__(self, engine: Engine, text: str | None) -> None:
        self._text = text or ""
        self._pieces: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._broken: set[str] = set()
        for thing, start, end, digest in engine.select(_PASSAGES) if text else ():
            if not isinstance(thing, NamedNode) or not isinstance(start, Literal) or not isinstance(end, Literal):
                continue
            name, piece = thing.value.removeprefix(ID), (int(start.value), int(end.value))
            if hashlib.sha256(self._words(piece).encode()).hexdigest() == getattr(digest, "value", ""):
                self._pieces[name].append(piece)
            else:
                self._broken.add(name)

    def of(self, thing: str) -> str:
        """The words of a thing, by the end of its address, without the number or bullet printed before them.

        Empty where no copy is attached, or one of its passages is not as the graph has it: half a sentence is none.
        """
        if thing in self._broken:
            return ""
        return " ".join(tidy for piece in self._pieces.get(thing, ()) if (tidy := _tidy(self._words(piece))))

    def in_parts(self, thing: str, parts: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
        """The words of a thing, sentence by sentence where each of its parts has sentences of its own.

        Args:
            thing: such as ``entry/17-2``.
            parts: what is told in it, such as its actions.

        Returns:
            Words, and the parts that are told in them; no part of what nothing is told of. Empty where a part's words
            begin or end within a sentence, or are not within the thing's.
        """
        if self._broken.intersection((thing, *parts)):
            return []
        told = defaultdict(list)
        for part in parts:
            for span in self._pieces.get(part, [(-1, -1)]):
                told[span].append(part)
        found: list[tuple[str, tuple[str, ...]]] = []
        for start, end in self._pieces.get(thing, ()):
            at = start
            for span in [*sorted(span for span in told if start <= span[0] and span[1] <= end), (end, end)]:
                before = self._words((at, span[0]))
                if span[0] < at or (span[0] > start and not _ENDED.search(self._words((start, span[0])))):
                    return []
                found += [(between, ())] if (between := _tidy(before)) and any(map(str.isalnum, between)) else []
                found += [(_tidy(self._words(span)), tuple(told.pop(span)))] if span in told else []
                at = span[1]
        return [] if told else found

    def headed(self, thing: str) -> tuple[str, str]:
        """The words of a thing as the heading that they begin with, and what follows it; see :meth:`of`."""
        # What several are said to stand in is the words of none.
        if thing in self._broken or list(self._pieces.values()).count(self._pieces.get(thing, [])) != 1:
            return "", ""
        lines = [line for piece in self._pieces[thing] for line in self._words(piece).splitlines() if line.strip()]
        return _tidy(lines[0]), "\n".join(tidy for line in lines[1:] if (tidy := _tidy(line)))

    def _words(self, piece: tuple[int, int]) -> str:
        return self._text[slice(*piece)]

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return bool(self._pieces)


def _tidy(piece: str) -> str:
    """A stretch on one line, but for lettered parts, which the source sets on lines of their own."""
    parts = _PARTS.split(_LEAD.sub("", piece.strip()))
    return "\n".join(" ".join(_MARKS.sub(" ", part).split()) for part in parts)
