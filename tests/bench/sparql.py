"""How long the project's own queries take to read, with our parser, with the engine's and with rdflib's.

    python -m tests.bench.sparql --runs 20 --rdflib

Prints a line a parser: how many queries it read, and milliseconds for half of them, 95 in 100, and the slowest; of each
query the best of the runs. The engine also plans the query, over an empty store.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph

from tcgraph.sparql import parse_query, written
from tcgraph.terms import PREFIXES

QUERIES = Path(__file__).parents[2] / "queries"
_DECLARED = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


def best(read: Callable[[str], object], text: str, runs: int) -> float:
    """The least milliseconds of some runs."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        read(text)
        times.append(time.perf_counter() - start)
    return min(times) * 1e3


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=10)
    options.add_argument("--rdflib", action="store_true", help="rdflib's parser too, which takes a while")
    given = options.parse_args()
    texts = [path.read_text(encoding="utf-8") for path in sorted(QUERIES.rglob("*.rq"))]
    store = pyoxigraph.Store()
    parsers: dict[str, Callable[[str], object]] = {
        "read": lambda text: parse_query(text, prefixes=PREFIXES),
        "read and printed": lambda text: written(parse_query(text, prefixes=PREFIXES)),
        "the engine": lambda text: store.query(text, prefixes=PREFIXES),
    }
    if given.rdflib:
        from rdflib.plugins.sparql.parser import parseQuery

        parsers["rdflib"] = lambda text: parseQuery(_DECLARED + text)
    for name, read in parsers.items():
        times = sorted(best(read, text, 1 if name == "rdflib" else given.runs) for text in texts)
        half, most = statistics.median(times), times[round(0.95 * (len(times) - 1))]
        print(f"{name:18} {len(times)} queries  {half:8.3f}  {most:8.3f}  {times[-1]:8.3f} ms")


if __name__ == "__main__":
    main()
