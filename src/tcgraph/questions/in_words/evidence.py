"""Whether an answer bears out how the words of its question were read.

A word that is only looked for in the texts, a name given in part and a misspelling are each a guess. Where the graph
has something of which all of them hold together, they were hardly all guessed wrong by chance; nothing is asked back.
"""

from __future__ import annotations

from tcgraph.questions.chips import ANY, Chip
from tcgraph.questions.in_words.reading import Reading

_MOST = 20
"""Rows of an answer from which on it is too much of everything to prove anything."""
_OF_ALL = frozenset(("status", "section"))
"""What every action has, so that nothing follows from its being there."""
_TOLD_BY_ITSELF = frozenset(("action", "recommendation", "figure", "product", "event", "agreement", "project"))
"""Kinds with texts of their own: one in which a word stands is about it; whoever pays for such a one may be not."""


def borne_out(reading: Reading, rows: int) -> bool:
    """Whether the rows of a reading make up for the guesses at its single words.

    Args:
        reading: with nothing left out; one that leaves out a word is never borne out, whatever it has.
        rows: how many the graph has.
    """
    if reading.left or reading.cannot or not 0 < rows <= _MOST:
        return False
    if any(chip.told in reading.of_kind and not _stand_together(chip) for chip in reading.question.chips):
        return False  # an item that names donors, and something that is new, tells of no new donors
    said = [chip for chip in reading.question.chips if not chip.without and chip.key not in _OF_ALL]
    if len(said) != 1:
        return len(said) > 1
    return _by_itself(said[0], reading)


def _by_itself(chip: Chip, reading: Reading) -> bool:
    """Whether the one thing that holds says enough: words that a text has together, or a kind that has such words."""
    if chip.key in ("words", "called"):
        return not reading.guessed and (_stand_together(chip) or reading.question.shows in _TOLD_BY_ITSELF)
    return ANY not in chip.values and " " in chip.typed


def _stand_together(chip: Chip) -> bool:
    return any(value.startswith('"') or " " in value for value in chip.values)
