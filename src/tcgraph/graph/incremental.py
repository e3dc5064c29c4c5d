"""Validate again after an edit: only the focus nodes that the edit can touch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tcgraph.engine import Engine
from tcgraph.graph.report import Finding, Report
from tcgraph.graph.shacl import model
from tcgraph.graph.shacl.dependencies import Dependency, dependencies, way_path
from tcgraph.graph.shacl.focus import Focus
from tcgraph.graph.shacl.lexical import Originals
from tcgraph.graph.shacl.names import SUBCLASS_OF
from tcgraph.graph.shacl.plan import Plan
from tcgraph.graph.shacl.run import Run
from tcgraph.graph.shacl.shapes import Shapes
from tcgraph.graph.shacl.trust import engine_for
from tcgraph.graph.validate import focus_of, scope_of, validate
from tcgraph.rdf import BlankNode, NamedNode, Quad, Term, Triple

Change = Quad | Triple | NamedNode
"""A triple added or removed, or a node of which anything may have changed."""


def revalidate(
    engine: Engine,
    shapes: Shapes,
    changed: Iterable[Change],
    previous: Report,
    *,
    data_graphs: Iterable[NamedNode] | None = None,
    originals: Originals | None = None,
    language: str = "en",
) -> Report:
    """Bring a report up to date.

    Args:
        engine: holds the data as it is now, after the edit.
        shapes: the shapes, the same as for ``previous``.
        changed: the triples that the edit added or removed, or the nodes that it changed. A change of what may lie
            between a node and others that lead to it has to be given as triples.
        previous: the report of the data before, from this module or from :func:`tcgraph.graph.validate.validate`.
        data_graphs: as in :func:`validate`.
        originals: as in :func:`validate`.
        language: as in :func:`validate`.

    Returns:
        The report that a full validation would give.

    Raises:
        BrokenInput: as in :func:`validate`.
    """
    changes = list(dict.fromkeys(changed))
    graphs = None if data_graphs is None else tuple(data_graphs)
    # An engine that is not to be trusted with these shapes is no faster with few nodes: all of its data is copied.
    full = engine_for(engine, shapes, graphs) is not engine
    full = full or any(finding.origin is None for finding in previous.findings)
    if full or any(isinstance(item, (Quad, Triple)) and item.predicate == SUBCLASS_OF for item in changes):
        return validate(engine, shapes, data_graphs=graphs, originals=originals, language=language)
    run = Run(engine, scope_of(engine, graphs), shapes.name, language, originals, narrow=True)
    plan = Plan(run)
    touched: dict[Term, set[Term] | None] = {}
    for shape in shapes.targeted():
        nodes = _touched(run, shape, changes)
        if nodes == set():
            continue
        touched[shape.node] = nodes
        focus = focus_of(run, shape)
        if focus is not None and nodes is not None:
            focus = _aimed_at(run, focus, nodes)
        if focus is not None:
            plan.add(shape, focus, shape.node)
    kept = [finding for finding in previous.findings if not _is_touched(finding, touched)]
    fresh = [finding for _, finding in plan.check()]
    return Report.of([*kept, *fresh])


def _aimed_at(run: Run, focus: Focus, nodes: set[Term]) -> Focus | None:
    """Those of the touched nodes that a shape targets; most shapes share a property with the edit, and no node."""
    few = focus.restricted(sorted(nodes, key=str))
    found = {row[0] for row in run.select(f"SELECT DISTINCT ?this WHERE {{ {few.pattern} }}")}
    return focus.restricted(node for node in few.only or () if node in found) if found else None


def _is_touched(finding: Finding, touched: dict[Term, set[Term] | None]) -> bool:
    assert finding.origin is not None
    shape, node = finding.origin
    if shape not in touched:
        return False
    nodes = touched[shape]
    return nodes is None or node in nodes


def _touched(run: Run, shape: model.Shape, changes: Sequence[Change]) -> set[Term] | None:
    """The nodes for which a shape has to be checked again; None for all of its targets."""
    found: set[Term] = set()
    for dependency in dependencies(shape):
        for change in changes:
            if isinstance(change, (Quad, Triple)):
                if dependency.predicate not in (None, change.predicate):
                    continue
                ends: tuple[Term, ...] = (change.subject if dependency.forward else change.object,)
            else:
                ends = (change,)
            if dependency.way is None:
                return None
            for end in ends:
                found |= _at_start(run, dependency, end)
    # A blank node cannot be named in a query, so that its shape is checked for all of its targets.
    return None if any(isinstance(node, BlankNode) for node in found) else found


def _at_start(run: Run, dependency: Dependency, end: Term) -> set[Term]:
    """The nodes from which the way leads to a node, in the data as it is now.

    A way that the edit itself cut needs no care: the first triple cut on it is a change too, and what leads to that
    one is still there.
    """
    assert dependency.way is not None
    if not dependency.way:
        return {end}
    if isinstance(end, Triple):
        return set()
    path = way_path(dependency.way).sparql()
    if isinstance(end, BlankNode):
        query = f"SELECT ?this ?end WHERE {{ ?this {path} ?end }}"
        rows = run.engine.select(query, bindings={"end": end}, scope=run.scope)
    else:
        # A constant in the text, so that the engine plans from it; a binding comes after the plan.
        rows = run.engine.select(f"SELECT ?this WHERE {{ ?this {path} {end} }}", scope=run.scope)
    return {row[0] for row in rows if row[0] is not None}
