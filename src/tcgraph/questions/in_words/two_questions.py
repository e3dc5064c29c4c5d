"""The answers to two questions in one sentence: the second of what the first names, where it names nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from tcgraph.questions.answers import Answers
from tcgraph.questions.chips import Chip, Question
from tcgraph.questions.in_words.coordination import Coordination
from tcgraph.questions.in_words.function_words import ANSWERED, BY
from tcgraph.questions.in_words.interpreter import Reader
from tcgraph.questions.in_words.lexicon import Meaning, stem
from tcgraph.questions.in_words.phrase_meanings import PhraseMeanings
from tcgraph.questions.in_words.reading import LEFT, STATUSES, SURE, Reading
from tcgraph.questions.in_words.remark import OF_ANOTHER_KIND, Remark
from tcgraph.questions.in_words.tried_reading import Found, leading
from tcgraph.questions.in_words.word_coverage import AnswerMeaning, unpaid
from tcgraph.questions.plain_words import plain_words
from tcgraph.rdf import plain

_OF_FORMS = {"who": "doer", "when": "date"}
"""The kind that is asked for by the form of a question alone."""
_COUNT = Meaning("shows", ("count",))
_NONE_NAMED = Remark("names_none", {"name": ""})
_FEW_ROWS, _MOST_ROWS, _FEW_RECOMMENDED = 12, 40, 4
"""Rows to a second question that are told beside the first answer; that are an answer; of whose replies it is told."""


class TwoQuestions:
    """Answers both questions of a sentence.

    Args:
        answers: of the graph.
        reader: of questions.
        answer: to one of them in a language; None where it is not clear what that asks.
        tried: a reading with its rows.
        meaning: what an answer expresses, with what is told beside it.
    """

    def __init__(
        self,
        answers: Answers,
        reader: Reader,
        answer: Callable[[str, str], Found | None],
        tried: Callable[[Reading, str], list[Found]],
        meaning: Callable[[Found, Collection[Remark]], AnswerMeaning],
    ) -> None:
        self._answers = answers
        self._reader = reader
        self._leading = answer
        self._tried = tried
        self._answer_of = meaning

    def told(self, found: list[Found], both: Coordination, language: str) -> list[Found]:
        """The answers to the two questions of one text; the second is told apart, as left out, where it is not sure.

        Args:
            found: the answers to the whole of it.
            both: of them.
            language: where the words do not tell; and of names.
        """
        first = self._leading(both.first, language)
        second = self._leading(both.second, language) if both.second else None
        second = (self._of_the_same(first, both.asked, language) if first else None) or second
        said = second is not None and (second.rows <= _FEW_ROWS or second.counted) and not second.is_near
        if first and second and _NONE_NAMED in second.remarks and first.rows and not first.is_near:
            none = Remark("names_none", {"name": both.asked})
            return [replace(first, remarks=(*first.remarks, none)), *(one for one in found if one.query != first.query)]
        half = Remark("half", {"name": both.asked})
        apart = (replace(second, remarks=(half, *second.remarks)),) if second and said else ()
        if first is None or not (first.rows and first.reading.confidence >= SURE) or first.reading.cannot:
            whole = leading(found)
            if first and apart and first.rows and not first.is_near and (whole is None or whole.is_near):
                return [self._of_half(first, both, apart), *found]
            return [replace(found[0], beside=apart if first else ()), *found[1:]]
        told, asked = self._answer_of(first, first.remarks), self._reader.said(both.asked, language)
        if second and first.reading.sure and second.reading.sure and self._answers_more(second, first, asked):
            return [replace(first, second=second)]
        lacks = {*unpaid(told, asked)} - {*first.reading.open}
        in_columns = (one.typed for one in asked for m in one.meanings if m.role == "question"
                      and self._reader.told_in.get(m.value[0]) in told.columns)  # fmt: skip
        lacks -= {*in_columns}
        counts = bool(asked) and all(_COUNT in one.meanings for one in asked) and not both.same
        if (not lacks and not counts) or (both.same and told.shows != "figure"):
            return [first]  # which those are: whoever counts or lists them tells it
        return [self._of_half(first, both, apart), *found]

    @staticmethod
    def _of_half(first: Found, both: Coordination, apart: tuple[Found, ...]) -> Found:
        """The answer to the first of two questions, with the second as left out."""
        less = round(min(SURE, first.reading.confidence) - LEFT, 2)
        left = (*first.reading.left, both.asked)
        return replace(first, reading=replace(first.reading, left=left, confidence=less), beside=apart)

    def _answers_more(self, second: Found, first: Found, asked: Collection[PhraseMeanings]) -> bool:
        """Whether an answer is one to a second question, and not most of all there is, or the first once more."""
        said = [one for one in asked if any(meaning.role != "operator" for meaning in one.meanings)]
        forms = {one.typed for one in said if any(meaning.role == "form" for meaning in one.meanings)}
        more = {*self._answers.select(second.query)} != {*self._answers.select(first.query)}
        lacks = forms.intersection(unpaid(self._answer_of(second, second.remarks), said))
        return second.rows <= _MOST_ROWS and bool(said or more) and (not lacks)

    def _of_the_same(self, first: Found, text: str, language: str) -> Found | None:
        """What a second question asks of all that the first names: what was replied, another kind, or how it stands."""
        asked, question = self._reader.said(text, language), first.reading.question
        listed = tuple(dict.fromkeys(plain(row[0]) for row in self._answers.select(first.query)))
        stands = tuple(
            m.value[0] for one in asked for m in one.meanings if m.role == "status" and m.value[0] in STATUSES
        )
        kind = self._kind_asked(asked)
        if len(listed) <= _FEW_RECOMMENDED and asked and all(stem(plain_words(one.typed)) in ANSWERED for one in asked):
            question = Question("action", (Chip("number", listed, listed),))
        elif question.chips and (kind or len(asked) == len(stands) == 1):
            chips = tuple(chip for chip in question.chips if chip.key != "status" or kind)
            chips = (*chips, Chip("status", stands, stands)) if stands else chips
            question = replace(question, shows=kind or "action", chips=chips)
        else:
            return None
        rest = replace(first.reading, name="", asked=asked, open=(), cannot=(), guessed=False, parts=(), deeds=False)
        tried = self._tried(replace(rest, question=question), language)
        for one in tried:
            other = any(remark.key in OF_ANOTHER_KIND for remark in one.remarks)
            within = stands or {plain(row[0]) for row in self._answers.select(one.query)} <= {*listed}
            if one.rows and within and not other:
                return one
        if not kind or kind == first.reading.question.shows or not tried:
            return None
        none = replace(rest, question=question)  # that none is named for it is the answer
        return replace(tried[-1], reading=none, query=self._answers.query(question), rows=0, remarks=(_NONE_NAMED,))

    def _kind_asked(self, asked: Collection[PhraseMeanings]) -> str:
        """The kind that words ask for, where they say nothing else: "by whom", "and when", "with whose money"."""
        asked = [one for one in asked if plain_words(one.typed) not in BY]
        said = [(m.role, m.value[0] if m.value else "") for one in asked for m in one.meanings]
        kinds = [value for role, value in said if role == "shows" and value in self._answers.kinds]
        kinds += ["donor" for role, _ in said if role == "funding"]
        kinds += [_OF_FORMS[value] for role, value in said if role == "form" and value in _OF_FORMS]
        small = {"shows", "funding", "form"}
        kinds = [kind for kind in dict.fromkeys(kinds) if kind in self._answers.kinds]
        return kinds[0] if len(kinds) == 1 and all({m.role for m in one.meanings} & small for one in asked) else ""
