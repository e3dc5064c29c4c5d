"""One edit of a large graph: its conclusions followed, beside reasoning over everything; and the whole of a write.

    python -m tests.bench.edits --sizes 100000 1000000

Prints, for each size, the seconds of a full run, then for one triple of each of several predicates and classes the
milliseconds to follow its removal and its addition, and for the last the seconds of a trial as a server makes one:
the update carried out in a forked process, its conclusions followed, its violations looked for.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.owl.proof import Reasoning
from tcgraph.owl.reason import reason
from tcgraph.owl.reason_change import reason_change
from tcgraph.rdf import GraphFormat, NamedNode, Quad
from tcgraph.server.dry_run import try_update
from tcgraph.server.frames import pack, receive
from tcgraph.terms import GRAPH, RDF_TYPE, TC

ROOT = Path(__file__).parents[2]
DATA = NamedNode(GRAPH + "bench")
PREDICATES = ("hasObservation", "agent", "inRegion")
CLASSES = ("Action", "Country", "Organisation")


def loaded(data: Path) -> EmbeddedEngine:
    """The ontology, the shapes of the benchmark and the data."""
    engine = EmbeddedEngine()
    for folder, role in ((ROOT / "ontology", "ontology"), (ROOT / "tests" / "bench" / "shapes", "shapes")):
        for path in sorted(folder.rglob("*.ttl")):
            engine.load(path, GraphFormat.TURTLE, graph=NamedNode(f"{GRAPH}{role}/{path.stem}"))
    engine.load(data, GraphFormat.N_TRIPLES, graph=DATA)
    return engine


def samples(engine: EmbeddedEngine) -> list[Quad]:
    """One triple of each kind."""
    found = []
    for pattern in (*(f"?s tc:{name} ?o" for name in PREDICATES), *(f"?s a tc:{name}" for name in CLASSES)):
        query = f"CONSTRUCT {{ {pattern} }} {{ GRAPH {DATA} {{ {pattern} }} }} LIMIT 1"
        found += [Quad(t.subject, t.predicate, t.object, DATA) for t in engine.construct(query)]
    return found


def trial(engine: EmbeddedEngine, update: str, *, follow: bool) -> float:
    """Seconds from sending an update to a forked process to its answer."""
    start = time.perf_counter()
    ours, theirs = socket.socketpair()
    if os.fork() == 0:
        ours.close()
        try_update(engine, theirs, 1 << 40)
    theirs.close()
    header = {"kind": "update", "seconds": 600, "shacl": "warn", "follow": follow}
    with ours:
        ours.sendall(pack(header, update.encode()))
        answer = receive(ours)
    os.wait()
    assert answer is not None
    assert answer[0]["status"] == "ok", answer[0]
    return time.perf_counter() - start


def measure(data: Path) -> None:
    """Print the figures for one graph."""
    engine = loaded(data)
    premises = [graph for graph in engine.graphs() if "/shapes/" not in graph.value]
    start = time.perf_counter()
    outcome: Reasoning = reason(engine, premises=premises)
    full = time.perf_counter() - start
    sys.stdout.write(f"  everything: {full:.2f} s, {outcome.inferred} inferred\n")
    for quad in samples(engine):
        took = []
        for removed, added in (([quad], []), ([], [quad])):
            engine.remove(removed)
            engine.insert(added)
            start = time.perf_counter()
            change = reason_change(engine, added, removed, previous=outcome, premises=premises)
            took.append(time.perf_counter() - start)
            outcome = change.reasoning
            assert change.anew is None
        kind = (quad.object if quad.predicate == RDF_TYPE else quad.predicate).value.removeprefix(TC)  # type: ignore[union-attr]
        sys.stdout.write(
            f"  {kind}: removed {took[0] * 1000:.0f} ms, added {took[1] * 1000:.0f} ms,"
            f" {full / max(took):.0f} times faster than everything\n"
        )
    update = f"DELETE DATA {{ GRAPH {DATA} {{ {quad.triple} }} }}"
    for follow in (True, False):
        sys.stdout.write(f"  a write, followed {follow}: {trial(engine, update, follow=follow):.2f} s\n")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[100_000])
    with tempfile.TemporaryDirectory() as folder:
        for size in parser.parse_args().sizes:
            data = Path(folder) / f"{size}.nt"
            command = [sys.executable, "-m", "tests.bench.generate", str(size), str(data)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            sys.stdout.write(f"{size} triples\n")
            sys.stdout.flush()
            measure(data)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
