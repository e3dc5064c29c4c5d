"""The benchmark graphs: right size, same bytes, faults only where asked for."""

from __future__ import annotations

import pytest

from tests.bench.generate import generate


@pytest.mark.parametrize("size", [10_000, 100_000])
def test_size_is_what_was_asked_for(size: int) -> None:
    lines = sum(part.count("\n") for part in generate(size))
    assert abs(lines - size) <= size * 0.02


def test_same_seed_same_bytes_and_faults_are_optional() -> None:
    assert list(generate(10_000)) == list(generate(10_000))
    assert list(generate(10_000)) != list(generate(10_000, seed=1))
    text = "".join(generate(10_000, faults=0))
    assert "status/done" not in text
    assert "October" not in text
    assert "status/done" in "".join(generate(10_000, faults=20))
