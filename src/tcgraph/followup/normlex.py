"""Read a list of ratifications as NORMLEX exports it: one Convention, a row a country, with the day of registration.

A list that is read whole brings a statement of its completeness; a row that is not understood is told and left out, and
then the list is not called complete. Nothing is guessed: a country by no known name, or a day that could be read in two
ways, is no ratification.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tcgraph.engine import Engine
from tcgraph.errors import BrokenInput
from tcgraph.followup.dates import read_date
from tcgraph.followup.plain import plain_words
from tcgraph.followup.tables.model import Row, Sheet
from tcgraph.followup.tables.read import read_tables
from tcgraph.rdf import Literal, NamedNode, Quad, Term
from tcgraph.terms import ID, PREFIXES, TC

_COUNTRY: Final = {"country", "member", "member state", "pays", "etat membre", "pais", "estado miembro"}
_DAY: Final = {"date", "date of ratification", "ratification date", "date de ratification", "fecha",
               "fecha de ratificacion", "ratified on"}  # fmt: skip
_CONVENTION: Final = {"convention", "instrument", "convenio", "code"}
_STATUS: Final = {"status", "statut", "etat", "estado", "situacion"}
_NAMED: Final = re.compile(r"\bC0*(\d{1,3})\b|\(?(?:No|n°|núm)\.?\s*(\d{1,3})\)?", re.IGNORECASE)
_ENDED: Final = re.compile(r"denounce|denonce|denunci", re.IGNORECASE)
_TYPE: Final = NamedNode(PREFIXES["rdf"] + "type")
_COUNTRIES: Final = """
SELECT ?place ?name { ?place a tc:Country ; rdfs:label|skos:altLabel|dcterms:title|tc:iso3 ?name }
"""
_CONVENTIONS: Final = "SELECT ?convention ?code { ?convention a tc:Convention ; tc:code ?code }"


@dataclass(frozen=True, slots=True)
class _Known:
    countries: dict[str, NamedNode]
    conventions: dict[str, NamedNode]

    @classmethod
    def of(cls, engine: Engine) -> _Known:
        def by(query: str, key: Callable[[str], str]) -> dict[str, NamedNode]:
            return {
                key(str(getattr(name, "value", name))): node
                for node, name in engine.select(query)
                if isinstance(node, NamedNode)
            }

        return cls(by(_COUNTRIES, plain_words), by(_CONVENTIONS, str))


def read_normlex(
    path: Path, engine: Engine, read_on: datetime.date, source: str, say: Callable[[str], None]
) -> Iterator[Quad]:
    """The ratifications in an export of NORMLEX, as CSV, XLSX or HTML.

    Args:
        path: the file. The Convention is named in a column, in the text before the table, or in the file's name.
        engine: a graph that knows countries and Conventions.
        read_on: the day on which the list was taken from NORMLEX; it is what the list is complete up to.
        source: the address of the list.
        say: told of every row that is left out, with its place.

    Raises:
        BrokenInput: no table has a column of countries and one of days, or no Convention is named.
    """
    known = _Known.of(engine)
    sheets = [(sheet, heads) for sheet in read_tables(path).sheets if (heads := _heads(sheet)) is not None]
    if not sheets:
        raise BrokenInput("no table with the columns Country and Date was found", path=path)
    left_out: dict[str, int] = {}
    held: dict[str, int] = {}
    for sheet, (first, columns) in sheets:
        named = _convention((*sheet.captions, sheet.name, path.stem))
        for row in sheet.rows[first + 1 :]:
            code = _convention((_cell(row, columns.get("convention")),)) or named
            if code is None or code not in known.conventions:
                raise BrokenInput(f"{row.cells[0].place.words}: no Convention that the graph knows is named", path=path)
            country = known.countries.get(plain_words(_cell(row, columns["country"])))
            day = read_date(_cell(row, columns["day"]))
            if country is None or day is None:
                what = "no known country" if country is None else "no day that can be read in one way"
                say(f"{row.cells[0].place.words}: {' | '.join(row.texts)}: {what}; left out")
                left_out[code] = left_out.get(code, 0) + 1
                continue
            held[code] = held.get(code, 0) + 1
            yield from _ratification(country, known.conventions[code], code, day, read_on, source,
                                     _cell(row, columns.get("status")))  # fmt: skip
    for code, count in held.items():
        yield from _completeness(known.conventions[code], code, count, left_out.get(code, 0), read_on, source)


def _heads(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The row of headings, and which column is which."""
    lists = {"country": _COUNTRY, "day": _DAY, "convention": _CONVENTION, "status": _STATUS}
    for number, row in enumerate(sheet.rows[:10]):
        words = [plain_words(text).rstrip(":") for text in row.texts]
        found = {name: words.index(word) for name, known in lists.items() for word in words if word in known}
        if {"country", "day"} <= found.keys():
            return number, found
    return None


