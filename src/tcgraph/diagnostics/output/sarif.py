"""SARIF 2.1.0 (OASIS Standard, 27 March 2020), which code scanning services and editors read."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import tcgraph
from tcgraph.diagnostics.check import Outcome
from tcgraph.diagnostics.diagnostic import Diagnostic, Level
from tcgraph.diagnostics.location import Location
from tcgraph.diagnostics.output.excerpts import excerpt

_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(outcome: Outcome) -> str:
    """The outcome as one SARIF run."""
    rules = sorted({diagnostic.rule for diagnostic in outcome.diagnostics})
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
                        "rules": [_rule(rule, outcome) for rule in rules],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [{"executionSuccessful": outcome.readable}],
                "results": [_result(diagnostic, index) for diagnostic in outcome.diagnostics],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: str, outcome: Outcome) -> dict[str, Any]:
    first = next(diagnostic for diagnostic in outcome.diagnostics if diagnostic.rule == rule)
    content: dict[str, Any] = {
        "id": rule,
        "name": "".join(part.capitalize() for part in rule.replace(".", "-").split("-")),
        "shortDescription": {"text": rule.replace("-", " ")},
        "defaultConfiguration": {"level": _LEVELS[first.level]},
    }
    if first.finding is not None and first.finding.message and "\n" not in first.finding.message:
        content["help"] = {"text": first.finding.message}
    return content


def _result(diagnostic: Diagnostic, index: dict[str, int]) -> dict[str, Any]:
    text = f"{diagnostic.message} {diagnostic.help}" if diagnostic.help else diagnostic.message
    content: dict[str, Any] = {
        "ruleId": diagnostic.rule,
        "ruleIndex": index[diagnostic.rule],
        "level": _LEVELS[diagnostic.level],
        "message": {"text": text},
        "partialFingerprints": {"tcgraph/v1": diagnostic.fingerprint},
    }
    if diagnostic.location is not None:
        content["locations"] = [_location(diagnostic.location, diagnostic.subject)]
    elif diagnostic.subject:
        content["locations"] = [{"logicalLocations": [{"fullyQualifiedName": diagnostic.subject}]}]
    if diagnostic.related:
        content["relatedLocations"] = [
            {**_location(related.location, None), "message": {"text": related.message}}
            for related in diagnostic.related
        ]
    return content


def _location(location: Location, subject: str | None) -> dict[str, Any]:
    path = location.path.as_posix()
    # §3.4.3: a relative reference may not begin with a slash; absolute paths become file IRIs.
    uri = location.path.resolve().as_uri() if location.path.is_absolute() else quote(path)
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if not location.path.is_absolute():
        physical["artifactLocation"]["uriBaseId"] = "%SRCROOT%"
    if location.line is not None:
        keys = ("startLine", "startColumn", "endLine", "endColumn")
        values = (location.line, location.column, location.end_line, location.end_column)
        region: dict[str, Any] = {key: value for key, value in zip(keys, values, strict=True) if value is not None}
        shown = excerpt(location)
        if shown is not None:
            region["snippet"] = {"text": shown[0]}
        physical["region"] = region
    content: dict[str, Any] = {"physicalLocation": physical}
    logical = [name for name in (subject, str(location.cell) if location.cell else None) if name]
    if logical:
        content["logicalLocations"] = [{"fullyQualifiedName": name} for name in logical]
    return content
