"""Several things of one kind that a question names: how many there are of each, and of all of them at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tcgraph.questions.answers import Answers
from tcgraph.questions.chips import Question
from tcgraph.questions.in_words.asked_clauses import any_of
from tcgraph.questions.in_words.known_names import Names
from tcgraph.questions.in_words.lexicon import Meaning
from tcgraph.questions.in_words.reading import LEFT, Reading
from tcgraph.questions.in_words.remark import Remark
from tcgraph.rdf import plain

_JOINS = (Meaning("operator", ("either",)), Meaning("operator", ("both",)), Meaning("and", ()))
_LISTED = 12
"""Things that are told one by one; of more it is told how many there are."""


class JoinedThings:
    """Counts what is told of each of several things.

    Args:
        answers: of the graph.
        names: of its things.
    """

    def __init__(self, answers: Answers, names: Names) -> None:
        self._answers = answers
        self._names = names

    def counted(self, reading: Reading) -> Iterator[Remark]:
        """How many there are of each of several things that are named, and of all of them: "and" may mean either.

        Args:
            reading: that was tried.
        """
        question = replace(reading.question, group="")
        keys = [chip.key for chip in question.chips if not chip.without]
        for chip in question.chips if (reading.compare or _joins(reading)) and not reading.name else ():
            alone = keys.count(chip.key) == 1
            if chip.without or chip.key not in self._answers.kinds or len(chip.values) == 1 or not alone:
                continue
            said = {one.typed: {v for m in one.meanings for v in m.value} & {*chip.values} for one in reading.asked}
            each = {typed: replace(chip, values=tuple(sorted(those))) for typed, those in said.items() if those}
            if len({one.values for one in each.values()}) == 1 or not each:
                continue
            shown = {typed: self._shown(question.with_chip(chip, one)) for typed, one in each.items()}
            told = "; ".join(f"{typed} ({len(things)})" for typed, things in shown.items())
            if chip.key == question.shows:  # nothing is two of them
                yield Remark("each_counted", {"names": told})
                continue
            both = set.intersection(*shown.values())
            names = [self._told(one) for one in sorted(both, key=lambda one: (len(one), one))]
            listed = f": {', '.join(names)}" if 0 < len(names) <= _LISTED and question.shows != "action" else ""
            yield Remark("each_and_both", {"names": told, "both": f"{len(both)}{listed}"})

    def either(self, reading: Reading) -> Reading | None:
        """A reading in which any of several things of a kind may hold, where nothing has all of them, if it may.

        Args:
            reading: that nothing fits.
        """
        question = any_of(reading.question, self._answers.kinds)
        if question == reading.question or not _joins(reading):
            return None
        return replace(reading, question=question, confidence=round(reading.confidence - LEFT, 2))

    def _shown(self, question: Question) -> set[str]:
        """The things that a question shows; where it asks for what is named itself, what is told of them."""
        if any(chip.key == question.shows for chip in question.chips):
            question = replace(question, shows="action")
        return {plain(one) for one in self._answers.shown(question) if one is not None}

    def _told(self, thing: str) -> str:
        return self._names.called(thing) if thing in self._names.label else thing.rpartition("/")[2]


def _joins(reading: Reading) -> bool:
    return any(one in said.meanings for said in reading.asked for one in _JOINS)
