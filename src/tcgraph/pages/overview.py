"""The follow-up in pictures: by section and theme, in time, on the map, from donors to places, and how sure it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from tcgraph.pages.caveats import examples_told, groups_told
from tcgraph.pages.charts.bars import Bar
from tcgraph.pages.charts.figure import Cell, Figure
from tcgraph.pages.charts.flow import Band, FlowNode, flow
from tcgraph.pages.charts.svg import said
from tcgraph.pages.i18n import note_of, question_of, translator
from tcgraph.pages.labels import Labels, in_order, word_for
from tcgraph.pages.page import Page, State, View, page_path
from tcgraph.pages.picture_words import most
from tcgraph.pages.pictures import Pictures, summed
from tcgraph.pages.site import Answer, Site, ask
from tcgraph.pages.standing import standing_of
from tcgraph.queries import NamedQuery
from tcgraph.rdf import NamedNode, plain

_QUESTIONS = (
    "sections", "themes", "answered-share", "promises-kept", "regions", "countries-by-recommendation", "how-sure",
)  # fmt: skip
"""Questions whose own pictures stand here, in order."""
_MOST = 20
"""How many pairs a picture names; some appear in one action alone, and these are many."""
_FEW = {"themes": 7}
"""How many bars a picture has among others; its title says so, and its question has all."""
_PAINTS = {"stated": "band", "hedged": "hedged", "inferred": "inferred"}


def build(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """All pictures on one page."""
    t = translator(state.language)
    labels = Labels(site, state.language)
    pictures = Pictures(site, state, labels)
    made: list[tuple[Figure, Answer]] = []
    for name in _QUESTIONS:
        if name in site.queries:
            query = site.queries[name]
            answer = ask(site, name, {"lang": state.language})
            figure = pictures.of_question(query, answer, most=_FEW.get(name, 0))
            if name == "countries-by-recommendation":
                figure = _map(pictures, query, answer, state)
            if figure is not None:
                made.append((figure, answer))
    if "donor-flows" in site.queries:
        answer = ask(site, "donor-flows", {"lang": state.language})
        if answer.rows:
            made.append((_flows(site, answer, pictures, labels, state), answer))
    asked = {name: question_of(site.queries[name], state.language) for name in _QUESTIONS if name in site.queries}
    context = {"questions": asked, "caveat": examples_told(site, state.language)}
    figures = tuple(figure for figure, _ in made)
    return Page("pictures.html", t("pictures.title"), "pictures", context, tuple(a for _, a in made), (), figures)


def _map(pictures: Pictures, query: NamedQuery, answer: Answer, state: State) -> Figure | None:
    """The countries on a map: their question's own picture has the recommendations of each."""
    t = translator(state.language)
    figure = pictures.map(query.name, t("countries.chart"), answer, unit=t("column.recommendations"))
    return figure and replace(figure, counts=note_of(query, state.language).value)


