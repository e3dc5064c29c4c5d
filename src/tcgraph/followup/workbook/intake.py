"""Read a filled-in reporting workbook: every fault is said with its cell, and only sound rows give facts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from tcgraph.diagnostics import CellLocation, Diagnostic, Level, Location
from tcgraph.engine import Engine
from tcgraph.errors import BrokenInput
from tcgraph.followup.cycles import Cycle, how_to_open
from tcgraph.followup.fact_writer import Facts, thing
from tcgraph.followup.folded_text import slug
from tcgraph.followup.project_engine import open_elements
from tcgraph.followup.tables import Row, TextCell
from tcgraph.followup.tables.xlsx import read_xlsx
from tcgraph.followup.workbook import sheets
from tcgraph.followup.workbook.builders import BUILDERS, RowFacts
from tcgraph.followup.workbook.cell_names import CellNames
from tcgraph.followup.workbook.cell_values import Value, WrongValue, read_value
from tcgraph.followup.workbook.found_sheets import found_sheets
from tcgraph.followup.workbook.sheets import NEW_ACTIONS, OBSERVATIONS, SheetColumn, SheetSpec, needed, said
from tcgraph.rdf import Literal, NamedNode
from tcgraph.terms import expand

# What cells may refer to; passages and observations, which grow with every cycle, are none of it.
_THINGS: Final = """
SELECT DISTINCT ?thing WHERE {
  ?thing a ?type
  FILTER(STRSTARTS(STR(?thing), STR(id:)))
  FILTER(?type NOT IN (tc:Passage, tc:StageReport, tc:CountryFramework, tc:Observation, tc:Measurement, tc:Allocation))
}"""
# Things that office after office and cycle after cycle describe in the same words.
_REPEATED: Final = """
SELECT DISTINCT ?thing ?property ?value WHERE {
  VALUES ?type { tc:CountryProgramme tc:CountryFramework tc:Project tc:Outcome tc:Agreement }
  ?thing a ?type ; ?property ?value
  FILTER(?property NOT IN (tc:passage, tc:reportedIn))
}"""
_ASKED: Final = "SELECT ?thing ?number WHERE { ?thing a tc:Recommendation ; tc:number ?number }"
_CONCEPTS: Final = "SELECT ?thing ?scheme WHERE { ?thing skos:inScheme ?scheme }"
_NOW: Final = """
SELECT ?action ?asOf ?status WHERE { ?action tc:hasObservation ?o . ?o tc:asOf ?asOf ; tc:status ?status }"""


_STATUS: Final = next(column for column in OBSERVATIONS.columns if column.key == "status")
_OBSERVED: Final = {column.key: column.predicate for column in OBSERVATIONS.columns if column.predicate}
"""What columns of other sheets tell of an observation that is made of their row."""


@dataclass(slots=True)
class Intake:
    """What a workbook gave.

    Attributes:
        path: the workbook.
        facts: what it says; to be used only when :attr:`sound`.
        words: the text of new reports, in which their passages count.
        findings: every fault and remark, by cell.
        rows: how many rows had something in them.
        cells: where the thing of each row that gave facts stands, and each of its properties.
        language: what it is written in.
    """

    path: Path
    facts: Facts = field(default_factory=Facts)
    words: str = ""
    findings: list[Diagnostic] = field(default_factory=list)
    rows: int = 0
    cells: dict[tuple[NamedNode, NamedNode | None], Location] = field(default_factory=dict)
    language: str = "en"

    def place(self, node: object, predicate: NamedNode | None) -> Location | None:
        """The cell that states a property of a row's thing, else where the row begins; None for anything else."""
        if not isinstance(node, NamedNode):
            return None
        return self.cells.get((node, predicate)) or self.cells.get((node, None))

    @property
    def sound(self) -> bool:
        """Whether nothing keeps the facts from being accepted."""
        return not any(finding.level is Level.ERROR for finding in self.findings)


@dataclass(slots=True)
class _Filled:
    spec: SheetSpec
    row: Row
    number: int
    values: dict[str, list[Value]]
    cells: Mapping[str, TextCell]
    node: NamedNode | None = None


