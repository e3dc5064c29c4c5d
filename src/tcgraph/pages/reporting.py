"""What the document asks such a system for and offices report: programmes, money, appraisal, standards, knowledge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from tcgraph.errors import BadParameter, UnknownTerm
from tcgraph.export.media import WORKBOOK
from tcgraph.followup.dates import passed
from tcgraph.followup.workbook.sheets import LANGUAGES, said
from tcgraph.pages.charts.figure import Figure
from tcgraph.pages.i18n import translator
from tcgraph.pages.labels import Labels
from tcgraph.pages.page import Page, State, View
from tcgraph.pages.picture_words import is_incomplete
from tcgraph.pages.pictures import Pictures
from tcgraph.pages.question_forms import Field, field_of, notes_of
from tcgraph.pages.reporting_subjects import Subject, SubjectPart, subjects_in
from tcgraph.pages.result_columns import UNTOLD
from tcgraph.pages.site import Answer, Site, ask
from tcgraph.queries import NamedQuery
from tcgraph.rdf import Literal, NamedNode, plain


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page with its answer.

    Attributes:
        part: what it asks.
        query: the query behind it.
        given: the parameters of the address that the query takes, for links to it.
        missing: fields that must be filled in first.
        answer: the rows; None while a field is missing.
        gap: why there are no rows: ``none`` (nothing fits), ``due`` (not due yet), ``silent`` (not reported), or "".
        dateless: whether a day was chosen on which this does not depend.
    """

    part: SubjectPart
    query: NamedQuery
    given: Mapping[str, str]
    missing: tuple[Field, ...]
    answer: Answer | None
    gap: str
    dateless: bool

    @property
    def columns(self) -> list[int]:
        """The columns to show, from left to right."""
        assert self.answer is not None
        return [index for index, name in enumerate(self.answer.variables) if name not in self.part.hidden]

    @property
    def told(self) -> list[int]:
        """The columns that say something of a row, or that a later report is to fill."""
        assert self.answer is not None
        said = {i for row in self.answer.rows for i, term in enumerate(row) if plain(term) not in ("", UNTOLD[0])}
        return [i for i, name in enumerate(self.answer.variables) if i in said or name in self.part.later]

    @property
    def incomplete(self) -> bool:
        """Whether its rows say of themselves that they are not all: such a list reads as if it told of the world."""
        return self.answer is not None and is_incomplete(self.answer)


@dataclass(frozen=True, slots=True)
class RoundsDue:
    """The rounds of reporting as the reader's day sees them.

    Attributes:
        day: the day chosen, else that of the last report.
        cycle: the round that is asked for next, or was last; "" where the graph has none.
        label: its name.
        due: when its report is due, if it is still awaited.
        proposed: whether that report is only proposed.
    """

    day: str
    cycle: str
    label: str
    due: str
    proposed: bool = False

    @property
    def waiting(self) -> bool:
        """Whether the next report is not due yet on that day."""
        return bool(self.due) and not passed(self.due, self.day)


