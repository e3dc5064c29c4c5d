"""Values that nothing has, comparisons that no value passes, and sums of what is no number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Final, cast

from tcgraph.diagnostics.suggest import WordPool
from tcgraph.namespaces import STANDARD
from tcgraph.questions.graph_profile import GraphProfile, Rows
from tcgraph.questions.warnings import query_counts
from tcgraph.questions.warnings.conjunctions import Conjunction, PatternStep
from tcgraph.questions.warnings.query_names import holds
from tcgraph.questions.warnings.query_words import (
    HINTS,
    NAMES,
    TIMES,
    QueryWarning,
    kind_said,
    kinds_of,
    literal_of,
    said,
    term_said,
    written_name,
)
from tcgraph.rdf import Literal
from tcgraph.sparql import syntax as s
from tcgraph.sparql.constants import term_of
from tcgraph.sparql.node import Node, walk
from tcgraph.terms import QUERY_PREFIXES

_TEXT_ONLY: Final = frozenset(("CONTAINS", "STRSTARTS", "STRENDS", "REGEX", "LCASE", "UCASE", "STRLEN", "SUBSTR"))
_DAYS: Final = "tc:firstDay and tc:lastDay are days always."
_BY_NAME: Final = "Ask for the thing by its name, or for its label."
_FEW: Final = 20
_DAY: Final = 3
"""Parts of a day: year, month and day of the month."""
_PARTS: Final = {
    function: frozenset(STANDARD["xsd"] + name for name in ("date", "dateTime", *shorter))
    for function, shorter in {"YEAR": ("gYear", "gYearMonth"), "MONTH": ("gYearMonth",), "DAY": ()}.items()
}
"""The datatypes that have a year, a month or a day; SPARQL 1.1 speaks of xsd:dateTime alone, the engine reads these."""
_ENGLISH_FIRST: Final = 'ORDER BY (LANG(?o) != "en") LANG(?o)'


class AskedValues:
    """Looks at the values that queries to one version of a graph ask for.

    Args:
        rows: runs a SELECT query on that version.
        profile: gives what the graph has.
    """

    def __init__(self, rows: Rows, profile: Callable[[], GraphProfile]) -> None:
        self._rows = rows
        self._profile = profile
        self._exists: dict[str, bool] = {}
        self._pools: dict[str, tuple[WordPool, list[str]]] = {}

    def told(self, text: str, group: Conjunction) -> Iterator[QueryWarning]:
        """What is off with the values that a group asks for.

        Args:
            text: the query.
            group: patterns that have to match together, with the conditions that stand there.

        Raises:
            EngineError: the graph cannot be looked at.
        """
        for step in group.steps:
            if isinstance(step.object, s.Iri | s.Literal):
                yield from self._value(step.property, step.object)
        cells = list(_listed(group))
        listed = {term_said(term_of(cell)) for _, cell in cells} | set(_choices(group))
        values = (self._value(step.property, cell) for step, cell in cells)
        for warning in chain(*values, self._comparisons(text, group)):
            # What is asked for, too, is not what a word beside it is a slip for.
            meant = warning.instead in listed and f" Did you mean {warning.instead}?"
            yield replace(warning, message=warning.message.removesuffix(meant), instead="") if meant else warning
        yield from self._sums(group)

    # --- values that nothing has ---

    def _value(self, prop: s.Iri, value: s.Iri | s.Literal) -> Iterator[QueryWarning]:
        kinds = self._profile().kinds.get(prop.value)
        if kinds is None or (isinstance(value, s.Iri) and "thing" in kinds):
            return
        if isinstance(value, s.Iri) or kinds.keys() == {"thing"}:
            near = self._instead(prop.value, value)
            hint = f"Did you mean {near}?" if near else HINTS.get(prop.value) or _BY_NAME
            other = f"values, never to a thing such as {said(value)}"
            if not isinstance(value, s.Iri):
                other = f"things, never to a value such as {said(value)}"
            elif not near:
                hint = self._every_value(prop.value)
            message = f"{written_name(prop)} leads to {other}. {hint.strip()}".strip()
            yield QueryWarning(message, value.start, value.end, near)
            return
        term = literal_of(value)
        if not self._any(f"?s <{prop.value}> {term}"):
            near = self._nearest_value(prop.value, value)
            # What is another name of something is no slip for what looks like it.
            name = near and prop.value in NAMES and f'"{value.value}"' not in near
            other = self._named_so(value.value) if name else ""
            other, near = (other, "") if "skos:altLabel" in other else ("", near)
            meant = other or (
                f" Did you mean {near}?"
                if near
                else f" Its values are {kinds_of(kinds)}."
                if kind_said(value) not in kinds
                else self._every_value(prop.value)
            )
            meant = meant or self._named_so(value.value)
            if not meant and prop.value in NAMES:
                meant = " tcs:matches searches all names and texts."
            # What differs by its datatype alone is shown with it.
            shown = said(value) if said(value) != near else term_said(term_of(value))
            message = f"Nothing has {shown} as {written_name(prop)}.{meant}"
            yield QueryWarning(message, value.start, value.end, near)

    def _any(self, pattern: str) -> bool:
        if pattern not in self._exists:
            self._exists[pattern] = any(True for _ in self._rows(f"SELECT ?s {{ {pattern} }} LIMIT 1"))
        return self._exists[pattern]

    def _instead(self, prop: str, value: s.Iri | s.Literal) -> str:
        """The value that a thing is told by where a value is asked for, or the one thing that is called so."""
        prefix, _, local = value.value.partition(":")
        if isinstance(value, s.Literal) and prefix in QUERY_PREFIXES and local:
            return value.value  # a name, in quotation marks
        if isinstance(value, s.Iri):
            query = f"{{ <{value.value}> ?called ?o . ?s <{prop}> ?o FILTER(isLiteral(?o)) }} {_ENGLISH_FIRST}"
        else:
            same = f"LCASE(STR(?called)) = {Literal(value.value.casefold())}"
            query = f"{{ ?s <{prop}> ?o . ?o ?by ?called FILTER(isLiteral(?called) && {same}) }}"
        found = [term_said(term) for (term,) in self._rows(f"SELECT DISTINCT ?o {query} LIMIT 2")]
        return found[0] if len(found) == 1 else ""

    def _nearest_value(self, prop: str, value: s.Literal) -> str:
        """The value meant: the same in another datatype or language, or one that is written nearly so."""
        text = Literal(value.value)
        same = f"SELECT DISTINCT ?o {{ ?s <{prop}> ?o FILTER(STR(?o) = {text}) }} {_ENGLISH_FIRST} LIMIT 1"
        for (term,) in self._rows(same):
            return term_said(term)
        if kind_said(value) != "text":
            return ""
        if prop not in self._pools:
            query = f"SELECT DISTINCT ?o {{ ?s <{prop}> ?o FILTER(isLiteral(?o) && STRLEN(STR(?o)) < 80) }} LIMIT 5000"
            words = [term.value for (term,) in self._rows(query) if isinstance(term, Literal)]
            self._pools[prop] = WordPool(words), words
        pool, words = self._pools[prop]
        holding = [word for word in words if " " not in word and holds(word, value.value)]
        alike = (word for _, word in pool.near(value.value) if word[:1].casefold() == value.value[:1].casefold())
        near = holding[0] if len(holding) == 1 else next(alike, None)
        if near is None:
            return ""
        found = f"SELECT DISTINCT ?o {{ ?s <{prop}> ?o FILTER(STR(?o) = {Literal(near)}) }} {_ENGLISH_FIRST} LIMIT 1"
        return next((term_said(term) for (term,) in self._rows(found)), "")

    def _every_value(self, prop: str) -> str:
        """Each value of a property in a sentence, where they are few, as codes are."""
        query = f"SELECT DISTINCT ?o {{ ?s <{prop}> ?o FILTER(isLiteral(?o)) }} LIMIT {_FEW + 1}"
        told = sorted(term_said(term) for (term,) in self._rows(query))
        return f" Its values are {', '.join(told)}." if len(told) <= _FEW else ""

    def _named_so(self, text: str) -> str:
        """What is called so, where it is one thing, and by which properties, those of what is said of terms apart."""
        whole = re.sub(r"(?<=[a-z])\d{1,2}$", lambda found: found[0].zfill(3), text.casefold())  # C87 is C087
        same = f"{Literal(text.casefold())}, {Literal(whole)}"
        query = f"SELECT DISTINCT ?p ?s {{ ?s ?p ?o FILTER(LCASE(STR(?o)) IN ({same})) }}"
        rows = [(term_said(by), term_said(thing)) for by, thing in self._rows(query)]
        rows = [(by, thing) for by, thing in rows if not by.startswith("skos:") or by == "skos:altLabel"]
        found, things = sorted({by for by, _ in rows}), {thing for _, thing in rows}
        of = things.pop() if len(things) == 1 else "Something"
        return f" {of} has it as {' and '.join(found)}." if 0 < len(found) < _FEW else ""

    # --- comparisons that no value passes ---

    def _comparisons(self, text: str, group: Conjunction) -> Iterator[QueryWarning]:
        kinds = self._kinds_of(group)
        for condition in group.conditions:
            for node in walk(condition, lambda node: not isinstance(node, s.Exists)):
                for one, operator, other in _compared(node):
                    if one.name in kinds:
                        told, prop = kinds[one.name]
                        if isinstance(node, s.Infix):
                            told = query_counts.kinds_here(text, node, one.name, told, self._rows)
                        place = node if isinstance(node, s.Infix) else other
                        yield from self._comparison(place, one, operator, other, told, prop)
                yield from self._parts(text, node, kinds)
                if isinstance(node, s.Infix) and {*node.operators} == {"-"} and len(node.operands) == _DAY:
                    yield from _subtracted(text, node)
                if isinstance(node, s.Call) and node.function in _TEXT_ONLY and node.arguments:
                    first = node.arguments[0]
                    if isinstance(first, s.Var) and first.name in kinds and kinds[first.name][0].keys() == {"thing"}:
                        name = f"?{first.name}"
                        message = (
                            f"{node.function} reads texts, and {name} is a thing: its label or STR({name}) is a text."
                        )
                        yield QueryWarning(message, node.start, node.end)

    def _parts(self, text: str, node: Node, kinds: dict[str, tuple[dict[str, int], s.Iri]]) -> Iterator[QueryWarning]:
        """Years and months read from what has none, as a span or a mere text."""
        for call in node.operands if isinstance(node, s.Infix) else ():
            match call:
                case s.Call(function="YEAR" | "MONTH" | "DAY" as function, arguments=(s.Var(name=name),)) if (
                    name in kinds
                ):
                    told = query_counts.kinds_here(text, cast("s.Infix", node), name, *kinds[name][:1], self._rows)
                    lacking = {kind: n for kind, n in told.items() if kind not in _PARTS[function]}
                    if lacking and (left := sum(lacking.values())):
                        of = f"{function}(?{name}) has no value for {left} of the {sum(told.values())} values"
                        message = f"{of} of {written_name(kinds[name][1])} here, which are {kinds_of(lacking)}."
                        hint = "tc:year is a number." if function == "YEAR" else _DAYS
                        yield QueryWarning(f"{message} {hint}", call.start, call.end)

    def _sums(self, group: Conjunction) -> Iterator[QueryWarning]:
        """Sums and averages of what is no number, which have no value."""
        columns = group.select.columns if group.select is not None else ()
        kinds = self._kinds_of(group) if columns else {}
        for node in (node for column in columns for node in walk(column)):
            if isinstance(node, s.Aggregate) and node.function in ("SUM", "AVG") and isinstance(node.argument, s.Var):
                told = kinds.get(node.argument.name)
                if told is not None and "number" not in told[0]:
                    of = f"the values of {written_name(told[1])} are {kinds_of(told[0])}"
                    message = f"{node.function}(?{node.argument.name}) has no value: {of}."
                    yield QueryWarning(message, node.start, node.end)

    def _kinds_of(self, group: Conjunction) -> dict[str, tuple[dict[str, int], s.Iri]]:
        found: dict[str, tuple[dict[str, int], s.Iri]] = {}
        for step in group.all:
            told = self._profile().kinds.get(step.property.value)
            if isinstance(step.object, str) and told and step.object not in group.given:
                found.setdefault(step.object, (told, step.property))
            if isinstance(step.subject, str) and step.subject not in group.given:
                found[step.subject] = ({"thing": 1}, step.property)
        return found

    def _comparison(
        self, node: Node, variable: s.Var, operator: str, value: s.Iri | s.Literal, kinds: dict[str, int], prop: s.Iri
    ) -> Iterator[QueryWarning]:
        kind = "thing" if isinstance(value, s.Iri) else kind_said(value)
        name = f"?{variable.name}"
        ordered = operator in ("<", ">", "<=", ">=")
        if kind not in kinds and (ordered or kind not in TIMES or not TIMES & kinds.keys()):
            if operator == "!=" or (not ordered and (kind == "thing" or kinds.keys() == {"thing"})):
                yield from self._value(prop, value)
                return
            message = f"{name} {operator} {said(value)} never holds: the values of {written_name(prop)} are "
            message, hint = f"{message}{kinds_of(kinds)}.", ""
            if kind in ("number", *TIMES) and TIMES & kinds.keys():
                hint = "tc:year is a number." if kind == "number" else _DAYS
            yield QueryWarning(f"{message} {hint}".strip(), node.start, node.end)
        elif ordered and (left := sum(n for k, n in kinds.items() if k != kind and k in TIMES)):
            total = sum(kinds.values())
            others = kinds_of(k for k in kinds if k != kind)
            message = f"{name} {operator} {said(value)} passes over {left} of the {total} values of "
            message += f"{written_name(prop)} here, which are {others}."
            yield QueryWarning(f"{message} {_DAYS}", node.start, node.end)
        elif not ordered and isinstance(value, s.Literal) and kind == "text":
            yield from self._value(prop, value)


def _listed(group: Conjunction) -> Iterator[tuple[PatternStep, s.Iri | s.Literal]]:
    """What VALUES lists for what a property leads to."""
    for values in group.values:
        for row in values.rows:
            for variable, cell in zip(values.variables, row, strict=True):
                if isinstance(cell, s.Iri | s.Literal):
                    yield from ((step, cell) for step in group.steps if step.object == variable.name)


def _choices(group: Conjunction) -> Iterator[str]:
    """What IN lists."""
    for node in (node for condition in group.conditions for node in walk(condition)):
        if isinstance(node, s.In):
            yield from (term_said(term_of(each)) for each in node.choices if isinstance(each, s.Iri | s.Literal))


def _compared(node: Node) -> Iterator[tuple[s.Var, str, s.Iri | s.Literal]]:
    """Variables that are compared with what the query says, each with the operator; IN is as many equations."""
    match node:
        case s.Infix(operators=(operator,), operands=(s.Var() as one, s.Iri() | s.Literal() as other)):
            yield one, operator, other
        case s.Infix(operators=(operator,), operands=(s.Iri() | s.Literal() as other, s.Var() as one)):
            yield one, operator, other
        case s.In(operand=s.Var() as one):
            operator = "!=" if node.negated else "="
            yield from ((one, operator, each) for each in node.choices if isinstance(each, s.Iri | s.Literal))


def _subtracted(text: str, node: s.Infix) -> Iterator[QueryWarning]:
    """A day that is written without quotation marks."""
    year, *rest = (each.value if isinstance(each, s.Literal) else "" for each in node.operands)
    if year.isdecimal() and len(year) == len("2006") and all(each.isdecimal() for each in rest):
        day, written = f'"{"-".join((year, *rest))}"^^xsd:date', text[node.start : node.end]
        yield QueryWarning(f"{written} subtracts numbers. Did you mean {day}?", node.start, node.end, day)
