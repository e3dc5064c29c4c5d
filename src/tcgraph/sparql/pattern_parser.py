"""Group graph patterns (SPARQL 1.1 §19.8, rules 53 to 67) and subqueries."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tcgraph.sparql import syntax as s
from tcgraph.sparql.expression_parser import ExpressionParser
from tcgraph.sparql.forms import Select
from tcgraph.sparql.variable_scope import visible

_ELEMENT = "a triple pattern, a keyword such as OPTIONAL or FILTER, or `}`"


class PatternParser(ExpressionParser):
    """Reads groups."""

    def subquery(self) -> Select:
        """Read a SELECT in a group."""
        raise NotImplementedError

    def group(self) -> s.Group:
        """Read ``{ … }`` (rule 53)."""
        start = self.start
        self.take("{")
        self.deeper()
        self.new_block()
        elements = (self.subquery(),) if self.kind == "SELECT" else self._elements()
        self.shallower()
        self.take("}")
        return s.Group(elements, start=start, end=self.last)

    def _elements(self) -> tuple[s.Pattern, ...]:
        """Rule 54."""
        found: list[s.Pattern] = []
        known: set[str] = set()
        counted = 0
        while self.kind != "}":
            read = _ELEMENTS.get(self.kind)
            if read is not None:
                element = read(self)
                if type(element) is s.Bind:
                    known.update(visible(found[counted:]))
                    counted = len(found)
                    self._check_bind(element, known)
                if type(element) is not s.Filter:
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

    def _check_bind(self, bind: s.Bind, known: set[str]) -> None:
        """§18.2.1: the variable may not be in scope of what stands before it in the group."""
        if bind.variable.name in known:
            raise self.wrong(
                f"?{bind.variable.name} has a value before this BIND; give the new one another name", at=bind
            )

    def _group_or_union(self) -> s.Group | s.Union:
        start = self.start
        first = self.group()
        if self.kind != "UNION":
            return first
        parts = [first]
        while self.taken("UNION"):
            parts.append(self.group())
        return s.Union(tuple(parts), start=start, end=self.last)

    def _optional(self) -> s.Optional:
        start = self.start
        self.next()
        return s.Optional(self.group(), start=start, end=self.last)

    def _minus(self) -> s.Minus:
        start = self.start
        self.next()
        return s.Minus(self.group(), start=start, end=self.last)

    def _lateral(self) -> s.Lateral:
        start = self.start
        self.next()
        return s.Lateral(self.group(), start=start, end=self.last)

    def _in_graph(self) -> s.InGraph:
        start = self.start
        self.next()
        name = self.name()
        return s.InGraph(name, self.group(), start=start, end=self.last)

    def _service(self) -> s.Service:
        start = self.start
        self.next()
        silent = self.taken("SILENT")
        name = self.name()
        return s.Service(name, self.group(), silent, start=start, end=self.last)

    def _filter(self) -> s.Filter:
        start = self.start
        self.next()
        return s.Filter(self.constraint(), start=start, end=self.last)

    def _bind(self) -> s.Bind:
        start = self.start
        self.next()
        self.take("(")
        expression = self.expression()
        self.take("AS", "an operator")
        variable = self.variable()
        self.take(")")
        return s.Bind(expression, variable, start=start, end=self.last)

    def values(self) -> s.Values:
        """Read ``VALUES …`` (rules 61 to 65)."""
        start = self.start
        self.take("VALUES")
        one = self.kind == "variable"
        variables = (self.variable(),) if one else self._variables()
        self.take("{")
        rows: list[tuple[s.Iri | s.Literal | s.TripleTerm | None, ...]] = []
        while self.kind != "}":
            rows.append((self._value(),) if one else self._row(len(variables)))
        self.next()
        return s.Values(variables, tuple(rows), start=start, end=self.last)

    def _variables(self) -> tuple[s.Var, ...]:
        self.take("(", "a variable")
        found: dict[str, s.Var] = {}
        while self.kind != ")":
            if self.here[1:] in found:
                raise self.wrong(f"{self.here} stands twice in this VALUES")
            variable = self.variable()
            found[variable.name] = variable
        self.next()
        return tuple(found.values())

    def _row(self, width: int) -> tuple[s.Iri | s.Literal | s.TripleTerm | None, ...]:
        start = self.start
        self.take("(", "`}`")
        row: list[s.Iri | s.Literal | s.TripleTerm | None] = []
        while self.kind != ")":
            row.append(self._value())
        if len(row) != width:
            raise self.wrong(
                f"a row of {len(row)} values for {width} variables; write UNDEF for a missing value", at=start
            )
        self.next()
        return tuple(row)

    def _value(self) -> s.Iri | s.Literal | s.TripleTerm | None:
        if self.taken("UNDEF"):
            return None
        if self.kind in ("variable", "blank", "[", "("):
            raise self.unexpected("a constant (an IRI, a literal or UNDEF)", "`}`")
        allowed = self.variables_allowed, self.blanks_allowed
        self.variables_allowed = False
        found = self.term("a constant (an IRI, a literal or UNDEF)")
        self.variables_allowed, self.blanks_allowed = allowed
        if isinstance(found, s.TripleTerm):
            self._triple_term(found)
        assert isinstance(found, s.Iri | s.Literal | s.TripleTerm)
        return found


_ELEMENTS: Mapping[str, Callable[[PatternParser], s.Pattern]] = {
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
