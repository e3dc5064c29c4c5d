"""What can follow where the cursor stands, taken from the graph itself, with names and counts."""

from __future__ import annotations

from dataclasses import dataclass

from tcgraph.errors import TcgraphError
from tcgraph.pages.asking import run
from tcgraph.pages.labels import Labels
from tcgraph.pages.site import Site
from tcgraph.pages.tokens import Token, is_term, tokens
from tcgraph.rdf import NamedNode, plain
from tcgraph.sparql.keywords import declared_prefixes
from tcgraph.terms import PREFIXES, RDF_TYPE, expand, shorten

_BREAKS = frozenset(("OPTIONAL", "FILTER", "BIND", "UNION", "MINUS", "GRAPH", "VALUES", "WHERE", "SELECT", "SERVICE"))
_COUNTED = "SELECT ?term (COUNT(*) AS ?n) WHERE"
_RANKED = "GROUP BY ?term ORDER BY DESC(?n) LIMIT 80"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that could stand here.

    Attributes:
        insert: what to write.
        label: its name for people.
        count: how often it occurs where the cursor stands; 0 when not counted.
        kind: ``class``, ``property``, ``value``, ``variable`` or ``prefix``.
    """

    insert: str
    label: str
    count: int
    kind: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the cursor stands: position in the triple (0, 1, 2), its subject and predicate so far."""

    position: int
    subject: str = ""
    predicate: str = ""


def complete(site: Site, text: str, offset: int, language: str) -> list[Option]:
    """What can stand at ``offset``, the most frequent first."""
    before = [token for token in tokens(text[:offset]) if token.end < offset or not _open(token)]
    place = _place(before)
    prefixes = {**PREFIXES, **declared_prefixes(text)}
    variables = sorted({token.text for token in tokens(text) if token.kind == "variable"})
    named = [Option(name, "", 0, "variable") for name in variables]
    if place.position == 0:
        return named
    kind = _kind_of(text, place.subject, prefixes)
    if place.position == 1:
        given = f"?s a {kind} ." if kind else ""
        query = f"{_COUNTED} {{ {given} ?s ?term ?o }} {_RANKED}"
        return [Option("a", "type", 0, "property"), *_options(site, query, language, "property"), *named]
    predicate = _node(place.predicate, prefixes)
    if predicate is None:
        return named
    if predicate == RDF_TYPE:
        query = f"{_COUNTED} {{ ?s a ?term }} {_RANKED}"
        return [*_options(site, query, language, "class"), *named]
    given = f"?s a {kind} ." if kind else ""
    query = f"{_COUNTED} {{ {given} ?s {predicate} ?term }} {_RANKED}"
    return [*named, *_options(site, query, language, "value")]


def _open(token: Token) -> bool:
    """Whether a token that touches the cursor is still being typed."""
    return is_term(token) or token.kind == "word"


def _place(before: list[Token]) -> _Place:
    position, subject, predicate = 0, "", ""
    for token in before:
        if token.text in (".", "{", "}") or (token.kind == "word" and token.text.upper() in _BREAKS):
            position, subject, predicate = 0, "", ""
        elif token.text == ";":
            position = 1
        elif token.text == ",":
            position = 2
        elif token.text in ("/", "|", "^", "(", ")", "*", "+", "?", "!"):
            # A property path: what follows is still part of the predicate.
            position = 1 if position == 2 else position
        elif is_term(token):
            if position == 0:
                subject, position = token.text, 1
            elif position == 1:
                predicate, position = token.text, 2
            else:
                position = 3
    return _Place(position if position < 3 else 0, subject, predicate)


def _kind_of(text: str, subject: str, prefixes: dict[str, str]) -> str:
    """The class that the query says a variable has, as SPARQL; an empty text when it says none."""
    listed = tokens(text)
    for first, second, third in zip(listed, listed[1:], listed[2:], strict=False):
        if first.text == subject and second.text in ("a", "rdf:type"):
            node = _node(third.text, prefixes)
            if node is not None:
                return str(node)
    return ""


def _node(text: str, prefixes: dict[str, str]) -> NamedNode | None:
    if text == "a":
        return RDF_TYPE
    prefix, colon, local = text.partition(":")
    try:
        if colon and prefix in prefixes and not text.startswith("<"):
            return NamedNode(prefixes[prefix] + local)
        return expand(text)
    except ValueError:
        return None


def _options(site: Site, query: str, language: str, kind: str) -> list[Option]:
    try:
        answer = run(site, "completion", query)
    except TcgraphError:
        return []
    labels = Labels(site, language)
    labels.note(row[0] for row in answer.rows)
    options: list[Option] = []
    for term, count in answer.rows:
        if isinstance(term, NamedNode):
            label = labels.of(term)
            written = shorten(term.value)
            options.append(Option(written, "" if label.value in written else label.value, int(plain(count)), kind))
        elif term is not None:
            options.append(Option(str(term), "", int(plain(count)), kind))
    return options
