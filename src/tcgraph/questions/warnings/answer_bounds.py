"""What bounds an answer: its LIMIT, graphs that are named, forms in which literals are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

from tcgraph.engine.literal_forms import kept
from tcgraph.errors import EngineError
from tcgraph.questions.graph_profile import kind_of
from tcgraph.questions.warnings.asked_query import AskedQuery
from tcgraph.questions.warnings.term_words import term_said, written_name
from tcgraph.questions.warnings.warning_sentences import QueryWarning, say, warning
from tcgraph.rdf import Literal, Term
from tcgraph.sparql import syntax as s
from tcgraph.sparql import written
from tcgraph.sparql.constants import constant, term_of
from tcgraph.sparql.forms import Alias, Dataset, Select
from tcgraph.sparql.node import Node, walk
from tcgraph.sparql.variable_scope import columns

_OF_FORMS: Final = frozenset(("STR", "DATATYPE", "SAMETERM"))


def cut_by_limit(asked: AskedQuery) -> Iterator[QueryWarning]:
    """What a LIMIT cuts off, but for the rest of those that are asked for as the highest of all."""
    tree, after = asked.tree, asked.tree.modifiers
    if not isinstance(tree, Select) or not after.limit or (asked.answered or 0) < after.limit:
        return
    around: Sequence[Sequence[Term | None]] | None = None
    if not asked.all(s.Service):  # others are not asked again
        last = replace(after, limit=2, offset=(after.offset or 0) + after.limit - 1)
        # Where the next row cannot be looked at, there may be one.
        with suppress(EngineError):
            around = list(asked.graph.rows(written(replace(tree, modifiers=last), full=True)))
    if around is not None and len(around) < 2:
        return
    place = _sorted_by(tree)
    if around is not None and place is not None and after.order_by[0].direction == "DESC":
        one, other = (row[place] for row in around)
        if one == other:
            name = f"?{columns(tree)[place]}"
            yield warning(None, say("answers.cut_among_equals", limit=after.limit, value=term_said(one), name=name))
        if one == other or (isinstance(one, Literal) and kind_of(one.datatype.value) == "number"):
            return
    yield warning(None, say("answers.cut", limit=after.limit))


def _sorted_by(tree: Select) -> int | None:
    """The place of the column by which the rows are in order first."""
    for key in tree.modifiers.order_by[:1]:
        for place, column in enumerate(tree.columns):
            if key.key == column or (isinstance(column, Alias) and key.key in (column.variable, column.expression)):
                return place
    return None


def lacking_graphs(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Graphs that are named and that are not there, or that have nothing of what an empty answer asked of them."""
    named: list[tuple[str, Node, s.Iri, Node, int]] = [
        ("FROM", each, each.graph, asked.tree, each.end) for each in asked.all(Dataset)
    ]
    named += [
        ("GRAPH", each, each.name, each.pattern, each.pattern.start)
        for each in asked.all(s.InGraph)
        if isinstance(each.name, s.Iri)
    ]
    for word, node, graph, pattern, end in named:
        size = asked.graph.number(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph.value}> {{ ?s ?p ?o }} }}")
        if not size:
            yield warning(node, say("answers.no_graph", name=written_name(graph), word=word))
        elif asked.answered == 0 and (more := asked.graph.size(asked.text[: node.start] + asked.text[end:])):
            lacking = _lacking(pattern, graph.value, asked)
            without = say("answers.without_graph", word=word, n=more)
            key = "answers.graph_lacks" if lacking else "answers.graph_has"
            told = say(key, name=written_name(graph), n=size, lacking=", ".join(lacking), without=without)
            yield warning(node, told)


def _lacking(pattern: Node, graph: str, asked: AskedQuery) -> list[str]:
    """The properties and classes of a pattern that a graph has none of, as the query has them."""
    said = [node for node in walk(pattern) if isinstance(node, s.Predicate)]
    terms = [term for node in said for term in (*walk(node.verb), *node.objects)]
    named = {term.value: term for term in terms if isinstance(term, s.Iri)}
    values = " ".join(f"<{iri}>" for iri in named)
    there = f"GRAPH <{graph}> {{ {{ ?x ?t ?y }} UNION {{ ?x ?y ?t }} }}"
    found = asked.graph.iris(f"SELECT ?t {{ VALUES ?t {{ {values} }} FILTER NOT EXISTS {{ {there} }} }}")
    return [written_name(named[iri]) for iri in found]


def kept_otherwise(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Literals that the engine keeps in another form, in a query that reads forms (SPARQL 1.1 §17.4.2)."""
    calls = (node.function for node in asked.all(s.Call))
    if _OF_FORMS.isdisjoint(name.upper() for name in calls if isinstance(name, str)):
        return
    for node in asked.all(s.Literal):
        term = term_of(node)
        if isinstance(term, Literal) and kept(term) != term:
            ((stored,),) = asked.graph.rows(f"SELECT ?x {{ VALUES ?x {{ {term} }} }}")
            if isinstance(stored, Literal) and stored != term:
                yield warning(node, say("answers.kept", value=written(node), other=written(constant(stored))))
