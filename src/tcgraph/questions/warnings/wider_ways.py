"""What may stand in the place of a property, where it could find more.

What is told of a part or a group, of what is beside it, by other names, or by a wider property.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from tcgraph.engine import query_trees
from tcgraph.namespaces import STANDARD
from tcgraph.questions.warnings.asked_query import AskedQuery, also, texts_searched, totals
from tcgraph.questions.warnings.conjunctions import Conjunction, PatternStep
from tcgraph.questions.warnings.looked_graph import LookedGraph
from tcgraph.questions.warnings.repeated_rows import language_asked
from tcgraph.questions.warnings.warning_sentences import (
    LABEL,
    NAMES,
    TYPE,
    FilledSentence,
    QueryWarning,
    name_of,
    put_otherwise,
    say,
    term_said,
    terms,
    warning,
    written_name,
)
from tcgraph.rdf import Literal, NamedNode
from tcgraph.sparql import syntax as s
from tcgraph.sparql import written
from tcgraph.sparql.forms import Select
from tcgraph.sparql.node import Node, walk
from tcgraph.terms import QUERY_PREFIXES, TC

_UP: Final = tuple(
    NamedNode(iri) for iri in (STANDARD["org"] + "subOrganizationOf", TC + "within", STANDARD["skos"] + "broader")
)
"""From a part to what it is a part of: a unit, a place, a code."""
_MEMBER: Final = NamedNode(STANDARD["org"] + "memberOf")
_GROUP: Final = TC + "Collective"
"""What is told of social partners is told of workers' organizations too: of a group within a group, each is meant."""
_DEEDS: Final = terms("Action", "ReportedItem")
_SAYING: Final = _DEEDS | terms("Recommendation")
_TIMES: Final = terms("when", "year", "firstDay", "lastDay")
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


def _parts(place: AskedStep) -> Iterator[WiderTerm]:
    """What is told of a part, or of a group that holds what is named."""
    step, graph, up_ways = place.step, place.asked.graph, {up.value for up in _UP}
    if not place.is_named or place.iri in (TYPE, *up_ways):
        return
    whole = step.object.value if isinstance(step.object, s.Iri) else ""
    for up, itself in _ways_up(graph, place.iri, whole):
        around = up == _MEMBER
        way = f"{'^' if around else ''}{{}}{'' if itself else '*'}"
        of = written_name(step.object) if isinstance(step.object, s.Iri) else f"?{step.object}"
        if whole and not around:
            # Which parts these are, where they are few: whoever asked may not mean them.
            parts = f"?part {up}+ <{whole}> . ?thing <{place.iri}> ?part FILTER(?part != <{whole}>)"
            named = [term_said(part) for (part,) in graph.rows(f"SELECT DISTINCT ?part {{ {parts} }} LIMIT {_FEW + 1}")]
            of += f" ({', '.join(sorted(named))})" if len(named) <= _FEW else ""
        yield WiderTerm(
            f"<{place.iri}>/{way.format(up)}",
            f"{place.name}/{way.format(term_said(up))}",
            say("wider.group" if around else "wider.within", of=of, property=place.name),
            frozenset((up.value,)),
            kind=_GROUP if around else "",
        )


def _ways_up(graph: LookedGraph, prop: str, whole: str) -> Iterator[tuple[NamedNode, bool]]:
    """The ways from what the property leads to, up to a thing or to anything."""
    end = f"<{whole}>" if whole else "?whole"
    ways = " UNION ".join(
        (
            *(f"{{ ?part {up}+ {end} FILTER(?part != {end}) BIND({up} AS ?up) }}" for up in _UP),
            f"{{ {end} a <{_GROUP}> ; {_MEMBER}+ ?part . BIND({_MEMBER} AS ?up) }}",
        )
    )
    itself = f"EXISTS {{ {end} ?up {end} }}"
    for up, own in graph.rows(f"SELECT ?up (MIN({itself}) AS ?own) {{ {ways} ?thing <{prop}> ?part }} GROUP BY ?up"):
        if isinstance(up, NamedNode):
            yield up, isinstance(own, Literal) and own.value == "true"


