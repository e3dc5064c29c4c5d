"""Names that the graph does not have, or has in another place, and which name was meant by one."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from tcgraph.diagnostics.suggest import WordPool, distance, local_name, namespace
from tcgraph.namespaces import STANDARD, application
from tcgraph.questions.warnings.asked_query import AskedQuery
from tcgraph.questions.warnings.conjunctions import Conjunction
from tcgraph.questions.warnings.looked_graph import LookedGraph, NamesOf
from tcgraph.questions.warnings.warning_sentences import (
    TYPE,
    FilledSentence,
    QueryWarning,
    hint,
    meant,
    name_of,
    say,
    warning,
    written_name,
)
from tcgraph.rdf import Literal, NamedNode
from tcgraph.sparql import syntax as s
from tcgraph.sparql.forms import Construct
from tcgraph.sparql.node import walk
from tcgraph.terms import QUERY_PREFIXES, TC

_LONGEST: Final = 60
"""More letters are a sentence, and no name."""
_BETWEEN = re.compile(r"[ _/-]+|(?<=[a-z])(?=[A-Z])")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
"""C87 is C087."""
_VERB = re.compile(r"^(has|is|get)-")
"""What names of properties begin with elsewhere."""
_OTHERS_NAMES: Final = {
    QUERY_PREFIXES.expand(ours).value: others.split()
    for ours, others in tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")).items()
}
"""What other vocabularies call a property or a class, in small letters."""
_SHORT: Final = 3
"""In so few letters another one is another code: only swapped neighbours are a slip."""


def meant_by(iri: str, graph: LookedGraph) -> str:
    """The one name that is meant by another, or nothing where none is, or several could be.

    The thing that is called so; a name of the same namespace with these words in it; one that is written nearly so;
    or the same name in another namespace.
    """
    start, local = namespace(iri), local_name(iri)
    if ours := called_here(iri, graph):
        return ours
    if not local:
        return "" if graph.missing([iri[:-1]]) else iri[:-1]
    known = _names_of(start, graph)
    # A code or a short name may be told of several things; then none of them is the one.
    bare = _VERB.sub("", _plain(local))
    for found in (
        known.called.get(_plain(local), ()),
        known.called.get(bare, ()),
        [name for name in known.names if _plain(name) == bare] if start + bare != iri else (),
    ):
        if found:
            return start + next(iter(found)) if len(found) == 1 else ""
    longer = [name for name in known.names if holds(name, local)]
    near = longer[0] if len(longer) == 1 else None if longer else known.pool.nearest(local)
    if near in longer:
        return start + longer[0]
    if near and (len(local) > _SHORT or distance(local.casefold(), near.casefold()) < 1):
        return start + near
    others = [other + local for other in sorted(set(QUERY_PREFIXES.values())) if other != start]
    missing = set(graph.missing(others))
    return next((one for one in others if one not in missing), "")


def called_here(iri: str, graph: LookedGraph) -> str:
    """The property or class of this graph for what other vocabularies call so; nothing where none is."""
    local = local_name(iri).casefold()
    found = next((ours for ours, others in _OTHERS_NAMES.items() if local in others), "")
    profile = graph.profile
    return found if found != iri and (found in profile.kinds or found in profile.classes) else ""


def use_of(iri: str, graph: LookedGraph) -> FilledSentence | None:
    """How a name that stands where it cannot is used: as a class, a property or a value; None where nothing has it."""
    name, profile = name_of(iri), graph.profile
    if iri in profile.kinds:
        return say("names.is_property", name=name, pattern=f"?x {name} ?y")
    typed = iri in profile.classes
    ending = f"?y . ?y a {name}" if typed else name
    query = f"SELECT ?p {{ ?x ?p {'?y . ?y a ' if typed else ''}<{iri}> }} GROUP BY ?p ORDER BY DESC(COUNT(*)) ?p"
    for way in (each for each in graph.iris(query) if each.startswith(TC)):
        key = "names.is_class" if typed else "names.is_value"
        return say(key, name=name, pattern=f"?x {name_of(way)} {ending}")
    return say("names.is_class", name=name, pattern=f"?x a {name}") if typed else None


def holds(name: str, words: str) -> bool:
    """Whether a name has all words of another, in their order: asia-and-the-pacific those of asia-pacific."""
    own = iter(_plain(name).split("-"))
    return all(word in own for word in _plain(words).split("-"))


def _names_of(start: str, graph: LookedGraph) -> NamesOf:
    """What is in a namespace, looked at once: another name costs no other look."""
    if start in graph.namespaces:
        return graph.namespaces[start]
    query = f"""SELECT DISTINCT ?t ?said {{ ?t ?p ?o FILTER(STRSTARTS(STR(?t), "{start}"))
      BIND(IF(isLiteral(?o) && STRLEN(STR(?o)) <= {_LONGEST}, STR(?o), "") AS ?said) }}"""
    names = {name for name in (*graph.profile.kinds, *graph.profile.classes) if name.startswith(start)}
    called: defaultdict[str, set[str]] = defaultdict(set)
    for thing, said in graph.rows(query):
        if isinstance(thing, NamedNode):
            names.add(thing.value)
            if isinstance(said, Literal) and said.value:
                called[_plain(said.value)].add(thing.value[len(start) :])
    own = sorted(name[len(start) :] for name in names if "/" not in name[len(start) :])
    graph.namespaces[start] = found = NamesOf(tuple(own), WordPool(own), called)
    return found


def _plain(name: str) -> str:
    """As a name would have it, whatever parts its words."""
    return _ZEROS.sub("", _BETWEEN.sub("-", name).casefold())


# -- names that the graph does not have, or has in another place, and properties that what is asked for never has

_INVERSE: Final = f"<{STANDARD['owl']}inverseOf>"


def missing_names(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Names of our own namespaces, and properties of any, that nothing has or that stand where they cannot."""
    graph, profile = asked.graph, asked.graph.profile
    # What CONSTRUCT makes need not be there, and a search has the form of a pattern.
    made = asked.tree.template if isinstance(asked.tree, Construct) else None
    other = {id(node) for node in walk(made)} if made is not None else set[int]()
    nodes = [n for n in walk(asked.tree, lambda node: not isinstance(node, s.Service)) if id(n) not in other]
    said = [node for node in nodes if isinstance(node, s.Predicate)]
    named = [part for each in said for part in walk(each.verb) if isinstance(part, s.Iri)]
    named = [node for node in named if node.value != application().search]
    # The ends of patterns, each with whether it is a class.
    ends = {id(end): _is_type(each.verb) for each in said for end in each.objects if isinstance(end, s.Iri)}
    properties = {id(node) for node in named}
    named += [node for node in nodes if isinstance(node, s.Iri) and (ends.get(id(node)) or _is_of_ours(node))]
    # A namespace is named where it begins names; as what a property leads to, it has a slash too many.
    places = {node.value: node for node in named if node.value[-1] not in "/#" or id(node) in ends}
    missing = set(graph.missing(places))
    for iri, node in places.items():
        verb, typed = id(node) in properties, ends.get(id(node), False)
        unfit = profile.classes if verb else profile.kinds if typed else ()
        if iri in missing:
            yield _no_such(node, unfit, graph)
        elif verb and iri not in profile.kinds and (use := use_of(iri, graph)):
            yield warning(node, use)
        elif (verb and iri not in profile.kinds) or (typed and iri not in profile.classes):
            yield from _unused(node, graph, typed=typed)