def take_in(path: Path, engine: Engine, cycle: Cycle, *, office: str = "") -> Intake:
    """Read a workbook for a cycle.

    Args:
        path: the workbook.
        engine: the graph it reports to.
        cycle: the cycle; it must be open.
        office: whose workbook it is; by default the file's name.

    Returns:
        The facts and every finding. A row with a fault gives no facts, but keeps being checked.

    Raises:
        BrokenInput: the file is no workbook, has none of the sheets, or the cycle is not open.
    """
    if cycle.as_of is None or cycle.document is None:
        raise BrokenInput(f"cycle {cycle.name} is not open; open it with: {how_to_open(cycle.name)}", path=path)
    file = read_xlsx(path)
    language = sheets.language_of(sheet.name for sheet in file.sheets)
    found = list(found_sheets(file, language))
    intake = Intake(path, findings=list(file.findings), language=language)
    reader = _Reader(intake, engine, cycle, slug(office or path.stem), language)
    for sheet in found:
        for row in sheet.rows:
            reader.row(sheet.spec, sheet.columns, row)
    if not found and intake.sound:
        raise BrokenInput("it has none of the sheets of a reporting workbook", path=path)
    if not intake.rows and intake.sound:
        intake.findings.append(Diagnostic("empty", Level.ERROR, "no row of it is filled in", Location(path)))
    reader.finish()
    return intake