def _above(place: AskedStep) -> Iterator[WiderTerm]:
    """The property that the ontology puts above one, where the two are easily taken for each other.

    That is one from and to the same classes; and, for who asks about something, one that other classes have too. What
    else has to hold is asked of the one class, so that where anything beside is named, those others are not meant.
    """
    prop, step, group = place.iri, place.step, place.group
    if not prop.startswith(TC) or prop.startswith(TC + "inferred"):
        return
    beside = [each for each in group.all if each.subject not in (step.subject, step.object)]
    alone = place.is_named and all(isinstance(each.object, str) or each.property.value == TYPE for each in beside)
    for above, kind in place.asked.graph.rows(_ABOVE.replace("?prop", f"<{prop}>")):
        if not isinstance(above, NamedNode) or above in _UP or not above.value.startswith(TC):
            continue
        wide, new = term_said(above), frozenset((above.value,))
        if kind is None:
            why = say("wider.above", property=wide, other=place.name)
            yield WiderTerm(f"<{above.value}>", wide, why, new)
        elif alone and group.select is not None:
            end, such = f"?{step.object}", f"{{ SELECT DISTINCT ?{step.object} WHERE {place.asked.where} }}"
            if isinstance(step.object, s.Iri):
                end, such = written(step.object, full=True), ""
            apart = f"{such} ?any_other {above} {end} FILTER NOT EXISTS {{ ?any_other a {kind} }}"
            why = say("wider.other_class", property=wide, other=term_said(kind))
            yield WiderTerm(f"<{above.value}>", wide, why, new, apart=apart)


def _donors(place: AskedStep) -> Iterator[WiderTerm]:
    """Who pays, beside who acts.

    Who asks for a table of who does what does not ask for who pays; who counts what each has a part in may.
    """
    select, named = place.group.select, place.is_named
    counts = select is not None and select.modifiers.group_by and any(totals(select, "COUNT"))
    if place.iri == TC + "agent" and (named or (place.group.required and counts)):
        why = say("wider.donor" if named else "wider.only_pays")
        yield place.wider("@|tc:involves/tc:donor", why, terms("donor"), ends=not named)


def _other_roles(place: AskedStep) -> Iterator[WiderTerm]:
    """Whatever part somebody has in it, beside being served."""
    if place.iri == TC + "serves" and place.is_named:
        yield place.wider("@|tc:who", say("wider.other_role"), terms("who", "agent", "participant"))


def _states(place: AskedStep) -> Iterator[WiderTerm]:
    """States of affairs, beside deeds. Who lists deeds asks for deeds; who asks about something asks what is told."""
    wanted = place.step.object
    said = [each for each in place.group.steps if each.property.value != TYPE]
    about = any(not isinstance(each.object, str) or each.object in place.sought for each in said)
    if place.iri == TYPE and isinstance(wanted, s.Iri) and wanted.value == TC + "Action" and about:
        places, new = ((wanted, f"<{TC}ReportedItem>"),), terms("ReportedItem", "StateOfAffairs")
        yield WiderTerm(f"<{TYPE}>", "tc:ReportedItem", say("wider.states"), new, places)


def _other_mentions(place: AskedStep) -> Iterator[WiderTerm]:
    """What names the same event otherwise, or names a thing by our reading."""
    end = place.step.object
    if place.iri == TC + "names" and place.is_named:
        yield place.wider("@/tc:inferredSameEventAs?", say("wider.same_event"), terms("inferredSameEventAs"))
    kinds = [each.object for each in place.group.all if each.subject == end and each.property.value == TYPE]
    # Which event is meant is told by tc:inferredSameEventAs.
    kinds = kinds or [end] * (isinstance(end, s.Iri) and "/id/event/" not in end.value)
    if place.iri == TC + "names" and any(isinstance(k, s.Iri) and k.value != TC + "Event" for k in kinds):
        why = say("wider.mention", name=f"?{end}") if str(end).isidentifier() else say("wider.mention_of_such")
        yield place.wider("@|tc:inferredMention", why, terms("inferredMention", "refersTo"))


def _hedged_parts(place: AskedStep) -> Iterator[WiderTerm]:
    """What hedges a part of a deed, beside the deed."""
    if place.iri == TC + "hedges":
        end = place.step.object
        why = say("wider.hedged", name=f"?{end}") if str(end).isidentifier() else say("wider.hedged_such")
        yield place.wider("@/tc:inAction?", why, terms("inAction"))


