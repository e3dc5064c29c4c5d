"""The schema as one text: what there is, how much of it, what leads where, the codes, and how to ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tcgraph.export.ontology import Ontology
from tcgraph.export.ontology.model import text_in
from tcgraph.namespaces import STANDARD
from tcgraph.pages.i18n import Translate, translator
from tcgraph.pages.ontology_usage import LABEL, ClassUsage, Model, UsedProperty, model_of, widest
from tcgraph.pages.page import State
from tcgraph.pages.query_tokens import patterns
from tcgraph.pages.site import Site, run
from tcgraph.queries import NamedQuery, without_header
from tcgraph.rdf import NamedNode
from tcgraph.terms import ID, PREFIXES, QUERY_PREFIXES, TC, shorten

_FIRST = ("row", "class", "names", "word", "language", "code", "group", "read")
_WRITTEN = {
    "class_of": "?x a ?kind",
    "language": 'FILTER(LANG(?label) = "en")',
    "abbreviation": 'tc:abbreviation "UNDP"',
    "matches": '?x tcs:matches ("gender audit*" "en")',
    "role": "tc:role v-role:partner",
    "notation": 'tc:role/skos:notation "partner"',
    "status": 'tc:statusCode "planned"',
    "state": 'tc:stateCode "held"',
    "certainty": 'tc:certaintyCode "hedged"',
    "group": "?x tc:names|tc:theme ?group",
    "inferred": 'tc:certaintyCode "inferred"',
}
"""What the catalogues of words leave to be written alike in each language."""
_LEADS = 12
FIRST_ASKED = 10
"""How many ways to ask stand on the first page, and unfolded."""
_MANY = 10
"""A property is told of a class in short where at least one thing in so many has it."""
_FEW = 2
_CODED = frozenset(("role", "theme", "product-kind", "product-state", "event-state", "organisation-kind"))
"""The lists of codes on the first page."""
_ASIDE = frozenset(
    TC + name
    for name in (
        *("Passage", "Rendition", "Amendment", "Withdrawn", "Correction", "Completeness", "Answer", "Reading"),
        *("ReportingCycle", "FollowUp", "InstrumentSet", "ReportEntry", "Section", "Outcome", "Ratification"),
    )
)
"""Classes that tell where and how something was read, or of the whole."""
_PLAIN = frozenset(
    TC + name
    for name in (
        *("passage", "summary", "mentions", "cites", "currentStatus", "certainty", "dateCertainty", "inSection"),
        *("firstDay", "lastDay", "year", "startDate", "endDate", "periodStart", "periodEnd", "periodLabel", "dueLabel"),
        *("iso2", "iso3", "m49", "dacCode", "partOf", "boundary", "inRegion", "governs", "iatiIdentifier"),
        *("ordinal", "asOf", "hasElement", "hasEntry", "inFollowUp", "agendaItem", "purpose", "session", "ofAction"),
        *("productState", "eventState", "projectState", "agreementState", "hasCondition", "reportedBy", "reportedIn"),
        *("pointForDecision", "submittedTo", "inForceOn", "adoptedYear", "severalYears", "alignedWithCycle"),
        *("genderProvisions", "inferredAgent", "inferredMention", "inferredMaker", "inferredDonor", "inferredOwer"),
        *("inferredAddressee", "refersTo", "citesInstrument", "beneficiary", "adoptedOn"),
    )
)
"""Properties that the first page leaves out: what goes with tc:when, tc:names or tc:section, or with everything."""
_MOST_LINKED = """# The things that most is linked to.
SELECT ?thing (COUNT(DISTINCT ?item) AS ?count) {
  ?item tc:who|tc:names|tc:where ?thing
}
GROUP BY ?thing
ORDER BY DESC(?count) ?thing"""
_NAMED = {"organisation": 12, "region": 5, "country": 3}
"""How many names of a kind the first page tells."""


def schema_text(site: Site, shown: Ontology, state: State) -> str:
    """The schema as text."""
    return "\n".join(_lines(site, shown, state)) + "\n"


def before_first(t: Translate) -> list[str]:
    """What one has to know before a first query, in the words of a language."""
    return [t(f"ontology.first_{name}", **_WRITTEN) for name in _FIRST]


def _lines(site: Site, shown: Ontology, state: State) -> Iterator[str]:
    model = model_of(site)
    about = site.project.about
    asked = patterns(site.queries)
    above = {iri: term.links.get("rdfs:subClassOf", ()) for iri, term in shown.terms.items()}
    kinds = sorted(model.kinds.values(), key=lambda kind: (-kind.things, kind.iri))
    yield f"# Schema of: {about.name()}"
    yield ""
    endpoint = state.absolute(state.to("/sparql"))
    yield f"Version {shown.version}. SPARQL endpoint: {endpoint} (no prefix has to be declared)."
    yield "Read to the line of === ; the rest is for looking up."
    yield ""
    t = translator("en")
    yield f"## {t('ontology.before_first')}"
    yield ""
    yield from (f"{number}. {rule}" for number, rule in enumerate(before_first(t), 1))
    yield ""
    yield "## How to ask"
    yield from _asked(asked[:FIRST_ASKED])
    yield ""
    yield "## What there is, and the tc: properties that many have (* several values)"
    yield ""
    yield "All have rdfs:label, most tc:summary; with tc:when come tc:firstDay, tc:lastDay and tc:year."
    yield ""
    first = [kind for kind in kinds if not {kind.iri, *above.get(kind.iri, ())} & _ASIDE]
    yield from (
        _in_short(kind, above, model) for kind in first if not set(above.get(kind.iri, ())) & model.kinds.keys()
    )
    yield ""
    yield "## Codes"
    yield ""
    yield from _codes(shown, _CODED)
    yield ""
    yield "## Names most asked by"
    yield ""
    yield from _names(site)
    yield ""
    yield "=" * 100
    yield ""
    yield "## Other ways to ask"
    yield from _asked(asked[FIRST_ASKED:])
    yield ""
    yield "## Prefixes"
    yield ""
    yield from _prefixes()
    yield ""
    yield "## Everyday words, and the term that holds what they mean"
    yield ""
    yield from _words(model, shown)
    yield ""
    yield "## Classes"
    yield ""
    yield "Under each class each property with how many of its things have it (* some have several values), and what it"
    yield "leads to. rdfs:label is left out where each thing has it."
    for kind in kinds:
        yield ""
        yield from _class(kind, shown, model, above)
    yield ""
    yield "## Properties"
    yield ""
    yield from _properties(model, shown)
    yield from _unused(model, shown)
    yield ""
    yield "## All codes (skos:notation of a concept)"
    yield ""
    yield from _codes(shown)


def _asked(queries: Iterable[NamedQuery]) -> Iterator[str]:
    for query in queries:
        yield ""
        yield f"### {query.question}"
        # What needs no declaration is told above.
        yield "\n".join(line for line in without_header(query.text).splitlines() if line[:7] != "PREFIX ").strip()


def _in_short(kind: ClassUsage, above: Mapping[str, tuple[str, ...]], model: Model) -> str:
    """A class in a line, with its narrower ones: what many of its things have that leads on or tells something."""
    under = [
        f"{shorten(one.iri)} {one.things}"
        for one in model.kinds.values()
        if kind.iri in above.get(one.iri, ()) and one.things > 2
    ]
    held = [one for one in kind.held if one.property.startswith(TC) and one.things * _MANY >= kind.things]
    told = [f"{one.property.removeprefix(TC)}{'*' * one.several}" for one in held if one.property not in _PLAIN]
    narrower = f" ({', '.join(under)})" if under else ""
    return f"{shorten(kind.iri)} {kind.things}{narrower}: {' '.join(told)}"


def _codes(shown: Ontology, only: frozenset[str] = frozenset()) -> Iterator[str]:
    for scheme in shown.schemes:
        name = scheme.iri.rpartition("/")[2]
        if not only or name in only:
            told = [text_in(texts.get("skos:notation", ()), "en") for _, texts in scheme.concepts]
            yield f"v-{name}: {', '.join(code.value for code in told if code)}"


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
    """The names that most is linked to, by their prefixes; they are spoken ones."""
    found: dict[str, list[str]] = {}
    for thing, _ in run(site, "names-most-linked", _MOST_LINKED).rows:
        if isinstance(thing, NamedNode) and not (written := _as_written(thing.value)).startswith("<"):
            found.setdefault(written.partition(":")[0], []).append(written.partition(":")[2])
    yield "rec:12, action:12-1-a, section:4: what the document numbers."
    for prefix, names in found.items():
        if shown := names[: _NAMED.get(prefix, 0)]:
            yield f"{prefix}: {', '.join(shown)}{' …' if len(names) > len(shown) else ''}"


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
    if shared := [
        f"{shorten(held.property)}{'*' * held.several} ({held.things})" for held in own if held.property in told
    ]:
        yield f"  as {shorten(wider.iri)}: {', '.join(shared)}"
    yield from (f"  {_property(held, above)}" for held in own if held.property not in told)


def _property(held: UsedProperty, above: dict[str, tuple[str, ...]]) -> str:
    leads = [shorten(lead.iri) for lead in widest(held.leads, above) if lead.iri]
    shown = [*leads[:_LEADS], *(["…"] if len(leads) > _LEADS else [])]
    return f"{shorten(held.property)}{'*' * held.several} ({held.things})" + (
        f" -> {' | '.join(shown)}" if shown else ""
    )


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
