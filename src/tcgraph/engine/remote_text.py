"""Query text made whole for a server that knows neither our prefixes nor our bindings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tcgraph.engine import query_trees
from tcgraph.errors import BrokenQuery, EngineError
from tcgraph.namespaces import application
from tcgraph.rdf import BlankNode, Term, Triple
from tcgraph.sparql import Query, written
from tcgraph.sparql.constants import constant
from tcgraph.sparql.forms import Construct, Select, Template
from tcgraph.sparql.keywords import declared_prefixes, used_prefixes
from tcgraph.sparql.node import walk
from tcgraph.sparql.syntax import Group, Triples, Values, Var


def with_prefixes(text: str) -> str:
    """Declare the application's prefixes that the text uses and does not declare, without moving its lines.

    A text that we would not read is sent as well: the server may know more of SPARQL than we do.
    """
    known = application().query_prefixes
    wanted = used_prefixes(text) & known.keys() - declared_prefixes(text).keys()
    return "".join(f"PREFIX {name}: <{known[name]}> " for name in sorted(wanted)) + text


def without_undef(text: str) -> str:
    """Leave out each ``VALUES ?x { UNDEF }``, which Virtuoso 7 takes to leave the variable unbound for good.

    One row without a value joins with anything and changes nothing (SPARQL 1.1 §18.2.4.3).
    """
    if "UNDEF" not in text.upper():
        return text
    try:
        tree = query_trees.query(text)
    except BrokenQuery:
        return text
    empty = [node for node in walk(tree) if isinstance(node, Values) and node.rows == ((None,),)]
    for block in reversed(empty):
        text = text[: block.start] + text[block.end :]
    return text


def with_bindings(text: str, bindings: Mapping[str, Term] | None) -> str:
    """Join values to a query's outermost group, as a VALUES block at its start (SPARQL 1.1 §10).

    Raises:
        EngineError: a value is a blank node, which no query can name; or the query has no group to join values to.
        BrokenQuery: the text is no query.
    """
    if not bindings:
        return text
    if any(isinstance(term, BlankNode | Triple) for term in bindings.values()):
        raise EngineError("A blank node cannot be sent to a server by name; give the thing an IRI.")
    tree = query_trees.query(text)
    block = Values(tuple(map(Var, bindings)), (tuple(map(constant, bindings.values())),))
    if tree.where is None:
        raise EngineError("The query has no group to join values to.")
    return written(_joined(tree, tree.where, block))


def _joined(tree: Query, where: Group, block: Values) -> Query:
    if isinstance(tree, Construct) and tree.template is None:
        # The short form has room for triples alone (SPARQL 1.1 §16.2.4).
        triples = tuple(element for element in where.elements if isinstance(element, Triples))
        tree = replace(tree, template=Template(triples))
    # A group is patterns or one subquery, never both.
    alone = len(where.elements) == 1 and isinstance(where.elements[0], Select)
    return replace(tree, where=Group((block, where) if alone else (block, *where.elements)))
