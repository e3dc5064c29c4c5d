"""A map of the world: countries shaded by a number, the small ones as circles, whole or by region.

The outlines are Natural Earth's (public domain), projected to equal areas, simplified, and brought to the borders that
the United Nations' maps show; ``frontend/map.js`` writes them.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from tcgraph.pages.charts.svg import Drawing, element, mark, said, text, width_of

_SMALL: Final = 170
"""Countries below this many square units, some 55,000 km², are drawn as circles too."""
_SHADES: Final = 4
_RADIUS = 11.0
_LETTERS = 12
_FAR = 8
"""How many letters high a name may stand away from its country."""
_SCREENS = {"wide": 1100, "middle": 700, "narrow": 320}
"""How many pixels a map is wide at most, on which screens."""
_TALL = 640
"""How many pixels it is high at most, so that it is seen in one look; ``site.css`` has the same."""
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
class WorldOutlines:
    """All outlines, the size of the whole map, land of no country's code, and the borders not agreed upon."""

    width: float
    height: float
    land: str
    open: str
    countries: Mapping[str, CountryOutline]


@cache
def world() -> WorldOutlines:
    """The outlines, by ISO 3166-1 alpha-3 code."""
    read = json.loads((Path(__file__).parent / "world.json").read_text(encoding="utf-8"))
    countries = {code: CountryOutline(**shape) for code, shape in read["countries"].items()}
    return WorldOutlines(read["width"], read["height"], read["land"], read["open"], countries)


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
    """The map, with the names of the countries of which it tells, where these have room.

    Args:
        places: what is told, by ISO 3166-1 alpha-3 code; a code without an outline is left out here, and told in the
            table beside.
        region: the countries that the map shows; the whole world where there are none.
    """
    found = shades([place.value for place in places.values() if not place.paint])
    names = shade_names(found)
    atlas = world()
    left, top, width, height = _room(region, places)
    told = {code: place for code, place in places.items() if code in atlas.countries}
    zoom = width / atlas.width
    rest = "".join(
        shape.d
        for code, shape in atlas.countries.items()
        if code not in told and not (region and _outside(shape, left, top, width, height))
    )
    parts = [element("path", d=rest + atlas.land, paint="land", stroke_width=f"{1.2 * zoom:.2f}")]
    circles: list[str] = []
    for code, place in sorted(told.items()):
        shape = atlas.countries[code]
        shaded = (name for name, (low, high) in zip(names, found, strict=True) if low <= place.value <= high)
        paint = place.paint or next(shaded, "land")
        label = said(place.name, place.value)
        drawn = {"paint": f"{paint} p-edge", "stroke_width": f"{1.2 * zoom:.2f}", "data_key": code}
        if _small(shape, zoom):
            radius = round(_RADIUS * max(zoom, 0.4), 1)
            # What lies within a country of its own colour is told from it by a ring.
            ring = {**drawn, "stroke_width": f"{3 * zoom:.2f}"}
            circles.append(mark("circle", label, place.value, place.href, cx=shape.x, cy=shape.y, r=radius, **ring))
        else:
            parts.append(mark("path", label, place.value, place.href, d=shape.d, **drawn))
    # Land over the line that the countries' edges leave there, in pieces: what is left of the line is broken.
    broken = {"stroke_width": f"{1.6 * zoom:.2f}", "stroke_dasharray": f"{3 * zoom:.1f}", "pointer_events": "none"}
    parts.append(element("path", d=atlas.open, paint="open", **broken))
    room = (left, top, width, height)
    scales = {name: max(width / screen, height / _TALL) for name, screen in _SCREENS.items()}
    words = [element("g", _names(told, room, scale), class_=name) for name, scale in scales.items()]
    # The whole world on a telephone has no room for any.
    return Drawing(width, height, (*parts, *circles, *words[: 3 if region else 2]), left, top)


def _small(shape: CountryOutline, zoom: float) -> bool:
    return shape.area * (1 if zoom > 0.5 else 3) < _SMALL


def _outside(shape: CountryOutline, left: float, top: float, width: float, height: float) -> bool:
    # What lies far from its middle, such as an island, may reach in; twice what a round country would reach is enough.
    reach = 2 * shape.area**0.5 + _MARGIN
    return not (left - reach < shape.x < left + width + reach and top - reach < shape.y < top + height + reach)


