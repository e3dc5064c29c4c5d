"""The implementation report of a cycle, in the form of the source: head, introduction, table, what is open, annexes."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from tcgraph.followup.cycles import Cycle
from tcgraph.followup.drafts.remarks import HEADED
from tcgraph.followup.report.blocks import Grid, Heading, Line, Masthead, ReportDocument, cell
from tcgraph.followup.report.progress import by_section, moved, open_points, progress
from tcgraph.followup.report.query_rows import Answer, NamedQueryRows
from tcgraph.followup.report.report_words import ReportWords, Wording, section_heading

Blocks = Iterator[Heading | Line | Grid]


@dataclass(frozen=True, slots=True)
class ReportContent:
    """All that a report of a day is made from.

    Attributes:
        day: the day.
        before: the day of the report before it; empty for the first.
        home: symbol of the document that what was asked stands in.
        asked: what was asked.
        actions: what was done about it, by its last known status.
        replies: what was replied without telling of a deed, by the number of what was asked.
        changes: what became of each action since the report before, by its code.
    """

    day: str
    before: str
    home: str
    asked: list[Answer]
    actions: list[Answer]
    replies: Mapping[str, list[Answer]]
    changes: dict[str, Answer]


def implementation_report(
    answers: NamedQueryRows, cycle: Cycle, before: Cycle | None, *, symbol: str, words: ReportWords, wording: Wording
) -> ReportDocument:
    """Write the report of a cycle.

    Args:
        answers: the graph, asked through named queries.
        cycle: the cycle to report on; it must be open.
        before: the cycle before it, if there is one.
        symbol: its document symbol.
        words: the language to write in.
        wording: the source's own words, where there are any.
    """
    told, head = told_of(answers, cycle, before, symbol, words)
    day, language = told.day, words.language
    title = head.get("title") or cycle.label
    blocks = [
        *_front(answers, told, head, symbol, words, wording),
        *_appendix(answers, told, symbol, words, wording),
        *open_points(answers, told.asked, told.actions, day, words),
        *annexes(answers, day, words),
    ]
    masthead = Masthead(
        body=head.get("body", ""),
        symbol=symbol,
        session=head.get("session", ""),
        committee=head.get("committee", ""),
        purpose=head.get("purpose", ""),
        item=words("item", ordinal=words.ordinal(int(head["item"]))) if head.get("item") else "",
        address=head.get("address", ""),
    )
    return ReportDocument(
        title, symbol, words.day(day), tuple(blocks), masthead, language, head.get("author", ""),
        words("notes"), words("page"), notice=rendition_notice(answers, symbol, words),
    )  # fmt: skip


def told_of(
    answers: NamedQueryRows, cycle: Cycle, before: Cycle | None, symbol: str, words: ReportWords
) -> tuple[ReportContent, Answer]:
    """All that a report of an open cycle is made from, and the head of its document."""
    assert cycle.as_of is not None
    day, language = cycle.as_of.isoformat(), words.language
    head = next(iter(answers.rows("report-masthead", {"symbol": symbol, "lang": language})), {}) if symbol else {}
    asked = answers.rows("report-recommendations", {"lang": language})
    since = before.as_of.isoformat() if before is not None and before.as_of is not None else ""
    told = ReportContent(
        day,
        since,
        next((row["report"] for row in asked if "report" in row), ""),
        asked,
        answers.rows("report-actions", {"asOf": day, "lang": language}),
        _replies(answers, day, language),
        {row["action"]: row for row in answers.rows("status-changes", {"from": since, "to": day})} if since else {},
    )
    return told, head


def _replies(answers: NamedQueryRows, day: str, language: str) -> Mapping[str, list[Answer]]:
    found: dict[str, list[Answer]] = defaultdict(list)
    # A project that was begun with an earlier release has not got the question.
    if "report-replies" in answers.queries:
        for row in answers.rows("report-replies", {"asOf": day, "lang": language}):
            found[row["number"]].append(row)
    return found


def rendition_notice(answers: NamedQueryRows, symbol: str, words: ReportWords) -> str:
    """That a report is not the document whose symbol it bears, where the graph holds one that its body has issued."""
    return words("rendition_note", symbol=symbol) if _paragraphs(answers, symbol, words) else ""


def told_as_examples(answers: NamedQueryRows, language: str) -> Iterator[Line]:
    """What the source says of how complete its account is."""
    # A project that was begun with an earlier release has not got the question.
    if "told-as-examples" in answers.queries:
        yield from (Line(row["told"]) for row in answers.rows("told-as-examples", {"lang": language}))


def _front(
    answers: NamedQueryRows, told: ReportContent, head: Answer, symbol: str, words: ReportWords, wording: Wording
) -> Blocks:
    """What stands before the table: introduction, how things stand, what is to be decided, and when."""
    paragraphs = [row for row in _paragraphs(answers, symbol, words) if row["kind"] == "paragraph"]
    point = head.get("point", "")
    # The document's own paragraphs keep their numbers; those that are made from the table go on after them.
    number = max((int(row["number"]) for row in paragraphs), default=0)
    if paragraphs:
        yield Heading(2, words("introduction"))
        yield Line(words("quoted_note" if wording.any else "paragraphs_note", symbol=symbol), aside=True)
    for row in paragraphs:
        quoted = wording.of(row["thing"])
        yield Line(quoted or row["summary"], lead=f"{row['number']}.")
    # Alone, the day stands in the head already.
    if head.get("day") and (place := _place(head.get("session", ""))):
        yield Line(f"{place}, {words.day(head['day'])}.")
    if point:
        yield Line(words("point", number=point))
    yield Heading(2, words("standing"))
    for text in progress(answers, told.asked, told.actions, told.changes, told.day, told.before, words):
        number += 1
        yield Line(text, lead=f"{number}.")
    yield by_section(told.asked, told.actions, words)
    if any(row["status"] == "standing" for row in told.actions):
        yield Line(words("standing_note"), aside=True)


def _place(session: str) -> str:
    """The place in a session such as "297th Session, Geneva, November 2006"."""
    parts = [part.strip() for part in session.split(",")]
    return parts[-2] if len(parts) > 2 else ""


def _paragraphs(answers: NamedQueryRows, symbol: str, words: ReportWords) -> list[Answer]:
    return answers.rows("report-paragraphs", {"symbol": symbol, "lang": words.language}) if symbol else []


def _appendix(
    answers: NamedQueryRows, told: ReportContent, symbol: str, words: ReportWords, wording: Wording
) -> Blocks:
    """The table, section by section, each after what it rests on."""
    yield Heading(2, words("appendix"))
    yield Line(
        words("verbatim_note", symbol=told.home) if wording.any else _whose_words(answers, told, words), aside=True
    )
    if answers.in_english and not wording.any:
        yield Line(words("english_note"), aside=True)
    if any("printed" in row for row in told.asked):
        yield Line(words("printed_note"), aside=True)
    if any(row.get("pairing") == "inferred" for row in told.actions):
        yield Line(words("inferred_note"), aside=True)
    premises = {
        row["number"]: row for row in _paragraphs(answers, told.home or symbol, words) if row["kind"] == "section"
    }
    for section, label in dict.fromkeys((row["section"], row["section_label"]) for row in told.asked):
        premise = premises.get(section)
        title, quoted = wording.headed(premise["thing"]) if premise else ("", "")
        yield Heading(3, title or section_heading(section, label))
        if premise and (quoted or premise["summary"] != label):
            yield Line(quoted) if quoted else Line(premise["summary"], lead=f"{words('premise_note')}.")
        rows = [row for row in told.asked if row["section"] == section]
        yield _table(rows, told, words, wording)
    if told.before:
        yield from moved(list(told.changes.values()), told.before, words)


def _whose_words(answers: NamedQueryRows, told: ReportContent, words: ReportWords) -> str:
    """Whether what the table says is the source's wording or ours."""
    texts = [row["recommendation"] for row in told.asked] + [f"action/{row['action']}" for row in told.actions]
    own = len({row["thing"] for row in answers.rows("own-words")}.intersection(texts))
    key = "own_words_note" if own == len(texts) else "some_words_note" if own else "summary_note"
    return words(key, own=own, texts=len(texts))


