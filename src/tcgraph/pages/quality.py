"""How far the graph can be trusted: what the shapes found, what was not answered, what we had to infer or correct."""

from __future__ import annotations

from collections.abc import Mapping

from tcgraph.followup.completeness import Figures, figures
from tcgraph.pages.i18n import translator
from tcgraph.pages.page import Page, State, View
from tcgraph.pages.site import Site, ask
from tcgraph.publish.reports import ReportedFinding
from tcgraph.rdf import NamedNode
from tcgraph.shacl.profile import Need
from tcgraph.shacl.validation_report import Finding, Report, Severity

_MOST = 200
"""Findings of one severity that are shown; ``tcgraph validate`` lists the rest."""


def build(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """The page on quality."""
    t = translator(state.language)
    gaps, pairings = ask(site, "unanswered"), ask(site, "inferred-pairings")
    # A project that was begun with an earlier release has not got the question.
    readings = (ask(site, "readings"),) if "readings" in site.queries else ()
    corrections, coverage = ask(site, "corrections"), ask(site, "coverage")
    report, told = site.report(), site.told()
    told_once = ask(site, "counted-once").texts() if "counted-once" in site.queries else ()
    doubtful = {row["thing"] for row in ask(site, "how-sure").texts()} if told_once else set()
    complete = _complete(site, state.language)
    context = {
        "report": report,
        "found": _by_severity(report, told) if report else {},
        "told": told,
        "most": _MOST,
        "gaps": gaps,
        "pairings": pairings,
        "readings": readings[0] if readings else None,
        "corrections": corrections,
        "coverage": coverage,
        "complete": complete,
        "doubtful": len(doubtful),
        "facts": sum(int(row["all"]) for row in told_once if row["question"] == "how-sure"),
        "needs": tuple(Need),
        "sections": [(name, share, None) for name, share in complete.sections.items()],
        "files": [(name, share, None) for name, share in complete.files.items()],
        "kinds": [("", complete.kinds[kind], kind) for kind in complete.counted.kinds],
        "actions": sum(int(row["things"]) for row in coverage.texts() if row["class"].endswith("#Action")),
    }
    things = (*(row[1] for row in gaps.rows if isinstance(row[1], NamedNode)), *complete.counted.kinds)
    answers = (gaps, pairings, *readings, corrections, coverage)
    return Page("quality.html", t("quality.title"), "quality", context, answers, things)


def _by_severity(report: Report, told: Mapping[Finding, ReportedFinding]) -> dict[Severity, list[Finding]]:
    """The findings of each severity, gravest first; in the order of their places in files."""

    def place(finding: Finding) -> tuple[str, int, tuple[str, ...]]:
        where = told[finding].place if finding in told else None
        path, _, rest = (where or "\U0010ffff").partition(":")
        return path, int(rest.partition(":")[0] or 0), finding.sort_key()

    groups = {severity: [f for f in report.findings if f.severity is severity] for severity in Severity}
    return {severity: sorted(findings, key=place) for severity, findings in groups.items()}


def _complete(site: Site, language: str) -> Figures:
    """How complete the facts are; counted once for a version."""
    key = (site.version(), "completeness", language)
    return site.memo.get(key, lambda: figures(site.engine(), site.project, language))


VIEWS = (View("/quality", build),)
