"""Values that a query asks for and that nothing has, or that are no values but things, or the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from tcgraph.diagnostics.suggest import WordPool
from tcgraph.questions.warnings.asked_query import AskedQuery
from tcgraph.questions.warnings.conjunctions import Conjunction
from tcgraph.questions.warnings.looked_graph import LookedGraph
from tcgraph.questions.warnings.meant_names import holds
from tcgraph.questions.warnings.warning_sentences import (
    NAMES,
    FilledSentence,
    QueryWarning,
    hint,
    kind_said,
    kinds_of,
    literal_of,
    meant,
    say,
    term_said,
    value_said,
    warning,
    written_name,
)
from tcgraph.rdf import Literal
from tcgraph.sparql import syntax as s
from tcgraph.sparql.constants import term_of
from tcgraph.sparql.node import walk
from tcgraph.terms import QUERY_PREFIXES

_FEW: Final = 20
"""So many values are told one by one."""
_SHORT: Final = 80
"""Characters of a value that a word may be a slip for."""
_ENGLISH_FIRST: Final = 'ORDER BY (LANG(?o) != "en") LANG(?o)'


def constants(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Values in patterns that nothing has."""
    for step in (step for group in asked.groups for step in group.steps):
        if isinstance(step.object, s.Iri | s.Literal):
            yield from unused_value(step.property, step.object, asked.graph)


