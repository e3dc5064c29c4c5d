"""What validation found, as values (the typed twin of ``sh:ValidationReport``, SHACL §3.6); shapes that are broken."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from tcgraph.errors import BrokenInput
from tcgraph.namespaces import STANDARD, shorten
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.shacl.names import SH, sh
from tcgraph.shacl.paths import Path

_TERM = re.compile(r"\bsh:(\w+)")


def shape_name(node: Term) -> str:
    """A shape's name in messages."""
    return shorten(node.value) if isinstance(node, NamedNode) else str(node)


class BrokenShape(BrokenInput):
    """A shape is ill-formed or recursive, or its query or pattern cannot be used.

    Args:
        shape: the shape.
        what: what is wrong with it, in words that may go on after its name.
        node: where the shapes graph says what is wrong, if not at the shape itself.
        empty: whether the rest of the shape means what it did: it names others of which the shapes graph says nothing.
    """

    def __init__(self, shape: Term, what: str, *, node: Term | None = None, empty: bool = False) -> None:
        super().__init__(f"shape {shape_name(shape)}: {what}")
        self.shape = shape
        self.what = what
        self.empty = empty
        self.node = shape if node is None else node

    @property
    def term(self) -> NamedNode | None:
        """The first term of SHACL in the words, with which a wrong statement begins."""
        found = _TERM.search(self.what)
        return NamedNode(STANDARD["sh"] + found[1]) if found else None


class Severity(StrEnum):
    """SHACL §2.1.4, the gravest first."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"


_GRAVITY = {severity: str(number) for number, severity in enumerate(Severity)}
BELOW_INFO = (f"{SH}Debug", f"{SH}Trace")
"""The severities of SHACL 1.2 that are less than ``sh:Info``."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One ``sh:ValidationResult``.

    Attributes:
        focus: the focus node.
        shape: ``sh:sourceShape``.
        component: ``sh:sourceConstraintComponent``.
        severity: ``sh:resultSeverity``; a severity of one's own counts as a violation.
        message: ``sh:resultMessage``, in the language asked for.
        path: ``sh:resultPath`` in SPARQL's property path syntax, None for a node shape.
        predicate: the path when it is a single predicate.
        value: ``sh:value``.
        constraint: ``sh:sourceConstraint``, for SPARQL constraints.
        property_path: the path itself, to write it as RDF.
        own_severity: the severity when it is none of SHACL's three.
        messages: ``sh:resultMessage`` in every language that the shape gives it in; empty for one of our own words;
            not part of what is equal.
        origin: the shape whose target led here, and the node it was checked for; not part of what is equal.
        details: ``sh:detail``, what nested shapes found, where :func:`tcgraph.shacl.details.detailed` looked for it;
            not part of what is equal.
    """

    focus: Term
    shape: Term
    component: NamedNode
    severity: Severity
    message: str
    path: str | None = None
    predicate: NamedNode | None = None
    value: Term | None = None
    constraint: Term | None = None
    property_path: Path | None = None
    own_severity: NamedNode | None = None
    messages: tuple[Literal, ...] = field(default=(), compare=False, repr=False)
    origin: tuple[Term, Term] | None = field(default=None, compare=False, repr=False)
    details: tuple[Finding, ...] = field(default=(), compare=False)

    @property
    def is_below_info(self) -> bool:
        """Whether it is of ``sh:Debug`` or ``sh:Trace``, which do not keep data from conforming (SHACL 1.2 §3.6.1)."""
        return self.own_severity is not None and self.own_severity.value in BELOW_INFO

    def sort_key(self) -> tuple[str, ...]:
        """An order that is the same in every run: gravest first, then by focus node."""
        return (
            _GRAVITY[self.severity], str(self.focus), self.path or "", str(self.component), str(self.value or ""),
            str(self.shape), self.message,
        )  # fmt: skip


Details = tuple[Finding, ...]
"""What lies behind a result."""


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a validation.

    Attributes:
        findings: every result, sorted by :meth:`Finding.sort_key`.
        unchecked: what of the shapes could not be checked and was left out.
    """

    findings: tuple[Finding, ...]
    unchecked: tuple[BrokenShape, ...] = ()

    @classmethod
    def of(cls, findings: Iterable[Finding], unchecked: Iterable[BrokenShape] = ()) -> Report:
        """A report of these findings, sorted."""
        return cls(tuple(sorted(findings, key=Finding.sort_key)), tuple(unchecked))

    @property
    def conforms(self) -> bool:
        """Whether there is no result but below ``sh:Info`` (SHACL §3.6.1.1), and nothing was left unchecked."""
        return not self.unchecked and all(finding.is_below_info for finding in self.findings)

    def count(self, severity: Severity) -> int:
        """How many findings have that severity."""
        return sum(1 for finding in self.findings if finding.severity is severity)


_BELOW: Final = tuple(map(NamedNode, BELOW_INFO))
_STANDARD: Final = {sh(severity.value): severity for severity in Severity}


def severity_of(term: Term | None) -> Severity:
    """The severity that a term stands for; one of somebody's own counts as a violation."""
    if term in _BELOW:
        return Severity.INFO
    return _STANDARD.get(term, Severity.VIOLATION) if isinstance(term, NamedNode) else Severity.VIOLATION


def own_severity(term: Term | None) -> NamedNode | None:
    """The term itself when it is none of SHACL's three."""
    return term if isinstance(term, NamedNode) and term not in _STANDARD else None


@dataclass(frozen=True, slots=True)
class ShapeProblem:
    """One finding of the shape lint.

    Attributes:
        shape: the shape, or the node of the shapes graph that has the problem.
        code: the kind of problem, such as ``unknown-term``; stable.
        message: one sentence that says what is wrong and what to do.
        severity: a violation stops or falsifies validation; a warning may be what was meant.
        term: the term in question, to find the line.
        unknown: the name that nobody but the shape knows, where that is the problem.
    """

    shape: Term
    code: str
    message: str
    severity: Severity = Severity.VIOLATION
    term: NamedNode | None = None
    unknown: NamedNode | None = None

    def sort_key(self) -> tuple[str, ...]:
        """By shape, then code and text."""
        return (str(self.shape), self.code, self.message)

    def __str__(self) -> str:
        return f"{shape_name(self.shape)}: {self.message}"
