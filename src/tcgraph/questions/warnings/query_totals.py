"""Totals in which something is no such thing as the others, or is there a second time, or of another unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from tcgraph.questions.warnings.asked_query import AskedQuery, name_in, totals
from tcgraph.questions.warnings.repeated_rows import ADDING
from tcgraph.questions.warnings.warning_sentences import TYPE, QueryWarning, name_of, say, terms, warning
from tcgraph.rdf import Literal
from tcgraph.sparql import syntax as s
from tcgraph.sparql import written
from tcgraph.sparql.forms import Select
from tcgraph.sparql.node import walk
from tcgraph.terms import TC

_ITEM: Final = f"<{TC}ReportedItem>"
_SAME_DEED: Final = TC + "sameDeedAs"
_UNITS: Final = {TC + "value": TC + "unit", TC + "amount": TC + "currency"}
"""The numbers that are of a unit, and by which property."""
_KINDS: Final = 2
"""Of so many kinds a thing may be where two are meant: what was asked, and what was reported."""


_APART: Final = (
    ("totals.collectives", "Agent", f"a <{TC}Collective>", terms("Collective")),
    ("totals.states", "ReportedItem", f"a <{TC}StateOfAffairs>", terms("StateOfAffairs", "ReportedItem")),
    ("totals.same_events", "Event", f"<{TC}inferredSameEventAs> ?other", terms("inferredSameEventAs")),
)
"""Some of a class that are no such thing as it is taken for.

The sentence that says what they are, and how they are left out or found; the class of all that is counted; what sets
some apart; and the terms of which who speaks knows of it.
"""


def taken_together(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Totals of a variable some of whose values are no such thing as the total is taken for, or are there twice.

    A query that speaks of what would be told knows of it, and groups show what they are of.
    """
    for select in (each for each in asked.all(Select) if not each.modifiers.group_by):
        for node in totals(select, "COUNT"):
            of = f"?{name_in(node.argument)}"
            for key, kind, pattern, spoken in _APART if isinstance(node.argument, s.Var) else ():
                if not asked.names_any(spoken):
                    for row in asked.graph.rows(_shares(of, kind, pattern, select)):
                        total, kinds, some = (int(term.value) if isinstance(term, Literal) else 0 for term in row)
                        if kinds == total and some > 0 and (some < total or kind == "Event"):
                            yield warning(node, say(key, total=total, name=of, part=some))


def _shares(of: str, kind: str, apart: str, select: Select) -> str:
    """How many a variable stands for, how many of them are of a class, and how many are set apart."""
    return (
        f"SELECT (COUNT(*) AS ?all) (SUM(?kind) AS ?kinds) (SUM(?such) AS ?apart) {{ "
        f"{{ SELECT DISTINCT {of} WHERE {written(select.where, full=True)} }} FILTER(BOUND({of})) "
        f"BIND(IF(EXISTS {{ {of} a <{TC}{kind}> }}, 1, 0) AS ?kind) "
        f"BIND(IF(EXISTS {{ {of} {apart} }}, 1, 0) AS ?such) }}"
    )


