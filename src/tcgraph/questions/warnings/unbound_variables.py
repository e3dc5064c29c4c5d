"""Variables that are read where they have no value, or may have none, and parts that share none with the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from tcgraph.diagnostics.suggest import WordPool
from tcgraph.questions.warnings.asked_query import AskedQuery, name_in, totals
from tcgraph.questions.warnings.looked_graph import LookedGraph
from tcgraph.questions.warnings.warning_sentences import FilledSentence, QueryWarning, meant, say, warning
from tcgraph.sparql import syntax as s
from tcgraph.sparql import written
from tcgraph.sparql.forms import Alias, Select
from tcgraph.sparql.node import Node, walk
from tcgraph.sparql.planner.bindings import certain
from tcgraph.sparql.variable_scope import mentioned, ungrouped, visible

_LOSING: Final = ("MIN", "MAX", "SUM", "AVG", "GROUP_CONCAT")
"""Aggregates that an error in one row is an error of."""


def unbound(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Variables that are asked for, compared or sorted by and that nothing gives a value."""
    for tree in (*asked.all(Select),) or (asked.tree,):
        if tree.where is None:
            continue
        known = set(visible((tree.where,)))
        read: list[Node] = []
        if isinstance(tree, Select):
            after = tree.modifiers
            known |= {variable.name for variable in after.values.variables} if after.values is not None else set()
            aliases = [*tree.columns, *after.group_by]
            known |= {node.variable.name for node in aliases if isinstance(node, Alias) and node.variable}
            read = [*aliases, *after.having, *after.order_by]
        inside = walk(tree.where, lambda node: not isinstance(node, Select | s.Exists | s.Minus))
        read += [node for node in inside if isinstance(node, s.Filter)]
        told: set[str] = set()
        for variable in _variables(read):
            if variable.name not in known and variable.name not in told:
                told.add(variable.name)
                near = WordPool(sorted(known)).nearest(variable.name)
                instead = f"?{near}" if near else ""
                yield warning(variable, _nothing_gives(variable), meant(instead), instead=instead)


def _variables(parts: Iterable[Node]) -> Iterator[s.Var]:
    for part in parts:
        for node in walk(part, lambda node: not isinstance(node, s.Exists)):
            if isinstance(node, s.Var):
                yield node


def _nothing_gives(variable: s.Var) -> FilledSentence:
    return say("variables.unbound", name=f"?{variable.name}")


