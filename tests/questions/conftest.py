"""The shipped graph, and questions in words about it, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.engine.protocol import Row
from tcgraph.owl.reason import reason
from tcgraph.project import Project, Role
from tcgraph.publish.project_graph import load_project
from tcgraph.queries import read_queries
from tcgraph.questions.asking import Asking

Select = Callable[[str], list[Row]]


@pytest.fixture(scope="session")
def select(project: Project) -> Select:
    """Asks the shipped graph, and remembers."""
    engine = EmbeddedEngine()
    load_project(engine, project, roles=(Role.ONTOLOGY, Role.DATA))
    reason(engine)
    remembered: dict[str, list[Row]] = {}

    def rows(text: str) -> list[Row]:
        if text not in remembered:
            remembered[text] = list(engine.select(engine.searched(text)))
        return remembered[text]

    return rows


@pytest.fixture(scope="session")
def asking(project: Project, select: Select) -> Asking:
    """Questions in words about the shipped graph."""
    return Asking(read_queries(project.queries), project.queries, select)
