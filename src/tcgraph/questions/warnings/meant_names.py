"""Which name was meant by one that the graph does not have, or that stands where it cannot."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Final

from tcgraph.diagnostics.suggest import WordPool, distance, local_name, namespace
from tcgraph.questions.warnings.looked_graph import LookedGraph, NamesOf
from tcgraph.questions.warnings.term_words import name_of
from tcgraph.questions.warnings.warning_sentences import FilledSentence, say
from tcgraph.rdf import Literal, NamedNode
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
