"""Our validator and pySHACL say the same, on shapes and data drawn at random; where not, pySHACL's fault is shown."""

from __future__ import annotations

import logging
import re

from hypothesis import HealthCheck, assume, given, settings

from tcgraph.graph.validate import validate
from tests.graph.shacl.generated import engine_with, graphs, rows, shapes_graphs, shapes_of

Statement = tuple[str, str, str]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(shapes_graphs(sparql=False), graphs)
def test_generated_shapes(text: str, data: list[Statement]) -> None:
    engine, shapes = engine_with(data), shapes_of(text)
    assert rows(validate(engine, shapes)) == rows(validate(engine, shapes, validator="pyshacl"))
