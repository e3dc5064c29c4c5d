"""Facts that take the place of a graph of a project: judged as they will stand there, and written whole or not at all.

What was written before and stands otherwise now is corrected with a reason, or replaced, and never unseen; so for an
accepted review and for an office's workbook alike.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final, Protocol

from tcgraph.diagnostics import Diagnostic, Level, Location
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.followup.fact_writer import Facts, plain, short, text, thing, typed, write_together
from tcgraph.project import Project
from tcgraph.publish.gate import ChangeVerdict, diagnosed, judge_graphs
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Quad, canonical_quads, parse
from tcgraph.shacl.validate import Shapes
from tcgraph.shacl.validation_report import Finding
from tcgraph.terms import TC

_AGAIN: Final = (
    "other things were taken over from this file before; where nobody was given them yet, say --replace; else "
    "--reason 'WHY', which writes an amendment for each that is corrected"
)
_CHANGED: Final = (
    "this was changed since it was taken over, and would be overwritten: say in the file that is read what was changed "
    "here, and add --replace, or --reason 'WHY' where somebody was given it"
)
_DIGEST: Final = re.compile(r"^# Facts as accepted: ([0-9a-f]{64})$", re.MULTILINE)
_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_DECIDED: Final = (NamedNode(TC + "Amendment"), NamedNode(TC + "Withdrawn"))


class MadeFacts(Protocol):
    """What was read from a file, and what is to be said of it."""

    facts: Facts
    findings: list[Diagnostic]

    @property
    def sound(self) -> bool:
        """Whether nothing keeps the facts from being written."""

    def place(self, node: object, predicate: NamedNode | None) -> Location | None:
        """Where the file states a property of a thing; None for what it does not state."""


@dataclass(frozen=True, slots=True)
class TakingPlace:
    """Where facts are to stand, and on what terms they take the place of what stands there.

    Attributes:
        project: what they join.
        target: the graph's file.
        replace: whether it may take the place of what was written before as if that had never been, by hand or not.
        reason: why what was written before is corrected; each correction is written down with it.
        rules: files of shapes to judge by; else the project's.
        language: of messages.
        partly: whether what is sound is judged also where something else is not.
    """

    project: Project
    target: Path
    replace: bool = False
    reason: str = ""
    rules: Sequence[Path] = ()
    language: str = "en"
    partly: bool = False

    def judge(self, made: MadeFacts, beside: Mapping[Path, Facts] | None = None) -> None:
        """Add to the findings what keeps the facts from standing there, and what the project's rules say of them.

        A remark on what other files brought is not told again; what would be wrong is, wherever it stands.

        Args:
            made: the facts; decisions that stand in the graph, and what they correct, are added to them.
            beside: facts of other files that come with them.

        Raises:
            BrokenInput: the file there does not parse.
            BrokenShape: a shape of the project cannot be used.
        """
        if not self.replace and not self.reason and changed_since(self.target):
            made.findings.append(Diagnostic("changed", Level.ERROR, _CHANGED, Location(self.target)))
        earlier = [] if self.replace else _quads_of(self.target)
        _keep_decisions(made.facts, earlier)
        if not made.sound and not self.partly:
            return
        files = {self.target: made.facts, **(beside or {})}
        engine, shapes, judged = self._judged(files)
        past = [one for one in judged.past if one in judged.violations]
        if (
            past
            and self.reason
            and _write_corrections(made.facts, earlier, past, self.target.stem, self.reason, self.project)
        ):
            engine, shapes, judged = self._judged(files)
            past = [one for one in judged.past if one in judged.violations]
        # One sentence says what to do about all of these, which are told by their cells alone.
        found = [one for one in judged.findings if one not in (judged.past if self.replace else past)]
        told = diagnosed(engine, shapes, found, made.place, self.language)
        mine = [one for one in told if one.location is not None or one.level is Level.ERROR]
        # A recommendation and its one element say the same in the same cell.
        made.findings += {(one.location, one.message): one for one in mine}.values()
        if past and not self.replace:
            made.findings.insert(0, Diagnostic("again", Level.ERROR, _AGAIN, Location(self.target)))
            cells = {one.location: one for one in diagnosed(engine, shapes, past, made.place, self.language)}
            made.findings += (one for place, one in cells.items() if place is not None)

    def _judged(self, files: Mapping[Path, Facts]) -> tuple[EmbeddedEngine, Shapes, ChangeVerdict]:
        graphs = [(self.project.graph_of(path), _quads(facts.turtle())) for path, facts in files.items()]
        return judge_graphs(self.project, graphs, rules=self.rules, language=self.language)


def write_graphs(graphs: Mapping[Path, Facts], heading: str, texts: Mapping[Path, str]) -> None:
    """Write graphs, each with that by which one knows later that nobody changed it, and the texts that they refer to.

    Args:
        graphs: facts by file.
        heading: what stands at the top of each: where it is from.
        texts: what stands beside them.
    """
    for path in graphs:
        path.parent.mkdir(parents=True, exist_ok=True)
    written = {
        path: facts.turtle([heading, f"Facts as accepted: {_digest(_quads(facts.turtle()))}"])
        for path, facts in graphs.items()
    }
    write_together({**texts, **written})


def changed_since(target: Path) -> bool:
    """Whether a graph's facts are others than those that were taken over, whatever their layout.

    Raises:
        BrokenInput: the file does not parse.
    """
    if not target.is_file():
        return False
    written = target.read_text(encoding="utf-8")
    told = _DIGEST.search(written)
    return told is not None and told[1] != _digest(_quads(written))


def _quads_of(target: Path) -> list[Quad]:
    return _quads(target.read_text(encoding="utf-8")) if target.is_file() else []


def _keep_decisions(facts: Facts, earlier: Sequence[Quad]) -> None:
    """Keep the amendments and withdrawals that stand in a graph before it is written anew."""
    kept = {quad.subject for quad in earlier if quad.predicate.value == _TYPE and quad.object in _DECIDED}
    for quad in earlier:
        if quad.subject in kept and isinstance(quad.subject, NamedNode):
            assert isinstance(quad.object, (NamedNode, Literal))
            facts.add(quad.subject, quad.predicate.value, quad.object)


def _write_corrections(
    facts: Facts, earlier: Sequence[Quad], past: Iterable[Finding], name: str, reason: str, project: Project
) -> int:
    """Say who decided, when and why, of everything that a rule wants to stand as it was accepted before.

    Args:
        facts: what takes the place of the earlier acceptance; to add to.
        earlier: what that said.
        past: what the rules over two versions find.
        name: the graph's.
        reason: why.
        project: whose body decides, on this day.

    Returns:
        How many decisions were written.
    """
    today, about = datetime.datetime.now(datetime.UTC).date(), project.about
    stated = set(_quads(facts.turtle()))
    there = {quad.subject for quad in stated}
    corrected = {(one.focus, one.predicate) for one in past}
    gone = {quad.subject for quad in earlier if quad.subject not in there} & {focus for focus, _ in corrected}
    decided: list[NamedNode] = sorted((node for node in gone if isinstance(node, NamedNode)), key=str)
    for node in decided:
        facts.add(node, "rdf:type", NamedNode(TC + "Withdrawn"))
    lost = [quad for quad in earlier if quad not in stated and (quad.subject, quad.predicate) in corrected]
    numbers = count(1)
    for quad in (quad for quad in lost if quad.subject not in gone):
        assert isinstance(quad.subject, NamedNode)
        amendment = next(node for n in numbers if (node := thing(f"amendment/{name}-{today}-{n}")) not in facts)
        label = f"{quad.subject.value.rpartition('/')[2]}, corrected {today}"
        facts.add(amendment, "rdf:type", NamedNode(TC + "Amendment"))
        facts.add(amendment, "rdfs:label", text(short(label)))
        facts.add(amendment, "tc:amends", quad.subject)
        facts.add(amendment, "tc:amendedProperty", quad.predicate)
        former = "tc:formerThing" if isinstance(quad.object, NamedNode) else "tc:formerValue"
        assert isinstance(quad.object, (NamedNode, Literal))
        facts.add(amendment, former, quad.object)
        decided.append(amendment)
    for node in decided:
        facts.add(node, "tc:decidedBy", plain(about.body or about.publisher or about.name()))
        facts.add(node, "tc:decidedOn", typed(today, "date"))
        facts.add(node, "tc:reason", text(reason, about.language))
    return len(decided)


def _quads(turtle: str) -> list[Quad]:
    return list(parse(turtle.encode(), GraphFormat.TURTLE))


def _digest(quads: Iterable[Quad]) -> str:
    return hashlib.sha256("\n".join(canonical_quads(quads)).encode()).hexdigest()
