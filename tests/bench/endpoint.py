"""The SPARQL endpoint beside its peers in one run: requests in a second, latency, and processor time of a request.

    python -m tests.bench.endpoint --sizes 20000 1000000 --connections 1 8 64 --seconds 3

Needs ``wrk`` (Debian), and of the peers those that are installed: the oxigraph server and rdflib-endpoint (PyPI),
Virtuoso (Debian). Loads: one lookup repeated; ten questions of an analyst repeated; lookups none of which was asked
before; a thing's IRI, dereferenced; and at last one question that misleads planners. The servers are up at the same
time and take turns, one load after the other, so that whatever else the machine does meets them alike; still, trust
the ratios and the processor time rather than the rates.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx

from tcgraph.terms import ID, TC
from tests.bench.generate import VOCAB, generate
from tests.bench.peers import PEERS, Peer, program

PREFIXES = f"PREFIX tc: <{TC}> PREFIX v: <{VOCAB}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
LOOKUP = f"SELECT ?p ?o WHERE {{ <{ID}recommendation/%d> ?p ?o }}"
MIX = [
    LOOKUP % 7,
    f"{PREFIXES}SELECT ?a ?label WHERE {{ ?a tc:addresses <{ID}recommendation/9> ; rdfs:label ?label }}",
    f"{PREFIXES}SELECT ?status (COUNT(*) AS ?n) WHERE {{ ?o tc:status ?status }} GROUP BY ?status ORDER BY ?status",
    f"{PREFIXES}SELECT ?donor (SUM(?m) AS ?sum) WHERE {{ ?f tc:donor ?donor ; tc:amount ?m }} GROUP BY ?donor "
    "ORDER BY DESC(?sum) LIMIT 10",
    f"{PREFIXES}SELECT ?r ?label WHERE {{ ?r a tc:Recommendation ; tc:theme <{VOCAB}theme/theme-3> ; "
    "rdfs:label ?label } ORDER BY ?label LIMIT 50",
    f"{PREFIXES}SELECT ?c (COUNT(DISTINCT ?a) AS ?n) WHERE {{ ?a tc:beneficiary ?c . ?c tc:inRegion "
    f"<{ID}region/region-2> }} GROUP BY ?c ORDER BY DESC(?n) LIMIT 20",
    f"{PREFIXES}ASK {{ ?a tc:addresses <{ID}recommendation/5> ; tc:hasObservation/tc:status <{VOCAB}status/taken> }}",
    f"{PREFIXES}SELECT ?p ?start WHERE {{ ?p a tc:CountryProgramme ; tc:periodStart ?start ; "
    f"tc:stage <{VOCAB}stage/agreed> FILTER(YEAR(?start) = 2005) }} ORDER BY ?p LIMIT 30",
    f"{PREFIXES}SELECT ?a WHERE {{ ?a tc:addresses <{ID}recommendation/11> OPTIONAL {{ ?f tc:inAction ?a }} "
    "FILTER(!BOUND(?f)) }",
    f"{PREFIXES}SELECT ?o ?label WHERE {{ ?o a tc:Organisation ; rdfs:label ?label FILTER(CONTAINS(?label, '1')) }} "
    "ORDER BY ?label LIMIT 20",
]

TRAP = f"{PREFIXES}SELECT (COUNT(?a) AS ?n) {{ ?a a tc:Action FILTER %s {{ ?f tc:inAction ?a . ?f tc:donor ?d }} }}"
JSON = {"accept": "application/sparql-results+json"}

_REPEAT = """
local paths = {%s}
local n = 0
function request() n = n %% #paths + 1 return wrk.format("GET", paths[n]) end
"""
_FRESH = """
local n, start, highest = 0, "%s", "%s"
function request()
  n = n + 1
  return wrk.format("GET", start .. (n * 7919) %% %d + 1 .. highest .. n)
end
"""
_TELL = """
function done(summary, latency)
  local bad = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format('\\nTOLD {"requests":%d,"micros":%d,"refused":%d,"failed":%d,"p50":%f,"p99":%f}\\n',
    summary.requests, summary.duration, summary.errors.status, bad,
    latency:percentile(50), latency:percentile(99)))
