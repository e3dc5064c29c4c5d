"""Our validator and pySHACL say the same, on shapes and data drawn at random; what pySHACL gets wrong is left out.

Its faults are in ``test_pyshacl_faults.py``, each with the case that shows it.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings

from tcgraph.shacl.validate import validate
from tests.shacl.generated import (
    engine_with,
    graphs,
    graphs_with_blank_nodes,
    rows,
    shapes_graphs,
    shapes_of,
)

pytestmark = pytest.mark.at_size

Statement = tuple[str, str, str]
FAULTY = ("inversePath ( ex:p", "sh:lessThan", "sh:maxExclusive", "sh:minInclusive")


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=150, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(shapes_graphs(), graphs_with_blank_nodes)
def test_core(text: str, data: list[Statement]) -> None:
    assume(not any(mark in text for mark in FAULTY))
    engine, shapes = engine_with(data), shapes_of(text)
    assert rows(validate(engine, shapes)) == rows(validate(engine, shapes, validator="pyshacl"))


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=30, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(shapes_graphs(sparql=True), graphs)
def test_sparql(text: str, data: list[Statement]) -> None:
    assume("sh:sparql" in text and not any(mark in text for mark in FAULTY))
    engine, shapes = engine_with(data), shapes_of(text)
    assert rows(validate(engine, shapes)) == rows(validate(engine, shapes, validator="pyshacl"))
