"""An open document: the name under the cursor, its prefixes, and what is wrong with the text as it stands."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from tcgraph.diagnostics.suggest import did_you_mean, namespace
from tcgraph.engine import query_trees
from tcgraph.namespaces import Prefixes, application
from tcgraph.rdf import GraphFormat, NamedNode, Term
from tcgraph.sparql import tokens
from tcgraph.sparql.keywords import declared_prefixes
from tcgraph.sparql.lexer import local_value
from tcgraph.turtle.faults import faults
from tcgraph.turtle.reader import TurtleParser
from tcgraph.turtle.source_text import SourceText, Span
from tcgraph.turtle.tokens import Unreadable
from tcgraph.turtle.tree import Statement, triples

_PREFIX = re.compile(r"(?:@prefix|\bprefix)\s+([\w-]*):\s*<([^<>\s]*)>", re.IGNORECASE)
"""A declaration of Turtle, which may be long: only this is looked for."""


@dataclass(frozen=True, slots=True)
class DocumentProblem:
    """Something wrong in the text, and where."""

    span: Span
    message: str
    rule: str
    error: bool = True


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text.

    Attributes:
        iri: what it means; None when its prefix is not declared.
        namespace: what its prefix stands for, None for a full IRI.
        span: where it stands.
    """

    iri: str | None
    namespace: str | None
    span: Span


def prefixes_of(text: str, *, query: bool = False) -> Prefixes:
    """The prefixes that a document declares; a query may use the application's own without declaring them."""
    if not query:
        return Prefixes({found[1]: found[2] for found in _PREFIX.finditer(text)})
    return Prefixes({**application().query_prefixes, **declared_prefixes(text)})


def name_at(text: str, offset: int, *, query: bool = False) -> Name | None:
    """The name that covers an offset, or ends there; those of Turtle look like those of SPARQL."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    for token in tokens(text[start : len(text) if end < 0 else end]):
        span = Span(start + token.start, start + token.end)
        if not span.start <= offset <= span.end:
            continue
        if token.kind == "iri":
            return Name(token.text[1:-1], None, span)
        if token.kind == "name":
            prefix, _, local = token.text.partition(":")
            base = prefixes_of(text, query=query).get(prefix)
            return Name(base + local_value(local) if base is not None else None, base, span)
    return None


def problems_of_turtle(text: str, kind: GraphFormat, names: Container[str], known: list[Term]) -> list[DocumentProblem]:
    """Errors of syntax, and names of ours that nothing describes.

    Args:
        text: the document as it stands.
        kind: Turtle or TriG.
        names: the IRIs that the project describes.
        known: the same as nodes, to look for near misses.
    """
    source, mistakes = SourceText(text), list[Unreadable]()
    parser = TurtleParser(source, kind, base="http://base.invalid/", on_error=mistakes.append)
    found = [t for item in parser.items() if isinstance(item, Statement) for t in triples(item)]
    problems = [
        DocumentProblem(error.span, f"{_sentence(error.reason)} {_sentence(error.remedy)}".strip(), error.rule)
        for error in (faults(source, kind) if mistakes else ())
    ]
    own = {t.subject.value for t in found if isinstance(t.subject, NamedNode)}
    for triple in found:
        for term, span in ((triple.predicate, triple.verb), (triple.object, triple.value)):
            if isinstance(term, NamedNode) and term.value.startswith(application().described) and term.value not in own:
                if term.value in names:
                    continue
                near = did_you_mean(
                    term, [k for k in known if isinstance(k, NamedNode) and namespace(k.value) == namespace(term.value)]
                )
                message = (
                    f"{Prefixes(parser.prefixes).shorten(term.value)} is not described anywhere. {near or ''}".strip()
                )
                problems.append(DocumentProblem(span, message, "unknown-name", error=False))
    return problems


def problems_of_query(text: str, names: Container[str]) -> list[DocumentProblem]:
    """Errors of syntax in a query or an update, and terms of our ontology that do not exist."""
    problems: list[DocumentProblem] = []
    prefixes = prefixes_of(text, query=True)
    cut = list(tokens(text))
    for token in cut:
        prefix, _, local = token.text.partition(":")
        iri = prefixes.get(prefix, "") + local_value(local)
        if token.kind == "name" and local and iri.startswith(application().described) and iri not in names:
            message = f"{token.text} is not defined in the ontology."
            problems.append(DocumentProblem(Span(token.start, token.end), message, "unknown-name", error=False))
    error = query_trees.mistake(text)
    if error is not None and error.line is not None:
        start = SourceText(text).offset(error.line, error.column or 1)
        end = next((token.end for token in cut if token.start <= start < token.end), min(start + 1, len(text)))
        problems.append(DocumentProblem(Span(start, end), _sentence(error.reason), "syntax"))
    return problems


def _sentence(text: str | None) -> str:
    if not text:
        return ""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?")) else text + "."