def told_twice(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Deeds that two rows tell and one count has twice."""
    keys = asked.select.modifiers.group_by
    if _SAME_DEED in asked.iris or not all(isinstance(key, s.Var) for key in keys):
        return
    groups = " ".join(f"?{name_in(key)}" for key in keys)
    for node in totals(asked.select, "COUNT"):
        if not node.distinct or not isinstance(node.argument, s.Var):
            continue
        one = f"?{node.argument.name}"
        where = f"{{ {asked.where} FILTER(BOUND({one})) }}"
        twice = (
            f"{{ SELECT DISTINCT {groups} {one} WHERE {where} }} "
            f"{one} a {_ITEM} ; <{_SAME_DEED}> ?told_again FILTER(STR({one}) < STR(?told_again)) "
            f"{{ SELECT DISTINCT {groups} ({one} AS ?told_again) WHERE {where} }}"
        )
        # Who counts whatever there is counts what is written down, and no deeds.
        others = f"SELECT {one} {{ {where} FILTER NOT EXISTS {{ {one} a {_ITEM} }} }} LIMIT 1"
        if (number := asked.graph.distinct(one, twice)) and not asked.graph.any(others):
            yield warning(node, say(f"totals.told_twice{'_in_groups' if keys else ''}", n=number))


def units(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Sums and means of numbers that are of several units."""
    steps = {step.object: step for group in asked.own_groups for step in group.steps}
    for node in totals(asked.select, "SUM", "AVG") if not asked.select.modifiers.group_by else ():
        step = steps.get(name_in(node.argument))
        unit = _UNITS.get(step.property.value) if step is not None else None
        if step is not None and unit is not None and step.subject in asked.variables:
            of = f"?{step.subject} <{unit}> ?unit FILTER(LANG(?unit) IN ('en', ''))"
            if (number := asked.graph.distinct("?unit", f"{asked.where} {of}")) > 1:
                call = f"{node.function}(?{name_in(node.argument)})"
                yield warning(node, say("totals.units", call=call, number=number, property=name_of(unit)))


def counted_again(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Matches that are counted again, since a variable that is read nowhere else has several values.

    Of texts in several languages something else is told.
    """
    adding = (node for node in totals(asked.select, *ADDING) if node.argument is not None and not node.distinct)
    if asked.select.modifier or not any(adding):
        return
    read = Counter(node.name for node in asked.all(s.Var))
    for variable, prop in _ends(asked.select.where):
        others = [name for name in asked.variables if name != variable.name]
        languages = asked.graph.profile.languages.get(prop, ())
        if read[variable.name] > 1 or not others or not prop or len(languages) > 1:
            continue
        if (number := asked.count(asked.variables) - asked.count(others)) > 0:
            yield warning(variable, say("totals.counted_again", name=f"?{variable.name}", n=number))


def _ends(where: s.Group) -> Iterator[tuple[s.Var, str]]:
    """The variables that a property leads to, each with the property."""
    for node in walk(where, lambda node: not isinstance(node, Select | s.Exists | s.Minus)):
        for predicate in node.predicates if isinstance(node, s.Triples) else ():
            prop = predicate.verb.value if isinstance(predicate.verb, s.Iri) else ""
            yield from ((end, prop) for end in predicate.objects if isinstance(end, s.Var))


def all_statements(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Totals of all statements there are, in which those of the ontology and what is concluded are no fewer."""
    for select in asked.all(Select) if asked.is_plain else ():
        if select.modifiers.group_by or not any(totals(select)):
            continue
        read = Counter(node.name for node in walk(select.where) if isinstance(node, s.Var))
        for each in select.where.elements:
            match each:
                case s.Triples(s.Var() as one, (s.Predicate(s.Var() as two, (s.Var() as three,)),)):
                    if all(read[end.name] == 1 for end in (one, two, three)):
                        yield warning(each, say("totals.all_statements"))


def of_many_kinds(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Rows of things of many kinds, since a property that all of them have is all that is asked of them."""
    given = asked.groups[0].given if asked.groups else frozenset()
    counted = {name_in(node.argument) for node in totals(asked.select, "COUNT")}
    typed = {
        name_in(node.subject)
        for node in asked.all(s.Triples)
        if any(isinstance(part, s.Iri) and part.value == TYPE for part in walk(node))
    }
    ends = {name_in(end) for node in asked.all(s.Predicate) for end in node.objects}
    # What is planned or exists is asked of products, events, agreements and projects alike.
    across = {step.subject for step in asked.steps if step.property.value == TC + "stateCode"}
    reached = ends | {step.object for step in asked.steps} | typed | given | across
    for name in sorted((asked.shown | counted) & {step.subject for step in asked.steps} - reached):
        kinds = _kinds(name, asked)
        if len(kinds) > _KINDS:
            one, other = (f"{name_of(kind)} ({number})" for kind, number in kinds[:_KINDS])
            yield warning(None, say("totals.kinds", name=f"?{name}", number=len(kinds), one=one, other=other))


def _kinds(name: str, asked: AskedQuery) -> list[tuple[str, int]]:
    """The classes of what a variable stands for, of those that share a thing the widest, with how many there are."""
    query = (
        f"SELECT ?kinds (COUNT(*) AS ?n) {{ "
        f"SELECT ?{name} (GROUP_CONCAT(DISTINCT STR(?kind); separator=' ') AS ?kinds) {{ "
        f"{{ SELECT DISTINCT ?{name} WHERE {asked.where} }} ?{name} a ?kind "
        f"}} GROUP BY ?{name} }} GROUP BY ?kinds"
    )
    found: list[tuple[Counter[str], int]] = []
    for kinds, number in asked.graph.rows(query):
        if isinstance(kinds, Literal) and isinstance(number, Literal):
            total = int(number.value)
            own = Counter(dict.fromkeys((each for each in kinds.value.split() if each.startswith(TC)), total))
            for each in [one for one in found if one[0].keys() & own.keys()]:
                found.remove(each)
                own, total = own + each[0], total + each[1]
            found += [(own, total)] if own else []
    widest = [(max(sorted(own), key=lambda kind: own[kind]), total) for own, total in found]
    return sorted(widest, key=lambda one: (-one[1], one[0]))
