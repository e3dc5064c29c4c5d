"""ASK validators of constraint components (SHACL §6.2.2), as SPARQL expressions on a value node."""

from __future__ import annotations

from tcgraph.errors import BrokenInput
from tcgraph.rdf import NamedNode
from tcgraph.shacl.model import AskTest, Shape
from tcgraph.shacl.restrictions import read_query, refuse_forbidden
from tcgraph.shacl.substitution import constants, prebound_here, substituted
from tcgraph.sparql import written
from tcgraph.sparql.forms import NO_MODIFIERS, Ask
from tcgraph.sparql.syntax import Exists, Var


def ask_expression(test: AskTest, shape: Shape, graph: NamedNode | None) -> str:
    """The condition of an ASK validator, its variables pre-bound (SHACL §6.3).

    Args:
        test: the constraint.
        shape: whose it is; value nodes are bound to ``?this`` or, at the end of a path, to ``?value``.
        graph: the shapes graph, where the engine holds it.

    Raises:
        BrokenInput: SHACL forbids the query, or it uses an undeclared prefix.
    """
    whose = f"the validator of {test.component}"
    values = prebound_here(shape.node, shape.path, graph)
    prebound = {"this", "value", *test.parameters}
    tree = read_query(test.text, dict(test.prefixes), prebound | values.keys(), whose)
    if not isinstance(tree, Ask):
        raise BrokenInput(f"{whose} is no ASK query (SHACL §6.2.2)")
    refuse_forbidden(tree, prebound, set(values), whose)
    if tree.modifiers != NO_MODIFIERS:
        raise BrokenInput(f"{whose} goes on after its {{ … }}, which an ASK query has no use for")
    values |= constants(test.values, tree, whose)
    values["value"] = Var("this" if shape.path is None else "value")
    # Written out in full, since it becomes part of a query with prefixes of its own.
    return written(Exists(substituted(tree.where, values), negated=False), full=True)
