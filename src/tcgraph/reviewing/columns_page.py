"""The pages that ask how a table is read, show what is read so, and ask what its status words mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from tcgraph.followup.examples.document_blocks import view_of
from tcgraph.followup.examples.kept_patterns import kept_patterns
from tcgraph.followup.examples.learning import Example
from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.layout.columns import Columns
from tcgraph.followup.layout.columns_given import ROLES, WrongColumns
from tcgraph.followup.layout.entry import Reply
from tcgraph.followup.layout.kept_columns import kept_columns, kept_statuses
from tcgraph.followup.layout.layout_headings import find_headings
from tcgraph.followup.naming.review_names import status_codes
from tcgraph.followup.project_engine import open_graph
from tcgraph.followup.tables import Sheet, TableFile, column_letters, read_tables
from tcgraph.pages.headers import HTML_HEADERS
from tcgraph.project import Project
from tcgraph.reviewing.review_page import site_files, static_files, statuses_of, template, words_of

_SHOWN: Final = 8
_MOST: Final = 600
"""Stretches of a document that are offered for an example, or rows that are shown of what is read."""
_WORDS: Final = 60
"""An example is found by its first words; so many tell it from every other stretch."""
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


def _stretches(file: TableFile) -> list[str]:
    """What may be asked or answered in a file, in its order: paragraphs, and the cells of tables one by one."""
    cells = view_of("cells", file) if file.loose and file.drawn else []
    lines = {block.place.location.line for block in cells}
    text = view_of("text", file if file.loose else file.as_text())
    both = [block for block in text if block.place.location.line not in lines] + cells
    return [block.text for block in (sorted(both, key=lambda block: block.place.location.line or 0) if cells else text)]


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
        self.stretches = _stretches(file)
        self._made: tuple[object, Draft] | None = None

    def draft(self) -> Draft:
        """The table as it reads with what was said so far; anew only where that, or the file, is otherwise by now."""
        said = self.source.stat().st_mtime_ns, {**self.given}, [*self.examples], {**self.statuses}
        if self._made is None or self._made[0] != said:
            file = read_tables(self.source)
            like = learn_rows(file, self.examples) if self.examples else None
            self._made = said, read_draft(self.project, file, self.cycle, self.given or None, self.statuses, like)
        return self._made[1]

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
    def is_told(self) -> bool:
        """Whether somebody said now how it is read."""
        return bool(self.given or self.examples)

    def example_of(self, form: Mapping[str, str]) -> Example | None:
        """What a form shows of one row, by words or by choosing a stretch; None where it shows none.

        Raises:
            ValueError: the same stretch is chosen for what was asked and for its answer.
        """
        at, answer_at = (form.get(name, "") for name in ("like-at", "answer-at"))
        asked = form.get("like", "").strip() or self._stretch(at)
        answer = form.get("answer", "").strip() or self._stretch(answer_at)
        if asked and asked == answer:
            raise ValueError(asked)
        return Example(asked, answer) if asked else None

    def _stretch(self, at: str) -> str:
        known = at.isdecimal() and int(at) < len(self.stretches)
        return " ".join(self.stretches[int(at)].split()[:_WORDS]) if known else ""

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

    async def go_on(_: Request | None = None) -> Response:
        draft = await run_in_threadpool(asking.draft)
        if unknown_words(draft, asking.meant):
            return RedirectResponse("/words", 303)
        done(await run_in_threadpool(asking.write))
        return RedirectResponse("/", 303)

    def ask(problem: str = "", form: Mapping[str, str] | None = None) -> Response:
        return _page(
            "columns.html",
            asking,
            language,
            columns=_table(asking) if len(asking.sheet.rows[0].cells) > 1 else [],
            stretches=asking.stretches[:_MOST],
            examples=asking.examples,
            form=form or {},
            problem=problem,
            status=422 if problem else 200,
        )

    async def first(_: Request) -> Response:
        if asking.is_told:
            return RedirectResponse("/read", 303)
        return await go_on() if asking.is_sure_of_columns else ask()

    async def columns(_: Request) -> Response:
        return ask()

    async def take_columns(request: Request) -> Response:
        form = await read_form(request)
        before = asking.given, asking.examples
        found: dict[str, list[str]] = {}
        for letter, role in form.items():
            if role in ROLES:
                found.setdefault(role, []).append(letter)
        words = words_of(language)
        try:
            shown = asking.example_of(form)
        except ValueError:
            return ask(words["example_same"], form)
        if shown is None and "ask" not in found:
            return ask(words["columns_need" if found else "example_need"], form)
        asking.given = {} if shown else found
        asking.examples = [*asking.examples, shown] if shown else []
        try:
            await run_in_threadpool(asking.draft)
        except TcgraphError as error:
            asking.given, asking.examples = before
            return ask(str(error), form)
        return RedirectResponse("/read", 303)

    async def read(_: Request) -> Response:
        if not asking.is_told:
            return RedirectResponse("/", 303)
        return _page("read.html", asking, language, **_read(await run_in_threadpool(asking.draft)))

    async def take_read(request: Request) -> Response:
        if "again" not in await read_form(request):
            return await go_on()
        asking.given, asking.examples = {}, []
        return RedirectResponse("/columns", 303)

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
            Route("/", first),
            Route("/columns", columns),
            Route("/columns", take_columns, methods=["POST"]),
            Route("/read", read),
            Route("/read", take_read, methods=["POST"]),
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


def _read(draft: Draft) -> dict[str, Any]:
    """What a draft has, as the page shows it: rows with what answers each, and what stands in none."""
    answers: dict[int, list[Reply]] = {}
    for reply in draft.reading.replies:
        answers.setdefault(id(reply.ask), []).append(reply)
    rows = [(ask, answers.get(id(ask), [])) for ask in draft.reading.asks]
    return {
        "rows": rows[:_MOST],
        "count": len(rows),
        "answered": sum(bool(replies) for _, replies in rows),
        "unread": [one.text for one in draft.unread][:_MOST],
        "left": len(draft.unread),
    }


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