def _is_type(verb: s.Var | s.Path) -> bool:
    return isinstance(verb, s.Iri) and verb.value == TYPE


def _is_of_ours(node: s.Iri) -> bool:
    # A name in angle brackets, as <tc:Action>, is another IRI than the one that its prefix stands for.
    return node.value.startswith(application().described) or node.value.partition(":")[0] in QUERY_PREFIXES


def _no_such(node: s.Iri, unfit: Collection[str], graph: LookedGraph) -> QueryWarning:
    prefix, _, local = node.value.partition(":")
    bracketed = prefix in QUERY_PREFIXES
    near = QUERY_PREFIXES[prefix] + local if bracketed else meant_by(node.value, graph)
    instead = name_of(near) if bracketed else _written_as(near, node) if near else ""
    use = use_of(near, graph) if near in unfit and not bracketed else None
    if use is not None:
        instead = ""
    name = node.written or name_of(node.value)
    return warning(node, say("names.none", name=name), use or meant(instead), instead=instead, unknown=name)


def _written_as(iri: str, like: s.Iri) -> str:
    """An IRI as another is written, in angle brackets or behind the same prefix."""
    if like.written.startswith("<"):
        return f"<{iri}>"
    prefix, _, local = like.written.partition(":")
    start = len(like.value) - len(local)
    if like.value.endswith(local) and "/" not in iri[start:] and iri.startswith(like.value[:start]):
        return f"{prefix}:{iri[start:]}"
    return name_of(iri)