def index(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """Which item asks for what, where it is answered, and how reporting goes on."""
    t = translator(state.language)
    names = _names(site, state.language)
    # A graph may hold a part of the document: what it does not have asks for nothing here.
    asked = [
        (item, part, subject)
        for subject in _subjects(site)
        for part in subject.parts
        for item in (*filter(names.__contains__, part.items), *([0] if part.knowledge else []))
    ]
    cycles = ask(site, "reporting-cycles")
    context = {
        "asked": [
            (item, list(own)) for item, own in groupby(sorted(asked, key=lambda row: row[0] or 99), lambda row: row[0])
        ],
        "names": names,
        "queries": site.queries,
        "due": _due(site, state),
        "cycles": cycles,
        "held": [row["cycle"] for row in reversed(list(cycles.texts())) if row["as_of"]],
        "subjects": _subjects(site),
    }
    return Page("reporting.html", t("nav.reporting"), "reporting", context, (cycles,))


def _subjects(site: Site) -> tuple[Subject, ...]:
    """The subjects of what the site's pages speak of: items of another body's decisions ask for other things."""
    told = subjects_in(site.project.queries)
    asked = {part.query for page in told.pages for part in page.parts}
    return told.pages if site.of in ("", told.follow_up) and asked <= set(site.queries) else ()


def build(site: Site, state: State, parameters: Mapping[str, str]) -> Page:
    """The page of one subject.

    Raises:
        UnknownTerm: the project has no such page.
    """
    t = translator(state.language)
    pages = {one.key: one for one in subjects_in(site.project.queries).pages}
    subject = pages.get(parameters["subject"])
    if subject is None:
        raise UnknownTerm(f"There is no page {parameters['subject']!r} on reporting; there is {', '.join(pages)}.")
    due = _due(site, state)
    fields: dict[str, Field] = {}
    for part in subject.parts:
        for parameter in site.queries[part.query].parameters:
            if parameter.name not in ("lang", *fields):
                fields[parameter.name] = field_of(site, state, parameter)
    sections = [_section(site, part, subject.defaults, fields, due) for part in subject.parts]
    answers = tuple(section.answer for section in sections if section.answer is not None)
    things = {term for answer in answers for row in answer.rows for term in row if isinstance(term, NamedNode)}
    pictured = next((s for s in sections if s.answer and s.query.chart and s.part.pictured and not s.incomplete), None)
    figure = _figure(site, state, pictured) if pictured else None
    names = _names(site, state.language)
    language = _of_workbook(state.language)
    items = sorted({item for part in subject.parts for item in part.items if item in names})
    context = {
        "subject": subject,
        "subjects": _subjects(site),
        "sections": sections,
        "fields": list(fields.values()),
        "items": items,
        "names": names,
        "due": due,
        "sheets": {part.sheet: said(part.sheet, language) for part in subject.parts},
    }
    nodes = tuple(sorted(things, key=lambda node: node.value))
    return Page(
        "reported.html", t(f"reported.{subject.key}"), "reporting", context, answers or (ask(site, "choose-report"),),
        nodes, (figure,) if figure else (),
    )  # fmt: skip


def _figure(site: Site, state: State, section: Section) -> Figure | None:
    """A section's picture, with what it was asked with and how complete it is: it stands apart from its table."""
    answer = section.answer
    # Where nothing answers, what was asked with need not be known: a graph may hold no Convention at all.
    if answer is None or not answer.rows:
        return None
    notes = notes_of(site)
    understood = notes.values.read(section.query, section.given, state.language)
    complete = notes.of(section.query, understood, len(answer.rows), state.language).complete
    given = ", ".join(one.name for one in understood if one.parameter != "lang")
    return Pictures(site, state).of_question(section.query, answer, given, complete)


def _section(
    site: Site, part: SubjectPart, defaults: Mapping[str, str], fields: Mapping[str, Field], due: RoundsDue
) -> Section:
    query = site.queries[part.query]
    own = [fields[parameter.name] for parameter in query.parameters if parameter.name != "lang"]
    needed = {parameter.name for parameter in query.parameters if parameter.required}
    # What need not be chosen is asked of all.
    given = {name: field.value or (defaults.get(name, "") if name in needed else "")
             for field in own for name in [field.parameter.name]}  # fmt: skip
    if "asOf" in needed:
        given["asOf"] = given["asOf"] or due.day
    given = {name: value for name, value in given.items() if value}
    missing = tuple(field for field in own if field.parameter.name in needed - set(given))
    dateless = bool(fields.get("asOf") and fields["asOf"].value) and "asOf" not in {f.parameter.name for f in own}
    if missing:
        return Section(part, query, given, missing, None, "", dateless)
    answer = ask(site, part.query, given)
    gap = ""
    if not answer.rows:
        unfiltered = ask(site, part.query, {name: given[name] for name in needed})
        gap = "none" if unfiltered.rows else "due" if due.waiting else "silent"
    return Section(part, query, given, missing, answer, gap, dateless)


def _due(site: Site, state: State) -> RoundsDue:
    answer = ask(site, "reporting-cycles")
    rows = list(answer.texts())
    held = [row["as_of"] for row in rows if row["as_of"]]
    day = state.get("asOf") or (held[-1] if held else "")
    waiting = next((row for row in rows if row["due"] and not row["as_of"]), None)
    last = waiting or (rows[-1] if rows else None)
    if last is None:
        return RoundsDue(day, "", "", "")
    labels = Labels(site, state.language)
    labels.note_names(row["label"] for row in answer.dicts())
    label = labels.translated(Literal(last["label"], language="en")).value
    due = waiting["due"] if waiting else ""
    owed = ask(site, "owed").texts() if due and "owed" in site.queries else ()
    return RoundsDue(day, last["cycle"], label, due, any(row["due"] == due and row["proposed"] for row in owed))


def _of_workbook(language: str) -> str:
    """The language of the workbook that readers of a page in a language get."""
    return language if language in LANGUAGES else "en"


def _names(site: Site, language: str) -> Mapping[int, str]:
    rows = ask(site, "choose-recommendation", {"lang": language}).texts()
    return {int(row["value"]): row["label"].partition(". ")[2] for row in rows}


def routes(site: Site) -> list[BaseRoute]:
    """The workbook that offices fill in, as a download."""

    def workbook_of(request: Request) -> Response:
        from tcgraph.followup.cycles import cycle_named
        from tcgraph.followup.workbook.workbook import workbook

        engine = site.engine()
        try:
            cycle = cycle_named(engine, request.path_params["cycle"])
        except BadParameter as error:
            return PlainTextResponse(f"{error}\n", 404)
        headers = {
            "Content-Disposition": f'attachment; filename="tcgraph-{cycle.name}.xlsx"',
            "X-Content-Type-Options": "nosniff",
        }
        language = _of_workbook(request.query_params.get("lang", "en"))
        return Response(workbook(engine, cycle, language=language), media_type=WORKBOOK, headers=headers)

    return [Route("/reporting/workbook/{cycle}", workbook_of)]


VIEWS = (View("/reporting", index), View("/reporting/{subject}", build))
