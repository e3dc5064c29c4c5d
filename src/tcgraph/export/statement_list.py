"""A growing list of statements, written the way Turtle reads: a subject, then its properties."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from tcgraph import terms
from tcgraph.rdf import Literal, NamedNode, Quad, Term

_XSD = terms.PREFIXES["xsd"]


class Statements:
    """Statements about named things; each is kept once, in the order in which it was made."""

    def __init__(self) -> None:
        self._quads: dict[Quad, None] = {}

    def __iter__(self) -> Iterator[Quad]:
        return iter(self._quads)

    def __len__(self) -> int:
        return len(self._quads)

    def add(self, subject: NamedNode, kind: str | None = None, **values: Term | str | int | datetime | None) -> None:
        """Say what a thing is and has.

        Args:
            subject: the thing.
            kind: its class, as ``prefix:name``.
            **values: ``prefix_name`` to one value. Texts are English, whole numbers and times are typed, None is
                left out.
        """
        if kind is not None:
            self.link(subject, "rdf:type", terms.expand(kind))
        for name, value in values.items():
            if value is not None:
                self.link(subject, name.replace("_", ":", 1), _term(value))

    def link(self, subject: NamedNode, name: str, *values: Term) -> None:
        """Say one property with any number of values."""
        predicate = terms.expand(name)
        for value in values:
            self._quads[Quad(subject, predicate, value)] = None


def typed(value: str, datatype: str) -> Literal:
    """A literal of a datatype given as ``prefix:name``."""
    return Literal(value, datatype=terms.expand(datatype))


def _term(value: Term | str | int | datetime) -> Term:
    if isinstance(value, str):
        return Literal(value, language="en")
    if isinstance(value, datetime):
        return Literal(value.strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=NamedNode(_XSD + "dateTime"))
    if isinstance(value, int):
        return Literal(str(value), datatype=NamedNode(_XSD + "integer"))
    return value
