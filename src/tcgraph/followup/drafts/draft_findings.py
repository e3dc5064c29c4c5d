"""What is odd about a draft, said by place: codes that cannot be right, dates that are none, silence, the language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from tcgraph.diagnostics import Diagnostic, Level, Location
from tcgraph.followup.dates import names_no_day, read_date
from tcgraph.followup.drafts.reply_status import STATUS_WORD, status_said
from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.language import IN_ENGLISH, language_of
from tcgraph.followup.layout.entry import AskedItem, Piece, Reply
from tcgraph.followup.naming.entities import Recogniser
from tcgraph.followup.wording.status_labels import UNSURE, is_acceptance, is_live, read_label
from tcgraph.followup.wording.status_wording import Proposal

if TYPE_CHECKING:
    from tcgraph.followup.drafts.draft import Draft

_OFTEN: Final = 3
"""So many replies that say no more are no chance."""


def check_codes(draft: Draft, recogniser: Recogniser, pieces: list[Piece]) -> None:
    """Say which references to instruments cannot be right."""
    for piece in pieces:
        for odd in recogniser.odd_codes(piece.text):
            message = f"{odd.surface!r}: {odd.reason}"
            draft.findings.append(Diagnostic("code", Level.WARNING, message, piece.place.location))


def check_date(draft: Draft, reply: Reply) -> None:
    """Say where a column of dates has no date."""
    if reply.due_text not in ("", reply.status_text) and read_date(reply.due_text) is None:
        where = reply.due_place or reply.pieces[0].place.location
        level, what = (Level.INFO, "names no date") if names_no_day(reply.due_text) else (Level.WARNING, "is no date")
        draft.findings.append(Diagnostic("date", level, f"{reply.due_text!r} {what}", where))


def unknown_words(draft: Draft, meant: Mapping[str, str]) -> list[tuple[str, Reply]]:
    """What stands for a status and nobody has explained, each once, with where it stands first.

    It is the word of a status column, or all that reply after reply says: "Merged", "Accepted".

    Args:
        draft: the draft.
        meant: what words mean, as somebody said.
    """
    often = Counter(plain_words(reply.text) for reply in draft.reading.replies)
    found: dict[str, tuple[str, Reply]] = {}
    for reply in draft.reading.replies:
        alone = reply.text if often[plain_words(reply.text)] >= _OFTEN else ""
        said = () if reply.of_answer else (reply.status_text, alone)
        for text in (alone,) if is_acceptance(alone) else said:
            if text and len(text.split()) <= STATUS_WORD and (text == alone or not is_acceptance(text)):
                label = read_label(text)
                if label is None or label[1] <= UNSURE:
                    found.setdefault(plain_words(text), (text, reply))
    return [told for word, told in found.items() if word not in meant]


def ask_for_words(draft: Draft, meant: Mapping[str, str]) -> None:
    """Ask what each such word means: one answer settles every row."""
    for text, reply in unknown_words(draft, meant):
        known = read_label(text) is not None
        what = "may mean several statuses; say which" if known else "is no status that is known; say what it means"
        message = f"{text!r} {what} with --statuses"
        draft.findings.append(Diagnostic("status", Level.WARNING, message, reply.pieces[0].place.location))


def tell_denials(draft: Draft, meant: Mapping[str, str]) -> None:
    """Say where a status and the words beside it do not agree, so that none is filled in."""
    for action in draft.actions:
        said, beside, told = action.basis.partition(", beside ")
        if beside and action.confidence <= UNSURE and status_said(action.reply, meant) is not None:
            where = action.reply.pieces[0].place.location
            message = (
                f"{action.key}: the status {said} stands beside words that tell otherwise, {told}; say which holds"
            )
            draft.findings.append(Diagnostic("status", Level.WARNING, message, where))


def note_language(draft: Draft) -> None:
    """Tell what language the rows are in, and say so where it is not English."""
    texts = [*(ask.text for ask in draft.reading.asks), *(reply.text for reply in draft.reading.replies)]
    draft.language = language_of(" ".join(texts))
    if draft.language != "en":
        name = IN_ENGLISH[draft.language]
        message = f"the table is in {name}; it is taken over in it, unless you put the review into English"
        draft.findings.append(Diagnostic("language", Level.INFO, message, Location(draft.path)))


def report_silence(draft: Draft) -> None:
    """Say on what nothing is reported."""
    columns = draft.reading.columns
    if columns and not draft.reading.replies:
        has_column = any(one.replies or one.ticks for one in columns)
        what = "the column of what was done is empty" if has_column else "no column tells what was done"
        message = f"{what}; read as a list of {len(draft.reading.asks)} things asked"
        draft.findings = [finding for finding in draft.findings if finding.rule != "nothing-reported"]
        draft.findings.append(Diagnostic("list", Level.INFO, message, Location(draft.path)))
        return
    answered = {id(reply.ask) for reply in draft.reading.replies}
    silent = [ask for ask in draft.reading.asks if id(ask) not in answered]
    already = {finding.location for finding in draft.findings if finding.rule == "nothing-reported"}
    for ask in silent:
        where = ask.pieces[0].place.location
        if where not in already and not any(f.rule == "nothing-reported" and _same_row(f, ask) for f in draft.findings):
            message = f"nothing is reported on {ask.reference or 'a row without number'}"
            draft.findings.append(Diagnostic("nothing-reported", Level.INFO, message, where))


def _same_row(finding: Diagnostic, ask: AskedItem) -> bool:
    mine, theirs = ask.pieces[0].place.location, finding.location
    if theirs is None:
        return False
    if mine.cell is not None and theirs.cell is not None:
        return (mine.cell.sheet, mine.cell.row) == (theirs.cell.sheet, theirs.cell.row)
    return mine.line is not None and mine.line == theirs.line


def tell_silence(draft: Draft, reply: Reply, key: str, found: Proposal, *, known: bool) -> None:
    """Say that nothing in the words of a proposal tells how far it has come.

    Args:
        draft: what it is a proposal of.
        reply: the reply that it was read from.
        key: what it is called by.
        found: what is proposed.
        known: whether what the table calls its status is known.
    """
    where = reply.pieces[0].place.location
    answer = reply.of_answer or is_acceptance(reply.status_text) or is_live(reply.status_text)
    unread = reply.status_text and not answer and not known and len(reply.status_text.split()) <= STATUS_WORD
    if found.confidence or unread:  # what is asked about its word settles it
        return
    if found.basis.startswith("not proposed"):
        if not any(finding.message == found.basis for finding in draft.findings):
            draft.findings.append(Diagnostic("not-proposed", Level.WARNING, found.basis, Location(draft.path)))
    else:
        message = f"{key}: nothing in the wording tells how far it has come"
        draft.findings.append(Diagnostic("status", Level.INFO, message, where))
