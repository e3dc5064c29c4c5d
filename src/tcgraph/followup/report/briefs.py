"""Briefs on one country, donor or instrument: what the graph says of it, on a page or two."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final

from tcgraph.errors import BadParameter
from tcgraph.followup.plain import plain_words
from tcgraph.followup.report.annexes import grid
from tcgraph.followup.report.answers import Answer, Answers
from tcgraph.followup.report.blocks import Grid, Heading, Line, Masthead, ReportDocument, cell
from tcgraph.followup.report.words import Words
from tcgraph.rdf import Literal
from tcgraph.terms import ID

Part = tuple[str, str, str, str, tuple[tuple[str, str], ...]]
"""Heading, query, column that must equal the subject, parameter that takes it ("" for none), columns to show."""

_PARTS: Final[dict[str, tuple[Part, ...]]] = {
    "country": (
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
    "organisation": (),
    "theme": (),
    "instrument": (
        (
            "Ratifications known to the graph",
            "ratified-by",
            "",
            "instrument",
            (("country", "Code"), ("label", "Country"), ("ratified_on", "Ratified on")),
        ),
    ),
}
"""What each kind tells besides what was asked and reported."""
_TELLING: Final = {"fundamental-conventions": ("ratified_on", "baseline", "comments", "projects")}
"""Columns of which one must say something for a row to be worth its line."""
_THINGS: Final = {
    "country": "?thing tc:iso3 ?code",
    "donor": "VALUES ?kind { tc:Organisation tc:Collective } ?thing a ?kind BIND(STR(?thing) AS ?code)",
    "organisation": "?thing a tc:Organisation BIND(STR(?thing) AS ?code)",
    "theme": "?thing skos:inScheme <https://w3id.org/tcgraph/vocab/theme> ; skos:notation ?code",
    "instrument": "?thing tc:code ?code",
}
_LABELS: Final = "SELECT ?code ?thing ?name WHERE {{ {things} . ?thing rdfs:label|skos:prefLabel ?name }}"
_NOTES: Final = """
SELECT ?concept ?name WHERE {{
  VALUES ?scheme {{ <https://w3id.org/tcgraph/vocab/role> <https://w3id.org/tcgraph/vocab/certainty> }}
  ?concept skos:inScheme ?scheme ; skos:prefLabel ?name FILTER(LANG(?name) = "{language}")
}}"""
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
    code = _code(answers, kind, subject)
    iri, label = _thing(answers, kind, code, words.language)
    actions = answers.rows("report-actions", {"lang": words.language})
    asked = answers.rows("report-recommendations", {"lang": words.language})
    found = answers.rows("actions-naming", {"thing": iri})
    day = max((row["as_of"] for row in actions), default="")
    blocks: list[Heading | Line | Grid] = [Line(words("brief_as_of", day=words.day(day)), aside=True)] if day else []
    blocks += _asked(answers, found, asked, actions, words)
    blocks += _reported(answers, found, actions, words)
    silent = []
    for part in _PARTS[kind]:
        if part[1] in answers.queries:
            told = list(_part(answers, part, kind, code, words))
            blocks += told
            silent += [] if told else [words.fixed(part[0])]
    if silent:
        blocks.append(Line(words("brief_silent", what="; ".join(silent)), aside=True))
    if any(row.get("ours") == "true" for row in found):
        blocks.append(Line(words("ours_note"), aside=True))
    symbol = next((row["report"] for row in asked if "report" in row), "")
    head = next(iter(answers.rows("report-masthead", {"symbol": symbol, "lang": words.language})), {}) if symbol else {}
    return ReportDocument(
        words("brief", label=label), symbol, words.day(day), tuple(blocks), Masthead(head.get("body", ""), symbol),
        words.language, notes_heading=words("notes"), page_word=words("page"),
    )  # fmt: skip


def _asked(
    answers: Answers, found: list[Answer], asked: list[Answer], actions: list[Answer], words: Words
) -> Iterator[Heading | Grid]:
    """What is asked that has to do with it, answered or not: how it stands, and which of its parts nothing answers."""
    numbers = {row["number"]: row for row in found if "action" not in row}
    rows = [row for row in asked if row["number"] in numbers]
    if not rows:
        return
    summaries = {row["element"]: row["summary"] for row in answers.rows("element-summaries")}
    left = defaultdict(list)
    for row in answers.rows("unanswered") if "unanswered" in answers.queries else ():
        left[row["number"]].append(summaries.get(row["element"], ""))
    body = []
    for row in rows:
        stands = words.stands(Counter(action["status"] for action in actions if action["number"] == row["number"]))
        mark = "≈ " if numbers[row["number"]].get("ours") == "true" else ""
        source = words.places([(row.get("report", ""), row.get("locator", ""))])
        open_parts = [Line(text, f"{words('unanswered')}.") for text in left[row["number"]]]
        lines = (Line(f"{mark}{row['summary']}", source=source), *open_parts)
        body.append((cell(row["number"]), lines, cell(stands)))
    yield Heading(2, words("brief_asked"))
    yield Grid((words("number"), words("asked"), words("state")), tuple(body), (3, 24, 10), words("brief_asked"))


def _reported(answers: Answers, found: list[Answer], actions: list[Answer], words: Words) -> Iterator[Heading | Grid]:
    """What was reported that has to do with it: its part, the status, and where the document says it."""
    notes = dict(_pairs(answers, _NOTES.format(language=words.language)))
    parts: dict[str, dict[str, None]] = defaultdict(dict)
    for row in found:
        if "action" in row:
            told = notes.get(row.get("note", "")) or words.relation(row["relation"])
            told = f"{words.relation('donor')}, {told}" if row["relation"] == "donor" else told
            parts[row["action"].rpartition("/")[2]]["≈ " * (row.get("ours") == "true") + told] = None
    rows = [action for action in actions if action["action"] in parts]
    if not rows:
        return
    body = []
    for action in rows:
        source = words.places([(action.get("first_report", ""), action.get("locator", ""))])
        paired = "≈ " * (action.get("pairing") == "inferred")
        body.append((
            cell(action["number"]), cell("; ".join(parts[action["action"]])),
            cell(paired + words.status(action["status"])), (Line(action["summary"], source=source),),
        ))  # fmt: skip
    heads = (words("number"), words("its_part"), words("state"), words("action"))
    yield Heading(2, words("brief_reported"))
    yield Grid(heads, tuple(body), (3, 8, 7, 21), words("brief_reported"))


def _pairs(answers: Answers, query: str) -> Iterator[tuple[str, str]]:
    for first, second in answers.engine.select(query):
        yield getattr(first, "value", ""), getattr(second, "value", "")


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


def _thing(answers: Answers, kind: str, code: str, language: str) -> tuple[str, str]:
    """The address of what a brief is about, and its name."""
    labels, iri = {}, ""
    for whole, thing, label in answers.engine.select(_LABELS.format(things=_THINGS[kind])):
        if isinstance(label, Literal) and getattr(whole, "value", "").rpartition("/")[2] == code:
            labels[label.language] = label.value
            iri = getattr(thing, "value", "")
    return iri, labels.get(language) or labels.get("en") or next(iter(labels.values()), code)


def _part(answers: Answers, part: Part, kind: str, subject: str, words: Words) -> Iterator[Heading | Line | Grid]:
    heading, query, column, parameter, columns = part
    value = f"{ID}organisation/{subject}" if kind in ("donor", "organisation") else subject
    rows = answers.rows(query, {parameter: value} if parameter else {})
    if column:
        rows = [row for row in rows if _same(row, column, subject)]
    if telling := _TELLING.get(query):
        rows = [row for row in rows if any(row.get(key, "") not in ("", "0", "not known") for key in telling)]
    if rows:
        yield Heading(2, words.fixed(heading))
        yield grid(rows, columns, words)


def _same(row: Answer, column: str, subject: str) -> bool:
    return row.get(column, "").rpartition("/")[2] == subject
