"""What an editor may do to a text: fix, rename, find, format, list; each a feature of the protocol."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types as lsp
from pygls.uris import from_fs_path, to_fs_path
from pygls.workspace import TextDocument

from tcgraph.errors import BrokenInput
from tcgraph.lsp.documents import name_at
from tcgraph.lsp.names import described_in, files_of, places_of, renamed
from tcgraph.rdf import GraphFormat
from tcgraph.turtle.text import Span

if TYPE_CHECKING:
    from tcgraph.lsp.server import TurtleServer

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
