"""The syntax tree of SPARQL, from terms to patterns, as values with places in the text.

Names are kept as written (:attr:`Iri.written`) beside what they mean (:attr:`Iri.value`). What a text only abbreviates
(``;``, ``,``, ``[ … ]``, lists, ``{| … |}``) stays as it is. Rule numbers are those of SPARQL 1.1, §19.8; what is of
SPARQL 1.2 says so. Queries and updates are in :mod:`tcgraph.sparql.forms`.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, TypeAlias

from tcgraph.sparql.node import Node, node, walk

if TYPE_CHECKING:
    from tcgraph.sparql.forms import Select

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


# --- Terms ---


@node
class Var(Node):
    """A variable, without its ``?`` or ``$``."""

    name: str


@node
class Iri(Node):
    """An IRI.

    Attributes:
        value: all of it, against the base where the text has or was given one.
        written: as it stands in the text: ``<…>``, ``ex:name`` or ``a``; empty where it was not read from one.
    """

    value: str
    written: str = field(default="", compare=False)


@node
class Literal(Node):
    """A literal.

    Attributes:
        value: its lexical form.
        datatype: its datatype; None with a language.
        language: its tag in lower case, or the empty string.
        direction: ``ltr``, ``rtl`` or the empty string (SPARQL 1.2).
    """

    value: str
    datatype: Iri | None = None
    language: str = ""
    direction: str = ""


@node
class Blank(Node):
    """A blank node: ``_:label``, or ``[]``, whose label is empty."""

    label: str


@node
class TripleTerm(Node):
    """``<<( s p o )>>``: a triple as a term (SPARQL 1.2)."""

    subject: Term
    predicate: Var | Iri
    object: Term


@node
class ReifiedTriple(Node):
    """``<< s p o ~ r >>``: what reifies a triple (SPARQL 1.2); the reifier is None where the text names none."""

    subject: Term | ReifiedTriple
    predicate: Var | Iri
    object: Term | ReifiedTriple
    reifier: Var | Iri | Blank | None


@node
class BlankWith(Node):
    """``[ … ]``: a blank node and what is said of it (rule 99)."""

    predicates: tuple[Predicate, ...]


@node
class Collection(Node):
    """``( … )``: an RDF list (rule 102); never empty, which is the IRI ``rdf:nil``."""

    items: tuple[GraphNode, ...]


Term: TypeAlias = Var | Iri | Literal | Blank | TripleTerm
GraphNode: TypeAlias = Term | ReifiedTriple | BlankWith | Collection


# --- Paths ---


@node
class Inverse(Node):
    """``^path``."""

    path: Path


@node
class Sequence(Node):
    """``a/b/c``."""

    parts: tuple[Path, ...]


@node
class Alternative(Node):
    """``a|b|c``."""

    parts: tuple[Path, ...]


@node
class RepeatedPath(Node):
    """``path*``, ``path+`` or ``path?``; ``sign`` says which."""

    path: Path
    sign: str


@node
class Negated(Node):
    """``!(a|^b)``: any other property; each part an IRI or the inverse of one."""

    parts: tuple[Iri | Inverse, ...]


Path: TypeAlias = Iri | Inverse | Sequence | Alternative | RepeatedPath | Negated


# --- Triples ---


@node
class Annotated(Node):
    """An object and what is said of the triple that it ends (SPARQL 1.2): reifiers and ``{| … |}`` in order."""

    object: GraphNode
    annotations: tuple[Reifier | AnnotationBlock, ...]


@node
class Reifier(Node):
    """``~ r``; None where the text names nothing."""

    name: Var | Iri | Blank | None


@node
class AnnotationBlock(Node):
    """``{| … |}``."""

    predicates: tuple[Predicate, ...]


@node
class Predicate(Node):
    """A verb and its objects: ``p a, b``."""

    verb: Var | Path
    objects: tuple[GraphNode | Annotated, ...]


@node
class Triples(Node):
    """A subject and what is said of it: ``s p a, b ; q c`` (rules 75 and 81); of a reified triple maybe nothing."""

    subject: GraphNode
    predicates: tuple[Predicate, ...]


# --- Expressions ---


@node
class Infix(Node):
    """Operands with operators of one precedence between them: ``a + b - c``, ``a && b``, ``a = b``."""

    operators: tuple[str, ...]
    operands: tuple[Expression, ...]


@node
class Unary(Node):
    """``! e``, ``- e`` or ``+ e``."""

    operator: str
    operand: Expression


@node
class In(Node):
    """``e IN (…)`` and ``e NOT IN (…)``."""

    operand: Expression
    choices: tuple[Expression, ...]
    negated: bool


@node
class Call(Node):
    """A function: a built-in one by its name in capitals, any other by its IRI."""

    function: str | Iri
    arguments: tuple[Expression, ...]
    distinct: bool = False


@node
class Aggregate(Node):
    """``COUNT(DISTINCT ?x)`` and its like, the name in capitals; the argument is None for ``COUNT(*)``."""

    function: str
    argument: Expression | None
    distinct: bool = False
    separator: Literal | None = None


@node
class Exists(Node):
    """``EXISTS { … }`` and ``NOT EXISTS { … }``."""

    pattern: Group
    negated: bool


Expression: TypeAlias = Var | Iri | Literal | TripleTerm | Infix | Unary | In | Call | Aggregate | Exists


# --- Patterns ---


@node
class Group(Node):
    """``{ … }``: its elements in order, or one :class:`Select`."""

    elements: tuple[Pattern, ...]


@node
class Union(Node):
    """``{ … } UNION { … }``, two or more."""

    parts: tuple[Group, ...]


@node
class Optional(Node):
    """``OPTIONAL { … }``."""

    pattern: Group


@node
class Minus(Node):
    """``MINUS { … }``."""

    pattern: Group


@node
class Lateral(Node):
    """``LATERAL { … }``, which oxigraph and Jena have (SPARQL-DEV SEP 6)."""

    pattern: Group


@node
class InGraph(Node):
    """``GRAPH name { … }``."""

    name: Var | Iri
    pattern: Group


@node
class Service(Node):
    """``SERVICE name { … }``."""

    name: Var | Iri
    pattern: Group
    silent: bool = False


@node
class Filter(Node):
    """``FILTER …``."""

    condition: Expression


@node
class Bind(Node):
    """``BIND(e AS ?x)``."""

    expression: Expression
    variable: Var


@node
class Values(Node):
    """``VALUES (?x ?y) { (…) … }``; None in a row is ``UNDEF``."""

    variables: tuple[Var, ...]
    rows: tuple[tuple[Iri | Literal | TripleTerm | None, ...], ...]


@node
class PatternText(Node):
    """Patterns as text: put in by a program that has them so, and read by nobody."""

    text: str


Simple: TypeAlias = Triples | Filter | Bind | Values | PatternText
Pattern: TypeAlias = "Simple | Group | Union | Optional | Minus | Lateral | InGraph | Service | Select"


def longest_chain(tree: Node) -> tuple[Node, int]:
    """The node of a tree with the most parts, operands or elements of its own, and how many they are.

    Args:
        tree: a query, an update or a part of one. The steps of a path are no such parts; :func:`longest_path` has them.
    """
    return max(((node, _parts(node)) for node in walk(tree)), key=lambda found: found[1])


def longest_path(tree: Node) -> int:
    """How many steps the longest sequence path of a tree has."""
    return max((len(node.parts) for node in walk(tree) if isinstance(node, Sequence)), default=0)


def _parts(node: Node) -> int:
    match node:
        case Infix(operands=parts) | Union(parts=parts) | Group(elements=parts) | Alternative(parts=parts):
            return len(parts)
        case _:
            return 0