def _table(asked: list[Answer], told: ReportContent, words: ReportWords, wording: Wording) -> Grid:
    by_number: dict[str, list[Answer]] = defaultdict(list)
    for action in told.actions:
        by_number[action["number"]].append(action)
    rows = []
    for row in asked:
        mine = by_number[row["number"]]
        first = [(row.get("report", ""), row.get("locator", ""))]
        first += [(action.get("first_report", ""), action.get("locator", "")) for action in mine]
        quoted = wording.of(row["recommendation"])
        lead = f"{row['number']} ({row['printed']})." if "printed" in row else f"{row['number']}."
        # What heads a section is told above its rows.
        beside = "; ".join(part for part in row.get("beside", "").split("; ") if not part.startswith(HEADED))
        left = (
            Line(quoted or row["summary"], lead=lead, source=words.places(first)),
            *[Line(words("beside", said=beside), aside=True)] * bool(beside),
        )
        replies = told.replies.get(row["number"], ())
        said = [words("replied", said=reply["reply"], symbol=reply["report"]) for reply in replies]
        right = (*_right(mine, told, words, wording), *(Line(text, bullet=bool(mine)) for text in said))
        rows.append((left, right or (Line(words("nothing")),)))
    return Grid((words("asked"), words("done")), tuple(rows), (2, 3), words("done"))