class _Reader:
    def __init__(self, intake: Intake, engine: Engine, cycle: Cycle, office: str, language: str) -> None:
        self.intake, self.engine, self.cycle, self.office = intake, engine, cycle, office
        self.things = {row[0].value for row in engine.select(_THINGS) if isinstance(row[0], NamedNode)}
        # A number means the recommendation of that number in the cycle's own follow-up.
        self.asked = {
            number.value: node
            for node, number in engine.select(cycle.about_its_own(_ASKED))
            if isinstance(node, NamedNode) and isinstance(number, Literal)
        }
        self.names = CellNames(engine, language)
        self.language = language
        """What the workbook is written in, and so what its sentences are taken to be."""
        self.schemes: dict[str, set[str]] = {}
        self.faulty: dict[NamedNode, _Filled] = {}
        self.filled: list[_Filled] = []
        self.seen: dict[NamedNode, str] = {}
        self.waiting: Counter[NamedNode] = Counter()

    def finish(self) -> None:
        """Check references, now that every sheet's own things are known, and make the facts."""
        for filled in self.filled:
            for column in filled.spec.columns:
                for value in filled.values.get(column.key, []):
                    self._check_reference(filled, column, value)
        for node, count in self.waiting.items():
            cell, rows = self.faulty[node].row.cells[0], "1 other row refers" if count == 1 else f"{count} others refer"
            self._find("waiting", Level.INFO, cell, f"{rows} to this row and can be read once it is corrected")
        failed = {_row_key(f.location) for f in self.intake.findings if f.level is Level.ERROR and f.location}
        writer = RowFacts(self.intake.facts, self.cycle, self.office, self.language, open_elements(self.engine))
        for filled in self.filled:
            if filled.node is None or _row_key(filled.row.cells[0].place.location) in failed:
                continue
            place, before = filled.row.cells[0].place.words, self.intake.facts.things
            BUILDERS[filled.spec.type](writer, filled.spec, filled.node, filled.values, place)
            if filled.spec is not NEW_ACTIONS:  # whose builder gives the entry and the action one passage
                writer.trace(filled.spec, filled.node, filled.values, place)
            for made in self.intake.facts.after(before):
                self._note_cells(filled, made)
        if self.language != "en":
            self.intake.facts.say_in_english_what_is_not(self.language)
        self.intake.words = writer.finish()
        self._leave_out_what_is_known()
        self._check_conflicts()

    def _note_cells(self, filled: _Filled, node: NamedNode) -> None:
        self.intake.cells[node, None] = filled.row.cells[0].place.location
        for column in filled.spec.columns:
            if (predicate := column.predicate or _OBSERVED.get(column.key)) and column.key in filled.cells:
                self.intake.cells[node, expand(predicate)] = filled.cells[column.key].place.location

    def _leave_out_what_is_known(self) -> None:
        """Say once what stays the same: a fact in ten graphs makes every join over them a hundred times as long."""
        for thing_, property_, value in self.engine.select(_REPEATED):
            if (
                isinstance(thing_, NamedNode)
                and isinstance(property_, NamedNode)
                and isinstance(value, NamedNode | Literal)
            ):
                self.intake.facts.discard(thing_, property_, value)

    def row(self, spec: SheetSpec, columns: Mapping[int, SheetColumn], row: Row) -> None:
        """Read a row; one that says nothing is left out."""
        cells = {column.key: row.cells[i] for i, column in columns.items() if i < len(row.cells)}
        if spec is OBSERVATIONS:
            answers = [cells[key] for key in ("status", "basis", "as_of", "expected") if key in cells]
            if not any(cell.text.strip() for cell in answers):
                return
        elif spec is NEW_ACTIONS and not any(
            cell.text.strip() for key, cell in cells.items() if key not in ("number", "asked")
        ):
            return  # asked for, and not answered
        required = needed(spec)
        self.intake.rows += 1
        values: dict[str, list[Value]] = {}
        sound = True
        for column in spec.columns:
            cell = cells.get(column.key)
            words = cell.text.strip() if cell is not None else ""
            parts = [part.strip() for part in (words.split(";") if column.many else [words]) if part.strip()]
            if not parts:
                if column.key in required:
                    self._fault(
                        "missing", cell or row.cells[0], column, f" is missing: {said(column.help, self.language)}"
                    )
                    sound = False
                continue
            assert cell is not None
            values[column.key] = []
            for part in parts:
                sound &= self._value(column, cell, part, values[column.key])
        if "as_of" not in values and any(column.key == "as_of" for column in spec.columns):
            assert self.cycle.as_of is not None
            values["as_of"] = [Value(self.cycle.as_of.isoformat(), date=self.cycle.as_of)]
        filled = _Filled(
            spec, row, row.cells[0].place.location.cell.row if row.cells[0].place.location.cell else 0, values, cells
        )
        sound &= self._check_row(filled, cells)
        if sound:
            filled.node = self._node(filled)
            first = self.seen.get(filled.node)
            if first is not None:
                sheet = spec.name.lower() if self.language == "en" else said(spec.name, self.language)
                message = f"the same {sheet} row stands at {first}; keep one of them"
                self._find("duplicate", Level.ERROR, row.cells[0], message)
            self.seen.setdefault(filled.node, row.cells[0].place.words)
        elif (about := self._meant(filled)) is not None:
            self.faulty.setdefault(about, filled)
        self.filled.append(filled)

    def _value(self, column: SheetColumn, cell: TextCell, words: str, values: list[Value]) -> bool:
        kind, _, name = column.kind.partition(":")
        try:
            value = read_value(column, self.names.code(column, words), self.language)
        except WrongValue as wrong:
            near = self.names.near(column, words)
            hint = f"; did you mean {near}?" if near else ""
            self._fault("value", cell, column, f": {wrong}{hint}")
            return False
        if column.kind == "ref:recommendation":
            value = replace(value, node=self.asked.get(value.words, value.node))
        if kind == "concept":
            concepts = self._scheme(name)
            if value.words not in concepts:
                near = self.names.near(column, words)
                choices = (
                    f"did you mean {near}?"
                    if near
                    else f"it is one of {', '.join(self.names.called(column, one) for one in sorted(concepts))}"
                )
                self._fault("value", cell, column, f": {words!r} is not known; {choices}")
                return False
        values.append(value)
        return True

    def _scheme(self, name: str) -> set[str]:
        if name not in self.schemes:
            scheme = NamedNode(f"https://w3id.org/tcgraph/vocab/{name}")
            rows = self.engine.select(_CONCEPTS, bindings={"scheme": scheme})
            self.schemes[name] = {row[0].value.rpartition("/")[2] for row in rows if isinstance(row[0], NamedNode)}
        return self.schemes[name]

    def _check_row(self, filled: _Filled, cells: Mapping[str, TextCell]) -> bool:
        """What one cell cannot tell: order of dates and years, currencies of amounts, dates that have not come yet."""
        sound = True
        values = filled.values
        start, end = values.get("start"), values.get("end")
        if start and end and int(start[0].words) > int(end[0].words):
            self._find("order", Level.ERROR, cells["end"], f"the last year, {end[0].words}, lies before the first")
            sound = False
        if "amount" in values and "currency" not in values and "currency" in {c.key for c in filled.spec.columns}:
            self._find("missing", Level.ERROR, cells["amount"], "an amount needs its currency, such as USD")
            sound = False
        met = values.get("met")
        if met and met[0].literal is not None and met[0].literal.value == "true" and "evidence" not in values:
            message = "a criterion counts as met only with evidence; say what shows it"
            self._find("missing", Level.ERROR, cells.get("evidence", filled.row.cells[0]), message)
            sound = False
        assert self.cycle.as_of is not None
        for key in ("as_of", "on", "signed"):
            date = values[key][0].date if values.get(key) else None
            if date is not None and date > self.cycle.as_of:
                self._find(
                    "order", Level.ERROR, cells[key], f"{date} lies after the cycle, which is as of {self.cycle.as_of}"
                )
                sound = False
        expected = values["expected"][0].date if values.get("expected") else None
        status = values["status"][0].words if values.get("status") else ""
        if expected is not None and expected < self.cycle.as_of:
            message = f"{expected} has passed already as of {self.cycle.as_of}; say what happened, or a later date"
            self._find("order", Level.ERROR, cells["expected"], message)
            sound = False
        if status == "planned" and expected is None:
            where = cells.get("expected") or filled.row.cells[0]
            self._find("promise", Level.WARNING, where, "planned, but no date by which it is expected")
        return sound

    def _meant(self, filled: _Filled) -> NamedNode | None:
        """What a row with a fault is about, where its code can be read all the same."""
        try:
            return self._node(filled)
        except KeyError:
            return None

    def _node(self, filled: _Filled) -> NamedNode:
        keys = {key: "-".join(v.words for v in values) for key, values in filled.values.items()}
        keys |= {"cycle": self.cycle.name, "row": f"{self.cycle.key}-{self.office}-{filled.number}"}
        path = filled.spec.iri.format_map(keys)
        return thing(re.sub(r"[^A-Za-z0-9/._-]+", "-", path))

    def _check_reference(self, filled: _Filled, column: SheetColumn, value: Value) -> None:
        if value.node is None or column.kind.partition(":")[0] not in ("code", "ref"):
            return
        if value.node.value in self.things or value.node in self.seen:
            return
        if value.node in self.faulty:
            # Its own row says what is wrong; that others wait for it is told there, once.
            self.waiting[value.node] += 1
            filled.node = None
            return
        index = next((i for i, c in enumerate(filled.spec.columns) if c is column), 0)
        cell = filled.row.cells[min(index, len(filled.row.cells) - 1)]
        what = column.kind.partition(":")[2].replace("-", " ")
        near = self.names.near(column, value.words) or _near(value.words, value.node, self.things)
        hint = f"; did you mean {near}?" if near else ""
        self._fault("unknown", cell, column, f": there is no {what} {value.words!r}{hint}")

    def _check_conflicts(self) -> None:
        """Two offices, or a workbook and the graph, must not say different things of one action and one date."""
        if not any(filled.spec is OBSERVATIONS for filled in self.filled):
            return
        told: dict[tuple[str, str], str] = {}
        for action, as_of, status in self.engine.select(_NOW):
            if isinstance(action, NamedNode) and as_of is not None and isinstance(status, NamedNode):
                told[action.value, getattr(as_of, "value", "")] = status.value.rpartition("/")[2]
        for filled in self.filled:
            if filled.spec is not OBSERVATIONS or filled.node is None:
                continue
            node = filled.values["action"][0].node
            before = told.get((node.value if node else "", filled.values["as_of"][0].words))
            now = filled.values["status"][0].words
            if before is not None and before != now:
                told_before = self.names.called(_STATUS, before)
                message = f"another report says {told_before!r} for the same date; agree on one status"
                self._find("conflict", Level.ERROR, filled.row.cells[0], message)
            elif before is not None:
                self._find("conflict", Level.WARNING, filled.row.cells[0], "reported already with the same status")

    def _fault(self, rule: str, cell: TextCell, column: SheetColumn, message: str) -> None:
        self._find(rule, Level.ERROR, cell, said(column.heading, self.language) + message)

    def _find(self, rule: str, level: Level, cell: TextCell, message: str) -> None:
        self.intake.findings.append(Diagnostic(rule, level, message, cell.place.location))


def _row_key(location: Location) -> tuple[str | None, int]:
    cell: CellLocation | None = location.cell
    return (cell.sheet, cell.row) if cell else (None, location.line or 0)


def _near(words: str, node: NamedNode, things: set[str]) -> str | None:
    from difflib import get_close_matches

    folder = node.value.rpartition("/")[0] + "/"
    choices = [thing.removeprefix(folder) for thing in things if thing.startswith(folder)]
    found = get_close_matches(words, choices, n=1, cutoff=0.6)
    return found[0] if found else None
