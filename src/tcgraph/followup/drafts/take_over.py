"""Take a reviewed table over into a project."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tcgraph.diagnostics import Diagnostic
from tcgraph.followup.drafts.accept import accept
from tcgraph.followup.project_engine import open_graph
from tcgraph.followup.taking_place import TakingPlace, write_graphs
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
    target, files = accepted.target(project), accepted.files(project)
    beside = {path: facts for path, facts in files.items() if path != target}
    TakingPlace(project, target, replace, reason).judge(accepted, beside)
    written = accepted.sound and write
    if written:
        heading = f"Accepted from {review.name}; written by `tcgraph import --accept`."
        write_graphs(files, heading, {target.with_suffix(".txt"): accepted.words})
    return AcceptOutcome(
        accepted.findings,
        accepted.sound,
        target if written else None,
        accepted.taken,
        accepted.left,
        accepted.reported,
    )
