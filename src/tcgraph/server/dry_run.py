"""Try an update on a forked copy of the store and say what it would change, without changing anything.

Its LOAD reads files below one folder, and nothing else.
"""

from __future__ import annotations

import os
import resource
import signal
import socket
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyoxigraph

from tcgraph.diagnostics.judging import CONTRADICTION
from tcgraph.engine import query_trees
from tcgraph.engine.embedded import EmbeddedEngine, broken_query, parsing
from tcgraph.engine.input_guard import check_source
from tcgraph.engine.updates import LoadRefused, graphs_written, literals_written, quads_written, with_loaded
from tcgraph.errors import BrokenInput, BrokenQuery
from tcgraph.file_kinds import syntax_of
from tcgraph.owl.proof import Reasoning
from tcgraph.owl.reason_change import ReasonedChange
from tcgraph.publish.gate import conclusion, judge
from tcgraph.publish.literals import refused
from tcgraph.rdf import DefaultGraph, GraphFormat, NamedNode, Quad, Term, Triple, graph_of, parse
from tcgraph.server.frames import Header, pack, receive
from tcgraph.server.worker import die_with_parent, limit_memory
from tcgraph.shacl.validate import Shapes
from tcgraph.shacl.validation_report import Finding, Severity
from tcgraph.sparql import Update
from tcgraph.terms import GRAPH, INFERRED, QUERY_PREFIXES


def try_update(engine: EmbeddedEngine, connection: socket.socket, memory: int) -> None:
    """Take one update from the connection, answer with its change, and end the process.

    The message's header says ``seconds`` and ``kind``: ``update`` (the body is SPARQL Update), ``put``, ``post`` or
    ``delete`` (the body is documents one after the other, of the formats and lengths in ``parts``, for ``graph`` or,
    where that is null, the default graph; SPARQL 1.1 Graph Store HTTP Protocol §5), or ``patch`` (the body is SPARQL
    Update for that graph alone, §5.7). Where an update may load files, it says from which folder (``load_from``) and
    how many bytes (``largest``). The answer's body is a change as :func:`tcgraph.server.fork_server.apply` reads it.
    """
    die_with_parent()
    limit_memory(memory)
    message = receive(connection)
    if message is None:
        os._exit(0)
    header, body = message
    signal.setitimer(signal.ITIMER_REAL, header["seconds"])
    try:
        reply = _change(engine, header, body)
    except (SyntaxError, BrokenQuery) as error:
        text = body.decode("utf-8", "replace")
        broken = broken_query(error, text) if isinstance(error, SyntaxError) else error
        reply = pack({"status": "syntax", "reason": broken.reason, "line": broken.line, "column": broken.column})
    except BrokenInput as error:
        status = "literal" if isinstance(error, UnfaithfulLiteral) else "broken"
        # Which file of the server's it was, not where on the server.
        reason = f"{Path(error.path).name}: {error.reason}" if error.path else error.reason
        reply = pack({"status": status, "reason": reason, "line": error.line, "column": error.column})
    except LoadRefused as error:
        reply = pack({"status": "refused", "reason": str(error)})
    except (OSError, RuntimeError, ValueError) as error:
        reply = pack({"status": "failed", "reason": str(error)})
    signal.setitimer(signal.ITIMER_REAL, 0)
    connection.sendall(reply)
    os._exit(0)


class UnfaithfulLiteral(BrokenInput):
    """A change has a literal that would not come out as it went in."""


def _change(engine: EmbeddedEngine, header: Header, body: bytes) -> bytes:
    documents = list(_documents(header, body))
    if header.get("load_from"):
        read = LocalDocuments(Path(header["load_from"]), header["largest"])
        body = with_loaded(body.decode(), read).encode()
    update = (
        query_trees.update(body.decode(), header.get("base") or "") if header["kind"] in ("update", "patch") else None
    )
    found = _altered(header, update, body, documents)
    if found and header.get("literals", "refuse") == "refuse":
        raise UnfaithfulLiteral(found[0].reason, line=found[0].line, column=found[0].column)
    look = _looker(engine, header, update)
    before, graphs_before = look(), _graphs(engine)
    # The engine may open nothing while it runs text that came from outside; what follows is our own code.
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
    try:
        _apply(engine, header, body, documents)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    after = look()
    removed, added = _quads(before - after), _quads(after - before)
    engine.repeats.added(added)
    results: list[dict[str, str]] = []
    concluded = ReasonedChange(Reasoning(0), (), ())
    if header.get("shacl", "off") != "off":
        if any(isinstance(quad.object, Triple) for quad in (*added, *removed)):
            # The questions of reasoning and validation name terms in VALUES, where SPARQL has no place for these.
            raise BrokenInput(
                "a triple term (RDF 1.2) can be neither reasoned over nor validated here; give the statement a node "
                "of its own, or have the server check no changes (TCGRAPH_SHACL_POLICY=off)"
            )
        added, removed = _without_conclusions(engine, added, removed)
        concluded, results = _judged(engine, added, removed, follow=bool(header.get("follow")))
    graphs_after = _graphs(engine)
    gone, made = sorted(graphs_before - graphs_after), sorted(graphs_after - graphs_before)
    # What reasoning adds follows from the change; nobody needs a right of their own to it.
    touched = ({graph_of(quad) for quad in (*added, *removed)} | set(gone) | set(made)) - {INFERRED.value}
    removed += map(conclusion, concluded.removed)
    added += map(conclusion, concluded.added)
    lines = [f"- {quad} ." for quad in removed]
    lines += [f"! <{name}>" for name in gone]
    lines += [f"@ <{name}>" for name in made]
    lines += [f"+ {quad} ." for quad in added]
    reply: Header = {
        "status": "ok",
        "removed": len(removed),
        "added": len(added),
        "made": made,
        "graphs": sorted(touched),
        "results": results,
    }
    return pack(reply, "\n".join(lines).encode())


