"""Terms in whose place a wider one finds more: what is told of a part or a group, of what is beside it, by other names.

Each is counted by asking the same query with the wider term, so that what its other conditions leave out is not told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from tcgraph.engine import query_trees
from tcgraph.namespaces import RDF_TYPE, STANDARD
from tcgraph.questions.graph_profile import Rows
from tcgraph.questions.warnings.conjunctions import Conjunction, PatternStep, conjunctions
from tcgraph.questions.warnings.query_counts import also, matches
from tcgraph.questions.warnings.query_words import (
    NAMES,
    QueryWarning,
    name_of,
    number_of,
    put_otherwise,
    term_said,
    words_sought,
    written_name,
)
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.sparql import syntax as s
from tcgraph.sparql import written
from tcgraph.sparql.forms import Select
from tcgraph.sparql.node import Node, walk
from tcgraph.sparql.variable_scope import visible
from tcgraph.terms import TC

_UP: Final = tuple(
    NamedNode(iri) for iri in (STANDARD["org"] + "subOrganizationOf", TC + "within", STANDARD["skos"] + "broader")
)
"""From a part to what it is a part of: a unit, a place, a code."""
_MEMBER: Final = NamedNode(STANDARD["org"] + "memberOf")
_GROUP: Final = NamedNode(TC + "Collective")
"""What is told of social partners is told of workers' organizations too: of a group within a group, each is meant."""
_DEEDS: Final = frozenset((TC + "Action", TC + "ReportedItem"))
_SAYING: Final = _DEEDS | {TC + "Recommendation"}
_TIMES: Final = frozenset(TC + name for name in ("when", "year", "firstDay", "lastDay"))
_LABEL: Final = STANDARD["rdfs"] + "label"
_FEW: Final = 3
_ABOVE: Final = """
SELECT DISTINCT ?above ?kind {
  {
    ?prop rdfs:subPropertyOf ?above FILTER(?above != ?prop)
    FILTER NOT EXISTS { ?above schema:domainIncludes ?any FILTER NOT EXISTS { ?prop schema:domainIncludes ?any } }
    FILTER NOT EXISTS { ?above schema:rangeIncludes ?any FILTER NOT EXISTS { ?prop schema:rangeIncludes ?any } }
  } UNION {
    ?prop schema:domainIncludes ?kind .
    ?above schema:domainIncludes ?kind , ?other . ?below rdfs:subPropertyOf ?above
    FILTER(?other != ?kind && ?below != ?above && EXISTS { ?x ?prop ?y })
    FILTER NOT EXISTS { ?prop schema:domainIncludes ?more FILTER(?more != ?kind) }
    FILTER NOT EXISTS { ?above a owl:TransitiveProperty }
    FILTER NOT EXISTS { ?x ?prop ?y FILTER NOT EXISTS { ?x ?above ?y } }
  }
}"""
"""Properties above one: from and to the same classes; or of more classes than its one, with all that it tells.

One that is transitive tells of wholes and their parts.
"""


