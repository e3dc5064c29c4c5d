"""Where a name stands, in all files of a project, for references and renaming; and what a file describes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tcgraph.diagnostics.naming import short_name
from tcgraph.lsp.documents import prefixes_of
from tcgraph.namespaces import RDF_TYPE
from tcgraph.project import Project, Role
from tcgraph.rdf import GraphFormat, NamedNode
from tcgraph.sparql import tokens
from tcgraph.sparql.characters import local_value
from tcgraph.turtle.reader import TurtleParser
from tcgraph.turtle.text import SourceText, Span
from tcgraph.turtle.tokens import Unreadable
from tcgraph.turtle.tree import Leaf, Statement

_QUERIES = (".rq", ".sparql", ".ru")


@dataclass(frozen=True, slots=True)
class Described:
    """A statement of a file.

    Attributes:
        name: its subject as the file writes it.
        kind: its type, as the file writes it; empty where it says none.
        head: where the subject stands.
        whole: where the statement stands.
    """

    name: str
    kind: str
    head: Span
    whole: Span


def files_of(project: Project) -> list[Path]:
    """The project's files that names stand in: ontology, data, shapes and queries."""
    found = [file.path for file in project.files(Role.ONTOLOGY, Role.DATA, Role.SHAPES)]
    return [*found, *sorted(path for path in project.queries.rglob("*") if path.suffix in _QUERIES)]


def places_of(text: str, iri: str, *, query: bool) -> Iterator[Span]:
    """Where a text names an IRI, as a prefixed name or in full; never inside a text or a comment."""
    prefixes = prefixes_of(text, query=query)
    if not any(iri.startswith(start) for start in prefixes.values()) and iri not in text:
        return
    for token in tokens(text):
        if token.kind == "iri":
            found: str | None = token.text[1:-1]
        elif token.kind == "name":
            prefix, _, local = token.text.partition(":")
            found = prefixes[prefix] + local_value(local) if prefix in prefixes else None
        else:
            continue
        if found == iri:
            yield Span(token.start, token.end)


def renamed(text: str, span: Span, iri: str, new: str, *, query: bool) -> str:
    """What to write at a place of a name, when it is called otherwise.

    Args:
        text: the document.
        span: the place.
        iri: what stands there.
        new: the new local name, or a whole IRI.
        query: whether the document is one of SPARQL.
    """
    whole = new_iri(iri, new)
    if text[span.start] == "<":
        return f"<{whole}>"
    return short_name(whole, prefixes_of(text, query=query))


def new_iri(iri: str, new: str) -> str:
    """The IRI that a name gets: what was typed may be a local name, a prefixed name or an IRI."""
    typed = new.strip("<>")
    if "://" in typed or typed.startswith("urn:"):
        return typed
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] + typed.rpartition(":")[2]


def described_in(text: str, kind: GraphFormat) -> list[Described]:
    """What a Turtle file describes, statement by statement; as far as it can be read."""
    found: list[Described] = []
    mistakes: list[Unreadable] = []
    parser = TurtleParser(SourceText(text), kind, base="http://base.invalid/", on_error=mistakes.append)
    for item in parser.items():
        if isinstance(item, Statement) and isinstance(item.subject, Leaf) and isinstance(item.subject.term, NamedNode):
            subject = item.subject
            types = (value for entry in item.entries if entry.verb.term == RDF_TYPE for value in entry.objects)
            first = next((value for value in types if isinstance(value, Leaf)), None)
            end = max((value.end for entry in item.entries for value in entry.objects), default=subject.end)
            written = "" if first is None else text[first.start : first.end]
            head = Span(subject.start, subject.end)
            found.append(Described(text[head.start : head.end], written, head, Span(subject.start, end)))
    return found
