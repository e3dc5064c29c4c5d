"""What an editor may do to a text: fix, rename, find, format, list; each a feature of the protocol."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types as lsp
from pygls.uris import from_fs_path, to_fs_path
from pygls.workspace import TextDocument

from tcgraph.errors import BrokenInput
from tcgraph.lsp.open_documents import name_at, prefixes_of
from tcgraph.namespaces import RDF_TYPE
from tcgraph.project import Project, Role
from tcgraph.rdf import GraphFormat, NamedNode
from tcgraph.sparql import tokens
from tcgraph.sparql.lexer import local_value
from tcgraph.turtle.reader import TurtleParser
from tcgraph.turtle.source_text import SourceText, Span
from tcgraph.turtle.tokens import Unreadable
from tcgraph.turtle.tree import Leaf, Statement

if TYPE_CHECKING:
    from tcgraph.lsp.language_server import TurtleServer

_QUERIES = (".rq", ".sparql", ".ru")


def add_editing(server: TurtleServer) -> None:
    """Give a server these features."""

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION)
    def actions(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        uri = params.text_document.uri
        return [
            lsp.CodeAction(
                f"Write {one.data['fix']}",
                kind=lsp.CodeActionKind.QuickFix,
                diagnostics=[one],
                is_preferred=True,
                edit=lsp.WorkspaceEdit(changes={uri: [lsp.TextEdit(one.range, one.data["fix"])]}),
            )
            for one in params.context.diagnostics
            if isinstance(one.data, dict) and one.data.get("fix")
        ]

    @server.feature(lsp.TEXT_DOCUMENT_REFERENCES)
    def references(params: lsp.ReferenceParams) -> list[lsp.Location]:
        document = server.workspace.get_text_document(params.text_document.uri)
        return [
            lsp.Location(each.uri, server.range_of(each, span))
            for each, span in _named(server, document, params.position)
        ]

    @server.feature(lsp.TEXT_DOCUMENT_RENAME)
    def rename(params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
        document = server.workspace.get_text_document(params.text_document.uri)
        iri = _iri(server, document, params.position)
        if iri is None:
            return None
        changes: dict[str, list[lsp.TextEdit]] = {}
        for each, span in _named(server, document, params.position):
            text = renamed(each.source, span, iri, params.new_name, query=_is_query(each))
            changes.setdefault(each.uri, []).append(lsp.TextEdit(server.range_of(each, span), text))
        return lsp.WorkspaceEdit(changes=changes)

    @server.feature(lsp.TEXT_DOCUMENT_FORMATTING)
    def format_(params: lsp.DocumentFormattingParams) -> list[lsp.TextEdit]:
        from tcgraph.turtle.formatter import format_turtle

        document = server.workspace.get_text_document(params.text_document.uri)
        if _is_query(document):
            return []
        try:
            text = format_turtle(document.source, _kind(document))
        except BrokenInput:
            return []  # what is wrong shows in the text; half a file is not laid out
        whole = server.range_of(document, Span(0, len(document.source)))
        return [] if text == document.source else [lsp.TextEdit(whole, text)]

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
        document = server.workspace.get_text_document(params.text_document.uri)
        if _is_query(document):
            return []
        return [
            lsp.DocumentSymbol(
                each.name, lsp.SymbolKind.Object, server.range_of(document, each.whole),
                server.range_of(document, each.head), detail=each.kind or None,
            )
            for each in described_in(document.source, _kind(document))
        ]  # fmt: skip


def _named(server: TurtleServer, document: TextDocument, position: lsp.Position) -> list[tuple[TextDocument, Span]]:
    """All places of the name under the cursor, those of the document itself first."""
    iri = _iri(server, document, position)
    if iri is None:
        return []
    here = Path(to_fs_path(document.uri) or "").resolve()
    uris = [from_fs_path(str(path.resolve())) for path in files_of(server.project) if path.resolve() != here]
    documents = [document, *(server.workspace.get_text_document(uri) for uri in uris if uri is not None)]
    return [(each, span) for each in documents for span in places_of(each.source, iri, query=_is_query(each))]


def _iri(server: TurtleServer, document: TextDocument, position: lsp.Position) -> str | None:
    name = name_at(document.source, server.offset_of(document, position), query=_is_query(document))
    return None if name is None else name.iri


def _is_query(document: TextDocument) -> bool:
    return document.uri.endswith(_QUERIES)


def _kind(document: TextDocument) -> GraphFormat:
    return GraphFormat.TRIG if document.uri.endswith(".trig") else GraphFormat.TURTLE


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
    return prefixes_of(text, query=query).shorten(whole)


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
