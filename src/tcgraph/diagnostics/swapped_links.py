"""Two links of one thing of which each leads to what the other is for: one slip, told once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from tcgraph.diagnostics.diagnostic import Diagnostic, Level, Related
from tcgraph.engine import Engine
from tcgraph.namespaces import RDF_TYPE
from tcgraph.rdf import NamedNode, Term
from tcgraph.shacl.names import sh
from tcgraph.shacl.validation_report import Finding

_KINDS = (sh("ClassConstraintComponent"), sh("NodeConstraintComponent"))
_IS_A = f"ASK {{ ?value ({RDF_TYPE}/rdfs:subClassOf*)|skos:inScheme ?kind }}"


def with_swaps_told(
    found: Iterable[Diagnostic], engine: Engine, asked: Callable[[Finding], Term | None], path: Callable[[Finding], str]
) -> list[Diagnostic]:
    """The diagnostics, where two that come of values in each other's place are made one.

    Args:
        found: what is wrong.
        engine: holds the data.
        asked: the class, or the list of concepts, that the shape of a finding asks for.
        path: the property of a finding as people read it.
    """
    kept = list(found)
    of_one: defaultdict[Term, list[tuple[Diagnostic, Finding]]] = defaultdict(list)
    for each in kept:
        finding = each.finding
        if finding is not None and finding.component in _KINDS and each.level is Level.ERROR and finding.value:
            of_one[finding.focus].append((each, finding))

    def fits(value: Term | None, finding: Finding) -> bool:
        kind = asked(finding)
        if not isinstance(value, NamedNode) or kind is None:
            return False
        return engine.ask(_IS_A, bindings={"value": value, "kind": kind})

    for those in (pair for pair in of_one.values() if len(pair) == 2):
        (first, one), (second, other) = those
        if one.shape != other.shape and fits(one.value, other) and fits(other.value, one):
            kept[kept.index(first)] = _told(first, second, [path(one), path(other)])
            kept.remove(second)
    return kept


def _told(first: Diagnostic, second: Diagnostic, names: list[str]) -> Diagnostic:
    there = () if second.location is None else (Related(second.location, "the other one"),)
    return replace(
        first,
        message=f"The values of {' and '.join(names)} look swapped: each is what the other is to lead to.",
        help="Put each in the place of the other.",
        related=(*first.related, *there),
        fix=None,
    )
