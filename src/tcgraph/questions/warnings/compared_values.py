"""Comparisons that no value passes or that pass over some, functions of what they cannot read; an answer's bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final, TypeAlias

from tcgraph.engine import query_trees
from tcgraph.engine.literal_forms import kept
from tcgraph.errors import EngineError
from tcgraph.namespaces import STANDARD
from tcgraph.questions.graph_profile import kind_of
from tcgraph.questions.warnings.asked_query import IN_TEXTS, AskedQuery, name_in, totals
from tcgraph.questions.warnings.asked_values import beside_others, unused_value
from tcgraph.questions.warnings.conjunctions import Conjunction
from tcgraph.questions.warnings.looked_graph import LookedGraph
from tcgraph.questions.warnings.warning_sentences import (
    TIMES,
    QueryWarning,
    Slot,
    kind_said,
    kinds_of,
    meant,
    put_otherwise,
    say,
    term_said,
    value_said,
    warning,
    written_name,
)
from tcgraph.rdf import Literal, Term
from tcgraph.sparql import syntax as s
from tcgraph.sparql import written
from tcgraph.sparql.constants import constant, term_of
from tcgraph.sparql.forms import Alias, Dataset, Select
from tcgraph.sparql.node import Node, walk
from tcgraph.sparql.variable_scope import columns, visible

_READING: Final = IN_TEXTS | {"LCASE", "UCASE", "STRLEN", "SUBSTR"}
"""Functions that read texts alone."""
_ORDER: Final = ("<", ">", "<=", ">=")
_DAY: Final = 3
"""Parts of a day: year, month and day of the month."""
_YEAR: Final = len("2006")
_PARTS: Final = {
    function: frozenset(STANDARD["xsd"] + name for name in ("date", "dateTime", *shorter))
    for function, shorter in {"YEAR": ("gYear", "gYearMonth"), "MONTH": ("gYearMonth",), "DAY": ()}.items()
}
"""The datatypes that have a year, a month or a day; SPARQL 1.1 speaks of xsd:dateTime alone, the engine reads these."""


_Kinds: TypeAlias = tuple[Mapping[str, int], s.Iri]
"""What the values of a variable are, with how many of each kind, and the property that says so."""


def comparisons(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Comparisons with what a variable never is, or is of another kind than in some cases."""
    for group, kinds, node in _conditions(asked):
        for one, operator, other in _compared(node):
            if one.name in kinds:
                known, prop = kinds[one.name]
                known = _kinds_here(asked, node, one.name, known) if isinstance(node, s.Infix) else known
                place = node if isinstance(node, s.Infix) else other
                told = _comparison(place, one.name, operator, other, (known, prop), asked.graph)
                yield from beside_others(told, group)


