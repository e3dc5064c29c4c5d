"""How far things have come, in figures and in sentences, and what is open: as of a day, and since the one before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping
from typing import Final

from tcgraph.followup.report.blocks import Grid, Heading, Line, cell
from tcgraph.followup.report.query_rows import Answer, NamedQueryRows
from tcgraph.followup.report.report_words import ReportWords, section_heading
from tcgraph.followup.statuses import ENDED, EVERY, SETTLED, STATUSES, is_begun

_KINDS: Final = ("forward", "back", "rescheduled", "new")


def progress(
    answers: NamedQueryRows,
    asked: list[Answer],
    actions: list[Answer],
    changes: Mapping[str, Answer],
    day: str,
    before: str,
    words: ReportWords,
) -> Iterator[str]:
    """Paragraphs on how things stand; every figure counts rows of the table."""
    counts = Counter(row["status"] for row in actions)
    told = [words.counted(counts[status], status) for status in STATUSES]
    told += [words.counted(counts[status], status) for status in ENDED if counts[status]]
    with_taken = len({row["number"] for row in actions if row["status"] == "taken"})
    yield words(
        "known",
        day=words.day(day),
        actions=words.many(len(actions), "actions"),
        asked=words.many(len(asked), "recommendations"),
        told=", ".join(told),
        with_taken=with_taken,
    )
    if known := " ".join(_of_counts(answers, asked, actions, with_taken, words)):
        yield known
    if changes:
        kinds = Counter(row["change"] for row in changes.values())
        figures = {kind: kinds[kind] for kind in ("forward", "back", "rescheduled", "same", "new")}
        yield words("since", day=words.day(before), silent=kinds["not reported again"], **figures)
    promises = answers.rows("promises-kept", {"asOf": day})
    if promises and before:
        states = Counter(row["state"] for row in promises)
        due = sum(row["state"] == "not heard of" for row in answers.rows("overdue-promises", {"asOf": day}))
        yield words(
            "promised",
            count=words.many(len(promises), "actions"),
            kept=states["kept"],
            started=states["started"],
            planned=states["still planned"],
            undone=words("undone", count=states["not taken"]) if states["not taken"] else "",
            silent=states["not heard of"],
            due=due,
        )


def _of_counts(
    answers: NamedQueryRows, asked: list[Answer], actions: list[Answer], with_taken: int, words: ReportWords
) -> Iterator[str]:
    """What a reader of the counts must know: where else something is begun, and how firm and how separate items are."""
    told = _by_number(actions)
    begun = sum(is_begun(told[row["number"]]) for row in asked) - with_taken
    if with_taken and begun:
        yield words("begun_besides", count=begun)
    hedges = hedges_of(answers)
    hedged = Counter(row["status"] for row in actions if is_hedged(row, hedges))
    if hedged:
        yield words("hedged_told", told=", ".join(words.counted(hedged[s], s) for s in EVERY if hedged[s]))
    if any(row["status"] == "standing" for row in actions):
        yield words("standing_means")
    # A project that was begun with an earlier release has not got the question.
    deeds = answers.rows("reported-items") if "reported-items" in answers.queries else []
    if twice := sum(int(row["twice"]) for row in deeds):
        yield words("told_twice", count=words.many(twice, "actions"))


def is_hedged(action: Answer, hedges: Container[str]) -> bool:
    """Whether an action is told in words that hedge, or its state is."""
    return action["action"] in hedges or action.get("certainty") == "hedged"


def hedges_of(answers: NamedQueryRows) -> Mapping[str, list[str]]:
    """The words of doubt, choice or mere intention of each action that is told in such, by its code."""
    found: dict[str, list[str]] = defaultdict(list)
    # A project that was begun with an earlier release has not got the question.
    for row in answers.rows("hedged-actions") if "hedged-actions" in answers.queries else ():
        found[row["action"].rpartition("/")[2]].append(row["words"])
    return found


def by_section(asked: list[Answer], actions: list[Answer], words: ReportWords) -> Grid:
    """How each section stands, and all of them."""
    section_of = {row["number"]: row["section"] for row in asked}
    labels = dict.fromkeys((row["section"], row["section_label"]) for row in asked)
    # Nine columns of statuses have no room beside each other: where there are others, they are told in one.
    apart = {row["status"] for row in actions} <= set(STATUSES)
    rows = []
    for number, label in [*labels, ("", words("all_sections"))]:
        mine = [row for row in asked if number in ("", row["section"])]
        done = [row for row in actions if number in ("", section_of.get(row["number"]))]
        counts = Counter(row["status"] for row in done)
        taken = {row["number"] for row in done if row["status"] == "taken"}
        name = section_heading(number, label) if number else label
        by_status = [str(counts[status]) for status in STATUSES] if apart else [words.by_status(counts)]
        rows.append((cell(name), *(cell(str(told)) for told in (len(mine), len(taken), len(done), *by_status))))
    counted = (words("count_asked"), words("count_taken"), words("count_actions"))
    statuses = [words.status(status) for status in STATUSES] if apart else [words("state")]
    headings = (words("section"), *counted, *statuses)
    # A heading is bold: its longest word has to stand in one line, in whatever face the office program puts for ours.
    narrow = [6 + 2 * max(map(len, heading.split())) for heading in headings[1:]]
    widths = (32, *(narrow if apart else (*narrow[:-1], 44)))
    return Grid(headings, tuple(rows), widths, words("sections"))


def moved(changes: list[Answer], before: str, words: ReportWords) -> Iterator[Heading | Line | Grid]:
    """What has changed since the report before, kind by kind; what was only repeated is counted above."""
    yield Heading(2, words("changed", month=words.month(before)))
    for kind in _KINDS:
        rows = [row for row in changes if row["change"] == kind]
        if not rows:
            continue
        yield Heading(3, f"{words(kind)} ({len(rows)})")
        body = tuple(
            (
                cell(row["number"]),
                cell(row["label"]),
                *(cell(_status(row, when, words)) for when in ("before", "after")),
                cell(row.get("basis", words("not_reported"))),
            )
            for row in rows
        )
        heads = (words("number"), words("action"), words("then"), words("now"), words("basis"))
        yield Grid(heads, body, (3, 12, 6, 6, 15), words(kind))


def _status(row: Answer, when: str, words: ReportWords) -> str:
    """What a row of ``status-changes`` tells of one of its two days: the status, and the day where that is new."""
    if not row.get(when):
        return words("not_reported")
    told = words.as_told(row[when], row.get(f"{when}_sure", ""))
    return f"{told}: {words.due(row[f'{when}_due'])}" if row["change"] == "rescheduled" else told


Blocks = Iterator[Heading | Line | Grid]


def open_points(
    answers: NamedQueryRows, asked: list[Answer], actions: list[Answer], day: str, words: ReportWords
) -> Blocks:
    """Everything that is open; a kind of which there is nothing is left out, and nothing where all is."""
    found = [*_nothing(asked, actions, words), *_parts(answers, words), *_silent(answers, day, words)]
    if found:
        yield Heading(2, words("open"))
        yield from found


def nothing_done(asked: list[Answer], actions: list[Answer], words: ReportWords) -> list[tuple[int, Line]]:
    """Where nothing was done, each with how it stands: 0 before what nobody answered, 1 before all else."""
    told = _by_number(actions)
    return [
        (int(bool(told[row["number"]])), _stands(row, told[row["number"]], words))
        for row in asked
        if not is_begun(told[row["number"]])
    ]


def _nothing(asked: list[Answer], actions: list[Answer], words: ReportWords) -> Blocks:
    told = _by_number(actions)
    partly = [_stands(row, told[row["number"]], words) for row in asked if told[row["number"]]["partly-taken"]]
    nothing = [line for _, line in nothing_done(asked, actions, words)]
    for heading, lines in (("open_nothing", nothing), ("open_partly", partly)):
        if lines:
            yield Heading(3, words(heading))
            yield from lines


def _by_number(actions: list[Answer]) -> Mapping[str, Counter[str]]:
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for action in actions:
        told[action["number"]][action["status"]] += 1
    return told


def _stands(row: Answer, counts: Counter[str], words: ReportWords) -> Line:
    told = words("told_of", what=row["label"].rstrip("."), said=words.stands(counts))
    return Line(f"{told}.", lead=f"{row['number']}.", bullet=True)


def _parts(answers: NamedQueryRows, words: ReportWords) -> Blocks:
    if "unanswered" not in answers.queries or not (elements := answers.rows("unanswered")):
        return
    parts = {row["element"]: row["summary"] for row in answers.rows("element-summaries")}
    yield Heading(3, words("open_parts"))
    yield Line(words("open_parts_note"), aside=True)
    body = tuple((cell(row["number"]), cell(parts.get(row["element"], row["element"]))) for row in elements)
    yield Grid((words("number"), words("part")), body, (1, 11), words("open_parts"))


def _silent(answers: NamedQueryRows, day: str, words: ReportWords) -> Blocks:
    overdue = answers.rows("overdue-promises", {"asOf": day})
    silent = [row for row in overdue if row["state"] == "not heard of"]
    if silent:
        yield Heading(3, words("open_silent"))
        body = tuple(
            (
                cell(row["number"]),
                cell(row["label"]),
                cell(words.month(row["promised"])),
                # What names no date is late on none: the report that came next only could have told of it.
                cell(f"{words.due(row['due'])} ({_how(row['due_by'], words)})" if row.get("due") else words("no_date")),
            )
            for row in sorted(silent, key=lambda row: (when_told(row) or "9", int(row["number"])))
        )
        heads = (words("number"), words("action"), words("announced"), words("due"))
        yield Grid(heads, body, (3, 20, 8, 12), words("open_silent"))
    late = {row["action"] for row in overdue}
    promises = answers.rows("promises-kept", {"asOf": day})
    waiting = [row for row in promises if row["action"] not in late and row["state"] not in SETTLED]
    days = sorted(filter(None, map(when_told, waiting)))
    if days:
        count = words.many(len(waiting), "actions")
        yield Line(words("waiting", count=count, day=words.due(days[0])))


def when_told(promise: Answer) -> str:
    """By when to hear of a promise: its own day or, where it names none, that of the next report; empty for neither."""
    return promise.get("due") or promise.get("next_report", "")


def _how(due_by: str, words: ReportWords) -> str:
    known = {"stated": "stated", "inferred": "read_day", "period": "period", "next report": "next_report"}
    return words(known.get(due_by, "unknown"))
