"""Who and what is named where: countries, donors, organisations, standards and frameworks, all in one manner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from tcgraph.pages.caveats import examples_told
from tcgraph.pages.charts.figure import Figure
from tcgraph.pages.i18n import has, note_of, translator
from tcgraph.pages.labels import Labels, in_order, word_for
from tcgraph.pages.maps import countries_of
from tcgraph.pages.page import Page, State, View, page_path
from tcgraph.pages.pictures import Pictures
from tcgraph.pages.site import Answer, Site, ask, run
from tcgraph.pages.standing import PartPlayed, Standing, standing_of, surest
from tcgraph.pages.structured import listing
from tcgraph.pages.tile_pictures import with_manner
from tcgraph.rdf import Literal, NamedNode, plain
from tcgraph.terms import ID


@dataclass(frozen=True, slots=True)
class EntityKind:
    """One of these pages.

    Attributes:
        key: its name in addresses and in the catalogue of words.
        query: the named query behind it.
        thing: the column that says what is named.
        note: the column that says in what manner.
        base: what stands before the column's codes in an IRI; empty when the column holds IRIs.
        by_note: whether the things are listed under their note.
        choices: the query that lists the values of the note to filter by.
    """

    key: str
    query: str
    thing: str
    note: str
    base: str = ""
    by_note: bool = False
    choices: str = ""


_LONGEST_CODE = 6
"""Codes from this length on are names in an address, and say nothing that the label does not."""
_LONGEST_SHORT = 9

KINDS = (
    EntityKind("countries", "countries-by-recommendation", "country", "role", ID + "country/", choices="choose-role"),
    EntityKind("donors", "donors-by-recommendation", "donor", "certainty", choices="choose-certainty"),
    EntityKind("organisations", "organisations-by-recommendation", "organisation", "kind", by_note=True,
         choices="choose-organisation-kind"),
    EntityKind("standards", "instruments-by-recommendation", "instrument", "cited_in", ID + "instrument/"),
    EntityKind("frameworks", "frameworks-by-recommendation", "framework", "cited_in"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NamedSo:
    """In what manner something is named, and where.

    Attributes:
        note: the manner.
        numbers: the recommendations.
        sure: those of them where it is so by our reading (``inferred``) or with a hedge alone, unless the manner itself
            tells that.
        stands: how many actions of each status name it so.
    """

    note: str
    numbers: tuple[int, ...]
    sure: Mapping[int, str]
    stands: Mapping[str, int]

    def read_so(self, reading: str) -> list[int]:
        """The recommendations of one reading; of what is stated where it is empty."""
        return [number for number in self.numbers if self.sure.get(number, "") == reading]


@dataclass(frozen=True, slots=True)
class EntityEntry:
    """One thing: its name, the recommendations that name it, and in what manner each does.

    ``short`` is its abbreviation, or its code where that is one that people use; empty where it has none.
    """

    iri: NamedNode
    code: str
    short: str
    label: Literal
    numbers: tuple[int, ...]
    named: tuple[NamedSo, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """The manners."""
        return tuple(one.note for one in self.named)


def build(kind: EntityKind, site: Site, state: State, _: Mapping[str, str]) -> Page:
    """The page of one kind of thing."""
    t = translator(state.language)
    given = {parameter.name: state.get(parameter.name) for parameter in site.queries[kind.query].parameters}
    answer = _within(site, state, ask(site, kind.query, {**given, "lang": state.language}))
    entries = _entries(kind, answer, _short_names(site, state), standing_of(site))
    labels = Labels(site, state.language)
    word = {note: word_for(state.language, kind.note, note, labels) for entry in entries for note in entry.notes}
    if kind.by_note:
        # Over several the catalogue's words, which are of several.
        word = {note: t(f"kind.{note}") if has(state.language, f"kind.{note}") else one for note, one in word.items()}
        notes = sorted({note for entry in entries for note in entry.notes}, key=lambda note: in_order(word[note]))
        groups = [(word[note], [entry for entry in entries if note in entry.notes]) for note in notes]
    elif kind.key == "countries":
        groups = _by_region(site, state, entries)
    else:
        groups = [("", entries)]
    present = {plain(row.get(kind.note)) for row in ask(site, kind.query).dicts()} if kind.choices else set()
    context = {
        "kind": kind,
        "entries": entries,
        "groups": groups,
        "numbers": sorted({number for entry in entries for number in entry.numbers}),
        "choices": [
            choice for choice in ask(site, kind.choices, {"lang": state.language}).texts() if choice["value"] in present
        ]
        if kind.choices
        else [],
        "recommendations": list(ask(site, "choose-recommendation", {"lang": state.language}).texts()),
    }
    things = tuple(entry.iri for entry in entries)
    figures: tuple[Figure, ...] = ()
    if entries:
        pictures = Pictures(site, state, labels)
        drawn = pictures.map if kind.key == "countries" else pictures.tiles
        figure = drawn(kind.key, t(f"{kind.key}.chart"), answer, unit=t("column.recommendations"))
        counts = note_of(site.queries[kind.query], state.language).value
        figures = (replace(figure, counts=counts, caveat=examples_told(site, state.language)),) if figure else ()
    title = t(f"nav.{kind.key}")
    subject = listing(state, title, [(entry.label.value, state.to(page_path(entry.iri.value))) for entry in entries])
    return Page("named.html", title, kind.key, context, (with_manner(site, answer),), things, figures, subject=subject)


def _within(site: Site, state: State, answer: Answer) -> Answer:
    """Rows of countries, of those of the continent that the address chooses: all of the page is of these."""
    region = countries_of(site, state.get("zoom")) if "country" in answer.variables else ()
    if not region:
        return answer
    codes = sorted({row["country"] for row in answer.texts()}.intersection(region))
    only = " ".join(str(Literal(code)) for code in codes)
    return run(site, answer.name, f"{answer.text}\nVALUES ?country {{ {only} }}")


def _entries(kind: EntityKind, answer: Answer, short: Mapping[str, str], standing: Standing) -> list[EntityEntry]:
    found: dict[str, list[dict[str, str]]] = {}
    labels: dict[str, Literal] = {}
    for row in answer.dicts():
        code = plain(row[kind.thing])
        found.setdefault(code, []).append({name: plain(term) for name, term in row.items()})
        label = row["label"]
        assert isinstance(label, Literal)
        labels[code] = label
    entries = [
        EntityEntry(
            NamedNode(kind.base + code),
            code if kind.base else "",
            code if kind.base and len(code) < _LONGEST_CODE else short.get(code, ""),
            labels[code],
            _numbers(rows),
            tuple(
                _named_so(kind, kind.base + code, note, _numbers(rows, kind.note, note), standing)
                for note in sorted({row[kind.note] for row in rows})
            ),
        )
        for code, rows in found.items()
    ]
    return sorted(entries, key=lambda entry: (-len(entry.numbers), in_order(entry.label.value)))


def _named_so(kind: EntityKind, thing: str, note: str, numbers: tuple[int, ...], standing: Standing) -> NamedSo:
    def is_so(part: PartPlayed) -> bool:
        match kind.note:
            case "role":
                return part.part == note
            case "certainty":
                return part.part == "donor" and (part.reading or "stated") == note
            case "cited_in":
                return (note == "action") == bool(part.action)
            case _:
                return True

    parts = [part for part in standing.of(thing) if int(part.number) in numbers and is_so(part)]
    sure = {n: surest(part.reading for part in parts if part.number == str(n)) for n in numbers}
    told = {n: reading for n, reading in sure.items() if reading and kind.note != "certainty"}
    return NamedSo(note, numbers, told, standing.counts(parts))


def _short_names(site: Site, state: State) -> dict[str, str]:
    """What things are called for short, in the reader's language where it has a word of its own."""
    named = ask(site, "named-by-row", {"lang": state.language}).texts()
    return {
        row["thing"]: row["label"] for row in named if len(row["label"]) < _LONGEST_SHORT and " " not in row["label"]
    }


def _numbers(rows: Iterable[Mapping[str, str]], column: str = "", value: str = "") -> tuple[int, ...]:
    return tuple(sorted({int(row["number"]) for row in rows if not column or row[column] == value}))


def _by_region(site: Site, state: State, entries: list[EntityEntry]) -> list[tuple[str, list[EntityEntry]]]:
    by_code = {entry.code: entry for entry in entries}
    regions: dict[str, list[EntityEntry]] = {}
    placed: set[str] = set()
    for row in ask(site, "country-regions", {"lang": state.language}).texts():
        if row["country"] in by_code:
            regions.setdefault(row["label"], []).append(by_code[row["country"]])
            placed.add(row["country"])
    rest = [entry for entry in entries if entry.code not in placed]
    groups = [
        (name, sorted(members, key=lambda entry: in_order(entry.label.value)))
        for name, members in sorted(regions.items(), key=lambda region: in_order(region[0]))
    ]
    return [*groups, *([("", rest)] if rest else [])]


VIEWS = tuple(View(f"/{kind.key}", partial(build, kind)) for kind in KINDS)
