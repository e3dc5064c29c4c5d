"""The picture of a reader's own result, in which nothing is left out without a word: bars, a map, or a network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tcgraph.engine import query_trees
from tcgraph.followup.statuses import COLUMNS
from tcgraph.pages.charts.bars import Bar
from tcgraph.pages.charts.figure import Cell, Figure
from tcgraph.pages.charts.network import NetworkNode, network
from tcgraph.pages.i18n import translator
from tcgraph.pages.labels import Labels, in_order
from tcgraph.pages.page import State, page_path
from tcgraph.pages.picture_words import MOST, counted, is_count
from tcgraph.pages.pictures import Pictures, summed
from tcgraph.pages.site import Answer
from tcgraph.rdf import NamedNode, Term, plain
from tcgraph.sparql.forms import Select

_COLOURS = ("bar", "2", "second", "asked", "pilot", "owed", "answered", "1")
"""The colours of the parts of bars that are no statuses: more parts than these cannot be told apart."""
_BOXES = 14
_BOXES_OF_SEVERAL = 24
"""How many boxes stand around one thing, and around several together."""
_NAMED = 100
"""How many of what is not drawn are named beside it; the table has the rest, in pages."""
_HUBS = 6
"""How many things one picture has in the middle of others at most."""


Edges = Mapping[tuple[NamedNode, NamedNode], list[int]]
"""The places of the rows that begin and end with the same two things."""


class ResultPictures:
    """Makes the picture of one result.

    Args:
        pictures: makes figures.
        answer: the result.
        labels: names of things.
        state: the page's address.
        words: what columns are called, where that is not their own name.
    """

    def __init__(
        self, pictures: Pictures, answer: Answer, labels: Labels, state: State, words: Mapping[str, str] | None = None
    ) -> None:
        self._pictures, self._answer, self._labels, self._state = pictures, answer, labels, state
        self._words = words or {}
        self._t = translator(state.language)
        self._counts = [i for i in range(len(answer.variables)) if is_count(answer, i)]
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
        names = [self._words.get(name, name) for name in self._answer.variables]
        counts = self._counts
        groups = self._groups([i for i in range(len(names)) if i not in counts])
        if not groups:
            return None
        sizes = {i: len({plain(row[i]) for row in self._answer.rows}) for i in groups}
        first, *rest = groups
        part = next((i for i in rest if sizes[i] <= len(_COLOURS)), None)
        if part is None and rest and sizes[first] <= len(_COLOURS):
            first, part, rest = rest[0], first, [first, *rest[1:]]
        measures = counts[: 1 if part is not None else len(_COLOURS)]
        untold = [names[i] for i in (*rest, *counts[len(measures) :]) if i != part]
        series, bars = self._counted(first, part, measures)
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

    def _counted(self, first: int, part: int | None, measures: Sequence[int]) -> tuple[dict[str, str], list[Bar]]:
        """What the colours are called, and the bars by length; of several measures each has a bar of its own."""
        paints = self._paints(part) if part is not None else {}
        series = {paint: self._name(part, term) for paint, term in paints.values()} if part is not None else {"": ""}
        if several := len(measures) > 1:
            series = dict(zip(_COLOURS, (self._answer.variables[i] for i in measures), strict=False))
        found: dict[str, dict[str, int]] = {}
        pages: dict[str, str] = {}
        for place, row in enumerate(self._answer.rows):
            name = self._name(first, row[first])
            pages.setdefault(name, self._pictures.href(self._answer, place))
            own = found.setdefault(name, dict.fromkeys(series, 0))
            amounts = [max(0, int(plain(row[i]) or 0)) for i in measures] or [1]
            for paint, n in zip([paints[plain(row[part])][0]] if part is not None else series, amounts, strict=True):
                own[paint] += n
        ranked = list(found)
        # As the query orders its rows, if it does; the most first where not all have room.
        if not self._is_ordered() or (len(ranked) > MOST and not several):
            measured = ("bar",) if several else tuple(series)
            ranked.sort(key=lambda name: (-sum(found[name][paint] for paint in measured), in_order(name)))
        if several:
            shown = ((name, paint, n) for name in ranked for paint, n in found[name].items())
            return series, [Bar(counted(name, series[paint]), {paint: n}, pages[name]) for name, paint, n in shown]
        return series, [Bar(name, found[name], pages[name]) for name in ranked]

    def _is_ordered(self) -> bool:
        tree = query_trees.query(self._answer.text)
        return isinstance(tree, Select) and bool(tree.modifiers.order_by)

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

    def _paints(self, part: int) -> dict[str, tuple[str, Term | None]]:
        """The colour of each value of a column, in drawing order: of statuses their own."""
        values = {plain(row[part]): row[part] for row in self._answer.rows}
        codes = {key: key.rpartition("/")[2].replace(" ", "-").lower() for key in values}
        if set(codes.values()) <= COLUMNS.keys():
            order = list(COLUMNS)
            return {key: (codes[key], values[key]) for key in sorted(values, key=lambda key: order.index(codes[key]))}
        return {key: (paint, values[key]) for key, paint in zip(sorted(values, key=in_order), _COLOURS, strict=False)}

    def _network(self) -> Figure | None:
        """The things that rows begin and end with, linked by what stands between; each two once, with their rows."""
        edges = self._edges()
        if not edges:
            return None
        shown: set[tuple[NamedNode, NamedNode]] = set()

        def most_linked() -> NamedNode:
            linked = Counter[NamedNode]()
            for pair in edges.keys() - shown:
                linked.update(dict.fromkeys(pair, len(edges[pair])))
            return min(linked, key=lambda thing: (-linked[thing], thing.value))

        def around(thing: NamedNode, most: int, depth: int) -> tuple[NetworkNode, ...]:
            own = [pair for pair in edges if thing in pair and pair not in shown]
            own = sorted(own, key=lambda pair: self._weight(pair, edges[pair]))[:most]
            shown.update(own)
            ends = [pair[1] if pair[0] == thing else pair[0] for pair in own]
            spots = [self._spot(pair, edges[pair], thing) for pair in own]
            return tuple(
                replace(spot, below=around(end, most, depth - 1) if depth else ())
                for spot, end in zip(spots, ends, strict=True)
            )

        def star(thing: NamedNode, most: int, depth: int = 0) -> NetworkNode:
            name = counted(self._labels.of(thing).value, sum(thing in pair for pair in edges.keys() - shown))
            return NetworkNode(name, "", self._state.to(page_path(thing.value)), below=around(thing, most, depth))

        middle = star(most_linked(), _BOXES, depth=1)
        if shown != edges.keys() or len(edges) > _BOXES_OF_SEVERAL:
            # What hangs together no more is drawn beside each other.
            shown.clear()
            hubs: list[NamedNode] = []
            while shown != edges.keys() and len(hubs) < _HUBS:
                hubs.append(most_linked())
                shown.update(pair for pair in edges if hubs[-1] in pair)
            shown.clear()
            most = _BOXES if len(hubs) == 1 else _BOXES_OF_SEVERAL // len(hubs)
            spots = tuple(star(hub, most) for hub in hubs)
            middle = spots[0] if len(spots) == 1 else NetworkNode(self._t("sparql.result"), below=spots)
        n, rows_drawn = len(self._answer.rows), sum(len(edges[pair]) for pair in shown)
        undrawn = [(pair, rows) for pair, rows in edges.items() if pair not in shown]
        rest = (
            *(
                Cell(
                    counted(self._name_of(pair), len(rows)) if len(rows) > 1 else self._name_of(pair),
                    self._state.to(page_path(pair[1].value)),
                )
                for pair, rows in undrawn[:_NAMED]
            ),
            *self._more(len(undrawn)),
        )
        return self._pictures.figure(
            "result", self._t("sparql.result"), network(middle),
            says=((self._t("sparql.drawn"), self._t("sparql.rows_drawn", n=rows_drawn, rows=n)),),
            rest=((self._t("sparql.not_drawn", n=n - rows_drawn, all=n), rest),) * (rows_drawn < n),
            rows=tuple((Cell(self._labels.of(start).value), Cell(self._told(rows)), Cell(self._labels.of(end).value))
                       for (start, end), rows in list(edges.items())[:_NAMED])
            + tuple((cell, Cell(""), Cell("")) for cell in self._more(len(edges))),
        )  # fmt: skip

    def _more(self, n: int) -> tuple[Cell, ...]:
        """Where the rest of so many are, if that is more than are named beside a picture."""
        left = n - _NAMED
        return (Cell(self._t("sparql.rest_in_table", n=left), self._state.url(view="table")),) if left > 0 else ()

    def _edges(self) -> Edges:
        found: dict[tuple[NamedNode, NamedNode], list[int]] = {}
        for place, row in enumerate(self._answer.rows):
            things = [term for term in row if isinstance(term, NamedNode)]
            if len(things) > 1:
                found.setdefault((things[0], things[-1]), []).append(place)
        return found

    def _things(self, place: int) -> list[int]:
        return [i for i, term in enumerate(self._answer.rows[place]) if isinstance(term, NamedNode)]

    def _told(self, rows: Sequence[int]) -> str:
        """What stands between two things: its name where it is one, else how many there are in which column."""
        found: dict[int, dict[str, None]] = {}
        for place in rows:
            for i in self._things(place)[1:-1]:
                found.setdefault(i, {})[plain(self._answer.rows[place][i])] = None
        return ", ".join(
            self._labels.of(next(iter(own))).value if len(own) == 1 else f"{self._answer.variables[i]}: {len(own)}"
            for i, own in found.items()
        )

    def _sums(self, rows: Sequence[int]) -> dict[str, int]:
        """What the rows of two things count, by column."""
        told = self._answer.rows
        return {self._answer.variables[i]: sum(int(plain(told[place][i]) or 0) for place in rows) for i in self._counts}

    def _weight(self, pair: tuple[NamedNode, NamedNode], rows: Sequence[int]) -> tuple[int, str]:
        return -next(iter(self._sums(rows).values()), len(rows)), in_order(self._name_of(pair))

    def _name_of(self, pair: tuple[NamedNode, NamedNode]) -> str:
        return " – ".join(self._labels.of(thing).value for thing in pair)

    def _spot(self, pair: tuple[NamedNode, NamedNode], rows: Sequence[int], hub: NamedNode) -> NetworkNode:
        towards = pair[1] == hub
        other = pair[0] if towards else pair[1]
        link = ", ".join(filter(None, (self._told(rows), *(f"{name}: {n}" for name, n in self._sums(rows).items()))))
        return NetworkNode(self._labels.of(other).value, link, self._state.to(page_path(other.value)), towards)
