"""Briefs on one country, donor or instrument: what the graph says of it, on a page or two."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tcgraph.errors import BadParameter
from tcgraph.followup.plain import plain_words
from tcgraph.followup.report.annexes import grid
from tcgraph.followup.report.answers import Answer, Answers
from tcgraph.followup.report.blocks import Grid, Heading, Line, ReportDocument
from tcgraph.followup.report.words import Words
from tcgraph.rdf import Literal
from tcgraph.terms import ID

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
    "organisation": (
        (
            "What it is named in",
            "actions-of-an-organisation",
            "",
            "organisation",
            (("number", "Recommendation"), ("summary", "Action"), ("status", "Status")),
        ),
        (
            "What it is asked",
            "asked-of",
            "",
            "organisation",
            (("number", "Recommendation"), ("recommendation", "What is asked")),
        ),
    ),
    "theme": (
        (
            "Actions",
            "actions-about",
            "",
            "theme",
            (("number", "Recommendation"), ("summary", "Action"), ("status", "Status")),
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
_TELLING: Final = {"fundamental-conventions": ("ratified_on", "baseline", "comments", "projects")}
"""Columns of which one must say something for a row to be worth its line."""
_THINGS: Final = {
    "country": "?thing tc:iso3 ?code",
    "donor": "VALUES ?kind { tc:Organisation tc:Collective } ?thing a ?kind BIND(STR(?thing) AS ?code)",
    "organisation": "?thing a tc:Organisation BIND(STR(?thing) AS ?code)",
    "theme": "?thing skos:inScheme <https://w3id.org/tcgraph/vocab/theme> ; skos:notation ?code",
    "instrument": "?thing tc:code ?code",
}
_LABELS: Final = "SELECT ?code ?name WHERE {{ {things} . ?thing rdfs:label|skos:prefLabel ?name }}"
_NAMES: Final = (
    "SELECT ?code ?name WHERE {{ {things} . ?thing rdfs:label|skos:prefLabel|skos:altLabel|tc:abbreviation ?name }}"
)


KINDS: Final = tuple(_PARTS)
"""What a brief can be about."""


def brief(answers: Answers, kind: str, subject: str, words: Words | None = None) -> ReportDocument:
    """Write a brief.

    Args:
        answers: the graph, asked through named queries.
        kind: one of :data:`KINDS`.
        subject: a code: a country's or instrument's, that of an organisation such as ``government-of-nld``, a theme's;
            or a name or an acronym of it in any language.
        words: the language to write in; English where none is given.

    Raises:
        BadParameter: there is no such thing of that kind, or several are called so.
    """
    words = words or Words()
    subject = _code(answers, kind, subject)
    label = _label(answers, kind, subject, words.language)
    blocks: list[Heading | Line | Grid] = []
    silent = []
    for part in _PARTS[kind]:
        if part[1] not in answers.queries:
            continue
        found = list(_part(answers, part, kind, subject, words))
        blocks += found
        if not found:
            silent.append(part[0][0].lower() + part[0][1:])
    if silent:
        blocks.append(Line(words("brief_silent", what="; ".join(silent)), aside=True))
    day = max((row["as_of"] for row in answers.rows("report-actions")), default="")
    if day:
        blocks.insert(0, Line(words("brief_as_of", day=words.day(day)), aside=True))
    title = words("brief", label=label)
    return ReportDocument(
        title, "", "", tuple(blocks), language=words.language, notes_heading=words("notes"), page_word=words("page")
    )


def _code(answers: Answers, kind: str, subject: str) -> str:
    named, plain = {}, plain_words(subject)
    for row in answers.engine.select(_NAMES.format(things=_THINGS[kind])):
        whole, name = (getattr(term, "value", "") for term in row)
        code = whole.rpartition("/")[2]
        if code == subject:
            return subject
        if plain in (plain_words(name), plain_words(code)):
            named[code] = name
    if len(named) == 1:
        return next(iter(named))
    if named:
        raise BadParameter(f"{subject!r} is the name of several; give the code of one: {', '.join(sorted(named))}.")
    raise BadParameter(f"There is no {kind} {subject!r}.")


def _label(answers: Answers, kind: str, subject: str, language: str) -> str:
    labels = {}
    for row in answers.engine.select(_LABELS.format(things=_THINGS[kind])):
        code, label = row
        if isinstance(label, Literal) and getattr(code, "value", "").rpartition("/")[2] == subject:
            labels[label.language] = label.value
    return labels.get(language) or labels.get("en") or next(iter(labels.values()), subject)


def _part(answers: Answers, part: Part, kind: str, subject: str, words: Words) -> Iterator[Heading | Line | Grid]:
    heading, query, column, parameter, columns = part
    value = f"{ID}organisation/{subject}" if kind in ("donor", "organisation") else subject
    rows = answers.rows(query, {parameter: value} if parameter else {})
    told = (
        {row["action"]: row["summary"] for row in answers.rows("report-actions")} if "action" in dict(columns) else {}
    )
    for row in rows:
        code = row.get("action", "").rpartition("/")[2]
        if code in told:
            row["action"] = told[code]
    if column:
        rows = [row for row in rows if _same(row, column, subject)]
    if telling := _TELLING.get(query):
        rows = [row for row in rows if any(row.get(key, "") not in ("", "0", "not known") for key in telling)]
    for row in rows:
        for key in ("status", "role"):
            if key in row:
                row[key] = words.status(row[key]) if key == "status" else row[key].replace("-", " ").capitalize()
    if rows:
        yield Heading(2, heading)
        yield grid(rows, columns, words)


def _same(row: Answer, column: str, subject: str) -> bool:
    return row.get(column, "").rpartition("/")[2] == subject
