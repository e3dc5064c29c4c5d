"""What docstrings say is raised, and what they refer to, is there under that name."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from functools import cache

from tests.conftest import ROOT

_MODULES = sorted((ROOT / "src" / "tcgraph").rglob("*.py"))
_REFERENCE = re.compile(r":(?:attr|class|data|exc|func|meth|mod):`[~!]?([\w.]+)`")
_RAISES = re.compile(r"^ *Raises:\n(.*?)(?:\n *\n|\Z)", re.MULTILINE | re.DOTALL)
_RAISED = re.compile(r"^ +(\w+(?:, \w+)*): ", re.MULTILINE)
_OF_OTHERS = {"ValidationError"}
"""What is raised by a library."""


@cache
def _known() -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    """Every name of the package, its modules and what they import; and what each class has."""
    names = {part for path in _MODULES for part in path.with_suffix("").relative_to(ROOT / "src").parts}
    classes: dict[str, frozenset[str]] = {}
    for path in _MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.ClassDef(name=name):
                    names.add(name)
                    classes[name] = classes.get(name, frozenset()) | set(_names(node))
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.Name(id=name):
                    names.add(name)
                case ast.Import(names=imported) | ast.ImportFrom(names=imported):
                    names.update(part for one in imported for part in one.name.split("."))
                case ast.Attribute(attr=name):
                    names.add(name)
    return frozenset(names), classes


def _names(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        match inner:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield name


def _unknown(text: str) -> Iterator[str]:
    """Names in a docstring that nothing has."""
    names, classes = _known()
    for reference in _REFERENCE.findall(text):
        *owners, name = reference.strip(".").split(".")
        ours = owners[:1] in ([], ["tcgraph"])
        known = classes[owners[-1]] if owners and owners[-1] in classes else names if ours else {name}
        if name not in known or (ours and not names.issuperset(owners)):
            yield reference
    for raised in _RAISES.findall(text):
        for name in (name for listed in _RAISED.findall(raised) for name in listed.split(", ")):
            if name[0].isupper() and name not in classes and name not in _OF_OTHERS and not hasattr(builtins, name):
                yield name


def test_docstrings_name_what_there_is() -> None:
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in _MODULES}
    assert [f"{name}: {unknown}" for name, text in texts.items() for unknown in _unknown(text)] == []
