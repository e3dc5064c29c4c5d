"""Names that a query uses and the graph does not have, and which one was meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tcgraph.diagnostics.suggest import Pool, distance, local_name, namespace
from tcgraph.namespaces import application
from tcgraph.questions.graph_profile import GraphProfile, Rows
from tcgraph.rdf import Literal, NamedNode
from tcgraph.terms import QUERY_PREFIXES

Missing = Callable[[Iterable[str]], list[str]]
"""Which of some IRIs the graph does not have."""

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
        self._names: dict[str, list[str]] = {}

    def by(self, iri: str) -> str:
        """The one name that is meant by another, or nothing where none is, or several could be.

        The thing that is called so; a name of the same namespace with these words in it; one that is written nearly so;
        or the same name in another namespace.

        Args:
            iri: a name of ours that the graph does not have.
        """
        start, local = namespace(iri), local_name(iri)
        names = self._of(start)
        # A code or a short name may be told of several things; then none of them is the one.
        for found in (self._called(start, local), [name for name in names if _holds(name, local)]):
            if found:
                return start + found[0] if len(found) == 1 else ""
        near = Pool(names).nearest(local)
        if near and (len(local) > _SHORT or distance(local.casefold(), near.casefold()) < 1):
            return start + near
        others = (other + local for other in sorted(set(QUERY_PREFIXES.values())) if other != start)
        return next((one for one in others if one.startswith(application().described) and not self._missing([one])), "")

    def _called(self, start: str, local: str) -> list[str]:
        """The names of things that have a word of theirs, a short name or a code, as it is written."""
        words = Literal(_plain(local))
        query = f"""SELECT DISTINCT ?t {{ ?t ?p ?o
          FILTER(STRSTARTS(STR(?t), "{start}") && isLiteral(?o))
          FILTER(REPLACE(LCASE(STR(?o)), "[ _/]+", "-") = {words}) }}"""
        return [term.value[len(start) :] for (term,) in self._rows(query) if isinstance(term, NamedNode)]

    def _of(self, start: str) -> list[str]:
        if start not in self._names:
            query = f'SELECT DISTINCT ?t {{ ?t ?p ?o FILTER(STRSTARTS(STR(?t), "{start}")) }}'
            names = {term.value for (term,) in self._rows(query) if isinstance(term, NamedNode)}
            names |= {name for name in (*self._profile().kinds, *self._profile().classes) if name.startswith(start)}
            self._names[start] = sorted(name[len(start) :] for name in names if "/" not in name[len(start) :])
        return self._names[start]


def _plain(name: str) -> str:
    return name.casefold().replace("_", "-")


def _holds(name: str, words: str) -> bool:
    """Whether a name has all words of another, in their order: gender-equality those of gender."""
    return f"-{_plain(words)}-" in f"-{_plain(name)}-"
