"""The review file: a workbook in which a person checks a draft, corrects it and says what to take over."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tcgraph.about import About
from tcgraph.engine import Engine
from tcgraph.followup.cycles import cycle_named
from tcgraph.followup.drafts.draft import Draft, ProposedAction
from tcgraph.followup.drafts.footnotes import with_notes
from tcgraph.followup.drafts.front import FrontMatter, symbol_of
from tcgraph.followup.drafts.remarks import in_language
from tcgraph.followup.drafts.review_words import ANSWERED, HOW_TO, said
from tcgraph.followup.drafts.terms_told import expected
from tcgraph.followup.fact_writer import short
from tcgraph.followup.folded_text import plain_words, slug
from tcgraph.followup.layout.column_words import is_limit
from tcgraph.followup.layout.entry import AskedItem
from tcgraph.followup.naming.entities import Stranger
from tcgraph.followup.naming.name_words import ORGANISATION
from tcgraph.followup.naming.new_names import CHOICES, NewName, usual_kind
from tcgraph.followup.naming.review_names import CODED, ReviewNames, also_names, codes_of, named_in, status_codes
from tcgraph.followup.naming.who_acts import READ
from tcgraph.followup.wording.status_wording import CONFIDENT
from tcgraph.rdf import Literal, NamedNode

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

ACTIONS: Final = (
    ("key", "Proposal", 12),
    ("take", "Take over", 9),
    ("ask", "Responds to", 12),
    ("pairing", "Pairing", 10),
    ("alternatives", "Or to", 10),
    ("reason", "Why", 30),
    ("beside_ask", "Read beside", 12),
    ("wording", "Original wording", 60),
    ("proposed", "Proposed status", 13),
    ("confidence", "Confidence", 11),
    ("basis", "Because of", 22),
    ("status", "Status", 12),
    ("same", "Reports again on", 16),
    ("earlier", "Reported before", 40),
    ("label", "In a few words", 36),
    ("summary", "Summary", 50),
    ("agent", "Who", 26),
    ("mentions", "Names", 36),
    ("expected", "Expected by", 13),
    ("payer", "Who pays", 26),
    ("amount", "Amount", 16),
    ("sure", "How sure", 10),
    ("condition", "On condition", 30),
    ("role", "Countries' part", 16),
    ("beside", "Also in the row", 30),
    ("note", "Note", 30),
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
    ("section", "Section", 24),
    ("mentions", "Names", 30),
    ("beside", "Also in the row", 40),
    ("place", "Read at", 24),
    ("start", "Start", 8),
    ("end", "End", 8),
    ("line", "Line", 8),
)
"""Columns of the sheet of what was asked."""

BODIES: Final = (
    ("said", "Said in the table", 40),
    ("code", "Code", 20),
    ("name", "Name", 50),
    ("short", "Acronym", 14),
    ("kind", "Kind", 22),
    ("guess", "Kind by its name", 22),
    ("proposed", "Proposed as", 16),
    ("as", "Create as", 16),
    ("times", "Named", 8),
    ("place", "Read at", 24),
)
"""Columns of the sheet of names that the graph does not know.

