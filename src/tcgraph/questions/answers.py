"""Answers to questions made of parts, joined from the answers to their parts, each of which is asked once of a graph.

A question in words is tried in many combinations of few parts. Each part is a group of its own in the query that
:func:`tcgraph.questions.chips.compiled` writes, so that the rows of the whole are those of what is shown which agree
with the solutions of every part (SPARQL 1.1, 18.5, Join and Minus).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from tcgraph.questions.chips import (
    ANY,
    Chip,
    Question,
    action_lines,
    branches_of,
    columns_of,
    compiled,
    counted,
    counted_by,
    each_of,
    having_all,
    others_of,
    somewhere,
)
from tcgraph.questions.condition_patterns import inner_of, prefixed, subject_of
from tcgraph.questions.kinds import OWN, Kind
from tcgraph.rdf import Literal, NamedNode, Term, plain

Row = tuple[Term | None, ...]
Select = Callable[[str], Iterable[Row]]
"""Gives the rows of a SELECT query's text."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PARTS = 1 << 11
"""Answers to parts that are kept."""
_XSD = "http://www.w3.org/2001/XMLSchema#"
_VARIABLE = re.compile(r"\?(\w+)")
_ANSWERED: ContextVar[dict[str, Sequence[Row]] | None] = ContextVar("answered", default=None)
"""What the graph has answered to one question in words, of which several readings often ask the same."""
_Rows = list[dict[str, Term | None]]


class Answers:
    """Answers questions about one graph, which stays as it is."""

    def __init__(self, select: Select, kinds: Mapping[str, Kind]) -> None:
        self.kinds = kinds
        self._graph = select
        self._part = lru_cache(maxsize=_PARTS)(self._asked)

    @contextmanager
    def remembered(self) -> Iterator[None]:
        """Within it, what was answered once is not worked out again."""
        token = _ANSWERED.set({})
        try:
            yield
        finally:
            _ANSWERED.reset(token)

    def select(self, text: str) -> Iterable[Row]:
        """The rows of a query's text."""
        known = _ANSWERED.get()
        if known is None:
            return self._graph(text)
        if text not in known:
            known[text] = list(self._graph(text))
        return known[text]

    def query(self, question: Question) -> str:
        """The query that asks a question."""
        return compiled(question, self.kinds)

    def shown(self, question: Question, kinds: Mapping[str, Kind] | None = None) -> dict[Term | None, None]:
        """The different things that a question shows, in the order of its rows; none where it has no column of them."""
        known = kinds or self.kinds
        columns = columns_of(question, known)
        shows = known[question.shows].variable if question.shows in known else question.shows
        return {row[columns.index(shows)]: None for row in self.rows(question, kinds)} if shows in columns else {}

    def empty(self, question: Question) -> frozenset[str]:
        """The columns of a question's answer in which no row has anything: when a meeting was is not told by them."""
        rows, columns = self.rows(question), columns_of(question, self.kinds)
        return frozenset(name for at, name in enumerate(columns) if all(row[at] is None for row in rows))

    def all_dated(self, question: Question) -> bool:
        """Whether the text of each row names a year."""
        columns = columns_of(question, self.kinds)
        at = columns.index("summary") if "summary" in columns else -1
        return at >= 0 and all(row[at] and _YEAR.search(plain(row[at])) for row in self.rows(question))

    def rows(self, question: Question, kinds: Mapping[str, Kind] | None = None) -> Sequence[Row]:
        """The rows that the question's query has, in its order.

        Args:
            question: its keys are of ``kinds``.
            kinds: those of the project, where none are given.
        """
        kinds = kinds or self.kinds
        text = compiled(question, kinds)
        known = _ANSWERED.get()
        if known is not None and text in known:
            return known[text]
        found = _projected(self._solutions(question, kinds), question, kinds)
        if known is not None:
            known[text] = found
        return found

    def _asked(self, text: str) -> tuple[Row, ...]:
        return tuple(self._graph(text))

    def _solutions(self, question: Question, kinds: Mapping[str, Kind]) -> _Rows:
        return [row for of in branches_of(question, kinds) for row in self._branch(of, question, kinds)]

    def _branch(self, of: str, question: Question, kinds: Mapping[str, Kind]) -> _Rows:
        shown = kinds.get(question.shows)
        names, lines = _shown_of(of, question, shown)
        rows = [dict(zip(names, row, strict=True)) for row in self._part(_query(names, lines))]
        if shown:
            rows = _of_kind(rows, question, shown, kinds)
        if by := counted_by(question, kinds):
            pairs = self._part(_query(["action", by.variable], [f"?action {by.action} ?{by.variable} ."]))
            has: dict[Term | None, list[Term | None]] = {}
            for action, thing in pairs:
                has.setdefault(action, []).extend([thing] * by.counts(plain(thing)))
            rows = [{**row, by.variable: thing} for row in rows for thing in has.get(row["action"], ())]
        for chip in each_of(question):
            rows = self._held(rows, chip, of, question, kinds)
        having = having_all(question, kinds, shown) if shown else ""
        return self._minus(rows, having, [shown.variable]) if shown and having else rows

    def _held(self, rows: _Rows, chip: Chip, of: str, question: Question, kinds: Mapping[str, Kind]) -> _Rows:
        """The rows of which a condition holds, as its pattern in the query says."""
        shown = kinds.get(question.shows)
        if shown and chip.key == shown.name and ANY not in chip.values:
            return rows  # said where it is shown
        if chip.without and question.shows == "recommendation" and chip.key not in ("number", "section", *OWN):
            return self._minus(rows, somewhere(chip, kinds), ["recommendation"])
        if chip.key in ("status", "section", "number"):
            return [row for row in rows if (plain(row[chip.key]) in chip.values) is not chip.without]
        if chip.key == "when" and shown and shown.name == "date" and not chip.without:
            ends = [value.split("/") for value in chip.values]
            return [row for row in rows if any(start <= plain(row["date"]) < f"{end}~" for start, end in ends)]
        inner = inner_of(chip, kinds, of, shown)
        if chip.without:
            return self._minus(rows, inner, [name for name in rows[0] if name in _variables(inner)] if rows else [])
        names = subject_of(chip, of, shown).replace("?", "").split()
        solutions = self._part(_query(names, [inner]))
        agreeing = {solution for solution in solutions if None not in solution}
        open_ones = [solution for solution in solutions if None in solution]
        return [
            row
            for row in rows
            if (values := tuple(row.get(name) for name in names)) in agreeing
            or any(_agree(values, solution) for solution in open_ones)
        ]

    def _minus(self, rows: _Rows, inner: str, names: list[str]) -> _Rows:
        """The rows that agree with no solution; one that shares no value with a row takes nothing away."""
        if not names:
            return rows
        solutions = set(self._part(_query(names, [inner])))
        return [
            row
            for row in rows
            if not any(
                _agree(values, solution) and _share(values, solution)
                for values in (tuple(row[name] for name in names),)
                for solution in solutions
            )
        ]


