"""Group graph patterns (SPARQL 1.1 §19.8, rules 53 to 67) and subqueries."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tcgraph.sparql.expression_parser import ExpressionParser
from tcgraph.sparql.forms import Select
from tcgraph.sparql.syntax import (
    Bind,
    Filter,
    Group,
    InGraph,
    Iri,
    Lateral,
    Literal,
    Minus,
    Optional,
    Pattern,
    Service,
    TripleTerm,
    Union,
    Values,
    Var,
)
from tcgraph.sparql.variable_scope import visible

_ELEMENT = "a triple pattern, a keyword such as OPTIONAL or FILTER, or `}`"


class PatternParser(ExpressionParser):
    """Reads groups."""

    def subquery(self) -> Select:
        """Read a SELECT in a group."""
        raise NotImplementedError

    def group(self) -> Group:
        """Read ``{ … }`` (rule 53)."""
        start = self.start
        self.take("{")
        self.deeper()
        self.new_block()
        elements = (self.subquery(),) if self.kind == "SELECT" else self._elements()
        self.shallower()
        self.take("}")
        return Group(elements, start=start, end=self.last)

    def _elements(self) -> tuple[Pattern, ...]:
        """Rule 54."""
        found: list[Pattern] = []
        known: set[str] = set()
        counted = 0
        while self.kind != "}":
            read = _ELEMENTS.get(self.kind)
            if read is not None:
                element = read(self)
                if type(element) is Bind:
                    known.update(visible(found[counted:]))
                    counted = len(found)
                    self._check_bind(element, known)
                if type(element) is not Filter:
                    self.new_block()
                found.append(element)
                self.taken(".")
                continue
            if self.kind == "end" or self.kind == ".":
                raise self.unexpected(_ELEMENT)
            found.append(self.triples())
            if self.kind == ".":
                self.next()
            elif self.kind != "}" and self.kind not in _ELEMENTS:
                raise self.unexpected("`.`", "`;`", "`,`", "`}`")
        return tuple(found)

    def _check_bind(self, bind: Bind, known: set[str]) -> None:
        """§18.2.1: the variable may not be in scope of what stands before it in the group."""
        if bind.variable.name in known:
            raise self.wrong(
                f"?{bind.variable.name} has a value before this BIND; give the new one another name", at=bind
            )

    def _group_or_union(self) -> Group | Union:
        start = self.start
        first = self.group()
        if self.kind != "UNION":
            return first
        parts = [first]
        while self.taken("UNION"):
            parts.append(self.group())
        return Union(tuple(parts), start=start, end=self.last)

    def _optional(self) -> Optional:
        start = self.start
        self.next()
        return Optional(self.group(), start=start, end=self.last)

    def _minus(self) -> Minus:
        start = self.start
        self.next()
        return Minus(self.group(), start=start, end=self.last)

    def _lateral(self) -> Lateral:
        start = self.start
        self.next()
        return Lateral(self.group(), start=start, end=self.last)

    def _in_graph(self) -> InGraph:
        start = self.start
        self.next()
        name = self.name()
        return InGraph(name, self.group(), start=start, end=self.last)

    def _service(self) -> Service:
        start = self.start
        self.next()
        silent = self.taken("SILENT")
        name = self.name()
        return Service(name, self.group(), silent, start=start, end=self.last)

    def _filter(self) -> Filter:
        start = self.start
        self.next()
        return Filter(self.constraint(), start=start, end=self.last)

    def _bind(self) -> Bind:
        start = self.start
        self.next()
        self.take("(")
        expression = self.expression()
        self.take("AS", "an operator")
        variable = self.variable()
        self.take(")")
        return Bind(expression, variable, start=start, end=self.last)

    def values(self) -> Values:
        """Read ``VALUES …`` (rules 61 to 65)."""
        start = self.start
        self.take("VALUES")
        one = self.kind == "variable"
        variables = (self.variable(),) if one else self._variables()
        self.take("{")
        rows: list[tuple[Iri | Literal | TripleTerm | None, ...]] = []
        while self.kind != "}":
            rows.append((self._value(),) if one else self._row(len(variables)))
        self.next()
        return Values(variables, tuple(rows), start=start, end=self.last)

    def _variables(self) -> tuple[Var, ...]:
        self.take("(", "a variable")
        found: dict[str, Var] = {}
        while self.kind != ")":
            if self.here[1:] in found:
                raise self.wrong(f"{self.here} stands twice in this VALUES")
            variable = self.variable()
            found[variable.name] = variable
        self.next()
        return tuple(found.values())

    def _row(self, width: int) -> tuple[Iri | Literal | TripleTerm | None, ...]:
        start = self.start
        self.take("(", "`}`")
        row: list[Iri | Literal | TripleTerm | None] = []
        while self.kind != ")":
            row.append(self._value())
        if len(row) != width:
            raise self.wrong(
                f"a row of {len(row)} values for {width} variables; write UNDEF for a missing value", at=start
            )
        self.next()
        return tuple(row)

    def _value(self) -> Iri | Literal | TripleTerm | None:
        if self.taken("UNDEF"):
            return None
        if self.kind in ("variable", "blank", "[", "("):
            raise self.unexpected("a constant (an IRI, a literal or UNDEF)", "`}`")
        allowed = self.variables_allowed, self.blanks_allowed
        self.variables_allowed = False
        found = self.term("a constant (an IRI, a literal or UNDEF)")
        self.variables_allowed, self.blanks_allowed = allowed
        if isinstance(found, TripleTerm):
            self._triple_term(found)
        assert isinstance(found, Iri | Literal | TripleTerm)
        return found


_ELEMENTS: Mapping[str, Callable[[PatternParser], Pattern]] = {
    "{": PatternParser._group_or_union,
    "OPTIONAL": PatternParser._optional,
    "MINUS": PatternParser._minus,
    "LATERAL": PatternParser._lateral,
    "GRAPH": PatternParser._in_graph,
    "SERVICE": PatternParser._service,
    "FILTER": PatternParser._filter,
    "BIND": PatternParser._bind,
    "VALUES": PatternParser.values,
}
