"""The validation report that is kept beside a published version, written and read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tcgraph.errors import BrokenInput
from tcgraph.publish.versions import Version
from tcgraph.rdf import GraphFormat, NamedNode, Term, parse
from tcgraph.shacl.validation_report import Finding, Report, Severity


@dataclass(frozen=True, slots=True)
class ReportedFinding:
    """A finding as people are told it.

    Attributes:
        headline: what is wrong, in a sentence.
        help: what to do, where there is more to say.
        rule: short name of what was broken.
        place: ``file:line:column``, the file relative to the project; None where the fact stands in no file.
    """

    headline: str
    help: str | None
    rule: str
    place: str | None


def report_text(report: Report, told: Iterable[ReportedFinding] = ()) -> str:
    """A report as JSON, terms in N-Triples syntax; equal reports give equal text.

    Args:
        report: what validation found.
        told: the same in words, in the order of the findings.
    """
    results = [_written(finding) for finding in report.findings]
    for result, each in zip(results, told, strict=False):
        result["told"] = asdict(each)
    return json.dumps({"conforms": report.conforms, "results": results}, indent=2, ensure_ascii=False) + "\n"


def _written(finding: Finding) -> dict[str, Any]:
    return {
        "severity": str(finding.severity),
        "focus": str(finding.focus),
        "path": finding.path,
        "predicate": None if finding.predicate is None else str(finding.predicate),
        "value": None if finding.value is None else str(finding.value),
        "message": finding.message,
        "shape": str(finding.shape),
        "component": str(finding.component),
    }


def read_report(version: Version) -> Report | None:
    """What validation found when a version was built; None when its report is not there.

    Raises:
        BrokenInput: the report cannot be read as one.
    """
    found = _read(version)
    return None if found is None else Report.of(found)


def read_told(version: Version) -> Mapping[Finding, ReportedFinding]:
    """The findings in words, as they were when the version was built.

    Raises:
        BrokenInput: the report cannot be read as one.
    """
    return {finding: told for finding, told in (_read(version) or {}).items() if told is not None}


def _read(version: Version) -> dict[Finding, ReportedFinding | None] | None:
    try:
        document = json.loads(version.report.read_text(encoding="utf-8"))
        return {
            _finding(result): ReportedFinding(**result["told"]) if result.get("told") else None
            for result in document["results"]
        }
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenInput("is no validation report; build again", path=version.report) from error


def _finding(result: dict[str, Any]) -> Finding:
    component, predicate = _term(result["component"]), _optional(result.get("predicate"))
    assert isinstance(component, NamedNode)
    return Finding(
        focus=_term(result["focus"]),
        shape=_term(result["shape"]),
        component=component,
        severity=Severity(result["severity"]),
        message=result["message"],
        path=result["path"],
        predicate=predicate if isinstance(predicate, NamedNode) else None,
        value=_optional(result["value"]),
    )


def _optional(text: str | None) -> Term | None:
    return None if text is None else _term(text)


def _term(text: str) -> Term:
    """Read a term in N-Triples syntax."""
    line = f"<urn:s> <urn:p> {text} .\n".encode()
    return next(parse(line, GraphFormat.N_TRIPLES)).object
