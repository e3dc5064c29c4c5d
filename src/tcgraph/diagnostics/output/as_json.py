"""For other programs: everything that is known of each diagnostic, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tcgraph.diagnostics.check import Outcome
from tcgraph.diagnostics.diagnostic import Diagnostic, Level, Location


def render(outcome: Outcome) -> Iterator[str]:
    """The outcome as one JSON object: ``conforms``, ``readable``, ``counts``, ``files``, ``diagnostics``.

    ``conforms`` is the ``sh:conforms`` of the report in RDF.
    """
    content = {
        "conforms": outcome.conforms,
        "readable": outcome.readable,
        "counts": {level.value: outcome.count(level) for level in Level},
        "files": [path.as_posix() for path in outcome.files],
        "diagnostics": [],
    }
    yield from with_lines(content, map(_diagnostic, outcome.diagnostics))


def with_lines(content: Mapping[str, Any], items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Content as JSON whose last list, empty there, has these items, a line each.

    The encoder that indents is many times slower, and a difference of two reports is one of lines.
    """
    head, _, tail = json.dumps(content, ensure_ascii=False, indent=2).rpartition("[]")
    line = head.rpartition("\n")[2]
    indent = "\n" + " " * (len(line) - len(line.lstrip()))
    yield f"{head}["
    encode, between = json.JSONEncoder(ensure_ascii=False).encode, f"{indent}  "
    for item in items:
        yield between + encode(item)
        between = f",{indent}  "
    yield f"{indent if between[0] == ',' else ''}]{tail}\n"


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    finding = diagnostic.finding
    content: dict[str, Any] = {
        "rule": diagnostic.rule,
        "level": diagnostic.level.value,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "fix": diagnostic.fix,
        "location": _location(diagnostic.location) if diagnostic.location else None,
        "related": [{"message": r.message, "location": _location(r.location)} for r in diagnostic.related],
        "fingerprint": diagnostic.fingerprint,
    }
    if finding is not None:
        content["shacl"] = {
            "focusNode": str(finding.focus),
            "resultPath": finding.property_path.sparql() if finding.property_path else None,
            "value": str(finding.value) if finding.value is not None else None,
            "sourceShape": str(finding.shape),
            "sourceConstraintComponent": finding.component.value,
            "resultSeverity": finding.severity.value,
            "resultMessage": finding.message,
        }
    return content


def _location(location: Location) -> dict[str, Any]:
    content: dict[str, Any] = {
        "path": location.path.as_posix(),
        "line": location.line,
        "column": location.column,
        "endLine": location.end_line,
        "endColumn": location.end_column,
    }
    if location.cell is not None:
        content["cell"] = str(location.cell)
    return content
