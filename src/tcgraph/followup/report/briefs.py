"""Briefs on one country, region, donor, instrument or theme: what the graph says of it, on one page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final

from tcgraph.errors import BadParameter
from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.report.blocks import Grid, Heading, Line, Masthead, ReportDocument, cell
from tcgraph.followup.report.content import ReportTable, as_told, grid, tables, told_as_examples, told_at
from tcgraph.followup.report.fitting import on_one_page
from tcgraph.followup.report.progress import hedges_of, is_hedged
from tcgraph.followup.report.query_rows import Answer, NamedQueryRows
from tcgraph.followup.report.report_words import ReportWords
from tcgraph.rdf import Literal
from tcgraph.terms import ID

_TELLING: Final = {"fundamental-conventions": ("ratified_on", "baseline", "comments", "projects")}
"""Columns of which one must say something for a row to be worth its line."""
_THINGS: Final = {
    "country": "?thing tc:iso3 ?code",
    **dict.fromkeys(
        ("donor", "organisation"),
        "VALUES ?kind { tc:Organisation tc:Collective } ?thing a ?kind BIND(STR(?thing) AS ?code)",
    ),
    "region": "?thing a tc:Region BIND(STR(?thing) AS ?code)",
    "theme": "?thing skos:inScheme <https://w3id.org/tcgraph/vocab/theme> ; skos:notation ?code",
    "instrument": "?thing tc:code ?code",
}
_LABELS: Final = """SELECT ?code ?thing ?name WHERE {{
  {things} . ?thing rdfs:label|skos:prefLabel ?label
  # A name that is too long for a label is whole in the title.
  OPTIONAL {{ ?thing dcterms:title ?whole . FILTER(STRENDS(?label, "…") && STRSTARTS(?whole, STRBEFORE(?label, "…"))) }}
  BIND(COALESCE(?whole, ?label) AS ?name)
}}"""
_NOTES: Final = """
SELECT ?concept ?name WHERE {{
  VALUES ?scheme {{ <https://w3id.org/tcgraph/vocab/role> <https://w3id.org/tcgraph/vocab/certainty> }}
  ?concept skos:inScheme ?scheme ; skos:prefLabel ?name FILTER(LANG(?name) = "{language}")
}}"""
_PLACES: Final = """
SELECT ?place ?name WHERE {{
  ?place tc:within <{region}> ; rdfs:label ?name FILTER(LANG(?name) IN ("en", "{language}"))
}}
ORDER BY (LANG(?name) = "{language}")"""
_NAMES: Final = (
    "SELECT ?code ?name WHERE {{ {things} . ?thing rdfs:label|skos:prefLabel|skos:altLabel|tc:abbreviation ?name }}"
)

_BESIDE: Final = """
SELECT ?number ?note WHERE {
  ?recommendation a tc:Recommendation ; tc:number ?number .
  { ?recommendation skos:note ?note } UNION { ?recommendation ^tc:addresses/skos:note ?note }
} ORDER BY ?number"""
"""What other columns of the table say of a row, such as who is responsible: kept as it is written."""
_DONORS: Final = """
SELECT ?group WHERE {
  ?group a tc:Collective ; rdfs:label|skos:altLabel ?name
  FILTER(LCASE(STR(?name)) IN ("donors", "donateurs", "bailleurs de fonds", "donantes"))
}"""
"""The donors that a source means together, without a list of them."""


KINDS: Final = tuple(_THINGS)
"""What a brief can be about."""


def brief(answers: NamedQueryRows, kind: str, subject: str, words: ReportWords | None = None) -> ReportDocument:
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
    words = words or ReportWords()
    code = _code(answers, kind, subject)
    iri, label = _thing(answers, kind, code, words.language)
    actions = answers.rows("report-actions", {"lang": words.language})
    asked = answers.rows("report-recommendations", {"lang": words.language})
    found = answers.rows("actions-naming", {"thing": iri})
    day = max((row["as_of"] for row in actions), default="")
    parts = _parts(answers, kind, iri, found, words)
    items = [action for action in actions if action["action"] in parts]
    blocks: list[Heading | Line | Grid] = [Line(words("brief_as_of", day=words.day(day)), aside=True)] if day else []
    named = {row["action"].rpartition("/")[2] for row in found if "action" in row and row["relation"] != "within"}
    doubted = {row["action"].rpartition("/")[2] for row in found if row.get("note", "").rpartition("/")[2] == "hedged"}
    blocks += _totals(answers, items, parts, named if kind == "region" else None, doubted, words)
    # Of a theme those items are counted that are on it; of a body that is named, all that was replied.
    blocks += _asked(answers, kind, iri, found, asked, (items, items if kind == "theme" else actions), words)
    if any(row["relation"] == "donor" for row in found):
        blocks += _as_one_of_the_donors(answers, iri, words)
    blocks += _reported(answers, kind, items, parts, words)
    silent = []
    for table in tables(kind):
        if table.query in answers.queries:
            told = list(_table(answers, table, kind, code, day, words))
            blocks += told
            programmes = told and table.query == "donor-agreements"
            blocks += [Line(words("brief_agreements"), aside=True)] if programmes else []
            silent += [] if told else [words.fixed(table.title)]
    if silent:
        blocks.append(Line(words("brief_silent", what=words("semicolon").join(silent)), aside=True))
    if any(row["relation"] == "donor" for row in found):
        blocks.append(Line(words("brief_pays"), aside=True))
    if any(item["status"] == "standing" for item in items):
        blocks.append(Line(words("standing_note"), aside=True))
    if any(row.get("ours") == "true" for row in found):
        blocks.append(Line(words("ours_note"), aside=True))
    if any(map(_paired, items)):
        blocks.append(Line(words("brief_paired"), aside=True))
    symbol = next((row["report"] for row in asked if "report" in row), "")
    # No body has issued it: what stands at its head is what it is made from, and where all about its subject is told.
    made = words("brief_made", symbol=symbol) if symbol else ""
    report = ReportDocument(
        words("brief", label=label[:1].upper() + label[1:]), "", words.day(day), tuple(blocks),
        Masthead(made, address=iri), words.language,
        notes_heading=words("notes"), page_word=words("page"),
    )  # fmt: skip
    return on_one_page(report, lambda left: words("brief_more", n=left))


def _paired(item: Answer) -> bool:
    """Whether that an action answers its recommendation is our reading."""
    return item.get("pairing") == "inferred"


def _parts(
    answers: NamedQueryRows, kind: str, iri: str, found: list[Answer], words: ReportWords
) -> dict[str, dict[str, bool]]:
    """What part the thing has in each action, and whether that is our reading."""
    notes = dict(_pairs(answers, _NOTES.format(language=words.language)))
    if kind in ("region", "country"):
        notes |= dict(_pairs(answers, _PLACES.format(region=iri, language=words.language)))
    parts: dict[str, dict[str, bool]] = defaultdict(dict)
    places: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for row in found:
        if "action" not in row:
            continue
        action, ours = row["action"].rpartition("/")[2], row.get("ours") == "true"
        note = row.get("note", "")
        told = notes.get(note) or notes.get(f"{ID}{note}", "")
        if row["relation"] == "within":
            places[action, ours] += [told] if told else []
            continue
        if row["relation"] == "donor":
            part = f"{words.relation('donor')}, {told}"
        else:
            part = told or words.relation(row["relation"])
        month = words.month(row.get("earlier", ""))
        parts[action][words("brief_earlier", part=part, month=month) if month else part] = ours
    for (action, ours), names in places.items():
        told = ", ".join(dict.fromkeys(names))
        # What lies in a country is one of its own bodies.
        parts[action] |= {words("brief_within", places=told) if kind == "region" else told: ours} if told else {}
    return parts


def _totals(
    answers: NamedQueryRows,
    items: list[Answer],
    parts: dict[str, dict[str, bool]],
    named: set[str] | None,
    doubted: set[str],
    words: ReportWords,
) -> Iterator[Line]:
    """How many items there are of each status, how sure they are, and that the source does not call itself complete.

    Of a region, the actions that name it, and not only a place in it, are told apart; else ``named`` is None. Where the
    part that somebody has in an action is ``doubted``, what is told of it hedges, too.
    """
    if items:
        under = words.many(len({item["number"] for item in items}), "recommendations")
        told = words.by_status(Counter(item["status"] for item in items))
        totals = words("brief_totals", items=words.many(len(items), "actions"), asked=under, told=told)
        twice = len(items) - len({(item["status"], item["summary"]) for item in items})
        yield Line(f"{totals} {words('brief_twice', twice=twice)}" if twice else totals)
        if named is not None and (itself := [item for item in items if item["action"] in named]) != items:
            told = words.by_status(Counter(item["status"] for item in itself))
            yield Line(words("brief_itself", count=len(itself), told=told or "–"))
        ours = sum(_paired(item) or any(parts[item["action"]].values()) for item in items)
        told_so = {*hedges_of(answers), *doubted}
        hedged = sum(is_hedged(item, told_so) for item in items)
        yield Line(words("brief_sure", hedged=hedged, ours=ours))
    yield from told_as_examples(answers, words.language)


def _asked(
    answers: NamedQueryRows,
    kind: str,
    iri: str,
    found: list[Answer],
    asked: list[Answer],
    told: tuple[list[Answer], list[Answer]],
    words: ReportWords,
) -> Iterator[Heading | Line | Grid]:
    """What is asked that has to do with it, how it stands, and which parts nothing answers.

    Counted are the second of the items that are ``told``: of a theme those on it, as the first are, and no others of
    the same recommendation; of who is named in one, all that was replied to it. Of a part nobody knows what it is
    about; so those that are unanswered are said to be the whole recommendation's.
    """
    items, counted = told
    heading, state, none = (
        ("brief_asked", "brief_state", "brief_none")
        if kind == "theme"
        else ("brief_names", "brief_replied", "brief_silence")
    )
    numbers = {row["number"]: row for row in found if "action" not in row}
    rows = [row for row in asked if row["number"] in numbers]
    if rows or items:
        yield Heading(2, words(heading))
    if not rows:
        if items:
            beside = [] if kind == "theme" else _named_beside(answers, kind, iri)
            none = "brief_asks_none" if kind == "theme" else "brief_named_beside" if beside else "brief_names_none"
            yield Line(words(none, numbers=", ".join(beside)))
        return
    summaries = {row["element"]: row["summary"] for row in answers.rows("element-summaries")}
    left = defaultdict(list)
    for row in answers.rows("unanswered") if "unanswered" in answers.queries else ():
        left[row["number"]].append(summaries.get(row["element"], ""))
    body = []
    for row in rows:
        counts = Counter(item["status"] for item in counted if item["number"] == row["number"])
        stands = words.stands(counts) if counts else words(none)
        mark = "≈ " if numbers[row["number"]].get("ours") == "true" else ""
        source = words.places([(row.get("report", ""), row.get("locator", ""))])
        lines = [Line(f"{mark}{row['summary']}", source=source)]
        lines += [
            Line(text, "" if place else words("brief_unanswered")) for place, text in enumerate(left[row["number"]])
        ]
        body.append((cell(row["number"]), tuple(lines), cell(stands)))
    yield Grid((words("number"), words("asked"), words(state)), tuple(body), (4, 34, 12), words(heading))


def _named_beside(answers: NamedQueryRows, kind: str, iri: str) -> list[str]:
    """The recommendations beside which a note has the thing's name, as one that is no part of a longer name."""
    called = [(getattr(row[0], "value", ""), getattr(row[1], "value", "")) for row in _called(answers, kind)]
    ours = [name for code, name in called if code == iri.rpartition("/")[2] or code == iri]
    longer = [name for _, name in called if any(one in name and one != name for one in ours)]
    # The longest first, so that a name that another begins with is not found in that.
    pattern = re.compile(
        "|".join(rf"\b{re.escape(name)}\b" for name in sorted({*longer, *ours}, key=len, reverse=True))
    )
    notes = list(_pairs(answers, _BESIDE)) if ours else []
    return list(dict.fromkeys(number for number, note in notes if any(one in ours for one in pattern.findall(note))))


def _called(answers: NamedQueryRows, kind: str) -> list[tuple[object, ...]]:
    """What everything of a kind is called, each with its code or address."""
    return [tuple(row) for row in answers.engine.select(_NAMES.format(things=_THINGS[kind]))]


def _as_one_of_the_donors(answers: NamedQueryRows, iri: str, words: ReportWords) -> Iterator[Line]:
    """What is asked of donors as a group, of which whoever pays is one."""
    group = next((getattr(row[0], "value", "") for row in answers.engine.select(_DONORS)), "")
    if group in ("", iri):
        return
    rows = [row for row in answers.rows("actions-naming", {"thing": group}) if "action" not in row]
    ours = {row["number"]: "≈ " * (row.get("ours") == "true") for row in rows}
    if ours:
        yield Line(words("brief_group", numbers=", ".join(ours[one] + one for one in sorted(ours, key=int))))


def _reported(
    answers: NamedQueryRows, kind: str, items: list[Answer], parts: dict[str, dict[str, bool]], words: ReportWords
) -> Iterator[Heading | Grid]:
    """What was reported that has to do with it: its part, the status, and where the document says it."""
    if not items:
        return
    hedges, said = hedges_of(answers), dict[tuple[tuple[str, ...], str, str], list[Answer]]()
    for item in items:
        state = [words.as_told(item["status"], item.get("certainty", ""))]
        if hedged := hedges.get(item["action"]):
            state.append(words("brief_hedged", said=", ".join(words("quoted", text=text) for text in hedged)))
        told = words("semicolon").join("≈ " * ours + part for part, ours in parts[item["action"]].items())
        # What stands beside several recommendations is told once, beside all their numbers.
        said.setdefault((tuple(state), told, as_told(item, words)), []).append(item)
    body = []
    for (stands, told, summary), alike in said.items():
        # Whether it is done is told; that it answers this recommendation may be our reading.
        numbers = ", ".join("≈ " * _paired(item) + item["number"] for item in alike)
        first = [(item.get("first_report", ""), item.get("locator", "")) for item in alike]
        source = words.places(first + [place for item in alike for place in told_at(item)])
        # What every item of a theme says of its part in it is told by the title.
        part = () if kind == "theme" else (cell(told),)
        body.append((cell(numbers), *part, cell(*stands), (Line(summary, source=source),)))
    its_part = () if kind == "theme" else (words("its_part"),)
    heads = (words("number"), *its_part, words("state"), words("action"))
    yield Heading(2, words("brief_reported"))
    widths = (4, 7, 34) if kind == "theme" else (4, 9, 7, 30)
    yield Grid(heads, tuple(body), widths, words("brief_reported"))


def _pairs(answers: NamedQueryRows, query: str) -> Iterator[tuple[str, str]]:
    for first, second in answers.engine.select(query):
        yield getattr(first, "value", ""), getattr(second, "value", "")


def _code(answers: NamedQueryRows, kind: str, subject: str) -> str:
    named, plain = {}, plain_words(subject)
    for row in _called(answers, kind):
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


def _thing(answers: NamedQueryRows, kind: str, code: str, language: str) -> tuple[str, str]:
    """The address of what a brief is about, and its name."""
    labels, iri = {}, ""
    for whole, thing, label in answers.engine.select(_LABELS.format(things=_THINGS[kind])):
        if isinstance(label, Literal) and getattr(whole, "value", "").rpartition("/")[2] == code:
            labels[label.language] = label.value
            iri = getattr(thing, "value", "")
    return iri, labels.get(language) or labels.get("en") or next(iter(labels.values()), code)


def _table(
    answers: NamedQueryRows, table: ReportTable, kind: str, subject: str, day: str, words: ReportWords
) -> Iterator[Heading | Grid]:
    value = f"{ID}organisation/{subject}" if kind in ("donor", "organisation") else subject
    given = {table.parameter: value} if table.parameter else {}
    if day and any(one.name == "asOf" for one in answers.queries[table.query].parameters):
        given["asOf"] = day  # the rest of the brief is as known on it
    rows = answers.rows(table.query, given)
    if table.match:
        rows = [row for row in rows if row.get(table.match, "").rpartition("/")[2] == subject]
    if telling := _TELLING.get(table.query):
        rows = [row for row in rows if any(row.get(key, "") not in ("", "0", "not known") for key in telling)]
    if rows:
        yield Heading(2, words.fixed(table.title))
        yield grid(rows, table.columns, words)
