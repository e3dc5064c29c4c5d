"""The nodes of the data that conform to a shape, as focus nodes."""

from __future__ import annotations

from tcgraph.rdf import BlankNode
from tcgraph.shacl import model
from tcgraph.shacl.focus import Focus
from tcgraph.shacl.inline import conforms
from tcgraph.shacl.nested import Evaluate
from tcgraph.shacl.validation_run import Run

_EVERYTHING = "{ SELECT DISTINCT ?this { { ?this ?any_p ?any_o } UNION { ?any_s ?any_p ?this } } }"


def conforming(run: Run, shape: model.Shape, evaluate: Evaluate) -> Focus | None:
    """The nodes of the data that conform to a shape.

    Args:
        run: the validation.
        shape: the shape.
        evaluate: checks a shape for nodes.

    Returns:
        None when there are none.
    """
    candidates = _candidates(run, shape)
    if candidates is None:
        return None
    condition = conforms(shape, "?this", run)
    if condition is not None:
        return Focus((f"{candidates} FILTER({condition})",), distinct=False)
    focus = Focus((candidates,), distinct=False)
    failing = {node for node, _ in evaluate(run, shape, focus)}
    nodes = dict.fromkeys(node for (node,) in run.select(f"SELECT ?this {{ {focus.pattern} }}") if node is not None)
    # No query can name a blank node; such a shape leaves them out.
    kept = [node for node in nodes if node not in failing and not isinstance(node, BlankNode)]
    return Focus.of_nodes(kept) if kept else None


def _candidates(run: Run, shape: model.Shape) -> str | None:
    """A pattern of what may conform: the instances of a class that the shape asks for, else every node."""
    for constraint in shape.constraints:
        if isinstance(constraint, model.ValueTest) and constraint.name == "class" and shape.path is None:
            kinds = [name for term in constraint.parameters for name in run.inhabited(term)]
            return f"VALUES ?kind {{ {' '.join(map(str, kinds))} }} ?this a ?kind ." if kinds else None
    return _EVERYTHING
