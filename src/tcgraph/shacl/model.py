"""Shapes as values: what reading a shapes graph gives, and what the compiler starts from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.shacl.names import sh
from tcgraph.shacl.paths import Path
from tcgraph.shacl.small_graph import TripleIndex
from tcgraph.shacl.validation_report import Severity


@dataclass(frozen=True, slots=True)
class Target:
    """One target declaration (SHACL §2.1.3).

    Attributes:
        kind: ``node``, ``class``, ``subjects-of``, ``objects-of``, ``query`` or ``where``; an implicit class target is
            a ``class``.
        term: the node, class or predicate; of a query, the node that has it.
        query: a SELECT query for ``?this``, with every IRI written out.
        shape: that targets conform to, of ``where``.
    """

    kind: str
    term: Term
    query: str = ""
    shape: Shape | None = field(default=None, compare=False)


@dataclass(slots=True, eq=False)
class Shape:
    """A node shape or, with a path, a property shape (SHACL §2.2, §2.3).

    Attributes:
        node: its IRI or blank node.
        path: None for a node shape.
        targets: its own target declarations.
        severity: of its results.
        own_severity: the severity's IRI when it is none of SHACL's three.
        messages: every ``sh:message``.
        deactivated: whether it is switched off; every node conforms to it then.
        constraints: what it asks for, in a fixed order.
        label: a name to show, from ``sh:name``, ``rdfs:label`` or the node.
        unchecked: whether some of it cannot be checked and was left out.
        cycle: the circle of references that it is in, when it is recursive.
    """

    node: Term
    path: Path | None
    targets: tuple[Target, ...] = ()
    severity: Severity = Severity.VIOLATION
    own_severity: NamedNode | None = None
    messages: tuple[Literal, ...] = ()
    deactivated: bool = False
    constraints: list[Constraint] = field(default_factory=list)
    label: str = ""
    unchecked: bool = False
    cycle: ShapeCycle | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ShapeCycle:
    """Shapes each of which refers to all of them, directly or by others.

    Attributes:
        shapes: the shapes.
        way: from a node to all nodes that they can ask each other about; None when that is the node alone.
    """

    shapes: tuple[Shape, ...]
    way: Path | None


@dataclass(frozen=True, slots=True)
class Overrides:
    """What is said of a single constraint, in place of what its shape says (SHACL 1.2 Core §3.3).

    Attributes:
        severity: of its results; None for the shape's.
        own_severity: the severity's IRI when it is none of SHACL's three.
        messages: every ``sh:message``; none for the shape's.
    """

    severity: Severity | None = None
    own_severity: NamedNode | None = None
    messages: tuple[Literal, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Constraint:
    """One constraint of a shape (SHACL §3.4).

    Attributes:
        component: ``sh:sourceConstraintComponent``.
        overrides: what is said of it alone.
    """

    component: NamedNode
    overrides: Overrides = field(default=Overrides(), kw_only=True)


@dataclass(frozen=True, slots=True, eq=False)
class ValueTest(Constraint):
    """A condition on each value node alone: class, datatype, nodeKind, ranges, lengths, pattern, languages, list.

    Attributes:
        name: the parameter (``datatype``, ``pattern``, …).
        parameters: its terms; the members for ``in`` and ``languageIn``; pattern then flags.
    """

    name: str
    parameters: tuple[Term, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CountTest(Constraint):
    """``sh:minCount`` or ``sh:maxCount``: how many value nodes there are."""

    name: str
    limit: int


@dataclass(frozen=True, slots=True, eq=False)
class UniqueLanguage(Constraint):
    """``sh:uniqueLang``: no two value nodes in one language."""


@dataclass(frozen=True, slots=True, eq=False)
class HasValue(Constraint):
    """``sh:hasValue``: one of the value nodes is this term."""

    term: Term


@dataclass(frozen=True, slots=True, eq=False)
class PairTest(Constraint):
    """``equals``, ``disjoint``, ``subsetOf``, ``lessThan`` or ``lessThanOrEquals``: values against another path."""

    name: str
    other: Path


@dataclass(frozen=True, slots=True, eq=False)
class Closed(Constraint):
    """``sh:closed``: no property but some.

    Attributes:
        allowed: the properties.
        ignored: those of ``sh:ignoredProperties`` among them.
        by_class: with ``sh:ByTypes``, further properties of the instances of each class; else None.
    """

    allowed: tuple[NamedNode, ...]
    ignored: tuple[NamedNode, ...] = ()
    by_class: tuple[tuple[NamedNode, tuple[NamedNode, ...]], ...] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Nested(Constraint):
    """``node``, ``property``, ``not``, ``and``, ``or`` or ``xone``: value nodes against other shapes."""

    name: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Qualified(Constraint):
    """``sh:qualifiedValueShape``: how many value nodes conform to a shape, and to none of its siblings.

    Attributes:
        minimum: whether ``limit`` is the least number, else the greatest.
        limit: the number.
        shape: the qualified shape.
        siblings: shapes that a counted value must not conform to.
    """

    minimum: bool
    limit: int
    shape: Shape
    siblings: tuple[Shape, ...]


QUALIFIED: Final = frozenset(sh(f"Qualified{bound}CountConstraintComponent") for bound in ("Min", "Max"))
"""The components of ``sh:qualifiedValueShape``, of which a shape has one or both at once."""


@dataclass(frozen=True, slots=True, eq=False)
class SparqlConstraint(Constraint):
    """``sh:sparql``, or a component's SELECT validator: each solution is a result (SHACL §5.2, §6.3).

    Attributes:
        node: ``sh:sourceConstraint`` for ``sh:sparql``; None for a component.
        text: the SELECT query.
        prefixes: declared for it.
        messages: the constraint's own; the shape's where there are none.
        values: parameters of a component that the shape gives, by name.
        parameters: the names of all that the component has.
    """

    node: Term | None
    text: str
    prefixes: tuple[tuple[str, str], ...]
    messages: tuple[Literal, ...]
    values: tuple[tuple[str, Term], ...] = ()
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class AskTest(Constraint):
    """A component's ASK validator: true for each value node that is well (SHACL §6.3); attributes as above."""

    text: str
    prefixes: tuple[tuple[str, str], ...]
    messages: tuple[Literal, ...]
    values: tuple[tuple[str, Term], ...]
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ListTest(Constraint):
    """Value nodes that are lists: ``minListLength``, ``maxListLength``, ``uniqueMembers``, ``memberShape`` (SHACL 1.2).

    Attributes:
        name: the parameter.
        limit: of the length.
        shape: of each member.
    """

    name: str
    limit: int = 0
    shape: Shape | None = None


@dataclass(frozen=True, slots=True, eq=False)
class UniqueValues(Constraint):
    """``sh:uniqueValuesFor``: no two focus nodes have the same values of these paths (SHACL 1.2)."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Reifiers(Constraint):
    """``sh:reifierShape``: what reifies the triple of each value conforms to a shape (SHACL 1.2).

    Attributes:
        shape: the shape.
        required: whether something must reify it.
    """

    shape: Shape
    required: bool


@dataclass(frozen=True, slots=True, eq=False)
class Expression(Constraint):
    """``sh:expression``: true for each value node; ``sh:nodeByExpression``: gives shapes that each conforms to.

    Attributes:
        name: the parameter.
        node: the node expression.
        graph: the shapes graph, which has it.
        shape_of: gives the shape that a node is.
    """

    name: str
    node: Term
    graph: TripleIndex
    shape_of: Callable[[Term], Shape]