def unseen(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Variables read where they can have no value.

    BIND sees what stands before it in its own braces, FILTER what stands in them, and in an OPTIONAL what is around it
    too (SPARQL 1.1 §18.2.2.2, §18.2.2.6).
    """
    if asked.tree.where is not None:
        groups = (node for node in walk(asked.tree.where) if isinstance(node, s.Group))
        yield from _unseen_in(asked.tree.where, set(), {name for group in groups for name in visible((group,))})


def _unseen_in(group: s.Group, around: set[str], everywhere: set[str]) -> Iterator[QueryWarning]:
    for place, element in enumerate(group.elements):
        before = set(visible(group.elements[:place]))
        match element:
            case s.Bind():
                yield from _read(element.expression, "bind", before, everywhere)
            case s.Filter():
                # What has a value nowhere is told of filters already.
                seen = around | set(visible(group.elements))
                yield from _read(element.condition, "filter", seen, everywhere)
            case s.Group():
                yield from _unseen_in(element, set(), everywhere)
            case s.InGraph() | s.Minus():
                yield from _unseen_in(element.pattern, set(), everywhere)
            case s.Optional():
                yield from _unseen_in(element.pattern, before, everywhere)
            case s.Union():
                hint = _step_that_may_be_none(element)
                for one in (one for part in element.parts for one in _unseen_in(part, set(), everywhere)):
                    yield replace(one, sentences=(*one.sentences, *hint))
            case Select():
                yield from _unseen_in(element.where, set(), everywhere)
            case _:
                # What LATERAL and SERVICE see is for the engine and for others to say.
                pass


def _read(expression: s.Expression, reader: str, seen: set[str], everywhere: set[str]) -> Iterator[QueryWarning]:
    # In IF and COALESCE a variable that nothing binds is a way to say "no value".
    meant_so = isinstance(expression, s.Call) and expression.function in ("IF", "COALESCE")
    for variable in ungrouped(expression):
        if variable.name in seen:
            continue
        if variable.name in everywhere:
            yield warning(variable, say(f"variables.unseen_by_{reader}", name=f"?{variable.name}"))
        elif reader == "bind" and not meant_so:
            yield warning(variable, _nothing_gives(variable))


def _step_that_may_be_none(union: s.Union) -> tuple[FilledSentence, ...]:
    """How ``{ BIND(?a AS ?x) } UNION { ?a p ?x }`` is written, which means ``?a`` or what it leads to."""
    match union.parts:
        case (s.Group((s.Bind(s.Var() as start, end),)), s.Group((s.Triples() as step,))) | (
            s.Group((s.Triples() as step,)),
            s.Group((s.Bind(s.Var() as start, end),)),
        ):
            if len(step.predicates) == 1 and step.subject == start and step.predicates[0].objects == (end,):
                way = written(step.predicates[0].verb)
                way = way if isinstance(step.predicates[0].verb, s.Iri) else f"({way})"
                return (say("variables.path_for_union", pattern=f"?{start.name} {way}? ?{end.name}"),)
    return ()


def made_after(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Variables in HAVING that only the columns give a value, which come after it (SPARQL 1.1 §18.2.4.1)."""
    for select in asked.all(Select):
        made = {column.variable: column.expression for column in select.columns if isinstance(column, Alias)}
        for node in (node for condition in select.modifiers.having for node in walk(condition)):
            if isinstance(node, s.Var) and node in made:
                told = say("variables.having", name=f"?{node.name}", expression=written(made[node]))
                yield warning(node, told)


def unrelated(asked: AskedQuery) -> Iterator[QueryWarning]:
    """What is to be left out, or to be there, and has nothing to do with the rows (SPARQL 1.1 §8.3.2)."""
    for group in asked.all(s.Group):
        around = set(visible(group.elements))
        for place, element in enumerate(group.elements):
            if isinstance(element, s.Minus):
                inside, beside = set(visible((element.pattern,))), set(visible(group.elements[:place]))
                if inside and beside and inside.isdisjoint(beside):
                    yield warning(element, say("variables.minus_apart"))
            elif isinstance(element, s.Filter) and isinstance(element.condition, s.Exists):
                inside = set(visible((element.condition.pattern,)))
                if inside and around and inside.isdisjoint(around) and not mentioned(element.condition) & around:
                    word = "NOT EXISTS" if element.condition.negated else "EXISTS"
                    yield warning(element, say("variables.exists_apart", word=word))


def lost_in_groups(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Aggregates over a variable that some rows of a group lack and others have.

    An error in one row is an error of the whole (SPARQL 1.1 §11.2), so that the cell is empty.
    """
    for select in asked.all(Select) if not asked.tree.dataset else ():
        sure = set(certain(select.where.elements)) | _required(select.where)
        read: dict[str, s.Aggregate] = {}
        for node in totals(select, *_LOSING):
            read.setdefault(_variable(node.argument), node)
        for name, node in read.items():
            if name and name not in sure and (number := asked.graph.number(_mixed_groups(select, name))):
                of = f"?{name}"
                told = say("variables.lost", n=number, function=node.function, name=of)
                coalesce = say("variables.coalesce", call=f'COALESCE({of}, "")')
                yield warning(node, told, coalesce if node.function == "GROUP_CONCAT" else say("variables.subquery"))


def _required(group: s.Group) -> set[str]:
    """Variables that a FILTER of the group asks to be bound."""
    conditions = (element.condition for element in group.elements if isinstance(element, s.Filter))
    return {name_in(each.arguments[0]) for each in conditions if isinstance(each, s.Call) and each.function == "BOUND"}


def _variable(argument: Node | None) -> str:
    """The one variable that an aggregate is of, as it is or as its text."""
    match argument:
        case s.Call(function="STR", arguments=(s.Var(name=name),)):
            return name
    return name_in(argument)


def _mixed_groups(select: Select, name: str) -> str:
    """How many groups have rows with and without a value."""
    keys = " ".join(_key(key) for key in select.modifiers.group_by)
    return (
        f"SELECT (COUNT(*) AS ?groups) {{ SELECT (COUNT(?{name}) AS ?valued) WHERE {written(select.where, full=True)} "
        f"{f'GROUP BY {keys} ' if keys else ''}HAVING (COUNT(?{name}) > 0 && COUNT(?{name}) < COUNT(*)) }}"
    )


def _key(key: Node) -> str:
    text = written(key, full=True)
    return text if isinstance(key, s.Var) or text.startswith("(") else f"({text})"


def loose_optionals(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Chains of OPTIONAL in which a later one starts from what an earlier one leaves unbound in some rows.

    It then stands for anything, and the row is repeated for all there is (SPARQL 1.1 §18.5, LeftJoin).
    """
    inside = walk(asked.tree, lambda node: not isinstance(node, s.Exists)) if not asked.tree.dataset else ()
    for group in (node for node in inside if isinstance(node, s.Group)):
        for place, element in enumerate(group.elements):
            if isinstance(element, s.Optional):
                before = group.elements[:place]
                for variable in _open_starts(element.pattern, set(visible(before)), set(certain(before))):
                    if _has_rows(before, f"!BOUND(?{variable.name})", asked.graph):
                        yield warning(variable, say("variables.loose", name=f"?{variable.name}"))


def _open_starts(pattern: s.Group, seen: set[str], sure: set[str]) -> list[s.Var]:
    """What the patterns of a group start from that may have no value, unless they speak of what has one, too."""
    triples = [element for element in pattern.elements if isinstance(element, s.Triples)]
    if sure & {name for each in triples for name in visible((each,))}:
        return []
    starts = [each.subject for each in triples if isinstance(each.subject, s.Var) and each.subject.name in seen]
    return list({variable.name: variable for variable in starts}.values())


def empty_optionals(asked: AskedQuery) -> Iterator[QueryWarning]:
    """OPTIONALs that leave a column of the answer empty from top to bottom.

    One that is only asked whether it is bound leaves out what comes up later.
    """
    elements = asked.select.where.elements if asked.is_plain and asked.answered != 0 else ()
    for place, element in enumerate(elements):
        before = elements[:place]
        new = sorted(set(visible((element,))) & asked.shown - set(visible(before)))
        if not (isinstance(element, s.Optional) and new and _has_rows(before, "true", asked.graph)):
            continue
        if not _has_rows((*before, element), " || ".join(f"BOUND(?{name})" for name in new), asked.graph):
            yield warning(element, say("variables.never_bound", names=" ".join(f"?{name}" for name in new)))


def _has_rows(elements: tuple[s.Pattern, ...], condition: str, graph: LookedGraph) -> bool:
    """Whether any row meets a condition."""
    inner = written(s.Group(elements), full=True)
    return graph.any(f"SELECT (1 AS ?any_row) {{ {inner} FILTER({condition}) }} LIMIT 1")
