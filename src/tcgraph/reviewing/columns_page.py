"""The page that asks what a table's columns hold, and what its status words mean, where reading does not tell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route

from tcgraph.errors import TcgraphError
from tcgraph.followup.drafts.draft import Draft
from tcgraph.followup.drafts.draft_findings import unknown_words
from tcgraph.followup.drafts.drafting import draft_into, read_draft
from tcgraph.followup.examples.by_example import learn_rows
from tcgraph.followup.examples.kept_patterns import kept_patterns
from tcgraph.followup.examples.learning import Example
from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.layout.columns import Columns
from tcgraph.followup.layout.columns_given import ROLES, WrongColumns
from tcgraph.followup.layout.kept_columns import kept_columns, kept_statuses
from tcgraph.followup.layout.layout_headings import find_headings
from tcgraph.followup.naming.review_names import status_codes
from tcgraph.followup.project_engine import open_graph
from tcgraph.followup.tables import Sheet, column_letters, read_tables
from tcgraph.pages.headers import HTML_HEADERS
from tcgraph.project import Project
from tcgraph.reviewing.review_page import site_files, static_files, statuses_of, template, words_of

_SHOWN: Final = 8
_PROSE: Final = 60
"""A column whose cells are this long on average holds sentences."""


def is_unsure(draft: Draft, sheet: Sheet) -> bool:
    """Whether a person should say what a table's columns hold: sentences stand in one that nothing is read from."""
    found = find_headings(sheet)
    if found is None or not draft.reading.columns:
        return True
    first, columns = found
    for index in columns.others:
        cells = [row.texts[index] for row in sheet.rows[first:] if index < len(row.cells) and row.texts[index]]
        if len(cells) > len(sheet.rows) // 2 and sum(map(len, cells)) > _PROSE * len(cells):
            return True
    return False


class UnclearTable:
    """A table of which something is to be said before it can be drafted.

    Args:
        source: the table.
        folder: where its draft goes.
        project: the project.
        cycle: the cycle that it reports to, if it does.
    """

    def __init__(self, source: Path, folder: Path, project: Project, cycle: str | None) -> None:
        self.source, self.folder, self.project, self.cycle = source, folder, project, cycle
        self.given: dict[str, list[str]] = {}
        self.statuses: dict[str, str] = {}
        self.examples: list[Example] = []
        file = read_tables(source)
        self.kept = kept_columns(project, file) or kept_patterns(project, file)
        self.sheet = max(file.sheets, key=lambda sheet: len(sheet.rows))

    def draft(self) -> Draft:
        """The table as it reads with what was said so far."""
        like = learn_rows(read_tables(self.source), self.examples) if self.examples else None
        return read_draft(self.project, self.source, self.cycle, self.given or None, self.statuses, like)

    @property
    def meant(self) -> dict[str, str]:
        """What status words mean, as somebody said before or now."""
        return {**kept_statuses(self.project), **self.statuses}

    @property
    def is_sure_of_columns(self) -> bool:
        """Whether somebody said what the columns hold, or their headings leave no doubt."""
        try:
            return bool(self.given or self.kept or self.examples) or not is_unsure(self.draft(), self.sheet)
        except TcgraphError:
            return False

    @property
    def is_needed(self) -> bool:
        """Whether anything has to be asked."""
        return not self.is_sure_of_columns or bool(unknown_words(self.draft(), self.meant))

    def write(self) -> Path:
        """Write the draft, and keep what was said.

        Returns:
            The review's workbook.
        """
        made = draft_into(
            self.project,
            self.source,
            self.folder,
            cycle=self.cycle,
            given=self.given or None,
            statuses=self.statuses or None,
            examples=self.examples,
        )
        return made.review


def make_asking_app(asking: UnclearTable, language: str, done: Callable[[Path], None]) -> Starlette:
    """The application that asks about a table until it can be drafted.

    Args:
        asking: the table.
        language: of the page.
        done: takes the review's workbook; the next request is answered by the review's page.
    """

    async def go_on(_: Request) -> Response:
        draft = await run_in_threadpool(asking.draft)
        if unknown_words(draft, asking.meant):
            return RedirectResponse("/words", 303)
        done(await run_in_threadpool(asking.write))
        return RedirectResponse("/", 303)

    async def columns(request: Request) -> Response:
        if asking.is_sure_of_columns:
            return await go_on(request)
        return _page("columns.html", asking, language, columns=_table(asking))

    async def take_columns(request: Request) -> Response:
        form = await read_form(request)
        found: dict[str, list[str]] = {}
        for letter, role in form.items():
            if role in ROLES:
                found.setdefault(role, []).append(letter)
        shown = form.get("like", "").strip()
        asking.examples = [Example(shown, form.get("answer", "").strip())] if shown else []
        problem = "" if shown or "ask" in found else words_of(language)["columns_need"]
        asking.given = found if not problem and not shown else {}
        try:
            if not problem:
                return await go_on(request)
        except TcgraphError as error:
            problem, asking.examples = str(error), []
        return _page("columns.html", asking, language, columns=_table(asking), problem=problem, status=422)

    async def words(_: Request) -> Response:
        draft = await run_in_threadpool(asking.draft)
        return _page("words.html", asking, language, unknown=[word for word, _ in unknown_words(draft, asking.meant)])

    async def take_words(request: Request) -> Response:
        form = await read_form(request)
        known = status_codes(open_graph(asking.project))
        asking.statuses = {plain_words(word): status for word, status in form.items() if status in known}
        done(await run_in_threadpool(asking.write))
        return RedirectResponse("/", 303)

    return Starlette(
        routes=[
            Route("/", columns),
            Route("/columns", take_columns, methods=["POST"]),
            Route("/words", words),
            Route("/words", take_words, methods=["POST"]),
            Mount("/site", site_files()),
            Mount("/static", static_files()),
        ]
    )


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a small form."""
    body = await request.body()
    return {name: values[-1] for name, values in parse_qs(body.decode(), max_num_fields=500).items()}


def _table(asking: UnclearTable) -> list[dict[str, Any]]:
    """Each column of the table's largest sheet, as the page shows it: its letter, heading, first cells, likely role."""
    sheet = asking.sheet
    try:
        found = find_headings(sheet, asking.given or None)
    except WrongColumns:
        found = None
    first, columns = found if found is not None else (1, None)
    headings = columns.headings if columns is not None else sheet.rows[0].texts
    roles = {letter: role for role, letters in asking.given.items() for letter in letters} or _roles(columns)
    return [
        {
            "letter": column_letters(index),
            "heading": heading,
            "role": roles.get(column_letters(index), ""),
            "cells": [row.texts[index] if index < len(row.cells) else "" for row in sheet.rows[first : first + _SHOWN]],
        }
        for index, heading in enumerate(headings)
    ]


def _roles(columns: Columns | None) -> dict[str, str]:
    if columns is None:
        return {}
    one = {"ask": columns.ask, "number": columns.number, "status": columns.status, "agent": columns.agent}
    found = {column_letters(index): "reply" for index in columns.replies}
    found |= {column_letters(index): "due" for index in columns.due}
    return found | {column_letters(index): role for role, index in one.items() if index is not None}


def _page(name: str, asking: UnclearTable, language: str, status: int = 200, **values: Any) -> Response:
    words = words_of(language)
    given = {"problem": "", "statuses": statuses_of(asking.project, language), "roles": ROLES, **values}
    html = template(name).render(t=words, language=language, name=asking.source.name, **given)
    return Response(html, status, {**HTML_HEADERS, "Cache-Control": "no-store"}, "text/html")
