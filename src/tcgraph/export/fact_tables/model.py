"""A table of things: one row a thing, one column a property and type of value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tcgraph.errors import BrokenInput
from tcgraph.rdf import Literal, NamedNode, Quad
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
