"""Maps of countries, shaded by a number, or by how far what names them is; and what maps must know of countries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tcgraph.pages.charts.figure import Cell, Figure
from tcgraph.pages.charts.svg import Drawing
from tcgraph.pages.charts.world import CountryMark, shade_names, shades, world_map
from tcgraph.pages.i18n import translator
from tcgraph.pages.labels import Labels, in_order
from tcgraph.pages.page import State, page_path
from tcgraph.pages.picture_words import counted, most
from tcgraph.pages.site import Answer, Site, ask
from tcgraph.pages.standing import standing_of
from tcgraph.rdf import NamedNode
from tcgraph.terms import ID

if TYPE_CHECKING:
    from tcgraph.pages.pictures import Pictures


_DONOR = "donor"
_PAINTS = {"taken": "taken", "partly-taken": "partly-taken", "under-way": "way", "planned": "plan", "standing": "stand"}
"""What a country is coloured by, the furthest first: on a telephone it is smaller than the pattern of a status."""


@dataclass(frozen=True, slots=True)
class MapGroup:
    """The countries of one colour: their codes, what the colour means, and what more is said of all, or of each."""

    paint: str
    word: str
    codes: tuple[str, ...]
    more: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)


def map_of(
    site: Site, state: State, labels: Labels, pictures: Pictures, key: str, title: str, answer: Answer,
    values: Mapping[str, int], unit: str,
) -> Figure:  # fmt: skip
    """A map of countries by a number, of the region that the address chooses; all that it says is of that region.

    Args:
        site: where things are looked up.
        state: the page's address.
        labels: names of things.
        pictures: makes the figure.
        key: its name in addresses.
        title: what it shows.
        answer: the rows that name countries.
        values: the number of each country's code.
        unit: what the numbers count.
    """
    t = translator(state.language)
    region = countries_of(site, state.get("zoom"))
    nearer = "" if region else _fullest(site, values)
    parted = {"country", "role", "action", "number"} <= set(
        answer.variables
    ) and "recommendation-actions" in site.queries
    asked = any(state.get(name) for name in ("number", "country", "role"))
    # The document names a department; that its country pays is what the department's own entry says.
    through = through_departments(site) if parted and not asked else {}
    values = {code: n for code, n in values.items() if not region or code in region}
    through = {code: n for code, n in through.items() if code not in values and (not region or code in region)}
    groups = _by_part(site, state, answer, values, through) if parted else _by_number(values)
    labels.note(NamedNode(f"{ID}country/{code}") for code in (*values, *through))
    paints = {code: group.paint for group in groups for code in group.codes}
    places = {
        code: CountryMark(
            labels.of(f"{ID}country/{code}").value,
            n,
            state.to(page_path(f"{ID}country/{code}")),
            paints.get(code, "land"),
        )
        for code, n in {**values, **through}.items()
    }
    notes = {code: note for group in groups for code, note in group.notes.items()}
    told = {code: place.name + notes.get(code, "") for code, place in places.items()}
    ranked = sorted(places.values(), key=lambda place: (-place.value, in_order(place.name)))
    legend = tuple(
        (
            group.paint,
            counted(group.word, ", ".join(sorted((told[code] for code in group.codes), key=in_order))) + group.more,
        )
        for group in groups
    )
    words = {group.paint: group.word for group in groups}
    listed = [(places[code].name, n) for code, n in values.items()]
    read = {places[code].name: note for code, note in notes.items()}
    in_all = t("figure.countries", n=len(values)) if values else "0"
    in_all += t("figure.through", n=len(through)) * bool(through)
    return pictures.figure(
        key, f"{title} – {t('region.' + state.get('zoom'))}" if region else title,
        (world_map(places, region), *_nearer(places, countries_of(site, nearer))),
        nearer=t("figure.closer", region=t(f"region.{nearer}")) if nearer else "",
        turns=False, unit=t("figure.parts_played") if parted else unit,
        says=((t("figure.in_all"), in_all), *most(listed, state.language, unit, notes=read)),
        legend=legend,
        heads=(t("column.country"), unit, *((t("column.status"),) if parted else ())),
        rows=tuple(
            (
                Cell(place.name, place.href), Cell(str(place.value)),
                *((Cell(words.get(place.paint, "")),) if parted else ()),
            )
            for place in ranked
        ),
        note=t("figure.boundaries"),
    )  # fmt: skip


def _by_number(values: Mapping[str, int]) -> list[MapGroup]:
    found = shades(list(values.values()))
    return [
        MapGroup(
            paint, str(low) if low == high else f"{low}–{high}",
            tuple(code for code, n in values.items() if low <= n <= high),
        )
        for paint, (low, high) in reversed(list(zip(shade_names(found), found, strict=True)))
    ]  # fmt: skip


def _by_part(
    site: Site, state: State, answer: Answer, values: Mapping[str, int], through: Mapping[str, int]
) -> list[MapGroup]:
    """Countries by the furthest action that names them, with how few actions that may be; then those that only pay."""
    t = translator(state.language)
    standing, told = standing_of(site), {(row["country"], row["number"]) for row in answer.texts()}
    ours = Counter(code for code, n in told if standing.reading(f"{ID}country/{code}", n) == "inferred")
    acts: dict[str, dict[str, set[tuple[str, str]]]] = {code: {} for code in values}
    for row in answer.texts():
        if row["country"] in acts:
            part = _DONOR if row["role"] == _DONOR else standing.status.get(row["action"], "")
            acts[row["country"]].setdefault(part, set()).add((row["action"], row["number"]))
    groups: list[MapGroup] = []
    rest = dict(acts)
    for part, paint in _PAINTS.items():
        those = tuple(code for code, own in rest.items() if part in own)
        named = {one for code in those for one in rest.pop(code)[part]}
        if those:
            actions, numbers = len({action for action, _ in named}), len({number for _, number in named})
            groups.append(MapGroup(paint, t(f"status.{part}"), those, t("figure.rests_on", n=actions, numbers=numbers)))
    payers = [code for code, own in rest.items() if _DONOR in own]
    said = tuple(code for code in payers if not ours[code])
    read = tuple(code for code in payers if ours[code])
    groups += [MapGroup("second", t("figure.gives"), said)] * bool(said)
    groups += [MapGroup("pays", t("figure.gives_ours"), read)] * bool(read)
    groups += [MapGroup("through", t("figure.gives_through"), tuple(through))] * bool(through)
    notes = {code: t("figure.ours", n=ours[code], all=values[code]) for code in acts if ours[code]}
    return [replace(group, notes={c: notes[c] for c in group.codes if c in notes}) for group in groups]


_REGIONS = ("africa", "americas", "asia", "europe", "oceania")


def countries_of(site: Site, region: str) -> tuple[str, ...]:
    """The codes of all countries of a continent of M49; none of what is no continent."""
    if region not in _REGIONS or "map-regions" not in site.queries:
        return ()
    return tuple(row["country"] for row in ask(site, "map-regions").texts() if row["region"] == f"{ID}region/{region}")


def _fullest(site: Site, values: Mapping[str, int]) -> str:
    """The continent with most of some countries, which a telephone shows of the world; none where none has any."""
    named = {region: len(values.keys() & set(countries_of(site, region))) for region in _REGIONS}
    first = max(_REGIONS, key=lambda region: named[region])
    return first if named[first] else ""


def _nearer(places: Mapping[str, CountryMark], region: tuple[str, ...]) -> list[Drawing]:
    return [world_map({code: place for code, place in places.items() if code in region}, region)] if region else []


def through_departments(site: Site) -> dict[str, int]:
    """The codes of countries a department of which pays, with how many recommendations it pays under."""
    if "department-payers" not in site.queries:
        return {}
    told = {(row["country"], row["number"]) for row in ask(site, "department-payers").texts()}
    return dict(Counter(country for country, _ in sorted(told)))


def continents_without(site: Site, labels: Labels, answer: Answer) -> list[str]:
    """The names of the continents of which an answer has no row."""
    told = {row["region"] for row in answer.texts()}
    rest = {NamedNode(row["region"]) for row in ask(site, "map-regions").texts() if row["region"] not in told}
    labels.note(rest)
    return sorted((labels.of(region).value for region in rest), key=in_order)
