"""Documents as other bodies publish them, where a copy lies beside the repository: none of them was made for it.

What each holds is counted here from the file by python-docx alone, and compared with what was read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import docx
import pytest

from tcgraph.engine import Engine
from tcgraph.followup.drafts.draft import Draft, make_draft
from tests.conftest import SHARED, mostly_at_size

TABLES = SHARED / "real" / "tables"
LISTS = {
    "UPR20__Slovenia_ThematicListRecommendations_E.docx": 163,
    "UPR34_Slovenia_Thematic_list_of_Recommendations.docx": 215,
    "upr48-slovenia-thematic-list-of-recommendatio.docx": 254,
}
COUNCIL = "CL128-INF-7-en.docx"


@dataclass
class Row:
    """What a line of the list says by itself."""

    number: str
    words: str
    position: str
    theme: str


def published(name: str) -> Path:
    path = TABLES / name
    if not path.is_file():
        pytest.skip(f"needs {name} in ../shared/real/tables")
    return path


@pytest.fixture(scope="module")
def drafted(graph: Engine) -> Callable[[str], Draft]:
    """Drafts one of them, once for all tests."""
    return cache(lambda name: make_draft(published(name), graph))


def tidy(text: str) -> str:
    return " ".join(text.split())


def rows_of(path: Path) -> list[Row]:
    found: list[Row] = []
    theme = ""
    for row in docx.Document(str(path)).tables[0].rows[1:]:
        cells = [tidy(cell.text) for cell in row.cells]
        if len(set(cells)) == 1:
            theme = cells[0]
        elif (asked := re.match(r"([\d.]+\d)\.?\s+(.+)", cells[0])) is not None:
            found.append(Row(asked[1], asked[2], cells[1], theme))
    return found


@pytest.mark.parametrize("name", mostly_at_size(LISTS))
def test_a_thematic_list_is_read_row_by_row_with_position_and_theme(name: str, drafted: Callable[[str], Draft]) -> None:
    rows = rows_of(published(name))
    assert len(rows) == LISTS[name]
    draft = drafted(name)
    asks = draft.reading.asks
    assert [ask.reference for ask in asks] == [row.number for row in rows]
    for ask, row in zip(asks, rows, strict=True):
        assert tidy(ask.text) == row.words
        assert ask.section == row.theme
        said = [reply.text for reply in draft.reading.replies if reply.ask is ask]
        assert row.position in f"{ask.beside} {' '.join(said)}"


@pytest.mark.parametrize("name", mostly_at_size(LISTS))
def test_no_position_is_taken_for_progress_and_no_list_of_themes_for_an_answer(
    name: str, drafted: Callable[[str], Draft]
) -> None:
    draft = drafted(name)
    assert {action.status for action in draft.actions if action.confidence >= 0.75} <= {"rejected"}
    assert not [one for one in draft.findings if one.rule == "columns" and one.level.name == "WARNING"]


def test_a_councils_decisions_have_their_answers_and_the_topic_above_them(drafted: Callable[[str], Draft]) -> None:
    table = docx.Document(str(published(COUNCIL))).tables[0]
    pairs = [(tidy(row.cells[0].text), tidy(row.cells[1].text)) for row in table.rows[1:] if tidy(row.cells[1].text)]
    draft = drafted(COUNCIL)
    read = [(tidy(reply.ask.text), tidy(reply.text)) for reply in draft.reading.replies if reply.ask is not None]
    assert [asked for asked, _ in read] == [asked for asked, _ in pairs]
    assert [told for _, told in read] == [told for _, told in pairs]
    assert all(ask.section for ask in draft.reading.asks)
    assert not [one for one in draft.findings if one.rule == "title" and one.level.name == "WARNING"]


@pytest.mark.parametrize("name", [*mostly_at_size(LISTS), COUNCIL])
def test_every_cell_is_in_a_row_or_among_what_was_not_read(name: str, drafted: Callable[[str], Draft]) -> None:
    kept = _said(drafted(name))
    for row in docx.Document(str(published(name))).tables[0].rows:
        for cell in row.cells:
            assert _words(cell.text) in kept


def _words(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip()


def _said(draft: Draft) -> str:
    asks, replies = draft.reading.asks, draft.reading.replies
    texts = [f"{ask.reference} {ask.text} {ask.beside} {ask.section}" for ask in asks]
    texts += [f"{reply.text} {reply.status_text} {reply.beside}" for reply in replies]
    texts += [one.text for one in draft.unread]
    texts += [heading for columns in draft.reading.columns for heading in columns.headings]
    return _words(" | ".join(texts))
