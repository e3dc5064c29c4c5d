"""Questions as forms: every query in ``queries/answer/``, with real choices, its answer, its picture and its text."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from tcgraph.errors import BadParameter, UnknownQuery
from tcgraph.pages.i18n import has, of_language, question_of, translator
from tcgraph.pages.labels import day
from tcgraph.pages.page import Page, State, View
from tcgraph.pages.pictures import Pictures
from tcgraph.pages.reporting_subjects import subjects_in
from tcgraph.pages.site import Site, ask, run
from tcgraph.queries import NamedQuery, Parameter
from tcgraph.questions.notes import Notes
from tcgraph.questions.values import Understood, values_of
from tcgraph.rdf import NamedNode

_FEW = 24
TOPICS = ("follow-up", "promises", "actors", "countries", "money", "standards", "means", "source")
"""The topics of the shipped questions, in the order in which they are listed; a topic of one's own comes after."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form: its parameter, what may be chosen, and whether a list or a type-ahead offers it."""

    parameter: Parameter
    label: str
    value: str
    options: tuple[tuple[str, str], ...]

    @property
    def as_list(self) -> bool:
        """Whether the choices are few enough for a drop-down list."""
        return 0 < len(self.options) <= _FEW

    @property
    def shown(self) -> str:
        """The value as a reader knows it."""
        return self.name_of(self.value)

    def named(self, language: str) -> str:
        """The value in words: what the list of choices calls it, or a day as readers write it."""
        if self.parameter.type == "date":
            return day(self.value, language)
        return next((label for value, label in self.options if value == self.value), self.value)

    def name_of(self, value: str) -> str:
        """What a reader types for a value: its name where the value is an address or a code, else the value itself."""
        names = [label for other, label in self.options if other == value]
        alike = [label for _, label in self.options if label in names]
        return names[0] if len(alike) == 1 and self.parameter.type in ("iri", "code") else value