def _judged(
    engine: EmbeddedEngine, added: list[Quad], removed: list[Quad], *, follow: bool
) -> tuple[ReasonedChange, list[dict[str, str]]]:
    """Reason and validate again around a change, with the ontology and shapes that the store itself holds.

    Args:
        engine: holds the data after the change.
        added: what it added.
        removed: what it removed.
        follow: the store's conclusions are those of its data before the change.

    Returns:
        What changed among the conclusions, and every finding of :func:`tcgraph.publish.gate.judge`, the gravest first.
    """
    rules = [graph for graph in engine.graphs() if graph.value.startswith(GRAPH + "shapes/")]
    shapes = Shapes.of_engine(engine, rules) if rules else None
    judged = judge(engine, shapes, added, removed, rules=rules, follow=follow)
    found = sorted(judged.findings, key=lambda finding: list(Severity).index(finding.severity))
    return judged.concluded, [_written(finding) for finding in found]


def _written(finding: Finding) -> dict[str, str]:
    shape = str(finding.shape)
    return {
        "severity": str(finding.severity),
        "focus": str(finding.focus),
        "path": finding.path or "",
        "shape": shape.removeprefix("<" + CONTRADICTION).removesuffix(">") if CONTRADICTION in shape else shape,
        "message": finding.message.replace("\n", " "),
    }


def _without_conclusions(
    engine: EmbeddedEngine, added: list[Quad], removed: list[Quad]
) -> tuple[list[Quad], list[Quad]]:
    """Undo what an update did to the conclusions, which come from reasoning alone; returns the rest of it."""
    engine.remove(quad for quad in added if quad.graph_name == INFERRED)
    engine.insert(quad for quad in removed if quad.graph_name == INFERRED)
    return [q for q in added if q.graph_name != INFERRED], [q for q in removed if q.graph_name != INFERRED]


def _looker(engine: EmbeddedEngine, header: Header, update: Update | None) -> Callable[[], set[bytes]]:
    """A function that gives, as N-Quads, what the engine holds of all that a change may add or remove."""
    base = header.get("base") or ""
    if header["kind"] == "update" and update is not None:
        quads, names = quads_written(update, base), graphs_written(update, base)
    else:
        quads, names = None, frozenset(() if header["graph"] is None else (header["graph"],))
    if quads is not None:
        return lambda: {f"{quad} .".encode() for quad in quads if quad in engine.store}
    if names is None:
        return lambda: _lines(engine, None)
    return lambda: _lines(engine, [DefaultGraph(), *(graph for graph in engine.graphs() if graph.value in names)])


def _documents(header: Header, body: bytes) -> Iterator[tuple[bytes, GraphFormat]]:
    """The documents of a graph that is sent, each with its format."""
    start = 0
    for name, length in header.get("parts", ()):
        yield body[start : start + length], GraphFormat[name]
        start += length


def _altered(
    header: Header, update: Update | None, body: bytes, documents: list[tuple[bytes, GraphFormat]]
) -> list[BrokenInput]:
    """The literals that the engine would store otherwise than they are written.

    Raises:
        BrokenInput: a document does not parse, or names graphs of its own.
    """
    found: list[BrokenInput] = []
    if update is not None:
        found = refused(literals_written(update), lambda: body)
    for document, syntax in documents:
        check_source(document, syntax)
        with parsing(None):
            found += refused(_objects(document, syntax, header.get("base")), partial(bytes, document))
    return found


def _objects(document: bytes, syntax: GraphFormat, base: str | None) -> Iterator[Term]:
    for quad in parse(document, syntax, base=base):
        if not isinstance(quad.graph_name, DefaultGraph):
            raise BrokenInput(f"the document names the graph {quad.graph_name}, and is to be one graph; send it alone")
        yield quad.object


