"""Turn an edited review file into facts; what is undecided or contradictory is said by cell, and nothing is written."""

from __future__ import annotations

import datetime
import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tcgraph.diagnostics import Diagnostic, Level
from tcgraph.engine import Engine
from tcgraph.errors import BrokenInput
from tcgraph.followup.cycles import cycle_named
from tcgraph.followup.dates import read_date
from tcgraph.followup.draft import slug
from tcgraph.followup.fact_writer import Facts, concept, plain, short, text, thing, typed
from tcgraph.followup.review import ACTIONS, ASKS
from tcgraph.followup.status_wording import STATUSES
from tcgraph.followup.tables import Sheet, TextCell
from tcgraph.followup.tables.xlsx import read_xlsx
from tcgraph.rdf import Literal, NamedNode
from tcgraph.terms import ID, TC

_THINGS: Final = "SELECT DISTINCT ?thing WHERE { ?thing a ?type FILTER(STRSTARTS(STR(?thing), STR(id:))) }"
# Numbers that are taken: a number must name one recommendation of the graph, whatever each body calls its own.
_NUMBERS: Final = """
SELECT ?thing ?number WHERE { VALUES ?type { tc:Recommendation tc:Section } ?thing a ?type ; tc:number ?number }"""
_THEMES: Final = "SELECT ?thing WHERE { ?thing skos:inScheme <https://w3id.org/tcgraph/vocab/theme> }"

Cells = Mapping[str, TextCell]


@dataclass(slots=True)
class Accepted:
    """What a review file gave.

    Attributes:
        name: the graph's short name.
        folder: where it belongs below ``data/ttl``.
        facts: to be used only when :attr:`sound`.
        words: the text in which its passages count.
        findings: what has to be decided, by cell.
        taken: how many actions were taken over.
        left: how many were left out on purpose.
    """

    name: str
    folder: str
    facts: Facts = field(default_factory=Facts)
    words: str = ""
    findings: list[Diagnostic] = field(default_factory=list)
    taken: int = 0
    left: int = 0

    @property
    def sound(self) -> bool:
        """Whether nothing keeps the facts from being written."""
        return not any(finding.level is Level.ERROR for finding in self.findings)


def accept(path: Path, engine: Engine) -> Accepted:
    """Read a review file; its text must stand beside it, as it was written.

    Args:
        path: the edited ``….review.xlsx``.
        engine: the graph that the facts will join.

    Raises:
        BrokenInput: the file is no review file, its text is missing, or the sheet Document is incomplete.
    """
    file = read_xlsx(path)
    sheets = {sheet.name: sheet for sheet in file.sheets}
    if not {"Document", "Actions"} <= sheets.keys():
        raise BrokenInput("not a review file: it has no sheets Document and Actions", path=path)
    given = {row.texts[0]: row.texts[1] if len(row.cells) > 1 else "" for row in sheets["Document"].rows}
    words_path = path.with_name(path.name.removesuffix(".review.xlsx") + ".txt")
    try:
        words = words_path.read_text(encoding="utf-8")
    except OSError as error:
        raise BrokenInput(
            "the text that the draft was made from is missing; make the draft again", path=words_path
        ) from error
    maker = _Maker(path, engine, given, words)
    asks = list(_cells(sheets["Asked"], ASKS)) if "Asked" in sheets else []
    maker.document(asks)
    for cells in _cells(sheets["Actions"], ACTIONS):
        maker.action(cells)
    maker.finish(asks)
    return maker.result


def _cells(sheet: Sheet, columns: tuple[tuple[str, str, int], ...]) -> Iterator[Cells]:
    headings = {cell.text.strip(): index for index, cell in enumerate(sheet.rows[0].cells)}
    for row in sheet.rows[1:]:
        yield {
            key: row.cells[headings[heading]]
            for key, heading, _ in columns
            if heading in headings and headings[heading] < len(row.cells)
        }


