"""What a query asks for and the graph is known to lack: what nothing has so far, and answers that are incomplete."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tcgraph.namespaces import RDF_TYPE
from tcgraph.questions.conjunctions import Conjunction
from tcgraph.questions.graph_profile import GraphProfile, Rows
from tcgraph.questions.query_words import QueryWarning, written_name
from tcgraph.rdf import Literal
from tcgraph.sparql import syntax as s
from tcgraph.sparql.forms import Query
from tcgraph.sparql.node import Node, walk
from tcgraph.terms import TC

RATIFYING: Final = frozenset(TC + name for name in ("Ratification", "ratifiedOn"))
"""Who asks by these is told for which Conventions the graph does not hold every ratification."""
_INCOMPLETE: Final = f"""SELECT DISTINCT ?code {{
  ?told a <{TC}Completeness> ; <{TC}complete> false ; <{TC}instrument> ?convention . ?convention <{TC}code> ?code
  FILTER NOT EXISTS {{ ?whole <{TC}instrument> ?convention ; <{TC}complete> true }}
}} ORDER BY ?code"""


def unused(group: Conjunction, rows: Rows, profile: GraphProfile) -> Iterator[QueryWarning]:
    """Terms of the ontology that nothing in the graph has, so that an empty answer is no answer of the source.

    Args:
        group: patterns that have to match together.
        rows: runs a SELECT query.
        profile: what the graph has.

    Raises:
        EngineError: the graph cannot be looked at.
    """
    for step in group.steps:
        typed = step.property.value == RDF_TYPE.value
        term = step.object if typed else step.property
        used = profile.classes if typed else profile.kinds
        if isinstance(term, s.Iri) and term.value.startswith(TC) and term.value not in used:
            later = any(
                True for _ in rows(f"SELECT ?t {{ VALUES ?t {{ <{term.value}> }} ?t <{TC}forReporting> true }}")
            )
            for_what = "; it is there for what is reported later" if later else ""
            told = f"is a {written_name(term)}" if typed else f"has {written_name(term)}"
            yield QueryWarning(f"Nothing in the graph {told} so far{for_what}.", term.start, term.end)


def incomplete(tree: Query, rows: Rows) -> Iterator[QueryWarning]:
    """Questions whose answer the graph says it does not hold in full.

    Raises:
        EngineError: the graph cannot be looked at.
    """
    used = {node.value for node in walk(tree) if isinstance(node, s.Iri)}
    # A thing that is left out for being one is not asked for; that something has none is.
    asked = {node.value for node in walk(tree, lambda node: not _leaves_out(node)) if isinstance(node, s.Iri)}
    if RATIFYING.isdisjoint(asked):
        return
    lacking = [term.value for (term,) in rows(_INCOMPLETE) if isinstance(term, Literal)]
    named = [code for code in lacking if any(iri.endswith(f"/{code}") for iri in used)]
    named += [code for code in lacking if any(isinstance(n, s.Literal) and n.value == code for n in walk(tree))]
    about = named or ([] if any("/id/instrument/" in iri for iri in used) else lacking)
    if about:
        of = "any Convention" if len(about) == len(lacking) else ", ".join(dict.fromkeys(about))
        yield QueryWarning(f"The graph is known not to hold every ratification of {of}; tc:Completeness says so.")


def _leaves_out(node: Node) -> bool:
    """Whether it leaves out things for their class, and says no more of them."""
    if not (isinstance(node, s.Exists) and node.negated and len(node.pattern.elements) == 1):
        return False
    (only,) = node.pattern.elements
    return isinstance(only, s.Triples) and [
        each.verb.value for each in only.predicates if isinstance(each.verb, s.Iri)
    ] == [RDF_TYPE.value]
