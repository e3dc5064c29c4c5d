"""The picture of a reader's own result, in which nothing is left out without a word: bars, a map, or a network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tcgraph.followup.statuses import COLUMNS
from tcgraph.pages.charts.bars import Bar
from tcgraph.pages.charts.figure import Cell, Figure
from tcgraph.pages.charts.network import Spot, network
from tcgraph.pages.figure_counts import MOST, is_count, totals
from tcgraph.pages.i18n import translator
from tcgraph.pages.labels import Labels
from tcgraph.pages.locale_format import in_order
from tcgraph.pages.page import State, page_path
from tcgraph.pages.picture_words import counted
from tcgraph.pages.pictures import Pictures, summed
from tcgraph.pages.site import Answer
from tcgraph.rdf import NamedNode, Term, plain

_COLOURS = ("bar", "2", "second", "asked", "pilot", "owed", "answered", "1")
"""The colours of the parts of bars that are no statuses: more parts than these cannot be told apart."""
_PAINTS = {"partly-taken": "partly-taken", **{status: status for status in COLUMNS}}
_BOXES = 14
_BOXES_OF_SEVERAL = 24
"""How many boxes stand around one thing, and around several together."""
_HUBS = 6
"""How many things one picture has in the middle of others at most."""


@dataclass(frozen=True, slots=True)
class Edge:
    """The places of the rows that begin and end with the same two things."""

    start: NamedNode
    end: NamedNode
    rows: tuple[int, ...]


class ResultPictures:
    """Makes the picture of one result.

    Args:
        pictures: makes figures.
        answer: the result.
        labels: names of things.
        state: the page's address.
    """

    def __init__(self, pictures: Pictures, answer: Answer, labels: Labels, state: State) -> None:
        self._pictures, self._answer, self._labels, self._state = pictures, answer, labels, state
        self._t = translator(state.language)
        labels.note(term for row in answer.rows for term in row)

    def made(self, view: str) -> Figure | None:
        """The picture of a view: ``chart``, ``map`` or ``graph``; None where the result has none."""
        if view not in ("chart", "map", "graph") or not self._answer.rows:
            return None
        if view == "map":
            return self._pictures.map("result", self._t("sparql.result"), self._answer, of="")
        return self._bars() if view == "chart" else self._network()

    def _bars(self) -> Figure | None:
        """A bar for each name, in parts by a second column; several columns of counts have a bar each."""
        names = self._answer.variables
        counts = [i for i in range(len(names)) if is_count(self._answer, i)]
        groups = self._groups([i for i in range(len(names)) if i not in counts])
        if not groups:
            return None
        sizes = {i: len({plain(row[i]) for row in self._answer.rows}) for i in groups}
        first, *rest = groups
        part = next((i for i in rest if sizes[i] <= len(_COLOURS)), None)
        if part is None and rest and sizes[first] <= len(_COLOURS):
            first, part, rest = rest[0], first, [first, *rest[1:]]
        measures = counts[:1] if part is not None else counts
        untold = [names[i] for i in (*rest, *counts[len(measures) :]) if i != part]
        series, bars = self._by_part(first, part, measures) if part is not None else self._by_measure(first, measures)
        if not measures and part is None and all(bar.total == 1 for bar in bars):
            # As many bars of one length as there are rows tell nothing that the table does not.
            return None
        by = ", ".join(names[i] for i in (first, part) if i is not None)
        what = ", ".join(names[i] for i in measures) or self._t("figure.of_row")
        figure = self._pictures.bars("result", self._t("sparql.by", what=what, by=by), bars, series, "", MOST)
        note = self._t("sparql.untold", columns=", ".join(untold)) if untold else ""
        told = replace(figure, note=" ".join(filter(None, (figure.note, note))))
        if len(measures) > 1:
            # Figures of several columns are not one whole.
            return replace(told, says=())
        n = sum(bar.total for bar in bars)
        in_all = (self._t("figure.in_all"), self._t("sparql.rows_told", n=n, rows=len(self._answer.rows)))
        return replace(summed(told, series, bars), says=(in_all, *told.says))

    def _groups(self, columns: Sequence[int]) -> list[int]:
        """The columns that rows are told apart by; a column of names beside the things that it names tells nothing."""

        def names(index: int, other: int) -> bool:
            pairs = [(row[index], row[other]) for row in self._answer.rows]
            return all(
                isinstance(thing, NamedNode) and plain(told) in self._labels.all_of(thing) for told, thing in pairs
            )

        return [i for i in columns if not any(names(i, other) for other in columns if other != i)]

    def _name(self, index: int, term: Term | None) -> str:
        return self._pictures.named(self._answer.variables[index], term)

    def _amounts(self, measure: int | None) -> list[int]:
        return [1 if measure is None else int(plain(row[measure]) or 0) for row in self._answer.rows]

    def _by_part(self, first: int, part: int, measures: Sequence[int]) -> tuple[dict[str, str], list[Bar]]:
        parts = sorted(
            {plain(row[part]): row[part] for row in self._answer.rows}.items(), key=lambda one: in_order(one[0])
        )
        codes = {key: key.rpartition("/")[2].replace(" ", "-").lower() for key, _ in parts}
        if codes and set(codes.values()) <= _PAINTS.keys():
            parts.sort(key=lambda one: list(_PAINTS).index(codes[one[0]]))
            paints = codes
        else:
            paints = {key: paint for (key, _), paint in zip(parts, _COLOURS, strict=False)}
        series = {paints[key]: self._name(part, term) for key, term in parts}
        amounts = self._amounts(measures[0] if measures else None)
        found: dict[str, dict[str, int]] = {}
        for row, amount in zip(self._answer.rows, amounts, strict=True):
            own = found.setdefault(self._name(first, row[first]), dict.fromkeys(series, 0))
            own[paints[plain(row[part])]] += max(0, amount)
        return series, self._ranked(found, first)

    def _by_measure(self, first: int, measures: Sequence[int]) -> tuple[dict[str, str], list[Bar]]:
        names = [self._name(first, row[first]) for row in self._answer.rows]
        if len(measures) < 2:
            amounts = self._amounts(measures[0] if measures else None)
            sums = totals((name, (place, n)) for place, (name, n) in enumerate(zip(names, amounts, strict=True)))
            return {"": ""}, self._ranked({name: {"": max(0, n)} for name, n in sums.items()}, first)
        columns = [self._answer.variables[i] for i in measures[: len(_COLOURS)]]
        series = dict(zip(_COLOURS, columns, strict=False))
        sums_of = [
            totals((name, (place, n)) for place, (name, n) in enumerate(zip(names, self._amounts(i), strict=True)))
            for i in measures[: len(_COLOURS)]
        ]
        ranked = self._ranked({name: {"": max(0, n)} for name, n in sums_of[0].items()}, first)
        return series, [
            Bar(f"{bar.label} · {series[paint]}", {paint: max(0, own[bar.label])}, bar.href)
            for bar in ranked
            for paint, own in zip(series, sums_of, strict=True)
        ]

    def _ranked(self, found: dict[str, dict[str, int]], first: int) -> list[Bar]:
        pages = {
            self._name(first, row[first]): self._pictures.href(self._answer, place)
            for place, row in reversed(list(enumerate(self._answer.rows)))
        }
        bars = [Bar(name, parts, pages[name]) for name, parts in found.items()]
        return sorted(bars, key=lambda bar: (-bar.total, in_order(bar.label)))

    def _network(self) -> Figure | None:
        """The things that rows begin and end with, linked by what stands between; each two once, with their rows."""
        edges = self._edges()
        if not edges:
            return None
        ends = [Counter[NamedNode](), Counter[NamedNode]()]
        for edge in edges:
            ends[0][edge.start] += len(edge.rows)
            ends[1][edge.end] += len(edge.rows)
        fewer = min(ends, key=len)
        two_sides = not ends[0].keys() & ends[1].keys() and len(fewer) <= _HUBS
        hubs = [hub for hub, _ in (fewer if two_sides else ends[0] + ends[1]).most_common(_HUBS if two_sides else 1)]
        drawn: set[int] = set()
        rest: list[Cell] = []
        spots: list[Spot] = []
        for hub in hubs:
            around = sorted((edge for edge in edges if hub in (edge.start, edge.end)), key=self._weight)
            shown = around[: _BOXES if len(hubs) == 1 else _BOXES_OF_SEVERAL // len(hubs)]
            drawn.update(place for edge in shown for place in edge.rows)
            rest += [self._cell(edge) for edge in around[len(shown) :]]
            below = tuple(self._spot(edge, hub) for edge in shown)
            name = counted(self._labels.of(hub).value, len(around))
            spots.append(Spot(name, "", self._state.to(page_path(hub.value)), below=below))
        rest += [self._cell(edge) for edge in edges if not {edge.start, edge.end} & set(hubs)]
        column = self._things(self._answer.rows[edges[0].rows[0]])[0 if fewer is ends[0] else -1]
        middle = spots[0] if len(spots) == 1 else Spot(self._answer.variables[column], below=tuple(spots))
        rows = len(self._answer.rows)
        left = self._t("sparql.not_drawn", n=rows - len(drawn), all=rows)
        return self._pictures.figure(
            "result", self._t("sparql.result"), network(middle),
            says=((self._t("sparql.drawn"), self._t("sparql.rows_drawn", n=len(drawn), rows=rows)),),
            rest=((left, tuple(rest)),) * (len(drawn) < rows),
            rows=tuple((Cell(self._labels.of(edge.start).value), Cell(self._told(edge)),
                        Cell(self._labels.of(edge.end).value)) for edge in edges),
        )  # fmt: skip

    def _edges(self) -> list[Edge]:
        found: dict[tuple[NamedNode, NamedNode], list[int]] = {}
        for place, row in enumerate(self._answer.rows):
            things = [row[i] for i in self._things(row)]
            if len(things) > 1 and isinstance(things[0], NamedNode) and isinstance(things[-1], NamedNode):
                found.setdefault((things[0], things[-1]), []).append(place)
        return [Edge(start, end, tuple(places)) for (start, end), places in found.items()]

    def _things(self, row: Sequence[Term | None]) -> list[int]:
        return [i for i, term in enumerate(row) if isinstance(term, NamedNode)]

    def _told(self, edge: Edge) -> str:
        """What stands between two things: its name where it is one, else how many there are in which column."""
        found: dict[int, dict[NamedNode, None]] = {}
        for place in edge.rows:
            row = self._answer.rows[place]
            for i in self._things(row)[1:-1]:
                found.setdefault(i, {})[NamedNode(plain(row[i]))] = None
        return ", ".join(
            self._labels.of(next(iter(own))).value if len(own) == 1 else f"{self._answer.variables[i]}: {len(own)}"
            for i, own in found.items()
        )

    def _sums(self, edge: Edge) -> dict[str, int]:
        """What the rows of two things count, by column."""
        counts = [i for i in range(len(self._answer.variables)) if is_count(self._answer, i)]
        rows = [self._answer.rows[place] for place in edge.rows]
        return {self._answer.variables[i]: sum(int(plain(row[i]) or 0) for row in rows) for i in counts}

    def _weight(self, edge: Edge) -> tuple[int, str]:
        return -next(iter(self._sums(edge).values()), len(edge.rows)), in_order(self._name_of(edge))

    def _name_of(self, edge: Edge) -> str:
        return f"{self._labels.of(edge.start).value} – {self._labels.of(edge.end).value}"

    def _spot(self, edge: Edge, hub: NamedNode) -> Spot:
        towards = edge.end == hub
        other = edge.start if towards else edge.end
        link = ", ".join(filter(None, (self._told(edge), *(f"{name}: {n}" for name, n in self._sums(edge).items()))))
        return Spot(self._labels.of(other).value, link, self._state.to(page_path(other.value)), towards)

    def _cell(self, edge: Edge) -> Cell:
        name = self._name_of(edge)
        return Cell(
            counted(name, len(edge.rows)) if len(edge.rows) > 1 else name, self._state.to(page_path(edge.end.value))
        )
