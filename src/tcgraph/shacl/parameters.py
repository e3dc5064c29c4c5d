"""What the parameters of constraints are given as: one term, a number, an IRI, a list."""

from __future__ import annotations

from tcgraph.errors import BrokenInput
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.shacl.model import Overrides
from tcgraph.shacl.names import BOOLEAN, RDF, sh
from tcgraph.shacl.small_graph import TripleIndex
from tcgraph.shacl.validation_report import own_severity, severity_of


def component_of(parameter: str) -> NamedNode:
    """The IRI of the Core component that has that parameter, such as ``sh:MinCountConstraintComponent``."""
    return sh(f"{parameter[0].upper()}{parameter[1:]}ConstraintComponent")


def messages_of(graph: TripleIndex, node: Term) -> tuple[Literal, ...]:
    """The texts of ``sh:message``."""
    return tuple(text for text in graph.objects(node, sh("message")) if isinstance(text, Literal))


def only_one(graph: TripleIndex, node: Term, name: str) -> Term | None:
    """The value of a property that a shape has once at most.

    Raises:
        BrokenInput: it has more.
    """
    values = graph.objects(node, sh(name))
    if len(values) > 1:
        raise BrokenInput(f"has more than one sh:{name}")
    return values[0] if values else None


def members(graph: TripleIndex, head: Term, name: str) -> tuple[Term, ...]:
    """The members of a parameter's list.

    Raises:
        BrokenInput: it is none.
    """
    try:
        return tuple(graph.items(head))
    except BrokenInput as error:
        raise BrokenInput(f"sh:{name} takes a list, which {head} is not, or not a whole one") from error


def is_true(term: Term | None) -> bool:
    """Whether a switch is on."""
    # The term true, not its value: the suite's uniqueLang-002 has "1"^^xsd:boolean mean nothing. The lint says so.
    return term == Literal("true", datatype=BOOLEAN)


def integer_of(term: Term, name: str) -> int:
    """A parameter that is an integer.

    Raises:
        BrokenInput: it is none.
    """
    if isinstance(term, Literal) and term.value.lstrip("+-").isdigit() and term.datatype.value != RDF + "langString":
        return int(term.value)
    raise BrokenInput(f"sh:{name} takes an integer, not {term}")


def iri_of(term: Term, name: str) -> NamedNode:
    """A parameter that is an IRI.

    Raises:
        BrokenInput: it is none.
    """
    if isinstance(term, NamedNode):
        return term
    raise BrokenInput(f"sh:{name} takes IRIs, not {term}")


def overrides_of(graph: TripleIndex, node: Term) -> Overrides:
    """What a node says of a constraint: the constraint's own node, or what reifies the triple that states it."""
    severity = graph.value(node, sh("severity"))
    level = None if severity is None else severity_of(severity)
    return Overrides(level, own_severity(severity), messages_of(graph, node))