def listed_values(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Values in VALUES that nothing has."""
    for group in asked.groups:
        for property_, value in _cells(group):
            yield from beside_others(unused_value(property_, value, asked.graph), group)


def _cells(group: Conjunction) -> Iterator[tuple[s.Iri, s.Iri | s.Literal]]:
    """What VALUES lists for what a property leads to, with the property."""
    for values in group.values:
        for row in values.rows:
            for variable, cell in zip(values.variables, row, strict=True):
                if isinstance(cell, s.Iri | s.Literal):
                    yield from ((step.property, cell) for step in group.steps if step.object == variable.name)


def beside_others(warnings: Iterator[QueryWarning], group: Conjunction) -> Iterator[QueryWarning]:
    """Warnings, but for what they put forward that VALUES or IN list, too: a word is no slip for one beside it."""
    choices = (node for condition in group.conditions for node in walk(condition) if isinstance(node, s.In))
    offered = [cell for _, cell in _cells(group)]
    offered += [each for node in choices for each in node.choices if isinstance(each, s.Iri | s.Literal)]
    listed = {term_said(term_of(each)) for each in offered}
    for one in warnings:
        told = tuple(said for said in one.sentences if said != meant(one.instead))
        yield replace(one, sentences=told, instead="") if one.instead in listed else one


def unused_value(prop: s.Iri, value: s.Iri | s.Literal, graph: LookedGraph) -> Iterator[QueryWarning]:
    """That nothing has a value by a property, with the one that may be meant, or what there is."""
    kinds, name = graph.profile.kinds.get(prop.value), written_name(prop)
    if kinds is None or (isinstance(value, s.Iri) and "thing" in kinds):
        return
    if isinstance(value, s.Iri) or kinds.keys() == {"thing"}:
        near = _instead(prop.value, value, graph)
        other: FilledSentence | None = meant(near) or hint(prop.value) or say("values.by_name")
        if isinstance(value, s.Iri) and not near:
            other = _every_value(prop.value, graph)
        key = "values.no_thing" if isinstance(value, s.Iri) else "values.no_value"
        yield warning(value, say(key, property=name, value=value_said(value)), other, instead=near)
    elif not graph.matched(f"?s <{prop.value}> {literal_of(value)}"):
        near = _nearest_value(prop.value, value, graph)
        # What is another name of something is no slip for what looks like it.
        is_name = near and prop.value in NAMES and f'"{value.value}"' not in near
        other = _named_so(value.value, graph) if is_name else None
        if other is not None and "skos:altLabel" in str(other.slots["ways"]):
            near = ""
        else:
            other = meant(near) or _what_there_is(prop, value, graph)
        # What differs by its datatype alone is shown with it.
        shown = value_said(value) if value_said(value) != near else term_said(term_of(value))
        yield warning(value, say("values.unused", value=shown, property=name), other, instead=near)


def _what_there_is(prop: s.Iri, value: s.Literal, graph: LookedGraph) -> FilledSentence | None:
    """The property's values, their kinds, or by which other property it is there."""
    kinds = graph.profile.kinds[prop.value]
    if kind_said(value) not in kinds:
        return say("values.are", values=kinds_of(kinds))
    found = _every_value(prop.value, graph) or _named_so(value.value, graph)
    return found or (say("values.search") if prop.value in NAMES else None)


def _instead(prop: str, value: s.Iri | s.Literal, graph: LookedGraph) -> str:
    """The value that a thing is told by where a value is asked for, or the one thing that is called so."""
    prefix, _, local = value.value.partition(":")
    if isinstance(value, s.Literal) and prefix in QUERY_PREFIXES and local:
        return value.value  # a name, in quotation marks
    if isinstance(value, s.Iri):
        query = f"{{ <{value.value}> ?called ?o . ?s <{prop}> ?o FILTER(isLiteral(?o)) }} {_ENGLISH_FIRST}"
    else:
        same = f"LCASE(STR(?called)) = {Literal(value.value.casefold())}"
        query = f"{{ ?s <{prop}> ?o . ?o ?by ?called FILTER(isLiteral(?called) && {same}) }}"
    found = [term_said(term) for (term,) in graph.rows(f"SELECT DISTINCT ?o {query} LIMIT 2")]
    return found[0] if len(found) == 1 else ""


def _nearest_value(prop: str, value: s.Literal, graph: LookedGraph) -> str:
    """The value meant: the same in another datatype or language, or one that is written nearly so."""

    def first(text: str) -> str:
        same = f"?s <{prop}> ?o FILTER(STR(?o) = {Literal(text)})"
        rows = graph.rows(f"SELECT DISTINCT ?o {{ {same} }} {_ENGLISH_FIRST} LIMIT 1")
        return next((term_said(term) for (term,) in rows), "")

    if (same := first(value.value)) or kind_said(value) != "text":
        return same
    short = f"isLiteral(?o) && STRLEN(STR(?o)) < {_SHORT}"
    rows = graph.rows(f"SELECT DISTINCT ?o {{ ?s <{prop}> ?o FILTER({short}) }} LIMIT 5000")
    words = [term.value for (term,) in rows if isinstance(term, Literal)]
    holding = [word for word in words if " " not in word and holds(word, value.value)]
    alike = (word for _, word in WordPool(words).near(value.value) if word[:1].casefold() == value.value[:1].casefold())
    near = holding[0] if len(holding) == 1 else next(alike, None)
    return first(near) if near is not None else ""


def _every_value(prop: str, graph: LookedGraph) -> FilledSentence | None:
    """Each value of a property, where they are few, as codes are."""
    query = f"SELECT DISTINCT ?o {{ ?s <{prop}> ?o FILTER(isLiteral(?o)) }} LIMIT {_FEW + 1}"
    told = sorted(term_said(term) for (term,) in graph.rows(query))
    return say("values.are", values=", ".join(told)) if len(told) <= _FEW else None


def _named_so(text: str, graph: LookedGraph) -> FilledSentence | None:
    """What is called so, where it is one thing, and by which properties, those of what is said of terms apart."""
    whole = re.sub(r"(?<=[a-z])\d{1,2}$", lambda found: found[0].zfill(3), text.casefold())  # C87 is C087
    same = f"{Literal(text.casefold())}, {Literal(whole)}"
    query = f"SELECT DISTINCT ?p ?s {{ ?s ?p ?o FILTER(LCASE(STR(?o)) IN ({same})) }}"
    rows = [(term_said(by), term_said(thing)) for by, thing in graph.rows(query)]
    rows = [(by, thing) for by, thing in rows if not by.startswith("skos:") or by == "skos:altLabel"]
    ways, things = tuple(sorted({by for by, _ in rows})), {thing for _, thing in rows}
    of = things.pop() if len(things) == 1 else say("values.something")
    return say("values.elsewhere", name=of, ways=ways) if 0 < len(ways) < _FEW else None
