"""Which tests a change needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.quick import beside


@pytest.mark.parametrize(
    ("changed", "tests"),
    [
        ("src/tcgraph/turtle/reader.py", "tests/turtle/test_reader.py"),
        ("src/tcgraph/shacl/value_tests.py", "tests/shacl"),
        ("src/tcgraph/pages/charts/bars.py", "tests/pages"),
        ("shapes/general.ttl", "tests/test_shapes.py"),
        ("queries/answer/targets.rq", "tests/test_answers.py"),
        ("README.md", "tests/test_layers.py"),
    ],
)
def test_a_change_needs_the_tests_beside_it(changed: str, tests: str) -> None:
    assert beside([Path(changed)])[0] == tests
