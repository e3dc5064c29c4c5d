"""The protocol: LSP 3.17 over standard input and output, by pygls.

What the project's graph knows of a name is told for hovering, completing and going to its definition.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path
from pygls.workspace import TextDocument

import tcgraph
from tcgraph.diagnostics.check import run_check
from tcgraph.diagnostics.diagnostic import Diagnostic, Level, Location
from tcgraph.diagnostics.files import CheckedFile, load_files, named_files
from tcgraph.diagnostics.places import FilePlaces
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.engine.literal_forms import TermEngine
from tcgraph.errors import TcgraphError
from tcgraph.lsp.editing import add_editing
from tcgraph.lsp.open_documents import DocumentProblem, name_at, prefixes_of, problems_of_query, problems_of_turtle
from tcgraph.namespaces import RDF_TYPE, application, shorten
from tcgraph.project import Project, Role
from tcgraph.publish.project_graph import checked_files, project_check
from tcgraph.publish.query_checks import KnownNames, check_queries
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Term
from tcgraph.turtle.source_text import SourceText, Span

_SEVERITIES = {
    Level.ERROR: lsp.DiagnosticSeverity.Error,
    Level.WARNING: lsp.DiagnosticSeverity.Warning,
    Level.INFO: lsp.DiagnosticSeverity.Information,
}
_log = logging.getLogger(__name__)


class TurtleServer(LanguageServer):
    """A language server over one project."""

    def __init__(self, project: Project) -> None:
        super().__init__("tcgraph", tcgraph.__version__, lsp.TextDocumentSyncKind.Full)
        self.project = project
        self._knowledge: Knowledge | None = None
        self._known: list[Term] = []

    @property
    def knowledge(self) -> Knowledge:
        """The project's graph; read at first need, and again after a file of it was saved."""
        if self._knowledge is None:
            self._knowledge = Knowledge(self.project)
            self._known = [NamedNode(name) for name in sorted(self._knowledge.names)]
        return self._knowledge

    def forget(self) -> None:
        """Read the project again when it is next needed."""
        self._knowledge = None

    def typed(self, document: TextDocument) -> list[lsp.Diagnostic]:
        """What is wrong with the text alone: quick enough for every key."""
        names = self.knowledge.names
        if is_query(document):
            problems = problems_of_query(document.source, names)
        else:
            kind = GraphFormat.TRIG if document.uri.endswith(".trig") else GraphFormat.TURTLE
            problems = problems_of_turtle(document.source, kind, names, self._known)
        return [self._of_problem(document, problem) for problem in problems]

    def everything(self, document: TextDocument) -> list[lsp.Diagnostic]:
        """What the text has wrong; where it can be read, what every rule finds too, and each thing once."""
        typed = self.typed(document)
        if any(each.severity == lsp.DiagnosticSeverity.Error for each in typed):
            return typed
        found = self.saved(document)
        # A name that nothing describes is found by both.
        spots = {(each.range.start.line, each.range.start.character) for each in found}
        return [*found, *(e for e in typed if (e.range.start.line, e.range.start.character) not in spots)]

    def saved(self, document: TextDocument) -> list[lsp.Diagnostic]:
        """What shapes find in the file on disk, judged with the rest of the project."""
        path = Path(to_fs_path(document.uri) or "")
        roots = (self.project.data.resolve(), self.project.ontology.resolve())
        if is_query(document):
            return self.asked(document)
        if not path.is_file() or not any(root in path.resolve().parents for root in roots):
            return []
        try:
            engine = TermEngine()
            outcome = run_check(project_check(self.project, named_files([path])), engine)
        except TcgraphError as error:
            _log.warning("not validated: %s", error)
            return []
        return [self._of_diagnostic(document, d) for d in outcome.diagnostics if _is_in(d, path)]

    def asked(self, document: TextDocument) -> list[lsp.Diagnostic]:
        """What a named query of the project on the disk has wrong: its header, its columns, its names."""
        path = Path(to_fs_path(document.uri) or "")
        if not path.is_file() or self.project.queries.resolve() not in path.resolve().parents:
            return []
        known = KnownNames(self.knowledge.engine, application().described)
        found = check_queries(self.project.queries, known, path)
        return [self._of_diagnostic(document, diagnostic) for diagnostic in found]

    def range_of(self, document: TextDocument, span: Span) -> lsp.Range:
        """A stretch of the text in the client's units (LSP counts UTF-16 by default)."""
        source = SourceText(document.source)
        (line, column), (end_line, end_column) = source.position(span.start), source.position(span.end)
        own = lsp.Range(lsp.Position(line - 1, column - 1), lsp.Position(end_line - 1, end_column - 1))
        return self.workspace.position_codec.range_to_client_units(document.lines, own)

    def offset_of(self, document: TextDocument, position: lsp.Position) -> int:
        """The client's position as an offset into the text."""
        own = self.workspace.position_codec.position_from_client_units(document.lines, position)
        return SourceText(document.source).offset(own.line + 1, own.character + 1)

    def _of_problem(self, document: TextDocument, problem: DocumentProblem) -> lsp.Diagnostic:
        severity = lsp.DiagnosticSeverity.Error if problem.error else lsp.DiagnosticSeverity.Warning
        place = self.range_of(document, problem.span)
        return lsp.Diagnostic(place, problem.message, severity=severity, code=problem.rule, source="tcgraph")

    def _of_diagnostic(self, document: TextDocument, diagnostic: Diagnostic) -> lsp.Diagnostic:
        place = diagnostic.location
        source = SourceText(document.source)
        start = source.offset(place.line or 1, place.column or 1) if place else 0
        end = source.offset(place.end_line, place.end_column or 1) if place and place.end_line else start + 1
        text = f"{diagnostic.message} {diagnostic.help}" if diagnostic.help else diagnostic.message
        severity = _SEVERITIES[diagnostic.level]
        found = self.range_of(document, Span(start, max(end, start)))
        fix = None if diagnostic.fix is None else {"fix": diagnostic.fix}
        return lsp.Diagnostic(found, text, severity=severity, code=diagnostic.rule, source="tcgraph", data=fix)


