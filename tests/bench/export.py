"""How fast a large graph is dumped in each RDF syntax, and how much memory that takes beyond the graph's own.

    python -m tests.bench.export --size 1000000

Prints one line a syntax and way of packing: statements a second, from the engine to the finished file with its digest,
the best and the worst of some runs by the clock, and the best by processor time, which other work on the machine does
not change; and by how much the process grew meanwhile. Each is a process of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tcgraph.rdf import GraphFormat
from tests.bench.generate import generate

_PACKINGS = ("none", "gzip")


def measure(data: Path, syntax: GraphFormat, packing: str, runs: int) -> dict[str, object]:
    """Load a file, then dump it some times."""
    from tcgraph.engine.embedded import EmbeddedEngine
    from tcgraph.export.dump import Compression, write_dump
    from tcgraph.rdf import NamedNode

    engine = EmbeddedEngine()
    engine.load(data, GraphFormat.N_TRIPLES, graph=NamedNode("https://w3id.org/tcgraph/graph/bench"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    speeds: list[float] = []
    processor: list[float] = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as target:
            started, spent = time.perf_counter(), time.process_time()
            (file,) = write_dump(
                engine, Path(target), formats=[syntax], compression=Compression(packing), each_graph=False
            )
            speeds.append(file.statements / (time.perf_counter() - started))
            processor.append(file.statements / (time.process_time() - spent))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {
        "best": round(max(speeds)),
        "worst": round(min(speeds)),
        "processor": round(max(processor)),
        "grown_mb": grown // 1024,
        "size": file.statements,
    }


def main() -> None:
    """Measure every syntax, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--formats", default=",".join(syntax.suffix[1:] for syntax in GraphFormat))
    parser.add_argument("--child", nargs=3, metavar=("FILE", "FORMAT", "PACKING"))
    asked = parser.parse_args()
    if asked.child:
        file, syntax, packing = asked.child
        print(json.dumps(measure(Path(file), GraphFormat.named(syntax), packing, asked.runs)))
        return
    with tempfile.NamedTemporaryFile("w", suffix=".nt", encoding="utf-8") as data:
        data.writelines(generate(asked.size))
        data.flush()
        heads = ("statements", "best /s", "worst /s", "CPU /s", "memory MB")
        print(f"{'syntax':8} {'packed':8}", *(f"{head:>11}" for head in heads))
        for name in asked.formats.split(","):
            for packing in _PACKINGS:
                command = [sys.executable, "-m", "tests.bench.export", "--runs", str(asked.runs), "--child"]
                done = subprocess.run([*command, data.name, name, packing], capture_output=True, text=True, check=True)
                found = json.loads(done.stdout)
                numbers = (found[key] for key in ("size", "best", "worst", "processor", "grown_mb"))
                print(f"{name:8} {packing:8}", *(f"{number:11,}" for number in numbers), flush=True)


if __name__ == "__main__":
    main()
