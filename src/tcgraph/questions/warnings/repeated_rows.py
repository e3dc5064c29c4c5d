"""Rows that show one thing again and again, since what stands beside it has several values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

from tcgraph.engine import query_trees
from tcgraph.questions.warnings.asked_query import AskedQuery, also
from tcgraph.questions.warnings.conjunctions import Conjunction, PatternStep
from tcgraph.questions.warnings.warning_sentences import (
    TYPE,
    FilledSentence,
    QueryWarning,
    meant,
    say,
    warning,
    written_name,
)
from tcgraph.rdf import Literal
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


# -- texts in several languages: tags that none has, rows that a filter leaves out, and rows that translations repeat

_MOST: Final = 5000
"""Matches that are looked at."""
ADDING: Final = frozenset(("COUNT", "SUM", "AVG"))
"""Aggregates to which a value that comes again counts again."""


def unused_languages(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Languages that no value of a property is in; with ``=`` they are told apart by capitals, too."""
    for group in asked.groups:
        for node in (node for condition in group.conditions for node in walk(condition)):
            variable, tag = language_asked(node) or ("", "")
            step = _text_in(variable, group)
            tags = sorted(asked.graph.profile.languages.get(step.property.value, ())) if step is not None else []
            low = tag.lower() if isinstance(node, s.Call) else tag
            if step is not None and tags and not any(each == low or each.startswith(f"{low}-") for each in tags):
                near = next((f'"{each}"' for each in tags if tag.lower().startswith(each)), "")
                told = say("languages.none", property=written_name(step.property), tag=f'"{tag}"')
                yield warning(node, told, meant(near) or say("languages.are", tags=", ".join(tags)))


def left_out_by_language(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Filters on one language that leave out things with no text in it; in an OPTIONAL they leave out nothing."""
    for group in asked.groups:
        for condition in group.conditions if group.required else ():
            variable, tag = language_asked(condition) or ("", "")
            step = _text_in(variable, group)
            tags = asked.graph.profile.languages.get(step.property.value, ()) if step is not None else ()
            in_use = any(each.startswith(tag.lower()) for each in tags)
            if step is not None and in_use and (lacking := asked.graph.distinct("?thing", _without(step, tag, group))):
                told = f'FILTER(LANG(?{variable}) = "{tag}")'
                yield warning(condition, say("languages.left_out", n=lacking, condition=told))


def _without(text: PatternStep, tag: str, group: Conjunction) -> str:
    """Of things that match all that is said of them and have the text those that have none in a language."""
    prop = f"<{text.property.value}>"
    same = [step for step in group.all if step.subject == text.subject and step is not text]
    patterns = [
        f"?thing <{step.property.value}> "
        + (f"?o{number}" if isinstance(step.object, str) else written(step.object, full=True))
        for number, step in enumerate(same)
    ]
    patterns.append(f"?thing {prop} ?text")
    lacking = f"FILTER NOT EXISTS {{ ?thing {prop} ?same FILTER(LANGMATCHES(LANG(?same), {Literal(tag)})) }}"
    return f"{' . '.join(patterns)} . {lacking}"


def language_asked(condition: Node) -> tuple[str, str] | None:
    """The variable and the language of a condition that is nothing but one on a language."""
    match condition:
        case s.Infix(
            operators=("=",), operands=(s.Call(function="LANG", arguments=(s.Var(name=name),)), s.Literal(value=tag))
        ):
            return (name, tag) if tag else None
        case s.Call(
            function="LANGMATCHES",
            arguments=(s.Call(function="LANG", arguments=(s.Var(name=name),)), s.Literal(value=tag)),
        ):
            return (name, tag) if tag not in ("", "*") else None
    return None


def _text_in(variable: str, group: Conjunction) -> PatternStep | None:
    """The pattern that gives a variable its text."""
    return next((step for step in group.all if variable == step.object and isinstance(step.subject, str)), None)


def translations_repeated(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Texts without a condition on their language whose translations each make a row, or are counted.

    That a text has a word in it seldom leaves one language alone.
    """
    calls = (node for node in asked.all(s.Call) if node.function in ("LANG", "LANGMATCHES"))
    limited = {node.name for call in calls for node in walk(call) if isinstance(node, s.Var)}
    inside = walk(asked.tree, lambda node: not isinstance(node, s.Exists))
    counted = any(isinstance(n, s.Aggregate) and not n.distinct and n.function in ADDING for n in inside)
    for step in (step for group in asked.own_groups for step in group.steps):
        name, tags = step.object, sorted(asked.graph.profile.languages.get(step.property.value, ()))
        # What is asked of one thing by its name is read by eye.
        if not isinstance(step.subject, str) or not isinstance(name, str) or name not in asked.variables:
            continue
        if name in limited or len(tags) < 2:
            continue
        if (counted or name in asked.shown) and _in_several(asked, name):
            key = "languages.counted" if counted else "languages.repeated"
            yield warning(step.property, say(key, name=f"?{name}", tags=", ".join(tags)))


def _in_several(asked: AskedQuery, name: str) -> bool:
    """Whether two matches differ by the language of one text alone."""
    names = asked.variables
    query = f"SELECT DISTINCT {' '.join(f'?{one}' for one in names)} WHERE {asked.where} LIMIT {_MOST}"
    seen: dict[tuple[object, ...], str | None] = {}
    for row in asked.graph.rows(query):
        text = row[names.index(name)]
        rest = tuple(term for term in row if term is not text)
        language = text.language if isinstance(text, Literal) else None
        if seen.setdefault(rest, language) != language:
            return True
    return False
