"""Imports go one way: a module imports from its own row of packages or from rows above, never from below."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "tcgraph"

ROWS: tuple[frozenset[str], ...] = (
    frozenset({"errors", "rdf", "terms", "iri", "rdflib_terms"}),
    frozenset({"project", "queries", "config"}),
    frozenset({"turtle", "engine"}),
    frozenset({"owl", "shacl", "explain"}),
    frozenset({"publish", "export", "diagnostics", "followup", "feed", "sync"}),
    frozenset({"server", "http", "pages", "lsp"}),
    frozenset({"cli", "__main__"}),
)
"""The rows from top to bottom; a name is a module or a package of tcgraph."""

HOMES = {
    "pyshacl": "shacl/reference.py",
    "owlrl": "owl/reference.py",
    "fastapi": "http/",
    "typer": "cli/",
}
"""Where alone a library may be imported."""

MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_project" not in path.parts)


def imports(path: Path) -> set[str]:
    """The dotted names that a module imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def row_of(name: str) -> int:
    """The row of a module or package of tcgraph."""
    return next(index for index, row in enumerate(ROWS) if name in row)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_module_imports_from_a_row_below(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if own == "__init__":
        return
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "tcgraph" and len(parts) > 1 and parts[1] != "__version__":
            assert row_of(parts[1]) <= row_of(own), f"{own} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_each_library_has_one_home(path: Path) -> None:
    where = path.relative_to(PACKAGE).as_posix()
    for library in {name.split(".")[0] for name in imports(path)} & set(HOMES):
        assert where.startswith(HOMES[library]), f"{where} imports {library}"


def test_every_package_has_a_row() -> None:
    tops = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in MODULES} - {"__init__"}
    assert tops <= frozenset().union(*ROWS)
