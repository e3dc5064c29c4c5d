"""Imports go one way: docs/architecture.md names every package in order, and a module imports from rows above."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from tests.architecture import ROW, size

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "tcgraph"
_ROW = re.compile(r"^\| `(\w+)` \| ([123]) \|", re.MULTILINE)

_TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
ROWS = _ROW.findall(_TEXT)
ORDER = {name: at for at, (name, _) in enumerate(ROWS)}
STOREY = {name: int(storey) for name, storey in ROWS}

PARTS = {name: at for at, name in enumerate(re.findall(r"^\| `(\w+\.\w+)` \|", _TEXT, re.MULTILINE))}
"""The parts of large packages, in the order in which they stand on each other."""

HOMES = {
    "pyshacl": ("shacl/reference.py",),
    "owlrl": ("owl/reference.py",),
    "rdflib": ("rdflib_terms.py", "shacl/reference.py", "owl/reference.py"),
    "fastapi": ("http/",),
    "typer": ("cli/",),
    "mcp": ("assistants/",),
}
"""Where alone a library may be imported."""

ALIKE = {"Collection": "an RDF list as written, in Turtle and in SPARQL"}
"""Classes of one name that are one thing."""

DOORS = ("cli", "tests")
"""Packages whose modules are named after what they are the way to, such as the command of that name."""

ROLES = {
    "read", "write", "model",  # what a module is in its package
    "html", "xlsx", "text", "ldes",  # a format, read in one package and written in another
    "reference",  # one thing, of which two packages have a part
}  # fmt: skip
"""Names of modules that say the same wherever they stand."""

OURS = re.compile(r"w3id\.org/tcgraph|ilo\.org|\b(?:tc|vocab|tcs):[A-Za-z]")
"""What no graph tool may name: an IRI of ours, or a name in our prefixes."""

MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_project" not in path.parts)
TOOLS = [path for path in MODULES if STOREY.get(path.relative_to(PACKAGE).parts[0].removesuffix(".py")) == 1]


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@cache
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


def test_no_module_imports_from_a_row_below() -> None:
    below: list[str] = []
    for path in MODULES:
        own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for name in imports(path) if own != "__init__" else ():
            parts = name.split(".")
            if parts[0] == "tcgraph" and len(parts) > 1 and parts[1] != "__version__" and ORDER[parts[1]] > ORDER[own]:
                below.append(f"{_name(path)} imports {name}")
    assert below == []


def test_no_module_imports_itself() -> None:
    """A package's ``__init__`` imports its own modules."""
    own = {path: ".".join(("tcgraph", *path.relative_to(PACKAGE).with_suffix("").parts)) for path in MODULES}
    assert [_name(path) for path, name in own.items() if name in imports(path)] == []


def test_no_part_of_a_large_package_imports_from_a_part_below() -> None:
    below: list[str] = []
    for path in MODULES:
        package, own, *_ = (*path.relative_to(PACKAGE).parts, "")
        for name in imports(path) if f"{package}.{own}" in PARTS else ():
            part = ".".join(name.split(".")[1:3])
            if part.startswith(f"{package}.") and PARTS.get(part, -1) > PARTS[f"{package}.{own}"]:
                below.append(f"{_name(path)} imports {name}")
    assert below == []


def test_the_parts_that_the_table_names_are_there() -> None:
    assert len(PARTS) > 5
    assert [part for part in PARTS if not (PACKAGE / part.replace(".", "/")).is_dir()] == []


def test_each_library_has_one_home() -> None:
    astray = [
        f"{_name(path)} imports {library}"
        for path in MODULES
        for library in {name.split(".")[0] for name in imports(path)} & set(HOMES)
        if not _name(path).startswith(HOMES[library])
    ]
    assert astray == []


def test_the_table_names_every_package_and_no_other() -> None:
    tops = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in MODULES} - {"__init__"}
    assert tops == set(ORDER)


def test_storeys_stand_on_each_other() -> None:
    storeys = [int(storey) for _, storey in ROWS]
    assert storeys == sorted(storeys)


def test_no_graph_tool_names_a_vocabulary_of_ours() -> None:
    assert len(TOOLS) > 100
    found = {_name(path): OURS.search(path.read_text(encoding="utf-8")) for path in TOOLS}
    assert {name: match for name, match in found.items() if match} == {}


def test_no_two_classes_of_one_name_are_different_things() -> None:
    places: dict[str, list[str]] = {}
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(_name(path))
    assert {name: paths for name, paths in places.items() if len(paths) > 1 and name not in ALIKE} == {}
    assert [name for name in ALIKE if len(places.get(name, ())) < 2] == []


def test_the_tables_say_how_large_each_package_is() -> None:
    told = {row[2]: (int(row[3]), int(row[4].replace(",", ""))) for row in ROW.finditer(_TEXT)}
    assert told.keys() == {*ORDER, *PARTS}
    wrong = {
        name: (figures, size(name))
        for name, figures in told.items()
        if any(abs(said - is_) > max(2, is_ // 10) for said, is_ in zip(figures, size(name), strict=True))
    }
    assert wrong == {}, "python -m tests.architecture writes the sizes anew"


def test_every_module_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"`([\w/]+\.py)`", _TEXT))
    assert len(named) > 60
    there = [_name(path) for path in MODULES]
    assert [name for name in sorted(named) if not any(f"/{path}".endswith(f"/{name}") for path in there)] == [
        "tests/test_layers.py"
    ]


def test_each_walk_passes_as_many_rooms_as_it_says() -> None:
    walks = re.findall(r"^\*\*(A [^*]+) \((\d+) rooms\)\.\*\*(.*?)\n\n", _TEXT, re.MULTILINE | re.DOTALL)
    assert len(walks) == 4
    named = {walk: len(set(re.findall(r"`([\w/]+(?:\.py|/))`", told))) for walk, _, told in walks}
    assert named == {walk: int(rooms) for walk, rooms, _ in walks}


def test_no_two_modules_of_one_name_are_different_things() -> None:
    places: dict[str, list[str]] = {}
    for path in MODULES:
        named = path.parent if path.stem == "__init__" else path
        own = named.stem == named.parent.name  # the module that its package is named after
        if path.relative_to(PACKAGE).parts[0] not in DOORS and named != PACKAGE and not own:
            places.setdefault(named.stem, []).append(_name(path))
    several = {name: paths for name, paths in places.items() if len(paths) > 1}
    assert {name: paths for name, paths in several.items() if name not in ROLES} == {}
    assert several.keys() >= ROLES
