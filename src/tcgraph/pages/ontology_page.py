"""The ontology for a reader in a hurry: one picture, how to ask, a page for each term, and the whole as one text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from tcgraph.errors import UnknownTerm
from tcgraph.export.ontology import Ontology, Term
from tcgraph.export.ontology.model import text_in
from tcgraph.pages.charts.figure import Cell, Figure
from tcgraph.pages.charts.network import NetworkNode, network
from tcgraph.pages.documentation import Documentation, documentation, namer, rows_of
from tcgraph.pages.i18n import translator
from tcgraph.pages.labels import Labels
from tcgraph.pages.ontology_usage import Model, example_of, model_of, queries_for, widest
from tcgraph.pages.page import Page, State, View, page_path
from tcgraph.pages.pictures import Pictures
from tcgraph.pages.query_tokens import patterns
from tcgraph.pages.schema_text import FIRST_ASKED, before_first, schema_text
from tcgraph.pages.serving import state_of
from tcgraph.pages.site import Site, ask
from tcgraph.rdf import Literal, NamedNode
from tcgraph.terms import TC, shorten

_PICTURE = "model-picture"
_MOST_FOUND = 30
_SAID = ("rdfs:label", "skos:altLabel", "skos:definition", "skos:scopeNote", "skos:example")
_TOLD_ELSEWHERE = frozenset(("domainIncludes_back", "rangeIncludes_back"))
"""What the counts of a term's own page tell better."""


