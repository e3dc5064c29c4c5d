"""Every named question asked with every value that it offers: what a reader could be misled by is a fault.

An answer without a row and without a reason; one said to be as of a day for which it is another; a name that is a code;
a figure of which nobody says what it counts; and an address of our own of which the graph says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import product

from tcgraph.errors import TcgraphError
from tcgraph.namespaces import application
from tcgraph.queries import NamedQuery, Parameter, QueryCatalogue
from tcgraph.questions.notes import Note, Notes
from tcgraph.questions.values import Ask, values_of
from tcgraph.rdf import Literal, NamedNode, Term, plain

_NAMES = frozenset(("label", "name", "title"))
"""Columns that hold names."""
_CODE = re.compile(r"\b\d+-\d+(?:-[a-z0-9]+)?\b|^[a-z0-9]+(?:-[a-z0-9]+)+$|^https?://|^[A-Z]{1,3}\d{2,}$")
"""What only the graph's keeper reads: ``11-1-a``, ``gender-equality`` in place of a name, an address."""
_YEARS = re.compile(r"\b(?:19|20)\d\d-(?:\d\d|(?:19|20)\d\d)\b")
_SAMPLES = {"date": ("2006-10-11", "2008-12-31"), "string": ("gender",), "integer": ("1", "12"), "language": ("fr",)}
"""Values to try of a parameter that offers none."""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Case:
    """A question with the values that it is asked with."""

    query: NamedQuery
    values: Mapping[str, str] = field(default_factory=dict)

    def told(self) -> str:
        """As it is asked on the command line."""
        return " ".join([self.query.name, *(f"{name}={value}" for name, value in self.values.items())])


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an answer.

    Attributes:
        case: the question.
        what: in a sentence.
    """

    case: Case
    what: str


class Checks:
    """Asks the questions of a project."""

    def __init__(self, queries: QueryCatalogue, ask: Ask) -> None:
        self._queries = queries
        self._remembered: dict[str, list[tuple[Term | None, ...]]] = {}
        self._source = ask
        self._notes = Notes(queries, self._ask)

    def cases(self, share: int = 100) -> list[Case]:
        """Every question with each value of each parameter, the others as they stand by themselves.

        Args:
            share: how many in a hundred, the same ones each time.
        """
        found = [case for query in self._queries.of_kind("answer") for case in self._of(query)]
        return [case for case in found if _place(case.told()) < share]

    def faults(self, cases: Iterable[Case]) -> Iterator[Fault]:
        """What is wrong with the answers, as they are found; addresses come last."""
        linked: dict[str, Case] = {}
        for case in cases:
            try:
                rows, note = self._answer(case)
            except TcgraphError as error:
                yield Fault(case, f"cannot be asked: {error}")
                continue
            if not rows and not note.reason:
                yield Fault(case, "has no row, and no reason for it")
            if note.as_of and "asOf" not in case.values and self._answer(case, note.as_of)[0] != rows:
                yield Fault(case, f"is said to be as of {note.as_of}, and is another when asked for that day")
            yield from (Fault(case, what) for what in dict.fromkeys(_unclear(case.query, rows)))
            for term in (term for row in rows for term in row if isinstance(term, NamedNode)):
                if term.value.startswith(application().things):
                    linked.setdefault(term.value, case)
        yield from (Fault(linked[one], f"leads to <{one}>, of which nothing is said") for one in self._unknown(linked))

    def _answer(self, case: Case, day: str = "") -> tuple[list[tuple[Term | None, ...]], Note]:
        understood = self._notes.values.read(case.query, case.values)
        rows = self._ask(case.query.bind({**case.values, **values_of(understood), **({"asOf": day} if day else {})}))
        return rows, self._notes.of(case.query, understood, len(rows))

    def _ask(self, text: str) -> list[tuple[Term | None, ...]]:
        if text not in self._remembered:
            self._remembered[text] = list(self._source(text))
        return self._remembered[text]

    def _of(self, query: NamedQuery) -> Iterator[Case]:
        needed = [parameter for parameter in query.parameters if parameter.required]
        offered = {parameter.name: self._values(parameter) for parameter in query.parameters}
        required = [dict(zip((p.name for p in needed), values, strict=True))
                    for values in product(*(offered[p.name] for p in needed))]  # fmt: skip
        yield from (Case(query, values) for values in required)
        first = required[0] if required else {}
        for parameter in query.parameters:
            if not parameter.required:
                yield from (Case(query, {**first, parameter.name: value}) for value in offered[parameter.name])

    def _values(self, parameter: Parameter) -> Sequence[str]:
        if parameter.choices in self._queries:
            return [choice.value for choice in self._notes.values.choices(parameter)]
        return _SAMPLES.get(parameter.type, ())

    def _unknown(self, addresses: Iterable[str]) -> Iterator[str]:
        every = sorted(addresses)
        for start in range(0, len(every), _AT_ONCE):
            nodes = " ".join(str(NamedNode(one)) for one in every[start : start + _AT_ONCE])
            query = f"SELECT ?thing {{ VALUES ?thing {{ {nodes} }} FILTER NOT EXISTS {{ ?thing ?p ?o }} }}"
            yield from (plain(row[0]) for row in self._ask(query))


def _unclear(query: NamedQuery, rows: Iterable[tuple[Term | None, ...]]) -> Iterator[str]:
    """What of the rows a reader would not understand."""
    columns = tuple(query.columns)
    for row in rows:
        told = dict(zip(columns, row, strict=False))
        for name, term in told.items():
            if _holds_names(name) and term is not None and _CODE.search(_YEARS.sub("", plain(term))):
                yield f"has {plain(term)!r} as a {name}, which is a code"
            if _is_figure(term) and not query.columns[name].strip():
                yield f"has figures under {name}, of which nothing says what they count"
            if name == "value" and _is_figure(term) and "unit" in told and told["unit"] is None:
                yield f"has the figure {plain(term)} without a unit"


def _holds_names(column: str) -> bool:
    return column in _NAMES or column.endswith("_label")


def _is_figure(term: Term | None) -> bool:
    return isinstance(term, Literal) and term.datatype.value.rpartition("#")[2] in ("integer", "decimal", "double")


def _place(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:4], "big") % 100
