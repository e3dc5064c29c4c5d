"""The review file: a workbook in which a person checks a draft, corrects it and says what to take over."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tcgraph.engine import Engine
from tcgraph.followup.dates import names_no_day
from tcgraph.followup.draft import CONFIDENT, Draft, ProposedAction, slug
from tcgraph.followup.entry import Ask
from tcgraph.followup.fact_writer import short
from tcgraph.rdf import Literal
from tcgraph.terms import ID

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ACTIONS: Final = (
    ("key", "Proposal", 12),
    ("take", "Take over", 9),
    ("ask", "Responds to", 12),
    ("pairing", "Pairing", 10),
    ("alternatives", "Or to", 10),
    ("reason", "Why", 30),
    ("wording", "Original wording", 60),
    ("proposed", "Proposed status", 13),
    ("confidence", "Confidence", 11),
    ("basis", "Because of", 22),
    ("status", "Status", 12),
    ("same", "Reports again on", 16),
    ("label", "In a few words", 36),
    ("summary", "Summary", 50),
    ("agent", "Who", 26),
    ("mentions", "Names", 36),
    ("expected", "Expected by", 13),
    ("beside", "Also in the row", 30),
    ("place", "Read at", 24),
    ("start", "Start", 8),
    ("end", "End", 8),
    ("line", "Line", 8),
    ("ordinal", "Bullet", 8),
)
"""Columns of the sheet of actions: key, heading, width."""

ASKS: Final = (
    ("reference", "Number", 12),
    ("number", "Order", 8),
    ("wording", "Original wording", 60),
    ("label", "In a few words", 36),
    ("summary", "Summary", 50),
    ("addressee", "Addressed to", 24),
    ("theme", "Theme", 24),
    ("place", "Read at", 24),
    ("start", "Start", 8),
    ("end", "End", 8),
    ("line", "Line", 8),
)
"""Columns of the sheet of what was asked."""

_THEMES: Final = """
SELECT ?notation ?label WHERE { ?c skos:inScheme <https://w3id.org/tcgraph/vocab/theme> ; skos:notation ?notation ;
                                   skos:prefLabel ?label FILTER(LANG(?label) = "en") } ORDER BY ?notation"""


def write_review(path: Path, draft: Draft, engine: Engine, *, cycle: str | None) -> None:
    """Write the review file of a draft.

    Args:
        path: the workbook to write.
        draft: what to review.
        engine: the graph; themes are proposed from its scheme.
        cycle: the cycle the table reports to; None where the table is a document of its own.
    """
    from openpyxl import Workbook

    book = Workbook()
    front = book.active
    assert front is not None
    front.title = "Document"
    _front(front, draft, cycle)
    actions = book.create_sheet("Actions")
    # What the graph says of a thing it says in English first; another language's wording is no summary to start from.
    names, english = draft.names, draft.language == "en"
    _table(actions, ACTIONS, [_action(action, names, english) for action in draft.actions])
    _lists(actions)
    if cycle is None:
        themes = [
            (notation.value, label.value.lower())
            for notation, label in engine.select(_THEMES)
            if isinstance(notation, Literal) and isinstance(label, Literal)
        ]
        rows = [
            _ask(draft, ask, order, names, themes, english) for order, ask in enumerate(draft.reading.asks, start=1)
        ]
        _table(book.create_sheet("Asked"), ASKS, rows)
    findings = book.create_sheet("Findings")
    columns = (("level", "Level", 10), ("place", "Where", 40), ("message", "What", 90))
    rows = [
        {"level": str(f.level), "place": str(f.location or ""), "message": f.message}
        for f in sorted(draft.findings, key=lambda finding: finding.sort_key())
    ]
    _table(findings, columns, rows)
    book.save(path)


def _front(sheet: Worksheet, draft: Draft, cycle: str | None) -> None:
    rows = [
        ("File", draft.path.name, "The table that was read."),
        ("SHA-256", draft.sha256, "Its digest."),
        ("Cycle", cycle or "", "The reporting cycle; empty where the table is a document of its own."),
        ("Name", slug(draft.path.stem), "Short name of the graph that it becomes."),
        ("Symbol", "" if cycle else draft.path.stem, "The document's symbol; needed without a cycle."),
        ("Title", "" if cycle else draft.path.stem, "The document's title."),
        ("Date", "", "The day that what it reports holds for; needed without a cycle."),
        ("Body", "ilo" if cycle else "", "Code of the organisation that acts where a row names nobody."),
    ]
    sheet.append(
        ["Set on this sheet what the table itself does not say. On the sheet Actions, say yes or no in 'Take over'"]
    )
    sheet.append(
        ["and give every action that you take over its status. Nothing is taken over that you have not said yes to."]
    )
    for row in rows:
        sheet.append(list(row))
    for column, width in zip("ABC", (14, 60, 60), strict=True):
        sheet.column_dimensions[column].width = width


def _action(action: ProposedAction, names: Mapping[int, str], english: bool) -> dict[str, Any]:
    reply, ask = action.reply, action.reply.ask
    sure = action.confidence >= CONFIDENT and reply.reason != "repeated row"
    return {
        "key": action.key,
        "take": "no" if reply.reason == "repeated row" else "",
        "ask": names.get(id(ask), ""),
        "pairing": "stated" if reply.stated else "inferred",
        "alternatives": "; ".join(names.get(id(other), "") for other in reply.alternatives),
        "reason": reply.reason,
        "wording": action.wording,
        "proposed": action.status or "none",
        "confidence": action.confidence,
        "basis": action.basis,
        "status": action.status if sure else "",
        "same": action.same_as.action.value.removeprefix(f"{ID}action/") if action.same_as else "",
        "label": short(action.wording) if english else "",
        "summary": action.wording if english else "",
        "agent": "; ".join(agent.value.rpartition("/")[2] for agent in action.agents),
        "mentions": "; ".join(mention.thing.value.removeprefix(ID) for mention in action.mentions),
        "expected": "" if names_no_day(reply.due_text) else reply.due_text,
        "beside": "; ".join(filter(None, (f"who: {reply.agent_text}" if reply.agent_text else "", reply.beside))),
        "place": reply.pieces[0].place.words,
        "start": action.span.start,
        "end": action.span.end,
        "line": action.span.line,
        "ordinal": int(action.key.split("-")[-2]),
    }


def _ask(
    draft: Draft, ask: Ask, order: int, names: Mapping[int, str], themes: list[tuple[str, str]], english: bool
) -> dict[str, Any]:
    span = draft.ask_spans[id(ask)]
    words = ask.text.lower()
    fitting = [notation for notation, label in themes if label in words]
    return {
        "reference": names.get(id(ask), ""),
        "number": order,
        "wording": ask.text,
        "label": short(ask.text) if english else "",
        "summary": ask.text if english else "",
        "addressee": "",
        "theme": "; ".join(fitting[:3]),
        "place": ask.pieces[0].place.words,
        "start": span.start,
        "end": span.end,
        "line": span.line,
    }


def _table(sheet: Worksheet, columns: tuple[tuple[str, str, int], ...], rows: list[dict[str, Any]]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    wrapped = Alignment(wrap_text=True, vertical="top")
    for index, (_, heading, width) in enumerate(columns, start=1):
        sheet.cell(1, index, heading).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(index)].width = width
    for number, row in enumerate(rows, start=2):
        for index, (key, _, _) in enumerate(columns, start=1):
            cell = sheet.cell(number, index)
            value = row[key]
            cell.value = value
            if isinstance(value, str):
                # A cell that starts with "=" in somebody's table is text, not a formula to run here.
                cell.data_type = "s" if value else "n"
                cell.alignment = wrapped
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(2, len(rows) + 1)}"


def _lists(sheet: Worksheet) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    keys = [key for key, _, _ in ACTIONS]
    for key, choices in (
        ("take", "yes,no"),
        ("status", "taken,under-way,planned,standing"),
        ("pairing", "stated,inferred"),
    ):
        rule = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
        letter = get_column_letter(keys.index(key) + 1)
        rule.add(f"{letter}2:{letter}{max(2, sheet.max_row)}")
        sheet.add_data_validation(rule)