def _apply(engine: EmbeddedEngine, header: Header, body: bytes, documents: list[tuple[bytes, GraphFormat]]) -> None:
    if header["kind"] == "update":
        engine.store.update(body.decode(), base_iri=header.get("base"), prefixes=QUERY_PREFIXES)
        return
    name = header["graph"]
    target = NamedNode(name) if name is not None else DefaultGraph()
    if header["kind"] == "patch":
        _patch(engine, target, body.decode(), header.get("base"))
        return
    if header["kind"] in ("put", "delete"):
        if isinstance(target, NamedNode) and header["kind"] == "delete":
            engine.store.remove_graph(target)
        else:
            engine.store.clear_graph(target)
    if header["kind"] != "delete" and isinstance(target, NamedNode):
        engine.store.add_graph(target)
    for document, syntax in documents:
        engine.store.load(document, syntax.codec, base_iri=header.get("base"), to_graph=target)


def _patch(engine: EmbeddedEngine, target: NamedNode | DefaultGraph, text: str, base: str | None) -> None:
    """Carry out an update on a dataset whose default graph is one graph of the store, and which has no other.

    Raises:
        BrokenInput: it writes to another.
    """
    before = list(engine.store.quads_for_pattern(None, None, None, target))
    alone = EmbeddedEngine().store
    alone.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in before)
    alone.update(text, base_iri=base, prefixes=QUERY_PREFIXES)
    other = next(iter(alone.named_graphs()), None)
    if other is not None:
        raise BrokenInput(f"the update writes to the graph {other}, and a PATCH changes the graph of its address alone")
    after = {Quad(quad.subject, quad.predicate, quad.object, target) for quad in alone}
    engine.remove(quad for quad in before if quad not in after)
    engine.insert(after.difference(before))


def _lines(engine: EmbeddedEngine, graphs: list[NamedNode | DefaultGraph] | None) -> set[bytes]:
    """The statements of some graphs, or of all, as N-Quads: faster to compare than the quads themselves."""
    if graphs is None:
        return set((engine.store.dump(format=GraphFormat.N_QUADS.codec) or b"").splitlines())
    found: set[bytes] = set()
    for graph in graphs:
        name = b" ." if isinstance(graph, DefaultGraph) else f" {graph} .".encode()
        dumped = engine.store.dump(format=GraphFormat.N_TRIPLES.codec, from_graph=graph) or b""
        found.update(line.removesuffix(b" .") + name for line in dumped.splitlines())
    return found


def _quads(lines: set[bytes]) -> list[Quad]:
    return list(parse(b"\n".join(sorted(lines)) + b"\n", GraphFormat.N_QUADS))


def _graphs(engine: EmbeddedEngine) -> set[str]:
    return {graph.value for graph in engine.graphs()}


class LocalDocuments:
    """Reads the documents, as often as it is called.

    Args:
        folder: where they are.
        largest: how many bytes all that are read may have.
    """

    def __init__(self, folder: Path, largest: int) -> None:
        self._folder = folder.resolve()
        self._left = largest

    def __call__(self, iri: str) -> str:
        """A document's triples.

        Args:
            iri: the file's, written out, such as ``file:///srv/tcgraph/in/new.ttl``.

        Returns:
            N-Triples in one line, blank nodes renamed so that no two documents share any.

        Raises:
            LoadRefused: the IRI is not that of a file below the folder, or the file is too large.
            BrokenInput: it does not parse, or is in no format that is known.
        """
        path = self._path(iri)
        syntax = syntax_of(path)
        check_source(path, syntax)
        with parsing(path):
            content = path.read_bytes().removeprefix(BOM_UTF8)
            quads = list(pyoxigraph.parse(content, syntax.codec, base_iri=iri, rename_blank_nodes=True))
        if any(not isinstance(quad.graph_name, DefaultGraph) for quad in quads):
            raise BrokenInput("the document names graphs of its own, and LOAD takes one graph", path=path)
        return " ".join(f"{quad} ." for quad in quads)

    def _path(self, iri: str) -> Path:
        parts = urlsplit(iri)
        if parts.scheme != "file" or parts.netloc not in ("", "localhost") or parts.query or parts.fragment:
            raise LoadRefused("LOAD takes the IRI of a file on this server, written out: <file:///…>.")
        try:
            path = Path(unquote(parts.path, errors="strict")).resolve()
            size = path.stat().st_size if path.is_relative_to(self._folder) and path.is_file() else None
        except (OSError, ValueError, RuntimeError):
            size = None
        if size is None:
            # The same words whether it is there or not: what lies elsewhere is nobody's business.
            raise LoadRefused(f"LOAD finds no file {iri} in the folder that it may read.")
        self._left -= size
        if self._left < 0:
            raise LoadRefused("LOAD names more than a change may have; see the setting write_mb.")
        return path