def _flows(site: Site, answer: Answer, pictures: Pictures, labels: Labels, state: State) -> Figure:
    """Donors, the recommendations under which they pay, and the places that the same actions name."""
    t = translator(state.language)
    labels.note(term for row in answer.rows for term in row)
    choices = ask(site, "choose-recommendation", {"lang": state.language}).texts()
    names = {choice["value"]: choice["label"] for choice in choices}
    donors: dict[str, FlowNode] = {}
    numbers: dict[str, FlowNode] = {}
    places: dict[str, FlowNode] = {}
    acts: dict[str, set[str]] = {}
    money: dict[tuple[str, str], dict[str, str]] = {}
    where: dict[tuple[str, str], set[tuple[str, str]]] = {}
    rows: list[tuple[Cell, ...]] = []
    standing = standing_of(site)
    word_of = {sure: word_for(state.language, "certainty", sure, labels) for sure in _PAINTS}
    for row in answer.dicts():
        donor, number, action, place = plain(row["donor"]), plain(row["number"]), plain(row["action"]), row.get("place")
        sure = plain(row["certainty"])
        donors.setdefault(donor, FlowNode(donor, plain(row["label"]), state.to(page_path(donor))))
        at = state.to(f"/recommendations/{number}")
        numbers.setdefault(number, FlowNode(number, names.get(number, number), at))
        name = ""
        if isinstance(place, NamedNode):
            name = labels.of(place).value
            places.setdefault(place.value, FlowNode(place.value, name, state.to(page_path(place.value))))
            where.setdefault((number, place.value), set()).add((donor, action))
        # An action that names two places is one all the same.
        money.setdefault((donor, number), {})[action] = sure
        acts.setdefault(donor, set()).add(action)
        rows.append((
            Cell(plain(row["label"]), donors[donor].href), Cell(number, at), Cell(name),
            Cell(word_of[sure]),
            Cell(labels.name_of(row["action"]), state.to(page_path(action))),
            Cell(word_for(state.language, "status", standing.status.get(action, ""), labels)),
        ))  # fmt: skip
    question = site.queries.get("donors-by-recommendation")
    counts = note_of(question, state.language).value if question else ""
    bands: list[Band] = []
    for (donor, number), own in money.items():
        told = f"{donors[donor].label} → {t('recommendation.title', number=number)}"
        href = state.to("/ask/donors-by-recommendation", number=number, donor=donor)
        bands += _bands(donor, number, told, own.values(), href, word_of)
    for (number, to), parts in where.items():
        told = f"{t('recommendation.title', number=number)} → {places[to].label}"
        sures = (money[donor, number][action] for donor, action in parts)
        bands += _bands(number, to, told, sures, numbers[number].href, word_of)
    used = {band.paint for band in bands}
    paid, got, ours = Counter[str](), Counter[str](), Counter[str]()
    for (donor, number), own in money.items():
        paid[donors[donor].label] += len(own)
        ours[donors[donor].label] += sum(sure == "inferred" for sure in own.values())
        got[numbers[number].label] += len(own)
    groups = groups_told(site, state.language, answer)
    says = (
        (
            t("figure.in_all"),
            t("pictures.flows_all", n=len(donors), numbers=len(numbers), places=len(places), groups=groups),
        ),
        *most(
            paid.items(),
            state.language,
            t("pictures.by_donor"),
            notes={who: t("figure.ours", n=n, all=paid[who]) for who, n in ours.items() if n},
        ),
        *most(got.items(), state.language, t("pictures.by_recommendation")),
    )
    columns = (
        sorted(donors.values(), key=lambda node: (-len(acts[node.key]), in_order(node.label))),
        sorted(numbers.values(), key=lambda node: int(node.key)),
        list(places.values()),
    )
    return pictures.figure(
        "flows", t("pictures.flows"), flow([column for column in columns if column], bands),
        unit=t("pictures.flows_unit"), says=says,
        counts=counts, note=t("pictures.flows_note"),
        legend=tuple((paint, word_of[sure]) for sure, paint in _PAINTS.items() if paint in used),
        heads=tuple(t(f"column.{name}") for name in ("donor", "number", "places", "certainty", "action", "status")),
        rows=tuple(rows),
    )  # fmt: skip


def _bands(
    start: str, end: str, told: str, sure: Iterable[str], href: str, word_of: Mapping[str, str]
) -> Iterator[Band]:
    """What leads from one thing to another, in a band for each certainty with which parts of it are told."""
    parts = Counter(sure)
    for code, paint in _PAINTS.items():
        if n := parts[code]:
            yield Band(start, end, n, f"{said(told, n)} ({word_of[code]})", href, paint)


def together(answer: Answer, pictures: Pictures, labels: Labels, state: State) -> Figure:
    """The pairs of organisations that have a part in most actions, and of these how many for certain."""
    t = translator(state.language)
    words = {"bar": "stated", "hedged": "hedged", "inferred": "inferred"}
    bars: list[Bar] = []
    for row in answer.texts():
        href = state.to("/graph", about=row["one"], to=row["other"])
        parts = {paint: int(row[code]) for paint, code in words.items()}
        bars.append(Bar(f"{row['one_label']} – {row['other_label']}", parts, href))
    partners = Counter(row[end] for row in answer.texts() for end in ("one_label", "other_label"))
    series = {paint: word_for(state.language, "certainty", code, labels) for paint, code in words.items()}
    figure = pictures.bars("together", t("pictures.together"), bars, series, t("pictures.together_unit"), _MOST)
    shared = most(partners.items(), state.language, t("pictures.partners"))
    in_all = (t("figure.in_all"), t("pictures.pairs", n=len(bars), shared=sum(bar.total for bar in bars)))
    return replace(summed(figure, series, bars), says=(in_all, *shared))


VIEWS = (View("/pictures", build),)
