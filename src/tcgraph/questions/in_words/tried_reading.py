"""A reading of a question in words that was tried on the graph, and how it is told in English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from sys import maxsize

from tcgraph.questions.answers import Answers
from tcgraph.questions.chips import ANY, Chip, Question
from tcgraph.questions.in_words.function_words import NE, NOT, OTHERS
from tcgraph.questions.in_words.lexicon import Meaning, stem
from tcgraph.questions.in_words.phrase_meanings import PhraseMeanings
from tcgraph.questions.in_words.reading import SAID_OF_ALL, SURE, Reading
from tcgraph.questions.in_words.remark import ENGLISH, OF_ANOTHER_KIND, Remark
from tcgraph.questions.plain_words import plain_words
from tcgraph.rdf import Term, plain

_ANY_MORE = frozenset(("any", "more"))
"""What was so once: "no donor any more"."""
_COUNT = Meaning("shows", ("count",))
_LOOSE = frozenset(("words", "called", "at", "status", "only", "role", "when", "done", "section"))
"""What may be said of anything, and names nothing."""
_OF_NO_ONE = frozenset(("operator", "shows"))
"""What words mean that name nobody, whatever else they may mean."""
_OF_ALL = frozenset(("status", "only", "role", "section"))
_SEARCHED = frozenset(("words", "called", "at"))
_FEW = 10
"""Rows that can be looked through at a glance."""
_RARE = 2
"""Rows in which even a single word is hardly there by chance."""
_TOO_MANY = 40
"""Rows of which nobody reads in each how far it is an answer."""
_EACH = ("each_and_both", "each_counted")
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
        second: where two things were asked at once, the answer to the second.
        different: how many different things of the kind that is shown those rows name; 0 where that is not told.
        beside: what else is told, apart from the answer; the first remark of each says what it is.
        scores: how much of the question's words each thing has, by which rows of an unsure answer are ranked.
    """

    reading: Reading
    query: str
    rows: int
    notes: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    different: int = 0
    second: Found | None = None
    beside: tuple[Found, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict, compare=False)

    @property
    def put(self) -> bool:
        """Whether it is a named question that was asked in its own words."""
        meanings = (meaning for one in self.reading.asked for meaning in one.meanings)
        return bool(self.reading.name) and any(
            m.role == "question" and m.value[0] == self.reading.name for m in meanings
        )

    @property
    def counted(self) -> int:
        """How many there are, where that is asked and nothing of the question is left out; else 0."""
        reading = self.reading
        asks = any(_COUNT in one.meanings for one in reading.asked)
        others = any(remark.key in {*OF_ANOTHER_KIND, "none"} for remark in self.remarks)  # not those that are counted
        said = asks and reading.question.shows != "figure" and not others
        told = said and not (reading.left or reading.cannot)
        return (self.different or (0 if reading.name else self.rows)) if told else 0

    @property
    def first_said(self) -> tuple[Remark, ...]:
        """What answers a yes or no as far as a document does, how many of each there are, or that nothing stands so.

        It is told before the rows.
        """
        keys = (*_EACH, "none", "silent", "whether")
        said = {remark.key: remark for key in keys for remark in self.remarks if remark.key == key}
        if self.reading.whether and (self.is_near or self.reading.left or self.reading.unheard):
            return (Remark("unsaid"),)
        return () if self.reading.left else tuple(said.values())[:1]

    @property
    def is_near(self) -> bool:
        """Whether it has most of a question's words, or is called by its address, and is no reading of it."""
        return any(remark.key in ("near", "located", "same_items") for remark in self.remarks)

    @property
    def unnamed(self) -> bool:
        """Whether it leaves out somebody or something that the document does not name."""
        names = {name for one in self.remarks if one.key == "unnamed" for name in one.values["names"].split(", ")}
        left = {*self.reading.left, *self.reading.unheard}
        return bool(names and names & {name for told in left for name in told.split(", ")})

    def ranked(self, rows: Sequence[tuple[Term | None, ...]]) -> list[tuple[Term | None, ...]]:
        """Rows of the answer, where it is not sure those first whose things have most of the question's words.

        Args:
            rows: in their own order, which those that are as near keep.
        """
        if self.reading.sure or not self.scores:
            return list(rows)
        return sorted(rows, key=lambda row: -max((self.scores.get(plain(cell), 0.0) for cell in row), default=0.0))

    @property
    def unsaid(self) -> tuple[str, ...]:
        """What of the question is accounted for by no part of the query, and is not told otherwise."""
        reading = self.reading
        # What has to hold is expressed by just that, even where more than what is listed may be meant.
        held = [chip for chip in reading.question.chips if chip.key != "words"]
        values = {value for chip in held for value in chip.values}
        meant = (one.typed for one in reading.asked if any(values & {*m.value} for m in one.meanings))
        told = {*reading.left, *reading.unheard, *reading.passed, *(chip.told for chip in held), *meant}
        return tuple(typed for typed in reading.open if typed not in told)

    @property
    def nothing_fits(self) -> bool:
        """Whether all was understood, and the graph has nothing of it.

        Of donors a region may say where they come from, which is not what is looked at: then it is not known.
        """
        reading, question = self.reading, self.reading.question
        if reading.unheard and not (self.rows or reading.left or set(reading.open) - set(reading.unheard)):
            return True  # no text has a word of it
        elsewhere = question.shows == "donor" and any(chip.key == "region" for chip in question.chips)
        return self.whole and not self.rows and not elsewhere and self.reading.confidence + NOTHING_FITS >= SURE

    @property
    def whole(self) -> bool:
        """Whether all that was asked is accounted for."""
        return not (self.reading.left or self.reading.open)

    @property
    def names_something(self) -> bool:
        """Whether a thing is named, and not only words that are looked for."""
        chips = self.reading.question.chips
        called = self.reading.question.shows not in SAID_OF_ALL and any(chip.key == "called" for chip in chips)
        return called or any(chip.key not in _LOOSE for chip in chips)

    @property
    def instead(self) -> bool:
        """Whether these rows are all that the graph tells of what is named, though not what was asked of it."""
        reading = self.reading
        # What is said in a "why" of how it is so, "so important", is part of what cannot be told.
        why = reading.cannot == ("why",) and not any(stem(plain_words(one)) in NOT for one in reading.left)
        return bool(reading.cannot and self.rows and self.names_something and (why or not reading.left))

    @property
    def _lists_a_kind(self) -> bool:
        """Whether it lists all of a kind, and leaves nothing out that could narrow it."""
        return bool(self.reading.name) or not (self.reading.left or self.reading.question.shows in SAID_OF_ALL)

    @property
    def _unused(self) -> list[PhraseMeanings]:
        """What was asked, as far as it is told as left out, by its words or by what they name."""
        left = {plain_words(told) for told in self.reading.left}
        return [one for one in self.reading.asked if plain_words(one.typed) in left]

    @property
    def turned(self) -> bool:
        """Whether a "not" of the question is left out, without which it asks the opposite."""
        left = [[stem(word) for word in plain_words(one).split()] for one in self.reading.left]
        return any((NOT | NE) & {*words} or OTHERS & {*words[:1]} or {*words} >= _ANY_MORE for words in left)

    @property
    def tells_enough(self) -> bool:
        """Whether what it uses of a question says more than any word does by chance."""
        chips = [chip for chip in self.reading.question.chips if chip.key not in _OF_ALL]
        words = [chip for chip in chips if chip.key in _SEARCHED]
        together = any(" " in value for chip in words for value in (*chip.values, *chip.names))
        left = [one for one in self.reading.asked if one.typed in self.reading.left]
        dates = self.reading.question.shows in ("date", "since", "figure")
        used = {value for chip in self.reading.question.chips for value in chip.values}
        said = (one.meanings for one in self.reading.asked if {m.role for m in one.meanings}.isdisjoint(_OF_NO_ONE))
        named = [m for meanings in said for m in meanings if m.role in ("names", "instrument")]
        if dates and not self.reading.name and any(not used & {*m.value} for m in named):
            return False  # the date of something else
        if self.reading.question.shows == "doer" and any(m.role == "question" for one in left for m in one.meanings):
            return False  # who ratified it is not who acts
        every = any(remark.key == "everything" for remark in self.remarks)
        if not self.put and ((self.rows > _TOO_MANY and not self.counted) or (every and not self._lists_a_kind)):
            return False
        if self.turned:
            return False
        denied = any(chip.without for chip in chips)
        if self.reading.unheard and self.rows > _FEW and len(chips) == 1 and not (self.put or denied):
            return False  # of somebody who does something of which no text has a word, all else that is told
        timed = [chip for chip in chips if chip.key == "when"]
        if self.reading.unheard and words and len(words + timed) == len(chips) and not (together or self.reading.name):
            return False  # what is asked for is nowhere, and what is shown has another of its words
        kind = not self.reading.guessed and self.reading.question.shows not in SAID_OF_ALL and self.rows <= _FEW
        rare = not self.reading.left and self.rows <= _RARE and not any(chip.told.isdigit() for chip in words)
        put = bool(self.reading.name or (self.counted and not words)) or any(
            chip.key == "only" for chip in self.reading.question.chips
        )
        return put or rare or len(chips) > len(words) or len(words) > 1 or together or kind

    def sentences(self) -> tuple[str, ...]:
        """What was understood, in English; what was left out; and what the graph cannot tell."""
        reading = self.reading
        if self.is_near:
            sure = ["Understood: what the document itself says."] if reading.sure else []
            return (*sure, *map(str, self.remarks))
        parts = [f"{'not ' if chip.without else ''}{_part(chip)}" for chip in reading.question.chips]
        parts += [f"counted by {reading.question.group}"] if reading.question.group else []
        told = {value for chip in reading.question.chips for value in chip.values}
        given = [f"{name} {value}" for name, value in reading.values.items() if value not in told]
        name = f" (question {', '.join([reading.name, *given])})" if reading.name else ""
        said = [f"Understood: {'; '.join([_plural(reading.question.shows), *parts])}{name}."]
        said += [f"Read {read!r} for {typed!r}." for typed, read in reading.spelled]
        left = [word for word in reading.left if word not in reading.unheard]
        said += [f"Nothing in the graph has: {', '.join(reading.unheard)}."] if reading.unheard else []
        said += [f"Left out: {', '.join(left)}."] if left else []
        said += [f"Passed over: {', '.join(reading.passed)}."] if reading.passed else []
        if self.unsaid:
            said.append(f"Not accounted for: {', '.join(self.unsaid)}.")
        said += [*self.notes, *map(str, self.remarks)]
        if self.different not in (0, self.rows):
            ones = "ones" if reading.question.shows in _KINDS else _plural(reading.question.shows)
            said.append(f"{self.rows} rows name {self.different} different {ones}.")
        return (*said, *(ENGLISH["cannot"][key] for key in reading.cannot if key in ENGLISH["cannot"]))


