"""Counts and durations for Prometheus (its text exposition format 0.0.4); no library needed for so few of them."""

from __future__ import annotations

import os
import resource
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import accumulate
from pathlib import Path

_BOUNDS = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0)


class Metrics:
    """What happened since the start."""

    def __init__(self) -> None:
        self._started = time.time()
        self._requests: Counter[tuple[str, int]] = Counter()
        self._buckets: dict[str, list[int]] = {}
        self._sums: dict[str, float] = {}

    def request(self, route: str, status: int) -> None:
        """Count a request; ``route`` is one of few, never a path that a client made up."""
        self._requests[route, status] += 1

    def question(self, lane: str, seconds: float) -> None:
        """Note how long a question took."""
        if lane not in self._buckets:
            self._buckets[lane], self._sums[lane] = [0] * (len(_BOUNDS) + 1), 0.0
        self._buckets[lane][bisect_left(_BOUNDS, seconds)] += 1
        self._sums[lane] += seconds

    def text(self, version: str, gauges: Mapping[str, float], counters: Mapping[str, float]) -> str:
        """Everything, as Prometheus reads it.

        Args:
            version: of the graph that is served.
            gauges: further values by name, as they are now.
            counters: further values by name that only grow.
        """
        lines = [*_head("tcgraph_graph_info", "gauge", "The version of the graph that is served.")]
        lines.append(f'tcgraph_graph_info{{version="{_escaped(version)}"}} 1')
        lines += _head("tcgraph_requests_total", "counter", "Requests by kind of address and status.")
        for (route, status), count in sorted(self._requests.items()):
            lines.append(f'tcgraph_requests_total{{route="{route}",status="{status}"}} {count}')
        lines += _head("tcgraph_question_seconds", "histogram", "How long questions took, by lane.")
        for lane, counts in sorted(self._buckets.items()):
            within = list(accumulate(counts))
            for bound, count in zip((*map(str, _BOUNDS), "+Inf"), within, strict=True):
                lines.append(f'tcgraph_question_seconds_bucket{{lane="{lane}",le="{bound}"}} {count}')
            lines.append(f'tcgraph_question_seconds_sum{{lane="{lane}"}} {self._sums[lane]:.6f}')
            lines.append(f'tcgraph_question_seconds_count{{lane="{lane}"}} {within[-1]}')
        for kind, values in (("counter", counters), ("gauge", gauges)):
            for name, value in sorted(values.items()):
                lines += _head(
                    f"tcgraph_{name}", kind, f"{name.removesuffix('_total').replace('_', ' ').capitalize()}."
                )
                lines.append(f"tcgraph_{name} {value}")
        return "\n".join([*lines, *self._process()]) + "\n"

    def _process(self) -> Iterator[str]:
        """The process that speaks HTTP, by the names that every exporter uses."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        yield from _head("process_start_time_seconds", "gauge", "When this process started, since the epoch.")
        yield f"process_start_time_seconds {self._started:.3f}"
        yield from _head("process_cpu_seconds_total", "counter", "Processor time that this process has used.")
        yield f"process_cpu_seconds_total {used.ru_utime + used.ru_stime:.3f}"
        try:
            resident = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
            opened = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 -- a Path for each would be thrown away
        except OSError:
            return
        yield from _head("process_resident_memory_bytes", "gauge", "Memory that this process holds.")
        yield f"process_resident_memory_bytes {resident}"
        yield from _head("process_open_fds", "gauge", "Descriptors that this process has open.")
        yield f"process_open_fds {opened}"


def _head(name: str, kind: str, told: str) -> Iterator[str]:
    yield f"# HELP {name} {told}"
    yield f"# TYPE {name} {kind}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
