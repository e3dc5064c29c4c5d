"""The follow-up matrix: every recommendation and how far it has come, filtered as the address says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tcgraph.engine.protocol import Row
from tcgraph.followup.statuses import COLUMNS, ENDED, EVERY, STATUSES, column_of
from tcgraph.pages.caveats import endings, told_of_counts
from tcgraph.pages.i18n import of_language, translator
from tcgraph.pages.labels import Labels, in_order, word_for
from tcgraph.pages.page import Page, State, View
from tcgraph.pages.pictures import Pictures
from tcgraph.pages.recommendation import detail
from tcgraph.pages.site import Answer, Site, ask
from tcgraph.pages.standing import standing_of
from tcgraph.pages.structured import dataset
from tcgraph.rdf import Literal, NamedNode, plain
from tcgraph.terms import ID

NOTHING = "nothing-taken"
FILTERS = ("section", "status", "mentions", "words", "asOf")
_SHOWN = 3
_ORDER = {kind: place for place, kind in enumerate(("country", "instrument", "framework", "organisation", "region"))}


@dataclass(frozen=True, slots=True)
class NamedInRows:
    """A thing that a row names, and in how many rows it is named."""

    iri: str
    label: Literal
    kind: str
    rows: int


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One recommendation; ``printed`` is the number that its document gives it, where that is another one."""

    number: int
    section: int
    label: Literal
    counts: Mapping[str, int]
    named: tuple[NamedInRows, ...]
    inferred: bool
    printed: str = ""

    @property
    def first(self) -> tuple[NamedInRows, ...]:
        """The few names to show in the table."""
        return self.named[:_SHOWN]


@dataclass(frozen=True, slots=True)
class MatrixFilter:
    """One value of a filter and how many recommendations it would leave."""

    value: str
    label: Literal | str
    count: int
    group: str = ""