def _unused(term: s.Iri, graph: LookedGraph, *, typed: bool) -> Iterator[QueryWarning]:
    """A property or class that nothing in the graph has, so that an empty answer is no answer of the source."""
    later = graph.any(f"SELECT ?t {{ VALUES ?t {{ <{term.value}> }} ?t <{TC}forReporting> true }}")
    turned = graph.iris(f"SELECT DISTINCT ?p {{ <{term.value}> {_INVERSE}|^{_INVERSE} ?p . ?x ?p ?y }}")
    ours = called_here(term.value, graph)
    near = f"^{name_of(turned[0])}" if turned else name_of(ours) if ours else ""
    elsewhere = f"SELECT ?g {{ GRAPH ?g {{ ?x {f'a <{term.value}>' if typed else f'<{term.value}> ?y'} }} }} LIMIT 1"
    if not graph.any(elsewhere):
        key = f"names.unused{'_class' if typed else ''}{'_later' if later else ''}"
        yield warning(term, say(key, name=written_name(term)), meant(near), instead=near)


def class_mismatches(asked: AskedQuery) -> Iterator[QueryWarning]:
    """Properties that what a variable stands for never has."""
    graph = asked.graph
    for group in asked.groups:
        possible = _possible(group, graph)
        for step in group.steps:
            known, prop = step.subject in possible and step.subject not in group.given, step.property.value
            having = graph.profile.having.get(prop) if known and prop != TYPE else None
            if having and possible[str(step.subject)][0].isdisjoint(having):
                _, key, of = possible[str(step.subject)]
                owners, near = _owners(having), called_here(prop, graph)
                told = say(key, of=of, property=written_name(step.property), owners=owners, n=len(owners))
                instead = name_of(near) if near else ""
                yield warning(step.property, told, hint(prop) or meant(instead), instead=instead)


def _possible(group: Conjunction, graph: LookedGraph) -> dict[str, tuple[set[str], str, str]]:
    """The classes that variables can be of, and what says so: a class asked for, or a property to or from them."""
    profile = graph.profile
    found: dict[str, tuple[set[str], str, str]] = {}
    for step in group.all:
        kind = step.object.value if isinstance(step.object, s.Iri) and step.property.value == TYPE else ""
        if isinstance(step.subject, str) and kind in profile.classes:
            found.setdefault(step.subject, ({kind}, "mismatch.class_has", name_of(kind)))
    for step in group.all:
        prop = step.property.value
        if isinstance(step.object, str) and prop != TYPE and profile.kinds.get(prop, {}).keys() == {"thing"}:
            way = written_name(step.property)
            found.setdefault(step.object, (profile.reached[prop], "mismatch.end_has", way))
    # Of what has something that nothing has so far, nothing can be told. In NOT EXISTS and MINUS, too, which nothing
    # fits where this is so: they leave out no row.
    later = {step.subject for step in group.all if not profile.having.get(step.property.value)}
    for step in group.all:
        if isinstance(step.subject, str) and step.subject not in later:
            kinds = {*profile.having[step.property.value]}
            found.setdefault(step.subject, (kinds, "mismatch.subject_has", written_name(step.property)))
    return found


def _owners(having: dict[str, int]) -> tuple[str | FilledSentence, ...]:
    """The classes of ours that have it, the most telling first."""
    ours = sorted((name for name in having if name.startswith(TC)), key=lambda name: (-having[name], name))[:2]
    return tuple(map(name_of, ours)) or (say("mismatch.else"),)