def index(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """All questions, by topic; what is asked in one's own words goes to the one box for all, ``/search``."""
    t = translator(state.language)
    questions = site.queries.of_kind("answer")
    awaited = {query.name for query in questions if _awaits_reports(site, query)}
    topics = _by_topic(questions, state.language)
    context = {"topics": topics, "count": len(questions) - len(awaited), "awaited": awaited}
    return Page("questions.html", t("ask.title"), "ask", context)


def _awaits_reports(site: Site, query: NamedQuery) -> bool:
    """Whether a question is about what offices report, and none has reported anything on it yet."""
    page = subjects_in(site.project.queries).of(query.name)
    reported = page is not None and page[1].sheet != ""
    return reported and not any(p.required for p in query.parameters) and not ask(site, query.name).rows


def _by_topic(questions: Sequence[NamedQuery], language: str) -> list[tuple[str, list[NamedQuery]]]:
    """Questions under their topics; in each those first that need nothing filled in."""

    def place(query: NamedQuery) -> tuple[bool, str]:
        needy = any(parameter.required for parameter in query.parameters)
        return needy, question_of(query, language).value.casefold()

    own = sorted({query.topic for query in questions} - set(TOPICS), key=lambda topic: (not topic, topic))
    groups = [(topic, [query for query in questions if query.topic == topic]) for topic in (*TOPICS, *own)]
    return [(topic, sorted(members, key=place)) for topic, members in groups if members]


def question(site: Site, state: State, parameters: Mapping[str, str]) -> Page:
    """One question and its answer.

    Raises:
        UnknownQuery: there is no such question.
    """
    query = site.queries[parameters["name"]]
    if query.kind != "answer":
        raise UnknownQuery(f"No question {query.name!r}. All questions are listed under /ask.")
    fields = [field_of(site, state, parameter) for parameter in query.parameters if parameter.name != "lang"]
    typed = {field.parameter.name: text for field in fields if (text := state.get(field.parameter.name).strip())}
    reports = [row["value"] for row in ask(site, "choose-report").texts()] if "choose-report" in site.queries else []
    if reports and any(field.parameter.required and field.parameter.name == "asOf" for field in fields):
        # Who names no day asks for what is known by the last report.
        typed.setdefault("asOf", reports[0])
    notes = notes_of(site)
    understood, refusal = _understood(notes, query, typed, state.language)
    read = values_of(understood)
    fields = [replace(field, value=read.get(field.parameter.name, field.value)) for field in fields]
    given = {"lang": state.language, **{field.parameter.name: field.value for field in fields}}
    missing = [field for field in fields if field.parameter.required and not field.value]
    chosen = {field.parameter.name: field.value for field in fields if field.value}
    if state.language != "en" and any(parameter.name == "lang" for parameter in query.parameters):
        chosen["lang"] = state.language
    context: dict[str, object] = {
        "query": query,
        "fields": fields,
        "missing": missing,
        "refusal": refusal,
        "answer": None,
        "note": None,
        "api": query.name + (f"?{urlencode(chosen)}" if chosen else ""),
        "command": shlex.join(
            ["tcgraph", "query", query.name, *(part for pair in chosen.items() for part in ("-p", "=".join(pair)))]
        ),
        "others": (others := _others(site, query, state.language)),
        "awaited": {other.name for other in others if _awaits_reports(site, other)},
        "reported": (subjects_in(site.project.queries).of(query.name) or ("",))[0],
    }
    colon = f"{of_language(state.language, 'before_signs')}: "
    told = " · ".join(f"{field.label}{colon}{field.named(state.language)}" for field in fields if field.value)
    context["told"] = told
    title = " – ".join(filter(None, (told, question_of(query, state.language).value)))
    if refusal:
        # With the form as it was filled in, so that the one value can be mended.
        return Page("question.html", title, "ask", context, status=400)
    if missing:
        context["only"] = reports[0] if len(reports) == 1 and "reports-between" in query.complete else ""
        return Page("question.html", title, "ask", context)
    answer = ask(site, query.name, given)
    context["answer"] = answer
    note = context["note"] = notes.of(query, understood, len(answer.rows), state.language)
    figure = Pictures(site, state).of_question(query, answer, told, note.complete)
    things = {term for row in answer.rows for term in row if isinstance(term, NamedNode)}
    return Page("question.html", title, "ask", context, (answer,), tuple(things), (figure,) if figure else ())


def _understood(
    notes: Notes, query: NamedQuery, typed: Mapping[str, str], language: str
) -> tuple[tuple[Understood, ...], str]:
    """How the values of a form are read, and what is wrong with them, if anything."""
    try:
        understood = notes.values.read(query, typed, language)
    except BadParameter as error:
        return (), str(error)
    return understood, ""


def notes_of(site: Site) -> Notes:
    """What goes with the answers to a site's named questions."""
    return Notes(site.queries, lambda text: run(site, "choices", text).rows)


def _others(site: Site, query: NamedQuery, language: str) -> list[NamedQuery]:
    """The other questions on the same topic."""
    same = [other for other in site.queries.of_kind("answer") if other.topic == query.topic and other is not query]
    return next((members for _, members in _by_topic(same, language)), []) if query.topic else []


def field_of(site: Site, state: State, parameter: Parameter) -> Field:
    """The field of a form for a parameter, with what may be chosen and what the address gives."""
    options: tuple[tuple[str, str], ...] = ()
    if parameter.choices and parameter.choices in site.queries:
        answer = ask(site, parameter.choices, {"lang": state.language, "of": state.get("of")})
        options = tuple((row["value"], row["label"] or row["value"]) for row in answer.texts())
    key = f"field.{parameter.name}"
    label = translator(state.language)(key) if has(state.language, key) else parameter.label
    typed = state.get(parameter.name)
    with suppress(BadParameter):
        typed = notes_of(site).values.one(parameter, typed, state.language).value if typed.strip() else typed
    return Field(parameter, label, typed, options)


VIEWS = (View("/ask", index), View("/ask/{name}", question))
