"""What made a row: the query asked again for what it goes through has the same rows; parts are cited, not wholes."""

from __future__ import annotations

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.project import Project
from tcgraph.queries import read_queries
from tcgraph.questions.grounds import places, widened

TC = "PREFIX tc: <https://w3id.org/tcgraph/ns#>\n"


def test_every_row_is_made_by_something_that_the_wider_query_finds(project: Project, shipped: EmbeddedEngine) -> None:
    asked = 0
    for query in read_queries(project.queries).of_kind("answer"):
        if any(parameter.required for parameter in query.parameters):
            continue
        text = query.bind({})
        wide = widened(text)
        if wide is None:
            continue
        keys, wider = wide
        solutions = shipped.select(text)
        at = [solutions.variables.index(key) for key in keys]
        rows = {tuple(row[i] for i in at) for row in solutions}
        found = [row[: len(keys)] for row in shipped.select(wider)]
        assert rows <= set(found) or len(found) == 4000, query.name
        asked += 1
    assert asked > 30


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        # Through a path, through a subquery that keeps the action to itself, and of what is asked itself.
        ("SELECT ?n { ?r tc:number ?n ; ^tc:addresses/tc:hasObservation/tc:status ?s FILTER(?n = 9) }", "right column"),
        ("SELECT ?n { { SELECT DISTINCT ?r { ?a tc:addresses ?r } } ?r tc:number ?n FILTER(?n = 9) }", "right column"),
        ("SELECT ?n (COUNT(?a) AS ?c) { ?a tc:addresses/tc:number ?n FILTER(?n = 9) } GROUP BY ?n", "right column"),
        ("SELECT ?n { ?r a tc:Recommendation ; tc:number ?n FILTER(?n = 9) }", "left column"),
        ("SELECT ?e { ?e tc:elementOf/tc:number 9 }", "left column"),
        # What must not be is nothing that a row stands on.
        ("SELECT ?n { ?r a tc:Recommendation ; tc:number ?n MINUS { ?a tc:answers ?r } } ORDER BY ?n", "left column"),
    ],
)  # fmt: skip
def test_a_row_stands_on_parts_before_wholes(shipped: EmbeddedEngine, text: str, cell: str) -> None:
    solutions = shipped.select(TC + text)
    rows = list(solutions)
    (told, *_) = places(lambda query: list(shipped.select(query)), TC + text, solutions.variables, rows)
    where = [one for each in told.values() for one in each]
    assert where
    assert all(cell in one for one in where)


def test_what_everything_made_is_told_in_no_cell(project: Project, shipped: EmbeddedEngine) -> None:
    text = read_queries(project.queries)["reports-made"].bind({})
    solutions = shipped.select(text)
    assert places(lambda query: list(shipped.select(query)), text, solutions.variables, list(solutions)) == [{}]
