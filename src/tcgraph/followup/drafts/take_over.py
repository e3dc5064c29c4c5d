"""Take a reviewed table over into a project: judged as it will stand there, and written whole or not at all.

What was accepted before and stands otherwise now is corrected with a reason, or replaced, and never unseen.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from tcgraph.diagnostics import Diagnostic, Level, Location
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.followup.drafts.accept import Accepted, accept
from tcgraph.followup.fact_writer import Facts, plain, short, text, thing, typed, write_together
from tcgraph.followup.project_engine import open_graph
from tcgraph.project import Project
from tcgraph.publish.gate import ChangeVerdict, diagnosed, judge_graphs
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Quad, Term, canonical_quads, parse
from tcgraph.shacl.validate import Shapes
from tcgraph.shacl.validation_report import Finding
from tcgraph.terms import TC

_AGAIN: Final = (
    "other things were accepted from this table before; where nobody was given them yet, accept with --replace; else "
    "with --reason 'WHY', which writes an amendment for each that is corrected"
)
_CHANGED: Final = (
    "this was changed since it was accepted, and would be overwritten: say in the review what was changed here, and "
    "accept with --replace, or with --reason 'WHY' where somebody was given it"
)
_DIGEST: Final = re.compile(r"^# Facts as accepted: ([0-9a-f]{64})$", re.MULTILINE)
_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_DECIDED: Final = (NamedNode(TC + "Amendment"), NamedNode(TC + "Withdrawn"))


@dataclass(frozen=True, slots=True)
class AcceptOutcome:
    """What accepting a review came to.

    Attributes:
        findings: what has to be decided first, and remarks.
        sound: whether nothing is in the way.
        target: the graph's file; None where it was not written.
        taken: how many actions are taken over.
        left: how many are left out on purpose.
        reported: how the command line names the cycle that it reports to.
    """

    findings: list[Diagnostic]
    sound: bool
    target: Path | None
    taken: int
    left: int
    reported: str


def take_over(review: Path, project: Project, *, write: bool, replace: bool = False, reason: str = "") -> AcceptOutcome:
    """Turn a review's workbook into a named graph of the project.

    Args:
        review: the workbook.
        project: what it joins.
        write: whether to write the graph, where nothing is in the way.
        replace: whether it may take the place of what was accepted before as if that had never been, by hand or not.
        reason: why what was accepted before is corrected; each correction is written down with it.

    Raises:
        BrokenInput: it is no review's workbook, or its sheet Document is incomplete.
        BadParameter: the sheet Document names a cycle that there is not.
    """
    accepted = accept(review, open_graph(project))
    target = accepted.target(project)
    if not replace and not reason and changed_since(target):
        accepted.findings.append(Diagnostic("changed", Level.ERROR, _CHANGED, Location(target)))
    if not replace:
        keep_decisions(accepted.facts, earlier_facts(target))
    if accepted.sound:
        check_against_rules(accepted, project, anew=replace, reason=reason)
    if not accepted.sound or not write:
        return AcceptOutcome(accepted.findings, accepted.sound, None, accepted.taken, accepted.left, accepted.reported)
    target.parent.mkdir(parents=True, exist_ok=True)
    files = accepted.files(project)
    graphs = {path: facts.turtle(heading(review.name, facts)) for path, facts in files.items()}
    write_together({target.with_suffix(".txt"): accepted.words, **graphs})
    return AcceptOutcome(accepted.findings, True, target, accepted.taken, accepted.left, accepted.reported)


def check_against_rules(accepted: Accepted, project: Project, *, anew: bool = False, reason: str = "") -> None:
    """Add to the findings what the project's rules find in the facts, and in their taking an earlier version's place.

    A remark on what other tables brought is not told again; what would be wrong is, wherever it stands.

    Args:
        accepted: the facts; what they correct is said in them, where there is a reason.
        project: what they join.
        anew: nobody was given what was accepted before: its taking another place is judged by nothing.
        reason: why what was accepted before is corrected; "" where it may not be.

    Raises:
        BrokenShape: a shape of the project cannot be used.
    """
    engine, shapes, judged = _judged(accepted, project)
    if reason and (past := [one for one in judged.past if one in judged.violations]):
        earlier = earlier_facts(accepted.target(project))
        if write_corrections(accepted.facts, earlier, past, accepted.name, reason, project):
            engine, shapes, judged = _judged(accepted, project)
    found = [one for one in judged.findings if not (anew and one in judged.past)]

    def place(node: Term, _: NamedNode | None) -> Location | None:
        return accepted.places.get(node) if isinstance(node, NamedNode) else None

    told = diagnosed(engine, shapes, found, place)
    mine = [one for one in told if one.location is not None or one.level is Level.ERROR]
    # A recommendation and its one element say the same in the same cell.
    accepted.findings += {(one.location, one.message): one for one in mine}.values()
    if any(one in judged.past for one in judged.violations) and not anew:
        accepted.findings.append(Diagnostic("again", Level.INFO, _AGAIN, Location(accepted.target(project))))


def _judged(accepted: Accepted, project: Project) -> tuple[EmbeddedEngine, Shapes, ChangeVerdict]:
    return judge_graphs(
        project,
        [
            (project.graph_of(path), parse(facts.turtle().encode(), GraphFormat.TURTLE))
            for path, facts in accepted.files(project).items()
        ],
    )


def heading(review: str, facts: Facts) -> list[str]:
    """What stands at the top of an accepted graph: where it is from, and by what one knows that nobody changed it."""
    return [
        f"Accepted from {review}; written by `tcgraph import --accept`.",
        f"Facts as accepted: {_digest(_quads(facts.turtle()))}",
    ]


def changed_since(target: Path) -> bool:
    """Whether an accepted graph's facts are others than those that were accepted, whatever their layout.

    Raises:
        BrokenInput: the file does not parse.
    """
    if not target.is_file():
        return False
    written = target.read_text(encoding="utf-8")
    told = _DIGEST.search(written)
    return told is not None and told[1] != _digest(_quads(written))


def earlier_facts(target: Path) -> list[Quad]:
    """What an accepted graph holds now; nothing where it was not accepted before.

    Raises:
        BrokenInput: the file does not parse.
    """
    return _quads(target.read_text(encoding="utf-8")) if target.is_file() else []


def keep_decisions(facts: Facts, earlier: Sequence[Quad]) -> None:
    """Keep the amendments and withdrawals that stand in a graph before it is written anew."""
    kept = {quad.subject for quad in earlier if quad.predicate.value == _TYPE and quad.object in _DECIDED}
    for quad in earlier:
        if quad.subject in kept and isinstance(quad.subject, NamedNode):
            assert isinstance(quad.object, (NamedNode, Literal))
            facts.add(quad.subject, quad.predicate.value, quad.object)


def write_corrections(
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
