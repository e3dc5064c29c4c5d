"""Queries (SPARQL 1.1 §19.8, rules 1 to 28), with what their notes ask of variables."""

from __future__ import annotations

from tcgraph.iri import resolve
from tcgraph.sparql import forms as forms
from tcgraph.sparql.expression_parser import CALL_STARTS, CONSTRAINT_STARTS
from tcgraph.sparql.lexer import iri_value, string_value
from tcgraph.sparql.pattern_parser import PatternParser
from tcgraph.sparql.syntax import Expression, Group, Iri, Triples, Var
from tcgraph.sparql.variable_scope import ungrouped, visible

_MODIFIERS = frozenset(("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"))
_UPDATES = frozenset(("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"))


class QueryParser(PatternParser):
    """Reads queries.

    Attributes:
        given: variables that have a value before the query is asked, so that they need not be grouped by.
    """

    given: frozenset[str] = frozenset()

    def query(self) -> forms.Query:
        """Read a whole query (rule 1)."""
        start = self.start
        prologue = self.prologue()
        found: forms.Query
        if self.kind == "SELECT":
            found = self._select(prologue, start)
        elif self.kind == "ASK":
            self.next()
            found = forms.Ask(prologue, self.dataset(), self._where(), self._modifiers(), start=start, end=self.last)
        elif self.kind == "CONSTRUCT":
            found = self._construct(prologue, start)
        elif self.kind == "DESCRIBE":
            found = self._describe(prologue, start)
        elif self.kind in _UPDATES:
            raise self.wrong(f"{self.here} begins an update, and a query is expected")
        else:
            raise self.unexpected("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE")
        if self.kind != "end":
            raise self.unexpected("the end of the query", *sorted(_MODIFIERS))
        return found

    def prologue(self) -> forms.Prologue:
        """Read declarations (rule 4)."""
        found: list[forms.PrefixDeclaration | forms.BaseDeclaration | forms.VersionDeclaration] = []
        while self.kind in ("PREFIX", "BASE", "VERSION"):
            start, kind = self.start, self.kind
            self.next()
            if kind == "PREFIX":
                name = self.here
                if self.kind != "name" or not name.endswith(":") or name.index(":") != len(name) - 1:
                    raise self.unexpected("a prefix with its colon")
                self.next()
                iri = self._declared_iri()
                self.declare(name[:-1], iri.value)
                found.append(forms.PrefixDeclaration(name[:-1], iri, start=start, end=self.last))
            elif kind == "BASE":
                iri = self._declared_iri()
                self.rebase(iri.value)
                found.append(forms.BaseDeclaration(iri, start=start, end=self.last))
            else:
                found.append(forms.VersionDeclaration(self._version(), start=start, end=self.last))
        return tuple(found)

    def _declared_iri(self) -> Iri:
        if self.kind != "iri":
            raise self.unexpected("an IRI between < and >")
        written, start = self.here, self.start
        try:
            value = resolve(iri_value(written), self.base or None)
        except ValueError as error:
            raise self.wrong(str(error)) from error
        self.next()
        return Iri(value, written, start=start, end=self.last)

    def _version(self) -> str:
        if self.kind != "string" or self.here[:3] in ('"""', "'''"):
            raise self.unexpected("a version in quotation marks")
        value = string_value(self.here)
        self.next()
        return value

    def dataset(self, keyword: str = "FROM") -> tuple[forms.Dataset, ...]:
        """The clauses FROM of a query, or USING of an update (rules 13 and 44)."""
        found: list[forms.Dataset] = []
        while self.kind == keyword:
            start = self.start
            self.next()
            named = self.taken("NAMED")
            found.append(forms.Dataset(self.iri(), named, start=start, end=self.last))
        return tuple(found)

    def _where(self) -> Group:
        if self.kind not in ("WHERE", "{"):
            raise self.unexpected("WHERE", "`{`")
        self.taken("WHERE")
        return self.group()

    # --- SELECT ---

    def subquery(self) -> forms.Select:
        """Read a SELECT in a group (rule 8)."""
        allowed, aggregates = self._aggregates_allowed, self.aggregates
        found = self._select((), self.start)
        self._aggregates_allowed, self.aggregates = allowed, aggregates
        return found

    def _select(self, prologue: forms.Prologue, start: int) -> forms.Select:
        head = self.start
        aggregates = self.aggregates
        self.next()
        modifier = ""
        if self.kind in ("DISTINCT", "REDUCED"):
            modifier = self.kind
            self.next()
        columns = self._columns()
        width = (head, self.last)
        aggregated = self.aggregates > aggregates
        dataset = self.dataset() if start != head or self._depth == 0 else ()
        where = self._where()
        inside = self.aggregates
        modifiers = self._modifiers()
        aggregated = aggregated or self.aggregates > inside
        found = forms.Select(prologue, modifier, columns, dataset, where, modifiers, width, start=start, end=self.last)
        if aggregated or modifiers.group_by or any(type(column) is forms.Alias for column in columns):
            self._check_columns(found, grouped=aggregated or bool(modifiers.group_by))
        return found

    def _columns(self) -> tuple[Var | forms.Alias, ...]:
        if self.taken("*"):
            return ()
        found: list[Var | forms.Alias] = []
        self._aggregates_allowed = True
        while self.kind in ("variable", "("):
            found.append(self.variable() if self.kind == "variable" else self._alias(variable_needed=True))
        self._aggregates_allowed = False
        if not found:
            raise self.unexpected("a variable", "an expression in brackets", "`*`")
        return tuple(found)

    def _alias(self, *, variable_needed: bool) -> forms.Alias:
        start = self.start
        self.take("(")
        expression = self.expression()
        variable = None
        if variable_needed or self.kind == "AS":
            self.take("AS", "an operator")
            variable = self.variable()
        self.take(")", "an operator")
        return forms.Alias(expression, variable, start=start, end=self.last)

    def _check_columns(self, select: forms.Select, *, grouped: bool) -> None:
        """§18.2.4.4 and §19.8, notes 12 and 13; §11.4 for what may be named beside an aggregate."""
        if grouped and not select.columns:
            raise self.wrong("SELECT * cannot be grouped; name the columns", at=select.head[0])
        known = set() if grouped else set(visible((select.where,)))
        keys = {each.name for each in select.modifiers.group_by if isinstance(each, Var)}
        named = (each.variable for each in select.modifiers.group_by if isinstance(each, forms.Alias))
        known |= keys | self.given | {variable.name for variable in named if variable is not None}
        # What is grouped is out of scope behind it, so that its name may be given anew.
        taken = set() if grouped else set(visible((select.where,)))
        for column in select.columns:
            if grouped:
                for variable in [column] if isinstance(column, Var) else ungrouped(column.expression):
                    if variable.name not in known:
                        reason = (
                            f"?{variable.name} is neither a key of GROUP BY nor inside an aggregate; add it to GROUP BY"
                        )
                        raise self.wrong(reason, at=variable)
            if isinstance(column, forms.Alias) and column.variable is not None:
                name = column.variable.name
                if name in taken or name in known - self.given:
                    raise self.wrong(f"?{name} has a value already; name this column differently", at=column.variable)
                known.add(name)
            elif isinstance(column, Var):
                taken.add(column.name)

    # --- the other forms ---

    def _construct(self, prologue: forms.Prologue, start: int) -> forms.Construct:
        self.next()
        if self.kind == "{":
            template = self.template(graphs=False)
            self.forget_labels()
            dataset = self.dataset()
            where = self._where()
            return forms.Construct(prologue, template, dataset, where, self._modifiers(), start=start, end=self.last)
        dataset = self.dataset()
        self.take("WHERE", "`{`")
        pattern = self.template(graphs=False)
        where = Group(tuple(part for part in pattern.parts if isinstance(part, Triples)))
        where = Group(where.elements, start=pattern.start, end=pattern.end)
        return forms.Construct(prologue, None, dataset, where, self._modifiers(), start=start, end=self.last)

    def template(self, *, graphs: bool) -> forms.Template:
        """Read ``{ … }`` of triples, and of graphs where these may stand (rules 48 to 52 and 73)."""
        start = self.start
        self.take("{")
        allowed, self.paths_allowed = self.paths_allowed, False
        parts: list[Triples | forms.QuadsIn] = []
        while self.kind != "}":
            if graphs and self.kind == "GRAPH":
                parts.append(self._quads())
                self.taken(".")
                continue
            parts.append(self.triples())
            if not self.taken(".") and self.kind != "}" and not (graphs and self.kind == "GRAPH"):
                raise self.unexpected("`.`", "`;`", "`,`", "`}`")
        self.next()
        self.paths_allowed = allowed
        return forms.Template(tuple(parts), start=start, end=self.last)

    def _quads(self) -> forms.QuadsIn:
        start = self.start
        self.next()
        name = self.name()
        inside = self.template(graphs=False)
        triples = tuple(part for part in inside.parts if isinstance(part, Triples))
        return forms.QuadsIn(name, triples, start=start, end=self.last)

    def _describe(self, prologue: forms.Prologue, start: int) -> forms.Describe:
        self.next()
        terms: list[Var | Iri] = []
        if not self.taken("*"):
            terms.append(self.name("an IRI, a variable or `*`"))
            while self.kind in ("variable", "iri", "name"):
                terms.append(self.name())
        dataset = self.dataset()
        where = self._where() if self.kind in ("WHERE", "{") else None
        return forms.Describe(prologue, tuple(terms), dataset, where, self._modifiers(), start=start, end=self.last)

    # --- Solution modifiers ---

    def _modifiers(self) -> forms.Modifiers:
        """Rules 18 to 28, and a closing VALUES."""
        if self.kind not in _MODIFIERS:
            return forms.NO_MODIFIERS
        start = self.start
        group_by = self._group_by() if self.kind == "GROUP" else ()
        self._aggregates_allowed = True
        having = self._having() if self.kind == "HAVING" else ()
        order_by = self._order_by() if self.kind == "ORDER" else ()
        self._aggregates_allowed = False
        counts: dict[str, int] = {}
        while self.kind in ("LIMIT", "OFFSET") and self.kind not in counts:
            word = self.kind
            counts[word] = self._count()
        values = self.values() if self.kind == "VALUES" else None
        limit, offset = counts.get("LIMIT"), counts.get("OFFSET")
        return forms.Modifiers(group_by, having, order_by, limit, offset, values, start=start, end=self.last)

    def _count(self) -> int:
        self.next()
        if self.kind != "number" or not self.here.isdigit():
            raise self.unexpected("a whole number")
        number = self.here
        self.next()
        if len(number) > 30:
            raise self.wrong("this number is too large")
        return int(number)

    def _group_by(self) -> tuple[Expression | forms.Alias, ...]:
        self.next()
        self.take("BY")
        found: list[Expression | forms.Alias] = []
        while True:
            if self.kind == "variable":
                found.append(self.variable())
            elif self.kind == "(":
                alias = self._alias(variable_needed=False)
                found.append(alias if alias.variable else alias.expression)
            elif self.kind in CALL_STARTS:
                found.append(self.constraint())
            elif found:
                return tuple(found)
            else:
                raise self.unexpected("a variable", "a function", "an expression in brackets")

    def _having(self) -> tuple[Expression, ...]:
        self.next()
        found = [self.constraint()]
        while self.kind in CONSTRAINT_STARTS:
            found.append(self.constraint())
        return tuple(found)

    def _order_by(self) -> tuple[forms.Order, ...]:
        self.next()
        self.take("BY")
        found: list[forms.Order] = []
        while True:
            start, direction = self.start, ""
            if self.kind in ("ASC", "DESC"):
                direction = self.kind
                self.next()
                key: Expression = self.bracketed()
            elif self.kind == "variable":
                key = self.variable()
            elif self.kind in CONSTRAINT_STARTS:
                key = self.constraint()
            elif found:
                return tuple(found)
            else:
                raise self.unexpected("a variable", "ASC", "DESC", "an expression in brackets")
            found.append(forms.Order(key, direction, start=start, end=self.last))
