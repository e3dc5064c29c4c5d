"""The syntax tree of SPARQL: queries and updates as wholes, made of what :mod:`tcgraph.sparql.syntax` has."""

from __future__ import annotations

from dataclasses import field
from typing import TypeAlias

from tcgraph.sparql.node import Node, node
from tcgraph.sparql.syntax import Expression, Group, Iri, Triples, Values, Var


@node
class PrefixDeclaration(Node):
    """``PREFIX ex: <…>``; ``prefix`` is without its colon."""

    prefix: str
    iri: Iri


@node
class BaseDeclaration(Node):
    """``BASE <…>``."""

    iri: Iri


@node
class VersionDeclaration(Node):
    """``VERSION "1.2"``."""

    version: str


Prologue: TypeAlias = tuple[PrefixDeclaration | BaseDeclaration | VersionDeclaration, ...]


@node
class Alias(Node):
    """``(e AS ?x)``; outside SELECT the variable may be missing."""

    expression: Expression
    variable: Var | None


@node
class Dataset(Node):
    """``FROM g`` and ``FROM NAMED g``, or ``USING`` and ``USING NAMED`` in an update."""

    graph: Iri
    named: bool


@node
class Order(Node):
    """A key of ORDER BY; ``direction`` is ``ASC``, ``DESC`` or empty."""

    key: Expression
    direction: str = ""


@node
class Modifiers(Node):
    """What follows WHERE: grouping, order, how many (rule 18) and a closing VALUES (rule 28)."""

    group_by: tuple[Expression | Alias, ...] = ()
    having: tuple[Expression, ...] = ()
    order_by: tuple[Order, ...] = ()
    limit: int | None = None
    offset: int | None = None
    values: Values | None = None


NO_MODIFIERS = Modifiers()


@node
class Select(Node):
    """A SELECT query or subquery.

    Attributes:
        prologue: empty in a subquery.
        modifier: ``DISTINCT``, ``REDUCED`` or empty.
        columns: empty for ``*``.
        head: from SELECT to its last column.
    """

    prologue: Prologue
    modifier: str
    columns: tuple[Var | Alias, ...]
    dataset: tuple[Dataset, ...]
    where: Group
    modifiers: Modifiers = NO_MODIFIERS
    head: tuple[int, int] = field(default=(-1, -1), compare=False)


@node
class Ask(Node):
    """An ASK query."""

    prologue: Prologue
    dataset: tuple[Dataset, ...]
    where: Group
    modifiers: Modifiers = NO_MODIFIERS


@node
class Construct(Node):
    """A CONSTRUCT query; the template is None where the pattern itself is it (``CONSTRUCT WHERE { … }``)."""

    prologue: Prologue
    template: Template | None
    dataset: tuple[Dataset, ...]
    where: Group
    modifiers: Modifiers = NO_MODIFIERS


@node
class Describe(Node):
    """A DESCRIBE query; ``terms`` is empty for ``*``, and there may be no WHERE."""

    prologue: Prologue
    terms: tuple[Var | Iri, ...]
    dataset: tuple[Dataset, ...]
    where: Group | None
    modifiers: Modifiers = NO_MODIFIERS


Query: TypeAlias = Select | Ask | Construct | Describe


# --- Updates ---


@node
class QuadsIn(Node):
    """``GRAPH name { triples }`` in a template or in data (rule 51)."""

    name: Var | Iri
    triples: tuple[Triples, ...]


@node
class Template(Node):
    """``{ … }`` of triples and graphs, to be inserted, deleted or constructed."""

    parts: tuple[Triples | QuadsIn, ...]


@node
class Load(Node):
    """``LOAD <…> INTO GRAPH <…>``; the default graph where ``into`` is None."""

    document: Iri
    into: Iri | None
    silent: bool


@node
class GraphManagement(Node):
    """``CLEAR``, ``DROP`` or ``CREATE`` of graphs: an IRI, or ``DEFAULT``, ``NAMED`` or ``ALL``."""

    action: str
    target: Iri | str
    silent: bool


@node
class Transfer(Node):
    """``ADD``, ``MOVE`` or ``COPY`` of one graph to another; None is the default graph."""

    action: str
    source: Iri | None
    target: Iri | None
    silent: bool


@node
class ChangeData(Node):
    """``INSERT DATA`` or ``DELETE DATA``; ``action`` is the first word."""

    action: str
    data: Template


@node
class DeleteWhere(Node):
    """``DELETE WHERE { … }``."""

    pattern: Template


@node
class Modify(Node):
    """``WITH g DELETE { … } INSERT { … } USING g WHERE { … }`` (rule 41)."""

    graph: Iri | None
    delete: Template | None
    insert: Template | None
    using: tuple[Dataset, ...]
    where: Group


Operation: TypeAlias = Load | GraphManagement | Transfer | ChangeData | DeleteWhere | Modify


@node
class UpdateStep(Node):
    """An operation and what is declared before it; the last may declare and do nothing."""

    prologue: Prologue
    operation: Operation | None


@node
class Update(Node):
    """An update: its operations in order."""

    steps: tuple[UpdateStep, ...]
