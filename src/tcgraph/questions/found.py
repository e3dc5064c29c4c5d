"""A reading of a question in words that was tried on the graph, and how it is told in English."""

from __future__ import annotations

from dataclasses import dataclass

from tcgraph.questions.chips import ANY, Chip
from tcgraph.questions.reading import SURE, Reading
from tcgraph.questions.remarks import Remark

_LOOSE = frozenset(("words", "called", "at", "status", "only", "role"))
"""What may be said of anything, and names nothing."""
NOTHING_FITS = 0.35
"""That nothing fits may be the answer, or a sign that something else was meant: it is asked back."""


@dataclass(frozen=True, slots=True)
class Found:
    """A reading that was tried.

    Attributes:
        reading: how the words were understood.
        query: the query that answers it: a named one's text, or one built from the parts.
        rows: how many rows it has.
        notes: what counts beside what is named itself, in English.
        remarks: what the answer leaves aside, and what it has in another part than the sentence says.
        different: how many different things of the kind that is shown those rows name; 0 where that is not told.
    """

    reading: Reading
    query: str
    rows: int
    notes: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    different: int = 0

    @property
    def nothing_fits(self) -> bool:
        """Whether all was understood, and the graph has nothing of it.

        Of donors a region may say where they come from, which is not what is looked at: then it is not known.
        """
        question = self.reading.question
        elsewhere = question.shows == "donor" and any(chip.key == "region" for chip in question.chips)
        return not self.rows and not elsewhere and self.reading.confidence + NOTHING_FITS >= SURE

    @property
    def names_something(self) -> bool:
        """Whether a thing is named, and not only words that are looked for."""
        return any(chip.key not in _LOOSE for chip in self.reading.question.chips)

    @property
    def instead(self) -> bool:
        """Whether these rows are all that the graph tells of what is named, though not what was asked of it."""
        reading = self.reading
        return bool(reading.cannot and self.rows and self.names_something and not reading.left)

    def sentences(self) -> tuple[str, ...]:
        """What was understood, in English; what was left out; and what the graph cannot tell."""
        reading = self.reading
        parts = [f"{'not ' if chip.without else ''}{_part(chip)}" for chip in reading.question.chips]
        parts += [f"counted by {reading.question.group}"] if reading.question.group else []
        name = f" (question {reading.name})" if reading.name else ""
        said = [f"Understood: {'; '.join([_plural(reading.question.shows), *parts])}{name}."]
        said += [f"Read {read!r} for {typed!r}." for typed, read in reading.spelled]
        said += [f"Left out: {', '.join(reading.left)}."] if reading.left else []
        said += [*self.notes, *map(str, self.remarks)]
        if self.different not in (0, self.rows):
            ones = "ones" if reading.question.shows in _KINDS else _plural(reading.question.shows)
            said.append(f"{self.rows} rows name {self.different} different {ones}.")
        return (*said, *(_CANNOT[key] for key in reading.cannot if key in _CANNOT))


_KEYS = {"number": "recommendation", "when": "time", "words": "with the words", "role": "in the role of",
         "doer": "done by", "receiver": "for", "place": "done in", "own": "linked to", "sort": "of the sort",
         "called": "in their own texts", "at": "held in"}  # fmt: skip
_KINDS = {"action": "actions and states of affairs", "doer": "who acts", "receiver": "for whom it is done",
          "place": "countries where it is done"}  # fmt: skip
_CANNOT = {
    "amount": "The graph has no amounts of money.",
    "person": "The graph names organisations, not persons, and no votes.",
    "contact": "The graph has no addresses.",
    "reason": "The graph does not tell why, only what and where it stands.",
    "outcome": "The graph tells what was done, not what came of it in the world.",
    "later": "The graph ends with the last report; what came after it is not known.",
    "kept": "The graph tells what was announced; whether money was paid or promises were kept is not in the reports.",
    "opinion": "The graph has no opinions.",
    "definition": "The graph tells what was done about a thing; what it is stands on its own page.",
}


def _part(chip: Chip) -> str:
    key = _KEYS.get(chip.key, chip.key.replace("-", " "))
    return f"some {key} is named" if ANY in chip.values else f"{key} {chip.told}"


def _plural(kind: str) -> str:
    if kind in _KINDS:
        return _KINDS[kind]
    return f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind.replace('-', ' ')}s"
