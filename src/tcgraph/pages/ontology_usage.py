"""What the graph really has of each class and property: counts, what values lead to, an example, and how to ask."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from tcgraph.pages.site import Answer, Site, ask
from tcgraph.rdf import Term, plain
from tcgraph.reach import reached
from tcgraph.terms import INFERRED as INFERRED_GRAPH
from tcgraph.terms import PREFIXES, TC, shorten

LABEL = PREFIXES["rdfs"] + "label"
TYPE = PREFIXES["rdf"] + "type"
_TEXT = PREFIXES["rdf"] + "langString"
CLASSES, HELD, PROPERTIES, INFERRED = "model-classes", "model-held", "model-properties", "model-inferred"


@dataclass(frozen=True, slots=True)
class ValueSummary:
    """What some values of a property are.

    Attributes:
        iri: a class, a list of codes, or a datatype; empty where the graph says nothing of the values.
        values: how many there are.
    """

    iri: str
    values: int


@dataclass(frozen=True, slots=True)
class UsedProperty:
    """A property that things of a class have.

    Attributes:
        property: its IRI.
        things: how many things of the class have it.
        leads: what its values are, the most frequent first.
        several: whether some have more than one value, so that asking for it makes several rows.
    """

    property: str
    things: int
    leads: tuple[ValueSummary, ...]
    several: bool = False


@dataclass(frozen=True, slots=True)
class ClassUsage:
    """A class as the data has it.

    Attributes:
        iri: its IRI.
        things: how many there are.
        inferred: how many of them are of this class only by inference.
        example: one of them; empty where there are none.
        held: what they have, the most frequent first.
    """

    iri: str
    things: int = 0
    inferred: int = 0
    example: str = ""
    held: tuple[UsedProperty, ...] = ()


@dataclass(frozen=True)
class Model:
    """All classes and properties as the data has them.

    Attributes:
        kinds: by IRI; only classes that have things.
        said: how often each property is said, and how often only by inference.
        answers: the queries that say so.
    """

    kinds: Mapping[str, ClassUsage]
    said: Mapping[str, tuple[int, int]]
    answers: tuple[Answer, ...] = field(repr=False, default=())

    def of(self, iri: str) -> ClassUsage:
        """A class; one without things where the data has none."""
        return self.kinds.get(iri) or ClassUsage(iri)

    def holders(self, iri: str) -> list[tuple[ClassUsage, UsedProperty]]:
        """The classes whose things have a property, with what they have."""
        return [(kind, held) for kind in self.kinds.values() for held in kind.held if held.property == iri]

    def leading_to(self, iri: str) -> list[tuple[ClassUsage, UsedProperty, int]]:
        """The classes and properties that lead to a class, and how often."""
        return [
            (kind, held, lead.values)
            for kind in self.kinds.values()
            for held in kind.held
            for lead in held.leads
            if lead.iri == iri
        ]


def model_of(site: Site) -> Model:
    """The model of the version in force; read once for each."""
    return site.memo.get((site.version(), "model"), lambda: _read(site))


def _read(site: Site) -> Model:
    classes, held, properties, inferred = answers = tuple(
        ask(site, name) for name in (CLASSES, HELD, PROPERTIES, INFERRED)
    )
    said = {row["property"]: (int(row["values"]), int(row["inferred"])) for row in inferred.texts()}
    leads: dict[tuple[str, str], list[ValueSummary]] = {}
    for row in properties.texts():
        leads.setdefault((row["class"], row["property"]), []).append(ValueSummary(row["leads"], int(row["values"])))
    own: dict[str, list[UsedProperty]] = {}
    for row in held.texts():
        name = row["property"]
        values, concluded = said.get(name, (0, 0))
        # What reasoning adds in the terms of others repeats what ours say.
        if name != TYPE and (name.startswith(TC) or concluded < values):
            found = tuple(sorted(leads.get((row["class"], name), ()), key=lambda lead: (-lead.values, lead.iri)))
            own.setdefault(row["class"], []).append(UsedProperty(name, int(row["things"]), found, _several(row, found)))
    kinds = {
        row["class"]: ClassUsage(
            row["class"],
            int(row["things"]),
            int(row["inferred"]),
            row["example"],
            tuple(sorted(own.get(row["class"], ()), key=lambda one: (-one.things, one.property))),
        )
        for row in classes.texts()
    }
    return Model(kinds, said, answers)


def _several(row: Mapping[str, str], leads: Collection[ValueSummary]) -> bool:
    """Whether things have several values; the translations of a text are none."""
    return int(row["values"]) > int(row["things"]) and all(lead.iri != _TEXT for lead in leads)


def widest(leads: tuple[ValueSummary, ...], wider: Mapping[str, tuple[str, ...]]) -> tuple[ValueSummary, ...]:
    """What values are, without classes of which a wider one is told as well."""
    told = {lead.iri for lead in leads}
    above = {iri: reached(wider.get(iri, ()), lambda each: wider.get(each, ())) for iri in told}
    return tuple(lead for lead in leads if told.isdisjoint(above[lead.iri]))


def queries_for(kind: ClassUsage, codes: Collection[str]) -> list[tuple[str, str]]:
    """Queries over a class to copy: its things, with what most of them have, and how many there are by one of these.

    Returns:
        What each asks, as a key of the catalogue of words, and its text.
    """
    own = [held for held in kind.held if held.property != LABEL and not shorten(held.property).startswith("<")]
    found = [("list", _list(kind))]
    own.sort(key=lambda held: (held.things < kind.things, not held.property.startswith(TC)))
    few = [held for held in own if _variable(held.property) != _variable(kind.iri)][:3]
    if few:
        found.append(("with", _with(kind, few)))
    leading = [held for held in own if held.leads]
    coded = [held for held in leading if held.leads[0].iri in codes]
    by = coded or [held for held in leading if held.leads[0].iri.startswith(TC)]
    if by:
        found.append(("count", _count(kind, by[0], "/skos:notation" if coded else "")))
    return [(key, prefixed(text)) for key, text in found]


def _list(kind: ClassUsage) -> str:
    one = f"?{_variable(kind.iri)}"
    if any(held.property == LABEL for held in kind.held):
        labelled = ' ; rdfs:label ?label .\n  FILTER(LANG(?label) = "en")'
        return (
            f"SELECT {one} ?label\nWHERE {{\n  {one} a {shorten(kind.iri)}{labelled}\n}}\nORDER BY {one}\nLIMIT 100\n"
        )
    return f"SELECT {one}\nWHERE {{\n  {one} a {shorten(kind.iri)} .\n}}\nORDER BY {one}\nLIMIT 100\n"


def _with(kind: ClassUsage, few: Collection[UsedProperty]) -> str:
    one = f"?{_variable(kind.iri)}"
    names = {held.property: f"?{_variable(held.property)}" for held in few}
    sure = [held for held in few if held.things == kind.things]
    lines = "".join(f" ;\n     {shorten(held.property)} {names[held.property]}" for held in sure)
    others = "".join(
        f"  OPTIONAL {{ {one} {shorten(held.property)} {names[held.property]} }}\n" for held in few if held not in sure
    )
    return (
        f"SELECT {one} {' '.join(names.values())}\nWHERE {{\n  {one} a {shorten(kind.iri)}{lines} .\n{others}}}\n"
        f"ORDER BY {one}\nLIMIT 100\n"
    )


def _count(kind: ClassUsage, by: UsedProperty, further: str) -> str:
    one, value = f"?{_variable(kind.iri)}", f"?{_variable(by.property)}"
    return (
        f"SELECT {value} (COUNT(DISTINCT {one}) AS ?n)\nWHERE {{\n"
        f"  {one} a {shorten(kind.iri)} ; {shorten(by.property)}{further} {value} .\n"
        f"}}\nGROUP BY {value}\nORDER BY DESC(?n) {value}\nLIMIT 100\n"
    )


def _variable(iri: str) -> str:
    """A variable's name for a term: its local name, with a small letter first."""
    local = re.sub(r"\W", "", re.split(r"[#/]", iri)[-1], flags=re.ASCII) or "value"
    return local[0].lower() + local[1:] if not local[0].isdigit() else f"v{local}"


def prefixed(text: str) -> str:
    """A query with a declaration for each prefix that it uses."""
    used = [name for name in PREFIXES if re.search(rf"(?<![\w-]){name}:[A-Za-z]", text)]
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in used) + "\n" + text


def example_of(site: Site, kind: ClassUsage) -> list[tuple[str, list[Term]]]:
    """What the graph states of a class's example: properties, and their values; without what was inferred."""
    facts: dict[str, list[Term]] = {}
    for row in ask(site, "statements", {"thing": kind.example}).dicts() if kind.example else ():
        if row.get("graph") != INFERRED_GRAPH and plain(row["property"]) != TYPE:
            facts.setdefault(plain(row["property"]), []).append(row["value"])
    return sorted(facts.items())
