"""Any thing of the graph: what is said of it, what refers to it, and where it is named."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tcgraph.errors import UnknownTerm
from tcgraph.pages.caveats import own_words
from tcgraph.pages.citation_card import handing_on
from tcgraph.pages.downloads import brief_of
from tcgraph.pages.labels import Labels
from tcgraph.pages.page import Page, State, View, iri_of
from tcgraph.pages.shown_passages import passages_of
from tcgraph.pages.site import Answer, Site, ask
from tcgraph.pages.structured import described
from tcgraph.queries import NamedQuery
from tcgraph.rdf import Literal, NamedNode, Term, plain
from tcgraph.terms import BASE, GRAPH, ID, PREFIXES, TC

_NAMES = frozenset(
    (
        PREFIXES["rdfs"] + "label",
        PREFIXES["skos"] + "prefLabel",
        PREFIXES["rdf"] + "type",
        TC + "passage",
        TC + "summary",
        PREFIXES["skos"] + "definition",
    )
)
_TRANSLATIONS = GRAPH + "translations/"
"""What the names begin with of the graphs that hold nothing but our own translations of names."""
_INFERRED = GRAPH + "inferred"


def build(site: Site, state: State, parameters: Mapping[str, str]) -> Page:
    """The page of the thing that the path names.

    Raises:
        UnknownTerm: the graph says nothing of it.
    """
    return about(site, state, iri_of(parameters["path"]))


def about(site: Site, state: State, iri: str) -> Page:
    """The page of a thing.

    Raises:
        UnknownTerm: the graph says nothing of it.
    """
    said, refers = _ask(site, state, iri)
    naming = ask(site, "actions-naming", {"thing": iri, "lang": state.language})
    facts: dict[str, list[tuple[Term, str]]] = {}
    special: dict[str, list[Term]] = {}
    names: list[tuple[Literal, bool]] = []
    for row in said.dicts():
        name = plain(row["property"])
        if row["value"] == NamedNode(iri):
            # That a place lies within itself follows from what "within" means, and tells a reader nothing.
            continue
        if name == PREFIXES["rdfs"] + "label" and isinstance(row["value"], Literal):
            names.append((row["value"], plain(row.get("graph")).startswith(_TRANSLATIONS)))
        elif name in _NAMES:
            special.setdefault(name, []).append(row["value"])
        else:
            facts.setdefault(name, []).append((row["value"], plain(row.get("graph"))))
    referring: dict[str, list[tuple[Term, str]]] = {}
    for row in refers.dicts():
        if row["subject"] != NamedNode(iri):
            referring.setdefault(plain(row["property"]), []).append((row["subject"], plain(row["graph"])))
    under = _under(naming)
    told = {f"{ID}recommendation/{number}" for number, _ in under} | {item for _, row in under for item in row.told}
    labels = Labels(site, state.language)
    labels.note(term for row in (*said.rows, *refers.rows, *naming.rows) for term in row)
    passages, _ = passages_of(site, thing=iri)
    context: dict[str, object] = {
        "thing": NamedNode(iri),
        "types": _own_first(special.get(PREFIXES["rdf"] + "type", [])),
        "own_words": own_words(site, [iri]),
        "brief": brief_of(iri, pays=TC + "donor" in referring),
        "pays": TC + "donor" in referring,
        "summaries": _spoken(special.get(TC + "summary", []) + special.get(PREFIXES["skos"] + "definition", []), state),
        "names": names,
        "facts": _apart(sorted(_in_one_language(_new(facts), state).items())),
        "referring": _apart(sorted(_own_links(_untold(referring, told)).items())),
        "asked": _answered(site, iri),
        "under": under,
        "passages": passages.get(iri, []),
        "attached": site.attached() is not None,
        **_standing(site, iri),
    }
    everything: dict[str, list[Term]] = {}
    for row in said.dicts():
        everything.setdefault(plain(row["property"]), []).append(row["value"])
    name = labels.of(iri).value
    card, handed = handing_on(site, state, NamedNode(iri), name)
    context |= handed
    subject = described(NamedNode(iri), name, everything, state)
    return Page(
        "thing.html", name, "", context, (said, refers, naming, *card.answers, ask(site, "misprints")),
        (NamedNode(iri),), subject=subject,
    )  # fmt: skip


def _standing(site: Site, iri: str) -> dict[str, object]:
    """Of an action: the recommendation it answers, and its status as last reported; nothing of other things."""
    action = re.match(re.escape(ID) + r"action/(\d+)-", iri)
    if action is None or "observations" not in site.queries:
        return {"status": "", "as_of": "", "recommendation": ""}
    told = [row for row in ask(site, "observations", {"number": action[1]}).texts() if row["action"] == iri]
    last = max(told, key=lambda row: row["as_of"], default={"status": "", "as_of": ""})
    return {"status": last["status"], "as_of": last["as_of"], "recommendation": action[1]}


def _ask(site: Site, state: State, iri: str) -> tuple[Answer, Answer]:
    given = {"thing": iri, "lang": state.language}
    said, refers = ask(site, "statements", given), ask(site, "references", given)
    if not said.rows and not refers.rows:
        raise UnknownTerm(f"The graph says nothing of {iri}.")
    return said, refers


def _spoken(texts: Sequence[Term], state: State) -> list[Term]:
    """Of texts in several languages the reader's own, else the English, else all."""
    for language in (state.language, "en"):
        own = [text for text in texts if isinstance(text, Literal) and text.language == language]
        if own:
            return list(own)
    return list(texts)


