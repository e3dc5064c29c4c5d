"""Of conditions that nothing fulfils together, those that say most of all that something does fulfil."""

from __future__ import annotations

from dataclasses import replace
from math import log

from tcgraph.questions.answers import Answers
from tcgraph.questions.chips import Chip, Question, columns_of
from tcgraph.questions.kinds import OWN
from tcgraph.rdf import Term

_Row = tuple[Term | None, ...]

_TELLS = {"status": 0.3, "only": 0.3, "role": 0.5, "when": 0.5, "done": 0.5, "sort": 2.0}
"""How much less a condition says that many things fulfil by the way, and how much more one that says what is asked."""
_NAMED = 1.5
"""How much more the name of a thing says than a word that is only looked for."""


class Relaxation:
    """Looks for the nearest question that has an answer."""

    def __init__(self, question: Question, answers: Answers) -> None:
        self._question = question
        self._kinds = answers.kinds
        self._answers = answers
        self._fixed = tuple(chip for chip in question.chips if not _may_go(chip))
        self._loose = [chip for chip in question.chips if _may_go(chip)]
        self._worth = [self._says(chip) for chip in self._loose]

    def kept(self, shows: str) -> tuple[tuple[Chip, ...], float]:
        """The conditions to keep, in their order, and how much they say; none where nothing fulfils any."""
        fulfilled: dict[_Row, list[int]] = {}
        for at, chip in enumerate(self._loose):
            if shows == self._question.shows or chip.key not in OWN:
                for row in self._keys(shows, (*self._fixed, chip)):
                    fulfilled.setdefault(row, []).append(at)
        best = max(fulfilled.values(), key=lambda those: (sum(self._worth[at] for at in those), len(those)), default=[])
        kept = {id(self._loose[at]) for at in best}
        chips = tuple(chip for chip in self._question.chips if chip in self._fixed or id(chip) in kept)
        return chips, sum(self._worth[at] for at in best)

    def _says(self, chip: Chip) -> float:
        """How much a condition says: what few deeds fulfil says more than what many do, as in any search of texts."""
        shows = self._question.shows if chip.key in OWN else "action"
        found, every = len(self._keys(shows, (chip,))), len(self._keys(shows, ()))
        rare = log(1 + every / (found or 1))
        return rare * (_NAMED if chip.key in self._kinds else _TELLS.get(chip.key, 1.0))

    def _keys(self, shows: str, chips: tuple[Chip, ...]) -> set[_Row]:
        """What is shown, each with the deed or the recommendation that it is shown for."""
        question = replace(self._question, shows=shows, chips=chips, group="")
        columns = columns_of(question, self._kinds)
        shown = self._kinds[shows].variable if shows in self._kinds else shows
        at = [columns.index(column) for column in (shown, "action", "number") if column in columns]
        return {tuple(row[place] for place in at) for row in self._answers.rows(question)}


def _may_go(chip: Chip) -> bool:
    return not chip.without and chip.key not in ("number", "section")
