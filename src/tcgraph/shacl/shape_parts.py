"""A shape cut into parts that can be checked apart: an edit that one constraint looks at leaves the others alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache

from tcgraph.rdf import NamedNode, Term
from tcgraph.shacl import model
from tcgraph.shacl.shape_cycles import references
from tcgraph.shacl.validation_report import Finding


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
