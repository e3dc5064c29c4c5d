"""How many triples a pattern has: asked of whoever holds the graph, guessed where nobody does.

Counts decide which of two equal wordings is asked, never what is equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from tcgraph.sparql.syntax import RDF, Iri, Literal

Constant = Iri | Literal


@dataclass(frozen=True, slots=True)
class Sample:
    """What is known of the triples that have given terms.

    Attributes:
        rows: about how many there are.
        subjects: about how many distinct subjects they have.
        objects: likewise.
    """

    rows: float
    subjects: float
    objects: float


class Counts(Protocol):
    """Who counts."""

    def sample(self, subject: Constant | None, predicate: Iri | None, object: Constant | None) -> Sample:  # noqa: A002
        """Of the triples with these terms; None is any."""


class Guesses:
    """Counts of nothing in particular: a large graph in which a value of a property is shared by a thousand things."""

    def sample(self, subject: Constant | None, predicate: Iri | None, object: Constant | None) -> Sample:  # noqa: A002
        """See :meth:`Counts.sample`."""
        if subject is not None:
            rows = 1.0 if object is not None else 10.0 if predicate is not None else 100.0
            return Sample(rows, 1, rows)
        if object is not None:
            common = predicate is not None and predicate.value == RDF + "type"
            rows = 100_000.0 if common else 1_000.0 if predicate is not None else 10_000.0
            return Sample(rows, rows, 1)
        if predicate is None:
            return Sample(1e9, 1e7, 1e7)
        return Sample(1e6, 1e5, 1e3) if predicate.value == RDF + "type" else Sample(1e6, 1e6, 1e5)