class _Maker:
    def __init__(self, path: Path, engine: Engine, given: Mapping[str, str], words: str) -> None:
        self.path, self.given, self.words = path, given, words
        self.name = slug(given.get("Name") or path.stem)
        self.cycle = cycle_named(engine, given["Cycle"]) if given.get("Cycle") else None
        self.things = {row[0].value for row in engine.select(_THINGS) if isinstance(row[0], NamedNode)}
        self.themes = {
            row[0].value.rpartition("/")[2] for row in engine.select(_THEMES) if isinstance(row[0], NamedNode)
        }
        self.after = self._numbers_before(engine)
        folder = f"cycles/{self.cycle.name}" if self.cycle else self.name
        self.result = Accepted(self.name, folder, words=words)
        self.facts = self.result.facts
        self.as_of, self.document_node = self._about()
        self.rendition = thing(f"rendition/{self.prefix}text")
        self.recommendations: dict[str, NamedNode] = {}
        self.answered: set[NamedNode] = set()
        self.entries: dict[str, NamedNode] = {}

    @property
    def prefix(self) -> str:
        """What sets this table's things apart from others of the same number."""
        return f"{self.cycle.name}-{self.name}-" if self.cycle else f"{self.name}-"

    def _numbers_before(self, engine: Engine) -> dict[str, int]:
        """For recommendations and sections, the number that this table's own come after; the same when read again."""
        mine: dict[str, list[int]] = {"recommendation": [], "section": []}
        others: dict[str, list[int]] = {"recommendation": [], "section": []}
        for node, number in engine.select(_NUMBERS):
            if isinstance(node, NamedNode) and isinstance(number, Literal):
                kind, _, name = node.value.removeprefix(ID).partition("/")
                (mine if name.startswith(self.prefix) else others)[kind].append(int(number.value))
        # Read again, it keeps its place; where a table before it has gone, it moves up into the gap.
        ends = {kind: min(mine[kind], default=math.inf) for kind in mine}
        return {kind: max((n for n in others[kind] if n < ends[kind]), default=0) for kind in mine}

    def _about(self) -> tuple[datetime.date, NamedNode]:
        if self.cycle is not None:
            if self.cycle.as_of is None or self.cycle.document is None:
                raise BrokenInput(f"cycle {self.cycle.name} is not open", path=self.path)
            return self.cycle.as_of, self.cycle.document
        date = read_date(self.given.get("Date", ""))
        missing = [key for key in ("Symbol", "Title") if not self.given.get(key)]
        if missing or date is None:
            wanted = ", ".join([*missing, *([] if date else ["Date"])])
            raise BrokenInput(f"sheet Document: fill in {wanted}", path=self.path)
        return date, thing(f"document/{slug(self.given['Symbol'])}")

    def document(self, asks: list[Cells]) -> None:
        """The facts about the document, and about what it asks where that is not in the graph yet."""
        facts = self.facts
        facts.add(self.rendition, "rdf:type", NamedNode(TC + "Rendition"))
        facts.add(self.rendition, "rdfs:label", text(short(f"Text read from {self.given.get('File', self.name)}")))
        facts.add(self.rendition, "tc:renditionOf", self.document_node)
        facts.add(self.rendition, "tc:mediaType", plain("text/plain"))
        facts.add(self.rendition, "tc:sha256", plain(hashlib.sha256(self.words.encode()).hexdigest()))
        if digest := self.given.get("SHA-256"):
            facts.add(self.rendition, "dcterms:identifier", plain(f"file sha256 {digest}"))
        if self.cycle is not None:
            return
        facts.add(self.document_node, "rdf:type", NamedNode(TC + "Document"))
        facts.add(self.document_node, "rdfs:label", text(short(self.given["Title"])))
        facts.add(self.document_node, "dcterms:title", text(self.given["Title"]))
        facts.add(self.document_node, "tc:symbol", plain(self.given["Symbol"]))
        facts.add(self.document_node, "dcterms:date", typed(self.as_of, "date"))
        section = thing(f"section/{self.prefix}1")
        facts.add(section, "rdf:type", NamedNode(TC + "Section"))
        facts.add(section, "rdfs:label", text(short(self.given["Title"])))
        facts.add(section, "tc:summary", text(self.given["Title"]))
        facts.add(section, "tc:number", typed(self.after["section"] + 1, "integer"))
        facts.add(section, "tc:partOf", self.document_node)
        facts.add(section, "tc:passage", self._whole())
        for cells in asks:
            self._ask(cells, section)

    def _ask(self, cells: Cells, section: NamedNode) -> None:
        facts, order = self.facts, _text(cells, "number")
        node = thing(f"recommendation/{self.prefix}{order}")
        reference = _text(cells, "reference")
        self.recommendations.setdefault(reference, node)
        self.recommendations.setdefault(f"#{order}", node)
        facts.add(node, "rdf:type", NamedNode(TC + "Recommendation"))
        facts.add(node, "rdfs:label", self._label(cells))
        facts.add(node, "tc:summary", self._summary(cells))
        facts.add(node, "tc:number", typed(self.after["recommendation"] + int(order), "integer"))
        facts.add(node, "tc:originalReference", plain(reference))
        facts.add(node, "tc:inSection", section)
        facts.add(node, "tc:addressee", *self._things(cells, "addressee", "organisation/"))
        themes = [part.strip() for part in _text(cells, "theme").split(";") if part.strip()]
        if not themes:
            self._find(cells, "theme", "choose a theme of ontology/vocab/theme.ttl")
        for theme in themes:
            if theme in self.themes:
                facts.add(node, "tc:theme", concept(f"theme/{theme}"))
            else:
                self._find(cells, "theme", f"{theme!r} is no theme of ontology/vocab/theme.ttl")
        element = thing(f"element/{self.prefix}{order}-1")
        facts.add(node, "tc:hasElement", element)
        facts.add(element, "rdf:type", NamedNode(TC + "Element"))
        facts.add(element, "rdfs:label", self._label(cells))
        facts.add(element, "tc:summary", self._summary(cells))
        facts.add(element, "tc:number", typed(1, "integer"))
        facts.add(element, "tc:elementOf", node)
        passage = self._passage(f"{self.prefix}r{order}-left", cells, "left", order)
        facts.add(node, "tc:passage", passage)
        facts.add(element, "tc:passage", passage)

    def action(self, cells: Cells) -> None:
        """The facts of one proposed action, if it is taken over."""
        take = _text(cells, "take").lower()
        if take in ("no", "n"):
            self.result.left += 1
            return
        if take not in ("yes", "y"):
            self._find(cells, "take", f"say yes or no to proposal {_text(cells, 'key')}")
            return
        status = _text(cells, "status").lower().replace(" ", "-")
        if status not in STATUSES:
            self._find(cells, "status", f"choose a status: {', '.join(STATUSES)}")
        recommendation = self._recommendation(cells)
        if status not in STATUSES or recommendation is None:
            return
        self.result.taken += 1
        key = _text(cells, "key")
        name = f"{self.prefix}{key}"
        same = _text(cells, "same")
        action = thing(f"action/{same}") if same else thing(f"action/{name}")
        if same and action.value not in self.things:
            self._find(cells, "same", f"there is no action {same!r}")
            return
        if not same:
            self._new_action(cells, action, name, recommendation)
        self._observation(cells, action, name, status)

    def _new_action(self, cells: Cells, action: NamedNode, name: str, recommendation: NamedNode) -> None:
        facts = self.facts
        entry = self._entry(cells, name.rpartition("-")[0], recommendation)
        facts.add(action, "rdf:type", NamedNode(TC + "Action"))
        facts.add(action, "rdfs:label", self._label(cells))
        facts.add(action, "tc:summary", self._summary(cells))
        facts.add(action, "tc:reportedBy", entry)
        facts.add(action, "tc:addresses", recommendation)
        if self.cycle is None:
            # The table asks for one thing a row, and what stands beside it is the answer.
            element = thing(f"element/{recommendation.value.rpartition('/')[2]}-1")
            facts.add(element, "tc:answeredBy", action)
        facts.add(action, "tc:agent", *self._things(cells, "agent", "organisation/"))
        facts.add(action, "tc:mentions", *self._things(cells, "mentions", ""))
        passage = self._passage(name, cells, "right", recommendation.value.rpartition("-")[2].rpartition("/")[2])
        facts.add(action, "tc:passage", passage)
        facts.add(entry, "tc:passage", passage)

    def _entry(self, cells: Cells, name: str, recommendation: NamedNode) -> NamedNode:
        facts, entry = self.facts, thing(f"entry/{name}")
        self.answered.add(recommendation)
        if entry in facts:
            return entry
        facts.add(entry, "rdf:type", NamedNode(TC + "ReportEntry"))
        facts.add(entry, "rdfs:label", self._label(cells))
        facts.add(entry, "tc:summary", self._summary(cells))
        facts.add(entry, "tc:ordinal", typed(_text(cells, "ordinal") or "1", "integer"))
        facts.add(entry, "tc:respondsTo", recommendation)
        facts.add(entry, "tc:boundary", concept("boundary/printed"))
        stated = _text(cells, "pairing").lower() != "inferred"
        facts.add(entry, "tc:pairing", concept("pairing/stated" if stated else "pairing/inferred"))
        if not stated:
            facts.add(entry, "tc:pairingReason", text(_text(cells, "reason")))
            for other in _text(cells, "alternatives").split(";"):
                node = self._named(other.strip())
                if node is not None and node != recommendation:
                    facts.add(entry, "tc:alternative", node)
        return entry

    def _observation(self, cells: Cells, action: NamedNode, name: str, status: str) -> None:
        facts, observation = self.facts, thing(f"observation/{name}-{self.as_of:%Y-%m}")
        facts.add(observation, "rdf:type", NamedNode(TC + "Observation"))
        facts.add(observation, "rdfs:label", text(short(f"{_text(cells, 'key')}: {status}, {self.as_of}")))
        facts.add(observation, "tc:status", concept(f"status/{status}"))
        facts.add(observation, "tc:asOf", typed(self.as_of, "date"))
        facts.add(observation, "tc:reportedIn", self.document_node)
        basis = f"{_text(cells, 'basis')}, read at {_text(cells, 'place')}"
        facts.add(
            observation,
            "tc:basis",
            text(basis if status == _text(cells, "proposed") else f"Reviewer's choice; {basis}"),
        )
        if words := _text(cells, "expected"):
            date = read_date(words)
            if date is None:
                self._find(cells, "expected", f"{words!r} is no date; write it as 2008-11-30 or empty the cell")
            elif date >= self.as_of:
                facts.add(observation, "tc:expectedBy", typed(date, "date"))
            else:
                facts.add(observation, "tc:dueLabel", plain(words))
        facts.add(action, "tc:hasObservation", observation)

    def finish(self, asks: list[Cells]) -> None:
        """Say of every recommendation that got no entry that nothing is reported on it."""
        for cells in asks:
            node = self.recommendations[f"#{_text(cells, 'number')}"]
            if node not in self.answered:
                self.facts.add(node, "tc:nothingReported", typed("true", "boolean"))

    def _recommendation(self, cells: Cells) -> NamedNode | None:
        reference = _text(cells, "ask")
        node = self._named(reference)
        if node is None:
            self._find(cells, "ask", f"there is no recommendation {reference!r}")
        return node

    def _named(self, reference: str) -> NamedNode | None:
        if self.cycle is None:
            return self.recommendations.get(reference)
        node = thing(f"recommendation/{reference}") if reference else None
        return node if node is not None and node.value in self.things else None

    def _things(self, cells: Cells, key: str, folder: str) -> list[NamedNode]:
        found = []
        # Where a row names nobody, the body that the sheet Document names acts, and is asked.
        said = _text(cells, key) or (self.given.get("Body", "") if folder else "")
        for part in said.split(";"):
            if name := part.strip():
                node = thing(folder + name)
                if node.value in self.things:
                    found.append(node)
                else:
                    self._find(cells, key, f"there is no {folder or 'thing '}{name}")
        if not found and folder:
            self._find(
                cells, key, "say who here or for all rows as Body on the sheet Document: a code such as ilo, actrav"
            )
        return found

    def _label(self, cells: Cells) -> Literal | None:
        words = _text(cells, "label")
        if len(words) > 60:
            self._find(cells, "label", f"{len(words)} characters where 60 fit; shorten it")
        if not words and _text(cells, "wording"):
            self._find(cells, "label", "say in a few words of English what it is about")
        return text(words or "(nothing is said)")

    def _summary(self, cells: Cells) -> Literal | None:
        words = _text(cells, "summary")
        if not words and _text(cells, "wording"):
            self._find(cells, "summary", "say in a sentence of English what it says")
        return text(words or "(nothing is said)")

    def _passage(self, name: str, cells: Cells, column: str, row: str) -> NamedNode:
        start, end = int(_text(cells, "start") or 0), int(_text(cells, "end") or 0)
        words = self.words[start:end]
        node = thing(f"passage/{name}")
        facts = self.facts
        facts.add(node, "rdf:type", NamedNode(TC + "Passage"))
        facts.add(node, "rdfs:label", text(short(_text(cells, "place") or name)))
        facts.add(node, "tc:inRendition", self.rendition)
        facts.add(node, "tc:locator", plain(_text(cells, "place") or name))
        facts.add(node, "tc:column", plain(column))
        if row.isdigit():
            facts.add(node, "tc:row", typed(row, "integer"))
        facts.add(node, "tc:line", typed(_text(cells, "line") or 1, "integer"))
        facts.add(node, "tc:start", typed(start, "integer"))
        facts.add(node, "tc:end", typed(end, "integer"))
        facts.add(node, "tc:sha256", plain(hashlib.sha256(words.encode()).hexdigest()))
        return node

    def _whole(self) -> NamedNode:
        """The text's first line, which names the file and stands for the whole table."""
        first = self.words.partition("\n")[0]
        node, facts = thing(f"passage/{self.prefix}table"), self.facts
        facts.add(node, "rdf:type", NamedNode(TC + "Passage"))
        facts.add(node, "rdfs:label", text("the table as a whole"))
        facts.add(node, "tc:inRendition", self.rendition)
        facts.add(node, "tc:locator", plain("the table as a whole"))
        facts.add(node, "tc:column", plain("cover"))
        facts.add(node, "tc:line", typed(1, "integer"))
        facts.add(node, "tc:start", typed(0, "integer"))
        facts.add(node, "tc:end", typed(len(first), "integer"))
        facts.add(node, "tc:sha256", plain(hashlib.sha256(first.encode()).hexdigest()))
        return node

    def _find(self, cells: Cells, key: str, message: str) -> None:
        cell = cells.get(key) or next(iter(cells.values()))
        finding = Diagnostic("review", Level.ERROR, message, cell.place.location)
        if finding not in self.result.findings:  # one cell can make facts about two things
            self.result.findings.append(finding)


def _text(cells: Cells, key: str) -> str:
    return cells[key].text.strip() if key in cells else ""
