"""What is open as of a day: where nothing was done, which parts nothing answers, what was promised and not heard of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from tcgraph.followup.report.blocks import Grid, Heading, Line, cell
from tcgraph.followup.report.query_rows import Answer, NamedQueryRows
from tcgraph.followup.report.report_words import ReportWords
from tcgraph.followup.statuses import SETTLED, is_begun

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
                cell(f"{words.due(row.get('due', ''))} ({_how(row.get('due_by', ''), words)})"),
            )
            for row in sorted(silent, key=lambda row: (row.get("due", "9"), int(row["number"])))
        )
        heads = (words("number"), words("action"), words("announced"), words("due"))
        yield Grid(heads, body, (3, 20, 8, 12), words("open_silent"))
    late = {row["action"] for row in overdue}
    promises = answers.rows("promises-kept", {"asOf": day})
    waiting = [row for row in promises if row["action"] not in late and row["state"] not in SETTLED]
    days = sorted(row["due"] for row in waiting if row.get("due"))
    if days:
        count = words.many(len(waiting), "actions")
        yield Line(words("waiting", count=count, day=words.due(days[0])))


def _how(due_by: str, words: ReportWords) -> str:
    return words({"stated": "stated", "period": "period", "next report": "next_report"}.get(due_by, "unknown"))