def _shown_of(of: str, question: Question, shown: Kind | None) -> tuple[tuple[str, ...], list[str]]:
    """The variables and the pattern of what is shown, without what has to hold of it."""
    rows = ["?recommendation a tc:Recommendation ; tc:number ?number ; tc:inSection/tc:number ?section ."]
    lines = action_lines(question.as_of) if of == "action" else rows
    names = ["number", "section", "recommendation", *(["action", "status", "summary"] if of == "action" else [])]
    if shown:
        path = shown.action if of == "action" else shown.cited or shown.recommendation
        pattern = shown.shown if shown.shown and of == "action" else f"?{of} {path} ?{shown.variable}"
        label = f"OPTIONAL {{ ?{shown.variable} rdfs:label|skos:prefLabel ?label . FILTER(LANG(?label) = 'en') }}"
        lines = [*lines, f"{pattern} .", label]
        names += [shown.variable, "label", *(shown.columns if of == "action" else ())]
    elif question.shows == "recommendation":
        lines = [*lines, "?recommendation rdfs:label ?label .", "FILTER(LANG(?label) = 'en')"]
        names.append("label")
    return tuple(names), lines


def _of_kind(rows: _Rows, question: Question, shown: Kind, kinds: Mapping[str, Kind]) -> _Rows:
    """The rows whose thing is of the kind that is shown, is one that is named, and is none that is left out."""
    same = [chip for chip in question.chips if chip.key == shown.name and ANY not in chip.values]
    named = [set(chip.values) for chip in same if not chip.without]
    apart = {value for chip in same if chip.without for value in chip.values} | {*others_of(shown, question, kinds)}
    things = ((row, plain(row[shown.variable])) for row in rows)
    if named:
        return [row for row, thing in things if all(thing in one for one in named) and thing not in apart]
    return [row for row, thing in things if thing.startswith(shown.folder) and thing not in apart]


def _projected(rows: _Rows, question: Question, kinds: Mapping[str, Kind]) -> list[Row]:
    if not question.group:
        names = columns_of(question, kinds)
        distinct = dict.fromkeys(tuple(row.get(name) for name in names) for row in rows)
        return sorted(distinct, key=lambda row: [_order(term) for term in row])
    groups: dict[Term | None, set[Term]] = {}
    what = counted(question, kinds)
    for row in rows:
        group = groups.setdefault(row.get(question.group), set())
        group |= {term for term in (row.get(what),) if term is not None}
    counts = sorted(groups.items(), key=lambda one: (-len(one[1]), _order(one[0])))
    return [(group, Literal(str(len(things)), datatype=NamedNode(f"{_XSD}integer"))) for group, things in counts]


def _query(names: Iterable[str], lines: Iterable[str]) -> str:
    body = "\n".join(f"  {line}" for line in lines)
    return prefixed(f"SELECT DISTINCT {' '.join('?' + name for name in names)} WHERE {{\n{body}\n}}\n")


def _variables(text: str) -> set[str]:
    return set(_VARIABLE.findall(text))


def _agree(row: Sequence[Any], solution: Sequence[Any]) -> bool:
    return all(a is None or b is None or a == b for a, b in zip(row, solution, strict=True))


def _share(row: Sequence[Any], solution: Sequence[Any]) -> bool:
    return any(a is not None and b is not None for a, b in zip(row, solution, strict=True))


def _order(term: Term | None) -> tuple[int, float, str]:
    """Where a term stands in an order (SPARQL 1.1, 15.1)."""
    if term is None or isinstance(term, NamedNode):
        return (0 if term is None else 1), 0.0, plain(term)
    text = plain(term)
    number = isinstance(term, Literal) and term.datatype.value in (f"{_XSD}integer", f"{_XSD}decimal")
    return 2, float(text) if number else 0.0, text
