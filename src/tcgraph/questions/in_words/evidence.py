"""Whether an answer bears out how the words of its question were read.

A word that is only looked for in the texts, a name given in part and a misspelling are each a guess. Where the graph
has something of which all of them hold together, they were hardly all guessed wrong by chance; nothing is asked back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from tcgraph.questions.answers import Answers
from tcgraph.questions.chips import ANY, Chip, Question
from tcgraph.questions.in_words.function_words import PARTICIPLE
from tcgraph.questions.in_words.interpreter import Reader
from tcgraph.questions.in_words.known_names import TITLED
from tcgraph.questions.in_words.lexicon import Meaning, key
from tcgraph.questions.in_words.nearest_passages import NearestPassages
from tcgraph.questions.in_words.phrase_meanings import PhraseMeanings
from tcgraph.questions.in_words.reading import AMBIGUOUS, SURE, Reading
from tcgraph.questions.in_words.remark import OF_ANOTHER_KIND
from tcgraph.questions.in_words.tried_reading import Found
from tcgraph.questions.plain_words import plain_words
from tcgraph.rdf import plain

_MOST = 20
"""Rows of an answer from which on it is too much of everything to prove anything."""
_OF_ALL = frozenset(("status", "section"))
"""What every action has, so that nothing follows from its being there."""
_TOLD_BY_ITSELF = frozenset(
    ("action", "recommendation", "figure", "product", "event", "agreement", "project", "date", "since")
)
"""Kinds with texts of their own: one in which a word stands is about it; whoever pays for such a one may be not."""
_FEW = 12
"""Rows that are looked through."""
_COUNT = Meaning("shows", ("count",))
_CHANGING = frozenset(("operator", "form", "cannot", "count", "and", "role"))
"""What words mean that change what others say, so that no text answers to them."""
_PLAIN = frozenset(("shows", "funding", "question", "unread", "words", "light"))
"""What words mean that name nothing, and change nothing of what is named."""
_TOLD_APART = "asked_of_all beside doer for kind listed none_together place roles status theme unfit"
_OTHERS = frozenset(_TOLD_APART.split())
"""What is told beside an answer that leaves out some of what was asked for."""
_CLEAR = 0.85
"""The same of all else that a document tells, as a share of what the nearest row has."""
_ROWS = ("action", "recommendation")
_GLANCE = 4
"""Rows that are read at once, of which the one that answers is seen."""
_ENOUGH = 0.4
"""The share of a question that some row has to have."""
_LESS = 0.7
"""How much of a question others that fit what is named may have, as a share of what each row has."""
_KEPT = ("number", "section", "role")
"""What says which deeds are meant, beside what is named."""
_SMALL = 2
"""Letters and figures of what is no word by itself: the last of "2008-09"."""


class Evidence:
    """Looks in the texts of an answer for the words of its question.

    Args:
        answers: of the graph.
        reader: of questions.
        nearest: knows the texts.
    """

    def __init__(self, answers: Answers, reader: Reader, nearest: NearestPassages) -> None:
        self._answers = answers
        self._kinds = answers.kinds
        self._reader = reader
        self._nearest = nearest

    def accounted(self, found: Found, text: str, language: str) -> Reading:
        """A reading without doubt about words that say only what it is about, where what is listed has most of them.

        What a word asks that changes what others say, a second kind of thing or a second question stays in doubt, and
        so do a status and a time that do not stand in each row. Where all that is in doubt stands there, nothing else
        that fits what is named may have nearly as much of the question; else nothing at all that a document tells may
        have as much, and what does not stand there is told as passed over.

        Args:
            found: the answer.
            text: the question as it was put.
            language: where the words do not tell.
        """
        reading, question = found.reading, found.reading.question
        if reading.cannot or reading.compare or question.group or not 0 < found.rows <= _FEW:
            return reading
        one = reading.whether and question.shows in _TOLD_BY_ITSELF  # and no list, which others may belong to
        if not (one or all(self._cuts_off_none(chip, question) for chip in question.chips)):
            return reading
        about, spoken = self._reader.content(reading.asked, text, language)
        read = dict(reading.spelled)
        titled = {chip.told: chip.typed for chip in question.chips if chip.typed and chip.key in TITLED}
        doubted = dict.fromkeys(titled.get(one, one) for one in (*reading.open, *reading.left))
        words = tuple(dict.fromkeys(read.get(one, one) for one in (*about, *" ".join(doubted).split())))
        rows = [{plain(cell) for cell in row} for row in self._answers.select(found.query)]
        said = {one.typed: {_role(meaning, question.shows) for meaning in one.meanings} for one in reading.asked}
        said |= {word: roles for typed, roles in said.items() for word in typed.split()}

        pairs = pairwise(reading.asked) if question.shows == "figure" else ()
        counted = {how_many.typed for how_many, what in pairs if self._counts(what, rows)}
        # What is listed is of another kind than asked for; where it is asked whether it is so, none was to be listed.
        lacking = not reading.whether and any(remark.key in OF_ANOTHER_KIND for remark in found.remarks)
        # Who gives is asked of as a donor, which asks for no other donors.
        paying = any(one in self._reader.names.payers for chip in question.chips for one in chip.values)

        def stands(typed: str) -> bool:
            means = self._reader.meaning((typed,), spoken).get(typed, ())
            if said.get(typed) == {"shows"} and (question.shows != "figure" or typed in counted):
                return True  # the kind that is shown
            parts = [read.get(part, part) for part in typed.split() if len(part) > _SMALL]
            return all(self._nearest.stands(part, spoken, rows, means) for part in parts)

        def settled(typed: str) -> bool:
            roles = said.get(typed, _CHANGING)
            second = "kind" in roles and (typed in reading.left or lacking) and not (paying and roles >= {"names"})
            heard = typed not in reading.unheard or PARTICIPLE.search(plain_words(typed))
            return not (second or roles & _CHANGING) and bool((heard and roles <= _PLAIN) or stands(typed))

        away = [one for one in doubted if not stands(one)]
        whole = bool(doubted and not away)
        if AMBIGUOUS in reading.doubts and not doubted:
            return reading  # it is not a word that is in doubt
        if not all(map(settled, doubted)) or not self._is_nearest(found, rows, words, spoken, whole=whole):
            return reading
        return replace(
            reading,
            open=(),
            left=(),
            passed=tuple(dict.fromkeys((*reading.passed, *(one for one in away if one not in reading.unheard)))),
            confidence=max(SURE, reading.confidence),
        )

    def _counts(self, what: PhraseMeanings, rows: list[set[str]]) -> bool:
        """Whether what comes after a "how many" is in the names of all figures, which may be of something else."""
        labels = self._reader.names.label
        called = [{word for one in row for text in labels.get(one, {}).values() for word in key(text)} for row in rows]
        return all(one & {*key(what.typed)} for one in called)

    def belied(self, found: Found, language: str) -> Iterator[str]:
        """What an answer denies although the texts of something that it lists have the words: it is only not linked.

        Args:
            found: the answer.
            language: of the question.
        """
        for chip in found.reading.question.chips:
            asked = found.reading.asked
            said = (one.typed for one in asked if any({*m.value} & {*chip.values} for m in one.meanings))
            words = [word for word in plain_words(" ".join(said)).split() if len(word) > _SMALL]
            of_rows = chip.without and found.reading.question.shows in _ROWS and ANY not in chip.values
            if not (of_rows and chip.key in self._kinds and words):
                continue
            rows = [{plain(cell) for cell in row} for row in self._answers.select(found.query)]
            if any(all(self._nearest.stands(word, language, [row]) for word in words) for row in rows):
                yield chip.told

    def _cuts_off_none(self, chip: Chip, question: Question) -> bool:
        """Whether words that are looked for stand together in a text, or cut off nothing that fits all else."""
        if chip.key not in ("words", "called") or chip.without or len(question.chips) == 1:
            return True
        without = question.with_chip(chip, replace(chip, without=True))
        return _stand_together(chip) or not self._answers.rows(without)

    def _is_nearest(
        self, found: Found, rows: list[set[str]], words: tuple[str, ...], language: str, *, whole: bool
    ) -> bool:
        """Whether an answer has more of the words of a question than anything else; each of many rows.

        Args:
            found: the answer.
            rows: of it.
            words: that say what the question is about.
            language: that they are in.
            whole: whether each row has all that was in doubt, so that only what fits all that is named is compared.
        """
        scores = self._nearest.find(words, language, self._reader.meaning(words, language)).scores
        has = [max((scores.get(one, 0.0) for one in row), default=0.0) for row in rows]
        kept = tuple(chip for chip in found.reading.question.chips if chip.key in (*self._kinds, *_KEPT))
        told = {remark.key for remark in found.remarks}
        if whole and found.reading.name:
            return True
        if whole:
            every = self._answers.rows(replace(found.reading.question, chips=kept))
            others, enough = {plain(cell) for row in every for cell in row}, min(has) * _LESS
        else:
            others, enough = {*self._nearest.of_deeds(scores)}, max(has) * _CLEAR
            few = found.rows <= _GLANCE and found.reading.question.shows in _TOLD_BY_ITSELF
            if not few or max(has) < _ENOUGH or told & _OTHERS:
                return False
        most = max((scores.get(one, 0.0) for one in others.difference(*rows)), default=0.0)
        return (len(words) > 1 or bool(kept)) and most < enough


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


def _role(meaning: Meaning, shown: str) -> str:
    """What words do in a question: those for a kind of thing that is shown say no more than that."""
    if meaning.role != "shows" or meaning == _COUNT:
        return "count" if meaning == _COUNT and shown != "figure" else meaning.role
    return meaning.role if meaning.value[0] == shown else "kind"


def _by_itself(chip: Chip, reading: Reading) -> bool:
    """Whether the one thing that holds says enough: words that a text has together, or a kind that has such words."""
    if chip.key in ("words", "called"):
        return not reading.guessed and (_stand_together(chip) or reading.question.shows in _TOLD_BY_ITSELF)
    return ANY not in chip.values and " " in chip.typed


def _stand_together(chip: Chip) -> bool:
    return any(value.startswith('"') or " " in value for value in chip.values)
