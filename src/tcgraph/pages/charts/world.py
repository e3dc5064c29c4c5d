"""A map of the world: countries shaded by a number, the small ones as circles, whole or by region.

The outlines are Natural Earth's (public domain), projected to equal areas and simplified; ``frontend/map.js`` writes
them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from tcgraph.pages.charts.svg import Drawing, element, mark

_SMALL: Final = 170
"""Countries below this many square units, some 55,000 km², are drawn as circles too."""
_SHADES: Final = 4
_RADIUS = 11.0
_MARGIN = 40.0


@dataclass(frozen=True, slots=True)
class CountryMark:
    """What a map tells of a country: its name, a number, the page behind it, and a colour other than the number's."""

    name: str
    value: int
    href: str = ""
    paint: str = ""


@dataclass(frozen=True, slots=True)
class CountryOutline:
    """A country's outline, its middle, and its area in square units."""

    d: str
    x: float
    y: float
    area: float


@dataclass(frozen=True, slots=True)
class World:
    """All outlines, and the size of the whole map."""

    width: float
    height: float
    land: str
    countries: Mapping[str, CountryOutline]


@cache
def world() -> World:
    """The outlines, by ISO 3166-1 alpha-3 code."""
    read = json.loads((Path(__file__).parent / "world.json").read_text(encoding="utf-8"))
    countries = {code: CountryOutline(**shape) for code, shape in read["countries"].items()}
    return World(read["width"], read["height"], read["land"], countries)


def shades(values: Sequence[int]) -> list[tuple[int, int]]:
    """The least and greatest value of each shade, lightest first: at most four, each with as many values as can be."""
    distinct = sorted({value for value in values if value > 0})
    if len(distinct) <= _SHADES:
        return [(value, value) for value in distinct]
    steps = [distinct[len(distinct) * index // _SHADES] for index in range(_SHADES)] + [distinct[-1] + 1]
    return [(low, max(value for value in distinct if value < high)) for low, high in pairwise(steps)]


def shade_names(found: Sequence[tuple[int, int]]) -> list[str]:
    """The names of the colours of so many shades; few shades take those that differ most."""
    chosen = {1: "3", 2: "24", 3: "134", 4: "1234"}[max(1, len(found))]
    return list(chosen)[: len(found)]


def world_map(places: Mapping[str, CountryMark], region: Sequence[str] = ()) -> Drawing:
    """The map.

    Args:
        places: what is told, by ISO 3166-1 alpha-3 code; a code without an outline is left out here, and told in the
            table beside.
        region: the countries that the map shows; the whole world where there are none.
    """
    found = shades([place.value for place in places.values() if not place.paint])
    names = shade_names(found)
    atlas = world()
    left, top, width, height = _room(region)
    told = {code: place for code, place in places.items() if code in atlas.countries}
    zoom = width / atlas.width
    rest = "".join(shape.d for code, shape in atlas.countries.items() if code not in told) + atlas.land
    parts = [element("path", d=rest, paint="land", stroke_width=f"{1.2 * zoom:.2f}")]
    circles: list[str] = []
    for code, place in sorted(told.items()):
        shape = atlas.countries[code]
        shaded = (name for name, (low, high) in zip(names, found, strict=True) if low <= place.value <= high)
        paint = place.paint or next(shaded, "land")
        label = f"{place.name}: {place.value}"
        drawn = {"paint": paint, "stroke_width": f"{1.2 * zoom:.2f}", "data_key": code}
        if shape.area * (1 if zoom > 0.5 else 3) < _SMALL:
            radius = round(_RADIUS * max(zoom, 0.4), 1)
            circles.append(mark("circle", label, place.value, place.href, cx=shape.x, cy=shape.y, r=radius, **drawn))
        else:
            parts.append(mark("path", label, place.value, place.href, d=shape.d, **drawn))
    return Drawing(width, height, (*parts, *circles), left, top)


def _room(region: Sequence[str]) -> tuple[float, float, float, float]:
    """Left, top, width and height of the part of the map that shows some countries."""
    atlas = world()
    shapes = [atlas.countries[code] for code in region if code in atlas.countries]
    if not shapes:
        return 0, 0, atlas.width, atlas.height
    # Middles, widened by how large each is: outlying islands and what lies across the date line stay outside.
    reach = [(shape, shape.area**0.5 * 0.62) for shape in shapes]
    left = max(0.0, min(s.x - r for s, r in reach) - _MARGIN)
    top = max(0.0, min(s.y - r for s, r in reach) - _MARGIN)
    right = min(atlas.width, max(s.x + r for s, r in reach) + _MARGIN)
    bottom = min(atlas.height, max(s.y + r for s, r in reach) + _MARGIN)
    return left, top, right - left, bottom - top
