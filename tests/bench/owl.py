"""OWL 2 RL from file to conclusions, ours and the peers side by side in one run, each in a process of its own.

    python -m tests.bench.owl --sizes 100000 1000000 --peers 10000

Prints one line a measurement: seconds to load, seconds to reason (on the clock, and of one processor), peak memory,
number of triples inferred. The peers are owlrl and, where it is installed, reasonable; both count trivial
conclusions too.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ONTOLOGY = Path(__file__).parents[2] / "ontology"
PEERS = ("owlrl", "reasonable")


Measured = tuple[float, float, float, int]
"""Seconds to load, seconds to reason, processor seconds to reason, triples inferred."""


def ours(data: Path) -> Measured:
    """Load into the embedded engine and run the rules there."""
    from tcgraph.engine.embedded import EmbeddedEngine
    from tcgraph.owl.reason import reason
    from tcgraph.rdf import GraphFormat, NamedNode

    engine = EmbeddedEngine()
    start = time.perf_counter()
    for path in sorted(ONTOLOGY.rglob("*.ttl")):
        engine.load(path, GraphFormat.TURTLE, graph=NamedNode("https://w3id.org/tcgraph/graph/ontology"))
    engine.load(data, GraphFormat.N_TRIPLES, graph=NamedNode("https://w3id.org/tcgraph/graph/bench"))
    loaded, busy = time.perf_counter(), time.process_time()
    outcome = reason(engine)
    return loaded - start, time.perf_counter() - loaded, time.process_time() - busy, outcome.inferred


def owlrl(data: Path) -> Measured:
    """Load with rdflib and expand with owlrl."""
    import owlrl as reference
    import rdflib

    start = time.perf_counter()
    graph = rdflib.Graph().parse(data, format="nt")
    for path in sorted(ONTOLOGY.rglob("*.ttl")):
        graph.parse(path)
    loaded, busy, before = time.perf_counter(), time.process_time(), len(graph)
    reference.DeductiveClosure(reference.OWLRL_Semantics, axiomatic_triples=False).expand(graph)
    return loaded - start, time.perf_counter() - loaded, time.process_time() - busy, len(graph) - before


def reasonable(data: Path) -> Measured:
    """Load and reason with reasonable."""
    # Not among our dependencies: measured where somebody has installed it.
    reference = importlib.import_module("reasonable")
    start = time.perf_counter()
    reasoner = reference.PyReasoner()
    for path in (data, *sorted(ONTOLOGY.rglob("*.ttl"))):
        reasoner.load_file(str(path))
    loaded, busy = time.perf_counter(), time.process_time()
    everything = reasoner.reason()
    asserted = sum(1 for line in data.read_text().splitlines() if line)
    return loaded - start, time.perf_counter() - loaded, time.process_time() - busy, len(everything) - asserted


def measure(name: str, size: int, data: Path) -> dict[str, object]:
    """Run one reasoner on one graph in a new process."""
    command = [sys.executable, "-m", "tests.bench.owl", "--run", name, str(data)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        return {"reasoner": name, "triples": size, "failed": run.stderr.strip().splitlines()[-1]}
    return {"reasoner": name, "triples": size, **json.loads(run.stdout)}


def main() -> int:
    """Measure, and print one JSON object a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--peers", type=int, nargs="*", default=[10_000])
    parser.add_argument("--run", nargs=2, metavar=("REASONER", "FILE"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.run:
        name, file = chosen.run
        load, seconds, busy, inferred = {"ours": ours, "owlrl": owlrl, "reasonable": reasonable}[name](Path(file))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        row: dict[str, object] = {"load_s": round(load, 2), "reason_s": round(seconds, 2), "cpu_s": round(busy, 2)}
        row |= {"rss_mb": memory, "inferred": inferred}
        sys.stdout.write(json.dumps(row))
        return 0
    from tests.bench.generate import generate

    with tempfile.TemporaryDirectory() as folder:
        for size in sorted({*chosen.sizes, *chosen.peers}):
            data = Path(folder) / f"{size}.ttl"
            data.write_text("".join(generate(size)))
            peers = [peer for peer in PEERS if size in chosen.peers and importlib.util.find_spec(peer)]
            for name in [*(["ours"] if size in chosen.sizes else []), *peers]:
                sys.stdout.write(json.dumps(measure(name, size, data)) + "\n")
                sys.stdout.flush()
            data.unlink()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
