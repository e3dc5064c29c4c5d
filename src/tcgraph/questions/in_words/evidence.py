"""Whether an answer bears out how the words of its question were read.

A word that is only looked for in the texts, a name given in part and a misspelling are each a guess. Where the graph
has something of which all of them hold together, they were hardly all guessed wrong by chance; nothing is asked back.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from tcgraph.questions.answers import Answers
from tcgraph.questions.chips import ANY, Chip, Question
from tcgraph.questions.in_words.interpreter import Reader
from tcgraph.questions.in_words.known_names import TITLED
from tcgraph.questions.in_words.lexicon import Meaning, key
from tcgraph.questions.in_words.nearest_passages import Nearest
from tcgraph.questions.in_words.phrase_meanings import Asked
from tcgraph.questions.in_words.reading import LEFT, Reading, loose
from tcgraph.questions.in_words.tried_reading import Found
from tcgraph.rdf import plain

_MOST = 20
"""Rows of an answer from which on it is too much of everything to prove anything."""
_OF_ALL = frozenset(("status", "section"))
"""What every action has, so that nothing follows from its being there."""
_TOLD_BY_ITSELF = frozenset(("action", "recommendation", "figure", "product", "event", "agreement", "project"))
"""Kinds with texts of their own: one in which a word stands is about it; whoever pays for such a one may be not."""
_SEARCHED = ("words", "called")
_KEPT = ("number", "section", "role")
"""What says which deeds are meant, beside what is named."""
_FEW = 12
"""Rows that are looked through."""
_TOLD = frozenset(("words", "unread", "light", "when", "sort"))
"""What words mean that may stand so in a text; those of how it stands or how much change what is asked."""
_LESS = 0.7
"""How much of a question another may have at most, as a share of what is listed has, not to be meant as well."""
_COUNT = Meaning("shows", ("count",))
_HOW_MANY = (_COUNT, Meaning("shows", ("figure",)))
_SMALL = 2
"""Letters and figures of what is no word by itself: the last of "2008-09"."""


class Evidence:
    """Looks in the texts of an answer for the words of its question.

    Args:
        answers: of the graph.
        reader: of questions.
        nearest: knows the texts.
    """

    def __init__(self, answers: Answers, reader: Reader, nearest: Nearest) -> None:
        self._answers = answers
        self._kinds = answers.kinds
        self._reader = reader
        self._nearest = nearest

    def accounted(self, found: Found, text: str, language: str) -> Reading:
        """A reading without doubt about words that stand in the texts of all that is listed, and hardly anywhere else.

        A word that is only looked for may be said otherwise: it has to cut off nothing, or to stand there together with
        those beside it. Then nothing else that fits what is named may have nearly as much of the question. Times
        are told by deeds that name them as the question does.

        Args:
            found: the answer.
            text: the question as it was put.
            language: where the words do not tell.
        """
        reading = found.reading
        question = reading.question
        if question.group or not 0 < found.rows <= _FEW:
            return reading
        about, spoken = self._reader.content(reading.asked, text, language)
        told = _TOLD if reading.cannot else _TOLD | {"cannot"}  # of what is only looked for: "meeting of directors"
        told |= {"funding"} if question.shows == "figure" else set()
        # A second kind of thing is asked for, too, and in the texts of the first it is only named.
        asks = {*reading.left, *(one.typed for one in reading.asked if one.first and not reading.name)}
        plainly = {
            typed
            for one in reading.asked
            if {m.role for m in one.meanings} <= (told if one.typed in asks else told | {"shows"})
            for typed in one.typed.split()
        }
        if not {word for typed in reading.left for word in typed.split()} <= plainly:
            return reading
        searched = [chip for chip in question.chips if chip.key in _SEARCHED and not chip.without]
        plainly |= {word for chip in searched if " " in chip.told for word in chip.told.strip('"').split()}
        # Of several things of one name all are told where each row has it.
        things = [one for one in question.chips if (one.key in self._kinds or one.key == "own") and not one.without]
        typed = {chip.told: chip.typed for chip in things if chip.typed and chip.key in TITLED}
        plainly |= {word for name in typed.values() for word in name.split()}
        read = dict(reading.spelled)
        means = {} if reading.whether else self._reader.meaning(plainly, spoken)  # a yes is to the very words
        rows = [{plain(cell) for cell in row} for row in self._answers.select(found.query)]
        words = tuple(read.get(word, word) for word in dict.fromkeys((*about, *sorted(plainly))))
        count = any(_COUNT in one.meanings for one in reading.asked)
        if not words or (count and question.shows != "figure" and searched):
            return reading  # how many there are, words do not tell
        whole = all(self._is_phrase(chip, question) for chip in searched) and self._alone(question, rows, words, spoken)
        if not (reading.name or whole):
            return reading
        stands = {
            word
            for word in plainly
            if len(word) <= _SMALL or self._nearest.stands(read.get(word, word), spoken, rows, means.get(word, ()))
        }
        pairs = pairwise(reading.asked) if question.shows == "figure" else ()
        stands |= {how_many.typed for how_many, what in pairs if self._counts(how_many, what, rows)}
        open_, left = (
            tuple(one for one in words if one not in stands and not {*typed.get(one, one).strip('"').split()} <= stands)
            for words in (reading.open, reading.left)
        )
        refund = LEFT * (len(reading.left) - len(left))
        reading = replace(reading, open=open_, left=left)
        refund += 0.0 if open_ or borne_out(reading, found.rows) else loose(reading)
        return replace(reading, confidence=min(1.0, round(reading.confidence + refund, 2)))

    def _counts(self, how_many: Asked, what: Asked, rows: list[set[str]]) -> bool:
        """Whether what comes after a "how many" is in the names of all figures, which may be of something else."""
        labels = self._reader.names.label
        called = [{word for one in row for text in labels.get(one, {}).values() for word in key(text)} for row in rows]
        return how_many.meanings[0] in _HOW_MANY and all(one & {*key(what.typed)} for one in called)

    def _is_phrase(self, chip: Chip, question: Question) -> bool:
        """Whether words that are looked for stand together in a text, or cut off nothing that fits all else."""
        if len(question.chips) == 1:
            return True  # it cuts off all else
        without = tuple(replace(one, without=True) if one is chip else one for one in question.chips)
        others = any(one is not chip and not one.without for one in question.chips)
        apart = self._answers.rows(replace(question, chips=without))
        return _stand_together(chip) or (others and not apart)

    def _alone(self, question: Question, rows: list[set[str]], words: tuple[str, ...], language: str) -> bool:
        """Whether nothing else that fits what is named has nearly as much of some words as each of some rows."""
        scores = self._nearest.find(words, language, self._reader.meaning(words, language)).scores
        listed = set().union(*rows)
        named = replace(question, chips=tuple(chip for chip in question.chips if chip.key in (*self._kinds, *_KEPT)))
        every = ({plain(cell) for cell in row} for row in self._answers.rows(named))
        others = (scores.get(one, 0.0) for row in every for one in row - listed)
        return max(others, default=0.0) <= _LESS * min(max(scores.get(one, 0.0) for one in row) for row in rows)


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
