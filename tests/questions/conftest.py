"""The shipped graph, and questions in words about it, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.engine.protocol import Row
from tcgraph.project import Project
from tcgraph.queries import read_queries
from tcgraph.questions.in_words.answering import QuestionInterpreter

Select = Callable[[str], list[Row]]

if TYPE_CHECKING:
    from tests.questions.statements import Statements


@pytest.fixture(scope="session")
def select(shipped: EmbeddedEngine) -> Select:
    """Asks the shipped graph, and remembers."""
    remembered: dict[str, list[Row]] = {}

    def rows(text: str) -> list[Row]:
        if text not in remembered:
            remembered[text] = list(shipped.select(shipped.searched(text)))
        return remembered[text]

    return rows


@pytest.fixture(scope="session")
def asking(project: Project, select: Select) -> QuestionInterpreter:
    """Questions in words about the shipped graph."""
    return QuestionInterpreter(read_queries(project.queries), project.queries, select)


@pytest.fixture(scope="session")
def statements(select: Select) -> Statements:
    """The same graph, to be filtered in plain Python."""
    from tests.questions.statements import Statements

    return Statements(select)
