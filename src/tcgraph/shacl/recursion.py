"""Recursive shapes: what conforms to shapes that refer in a circle; see :mod:`tcgraph.shacl.shape_cycles`."""

from __future__ import annotations

from dataclasses import replace

from tcgraph.rdf import BlankNode, NamedNode, Term
from tcgraph.shacl import model
from tcgraph.shacl.broken_shape import BrokenShape
from tcgraph.shacl.focus import Focus
from tcgraph.shacl.nested import Evaluate
from tcgraph.shacl.paths import Path
from tcgraph.shacl.results import Hit
from tcgraph.shacl.validation_report import Finding
from tcgraph.shacl.validation_run import Run

_ROUNDS = 300
"""How often all nodes may be looked at again, where some have no names."""
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


def _failing(run: Run, cycle: model.ShapeCycle, focus: Focus, evaluate: Evaluate) -> dict[Term, Failing]:
    """The greatest fixed point: all conform at first, and those that do not are taken out until none is left.

    After the first round, only the nodes are looked at that lead to one which was found to fail in the last.
    """
    nodes = asked = focus.at(cycle.way)
    known: dict[Term, Failing] = {shape.node: {} for shape in cycle.shapes}
    rounds = 0
    while rounds < _ROUNDS:
        rounds += asked is nodes
        assuming = replace(run, assumed={**run.assumed, **known})
        found = {}
        for shape in cycle.shapes:
            failing = _by_node(evaluate(assuming, shape, asked))
            looked_at = failing if asked.only is None else failing.keys() & asked.only
            found[shape.node] = known[shape.node] | {node: failing[node] for node in looked_at}
        new = {node for name, failing in found.items() for node in failing if failing[node] != known[name].get(node)}
        if not new:
            return found
        known = found
        asked = _leading(run, cycle.way, new) or nodes
    shape = min(cycle.shapes, key=lambda one: (not isinstance(one.node, NamedNode), str(one.node)))
    what = f"it is recursive, and what shows that nodes do not conform is more than {_ROUNDS} steps away from some"
    raise BrokenShape(shape.node, what)


def _leading(run: Run, way: Path | None, failed: set[Term]) -> Focus | None:
    """The nodes whose outcome may rest on that of others; None where not all of them can be named."""
    nodes = set(failed)
    if way is not None and not any(isinstance(node, BlankNode) for node in failed):
        values = " ".join(map(str, failed))
        step = f"?this {way.parts[0].sparql()} ?value"
        rows = run.select(f"SELECT DISTINCT ?this WHERE {{ VALUES ?value {{ {values} }} {step} }}")
        nodes |= {node for (node,) in rows if node is not None}
    return None if any(isinstance(node, BlankNode) for node in nodes) else Focus.of_nodes(sorted(nodes, key=str))


def _by_node(hits: list[Hit]) -> Failing:
    found: dict[Term, set[Finding]] = {}
    for node, finding in hits:
        found.setdefault(node, set()).add(finding)
    return {node: frozenset(findings) for node, findings in found.items()}