@dataclass(frozen=True, slots=True)
class _Wider:
    """A wider term.

    Attributes:
        path: as a query may write it, with full names.
        shown: the same as it is told.
        why: what more it finds, behind a number.
        places: what it takes the place of, beside the property itself, with the words that stand there then.
        kind: the class that what it leads to has to be of.
        new: the names that only it has.
        ends: whether what it leads to is counted, and not what it starts from.
        apart: what it finds that is no such thing as the query asks for, as a pattern for ``?any_other``.
    """

    path: str
    shown: str
    why: str
    new: frozenset[str]
    places: tuple[tuple[Node, str], ...] = ()
    kind: NamedNode | None = None
    ends: bool = False
    apart: str = ""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What was looked up in one version of a graph, and is kept.

    Attributes:
        parts: for a property and a thing, or any, by which ways up there is more, and whether a thing is its own part.
        above: for a property, the properties above it, each with its own class where it is one of several there.
    """

    parts: dict[tuple[str, str], list[tuple[NamedNode, bool]]] = field(default_factory=dict)
    above: dict[str, list[Sequence[Term | None]]] = field(default_factory=dict)


def narrower(text: str, tree: Select, rows: Rows, known: LookedUp) -> Iterator[QueryWarning]:
    """Properties in whose place a wider path finds more of what is asked for.

    Args:
        text: the query.
        tree: the same, read.
        rows: runs a SELECT query.
        known: what was looked up before, and is kept here.

    Raises:
        EngineError: the graph cannot be looked at.
    """
    every = sorted(set(visible((tree.where,))))
    spoken = {node.value for node in walk(tree) if isinstance(node, s.Iri)}
    told: set[str] = set()
    for group in (group for group in conjunctions(tree) if group.select is tree):
        sought = set(words_sought(group.conditions))
        for step in (*group.steps, *(_forked(tree) if group.required else ())):
            for wider in _wider(step, group, sought, rows, known) if every else ():
                counted = step.object if wider.ends else step.subject
                names = [counted] if counted in every else every
                # Who speaks of the wider way knows of it.
                if wider.why in told or not spoken.isdisjoint(wider.new):
                    continue
                if said := _more(text, tree, step, wider, [str(name) for name in names], rows):
                    told.add(wider.why)
                    end = step.object.end if isinstance(step.object, s.Iri) else step.property.end
                    yield QueryWarning(said, step.property.start, end)


def _more(text: str, tree: Select, step: PatternStep, wider: _Wider, names: Sequence[str], rows: Rows) -> str:
    """What the wider term finds that the query does not, or leaves out of what the query leaves out too little of."""
    other = query_trees.query(put_otherwise(text, [(step.property, f"({wider.path})"), *wider.places]))
    if not isinstance(other, Select):
        return ""
    if wider.apart:
        more = number_of(rows(f"SELECT (COUNT(DISTINCT ?any_other) AS ?n) {{ {wider.apart} }}"))
        return _told(more, wider) if more else ""
    if wider.kind is not None and isinstance(step.object, str):
        kind = query_trees.query(f"ASK {{ ?{step.object} a {wider.kind} }}").where
        tree, other = also(tree, kind), also(other, kind)
    found = matches(other, names, rows)
    more = found - matches(tree, names, rows)
    # That what is left out has a group beside what is not left out is no slip.
    if not more or (more < 0 and not (found and wider.kind is None and isinstance(step.object, s.Iri))):
        return ""
    own = [column.name for column in tree.columns if isinstance(column, s.Var)]
    once = tree.modifier == "DISTINCT" and len(own) == len(tree.columns) > 0
    if once and matches(other, own, rows) == matches(tree, own, rows):
        return ""  # what is shown is all there
    return _told(more, wider)


def _told(more: int, wider: _Wider) -> str:
    number = f"{abs(more)} {'more' if more > 0 else 'of these'}"
    one = abs(more) == 1
    forms = ("s", "es", "has", "is") if one else ("", "", "have", "are")
    why = wider.why.format_map(dict(zip(("s", "es", "have", "are"), forms, strict=True)))
    return f"{number} {why}; {wider.shown} asks for {'it' if one else 'them'} too."


def _wider(step: PatternStep, group: Conjunction, sought: set[str], rows: Rows, known: LookedUp) -> Iterator[_Wider]:
    """What may stand in the place of a property, where it could find more."""
    prop, name = step.property.value, written_name(step.property)
    thing = f"?{step.object}" if str(step.object).isidentifier() else "such a thing"
    named = isinstance(step.object, s.Iri) or any(
        each.subject == step.object and each.property.value in NAMES and each.object in sought for each in group.steps
    )
    named = named or step.object in set(_chosen(group))
    if named and prop != RDF_TYPE.value and prop not in {up.value for up in _UP}:
        yield from _parts(step, rows, known)
    yield from _above(step, group, rows, known, named=named)
    # Who asks for a table of who does what does not ask for who pays; who counts what each has a part in may.
    if prop == TC + "agent" and (named or (group.required and _counts(group.select))):
        path, new = f"<{prop}>|<{TC}involves>/<{TC}donor>", frozenset((TC + "donor",))
        why = "{have} it as donor" if named else "only pay{s}, and do{es} nothing"
        yield _Wider(path, f"{name}|tc:involves/tc:donor", why, new, ends=not named)
    if prop == TC + "serves" and named:
        path, new = f"<{prop}>|<{TC}who>", frozenset(TC + name for name in ("who", "agent", "participant"))
        yield _Wider(path, f"{name}|tc:who", "{have} it in another part", new)
    # Who lists deeds asks for deeds; who asks about something asks what is told of it.
    said = [each for each in group.steps if each.property.value != RDF_TYPE.value]
    about = any(not isinstance(each.object, str) or each.object in sought for each in said)
    if prop == RDF_TYPE.value and isinstance(step.object, s.Iri) and step.object.value == TC + "Action" and about:
        new = frozenset(TC + name for name in ("ReportedItem", "StateOfAffairs"))
        why = "{have} the class tc:StateOfAffairs and tell{s} of no deed"
        yield _Wider(f"<{prop}>", "tc:ReportedItem", why, new, ((step.object, f"<{TC}ReportedItem>"),))
    if prop == TC + "names" and named:
        same = TC + "inferredSameEventAs"
        why = "name{s} the same event otherwise, by our reading"
        yield _Wider(f"<{prop}>/<{same}>?", f"{name}/tc:inferredSameEventAs?", why, frozenset((same,)))
    kinds = [each.object for each in group.all if each.subject == step.object and each.property.value == RDF_TYPE.value]
    # Which event is meant is told by tc:inferredSameEventAs.
    kinds = kinds or [step.object] * (isinstance(step.object, s.Iri) and "/id/event/" not in step.object.value)
    if prop == TC + "names" and any(isinstance(kind, s.Iri) and kind.value != TC + "Event" for kind in kinds):
        why = f"name{{s}} {thing} by our reading"
        path, new = f"<{prop}>|<{TC}inferredMention>", frozenset((TC + "inferredMention", TC + "refersTo"))
        yield _Wider(path, f"{name}|tc:inferredMention", why, new)
    if prop == TC + "hedges":
        why = f"hedge{{s}} a part of {thing}, as what a donor gives"
        yield _Wider(f"<{prop}>/<{TC}inAction>?", f"{name}/tc:inAction?", why, frozenset((TC + "inAction",)))
    if prop in _TIMES and _is_of(_DEEDS, step, group):
        times = [each.property for each in group.steps if each.subject == step.subject]
        places = tuple(
            (each, f"(<{TC}names>?/<{each.value}>)")
            for each in times
            if each.value in _TIMES and each is not step.property
        )
        why = "name{s} something that has a time"
        yield _Wider(f"<{TC}names>?/<{prop}>", f"tc:names?/{name}", why, frozenset((TC + "names",)), places)
    if prop == _LABEL and step.object in sought and _is_of(_SAYING, step, group):
        every = "|".join(f"<{each}>" for each in NAMES)
        yield _Wider(
            f"(<{TC}names>|<{TC}theme>)?/({every})",
            f"(tc:names|tc:theme)?/({'|'.join(map(name_of, NAMES))})",
            "name{s} something that is called so, or {have} such a theme",
            frozenset((TC + "names", TC + "theme")),
            tuple(_of_languages(group.conditions, str(step.object))),
        )
    elif prop == _LABEL and step.object in sought:
        yield _Wider(
            "|".join(f"<{each}>" for each in NAMES),
            "|".join(map(name_of, NAMES)),
            f"{{have}} what is sought in another name than {name}",
            frozenset(NAMES[1:]),
            tuple(_of_languages(group.conditions, str(step.object))),
        )


def _above(step: PatternStep, group: Conjunction, rows: Rows, known: LookedUp, *, named: bool) -> Iterator[_Wider]:
    """The property that the ontology puts above one, where the two are easily taken for each other.

    That is one from and to the same classes; and, for who asks about something, one that other classes have too. What
    else has to hold is asked of the one class, so that where anything beside is named, those others are not meant.
    """
    prop, name = step.property.value, written_name(step.property)
    if not prop.startswith(TC) or prop.startswith(TC + "inferred"):
        return
    if prop not in known.above:
        known.above[prop] = list(rows(_ABOVE.replace("?prop", f"<{prop}>")))
    beside = [each for each in group.all if each.subject not in (step.subject, step.object)]
    alone = named and all(isinstance(each.object, str) or each.property.value == RDF_TYPE.value for each in beside)
    for above, kind in known.above[prop]:
        if not isinstance(above, NamedNode) or above in _UP or not above.value.startswith(TC):
            continue
        wide, new = term_said(above), frozenset((above.value,))
        if kind is None:
            yield _Wider(f"<{above.value}>", wide, f"{{have}} {wide} without {name}", new)
        elif alone and group.select is not None:
            end = written(step.object, full=True) if isinstance(step.object, s.Iri) else f"?{step.object}"
            where = written(group.select.where, full=True)
            such = "" if isinstance(step.object, s.Iri) else f"{{ SELECT DISTINCT {end} WHERE {where} }}"
            apart = f"{such} ?any_other {above} {end} FILTER NOT EXISTS {{ ?any_other a {kind} }}"
            why = f"{{have}} it as {wide} and {{are}} no {term_said(kind)}"
            yield _Wider(f"<{above.value}>", wide, why, new, apart=apart)


def _chosen(group: Conjunction) -> Iterator[str]:
    """Variables that a query gives things to by their names."""
    for values in group.values:
        yield from (variable.name for variable in values.variables)
    # What an "or" names is one of several things that are meant.
    named = (node for condition in group.conditions for node in walk(condition, lambda node: not _is_or(node)))
    for node in named:
        match node:
            case (
                s.In(operand=s.Var(name=name), negated=False, choices=(s.Iri(), *_))
                | s.Infix(operators=("=",), operands=(s.Var(name=name), s.Iri()))
            ):
                yield name


def _is_or(node: Node) -> bool:
    return isinstance(node, s.Infix) and "||" in node.operators


def _forked(tree: Select) -> Iterator[PatternStep]:
    """The ways of a path that forks, each as a step."""
    for node in (each for each in tree.where.elements if isinstance(each, s.Triples)):
        for predicate in node.predicates:
            ways = predicate.verb.parts if isinstance(predicate.verb, s.Alternative) else ()
            for way, end in ((way, end) for way in ways for end in predicate.objects):
                if isinstance(way, s.Iri) and isinstance(node.subject, s.Var) and isinstance(end, s.Var | s.Iri):
                    yield PatternStep(node.subject.name, way, end.name if isinstance(end, s.Var) else end)


def _is_of(classes: frozenset[str], step: PatternStep, group: Conjunction) -> bool:
    kinds = (each.object for each in group.all if each.subject == step.subject)
    return any(isinstance(kind, s.Iri) and kind.value in classes for kind in kinds)


def _counts(select: Select | None) -> bool:
    columns = select.columns if select is not None and select.modifiers.group_by else ()
    return any(isinstance(node, s.Aggregate) and node.function == "COUNT" for each in columns for node in walk(each))


def _parts(step: PatternStep, rows: Rows, known: LookedUp) -> Iterator[_Wider]:
    whole = step.object.value if isinstance(step.object, s.Iri) else ""
    asked = (step.property.value, whole)
    if asked not in known.parts:
        known.parts[asked] = list(_ways(rows, *asked))
    for up, itself in known.parts[asked]:
        around = up == _MEMBER
        way = f"{'^' if around else ''}{{}}{'' if itself else '*'}"
        of = written_name(step.object) if isinstance(step.object, s.Iri) else f"?{step.object}"
        if whole and not around:
            # Which parts these are, where they are few: whoever asked may not mean them.
            parts = f"?part {up}+ <{whole}> . ?thing <{step.property.value}> ?part FILTER(?part != <{whole}>)"
            named = [term_said(part) for (part,) in rows(f"SELECT DISTINCT ?part {{ {parts} }} LIMIT {_FEW + 1}")]
            of += f" ({', '.join(sorted(named))})" if len(named) <= _FEW else ""
        yield _Wider(
            f"<{step.property.value}>/{way.format(up)}",
            f"{written_name(step.property)}/{way.format(term_said(up))}",
            f"{{have}} {'a group that holds' if around else 'something within'} {of} as {written_name(step.property)}",
            frozenset((up.value,)),
            kind=_GROUP if around else None,
        )


def _ways(rows: Rows, prop: str, whole: str) -> Iterator[tuple[NamedNode, bool]]:
    """The ways from what the property leads to, up to a thing or to anything."""
    end = f"<{whole}>" if whole else "?whole"
    ways = " UNION ".join(
        (
            *(f"{{ ?part {up}+ {end} FILTER(?part != {end}) BIND({up} AS ?up) }}" for up in _UP),
            f"{{ {end} a {_GROUP} ; {_MEMBER}+ ?part . BIND({_MEMBER} AS ?up) }}",
        )
    )
    itself = f"EXISTS {{ {end} ?up {end} }}"
    for up, own in rows(f"SELECT ?up (MIN({itself}) AS ?own) {{ {ways} ?thing <{prop}> ?part }} GROUP BY ?up"):
        if isinstance(up, NamedNode):
            yield up, isinstance(own, Literal) and own.value == "true"


def _of_languages(conditions: Sequence[s.Expression], name: str) -> Iterator[tuple[Node, str]]:
    """Conditions on the language of a text, which abbreviations do not have."""
    for node in (node for condition in conditions for node in walk(condition)):
        match node:
            case (
                s.Infix(
                    operators=("=",), operands=(s.Call(function="LANG", arguments=(s.Var(name=each),)), s.Literal())
                )
                | s.Call(function="LANGMATCHES", arguments=(s.Call(arguments=(s.Var(name=each),)), s.Literal()))
            ) if each == name:
                yield node, f'({written(node)} || LANG(?{name}) = "")'
