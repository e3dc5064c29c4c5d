"""An open document: the name under the cursor, its prefixes, and what is wrong with the text as it stands."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from tcgraph.diagnostics.naming import short_name
from tcgraph.diagnostics.suggest import did_you_mean, namespace
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenQuery, EngineError
from tcgraph.namespaces import application
from tcgraph.rdf import GraphFormat, NamedNode, Term
from tcgraph.turtle.reader import TurtleParser
from tcgraph.turtle.text import SourceText, Span
from tcgraph.turtle.tokens import Unreadable
from tcgraph.turtle.tree import Statement
from tcgraph.turtle.triples import triples

_PREFIX = re.compile(r"(?:@prefix|\bprefix)\s+([\w-]*):\s*<([^<>\s]*)>", re.IGNORECASE)
_NAME = re.compile(r"<(?P<iri>[^<>\s]+)>|(?P<prefix>[A-Za-z][\w-]*)?:(?P<local>[\w-]+(?:\.[\w-]+)*)?")


@dataclass(frozen=True, slots=True)
class Problem:
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


def prefixes_of(text: str, *, query: bool = False) -> dict[str, str]:
    """The prefixes that a document declares; a query may use the project's own without declaring them."""
    return {**(application().prefixes if query else {}), **{found[1]: found[2] for found in _PREFIX.finditer(text)}}


def name_at(text: str, offset: int, *, query: bool = False) -> Name | None:
    """The name that covers an offset, or ends there."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    for found in _NAME.finditer(text, start, len(text) if end < 0 else end):
        if found.start() <= offset <= found.end():
            span = Span(*found.span())
            if found["iri"]:
                return Name(found["iri"], None, span)
            base = prefixes_of(text, query=query).get(found["prefix"] or "")
            return Name(base + (found["local"] or "") if base is not None else None, base, span)
    return None


def problems_of_turtle(text: str, kind: GraphFormat, names: Container[str], known: list[Term]) -> list[Problem]:
    """Errors of syntax, and names of ours that nothing describes.

    Args:
        text: the document as it stands.
        kind: Turtle or TriG.
        names: the IRIs that the project describes.
        known: the same as nodes, to look for near misses.
    """
    problems: list[Problem] = []

    def add(error: Unreadable) -> None:
        reason = error.reason[:1].upper() + error.reason[1:]
        problems.append(Problem(error.span, f"{reason}. {_sentence(error.remedy)}".strip(), error.rule))

    parser = TurtleParser(SourceText(text), kind, base="http://base.invalid/", on_error=add)
    found = [t for item in parser.items() if isinstance(item, Statement) for t in triples(item)]
    own = {t.subject.value for t in found if isinstance(t.subject, NamedNode)}
    for triple in found:
        for term, span in ((triple.predicate, triple.verb), (triple.object, triple.value)):
            if isinstance(term, NamedNode) and term.value.startswith(application().described) and term.value not in own:
                if term.value in names:
                    continue
                near = did_you_mean(
                    term, [k for k in known if isinstance(k, NamedNode) and namespace(k.value) == namespace(term.value)]
                )
                message = f"{short_name(term.value, parser.prefixes)} is not described anywhere. {near or ''}".strip()
                problems.append(Problem(span, message, "unknown-name", error=False))
    return problems


def problems_of_query(text: str, names: Container[str]) -> list[Problem]:
    """Errors of syntax in a query, and terms of our ontology that do not exist."""
    source = SourceText(text)
    problems: list[Problem] = []
    prefixes = prefixes_of(text, query=True)
    for found in _NAME.finditer(re.sub(r"#[^\n]*", lambda c: " " * len(c[0]), text)):
        iri = prefixes.get(found["prefix"] or "", "") + (found["local"] or "")
        if found["local"] and iri.startswith(application().described) and iri not in names:
            problems.append(
                Problem(Span(*found.span()), f"{found[0]} is not defined in the ontology.", "unknown-name", error=False)
            )
    # Parsing means preparing to run; a query that calls other services is never prepared here.
    if not re.search(r"\bSERVICE\b", text, re.IGNORECASE):
        try:
            EmbeddedEngine().select(text)
        except BrokenQuery as error:
            if error.line is not None:
                start = source.offset(error.line, error.column or 1)
                problems.append(Problem(Span(start, min(start + 1, len(text))), _sentence(error.reason), "syntax"))
        except EngineError:
            pass
    return problems


def _sentence(text: str | None) -> str:
    if not text:
        return ""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?")) else text + "."
