"""What is told of a question that calls something by its address: its text, and what is reported under its number."""

from __future__ import annotations

from dataclasses import replace

from tcgraph.questions.answers import Answers
from tcgraph.questions.chips import Chip, Question
from tcgraph.questions.in_words.document_addresses import Places
from tcgraph.questions.in_words.interpreter import Reader
from tcgraph.questions.in_words.lexicon import stem
from tcgraph.questions.in_words.nearest_passages import NearestPassages
from tcgraph.questions.in_words.reading import LEFT, SURE, Reading
from tcgraph.questions.in_words.remark import Remark
from tcgraph.questions.in_words.tried_reading import Found
from tcgraph.questions.plain_words import plain_words

_FEW = 12
"""Rows that are looked through."""


class Addressed:
    """Looks for what a question calls by its address.

    Args:
        answers: of the graph.
        reader: of questions.
        nearest: lists what is found.
    """

    def __init__(self, answers: Answers, reader: Reader, nearest: NearestPassages) -> None:
        self._answers = answers
        self._reader = reader
        self._nearest = nearest
        self._places = Places(answers.select)

    def placed(self, first: Found, text: str, language: str) -> tuple[Found | None, bool]:
        """What a question calls by its number or place in the document, and whether it asks for nothing else.

        Args:
            first: the likeliest answer to it.
            text: as it was put.
            language: where the words do not tell.
        """
        _, spoken = self._reader.content((), text, language)
        lexicon = self._reader.lexicons[spoken]
        located = self._places.find(first.reading.asked, text, lexicon)
        numbered = any(chip.key == "section" for chip in first.reading.question.chips)
        more = any(stem(plain_words(left)) not in lexicon.cover for left in first.reading.left)
        if not located.things or (numbered and more):
            return None, False  # "how many points are in section 4"
        query = self._nearest.listed(located.things)
        sure = located.alone and located.exact
        reading = Reading(
            Question("action"), open=() if sure else (text,), confidence=SURE if sure else LEFT, guessed=True
        )
        leads = located.alone and (located.asks or not first.reading.sure)
        deeds = self.of_numbers(first) if located.asks else None
        told = Remark("of_theme", {"name": deeds.reading.question.chips[0].told}) if deeds else None
        beside = (replace(deeds, remarks=(told,)),) if deeds and told else ()
        return Found(reading, query, len(located.things), remarks=(Remark("located"),), beside=beside), leads

    def of_numbers(self, found: Found) -> Found | None:
        """What is reported under the numbers that a question gives, where nothing answers what it asks of them.

        Args:
            found: the likeliest answer to it.
        """
        reading = found.reading
        numbers = tuple(n for one in reading.asked for m in one.meanings if m.role == "number" for n in m.value)
        if not numbers or reading.cannot or found.nothing_fits or self._reader.turns(reading.asked):
            return None
        question = Question("action", (Chip("number", numbers, numbers),))
        query = self._answers.query(question)
        rows = len(self._answers.rows(question))
        rest = tuple(one.typed for one in reading.asked if not any(m.role == "number" for m in one.meanings))
        reading = replace(reading, question=question, name="", left=rest, unheard=(), open=(), confidence=0.0)
        return Found(reading, query, rows) if 0 < rows <= _FEW else None
