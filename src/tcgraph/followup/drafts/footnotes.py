"""What notes at the foot of a page add to the replies that they hang on: it is told with them, and not left behind."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tcgraph.followup.drafts.draft import Draft

_NOTES: Final = ("a footnote", "a endnote")


def with_notes(draft: Draft) -> dict[str, str]:
    """What is proposed as the summary of each action: its words and, after a reply's last part, the notes of its cells.

    Args:
        draft: the draft.

    Returns:
        The summaries by the keys of the proposals.
    """
    notes: defaultdict[str, list[str]] = defaultdict(list)
    for left in draft.unread:
        if left.why in _NOTES:
            notes[left.place.words].append(left.text)
    last = {id(one.reply): one.key for one in draft.actions}
    told = {}
    for one in draft.actions:
        places = dict.fromkeys(piece.place.words for piece in one.reply.pieces)
        mine = [f"[{text}]" for place in places for text in notes[place]] if last[id(one.reply)] == one.key else []
        told[one.key] = " ".join([one.wording, *mine])
    return told