def _new(facts: Mapping[str, list[tuple[Term, str]]]) -> dict[str, list[tuple[Term, str]]]:
    """Facts without the properties that tell only what another tells: added by reasoning, or in the terms of others.

    A text that stands in several languages alike is told once.
    """

    def repeats(name: str) -> bool:
        values = {value for value, graph in facts[name] if graph == _INFERRED}
        others = [other for other in facts if other != name]
        if len(values) == len(facts[name]) and any(values <= {v for v, _ in facts[other]} for other in others):
            return True
        texts = {plain(value) for value, _ in facts[name]}
        return any(texts <= {plain(v) for v, _ in facts[other]} for other in others if other.startswith(TC))

    new = {name: values for name, values in facts.items() if name.startswith(TC) or not repeats(name)}
    return {
        name: list({plain(value): (value, graph) for value, graph in values}.values()) for name, values in new.items()
    }


def _in_one_language(facts: Mapping[str, list[tuple[Term, str]]], state: State) -> dict[str, list[tuple[Term, str]]]:
    """Of what a property says in several languages, what it says in the reader's own; all else as it is."""
    kept = {}
    for name, values in facts.items():
        texts = [value for value, _ in values if isinstance(value, Literal) and value.language]
        spoken = _spoken(texts, state)
        kept[name] = [(value, graph) for value, graph in values if value not in texts or value in spoken]
    return kept


def _untold(
    referring: Mapping[str, list[tuple[Term, str]]], told: Collection[str]
) -> dict[str, list[tuple[Term, str]]]:
    """Links without those from what is listed already, and from the parts that the thing has in it."""

    def is_told(subject: str) -> bool:
        kind, _, code = subject.removeprefix(ID).partition("/")
        in_action = f"{ID}action/{code.rpartition('-')[0]}" if kind in ("funding", "participation") else ""
        return subject in told or in_action in told

    left = {name: [link for link in links if not is_told(plain(link[0]))] for name, links in referring.items()}
    # What something was said to be, before it was put right, is told where it is put right.
    return {name: links for name, links in left.items() if links and name != TC + "formerThing"}


def _own_links(referring: Mapping[str, list[tuple[Term, str]]]) -> dict[str, list[tuple[Term, str]]]:
    """Links without those in the terms of others that repeat a link in our own."""
    things = {name: {subject for subject, _ in links} for name, links in referring.items()}
    own = [subjects for name, subjects in things.items() if name.startswith(TC)]
    return {
        name: links
        for name, links in referring.items()
        if name.startswith(TC) or not any(things[name] <= ours for ours in own)
    }


def _apart(said: Iterable[tuple[str, list[tuple[Term, str]]]]) -> list[list[tuple[str, list[Term]]]]:
    """What is written down, by property, and apart from it what was concluded from it and from the rest."""
    parts: list[list[tuple[str, list[Term]]]] = [[], []]
    for name, values in said:
        for part, concluded in zip(parts, (False, True), strict=True):
            own = [value for value, graph in values if (graph == _INFERRED) is concluded]
            if own:
                part.append((name, own))
    return parts


@dataclass(slots=True)
class _Row:
    """A recommendation under which a thing appears: its name, the reported items, and whether only we read it so.

    Of each item: the thing's parts in it, each with what more is known of the part, whether it is our reading, and
    whether it is told with a hedge, and the day of the report that tells it where a later one does not.
    That a thing is an item's theme, always our reading, is no part in it.
    """

    label: str
    told: dict[str, list[tuple[str, Term | None, bool, bool, str]]] = field(default_factory=dict)
    ours: bool = True


def _under(naming: Answer) -> list[tuple[int, _Row]]:
    rows: dict[int, _Row] = {}
    for found, terms in zip(naming.texts(), naming.dicts(), strict=True):
        row = rows.setdefault(int(found["number"]), _Row(found["label"]))
        ours, relation = found["ours"] == "true", found["relation"]
        row.ours = row.ours and (ours or relation == "theme")
        if found["action"]:
            parts = row.told.setdefault(found["action"], [])
            if relation != "theme":
                parts.append((relation, terms.get("note"), ours, found["hedged"] == "true", found.get("earlier", "")))
    return sorted(rows.items())


def _answered(site: Site, iri: str) -> list[tuple[NamedQuery, dict[str, str], int | None]]:
    """The questions about a thing that have an answer, each with how many rows; None where it asks for more first."""
    found = []
    for query, given in _questions(site, iri):
        open_ones = [one for one in query.parameters if one.required and one.name not in given]
        rows = None if open_ones else len(ask(site, query.name, given).rows)
        if rows != 0:
            found.append((query, given, rows))
    return found


def _questions(site: Site, iri: str) -> list[tuple[NamedQuery, dict[str, str]]]:
    """The questions that can be asked about a thing: those with a parameter for things of its kind."""
    branch, kind, code, *_ = [*iri.removeprefix(BASE).split("/", 2), "", ""]
    if branch not in ("id", "vocab") or not code:
        return []
    return [
        (query, {parameter.name: iri if parameter.type == "iri" else code})
        for query in site.queries.of_kind("answer")
        for parameter in query.parameters
        if parameter.name == kind and (parameter.type == "iri" or re.fullmatch(r"[A-Za-z0-9-]+", code))
    ]


VIEWS = (View("/page/{path:path}", build),)


def _own_first(types: list[Term]) -> list[Term]:
    """The classes of our own vocabulary, which say most to a reader; those of others where there is none."""
    return [kind for kind in types if isinstance(kind, NamedNode) and kind.value.startswith(TC)] or types
