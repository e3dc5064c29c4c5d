"""Nothing but the package reads SPARQL: no pattern elsewhere looks for its words or its variables."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "tcgraph"
_SPARQL = re.compile(
    r"\b(?:SELECT|CONSTRUCT|DESCRIBE|PREFIX|WHERE|VALUES|FILTER|OPTIONAL|SERVICE|EXISTS|GROUP_CONCAT|LOAD)\b|\[\?\$\]",
    re.IGNORECASE,
)
_MADE = frozenset(("compile", "search", "match", "fullmatch", "sub", "split", "findall", "finditer"))

ALLOWED = {
    "engine/prepared.py": "a first look at a text, which may be wrong on the side of looking closer",
    "engine/literal_forms.py": "blocks of thousands of names, left out before a query is read for its literals",
    "engine/query_trees.py": "a first look likewise",
    "diagnostics/one_cause.py": "declarations and the heads of blocks of Turtle",
    "diagnostics/prefixes.py": "declarations of Turtle",
    "followup/layout/minutes.py": "labels such as “Service responsible”",
    "lsp/open_documents.py": "declarations likewise",
    "turtle/faults.py": "names and declarations of Turtle that cannot be read",
    "shacl/messages.py": "places in a message, as SHACL §5.3.2 writes them",
}
"""Where such a pattern is no reading of SPARQL, and why."""


def patterns(path: Path) -> Iterator[str]:
    """The texts of the regular expressions of a module, as far as they are written out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _MADE:
            of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
            for part in ast.walk(node.args[0]) if of_re and node.args else ():
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    # An escape of the pattern is no letter of a word.
                    yield re.sub(r"\\[A-Za-z]", " ", part.value)


@cache
def readers() -> set[str]:
    return {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).parts[0] != "sparql" and any(map(_SPARQL.search, patterns(path)))
    }


def test_no_other_module_has_a_pattern_for_sparql() -> None:
    assert readers() <= ALLOWED.keys()


@pytest.mark.parametrize("name", ALLOWED)
def test_what_is_allowed_is_there(name: str) -> None:
    assert name in readers()


def test_such_a_pattern_is_found(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text("import re\n_CLAUSE = re.compile(rf'\\bVALUES\\s+{name}')\n", encoding="utf-8")
    assert any(map(_SPARQL.search, patterns(module)))
