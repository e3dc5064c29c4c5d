"""Take a reviewed table over into a project: judged as it will stand there, and written whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tcgraph.diagnostics import Diagnostic
from tcgraph.followup.drafts.accept import accept, check_against_rules
from tcgraph.followup.fact_writer import write_together
from tcgraph.followup.project_engine import open_graph
from tcgraph.project import Project


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


def take_over(review: Path, project: Project, *, write: bool) -> AcceptOutcome:
    """Turn a review's workbook into a named graph of the project.

    Args:
        review: the workbook.
        project: what it joins.
        write: whether to write the graph, where nothing is in the way.

    Raises:
        BrokenInput: it is no review's workbook, or its sheet Document is incomplete.
        BadParameter: the sheet Document names a cycle that there is not.
    """
    accepted = accept(review, open_graph(project))
    if accepted.sound:
        check_against_rules(accepted, project)
    target = project.data / accepted.folder / f"{accepted.name}.ttl"
    if not accepted.sound or not write:
        return AcceptOutcome(accepted.findings, accepted.sound, None, accepted.taken, accepted.left, accepted.reported)
    target.parent.mkdir(parents=True, exist_ok=True)
    heading = f"Accepted from {review.name}; written by `tcgraph import --accept`."
    graphs = {path: facts.turtle([heading]) for path, facts in accepted.files(project).items()}
    write_together({target.with_suffix(".txt"): accepted.words, **graphs})
    return AcceptOutcome(accepted.findings, True, target, accepted.taken, accepted.left, accepted.reported)
