"""What notes at the foot of a page add to the replies that they hang on: it is told with them, and not left behind."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tcgraph.followup.drafts.draft import Draft, ProposedAction
    from tcgraph.followup.tables import UnreadText

_BEFORE: Final = 25
"""So many letters before the mark of a note tell the sentence that it hangs on."""
_NOTES: Final = ("a footnote", "a endnote")


def with_notes(draft: Draft) -> dict[str, str]:
    """What is proposed as the summary of each action: its words, and the notes on them or on a last part.

    Args:
        draft: the draft.

    Returns:
        The summaries by the keys of the proposals.
    """
    notes: defaultdict[str, list[UnreadText]] = defaultdict(list)
    for left in draft.unread:
        if left.why in _NOTES:
            notes[left.place.words].append(left)
    parts: defaultdict[int, list[ProposedAction]] = defaultdict(list)
    for one in draft.actions:
        parts[id(one.reply)].append(one)
    told = {one.key: one.wording for one in draft.actions}
    for those in parts.values():
        for place in dict.fromkeys(piece.place.words for piece in those[0].reply.pieces):
            for note in notes[place]:
                before = " ".join(note.after.split())[-_BEFORE:]
                on = [one for one in those if before and before in " ".join(one.wording.split())]
                told[(on or those)[-1].key] += f" [{note.text}]"
    return told
