"""What the graph says instead of a triple that it does not hold."""

from __future__ import annotations

from difflib import get_close_matches

from tcgraph.engine import Engine
from tcgraph.owl.proof import Fact
from tcgraph.rdf import Literal, NamedNode, Term


def values_of(engine: Engine, subject: Term, predicate: Term) -> list[Term]:
    """The objects that a subject has by a predicate, sorted."""
    if isinstance(subject, Literal):
        return []
    query = "SELECT DISTINCT ?s ?p ?o { ?s ?p ?o }"
    rows = engine.select(query, bindings={"s": subject, "p": predicate})
    return sorted({row[2] for row in rows if row[2] is not None}, key=str)


def nearest_fact(engine: Engine, fact: Fact) -> Fact | None:
    """The fact most like one that does not hold.

    The same two things joined by another predicate come first, then the same in the other direction, then the
    subject's value of that predicate that reads most alike.

    Args:
        engine: where to look.
        fact: what was asked for.

    Returns:
        A fact that holds; None when the subject has no such predicate and nothing joins the two.
    """
    subject, predicate, object_ = fact
    for start, end in ((subject, object_), (object_, subject)):
        if isinstance(start, Literal):
            continue
        rows = engine.select("SELECT DISTINCT ?s ?p ?o { ?s ?p ?o }", bindings={"s": start, "o": end})
        joining = sorted((row[1] for row in rows if isinstance(row[1], NamedNode)), key=str)
        if joining:
            return (start, predicate if predicate in joining else joining[0], end)
    values = {str(term): term for term in values_of(engine, subject, predicate)}
    if not values:
        return None
    alike = get_close_matches(str(object_), values, n=1, cutoff=0.0)
    return (subject, predicate, values[alike[0] if alike else min(values)])
