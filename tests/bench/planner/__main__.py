"""Shapes of question in two wordings, over a generated graph: how long each takes with the planner and without.

    python -m tests.bench.planner --size 1000000 --half all --seconds 20

`shapes.toml` holds the questions. Half of them, by a digest of their names, are for working on the planner (``tune``),
the others (``held``) for measuring it. Each question is asked in a process of its own, forked from one that has loaded
the graph, so that one that does not end can be ended; the time is the processor's, and includes planning, with nothing
remembered.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import pickle
import signal
import time
import tomllib
from collections import Counter
from pathlib import Path

import pyoxigraph

from tcgraph.engine import evaluate
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.namespaces import application
from tcgraph.terms import TC
from tests.bench.generate import generate

SHAPES = Path(__file__).with_name("shapes.toml")
SLACK = 0.05
"""Seconds beyond twice the best wording that a naive one may take."""


def half(name: str) -> str:
    """Whether a shape is for working on the planner or for measuring it."""
    return ("tune", "held")[hashlib.sha256(name.encode()).digest()[0] % 2]


def asked(engine: EmbeddedEngine, text: str, seconds: int, *, plan: bool) -> tuple[float, object]:
    """How long a question takes and a digest of its answer; infinity where it does not end."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        signal.setitimer(signal.ITIMER_PROF, seconds)
        start = time.process_time()
        answer = _answer(engine, text, plan=plan)
        took = time.process_time() - start
        os.write(writing, pickle.dumps((took, answer)))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return pickle.loads(told) if told else (float("inf"), None)


def _answer(engine: EmbeddedEngine, text: str, *, plan: bool) -> object:
    question = evaluate.QueryRequest(text, planned=plan)
    found = evaluate.run(engine, question)
    if isinstance(found, pyoxigraph.QueryBoolean):
        return bool(found)
    if isinstance(found, pyoxigraph.QueryTriples):
        rows = Counter(tuple(map(str, row)) for row in found)
    else:
        order = sorted(range(len(found.variables)), key=lambda place: found.variables[place].value)
        rows = Counter(tuple(str(row[place]) for place in order) for row in found)
    digest = hashlib.sha256("\n".join(sorted(f"{row} {n}" for row, n in rows.items())).encode()).hexdigest()[:12]
    return sum(rows.values()), digest


def main() -> int:
    """Measure; returns 1 where an answer differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--half", choices=("tune", "held", "all"), default="all")
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--plain", action="store_true", help="ask the naive wording without the planner too")
    parser.add_argument("names", nargs="*")
    chosen = parser.parse_args()
    engine = EmbeddedEngine()
    engine.store.bulk_load("".join(generate(chosen.size)).encode(), pyoxigraph.RdfFormat.N_TRIPLES)
    engine.store.optimize()
    met = wrong = total = 0
    header = f"PREFIX tc: <{TC}> PREFIX xsd: <{application().prefixes['xsd']}>\n"
    print(f"{'shape':<36}{'half':<6}{'plain':>9}{'planned':>9}{'best':>9}")
    for name, shape in tomllib.loads(SHAPES.read_text(encoding="utf-8")).items():
        if chosen.half not in ("all", half(name)) or (chosen.names and name not in chosen.names):
            continue
        naive, best = header + shape["naive"], header + shape.get("best", shape["naive"])
        plain, reference = asked(engine, naive, chosen.seconds, plan=False) if chosen.plain else (float("nan"), None)
        wanted, right = asked(engine, best, chosen.seconds, plan=False)
        took, answer = asked(engine, naive, chosen.seconds, plan=True)
        same = all(each in (None, answer) for each in (right, reference)) or answer is None
        good = took <= 2 * wanted + SLACK
        total, met, wrong = total + 1, met + good, wrong + (not same)
        marks = ("" if good else "  slow") + ("" if same else f"  DIFFERS {reference} {right} {answer}")
        print(f"{name:<36}{half(name):<6}{plain:>9.3f}{took:>9.3f}{wanted:>9.3f}{marks}", flush=True)
    print(f"{met} of {total} within twice the best wording and {SLACK * 1000:.0f} ms; {wrong} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
