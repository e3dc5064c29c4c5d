"""Counts and durations for Prometheus (its text exposition format 0.0.4); no library needed for four of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

_BOUNDS = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0)


class Metrics:
    """What happened since the start."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, int]] = Counter()
        self._buckets: dict[str, list[int]] = {}
        self._sums: dict[str, float] = {}

    def request(self, route: str, status: int) -> None:
        """Count a request; ``route`` is one of few, never a path that a client made up."""
        self._requests[route, status] += 1

    def question(self, lane: str, seconds: float) -> None:
        """Note how long a question took."""
        counts = self._buckets.setdefault(lane, [0] * (len(_BOUNDS) + 1))
        for place, bound in enumerate(_BOUNDS):
            counts[place] += seconds <= bound
        counts[-1] += 1
        self._sums[lane] = self._sums.get(lane, 0.0) + seconds

    def text(self, gauges: Mapping[str, float]) -> str:
        """Everything, as Prometheus reads it.

        Args:
            gauges: further values by name, as they are now.
        """
        lines = ["# TYPE tcgraph_requests_total counter"]
        for (route, status), count in sorted(self._requests.items()):
            lines.append(f'tcgraph_requests_total{{route="{route}",status="{status}"}} {count}')
        lines.append("# TYPE tcgraph_question_seconds histogram")
        for lane, counts in sorted(self._buckets.items()):
            for bound, count in zip((*map(str, _BOUNDS), "+Inf"), counts, strict=True):
                lines.append(f'tcgraph_question_seconds_bucket{{lane="{lane}",le="{bound}"}} {count}')
            lines.append(f'tcgraph_question_seconds_sum{{lane="{lane}"}} {self._sums[lane]:.6f}')
            lines.append(f'tcgraph_question_seconds_count{{lane="{lane}"}} {counts[-1]}')
        for name, value in sorted(gauges.items()):
            lines += [f"# TYPE tcgraph_{name} gauge", f"tcgraph_{name} {value}"]
        return "\n".join(lines) + "\n"
