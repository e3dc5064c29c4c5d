"""Expressions (SPARQL 1.1 §19.8, rules 68 to 72 and 110 to 128), by the precedence of their operators."""

from __future__ import annotations

from tcgraph.sparql import syntax as s
from tcgraph.sparql.keywords import AGGREGATES, ARGUMENTS
from tcgraph.sparql.triple_parser import TripleParser

RELATION = 3
LEVELS = {
    "||": 1,
    "&&": 2,
    **dict.fromkeys(("=", "!=", "<", ">", "<=", ">=", "IN", "NOT"), RELATION),
    **dict.fromkeys(("+", "-"), 4),
    **dict.fromkeys(("*", "/"), 5),
}
"""How tightly each operator binds."""

CALL_STARTS = frozenset((*ARGUMENTS, *AGGREGATES, "EXISTS", "NOT", "iri", "name"))
CONSTRAINT_STARTS = CALL_STARTS | {"("}


class ExpressionParser(TripleParser):
    """Reads expressions.

    Attributes:
        aggregates: how many aggregates were read so far.
    """

    aggregates = 0
    _aggregates_allowed = False

    def group(self) -> s.Group:
        """Read a group, for EXISTS."""
        raise NotImplementedError

    def expression(self) -> s.Expression:
        """Read an expression (rule 110)."""
        self.deeper()
        found = self._infix(1)
        self.shallower()
        return found

    def bracketed(self) -> s.Expression:
        """Read an expression in brackets (rule 120)."""
        self.take("(")
        found = self.expression()
        self.take(")", "an operator")
        return found

    def constraint(self) -> s.Expression:
        """Read an expression in brackets, or a call (rule 69)."""
        if self.kind == "(":
            return self.bracketed()
        if self.kind not in CALL_STARTS:
            raise self.unexpected("an expression in brackets", "a function")
        found = self._primary()
        if not isinstance(found, s.Call | s.Aggregate | s.Exists):
            raise self.unexpected("`(`")
        return found

    def _infix(self, least: int) -> s.Expression:
        start = self.start
        left = self._unary()
        ceiling = 5
        while True:
            if self.kind == "iri":
                self.split()
            level = LEVELS.get(self.kind, 0)
            if not least <= level <= ceiling:
                return left
            if level == RELATION:
                left, ceiling = self._relation(left, start), RELATION - 1
                continue
            operators: list[str] = []
            operands = [left]
            while LEVELS.get(self.kind, 0) == level:
                operators.append(self.kind)
                self.next()
                operands.append(self._infix(level + 1))
            left = s.Infix(tuple(operators), tuple(operands), start=start, end=self.last)

    def _relation(self, left: s.Expression, start: int) -> s.Expression:
        """What follows the left side of a comparison or IN (rule 114)."""
        sign = self.kind
        self.next()
        if sign not in ("IN", "NOT"):
            right = self._infix(RELATION + 1)
            return s.Infix((sign,), (left, right), start=start, end=self.last)
        if sign == "NOT":
            self.take("IN")
        choices = self._arguments()
        return s.In(left, choices, sign == "NOT", start=start, end=self.last)

    def _arguments(self) -> tuple[s.Expression, ...]:
        """Expressions with commas between them, in brackets (rules 71 and 72)."""
        self.take("(")
        return self._rest_of_arguments()

    def _rest_of_arguments(self) -> tuple[s.Expression, ...]:
        found: list[s.Expression] = []
        if self.kind != ")":
            found.append(self.expression())
            while self.taken(","):
                found.append(self.expression())
        self.take(")", "`,`", "an operator")
        return tuple(found)

    def _unary(self) -> s.Expression:
        kind, start = self.kind, self.start
        if kind in ("!", "-", "+"):
            number = self.number_or_boolean()
            if number is not None:
                return number
            self.next()
            self.deeper()
            operand = self._unary()
            self.shallower()
            return s.Unary(kind, operand, start=start, end=self.last)
        return self._primary()

    def _primary(self) -> s.Expression:
        """Rule 119."""
        kind = self.kind
        if kind == "variable":
            return self.variable()
        if kind == "name" or kind == "iri":
            return self._iri_or_call()
        if kind == "string":
            return self.string()
        if kind == "(":
            return self.bracketed()
        if kind in ARGUMENTS:
            return self._built_in(kind)
        if kind in AGGREGATES:
            return self._aggregate(kind)
        if kind in ("EXISTS", "NOT"):
            return self._exists()
        if kind == "<<(":
            return self._triple_term(self.triple_term())
        found = self.number_or_boolean()
        if found is None:
            raise self.unexpected("an expression (a variable, a constant, a function or a bracket)")
        return found

    def _triple_term(self, found: s.TripleTerm) -> s.TripleTerm:
        parts: list[s.Term] = [found.subject, found.object]
        for part in parts:
            if not isinstance(part, s.Var | s.Iri | s.Literal | s.TripleTerm):
                raise self.wrong("a triple term of an expression has no blank nodes", at=part)
        if isinstance(found.subject, s.Literal | s.TripleTerm):
            raise self.wrong("the subject of a triple term in an expression is an IRI or a variable", at=found.subject)
        return found

    def _iri_or_call(self) -> s.Expression:
        start = self.start
        iri = self.iri()
        if self.kind != "(":
            return iri
        self.take("(")
        distinct = self.taken("DISTINCT")
        return s.Call(iri, self._rest_of_arguments(), distinct, start=start, end=self.last)

    def _built_in(self, name: str) -> s.Call:
        start = self.start
        self.next()
        least, most = ARGUMENTS[name]
        if name == "BOUND":
            self.take("(")
            found: tuple[s.Expression, ...] = (self.variable(),)
            self.take(")")
        else:
            found = self._arguments()
        if not least <= len(found) <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            raise self.wrong(f"{name} takes {wanted} argument{'s' * (most != 1)}, and has {len(found)} here", at=start)
        return s.Call(name, found, start=start, end=self.last)

    def _aggregate(self, name: str) -> s.Aggregate:
        """Rule 127."""
        start = self.start
        if not self._aggregates_allowed:
            raise self.wrong(
                f"{name} cannot stand here: aggregates belong to SELECT, HAVING and ORDER BY, one not in another"
            )
        self.next()
        self.take("(")
        self.aggregates += 1
        distinct = self.taken("DISTINCT")
        self._aggregates_allowed = False
        argument = None if name == "COUNT" and self.taken("*") else self.expression()
        self._aggregates_allowed = True
        separator = None
        if name == "GROUP_CONCAT" and self.taken(";"):
            self.take("SEPARATOR")
            self.take("=")
            separator = self.string()
            if separator.datatype is None or separator.datatype.value != s.XSD + "string":
                raise self.wrong("a separator is a plain string", at=separator)
        self.take(")", "an operator")
        return s.Aggregate(name, argument, distinct, separator, start=start, end=self.last)

    def _exists(self) -> s.Exists:
        start = self.start
        negated = self.taken("NOT")
        self.take("EXISTS")
        allowed, block = self._aggregates_allowed, self._block
        self._aggregates_allowed = False
        pattern = self.group()
        self._aggregates_allowed, self._block = allowed, block
        return s.Exists(pattern, negated, start=start, end=self.last)
