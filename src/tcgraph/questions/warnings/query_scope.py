"""Variables that are read where they have no value, or may have none, and values that groups lose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from tcgraph.engine.literal_forms import kept
from tcgraph.questions.graph_profile import Rows
from tcgraph.questions.warnings.conjunctions import shown
from tcgraph.questions.warnings.query_words import QueryWarning, number_of, written_name
from tcgraph.rdf import Literal, NamedNode
from tcgraph.sparql import syntax as s
from tcgraph.sparql import written
from tcgraph.sparql.constants import constant, term_of
from tcgraph.sparql.forms import Alias, Dataset, Query, Select
from tcgraph.sparql.node import Node, walk
from tcgraph.sparql.planner.bindings import certain
from tcgraph.sparql.variable_scope import mentioned, ungrouped, visible

_OF_FORMS = frozenset(("STR", "DATATYPE", "SAMETERM"))
_LOSING = frozenset(("MIN", "MAX", "SUM", "AVG", "GROUP_CONCAT"))


def unseen(tree: Query) -> Iterator[QueryWarning]:
    """Variables read where they can have no value.

    BIND sees what stands before it in its own braces, FILTER what stands in them, and in an OPTIONAL what is around it
    too (SPARQL 1.1 §18.2.2.2, §18.2.2.6).
    """
    if tree.where is not None:
        everywhere = {name for node in walk(tree.where) if isinstance(node, s.Group) for name in visible((node,))}
        yield from _of_group(tree.where, set(), everywhere)


def made_after(tree: Query) -> Iterator[QueryWarning]:
    """Variables in HAVING that only the columns give a value, which come after it (SPARQL 1.1 §18.2.4.1)."""
    for select in (node for node in walk(tree) if isinstance(node, Select)):
        made = {column.variable: column.expression for column in select.columns if isinstance(column, Alias)}
        for node in (node for condition in select.modifiers.having for node in walk(condition)):
            if isinstance(node, s.Var) and node in made:
                told = f"HAVING is judged before the columns: ?{node.name} has no value there, and no row is left."
                yield QueryWarning(f"{told} Write {written(made[node])} in its place.", node.start, node.end)


def kept_otherwise(tree: Query, rows: Rows) -> Iterator[QueryWarning]:
    """Literals that the engine keeps in another form, in a query that reads forms (SPARQL 1.1 §17.4.2)."""
    calls = (node.function for node in walk(tree) if isinstance(node, s.Call))
    if _OF_FORMS.isdisjoint(name.upper() for name in calls if isinstance(name, str)):
        return
    for node in walk(tree):
        term = term_of(node) if isinstance(node, s.Literal) else None
        if isinstance(term, Literal) and kept(term) != term:
            ((stored,),) = rows(f"SELECT ?x {{ VALUES ?x {{ {term} }} }}")
            if isinstance(stored, Literal) and stored != term:
                message = (
                    f"{written(node)} is kept as {written(constant(stored))}: STR, DATATYPE and sameTerm see that."
                )
                yield QueryWarning(message, node.start, node.end)


def _of_group(group: s.Group, around: set[str], everywhere: set[str]) -> Iterator[QueryWarning]:
    for place, element in enumerate(group.elements):
        before = set(visible(group.elements[:place]))
        match element:
            case s.Bind():
                yield from _read(element.expression, "BIND", before, everywhere)
            case s.Filter():
                seen = around | set(visible(group.elements))
                # What has a value nowhere is told of filters already.
                yield from _read(element.condition, "FILTER", seen, everywhere, nowhere=False)
            case s.Group():
                yield from _of_group(element, set(), everywhere)
            case s.InGraph() | s.Minus():
                yield from _of_group(element.pattern, set(), everywhere)
            case s.Optional():
                yield from _of_group(element.pattern, before, everywhere)
            case s.Union():
                hint = _step_that_may_be_none(element)
                for part in element.parts:
                    for warning in _of_group(part, set(), everywhere):
                        yield replace(warning, message=warning.message + hint)
            case Select():
                yield from _of_group(element.where, set(), everywhere)
            case _:
                # What LATERAL and SERVICE see is for the engine and for others to say.
                pass


def _step_that_may_be_none(union: s.Union) -> str:
    """How ``{ BIND(?a AS ?x) } UNION { ?a p ?x }`` is written, which means ``?a`` or what it leads to."""
    match union.parts:
        case (s.Group((s.Bind(s.Var() as start, end),)), s.Group((s.Triples() as step,))) | (
            s.Group((s.Triples() as step,)),
            s.Group((s.Bind(s.Var() as start, end),)),
        ):
            if len(step.predicates) == 1 and step.subject == start and step.predicates[0].objects == (end,):
                way = written(step.predicates[0].verb)
                way = way if isinstance(step.predicates[0].verb, s.Iri) else f"({way})"
                return f" Write ?{start.name} {way}? ?{end.name} in place of the UNION."
    return ""


def _read(
    expression: s.Expression, reader: str, seen: set[str], everywhere: set[str], *, nowhere: bool = True
) -> Iterator[QueryWarning]:
    # In IF and COALESCE a variable that nothing binds is a way to say "no value".
    meant = isinstance(expression, s.Call) and expression.function in ("IF", "COALESCE")
    for variable in ungrouped(expression):
        name = f"?{variable.name}"
        if variable.name in seen:
            continue
        if variable.name in everywhere:
            where = "before it in them" if reader == "BIND" else "in them"
            message = f"{name} has no value where {reader} reads it: in its braces it sees only what stands {where}."
            yield QueryWarning(message, variable.start, variable.end)
        elif nowhere and not meant:
            yield QueryWarning(f"Nothing gives {name} a value.", variable.start, variable.end)


def apart(tree: Query) -> Iterator[QueryWarning]:
    """What is to be left out, or to be there, and has nothing to do with the rows (SPARQL 1.1 §8.3.2)."""
    for group in (node for node in walk(tree) if isinstance(node, s.Group)):
        around = set(visible(group.elements))
        for place, element in enumerate(group.elements):
            if isinstance(element, s.Minus):
                inside, beside = set(visible((element.pattern,))), set(visible(group.elements[:place]))
                if inside and beside and inside.isdisjoint(beside):
                    message = "MINUS shares no variable with what stands before it, and leaves out nothing."
                    yield QueryWarning(message, element.start, element.end)
            elif isinstance(element, s.Filter) and isinstance(element.condition, s.Exists):
                inside = set(visible((element.condition.pattern,)))
                if inside and around and inside.isdisjoint(around) and not mentioned(element.condition) & around:
                    word = "NOT EXISTS" if element.condition.negated else "EXISTS"
                    message = f"{word} shares no variable with what is around it: it holds for each row or for none."
                    yield QueryWarning(message, element.start, element.end)


def nowhere(text: str, tree: Query, answered: int | None, rows: Rows) -> Iterator[QueryWarning]:
    """Graphs that are named and that are not there, or that have nothing of what an empty answer asked of them."""
    for node in walk(tree):
        match node:
            case Dataset(graph=graph):
                word, pattern, end = "FROM", cast("Node", tree), node.end
            case s.InGraph(name=s.Iri() as graph, pattern=pattern):
                word, end = "GRAPH", pattern.start
            case _:
                continue
        size = number_of(rows(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph.value}> {{ ?s ?p ?o }} }}"))
        if not size:
            message = f"No graph is called {written_name(graph)}: without {word} the query asks of everything there is."
            yield QueryWarning(message, node.start, node.end)
        if size and answered == 0 and (more := sum(1 for _ in rows(text[: node.start] + text[end:]))):
            lacking = _lacking(pattern, graph.value, rows)
            none = f", none of {', '.join(lacking)}" if lacking else ""
            told = f"{written_name(graph)} has {size:,} {'statement' if size == 1 else 'statements'}{none}"
            there = f"there {'is 1 row' if more == 1 else f'are {more:,} rows'}"
            yield QueryWarning(f"{told}; without {word} {there}.", node.start, node.end)


def _lacking(pattern: Node, graph: str, rows: Rows) -> list[str]:
    """The properties and classes of a pattern that a graph has none of, as the query has them."""
    said = [node for node in walk(pattern) if isinstance(node, s.Predicate)]
    terms = [term for node in said for term in (*walk(node.verb), *node.objects)]
    asked = {term.value: term for term in terms if isinstance(term, s.Iri)}
    values = " ".join(f"<{iri}>" for iri in asked)
    there = f"GRAPH <{graph}> {{ {{ ?x ?t ?y }} UNION {{ ?x ?y ?t }} }}"
    return [
        written_name(asked[term.value])
        for (term,) in rows(f"SELECT ?t {{ VALUES ?t {{ {values} }} FILTER NOT EXISTS {{ {there} }} }}")
        if isinstance(term, NamedNode)
    ]


def everything(tree: Select) -> Iterator[QueryWarning]:
    """Totals of all statements there are, in which those of the ontology and what is concluded are no fewer."""
    for select in (node for node in walk(tree) if isinstance(node, Select)):
        counting = any(isinstance(node, s.Aggregate) for column in select.columns for node in walk(column))
        if not counting or select.modifiers.group_by:
            continue
        read = Counter(node.name for node in walk(select.where) if isinstance(node, s.Var))
        for each in select.where.elements:
            match each:
                case s.Triples(s.Var() as one, (s.Predicate(s.Var() as two, (s.Var() as three,)),)):
                    if all(read[end.name] == 1 for end in (one, two, three)):
                        message = "This counts what is concluded, the ontology, the lists of codes and the shapes too; "
                        message += "GRAPH ?g { … } tells which file says what."
                        yield QueryWarning(message, each.start, each.end)


def lost(tree: Query, rows: Rows) -> Iterator[QueryWarning]:
    """Aggregates over a variable that some rows of a group lack and others have.

    An error in one row is an error of the whole (SPARQL 1.1 §11.2), so that the cell is empty.
    """
    for select in (node for node in walk(tree) if isinstance(node, Select)):
        sure = set(certain(select.where.elements)) | _required(select.where)
        asked: dict[str, s.Aggregate] = {}
        for node in (each for column in select.columns for each in walk(column)):
            if isinstance(node, s.Aggregate) and node.function in _LOSING:
                asked.setdefault(_variable(node.argument), node)
        for name, aggregate in asked.items():
            if name and name not in sure and (number := _groups(select, name, rows)):
                yield _lost(aggregate, f"?{name}", number)


def _lost(aggregate: s.Aggregate, of: str, number: int) -> QueryWarning:
    groups = "one group" if number == 1 else f"{number} groups"
    function = aggregate.function
    message = f"{function} is empty for {groups} in which {of} has a value in some rows and none in others. "
    message += f'Write COALESCE({of}, "") in it.' if function == "GROUP_CONCAT" else "Ask for it in a subquery."
    return QueryWarning(message, aggregate.start, aggregate.end)


def _required(group: s.Group) -> set[str]:
    """Variables that a FILTER of the group asks to be bound."""
    found: set[str] = set()
    for element in group.elements:
        match element:
            case s.Filter(condition=s.Call(function="BOUND", arguments=(s.Var() as variable,))):
                found.add(variable.name)
    return found


def _variable(argument: Node | None) -> str:
    """The one variable that an aggregate is of, as it is or as its text."""
    match argument:
        case s.Var():
            return argument.name
        case s.Call(function="STR", arguments=(s.Var() as variable,)):
            return variable.name
    return ""


def _groups(select: Select, name: str, rows: Rows) -> int:
    keys = " ".join(_key(key) for key in select.modifiers.group_by)
    query = (
        f"SELECT (COUNT(*) AS ?groups) {{ SELECT (COUNT(?{name}) AS ?valued) WHERE {written(select.where, full=True)} "
        f"{f'GROUP BY {keys} ' if keys else ''}HAVING (COUNT(?{name}) > 0 && COUNT(?{name}) < COUNT(*)) }}"
    )
    return number_of(rows(query))


def _key(key: Node) -> str:
    text = written(key, full=True)
    return text if isinstance(key, s.Var) or text.startswith("(") else f"({text})"


def loose(tree: Query, rows: Rows) -> Iterator[QueryWarning]:
    """Chains of OPTIONAL in which a later one starts from what an earlier one leaves unbound in some rows.

    It then stands for anything, and the row is repeated for all there is (SPARQL 1.1 §18.5, LeftJoin).
    """
    for group in (
        node for node in walk(tree, lambda node: not isinstance(node, s.Exists)) if isinstance(node, s.Group)
    ):
        for place, element in enumerate(group.elements):
            if isinstance(element, s.Optional):
                before = group.elements[:place]
                for variable in _open_starts(element.pattern, set(visible(before)), set(certain(before))):
                    if _any(before, f"!BOUND(?{variable.name})", rows):
                        name = f"?{variable.name}"
                        message = (
                            f"The OPTIONAL before it leaves {name} without a value in some rows, and there it stands "
                        )
                        message += f"for anything. Put what starts from {name} inside that OPTIONAL."
                        yield QueryWarning(message, variable.start, variable.end)


def unfitting(tree: Select, rows: Rows) -> Iterator[QueryWarning]:
    """OPTIONALs that leave a column of the answer empty from top to bottom.

    One that is only asked whether it is bound leaves out what comes up later.
    """
    for place, element in enumerate(tree.where.elements):
        before = tree.where.elements[:place]
        new = set(visible((element,))) & shown(tree) - set(visible(before))
        if not (isinstance(element, s.Optional) and new and _any(before, "true", rows)):
            continue
        if not _any((*before, element), " || ".join(f"BOUND(?{name})" for name in new), rows):
            names = " ".join(f"?{name}" for name in sorted(new))
            yield QueryWarning(f"No row has a value for {names} of this OPTIONAL.", element.start, element.end)


def _open_starts(pattern: s.Group, seen: set[str], sure: set[str]) -> list[s.Var]:
    """What the patterns of a group start from that may have no value, unless they speak of what has one, too."""
    triples = [element for element in pattern.elements if isinstance(element, s.Triples)]
    if sure & {name for each in triples for name in visible((each,))}:
        return []
    starts = [each.subject for each in triples if isinstance(each.subject, s.Var) and each.subject.name in seen]
    return list({variable.name: variable for variable in starts}.values())


def _any(elements: tuple[s.Pattern, ...], condition: str, rows: Rows) -> bool:
    """Whether any row meets a condition."""
    inner = written(s.Group(elements), full=True)
    return any(True for _ in rows(f"SELECT (1 AS ?any_row) {{ {inner} FILTER({condition}) }} LIMIT 1"))