def _is_in(diagnostic: Diagnostic, path: Path) -> bool:
    place = diagnostic.location
    return place is not None and place.path.resolve() == path.resolve()


def is_query(document: TextDocument) -> bool:
    """Whether a document is SPARQL rather than Turtle."""
    return document.uri.endswith((".rq", ".sparql", ".ru"))


def create_server(project: Project) -> TurtleServer:
    """A server with its features; ``start_io`` runs it."""
    server = TurtleServer(project)

    def publish(uri: str, diagnostics: list[lsp.Diagnostic]) -> None:
        server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, diagnostics))

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        document = server.workspace.get_text_document(params.text_document.uri)
        publish(document.uri, server.everything(document))

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        document = server.workspace.get_text_document(params.text_document.uri)
        publish(document.uri, server.typed(document))

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: lsp.DidSaveTextDocumentParams) -> None:
        document = server.workspace.get_text_document(params.text_document.uri)
        server.forget()
        publish(document.uri, server.everything(document))

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hover(params: lsp.HoverParams) -> lsp.Hover | None:
        document = server.workspace.get_text_document(params.text_document.uri)
        name = name_at(document.source, server.offset_of(document, params.position), query=is_query(document))
        known = server.knowledge.describe(name.iri) if name is not None and name.iri is not None else None
        if name is None or name.iri is None or known is None:
            return None
        written = prefixes_of(document.source, query=is_query(document)).shorten(name.iri)
        content = lsp.MarkupContent(lsp.MarkupKind.Markdown, known.markdown(written))
        return lsp.Hover(content, server.range_of(document, name.span))

    @server.feature(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=[":"]))
    def complete(params: lsp.CompletionParams) -> lsp.CompletionList:
        document = server.workspace.get_text_document(params.text_document.uri)
        name = name_at(document.source, server.offset_of(document, params.position), query=is_query(document))
        if name is None or name.namespace is None or name.iri is None:
            return lsp.CompletionList(False, [])
        prefix = document.source[name.span.start : name.span.end].partition(":")[0]
        place = server.range_of(document, name.span)
        items = []
        for local in server.knowledge.below(name.namespace):
            known = server.knowledge.describe(name.namespace + local)
            items.append(
                lsp.CompletionItem(
                    f"{prefix}:{local}",
                    kind=lsp.CompletionItemKind.Reference,
                    detail=known.label if known else None,
                    filter_text=f"{prefix}:{local}",
                    text_edit=lsp.TextEdit(place, f"{prefix}:{local}"),
                )
            )
        return lsp.CompletionList(False, items)

    @server.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    def define(params: lsp.DefinitionParams) -> lsp.Location | None:
        document = server.workspace.get_text_document(params.text_document.uri)
        name = name_at(document.source, server.offset_of(document, params.position), query=is_query(document))
        if name is None or name.iri is None or name.iri not in server.knowledge.names:
            return None
        found = server.knowledge.definition(name.iri)
        uri = from_fs_path(str(found.path.resolve())) if found is not None else None
        if found is None or found.line is None or uri is None:
            return None
        target = server.workspace.get_text_document(uri)
        start = SourceText(target.source).offset(found.line, found.column or 1)
        end = SourceText(target.source).offset(found.end_line or found.line, found.end_column or 1)
        return lsp.Location(uri, server.range_of(target, Span(start, end)))

    add_editing(server)
    return server


