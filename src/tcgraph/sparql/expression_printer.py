"""Terms, paths, triples and expressions as canonical text; see :mod:`tcgraph.sparql.printer`."""

from __future__ import annotations

import re

from tcgraph.sparql import syntax as s
from tcgraph.sparql.expression_parser import LEVELS, RELATION

_SHORT = {
    s.XSD + "integer": re.compile(r"-?[0-9]+"),
    s.XSD + "decimal": re.compile(r"-?[0-9]*\.[0-9]+"),
    s.XSD + "double": re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+"),
    s.XSD + "boolean": re.compile(r"true|false"),
}
_ESCAPES = str.maketrans({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"})


class ExpressionPrinter:
    """Writes terms, paths, triples and expressions.

    Args:
        full: whether to write every IRI out, whatever its text was.
    """

    def __init__(self, *, full: bool = False) -> None:
        self._full = full

    def group(self, group: s.Group) -> str:
        """A group, for EXISTS."""
        raise NotImplementedError

    # --- Terms ---

    def iri(self, iri: s.Iri) -> str:
        """An IRI as it was written, or in full."""
        if self._full or iri.written in ("", "a"):
            return f"<{iri.value}>"
        return iri.written

    def literal(self, literal: s.Literal) -> str:
        """A literal; numbers and booleans bare where they can be."""
        if literal.datatype is None:
            direction = f"--{literal.direction}" if literal.direction else ""
            return f"{quoted(literal.value)}@{literal.language}{direction}"
        short = _SHORT.get(literal.datatype.value)
        if short is not None and short.fullmatch(literal.value):
            return literal.value
        if literal.datatype.value == s.XSD + "string":
            return quoted(literal.value)
        return f"{quoted(literal.value)}^^{self.iri(literal.datatype)}"

    def node(self, node: s.GraphNode | s.Annotated) -> str:
        """A subject or an object."""
        match node:
            case s.Var():
                return f"?{node.name}"
            case s.Iri():
                return "()" if node.value == s.RDF + "nil" and not node.written else self.iri(node)
            case s.Literal():
                return self.literal(node)
            case s.Blank():
                return f"_:{node.label}" if node.label else "[]"
            case s.TripleTerm():
                return f"<<( {self.node(node.subject)} {self._verb(node.predicate)} {self.node(node.object)} )>>"
            case s.ReifiedTriple():
                name = f" ~ {self.node(node.reifier)}" if node.reifier is not None else ""
                return f"<< {self.node(node.subject)} {self._verb(node.predicate)} {self.node(node.object)}{name} >>"
            case s.BlankWith():
                return f"[ {self._predicates(node.predicates)} ]"
            case s.Collection():
                return f"( {' '.join(map(self.node, node.items))} )"
            case s.Annotated():
                return " ".join((self.node(node.object), *map(self._annotation, node.annotations)))

    def _annotation(self, annotation: s.Reifier | s.AnnotationBlock) -> str:
        if isinstance(annotation, s.AnnotationBlock):
            return f"{{| {self._predicates(annotation.predicates)} |}}"
        return "~" if annotation.name is None else f"~ {self.node(annotation.name)}"

    def triples(self, triples: s.Triples) -> str:
        """A subject and what is said of it, without the full stop."""
        return f"{self.node(triples.subject)} {self._predicates(triples.predicates)}".rstrip()

    def _predicates(self, predicates: tuple[s.Predicate, ...]) -> str:
        return " ; ".join(f"{self._verb(each.verb)} {' , '.join(map(self.node, each.objects))}" for each in predicates)

    # --- Paths ---

    def _verb(self, verb: s.Var | s.Path) -> str:
        return f"?{verb.name}" if isinstance(verb, s.Var) else self.path(verb)

    def path(self, path: s.Path, level: int = 0) -> str:
        """A path, in brackets where it binds less than its place asks (0 anywhere, 4 a primary path)."""
        match path:
            case s.Iri():
                return "a" if path.written == "a" and not self._full else self.iri(path)
            case s.Negated():
                parts = [self.path(part) for part in path.parts]
                return f"!{parts[0]}" if len(parts) == 1 else f"!({'|'.join(parts)})"
            case s.RepeatedPath():
                own, text = 3, self.path(path.path, 4) + path.sign
            case s.Inverse():
                own, text = 2, "^" + self.path(path.path, 3)
            case s.Sequence():
                own, text = 1, "/".join(self.path(part, 2) for part in path.parts)
            case s.Alternative():
                own, text = 0, "|".join(self.path(part, 1) for part in path.parts)
        return f"({text})" if own < level else text

    # --- Expressions ---

    def expression(self, expression: s.Expression) -> str:
        """An expression, without brackets around it."""
        match expression:
            case s.Infix():
                level = LEVELS[expression.operators[0]]
                first, *others = (self._operand(each, level + 1) for each in expression.operands)
                behind = zip(expression.operators, others, strict=True)
                return first + "".join(f" {operator} {operand}" for operator, operand in behind)
            case s.Unary():
                gap = "" if expression.operator == "!" else " "
                return f"{expression.operator}{gap}{self._operand(expression.operand, 7)}"
            case s.In():
                word = "NOT IN" if expression.negated else "IN"
                return f"{self._operand(expression.operand, RELATION + 1)} {word} ({self._list(expression.choices)})"
            case s.Call():
                name = expression.function if isinstance(expression.function, str) else self.iri(expression.function)
                distinct = "DISTINCT " if expression.distinct else ""
                return f"{name}({distinct}{self._list(expression.arguments)})"
            case s.Aggregate():
                return self._aggregate(expression)
            case s.Exists():
                return f"{'NOT ' if expression.negated else ''}EXISTS {self.group(expression.pattern)}"
            case _:
                return self.node(expression)

    def _operand(self, expression: s.Expression, level: int) -> str:
        text = self.expression(expression)
        own = LEVELS[expression.operators[0]] if isinstance(expression, s.Infix) else 6
        own = RELATION if isinstance(expression, s.In) else own
        # One sign on another is not in the grammar of SPARQL 1.1, where a bracket between them is.
        own += not isinstance(expression, s.Infix | s.In | s.Unary)
        return f"({text})" if own < level else text

    def _list(self, expressions: tuple[s.Expression, ...]) -> str:
        return ", ".join(map(self.expression, expressions))

    def _aggregate(self, aggregate: s.Aggregate) -> str:
        argument = "*" if aggregate.argument is None else self.expression(aggregate.argument)
        distinct = "DISTINCT " if aggregate.distinct else ""
        separator = f" ; SEPARATOR = {self.literal(aggregate.separator)}" if aggregate.separator is not None else ""
        return f"{aggregate.function}({distinct}{argument}{separator})"

    def constraint(self, expression: s.Expression) -> str:
        """An expression where only a call may stand without brackets (rule 69)."""
        text = self.expression(expression)
        return text if isinstance(expression, s.Call | s.Aggregate | s.Exists) else f"({text})"


def quoted(value: str) -> str:
    """A text as a string of SPARQL."""
    return f'"{value.translate(_ESCAPES)}"'
