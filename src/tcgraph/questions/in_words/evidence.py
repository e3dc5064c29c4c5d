"""Whether an answer bears out how the words of its question were read.

A word that is only looked for in the texts, a name given in part and a misspelling are each a guess. Where the graph
has something of which all of them hold together, they were hardly all guessed wrong by chance; nothing is asked back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tcgraph.questions.answers import Answers
from tcgraph.questions.chips import ANY, Chip
from tcgraph.questions.in_words.interpreter import Reader
from tcgraph.questions.in_words.known_names import TITLED
from tcgraph.questions.in_words.nearest_passages import Nearest
from tcgraph.questions.in_words.reading import Reading
from tcgraph.questions.in_words.tried_reading import Found
from tcgraph.questions.kinds import Kind
from tcgraph.rdf import plain

_MOST = 20
"""Rows of an answer from which on it is too much of everything to prove anything."""
_OF_ALL = frozenset(("status", "section"))
"""What every action has, so that nothing follows from its being there."""
_TOLD_BY_ITSELF = frozenset(("action", "recommendation", "figure", "product", "event", "agreement", "project"))
"""Kinds with texts of their own: one in which a word stands is about it; whoever pays for such a one may be not."""
_SEARCHED = ("words", "called")
_FEW = 12
"""Rows that are looked through."""
_TOLD = frozenset(("words", "unread", "light", "when", "sort"))
"""What words mean that may stand so in a text; those of how it stands or how much change what is asked."""
_SMALL = 2
"""Letters and figures of what is no word by itself: the last of "2008-09"."""


class Evidence:
    """Looks in the texts of an answer for the words of its question.

    Args:
        answers: of the graph.
        kinds: of the project.
        reader: of questions.
        nearest: knows the texts.
    """

    def __init__(self, answers: Answers, kinds: Mapping[str, Kind], reader: Reader, nearest: Nearest) -> None:
        self._answers = answers
        self._kinds = kinds
        self._reader = reader
        self._nearest = nearest

    def accounted(self, found: Found, text: str, language: str) -> Reading:
        """A reading without doubt about words that stand in the texts of all that is listed, and cut nothing off.

        What is only looked for may be meant otherwise; where all that fits the rest has it, it says no more than that.
        Times are told by deeds that name them as the question does, and things by words of their titles.

        Args:
            found: the answer.
            text: the question as it was put.
            language: where the words do not tell.
        """
        reading = found.reading
        question = reading.question
        searched = [chip for chip in question.chips if chip.key in _SEARCHED and not chip.without]
        others = [one for one in question.chips if (one.key in self._kinds or one.key == "own") and not one.without]
        titled = question.shows in TITLED and any(chip.key == "called" for chip in searched)
        if reading.left or reading.name or question.group or not 0 < found.rows <= _FEW:
            return reading
        words, spoken = self._reader.content(reading.asked, text, language)
        rows = [{plain(cell) for cell in row} for row in self._answers.rows(question, self._kinds)]
        if not (others or titled or (searched and self._nearest.stands_together(words, spoken, rows))):
            return reading
        for chip in searched:
            without = (replace(chip, without=True) if one is chip else one for one in question.chips)
            if self._answers.rows(replace(question, chips=tuple(without)), self._kinds) and (others or not titled):
                return reading  # which may say the same in other words
        told = _TOLD if reading.cannot else _TOLD | {"cannot"}  # of what is only looked for: "meeting of directors"
        told |= {"funding"} if question.shows == "figure" else set()
        plainly = {
            typed for one in reading.asked if {m.role for m in one.meanings} <= told for typed in one.typed.split()
        }
        plainly |= {word for chip in searched if " " in chip.told for word in chip.told.strip('"').split()}
        # Of several things of one name all are told where each row has it.
        typed = {chip.told: chip.typed for chip in others if chip.typed and chip.key in TITLED}
        plainly |= {word for name in typed.values() for word in name.split()}
        read = dict(reading.spelled)
        means = {} if reading.whether else self._reader.meaning(plainly, spoken)  # a yes is to the very words
        stands = {
            word
            for word in plainly
            if len(word) <= _SMALL or self._nearest.stands(read.get(word, word), spoken, rows, means.get(word, ()))
        }
        left = (one for one in reading.open if not {*typed.get(one, one).strip('"').split()} <= stands)
        return replace(reading, open=tuple(left))


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
