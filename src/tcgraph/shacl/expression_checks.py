"""``sh:expression`` and ``sh:nodeByExpression``: node expressions as constraints (SHACL 1.2 Node Expressions)."""

from __future__ import annotations

from collections import defaultdict

from tcgraph.errors import BrokenInput
from tcgraph.rdf import BlankNode, Literal, Term
from tcgraph.shacl import model
from tcgraph.shacl.broken_shape import BrokenShape
from tcgraph.shacl.focus import Focus
from tcgraph.shacl.names import BOOLEAN
from tcgraph.shacl.node_expressions import Context, Evaluator
from tcgraph.shacl.parameters import messages_of
from tcgraph.shacl.results import Hit, Source
from tcgraph.shacl.sets import Evaluate, value_pairs
from tcgraph.shacl.validation_run import Run

_TRUE = Literal("true", datatype=BOOLEAN)


def check_expression(run: Run, focus: Focus, source: Source, evaluate: Evaluate) -> list[Hit]:
    """One result for each value node for which the expression is not true, or that fails a shape it gives."""
    constraint = source.constraint
    assert isinstance(constraint, model.Expression)
    evaluator = Evaluator(constraint.graph, constraint.shape_of, run, evaluate)
    pairs = value_pairs(run, focus, source.shape.path)
    nodes = list(dict.fromkeys(value if constraint.name == "expression" else this for this, value in pairs))
    try:
        found = dict(zip(nodes, evaluator.values(constraint.node, [Context(node) for node in nodes]), strict=True))
    except BrokenInput as error:
        raise BrokenShape(source.shape.node, error.reason) from error
    if constraint.name == "expression":
        wrong = [pair for pair in pairs if found[pair[1]] != [_TRUE]]
    else:
        failing = _failing(run, focus, source, found, evaluate)
        wrong = [(this, value) for this, value in pairs if any(value in failing[shape] for shape in found[this])]
    node = constraint.node
    texts = messages_of(constraint.graph, node)
    return [source.hit(run, this, value, constraint=node, texts=texts) for this, value in wrong]


def _failing(
    run: Run, focus: Focus, source: Source, found: dict[Term, list[Term]], evaluate: Evaluate
) -> dict[Term, set[Term]]:
    """For each shape that the expression gives, the value nodes that do not conform to it."""
    constraint = source.constraint
    assert isinstance(constraint, model.Expression)
    focused: defaultdict[Term, list[Term]] = defaultdict(list)
    for this, shapes in found.items():
        for shape in shapes:
            focused[shape].append(this)
    failing: dict[Term, set[Term]] = {}
    for shape, nodes in focused.items():
        all_of_them = len(nodes) == len(found) or any(isinstance(node, BlankNode) for node in nodes)
        start = focus if all_of_them else Focus.of_nodes(nodes)
        hits = evaluate(run, constraint.shape_of(shape), start.at(source.shape.path))
        failing[shape] = {node for node, _ in hits}
    return failing
