"""Annotations of GitHub Actions: workflow commands that mark lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from tcgraph.diagnostics.check import Outcome
from tcgraph.diagnostics.diagnostic import Diagnostic, Level
from tcgraph.diagnostics.output.text import summary

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}


def render(outcome: Outcome) -> Iterator[str]:
    """One workflow command a diagnostic, then the summary as a plain line."""
    yield from (f"{_command(diagnostic)}\n" for diagnostic in outcome.diagnostics)
    yield summary(outcome) + "\n"


def _command(diagnostic: Diagnostic) -> str:
    properties: dict[str, object] = {}
    place = diagnostic.location
    if place is not None:
        properties["file"] = place.path.as_posix()
        if place.line is not None:
            properties |= {"line": place.line, "endLine": place.end_line or place.line}
            # GitHub takes columns only where a place begins and ends on one line.
            if place.column is not None and place.end_line == place.line:
                properties |= {"col": place.column, "endColumn": place.end_column}
    properties["title"] = diagnostic.rule
    written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value is not None)
    cell = f" [{place.cell}]" if place is not None and place.cell is not None else ""
    text = diagnostic.message + cell + (f"\n{diagnostic.help}" if diagnostic.help else "")
    return f"::{_COMMANDS[diagnostic.level]} {written}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
