"""Rows that show one thing again and again, since what stands beside it has several values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

from tcgraph.engine import query_trees
from tcgraph.questions.warnings.asked_query import AskedQuery, also
from tcgraph.questions.warnings.warning_sentences import TYPE, FilledSentence, QueryWarning, say, warning
from tcgraph.sparql import syntax as s
from tcgraph.sparql import written
from tcgraph.sparql.forms import Select
from tcgraph.sparql.node import Node, walk
from tcgraph.sparql.variable_scope import columns, has_aggregate, mentioned, visible

_SELDOM: Final = 10
"""One row more among so many is not worth a word."""
_END: Final = "thing"
"""What the end of a path is called in what is to be written."""
_LISTED: Final = 6
"""Columns that are named in an answer's one-row form at most."""


def alike(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Rows that are the same as another, which no table is for."""
    tree = asked.select
    shown = [name for name in columns(tree) if name in asked.variables]
    if tree.modifier or tree.modifiers.group_by or tree.modifiers.limit or not 0 < len(tree.columns) == len(shown):
        return
    if (number := asked.count(shown, "") - asked.count(shown)) > 0:
        yield warning(None, say("rows.alike", n=number))


def repeating(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Shown variables that make more than one row of what else is shown, where that is seldom what is asked for.

    That a pattern which has to match has several values is what a table of pairs is for. What an OPTIONAL adds, and the
    classes of a thing, are details of a row; and of two patterns with several values each, the rows are all
    combinations, of which the graph says nothing.
    """
    tree = asked.select
    if tree.modifiers.group_by or any(map(has_aggregate, tree.columns)):
        return
    shown = [name for name in columns(tree) if name in asked.variables]
    total = asked.count(shown)
    classes = [{step.object} for step in asked.steps if step.property.value == TYPE and isinstance(step.object, str)]
    for details in (*classes, *_optional(tree)):
        several = [name for name in shown if name in details]
        rest = [name for name in shown if name not in details]
        more = total - asked.count(rest) if several and rest else 0
        if more * _SELDOM > total:
            call = f'(GROUP_CONCAT(DISTINCT COALESCE(STR(?{several[0]}), ""); separator=", ") AS ?all)'
            name = f"?{several[0]}"
            yield warning(_place(tree, several[0]), say("rows.repeated", name=name, n=more), _one_cell(call, rest))
            return
    yield from _combined(asked, shown, total)


def _one_cell(call: str, rest: list[str]) -> FilledSentence:
    if len(rest) > _LISTED:
        return say("rows.one_cell_of_many", call=call)
    return say("rows.one_cell", call=call, names=" ".join(f"?{name}" for name in rest))


def _place(tree: Select, name: str) -> Node | None:
    return next((node for node in walk(tree.where) if isinstance(node, s.Var) and node.name == name), None)


def _optional(tree: Select) -> list[set[str]]:
    """The variables that OPTIONAL adds, those together that depend on each other."""
    elements = tree.where.elements
    sure = set(visible(node for node in elements if not isinstance(node, s.Optional | s.Bind)))
    sure |= {node.variable.name for node in elements if isinstance(node, s.Bind) and mentioned(node.expression) <= sure}
    added = [mentioned(node) - sure for node in elements if isinstance(node, s.Optional | s.Bind)]
    return _joined(names for names in added if names)


def _joined(sets: Iterable[set[str]]) -> list[set[str]]:
    """Sets that share something made one."""
    found: list[set[str]] = []
    for names in sets:
        sharing = [each for each in found if each & names]
        found = [each for each in found if not each & names] + [names.union(*sharing)]
    return found


def _combined(asked: AskedQuery, shown: list[str], total: int) -> Iterator[QueryWarning]:
    """Two patterns about one thing that have several values each, and nothing to do with each other."""
    subjects = [step.subject for step in asked.steps if isinstance(step.subject, str)]
    for root in sorted({name for name in subjects if name in shown}, key=lambda name: -subjects.count(name))[:1]:
        ends = [{end for end in (step.subject, step.object) if isinstance(end, str)} - {root} for step in asked.steps]
        compared = [
            mentioned(node)
            for condition in (condition for group in asked.own_groups for condition in group.conditions)
            for node in walk(condition)
            if isinstance(node, s.Infix) and all(isinstance(operand, s.Var) for operand in node.operands)
        ]
        joined = _joined(each for each in (*ends, *compared) if each)
        branches = [[name for name in shown if name in one] for one in joined]
        things = asked.count([root])
        several = [one for one in branches if one and root not in one and asked.count([root, *one]) > things]
        if len(several) > 1:
            first, second = several[0][0], several[1][0]
            told = say(
                "rows.combined", first=f"?{first}", second=f"?{second}", of=f"?{root}", total=total, things=things
            )
            yield warning(_place(asked.select, second), told)


def parted(asked: AskedQuery) -> Iterator[QueryWarning]:
    """A path from one thing that is written twice, before two properties of where it ends: its ends may be two things.

    Where nothing has both properties, as no donor has a role, two things are meant.
    """
    tree, graph = asked.select, asked.graph
    paths = [
        (each.subject, predicate, written(s.Sequence(predicate.verb.parts[:-1])), predicate.verb.parts[-1])
        for each in tree.where.elements
        if isinstance(each, s.Triples) and isinstance(each.subject, s.Var)
        for predicate in each.predicates
        if isinstance(predicate.verb, s.Sequence)
        and all(isinstance(end, s.Var | s.Iri | s.Literal) for end in predicate.objects)
    ]
    for (subject, one, path, this), (of, other, again, that) in combinations(paths, 2):
        if subject != of or path != again or this == that or _END in mentioned(tree):
            continue
        ways = [(way, ", ".join(map(written, each.objects))) for way, each in ((this, one), (that, other))]
        said = " ; ".join(f"{written(way)} {ends}" for way, ends in ways)
        same = f"{written(subject)} {path} ?{_END} . ?{_END} {said}"
        both = " ; ".join(f"{written(way, full=True)} ?any_{number}" for number, way in enumerate((this, that)))
        total = asked.count(asked.variables)
        apart = total - graph.count(asked.variables, also(tree.where, query_trees.query(f"ASK {{ {same} }}").where))
        if apart and graph.any(f"SELECT ?any_thing {{ ?any_thing {both} }} LIMIT 1"):
            yield warning(other, say("rows.parted", path=path, number=apart, total=total, pattern=same))
            return
