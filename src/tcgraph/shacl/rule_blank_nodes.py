"""Blank nodes that rules make: told apart from those that they would only make again."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tcgraph.engine import Engine, Scope
from tcgraph.rdf import BlankNode, Term, Triple

_DEEP = 8
Part = tuple[Triple, ...]
"""Triples that hang together by blank nodes made at one application, or one triple without any."""


class MadeNodes:
    """What each rule has made so far.

    A query that constructs a blank node makes another one for the same solution whenever it is asked again, so that
    rules with one would never come to an end. What a rule says of such nodes is compared without their names, and only
    what it says more often than before is new.
    """

    def __init__(self) -> None:
        self._before: defaultdict[tuple[Term, ...], Counter[str]] = defaultdict(Counter)

    def new(self, rule: tuple[Term, ...], triples: Iterable[Triple], engine: Engine, scope: Scope) -> Iterator[Triple]:
        """What a rule infers, without what it inferred at an earlier application under other names."""
        triples = list(dict.fromkeys(triples))
        blanks = {term for triple in triples for term in (triple.subject, triple.object) if isinstance(term, BlankNode)}
        made = {node for node in blanks if not is_in(node, engine, scope)}
        if not made:
            yield from triples
            return
        before, now = self._before[rule], Counter[str]()
        for part in _parts(triples, made):
            if not any(term in made for term in (part[0].subject, part[0].object)):
                yield from part
                continue
            name = _said(part, made)
            now[name] += 1
            if now[name] > before[name]:
                yield from part
        self._before[rule] = before | now


def is_in(term: Term, engine: Engine, scope: Scope) -> bool:
    """Whether some triple of the data has a term at one of its ends."""
    return engine.ask("ASK { ?term ?p ?o }", bindings={"term": term}, scope=scope) or engine.ask(
        "ASK { ?s ?p ?term }", bindings={"term": term}, scope=scope
    )


def _parts(triples: Sequence[Triple], made: set[BlankNode]) -> list[Part]:
    """Triples by the made nodes that they share."""
    root: dict[Term, Term] = {node: node for node in made}

    def find(node: Term) -> Term:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for triple in triples:
        if triple.subject in root and triple.object in root:
            root[find(triple.subject)] = find(triple.object)
    parts: defaultdict[Term, list[Triple]] = defaultdict(list)
    for triple in triples:
        end = next((term for term in (triple.subject, triple.object) if term in root), None)
        parts[triple if end is None else find(end)].append(triple)
    return [tuple(part) for part in parts.values()]


def _said(part: Part, made: set[BlankNode]) -> str:
    """What some triples say, whatever their made nodes are called: each by what it is linked to, step after step."""
    colours: dict[Term, str] = {term: "" for triple in part for term in (triple.subject, triple.object) if term in made}
    for _ in range(min(len(colours), _DEEP)):
        lines: defaultdict[Term, list[str]] = defaultdict(list)
        for triple in part:
            start, end = (colours.get(term, str(term)) for term in (triple.subject, triple.object))
            lines[triple.subject].append(f"> {triple.predicate} {end}")
            lines[triple.object].append(f"< {triple.predicate} {start}")
        colours = {node: hashlib.sha256("\n".join(sorted(lines[node])).encode()).hexdigest() for node in colours}
    named = (tuple(colours.get(term, str(term)) for term in (t.subject, t.predicate, t.object)) for t in part)
    return "\n".join(sorted(" ".join(each) for each in named))