def _right(actions: list[Answer], told: ReportContent, words: ReportWords, wording: Wording) -> Iterator[Line]:
    """The right-hand cell: each bullet as the source words it, after the statuses read in it; else each action."""
    entries: dict[str, list[Answer]] = defaultdict(list)
    for action in actions:
        entries[action.get("entry", action["action"])].append(action)
    for entry, members in entries.items():
        by_name = {f"action/{action['action']}": action for action in members}
        quoted = wording.of(entry)
        parts = wording.in_parts(entry, list(by_name)) or ([(quoted, tuple(by_name))] if quoted else [])
        for text, names in parts or [(action["summary"], (name,)) for name, action in by_name.items()]:
            yield _told([by_name[name] for name in names], text, told, words)


def _told(actions: list[Answer], text: str, told: ReportContent, words: ReportWords) -> Line:
    """A bullet: what is said of some actions, after their statuses."""
    leads = dict.fromkeys(_lead(action, told, words) for action in actions)
    sources = dict.fromkeys(source for action in actions if (source := _later(action, words)))
    later = " ".join(dict.fromkeys(_told_last(action) for action in actions)).strip()
    return Line(
        _succeeded(later, text, words),
        f"{words('semicolon').join(leads)}." if leads else "",
        words("semicolon").join(sources),
        bullet=True,
    )


def _lead(action: Answer, told: ReportContent, words: ReportWords) -> str:
    lead = ("≈ " if action.get("pairing") == "inferred" else "") + words.as_told(
        action["status"], action.get("certainty", "")
    )
    change = told.changes.get(action["action"])
    if change is None:
        return lead
    match change["change"]:
        case "same" if change["before"] == change["after"]:
            return f"{lead} ({words('unchanged')})"
        case "rescheduled":
            return f"{lead} ({words.rescheduled(change)})"
        case "forward" | "back" | "same":
            before = words.as_told(change["before"], change.get("before_sure", ""))
            then = words("was", status=before.lower(), month=words.month(told.before))
            return f"{lead} ({then})"
        case "new":
            return f"{lead} ({words('is_new')})"
        case _:
            return f"{lead} ({words('last_known', month=words.month(action['as_of']))})"


def as_told(action: Answer, words: ReportWords) -> str:
    """An action as it was told last and, where that is a later report, as it was told before."""
    return _succeeded(_told_last(action), action["summary"], words)


