"""Names that a query uses and the graph does not have, and which one was meant."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from tcgraph.diagnostics.suggest import WordPool, distance, local_name, namespace
from tcgraph.namespaces import STANDARD
from tcgraph.questions.graph_profile import GraphProfile, Rows
from tcgraph.questions.warnings.query_words import name_of
from tcgraph.rdf import Literal, NamedNode
from tcgraph.terms import QUERY_PREFIXES, TC

Missing = Callable[[Iterable[str]], list[str]]
"""Which of some IRIs the graph does not have."""

_LONGEST = 60
"""More letters are a sentence, and no name."""
_BETWEEN = re.compile(r"[ _/-]+|(?<=[a-z])(?=[A-Z])")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
"""C87 is C087."""
_VERB = re.compile(r"^(has|is|get)-")
"""What names of properties begin with elsewhere."""
_OTHERS_NAMES = {
    STANDARD["rdfs"] + "label": "name title preflabel",
    TC + "summary": "description comment abstract definition text content",
    TC + "agent": "wasassociatedwith wasattributedto actor performer",
    TC + "who": "participants contributor stakeholder",
    TC + "when": "date time attime temporal",
    TC + "firstDay": "startedattime startdate starttime",
    TC + "lastDay": "endedattime enddate endtime",
    TC + "where": "location atlocation spatial place",
    TC + "donor": "funder sponsor fundedby",
    TC + "theme": "subject about topic category keyword",
    TC + "statusCode": "status state",
    STANDARD["schema"] + "sameAs": "sameas exactmatch",
    TC + "Action": "activity deed task",
    TC + "Organisation": "organization company agency corporation",
    TC + "Agent": "person actor party",
    TC + "Event": "meeting conference",
    TC + "Instrument": "treaty legislation law",
    TC + "Document": "creativework article document",
    TC + "Funding": "grant moneytransfer financing",
}
"""What other vocabularies call a property or a class, in small letters."""
_SHORT = 3
"""In so few letters another one is another code: only swapped neighbours are a slip."""


class Meant:
    """Finds the name that was meant.

    Args:
        rows: runs a SELECT query on the graph.
        missing: which of some IRIs it does not have.
        profile: gives what it has.
    """

    def __init__(self, rows: Rows, missing: Missing, profile: Callable[[], GraphProfile]) -> None:
        self._rows = rows
        self._missing = missing
        self._profile = profile
        self._namespaces: dict[str, _Namespace] = {}

    def by(self, iri: str) -> str:
        """The one name that is meant by another, or nothing where none is, or several could be.

        The thing that is called so; a name of the same namespace with these words in it; one that is written nearly so;
        or the same name in another namespace.

        Args:
            iri: a name of ours that the graph does not have.
        """
        start, local = namespace(iri), local_name(iri)
        if ours := self.ours(iri):
            return ours
        if not local:
            return "" if self._missing([iri[:-1]]) else iri[:-1]
        known = self._of(start)
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
        missing = set(self._missing(others))
        return next((one for one in others if one not in missing), "")

    def ours(self, iri: str) -> str:
        """The property or class of this graph for what other vocabularies call so; nothing where none is.

        Args:
            iri: a name of any namespace.
        """
        local = local_name(iri).casefold()
        found = next((ours for ours, others in _OTHERS_NAMES.items() if local in others.split()), "")
        profile = self._profile()
        return found if found != iri and (found in profile.kinds or found in profile.classes) else ""

    def use_of(self, iri: str) -> str:
        """How a name is used, in a sentence: as a class, a property or a value; nothing where nothing has it.

        Args:
            iri: what stands where it cannot.
        """
        name, profile = name_of(iri), self._profile()
        if iri in profile.kinds:
            return f"{name} is a property: ?x {name} ?y."
        typed = iri in profile.classes
        end = "?y" if typed else name
        more = f" . ?y a {name}" if typed else ""
        query = f"SELECT ?p {{ ?x ?p {'?y . ?y a ' if typed else ''}<{iri}> }} GROUP BY ?p ORDER BY DESC(COUNT(*)) ?p"
        ways = [term.value for (term,) in self._rows(query) if isinstance(term, NamedNode)]
        for way in (each for each in ways if each.startswith(TC)):
            return f"{name} is a {'class' if typed else 'value'}: ?x {name_of(way)} {end}{more}."
        return f"{name} is a class: ?x a {name}." if typed else ""

    def _of(self, start: str) -> _Namespace:
        """What is in a namespace, looked at once: another name costs no other look."""
        if start not in self._namespaces:
            query = f"""SELECT DISTINCT ?t ?said {{ ?t ?p ?o FILTER(STRSTARTS(STR(?t), "{start}"))
              BIND(IF(isLiteral(?o) && STRLEN(STR(?o)) <= {_LONGEST}, STR(?o), "") AS ?said) }}"""
            names = {name for name in (*self._profile().kinds, *self._profile().classes) if name.startswith(start)}
            called: defaultdict[str, set[str]] = defaultdict(set)
            for thing, said in self._rows(query):
                if isinstance(thing, NamedNode):
                    names.add(thing.value)
                    if isinstance(said, Literal) and said.value:
                        called[_plain(said.value)].add(thing.value[len(start) :])
            own = sorted(name[len(start) :] for name in names if "/" not in name[len(start) :])
            self._namespaces[start] = _Namespace(tuple(own), WordPool(own), called)
        return self._namespaces[start]


@dataclass(frozen=True, slots=True)
class _Namespace:
    """The names of a namespace, and those of the things that are called something by a label or a code."""

    names: tuple[str, ...]
    pool: WordPool
    called: Mapping[str, Collection[str]]


def _plain(name: str) -> str:
    """As a name would have it, whatever parts its words."""
    return _ZEROS.sub("", _BETWEEN.sub("-", name).casefold())


def holds(name: str, words: str) -> bool:
    """Whether a name has all words of another, in their order: asia-and-the-pacific those of asia-pacific."""
    own = iter(_plain(name).split("-"))
    return all(word in own for word in _plain(words).split("-"))
