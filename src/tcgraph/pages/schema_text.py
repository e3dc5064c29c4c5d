"""The schema as one text: what there is, how much of it, what leads where, the codes, and how to ask."""

from __future__ import annotations

from collections.abc import Iterator

from tcgraph.export.ontology import Ontology
from tcgraph.export.ontology.model import text_in
from tcgraph.namespaces import STANDARD
from tcgraph.pages.named_answers import run
from tcgraph.pages.ontology_usage import LABEL, ClassUsage, Held, Model, model_of, widest
from tcgraph.pages.page_state import State
from tcgraph.pages.query_patterns import patterns
from tcgraph.pages.site import Site
from tcgraph.queries import without_header
from tcgraph.rdf import Literal, NamedNode
from tcgraph.terms import ID, PREFIXES, QUERY_PREFIXES, TC, shorten

_LEADS = 12
_FAMILIES = "each kind of thing, and each list of codes, has one"
_MOST_LINKED = """# The things that most is linked to.
SELECT ?thing (MIN(?name) AS ?label) (COUNT(DISTINCT ?item) AS ?count) {
  ?item tc:who|tc:where|tc:refersTo|tc:donor ?thing .
  ?thing rdfs:label ?name
  FILTER(LANG(?name) IN ("en", ""))
}
GROUP BY ?thing
ORDER BY DESC(?count) ?thing
LIMIT 25"""


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
    yield f"Version {shown.version}."
    yield f"SPARQL endpoint: {endpoint} (these prefixes need no declaration; {_FAMILIES})."
    yield "Each class with how many things there are; under it each property with how many of them have it,"
    yield "and what it leads to. rdfs:label is left out where each thing has it; labels are in several languages."
    yield ""
    yield from _prefixes()
    yield ""
    yield "## Everyday words, and the term that holds what they mean"
    yield ""
    yield from _words(model, shown)
    yield ""
    yield "## Classes"
    above = {iri: term.links.get("rdfs:subClassOf", ()) for iri, term in shown.terms.items()}
    for kind in sorted(model.kinds.values(), key=lambda kind: (-kind.things, kind.iri)):
        yield ""
        yield from _class(kind, shown, model, above)
    yield ""
    yield "## Properties"
    yield ""
    yield from _properties(model, shown)
    yield from _unused(model, shown)
    yield ""
    yield "## Codes (ask by skos:notation)"
    yield ""
    for scheme in shown.schemes:
        told = [text_in(texts.get("skos:notation", ()), "en") for _, texts in scheme.concepts]
        yield f"{shorten(scheme.iri)}: {', '.join(code.value for code in told if code)}"
    yield ""
    yield "## Names most asked by (of all that something is linked to)"
    yield ""
    yield from _names(site)
    yield ""
    yield "Texts (rdfs:label, tc:summary and the like) are ours; the words of the source are not in the graph but for"
    yield "short phrases, so that a search in texts finds how we put it. Prefer codes, links and tcs:matches."
    yield ""
    yield "## How to ask"
    for query in patterns(site.queries):
        yield ""
        yield f"### {query.question}"
        yield ""
        # What needs no declaration is told above.
        yield "\n".join(line for line in without_header(query.text).splitlines() if line[:7] != "PREFIX ").strip()


def _prefixes() -> Iterator[str]:
    """Each prefix that stands alone, and those of kinds of things and of lists of codes in a line each."""
    families = [
        (first, start, {name for name, iri in QUERY_PREFIXES.items() if iri == f"{start}{name.removeprefix(first)}/"})
        for first, start in (("", ID), ("v-", PREFIXES["vocab"]))
    ]
    named = set[str]().union(*(members for _, _, members in families))
    alone = {name: iri for name, iri in QUERY_PREFIXES.items() if name not in named}
    others = [name for name, iri in alone.items() if iri in STANDARD.values()]
    yield from (f"PREFIX {name}: <{iri}>" for name, iri in alone.items() if name not in others)
    yield f"Those of others, as everybody writes them: {', '.join(others)}"
    for first, start, members in families:
        listed = (name.removeprefix(first) for name in QUERY_PREFIXES if name in members)
        yield f"PREFIX {first}NAME: <{start}NAME/> for {', '.join(listed)}"


