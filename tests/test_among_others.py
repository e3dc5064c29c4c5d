"""What the questions answer does not change with what else is in the store, be it in the same vocabulary."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.engine import Engine
from tcgraph.queries import NamedQuery
from tcgraph.rdf import GraphFormat, NamedNode
from tcgraph.terms import GRAPH
from tests.bench.generate import generate
from tests.test_answers import FOLDER, answer, build, cases

OTHERWISE = {
    # What is asked for elsewhere has a number, actions and donors too, and is no recommendation.
    "/id/recommendation/": "/id/case/",
    "/ns#Recommendation>": "/ns#Need>",
    "/id/action/": "/id/deed/",
    "/id/observation/": "/id/deed-observation/",
    "/id/funding/": "/id/deed-funding/",
    "/id/country/": "/id/land/",
    # The questions about country programmes are about all of them.
    "/ns#CountryProgramme>": "/ns#Scheme>",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The shipped graph beside some thousand triples of other things."""
    others = "".join(generate(10_000, faults=0))
    for ours, theirs in OTHERWISE.items():
        others = others.replace(ours, theirs)
    file: Path = tmp_path_factory.mktemp("others") / "others.nt"
    file.write_text(others, encoding="utf-8")
    engine = build()
    engine.load(file, GraphFormat.N_TRIPLES, graph=NamedNode(GRAPH + "others"))
    return engine


@pytest.mark.parametrize("query", cases(), ids=lambda query: query.name)
def test_the_answer_is_the_same_among_other_things(engine: Engine, query: NamedQuery) -> None:
    assert answer(engine, query) == (FOLDER / f"{query.name}.csv").read_text(encoding="utf-8")
