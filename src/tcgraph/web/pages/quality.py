"""How far the graph can be trusted: what the shapes found, what was not answered, what we had to infer or correct."""

from __future__ import annotations

from collections.abc import Mapping

from tcgraph.graph.report import Severity
from tcgraph.rdf import NamedNode
from tcgraph.web.i18n import translator
from tcgraph.web.pages.asking import ask
from tcgraph.web.pages.page import Page, View
from tcgraph.web.pages.site import Site
from tcgraph.web.pages.state import State


def build(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """The page on quality."""
    t = translator(state.language)
    gaps, pairings = ask(site, "unanswered"), ask(site, "inferred-pairings")
    parts = {row["element"]: row["summary"] for row in ask(site, "element-summaries").dicts()}
    corrections, coverage = ask(site, "corrections"), ask(site, "coverage")
    report = site.report()
    context = {
        "report": report,
        "places": {},
        "severities": {severity: report.count(severity) for severity in Severity} if report else {},
        "gaps": gaps,
        "parts": parts,
        "pairings": pairings,
        "corrections": corrections,
        "coverage": coverage,
        "actions": sum(int(row["things"]) for row in coverage.texts() if row["class"].endswith("#Action")),
    }
    things = tuple(row[1] for row in gaps.rows if isinstance(row[1], NamedNode))
    answers = (gaps, pairings, corrections, coverage)
    return Page("quality.html", t("quality.title"), "quality", context, answers, things)


VIEWS = (View("/quality", build),)