def told_at(action: Answer) -> list[tuple[str, str]]:
    """Where a status is from that a later report gave: its symbol and the place in it; nothing where none did."""
    return [(action["report"], action.get("told_at", ""))] if _is_later(action) else []


def _is_later(action: Answer) -> bool:
    return "first_report" in action and action.get("report", "") not in ("", action["first_report"])


def _told_last(action: Answer) -> str:
    return action.get("basis", "") if _is_later(action) else ""


def _succeeded(later: str, first: str, words: ReportWords) -> str:
    """What was said last, and what was said before it, told as such: the two may contradict each other."""
    if not later or later == first:
        return first
    return f"{later.rstrip('.')}. {words('before', text=first)}"


def _later(action: Answer, words: ReportWords) -> str:
    return words.places(told_at(action))


_MAY_BE_NONE: Final = frozenset((
    "incorporated_in", "projects", "project", "practice_in", "practice", "lesson", "next", "outcome_label", "agreement",
))  # fmt: skip
"""Columns whose empty cell means that there is none; in all others it means that nobody said."""


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table of a report or a brief, as ``tables.toml`` has it.

    Attributes:
        title: its heading.
        query: the question that fills it.
        columns: those shown, and what they are headed.
        match: the column that must be what a brief is about; "" for none.
        parameter: what of the question takes that; "" for none.
    """

    title: str
    query: str
    columns: Mapping[str, str]
    match: str = ""
    parameter: str = ""


@cache
def tables(kind: str) -> tuple[ReportTable, ...]:
    """The tables of a ``report``, or of a brief on a thing of some kind."""
    told = tomllib.loads(Path(__file__).with_name("tables.toml").read_text(encoding="utf-8"))
    return tuple(ReportTable(**table) for table in told.get(kind, ()))


def annexes(answers: NamedQueryRows, day: str, words: ReportWords) -> Iterator[Heading | Line | Grid]:
    """The annexes of a report of a day: those of which something is known; empty ones are left out."""
    asked = [table for table in tables("report") if table.query in answers.queries]
    filled = [(table, rows) for table in asked if (rows := answers.rows(table.query, {"asOf": day}))]
    for letter, (table, rows) in zip("ABCDEFGH", filled, strict=False):
        yield Heading(2, words("annex", letter=letter, title=words.fixed(table.title)))
        yield grid([_named(row, answers.countries) for row in rows], table.columns, words)


def grid(rows: Iterable[Answer], columns: Mapping[str, str], words: ReportWords) -> Grid:
    """A table of some columns of a query's rows; an empty cell says in which sense it is empty."""
    body = tuple(tuple(cell(_shown(key, row.get(key, ""), words)) for key in columns) for row in rows)
    texts = [[words.fixed(heading), *(row[i][0].text for row in body)] for i, heading in enumerate(columns.values())]
    # Each column as wide as its longest text wants, within limits, so that short ones do not take what long ones need;
    # and a little wider than its longest word, which must not be broken.
    widths = (max(min(26, max(map(len, column))), 4 + max(map(_longest_word, column)), 9) for column in texts)
    return Grid(tuple(words.fixed(heading) for heading in columns.values()), body, tuple(widths))


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)


def _named(row: Answer, countries: Mapping[str, str]) -> Answer:
    code = row.get("country", "")
    return row | {"country": countries.get(code, code)} if code else row


def _shown(key: str, value: str, words: ReportWords) -> str:
    if not value:
        return words.fixed("none" if key in _MAY_BE_NONE else "not known" if key == "share" else "not reported")
    if key in ("stage", "kind", "resource"):
        return words.fixed(value.replace("-", " "))
    if value in ("yes", "no", "not known"):
        return words.fixed(value)
    if key in ("amount", "total", "counted") and value.isdigit():
        return f"{int(value):,}"
    kind, slash, code = value.partition("/")
    return code if slash and kind in ("project", "outcome", "agreement", "country-programme") else words.day(value)