def _cell(row: Row, column: int | None) -> str:
    return row.texts[column] if column is not None and column < len(row.texts) else ""


def _convention(texts: tuple[str, ...]) -> str | None:
    """The code of the Convention that a text names, the nearest last text first."""
    for text in reversed(texts):
        if (found := _NAMED.search(text)) is not None:
            return f"C{int(found[1] or found[2]):03}"
    return None


def _ratification(
    country: NamedNode, convention: NamedNode, code: str, day: datetime.date, read_on: datetime.date, source: str,
    status: str,
) -> Iterator[Quad]:  # fmt: skip
    iso3 = country.value.rsplit("/", 1)[1]
    node = NamedNode(f"{ID}ratification/{iso3}-{code}")
    yield _quad(node, _TYPE, NamedNode(TC + "Ratification"))
    yield _quad(node, NamedNode(PREFIXES["rdfs"] + "label"), Literal(f"{iso3} ratifies {code}", language="en"))
    yield _quad(node, NamedNode(TC + "country"), country)
    yield _quad(node, NamedNode(TC + "instrument"), convention)
    yield _quad(node, NamedNode(TC + "ratifiedOn"), _date(day))
    yield _quad(node, NamedNode(TC + "asOf"), _date(read_on))
    yield _quad(node, NamedNode(PREFIXES["dcterms"] + "source"), NamedNode(source))
    if _ENDED.search(plain_words(status)):
        yield _quad(node, NamedNode(TC + "note"), Literal(status, language="en"))


def _completeness(
    convention: NamedNode, code: str, count: int, left_out: int, read_on: datetime.date, source: str
) -> Iterator[Quad]:
    node = NamedNode(f"{ID}completeness/{code}-{read_on}")
    told = f"The whole list of {count} ratifications" if not left_out else f"{count} ratifications, {left_out} left out"
    yield _quad(node, _TYPE, NamedNode(TC + "Completeness"))
    yield _quad(node, NamedNode(PREFIXES["rdfs"] + "label"),
                Literal(f"Ratifications of {code} held, {read_on}", language="en"))  # fmt: skip
    yield _quad(node, NamedNode(TC + "instrument"), convention)
    yield _quad(node, NamedNode(TC + "complete"),
                Literal("false" if left_out else "true", datatype=NamedNode(PREFIXES["xsd"] + "boolean")))  # fmt: skip
    yield _quad(node, NamedNode(TC + "summary"), Literal(f"{told}, as NORMLEX had it on {read_on}.", language="en"))
    yield _quad(node, NamedNode(TC + "asOf"), _date(read_on))
    yield _quad(node, NamedNode(PREFIXES["dcterms"] + "source"), NamedNode(source))


def _date(day: datetime.date) -> Literal:
    return Literal(day.isoformat(), datatype=NamedNode(PREFIXES["xsd"] + "date"))


def _quad(subject: NamedNode, predicate: NamedNode, value: Term) -> Quad:
    return Quad(subject, predicate, value)