def _names(site: Site) -> Iterator[str]:
    for thing, label, count in run(site, "names-most-linked", _MOST_LINKED).rows:
        if isinstance(thing, NamedNode) and isinstance(label, Literal) and isinstance(count, Literal):
            yield f"{_as_written(thing.value)} = {label.value} ({count.value})"


def _as_written(iri: str) -> str:
    """An IRI as one writes it in a query, by the prefix that leaves the shortest name."""
    fitting = [(name, start) for name, start in QUERY_PREFIXES.items() if iri.startswith(start) and iri != start]
    name, start = max(fitting, key=lambda prefix: len(prefix[1]), default=("", ""))
    local = iri[len(start) :]
    return f"{name}:{local}" if start and "/" not in local else f"<{iri}>"


def _class(kind: ClassUsage, shown: Ontology, model: Model, above: dict[str, tuple[str, ...]]) -> Iterator[str]:
    term = shown.terms.get(kind.iri)
    meaning = term.text("skos:definition") if term else None
    concluded = ", by inference" if kind.inferred == kind.things else ""
    yield f"{shorten(kind.iri)} ({kind.things}{concluded}): {meaning.value if meaning else ''}"
    # What leads where is told once, of the wider class.
    wider = next((model.kinds[iri] for iri in above.get(kind.iri, ()) if iri in model.kinds), ClassUsage(""))
    told = {held.property for held in wider.held}
    own = [held for held in kind.held if held.property != LABEL or held.things < kind.things]
    if shared := [f"{shorten(held.property)} ({held.things})" for held in own if held.property in told]:
        yield f"  as {shorten(wider.iri)}: {', '.join(shared)}"
    yield from (f"  {_property(held, above)}" for held in own if held.property not in told)


def _property(held: Held, above: dict[str, tuple[str, ...]]) -> str:
    leads = [shorten(lead.iri) for lead in widest(held.leads, above) if lead.iri]
    shown = [*leads[:_LEADS], *(["…"] if len(leads) > _LEADS else [])]
    return f"{shorten(held.property)} ({held.things})" + (f" -> {' | '.join(shown)}" if shown else "")


def _properties(model: Model, shown: Ontology) -> Iterator[str]:
    """What each property of the ontology that the graph has means, once for all classes."""
    used = {held.property for kind in model.kinds.values() for held in kind.held}
    for iri in sorted(used & shown.terms.keys()):
        term = shown.terms[iri]
        said = [text.value for name in ("skos:definition", "skos:scopeNote") if (text := term.text(name))]
        yield f"{shorten(iri)}: {' '.join(said)}"


def _words(model: Model, shown: Ontology) -> Iterator[str]:
    """What people call what our terms stand for, so that one who knows no term finds it."""
    for iri, term in sorted(shown.terms.items()):
        words = [text.value for text in term.texts.get("skos:altLabel", ()) if text.language == "en"]
        nothing = "" if iri in model.kinds.keys() | model.said.keys() else " (nothing so far)"
        if words:
            yield f"{', '.join(sorted(words))}: {shorten(iri)}{nothing}"


def _unused(model: Model, shown: Ontology) -> Iterator[str]:
    """Our terms that nothing in the graph has, so that what is absent is told from what cannot be said."""
    used = model.kinds.keys() | model.said.keys()
    unused = [term for iri, term in sorted(shown.terms.items()) if iri.startswith(TC) and iri not in used]
    if not unused:
        return
    yield ""
    yield "## Modelled, and in nothing so far: for what is reported later"
    yield ""
    classes = [term.iri for term in unused if term.kind == "class"]
    own: dict[str, list[str]] = {iri: [] for iri in classes}
    for term in unused:
        owner = next((iri for iri in term.links.get("schema:domainIncludes", ()) if iri in own), "")
        own.setdefault(owner or term.iri, []).append(shorten(term.iri))
    for iri, names in own.items():
        said = shown.terms[iri].text("skos:definition")
        having = ", ".join(name for name in names if name != shorten(iri))
        yield f"{shorten(iri)}: {said.value if said else ''}{having and f' With {having}.'}"
