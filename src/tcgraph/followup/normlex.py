"""Read ratifications as NORMLEX shows and exports them, with the day on which each was registered.

It has three tables: the countries that ratified one Convention, the Conventions that one country ratified, and
countries by Conventions with a day in each cell. The first and the last tell who ratified, so that, read whole, they
bring a statement of completeness; a row that is not understood is told and left out, and then the list is not called
complete.
Nothing is guessed: a country by no known name, or a day that could be read in two ways, is no ratification.
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
from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.tables.model import Row, Sheet
from tcgraph.followup.tables.read import read_tables
from tcgraph.rdf import Literal, NamedNode, Quad, Term
from tcgraph.terms import ID, PREFIXES, TC

_COUNTRY: Final = {"country", "member", "member state", "pays", "etat membre", "pais", "estado miembro"}
_DAY: Final = {"date", "date of ratification", "ratification date", "date de ratification", "fecha",
               "fecha de ratificacion", "ratified on"}  # fmt: skip
_CONVENTION: Final = {"convention", "instrument", "convenio", "code"}
_STATUS: Final = {"status", "statut", "etat", "estado", "situacion"}
_LISTS: Final = {"country": _COUNTRY, "convention": _CONVENTION, "day": _DAY, "status": _STATUS}
_NAMED: Final = re.compile(r"\bC0*(\d{1,3})\b|\(?(?:No|n°|núm)\.?\s*(\d{1,3})\)?", re.IGNORECASE)
_ALONE: Final = re.compile(r"C\.?\s*0*(\d{1,3})", re.IGNORECASE)
"""A heading that is a Convention and nothing else."""
_DECLARED: Final = re.compile(r"\s*(?:minimum age specified|age minimum specifie|edad minima especificada)\b.*")
"""What NORMLEX prints after a country's name, in the same cell, of a Convention that asks for a declaration."""
_ENDED: Final = re.compile(r"denounce|denonce|denunci", re.IGNORECASE)
_TYPE: Final = NamedNode(PREFIXES["rdf"] + "type")
_COUNTRIES: Final = """
SELECT ?place ?name { ?place a tc:Country ; rdfs:label|skos:altLabel|dcterms:title|tc:iso3 ?name }
"""
_HELD: Final = (
    "SELECT ?place ?convention ?day { ?r tc:country ?place ; tc:instrument ?convention ; tc:ratifiedOn ?day }"
)
_CONVENTIONS: Final = "SELECT ?convention ?code { ?convention a tc:Convention ; tc:code ?code }"