A row counts once it says what to create; a body also once it has a code and a kind.
"""

FINDINGS: Final = (("level", "Level", 12), ("place", "Where", 40), ("message", "What", 90))
UNREAD: Final = (("place", "Where", 40), ("why", "What it is taken for", 30), ("message", "Words", 100))

_COUNTED: Final = re.compile(r"^\W*\d{1,4}[a-z]?\s*[.):–-]\s+(?=\w)")
"""The number before the short name of what was asked; it has a column of its own."""
_ACTS_MOST: Final = """SELECT ?body WHERE { ?action tc:agent|tc:inferredAgent ?body }
GROUP BY ?body ORDER BY DESC(COUNT(?action)) ?body LIMIT 1"""
_THEMES: Final = """
SELECT ?code ?label WHERE {
  ?c skos:inScheme <https://w3id.org/tcgraph/vocab/theme> ; skos:notation ?code ; skos:prefLabel|skos:altLabel ?label
} ORDER BY ?code ?label"""


def write_review(path: Path, draft: Draft, engine: Engine, *, cycle: str | None, own: About | None = None) -> None:
    """Write the review file of a draft.

    Args:
        path: the workbook to write.
        draft: what to review.
        engine: the graph; themes are proposed from its scheme.
        cycle: the cycle the table reports to; None where the table is a document of its own.
        own: who and what the project is about, where its follow-up is to be made from this table.
    """
    from openpyxl import Workbook

    book, language = Workbook(), draft.language
    front = book.active
    assert front is not None
    front.title = said("Document", language)
    _front(front, draft, cycle, _usual_body(engine), own)
    names = draft.names
    named = {key: named_in(engine, scheme, language) for key, scheme in CODED.items()}

    def by_name(row: dict[str, Any]) -> dict[str, Any]:
        return {key: named.get(key, {}).get(value, value) for key, value in row.items()}

    def called(key: str, codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(named[key].get(code, code) for code in codes)

    told = with_notes(draft)
    as_of = cycle_named(engine, cycle).as_of if cycle else draft.front.day
    rows = [by_name(_action(one, names, language, named["status"], told[one.key], as_of)) for one in draft.actions]
    actions = _sheet(book, "Actions", ACTIONS, rows, language)
    kinds = tuple(sorted(ReviewNames(engine).kinds))
    statuses = (*called("status", status_codes(engine)), said(ANSWERED, language))
    choices = {"take": (said("yes", language), said("no", language)), "status": statuses}
    choices |= {"pairing": called("pairing", ("stated", "inferred"))}
    choices |= {"sure": called("sure", ("stated", "hedged")), "role": called("role", codes_of(engine, "role"))}
    lists = _Lists(book, language)
    for key, values in choices.items():
        lists.offer(actions, ACTIONS, key, values)
    if cycle is None:
        _asked(book, draft, engine, lists)
    rows = [by_name(_new_name(one, kinds)) for one in draft.new_names]
    if own and own.body:
        followed_up = _new_name(NewName(own.body, own.body, "", ORGANISATION, 1, ""), kinds)
        rows.insert(0, by_name(followed_up | {"code": own.body_iri.rpartition("/")[2]}))
    bodies = _sheet(book, "New bodies", BODIES, rows, language)
    lists.offer(bodies, BODIES, "kind", called("kind", kinds))
    lists.offer(bodies, BODIES, "as", tuple(said(one, language) for one in CHOICES))
    found = sorted(draft.findings, key=lambda finding: finding.sort_key())
    told_of = [{"level": one.level, "place": one.location or "", "message": one.message} for one in found]
    rows = [{key: in_language(str(value), language) for key, value in row.items()} for row in told_of]
    _sheet(book, "Findings", FINDINGS, rows, language)
    rows = [
        {"place": in_language(one.place.words, language), "why": in_language(one.why, language), "message": one.text}
        for one in draft.unread
    ]
    _sheet(book, "Not read", UNREAD, rows, language)
    book.save(path)


def _asked(book: Workbook, draft: Draft, engine: Engine, lists: _Lists) -> None:
    """The sheet of what was asked, of a table that is a document of its own."""
    terms = engine.select(_THEMES)
    scheme = [(code.value, label) for code, label in terms if isinstance(code, Literal) and isinstance(label, Literal)]
    themes = [
        (notation, re.compile(rf"\b{re.escape(plain_words(label.value))}\b"))
        for notation, label in scheme
        if label.language == draft.language  # no "formation" is in another language's "information"
    ]
    rows = [_ask(draft, ask, order, draft.names, themes) for order, ask in enumerate(draft.reading.asks, start=1)]
    if 2 * len({row["section"] for row in rows}) > len(rows):
        for row in rows:
            row["section"] = ""  # a title over nearly every row divides nothing
    sheet = _sheet(book, "Asked", ASKS, rows, draft.language)
    lists.offer(sheet, ASKS, "theme", tuple(dict.fromkeys(notation for notation, _ in scheme)), only=False)


def _usual_body(engine: Engine) -> str:
    """Who acts most often in what the graph has already."""
    found = next(iter(engine.select(_ACTS_MOST)), None)
    return str(found[0].value).rpartition("/")[2] if found is not None and isinstance(found[0], NamedNode) else ""


def _front(sheet: Worksheet, draft: Draft, cycle: str | None, usual: str, own: About | None) -> None:
    front = FrontMatter("", "", None) if cycle else draft.front
    symbol = "" if cycle else symbol_of(front, own) or draft.path.stem
    name, body = (own.code, own.body) if own else (slug(draft.path.stem), usual if cycle else "")
    rows = [
        ("File", draft.path.name, "The table that was read."),
        ("SHA-256", draft.sha256, "Its digest."),
        ("Language", draft.language, "What 'In a few words' and 'Summary' are written in: en, fr or es."),
        ("Cycle", cycle or "", "The reporting cycle; empty where the table is a document of its own."),
        ("Name", name, "Short name of the graph that it becomes."),
        ("Symbol", symbol, "The document's symbol; needed without a cycle."),
        ("Title", front.title, "The document's title."),
        ("Date", str(front.day or ""), "The day that what it reports holds for; needed without a cycle."),
        ("Body", body, "Who acts, and is asked, where a row names nobody: a code, name or acronym."),
    ]
    for line in HOW_TO:
        sheet.append([said(line, draft.language)])
    for label, value, help_ in rows:
        sheet.append([said(label, draft.language), _held(value), said(help_, draft.language)])
    for column, width in zip("ABC", (14, 60, 60), strict=True):
        sheet.column_dimensions[column].width = width


def _held(text: str) -> str:
    """A text without the control characters that no workbook holds, such as the mark of what stands apart in a line."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return ILLEGAL_CHARACTERS_RE.sub(" ", text)


