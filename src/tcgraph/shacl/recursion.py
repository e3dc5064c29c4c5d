"""Recursive shapes: what conforms to shapes that refer to each other in a circle; see :mod:`tcgraph.shacl.cycles`."""

from __future__ import annotations

from dataclasses import replace

from tcgraph.rdf import NamedNode, Term
from tcgraph.shacl import model
from tcgraph.shacl.broken import BrokenShape
from tcgraph.shacl.focus import Focus
from tcgraph.shacl.nested import Evaluate
from tcgraph.shacl.report import Finding
from tcgraph.shacl.results import Hit
from tcgraph.shacl.run import Run

_ROUNDS = 300
"""How often the nodes that are known to fail may lead to others."""
Failing = dict[Term, frozenset[Finding]]
"""The nodes that do not conform to a shape, each with what was found."""


def evaluate_recursive(run: Run, shape: model.Shape, focus: Focus, evaluate: Evaluate) -> list[Hit]:
    """Check a recursive shape for a set of nodes.

    Args:
        run: the validation.
        shape: the shape, one with a cycle.
        focus: the nodes.
        evaluate: checks a shape, and asks here again for those that it refers to.

    Raises:
        BrokenShape: some nodes fail for what is too far away.

    Returns:
        The findings, each with its node. Inside the circle they are of all nodes that are known to fail, whether among
        ``focus`` or not.
    """
    if shape.node in run.assumed:
        return [(node, found) for node, findings in run.assumed[shape.node].items() for found in findings]
    assert shape.cycle is not None
    return evaluate(replace(run, assumed={**run.assumed, **_failing(run, shape.cycle, focus, evaluate)}), shape, focus)


def _failing(run: Run, cycle: model.Cycle, focus: Focus, evaluate: Evaluate) -> dict[Term, Failing]:
    """The greatest fixed point: all conform at first, and those that do not are taken out until none is left."""
    nodes = focus.at(cycle.way)
    known: dict[Term, Failing] = {shape.node: {} for shape in cycle.shapes}
    for _ in range(_ROUNDS):
        assuming = replace(run, assumed={**run.assumed, **known})
        found = {shape.node: _by_node(evaluate(assuming, shape, nodes)) for shape in cycle.shapes}
        if found == known:
            return found
        known = found
    shape = min(cycle.shapes, key=lambda one: (not isinstance(one.node, NamedNode), str(one.node)))
    what = f"it is recursive, and what shows that nodes do not conform is more than {_ROUNDS} steps away from some"
    raise BrokenShape(shape.node, what)


def _by_node(hits: list[Hit]) -> Failing:
    found: dict[Term, set[Finding]] = {}
    for node, finding in hits:
        found.setdefault(node, set()).add(finding)
    return {node: frozenset(findings) for node, findings in found.items()}
