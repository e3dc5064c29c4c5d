"""Validate the data that an engine holds against shapes; after an edit, only the focus nodes that it can touch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from tcgraph.engine import Engine
from tcgraph.engine.protocol import Row
from tcgraph.rdf import BlankNode, NamedNode, Quad, Term, Triple
from tcgraph.shacl import model
from tcgraph.shacl.dependencies import Dependency, dependencies, way_path
from tcgraph.shacl.engine_trust import alone, engine_for, gathered
from tcgraph.shacl.functions import functions_in
from tcgraph.shacl.lint import broken_shapes, unchecked_parts
from tcgraph.shacl.monotonicity import Changed, are_read, failing_by_more, kinds_of
from tcgraph.shacl.names import SUBCLASS_OF
from tcgraph.shacl.plan import Plan
from tcgraph.shacl.report_graph import report_graph
from tcgraph.shacl.rules import derives_values, with_derived
from tcgraph.shacl.shape_cycles import references
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.targets_in_data import focus_among, focus_of, scope_of, shapes_to_judge
from tcgraph.shacl.validation_report import Finding, Report
from tcgraph.shacl.validation_run import ValidationRun

__all__ = ["Shapes", "Validator", "report_graph", "validate"]

Validator = Literal["compiled", "pyshacl"]
"""``compiled`` runs as SPARQL inside the engine; ``pyshacl`` copies the data out to the reference validator."""


def validate(
    engine: Engine,
    shapes: Shapes,
    *,
    data_graphs: Iterable[NamedNode] | None = None,
    validator: Validator = "compiled",
    language: str = "en",
) -> Report:
    """Check the data against the shapes.

    Args:
        engine: holds the data graph.
        shapes: what to check it against.
        data_graphs: the named graphs that together are the data graph; None means all of them.
        validator: which implementation to use.
        language: the language of messages, where a shape has several.

    Returns:
        The report; findings are a value, not an error.

    Raises:
        BrokenShape: a shape is ill-formed or recursive, or its query or pattern cannot be used, whether or not it has
            targets in the data; the first of them, of all that :func:`broken_shapes` finds. Of lenient shapes, all
            that can be checked is, and the report says what was left out.
        EngineError: the engine failed.
    """
    graphs = None if data_graphs is None else tuple(data_graphs)
    if validator == "pyshacl":
        # Imported here: rdflib and pySHACL take longer to load than most validations take to run.
        from tcgraph.shacl.reference import validate_with_pyshacl

        return validate_with_pyshacl(_triples(engine, graphs), shapes, language=language)
    broken = broken_shapes(shapes)
    if broken and not shapes.lenient:
        raise broken[0]
    engine = gathered(engine_for(engine, shapes, graphs), shapes, graphs)
    unchecked = unchecked_parts(shapes) if shapes.lenient else None
    engine, scope = with_derived(engine, shapes, graphs, scope_of(engine, graphs), unchecked)
    run = ValidationRun(engine, scope, shapes.name, language, unchecked=unchecked)
    plan = Plan(run)
    with functions_in(engine, shapes.graph, run.scope):
        for shape in shapes_to_judge(run, shapes):
            focus = focus_of(run, shape)
            if focus is not None:
                plan.add(shape, focus, shape.node, complete=True)
        return Report.of((finding for _, finding in plan.check()), run.unchecked or ())


def _triples(engine: Engine, graphs: tuple[NamedNode, ...] | None) -> Iterable[Triple]:
    for graph in (None,) if graphs is None else graphs:
        for quad in engine.quads(graph):
            yield Triple(quad.subject, quad.predicate, quad.object)


Change = Quad | Triple | NamedNode
"""A triple added or removed, or a node of which anything may have changed."""
_MANY = 500
"""For more changes than this, telling which nodes they touch costs more than checking all."""


def revalidate(
    engine: Engine,
    shapes: Shapes,
    changed: Iterable[Change],
    previous: Report,
    *,
    grown: bool = False,
    besides: Changed | None = None,
    data_graphs: Iterable[NamedNode] | None = None,
    language: str = "en",
) -> Report:
    """Bring a report up to date.

    Args:
        engine: holds the data as it is now, after the edit.
        shapes: the shapes, the same as for ``previous``.
        changed: the triples that the edit added or removed, or the nodes that it changed. A change of what may lie
            between a node and others that lead to it has to be given as triples.
        previous: the report of the data before, from this module or from :func:`tcgraph.shacl.validate.validate`.
        grown: the edit added all of ``changed``, and removed nothing.
        besides: what is wrong without all triples of these kinds is known already, and only what they bring is asked
            for. Where so much changed that all targets are checked, it is told again.
        data_graphs: as in :func:`validate`.
        language: as in :func:`validate`.

    Returns:
        The report that a full validation would give. After many changes, what they can touch is checked for all of its
        targets.

    Raises:
        BrokenInput: as in :func:`validate`.
    """
    changes = list(dict.fromkeys(changed))
    triples = [change for change in changes if isinstance(change, Quad | Triple)]
    graphs = None if data_graphs is None else tuple(data_graphs)
    # An engine that is not to be trusted with these shapes is no faster with few nodes: all of its data is copied.
    full = engine_for(engine, shapes, graphs) is not engine
    full = full or derives_values(shapes) or any(finding.origin is None for finding in previous.findings)
    kinds = kinds_of(triples) if len(triples) == len(changes) > _MANY else None
    moved = kinds is None and any(triple.predicate == SUBCLASS_OF for triple in triples)
    if full or moved:
        return validate(engine, shapes, data_graphs=graphs, language=language)
    unchecked = unchecked_parts(shapes) if shapes.lenient else None
    if kinds is not None:
        engine = gathered(engine, shapes, graphs)
    with alone(engine, shapes, graphs if kinds is None else None):
        run = ValidationRun(
            engine, scope_of(engine, graphs), shapes.name, language,
            narrow=kinds is None, unchecked=unchecked,
        )  # fmt: skip
        return _brought_up(run, shapes, changes, kinds, previous, grown=grown, besides=besides)


def _brought_up(
    run: ValidationRun,
    shapes: Shapes,
    changes: Sequence[Change],
    kinds: Changed | None,
    previous: Report,
    *,
    grown: bool,
    besides: Changed | None,
) -> Report:
    """A report brought up to date: by the nodes that the changes touch, or by their kinds where these are given."""
    plan = Plan(run)
    near = _Near(run)
    touched: defaultdict[Term, list[tuple[ShapePart, set[Term] | None]]] = defaultdict(list)
    for shape in shapes_to_judge(run, shapes):
        for part in parts(shape):
            if kinds is None:
                if besides is not None and not are_read(run, failing_by_more(part.shape), besides):
                    continue
                nodes = _touched(near, part.shape, changes)
            else:
                moved = are_read(run, ((each.predicate, each.kind) for each in dependencies(part.shape)), kinds)
                if grown and moved and not any(_is_of(found, shape.node, part) for found in previous.findings):
                    moved = are_read(run, failing_by_more(part.shape), kinds)
                nodes = None if moved else set()
            if nodes == set():
                continue
            touched[shape.node].append((part, nodes))
            focus = focus_of(run, shape) if nodes is None else focus_among(run, shape, nodes)
            if focus is not None:
                plan.add(part.shape, focus, shape.node)
    kept = [finding for finding in previous.findings if not _is_touched(finding, touched)]
    with functions_in(run.engine, shapes.graph, run.scope):
        fresh = [finding for _, finding in plan.check()]
    return Report.of([*kept, *fresh], run.unchecked or ())


def _is_of(finding: Finding, root: Term, part: ShapePart) -> bool:
    assert finding.origin is not None
    return finding.origin[0] == root and part.finds(finding)


def _is_touched(finding: Finding, touched: Mapping[Term, list[tuple[ShapePart, set[Term] | None]]]) -> bool:
    assert finding.origin is not None
    root, node = finding.origin
    return any((nodes is None or node in nodes) and part.finds(finding) for part, nodes in touched.get(root, ()))


def _touched(near: _Near, shape: model.Shape, changes: Sequence[Change]) -> set[Term] | None:
    """The nodes for which a shape has to be checked again; None for all of its targets."""
    found: set[Term] = set()
    for dependency in dependencies(shape):
        kinds = near.kinds(dependency)
        for change in changes:
            if isinstance(change, (Quad, Triple)):
                if dependency.predicate not in (None, change.predicate):
                    continue
                if kinds is not None and change.object not in kinds:
                    continue
                ends: tuple[Term, ...] = (change.subject if dependency.forward else change.object,)
            else:
                ends = (change,)
            if dependency.way is None:
                return None
            for end in ends:
                found |= near.at_start(dependency, end)
    # A blank node cannot be named in a query, so that its shape is checked for all of its targets.
    return None if any(isinstance(node, BlankNode) for node in found) else found


class _Near:
    """The nodes from which ways lead to a node, each asked for once."""

    def __init__(self, run: ValidationRun) -> None:
        self._run = run
        self._known: dict[tuple[Dependency, Term], set[Term]] = {}

    def kinds(self, dependency: Dependency) -> tuple[NamedNode, ...] | None:
        """The classes of which alone a change matters, where it is one of who is of a class; None for all."""
        return None if dependency.kind is None else self._run.subclasses(dependency.kind)

    def at_start(self, dependency: Dependency, end: Term) -> set[Term]:
        """The nodes from which the way leads to a node, in the data as it is now.

        A way that the edit itself cut needs no care: the first triple cut on it is a change too, and what leads to
        that one is still there.
        """
        if (dependency, end) not in self._known:
            self._known[dependency, end] = self._asked(dependency, end)
        return self._known[dependency, end]

    def _asked(self, dependency: Dependency, end: Term) -> set[Term]:
        assert dependency.way is not None
        if not dependency.way:
            return {end}
        if isinstance(end, Triple):
            return set()
        way = way_path(dependency.way)
        path = way.sparql()
        if isinstance(end, BlankNode):
            query = f"SELECT ?this ?end WHERE {{ ?this {path} ?end }}"
            rows: Iterable[Row] = self._run.engine.select(
                query, bindings={"end": end}, scope=self._run.scope, as_found=True
            )
        else:
            # A constant in the text, so that the engine plans from it; a binding comes after the plan.
            rows = self._run.select(f"SELECT ?this WHERE {{ ?this {path} {end} }}")
        found = {row[0] for row in rows if row[0] is not None}
        # Without a step it leads to the node itself, which the edit may have taken out of the data.
        return found | {end} if way.may_be_empty else found


@dataclass(frozen=True, slots=True)
class ShapePart:
    """Some constraints of a shape.

    Attributes:
        shape: the shape with these constraints alone.
        component: the one component that they have; None for those of property shapes.
        inner: the property shapes in which results have their source.
    """

    shape: model.Shape
    component: NamedNode | None
    inner: frozenset[Term]

    def finds(self, finding: Finding) -> bool:
        """Whether a result for a target of the shape comes from this part."""
        if self.component is None:
            return finding.shape in self.inner
        return finding.shape == self.shape.node and finding.component == self.component


def parts(shape: model.Shape) -> list[ShapePart]:
    """The parts of a shape: its constraints by component, and each property shape with those inside it."""
    return _cut(shape, tuple(map(id, shape.constraints)))


@lru_cache(maxsize=1024)
def _cut(shape: model.Shape, _constraints: tuple[int, ...]) -> list[ShapePart]:
    """Kept, since what is known of a part (its queries, what it depends on) is known of this very object."""
    own: defaultdict[NamedNode, list[model.Constraint]] = defaultdict(list)
    found: list[ShapePart] = []
    for constraint in shape.constraints:
        if not _is_property(constraint):
            own[constraint.component].append(constraint)
            continue
        together, inner = [constraint], _inner(constraint)
        # One property shape inside two others: its results tell not which of them led to it.
        for other in [part for part in found if part.inner & inner]:
            found.remove(other)
            together, inner = [*other.shape.constraints, *together], inner | other.inner
        found.append(ShapePart(replace(shape, constraints=together), None, inner))
    return [*found, *(ShapePart(replace(shape, constraints=some), name, frozenset()) for name, some in own.items())]


def _is_property(constraint: model.Constraint) -> bool:
    return isinstance(constraint, model.Nested) and constraint.name == "property"


def _inner(constraint: model.Constraint) -> frozenset[Term]:
    assert isinstance(constraint, model.Nested)
    found: dict[Term, model.Shape] = {}
    waiting = list(constraint.shapes)
    while waiting:
        shape = waiting.pop()
        if shape.node not in found:
            found[shape.node] = shape
            waiting += [part for item in shape.constraints if _is_property(item) for part, _ in references(item)]
    return frozenset(found)
