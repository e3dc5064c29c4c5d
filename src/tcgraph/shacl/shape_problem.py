"""What is wrong with a shape."""

from __future__ import annotations

from dataclasses import dataclass

from tcgraph.rdf import NamedNode, Term
from tcgraph.shacl.broken_shape import shape_name
from tcgraph.shacl.validation_report import Severity


@dataclass(frozen=True, slots=True)
class ShapeProblem:
    """One finding of the shape lint.

    Attributes:
        shape: the shape, or the node of the shapes graph that has the problem.
        code: the kind of problem, such as ``unknown-term``; stable.
        message: one sentence that says what is wrong and what to do.
        severity: a violation stops or falsifies validation; a warning may be what was meant.
        term: the term in question, to find the line.
    """

    shape: Term
    code: str
    message: str
    severity: Severity = Severity.VIOLATION
    term: NamedNode | None = None

    def sort_key(self) -> tuple[str, ...]:
        """By shape, then code and text."""
        return (str(self.shape), self.code, self.message)

    def __str__(self) -> str:
        return f"{shape_name(self.shape)}: {self.message}"