def _named_times(place: AskedStep) -> Iterator[WiderTerm]:
    """The time of what a deed names, beside its own."""
    if place.iri in _TIMES and place.starts_from(_DEEDS):
        beside = [each.property for each in place.group.steps if each.subject == place.step.subject]
        beside = [each for each in beside if each.value in _TIMES and each is not place.step.property]
        places = tuple((each, f"(<{TC}names>?/<{each.value}>)") for each in beside)
        yield place.wider("tc:names?/@", say("wider.named_time"), terms("names"), places=places)


def _other_names(place: AskedStep) -> Iterator[WiderTerm]:
    """What a thing is called beside its label, and what a deed names that is called so."""
    name = place.step.object
    if place.iri == LABEL and name in place.sought:
        new = frozenset(NAMES[1:])
        path, why = "|".join(map(name_of, NAMES)), say("wider.other_name", property=place.name)
        if place.starts_from(_SAYING):
            path, why, new = f"(tc:names|tc:theme)?/({path})", say("wider.names_such"), terms("names", "theme")
        nodes = (node for condition in place.group.conditions for node in walk(condition))
        # Abbreviations are in no language.
        languages = [node for node in nodes if (language_asked(node) or ("",))[0] == name]
        places = tuple((node, f'({written(node)} || LANG(?{name}) = "")') for node in languages)
        yield place.wider(path, why, new, places=places)


_WAYS: Final = (
    *(_parts, _above, _donors, _other_roles, _states),
    *(_other_mentions, _hedged_parts, _named_times, _other_names),
)


