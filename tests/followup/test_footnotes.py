"""What hangs on a reply as a note is told with it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from tcgraph.diagnostics import Location
from tcgraph.followup.drafts.footnotes import with_notes
from tcgraph.followup.tables import CellPlace, UnreadText


def test_the_note_of_a_cell_stands_at_its_sentence_else_after_the_last_part_of_its_reply() -> None:
    here, there = (CellPlace(f"table 1, row {row}, column 4", Location(Path("a.docx"))) for row in (2, 3))
    reply = SimpleNamespace(pieces=[SimpleNamespace(place=here), SimpleNamespace(place=here)])
    other = SimpleNamespace(pieces=[SimpleNamespace(place=there)])
    actions = [
        SimpleNamespace(key="1-1-a", reply=reply, wording="The act was signed."),
        SimpleNamespace(key="1-1-b", reply=reply, wording="It is in force."),
        SimpleNamespace(key="2-1-a", reply=other, wording="Done."),
    ]
    unread = [
        UnreadText("One country made a reservation.", here, "a footnote"),
        UnreadText("Page 3", there, "a page footer"),
        UnreadText("In Lima.", here, "a footnote", "The act was signed"),
    ]
    draft = cast("Any", SimpleNamespace(actions=actions, unread=unread))
    assert with_notes(draft) == {
        "1-1-a": "The act was signed. [In Lima.]",
        "1-1-b": "It is in force. [One country made a reservation.]",
        "2-1-a": "Done.",
    }
