"""The functions and operators of SPARQL by their IRIs, as node expressions call them (SHACL 1.2 SPARQL Extensions)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.rdf import NamedNode, Term
from tcgraph.shacl.validation_run import Run

SPARQL: Final = "http://www.w3.org/ns/sparql#"
_OPERATORS: Final = {
    "plus": "+", "subtract": "-", "multiply": "*", "divide": "/", "equals": "=", "not-equals": "!=",
    "less-than": "<", "less-than-or-equal": "<=", "greater-than": ">", "greater-than-or-equal": ">=",
    "logical-and": "&&", "logical-or": "||",
}  # fmt: skip
_SIGNS: Final = {"unary-minus": "-", "unary-plus": "+", "logical-not": "!"}
_OTHERWISE: Final = {"encode": "ENCODE_FOR_URI"}
_TAKES_NOTHING: Final = frozenset(("bound", "coalesce", "if", "logical-and", "logical-or"))
"""What has a value where an argument has none."""


def declared_function(run: Run, name: NamedNode) -> Callable[..., Term | None] | None:
    """A function that the shapes declare, while they are in use; None where the engine has none of that name."""
    return run.engine.functions.get(name) if isinstance(run.engine, EmbeddedEngine) else None


def call_text(function: NamedNode, arguments: Sequence[str]) -> tuple[str, bool]:
    """A call in SPARQL's syntax.

    Args:
        function: an IRI of the SPARQL vocabulary, or of a function that the engine or the shapes know.
        arguments: variables.

    Returns:
        The expression, and whether it has no value where an argument has none.
    """
    name = function.value.removeprefix(SPARQL) if function.value.startswith(SPARQL) else None
    listed = ", ".join(arguments)
    if name is None:
        return f"{function}({listed})", False
    needs_all = name not in _TAKES_NOTHING
    if name in _OPERATORS and len(arguments) == 2:
        return f"({arguments[0]} {_OPERATORS[name]} {arguments[1]})", needs_all
    if name in _SIGNS and len(arguments) == 1:
        return f"({_SIGNS[name]}{arguments[0]})", needs_all
    if name == "hasLang" and len(arguments) == 2:
        return f"(LCASE(LANG({arguments[0]})) = LCASE({arguments[1]}))", needs_all
    if name == "sameValue" and len(arguments) == 2:
        return f"(SAMETERM({listed}) || {arguments[0]} = {arguments[1]})", needs_all
    return f"{_OTHERWISE.get(name, name.upper())}({listed})", needs_all