def told_apart(
    answers: Answers, reading: Reading, question: Question, *remarks: Remark, most: int = maxsize
) -> Iterator[Found]:
    """The answer to a question beside that to a reading, where it has any rows, and not too many.

    Args:
        answers: of the graph.
        reading: beside whose answer it is told.
        question: what is told.
        remarks: the first says what it is.
        most: rows.
    """
    rows = len(answers.rows(question))
    if 0 < rows <= most:
        apart = replace(reading, question=question, name="", left=(), unheard=(), open=(), confidence=0.0)
        yield Found(apart, answers.query(question), rows, remarks=remarks)


def leading(found: Sequence[Found]) -> Found | None:
    """The reading whose answer is shown, told as uncertain where it is; None where it is to be asked back.

    Whoever reads what was left out beside an answer sees how far it is one. Nothing is shown for words that everything
    has, for a word that is only looked for, or beside the answer that nothing is so.

    Args:
        found: the readings of one question, the likeliest first.
    """
    half = bool(found) and found[0].rows and found[0].beside  # an answer to one of two questions, with the other beside
    if not found or found[0].reading.sure or found[0].instead or found[0].is_near or half:
        return found[0] if found else None
    nobody = any(chip.without for chip in found[0].reading.question.chips)
    if found[0].nothing_fits and (nobody or found[0].put):
        return None  # "who but Norway", "who ratified it": nobody is an answer
    if found[0].reading.name and found[0].reading.whether and found[0].reading.left:
        return None  # a list without the country that is asked about says neither yes nor no
    first = next((one for one in found if one.rows and one.tells_enough), found[0])
    if first.unnamed:
        return None  # what is told of others is no answer about somebody whom the document does not name
    if first.reading.cannot and not (first.names_something or (first.reading.name and first.whole)):
        return None  # rows that have nothing to do with what cannot be told
    return first if first.rows and first.tells_enough else None


_KEYS = {"number": "recommendation", "when": "time named", "done": "time done", "words": "with the words",
         "role": "in the role of",
         "doer": "done by", "receiver": "for", "place": "done in", "own": "linked to", "sort": "of the sort",
         "called": "in their own texts", "at": "held in"}  # fmt: skip
_KINDS = {"action": "actions and states of affairs", "doer": "who acts", "receiver": "for whom it is done",
          "place": "countries where it is done", "since": "since when"}  # fmt: skip


def _part(chip: Chip) -> str:
    key = _KEYS.get(chip.key, chip.key.replace("-", " "))
    return f"some {key} is named" if ANY in chip.values else f"{key} {chip.told}"


def _plural(kind: str) -> str:
    if kind in _KINDS:
        return _KINDS[kind]
    return f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind.replace('-', ' ')}s"
