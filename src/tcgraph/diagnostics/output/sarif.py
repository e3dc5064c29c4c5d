"""SARIF 2.1.0 (OASIS Standard, 27 March 2020), which code scanning services and editors read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import tcgraph
from tcgraph.diagnostics.check import Outcome
from tcgraph.diagnostics.diagnostic import Diagnostic, Level, Location
from tcgraph.diagnostics.output.as_json import with_lines
from tcgraph.diagnostics.output.text import Excerpts

_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(outcome: Outcome) -> Iterator[str]:
    """The outcome as one SARIF run."""
    first: dict[str, Diagnostic] = {}
    for diagnostic in outcome.diagnostics:
        first.setdefault(diagnostic.rule, diagnostic)
    rules = sorted(first)
    index = {rule: number for number, rule in enumerate(rules)}
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "tcgraph",
                        "semanticVersion": tcgraph.__version__,
                        "rules": [_rule(first[rule]) for rule in rules],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [{"executionSuccessful": outcome.readable}],
                "results": [],
            }
        ],
    }
    excerpts = Excerpts()
    yield from with_lines(log, (_result(diagnostic, index, excerpts) for diagnostic in outcome.diagnostics))


def _rule(first: Diagnostic) -> dict[str, Any]:
    """What is broken, by the first that breaks it."""
    rule = first.rule
    content: dict[str, Any] = {
        "id": rule,
        "name": "".join(part.capitalize() for part in rule.replace(".", "-").split("-")),
        "shortDescription": {"text": rule.replace("-", " ")},
        "defaultConfiguration": {"level": _LEVELS[first.level]},
    }
    if first.finding is not None and first.finding.message and "\n" not in first.finding.message:
        content["help"] = {"text": first.finding.message}
    return content


def _result(diagnostic: Diagnostic, index: dict[str, int], excerpts: Excerpts) -> dict[str, Any]:
    text = f"{diagnostic.message} {diagnostic.help}" if diagnostic.help else diagnostic.message
    content: dict[str, Any] = {
        "ruleId": diagnostic.rule,
        "ruleIndex": index[diagnostic.rule],
        "level": _LEVELS[diagnostic.level],
        "message": {"text": text},
        "partialFingerprints": {"tcgraph/v1": diagnostic.fingerprint},
    }
    if diagnostic.location is not None:
        content["locations"] = [_location(diagnostic.location, diagnostic.subject, excerpts)]
    elif diagnostic.subject:
        content["locations"] = [{"logicalLocations": [{"fullyQualifiedName": diagnostic.subject}]}]
    if diagnostic.related:
        content["relatedLocations"] = [
            {**_location(related.location, None, excerpts), "message": {"text": related.message}}
            for related in diagnostic.related
        ]
    return content


def _location(location: Location, subject: str | None, excerpts: Excerpts) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(location.path)}
    if location.line is not None:
        keys = ("startLine", "startColumn", "endLine", "endColumn")
        values = (location.line, location.column, location.end_line, location.end_column)
        region: dict[str, Any] = {key: value for key, value in zip(keys, values, strict=True) if value is not None}
        shown = excerpts.of(location)
        if shown is not None:
            region["snippet"] = {"text": shown[0]}
        physical["region"] = region
    content: dict[str, Any] = {"physicalLocation": physical}
    logical = [name for name in (subject, str(location.cell) if location.cell else None) if name]
    if logical:
        content["logicalLocations"] = [{"fullyQualifiedName": name} for name in logical]
    return content


@lru_cache(maxsize=1024)
def _artifact(path: Path) -> dict[str, str]:
    # §3.4.3: a relative reference may not begin with a slash; absolute paths become file IRIs.
    if path.is_absolute():
        return {"uri": path.resolve().as_uri()}
    return {"uri": quote(path.as_posix()), "uriBaseId": "%SRCROOT%"}
