"""Severities as terms (SHACL §2.1.4, SHACL 1.2 Core §2.1.5)."""

from __future__ import annotations

from typing import Final

from tcgraph.rdf import NamedNode, Term
from tcgraph.shacl.names import sh
from tcgraph.shacl.validation_report import BELOW_INFO, Severity

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
