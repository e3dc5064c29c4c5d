"""What Prometheus is told: in its format, each name once and described, counts that add up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import httpx
import pytest

from tcgraph.http.metrics import Metrics
from tests.http.running import Running, empty_project, running

# https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details
SAMPLE = re.compile(
    r'([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? ([-+.0-9e]+|\+Inf|NaN)'
)


def samples(text: str) -> dict[tuple[str, str], float]:
    """Every sample by name and labels, its family declared once before it."""
    found: dict[tuple[str, str], float] = {}
    kinds: dict[str, str] = {}
    described: set[str] = set()
    assert text.endswith("\n")
    for line in text.splitlines():
        if line.startswith("# HELP "):
            described.add(line.split()[2])
            continue
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split()
            assert name in described
            assert name not in kinds
            kinds[name] = kind
            continue
        read = SAMPLE.fullmatch(line)
        assert read, line
        name, labels, value = read[1], read[2] or "", float(read[3])
        family = re.sub(r"_(bucket|sum|count)$", "", name) if name not in kinds else name
        assert family == list(kinds)[-1], f"{name} stands among the samples of another"
        assert kinds[family] != "counter" or name.endswith("_total")
        assert (name, labels) not in found
        found[name, labels] = value
    return found


def test_buckets_hold_all_below_their_bounds() -> None:
    metrics = Metrics()
    for seconds in (0.0005, 0.005, 0.02, 20):
        metrics.question("quick", seconds)
    found = samples(metrics.text('a"b\\c\nd', {"waiting": 3}, {"cache_hits_total": 5}))
    buckets = [value for (name, _), value in found.items() if name.endswith("_bucket")]
    assert buckets == [1, 2, 2, 3, 3, 3, 3, 3, 3, 4]
    assert all(one <= other for one, other in pairwise(buckets))
    assert found["tcgraph_question_seconds_count", 'lane="quick"'] == 4
    assert found["tcgraph_question_seconds_sum", 'lane="quick"'] == pytest.approx(20.0255)
    assert ("tcgraph_graph_info", r'version="a\"b\\c\nd"') in found
    assert found["tcgraph_waiting", ""] == 3


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root: Path = tmp_path_factory.mktemp("metrics")
    with running(empty_project(root / "p"), root / "s") as started:
        yield started


def test_every_request_is_counted_by_kind_and_status(up: Running) -> None:
    def counted() -> dict[tuple[str, str], float]:
        answer = httpx.get(f"{up.url}/metrics")
        assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
        return samples(answer.text)

    before = counted()
    paths = {
        "/sparql?query=ASK%7B%7D": "sparql", "/sparql?query=x": "sparql", "/rdf-graph-store?default": "store",
        "/api/queries": "api", "/feed": "feed", "/id/country/XXX": "data", "/ns.ttl": "data",
        "/id/country/XXX.ttl": "data", "/nowhere": "page", "/health": "operation", "/%00": "page",
    }  # fmt: skip
    expected: dict[tuple[str, str], float] = {}
    for path, route in paths.items():
        for _ in range(3):
            status = httpx.get(up.url + path).status_code
            key = ("tcgraph_requests_total", f'route="{route}",status="{status}"')
            expected[key] = expected.get(key, 0) + 1
    after = counted()
    expected["tcgraph_requests_total", 'route="operation",status="200"'] += 1  # that of the metrics themselves
    assert {key: after[key] - before.get(key, 0) for key in expected} == expected
    assert after["tcgraph_cache_hits_total", ""] > before["tcgraph_cache_hits_total", ""]
    assert after["process_resident_memory_bytes", ""] > 1 << 24
