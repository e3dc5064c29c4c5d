"""A question by clicking: a form of parts, each offering only what has answers; the address is the question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tcgraph.errors import BadParameter
from tcgraph.pages.caveats import told_later
from tcgraph.pages.chip_texts import Teller, facets_of, kinds_of
from tcgraph.pages.i18n import translator
from tcgraph.pages.page import Page, State, View
from tcgraph.pages.site import Answer, Site, run_here
from tcgraph.questions.addresses import GROUPS, NOT, from_parameters, to_parameters
from tcgraph.questions.chips import ANY, Question
from tcgraph.questions.facets import Facets
from tcgraph.questions.saved import file_name, marked, named_query
from tcgraph.rdf import NamedNode

_KEYS = (
    "status", "hedge", "section", "organisation", "country", "region", "donor", "framework", "instrument", "theme",
    "sector", "product", "project", "event", "number",
)  # fmt: skip
_OFFERED = 60


@dataclass(frozen=True, slots=True)
class Offer:
    """What one list of the form offers.

    Attributes:
        key: the parameter.
        label: what it asks by.
        options: value, its name, how many actions fit, and whether it is chosen.
        without: whether the chosen one must not hold.
        chosen: whether any is.
    """

    key: str
    label: str
    options: tuple[tuple[str, str, int, bool], ...]
    without: bool
    chosen: bool


def build(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """The page of a question made of parts."""
    t = translator(state.language)
    kinds = kinds_of(site)
    title = t("build.title")
    try:
        question = from_parameters(state.parameters, kinds)
    except BadParameter as error:
        return Page("build.html", title, "build", {"refusal": str(error), **_NOTHING}, status=400)
    teller, facets = Teller(site, state), facets_of(site)
    answer = run_here(site, "build", marked(question, kinds))
    given = to_parameters(question, kinds)
    offers = [
        _offer(facets, teller, question, key, given)
        for key in (*_KEYS, *(kind.name for kind in kinds.values() if kind.labels))
        if key in kinds or key in ("status", "section", "number")
    ]
    context = {
        "refusal": "",
        "question": question,
        "shown": teller.shown(question.shows),
        "shows": [(kind, teller.shown(kind)) for kind in ("action", "recommendation", *kinds)],
        "parts": teller.parts(question),
        "offers": [offer for offer in offers if offer.options],
        "groups": [(name, teller.key(name)) for name in GROUPS]
        + ([(kinds[question.shows].variable, teller.shown(question.shows))] if question.shows in kinds else []),
        "answer": answer,
        "later": told_later(site, state.language, answer),
        "given": given,
        "actions": len(facets.fitting(question)),
        "notes": [
            kinds[key].notes.get(state.language, kinds[key].notes.get("en", ""))
            for key in dict.fromkeys((question.shows, *(chip.key for chip in question.chips)))
            if key in kinds and kinds[key].notes
        ],
    }
    things = {term for row in answer.rows for term in row if isinstance(term, NamedNode)}
    sentence = _sentence(Teller(site, replace(state, language="en")), question)
    saved = named_query(question, kinds, sentence)
    return Page("build.html", title, "build", context, (answer,), tuple(things), saved=(file_name(sentence), saved))


_NOTHING: Mapping[str, object] = {
    "question": Question(), "shown": "", "shows": (), "parts": (), "offers": (), "groups": (), "answer": None,
    "given": {}, "actions": 0, "notes": (),
}  # fmt: skip


def _offer(facets: Facets, teller: Teller, question: Question, key: str, given: Mapping[str, str]) -> Offer:
    without = NOT + key in given
    chosen = given.get(NOT + key if without else key, "")
    found = facets.values(question, key)[:_OFFERED]
    teller.note([value for value, _ in found])
    options = [(_short(value), teller.value(key, value), count, _short(value) == chosen) for value, count in found]
    if chosen and all(value != chosen for value, *_ in options):
        # Several values, or one that nothing fits now: still chosen, and shown as what it is.
        chips = [chip for chip in question.chips if chip.key == key]
        names = ", ".join(teller.value(key, value) for chip in chips for value in chip.values)
        options.insert(0, (chosen, names, 0, True))
    if key in ("section", "number"):
        options.sort(key=lambda option: int(option[0]) if option[0].isdigit() else 0)
    return Offer(key, teller.key(key), tuple(options), without, bool(chosen))


def _short(value: str) -> str:
    return value if value == ANY else value.rpartition("/")[2]


def _sentence(teller: Teller, question: Question) -> str:
    """The question in words, for the header of its file."""
    parts = [f"{'not ' if part.without else ''}{part.label}: {part.text}" for part in teller.parts(question)]
    return "; ".join([teller.shown(question.shows), *parts, *([f"as of {question.as_of}"] * bool(question.as_of))])


def shown_rows(answer: Answer, most: int) -> Answer:
    """An answer's first rows."""
    return Answer(answer.name, answer.text, answer.variables, answer.rows[:most], answer.milliseconds)


VIEWS = (View("/build", build),)