def _action(
    one: ProposedAction, names: Mapping[int, str], language: str, codes: Mapping[str, str], told: str, on: date | None
) -> dict[str, Any]:
    reply, ask = one.reply, one.reply.ask
    sure = one.confidence >= CONFIDENT and reply.reason != "repeated row"
    by = expected("" if is_limit(reply.due_heading) else reply.due_text, one.status, one.wording, language, on)
    return {
        "key": one.key,
        "take": said("no", language) if reply.reason == "repeated row" else "",
        "ask": names.get(id(ask), ""),
        "pairing": "stated" if reply.stated else "inferred",
        "alternatives": "; ".join(names.get(id(other), "") for other in reply.alternatives),
        "reason": reply.reason,
        "beside_ask": names.get(id(ask), "") if reply.stated else "",
        "wording": one.wording,
        "proposed": one.status or said("none", language),
        "confidence": one.confidence,
        "basis": in_language(one.basis, language),
        "status": one.status if sure else "",
        "same": one.same_as.code if one.same_as else "",
        "earlier": "\n".join(before.told(codes) for before in one.earlier),
        "label": short(one.wording),
        "summary": told,
        "agent": _codes(one.agents, one.read),
        "mentions": "; ".join(one.names),
        "expected": by,
        **asdict(one.terms),
        "role": "",
        "beside": "; ".join(filter(None, _beside(one, by, language))),
        "note": "",
        "place": reply.pieces[0].place.words,
        "start": one.span.start,
        "end": one.span.end,
        "line": one.span.line,
        "ordinal": int(one.key.split("-")[-2]),
    }


def _codes(bodies: Sequence[NamedNode | str], read: Container[NamedNode | str] = ()) -> str:
    """Bodies by code where the graph knows them, else as the table calls them and the sheet New bodies has them."""
    told = [(body in read, body if isinstance(body, str) else body.value.rpartition("/")[2]) for body in bodies]
    return "; ".join(f"{READ} {name}" if ours else name for ours, name in told)