@dataclass(frozen=True, slots=True)
class _Known:
    countries: dict[str, NamedNode]
    conventions: dict[str, NamedNode]
    ratified: dict[tuple[NamedNode, NamedNode], str]

    @classmethod
    def of(cls, engine: Engine) -> _Known:
        def by(query: str, key: Callable[[str], str]) -> dict[str, NamedNode]:
            return {
                key(str(getattr(name, "value", name))): node
                for node, name in engine.select(query)
                if isinstance(node, NamedNode)
            }

        ratified = {
            (place, convention): day.value
            for place, convention, day in engine.select(_HELD)
            if isinstance(place, NamedNode) and isinstance(convention, NamedNode) and isinstance(day, Literal)
        }
        return cls(by(_COUNTRIES, plain_words), by(_CONVENTIONS, str), ratified)

    def who_ratified(self, convention: NamedNode) -> set[NamedNode]:
        """The countries of which the graph has a day for a Convention."""
        return {place for place, ratified in self.ratified if ratified == convention}

    def country(self, text: str) -> NamedNode | None:
        """The country of a name, without what NORMLEX prints after it of a declaration."""
        return self.countries.get(_DECLARED.sub("", plain_words(text)))

    def named_in(self, text: str) -> str:
        """The country that a heading such as "Ratifications for Albania" ends with; empty where there is none."""
        words = plain_words(text).split()
        ends = (" ".join(words[at:]) for at in range(len(words)))
        return next((name for name in ends if name in self.countries), "")


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
    found = [entry for sheet in read_tables(path).sheets for entry in _entries(sheet, path.stem, known)]
    if not found:
        raise BrokenInput("no table with the columns Country and Date was found, nor one of Conventions", path=path)
    left_out: dict[str, int] = {}
    held: dict[str, set[NamedNode]] = {}
    for entry in found:
        code = _convention(entry.convention)
        if entry.whole and (code is None or code not in known.conventions):
            raise BrokenInput(f"{entry.place}: no Convention that the graph knows is named", path=path)
        if code is None or code not in known.conventions:
            continue
        country = known.country(entry.country)
        day = read_date(entry.day)
        before = known.ratified.get((country, known.conventions[code])) if country is not None else None
        if country is None or day is None or before not in (None, day.isoformat()):
            what = "no known country" if country is None else "no day that can be read in one way"
            if before is not None and day is not None:
                what = f"the graph has another day for it, {before}"
            say(f"{entry.place}: {entry.told}: {what}; left out")
            left_out[code] = left_out.get(code, 0) + entry.whole
            continue
        if entry.whole:
            held.setdefault(code, set()).add(country)
        if before is None:
            yield from _ratification(country, known.conventions[code], code, day, read_on, source, entry.status)
    for code, countries in held.items():
        convention = known.conventions[code]
        if lacking := known.who_ratified(convention) - countries:
            say(f"{code}: the graph has {len(lacking)} more that this list lacks or leaves out; it is not called whole")
        missing = max(left_out.get(code, 0), len(lacking))
        yield from _completeness(convention, code, len(countries), missing, read_on, source)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One country and one Convention, as a table tells of them.

    Attributes:
        place: where it stands.
        told: its words.
        country, convention, day, status: what it says.
        whole: whether its table lists every country that ratified the Convention.
    """

    place: str
    told: str
    country: str
    convention: str
    day: str
    status: str
    whole: bool


def _entries(sheet: Sheet, stem: str, known: _Known) -> Iterator[_Entry]:
    """The entries of a table, whichever of the three it is; none where it is none of them."""
    texts = (*sheet.captions, sheet.name, stem)
    named = next((text for text in reversed(texts) if _convention(text) is not None), "")
    whose = next((name for text in reversed(texts) if (name := known.named_in(text))), "")
    for number, row in enumerate(sheet.rows[:10]):
        columns, codes = _heads(row)
        if "day" in columns and ("country" in columns or ("convention" in columns and whose)):
            for one in sheet.rows[number + 1 :]:
                country, convention, day, status = (_cell(one, columns.get(name)) for name in _LISTS)
                yield _entry(one, country or whose, convention or named, day, status, whole="country" in columns)
            return
        if len(codes) > 1:
            for one in sheet.rows[number + 1 :]:
                for at, code in codes.items():
                    if re.search(r"\d", day := _cell(one, at)):
                        yield _entry(one, _cell(one, columns.get("country", 0)), code, day, day, whole=True)
            return


def _heads(row: Row) -> tuple[dict[str, int], dict[int, str]]:
    """Which column of a row of headings is which, and the columns that are a Convention's own."""
    words = [plain_words(text).rstrip(":") for text in row.texts]
    columns = {name: words.index(word) for name, listed in _LISTS.items() for word in words if word in listed}
    found = {at: _ALONE.fullmatch(text) for at, text in enumerate(row.texts)}
    return columns, {at: f"C{int(code[1]):03}" for at, code in found.items() if code is not None}


def _entry(row: Row, country: str, convention: str, day: str, status: str, *, whole: bool) -> _Entry:
    return _Entry(row.cells[0].place.words, " | ".join(row.texts), country, convention, day, status, whole)


def _cell(row: Row, column: int | None) -> str:
    return row.texts[column] if column is not None and column < len(row.texts) else ""


def _convention(text: str) -> str | None:
    """The code of the Convention that a text names."""
    found = _NAMED.search(text)
    return f"C{int(found[1] or found[2]):03}" if found is not None else None


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
    told = (
        f"The whole list of {count} ratifications"
        if not left_out
        else f"{count} ratifications, {left_out} left out or lacking"
    )
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
