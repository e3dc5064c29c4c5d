"""What a question names and is only asked for: recommendations under which nothing is told of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from tcgraph.questions.answers import Answers
from tcgraph.questions.chips import Chip, Question, askable, compiled
from tcgraph.questions.in_words.interpreter import Reader
from tcgraph.questions.in_words.remark import Remark
from tcgraph.questions.in_words.tried_reading import Found
from tcgraph.questions.kinds import Kind
from tcgraph.rdf import plain

_NAMING = frozenset(("names", "instrument"))
_FEWEST = 3
"""Recommendations that are told beside an answer to more than a name."""


class AskedElsewhere:
    """Looks for what is only asked for.

    Args:
        answers: of the graph.
        kinds: of the project.
        reader: of questions.
    """

    def __init__(self, answers: Answers, kinds: Mapping[str, Kind], reader: Reader) -> None:
        self._answers = answers
        self._kinds = kinds
        self._reader = reader

    def of(self, found: Found) -> Iterator[Found]:
        """The recommendations about all that a question names under which nothing is told of that.

        So it is where it only names something, and where a doubtful answer leaves something out that it names.

        Args:
            found: the answer.
        """
        reading = found.reading
        roles = {meaning.role for one in reading.asked for meaning in one.meanings}
        names = (one.meanings for one in reading.asked if {m.role for m in one.meanings} <= _NAMING)  # of no kind, too
        named = [meaning.value for meanings in names for meaning in meanings]
        used = {value for chip in reading.question.chips for value in chip.values}
        bare = roles <= _NAMING | {"light"}
        lacks = any(used.isdisjoint(things) for things in named) or roles <= _NAMING | {"light", "form"}
        if self._reader.turns(reading.asked) or reading.question.shows == "recommendation":
            return
        if (reading.sure and reading.question.shows != "action") or not (bare or (lacks and not reading.sure)):
            return
        by_kind: dict[str, dict[str, None]] = {}
        for things in named:
            by_kind.setdefault(self._reader.names.kind(things[0]), {}).update(dict.fromkeys(things))
        called = self._reader.names.called
        chips = tuple(Chip(kind, (*values,), (*map(called, values),)) for kind, values in by_kind.items())
        only = Question("recommendation", chips)
        if not chips or not by_kind.keys() <= self._kinds.keys() or not askable(only, self._kinds):
            return
        told = (*self._answers.rows(replace(only, shows="action"), self._kinds), *self._answers.select(found.query))
        every = dict.fromkeys(plain(row[0]) for row in self._answers.rows(only, self._kinds))
        others = tuple(one for one in every if one not in {plain(row[0]) for row in told})
        if others and (bare or len(others) <= _FEWEST):
            only = replace(only, chips=(*chips, Chip("number", others, others)))
            query = compiled(only, self._kinds)
            wider = replace(reading, question=only, name="", left=(), unheard=(), open=(), confidence=0.0)
            yield Found(wider, query, len(others), remarks=(Remark("asked_too"),))
