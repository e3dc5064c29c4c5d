"""A table of things: one row a thing, one column a property and type of value.

From statements to tables: what columns a kind of thing needs is read off its own data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from tcgraph import terms
from tcgraph.errors import BrokenInput
from tcgraph.rdf import Literal, NamedNode, Quad, Term
from tcgraph.terms import PREFIXES

XSD = PREFIXES["xsd"]
STRING = XSD + "string"
SEPARATORS = ("|", "¦", "‖", "␟")
"""What may stand between the values of one cell; a table uses the first that no value contains."""


class ColumnKind(StrEnum):
    """What the cells of a column hold."""

    IRI = "iri"
    TEXT = "text"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: unique in its table; the property's own local name where possible.
        predicate: the property's IRI.
        kind: IRIs, text in a language, or literals of one datatype.
        qualifier: the language of text, the datatype's IRI of typed literals, empty for IRIs.
        many: whether some row has several values.
        separator: what stands between values in formats without lists.
    """

    name: str
    predicate: str
    kind: ColumnKind
    qualifier: str = ""
    many: bool = False
    separator: str = SEPARATORS[0]

    def term(self, value: str) -> NamedNode | Literal:
        """The RDF term that a value of this column stands for.

        Raises:
            BrokenInput: the value is not an IRI where one is due.
        """
        if self.kind is ColumnKind.IRI:
            try:
                return NamedNode(value)
            except ValueError:
                raise BrokenInput(f"column {self.name}: {value!r} is not an IRI") from None
        if self.kind is ColumnKind.TEXT:
            return Literal(value, language=self.qualifier)
        return Literal(value, datatype=NamedNode(self.qualifier))

    def split(self, cell: str) -> list[str]:
        """The values in one cell of text."""
        if not cell:
            return []
        return cell.split(self.separator) if self.many else [cell]


@dataclass(frozen=True, slots=True)
class ExportTable:
    """Things of one kind.

    Attributes:
        name: the class's local name.
        columns: in order, without the ``iri`` column that every table begins with.
        rows: IRI to column name to values, sorted by IRI; a column without value is absent.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Mapping[str, Mapping[str, list[str]]] = field(default_factory=dict)

    def statements(self) -> Iterator[Quad]:
        """The statements that the table makes."""
        for iri, cells in self.rows.items():
            subject = NamedNode(iri)
            for column in self.columns:
                predicate = NamedNode(column.predicate)
                for value in cells.get(column.name, ()):
                    yield Quad(subject, predicate, column.term(value))


_FIRST = ("rdf:type", "rdfs:label", "skos:prefLabel", "skos:notation", "tc:number", "tc:summary")
_Key = tuple[str, ColumnKind, str]


def tables_of(quads: Iterable[Quad]) -> list[ExportTable]:
    """Sort statements into tables.

    Returns:
        One table for each class, sorted by name. A thing stands in one table only: that of its first class in this
        order: ours before others, then by IRI. What has no class is in ``Thing``.

    Raises:
        BrokenInput: a blank node or a quoted triple, which a table cannot name, or an empty text.
    """
    things: dict[str, dict[_Key, list[str]]] = {}
    for quad in quads:
        if not isinstance(quad.subject, NamedNode):
            raise BrokenInput(f"a table cannot hold the blank node {quad.subject}; give it an IRI")
        key, value = _cell(quad)
        things.setdefault(quad.subject.value, {}).setdefault(key, []).append(value)
    groups: dict[str, dict[str, dict[_Key, list[str]]]] = {}
    for iri in sorted(things):
        groups.setdefault(_class_of(things[iri]), {})[iri] = things[iri]
    names: dict[str, str] = {}
    for group in sorted(groups, key=lambda iri: (not iri.startswith(terms.TC), iri)):
        local = _local(group)
        names[group] = local if local not in names.values() else terms.shorten(group).replace(":", "_")
    return sorted((_table(names[group], rows) for group, rows in groups.items()), key=lambda table: table.name)


def _cell(quad: Quad) -> tuple[_Key, str]:
    term: Term = quad.object
    predicate = quad.predicate.value
    if isinstance(term, NamedNode):
        return (predicate, ColumnKind.IRI, ""), term.value
    if not isinstance(term, Literal):
        raise BrokenInput(f"a table cannot hold {term}; give it an IRI")
    if not term.value:
        raise BrokenInput(f"{quad.subject} has an empty {terms.shorten(predicate)}; leave the statement out")
    if term.language:
        return (predicate, ColumnKind.TEXT, term.language), term.value
    return (predicate, ColumnKind.TYPED, term.datatype.value), term.value


def _class_of(cells: dict[_Key, list[str]]) -> str:
    classes = cells.get((terms.RDF_TYPE.value, ColumnKind.IRI, ""), [terms.TC + "Thing"])
    return min(classes, key=lambda iri: (not iri.startswith(terms.TC), iri))


def _table(name: str, things: dict[str, dict[_Key, list[str]]]) -> ExportTable:
    keys = sorted({key for cells in things.values() for key in cells}, key=_order)
    columns: dict[_Key, Column] = {}
    for key in keys:
        values = [cells[key] for cells in things.values() if key in cells]
        predicate, kind, qualifier = key
        column = Column(_name(key, keys), predicate, kind, qualifier, many=any(len(cell) > 1 for cell in values))
        columns[key] = replace(column, separator=_separator(values, column.name)) if column.many else column
    rows = {
        iri: {columns[key].name: sorted(cells[key]) for key in keys if key in cells} for iri, cells in things.items()
    }
    return ExportTable(name, tuple(columns.values()), rows)


def _separator(cells: list[list[str]], column: str) -> str:
    for candidate in SEPARATORS:
        if not any(candidate in value for cell in cells for value in cell):
            return candidate
    raise BrokenInput(
        f"column {column} has texts with each of {' '.join(SEPARATORS)} in them; none can separate values"
    )


def _name(key: _Key, keys: list[_Key]) -> str:
    """The shortest name that tells a column from the others of its table."""
    predicate, kind, qualifier = key
    name = _local(predicate)
    if any(_local(other) == name and other != predicate for other, _, _ in keys) or name == "iri":
        name = terms.shorten(predicate).strip("<>").replace(":", "_")
    if kind is ColumnKind.TEXT:
        return f"{name}_{qualifier}"
    rivals = [other for other in keys if other[0] == predicate and other[1] is not ColumnKind.TEXT and other != key]
    if rivals and kind is ColumnKind.TYPED and qualifier != STRING:
        return f"{name}_{_local(qualifier)}"
    if rivals and kind is ColumnKind.TYPED and any(other[1] is ColumnKind.IRI for other in rivals):
        return f"{name}_text"
    return name


def _order(key: _Key) -> tuple[int, str, ColumnKind, bool, str]:
    predicate, kind, qualifier = key
    short = terms.shorten(predicate)
    rank = _FIRST.index(short) if short in _FIRST else len(_FIRST)
    return (rank, predicate, kind, qualifier != "en", qualifier)


def _local(iri: str) -> str:
    return iri.rpartition("#")[2] if "#" in iri else iri.rstrip("/").rpartition("/")[2]
