"""Ways to write an outcome: for people, editors, CI services and other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from tcgraph.diagnostics.check import Outcome
from tcgraph.errors import BrokenInput
from tcgraph.rdf import GraphFormat

_MODULES = {
    "text": "text",
    "json": "as_json",
    "sarif": "sarif",
    "junit": "junit",
    "github": "github",
    "gitlab": "gitlab",
    "html": "html",
}
TOLD_WHOLE = frozenset(_MODULES)
"""The formats that have a place for all that is found; a standard report has one for SHACL results alone."""
NAMES = (*_MODULES, "turtle", "jsonld", "nt", "rdf")
"""What ``--format`` takes; any other RDF syntax's name works too."""


def renderer(name: str) -> Callable[[Outcome], Iterator[str]]:
    """The function that writes an outcome in a format, piece by piece: it may be of any size.

    Args:
        name: one of :data:`NAMES`; the RDF syntaxes give the standard ``sh:ValidationReport``.

    Raises:
        BrokenInput: there is no such format.
    """
    if name in _MODULES:
        render: Callable[[Outcome], Iterator[str]] = import_module(
            f"tcgraph.diagnostics.output.{_MODULES[name]}"
        ).render
        return render
    try:
        syntax = GraphFormat.named(name)
    except BrokenInput:
        raise BrokenInput(f"unknown format {name!r}; use one of {', '.join(NAMES)}") from None
    from tcgraph.diagnostics.output.shacl_report import render_as

    return lambda outcome: render_as(outcome, syntax)
