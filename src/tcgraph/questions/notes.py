"""What an answer is worth: what it counts, as of when, how complete it is, how values were read, and why it is empty.

The same note goes with an answer in every form: on its page, in the terminal, in JSON, beside a CSV, to an assistant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tcgraph.queries import NamedQuery, QueryCatalogue
from tcgraph.questions.values import Ask, ParameterValues, Understood
from tcgraph.rdf import Term, plain

_DAY = "as-of"
"""The query whose one value is the day of the last report, in a project that has such days."""

_WHY = {
    "not-in-document": "The document says nothing of this.",
    "not-recorded": "Nothing of this is recorded.",
    "not-reported-yet": "Nobody has reported anything of this yet.",
    "not-due-yet": "Nothing of this is due yet.",
    "outside-known": "The sources of the graph do not reach so far; there may be more in the world.",
}
_FILTERED = "filtered"


@dataclass(frozen=True, slots=True)
class CountWithout:
    """How many rows there are without one of the values.

    Attributes:
        value: the value left out.
        rows: what the question has then.
    """

    value: Understood
    rows: int


@dataclass(frozen=True, slots=True)
class Note:
    """What goes with an answer.

    Attributes:
        counts: what it counts and leaves out, in words; may be empty.
        as_of: the day it holds for, as ``YYYY-MM-DD``; empty where nothing of it depends on a day.
        understood: the values, as they were read.
        complete: what is known of how complete it is, a sentence a line; empty where nothing is known to be missing.
        sure: what of it the document does not state outright and no column tells, a sentence a line.
        reason: why it has no row: one of :data:`tcgraph.queries.REASONS`, ``filtered``, or empty for an answer that
            has rows, or where nobody knows.
        looser: of an answer that values left empty, what leaving out one of them would give.
    """

    counts: str = ""
    as_of: str = ""
    understood: tuple[Understood, ...] = ()
    complete: tuple[Term, ...] = ()
    sure: tuple[Term, ...] = ()
    reason: str = ""
    looser: tuple[CountWithout, ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """The note in English, for a terminal and for programs."""
        said = [self.counts] if self.counts else []
        read = [
            f"{one.typed!r} was read as {one.name}"
            for one in self.understood
            if not one.plain and one.name != one.typed
        ]
        said += [f"{'; '.join(read)}."] if read else []
        said += [f"As known on {self.as_of}."] if self.as_of else []
        return (*said, *self.worth("How complete:", "How sure:"), *self.why())

    def worth(self, complete: str, sure: str, written: Callable[[Term], str] = plain) -> list[str]:
        """How complete and how sure the answer is, each line behind the words for it."""
        told = [f"{complete} {written(line)}" for line in self.complete]
        return told + [f"{sure} {written(line)}" for line in self.sure]

    def why(self) -> tuple[str, ...]:
        """Why there is no row, in English."""
        if self.reason == _FILTERED:
            fewer = [(one.value.label.lower(), one.value.name, one.rows) for one in self.looser if one.rows]
            without = "".join(f"; without {label} {name} there are {rows}" for label, name, rows in fewer)
            return (f"Nothing fits all of these values{without}.",)
        return (_WHY[self.reason],) if self.reason else ()

    def data(self) -> dict[str, Any]:
        """The note for programs; what does not apply is left out."""
        found: dict[str, Any] = {
            "counts": self.counts,
            "as_of": self.as_of,
            "understood": [
                {"parameter": one.parameter, "typed": one.typed, "value": one.value, "name": one.name}
                for one in self.understood
            ],
            "complete": [plain(line) for line in self.complete],
            "sure": [plain(line) for line in self.sure],
            "reason": self.reason,
            "without": [{"parameter": one.value.parameter, "rows": one.rows} for one in self.looser],
            "text": " ".join(self.sentences()),
        }
        return {name: value for name, value in found.items() if value}


NOTHING = Note()
"""The note of an answer of which nothing is to be said."""


class Notes:
    """Writes the notes of a project's answers."""

    def __init__(self, queries: QueryCatalogue, ask: Ask) -> None:
        self._queries = queries
        self._ask = ask
        self.values = ParameterValues(queries, ask)

    def of(self, query: NamedQuery, understood: tuple[Understood, ...], rows: int, language: str = "en") -> Note:
        """The note of an answer.

        Args:
            query: what was asked.
            understood: the values it was asked with.
            rows: how many rows it gave.
            language: the reader's, in which it is told how complete the answer is where the graph can tell it so.

        Raises:
            EngineError: one of the queries behind the note failed.
        """
        values = {one.parameter: one.value for one in understood}
        told = [one for one in understood if one.parameter != "lang"]
        reason, looser = ("", ()) if rows else self._why_empty(query, told, values)
        complete, sure = (self._told_by(names, {"lang": language, **values}) for names in (query.complete, query.sure))
        return Note(query.note, self._day(query, values), tuple(told), complete, sure if rows else (), reason, looser)

    def _day(self, query: NamedQuery, values: Mapping[str, str]) -> str:
        day = next((parameter for parameter in query.parameters if parameter.name == "asOf"), None)
        if day is None:
            return ""
        return values.get("asOf") or ("" if day.open_ended else self._last_day())

    def _last_day(self) -> str:
        if _DAY not in self._queries:
            return ""
        return next((plain(row[0]) for row in self._ask(self._queries[_DAY].bind({})) if row[0] is not None), "")

    def _told_by(self, names: Iterable[str], values: Mapping[str, str]) -> tuple[Term, ...]:
        told: dict[Term, None] = {}
        for name in names:
            if name in self._queries:
                other = self._queries[name]
                known = {parameter.name for parameter in other.parameters}
                found = self._ask(other.bind({name: value for name, value in values.items() if name in known}))
                told |= dict.fromkeys(row[-1] for row in found if row[-1] is not None)
        return tuple(told)

    def _why_empty(
        self, query: NamedQuery, told: list[Understood], values: Mapping[str, str]
    ) -> tuple[str, tuple[CountWithout, ...]]:
        optional = [one for one in told if not _required(query, one.parameter)]
        looser = []
        for one in optional:
            others = {name: value for name, value in values.items() if name != one.parameter}
            looser.append(CountWithout(one, sum(1 for _ in self._ask(query.bind(others)))))
        needed = {one.parameter: one.value for one in told if _required(query, one.parameter)}
        if optional and any(True for _ in self._ask(query.bind(needed))):
            return _FILTERED, tuple(looser)
        return query.empty, ()


def _required(query: NamedQuery, name: str) -> bool:
    return any(parameter.required for parameter in query.parameters if parameter.name == name)
