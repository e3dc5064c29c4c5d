"""The facts of how far a reviewed deed had come: its status, on what that rests, and when the rest is expected."""

from __future__ import annotations

from typing import Final

from tcgraph.diagnostics import Level
from tcgraph.followup.dates import read_date
from tcgraph.followup.drafts.accept_terms import PAST, Find
from tcgraph.followup.drafts.matching import CLOSED
from tcgraph.followup.drafts.remarks import in_language
from tcgraph.followup.drafts.review_file import ReviewRow
from tcgraph.followup.drafts.review_words import in_english, said
from tcgraph.followup.drafts.source_table import SourceTable
from tcgraph.followup.fact_writer import Facts, concept, plain, short, text, thing, typed
from tcgraph.followup.naming.review_names import status_node
from tcgraph.followup.naming.who_acts import READ, plainly
from tcgraph.rdf import NamedNode
from tcgraph.terms import TC

_CHOSEN: Final = "Reviewer's choice"
_TOO_SHORT: Final = 5
"""A basis has as many characters; a reply that has fewer is told in quotation marks, as what it is."""


def write_observation(
    facts: Facts,
    row: ReviewRow,
    name: str,
    status: str,
    sure: str,
    source: SourceTable,
    find: Find,
) -> NamedNode:
    """Write the observation of a row that is taken over.

    Args:
        facts: to add to.
        row: what was decided.
        name: what its things are called by.
        status: the notation that was chosen.
        sure: the code of how sure the row is told to be; "" where nobody said.
        source: the table, with the day that it holds for and what reports it.
        find: says what is kept as it is written alone, since no day follows from it.

    Returns:
        The observation; whose it is, and on what it rests, is the caller's to say.
    """
    as_of = source.as_of
    observation = thing(f"observation/{name}-{as_of:%Y-%m}")
    facts.add(observation, "rdf:type", NamedNode(TC + "Observation"))
    facts.add(observation, "rdfs:label", text(short(f"{row.text('key') or 'added'}: {status}, {as_of}")))
    facts.add(observation, "tc:status", status_node(status))
    if sure == "hedged":
        facts.add(observation, "tc:certainty", concept("certainty/hedged"))
    facts.add(observation, "tc:asOf", typed(as_of, "date"))
    facts.add(observation, "tc:reportedIn", source.document)
    if due := row.text("expected"):
        date = read_date(plainly(due))
        awaited = date is not None and date >= as_of and status not in (*CLOSED, "standing")
        if awaited:
            facts.add(observation, "tc:expectedBy", typed(date, "date"))
        if not awaited or due.startswith(READ):  # past, of what is awaited no more, no calendar's day, our reading
            facts.add(observation, "tc:dueLabel", plain(due))
            if date is not None and not awaited and status not in (*CLOSED, "standing"):
                find(row, "expected", PAST.format(due), Level.WARNING)
    return observation


def reason_of(row: ReviewRow, language: str, *, proposed: bool) -> str:
    """Why a row has its status, in the table's language: the words that tell it, where they stand, and who chose."""
    # Why no status was proposed is a remark to the reviewer, and no basis of the one that they chose.
    words = "" if in_english(row.text("proposed")) == "none" else row.text("basis")
    # The place is the wording's: a percentage or a status word of another column stands beside it.
    at = ", read at" if words.strip("“”") in row.text("wording") else ", read beside"
    place = in_language(row.text("place"), language) or said("the row", language)
    basis = f"{words or said('the wording', language)}{said(at, language)} {place}"
    return basis if proposed else f"{said(_CHOSEN, language)}; {basis}"


def account_of(row: ReviewRow) -> str:
    """What a row tells of an action that was reported before: its words are the account that the status rests on."""
    said = row.text("summary") or row.text("wording") or "(nothing is said)"
    return said if len(said) >= _TOO_SHORT else f"“{said}”"
