"""How far the graph can be trusted: what the shapes found, what was not answered, what we had to infer or correct.

A small picture that says whether the data conforms, to be put wherever the data is mentioned.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from tcgraph.followup.completeness import Figures, figures
from tcgraph.pages.caveats import facts_in_doubt
from tcgraph.pages.charts.svg import element, text, title
from tcgraph.pages.i18n import translator
from tcgraph.pages.page import Page, State, View
from tcgraph.pages.site import Site, ask, follow_up_of, source_name
from tcgraph.publish.reports import ReportedFinding
from tcgraph.rdf import NamedNode
from tcgraph.shacl.profile import Requirement
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
    kinds, facts = facts_in_doubt(site)
    reports = [row["value"] for row in ask(site, "choose-report").texts()]
    complete = _complete(site, state.language)
    others = tuple(f"{one.folder.name}/" for one in site.queries.follow_ups if site.of not in ("", one.code))
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
        "source": source_name(site, state.language),
        "last_report": max(reports, default=""),
        "doubtful": len(kinds),
        "mostly": max(kinds.values(), key=[*kinds.values()].count, default=""),
        "facts": facts,
        "needs": tuple(Requirement),
        "sections": [(name, share, None) for name, share in complete.sections.items()],
        "files": [(name, share, None) for name, share in complete.files.items() if not name.startswith(others)],
        "kinds": [("", complete.kinds[kind], kind) for kind in complete.counted.kinds if kind in complete.kinds],
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
    key, one = (site.version(), "completeness", language, site.of), follow_up_of(site)
    return site.memo.get(key, lambda: figures(site.engine(), site.project, language, one.node if one else None))


VIEWS = (View("/quality", build),)


def badge(report: Report | None) -> str:
    """The badge for a report; grey when there is none."""
    if report is None:
        said, colour = "not validated", "#555b68"
    elif report.count(Severity.VIOLATION):
        said, colour = f"{report.count(Severity.VIOLATION)} violations", "#b3191f"
    elif report.count(Severity.WARNING):
        said, colour = f"{report.count(Severity.WARNING)} warnings", "#8a5a00"
    else:
        said, colour = "conforms", "#0b6b3a"
    width = 54 + 8 * len(said)
    parts = (
        title(f"SHACL: {said}"),
        element("rect", width=width, height=20, rx=3, fill="#33363d"),
        element("rect", x=50, width=width - 50, height=20, rx=3, fill=colour),
        text("SHACL", 8, 14, fill="#ffffff"),
        text(said, 56, 14, fill="#ffffff"),
    )
    return element(
        "svg",
        "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=20,
        role="img",
        aria_label=f"SHACL: {said}",
        font_family="system-ui, sans-serif",
        font_size=12,
    )


def routes(site: Site) -> list[BaseRoute]:
    """The route of the badge."""

    def answer(request: Request) -> Response:  # noqa: ARG001 -- Starlette's signature
        return Response(badge(site.report()), media_type="image/svg+xml", headers={"X-Content-Type-Options": "nosniff"})

    return [Route("/quality/badge.svg", answer)]