end
"""


@dataclass(frozen=True)
class Load:
    """What is asked.

    Attributes:
        name: what to call it.
        script: for wrk.
        all: whether every server can be asked it.
    """

    name: str
    script: str
    all: bool = True


@dataclass(frozen=True)
class Measured:
    """How it went.

    Attributes:
        rate: requests in a second.
        p50: latency in milliseconds.
        p99: likewise.
        front: microseconds of processor time of a request in the server's first process.
        below: likewise in the processes below it.
        wrong: requests that failed or were refused.
    """

    rate: float
    p50: float
    p99: float
    front: float
    below: float
    wrong: int


def loads(path: str, size: int, run: int) -> list[Load]:
    """Every load, for an endpoint at a path; no two runs have a fresh lookup in common."""
    recommendations = max(1, size // 75)
    first, last = (quote(part) for part in LOOKUP.split("%d"))
    fresh = _FRESH % (f"{path}?query={first}", f"{last}%20%23{run}-", recommendations)
    things = [f"/id/recommendation/{n % recommendations + 1}.ttl" for n in range(50)]
    things += [f"/id/recommendation/{n % recommendations + 1}" for n in range(50)]
    return [
        Load("one lookup", _repeated([f"{path}?query={quote(LOOKUP % 7)}"])),
        Load("mix of ten", _repeated([f"{path}?query={quote(text)}" for text in MIX])),
        Load("fresh lookups", fresh + _TELL),
        Load("dereference", _repeated(things), all=False),
    ]


def _repeated(paths: Sequence[str]) -> str:
    return _REPEAT % ", ".join(json.dumps(path) for path in paths) + _TELL


def measure(peer: Peer, load: Load, connections: int, seconds: int) -> Measured:
    """Put a load on a server."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(load.script)
        script.flush()
        before = peer.processor_seconds()
        told = subprocess.run(
            [
                program("wrk"), "--threads", "1", "--connections", str(connections), "--duration", f"{seconds}s",
                "--timeout", "30s", "--script", script.name, peer.url,
            ],
            check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        after = peer.processor_seconds()
    found = re.search(r"TOLD (.*)", told)
    if found is None:
        raise RuntimeError(told)
    figures = json.loads(found[1])
    requests = max(1, figures["requests"])
    return Measured(
        rate=requests / figures["micros"] * 1e6,
        p50=figures["p50"] / 1000,
        p99=figures["p99"] / 1000,
        front=(after[0] - before[0]) / requests * 1e6,
        below=(after[1] - before[1]) / requests * 1e6,
        wrong=figures["refused"] + figures["failed"],
    )


@contextlib.contextmanager
def started(data: Path, folder: Path, names: Sequence[str]) -> Iterator[dict[str, Peer]]:
    """Every server that is installed, with the data loaded."""
    with contextlib.ExitStack() as stack:
        peers: dict[str, Peer] = {}
        for name in names:
            place = folder / name
            place.mkdir()
            try:
                peers[name] = stack.enter_context(PEERS[name](data, place))
            except FileNotFoundError as error:
                print(f"{name}: {error}", file=sys.stderr)
        yield peers


def warm(peer: Peer) -> None:
    """Ask what will be repeated once, as wrk asks it: at a million triples some of it takes seconds."""
    with httpx.Client(base_url=peer.url, timeout=120) as client:
        del client.headers["accept"]
        for text in MIX:
            client.get(f"{peer.path}?query={quote(text)}")


def compare(peers: Mapping[str, Peer], size: int, connections: Sequence[int], seconds: int) -> None:
    """Measure every load on every server, and print a line for each."""
    for peer in peers.values():
        warm(peer)
    for number in range(4):
        for count in connections:
            rates: dict[str, Measured] = {}
            for name, peer in peers.items():
                load = loads(peer.path, size, random.randrange(10**9))[number]
                if not load.all and name != "tcgraph":
                    continue
                measure(peer, load, count, 1)
                rates[name] = measure(peer, load, count, seconds)
            for name, found in rates.items():
                other = rates.get("oxigraph")
                ratio = f"{found.rate / other.rate:6.2f}" if other is not None else "     -"
                print(
                    f"{size:>9,} {load.name:<14} c{count:<3} {name:<16} {found.rate:>9,.0f}/s {ratio} "
                    f"p50 {found.p50:8.2f} p99 {found.p99:8.2f} ms  cpu {found.front:7.0f} + {found.below:5.0f} us"
                    + (f"  {found.wrong} wrong" if found.wrong else ""),
                    flush=True,
                )


def trap(peers: Mapping[str, Peer], size: int) -> None:
    """Ask what sets a trap to planners: two patterns in EXISTS, over the whole graph."""
    for name, peer in peers.items():
        told = []
        for word in ("EXISTS", "NOT EXISTS"):
            start = time.monotonic()
            try:
                answer = httpx.get(peer.url + peer.path, params={"query": TRAP % word}, headers=JSON, timeout=60)
                outcome = str(answer.status_code)
            except httpx.TimeoutException:
                outcome = "no answer"
            told.append(f"{word} {time.monotonic() - start:6.2f} s ({outcome})")
        print(f"{size:>9,} planner trap        {name:<16} {'   '.join(told)}", flush=True)


def main(arguments: list[str] | None = None) -> int:
    """Run the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000])
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 8, 64])
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--servers", nargs="+", choices=list(PEERS), default=list(PEERS))
    chosen = parser.parse_args(arguments)
    print(f"{'triples':>9} load           conn server                  rate  x oxigraph")
    for size in chosen.sizes:
        with tempfile.TemporaryDirectory() as name:
            data = Path(name) / "graph.nt"
            with data.open("w", encoding="utf-8") as out:
                out.writelines(generate(size))
            with started(data, Path(name), chosen.servers) as peers:
                compare(peers, size, chosen.connections, chosen.seconds)
                trap(peers, size)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
