"""What a question in words was taken for, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from tcgraph.questions.chips import Chip, Question

if TYPE_CHECKING:
    from tcgraph.questions.in_words.phrase_meanings import PhraseMeanings

SURE = 0.7
"""From here on an answer is given as the answer.

One thing that was dropped, not understood, or only looked for in the texts is enough to fall below.
"""

LEFT = 0.35
"""What a word costs that was left out: whoever reads the answer as one to the whole question would be misled."""
AMBIGUOUS = 0.35
"""What it costs that another question may be asked with the same words."""
SEARCHED = 0.35
"""What a word costs that is only looked for in the texts, whatever it means there."""
SAID = 0.2
"""The same for a word of which the lexicon says what to look for: with a second such word it is no longer sure."""
STATUSES = ("taken", "under-way", "planned", "standing")
"""What a reply to a recommendation can be, in the order in which it is told."""
SAID_OF_ALL = ("action", "recommendation", "status")
"""What everything in a report is: whoever names nothing else has asked for nothing."""
_PASSED = 0.1
"""What a word costs that says little and is used for nothing."""
PARTIAL = 0.2
"""What a name costs of which only a part was said, and what may be meant in two ways."""
_SPELLED = 0.16
_GUESSED = 0.2
_NOTHING = 0.5
_LONG, _RAMBLING = 12, 0.1


class Part(Enum):
    """What somebody or a place that is named has to do with what is asked for."""

    DOER = "doer"
    PLACE = "place"
    FOR = "for"
    OWN = "own"
    CALLED = "called"
    AT = "at"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a question.

    Attributes:
        question: what is shown, and what has to hold.
        name: the named question that says the same; empty where there is none.
        values: that question's parameters.
        left: words that were not understood, or could not be used.
        maybe: what may hold besides: it does where something has it and all else.
        passed: words that say little and were used for nothing.
        unheard: those of them that no text of the graph has.
        spelled: words that were taken for others: as typed, and as read.
        cannot: what was asked for that the graph cannot tell, by key.
        confidence: how sure this is, from 0 to 1.
        guessed: whether the words do not say what is to be shown.
        doubts: what else makes it less sure that this is what is asked.
        loose: the same of how single words were read: searched for in texts, names given in part. An answer that
            has all of them together takes these doubts back.
        parts: which part the sentence gives to things that it names.
        whether: whether it is to be answered by yes or no, which a list is not.
        denying: whether it asks whether there is nothing of the kind.
        compare: whether what it names is to be compared, which a list leaves to its reader.
        every: whether it asks for all that there is.
        others: whether it asks for those, too, of which it is not so.
        itself: whether it asks for recommendations, and not for what was done about them.
        alone: whether "only" is said of what it names.
        of_kind: words that say which things of the kind that is shown are meant.
        deeds: whether it asks what was done, though not of what stands one way only.
        asked: what the question says, word by word.
        open: what of it the answer does not account for; see :mod:`tcgraph.questions.in_words.word_coverage`.
    """

    question: Question
    name: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    unheard: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    maybe: tuple[Chip, ...] = ()
    spelled: tuple[tuple[str, str], ...] = ()
    cannot: tuple[str, ...] = ()
    confidence: float = 0.0
    guessed: bool = False
    doubts: tuple[float, ...] = ()
    loose: tuple[float, ...] = ()
    parts: tuple[tuple[Part, tuple[str, ...]], ...] = ()
    deeds: bool = False
    whether: bool = False
    denying: bool = False
    compare: bool = False
    every: bool = False
    others: bool = False
    itself: bool = False
    alone: bool = False
    of_kind: tuple[str, ...] = ()
    asked: tuple[PhraseMeanings, ...] = ()
    open: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether it is to be answered without asking back."""
        return self.confidence >= SURE and not (self.cannot or self.left or self.open)


@dataclass(frozen=True, slots=True)
class QuestionUse:
    """Which named question to use for a kind that is asked for, and by which keys."""

    question: str
    shows: str
    keys: Mapping[str, str]
    needs: tuple[str, ...] = ()

    def fits(self, question: Question) -> bool:
        """Whether the named question can say all of it."""
        keys = [chip.key for chip in question.chips]
        plain = all(
            chip.key in self.keys and len(chip.values) == 1 and not chip.without and "*" not in chip.values
            for chip in question.chips
        )
        return (
            question.shows == self.shows
            and plain
            and len(set(keys)) == len(keys)
            and all(key in keys for key in self.needs)
        )


def confidence(reading: Reading, length: int) -> float:
    """How sure a reading is before anything is asked: what is missing or was guessed makes it less so.

    It may be less than nothing, since an answer can make up for some of it (:func:`loose`).
    """
    doubt = LEFT * len(reading.left) + _PASSED * len(reading.passed) + sum(reading.doubts) + loose(reading)
    listed = reading.question.shows != "action" and not reading.guessed
    if not (reading.question.chips or reading.name or reading.question.group or listed):
        doubt += _NOTHING
    return round(1.0 - doubt - (_RAMBLING if length > _LONG else 0.0), 2)


def loose(reading: Reading) -> float:
    """What it costs that single words may have been read wrong, and that the kind asked for was not said."""
    kind = _GUESSED if reading.guessed and len(reading.question.chips) > 1 else 0.0
    return sum(reading.loose) + _SPELLED * len(reading.spelled) + kind