def _names(places: Mapping[str, CountryMark], room: tuple[float, float, float, float], scale: float) -> str:
    """The names that fit, the largest countries' first: inside a country, else beside its middle.

    Args:
        places: what is told.
        room: left, top, width and height of the drawing.
        scale: units for each pixel.
    """
    size = _LETTERS * scale
    left, top, width, height = room
    marks = {code: world().countries[code] for code in places}
    # A name inside another country would be read as that one's.
    sides = {code: max(size, shape.area**0.5 * 0.8) for code, shape in marks.items()}
    middles = {code: _around(shape.x, shape.y, sides[code], sides[code]) for code, shape in marks.items()}
    taken: list[tuple[float, float, float, float]] = []
    made: list[str] = []
    for code, shape in sorted(marks.items(), key=lambda item: -item[1].area):
        wide, reach = width_of(places[code].name, size), shape.area**0.5
        others = [*taken, *(box for other, box in middles.items() if other != code)]
        inside = [(0.0, 0.0)] if wide < 1.6 * reach else []
        for right, down in (*inside, *_beside(wide / 2, size)):
            x, y = shape.x + right, shape.y + down
            box = _around(x, y, wide * 0.9, size)
            fits = left < x - wide / 2 and x + wide / 2 < left + width and top < box[1] and box[3] < top + height
            if fits and not any(_meet(box, other) for other in others):
                taken.append(box)
                if right or down:
                    end = min(max(shape.x, box[0]), box[2])
                    path = f"M{shape.x:.1f} {shape.y:.1f}L{end:.1f} {y:.1f}"
                    made.append(element("path", d=path, paint="ink-line", stroke_width=f"{size / 12:.1f}"))
                made.append(text(places[code].name, round(x, 1), round(y + size * 0.35, 1), text_anchor="middle"))
                break
    kept = {"font_size": f"{size:.1f}", "stroke_width": f"{size / 4:.1f}", "pointer_events": "none"}
    return element("g", "".join(made), paint="name", **kept)


def _beside(half: float, size: float) -> Iterator[tuple[float, float]]:
    """Where a name may stand beside a middle, the nearest first; what stands far is joined to it by a line."""
    yield from ((half + size * 0.8, 0), (-half - size * 0.8, 0), (0, size), (0, -size))
    for step in range(1, _FAR):
        for side in (half + size * 0.8, -half - size * 0.8):
            yield from ((side, step * size), (side, -step * size))
    for step in range(2, _FAR):
        for side in (half + step * size, -half - step * size):
            yield from ((side, step * size), (side, 0), (side, -step * size))


def _around(x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _room(region: Sequence[str], told: Container[str]) -> tuple[float, float, float, float]:
    """Left, top, width and height of the part of the map that shows some countries.

    What is small and of which nothing is told, such as an island far from all others, widens it no further.
    """
    atlas = world()
    known = {code: atlas.countries[code] for code in region if code in atlas.countries}
    # Nor does what is as large as all others together, as Russia is in Europe.
    most = sum(shape.area for shape in known.values()) / 2
    shapes = [shape for code, shape in known.items() if code in told or _SMALL <= shape.area < most]
    shapes = shapes or [*known.values()]
    if not shapes:
        return 0, 0, atlas.width, atlas.height
    # Middles, widened by how large each is: outlying islands and what lies across the date line stay outside. A country
    # of no great size of which something is told may be long, and is shown whole.
    marked = [atlas.countries[code] for code in known if code in told and known[code].area < 10 * _SMALL]
    reach = [*((shape, shape.area**0.5 * 0.62) for shape in shapes), *((s, s.area**0.5 * 1.5) for s in marked)]
    left = max(0.0, min(s.x - r for s, r in reach) - _MARGIN)
    top = max(0.0, min(s.y - r for s, r in reach) - _MARGIN)
    right = min(atlas.width, max(s.x + r for s, r in reach) + _MARGIN)
    bottom = min(atlas.height, max(s.y + r for s, r in reach) + _MARGIN)
    return left, top, right - left, bottom - top