def build(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """The matrix, and beside it one recommendation when the address opens one."""
    t = translator(state.language)
    chosen = {name: state.get(name) for name in FILTERS if state.get(name)}
    answer = _matrix(site, state, chosen)
    named = ask(site, "named-by-row", {"lang": state.language})
    pairings = ask(site, "inferred-pairings")
    inferred = {row["number"] for row in pairings.texts()}
    of_row, rows_naming = _names(named)
    ended, iris, printed = endings(site, chosen.get("asOf", ""))
    statuses = (*STATUSES, *(status for status in ENDED if any(counts[status] for counts in ended.values())))
    everything = _matrix(site, state, {"asOf": chosen.get("asOf", "")})
    # What nothing is told as, under whatever filter, has no column; the key says so.
    silent = [s for s in STATUSES if all(row[column_of(s)] == "0" for row in everything.texts())]
    rows = [
        MatrixRow(
            number=int(text["number"]),
            section=int(text["section"]),
            label=literal(terms["label"]),
            counts={
                **{status: int(text[column_of(status)]) for status in STATUSES},
                **{status: ended[text["number"]][status] for status in statuses[len(STATUSES) :]},
            },
            named=tuple(of_row.get(text["number"], ())),
            inferred=text["number"] in inferred,
            printed=printed.get(text["number"], ""),
        )
        for terms, text in zip(answer.dicts(), answer.texts(), strict=True)
    ]
    sections = ask(site, "choose-section", {"lang": state.language})
    names = {row["value"]: label for row, label in zip(sections.texts(), (r[1] for r in sections.rows), strict=True)}
    opened, of_status = state.get("open"), state.get("show")
    side: dict[str, object] | None = None
    behind: tuple[Answer, ...] = ()
    if opened.isdecimal():
        shown = replace(state, parameters={**state.parameters, "status": of_status})
        side, behind = detail(site, shown, opened)
    context = {
        "rows": rows,
        "sections": [(number, names[str(number)], [row for row in rows if row.section == number])
                     for number in sorted({row.section for row in rows})],
        "all_rows": len(everything.rows),
        "silent": silent,
        "with_taken": sum(1 for row in rows if row.counts["taken"]),
        "totals": {status: sum(row.counts[status] for row in rows) for status in statuses},
        "choices": _choices(site, state, chosen, names, rows_naming, dict.fromkeys(statuses[len(STATUSES):], ended)),
        "chosen": chosen,
        # Whether one question lists all that the totals count: it can choose a section and a day, and no more.
        "whole": set(chosen) <= {"section", "asOf"},
        "statuses": statuses,
        # Nine columns have no room: those that ended without being taken share one, and each says which it is.
        "together": {
            column: own
            for column, held in COLUMNS.items()
            if (own := [s for s in held if s in statuses and s not in silent])
        },
        # Which of them are dated is known of all rows together.
        "caveat": told_of_counts(site, state, 0 if chosen else sum(row.counts["taken"] for row in rows)),
        "side": side,
        "opened": opened,
    }  # fmt: skip
    things = tuple(iris[row.number] for row in rows)
    figures = (Pictures(site, state).statuses("statuses", t("matrix.title"), answer),) if rows else ()
    answers = (answer, named, pairings, *behind)
    page = Page(
        "matrix.html", t("matrix.title"), "follow-up", context, answers, things, figures,
        sheets=lambda: (_items(site, state, chosen, answer),),
    )  # fmt: skip
    return replace(page, subject=dataset(site, state, page, t))


def _items(site: Site, state: State, chosen: Mapping[str, str], answer: Answer) -> Answer:
    """What the counts of some recommendations count, item by item: of one status where one was chosen."""
    status = {"status": chosen["status"]} if chosen.get("status") in EVERY else {}
    known = {name: chosen[name] for name in ("section", "asOf") if name in chosen}
    items = ask(site, "recommendation-actions", {**known, **status})
    numbers = {row["number"] for row in answer.texts()}
    at = items.variables.index("number")
    action, labels = items.variables.index("action"), Labels(site, state.language)
    played, told = standing_of(site).parts, dict[tuple[str, str], list[str]]()
    labels.note(map(NamedNode, played))
    for thing, parts in played.items():
        for part in parts:
            # A country pays by its government, which has a name of its own here.
            if part.part == "agent" or (part.part == "donor" and not thing.startswith(ID + "country/")):
                sure = f"{word_for(state.language, 'certainty', part.reading, labels)} – " if part.reading else ""
                told.setdefault((part.action, part.part), []).append(sure + labels.of(thing).value)

    def beside(row: Row) -> Iterator[Literal]:
        for part in ("agent", "donor"):
            names = sorted(set(told.get((plain(row[action]), part), ())), key=in_order)
            yield Literal(f"{of_language(state.language, 'before_signs')}; ".join(names))

    rows = tuple((*row, *beside(row)) for row in items.rows if plain(row[at]) in numbers)
    return replace(items, variables=(*items.variables, "doer", "donor"), rows=rows)


def _matrix(site: Site, state: State, chosen: Mapping[str, str]) -> Answer:
    given = {**chosen, "lang": state.language}
    if "mentions" in given:
        given["mentions"] = _full(given["mentions"])
    return ask(site, "follow-up-matrix", given)


def _full(name: str) -> str:
    """A filter's short value, ``framework/undaf``, as an IRI."""
    return name if ":" in name else ID + name


def _names(answer: Answer) -> tuple[dict[str, list[NamedInRows]], dict[str, tuple[NamedInRows, set[str]]]]:
    rows_naming: dict[str, set[str]] = {}
    for row in answer.texts():
        rows_naming.setdefault(row["thing"], set()).add(row["number"])
    of_row: dict[str, list[NamedInRows]] = {}
    known: dict[str, tuple[NamedInRows, set[str]]] = {}
    for terms in answer.dicts():
        iri, label = plain(terms["thing"]), terms["label"]
        assert isinstance(label, Literal)
        named = NamedInRows(iri, label, plain(terms["kind"]), len(rows_naming[iri]))
        of_row.setdefault(plain(terms["number"]), []).append(named)
        known[iri] = (named, rows_naming[iri])
    for names in of_row.values():
        # Who and where before what; and what few rows name says most about a row.
        names.sort(key=lambda named: (_ORDER.get(named.kind, len(_ORDER)), named.rows, named.label.value))
    return of_row, known


def _choices(
    site: Site,
    state: State,
    chosen: Mapping[str, str],
    sections: Mapping[str, object],
    rows_naming: Mapping[str, tuple[NamedInRows, set[str]]],
    ended: Mapping[str, Mapping[str, Mapping[str, int]]],
) -> dict[str, list[MatrixFilter]]:
    """For each filter its values, with what each would leave of what the other filters leave."""

    def rest(without: str) -> list[dict[str, str]]:
        others = {name: value for name, value in chosen.items() if name != without}
        return list(_matrix(site, state, others).texts())

    by_section = Counter(row["section"] for row in rest("section"))
    left = rest("status")
    counted = {status: sum(row[status.replace("-", "_")] != "0" for row in left) for status in STATUSES}
    counted |= {status: sum(numbers[row["number"]][status] > 0 for row in left) for status, numbers in ended.items()}
    counted[NOTHING] = sum(row["taken"] == "0" for row in left)
    left_by_name = {row["number"] for row in rest("mentions")}
    t = translator(state.language)
    mentions = [
        MatrixFilter(iri.removeprefix(ID), named.label, len(numbers & left_by_name), named.kind)
        for iri, (named, numbers) in rows_naming.items()
    ]
    reports = ask(site, "choose-report")
    return {
        "section": [MatrixFilter(number, literal(name), by_section[number]) for number, name in sections.items()],
        "status": [MatrixFilter(value, t(f"status.{value}"), count) for value, count in counted.items()],
        "mentions": sorted(
            (choice for choice in mentions if choice.count or choice.value == chosen.get("mentions")),
            key=lambda choice: (t(f"kind.{choice.group}"), plain(literal(choice.label)).casefold()),
        ),
        "asOf": [MatrixFilter(row["value"], row["label"], 0) for row in reports.texts()],
    }


def literal(term: object) -> Literal:
    """A term that must be a literal."""
    assert isinstance(term, Literal)
    return term


VIEWS = (View("/follow-up", build),)
