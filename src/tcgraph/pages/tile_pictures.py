"""Which recommendations name something, and in what manner: a row of numbered tiles for each name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tcgraph.engine.protocol import Row
from tcgraph.pages.caveats import groups_told
from tcgraph.pages.charts.figure import Cell, Figure
from tcgraph.pages.charts.svg import said
from tcgraph.pages.charts.tiles import Tile, TileRow, tile_rows
from tcgraph.pages.i18n import of_language, translator
from tcgraph.pages.labels import Labels, in_order, word_for
from tcgraph.pages.page import State
from tcgraph.pages.picture_words import MOST, counted, most, not_drawn, uncut
from tcgraph.pages.site import Answer, Site, ask
from tcgraph.pages.standing import standing_of
from tcgraph.rdf import Literal, plain
from tcgraph.terms import ID

if TYPE_CHECKING:
    from tcgraph.pages.pictures import Pictures

_PAINTS = {
    "stated": "bar", "hedged": "hedged", "inferred": "inferred", "recommendation": "asked", "action": "told",
    "beneficiary": "bar", "pilot": "pilot", "extension": "again", "donor": "second", "": "bar",
    "ours": "pays", "asked": "asked", "acts": "bar", "takes-part": "told", "pays": "second", "named": "1",
}  # fmt: skip
"""The colours of the manners in which a recommendation names something; all others have one."""
_STRENGTH = tuple(_PAINTS[part] for part in ("pays", "acts", "asked", "takes-part", "hedged", "inferred", "named"))
"""The parts that somebody plays, the strongest first; what is stated comes before what is hedged or our reading."""


def with_parts(site: Site, answer: Answer, *, apart: bool = True) -> Answer:
    """Rows of organisations under recommendations, with the parts that each has there; other rows as they are.

    Args:
        site: where the parts are looked up.
        answer: the rows.
        apart: whether there is a row for each part, or one with all of them.
    """
    if "organisation" not in answer.variables or "organisation-parts" not in site.queries:
        return answer
    parts: dict[tuple[str, str], list[str]] = {}
    for row in ask(site, "organisation-parts").texts():
        parts.setdefault((row["number"], row["organisation"]), []).append(row["part_played"])
    rows: list[Row] = []
    for told_row, own in zip(answer.rows, answer.dicts(), strict=True):
        found = parts.get((plain(own["number"]), plain(own["organisation"])), ["named"])
        # Who has a part is more than only named.
        played = [part for part in found if part != "named" or len(found) == 1]
        rows += [(*told_row, Literal(part)) for part in (played if apart else [", ".join(played)])]
    return replace(answer, variables=(*answer.variables, "part_played"), rows=tuple(rows))


def with_manner(site: Site, answer: Answer) -> Answer:
    """Rows of what recommendations name, with all that the colours of a picture of them say: the part, and how sure."""
    answer = with_parts(site, answer, apart=False)
    standing = standing_of(site)
    sure = [next(iter(standing.of_row(answer, place).values()), "") for place in range(len(answer.rows))]
    if not any(sure):
        return answer
    rows = tuple((*row, Literal(one or "stated")) for row, one in zip(answer.rows, sure, strict=True))
    return replace(answer, variables=(*answer.variables, "certainty"), rows=rows)


def tiles_of(
    site: Site, pictures: Pictures, state: State, labels: Labels, key: str, title: str, answer: Answer,
    names: Sequence[str], hrefs: Sequence[str], unit: str,
) -> Figure:  # fmt: skip
    """For each name the recommendations beside it, each once, in the colours of the manners in which they name it.

    Args:
        site: where our own readings are looked up.
        pictures: makes the figure.
        state: the page's address.
        labels: names of things.
        key: its name in addresses.
        title: what it shows.
        answer: rows with the number of a recommendation; where they have a certainty, a role or say where something is
            cited, that is its manner.
        names: the name of each row's thing.
        hrefs: the page of each.
        unit: what the numbers are.
    """
    t = translator(state.language)
    manner = next((name for name in ("certainty", "role", "cited_in", "part_played") if name in answer.variables), "")
    titles, standing = pictures.recommendations, standing_of(site)
    words: dict[str, dict[str, None]] = {}
    found: dict[str, dict[str, dict[str, str]]] = {}
    for name, row in zip(names, answer.texts(), strict=True):
        paint, word = _PAINTS.get(row.get(manner, ""), "1"), ""
        if manner:
            code = row[manner]
            word = word_for(state.language, manner, code, labels)
        country = f"{ID}country/{row.get('country', '')}"
        if manner == "role" and (sure := standing.reading(country, row["number"], row.get("action", ""), row[manner])):
            paint = _PAINTS["ours" if row[manner] == "donor" and sure == "inferred" else sure]
            told = word_for(state.language, "certainty", sure, labels)
            word = f"≈ {word}" if sure == "inferred" else f"{word}, {told}"
        if manner:
            words.setdefault(paint, {})[word] = None
        found.setdefault(name, {}).setdefault(row["number"], {})[paint] = word
    order = [paint for paint in dict.fromkeys((*_PAINTS.values(), "1")) if paint in words]
    pages = dict(zip(reversed(names), reversed(hrefs), strict=True))
    ranked = sorted(found, key=lambda name: (-len(found[name]), in_order(name)))
    sizes = [(name, len(found[name])) for name in ranked]
    read = Counter(name for name in found for own in found[name].values() if own.keys() <= {"inferred", "pays"})
    notes = {name: t("figure.ours", n=read[name], all=n) for name, n in sizes if read[name]}
    drawn = ranked[: uncut([n for _, n in sizes], MOST)]

    def shown(own: Iterable[str]) -> list[str]:
        # Parts are too many to be told apart side by side in a strip: a tile has the colour of the strongest.
        return [min(own, key=_STRENGTH.index)] if manner == "part_played" else sorted(own, key=order.index)

    def tile(name: str, number: str) -> Tile:
        own = found[name][number]
        told = said(name, titles.get(number, number), ", ".join(own.values()))
        # One colour for all would ask for a key that says nothing.
        return Tile(number, shown(own) if order else (), told, state.to(f"/recommendations/{number}"))

    def in_words(own: Mapping[str, Mapping[str, str]]) -> str:
        """The recommendations, apart by the manners in which they name the thing: what the colours say."""
        by_word: dict[str, list[str]] = {}
        for number in sorted(own, key=int):
            for word in own[number].values():
                by_word.setdefault(word, []).append(number)
        colon = f"{of_language(state.language, 'before_signs')}: "
        semicolon = f"{of_language(state.language, 'before_signs')}; "
        return semicolon.join((f"{word}{colon}" if word else "") + ", ".join(own) for word, own in by_word.items())

    rows = [TileRow(name, [tile(name, n) for n in sorted(found[name], key=int)], pages[name]) for name in drawn]
    under = Counter(titles.get(number, number) for tiles in found.values() for number in tiles)
    sums = Counter(paint for tiles in found.values() for own in tiles.values() for paint in shown(own))
    groups = groups_told(site, state.language, answer)
    return pictures.figure(
        key, pictures.cut(title, len(drawn), len(ranked)), tile_rows(rows),
        unit=t("figure.tiles_parts" if manner == "part_played" else "figure.tiles"),
        says=(
            (t("figure.in_all"), t("figure.names_under", n=len(found), numbers=len(under), groups=groups)),
            *most(sizes, state.language, t("column.recommendations"), notes=notes),
            *most(under.items(), state.language, t("column.recommendation")),
        ),
        rest=not_drawn([(name, n, pages[name]) for name, n in sizes[len(drawn) :]], state.language),
        # Of the parts in a tile it has the colour of one alone: how many have that says nothing of how many there are.
        legend=tuple(
            (paint, told if manner == "part_played" else counted(told, sums[paint]))
            for paint, told in ((paint, ", ".join(words[paint])) for paint in order)
        ),
        heads=(t("column.label"), unit or t("column.recommendations"), t("figure.total")),
        rows=tuple(
            (Cell(name, pages[name]), Cell(in_words(found[name])), Cell(str(n))) for name, n in sizes
        ),
    )  # fmt: skip