def _beside(action: ProposedAction, by: str, language: str) -> tuple[str, ...]:
    """What is said beside an action and becomes no link: who acts, as written; other columns; texts unknown here."""
    reply = action.reply
    who = f"{reply.agent_heading}: {reply.agent_text}" if reply.agent_text else ""
    due = f"{said('Deadline', language)}: {reply.due_text}" if reply.due_text and reply.due_text != by else ""
    return who, due, reply.beside, _texts(action.strangers, language)


def _texts(strangers: Sequence[Stranger], language: str) -> str:
    return also_names([one.name for one in strangers if not one.acts and not one.own], language)


def _new_name(one: NewName, kinds: Container[str]) -> dict[str, Any]:
    """A name that the graph does not know: the reviewer says what to create, or leaves it."""
    return {
        "said": one.said,
        "code": slug(plain_words(one.said)),
        "name": one.name,
        "short": one.short,
        "kind": "",
        "guess": usual_kind(one.name, kinds) if one.kind == ORGANISATION else "",
        "proposed": one.kind,
        "as": "",
        "times": one.times,
        "place": one.place,
    }


def _ask(
    draft: Draft, ask: AskedItem, order: int, names: Mapping[int, str], themes: list[tuple[str, re.Pattern[str]]]
) -> dict[str, Any]:
    span = draft.ask_spans[id(ask)]
    words, beside = plain_words(ask.text), in_language(ask.beside, draft.language)
    fitting = list(dict.fromkeys(notation for notation, label in themes if label.search(words)))
    return {
        "reference": names.get(id(ask), ""),
        "number": order,
        "wording": ask.text,
        "label": short(_COUNTED.sub("", ask.title) or ask.text),
        "summary": ask.text,
        "addressee": _codes(asked := draft.addressed.get(id(ask), []), asked),
        "theme": "; ".join(fitting[:3]),
        "section": ask.section,
        "mentions": "; ".join(draft.asked[id(ask)].names),
        "beside": "; ".join(filter(None, (beside, _texts(draft.asked[id(ask)].strangers, draft.language)))),
        "place": ask.pieces[0].place.words,
        "start": span.start,
        "end": span.end,
        "line": span.line,
    }


def _sheet(
    book: Workbook, name: str, columns: tuple[tuple[str, str, int], ...], rows: list[dict[str, Any]], language: str
) -> Worksheet:
    """A sheet of a workbook, with its name and headings in a language."""
    sheet: Worksheet = book.create_sheet(said(name, language))
    _table(sheet, tuple((key, said(heading, language), width) for key, heading, width in columns), rows)
    return sheet


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
            cell.value = _held(value) if isinstance(value, str) else value
            if isinstance(value, str):
                # A cell that starts with "=" in somebody's table is text, not a formula to run here.
                cell.data_type = "s" if value else "n"
                cell.alignment = wrapped
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(2, len(rows) + 1)}"


class _Lists:
    """Drop-down lists, each kept in a column of a hidden sheet: a list in the rule itself holds 255 characters."""

    def __init__(self, book: Workbook, language: str) -> None:
        self._sheet = book.create_sheet(said("Lists", language))
        self._sheet.sheet_state = "hidden"
        self._count = 0

    def offer(
        self,
        sheet: Worksheet,
        columns: tuple[tuple[str, str, int], ...],
        key: str,
        choices: tuple[str, ...],
        *,
        only: bool = True,
    ) -> None:
        """Let a column be chosen from a list.

        Args:
            sheet: where the column is.
            columns: those of the sheet.
            key: the column's.
            choices: what it may hold.
            only: whether it may hold nothing else; else Excel offers the list and takes anything.
        """
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation

        if not choices:
            return
        self._count += 1
        here = get_column_letter(self._count)
        for number, choice in enumerate(choices, start=1):
            self._sheet.cell(number, self._count, choice)
        cells = f"{self._sheet.title}!${here}$1:${here}${len(choices)}"
        rule = DataValidation(type="list", formula1=cells, allow_blank=True, showErrorMessage=only)
        letter = get_column_letter([name for name, _, _ in columns].index(key) + 1)
        rule.add(f"{letter}2:{letter}{max(200, 2 * sheet.max_row)}")
        sheet.add_data_validation(rule)