def overview(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """What one begins with: the picture, how to ask, all classes; or the terms that were searched for.

    Raises:
        UnknownTerm: there is no such version.
    """
    t = translator(state.language)
    found = documentation(site)
    shown = found.of(state.get("version"))
    model = model_of(site)
    figure = _picture(site, state, model)
    words = state.get("find")
    context = {
        **_common(found, shown, state),
        "model": model,
        "before_first": before_first(t),
        "first_asked": FIRST_ASKED,
        "patterns_asked": patterns(site.queries),
        "words": words,
        "found": _found(shown, words) if words else [],
    }
    things = tuple(NamedNode(iri) for iri in shown.terms)
    title = f"{t('nav.ontology')} {shown.version}"
    answers = (*model.answers, ask(site, "vocabulary", {"lang": state.language}))
    return Page("ontology.html", title, "ontology", context, answers, things, (figure,) if figure else ())


def term(site: Site, state: State, parameters: Mapping[str, str]) -> Page:
    """One class or property: what it means, and what the graph has of it.

    Raises:
        UnknownTerm: there is no such term, or no such version.
    """
    found = documentation(site)
    shown = found.of(state.get("version"))
    told = shown.terms.get(TC + parameters["name"])
    if told is None:
        raise UnknownTerm(f"The ontology has no tc:{parameters['name']}.")
    model = model_of(site)
    kind = model.of(told.iri)
    codes = frozenset(scheme.iri for scheme in shown.schemes)
    labels = Labels(site, state.language)
    example = example_of(site, kind)
    labels.note(value for _, values in example for value in values)
    above = {iri: one.links.get("rdfs:subClassOf", ()) for iri, one in shown.terms.items()}
    context = {
        **_common(found, shown, state),
        "term": told,
        "kind": kind,
        "holders": model.holders(told.iri),
        "leading": model.leading_to(told.iri),
        "said": model.said.get(told.iri, (0, 0)),
        "widest": lambda leads: widest(leads, above),
        "example": example,
        "queries": queries_for(kind, codes) if kind.things else [],
        "rows": [(row, iris) for row, iris in rows_of(told) if row not in _TOLD_ELSEWHERE],
    }
    label = told.text("rdfs:label", state.language) or Literal(told.name)
    return Page("term.html", label.value, "ontology", context, model.answers, (NamedNode(told.iri),))


def codes(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """The lists of codes, each with what its codes mean."""
    found = documentation(site)
    shown = found.of(state.get("version"))
    title = translator(state.language)("ontology.schemes")
    answers = (ask(site, "vocabulary", {"lang": state.language}),)
    return Page("codes.html", title, "ontology", _common(found, shown, state), answers)


def versions(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """The versions of the ontology, what changed, the files it is made of, and what it is aligned with."""
    found = documentation(site)
    shown = found.of(state.get("version"))
    context = {
        **_common(found, shown, state),
        "versions": [ontology.version for ontology in found.versions],
        "history": [change for change in found.history if change.after <= shown.version],
    }
    title = translator(state.language)("ontology.versions_title")
    answers = (ask(site, "vocabulary-links"),)
    return Page("versions.html", title, "ontology", context, answers)


def _common(found: Documentation, shown: Ontology, state: State) -> dict[str, object]:
    return {
        "ontology": shown,
        "in_force": found.versions[-1].version,
        "uses": found.uses,
        "name_of": namer(shown, state.language),
        "href": lambda iri: state.to(page_path(iri), version=state.get("version")),
        "curie": lambda iri: shorten(iri).strip("<>"),
        "chosen": lambda texts, property_: text_in(texts.get(property_, ()), state.language),
    }


def _found(shown: Ontology, words: str) -> list[Term]:
    """The terms that have all the words in their names, labels or definitions; those named or called so first."""
    wanted = words.casefold().removeprefix("tc:").split()

    def texts(one: Term) -> list[str]:
        return [one.name.casefold(), *(text.value.casefold() for name in _SAID for text in one.texts.get(name, ()))]

    hits = [one for one in shown.terms.values() if all(any(word in text for text in texts(one)) for word in wanted)]
    named = "".join(wanted)
    called = " ".join(wanted)

    def place(one: Term) -> tuple[bool, bool, bool]:
        also = {text.value.casefold() for name in ("rdfs:label", "skos:altLabel") for text in one.texts.get(name, ())}
        return (called not in also, not one.name.casefold().startswith(named), named not in one.name.casefold())

    hits.sort(key=place)
    return hits[:_MOST_FOUND]


def _picture(site: Site, state: State, model: Model) -> Figure | None:
    """The few classes that one begins with, as the project's own query lists them."""
    answer = ask(site, _PICTURE) if _PICTURE in site.queries else None
    if answer is None or not answer.rows:
        return None
    t = translator(state.language)
    rows = list(answer.texts())

    def spot(iri: str, link: str, depth: int) -> NetworkNode:
        # A class is one box, however many links lead to it.
        below = dict.fromkeys(row["to"] for row in rows if row["from"] == iri) if depth < 2 else {}
        things = model.of(iri).things  # none of a class of another vocabulary
        label = f"{shorten(iri)} · {things}" if things else shorten(iri)
        hanging = tuple(spot(to, told(iri, to), depth + 1) for to in below)
        towards = link.startswith("rdfs:subClassOf")
        return NetworkNode(label, link, state.to(page_path(iri)), towards, below=hanging)

    def told(start: str, end: str) -> str:
        own = [row for row in rows if (row["from"], row["to"]) == (start, end)]
        return ", ".join(f"{shorten(row['link'])} · {row['n']}" for row in own)

    cells = tuple(
        (*tuple(Cell(shorten(row[c]), state.to(page_path(row[c]))) for c in ("from", "link", "to")), Cell(row["n"]))
        for row in rows
    )
    heads = tuple(t(f"ontology.picture_{head}") for head in ("from", "link", "to", "n"))
    drawn = {row[end] for row in rows for end in ("from", "to")}
    held = sum(kind.things > 0 for kind in model.kinds.values())
    figure = Pictures(site, state).figure(
        "model", t("ontology.picture"), network(spot(rows[0]["from"], "", 0)),
        says=((t("figure.in_all"), t("ontology.picture_all", n=len(drawn), all=held)),),
        unit=t("ontology.picture_unit"), heads=heads, rows=cells,
    )  # fmt: skip
    return replace(figure, source="")  # The document says nothing of classes.


def routes(site: Site) -> list[BaseRoute]:
    """The whole as one text, for programs and assistants."""

    def text(request: Request) -> Response:
        state = state_of(request, "/schema.txt", site.public_url)
        written = schema_text(site, documentation(site).versions[-1], state)
        return PlainTextResponse(written, headers={"cache-control": "public, no-cache"})

    return [Route("/schema.txt", text)]


VIEWS = (View("/ontology", overview), View("/terms/{name}", term), View("/codes", codes), View("/versions", versions))
