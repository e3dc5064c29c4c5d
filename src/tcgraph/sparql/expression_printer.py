"""Terms, paths, triples and expressions as canonical text; see :mod:`tcgraph.sparql.printer`."""

from __future__ import annotations

import re

from tcgraph.sparql.expression_parser import LEVELS, RELATION
from tcgraph.sparql.syntax import (
    RDF,
    XSD,
    Aggregate,
    Alternative,
    Annotated,
    AnnotationBlock,
    Blank,
    BlankWith,
    Call,
    Collection,
    Exists,
    Expression,
    GraphNode,
    Group,
    In,
    Infix,
    Inverse,
    Iri,
    Literal,
    Negated,
    Path,
    Predicate,
    ReifiedTriple,
    Reifier,
    Repeated,
    Sequence,
    Triples,
    TripleTerm,
    Unary,
    Var,
)

_SHORT = {
    XSD + "integer": re.compile(r"-?[0-9]+"),
    XSD + "decimal": re.compile(r"-?[0-9]*\.[0-9]+"),
    XSD + "double": re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+"),
    XSD + "boolean": re.compile(r"true|false"),
}
_ESCAPES = str.maketrans(
    {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"},
)


class ExpressionPrinter:
    """Writes terms, paths, triples and expressions.

    Args:
        full: whether to write every IRI out, whatever its text was.
    """

    def __init__(self, *, full: bool = False) -> None:
        self._full = full

    def group(self, group: Group) -> str:
        """A group, for EXISTS."""
        raise NotImplementedError

    # --- Terms ---

    def iri(self, iri: Iri) -> str:
        """An IRI as it was written, or in full."""
        if self._full or iri.written in ("", "a"):
            return f"<{iri.value}>"
        return iri.written

    def literal(self, literal: Literal) -> str:
        """A literal; numbers and booleans bare where they can be."""
        if literal.datatype is None:
            direction = f"--{literal.direction}" if literal.direction else ""
            return f"{quoted(literal.value)}@{literal.language}{direction}"
        short = _SHORT.get(literal.datatype.value)
        if short is not None and short.fullmatch(literal.value):
            return literal.value
        if literal.datatype.value == XSD + "string":
            return quoted(literal.value)
        return f"{quoted(literal.value)}^^{self.iri(literal.datatype)}"

    def node(self, node: GraphNode | Annotated) -> str:
        """A subject or an object."""
        match node:
            case Var():
                return f"?{node.name}"
            case Iri():
                return "()" if node.value == RDF + "nil" and not node.written else self.iri(node)
            case Literal():
                return self.literal(node)
            case Blank():
                return f"_:{node.label}" if node.label else "[]"
            case TripleTerm():
                return f"<<( {self.node(node.subject)} {self._verb(node.predicate)} {self.node(node.object)} )>>"
            case ReifiedTriple():
                name = f" ~ {self.node(node.reifier)}" if node.reifier is not None else ""
                return f"<< {self.node(node.subject)} {self._verb(node.predicate)} {self.node(node.object)}{name} >>"
            case BlankWith():
                return f"[ {self._predicates(node.predicates)} ]"
            case Collection():
                return f"( {' '.join(map(self.node, node.items))} )"
            case Annotated():
                return " ".join((self.node(node.object), *map(self._annotation, node.annotations)))

    def _annotation(self, annotation: Reifier | AnnotationBlock) -> str:
        if isinstance(annotation, AnnotationBlock):
            return f"{{| {self._predicates(annotation.predicates)} |}}"
        return "~" if annotation.name is None else f"~ {self.node(annotation.name)}"

    def triples(self, triples: Triples) -> str:
        """A subject and what is said of it, without the full stop."""
        return f"{self.node(triples.subject)} {self._predicates(triples.predicates)}".rstrip()

    def _predicates(self, predicates: tuple[Predicate, ...]) -> str:
        return " ; ".join(f"{self._verb(each.verb)} {' , '.join(map(self.node, each.objects))}" for each in predicates)

    # --- Paths ---

    def _verb(self, verb: Var | Path) -> str:
        return f"?{verb.name}" if isinstance(verb, Var) else self.path(verb)

    def path(self, path: Path, level: int = 0) -> str:
        """A path, in brackets where it binds less than its place asks (0 anywhere, 4 a primary path)."""
        match path:
            case Iri():
                return "a" if path.written == "a" and not self._full else self.iri(path)
            case Negated():
                parts = [self.path(part) for part in path.parts]
                return f"!{parts[0]}" if len(parts) == 1 else f"!({'|'.join(parts)})"
            case Repeated():
                own, text = 3, self.path(path.path, 4) + path.sign
            case Inverse():
                own, text = 2, "^" + self.path(path.path, 3)
            case Sequence():
                own, text = 1, "/".join(self.path(part, 2) for part in path.parts)
            case Alternative():
                own, text = 0, "|".join(self.path(part, 1) for part in path.parts)
        return f"({text})" if own < level else text

    # --- Expressions ---

    def expression(self, expression: Expression) -> str:
        """An expression, without brackets around it."""
        match expression:
            case Infix():
                level = LEVELS[expression.operators[0]]
                first, *others = (self._operand(each, level + 1) for each in expression.operands)
                behind = zip(expression.operators, others, strict=True)
                return first + "".join(f" {operator} {operand}" for operator, operand in behind)
            case Unary():
                gap = "" if expression.operator == "!" else " "
                return f"{expression.operator}{gap}{self._operand(expression.operand, 7)}"
            case In():
                word = "NOT IN" if expression.negated else "IN"
                return f"{self._operand(expression.operand, RELATION + 1)} {word} ({self._list(expression.choices)})"
            case Call():
                name = expression.function if isinstance(expression.function, str) else self.iri(expression.function)
                distinct = "DISTINCT " if expression.distinct else ""
                return f"{name}({distinct}{self._list(expression.arguments)})"
            case Aggregate():
                return self._aggregate(expression)
            case Exists():
                return f"{'NOT ' if expression.negated else ''}EXISTS {self.group(expression.pattern)}"
            case _:
                return self.node(expression)

    def _operand(self, expression: Expression, level: int) -> str:
        text = self.expression(expression)
        own = LEVELS[expression.operators[0]] if isinstance(expression, Infix) else 6
        own = RELATION if isinstance(expression, In) else own
        # One sign on another is not in the grammar of SPARQL 1.1, where a bracket between them is.
        own += not isinstance(expression, Infix | In | Unary)
        return f"({text})" if own < level else text

    def _list(self, expressions: tuple[Expression, ...]) -> str:
        return ", ".join(map(self.expression, expressions))

    def _aggregate(self, aggregate: Aggregate) -> str:
        argument = "*" if aggregate.argument is None else self.expression(aggregate.argument)
        distinct = "DISTINCT " if aggregate.distinct else ""
        separator = f" ; SEPARATOR = {self.literal(aggregate.separator)}" if aggregate.separator is not None else ""
        return f"{aggregate.function}({distinct}{argument}{separator})"

    def constraint(self, expression: Expression) -> str:
        """An expression where only a call may stand without brackets (rule 69)."""
        text = self.expression(expression)
        return text if isinstance(expression, Call | Aggregate | Exists) else f"({text})"


def quoted(value: str) -> str:
    """A text as a string of SPARQL."""
    return f'"{value.translate(_ESCAPES)}"'
