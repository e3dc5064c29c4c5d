"""The picture that fits an answer: from its columns to bars, marks, a time line or a map, each mark with its facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from tcgraph.followup.dates import passed
from tcgraph.followup.statuses import COLUMNS, STATUSES, column_of
from tcgraph.pages.caveats import examples_told
from tcgraph.pages.certainty_bars import Stack, stacked
from tcgraph.pages.charts.bars import Bar, bar_chart
from tcgraph.pages.charts.dots import Dot, DotRow, dot_rows
from tcgraph.pages.charts.figure import Cell, Figure
from tcgraph.pages.charts.mirror import mirrored
from tcgraph.pages.charts.svg import WIDE, Drawing
from tcgraph.pages.charts.timeline import Moment, dated, of_a_year, position, timeline, when
from tcgraph.pages.figure_counts import amounts, country_of, is_count, sources_of, span, totals
from tcgraph.pages.hedged_actions import hedged
from tcgraph.pages.i18n import has, note_of, of_language, question_of, translator
from tcgraph.pages.labels import Labels, word_for
from tcgraph.pages.links import page_path
from tcgraph.pages.locale_format import day, plainly
from tcgraph.pages.maps import map_of, parts_played
from tcgraph.pages.named_answers import Answer, ask
from tcgraph.pages.other_outcomes import in_no_column
from tcgraph.pages.page_state import State
from tcgraph.pages.result_columns import counted_at, thing_of
from tcgraph.pages.site import Site
from tcgraph.queries import NamedQuery
from tcgraph.rdf import Literal, Term, plain
from tcgraph.terms import ID

STATES = {
    "kept": "taken", "started": "under-way", "still planned": "planned", "not heard of": "unheard", "hedged": "faint",
}  # fmt: skip
"""What became of promises, and the colours that tell it; hedged is what was not heard of and was no firm promise."""
_MOST = 15
"""How many bars a picture of names has: more are a page on a telephone, and the answer below has all."""
_MOMENTS = 40
_ALONE = 3
"""Places by which alone a region counts that stand beside its name."""


class Pictures:
    """Makes the figures of a page.

    Args:
        site: where things are looked up.
        state: the page's address.
        labels: names of things.
        most: how many bars a picture of a question may have beside others; the question itself has all.
    """

    def __init__(self, site: Site, state: State, labels: Labels | None = None, most: int = 0) -> None:
        self._few = most
        self._site, self._state = site, state
        self._labels = labels or Labels(site, state.language)
        self._t = translator(state.language)

    def of_question(
        self, query: NamedQuery, answer: Answer, given: str = "", complete: Iterable[Term] = ()
    ) -> Figure | None:
        """The picture of a question's answer with its note, if there is one; a query's header says which kind fits.

        Args:
            query: the question.
            answer: its answer.
            given: the values that it was asked with, as readers know them: a picture travels without its page.
            complete: what is known of how complete the answer is.
        """
        figure = self._fitting(query, query.chart, answer) if answer.rows and query.chart else None
        if figure is None:
            return None
        title = f"{figure.title} {given}".rstrip()
        counts, caveat = note_of(query, self._state.language).value, " ".join(map(plain, complete)) or figure.caveat
        told = replace(figure, title=title, counts=counts, caveat=caveat)
        elsewhere = sources_of(answer)
        return replace(told, source=self._t("figure.source_of", sources=", ".join(elsewhere))) if elsewhere else told

    def _fitting(self, query: NamedQuery, chart: str, answer: Answer) -> Figure | None:
        title = question_of(query, self._state.language).value
        self._note(answer)
        kind, _, by = chart.partition(" by ")
        kind, _, of = kind.partition(" of ")
        if kind == "timeline":
            return self.times(query.name, title, answer)
        if kind == "dots":
            return self.promises(query.name, title, answer)
        if kind == "map":
            return self.map(query.name, title, answer, of)
        if kind.startswith("share "):
            *parts, whole = kind.split()[1:]
            return self.share(query.name, title, answer, parts, whole)
        if sum(column_of(status) in answer.variables for status in STATUSES) > 1:
            return self.statuses(query.name, title, answer)
        return self.counts(query.name, title, answer, by, of)

    def of_result(self, view: str, title: str, answer: Answer) -> Figure | None:
        """The picture of the result of a reader's own query: a ``chart`` or a ``map``."""
        self._note(answer)
        return self.map("result", title, answer) if view == "map" else self.counts("result", title, answer)

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
        known = "follow-up-matrix" in self._site.queries
        later = known and len(ask(self._site, "choose-report").rows) > 1
        source = self._t("figure.source_later" if later else "figure.source") if known else ""
        link = self._state.absolute(self._state.url(figure=None))
        return Figure(key, title, drawings, source=source, link=link, direction=direction, **told)  # type: ignore[arg-type]

    def statuses(self, key: str, title: str, answer: Answer, wide: int = WIDE) -> Figure:
        """Stacked bars: how many actions of each status, for so much room."""
        rest = in_no_column(self._site, self._state, answer)
        counted = [
            {**{s: int(plain(row[column_of(s)])) for s in COLUMNS if column_of(s) in answer.variables}, **more}
            for row, more in zip(answer.dicts(), rest, strict=True)
        ]
        # What only some bodies report has its colour in the key where there is any of it.
        names = {
            status: self._t(f"status.{status}")
            for status in COLUMNS
            if status in STATUSES or any(parts.get(status) for parts in counted)
        }
        bars: list[Bar] = []
        for place, row in enumerate(answer.dicts()):
            number = plain(row.get("number")) or plain(row.get("section"))
            label = f"{number}. {self._labels.name_of(row['label'])}" if number else self._labels.name_of(row["label"])
            if alone := plain(row.get("alone")).split(", "):
                label += f" ({', '.join(alone[:_ALONE])}{', …' * (len(alone) > _ALONE)})" if alone[0] else ""
            own = [s for s in names if column_of(s) in answer.variables]
            links = {s: counted_at(self._site.queries, answer, place, column_of(s), self._state) or "" for s in own}
            parts = {status: counted[place].get(status, 0) for status in names}
            bars.append(Bar(label, parts, self._href(answer, place), {s: to for s, to in links.items() if to}))
        if not {"number", "section"} & set(answer.variables):
            # What has no order of its own stands by size, so that the most is seen first.
            bars.sort(key=lambda bar: (-bar.total, plainly(bar.label)))
        figure = self.bars(key, title, bars, names, unit=self._t("figure.actions"), wide=wide)
        if {"number", "section"} & set(answer.variables):
            # Each item is under one of these, so that there is a total of all.
            figure = _summed(figure, names, bars)
        # A picture travels without the page that tells how complete the document is.
        return replace(figure, caveat=examples_told(self._site, self._state.language))

    def bars(
        self, key: str, title: str, bars: list[Bar], series: Mapping[str, str], unit: str, note: str = "",
        wide: int = WIDE,
    ) -> Figure:  # fmt: skip
        """Bars with their table and key."""
        many = not series.keys() <= {"", "bar"}
        if self._few and len(bars) > self._few:
            note = self._t("figure.cut_here", shown=self._few, n=len(bars))
            bars = bars[: self._few]
        rows = tuple(
            (
                Cell(bar.label, bar.href),
                *(Cell(str(bar.parts.get(s, 0)), bar.links.get(s, "")) for s in series),
                *((Cell(str(bar.total)),) if many else ()),
            )
            for bar in bars
        )
        heads = (self._t("column.label"), *series.values(), *((self._t("figure.total"),) if many else ()))
        legend = tuple((f"p-{s}"[2:], name) for s, name in series.items()) if many else ()
        return self.figure(
            key, title, bar_chart(bars, series, wide), unit=unit, note=note, legend=legend, heads=heads, rows=rows
        )

    def share(self, key: str, title: str, answer: Answer, parts: list[str], whole: str) -> Figure:
        """Bars of a whole, as much of each filled as its parts come to: columns of numbers."""
        paints = dict(zip(("bar", "second"), parts, strict=False))
        series = {paint: self._heading(part) for paint, part in paints.items()} | {"unheard": self._t("figure.rest")}
        bars: list[Bar] = []
        for place, row in enumerate(answer.dicts()):
            filled = {paint: int(plain(row[part])) for paint, part in paints.items()}
            rest = int(plain(row[whole])) - sum(filled.values())
            label = f"{plain(row['number'])}. " * ("number" in row) + self._labels.name_of(row["label"])
            bars.append(Bar(label, {**filled, "unheard": rest}, self._href(answer, place)))
        figure = self.bars(key, title, bars, series, unit=self._heading(whole))
        return _summed(figure, series, bars)

    def counts(self, key: str, title: str, answer: Answer, by: str = "", of: str = "") -> Figure | None:
        """Bars of a result, one for each name (or each value of ``by``).

        Their length is its one numeric column where there is one, else how many things of the column ``of`` stand
        beside the name, each once, else how many rows do; these two split by how sure each is, where rows say that.
        """
        columns = answer.variables
        numeric = [] if of else [i for i, name in enumerate(columns) if name != by and is_count(answer, i)]
        wanted = (by, "label", "name", "country", "thing")
        named = next((columns.index(name) for name in wanted if name in columns), None)
        if named is None:
            named = next((i for i in range(len(columns)) if i not in numeric), None)
        if named is None:
            return None
        names = [self._named(columns[named], row[named]) for row in answer.rows]
        counted = amounts(answer, of, numeric)
        sums = totals(zip(names, counted, strict=True))
        hrefs: dict[str, str] = {}
        for place, name in enumerate(names):
            hrefs.setdefault(name, "" if by else self._href(answer, place))
        if not numeric and (max(sums.values()) == 1 or (by and len(sums) == 1)):
            # As many bars of one length as there are rows, or one bar of all, tell nothing that the table does not.
            return None
        ranked = sorted(sums.items(), key=lambda item: (-item[1], plainly(item[0])))
        unit = self._heading(columns[numeric[0]]) if numeric else self._t(f"figure.of_{of or 'row'}")
        stack = None if numeric or by else self._by_manner(answer, names, counted, of)
        series = stack.series if stack else {"": unit}
        bars = [
            Bar(name, stack.parts.get(name, {}) if stack else {"": max(0, total)}, hrefs[name])
            for name, total in ranked[:_MOST]
        ]
        note = self._t("figure.cut", shown=_MOST, n=len(ranked)) if len(ranked) > _MOST else ""
        return self.bars(key, title, bars, series, unit, note)

    def _by_manner(
        self, answer: Answer, names: Sequence[str], counted: Sequence[tuple[object, int]], of: str
    ) -> Stack | None:
        """Bars split by how sure what they count is, or, of actions, by how far it is."""
        if "certainty" not in answer.variables:
            return self._by_status(answer, names, counted) if of == "action" and "status" in answer.variables else None
        column = answer.variables.index("certainty")
        sure = [plain(row[column]) for row in answer.rows]
        words = {code: word_for(self._state.language, "certainty", code, self._labels) for code in sure}
        told = zip(names, counted, sure, strict=True)
        return stacked(((name, thing, manner) for name, (thing, amount), manner in told if amount), words)

    def _by_status(
        self, answer: Answer, names: Sequence[str], counted: Sequence[tuple[object, int]]
    ) -> Stack:  # fmt: skip
        column = answer.variables.index("status")
        far = {
            (name, thing): plain(row[column])
            for name, (thing, amount), row in zip(names, counted, answer.rows, strict=True)
            if amount
        }
        found = [status for status in COLUMNS if status in far.values()]
        parts = {name: dict.fromkeys(found, 0) for name in names}
        for (name, _), status in far.items():
            parts[name][status] += 1
        return Stack({status: self._t(f"status.{status}") for status in found}, parts)

    def times(self, key: str, title: str, answer: Answer) -> Figure | None:
        """A time line of what has a day or a span."""
        names = [
            name for name in ("start", "due", "expected", "when", "ratified_on", "as_of") if name in answer.variables
        ]
        moments = [
            Moment(self._labels.name_of(row.get("label")), *span(row, names), self._href(answer, place))
            for place, row in enumerate(answer.dicts())
        ]
        return self.moments(key, title, moments)

    def moments(self, key: str, title: str, moments: list[Moment], on: str = "") -> Figure | None:
        """A time line with its table; None where nothing has a date. ``on`` draws a line at a day."""
        shown = dated(moments)
        if not shown:
            return None
        cut = shown[:_MOMENTS]
        rows = tuple((Cell(when(m, self._state.language)), Cell(m.label, m.href)) for m in cut)
        missing = len({m.label for m in moments} - {m.label for m in shown})
        notes = [
            self._t("figure.of_a_year") if any(map(of_a_year, cut)) else "",
            self._t("figure.undated", n=missing) if missing else "",
            self._t("figure.cut", shown=_MOMENTS, n=len(shown)) if len(shown) > _MOMENTS else "",
        ]
        heads = (self._t("column.start"), self._t("column.label"))
        seen = (position(on, first=True), self._t("figure.seen_on", day=day(on, self._state.language))) if on else None
        drawings = timeline(cut, self._state.language, seen)
        return self.figure(key, title, drawings, note=" ".join(filter(None, notes)), heads=heads, rows=rows)

    def promises(self, key: str, title: str, answer: Answer, on: str = "") -> Figure:
        """A mark for each promise by when to hear of it: the day that it names, else that of the next report.

        ``on`` draws a line between past and to come.
        """
        language = self._state.language
        by_day: dict[tuple[str, bool], list[Dot]] = {}
        hedges = hedged(self._site)
        for place, row in enumerate(answer.dicts()):
            due = plain(row.get("due")) or plain(row.get("expected"))
            state = plain(row.get("state")) or "not heard of"
            words = hedges.get(f"{ID}action/{plain(row.get('action'))}", ()) if state == "not heard of" else ()
            state = "hedged" if words else state
            named = self._labels.name_of(row["label"]) + "".join(f" “\u2068{one}\u2069”" for one in words)
            label = f"{named}: {word_for(language, 'promise', state, self._labels)}"
            by_day.setdefault((due, plain(row.get("due_by")) == "next report"), []).append(
                Dot(label, STATES.get(state, "unheard"), self._href(answer, place, "action"))
            )
        days = sorted(by_day, key=lambda own: (not own[0], position(own[0], first=False), own))
        first_later = next((own for own in days if on and not passed(own[0], on)), None)
        rows = [
            DotRow(
                self._when(*own),
                sorted(by_day[own], key=lambda dot: (list(STATES.values()).index(dot.series), dot.label)),
                self._t("figure.seen_on", day=day(on, language)) if own == first_later else "",
            )
            for own in days
        ]
        used = Counter(dot.series for row in rows for dot in row.dots)
        told = {STATES[state]: word_for(language, "promise", state, self._labels) for state in STATES}
        return self.figure(
            key, title, dot_rows(rows), unit=self._t("figure.promises"),
            legend=tuple((paint, f"{word} · {used[paint]}") for paint, word in told.items() if paint in used),
            heads=(self._t("column.due"), self._t("column.label"), self._t("column.state")),
            rows=tuple((Cell(row.label), Cell(dot.label.rpartition(": ")[0], dot.href), Cell(told[dot.series]))
                       for row in rows for dot in row.dots),
        )  # fmt: skip

    def _when(self, due: str, next_report: bool) -> str:
        """When a promise is to be heard of; the day of a report is no day that the promise names."""
        told = day(due, self._state.language) if due else self._t("figure.no_date")
        return self._t("figure.next_report", day=told) if next_report else told

    def map(self, key: str, title: str, answer: Answer, of: str = "") -> Figure | None:
        """A map of the countries of a result, counted as :meth:`counts` counts names."""
        numeric = [] if of else [i for i in range(len(answer.variables)) if is_count(answer, i)]
        values = totals(
            (code, amount)
            for row, amount in zip(answer.rows, amounts(answer, of, numeric), strict=True)
            for code in {country_of(term) for term in row} - {""}
        )
        unit = self._heading(answer.variables[numeric[0]]) if numeric else self._t(f"figure.of_{of or 'row'}")
        listed = answer.texts() if key == "countries-by-recommendation" else ()
        pairs = {(row["number"], row["country"]) for row in listed}
        return self.countries(key, title, values, unit, pairs, parts_played(self._site, answer)) if values else None

    def countries(
        self, key: str, title: str, values: Mapping[str, int], unit: str, pairs: Set[tuple[str, str]] = frozenset(),
        parts: Mapping[str, str] | None = None,
    ) -> Figure:  # fmt: skip
        """A map of countries; see :func:`tcgraph.pages.maps.map_of`."""
        return map_of(self._site, self._state, self._labels, self, key, title, values, unit, pairs, parts)

    def _note(self, answer: Answer) -> None:
        self._labels.note(term for row in answer.rows for term in row)
        self._labels.note_names(term for row in answer.rows for term in row)

    def _named(self, column: str, term: Term | None) -> str:
        if term is None:
            return self._t("figure.none")
        if column == "number":
            return self._t("recommendation.title", number=plain(term))
        if column == "kind" and isinstance(term, Literal):
            return word_for(self._state.language, "kind", term.value, self._labels)
        thing = thing_of(column, term, self._labels)
        return self._labels.name_of(term if thing is None else thing)

    def _href(self, answer: Answer, place: int, column: str = "") -> str:
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


def _summed(figure: Figure, names: Mapping[str, str], bars: Sequence[Bar]) -> Figure:
    """A figure whose key says how many there are of each colour in all, be they shown or not."""
    sums = {name: sum(bar.parts.get(series, 0) for bar in bars) for series, name in names.items()}
    return replace(figure, legend=tuple((paint, f"{name} · {sums[name]}") for paint, name in figure.legend))
