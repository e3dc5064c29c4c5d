"""When something was done, apart from what only names a time: a programme of 2006-10 does not date a deed of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tcgraph.questions.answers import Answers
from tcgraph.questions.chips import Chip, Question
from tcgraph.questions.in_words.reading import AMBIGUOUS, SURE, Reading
from tcgraph.questions.in_words.remark import Remark
from tcgraph.questions.in_words.tried_reading import Found, told_apart

_MOST = 40
_TAKEN = Chip("status", ("taken",), ("taken",))


def by_deeds(answers: Answers, reading: Reading) -> Reading:
    """A reading of what was done at a time, by the dates of the deeds themselves, where any of those is dated so.

    Args:
        answers: of the graph.
        reading: of a question; another than that is left as it is.
    """
    question, timed = reading.question, _timed(reading)
    if not timed:
        return reading
    chips = tuple(replace(chip, key="done") if chip in timed else chip for chip in question.chips)
    dated = replace(question, chips=chips)
    sure = max(reading.confidence, SURE) if reading.confidence + AMBIGUOUS >= SURE and not reading.left else 0.0
    found = len(answers.rows(dated))
    return replace(reading, question=dated, confidence=sure or reading.confidence) if found else reading


def naming_time(answers: Answers, reading: Reading) -> Iterator[Found]:
    """What is done and only names a time that is asked for, beside what was done then."""
    given = reading.question.chips
    if not any(chip.key == "done" for chip in given) or reading.name:
        return
    named = tuple(replace(chip, key="when") if chip.key == "done" else chip for chip in given)
    others = (replace(chip, without=True) for chip in given if chip.key == "done")
    taken = () if any(chip.key == "status" for chip in given) else (_TAKEN,)
    question = Question("action", (*named, *others, *taken))
    yield from told_apart(answers, reading, question, Remark("names_time"), most=_MOST)


def _timed(reading: Reading) -> list[Chip]:
    question = reading.question
    done = reading.deeds or any(chip.key == "status" and "taken" in chip.values for chip in question.chips)
    if reading.name or question.shows != "action" or not done:
        return []
    return [chip for chip in question.chips if chip.key == "when" and not chip.without]
