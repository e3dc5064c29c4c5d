"""What a question names and is only asked for: recommendations under which nothing is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tcgraph.questions.answers import Answers
from tcgraph.questions.chips import Chip, Question, askable
from tcgraph.questions.in_words.interpreter import Reader
from tcgraph.questions.in_words.remark import Remark
from tcgraph.questions.in_words.tried_reading import Found, told_apart
from tcgraph.rdf import plain

_NAMING = frozenset(("names", "instrument"))
_MOST = 4
_FEWEST = 3
"""Recommendations that are told beside an answer to more than a name."""


class AskedElsewhere:
    """Looks for what is only asked for."""

    def __init__(self, answers: Answers, reader: Reader) -> None:
        self._answers = answers
        self._kinds = answers.kinds
        self._reader = reader
        called = {word.upper() for lexicon in reader.lexicons.values() for word in lexicon.itself}
        self._itself = {one for code in called for one in reader.names.coded(code)}
        """Who reports, which is not told apart."""

    def of(self, found: Found) -> Iterator[Found]:
        """The recommendations about all that a question names under which nothing is told of that.

        So it is where it only names something, and where a doubtful answer leaves something out that it names.
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
        told = (*self._answers.rows(replace(only, shows="action")), *self._answers.select(found.query))
        every = dict.fromkeys(plain(row[0]) for row in self._answers.rows(only))
        others = tuple(one for one in every if one not in {plain(row[0]) for row in told})
        if others and (bare or len(others) <= _FEWEST):
            only = replace(only, chips=(*chips, Chip("number", others, others)))
            yield from told_apart(self._answers, reading, only, Remark("asked_too"))

    def one_by_one(self, found: Found) -> Iterator[Found]:
        """What is told of those of a sort by their own names, where its name is that of all of them together, too.

        Of a list of them, it is what is told of all of them together, who may be others than those that are named.

        Args:
            found: the answer, about "UN agencies" or a list of them.
        """
        reading, names = found.reading, self._reader.names
        chips = () if reading.name else reading.question.chips
        for one in reading.asked:
            sorts = [meaning.value for meaning in one.meanings if meaning.role == "sort" and len(meaning.value) > 1]
            things = [thing for meaning in one.meanings if meaning.role == "names" for thing in meaning.value]
            lists = bool(sorts) and reading.question.shows == sorts[0][0]
            said = {sort[1] for sort in sorts} if lists else {*things}
            chip = next((chip for chip in chips if said & {*chip.values} and not chip.without), None)
            narrowed = lists and any(each is not chip and not each.without for each in chips)
            if not (sorts and things) or chip is None or narrowed:
                continue
            others = things if lists else sorted(self._of_sort(sorts) - {*chip.values, *self._itself})
            called = "; ".join([names.called(each) for each in others][:_MOST])
            key = names.kind(others[0]) if lists else chip.key
            theirs = replace(chip, key=key, values=(*others,), names=(called,), typed="")
            kept = tuple(theirs if each is chip else each for each in chips if each is chip or not lists)
            question = replace(reading.question, shows="action" if lists else reading.question.shows, chips=kept)
            told = Remark("of_theme" if lists else "one_by_one", {"names": called, "name": one.typed})
            yield from told_apart(self._answers, reading, question, told) if others else ()

    def _of_sort(self, sorts: list[tuple[str, ...]]) -> set[str]:
        kind = sorts[0][0]
        question = Question(kind, (Chip("sort", tuple(dict.fromkeys(sort[1] for sort in sorts if sort[0] == kind))),))
        return {*map(plain, self._answers.shown(question))}
