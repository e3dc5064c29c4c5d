"""Make the facts of one sound row of the reporting workbook."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Final

from tcgraph.followup.countries import write_countries
from tcgraph.followup.cycles import Cycle
from tcgraph.followup.fact_writer import Facts, concept, plain, short, text, thing, typed
from tcgraph.followup.workbook.cell_values import Value
from tcgraph.followup.workbook.sheets import SheetSpec
from tcgraph.rdf import NamedNode
from tcgraph.terms import TC

Values = Mapping[str, list[Value]]


class RowFacts:
    """Where the facts of one workbook go.

    Args:
        facts: to add to.
        cycle: the cycle it reports to.
        office: whose workbook it is.
        language: what it is written in.
        elements: the parts of what was asked that nothing answers yet, by what asks for them alone.
    """

    def __init__(
        self, facts: Facts, cycle: Cycle, office: str, language: str, elements: Mapping[object, NamedNode]
    ) -> None:
        self.facts, self.cycle, self.office = facts, cycle, office
        self.language, self.elements = language, elements
        self._lines: list[str] = []
        self._length = 0
        self.rendition = thing(f"rendition/{cycle.key}-{office}")

    def node(self, spec: SheetSpec, node: NamedNode, values: Values, label: str = "") -> None:
        """The facts that every row's thing has: class, label, and one for each column with a property."""
        self.facts.add(node, "rdf:type", NamedNode(TC + spec.type))
        given = {key: "; ".join(value.words for value in found) for key, found in values.items()}
        given |= {"cycle": self.cycle.name}
        language = self.language if spec.label == "{label}" else "en"
        self.facts.add(node, "rdfs:label", text(short(label or spec.label.format_map(given)), language))
        for column in spec.columns:
            if column.predicate and column.key in values:
                self.facts.add(node, column.predicate, *(value.term for value in values[column.key]))

    def stage(self, node: NamedNode, values: Values, label: str) -> None:
        """Report the stage of a programme or project as an observation of its own, never as a property that changes."""
        if "stage" not in values:
            return
        as_of = values["as_of"][0]
        local = node.value.removeprefix("https://w3id.org/tcgraph/id/").replace("/", "-")
        report = thing(f"stage-report/{local}-{as_of.words}-{self.office}")
        self.facts.add(report, "rdf:type", NamedNode(TC + "StageReport"))
        self.facts.add(report, "rdfs:label", text(short(f"{label}: {values['stage'][0].words}")))
        self.facts.add(report, "tc:stageOf", node)
        self.facts.add(report, "tc:stage", values["stage"][0].node)
        self.facts.add(report, "tc:asOf", as_of.term)
        self.facts.add(report, "tc:reportedIn", self.cycle.document)
        for value in values.get("note", []):
            self.facts.add(report, "tc:note", value.term)

    def passage(self, name: str, words: str, locator: str, row: int | None = None) -> NamedNode:
        """A passage of the workbook's text, with its digest."""
        start, line = self._length, len(self._lines) + 1
        self._lines.append(f"{words}\n")
        self._length += len(words) + 1
        node = thing(f"passage/{name}")
        self.facts.add(node, "rdf:type", NamedNode(TC + "Passage"))
        self.facts.add(node, "rdfs:label", text(locator))
        self.facts.add(node, "tc:inRendition", self.rendition)
        self.facts.add(node, "tc:locator", plain(locator))
        self.facts.add(node, "tc:column", plain("right"))
        self.facts.add(node, "tc:row", typed(row, "integer") if row is not None else None)
        self.facts.add(node, "tc:line", typed(line, "integer"))
        self.facts.add(node, "tc:start", typed(start, "integer"))
        self.facts.add(node, "tc:end", typed(start + len(words), "integer"))
        self.facts.add(node, "tc:sha256", plain(hashlib.sha256(words.encode()).hexdigest()))
        return node

    def trace(self, spec: SheetSpec, node: NamedNode, values: Values, place: str) -> None:
        """Lead a row's thing back to its row: a passage with what the row says, cell by cell."""
        said = "; ".join(
            f"{column.heading}: {', '.join(value.words for value in values[column.key])}"
            for column in spec.columns
            if column.key in values
        )
        local = node.value.removeprefix("https://w3id.org/tcgraph/id/").replace("/", "-")
        self.facts.add(
            node, "tc:passage", self.passage(f"{self.cycle.key}-{self.office}-{local}", said, f"{self.office}, {place}")
        )

    def finish(self) -> str:
        """Describe the text that passages count in, if any row made one; returns that text."""
        words = "".join(self._lines)
        if words:
            self.facts.add(self.rendition, "rdf:type", NamedNode(TC + "Rendition"))
            self.facts.add(self.rendition, "rdfs:label", text(short(f"Text of {self.office}, cycle {self.cycle.name}")))
            self.facts.add(self.rendition, "tc:renditionOf", self.cycle.document)
            self.facts.add(self.rendition, "tc:mediaType", plain("text/plain"))
            self.facts.add(self.rendition, "tc:sha256", plain(hashlib.sha256(words.encode()).hexdigest()))
        return words


Builder = Callable[[RowFacts, SheetSpec, NamedNode, Values, str], None]


