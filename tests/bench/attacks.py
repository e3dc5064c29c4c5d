"""How soon a hostile query is stopped, what others notice meanwhile, and how soon a killed server is back.

    python -m tests.bench.attacks --tries 5 --kills 50 --writers 4

Needs ``wrk`` (Debian). Lateness is the time from the limit to the last byte of the answer, as a client sees it; the
best of several tries is what the server itself takes, the worst is what the machine makes of it.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import statistics
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import httpx

from tests.attacks.test_attacks import EVERYTHING, QUERIES, connect
from tests.attacks.test_kill import kill_again_and_again
from tests.bench.endpoint import loads, measure
from tests.bench.generate import generate
from tests.bench.peers import Peer, ours
from tests.http.running import Running

LIMIT = 1.0
SETTINGS = {"query_seconds": LIMIT, "query_memory_mb": 128, "result_mb": 2, "trusted_proxies": "127.0.0.1"}


def lateness(peer: Peer, tries: int) -> None:
    """Send every hostile query of the suite, one at a time."""
    print(f"{'query':<34} {'ended by':<14} {'best':>7} {'worst':>7} ms after the limit of {LIMIT:g} s")
    with httpx.Client(base_url=peer.url, timeout=30) as client:
        for name, (text, _) in QUERIES.items():
            took: list[float] = []
            kinds: set[str] = set()
            for number in range(tries):
                start = time.monotonic()
                answer = client.post(peer.path, data={"query": f"{text}\n# {number}"})
                took.append(time.monotonic() - start)
                kinds.add(answer.json()["type"].rpartition("/")[2])
            late = [max(0.0, each - LIMIT) * 1000 for each in took]
            print(f"{name:<34} {' '.join(sorted(kinds)):<14} {min(late):7.1f} {max(late):7.1f}", flush=True)


def meanwhile(peer: Peer, attackers: int, seconds: int) -> None:
    """Look things up while clients from as many addresses ask for the impossible, again and again."""
    size = 20_000
    for count in (0, attackers):
        with contextlib.ExitStack() as stack:
            for number in range(count):
                _attack(stack, peer, number, seconds)
            load = loads(peer.path, size, random.randrange(10**9))[2]
            found = measure(peer, load, 2, seconds)
        print(
            f"lookups beside {count:>2} attackers: {found.rate:7.0f}/s  p50 {found.p50:6.2f}  p99 {found.p99:6.2f} ms"
            f"  {found.wrong} wrong",
            flush=True,
        )


def _attack(stack: contextlib.ExitStack, peer: Peer, number: int, seconds: int) -> None:
    up = Running(peer.url, "", Path(), None)  # type: ignore[arg-type]
    connection = stack.enter_context(connect(up))
    text = quote(f"SELECT (COUNT(*) AS ?n) {{ {EVERYTHING} }} #{number}-{random.random()}-")
    # Each from an address of its own, as the trusted proxy says: no limit for one client stops them all.
    requests = [
        f"GET {peer.path}?query={text}{turn} HTTP/1.1\r\nhost: x\r\nx-forwarded-for: 10.0.0.{number}\r\n\r\n"
        for turn in range(round(seconds / LIMIT) + 1)
    ]
    connection.sendall("".join(requests).encode())


def kills(rounds: int, writers: int) -> None:
    """End processes under write load."""
    with tempfile.TemporaryDirectory() as folder:
        found = kill_again_and_again(Path(folder), rounds, writers)
    print(f"{rounds} kills, {writers} writers: {found.acknowledged} of {found.tried} changes acknowledged, none lost")
    print(f"statuses: {sorted(found.statuses)}")
    for victim, pauses in found.pauses.items():
        print(
            f"{victim:<7} ready again after: median {statistics.median(pauses):.2f} s, worst {max(pauses):.2f} s,"
            f" best {min(pauses):.2f} s"
        )


def main(arguments: list[str] | None = None) -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=3)
    parser.add_argument("--attackers", type=int, default=12)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--writers", type=int, default=4)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "graph.nt"
        with data.open("w", encoding="utf-8") as out:
            out.writelines(generate(20_000))
        with ours(data, Path(name), **SETTINGS) as peer:
            meanwhile(peer, chosen.attackers, chosen.seconds)
            lateness(peer, chosen.tries)
    if chosen.kills:
        kills(chosen.kills, chosen.writers)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
