"""What can follow where somebody writes a query: names that the ontology defines or the graph describes.

The tokens before the cursor tell what is begun: a variable, a class after ``a``, a name below a prefix, or a property.
First stand the properties of the classes that the query names or its properties lead to, then what the graph has most.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tcgraph.errors import TcgraphError
from tcgraph.pages.documentation import documentation
from tcgraph.pages.labels import Labels
from tcgraph.pages.ontology_usage import Model, model_of
from tcgraph.pages.query_tokens import is_term, tokens
from tcgraph.pages.site import Site, run
from tcgraph.rdf import Literal, NamedNode
from tcgraph.sparql import Token
from tcgraph.sparql.keywords import KEYWORDS, declared_prefixes
from tcgraph.terms import QUERY_PREFIXES, RDF_TYPE, TC

_MOST = 60
_BELOW = """# What the graph describes below a namespace.
SELECT DISTINCT ?node {{ ?node a ?kind FILTER(STRSTARTS(STR(?node), {namespace})) }}"""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that could stand here.

    Attributes:
        insert: what to write.
        label: its name for people.
        count: how often the graph has it; 0 when not counted.
        kind: ``class``, ``property``, ``value``, ``variable`` or ``keyword``.
    """

    insert: str
    label: str
    count: int
    kind: str


def complete(site: Site, text: str, offset: int, language: str) -> list[Option]:
    """What can stand at ``offset``, the likeliest first; only what begins with, or has, what has been typed.

    Args:
        site: whose ontology and graph are asked.
        text: the query, finished or not.
        offset: where.
        language: of labels.
    """
    before, typed = tokens(text[:offset]), ""
    if before and before[-1].end == offset and (is_term(before[-1]) or before[-1].kind == "word"):
        typed = before.pop().text
    if typed[:1] in ("<", '"', "'"):
        return []
    prefixes = {**QUERY_PREFIXES, **declared_prefixes(text)}
    variables = dict.fromkeys(token.text for token in reversed(before) if token.kind == "variable")
    named = [Option(name, "", 0, "variable") for name in variables if name.startswith(typed)]
    if typed[:1] in ("?", "$"):
        return named
    prefix, colon, _ = typed.partition(":")
    if colon and prefixes.get(prefix, TC) != TC:
        return _below(site, prefix, prefixes[prefix], typed, language)
    kind = "class" if before and before[-1].text in ("a", "rdf:type") else "property"
    classes, model = _context(before, prefixes, model_of(site)), model_of(site)
    own = {held.property: held.things for iri in classes for held in model.kinds[iri].held}
    if before and before[-1].text == "^":
        own = {held.property: n for iri in classes for _, held, n in model.leading_to(iri)}
    found = _terms(site, kind, own, typed, language)
    if colon or kind == "class":
        return found
    words = [Option(word, "", 0, "keyword") for word in sorted(KEYWORDS) if typed and word.startswith(typed.upper())]
    return [*named, *words, *found][:_MOST]


def _context(before: Iterable[Token], prefixes: Mapping[str, str], model: Model) -> set[str]:
    """The classes that a query names, and those that its properties lead to."""
    split = (token.text.partition(":") for token in before if token.kind == "name")
    written = {prefixes.get(prefix, "") + local for prefix, _, local in split}
    leads = (
        lead for kind in model.kinds.values() for held in kind.held if held.property in written for lead in held.leads
    )
    return (written | {lead.iri for lead in leads}) & model.kinds.keys()


def _terms(site: Site, kind: str, own: Mapping[str, int], typed: str, language: str) -> list[Option]:
    """The ontology's classes or properties that fit what is typed, first those that stand to be said here."""
    model = model_of(site)
    ranked: list[tuple[int, int, int, str, Option]] = []
    for iri, term in documentation(site).versions[-1].terms.items():
        label = term.text("rdfs:label", language)
        told, written = label.value if label else "", QUERY_PREFIXES.shorten(iri)
        fits = _fits(typed, written, told)
        if fits is None or not term.kind.endswith(kind):
            continue
        count = model.of(iri).things if kind == "class" else model.said.get(iri, (0, 0))[0]
        ranked.append((fits, -own.get(iri, 0), -count, written, Option(written, told, count, kind)))
    typing = [Option("a", "type", 0, "property")] if kind == "property" and not typed else []
    return [*typing, *(option for *_, option in sorted(ranked, key=lambda one: one[:4]))][:_MOST]


def _below(site: Site, prefix: str, namespace: str, typed: str, language: str) -> list[Option]:
    """What the graph describes below a prefix, by its name there or its label."""
    try:
        rows = run(site, "names", _BELOW.format(namespace=Literal(namespace))).rows
    except TcgraphError:
        return []
    labels = Labels(site, language)
    nodes = [node for (node,) in rows if isinstance(node, NamedNode) and node.value != RDF_TYPE]
    labels.note(nodes)
    ranked: list[tuple[int, str, Option]] = []
    for node in nodes:
        local, label = node.value.removeprefix(namespace), labels.of(node).value
        written = f"{prefix}:{local}"
        fits = _fits(typed, written, label)
        if re.fullmatch(r"[\w-]+", local) and fits is not None:
            ranked.append((fits, written, Option(written, "" if label in written else label, 0, "value")))
    return [option for *_, option in sorted(ranked, key=lambda one: one[:2])][:_MOST]


def _fits(typed: str, written: str, label: str) -> int | None:
    """How well what is typed fits a name; smaller is better, None is not at all."""
    want, whole, told = typed.casefold(), written.casefold(), label.casefold()
    local, rest = whole.partition(":")[2], want.rpartition(":")[2]
    if whole.startswith(want) or local.startswith(want):
        return 0
    if told.startswith(rest) or any(word.startswith(rest) for word in re.split(r"\W+", told)):
        return 1
    return 2 if rest in local or rest in told.replace(" ", "") else None
