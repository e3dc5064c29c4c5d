"""Which shapes refer to themselves, and which of them have a meaning (SHACL §3.4.3 leaves recursion open).

Shapes that refer to each other in a circle are a stratum. Where no reference inside one is to the contrary of
conforming, there is a greatest set of nodes and shapes that agrees with all of them: a node conforms unless something
shows that it does not. This is how Corman, Reutter and Savković have it (Semantics and Validation of Recursive SHACL,
2018), and how processors behave that take a shape as met where they come to it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tcgraph.rdf import BlankNode, NamedNode, Term
from tcgraph.reach import circles
from tcgraph.shacl import model
from tcgraph.shacl.focus import Focus
from tcgraph.shacl.paths import MEMBERS, Path
from tcgraph.shacl.sets import Evaluate
from tcgraph.shacl.validation_report import BrokenShape, Finding, shape_name
from tcgraph.shacl.validation_run import Hit, ValidationRun

_DEEPEST = 40


def references(constraint: model.Constraint) -> tuple[tuple[model.Shape, bool], ...]:
    """The shapes that a constraint refers to, each with whether more of what conforms to it can only help."""
    match constraint:
        case model.Nested(name="not" | "xone"):
            return tuple((part, False) for part in constraint.shapes)
        case model.Nested():
            return tuple((part, True) for part in constraint.shapes)
        case model.Qualified():
            return ((constraint.shape, constraint.minimum), *((part, False) for part in constraint.siblings))
        case model.ListTest(shape=model.Shape() as part):
            return ((part, True),)
        case model.Reifiers():
            # What reifies a triple is at the end of no path.
            return ((constraint.shape, False),)
    return ()


def inside(shape: model.Shape) -> Iterator[model.Shape]:
    """A shape and all that it refers to, each once."""
    found: set[Term] = set()
    waiting = [shape]
    while waiting:
        here = waiting.pop()
        if here.node not in found:
            found.add(here.node)
            yield here
            waiting += _parts(here)


def settle(shapes: Sequence[model.Shape], heights: dict[int, int]) -> Iterator[BrokenShape]:
    """Mark shapes that refer to themselves with the circle that they are in, and take out what cannot be checked.

    Args:
        shapes: those read together: what they refer to is among them, or was settled before.
        heights: how deep others stand inside a shape, for those settled before, by identity; added to.

    Returns:
        References inside a circle that have no meaning, and those that stand too deep.
    """
    found = _circles(shapes)
    against = [broken for circle in found for broken in _without_contradictions(circle)]
    yield from against
    # What was taken out may have held a circle together.
    for circle in _circles(shapes) if against else found:
        if len(circle) > 1 or circle[0] in _parts(circle[0]):
            cycle = model.ShapeCycle(tuple(circle), _way(circle))
            for shape in circle:
                shape.cycle = cycle
        yield from _without_deepest(circle, heights)


def _parts(shape: model.Shape) -> Iterator[model.Shape]:
    return (part for constraint in shape.constraints for part, _ in references(constraint))


def _without_contradictions(circle: list[model.Shape]) -> Iterator[BrokenShape]:
    together = set(map(id, circle))
    for shape in circle:
        for constraint in list(shape.constraints):
            against = [part for part, helps in references(constraint) if not helps and id(part) in together]
            if against:
                shape.constraints.remove(constraint)
                shape.unchecked = True
                yield BrokenShape(shape.node, _against_itself(shape, constraint, against[0]))


def _against_itself(shape: model.Shape, constraint: model.Constraint, part: model.Shape) -> str:
    name = constraint.component.value.partition("#")[2].removesuffix("ConstraintComponent")
    return (
        f"it is recursive, {_around(shape, part)}, through sh:{name[:1].lower()}{name[1:]}, so that a node would "
        "conform because it does not; SHACL leaves open what that means (§3.4.3); take one of these references out"
    )


def circle_of(shape: model.Shape) -> str | None:
    """How a shape comes to itself again, in words; None where it does not."""
    if shape.cycle is None:
        return None
    together = set(map(id, shape.cycle.shapes))
    return next(_around(shape, part) for part in _parts(shape) if id(part) in together)


def _around(shape: model.Shape, part: model.Shape) -> str:
    nodes = [shape.node, *_back(part, shape)]
    # Who reads this knows the shapes that have names.
    named = [node for node in nodes if isinstance(node, NamedNode)] or nodes
    around = [*named, *named[:1]] if named[-1] != named[0] or not named[1:] else named
    return " → ".join(map(shape_name, around))


def _back(start: model.Shape, end: model.Shape) -> list[Term]:
    """The nodes of shapes on a shortest way of references from one to another, both included."""
    before: dict[int, model.Shape | None] = {id(start): None}
    here = start
    for here in (waiting := [start]):
        if here is end:
            break
        for part in _parts(here):
            if id(part) not in before:
                before[id(part)] = here
                waiting.append(part)
    way: list[Term] = []
    step: model.Shape | None = here
    while step is not None:
        way.insert(0, step.node)
        step = before[id(step)]
    return way


def _without_deepest(circle: list[model.Shape], heights: dict[int, int]) -> Iterator[BrokenShape]:
    height, together = 0, set(map(id, circle))
    for shape in circle:
        for constraint in list(shape.constraints):
            below = [heights.get(id(part), 0) for part, _ in references(constraint) if id(part) not in together]
            if below and max(below) >= _DEEPEST:
                shape.constraints.remove(constraint)
                shape.unchecked = True
                yield BrokenShape(shape.node, f"shapes stand inside each other more than {_DEEPEST} deep")
            else:
                height = max(height, *(one + 1 for one in below), 0)
    heights.update(dict.fromkeys(map(id, circle), height))


def _way(circle: list[model.Shape]) -> Path | None:
    """From a node to every node that the shapes of a circle can ask each other about."""
    steps = dict.fromkeys(shape.path for shape in circle if shape.path is not None)
    if any(isinstance(constraint, model.ListTest) for shape in circle for constraint in shape.constraints):
        steps[MEMBERS] = None
    if not steps:
        return None
    return Path("*", (Path("|", tuple(steps)),) if len(steps) > 1 else tuple(steps))


def _circles(shapes: Sequence[model.Shape]) -> list[list[model.Shape]]:
    """The strongly connected shapes, those that others refer to first."""
    by_id = {id(shape): shape for shape in shapes}
    found = circles(by_id, lambda key: [id(part) for part in _parts(by_id[key]) if id(part) in by_id])
    return [[by_id[key] for key in circle] for circle in found]


_ROUNDS = 300
"""How often all nodes may be looked at again, where some have no names."""
Failing = dict[Term, frozenset[Finding]]
"""The nodes that do not conform to a shape, each with what was found."""


def evaluate_recursive(run: ValidationRun, shape: model.Shape, focus: Focus, evaluate: Evaluate) -> list[Hit]:
    """Check a recursive shape for a set of nodes.

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


def _failing(run: ValidationRun, cycle: model.ShapeCycle, focus: Focus, evaluate: Evaluate) -> dict[Term, Failing]:
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


def _leading(run: ValidationRun, way: Path | None, failed: set[Term]) -> Focus | None:
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
