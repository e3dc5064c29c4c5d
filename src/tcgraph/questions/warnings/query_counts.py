"""Counts in which something is no such thing as the others, or is there a second time; what a variable stands for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Final

from tcgraph.engine import query_trees
from tcgraph.errors import EngineError
from tcgraph.namespaces import RDF_TYPE
from tcgraph.questions.graph_profile import GraphProfile, Rows, kind_of
from tcgraph.questions.warnings.conjunctions import conjunctions, shown
from tcgraph.questions.warnings.query_words import TIMES, QueryWarning, name_of, number_of, put_otherwise
from tcgraph.rdf import Literal
from tcgraph.sparql import syntax as s
from tcgraph.sparql import written
from tcgraph.sparql.forms import Select
from tcgraph.sparql.node import walk
from tcgraph.sparql.variable_scope import visible
from tcgraph.terms import TC

_APART: Final = (
    (
        "Agent",
        "a tc:Collective",
        "several bodies named together",
        "FILTER NOT EXISTS {{ {of} a tc:Collective }} leaves them out",
    ),
    (
        "ReportedItem",
        "a tc:StateOfAffairs",
        "states of affairs, which are no deeds",
        "{of} a tc:Action leaves them out",
    ),
    (
        "Event",
        "tc:inferredSameEventAs ?other",
        "one event under two names, by our reading",
        "tc:inferredSameEventAs tells which",
    ),
)
"""Where all that is counted is of a class, what sets some apart, what these are, and how they are left out or found."""


def counted(tree: Select, rows: Rows) -> Iterator[QueryWarning]:
    """Totals of a variable some of whose values are no such thing as the total is taken for, or are there twice.

    A query that speaks of what would be told knows of it, and groups show what they are of.
    """
    named = {node.value for node in walk(tree) if isinstance(node, s.Iri)}
    for select in (node for node in walk(tree) if isinstance(node, Select) and not node.modifiers.group_by):
        for node in (each for column in select.columns for each in walk(column)):
            if isinstance(node, s.Aggregate) and node.function == "COUNT" and isinstance(node.argument, s.Var):
                yield from _of(node, node.argument.name, select, named, rows)


def _of(node: s.Aggregate, name: str, select: Select, named: set[str], rows: Rows) -> Iterator[QueryWarning]:
    of = f"?{name}"
    for kind, apart, what, instead in _APART:
        spoken = re.findall(r"tc:(\w+)", apart) + [kind] * (kind == "ReportedItem")
        if not named.isdisjoint(TC + term for term in spoken):
            continue
        pattern = re.sub(r"tc:(\w+)", rf"<{TC}\1>", apart)
        query = (
            f"SELECT (COUNT(*) AS ?all) (SUM(?kind) AS ?kinds) (SUM(?such) AS ?apart) {{ "
            f"{{ SELECT DISTINCT {of} WHERE {written(select.where, full=True)} }} FILTER(BOUND({of})) "
            f"BIND(IF(EXISTS {{ {of} a <{TC}{kind}> }}, 1, 0) AS ?kind) "
            f"BIND(IF(EXISTS {{ {of} {pattern} }}, 1, 0) AS ?such) }}"
        )
        for row in rows(query):
            total, kinds, some = (int(term.value) if isinstance(term, Literal) else 0 for term in row)
            if kinds == total and some > 0 and (some < total or kind == "Event"):
                message = f"Among the {total} that {of} stands for, {what}: {some}. {instead.format(of=of)}."
                yield QueryWarning(message, node.start, node.end)


def kinds_here(text: str, node: s.Infix, name: str, kinds: dict[str, int], rows: Rows) -> dict[str, int]:
    """The kinds of times that a variable has in a query but for a comparison, where it can have several at all.

    Args:
        text: the query.
        node: the comparison.
        name: the variable.
        kinds: what its property has in all of the graph, which stands where the query does not tell.
        rows: runs a SELECT query.
    """
    other = query_trees.query(put_otherwise(text, [(node, "true")])) if len(TIMES & kinds.keys()) > 1 else None
    if not isinstance(other, Select) or other.dataset or name not in visible((other.where,)):
        return kinds
    query = (
        f"SELECT ?kind (COUNT(*) AS ?n) {{ {{ SELECT DISTINCT * WHERE {written(other.where, full=True)} }} "
        f"BIND(STR(DATATYPE(?{name})) AS ?kind) }} GROUP BY ?kind"
    )
    found: dict[str, int] = {}
    # A look that takes too long is as good as none.
    with suppress(EngineError):
        for kind, number in rows(query):
            if isinstance(kind, Literal) and isinstance(number, Literal):
                found[kind_of(kind.value)] = int(number.value)
    return found or kinds


def told_twice(tree: Select, rows: Rows) -> Iterator[QueryWarning]:
    """Deeds that two rows tell and one count has twice."""
    same = TC + "sameDeedAs"
    if any(getattr(n, "value", "") == same for n in walk(tree)):
        return
    keys = tree.modifiers.group_by
    if not all(isinstance(key, s.Var) for key in keys):
        return
    groups = " ".join(f"?{key.name}" for key in keys if isinstance(key, s.Var))
    for node in (each for column in tree.columns for each in walk(column)):
        if not (isinstance(node, s.Aggregate) and node.function == "COUNT" and node.distinct):
            continue
        if not isinstance(node.argument, s.Var):
            continue
        one = f"?{node.argument.name}"
        where = f"{{ {written(tree.where, full=True)} FILTER(BOUND({one})) }}"
        query = (
            f"SELECT (COUNT(DISTINCT {one}) AS ?n) {{ {{ SELECT DISTINCT {groups} {one} WHERE {where} }} "
            f"{one} a <{TC}ReportedItem> ; <{same}> ?told_again FILTER(STR({one}) < STR(?told_again)) "
            f"{{ SELECT DISTINCT {groups} ({one} AS ?told_again) WHERE {where} }} }}"
        )
        # Who counts whatever there is counts what is written down, and no deeds.
        others = f"SELECT {one} {{ {where} FILTER NOT EXISTS {{ {one} a <{TC}ReportedItem> }} }} LIMIT 1"
        if (number := number_of(rows(query))) and not any(True for _ in rows(others)):
            message = f"Deeds that two rows tell and that are counted twice here: {number}."
            yield QueryWarning(f"{message} tc:sameDeedAs tells which.", node.start, node.end)


def mixed(tree: Select, rows: Rows) -> Iterator[QueryWarning]:
    """Rows of things of many kinds, since a property that all of them have is all that is asked of them."""
    steps = [step for group in conjunctions(tree) if group.select is tree and group.required for step in group.steps]
    given = next((group.given for group in conjunctions(tree)), frozenset())
    counted_ = {
        node.argument.name
        for column in tree.columns
        for node in walk(column)
        if isinstance(node, s.Aggregate) and node.function == "COUNT" and isinstance(node.argument, s.Var)
    }
    typed = {
        node.subject.name
        for node in walk(tree)
        if isinstance(node, s.Triples) and isinstance(node.subject, s.Var)
        for part in walk(node)
        if isinstance(part, s.Iri) and part.value == RDF_TYPE.value
    }
    ends = {
        end.name
        for node in walk(tree)
        if isinstance(node, s.Predicate)
        for end in node.objects
        if isinstance(end, s.Var)
    }
    # What is planned or exists is asked of products, events, agreements and projects alike.
    across = {step.subject for step in steps if step.property.value == TC + "stateCode"}
    reached = ends | {step.object for step in steps} | typed | given | across
    for name in sorted((shown(tree) | counted_) & {step.subject for step in steps} - reached):
        kinds = _kinds(tree, name, rows)
        if len(kinds) > _KINDS:
            one, other = (f"{name_of(kind)} ({number})" for kind, number in kinds[:_KINDS])
            message = f"?{name} is of {len(kinds)} kinds, such as {one} and {other}. A class keeps those of one."
            yield QueryWarning(message)


_KINDS: Final = 2
"""Of so many kinds a thing may be where two are meant: what was asked, and what was reported."""


def _kinds(tree: Select, name: str, rows: Rows) -> list[tuple[str, int]]:
    """The classes of what a variable stands for, of those that share a thing the widest, with how many there are."""
    query = (
        f"SELECT ?kinds (COUNT(*) AS ?n) {{ "
        f"SELECT ?{name} (GROUP_CONCAT(DISTINCT STR(?kind); separator=' ') AS ?kinds) {{ "
        f"{{ SELECT DISTINCT ?{name} WHERE {written(tree.where, full=True)} }} ?{name} a ?kind "
        f"}} GROUP BY ?{name} }} GROUP BY ?kinds"
    )
    found: list[tuple[dict[str, int], int]] = []
    for kinds, number in rows(query):
        if isinstance(kinds, Literal) and isinstance(number, Literal):
            n = int(number.value)
            own, total = dict.fromkeys((each for each in kinds.value.split() if each.startswith(TC)), n), n
            for each in [one for one in found if one[0].keys() & own.keys()]:
                found.remove(each)
                own = {kind: own.get(kind, 0) + each[0].get(kind, 0) for kind in own | each[0]}
                total += each[1]
            found += [(own, total)] if own else []
    widest = [(max(sorted(own), key=lambda kind: own[kind]), total) for own, total in found]
    return sorted(widest, key=lambda one: (-one[1], one[0]))


_UNITS: Final = {TC + "value": TC + "unit", TC + "amount": TC + "currency"}


def units(tree: Select, rows: Rows) -> Iterator[QueryWarning]:
    """Sums and means of numbers that are of several units."""
    if tree.modifiers.group_by:
        return
    steps = {step.object: step for group in conjunctions(tree) if group.select is tree for step in group.steps}
    for node in (each for column in tree.columns for each in walk(column)):
        if isinstance(node, s.Aggregate) and node.function in ("SUM", "AVG") and isinstance(node.argument, s.Var):
            step = steps.get(node.argument.name)
            unit = _UNITS.get(step.property.value) if step is not None and isinstance(step.subject, str) else None
            if step is None or unit is None or step.subject not in visible((tree.where,)):
                continue
            query = (
                f"SELECT (COUNT(DISTINCT ?unit) AS ?n) {{ {written(tree.where, full=True)} ?{step.subject} <{unit}> "
                f"?unit FILTER(LANG(?unit) IN ('en', '')) }}"
            )
            if (number := number_of(rows(query))) > 1:
                message = f"{node.function}(?{node.argument.name}) adds up numbers of {number} units"
                yield QueryWarning(f"{message}; {name_of(unit)} tells them apart.", node.start, node.end)


def doubled(tree: Select, rows: Rows, profile: GraphProfile) -> Iterator[QueryWarning]:
    """Matches that are counted again, since a variable that is read nowhere else has several values.

    Args:
        tree: the query.
        rows: runs a SELECT query.
        profile: what the graph has; of texts in several languages something else is told.
    """
    if tree.modifier or not tree.columns:
        return
    totals = [node for column in tree.columns for node in walk(column) if isinstance(node, s.Aggregate)]
    again = [node for node in totals if node.function in _ADDING and node.argument is not None and not node.distinct]
    if not again:
        return
    read = Counter(node.name for node in walk(tree) if isinstance(node, s.Var))
    every = sorted(set(visible((tree.where,))))
    for variable, prop in _ends(tree.where):
        others = [name for name in every if name != variable.name]
        if read[variable.name] > 1 or not others or not prop or len(profile.languages.get(prop, ())) > 1:
            continue
        number = matches(tree, every, rows) - matches(tree, others, rows)
        if number > 0:
            yield _doubled(variable, number)


_ADDING: Final = frozenset(("COUNT", "SUM", "AVG"))


def _ends(where: s.Group) -> Iterator[tuple[s.Var, str]]:
    """The variables that a property leads to, each with the property."""
    for node in walk(where, lambda node: not isinstance(node, Select | s.Exists | s.Minus)):
        for predicate in node.predicates if isinstance(node, s.Triples) else ():
            prop = predicate.verb.value if isinstance(predicate.verb, s.Iri) else ""
            yield from ((end, prop) for end in predicate.objects if isinstance(end, s.Var))


def matches(tree: Select, names: Collection[str], rows: Rows, modifier: str = "DISTINCT") -> int:
    """How many rows of some variables a query's patterns have, each once unless another modifier says otherwise."""
    shown = " ".join(f"?{name}" for name in names)
    query = f"SELECT (COUNT(*) AS ?n) {{ SELECT {modifier} {shown} WHERE {written(tree.where, full=True)} }}"
    return number_of(rows(query))


def also(tree: Select, pattern: s.Group | None) -> Select:
    """A query whose rows have to fit a pattern, too."""
    more = pattern.elements if pattern is not None else ()
    return replace(tree, where=replace(tree.where, elements=(*tree.where.elements, *more)))


def _doubled(variable: s.Var, number: int) -> QueryWarning:
    what = f"{number} {'match is' if number == 1 else 'matches are'} counted again. FILTER EXISTS asks for it once"
    message = f"?{variable.name} has several values for one match of the rest, and is read nowhere: {what}."
    return QueryWarning(message, variable.start, variable.end)
