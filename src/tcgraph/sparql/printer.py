"""Syntax trees as canonical text: one layout, keywords in capitals, and reading it gives the same tree."""

from __future__ import annotations

from collections.abc import Iterable

from tcgraph.sparql import forms as forms
from tcgraph.sparql import syntax as s
from tcgraph.sparql.expression_printer import ExpressionPrinter, quoted
from tcgraph.sparql.node import Node

_STEP = "  "


def written(node: Node, *, full: bool = False) -> str:
    """A query, an update, or any pattern, term or path of one, as text.

    Args:
        node: where to begin.
        full: write every IRI out and declare no prefix (a base is what the function IRI needs), so that the text stands
            anywhere; else names stay as they were, and the caller sees to it that what they need is declared.
    """
    printer = _Printer(full=full)
    match node:
        case forms.Select() | forms.Ask() | forms.Construct() | forms.Describe():
            return printer.query(node)
        case forms.Update():
            return printer.update(node)
        case _:
            return printer.part(node)


class _Printer(ExpressionPrinter):
    _depth = 0

    def part(self, node: Node) -> str:
        """Anything smaller than a query."""
        match node:
            case (
                s.Triples() | s.Group() | s.Union() | s.Optional() | s.Minus() | s.Lateral() | s.InGraph() | s.Service()
                | s.Filter() | s.Bind() | s.Values()
            ):  # fmt: skip
                return self._pattern(node)
            case (
                forms.Load()
                | forms.GraphManagement()
                | forms.Transfer()
                | forms.ChangeData()
                | forms.DeleteWhere()
                | forms.Modify()
            ):
                return self._operation(node)
            case forms.Template():
                return self._template(node)
            case s.Inverse() | s.Sequence() | s.Alternative() | s.RepeatedPath() | s.Negated():
                return self.path(node)
            case s.Blank() | s.ReifiedTriple() | s.BlankWith() | s.Collection() | s.Annotated():
                return self.node(node)
            case (
                s.Var()
                | s.Iri()
                | s.Literal()
                | s.TripleTerm()
                | s.Infix()
                | s.Unary()
                | s.In()
                | s.Call()
                | s.Aggregate()
                | s.Exists()
            ):
                return self.expression(node)
        raise TypeError(f"{type(node).__name__} has no text of its own")

    # --- Patterns ---

    def group(self, group: s.Group) -> str:
        """``{ … }``, an element a line."""
        return self._braces(map(self._element, group.elements))

    def _braces(self, lines: Iterable[str]) -> str:
        self._depth += 1
        gap = "\n" + _STEP * self._depth
        inside = "".join(gap + line for line in lines)
        self._depth -= 1
        return f"{{{inside}\n{_STEP * self._depth}}}" if inside else "{ }"

    def _element(self, pattern: s.Pattern) -> str:
        return f"{self.triples(pattern)} ." if isinstance(pattern, s.Triples) else self._pattern(pattern)

    def _pattern(self, pattern: s.Pattern) -> str:
        match pattern:
            case s.Triples():
                return self.triples(pattern)
            case s.Group():
                return self.group(pattern)
            case s.Union():
                return " UNION ".join(map(self.group, pattern.parts))
            case s.Optional():
                return f"OPTIONAL {self.group(pattern.pattern)}"
            case s.Minus():
                return f"MINUS {self.group(pattern.pattern)}"
            case s.Lateral():
                return f"LATERAL {self.group(pattern.pattern)}"
            case s.InGraph():
                return f"GRAPH {self.node(pattern.name)} {self.group(pattern.pattern)}"
            case s.Service():
                silent = "SILENT " if pattern.silent else ""
                return f"SERVICE {silent}{self.node(pattern.name)} {self.group(pattern.pattern)}"
            case s.Filter():
                return f"FILTER {self.constraint(pattern.condition)}"
            case s.Bind():
                return f"BIND ({self.expression(pattern.expression)} AS ?{pattern.variable.name})"
            case s.Values():
                return self._values(pattern)
            case forms.Select():
                return self.query(pattern)
            case s.PatternText():
                return pattern.text

    def _values(self, values: s.Values) -> str:
        if len(values.variables) == 1:
            cells = "".join(f"{self._cell(row[0])} " for row in values.rows)
            return f"VALUES ?{values.variables[0].name} {{ {cells}}}"
        names = " ".join(f"?{variable.name}" for variable in values.variables)
        rows = "".join(f"({' '.join(map(self._cell, row))}) " for row in values.rows)
        return f"VALUES ({names}) {{ {rows}}}"

    def _cell(self, cell: s.Iri | s.Literal | s.TripleTerm | None) -> str:
        if isinstance(cell, s.Iri):
            return self.iri(cell)
        return "UNDEF" if cell is None else self.node(cell)

    # --- Queries ---

    def query(self, query: forms.Query) -> str:
        """A query or subquery."""
        lines = self._prologue(query.prologue)
        dataset = self._dataset("FROM", query.dataset)
        match query:
            case forms.Select():
                modifier = f" {query.modifier}" if query.modifier else ""
                lines.append(f"SELECT{modifier} {' '.join(map(self._column, query.columns)) or '*'}")
            case forms.Ask():
                lines.append("ASK")
            case forms.Construct():
                lines.append("CONSTRUCT" if query.template is None else f"CONSTRUCT {self._template(query.template)}")
            case forms.Describe():
                lines.append(f"DESCRIBE {' '.join(map(self.node, query.terms)) or '*'}")
        lines += dataset
        if query.where is not None:
            lines.append(f"WHERE {self.group(query.where)}")
        lines += self._modifiers(query.modifiers)
        return ("\n" + _STEP * self._depth).join(lines)

    def _prologue(self, prologue: forms.Prologue) -> list[str]:
        lines = []
        for each in prologue:
            if isinstance(each, forms.PrefixDeclaration):
                lines += [] if self._full else [f"PREFIX {each.prefix}: {self.iri(each.iri)}"]
            elif isinstance(each, forms.BaseDeclaration):
                # What is relative to a relative base is already written as resolved against it.
                lines += [f"BASE {self.iri(each.iri)}"] if not self._full or ":" in each.iri.value else []
            else:
                lines.append(f"VERSION {quoted(each.version)}")
        return lines

    def _dataset(self, word: str, dataset: tuple[forms.Dataset, ...]) -> list[str]:
        return [f"{word} {'NAMED ' if each.named else ''}{self.iri(each.graph)}" for each in dataset]

    def _column(self, column: s.Var | forms.Alias) -> str:
        return f"?{column.name}" if isinstance(column, s.Var) else self._alias(column)

    def _alias(self, alias: forms.Alias) -> str:
        name = f" AS ?{alias.variable.name}" if alias.variable is not None else ""
        return f"({self.expression(alias.expression)}{name})"

    def _modifiers(self, modifiers: forms.Modifiers) -> list[str]:
        lines = []
        if modifiers.group_by:
            lines.append(f"GROUP BY {' '.join(map(self._key, modifiers.group_by))}")
        if modifiers.having:
            lines.append(f"HAVING {' '.join(map(self.constraint, modifiers.having))}")
        if modifiers.order_by:
            lines.append(f"ORDER BY {' '.join(map(self._order, modifiers.order_by))}")
        if modifiers.limit is not None:
            lines.append(f"LIMIT {modifiers.limit}")
        if modifiers.offset is not None:
            lines.append(f"OFFSET {modifiers.offset}")
        if modifiers.values is not None:
            lines.append(self._values(modifiers.values))
        return lines

    def _key(self, key: s.Expression | forms.Alias) -> str:
        if isinstance(key, forms.Alias):
            return self._alias(key)
        return f"?{key.name}" if isinstance(key, s.Var) else self.constraint(key)

    def _order(self, order: forms.Order) -> str:
        if order.direction:
            return f"{order.direction}({self.expression(order.key)})"
        return self._key(order.key)

    # --- Updates ---

    def update(self, update: forms.Update) -> str:
        """An update, its operations apart at semicolons."""
        return " ;\n".join(map(self._step, update.steps))

    def _step(self, step: forms.UpdateStep) -> str:
        lines = self._prologue(step.prologue)
        if step.operation is not None:
            lines.append(self._operation(step.operation))
        return "\n".join(lines)

    def _operation(self, operation: forms.Operation) -> str:
        match operation:
            case forms.ChangeData():
                return f"{operation.action} DATA {self._template(operation.data)}"
            case forms.DeleteWhere():
                return f"DELETE WHERE {self._template(operation.pattern)}"
            case forms.Modify():
                return self._modify(operation)
            case forms.Load():
                into = f" INTO GRAPH {self.iri(operation.into)}" if operation.into is not None else ""
                return f"LOAD {_silent(operation.silent)}{self.iri(operation.document)}{into}"
            case forms.GraphManagement():
                target = operation.target
                named = target if isinstance(target, str) else f"GRAPH {self.iri(target)}"
                return f"{operation.action} {_silent(operation.silent)}{named}"
            case forms.Transfer():
                source, target = (self._graph(each) for each in (operation.source, operation.target))
                return f"{operation.action} {_silent(operation.silent)}{source} TO {target}"

    def _graph(self, graph: s.Iri | None) -> str:
        return "DEFAULT" if graph is None else f"GRAPH {self.iri(graph)}"

    def _modify(self, modify: forms.Modify) -> str:
        lines = [f"WITH {self.iri(modify.graph)}"] if modify.graph is not None else []
        if modify.delete is not None:
            lines.append(f"DELETE {self._template(modify.delete)}")
        if modify.insert is not None:
            lines.append(f"INSERT {self._template(modify.insert)}")
        lines += self._dataset("USING", modify.using)
        lines.append(f"WHERE {self.group(modify.where)}")
        return "\n".join(lines)

    def _template(self, template: forms.Template) -> str:
        return self._braces(map(self._quads, template.parts))

    def _quads(self, part: s.Triples | forms.QuadsIn) -> str:
        if isinstance(part, s.Triples):
            return f"{self.triples(part)} ."
        return f"GRAPH {self.node(part.name)} {self._braces(f'{self.triples(each)} .' for each in part.triples)}"


def _silent(silent: bool) -> str:
    return "SILENT " if silent else ""
