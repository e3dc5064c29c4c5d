"""A hierarchy drawn as a tree that grows to the right, a line for each leaf; every box is a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tcgraph.pages.charts.svg import Drawing, document, element, shortened, text, title

_WIDTH, _BOX, _ROW = 960, 270, 30


@dataclass(frozen=True, slots=True)
class Branch:
    """A box and those that hang on it.

    Attributes:
        label: what it says.
        href: where it leads.
        below: the next column.
    """

    label: str
    href: str
    below: tuple[Branch, ...] = ()


def tree(label: str, roots: Sequence[Branch]) -> str:
    """A picture of a hierarchy of up to three columns."""
    parts: list[str] = []
    row = 0.0
    for root in roots:
        row, _ = _draw(parts, root, 0, row)
        row += 0.4
    return document(label, Drawing(_WIDTH, 12 + _ROW * row, tuple(parts)))


def _draw(parts: list[str], branch: Branch, column: int, row: float) -> tuple[float, float]:
    """Draw a branch from a row on; returns the row after it and the height of its middle."""
    left = column * (_WIDTH - _BOX) / 2
    middles: list[float] = []
    following = row
    for child in branch.below:
        following, middle = _draw(parts, child, column + 1, following)
        middles.append(middle)
    y = middles[0] if middles else 6 + _ROW * (row + 0.5)
    edge, next_edge = left + _BOX, (column + 1) * (_WIDTH - _BOX) / 2
    for middle in middles:
        bend = (edge + next_edge) / 2
        path = f"M{edge:g} {y:g} H{bend:g} V{middle:g} H{next_edge:g}"
        parts.append(element("path", d=path, paint="line", stroke_width=1))
    root = column == 0
    box = (
        title(branch.label)
        + element(
            "rect", x=left + 1, y=y - 12, width=_BOX - 2, height=24, rx=6,
            paint="middle" if root else "box",
        )
        + text(shortened(branch.label, 36), left + 10, y + 4, paint="on-middle" if root else "ink")
    )  # fmt: skip
    parts.append(element("a", box, href=branch.href))
    return max(following, row + 1), y