def wider_terms(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Properties in whose place a wider path finds more of what is asked for."""
    return found_by(_WAYS, asked)


# -- terms in whose place a wider one finds more of what is asked for
#
# Each is counted by asking the same query with the wider term, so that what its other conditions leave out is not told.

_PREFIXED: Final = re.compile(r"[\w-]+:\w+")


@dataclass(frozen=True, slots=True)
class WiderTerm:
    """A wider term.

    Attributes:
        path: as a query may write it, with full names.
        shown: the same as it is told.
        why: what more it finds, to be said of a number.
        new: the names that only it has.
        places: what it takes the place of, beside the property itself, with the words that stand there then.
        kind: the class that what it leads to has to be of; empty for any.
        ends: whether what it leads to is counted, and not what it starts from.
        apart: what it finds that is no such thing as the query asks for, as a pattern for ``?any_other``.
    """

    path: str
    shown: str
    why: FilledSentence
    new: frozenset[str]
    places: tuple[tuple[Node, str], ...] = ()
    kind: str = ""
    ends: bool = False
    apart: str = ""


@dataclass(frozen=True)
class AskedStep:
    """A property in a query, with what a wider one depends on.

    Attributes:
        step: its pattern.
        group: the patterns that have to match together with it.
        sought: the variables in whose texts words are sought.
        asked: the query.
    """

    step: PatternStep
    group: Conjunction
    sought: set[str]
    asked: AskedQuery

    @property
    def iri(self) -> str:
        """The property's IRI."""
        return self.step.property.value

    @cached_property
    def name(self) -> str:
        """It as the query has it."""
        return written_name(self.step.property)

    @cached_property
    def is_named(self) -> bool:
        """Whether the query says which thing the property is to lead to, by its IRI or by a name."""
        end, steps = self.step.object, self.group.steps
        return (
            isinstance(end, s.Iri)
            or any(e.subject == end and e.property.value in NAMES and e.object in self.sought for e in steps)
            or end in set(_chosen(self.group))
        )

    def wider(
        self,
        path: str,
        why: FilledSentence,
        new: frozenset[str],
        places: tuple[tuple[Node, str], ...] = (),
        ends: bool = False,
    ) -> WiderTerm:
        """A path in which ``@`` is the property and other names have our prefixes; see :class:`WiderTerm`."""
        full = _PREFIXED.sub(lambda found: f"<{QUERY_PREFIXES.expand(found[0]).value}>", path)
        return WiderTerm(full.replace("@", f"<{self.iri}>"), path.replace("@", self.name), why, new, places, ends=ends)

    def starts_from(self, classes: frozenset[str]) -> bool:
        """Whether the query asks for one of some classes there."""
        kinds = (each.object for each in self.group.all if each.subject == self.step.subject)
        return any(isinstance(kind, s.Iri) and kind.value in classes for kind in kinds)


def _chosen(group: Conjunction) -> Iterator[str]:
    """Variables that a query gives things to by their names."""
    for values in group.values:
        yield from (variable.name for variable in values.variables)
    # What an "or" names is one of several things that are meant.
    for node in (node for each in group.conditions for node in walk(each, lambda node: not _is_or(node))):
        match node:
            case (
                s.In(operand=s.Var(name=name), negated=False, choices=(s.Iri(), *_))
                | s.Infix(operators=("=",), operands=(s.Var(name=name), s.Iri()))
            ):
                yield name


def _is_or(node: Node) -> bool:
    return isinstance(node, s.Infix) and "||" in node.operators


Way = Callable[[AskedStep], Iterator[WiderTerm]]


def found_by(ways: Sequence[Way], asked: AskedQuery) -> Iterator[QueryWarning]:
    """Properties in whose place a wider term, to which there are some ways, finds more of what is asked for."""
    told: list[FilledSentence] = []
    for group in asked.own_groups if asked.variables else ():
        sought = set(texts_searched(group.conditions))
        for step in (*group.steps, *(_forked(asked.select) if group.required else ())):
            place = AskedStep(step, group, sought, asked)
            for wider in (wider for way in ways for wider in way(place)):
                # Who speaks of the wider way knows of it.
                if wider.why in told or asked.names_any(wider.new):
                    continue
                if more := _more(place, wider):
                    told.append(wider.why)
                    n = abs(more)
                    why = FilledSentence(wider.why.key, {**wider.why.slots, "n": n})
                    said = say("wider.more" if more > 0 else "wider.of_these", n=n, why=why, path=wider.shown)
                    end = step.object if isinstance(step.object, s.Iri) else step.property
                    yield replace(warning(step.property, said), end=end.end)


def _forked(tree: Select) -> Iterator[PatternStep]:
    """The ways of a path that forks, each as a step."""
    for node in (each for each in tree.where.elements if isinstance(each, s.Triples)):
        for predicate in node.predicates:
            ways = predicate.verb.parts if isinstance(predicate.verb, s.Alternative) else ()
            for way, end in ((way, end) for way in ways for end in predicate.objects):
                if isinstance(way, s.Iri) and isinstance(node.subject, s.Var) and isinstance(end, s.Var | s.Iri):
                    yield PatternStep(node.subject.name, way, end.name if isinstance(end, s.Var) else end)


def _more(place: AskedStep, wider: WiderTerm) -> int:
    """How many more the wider term finds; below 0 how many it leaves out of what the query leaves out too few of."""
    step, asked = place.step, place.asked
    other = query_trees.query(put_otherwise(asked.text, [(step.property, f"({wider.path})"), *wider.places]))
    if not isinstance(other, Select):
        return 0
    if wider.apart:
        return asked.graph.distinct("?any_other", wider.apart)
    narrow, wide = asked.select.where, other.where
    if wider.kind and isinstance(step.object, str):
        kind = query_trees.query(f"ASK {{ ?{step.object} a <{wider.kind}> }}").where
        narrow, wide = also(narrow, kind), also(wide, kind)

    def more(names: Sequence[str]) -> tuple[int, int]:
        found = asked.graph.count(names, wide)
        return found, found - asked.graph.count(names, narrow)

    counted = step.object if wider.ends else step.subject
    names = [counted] if isinstance(counted, str) and counted in asked.variables else asked.variables
    found, number = more(names)
    # That what is left out has a group beside what is not left out is no slip.
    if not number or (number < 0 and not (found and not wider.kind and isinstance(step.object, s.Iri))):
        return 0
    own = [column.name for column in asked.select.columns if isinstance(column, s.Var)]
    once = asked.select.modifier == "DISTINCT" and len(own) == len(asked.select.columns) > 0
    # Where what is shown is all there, nothing is missed.
    return 0 if once and not more(own)[1] else number
