"""A log-log plot of seconds against triples, as SVG, from the figures that a benchmark printed.

python -m tests.bench.plot shacl.svg "ours, full: 10000=0.34 100000=1.18" "pySHACL, core: 10000=3.2"
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

WIDTH, HEIGHT, LEFT, BOTTOM, RIGHT, TOP = 640, 400, 60, 50, 170, 20
COLOURS = ("#0b62a4", "#b5481b", "#3a7d34", "#7a4b9e")
Series = tuple[str, list[tuple[float, float]]]


def read(text: str) -> Series:
    """A series from ``name: triples=seconds …``."""
    name, _, points = text.rpartition(":")
    pairs = [point.split("=") for point in points.split()]
    return name, [(float(size), float(seconds)) for size, seconds in pairs]


def plot(series: list[Series]) -> str:
    """The picture; a dotted line shows what growth in proportion would be."""
    sizes = [size for _, points in series for size, _ in points]
    times = [seconds for _, points in series for _, seconds in points]
    low_x, high_x = math.floor(math.log10(min(sizes))), math.ceil(math.log10(max(sizes)))
    low_y, high_y = math.floor(math.log10(min(times))), math.ceil(math.log10(max(times)))

    def x(size: float) -> float:
        return LEFT + (math.log10(size) - low_x) / (high_x - low_x) * (WIDTH - LEFT - RIGHT)

    def y(seconds: float) -> float:
        return HEIGHT - BOTTOM - (math.log10(seconds) - low_y) / (high_y - low_y) * (HEIGHT - BOTTOM - TOP)

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"',
        ' font-family="sans-serif" font-size="12">',
        '<rect width="100%" height="100%" fill="white"/>',
    ]
    for power in range(low_x, high_x + 1):
        at = x(10**power)
        out.append(f'<line x1="{at:.1f}" y1="{TOP}" x2="{at:.1f}" y2="{HEIGHT - BOTTOM}" stroke="#ddd"/>')
        out.append(f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{10**power:,}</text>')
    for power in range(low_y, high_y + 1):
        at = y(10**power)
        out.append(f'<line x1="{LEFT}" y1="{at:.1f}" x2="{WIDTH - RIGHT}" y2="{at:.1f}" stroke="#ddd"/>')
        out.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{10**power:g} s</text>')
    out.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">triples</text>')
    for (name, points), colour in zip(series, COLOURS, strict=False):
        path = " ".join(f"{x(size):.1f},{y(seconds):.1f}" for size, seconds in points)
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        out += [f'<circle cx="{x(size):.1f}" cy="{y(took):.1f}" r="3" fill="{colour}"/>' for size, took in points]
        size, took = points[-1]
        out.append(f'<text x="{x(size) + 8:.1f}" y="{y(took) + 4:.1f}" fill="{colour}">{name}</text>')
        first, start = points[-1]
        least = max(points[0][0], first * 10**low_y / start)
        line = f'x1="{x(least):.1f}" y1="{y(start * least / first):.1f}" x2="{x(first):.1f}" y2="{y(start):.1f}"'
        out.append(f'<line {line} stroke="{colour}" stroke-dasharray="2 4"/>')
    return "\n".join([*out, "</svg>", ""])


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(plot([read(text) for text in sys.argv[2:]]), encoding="utf-8")
