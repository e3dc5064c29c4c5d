"""The picture that fits an answer: from its columns to bars, marks, a time line or a map, each mark with its facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from tcgraph.followup.statuses import COLUMNS, STATUSES, column_of
from tcgraph.pages.caveats import examples_told, in_no_column, reported_on, source_told
from tcgraph.pages.certainty_bars import Stack, by_status, stacked
from tcgraph.pages.charts.bars import Bar, bar_chart
from tcgraph.pages.charts.figure import Cell, Figure
from tcgraph.pages.charts.svg import WIDE, Drawing, mirrored
from tcgraph.pages.dated_pictures import moments_of, promise_marks, time_line
from tcgraph.pages.i18n import has, meaning_of, note_of, of_language, question_of, translator
from tcgraph.pages.labels import Labels, day, in_order, word_for
from tcgraph.pages.maps import continents_without, map_of
from tcgraph.pages.page import State, page_path
from tcgraph.pages.picture_words import (
    BARS,
    amounts,
    counted,
    country_of,
    in_all,
    is_count,
    is_incomplete,
    not_drawn,
    of_bars,
    of_shares,
    sources_of,
    totals,
    uncut,
)
from tcgraph.pages.result_columns import counted_at, thing_of
from tcgraph.pages.site import Answer, Site, ask
from tcgraph.pages.tile_pictures import tiles_of, with_parts
from tcgraph.queries import NamedQuery
from tcgraph.rdf import Literal, Term, plain
from tcgraph.scope import OF

_INVERTED = re.compile(r"-(?=(t-)?(ils?|elles?|on)\b)|(?<=-t)-")
"""The hyphens of French questions such as a-t-il, at which no line is to end."""
_ALONE = 3
"""Places by which alone a region counts that stand beside its name."""


class Pictures:
    """Makes the figures of a page.

    Args:
        site: where things are looked up.
        state: the page's address.
        labels: names of things.
    """

    def __init__(self, site: Site, state: State, labels: Labels | None = None) -> None:
        self._site, self._state = site, state
        self._labels = labels or Labels(site, state.language)
        self._t = translator(state.language)

    def of_question(
        self, query: NamedQuery, answer: Answer, given: str = "", complete: Iterable[Term] = (), most: int = 0
    ) -> Figure | None:
        """The picture of a question's answer with its note, if there is one; a query's header says which kind fits.

        Args:
            query: the question.
            answer: its answer.
            given: the values that it was asked with, as readers know them: a picture travels without its page.
            complete: what is known of how complete the answer is.
            most: how many bars of statuses are drawn at most; all where it is 0.
        """
        figure = self._fitting(query, query.chart, answer, most) if answer.rows and query.chart else None
        if figure is None:
            return None
        title = " – ".join(filter(None, (figure.title, given)))
        counts, caveat = note_of(query, self._state.language).value, " ".join(map(plain, complete)) or figure.caveat
        told = replace(figure, title=title, counts=counts, caveat=caveat)
        if is_incomplete(answer):
            told = replace(told, says=((self._t("figure.known_here"), str(len(answer.rows))),))
        elsewhere = sources_of(answer)
        told_so = "figure.source_of" if elsewhere else "figure.source_covered" if "coverage" in answer.variables else ""
        return replace(told, source=self._t(told_so, sources=", ".join(elsewhere))) if told_so else told

    def _fitting(self, query: NamedQuery, chart: str, answer: Answer, most: int) -> Figure | None:
        title, unit = question_of(query, self._state.language).value, self._unit_of(query)
        self._note(answer)
        head, rest = (part.strip() for part in (f"{unit};").split(";")[:2])
        rest = rest[:1].upper() + rest[1:]
        kind, _, by = chart.partition(" by ")
        kind, _, of = kind.partition(" of ")
        if kind == "timeline":
            return self.times(query.name, title, answer, unit)
        if kind == "dots":
            return self.promises(query.name, head or title, answer)
        if kind == "map":
            return self.map(query.name, title, answer, of, unit)
        if kind.startswith("share "):
            *parts, whole = kind.split()[1:]
            return self.share(query.name, title, answer, parts, whole)
        if sum(column_of(status) in answer.variables for status in STATUSES) > 1:
            return self.statuses(query.name, head or title, answer, unit=rest, most=most)
        if of == "number":
            return self.tiles(query.name, head or title, answer)
        # Bars that count do not show what they count, which is what their question asks for.
        return self.counts(query.name, head or title, answer, by, of, rest or ("" if of else head))

    def _unit_of(self, query: NamedQuery) -> str:
        """What the query's header says that its picture counts."""
        return meaning_of(query.unit, self._state.language).value if query.unit else ""

    def figure(
        self, key: str, title: str, drawings: tuple[Drawing, ...], *, turns: bool = True, **told: object
    ) -> Figure:
        """A figure with what all figures of this page share: their source, the page's address and its direction.

        Args:
            key: its name in addresses.
            title: what it shows.
            drawings: the picture.
            turns: whether it is mirrored for readers who begin at the right; a map is not.
            told: what else it has.
        """
        direction = of_language(self._state.language, "direction")
        if turns and direction == "rtl":
            drawings = tuple(mirrored(drawing) for drawing in drawings)
        told = {**told, "link": self._state.absolute(self._state.url(figure=None)), "direction": direction}
        source = source_told(self._site, self._state)
        return Figure(key, _INVERTED.sub("\u2011", title), drawings, source=source, **told)  # type: ignore[arg-type]

    def statuses(self, key: str, title: str, answer: Answer, wide: int = WIDE, unit: str = "", most: int = 0) -> Figure:
        """Stacked bars: how many actions of each status, for so much room."""
        rest = in_no_column(self._site, self._state, answer)
        counted = [
            {**{s: int(plain(row[column_of(s)])) for s in COLUMNS if column_of(s) in answer.variables}, **more}
            for row, more in zip(answer.dicts(), rest, strict=True)
        ]
        # The key has the colours that there are.
        names = {s: told for s, told in self._columns().items() if any(parts.get(s) for parts in counted)}
        bars: list[Bar] = []
        for place, row in enumerate(answer.dicts()):
            number = plain(row.get("number")) or plain(row.get("section"))
            label = f"{number}. {self._labels.name_of(row['label'])}" if number else self._labels.name_of(row["label"])
            if alone := plain(row.get("alone")).split(", "):
                label += f" ({', '.join(alone[:_ALONE])}{', …' * (len(alone) > _ALONE)})" if alone[0] else ""
            own = [s for s in names if column_of(s) in answer.variables]
            links = {s: counted_at(self._site.queries, answer, place, column_of(s), self._state) or "" for s in own}
            parts = {status: counted[place].get(status, 0) for status in names}
            bars.append(Bar(label, parts, self.href(answer, place), {s: to for s, to in links.items() if to}))
        if not {"number", "section"} & set(answer.variables):
            # What has no order of its own stands by size, so that the most is seen first.
            bars.sort(key=lambda bar: (-bar.total, in_order(bar.label)))
        standing = self._t("figure.actions") if not unit or "standing" in names else ""
        told = ". ".join(filter(None, (unit, standing)))
        figure = self.bars(key, title, bars, names, told, most, wide=wide)
        if "number" in answer.variables:
            told = self._t("figure.of_all", n=sum(bar.total == 0 for bar in bars), all=len(bars))
            figure = replace(figure, says=(*figure.says, (self._t("figure.unreported"), told)))
        if "region" in answer.variables:
            missing = ", ".join(continents_without(self._site, self._labels, answer))
            figure = replace(figure, says=(*figure.says, *((self._t("figure.nowhere"), missing),) * bool(missing)))
        if {"number", "section"} & set(answer.variables):
            # Each item is under one of these, so that there is a total of all.
            n = sum(bar.total for bar in bars)
            figure = _with_total(summed(figure, names, bars), n, n, self._state.language)
        elif once := self._counted_once(key):
            together = sum(bar.total for bar in bars) if "region" not in answer.variables else 0  # regions overlap
            figure = _with_total(figure, *once, self._state.language, bars=together)
        # A picture travels without the page that tells how complete the document is.
        return replace(figure, caveat=examples_told(self._site, self._state.language))

    def bars(
        self, key: str, title: str, bars: list[Bar], series: Mapping[str, str], unit: str, most: int = 0,
        wide: int = WIDE, shares: bool = False, of: str = "",
    ) -> Figure:  # fmt: skip
        """Bars with their table and key, and what they show in words.

        Args:
            key: the figure's name in addresses.
            title: what it shows.
            bars: all of them, top to bottom; those for which there is no room are told with their figures.
            series: name of each series by key.
            unit: what bars count.
            most: how many are drawn; all where it is 0, unless the page itself has little room.
            wide: how wide the wide picture is.
            shares: whether each bar is a whole of which parts are told.
            of: what such bars are.
        """
        language = self._state.language
        many = not series.keys() <= {"", "bar"}
        drawn = bars[: uncut([bar.total for bar in bars], most)]
        says = of_shares(bars, series, language, of) if shares else of_bars(bars, series, language)
        rest = not_drawn([(bar.label, bar.total, bar.href) for bar in bars[len(drawn) :]], language)
        rows = tuple(
            (
                Cell(bar.label, bar.href),
                *(Cell(str(bar.parts.get(s, 0)), bar.links.get(s, "")) for s in series),
                *((Cell(str(bar.total)),) if many else ()),
            )
            for bar in bars
        )
        heads = (self._t("column.label"), *series.values(), *((self._t("figure.total"),) if many else ()))
        legend = tuple(series.items()) if many else ()
        drawings = bar_chart(drawn, series, wide, self._t("figure.in_brackets"))
        return self.figure(
            key, self.cut(title, len(drawn), len(bars)), drawings,
            unit=unit if unit != title else "", says=says, rest=rest, legend=legend, heads=heads,
            rows=rows,
        )  # fmt: skip

    def share(self, key: str, title: str, answer: Answer, parts: list[str], whole: str) -> Figure:
        """Bars of a whole, as much of each filled as its parts come to: columns of numbers."""
        paints = dict(zip(("answered", "in-part"), parts, strict=False))
        series = {paint: self._heading(part) for paint, part in paints.items()} | {"unheard": self._t("figure.rest")}
        bars: list[Bar] = []
        for place, row in enumerate(answer.dicts()):
            filled = {paint: int(plain(row[part])) for paint, part in paints.items()}
            rest = int(plain(row[whole])) - sum(filled.values())
            label = f"{plain(row['number'])}. " * ("number" in row) + self._labels.name_of(row["label"])
            bars.append(Bar(label, {**filled, "unheard": rest}, self.href(answer, place)))
        of = self._t("column.recommendations") if "number" in answer.variables else ""
        figure = summed(self.bars(key, title, bars, series, self._heading(whole), shares=True, of=of), series, bars)
        n = sum(bar.total for bar in bars)
        figure = replace(figure, caveat=examples_told(self._site, self._state.language))
        return _with_total(figure, n, n, self._state.language)

    def cut(self, title: str, drawn: int, of: int) -> str:
        """A title that says so where not all is drawn."""
        return title if drawn == of else self._t("figure.those_with_most", title=title, n=drawn, all=of)

    def tiles(self, key: str, title: str, answer: Answer, unit: str = "") -> Figure:
        """The recommendations beside each name; see :func:`tcgraph.pages.tile_pictures.tiles_of`."""
        self._note(answer)
        answer = with_parts(self._site, answer)
        names = [self.named("label", row["label"]) for row in answer.dicts()]
        hrefs = [self.href(answer, place) for place in range(len(answer.rows))]
        return tiles_of(self._site, self, self._state, self._labels, key, title, answer, names, hrefs, unit)

    @cached_property
    def recommendations(self) -> dict[str, str]:
        """The names of recommendations by their numbers, where the project has any."""
        if "choose-recommendation" not in self._site.queries:
            return {}
        told = ask(self._site, "choose-recommendation", {"lang": self._state.language}).texts()
        return {row["value"]: row["label"] for row in told}

    def counts(self, key: str, title: str, answer: Answer, by: str = "", of: str = "", unit: str = "") -> Figure | None:
        """Bars of a result, one for each name (or each value of ``by``).

        Their length is its one numeric column where there is one, else how many things of the column ``of`` stand
        beside the name, each once, else how many rows do; these two split by how sure each is, where rows say that.
        """
        columns = answer.variables
        numeric = [] if of else [i for i, name in enumerate(columns) if name != by and is_count(answer, i)]
        wanted = (by, "label", "name", "country", "thing")
        fitting = [columns.index(name) for name in wanted if name in columns]
        named = next((i for i in (*fitting, *range(len(columns))) if i not in numeric), None)
        if named is None:
            return None
        names = [self.named(columns[named], row[named]) for row in answer.rows]
        if "complete" in columns:
            complete = columns.index("complete")
            words = [
                word_for(self._state.language, "answer", plain(row[complete]), self._labels) for row in answer.rows
            ]
            names = [
                f"{name} ({self._t('figure.complete', told=word)})" for name, word in zip(names, words, strict=True)
            ]
        counted = amounts(answer, of, numeric)
        sums = totals(zip(names, counted, strict=True))
        hrefs: dict[str, str] = {}
        bar_of = "number" if columns[named] == "number" else ""
        for place, name in enumerate(names):
            hrefs.setdefault(name, "" if by else self.href(answer, place, bar_of))
        if numeric and sum(n > 0 for n in sums.values()) < 2:
            # One bar among names without any is told better in words.
            return None
        if not numeric and (max(sums.values()) == 1 or (by and len(sums) == 1)):
            # As many bars of one length as there are rows, or one bar of all, tell nothing that the table does not.
            return None
        ranked = sorted(sums.items(), key=lambda item: (-item[1], in_order(item[0])))
        read = [plain(row["read_on"]) for row in answer.dicts() if "read_on" in row]
        unit = unit or (self._heading(columns[numeric[0]]) if numeric else self._t(f"figure.of_{of or 'row'}"))
        stack = None if numeric or by else self._by_manner(answer, names, counted, of)
        series = stack.series if stack else {"": unit}
        bars = [
            Bar(name, stack.parts.get(name, {}) if stack else {"": max(0, total)}, hrefs[name])
            for name, total in ranked
        ]
        if read:
            unit += f"; {self._t('figure.read_on', day=day(max(read), self._state.language))}"
        figure = self.bars(key, title, bars, series, unit, BARS)
        once = len({thing for thing, amount in counted if amount})
        among = (self._counted_once(key) or (once, once))[1]
        together = sum(sums.values())
        if once == together and stack:
            figure = summed(figure, series, bars)
        return figure if numeric else _with_total(figure, once, among, self._state.language, bars=together)

    def _counted_once(self, key: str) -> tuple[int, int] | None:
        """Of a question whose figures do not add up: how many things it counts, and of how many; else None."""
        query = self._site.queries.get(key)
        asked_of = {p.name for p in query.parameters} - {"asOf", "lang", OF} if query else set()
        if "counted-once" not in self._site.queries or any(map(self._state.get, asked_of)):
            return None
        told = ask(self._site, "counted-once", {"asOf": self._state.get("asOf")}).texts()
        # A row for each follow-up; nothing belongs to two.
        own = [(int(row["counted"]), int(row["all"])) for row in told if row["question"] == key]
        return (sum(counted for counted, _ in own), sum(among for _, among in own)) if own else None

    def _by_manner(
        self, answer: Answer, names: Sequence[str], counted: Sequence[tuple[object, int]], of: str
    ) -> Stack | None:
        """Bars split by how sure what they count is, or, of actions, by how far it is."""
        manner = "certainty" if "certainty" in answer.variables else "status" if of == "action" else ""
        if manner not in answer.variables:
            return None
        codes = [plain(row[manner]) for row in answer.dicts()]
        things = zip(names, counted, codes, strict=True)
        told = [(name, thing, code) for name, (thing, amount), code in things if amount]
        if manner == "status":
            return by_status(told, self._columns())
        return stacked(told, {code: word_for(self._state.language, manner, code, self._labels) for code in codes})

    def _columns(self) -> dict[str, str]:
        """What the statuses are called that stand together."""
        return {s: self._t(f"status.{s}" if len(held) == 1 else "status.ended") for s, held in COLUMNS.items()}

    def times(self, key: str, title: str, answer: Answer, unit: str = "") -> Figure | None:
        """A time line of what has a day or a span; see :func:`tcgraph.pages.dated_pictures.time_line`."""
        hrefs = [self.href(answer, place) for place in range(len(answer.rows))]
        moments = moments_of(self._site, self._state.language, self._labels, answer, hrefs)
        language, on = self._state.language, reported_on(self._site)
        figure = time_line(self, language, key, title, moments, on, "figure.report_on")
        return figure and replace(figure, unit=unit)

    def promises(self, key: str, title: str, answer: Answer, on: str = "") -> Figure:
        """A mark for each promise; see :func:`tcgraph.pages.dated_pictures.promise_marks`."""
        hrefs = [self.href(answer, place, "action") for place in range(len(answer.rows))]
        on = on or reported_on(self._site)
        return promise_marks(self._site, self._state.language, self._labels, self, key, title, answer, hrefs, on)

    def map(self, key: str, title: str, answer: Answer, of: str = "number", unit: str = "") -> Figure | None:
        """A map of the countries of a result, counted as :meth:`counts` counts names."""
        numeric = [] if of else [i for i in range(len(answer.variables)) if is_count(answer, i)]
        values = totals(
            (code, amount)
            for row, amount in zip(answer.rows, amounts(answer, of, numeric), strict=True)
            for code in {country_of(term) for term in row} - {""}
        )
        unit = unit or (self._heading(answer.variables[numeric[0]]) if numeric else self._t(f"figure.of_{of or 'row'}"))
        if not values:
            return None
        return map_of(self._site, self._state, self._labels, self, key, title, answer, values, unit)

    def _note(self, answer: Answer) -> None:
        self._labels.note(term for row in answer.rows for term in row)
        self._labels.note_names(term for row in answer.rows for term in row)

    def named(self, column: str, term: Term | None) -> str:
        """What to call the thing of a cell, or what the cell says."""
        if term is None:
            return self._t("figure.none")
        if column == "number":
            return self.recommendations.get(plain(term), self._t("recommendation.title", number=plain(term)))
        if column == "kind" and isinstance(term, Literal):
            return word_for(self._state.language, "kind", term.value, self._labels)
        thing = thing_of(column, term, self._labels)
        return self._labels.name_of(term if thing is None else thing)

    def href(self, answer: Answer, place: int, column: str = "") -> str:
        """The page of what a row tells of: of the first thing that it names, else of its recommendation."""
        row = answer.rows[place]
        for name, term in zip(answer.variables, row, strict=True):
            # An action is where a row has it from, unless it is what is asked for.
            if (name == "action" and column != name) or column not in ("", name):
                continue
            thing = thing_of(name, term, self._labels)
            if thing is not None:
                return self._state.to(page_path(thing.value))
        own = dict(zip(answer.variables, row, strict=True))
        number, of = plain(own.get("number")), plain(own.get("of")) or self._state.get("of")
        return self._state.to(f"/recommendations/{number}", of=of) if number.isdecimal() else ""

    def _heading(self, column: str) -> str:
        key = f"column.{column}"
        return self._t(key) if has(self._state.language, key) else column.replace("_", " ")


def summed(figure: Figure, names: Mapping[str, str], bars: Sequence[Bar]) -> Figure:
    """A figure whose key says how many of each colour there are, drawn or told beside it, as its head does."""
    sums = {name: sum(bar.parts.get(series, 0) for bar in bars) for series, name in names.items()}
    return replace(figure, legend=tuple((paint, counted(name, sums[name])) for paint, name in figure.legend))


def _with_total(figure: Figure, n: int, of: int, language: str, *, bars: int = 0) -> Figure:
    return replace(figure, says=(*in_all(n, language, of, bars=bars if bars != n else 0), *figure.says))
