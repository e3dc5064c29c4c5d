"""What facts refer to, added one by one: bodies, groups of countries, themes; each in a small file of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tcgraph.engine import Engine
from tcgraph.errors import BadParameter
from tcgraph.followup.fact_writer import Facts, concept, plain, short, text, thing
from tcgraph.followup.naming.review_names import ReviewNames, Unknown
from tcgraph.followup.project_engine import open_graph
from tcgraph.project import Project
from tcgraph.rdf import Literal, NamedNode
from tcgraph.terms import TC, expand

_CODE: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SCHEME: Final = "https://w3id.org/tcgraph/vocab/theme"
_LABEL: Final = "SELECT ?label WHERE { ?thing rdfs:label ?label FILTER(LANG(?label) = 'en') }"


@dataclass(frozen=True, slots=True)
class ReferenceEntry:
    """What is added.

    Attributes:
        code: short, part of its address.
        names: by language; English is needed, empty ones count as not given.
        source: where it is known from: a web address, or the path of a document of the graph.
    """

    code: str
    names: Mapping[str, str]
    source: str = ""


@dataclass(frozen=True, slots=True)
class KnownBody:
    """A body that the project has already."""

    code: str
    name: str


def body_known(engine: Engine, words: str) -> KnownBody | None:
    """The body that words name, where the graph has one: by code, name or acronym."""
    try:
        node = ReviewNames(engine).body(words)
    except Unknown:
        return None
    labels = [row[0].value for row in engine.select(_LABEL, bindings={"thing": node}) if isinstance(row[0], Literal)]
    code = node.value.rpartition("/")[2]
    return KnownBody(code, labels[0] if labels else code)


def add_body(project: Project, entry: ReferenceEntry, kind: str, acronym: str = "") -> Path:
    """Add a body.

    Raises:
        BadParameter: there is one of that code, its kind is none of the scheme, or something is missing.
    """
    names = ReviewNames(open_graph(project))
    if kind not in names.kinds:
        raise BadParameter(f"--kind {kind!r} is none of {', '.join(sorted(names.kinds))}.")
    node = _free(names, f"organisation/{entry.code}", entry)
    facts = _described(node, "Organisation", entry)
    facts.add(node, "tc:abbreviation", plain(acronym))
    facts.add(node, "tc:organisationKind", concept(f"organisation-kind/{kind}"))
    return _write(project.data / "reference" / "bodies" / f"{entry.code}.ttl", facts)


def add_group(project: Project, entry: ReferenceEntry, countries: Iterable[str]) -> Path:
    """Add a group of countries.

    Raises:
        BadParameter: there is one of that code, or a member is no country that the graph knows.
    """
    names = ReviewNames(open_graph(project))
    node = _free(names, f"grouping/{entry.code}", entry)
    facts = _described(node, "Grouping", entry)
    for country in countries:
        try:
            member = names.country(country)
        except Unknown as unknown:
            raise BadParameter(f"--country: {unknown}.") from None
        facts.add(node, "tc:hasMember", member)
    return _write(project.data / "reference" / "groups" / f"{entry.code}.ttl", facts)


def add_theme(project: Project, entry: ReferenceEntry, definition: str) -> Path:
    """Add a theme to the project's scheme.

    Raises:
        BadParameter: there is one of that code.
    """
    names = ReviewNames(open_graph(project))
    node = concept(f"theme/{entry.code}")
    if node.value in names.concepts:
        raise BadParameter(f"There is a theme {entry.code!r} already.")
    _checked(entry)
    if missing := [f"--{tongue}" for tongue in ("fr", "es") if not entry.names.get(tongue)]:
        raise BadParameter(f"{' and '.join(missing)}: name the theme in each language; pages are read in all of them.")
    scheme = NamedNode(_SCHEME)
    facts = Facts()
    facts.add(node, "rdf:type", expand("skos:Concept"))
    facts.add(node, "skos:inScheme", scheme)
    facts.add(node, "skos:topConceptOf", scheme)
    facts.add(node, "skos:notation", plain(entry.code))
    facts.add(node, "skos:prefLabel", *(text(name, tongue) for tongue, name in entry.names.items() if name))
    facts.add(node, "skos:definition", text(f"{definition.rstrip('.')}."))
    facts.add(node, "skos:example", text(f"What is said under the theme {entry.names['en']}."))
    return _write(project.ontology / "vocab" / "themes" / f"{entry.code}.ttl", facts)


def _free(names: ReviewNames, path: str, entry: ReferenceEntry) -> NamedNode:
    _checked(entry)
    node = thing(path)
    if node.value in names.things:
        raise BadParameter(f"There is a {path} already.")
    if not re.match(r"https?://\S+$|document/\S+$", entry.source):
        raise BadParameter(f"--source {entry.source!r} is neither a web address nor a document such as document/hc-12.")
    if entry.source.startswith("document/") and thing(entry.source).value not in names.things:
        raise BadParameter(f"There is no {entry.source}.")
    return node


def _checked(entry: ReferenceEntry) -> None:
    if not _CODE.fullmatch(entry.code):
        raise BadParameter(f"{entry.code!r} is no code; use small letters, digits and hyphens, such as min-labour.")
    if not entry.names.get("en", "").strip():
        raise BadParameter("--name: give its name in English.")


def _described(node: NamedNode, kind: str, entry: ReferenceEntry) -> Facts:
    facts = Facts()
    source = thing(entry.source) if entry.source.startswith("document/") else NamedNode(entry.source)
    facts.add(node, "rdf:type", NamedNode(TC + kind))
    facts.add(node, "rdfs:label", *(text(short(name), tongue) for tongue, name in entry.names.items() if name))
    facts.add(node, "dcterms:source", source)
    return facts


def _write(path: Path, facts: Facts) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(facts.turtle(["Written by `tcgraph add`; edit it as you like."]), encoding="utf-8")
    return path
