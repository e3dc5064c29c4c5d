"""Contradictions that reasoning finds, as findings like those of the shapes."""

from __future__ import annotations

from tcgraph.owl.reasoning import Clash
from tcgraph.rdf import NamedNode, Triple
from tcgraph.shacl.validation_report import Finding, Severity

CONTRADICTION = "urn:check#contradiction-"


def as_finding(clash: Clash) -> Finding:
    """A clash as a finding about the first fact that takes part in it.

    Args:
        clash: facts that cannot all be true; data comes first among them.
    """
    rule = NamedNode(CONTRADICTION + clash.rule)
    if not clash.facts:
        return Finding(rule, rule, rule, Severity.VIOLATION, clash.message)
    fact = clash.facts[0]
    assert not isinstance(fact.object, Triple)
    return Finding(fact.subject, rule, rule, Severity.VIOLATION, clash.message, None, fact.predicate, fact.object)