_ABOUT = """SELECT ?node ?label ?kind ?text ?row {
  OPTIONAL { ?node rdfs:label|skos:prefLabel ?label FILTER(LANG(?label) IN ("", "en")) }
  OPTIONAL { ?node a ?kind }
  OPTIONAL { ?node skos:definition|tc:summary|rdfs:comment ?text FILTER(LANG(?text) IN ("", "en")) }
  OPTIONAL { ?node tc:passage/tc:locator ?row }
} ORDER BY ?label ?kind ?text ?row"""


@dataclass(frozen=True, slots=True)
class NodeDescription:
    """What is known of a node.

    Attributes:
        label: its English label.
        kinds: its classes, by short name.
        text: its definition or summary.
        rows: the places in the source document that it comes from.
    """

    label: str | None
    kinds: tuple[str, ...]
    text: str | None
    rows: tuple[str, ...]

    def markdown(self, name: str) -> str:
        """The description as an editor shows it."""
        parts = [f"**{self.label or name}** `{name}`"]
        parts += [" · ".join(self.kinds)] if self.kinds else []
        parts += [self.text] if self.text else []
        parts += [f"Source: {'; '.join(self.rows)}"] if self.rows else []
        return "\n\n".join(parts)


class Knowledge:
    """The project's ontology and data, read once.

    Args:
        project: what to read. Files that do not parse are left out: an editor is often in the middle of one.
    """

    def __init__(self, project: Project) -> None:
        self.engine = EmbeddedEngine()
        self._files = {file.graph: file for file in checked_files(project, Role.ONTOLOGY, Role.DATA)}
        load_files(self.engine, self._files.values())
        rows = self.engine.select("SELECT DISTINCT ?node { ?node ?p ?o FILTER(isIRI(?node)) }")
        self.names = {row[0].value for row in rows if isinstance(row[0], NamedNode)}
        self.describe = lru_cache(maxsize=2048)(self._describe)

    def below(self, namespace: str) -> list[str]:
        """The described names directly in a namespace, sorted."""
        found = (name[len(namespace) :] for name in self.names if name.startswith(namespace))
        return sorted(local for local in found if local and "/" not in local and "#" not in local)

    def definition(self, iri: str) -> Location | None:
        """Where a node is defined: with its type, or where it is first spoken of."""
        node = NamedNode(iri)
        rows = self.engine.select("SELECT DISTINCT ?g ?node { GRAPH ?g { ?node ?p ?o } }", bindings={"node": node})
        graphs = {row[0] for row in rows}
        first: Location | None = None
        for file in (self._files[graph] for graph in self._files if graph in graphs):
            places = self._places(file, node)
            for triple in places.about(node):
                location = places.location(triple.head)
                if triple.predicate == RDF_TYPE:
                    return location
                first = first or location
        return first

    def _places(self, file: CheckedFile, node: NamedNode) -> FilePlaces:
        return FilePlaces(file, {node}, self.engine)

    def _describe(self, iri: str) -> NodeDescription | None:
        if iri not in self.names:
            return None
        rows = [row[1:] for row in self.engine.select(_ABOUT, bindings={"node": NamedNode(iri)})]
        label, kinds, text, places = (
            list(dict.fromkeys(v for v in column if v is not None)) for column in zip(*rows, strict=True)
        )
        texts = [[str(term.value) for term in found if isinstance(term, Literal)] for found in (label, text, places)]
        classes = tuple(shorten(kind.value) for kind in kinds if isinstance(kind, NamedNode))
        return NodeDescription(
            texts[0][0] if texts[0] else None, classes, texts[1][0] if texts[1] else None, tuple(texts[2])
        )