def _plain(writer: RowFacts, spec: SheetSpec, node: NamedNode, values: Values, place: str) -> None:
    del place
    writer.node(spec, node, values)


def _observation(writer: RowFacts, spec: SheetSpec, node: NamedNode, values: Values, place: str) -> None:
    del place
    action = values["action"][0].node
    assert action is not None
    writer.node(spec, node, values)
    writer.facts.add(node, "tc:reportedIn", writer.cycle.document)
    writer.facts.add(action, "tc:hasObservation", node)


def _action(writer: RowFacts, spec: SheetSpec, node: NamedNode, values: Values, place: str) -> None:
    """A new action is an entry that reports it, the action, and its first observation."""
    facts, recommendation = writer.facts, values["number"][0]
    writer.node(spec, node, values)
    name = node.value.rpartition("/")[2]
    entry, observation = thing(f"entry/{name}"), thing(f"observation/{name}-{writer.cycle.name}")
    summary = values["summary"][0].words
    passage = writer.passage(name, summary, f"{writer.office}, {place}", int(recommendation.words))
    facts.add(node, "tc:reportedBy", entry)
    facts.add(node, "tc:addresses", recommendation.node)
    facts.add(node, "tc:hasObservation", observation)
    facts.add(node, "tc:passage", passage)
    if recommendation.node in writer.elements:  # what asks for one thing is answered by the first action on it
        facts.add(writer.elements[recommendation.node], "tc:answeredBy", node)
    facts.add(entry, "rdf:type", NamedNode(TC + "ReportEntry"))
    facts.add(entry, "rdfs:label", values["label"][0].term)
    facts.add(entry, "tc:summary", values["summary"][0].term)
    facts.add(entry, "tc:ordinal", typed(1, "integer"))
    facts.add(entry, "tc:respondsTo", recommendation.node)
    facts.add(entry, "tc:pairing", concept("pairing/stated"))
    facts.add(entry, "tc:boundary", concept("boundary/printed"))
    facts.add(entry, "tc:passage", passage)
    facts.add(observation, "rdf:type", NamedNode(TC + "Observation"))
    facts.add(observation, "rdfs:label", text(short(f"{name}: {values['status'][0].words}")))
    facts.add(observation, "tc:status", values["status"][0].node)
    facts.add(observation, "tc:basis", values["basis"][0].term)
    facts.add(observation, "tc:asOf", typed(writer.cycle.as_of, "date"))
    facts.add(observation, "tc:reportedIn", writer.cycle.document)
    for value in values.get("expected", []):
        facts.add(observation, "tc:expectedBy", value.term)
    places = [country.node for country in values.get("country", []) if country.node is not None]
    role = values["role"][0].words if "role" in values else ""
    write_countries(facts, places, role, node, name)


def _programme(writer: RowFacts, spec: SheetSpec, node: NamedNode, values: Values, place: str) -> None:
    del place
    kept = {key: found for key, found in values.items() if key not in ("note", "as_of")}
    writer.node(spec, node, kept)
    country, start, end = values["country"][0], values["start"][0], values["end"][0]
    for framework in values.get("framework", []):
        first = values.get("framework_start", [None])[0]
        last = values.get("framework_end", [None])[0]
        suffix = f"-{first.words}" if first else ""
        place_node = thing(f"country-framework/{framework.words}-{country.words}{suffix}")
        writer.facts.add(node, "tc:incorporatedIn", place_node)
        writer.facts.add(place_node, "rdf:type", NamedNode(TC + "CountryFramework"))
        years = "-".join(year.words for year in (first, last) if year)
        name = f"{framework.words.upper()} of {country.words}" + (f", {years}" if years else "")
        writer.facts.add(place_node, "rdfs:label", text(name))
        writer.facts.add(place_node, "tc:reportedIn", writer.cycle.document)
        writer.facts.add(place_node, "tc:framework", framework.node)
        writer.facts.add(place_node, "tc:country", country.node)
        writer.facts.add(place_node, "tc:periodStart", first.term if first else None)
        writer.facts.add(place_node, "tc:periodEnd", last.term if last else None)
    writer.stage(node, values, f"{country.words} {start.words}-{end.words}")


def _project(writer: RowFacts, spec: SheetSpec, node: NamedNode, values: Values, place: str) -> None:
    del place
    kept = {key: found for key, found in values.items() if key not in ("note", "as_of")}
    writer.node(spec, node, kept)
    writer.stage(node, values, values["code"][0].words)


def _outcome(writer: RowFacts, spec: SheetSpec, node: NamedNode, values: Values, place: str) -> None:
    del place
    writer.node(spec, node, values)
    for programme in values.get("programme", []):
        if programme.node is not None:
            writer.facts.add(programme.node, "tc:hasOutcome", node)


BUILDERS: Final[dict[str, Builder]] = {
    "Observation": _observation,
    "Action": _action,
    "CountryProgramme": _programme,
    "Outcome": _outcome,
    "Project": _project,
    **dict.fromkeys(
        (
            "Measurement",
            "Agreement",
            "Allocation",
            "Appraisal",
            "Ratification",
            "SupervisoryComment",
            "Baseline",
            "Need",
            "Practice",
            "TripartiteBody",
        ),
        _plain,
    ),
}
"""What makes the facts of a row, by the class of its sheet."""
