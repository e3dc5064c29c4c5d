"""Which limit a question met is told in words of that limit."""

from __future__ import annotations

import pytest

from tcgraph.server.limits import LimitReached, Limits

LIMITS = Limits(seconds=2, memory_mb=64, queue=3, queue_seconds=1)


@pytest.mark.parametrize(
    ("took", "evicted", "limit", "says"),
    [
        (2.01, False, "time", "longer than 2 seconds"),
        (1.996, False, "time", "longer than 2 seconds"),
        (1.9, False, "memory", "more than 64 MB"),
        (0.1, True, "busy", "too many long questions"),
        (9.0, True, "busy", "too many long questions"),
    ],
)
def test_a_worker_that_ended_met_a_limit(took: float, evicted: bool, limit: str, says: str) -> None:
    met = LIMITS.met(took, evicted=evicted)
    assert (met.limit, says in str(met)) == (limit, True)


def test_as_many_may_wait_as_the_queue_is_long() -> None:
    LIMITS.admit(2, closing=False)
    with pytest.raises(LimitReached) as refused:
        LIMITS.admit(3, closing=False)
    assert refused.value.limit == "busy"


def test_nothing_comes_in_while_the_server_closes() -> None:
    with pytest.raises(LimitReached) as refused:
        LIMITS.admit(0, closing=True)
    assert refused.value.limit == "closing"
