"""Maps of countries: shaded by a number, or, where rows say in what part, coloured by how far what names them is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set
from typing import TYPE_CHECKING

from tcgraph.pages.charts.figure import Cell, Figure
from tcgraph.pages.charts.world import CountryMark, shade_names, shades, world_map
from tcgraph.pages.i18n import translator
from tcgraph.pages.labels import Labels
from tcgraph.pages.links import page_path
from tcgraph.pages.locale_format import plainly
from tcgraph.pages.map_places import countries_of, ours_alone
from tcgraph.pages.named_answers import Answer, ask
from tcgraph.pages.page_state import State
from tcgraph.pages.picture_words import counted, most_and_least
from tcgraph.pages.site import Site
from tcgraph.rdf import NamedNode
from tcgraph.terms import ID

if TYPE_CHECKING:
    from tcgraph.pages.pictures import Pictures

_NAMED = 4
"""Countries of one colour that the key names; more are counted."""
_DONOR = "donor"
_PAINTS = {"taken": "4", "partly-taken": "3", "under-way": "2", "planned": "1", "standing": "stand", _DONOR: "second"}
"""What a country is coloured by, the furthest first: on a telephone it is smaller than the pattern of a status."""


def parts_played(site: Site, answer: Answer) -> dict[str, str]:
    """By the code of each country the status of the furthest action that names it, or that it is named as donor alone.

    Nothing of answers whose rows do not say which action names a country, and in what part.
    """
    if not {"country", "role", "action"} <= set(answer.variables) or "recommendation-actions" not in site.queries:
        return {}
    statuses = {row["action"]: row["status"] for row in ask(site, "recommendation-actions").texts()}
    found: dict[str, set[str]] = {}
    for row in answer.texts():
        part = _DONOR if row["role"] == _DONOR else statuses.get(row["action"], "")
        found.setdefault(row["country"], set()).add(part)
    return {code: next((part for part in _PAINTS if part in parts), "") for code, parts in found.items()}


def map_of(
    site: Site, state: State, labels: Labels, pictures: Pictures, key: str, title: str, values: Mapping[str, int],
    unit: str, pairs: Set[tuple[str, str]] = frozenset(), parts: Mapping[str, str] | None = None,
) -> Figure:  # fmt: skip
    """A map of countries by a number, of the region that the address chooses.

    Args:
        site: where things are looked up.
        state: the page's address.
        labels: names of things.
        pictures: makes the figure.
        key: its name in addresses.
        title: what it shows.
        values: the number of each country's code.
        unit: what the numbers count.
        pairs: the recommendations and the codes of countries that they count; those of our reading are told.
        parts: what the countries are coloured by, as of :func:`parts_played`; without it they are shaded by number.
    """
    t = translator(state.language)
    labels.note(NamedNode(f"{ID}country/{code}") for code in values)
    parts = parts or {}
    places = {
        code: CountryMark(
            labels.of(f"{ID}country/{code}").value, value, state.to(page_path(f"{ID}country/{code}")),
            _PAINTS.get(parts.get(code, ""), "land" if parts else ""),
        )
        for code, value in values.items()
    }  # fmt: skip
    ranked = sorted(places.values(), key=lambda place: (-place.value, plainly(place.name)))

    def listed(places: list[CountryMark]) -> str:
        names = [place.name for place in places]
        return ", ".join(names) if len(names) <= _NAMED else t("figure.countries", n=len(names)).replace(" ", "\u00a0")

    legend: list[tuple[str, str]] = []
    if parts:
        for part, paint in _PAINTS.items():
            if those := [place for place in ranked if place.paint == paint]:
                word = t("figure.gives" if part == _DONOR else f"status.{part}")
                legend.append((paint, counted(word, listed(those))))
    else:
        found = shades(list(values.values()))
        for paint, (low, high) in reversed(list(zip(shade_names(found), found, strict=True))):
            figures = str(low) if low == high else f"{low}–{high}"
            legend.append((paint, counted(figures, listed([one for one in ranked if low <= one.value <= high]))))
    words = dict(legend)
    rows = tuple(
        (
            Cell(place.name, place.href),
            Cell(str(place.value)),
            *((Cell(words.get(place.paint, "").partition("\u00a0·")[0]),) if parts else ()),
        )
        for place in ranked
    )
    alone = Counter(code for _, code in pairs & ours_alone(site))
    ours = ", ".join(f"{places[code].name}\u00a0{n}" for code, n in sorted(alone.items()))
    notes = (t("figure.ours", told=ours) if ours else "", t("figure.boundaries"))
    return pictures.figure(
        key, title, (world_map(places, countries_of(site, state.get("zoom"))),), turns=False,
        unit=t("figure.parts_played") if parts else unit,
        says=(
            *([(t("figure.in_all"), t("figure.countries", n=len(ranked)))] if len(ranked) > 1 else ()),
            *most_and_least(((place.name, place.value) for place in ranked), state.language, unit),
        ),
        legend=tuple(legend),
        heads=(t("column.country"), unit, *((t("column.status"),) if parts else ())), rows=rows,
        note=" ".join(filter(None, notes)),
    )  # fmt: skip
