"""Patterns matched in an engine from a few facts, so that a small change asks for what is near it and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tcgraph.namespaces import RDF_TYPE
from tcgraph.owl.patterns import Bindings, Pattern, match, substitute, variables
from tcgraph.owl.place import Place
from tcgraph.owl.proof import Fact
from tcgraph.owl.rule_order import group, signature
from tcgraph.rdf import BlankNode, Literal, NamedNode, Triple, Variable

_BATCH = 200
"""Rows in one VALUES clause; servers limit a query's length."""

NOT_BY_NAME = "a server cannot be told which blank node is meant"


class NotLocal(Exception):
    """What follows from a change cannot be told from the facts near it; the message says why."""


class MatchedFacts:
    """Facts found by the patterns that may match them.

    Args:
        facts: subject, predicate and object.
    """

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._all = list(facts)
        self._by_signature: defaultdict[object, list[Fact]] = defaultdict(list)
        for fact in self._all:
            self._by_signature[signature(fact)].append(fact)
            if fact[1] == RDF_TYPE:
                self._by_signature[RDF_TYPE, None].append(fact)

    def __iter__(self) -> Iterator[Fact]:
        return iter(self._all)

    def matching(self, pattern: Pattern) -> Iterator[Bindings]:
        """What a pattern's variables stand for, for each fact that it matches."""
        read = signature(pattern)
        for fact in self._all if read[0] is None else self._by_signature.get(read, ()):
            found = match(pattern, fact)
            if found is not None:
                yield found


def matches(
    place: Place, body: Sequence[Pattern], facts: MatchedFacts | None = None, *, filters: str = ""
) -> Iterator[Bindings]:
    """Each way in which patterns hold.

    Args:
        place: where.
        body: the patterns.
        facts: facts one of which takes part at least; None asks for every way.
        filters: further conditions in SPARQL, on variables of the patterns.
    """
    if facts is None:
        yield from extended(place, body, [{}], filters=filters)
        return
    for number, pattern in enumerate(body):
        seeds = list(facts.matching(pattern))
        # Where a condition has to be met the pattern stays, so that its variables are there to be tested.
        rest = body if filters else (*body[:number], *body[number + 1 :])
        yield from extended(place, rest, seeds, filters=filters)


def extended(
    place: Place, body: Sequence[Pattern], seeds: Sequence[Bindings], *, filters: str = "", most: int | None = None
) -> Iterator[Bindings]:
    """Each way in which patterns hold under one of some bindings, which all bind the same variables.

    Args:
        place: where.
        body: the patterns; without any, every binding is a way.
        seeds: the bindings.
        filters: further conditions in SPARQL.
        most: how many rows to ask for at a time.

    Raises:
        NotLocal: a blank node is bound, and the engine is a server, which cannot be told which one is meant.
    """
    if not body:
        yield from seeds
        return
    names = variables(*body)
    limit = f" LIMIT {most}" if most else ""
    plain = [seed for seed in seeds if not any(isinstance(term, BlankNode) for term in seed.values())]
    for start in range(0, len(plain), _BATCH):
        batch = plain[start : start + _BATCH]
        known = tuple(batch[0])
        wanted = tuple(dict.fromkeys((*known, *names)))
        rows = " ".join(f"({' '.join(str(seed[name]) for name in known)})" for seed in batch)
        values = f"VALUES ({' '.join(map(str, known))}) {{ {rows} }} " if known else ""
        yield from _rows(place, f"{{ {values}{group(body)} {filters} }}{limit}", wanted, {})
    for seed in seeds:
        if not any(isinstance(term, BlankNode) for term in seed.values()):
            continue
        if not place.keeps_blank_nodes:
            raise NotLocal(NOT_BY_NAME)
        # A query's text cannot name a blank node; a binding can.
        named = {name: term for name, term in seed.items() if not isinstance(term, BlankNode)}
        unnamed = {name: term for name, term in seed.items() if isinstance(term, BlankNode) and name in names}
        patterns = [substitute(pattern, named) for pattern in body]
        left = tuple(name for name in names if name not in named)
        text = f"{{ {group(patterns)} {filters} }}{limit}"
        for row in _rows(place, text, left, unnamed):
            yield {**seed, **row}


def _rows(
    place: Place, text: str, wanted: Sequence[Variable], bindings: Bindings
) -> Iterator[dict[Variable, NamedNode | BlankNode | Literal | Triple]]:
    listed = " ".join(map(str, wanted))
    query = f"SELECT {listed} {text}" if wanted else f"SELECT (1 AS ?found) {text}"
    bound = {name.value: term for name, term in bindings.items()}
    for row in place.engine.select(query, bindings=bound, scope=place.scope, as_found=True):
        yield {name: term for name, term in zip(wanted, row, strict=False) if term is not None}


def ground(pattern: Pattern) -> Fact | None:
    """A pattern without variables as a fact; None when RDF cannot say it (RDF 1.1 Concepts §3.1)."""
    subject, predicate, object_ = pattern
    assert not isinstance(subject, Variable)
    assert not isinstance(object_, Variable)
    if isinstance(subject, Literal | Triple) or not isinstance(predicate, NamedNode):
        return None
    return subject, predicate, object_
