"""What the editor tells beside a query: what a name means, what there is to ask, how a result is loaded elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from tcgraph.pages.documentation import documentation
from tcgraph.pages.i18n import translator
from tcgraph.pages.ontology_usage import Lead, model_of, widest
from tcgraph.pages.page import State, page_path
from tcgraph.pages.query_tokens import tokens
from tcgraph.pages.site import Answer, Site
from tcgraph.rdf import Literal
from tcgraph.sparql.keywords import declared_prefixes
from tcgraph.terms import PREFIXES, QUERY_PREFIXES, shorten

_XSD = PREFIXES["xsd"]
_INTEGERS = frozenset(_XSD + name for name in ("integer", "int", "long", "nonNegativeInteger", "positiveInteger"))
_DAYS = frozenset(_XSD + name for name in ("date", "dateTime"))


def meaning_at(site: Site, text: str, offset: object, state: State) -> dict[str, object]:
    """What the name at a place of a query means; empty where there is none that the ontology defines.

    Args:
        site: whose ontology and counts are told.
        text: the query.
        offset: the place, as a whole number.
        state: in whose language, and where pages are.
    """
    if not isinstance(offset, int):
        return {}
    here = next((token for token in tokens(text) if token.start <= offset <= token.end and token.kind == "name"), None)
    if here is None:
        return {}
    prefix, _, local = here.text.partition(":")
    iri = {**QUERY_PREFIXES, **declared_prefixes(text)}.get(prefix, "") + local
    term = documentation(site).versions[-1].terms.get(iri)
    if term is None:
        return {}
    t = translator(state.language)
    model = model_of(site)
    label, definition = (term.text(name, state.language) for name in ("rdfs:label", "skos:definition"))
    n = model.of(iri).things if term.kind == "class" else model.said.get(iri, (0, 0))[0]
    return {
        "from": here.start,
        "to": here.end,
        "name": shorten(iri),
        "label": label.value if label else term.name,
        "definition": definition.value if definition else "",
        "counted": f"{n} {t('ontology.things' if term.kind == 'class' else 'ontology.times', n=n)}",
        "href": state.to(page_path(iri)),
    }


def schema_of(site: Site, language: str) -> list[dict[str, object]]:
    """The classes that have things, with what these have, the most frequent first."""
    terms = documentation(site).versions[-1].terms
    above = {iri: term.links.get("rdfs:subClassOf", ()) for iri, term in terms.items()}

    def said(iri: str, name: str) -> str:
        found = terms[iri].text(name, language) if iri in terms else None
        return found.value if found else ""

    def leads(found: tuple[Lead, ...]) -> str:
        return ", ".join(shorten(lead.iri) for lead in widest(found, above)[:4] if lead.iri)

    return [
        {
            "name": shorten(kind.iri),
            "label": said(kind.iri, "rdfs:label"),
            "definition": said(kind.iri, "skos:definition"),
            "things": kind.things,
            "held": [
                {
                    "name": shorten(held.property),
                    "label": said(held.property, "rdfs:label"),
                    "things": held.things,
                    "leads": f"{shorten(held.property)} → {leads(held.leads)}",
                }
                for held in kind.held
            ],
        }
        for kind in model_of(site).kinds.values()
    ]


def loading(answer: Answer, state: State) -> dict[str, str]:
    """How pandas and R load a result with its types, as programs to copy, by the name of the language."""
    address = state.absolute(State("/sparql.csv", {"query": state.get("query")}, root=state.root).url())
    whole = _columns(answer, lambda datatype: datatype in _INTEGERS)
    days = _columns(answer, lambda datatype: datatype in _DAYS)
    texts = [
        name for name in answer.variables if name not in whole and name not in days and name not in _numbers(answer)
    ]
    kinds = {**dict.fromkeys(texts, "string"), **dict.fromkeys(whole, "Int64")}
    of_r = {**dict.fromkeys(texts, "character"), **dict.fromkeys(days, "Date"), **dict.fromkeys(whole, "integer")}
    listed = ", ".join(f"`{name}` = {kind!r}" for name, kind in of_r.items()).replace("'", '"')
    python = [
        "import pandas as pd",
        "",
        f"rows = pd.read_csv({address!r},",
        f"                   dtype={kinds!r}" + (f", parse_dates={days!r})" if days else ")"),
    ]
    r = [f'rows <- read.csv("{address}", na.strings = "",', f"                 colClasses = c({listed}))"]
    return {"Python": "\n".join(python), "R": "\n".join(r)}


def _columns(answer: Answer, fits: Callable[[str], bool]) -> list[str]:
    """The columns all of whose values are literals of fitting types."""
    found: list[str] = []
    for index, name in enumerate(answer.variables):
        values = [row[index] for row in answer.rows if row[index] is not None]
        if values and all(isinstance(value, Literal) and fits(value.datatype.value) for value in values):
            found.append(name)
    return found


def _numbers(answer: Answer) -> list[str]:
    return _columns(answer, lambda datatype: datatype in {_XSD + name for name in ("decimal", "double", "float")})
