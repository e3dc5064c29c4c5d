"""A document is read as one or two of its rows show: what stands alike is found, and what is left out is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from tcgraph.diagnostics import Level
from tcgraph.errors import BrokenInput
from tcgraph.followup.drafts.draft import make_draft
from tcgraph.followup.drafts.drafting import draft_into
from tcgraph.followup.examples.by_example import learn_rows, read_like
from tcgraph.followup.examples.kept_patterns import keep_patterns, kept_patterns
from tcgraph.followup.examples.learning import Example
from tcgraph.followup.examples.row_pattern import RowPattern
from tcgraph.followup.tables import TableFile, read_tables
from tcgraph.project import Project
from tests.command_line import run

ASKED = (
    "Dredge the inner harbour before the ferries return.",
    "Publish what each berth costs per night.",
    "Say which boats were counted, and when.",
    "Light the northern mole.",
    "Keep the slipway free of carts.",
)
TOLD = (
    "The dredger is hired for March.",
    "Prices hang at the office.",
    "We have added a list of the boats.",
    "Lamps were bought and stand in the shed.",
    "Carts now stand behind the inn.",
)
EXPECTED = list(zip(ASKED, TOLD, strict=True))


def read(path: Path, *shown: tuple[str, str]) -> tuple[list[tuple[str, str]], TableFile]:
    """The rows that a file is read into, each with its answer, as examples show; and the file as it is left."""
    file = read_tables(path)
    reading = read_like(file, learn_rows(file, [Example(*one) for one in shown]))
    told = {id(reply.ask): reply.text for reply in reading.replies}
    return [(ask.text, told.get(id(ask), "")) for ask in reading.asks], file


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(lambda n, asked, told: f"> {asked}\n\n{told}\n\n", id="a quotation"),
        pytest.param(lambda n, asked, told: f"**{asked}**\n\n{told}\n\n", id="strong letters"),
        pytest.param(lambda n, asked, told: f"- {asked}\n    - {told}\n", id="entries within entries"),
        pytest.param(lambda n, asked, told: f"### {asked}\n\n{told}\n\nMore of it.\n\n", id="a title"),
        pytest.param(lambda n, asked, told: f"Wish {n}: {asked}\n\nHarbour: {told}\n\n", id="two labels"),
        pytest.param(lambda n, asked, told: f"Wish {n}: {asked}\n\nAside.\n\nHarbour: {told}\n\n", id="others between"),
        pytest.param(lambda n, asked, told: f"- {asked} *Reply:* {told}\n", id="in one entry"),
        pytest.param(lambda n, asked, told: f"**{n}. {asked}** {told}\n\n", id="strong words first"),
        pytest.param(lambda n, asked, told: f"- {asked} → {told}\n", id="an arrow"),
        pytest.param(lambda n, asked, told: f"- {asked} ({told})\n", id="brackets"),
        pytest.param(lambda n, asked, told: f"### {n}.1 Said\n\n{asked}\n\n### {n}.2 We\n\n{told}\n\n", id="titles"),
    ],
)  # fmt: skip
def test_one_row_shows_all_the_others(tmp_path: Path, row: Callable[[int, str, str], str]) -> None:
    rows = "".join(row(n, *pair) for n, pair in enumerate(EXPECTED, start=1))
    path = written(tmp_path / "letter.md", f"# Harbour\n\nWe met on Monday.\n\nIt rained.\n\n## Wishes\n\n{rows}")
    found, _ = read(path, ("dredge the inner harbour", "the dredger is hired"))
    assert [(asked.removesuffix(" Aside."), said.removesuffix(" More of it.")) for asked, said in found] == EXPECTED


def test_a_table_of_columns_that_no_heading_explains(tmp_path: Path) -> None:
    rows = "".join(f'{n},"{told}",Anna,"{asked}"\n' for n, (asked, told) in enumerate(EXPECTED, start=1))
    path = written(tmp_path / "log.csv", f"No.,Left,Who,Right\n{rows}")
    found, file = read(path, ("Publish what each berth", "Prices hang"))
    assert found == EXPECTED
    assert [one.message for one in file.findings if one.rule == "example"] == [
        "5 rows are like the example, 5 of them with an answer"
    ]


def test_answers_that_stand_elsewhere_have_the_number(tmp_path: Path) -> None:
    asked = "".join(f"- Point {n}: {asked}\n" for n, asked in enumerate(ASKED, start=1))
    told = "".join(f"- Point {n}: {told}\n" for n, told in reversed(list(enumerate(TOLD, start=1))))
    path = written(tmp_path / "two-lists.md", f"## Asked\n\n{asked}\n## Answered\n\n{told}")
    found, file = read(path, ("Light the northern mole", "Lamps were bought"))
    assert found == EXPECTED
    asks = read_like(read_tables(path), learn_rows(file, [Example("Light the northern", "Lamps were")])).asks
    assert [ask.reference for ask in asks] == ["1", "2", "3", "4", "5"]


def test_a_second_example_adds_what_stands_elsewhere(tmp_path: Path) -> None:
    path = written(
        tmp_path / "minutes.md",
        "# Minutes\n\n## Decided\n\n1. Buy lamps for the mole.\n2. Hire a dredger for spring.\n\n"
        "## To do\n\n- Anna asks the smith.\n- Bert counts the boats.\n\n## Present\n\n- Anna\n- Bert\n",
    )
    found, _ = read(path, ("Buy lamps", ""))
    assert [asked for asked, _ in found] == ["Buy lamps for the mole.", "Hire a dredger for spring."]
    found, file = read(path, ("Buy lamps", ""), ("Anna asks", ""))
    assert [asked for asked, _ in found][2:] == ["Anna asks the smith.", "Bert counts the boats."]
    warnings = [one.message for one in file.findings if "under other titles" in one.message]
    assert warnings == [
        "2 more look the same under other titles and are not read; show one of them, too, to have them: '- Anna'"
    ]


def test_what_has_no_answer_is_a_row_and_told(tmp_path: Path) -> None:
    rows = "".join(f"> {asked}\n\n{told}\n\n" for asked, told in EXPECTED)
    path = written(tmp_path / "letter.md", f"# Reply\n\n{rows}> And the weather?\n\n> And the gulls?\n\n")
    found, file = read(path, ("Dredge the inner", "The dredger is"))
    assert found == [*EXPECTED, ("And the weather?", ""), ("And the gulls?", "")]
    told = [one.message for one in file.findings if one.rule == "example"]
    assert "2 rows look the same and have no answer, the first one: 'And the weather?'" in told


@pytest.mark.parametrize(("style", "indent"), [("Quote", None), ("Normal", 500_000)], ids=["style", "indent"])
def test_a_paragraph_s_look_tells(tmp_path: Path, style: str, indent: int | None) -> None:
    document = Document()
    document.add_paragraph("We met on Monday.")
    for asked, told in EXPECTED:
        document.add_paragraph(asked, style=style).paragraph_format.left_indent = indent
        document.add_paragraph(told)
    document.save(str(tmp_path / "letter.docx"))
    assert read(tmp_path / "letter.docx", ("Light the northern", "Lamps were"))[0] == EXPECTED


@pytest.mark.parametrize("labels", [("Recommendation", "Response"), ("Finding", "What we did")])
def test_each_row_may_have_a_table_of_its_own(tmp_path: Path, labels: tuple[str, str]) -> None:
    document = Document()
    for n, said in enumerate(EXPECTED, start=1):
        document.add_paragraph(f"Item {n}")
        table = document.add_table(rows=0, cols=2)
        for both in (*zip(labels, said, strict=True), ("Since", "May")):
            for cell, words in zip(table.add_row().cells, both, strict=True):
                cell.text = words
    document.save(str(tmp_path / "forms.docx"))
    assert read(tmp_path / "forms.docx", ("Light the northern", "Lamps were"))[0] == EXPECTED


def test_nothing_is_left_out_in_silence(tmp_path: Path, project: Project) -> None:
    document = Document()
    document.add_paragraph("We met on Monday.")
    for asked, told in EXPECTED:
        document.add_heading(asked, 2)
        document.add_paragraph(told)
    document.add_heading("Closing", 1)
    document.add_paragraph("It rained.")
    document.save(str(tmp_path / "letter.docx"))
    made = draft_into(project_copy(project, tmp_path), tmp_path / "letter.docx", tmp_path / "draft",
                      examples=[Example("Light the", "Lamps")])  # fmt: skip
    assert [ask.text for ask in made.draft.reading.asks] == list(ASKED)
    assert [one.text for one in made.draft.unread] == ["We met on Monday.", "Closing", "It rained."]


def project_copy(project: Project, tmp_path: Path) -> Project:
    """The project with a folder of its own, for what is kept."""
    from dataclasses import replace

    return replace(project, root=tmp_path)


def test_what_an_example_taught_is_kept_for_the_next_document(tmp_path: Path, project: Project) -> None:
    own = project_copy(project, tmp_path)
    rows = "".join(f"Wish {n}: {asked}\n\nHarbour: {told}\n\n" for n, (asked, told) in enumerate(EXPECTED, start=1))
    first = written(tmp_path / "first.md", f"# Spring\n\n{rows}")
    keep_patterns(own, learn_rows(read_tables(first), [Example("Dredge the inner", "The dredger")]))
    next_rows = "".join(f"Wish {n}: Paint boat {n} before May.\n\nHarbour: Boat {n} is dry.\n\n" for n in range(10, 14))
    file = read_tables(written(tmp_path / "second.md", f"# Autumn\n\n{next_rows}"))
    patterns = kept_patterns(own, file)
    assert patterns is not None
    assert [ask.text for ask in read_like(file, patterns).asks] == [
        f"Paint boat {n} before May." for n in range(10, 14)
    ]
    other = read_tables(written(tmp_path / "other.md", "# Letter\n\n> Why?\n\nSo.\n\n> Who?\n\nWe.\n\n"))
    assert kept_patterns(own, other) is None
    assert set(json.loads((tmp_path / "tables.json").read_text())) == {"rows"}


def test_words_that_do_not_stand_there_are_named(tmp_path: Path) -> None:
    path = written(tmp_path / "letter.md", "".join(f"> {asked}\n\n{told}\n\n" for asked, told in EXPECTED))
    with pytest.raises(BrokenInput, match="'Paint the boats' does not stand in it"):
        read(path, ("Paint the boats", ""))
    path = written(tmp_path / "prose.md", "".join(f"{asked}\n\n{told}\n\n" for asked, told in EXPECTED))
    with pytest.raises(BrokenInput, match="nothing tells what begins with"):
        read(path, ("Publish what each", ""))


def test_what_stands_above_several_answers_each(tmp_path: Path) -> None:
    groups = "".join(
        f"{n}. **{head}**\n\n" + "".join(f"{n}.{i} {asked}\n\n" for i, asked in enumerate(asked_of, start=1))
        for n, (head, asked_of) in enumerate([("We agree with these.", ASKED[:3]), ("We do not agree.", ASKED[3:])], 4)
    )
    found, _ = read(written(tmp_path / "answers.md", f"# Letter\n\n{groups}"), ("Publish what each", "We agree with"))
    assert [asked for asked, _ in found] == list(ASKED)
    assert [told.strip(" *") for _, told in found] == ["We agree with these."] * 3 + ["We do not agree."] * 2


def test_the_last_of_what_follows_may_answer(tmp_path: Path) -> None:
    items = "".join(f"**{n}/ {asked}**\n\nBert spoke.\n\n{n + 5} for it\n\n" for n, asked in enumerate(ASKED, start=1))
    path = written(tmp_path / "minutes.md", f"# Minutes\n\n{items}")
    found, _ = read(path, ("Dredge the inner", "6 for it"))
    assert [told for _, told in found] == [f"{n} for it" for n in range(6, 11)]


def test_a_refusal_names_the_way_out(tmp_path: Path, graph: object) -> None:
    path = written(tmp_path / "prose.txt", "It rained in March.\nNobody came.\n")
    with pytest.raises(BrokenInput, match=rf"tcgraph import {path} --draft draft --like '.*' --answer '.*'"):
        make_draft(path, graph)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--answer", "Prices"], "Each --answer needs a --like"),
        (["--like", "Dredge", "--columns", "ask=A"], "beside it --columns takes"),
    ],
)
def test_options_that_do_not_go_together(tmp_path: Path, options: list[str], message: str) -> None:
    path = written(tmp_path / "log.csv", "a,b\nc,d\n")
    done = run(["import", str(path), "--draft", str(tmp_path / "draft"), *options], Path.cwd(), {})
    assert done.returncode == 2
    assert message in done.stderr


def test_beside_an_example_somebody_says_which_column_is_the_status(project: Project, tmp_path: Path) -> None:
    states = (("done", "a"), ("open", "b"), ("done", "c"), ("done", "a"), ("open", "b"))
    rows = "".join(f'"{a}","{b}",{c},{d}\n' for (a, b), (c, d) in zip(EXPECTED, states, strict=True))
    table = written(tmp_path / "harbour.csv", f"Wish,Told,Status,Status 2019\n{rows}")
    examples = [Example(ASKED[0], TOLD[0])]
    plain = draft_into(project_copy(project, tmp_path), table, tmp_path / "plain", examples=examples).draft
    assert [reply.status_text for reply in plain.reading.replies] == [one for one, _ in states]
    assert any("'Status' is read, and not 'Status 2019'" in one.message for one in plain.findings)
    given, meant = {"status": ["Status 2019"]}, {"a": "rejected", "b": "taken", "c": "planned"}
    said = draft_into(
        project_copy(project, tmp_path), table, tmp_path / "said", given=given, statuses=meant, examples=examples
    ).draft
    assert [one.status for one in said.actions] == [meant[one] for _, one in states]
    with pytest.raises(BrokenInput, match="there is no column 'Stage'"):
        draft_into(project, table, tmp_path / "no", given={"status": ["Stage"]}, examples=examples)


def test_tables_of_one_row_s_kind_keep_their_titles_and_ticks(tmp_path: Path) -> None:
    heads = "| Wish | Kind | Left |\n| --- | --- | --- |\n"
    rows = [f"| {asked} | {told} | berth ✔ |\n" for asked, told in EXPECTED]
    path = written(
        tmp_path / "log.md", f"## North\n\n{heads}{''.join(rows[:3])}\n## South\n\n{heads}{''.join(rows[3:])}"
    )
    file = read_tables(path)
    reading = read_like(file, learn_rows(file, [Example(ASKED[0], TOLD[0])]))
    assert [ask.section for ask in reading.asks] == ["North"] * 3 + ["South"] * 2
    assert [reply.status_text for reply in reading.replies][:3] == ["✔"] * 3


def test_a_row_that_looks_like_headings_is_one_where_other_tables_have_none(tmp_path: Path) -> None:
    document = Document()
    others = [("Review of all legacy requests", "Completed"), ("Meet the smith about the rails", "Carried forward")]
    before = [*EXPECTED, ("Paint the rails of the pier.", "Completed")]
    for rows in (before[:2], before[2:], others):
        document.add_heading("Meeting", 2)
        table = document.add_table(rows=0, cols=2)
        for both in rows:
            for cell, words in zip(table.add_row().cells, both, strict=True):
                cell.text = words
    document.save(str(tmp_path / "log.docx"))
    assert read(tmp_path / "log.docx", (ASKED[0], TOLD[0]))[0] == [*before, *others]
    assert read(tmp_path / "log.docx", (ASKED[0], TOLD[0]), others[1])[0] == [*before, *others]


@pytest.mark.parametrize(
    ("name", "row"),
    [
        pytest.param(
            "forms.html",
            "<table><tr><th>H-{n}<td>{asked}<tr><th>Agency<td>Harbour Board<tr><th>Status<td>Done"
            "<tr><th>Progress in May<td>{told}</table>",
            id="a table for each",
        ),
        pytest.param(
            "answers.md",
            "### Issue {n}\n\nSummary: {asked}\n\nResponsible: Harbour Board\n\nResponse: {told}\n\nClosed: Done\n\n",
            id="labels in a text",
        ),
    ],
)
def test_what_stands_beside_under_labels_of_its_own_is_no_part_of_an_answer(
    tmp_path: Path, name: str, row: str
) -> None:
    rows = "".join(row.format(n=n, asked=asked, told=told) for n, (asked, told) in enumerate(EXPECTED, start=1))
    path = written(tmp_path / name, rows)
    file = read_tables(path)
    reading = read_like(file, learn_rows(file, [Example(*EXPECTED[0])]))
    assert [(one.ask.text, one.text) for one in reading.replies if one.ask] == EXPECTED
    assert {(one.status_text, one.agent_text) for one in reading.replies} == {("Done", "Harbour Board")}


def test_a_second_example_reads_tables_with_its_own_headings_and_no_others(tmp_path: Path) -> None:
    def table(heads: str, rows: list[tuple[str, str]]) -> str:
        return f"| {heads} |\n|---|---|\n" + "".join(f"| {a} | {b} |\n" for a, b in rows) + "\n"

    other = [("Chapter one of the plan", "Moved to the second page"), ("Chapter two of the plan", "Stays as it is")]
    text = table("Wish | Seen to", EXPECTED[:3]) + table("Point | Seen to by", EXPECTED[3:]) + table("Old | New", other)
    path = written(tmp_path / "plan.md", f"# Plan\n\n{text}")
    assert read(path, EXPECTED[0], EXPECTED[4])[0] == EXPECTED


def test_what_is_likely_to_be_wrong_with_an_example_is_told(tmp_path: Path) -> None:
    rows = "".join(f"| {n} | {asked} | Done |\n" for n, asked in enumerate(ASKED, start=1) if n != 3)
    table = f"| No. | Wish | How far |\n|---|---|---|\n{rows}\n"
    path = written(
        tmp_path / "plan.md", f"{table}| No. | Recommendation | Status |\n|---|---|---|\n| 9 | Dig. | Done |\n"
    )
    told = [one.message for one in read(path, (ASKED[0], "Done"))[1].findings]
    assert any(one.startswith("no row for 3 before 4") for one in told)
    assert any("are not read; to have one, show a row of it, too: table 2 (No. | Recommendation" in one for one in told)
    turned = [one.message for one in read(path, ("Done", ASKED[0]))[1].findings]
    assert any("reads like answers; if the example is turned round" in one for one in turned)


def test_rows_of_two_kinds_are_read_together_and_a_title_above_a_table_is_no_row(tmp_path: Path) -> None:
    titles = "".join(f"### {n} — {asked}\n\n{told}\n\n" for n, (asked, told) in enumerate(EXPECTED[:3], start=1))
    table = "| Recommendation | Response |\n|---|---|\n" + "".join(
        f"| {asked} | §{told} |\n" for asked, told in EXPECTED[3:]
    )
    more = "### 5 — Paint the pier.\n\nIt is painted.\n"
    path = written(tmp_path / "letter.md", f"# Harbour\n\n{titles}### 4 — Small ones\n\n{table}\n{more}")
    shown = (ASKED[0], TOLD[0]), (ASKED[3], f"§{TOLD[3]}")
    found, _ = read(path, *shown)
    told = [(asked, f"§{told}") for asked, told in EXPECTED[3:]]
    assert found == [*EXPECTED[:3], *told, ("Paint the pier.", "It is painted.")]
    asks = read_like(read_tables(path), learn_rows(read_tables(path), [Example(*one) for one in shown])).asks
    assert [ask.reference for ask in asks] == ["1", "2", "3", "", "", "5"]


def test_what_is_not_understood_beside_what_is_is_told(tmp_path: Path) -> None:
    rows = "".join(f"> {asked}\n\n{told}\n\n" for asked, told in EXPECTED)
    path = written(tmp_path / "letter.md", f"We met on Monday.\n\nIt rained.\n\n{rows}")
    file = read_tables(path)
    patterns = learn_rows(file, [Example(ASKED[0], TOLD[0]), Example("We met on Monday")])
    assert [ask.text for ask in read_like(file, patterns).asks] == list(ASKED)
    assert any("nothing tells what begins with 'We met on Monday'" in one.message for one in file.findings)


def test_marks_are_statuses_lists_belong_to_their_row_and_titles_are_sections(tmp_path: Path) -> None:
    path = written(
        tmp_path / "wishes.md",
        "# Harbour\n\n## Water\n\n**✅ Wish 1:** Dredge the inner harbour.\n\n**❌ Wish 2:** Publish:\n"
        "    - prices\n    - boats\n\n## Land\n\n**🔴 Wish 3:** Light the northern mole.\n",
    )
    reading = read_like(read_tables(path), learn_rows(read_tables(path), [Example("Dredge the inner")]))
    assert [(ask.text, ask.section) for ask in reading.asks] == [
        ("Dredge the inner harbour.", "Water"),
        ("Publish: - prices - boats", "Water"),
        ("Light the northern mole.", "Land"),
    ]
    assert [reply.status_text for reply in reading.replies] == ["✅", "❌", "🔴"]


def test_a_status_between_a_title_and_its_answer_is_no_part_of_either(tmp_path: Path) -> None:
    rows = "".join(
        f"## C-{n} · {asked}\n\n**ACCEPTED.**\n\n{told}\n\n" for n, (asked, told) in enumerate(EXPECTED, start=1)
    )
    path = written(tmp_path / "record.md", f"# Record\n\n{rows}")
    reading = read_like(read_tables(path), learn_rows(read_tables(path), [Example(ASKED[0], TOLD[0])]))
    assert [(reply.ask.text, reply.text) for reply in reading.replies if reply.ask is not None] == EXPECTED
    assert [reply.status_text for reply in reading.replies] == ["ACCEPTED."] * 5


def test_boxes_of_a_page_tell_and_a_title_ends_the_last_answer(tmp_path: Path) -> None:
    rows = "".join(
        f'<h3>{n} Wish</h3><div class="said"><p>{asked}</p></div><div class="we"><p>{told}</p><p>More.</p></div>'
        for n, (asked, told) in enumerate(EXPECTED, start=1)
    )
    page = f"<html><body><h1>Letter</h1>{rows}<h2>Thanks</h2><p>We thank all.</p></body></html>"
    found, _ = read(written(tmp_path / "letter.html", page), (ASKED[0], TOLD[0]))
    assert found == [(asked, f"{told} More.") for asked, told in EXPECTED]


def test_what_begins_alike_is_a_row_or_told(tmp_path: Path) -> None:
    heads = ("Page 1 line 2.", "Page 3, line 4.", "Pages 5 and 6.", "Page 7 line 8.", "Page 9 line 1.")
    rows = "".join(f"{head} {asked}\n\n{told}\n\n" for head, (asked, told) in zip(heads, EXPECTED, strict=True))
    path = written(tmp_path / "letter.md", f"# Reply\n\nWe met.\n\n{rows}")
    found, _ = read(path, (f"{heads[0]} {ASKED[0]}", TOLD[0]))
    assert [told for _, told in found] == list(TOLD)
    file = read_tables(path)
    read_like(file, [RowPattern("text", {"label": "page # line #."}, {}, "after")])
    assert [one.message for one in file.findings if one.level == Level.WARNING] == [
        "2 paragraphs inside these rows begin as what was asked does; show one of them, too, if it is a row: "
        "'Page 3, line 4. Publish what each berth costs per night.'"
    ]


def test_all_that_was_read_is_off_the_list_of_what_was_not(tmp_path: Path, project: Project) -> None:
    rows = "".join(f"### {asked}\n\n{told}\n\n- and a chain\n- and a rope\n\n" for asked, told in EXPECTED)
    path = written(tmp_path / "letter.md", f"# Harbour\n\n{rows}")
    shown = [Example(ASKED[0], TOLD[0])]
    made = draft_into(project_copy(project, tmp_path), path, tmp_path / "draft", examples=shown)
    assert [one.text for one in made.draft.unread] == ["Harbour"]


def test_a_row_in_the_middle_of_a_table_is_not_its_headings(tmp_path: Path) -> None:
    rows = [f"| S{n} | {asked} | {told} |\n" for n, (asked, told) in enumerate(EXPECTED, start=1)]
    rows.insert(2, "| S9 | Status | Answer of the office |\n")
    path = written(tmp_path / "log.md", f"# Log\n\n| # | Found | Mended |\n|---|---|---|\n{''.join(rows)}")
    found, _ = read(path, (ASKED[0], TOLD[0]))
    assert found == [*EXPECTED[:2], ("Status", "Answer of the office"), *EXPECTED[2:]]
