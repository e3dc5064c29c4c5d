"""The schema as one text: what there is, how much of it, what leads where, the codes, and how to ask."""

from __future__ import annotations

from collections.abc import Iterator

from tcgraph.export.ontology import Ontology
from tcgraph.export.ontology.model import text_in
from tcgraph.pages.model import Held, Kind, model_of, widest
from tcgraph.pages.site import Site
from tcgraph.pages.state import State
from tcgraph.queries import without_header
from tcgraph.terms import QUERY_PREFIXES, shorten

_LEADS = 6


def schema_text(site: Site, shown: Ontology, state: State) -> str:
    """The schema as text.

    Args:
        site: whose data is counted.
        shown: the ontology in force.
        state: the address of the text.
    """
    return "\n".join(_lines(site, shown, state)) + "\n"


def _lines(site: Site, shown: Ontology, state: State) -> Iterator[str]:
    model = model_of(site)
    about = site.project.about
    yield f"# Schema of: {about.name()}"
    yield ""
    endpoint = state.absolute(state.to("/sparql"))
    yield f"Version {shown.version}. SPARQL endpoint: {endpoint} (these prefixes need no declaration)."
    yield "Each class with how many things there are; under it each property with how many of them have it,"
    yield "and what it leads to."
    yield ""
    yield from (f"PREFIX {name}: <{iri}>" for name, iri in QUERY_PREFIXES.items())
    yield ""
    yield "## Classes"
    above = {iri: term.links.get("rdfs:subClassOf", ()) for iri, term in shown.terms.items()}
    for kind in sorted(model.kinds.values(), key=lambda kind: (-kind.things, kind.iri)):
        yield ""
        yield from _class(kind, shown, above)
    yield ""
    yield "## Codes (ask by skos:notation)"
    yield ""
    for scheme in shown.schemes:
        told = [text_in(texts.get("skos:notation", ()), "en") for _, texts in scheme.concepts]
        yield f"{shorten(scheme.iri)}: {', '.join(code.value for code in told if code)}"
    yield ""
    yield "## How to ask"
    for query in site.queries.of_kind("pattern"):
        yield ""
        yield f"### {query.question}"
        yield ""
        yield without_header(query.text).strip()


def _class(kind: Kind, shown: Ontology, above: dict[str, tuple[str, ...]]) -> Iterator[str]:
    term = shown.terms.get(kind.iri)
    meaning = term.text("skos:definition") if term else None
    concluded = ", by inference" if kind.inferred == kind.things else ""
    yield f"{shorten(kind.iri)} ({kind.things}{concluded}): {meaning.value if meaning else ''}"
    yield from (f"  {_property(held, above)}" for held in kind.held)


def _property(held: Held, above: dict[str, tuple[str, ...]]) -> str:
    leads = [shorten(lead.iri) for lead in widest(held.leads, above) if lead.iri][:_LEADS]
    return f"{shorten(held.property)} ({held.things})" + (f" -> {' | '.join(leads)}" if leads else "")
