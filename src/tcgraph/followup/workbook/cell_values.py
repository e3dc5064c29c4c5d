"""Read one cell of the reporting workbook as what its column holds."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tcgraph.followup.dates import read_date
from tcgraph.followup.fact_writer import concept, plain, text, thing, typed
from tcgraph.followup.workbook.sheets import SheetColumn
from tcgraph.rdf import Literal, NamedNode

_SLUG: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class WrongValue(Exception):
    """The words are no such value; the message says what would be."""


@dataclass(frozen=True, slots=True)
class Value:
    """A cell's value.

    Attributes:
        words: its canonical spelling, as IRIs use it.
        node: the thing or concept that it names, if it names one.
        literal: the value as a literal, if it is one.
        date: the same as a date, if it is one.
    """

    words: str
    node: NamedNode | None = None
    literal: Literal | None = None
    date: datetime.date | None = None

    @property
    def term(self) -> NamedNode | Literal | None:
        """What a fact about it has as object."""
        return self.node or self.literal or (typed(self.words, "date") if self.date else None)


def read_value(column: SheetColumn, words: str, language: str = "en") -> Value:
    """Read a cell.

    Args:
        column: where it stands.
        words: what it says.
        language: what its sentences are written in.

    Raises:
        WrongValue: the words do not fit the column.
    """
    kind, _, name = column.kind.partition(":")
    match kind:
        case "text":
            return Value(words, literal=text(words, language))
        case "label":
            if len(words) > 60:
                raise WrongValue(f"{len(words)} characters where 60 fit; shorten it")
            return Value(words, literal=text(words, language))
        case "string" | "shown":
            return Value(words, literal=plain(words))
        case "link":
            if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", words):
                raise WrongValue(f"{words!r} is no web address; it starts with https://")
            return Value(words, node=NamedNode(words))
        case "date":
            date = read_date(words)
            if date is None:
                raise WrongValue(f"{words!r} is no date, or can be read in two ways; write it as 2008-11-30")
            return Value(date.isoformat(), literal=typed(date, "date"), date=date)
        case "year":
            if not re.fullmatch(r"(19|20)[0-9]{2}", words):
                raise WrongValue(f"{words!r} is no year such as 2008")
            return Value(words, literal=typed(words, "gYear"))
        case "biennium":
            return _biennium(words)
        case "currency":
            if not re.fullmatch(r"[A-Z]{3}", words):
                raise WrongValue(f"{words!r} is no currency code such as USD")
            return Value(words, literal=plain(words))
        case "integer" | "decimal":
            return _number(kind, words)
        case "yesno":
            if words.lower() not in ("yes", "no", "true", "false"):
                raise WrongValue(f"{words!r} is neither yes nor no")
            return Value(words, literal=typed(str(words.lower() in ("yes", "true")).lower(), "boolean"))
        case "concept":
            tidy = re.sub(r"[\s_]+", "-", words.lower())
            return Value(tidy, node=concept(f"{name}/{tidy}"))
        case "code":
            return _code(name, words)
    if not _SLUG.fullmatch(words.replace("/", "-")):
        raise WrongValue(f"{words!r} is no code; use letters, digits and hyphens")
    return Value(words, node=thing(f"{name}/{words}") if kind == "ref" else None, literal=plain(words))


def _code(name: str, words: str) -> Value:
    tidy = words.upper().replace(" ", "").replace("NO.", "")
    if name == "country":
        if not re.fullmatch(r"[A-Z]{3}", tidy):
            raise WrongValue(f"{words!r} is no ISO 3166 alpha-3 code such as SEN")
        return Value(tidy, node=thing(f"country/{tidy}"))
    found = re.fullmatch(r"([CRP])0*([0-9]{1,3})", tidy)
    if found is None:
        raise WrongValue(f"{words!r} is no code of an instrument such as C087")
    code = f"{found[1]}{int(found[2]):03d}"
    return Value(code, node=thing(f"instrument/{code}"))


def _biennium(words: str) -> Value:
    found = re.fullmatch(r"([0-9]{4})[-–/]([0-9]{2}|[0-9]{4})", words)
    if found is None or int(found[1]) % 2 or int(found[2]) % 100 != int(found[1]) % 100 + 1:
        raise WrongValue(f"{words!r} is no biennium such as 2008-09")
    tidy = f"{found[1]}-{int(found[2]) % 100:02d}"
    return Value(tidy, literal=plain(tidy))


def _number(kind: str, words: str) -> Value:
    tidy = words.replace(" ", "").replace("\u202f", "").replace("\u00a0", "")
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", tidy):
        tidy = tidy.replace(",", "")
    # Decimal reads more than a number in a cell: underscores, other scripts' digits, powers that fill the memory.
    if not re.fullmatch(r"[+-]?([0-9]{1,30}(\.[0-9]{0,30})?|\.[0-9]{1,30})([eE][+-]?[0-9]{1,2})?", tidy):
        raise WrongValue(f"{words!r} is no number; write 1250000 or 0.5")
    number = Decimal(tidy)
    if number < 0:
        raise WrongValue(f"{words!r} must be a number from 0")
    if kind == "integer" and number != number.to_integral_value():
        raise WrongValue(f"{words!r} is no whole number")
    # Without trailing zeros: engines keep the value of a decimal, not its spelling.
    plain_words = f"{number.normalize():f}" if kind == "decimal" else str(int(number))
    return Value(plain_words, literal=typed(plain_words, kind))
