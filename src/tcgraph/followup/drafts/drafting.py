"""Make a draft of a table in a folder: the review's workbook, the proposals, and the text in which passages count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tcgraph.errors import BrokenInput
from tcgraph.followup.cycles import cycle_named, graph_of
from tcgraph.followup.drafts.draft import Draft, make_draft
from tcgraph.followup.drafts.matching import EarlierActions
from tcgraph.followup.drafts.review import write_review
from tcgraph.followup.examples.by_example import learn_rows
from tcgraph.followup.examples.kept_patterns import keep_patterns, kept_patterns
from tcgraph.followup.examples.learning import Example
from tcgraph.followup.examples.row_pattern import RowPattern
from tcgraph.followup.fact_writer import write_together
from tcgraph.followup.folded_text import slug
from tcgraph.followup.layout.kept_columns import keep, kept_columns, kept_statuses
from tcgraph.followup.layout.layout_headings import Given
from tcgraph.followup.project_engine import open_graph
from tcgraph.followup.tables import TableFile, read_tables
from tcgraph.project import Project


@dataclass(frozen=True, slots=True)
class DraftFiles:
    """A draft and the workbook in which it is reviewed."""

    draft: Draft
    review: Path


def review_of(source: Path, folder: Path) -> Path:
    """Where the workbook for a table's review stands."""
    return folder / f"{slug(source.stem)}.review.xlsx"


def read_draft(
    project: Project,
    source: TableFile | Path,
    cycle: str | None,
    given: Given | None,
    statuses: Mapping[str, str],
    like: Sequence[RowPattern] | None = None,
) -> Draft:
    """Read a table with what was said of such tables before, and what is said now.

    Args:
        project: whose graph names are recognised by, and what was said before.
        source: the table, or its file as it was read.
        cycle: the cycle that it reports to, if it does.
        given: what its columns hold.
        statuses: what its own status words mean.
        like: the kinds of rows that it has.

    Raises:
        BrokenInput: it cannot be read, or no table in it can be understood.
        BadParameter: there is no such cycle.
    """
    engine = open_graph(project)
    columns, file = given, read_tables(source) if isinstance(source, Path) else source
    if not (given or like):
        columns = kept_columns(project, file)
        like = None if columns else kept_patterns(project, file)
    meant = {**kept_statuses(project), **statuses}
    known = None
    if cycle:
        reported = cycle_named(engine, cycle)
        # What this table brought before is no earlier report.
        engine.drop(graph_of(reported, slug(file.path.stem)))
        known = EarlierActions(engine, reported)
    return make_draft(file, engine, known=known, columns=columns, statuses=meant, like=like)


def draft_into(
    project: Project,
    source: Path,
    folder: Path,
    *,
    cycle: str | None = None,
    given: Given | None = None,
    statuses: Mapping[str, str] | None = None,
    examples: Sequence[Example] = (),
) -> DraftFiles:
    """Write a draft of a table; what is said of it, or shown by examples, is kept for the next such table.

    Raises:
        BrokenInput: it cannot be read, no table in it can be understood, an example does not stand in it, or it was
            drafted there before.
    """
    review = review_of(source, folder)
    if review.exists():
        raise BrokenInput("is there already; accept it, or move it away first", path=review)
    file = read_tables(source)
    like = learn_rows(file, examples) if examples else None
    draft = read_draft(project, file, cycle, given, statuses or {}, like)
    if like:
        keep_patterns(project, like)
    if given or statuses:
        keep(project, draft.reading.columns, None if like else given, statuses or {})
    folder.mkdir(parents=True, exist_ok=True)
    heading = [f"Proposals read from {source.name}; nobody has accepted them yet."]
    name = slug(source.stem)
    write_together({folder / f"{name}.draft.ttl": draft.graph.turtle(heading), folder / f"{name}.txt": draft.words})
    own = None if cycle or project.follow_ups else project.about
    write_review(review, draft, open_graph(project), cycle=cycle, own=own)
    return DraftFiles(draft, review)