def parts_of_days(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Years and months read from what has none, as a span or a mere text."""
    for _, kinds, node in _conditions(asked):
        for call in node.operands if isinstance(node, s.Infix) else ():
            name = name_in(call.arguments[0]) if isinstance(call, s.Call) and call.arguments else ""
            if isinstance(node, s.Infix) and isinstance(call, s.Call) and call.function in _PARTS and name in kinds:
                told = _kinds_here(asked, node, name, kinds[name][0])
                if lacking := {kind: n for kind, n in told.items() if kind not in _PARTS[call.function]}:
                    slots = _shares(lacking, told, kinds[name][1])
                    hint = say("values.year" if call.function == "YEAR" else "values.days")
                    yield warning(call, say("values.no_part", call=f"{call.function}(?{name})", **slots), hint)


def unquoted_days(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Days that are written without quotation marks, which subtracts numbers."""
    for node in (node for _, _, node in _conditions(asked) if isinstance(node, s.Infix)):
        numbers = [each.value for each in node.operands if isinstance(each, s.Literal) and each.value.isdecimal()]
        if {*node.operators} == {"-"} and len(node.operands) == len(numbers) == _DAY and len(numbers[0]) == _YEAR:
            day = f'"{"-".join(numbers)}"^^xsd:date'
            told = say("values.subtracted", code=asked.text[node.start : node.end])
            yield warning(node, told, meant(day), instead=day)


def functions_of_texts(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Functions that read texts, of a thing."""
    for _, kinds, node in _conditions(asked):
        name = name_in(node.arguments[0]) if isinstance(node, s.Call) and node.arguments else ""
        things = name in kinds and kinds[name][0].keys() == {"thing"}
        if things and isinstance(node, s.Call) and node.function in _READING:
            yield warning(node, say("values.no_text", function=str(node.function), name=f"?{name}"))


def sums(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Sums and averages of what is no number, which have no value."""
    for group in asked.groups:
        for node in totals(group.select, "SUM", "AVG") if group.select is not None else ():
            name = name_in(node.argument)
            known, prop = _kinds_of(group, asked.graph).get(name, ({}, None))
            if prop is not None and "number" not in known:
                call = f"{node.function}(?{name})"
                told = say("values.no_sum", call=call, property=written_name(prop), values=kinds_of(known))
                yield warning(node, told)


def _conditions(asked: AskedQuery) -> Iterator[tuple[Conjunction, dict[str, _Kinds], Node]]:
    """The parts of conditions, those of EXISTS apart, each with its group and what the variables there are."""
    for group in asked.groups:
        kinds = _kinds_of(group, asked.graph) if group.conditions else {}
        for condition in group.conditions:
            for node in walk(condition, lambda node: not isinstance(node, s.Exists)):
                yield group, kinds, node


def _kinds_of(group: Conjunction, graph: LookedGraph) -> dict[str, _Kinds]:
    found: dict[str, _Kinds] = {}
    for step in group.all:
        told = graph.profile.kinds.get(step.property.value)
        if isinstance(step.object, str) and told and step.object not in group.given:
            found.setdefault(step.object, (told, step.property))
        if isinstance(step.subject, str) and step.subject not in group.given:
            found[step.subject] = ({"thing": 1}, step.property)
    return found


def _kinds_here(asked: AskedQuery, node: s.Infix, name: str, kinds: Mapping[str, int]) -> Mapping[str, int]:
    """The kinds of times that a variable has in the query but for a comparison, where it can have several at all.

    Those that its property has in all of the graph stand where the query does not tell.
    """
    several = len(TIMES & kinds.keys()) > 1
    other = query_trees.query(put_otherwise(asked.text, [(node, "true")])) if several else None
    if not isinstance(other, Select) or other.dataset or name not in visible((other.where,)):
        return kinds
    query = (
        f"SELECT ?kind (COUNT(*) AS ?n) {{ {{ SELECT DISTINCT * WHERE {written(other.where, full=True)} }} "
        f"BIND(STR(DATATYPE(?{name})) AS ?kind) }} GROUP BY ?kind"
    )
    found: dict[str, int] = {}
    with suppress(EngineError):
        for kind, number in asked.graph.rows(query):
            if isinstance(kind, Literal) and isinstance(number, Literal):
                found[kind_of(kind.value)] = int(number.value)
    return found or kinds


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


def _comparison(
    place: Node, name: str, operator: str, value: s.Iri | s.Literal, known: _Kinds, graph: LookedGraph
) -> Iterator[QueryWarning]:
    kinds, prop = known
    kind = "thing" if isinstance(value, s.Iri) else kind_said(value)
    condition, ordered = f"?{name} {operator} {value_said(value)}", operator in _ORDER
    if kind not in kinds and (ordered or kind not in TIMES or not TIMES & kinds.keys()):
        if operator == "!=" or (not ordered and (kind == "thing" or kinds.keys() == {"thing"})):
            yield from unused_value(prop, value, graph)
            return
        of_times = kind in ("number", *TIMES) and TIMES & kinds.keys()
        hint = say("values.year" if kind == "number" else "values.days") if of_times else None
        told = say("values.never", condition=condition, property=written_name(prop), values=kinds_of(kinds))
        yield warning(place, told, hint)
    elif ordered and (left := {k: n for k, n in kinds.items() if k != kind and k in TIMES}):
        # Whatever is of another kind is told with those.
        others = {k: n for k, n in kinds.items() if k != kind}
        slots = {**_shares(left, kinds, prop), "values": kinds_of(others)}
        yield warning(place, say("values.passed_over", condition=condition, **slots), say("values.days"))
    elif not ordered and isinstance(value, s.Literal) and kind == "text":
        yield from unused_value(prop, value, graph)


def _shares(some: Mapping[str, int], kinds: Mapping[str, int], prop: s.Iri) -> dict[str, Slot]:
    return {
        "left": sum(some.values()),
        "total": sum(kinds.values()),
        "property": written_name(prop),
        "values": kinds_of(some),
    }


# -- what bounds an answer: its LIMIT, graphs that are named, forms in which literals are kept

_OF_FORMS: Final = frozenset(("STR", "DATATYPE", "SAMETERM"))


def cut_by_limit(asked: AskedQuery) -> Iterator[QueryWarning]:
    """What a LIMIT cuts off, but for the rest of those that are asked for as the highest of all."""
    tree, after = asked.tree, asked.tree.modifiers
    if not isinstance(tree, Select) or not after.limit or (asked.answered or 0) < after.limit:
        return
    around: Sequence[Sequence[Term | None]] | None = None
    if not asked.all(s.Service):  # others are not asked again
        last = replace(after, limit=2, offset=(after.offset or 0) + after.limit - 1)
        # Where the next row cannot be looked at, there may be one.
        with suppress(EngineError):
            around = list(asked.graph.rows(written(replace(tree, modifiers=last), full=True)))
    if around is not None and len(around) < 2:
        return
    place = _sorted_by(tree)
    if around is not None and place is not None and after.order_by[0].direction == "DESC":
        one, other = (row[place] for row in around)
        if one == other:
            name = f"?{columns(tree)[place]}"
            yield warning(None, say("answers.cut_among_equals", limit=after.limit, value=term_said(one), name=name))
        if one == other or (isinstance(one, Literal) and kind_of(one.datatype.value) == "number"):
            return
    yield warning(None, say("answers.cut", limit=after.limit))


def _sorted_by(tree: Select) -> int | None:
    """The place of the column by which the rows are in order first."""
    for key in tree.modifiers.order_by[:1]:
        for place, column in enumerate(tree.columns):
            if key.key == column or (isinstance(column, Alias) and key.key in (column.variable, column.expression)):
                return place
    return None


def lacking_graphs(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Graphs that are named and that are not there, or that have nothing of what an empty answer asked of them."""
    named: list[tuple[str, Node, s.Iri, Node, int]] = [
        ("FROM", each, each.graph, asked.tree, each.end) for each in asked.all(Dataset)
    ]
    named += [
        ("GRAPH", each, each.name, each.pattern, each.pattern.start)
        for each in asked.all(s.InGraph)
        if isinstance(each.name, s.Iri)
    ]
    for word, node, graph, pattern, end in named:
        size = asked.graph.number(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph.value}> {{ ?s ?p ?o }} }}")
        if not size:
            yield warning(node, say("answers.no_graph", name=written_name(graph), word=word))
        elif asked.answered == 0 and (more := asked.graph.size(asked.text[: node.start] + asked.text[end:])):
            lacking = _lacking(pattern, graph.value, asked)
            without = say("answers.without_graph", word=word, n=more)
            key = "answers.graph_lacks" if lacking else "answers.graph_has"
            told = say(key, name=written_name(graph), n=size, lacking=", ".join(lacking), without=without)
            yield warning(node, told)


def _lacking(pattern: Node, graph: str, asked: AskedQuery) -> list[str]:
    """The properties and classes of a pattern that a graph has none of, as the query has them."""
    said = [node for node in walk(pattern) if isinstance(node, s.Predicate)]
    terms = [term for node in said for term in (*walk(node.verb), *node.objects)]
    named = {term.value: term for term in terms if isinstance(term, s.Iri)}
    values = " ".join(f"<{iri}>" for iri in named)
    there = f"GRAPH <{graph}> {{ {{ ?x ?t ?y }} UNION {{ ?x ?y ?t }} }}"
    found = asked.graph.iris(f"SELECT ?t {{ VALUES ?t {{ {values} }} FILTER NOT EXISTS {{ {there} }} }}")
    return [written_name(named[iri]) for iri in found]


def kept_otherwise(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Literals that the engine keeps in another form, in a query that reads forms (SPARQL 1.1 §17.4.2)."""
    calls = (node.function for node in asked.all(s.Call))
    if _OF_FORMS.isdisjoint(name.upper() for name in calls if isinstance(name, str)):
        return
    for node in asked.all(s.Literal):
        term = term_of(node)
        if isinstance(term, Literal) and kept(term) != term:
            ((stored,),) = asked.graph.rows(f"SELECT ?x {{ VALUES ?x {{ {term} }} }}")
            if isinstance(stored, Literal) and stored != term:
                yield warning(node, say("answers.kept", value=written(node), other=written(constant(stored))))
