"""How large each package is, in the tables of docs/architecture.md: ``python -m tests.architecture`` writes it anew."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "architecture.md"
ROW = re.compile(r"^(\| `([\w.]+)` \|.*\|) ([\d,]+) \| ([\d,]+) \|$", re.MULTILINE)
"""A row of a table: what it says, the package's name, modules and lines."""


def size(name: str) -> tuple[int, int]:
    """The modules and the lines of a package, a part of one, or a module."""
    path = ROOT / "src" / "tcgraph" / name.replace(".", "/")
    modules = sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
    return len(modules), sum(len(module.read_text(encoding="utf-8").splitlines()) for module in modules)


def _measured(row: re.Match[str]) -> str:
    modules, lines = size(row[2])
    # Two digits, so that the page need not change with each line of code.
    return f"{row[1]} {modules} | {round(lines, -max(len(str(lines)) - 2, 0)):,} |"


def main() -> None:
    """Write the sizes anew."""
    PAGE.write_text(ROW.sub(_measured, PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
