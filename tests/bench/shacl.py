"""SHACL from file to report, ours and others side by side in one run, each in a process of its own.

    python -m tests.bench.shacl --sizes 100000 1000000 --peer 10000 --with pyshacl shacl shifty

The peers are packages of the Python package index, which are measured where they are installed.

Prints one line a measurement: seconds of processor from the start of the process to the report, imports and all, peak
memory, number of results; then what it took to re-validate single edits.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Any

SHAPES = Path(__file__).parent / "shapes"
EDITS = (
    ("action/77-1-b", "agent"),
    ("observation/77-1-b/2006-10", "status"),
    ("recommendation/5", "summary"),
    ("funding/9-1-a", "inAction"),
)


def ours(data: Path, shapes: list[Path]) -> dict[str, object]:
    """Load and validate with the compiled validator; then re-validate after single edits."""
    from tcgraph.engine.embedded import EmbeddedEngine
    from tcgraph.rdf import GraphFormat, NamedNode, Quad
    from tcgraph.shacl.validate import Shapes, revalidate, validate
    from tcgraph.terms import ID, TC

    graph = NamedNode("https://w3id.org/tcgraph/graph/bench")
    engine = EmbeddedEngine()
    started = time.process_time()
    engine.load(data, GraphFormat.N_TRIPLES, graph=graph)
    loaded = time.process_time()
    read = Shapes.of_files(shapes)
    report = validate(engine, read)
    done = time.process_time()
    edits = []
    for local, name in EDITS:
        node, predicate = NamedNode(ID + local), NamedNode(TC + name)
        rows = engine.select(f"SELECT ?o WHERE {{ {node} {predicate} ?o }}")
        quads = [Quad(node, predicate, row[0], graph) for row in rows if row[0] is not None]
        engine.update(f"DELETE WHERE {{ GRAPH {graph} {{ {node} {predicate} ?o }} }}")
        start = time.process_time()
        revalidate(engine, read, quads, report)
        edits.append(round(1000 * (time.process_time() - start), 1))
        engine.insert(quads)
    return {
        "load": loaded - started,
        "validate": done - loaded,
        "total": done,
        "results": len(report.findings),
        "edits_ms": edits,
    }


def pyshacl(data: Path, shapes: list[Path]) -> dict[str, object]:
    """Load with rdflib and validate with pySHACL."""
    import logging

    import pyshacl as reference
    import rdflib

    logging.disable(logging.CRITICAL)
    started = time.process_time()
    graph, rules = rdflib.Graph().parse(data, format="nt"), rdflib.Graph()
    for path in shapes:
        rules.parse(path)
    loaded = time.process_time()
    _, report, _ = reference.validate(graph, shacl_graph=rules, inplace=True)
    assert isinstance(report, rdflib.Graph)
    results = sum(1 for _ in report.objects(None, rdflib.URIRef("http://www.w3.org/ns/shacl#result")))
    return {
        "load": loaded - started,
        "validate": time.process_time() - loaded,
        "results": results,
    }


def shacl(data: Path, shapes: list[Path]) -> dict[str, object]:
    """Validate with the ``shacl`` package, which is Rust."""
    peer: Any = import_module("shacl")
    (core,) = shapes
    return {"results": len(peer.Shapes.from_file(str(core)).validate_file(str(data)))}


def shifty(data: Path, shapes: list[Path]) -> dict[str, object]:
    """Validate with the ``pyshifty`` package, which is Rust and gives its report as a graph of rdflib."""
    import rdflib

    peer: Any = import_module("shifty")
    (core,) = shapes
    _, report, _ = peer.validate(str(data), str(core))
    results = sum(1 for _ in report.objects(None, rdflib.URIRef("http://www.w3.org/ns/shacl#result")))
    return {"results": results}


def measure(engine: str, data: Path, shapes: list[Path]) -> dict[str, object]:
    """Run one engine in a fresh process."""
    command = [sys.executable, "-m", "tests.bench.shacl", "--child", engine, str(data), *map(str, shapes)]
    found: dict[str, object] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return found


def child(arguments: list[str]) -> None:
    """One measurement, as JSON on standard output."""
    engine, data, *shapes = arguments
    work = {"ours": ours, "pyshacl": pyshacl, "shacl": shacl, "shifty": shifty}[engine]
    found = work(Path(data), [Path(shape) for shape in shapes])
    found.setdefault("total", time.process_time())
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    sys.stdout.write(json.dumps(found))


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--peer", type=int, nargs="*", default=[], help="sizes to run others on, Core shapes only")
    parser.add_argument("--with", dest="peers", nargs="*", default=["pyshacl"], help="which: pyshacl, shacl, shifty")
    parser.add_argument("--child", nargs=argparse.REMAINDER)
    chosen = parser.parse_args()
    if chosen.child:
        child(chosen.child)
        return 0
    full, core = sorted(SHAPES.glob("*.ttl")), [SHAPES / "core.ttl"]
    with tempfile.TemporaryDirectory() as folder:
        for size in sorted({*chosen.sizes, *chosen.peer}):
            data = Path(folder) / f"{size}.nt"
            subprocess.run(
                [sys.executable, "-m", "tests.bench.generate", str(size), str(data)],
                check=True,
                stdout=subprocess.DEVNULL,
            )
            runs = [("ours", "full", full), ("ours", "core", core)] if size in chosen.sizes else []
            runs += [(peer, "core", core) for peer in chosen.peers] if size in chosen.peer else []
            for engine, name, shapes in runs:
                found = measure(engine, data, shapes)
                line = f"{size:>9} {engine:8} {name:5} {found['total']:7.2f} s"
                if "load" in found:
                    line += f" (load {found['load']:.2f}, validate {found['validate']:.2f})"
                line += f" {found['memory']:.2f} GB, {found['results']} results"
                if "edits_ms" in found:
                    line += f", edits re-validated in {found['edits_ms']} ms"
                sys.stdout.write(line + "\n")
                sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
