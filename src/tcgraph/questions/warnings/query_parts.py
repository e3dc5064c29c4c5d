"""A thing that is asked for by name, and of whose parts, or of groups that hold it, more is told than of itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tcgraph.namespaces import RDF_TYPE, STANDARD
from tcgraph.questions.graph_profile import Rows
from tcgraph.questions.warnings.conjunctions import Conjunction
from tcgraph.questions.warnings.query_words import QueryWarning, term_said, written_name
from tcgraph.rdf import Literal, NamedNode
from tcgraph.sparql import syntax as s
from tcgraph.terms import TC

_UP: Final = tuple(
    NamedNode(iri) for iri in (STANDARD["org"] + "subOrganizationOf", TC + "within", STANDARD["skos"] + "broader")
)
"""From a part to what it is a part of: a unit, a place, a code."""
_MEMBER: Final = NamedNode(STANDARD["org"] + "memberOf")
_GROUP: Final = NamedNode(TC + "Collective")
"""What is told of social partners is told of workers' organizations too: of a group within a group, each is meant."""


Parts = dict[tuple[str, str], list[tuple[NamedNode, int]]]
"""For a property and a thing: from which kind of part, or by belonging to a group, how many more are told."""


def narrower(group: Conjunction, rows: Rows, known: Parts) -> Iterator[QueryWarning]:
    """Patterns with a named object where its parts, or groups that a group named belongs to, have more of the same.

    Args:
        group: patterns that have to match together.
        rows: runs a SELECT query.
        known: what was looked up before, and is kept here.

    Raises:
        EngineError: the graph cannot be looked at.
    """
    upward = {up.value for up in _UP}
    for step in group.steps:
        if not isinstance(step.object, s.Iri) or not isinstance(step.subject, str):
            continue
        if step.property.value in upward or step.property.value == RDF_TYPE.value:
            continue
        asked = (step.property.value, step.object.value)
        if asked not in known:
            known[asked] = list(_more(rows, *asked))
        for up, more in known[asked]:
            around = up == _MEMBER
            path = f"{written_name(step.property)}/{'^' if around else ''}{term_said(up)}*"
            what = "a group that holds" if around else "something within"
            message = (
                f"{more} more {'has' if more == 1 else 'have'} {what} {written_name(step.object)} as "
                f"{written_name(step.property)}; {path} asks for {'it' if more == 1 else 'them'} too."
            )
            yield QueryWarning(message, step.property.start, step.object.end)


def _more(rows: Rows, prop: str, whole: str) -> Iterator[tuple[NamedNode, int]]:
    ways = " UNION ".join(
        (
            *(f"{{ ?part {up}+ <{whole}> BIND({up} AS ?up) }}" for up in _UP),
            f"{{ <{whole}> a {_GROUP} ; {_MEMBER}+ ?part . BIND({_MEMBER} AS ?up) }}",
        )
    )
    query = f"""SELECT ?up (COUNT(DISTINCT ?thing) AS ?n) {{
      {ways}
      ?thing <{prop}> ?part
      FILTER NOT EXISTS {{ ?thing <{prop}> <{whole}> }}
    }} GROUP BY ?up"""
    for up, count in rows(query):
        if isinstance(up, NamedNode) and isinstance(count, Literal):
            yield up, int(count.value)
