"""Which column holds what: its heading says it, and what stands below decides where a heading can mean two things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tcgraph.followup.layout import cell_kinds
from tcgraph.followup.layout.column_evidence import best_pair, told_beside, weights_of
from tcgraph.followup.layout.column_words import (
    ACTED,
    ACTS,
    ANSWER,
    ASKED,
    ASKED_ONE,
    GOVERNMENT,
    NAME,
    NOTES,
    POSITION,
    PROPOSED,
    SECTION,
    TEXT,
    WHO,
    answered,
    came_of_it,
    heading_words,
    is_sentence,
    meanings_of,
    promised,
    translations,
)
from tcgraph.followup.layout.likely_data import has_prose_without_meaning, is_list
from tcgraph.followup.layout.ticks import MARK, tick_columns
from tcgraph.followup.tables import Row, column_letters
from tcgraph.followup.wording.status_labels import read_label, tells_of_deed

_PROSE: Final = 3
_LIST_ROWS: Final = 3
_LONG: Final = 120
_ACCOUNT: Final = 100
"""Cells of a column that tells what was done, where nothing but their length shows it, have so many characters."""
_DESCRIBED: Final = 40
"""A status that is described, and not told in a word, has so many characters."""
_LABEL: Final = 5
"""A status is told in up to so many words."""
_SELDOM: Final = 4
"""A column that is filled in fewer than one of so many rows does not tell what was asked."""
_NAME: Final = 100
"""What is called by a short name has no longer one."""


@dataclass(frozen=True, slots=True)
class Columns:
    """0-based positions of a table's columns.

    Attributes:
        headings: every column's heading, of both rows where they stand in two.
        replies: what is reported, in order; several where remarks stand apart.
        ask: what was asked; None where the table gives its number alone.
        number: what it is called.
        status: how far it has come, in a word; it is a reply too where the table has no other.
        agent: who acts.
        due: by when; a revised date stands to the right of the first one.
        others: columns whose text is kept beside the row, as nothing here is meant by it.
        ticks: columns of marks whose headings are statuses, of which a row ticks one.
        titles: columns beside that of what was asked that are called so, too; they say it where that one is empty.
        doubts: of each column that may hold something else, what it is taken for, and why.
        title: one of the titles, which names in a few words what the other column asks at length.
        answers: those of the replies that say how those who were asked stand to it; the status is of the others.
        lead: what each text that was asked is called, in a column that its heading does not tell so: asked with it.
        section: the column that divides the rows into sections, themes or the like.
        rates: where each row has several rates, as of parts of what was asked, the others; the lowest one tells.
        later: columns of the status on later days, the last one first; each tells it where it says anything.
        also: further columns of what was asked, such as the change that a comment proposes.
    """

    headings: tuple[str, ...]
    replies: tuple[int, ...]
    ask: int | None
    number: int | None
    status: int | None
    agent: int | None
    due: tuple[int, ...]
    others: tuple[int, ...]
    ticks: tuple[int, ...] = ()
    titles: tuple[int, ...] = ()
    doubts: tuple[str, ...] = ()
    title: int | None = None
    section: int | None = None
    answers: tuple[int, ...] = ()
    lead: int | None = None
    rates: tuple[int, ...] = ()
    later: tuple[int, ...] = ()
    also: tuple[int, ...] = ()

    @property
    def needed(self) -> int:
        """How many cells a row needs for what is read from it."""
        positions = (*self.replies, self.ask, self.number, self.status)
        return max(position for position in positions if position is not None) + 1

    @property
    def status_doubt(self) -> str:
        """That other columns are called a status, too, which may be the one that counts; "" where none is."""
        left = [i for i in self.others if i not in self.rates and meanings_of(self.headings[i])[:1] == ["status"]]
        if self.status is None or not left:
            return ""
        names = ", ".join(repr(self.headings[i]) for i in left)
        said = f"of several columns of a status {self.headings[self.status]!r} is read, and not {names}"
        return f"{said}; to choose another one: --columns status={self.headings[left[0]]!r}"


def columns_of(headings: Sequence[str], body: Sequence[Row]) -> Columns | None:
    """Read a row as headings.

    Args:
        headings: its texts.
        body: the rows below it.

    Returns:
        The columns, or None when the row is no heading row: it needs one for what was asked, and one for the reply
        or status unless the first is called a recommendation, a decision or the like, as in a list without answers.
    """
    tidy = tuple(" ".join(text.split()) for text in headings)
    ticks = tick_columns(tidy, body)
    meanings = [
        meanings_of(heading) if 0 < len(heading) <= _LONG and i not in ticks else [] for i, heading in enumerate(tidy)
    ]
    rates = 3 * sum(cell_kinds.RATE.fullmatch(text) is not None or cell_kinds.is_day(text) for text in tidy) > len(tidy)
    if rates or any(map(is_sentence, tidy)):
        return None  # a row of the table's own
    for i in translations(tidy):
        meanings[i] = []  # the same once more in another language
    meanings = answered(tidy, came_of_it(tidy, meanings))
    first = {meaning[0] for meaning in meanings if meaning}
    every = {one for meaning in meanings for one in meaning}
    replied = bool(every & {"reply", "status"}) or bool(ticks)
    called = bool(first & {"ask", "about", "number"}) or {"agent", "status"} <= first
    called = called or has_prose_without_meaning(tidy, meanings, body)
    called = called or ("status" in first and any(ACTED.search(heading_words(text)) for text in tidy))
    scale = "ask" not in first and not ticks and sum(read_label(text) is not None for text in tidy) >= _LIST_ROWS
    if scale or (not (called and replied) and not is_list(tidy, meanings, body)):
        return None  # a scale, to be ticked in a form, heads no column of what was asked
    made = _Chosen(tidy, meanings, body, ticks).columns()
    return made and replace(made, doubts=(*made.doubts, *filter(None, [made.status_doubt])))


class _Chosen:
    """The choice among columns that may mean the same."""

    def __init__(
        self, headings: tuple[str, ...], meanings: list[list[str]], body: Sequence[Row], ticks: tuple[int, ...]
    ) -> None:
        self.headings, self.ticks = headings, ticks
        body = [row for row in body if len(row.cells) < 3 or len(set(row.texts)) > 1]  # what stands across it all
        self.cells = [
            [row.texts[i] for row in body if i < len(row.cells) and row.texts[i].strip(cell_kinds.NO_WORDS)]
            for i in range(len(headings))
        ]
        self.rows, said = len(body), {meaning[0] for meaning in meanings if meaning}
        self.meanings = [self._by_content(i, meaning, said) for i, meaning in enumerate(meanings)]

    def columns(self) -> Columns | None:
        asks, numbers = self._of("ask") or self._of("about"), self._of("number")
        asked = [*self._of("ask"), *self._of("about")]
        if not numbers and len(asked) > 1 and (names := [i for i in asked if cell_kinds.are_references(self.cells[i])]):
            numbers = names[:1]
            asks = [i for i in asked if i not in numbers]
        called = [i for i in asks if ASKED.search(heading_words(self.headings[i]))]
        # What stands in every row alike, such as a report's title, is none of the things asked.
        ask = max(called or asks, key=lambda i: (self._varies(i), self._length(i)), default=None)
        # Of several numbers the one that tells most rows apart is the row's own.
        number = max(numbers, key=self._distinct, default=None)
        # Of several, the one whose words are known best; of several dates the last one tells how things are.
        # An assessment in a few words is a status, too; "Active" and "Closed" say how the file stands.
        assessed = (
            [i for i in self._of("reply") if cell_kinds.is_assessment(self.cells[i], _LABEL)]
            if self._of("status")
            else []
        )
        known = {i: sum(map(tells_of_deed, self.cells[i])) for i in (*self._of("status"), *assessed)}
        most = max(known.values(), default=0)
        # Without a day it is the present one, beside those of earlier years.
        status = max(known, key=lambda i: (2 * known[i] >= most, self._day(i) or "9999", known[i]), default=None)
        # "Status" beside "Status description": sentences under such a heading are the account.
        accounts = [i for i in self._of("status") if self._length(i) > _DESCRIBED and self._is_prose(i)]
        agreed = [i for i in asks if called and i != ask and ACTS.search(heading_words(self.headings[i]))]
        replies = sorted(i for i in (*self._of("reply"), *accounts, *agreed) if i != status)
        if status is None and not replies and not self.ticks:
            status = self._position()
        free = [i for i, meaning in enumerate(self.meanings) if not meaning and self._length(i) > 20]
        if ask is None and (left := [i for i in free if not replies or i < replies[0]]):
            # A stage or theme stands beside many rows; what is asked tells them apart.
            ask = max(left, key=lambda i: (len(set(self.cells[i])), -i))
        if ask is not None:
            codes = (i for i in range(ask) if not self.meanings[i] and cell_kinds.is_code(self.cells[i]))
            number = next(codes, None) if number is None else number
            # Each of several who were asked has a column of its own.
            replies += [i for i in free if i > ask and GOVERNMENT.search(heading_words(self.headings[i]))]
        doubts = []
        if (acted := self._to_be_done(ask, number, replies, status)) is not None:
            ask = acted
            replies = [i for i in replies if i != ask]
            doubts.append(self._doubt(ask, "is read as what was asked, and not as what was done"))
        weights = weights_of(self.headings, self.cells, self.rows)
        if self.rows >= _LIST_ROWS and not promised(self.headings) and (fitting := best_pair(weights, ask)):
            ask, replies = fitting[0], [i for i in fitting[1] if i not in (number, status)]
            doubts = [self._doubt(ask, "is read as what was asked, by what it and the other columns hold")]
        if status is not None:
            # Beside a status, a column of figures and labels is no account of what was done.
            told = [i for i in replies if self._is_prose(i)]
            replies = [i for i in told if self._varies(i) or cell_kinds.says_how(self.cells[i][0])] or told or [status]
        guessed = self._account(free, ask) if replies == [status] else None
        replies = self._notes(ask) or replies if guessed is None and replies == [status] else replies
        if guessed is not None:
            replies = [guessed]
            taken = "says nothing of what it holds; read as what was done, as the only account beside a status"
            doubts.append(self._doubt(guessed, taken))
        if ask is not None and replies in ([], [status]) and not self.ticks and self.rows >= _LIST_ROWS:
            said = (*self._of("agent"), *self._of("status"), number)
            replies = [i for i in told_beside(weights, ask) if i not in said] or replies
        listed = bool(self._of("ask") or (self._of("agent") and self._of("due")))
        if not (replies or self.ticks or listed or acted is not None) or (ask is None and number is None):
            return None
        if status is None and (dated := self._state_of_date()) is not None:
            status, replies = dated, replies or [dated]
        acting = sorted(self._of("agent"), key=lambda i: not WHO.search(heading_words(self.headings[i])))
        agent, due = next(iter(acting), None), tuple(self._of("due"))
        lead = self._lead(ask, free)
        proposed = (i for i, heading in enumerate(self.headings) if PROPOSED.search(heading_words(heading)))
        also = tuple(i for i in proposed if i not in (ask, *replies))
        read = {*replies, ask, lead, number, status, agent, *due, *self.ticks, *also, *self._later(status, known)}
        others = tuple(i for i in range(len(self.headings)) if i not in read and self.cells[i])
        titles = tuple(i for i in asked if i in others or i == lead)
        return Columns(
            self.headings, tuple(replies), ask, number, status, agent, due, others, self.ticks, titles, tuple(doubts),
            self._title(titles, ask), self._section(others), self._answers(replies), lead, self._rates(status),
            self._later(status, known), also,
        )  # fmt: skip

    def _to_be_done(
        self, ask: int | None, number: int | None, replies: Sequence[int], status: int | None
    ) -> int | None:
        """The column of actions that holds what was to be done: others tell what became of it, and it tells no deeds.

        Beside a recommendation, or the number of one that stands elsewhere, it tells what was done; beside a topic not.
        """
        # Beside a section, whoever is to act and by when, a list of actions is one of things to do.
        listed = ask is not None and SECTION.search(heading_words(self.headings[ask])) is not None
        listed = listed and bool(self._of("agent") and self._of("due"))
        elsewhere = number is not None and ASKED_ONE.search(heading_words(self.headings[number]))
        at = next((i for i, heading in enumerate(self.headings) if ACTED.search(heading_words(heading))), None)
        if at is not None and ask in (None, at) and replies in ([], [at]) and not elsewhere and self._is_prose(at):
            return at
        if not replies or not (replies[1:] or status is not None or listed):
            return None
        if ask is None and number is None and replies[0] == 0 and self._varies(0) and not self._is_dated(0):
            return 0
        at = next((i for i in replies if ACTED.search(heading_words(self.headings[i]))), None)
        topic = ask is None or (ask in self._of("about") and self._length(ask) <= _DESCRIBED)
        if at is None or at == status or elsewhere or not topic or (ask is not None and ask > at):
            return None
        told = sum(cell_kinds.HAPPENED.search(text) is not None for text in self.cells[at])
        return at if 2 * told < len(self.cells[at]) and self._is_prose(at) else None

    def _is_dated(self, index: int) -> bool:
        """Whether each cell begins with a figure, as those of a meeting's day and the number of an action do."""
        return all(text[:1].isdigit() for text in self.cells[index])

    def _state_of_date(self) -> int | None:
        """The column of dates whose heading says that how far it has come stands there, too: "Deadline / Status"."""
        parts = {i: [meanings_of(part)[:1] for part in self.headings[i].split("/")] for i in self._of("due")}
        return next((i for i, found in parts.items() if ["status"] in found), None)

    def _doubt(self, index: int, taken: str) -> str:
        name = self.headings[index] or f"column {column_letters(index)}"
        return f"{name!r} {taken}; if it holds something else, say with --columns what the columns hold"

    def _day(self, index: int) -> str:
        return cell_kinds.day_of(heading_words(self.headings[index]))

    def _answers(self, replies: Sequence[int]) -> tuple[int, ...]:
        """Of several columns of replies, those of which the status does not speak: what was answered, not done."""
        found = tuple(i for i in replies if ANSWER.search(heading_words(self.headings[i])))
        return found if len(found) < len(replies) else ()

    def _lead(self, ask: int | None, free: Sequence[int]) -> int | None:
        """The column that says what each is called: a promise's or a motion's title is part of what it asks."""
        if ask is None:
            return None
        for i, heading in enumerate(self.headings[:ask]):
            if self.meanings[i] and self._names(i, ask) and NAME.search(heading_words(heading)):
                return i
        if TEXT.search(heading_words(self.headings[ask])) is None:
            return None
        return next((i for i in free if i < ask and len(set(self.cells[i])) > 0.9 * len(self.cells[i])), None)

    def _names(self, index: int, ask: int) -> bool:
        """Whether a column tells nearly all rows apart, in fewer words than what was asked."""
        named = self.cells[index]
        own = self._distinct(index) > 0.9 * len(named) and self._length(index) < self._length(ask)
        return len(named) >= _LIST_ROWS and own

    def _title(self, titles: Sequence[int], ask: int | None) -> int | None:
        """The column that calls each thing asked by a short name of its own; a theme stands beside many."""
        for i in titles:
            named = self.cells[i]
            own = len(set(named)) > 0.9 * len(named) and max(map(len, named)) <= _NAME
            if ask is not None and own and len(named) >= _LIST_ROWS and 2 * self._length(i) < self._length(ask):
                return i
        return None

    def _section(self, others: Sequence[int]) -> int | None:
        """The first column that is called so and whose labels each stand beside several rows."""
        for i in others:
            named = self.cells[i]
            if SECTION.search(heading_words(self.headings[i])) and 1 < len(set(named)) <= len(named) / 2:
                return i
        return None

    def _account(self, free: Sequence[int], ask: int | None) -> int | None:
        """The one column of sentences, longer than what was asked, that stands beside a status without a name."""
        told = [i for i in free if i != ask and self._length(i) > _ACCOUNT]
        longer = [i for i in told if ask is not None and self._length(i) > 1.5 * self._length(ask)]
        return longer[0] if len(longer) == 1 else None

    def _notes(self, ask: int | None) -> list[int]:
        """The notes beside a status, where no column tells of what was done."""
        notes = (i for i, heading in enumerate(self.headings) if NOTES.search(heading_words(heading)))
        return [i for i in notes if i != ask][:1]

    def _rates(self, status: int | None) -> tuple[int, ...]:
        """The other columns of rates, where that of the status is one."""
        rated = [i for i in self._of("status") if self.cells[i] and all(map(cell_kinds.RATE.fullmatch, self.cells[i]))]
        return tuple(i for i in rated if i != status) if status in rated else ()

    def _later(self, status: int | None, known: Mapping[int, int]) -> tuple[int, ...]:
        """The columns of a status that are of a later day than the one that tells of most rows."""
        days = {i: self._day(i) for i, rows in known.items() if rows}
        own = days.get(status, "") if status is not None else ""
        return tuple(sorted((i for i, day in days.items() if own and day > own), key=lambda i: days[i], reverse=True))

    def _position(self) -> int | None:
        """The column of how those who were asked stand to it, where it says something."""
        words = map(heading_words, self.headings)
        return next((i for i, one in enumerate(words) if POSITION.search(one) and self.cells[i]), None)

    def _varies(self, index: int) -> bool:
        """Whether a column does not say the same in every row, as one with a report's title does."""
        return self._distinct(index) > 1 or len(self.cells[index]) < _LIST_ROWS

    def _distinct(self, index: int) -> int:
        return len(set(self.cells[index]))

    def _of(self, meaning: str) -> list[int]:
        return [i for i, found in enumerate(self.meanings) if found and found[0] == meaning]

    def _by_content(self, index: int, meaning: list[str], said: set[str]) -> list[str]:
        """Take a column of labels for the status and one of prose for a reply, where no other heading says it is."""
        if meaning[:1] in (["ask"], ["about"], ["reply"]) and self._is_alike(index):
            return []  # "Action" beside each of the actions
        if meaning[:1] == ["about"] and len(self.cells[index]) * _SELDOM < self.rows:
            return []  # what is asked stands in most rows
        if meaning[:1] in (["ask"], ["about"]) and self.cells[index] and all(map(cell_kinds.is_day, self.cells[index])):
            return []  # when it was promised is nothing that was promised
        alone = not any(" " in text or cell_kinds.RATE.fullmatch(text) for text in self.cells[index])
        if meaning[:1] in (["ask"], ["about"], ["reply"]) and alone and cell_kinds.is_code(self.cells[index]):
            return ["number"]  # "Action: A2012.09"
        if not {"status", "reply"} & set(meaning):
            return meaning
        if not self.cells[index]:
            return [] if self._position() is not None else meaning  # nobody assessed it yet; the position is the answer
        if all(MARK.fullmatch(text) for text in self.cells[index]) or all(map(cell_kinds.is_day, self.cells[index])):
            return []
        if meaning[:1] == ["reply"] and "agent" not in said and cell_kinds.are_bodies(self.cells[index], _LIST_ROWS):
            return ["agent"]
        again = self._distinct(index) * _LIST_ROWS <= len(self.cells[index])  # one of a few sentences is a label, too
        short = [text for text in self.cells[index] if again or len(text.split()) <= _LABEL]
        labels = sum(read_label(text) is not None for text in short)
        rate = sum(cell_kinds.RATE.fullmatch(text) is not None for text in self.cells[index])
        if "status" not in said and max(labels, rate) > 0.6 * len(self.cells[index]):
            return ["status"]
        if ("reply" not in said or "reply" in meaning) and meaning[0] == "status" and self._length(index) > 40:
            return ["reply"]
        return meaning

    def _is_alike(self, index: int) -> bool:
        """Whether a column says the same few words in every row, and nothing of how far it has come."""
        said = {*self.cells[index]}
        alike = len(said) == 1 and len(self.cells[index]) == self.rows >= _LIST_ROWS
        return alike and all(len(text.split()) <= _PROSE and not cell_kinds.says_how(text) for text in said)

    def _is_prose(self, index: int) -> bool:
        return not self.cells[index] or any(len(one.split()) > _PROSE or one.endswith(".") for one in self.cells[index])

    def _length(self, index: int) -> float:
        texts = self.cells[index]
        return sum(map(len, texts)) / len(texts) if texts else 0.0
