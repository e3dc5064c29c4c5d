"""Whether the server's memory stays flat: lookups, long questions, pages and changes for as long as one likes.

    python -m tests.bench.soak --minutes 60

Needs ``wrk`` (Debian). Prints the memory of the front, of the keeper and of all workers together every half minute
(PSS: what processes share is counted once), and at the end how the last quarter compares with the second. Served is
this project's own graph, so that its pages are made and every change is checked against its shapes.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import tempfile
import threading
import time
from collections import Counter, deque
from pathlib import Path

import httpx

from tests.attacks.processes import children, keeper_of
from tests.bench.endpoint import loads, measure
from tests.bench.peers import Peer
from tests.http.running import ROOT, running

SIZE = 37 * 75
"""As large a graph as would have, by the generator's proportions, the recommendations that this one has."""
LONG = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } # %d",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c # %d",
    "SELECT ?p (COUNT(*) AS ?n) (SAMPLE(?o) AS ?x) { ?s ?p ?o } GROUP BY ?p # %d",
    "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } # %d",
)
PAGES = (
    "/", "/?status=planned&lang=fr", "/ask", "/ask/unanswered", "/ask/follow-up-matrix.xlsx", "/countries",
    "/deadlines", "/quality", "/data", "/follow-up.svg", "/id/recommendation/3", "/id/recommendation/3.ttl", "/sparql",
    "/api/search?q=tripartite", "/api/queries/unanswered?format=json", "/metrics", "/nowhere",
)  # fmt: skip


def memory_of(pid: int) -> float:
    """Megabytes that a process takes, shared ones in part."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return int(next(line.split()[1] for line in text.splitlines() if line.startswith("Pss:"))) / 1024


def turn(client: httpx.Client, number: int, bearer: dict[str, str]) -> Counter[str]:
    """Ask a little of everything; returns how often each status came."""
    statuses: Counter[str] = Counter()
    for text in LONG:
        statuses[f"long {client.post('/sparql', data={'query': text % number}).status_code}"] += 1
    for path in PAGES:
        headers = {"accept": "text/html,*/*"} if "." not in path else {}
        statuses[f"page {client.get(path, headers=headers).status_code}"] += 1
    change = f"INSERT DATA {{ GRAPH <urn:soak> {{ <urn:s{number % 50}> <urn:p> {number} }} }}"
    if number % 50 == 0:
        change = "CLEAR GRAPH <urn:soak>"
    statuses[f"change {client.post('/sparql', data={'update': change}, headers=bearer).status_code}"] += 1
    return statuses


def main(arguments: list[str] | None = None) -> int:
    """Soak."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--every", type=float, default=30, help="seconds between two lines")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        project = Path(name) / "p"
        for part in ("ontology", "data", "shapes", "queries"):
            shutil.copytree(ROOT / part, project / part)
        settings = {"query_seconds": 2, "cache_mb": 16}
        with running(project, Path(name) / "s", "--write", scopes=("write",), **settings) as up:
            # Read and thrown away: what nobody reads of the log would wait in the front's memory.
            threading.Thread(target=deque, args=(up.process.stderr, 0), daemon=True).start()
            _soak(up.url, up.process.pid, up.bearer, chosen.minutes * 60, chosen.every)
    return 0


def _soak(url: str, server: int, bearer: dict[str, str], seconds: float, every: float) -> None:
    keeper = keeper_of(server)
    front = next(child for child in children(server) if keeper in children(child))
    peer = Peer(url, "/sparql", front)
    start = last = time.monotonic()
    found: list[tuple[float, float, float]] = []
    statuses: Counter[str] = Counter()
    number, asked = 0, 0.0
    print("minutes     front    keeper   workers MB   requests", flush=True)
    with httpx.Client(base_url=url, timeout=60) as client:
        while time.monotonic() - start < seconds:
            number += 1
            statuses += turn(client, number, bearer)
            kinds = loads("/sparql", SIZE, random.randrange(10**9))
            asked += measure(peer, kinds[number % 4], 8, 1).rate
            if time.monotonic() - last >= every:
                last = time.monotonic()
                now = (memory_of(front), memory_of(keeper), sum(map(memory_of, children(keeper))))
                found.append(now)
                minutes = (last - start) / 60
                print(f"{minutes:7.1f} " + " ".join(f"{each:9.1f}" for each in now) + f" {asked:13,.0f}", flush=True)
    print(dict(sorted(statuses.items())))
    quarter = len(found) // 4
    if quarter:
        for place, what in enumerate(("front", "keeper", "workers")):
            second = statistics.median(row[place] for row in found[quarter : 2 * quarter])
            final = statistics.median(row[place] for row in found[-quarter:])
            print(f"{what}: {second:.1f} MB in the second quarter, {final:.1f} MB in the last ({final - second:+.1f})")


if __name__ == "__main__":
    raise SystemExit(main())
