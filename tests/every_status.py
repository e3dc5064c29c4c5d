"""A follow-up of a body that there is not, whose replies have every status, and one decision without any reply."""

from __future__ import annotations

from pathlib import Path

from tcgraph.followup.statuses import EVERY
from tests.own_project import tcgraph_in

DECISIONS = (
    ("Dredge the northern channel.", "taken", "The channel was dredged in May 2097."),
    ("Rebuild the east pier.", "under-way", "The pier is being rebuilt."),
    ("Train the pilots.", "planned", "The pilots will be trained by 1 March 2099."),
    ("Keep the beacon lit.", "standing", "The beacon is lit every night."),
    ("Paint the twelve buoys.", "partly-taken", "Seven of the twelve buoys were painted."),
    ("Buy a second tug.", "not-taken", "No tug was bought."),
    ("Lower the port dues.", "rejected", "The Treasury does not agree to lower them."),
    ("Study the tides.", "cancelled", "The study was given up for want of money."),
    ("Merge the two registers.", "overtaken", "The registers were abolished by the new act."),
    ("Publish the accounts.", "", ""),
)
"""What was asked, the status of the reply, and the reply; the last has none."""
CODE, DAY, DUE = "quays", "2098-05-05", "2099-03-01"


def every_status(folder: Path) -> Path:
    """Make the project: its table is imported, reviewed and accepted as an officer would; its folder."""
    from openpyxl import load_workbook

    assert [status for _, status, _ in DECISIONS if status] == list(EVERY)
    table = folder / "quays.csv"
    lines = [f'{n},"{asked}","{reply}"' for n, (asked, _, reply) in enumerate(DECISIONS, start=1)]
    table.write_text("\n".join(["No.,Decision,Follow-up", *lines, ""]), encoding="utf-8")
    run = tcgraph_in(folder)
    begun = run("init", "p", "--body", "Quays Board", "--code", "board", "--symbol", "QB/1")
    assert begun.returncode == 0, begun.stderr
    run = tcgraph_in(folder / "p")
    drafted = run("import", str(table), "--draft", str(folder))
    assert drafted.returncode == 0, drafted.stderr
    book = load_workbook(folder / "quays.review.xlsx")
    given = {"Symbol": "QB/2", "Title": "Decisions on quays", "Date": DAY, "Body": "board"}
    for row in book["Document"].iter_rows(max_col=2):
        if str(row[0].value) in given:
            row[1].value = given[str(row[0].value)]
    sheet = book["Actions"]
    headings = {str(cell.value).rstrip(" *"): place for place, cell in enumerate(sheet[1], start=1)}
    for number, status in enumerate(EVERY, start=2):
        sheet.cell(number, headings["Take over"]).value = "yes"
        sheet.cell(number, headings["Status"]).value = status
        if status == "planned":
            sheet.cell(number, headings["Expected by"]).value = DUE
    book.save(folder / "quays.review.xlsx")
    accepted = run("import", str(folder / "quays.review.xlsx"), "--accept")
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr
    return folder / "p"
