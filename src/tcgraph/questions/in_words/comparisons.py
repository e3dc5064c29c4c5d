"""Several that are compared, as how many actions are told of each, side by side; whether that is more is not told."""

from __future__ import annotations

import re
from dataclasses import replace

from tcgraph.questions.answers import Answers
from tcgraph.questions.chips import ANY, Chip, Question
from tcgraph.questions.in_words.known_names import Names
from tcgraph.questions.in_words.phrase_meanings import Asked
from tcgraph.questions.in_words.reading import Reading
from tcgraph.questions.in_words.remark import Remark
from tcgraph.questions.in_words.tried_reading import Found
from tcgraph.questions.plain_words import plain_words
from tcgraph.rdf import plain

_MORE_THAN = re.compile(
    r"\b(?:as (?:much|many|often)|more|less|fewer|tant[oa]s?|autant|plus|moins|mas|menos)\b.* (?:as|than|como|que|qu)\b"
)
_SEVERAL = 2
_SAYS = frozenset(("words", "unread", "light", "status", "shows", "sort", "funding"))


class Comparisons:
    """Counts what is told of each that a question compares."""

    def __init__(self, answers: Answers, names: Names) -> None:
        self._answers = answers
        self._kinds = answers.kinds
        self._names = names

    def counted(self, found: Found, text: str, language: str) -> Found:
        """An answer about several that are compared, with how many actions it has of each; any other as it is.

        Args:
            found: the answer.
            text: the question as it was put.
            language: for the names of things.
        """
        question = found.reading.question
        compares = found.reading.compare or _MORE_THAN.search(plain_words(text))
        if not compares or found.reading.name or question.group or _of_money(found.reading):
            return found
        for chip in question.chips:
            named = [one for one in self._named(found.reading, chip.key) if set(one[1]) & set(chip.values)]
            pays = any(thing in self._names.payers for _, things in named for thing in things)
            if chip.without or pays or len(named) < _SEVERAL:  # deeds are no measure of money
                continue
            each = []
            for asked, things in named:
                alone = replace(chip, values=things)
                chips = tuple(alone if one is chip else one for one in question.chips)
                rows = self._answers.rows(replace(question, shows="action", chips=chips))
                name = self._names.called(things[0], language) if things[0] in self._names.label else asked.typed
                each.append(f"{name} {len({plain(row[1]) for row in rows})}")
            return replace(found, remarks=(*found.remarks, Remark("each", {"names": ", ".join(each)})))
        return found

    def side_by_side(self, first: Found, shown: Found | None, text: str, language: str) -> Found | None:
        """What is told of each of several of a kind, where a question asks whether it is as much or more.

        Args:
            first: the likeliest answer to it.
            shown: the answer that is shown: without one of them it is none.
            text: as it was put.
            language: for the names of things.
        """
        if not _MORE_THAN.search(plain_words(text)) or first.reading.cannot or _of_money(first.reading):
            return None
        for kind in self._kinds:
            named = self._named(first.reading, kind)
            lacks = shown is None or any(
                self._names.called(each[0], language) in shown.reading.left for _, each in named
            )
            if len(named) < _SEVERAL or not lacks:
                continue
            things = tuple(dict.fromkeys(thing for _, each in named for thing in each))
            names = tuple(self._names.called(each[0], language) for _, each in named)
            said = {asked.typed for asked, _ in named}
            question = Question("action", (Chip(kind, things, names),))
            left = tuple(
                one.typed
                for one in first.reading.asked
                if one.typed not in said and {meaning.role for meaning in one.meanings} <= _SAYS
            )
            reading = replace(first.reading, question=question, name="", left=left, unheard=(), open=names)
            rows = len(self._answers.rows(question))
            compared = Found(
                replace(reading, confidence=0.0, compare=True),
                self._answers.query(question),
                rows,
                remarks=(Remark("compare"),),
            )
            return self.counted(compared, text, language) if rows else None
        return None

    def _named(self, reading: Reading, kind: str) -> list[tuple[Asked, tuple[str, ...]]]:
        """The words that name things of a kind, with these, and of regions those with their names in theirs."""
        named = (
            (one, tuple(thing for m in one.meanings if m.role == "names" for thing in m.value if thing != ANY))
            for one in reading.asked
        )
        of_kind = ((one, tuple(thing for thing in things if self._names.kind(thing) == kind)) for one, things in named)
        return [
            (one, tuple(dict.fromkeys((*things, *(other for thing in things for other in self._alike(thing, kind))))))
            for one, things in of_kind
            if things
        ]

    def _alike(self, thing: str, kind: str) -> list[str]:
        return [one for one in self._names.regions_called(thing) if self._names.kind(one) == kind]


def _of_money(reading: Reading) -> bool:
    """Whether it is about money, of which deeds are no measure."""
    return any(meaning.role == "funding" for one in reading.asked for meaning in one.meanings)
