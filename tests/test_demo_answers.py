"""Questions about what no office has reported yet, answered on the invented data; all others answer as without it.

After a wanted change ``python -m tests.test_demo_answers`` writes the files anew; read the difference.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tcgraph.engine import Engine
from tcgraph.project import Project, open_project
from tcgraph.publish.expected_answers import reasoned
from tcgraph.queries import NamedQuery
from tests.test_answers import ROOT, answer, cases

FOLDER = Path(__file__).parent / "queries" / "demo"
MORE_THAN_A_HEADER = (
    "appraisal-sheet",
    "country-programme-share",
    "country-programmes",
    "donor-agreements",
    "forward-planning",
    "fundamental-conventions",
    "global-compact-projects",
    "good-practices",
    "master-plan",
    "needs-and-practices",
    "programme-results",
    "programmes-by-region",
    "public-private-partnerships",
    "ratification-coverage",
    "ratified-by",
    "region-share",
    "regional-projects",
    "supervisory-comments",
    "tripartite-balance",
)
"""The questions that the invented data answers."""

VALUES: dict[str, dict[str, str]] = {"fundamental-conventions": {"country": "XDA", "asOf": "2008-12-01"}}
EARLIER = ("country-programmes", "programmes-by-region", "tripartite-balance", "donor-agreements")
"""Questions asked once more with what was known at the end of 2007."""


def build() -> Engine:
    """The shipped graph with the invented data, reasoned over."""
    return reasoned(replace(open_project(ROOT), demo=True))


def asked() -> list[tuple[str, NamedQuery, dict[str, str]]]:
    """Each file with the question and values that fill it."""
    by_name = {query.name: query for query in cases()}
    now = [(name, by_name[name], VALUES.get(name, {})) for name in MORE_THAN_A_HEADER]
    return now + [(f"{name}-2007", by_name[name], {"asOf": "2007-12-31"}) for name in EARLIER]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return build()


@pytest.mark.parametrize(
    ("file", "query", "values"), asked(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_the_answer_is_the_one_that_was_read(
    engine: Engine, file: str, query: NamedQuery, values: dict[str, str]
) -> None:
    found = answer(engine, query, values)
    assert len(found.splitlines()) > 1
    assert found == (FOLDER / f"{file}.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("query", cases(), ids=lambda query: query.name)
def test_what_the_document_says_stays_the_same(engine: Engine, query: NamedQuery) -> None:
    if query.name in (*MORE_THAN_A_HEADER, "find"):
        pytest.skip("the invented data answers too, and says of each thing that it is invented")
    assert answer(engine, query) == (FOLDER.parent / f"{query.name}.csv").read_text(encoding="utf-8")


def test_every_question_has_an_answer_somewhere(project: Project) -> None:
    headers = [path.stem for path in FOLDER.parent.glob("*.csv") if len(path.read_text().splitlines()) == 1]
    assert set(headers) - {"status-changes"} <= set(MORE_THAN_A_HEADER)


def main(names: list[str]) -> None:
    """Write the answers named, or all."""
    graph = build()
    FOLDER.mkdir(exist_ok=True)
    for file, query, values in asked():
        if not names or file in names:
            (FOLDER / f"{file}.csv").write_text(answer(graph, query, values), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
