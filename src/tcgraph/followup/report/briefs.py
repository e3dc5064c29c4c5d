"""Briefs on one country, donor or instrument: what the graph says of it, on a page or two."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tcgraph.errors import BadParameter
from tcgraph.followup.report.annexes import grid
from tcgraph.followup.report.answers import Answer, Answers
from tcgraph.followup.report.blocks import Grid, Heading, Line, ReportDocument

Part = tuple[str, str, str, str, tuple[tuple[str, str], ...]]
"""Heading, query, column that must equal the subject, parameter that takes it ("" for none), columns to show."""

_PARTS: Final[dict[str, tuple[Part, ...]]] = {
    "country": (
        (
            "Actions",
            "countries-by-recommendation",
            "country",
            "",
            (("number", "Recommendation"), ("role", "Role"), ("action", "Action")),
        ),
        (
            "Country programmes",
            "country-programmes",
            "country",
            "",
            (
                ("start", "From"),
                ("end", "To"),
                ("stage", "Stage"),
                ("as_of", "As of"),
                ("incorporated_in", "Incorporated in"),
            ),
        ),
        (
            "Results",
            "programme-results",
            "",
            "country",
            (
                ("label", "Outcome"),
                ("indicator", "Indicator"),
                ("as_of", "As of"),
                ("value", "Figure"),
                ("target", "Aimed at"),
            ),
        ),
        (
            "Fundamental Conventions",
            "fundamental-conventions",
            "",
            "country",
            (
                ("instrument", "Code"),
                ("label", "Convention"),
                ("ratified_on", "Ratified on"),
                ("baseline", "Baseline"),
                ("comments", "Comments"),
                ("projects", "Projects"),
            ),
        ),
        (
            "Supervisory comments",
            "supervisory-comments",
            "",
            "country",
            (
                ("instrument", "Instrument"),
                ("year", "Year"),
                ("body", "Body"),
                ("summary", "What about"),
                ("project", "Answered by"),
            ),
        ),
        (
            "Needs and who has experience",
            "needs-and-practices",
            "",
            "country",
            (
                ("subject", "Theme"),
                ("need", "Need"),
                ("practice_in", "Practice in"),
                ("practice", "Practice"),
                ("lesson", "Lesson"),
            ),
        ),
        (
            "Tripartite bodies",
            "tripartite-balance",
            "country",
            "",
            (("body", "Body"), ("as_of", "As of"), ("women", "Women"), ("men", "Men")),
        ),
        (
            "Global Compact projects",
            "global-compact-projects",
            "country",
            "",
            (("project_label", "Project"), ("stage", "Stage")),
        ),
    ),
    "donor": (
        (
            "Fundings reported",
            "donors-by-recommendation",
            "donor",
            "",
            (("number", "Recommendation"), ("certainty", "Certainty"), ("action", "Action")),
        ),
        (
            "Agreements",
            "donor-agreements",
            "",
            "donor",
            (
                ("label", "Agreement"),
                ("start", "From"),
                ("end", "To"),
                ("multi_year", "Multi-year"),
                ("aligned", "Follows our cycle"),
                ("gender", "Gender provisions"),
            ),
        ),
    ),
    "instrument": (
        (
            "Where it is cited",
            "instruments-by-recommendation",
            "instrument",
            "",
            (("number", "Recommendation"), ("cited_in", "In")),
        ),
        (
            "Ratifications known to the graph",
            "ratified-by",
            "",
            "instrument",
            (("country", "Code"), ("label", "Country"), ("ratified_on", "Ratified on")),
        ),
    ),
}
_NAMES: Final = {
    "country": "SELECT ?label ?code WHERE { ?thing tc:iso3 ?code ; rdfs:label ?label FILTER(LANG(?label) = 'en') }",
    "donor": "SELECT ?label ?thing WHERE { VALUES ?kind { tc:Organisation tc:Collective } ?thing a ?kind ;"
    " rdfs:label ?label FILTER(LANG(?label) = 'en') }",
    "instrument": "SELECT ?label ?code WHERE { ?thing tc:code ?code ; rdfs:label ?label FILTER(LANG(?label) = 'en') }",
}


def brief(answers: Answers, kind: str, subject: str) -> ReportDocument:
    """Write a brief.

    Args:
        answers: the graph, asked through named queries.
        kind: ``country``, ``donor`` or ``instrument``.
        subject: the country's alpha-3 code, the donor's code such as ``government-of-nld``, the instrument's code.

    Raises:
        BadParameter: there is no such country, donor or instrument.
    """
    label = _label(answers, kind, subject)
    blocks: list[Heading | Line | Grid] = [Heading(1, f"{label}: brief")]
    for part in _PARTS[kind]:
        blocks += _part(answers, part, kind, subject)
    return ReportDocument(f"{label}: brief", subject, "", tuple(blocks))


def _label(answers: Answers, kind: str, subject: str) -> str:
    for row in answers.engine.select(_NAMES[kind]):
        label, code = (getattr(term, "value", "") for term in row)
        if code.rpartition("/")[2] == subject:
            return str(label)
    raise BadParameter(f"There is no {kind} {subject!r}.")


def _part(answers: Answers, part: Part, kind: str, subject: str) -> Iterator[Heading | Line | Grid]:
    heading, query, column, parameter, columns = part
    value = f"https://w3id.org/tcgraph/id/organisation/{subject}" if kind == "donor" else subject
    rows = answers.rows(query, {parameter: value} if parameter else {})
    told = (
        {row["action"]: row["summary"] for row in answers.rows("report-actions")} if "action" in dict(columns) else {}
    )
    for row in rows:
        code = row.get("action", "").rpartition("/")[2]
        if code in told:
            row["action"] = f"{told[code]} ({code})"
    if column:
        rows = [row for row in rows if _same(row, column, subject)]
    yield Heading(2, heading)
    if rows:
        yield grid(rows, columns)
    else:
        yield Line("Nothing is reported. That does not mean that there is nothing.")


def _same(row: Answer, column: str, subject: str) -> bool:
    return row.get(column, "").rpartition("/")[2] == subject
