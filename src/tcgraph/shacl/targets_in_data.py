"""What targets select in the data: the shapes to judge, their focus nodes, and the dataset to look in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from tcgraph.engine import UNION, Engine, Scope
from tcgraph.errors import BrokenInput, EngineError
from tcgraph.rdf import NamedNode, Term
from tcgraph.shacl import model
from tcgraph.shacl.focus import Focus, focus_of_targets
from tcgraph.shacl.model import Shape, Target
from tcgraph.shacl.nested import conforming
from tcgraph.shacl.plan import evaluate
from tcgraph.shacl.shape_cycles import inside
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.validation_run import ValidationRun
from tcgraph.sparql import tokens


def focus_of(run: ValidationRun, shape: Shape) -> Focus | None:
    """The focus nodes that a shape's targets select in the data; None when they can select nothing."""
    classes = {target.term: run.inhabited(target.term) for target in shape.targets if target.kind == "class"}
    where = [conforming(run, target.shape, evaluate) for target in shape.targets if target.shape is not None]
    targets = (*shape.targets, Target("shape", shape.node)) if shape.node in run.named_shapes() else shape.targets
    return focus_of_targets(targets, classes, [focus.pattern for focus in where if focus is not None])


def focus_among(run: ValidationRun, shape: Shape, nodes: Collection[Term]) -> Focus | None:
    """Those of some nodes that a shape's targets select, looked up; None for none of them.

    Most of what an edit touches is no target of most shapes, and looking costs less than asking what is wrong with it.
    """
    focus = focus_of(run, shape)
    if focus is None:
        return None
    within = focus.restricted(sorted(nodes, key=str))
    if not all(isinstance(node, NamedNode) for node in nodes):
        return within
    found = run.selected(within.pattern)
    return replace(within, patterns=("",), distinct=True, only=found) if found else None


def shapes_to_judge(run: ValidationRun, shapes: Shapes) -> list[Shape]:
    """The shapes with targets, and those that the data names for its nodes (SHACL 1.2 Core §3.1.6)."""
    targeted = shapes.targeted()
    there = {shape.node for shape in targeted}
    named = sorted((node for node in run.named_shapes() - there if shapes.graph.predicates(node)), key=str)
    return judged_now(run.engine, [*targeted, *map(shapes.reader.shape, named)])


def select_something(engine: Engine, shapes: Shapes) -> bool:
    """Whether the shapes have any focus node in the data."""
    run = ValidationRun(engine, UNION, shapes.name, narrow=True)
    for shape in shapes_to_judge(run, shapes):
        try:
            focus = None if shape.deactivated else focus_of(run, shape)
            if focus is not None and engine.ask(f"ASK {{ {focus.pattern} }}"):
                return True
        except (BrokenInput, EngineError):
            # Its target is a query with a function of its own.
            return True
    return False


def scope_of(engine: Engine, graphs: tuple[NamedNode, ...] | None) -> Scope:
    """The data graph as a dataset; a list of all graphs there are becomes their union, which engines answer faster."""
    if graphs is None or set(engine.graphs()) <= set(graphs):
        return UNION
    return Scope(default=graphs)


CHANGE = "urn:change#"
REMOVED = NamedNode(CHANGE + "removed")
ADDED = NamedNode(CHANGE + "added")


def judged_now(engine: Engine, shapes: list[model.Shape]) -> list[model.Shape]:
    """Without those over two versions where the engine holds no change: they would find nothing, and ask much."""
    graphs = set(engine.graphs())
    return shapes if REMOVED in graphs or ADDED in graphs else [shape for shape in shapes if not looks_back(shape)]


def looks_back(shape: model.Shape) -> bool:
    """Whether a shape is over two versions: a query of it, or of a shape inside it, names one of the two graphs."""
    return any(
        isinstance(constraint, model.SparqlConstraint | model.AskTest)
        and _names_a_change(constraint.text, constraint.prefixes)
        for inner in inside(shape)
        for constraint in inner.constraints
    )


@lru_cache(maxsize=1024)
def _names_a_change(text: str, prefixes: tuple[tuple[str, str], ...]) -> bool:
    """Whether a query uses a name of the vocabulary; a prefix that is merely declared is none."""
    begins = tuple(f"{prefix}:" for prefix, space in prefixes if space == CHANGE)
    if CHANGE in text:
        return True
    # Most texts have no such thing in them, which costs a hundredth of cutting them up.
    near = any(begin in text for begin in begins)
    return near and any(token.kind == "name" and token.text.startswith(begins) for token in tokens(text))
