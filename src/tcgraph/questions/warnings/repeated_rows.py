"""Rows that show one thing again and again, since what stands beside it has several values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

from tcgraph.engine import query_trees
from tcgraph.namespaces import RDF_TYPE
from tcgraph.questions.graph_profile import Rows
from tcgraph.questions.warnings.conjunctions import PatternStep, conjunctions
from tcgraph.questions.warnings.query_counts import also, matches
from tcgraph.questions.warnings.query_words import QueryWarning
from tcgraph.sparql import syntax as s
from tcgraph.sparql import written
from tcgraph.sparql.forms import Select
from tcgraph.sparql.node import walk
from tcgraph.sparql.variable_scope import columns, has_aggregate, mentioned, visible

_SELDOM: Final = 10
"""One row more among so many is not worth a word."""
_END: Final = "thing"
"""What the end of a path is called in what is to be written."""
_LISTED: Final = 6
"""Columns that are named in an answer's one-row form at most."""


def alike(tree: Select, rows: Rows) -> Iterator[QueryWarning]:
    """Rows that are the same as another, which no table is for."""
    if tree.modifier or tree.modifiers.group_by or tree.modifiers.limit:
        return
    shown = [name for name in columns(tree) if name in visible((tree.where,))]
    if shown and len(shown) == len(tree.columns):
        number = matches(tree, shown, rows, "") - matches(tree, shown, rows)
        if number > 0:
            what = "row is the same as another" if number == 1 else "rows are the same as others"
            yield QueryWarning(f"{number} {what}. SELECT DISTINCT shows each once.")


def repeating(tree: Select, rows: Rows) -> Iterator[QueryWarning]:
    """Shown variables that make more than one row of what else is shown, where that is seldom what is asked for.

    That a pattern which has to match has several values is what a table of pairs is for. What an OPTIONAL adds, and the
    classes of a thing, are details of a row; and of two patterns with several values each, the rows are all
    combinations, of which the graph says nothing.
    """
    if tree.modifiers.group_by or any(map(has_aggregate, tree.columns)):
        return
    names = list(visible((tree.where,)))
    shown = [name for name in columns(tree) if name in names]
    total = matches(tree, shown, rows)
    for details in (*_classes(tree), *_optional(tree)):
        several = [name for name in shown if name in details]
        rest = [name for name in shown if name not in details]
        more = total - matches(tree, rest, rows) if several and rest else 0
        if more * _SELDOM > total:
            yield _told(tree, several, rest, more)
            return
    yield from _combined(tree, shown, total, rows)


def parted(tree: Select, rows: Rows) -> Iterator[QueryWarning]:
    """A path from one thing that is written twice, before two properties of where it ends: its ends may be two things.

    Where nothing has both properties, as no donor has a role, two things are meant.
    """
    every = sorted(set(visible((tree.where,))))
    taken = _END in mentioned(tree)
    paths = [
        (each.subject, predicate, written(s.Sequence(predicate.verb.parts[:-1])), predicate.verb.parts[-1])
        for each in tree.where.elements
        if isinstance(each, s.Triples) and isinstance(each.subject, s.Var)
        for predicate in each.predicates
        if isinstance(predicate.verb, s.Sequence)
        and all(isinstance(end, s.Var | s.Iri | s.Literal) for end in predicate.objects)
    ]
    for (subject, one, path, this), (of, other, again, that) in combinations(paths, 2):
        if subject != of or path != again or this == that or taken:
            continue
        ways = [(way, ", ".join(map(written, each.objects))) for way, each in ((this, one), (that, other))]
        said = " ; ".join(f"{written(way)} {ends}" for way, ends in ways)
        same = f"{written(subject)} {path} ?{_END} . ?{_END} {said}"
        both = " ; ".join(f"{written(way, full=True)} ?any_{number}" for number, way in enumerate((this, that)))
        total = matches(tree, every, rows)
        apart = total - matches(also(tree, query_trees.query(f"ASK {{ {same} }}").where), every, rows)
        if apart and any(True for _ in rows(f"SELECT ?any_thing {{ ?any_thing {both} }} LIMIT 1")):
            where = f"{path} is written twice and leads to two things in {apart} of {total} matches"
            yield QueryWarning(f"{where}; {same} asks for one that has both.", other.start, other.end)
            return


def _told(tree: Select, several: list[str], rest: list[str], more: int) -> QueryWarning:
    name = several[0]
    message = (
        f"?{name} has several values for one match of the rest, each in a row of its own: "
        f"{more} {'row' if more == 1 else 'rows'} more. In one cell: "
        f'(GROUP_CONCAT(DISTINCT COALESCE(STR(?{name}), ""); separator=", ") AS ?all){_grouped(rest)}.'
    )
    return QueryWarning(message, *_place(tree, name))


def _grouped(rest: list[str]) -> str:
    if len(rest) > _LISTED:
        return " with a GROUP BY of the other columns"
    return f" with GROUP BY {' '.join(f'?{name}' for name in rest)}"


def _place(tree: Select, name: str) -> tuple[int, int]:
    found = next((node for node in walk(tree.where) if isinstance(node, s.Var) and node.name == name), None)
    return (found.start, found.end) if found else (-1, -1)


def _steps(tree: Select) -> list[PatternStep]:
    """The patterns that have to match."""
    return [step for group in conjunctions(tree) if group.select is tree and group.required for step in group.steps]


def _classes(tree: Select) -> Iterator[set[str]]:
    for step in _steps(tree):
        if step.property.value == RDF_TYPE.value and isinstance(step.object, str):
            yield {step.object}


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


def _combined(tree: Select, shown: list[str], total: int, rows: Rows) -> Iterator[QueryWarning]:
    """Two patterns about one thing that have several values each, and nothing to do with each other."""
    steps = _steps(tree)
    subjects = [step.subject for step in steps if isinstance(step.subject, str)]
    for root in sorted({name for name in subjects if name in shown}, key=lambda name: -subjects.count(name))[:1]:
        ends = [{end for end in (step.subject, step.object) if isinstance(end, str)} - {root} for step in steps]
        compared = [
            mentioned(node)
            for group in conjunctions(tree)
            for condition in group.conditions
            for node in walk(condition)
            if isinstance(node, s.Infix) and all(isinstance(operand, s.Var) for operand in node.operands)
        ]
        branches = [
            [name for name in shown if name in one] for one in _joined(each for each in (*ends, *compared) if each)
        ]
        things = matches(tree, [root], rows)
        several = [one for one in branches if one and root not in one and matches(tree, [root, *one], rows) > things]
        if len(several) > 1:
            first, second = several[0][0], several[1][0]
            message = (
                f"?{first} and ?{second} have several values each for one ?{root}, and the {total} rows for {things} "
                f"of them are all combinations. Ask for one of the two in a query of its own, or with GROUP_CONCAT."
            )
            yield QueryWarning(message, *_place(tree, second))
