"""Try an update on a forked copy of the store and say what it would change, without changing anything."""

from __future__ import annotations

import os
import resource
import signal
import socket

from tcgraph.engine.embedded import EmbeddedEngine, broken_query
from tcgraph.engine.frames import Header, pack, receive
from tcgraph.engine.worker import die_with_parent, limit_memory
from tcgraph.graph.reason import reason
from tcgraph.graph.report import Severity
from tcgraph.graph.validate import Shapes, validate
from tcgraph.rdf import DefaultGraph, GraphFormat, NamedNode, Quad, parse
from tcgraph.terms import GRAPH, INFERRED, PREFIXES


def try_update(engine: EmbeddedEngine, connection: socket.socket, memory: int) -> None:
    """Take one update from the connection, answer with its change, and end the process.

    The message's header says ``seconds`` and ``kind``: ``update`` (the body is SPARQL Update), ``put``, ``post`` or
    ``delete`` (the body is a graph in N-Quads or RDF of ``format``, for ``graph`` or, where that is null, the default
    graph; SPARQL 1.1 Graph Store HTTP Protocol §5). The answer's body is a change as
    :func:`tcgraph.engine.keeper.apply` reads it.
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
    except SyntaxError as error:
        broken = broken_query(error, body.decode("utf-8", "replace"))
        reply = pack({"status": "syntax", "reason": broken.reason, "line": broken.line, "column": broken.column})
    except (OSError, RuntimeError, ValueError) as error:
        reply = pack({"status": "failed", "reason": str(error)})
    signal.setitimer(signal.ITIMER_REAL, 0)
    connection.sendall(reply)
    os._exit(0)


def _change(engine: EmbeddedEngine, header: Header, body: bytes) -> bytes:
    before, graphs_before = _lines(engine), _graphs(engine)
    # The engine may open nothing while it runs text that came from outside; what follows is our own code.
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
    try:
        _apply(engine, header, body)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    results = _infer_and_check(engine) if header.get("shacl", "off") != "off" else []
    after, graphs_after = _lines(engine), _graphs(engine)
    removed, added = sorted(before - after), sorted(after - before)
    gone, made = sorted(graphs_before - graphs_after), sorted(graphs_after - graphs_before)
    lines = [b"- " + line for line in removed]
    lines += [b"! <" + name.encode() + b">" for name in gone]
    lines += [b"@ <" + name.encode() + b">" for name in made]
    lines += [b"+ " + line for line in added]
    touched = {_graph_of(quad) for quad in parse(b"\n".join([*removed, *added]) + b"\n", GraphFormat.N_QUADS)}
    # What reasoning adds follows from the change; nobody needs a right of their own to it.
    touched = (touched | set(gone) | set(made)) - {INFERRED.value}
    reply: Header = {
        "status": "ok",
        "removed": len(removed),
        "added": len(added),
        "made": made,
        "graphs": sorted(touched),
        "results": results,
    }
    return pack(reply, b"\n".join(lines))


def _infer_and_check(engine: EmbeddedEngine) -> list[dict[str, str]]:
    """Reason anew and validate, with the ontology and shapes that the store itself holds.

    Returns:
        Violations and contradictions.
    """
    shapes_graphs = [graph for graph in engine.graphs() if graph.value.startswith(GRAPH + "shapes/")]
    others = [graph for graph in engine.graphs() if graph not in (*shapes_graphs, INFERRED)]
    found: list[dict[str, str]] = []
    if any(graph.value.startswith(GRAPH + "ontology/") for graph in others):
        reasoning = reason(engine, premises=others)
        found += [
            {"focus": "", "path": "", "shape": clash.rule, "message": clash.message} for clash in reasoning.clashes
        ]
    if shapes_graphs:
        report = validate(engine, Shapes.of_engine(engine, shapes_graphs), data_graphs=[*others, INFERRED])
        found += [
            {
                "focus": str(finding.focus),
                "path": finding.path or "",
                "shape": str(finding.shape),
                "message": finding.message,
            }
            for finding in report.findings
            if finding.severity is Severity.VIOLATION
        ]
    return found


def _graph_of(quad: Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""


def _apply(engine: EmbeddedEngine, header: Header, body: bytes) -> None:
    if header["kind"] == "update":
        engine.store.update(body.decode(), base_iri=header.get("base"), prefixes=PREFIXES)
        return
    name = header["graph"]
    target = NamedNode(name) if name is not None else DefaultGraph()
    if header["kind"] in ("put", "delete"):
        if isinstance(target, NamedNode) and header["kind"] == "delete":
            engine.store.remove_graph(target)
        else:
            engine.store.clear_graph(target)
    if header["kind"] != "delete":
        if isinstance(target, NamedNode):
            engine.store.add_graph(target)
        engine.store.load(body, GraphFormat[header["format"]].codec, base_iri=header.get("base"), to_graph=target)


def _lines(engine: EmbeddedEngine) -> set[bytes]:
    return set((engine.store.dump(format=GraphFormat.N_QUADS.codec) or b"").splitlines())


def _graphs(engine: EmbeddedEngine) -> set[str]:
    return {graph.value for graph in engine.graphs()}
