"""A small picture that says whether the data conforms, to be put wherever the data is mentioned."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from tcgraph.pages.charts.svg import element, text, title
from tcgraph.pages.site import Site
from tcgraph.shacl.validation_report import Report, Severity


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
