"""What a reply says of a status: its status column, its words, and what its own column's heading makes of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from tcgraph.followup.drafts.asked_act import is_act_asked, is_of_comment, is_other_end, stands_against
from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.layout.column_words import TALK, meanings_of
from tcgraph.followup.layout.entry import Reply
from tcgraph.followup.layout.pairing import is_likest
from tcgraph.followup.wording.doubts import falls_short
from tcgraph.followup.wording.positions import begins_with_deed, is_reserved_position, is_to_do, sentences
from tcgraph.followup.wording.status_labels import (
    LIKELY,
    SURE,
    UNSURE,
    is_acceptance,
    is_closed,
    is_live,
    is_part,
    is_reserved,
    read_label,
    said_otherwise,
    says_none,
    stated_label,
)
from tcgraph.followup.wording.status_wording import CONFIDENT, NOT_DONE, Proposal, deeds, propose

_SETTING: Final = 0.7
_TOLD: Final = 0.4
_LABEL: Final = 3
_GOING_ON: Final = ("under-way", "standing")
STATUS_WORD: Final = 4
"""A status column's entry of up to so many words is a status word; a longer one is prose."""
_ALSO: Final = re.compile(r"\b(?:also|further|additionally|également|aussi|además|también)\b")
_HOW_IT_IS: Final = re.compile(r"“(?:does|do)(?: not|n['’]t) ")
"""Before the verb they tell how something is, and not that it was left undone: "The text does not make this plain."."""
_UNANSWERED: Final = re.compile(
    r"(?:no|not? yet an?|sin|(?:no hay|pas de|il n y a pas de) ?|aucune|ninguna)"
    r" ?(?:further )?(?:answer|response|reply|reponse|respuesta)"
    r"(?=\W*$|\W+(?:provided|received|given|yet|to date|at this|as of|so far|ha[sdv]|was|from|hasta|a ce|au|de|recu))"
)
"""That nobody answered is no answer, and tells nothing of a deed."""
_SHARED: Final = 80
"""Two rows may be answered in the same few words; a longer answer is one cell that both have."""

_OF_ALL: Final = re.compile(
    r"\b(?:following|these|all) recommendations\b|\brecommendations (?:below|listed|formulated|in paragraphs?)\b"
    r"|\brecommandations (?:ci-apres|ci-dessous|suivantes|enumerees|formulees|figurant)\b"
    r"|\b(?:siguientes|estas) recomendaciones\b|\brecomendaciones (?:siguientes|que figuran|enumeradas|formuladas)\b"
)
"""What an answer says that is given once to all that stands below it."""


def part_status(reply: Reply, words: str, statuses: Mapping[str, str], language: str, asked: str) -> Proposal:
    """Propose the status of a part of a reply beside which no status column tells.

    "Closed" is such a column's word; elsewhere it says that nobody asks any more, and nothing of a deed.
    What was said when it was discussed is no report: what "we will look at" is not planned.

    Args:
        reply: where the words stand.
        words: the part.
        statuses: what a person said of this body's words.
        language: what it is written in.
        asked: what it answers.
    """
    tidy = plain_words(words)
    if _UNANSWERED.match(tidy) is not None and tidy not in statuses:
        return Proposal("", 0.0, f"“{words}”")
    if is_closed(words) and (words != reply.text or meanings_of(reply.heading)[:1] != ["status"]):
        return Proposal("taken", UNSURE, f"“{words}”")
    label = said_by(words, statuses)
    if label is not None and reply.of_answer and label.status == "rejected":
        label = replace(label, confidence=max(label.confidence, LIKELY))
    found = label or propose_of(reply, words, language, asked)
    if found.status == "taken" and falls_short(words, asked):
        found = replace(found, status="partly-taken", confidence=min(found.confidence, UNSURE))
    talked = TALK.search(plain_words(reply.heading)) is not None and not _is_label(words)
    # "No" to a question answers it, and refuses nothing.
    answers = asked.rstrip().endswith("?") and (found.status in NOT_DONE or _is_label(words))
    return replace(found, confidence=min(found.confidence, _SETTING)) if talked or answers else found


def propose_of(reply: Reply, words: str, language: str, asked: str) -> Proposal:
    """Propose the status of a part of a reply whose status column has no word that is known.

    Args:
        reply: where the words stand.
        words: the part.
        language: what it is written in.
        asked: what it answers.
    """
    if is_acceptance(words) or is_live(words):
        return _unsure(words)
    accepted, live = reply.of_answer or is_acceptance(reply.status_text), is_live(reply.status_text)
    own = "" if accepted or live or says_none(reply.status_text) else reply.status_text
    found = propose(words, own, language=language, asked=asked)
    if live and found.status in ("taken", "standing"):
        return replace(found, confidence=min(found.confidence, UNSURE))  # whoever keeps it open may see it otherwise
    if found.confidence < CONFIDENT and found.status not in NOT_DONE and is_to_do(reply.heading):
        verb = begins_with_deed(words)
        if verb and (not reply.status_text or accepted or live):
            return Proposal("planned", 0.8, f"“{verb}”, under “{reply.heading}”")
    reserved = is_reserved(reply.status_text) or (reply.of_answer and is_part(reply.status_text))
    reserved = reserved or is_reserved_position(reply.text)
    if reserved and found.status in ("taken", "standing"):
        return replace(found, confidence=min(found.confidence, UNSURE))  # what was accepted of it may be what was done
    if (accepted or live) and not found.confidence:
        return _unsure(reply.status_text or " ".join(words.split()[:2]))  # "Not accepted to our view, as …"
    return found


def _unsure(words: str) -> Proposal:
    """What is likeliest where only the answer or the file is told of: the thing accepted is meant to be done."""
    label = read_label(words)
    return Proposal(label[0] if label is not None else "planned", UNSURE, f"“{' '.join(words.split())}”")


def status_said(reply: Reply, statuses: Mapping[str, str]) -> Proposal | None:
    """What a reply's status column, or the reply itself of its status, says."""
    own = "" if says_none(reply.status_text) and reply.text != reply.status_text else reply.status_text
    found = said_by(own or stated_label(reply.text), statuses)
    if found is None or not reply.of_answer or plain_words(reply.status_text) in statuses:
        return found
    # Of a scale of answers, a refusal alone tells what came of it. What a state does not support is "noted": annex to
    # resolution 5/1 of the Human Rights Council, paragraph 32.
    return replace(found, confidence=max(found.confidence, LIKELY)) if found.status == "rejected" else None


def said_by(words: str, statuses: Mapping[str, str]) -> Proposal | None:
    """What a status word says: by what a person said of this body's words, or else by what such words mean at large."""
    tidy = plain_words(words)
    if tidy not in statuses and (is_acceptance(words) or is_live(words)):
        return None  # that it was accepted, or is not settled, says nothing of how far it has come
    if tidy in statuses:
        return Proposal(statuses[tidy], 1.0, f"“{words}”, as you said what it means")
    label = read_label(words) if words and len(words.split()) <= 8 else None
    if label is not None and label[1] < SURE and len(sentences(words)) > 1:
        return None  # "Accepted. The list was published.": what follows tells more
    return Proposal(label[0], label[1], f"“{' '.join(words.split())}”") if label is not None else None


def unless_denied(said: Proposal, words: str, language: str) -> Proposal:
    """What a status column says, left to a person where the words beside it tell that it did not come about.

    What is not finished has not come about, so beside "under way" a denial has to be sure, and no part of the words may
    tell that anything goes on or is still to come.
    """
    if said.confidence >= CONFIDENT and (own := said_otherwise(words, said.status)):
        return replace(said, confidence=UNSURE, basis=f"{said.basis}, beside “{own}”")
    if said.confidence < CONFIDENT or said.status not in ("taken", *_GOING_ON):
        return said
    if said.status == "taken":
        told = [propose(words, language=language)]
    else:
        told = [propose(one, language=language) for one in deeds(words, language) or [words]]
    # What denies that something was done, or is done always, is enough to leave the question open if it is not sure.
    enough = CONFIDENT if said.status == "under-way" else 0.0
    denial = next((one for one in told if one.status in NOT_DONE and one.confidence >= enough), None)
    if denial is None or any(one.status in (*_GOING_ON, "planned") for one in told):
        return said
    return replace(said, confidence=UNSURE, basis=f"{said.basis}, beside {denial.basis}")


def beside_status(said: Proposal, text: str, language: str, *, shared: bool) -> tuple[list[str], list[Proposal]]:
    """What the parts of a reply tell beside a status that speaks of the whole row.

    A part that tells otherwise stands apart, with what it tells and not so sure that it is filled in: the promise after
    "The list was published. A second one will follow.", or the one bullet of three that was cancelled. The words of the
    row's own status have to be there: beside "Accepted. The list will be published." it tells what came of that.

    Args:
        said: what the status column says.
        text: the reply, or one of its bullets.
        language: what it is written in.
        shared: whether other bullets stand beside the same status.

    Returns:
        The parts in order, and what is proposed of each.
    """
    parts: list[str] = []
    own: list[Proposal | None] = []
    told = False
    for words in sentences(text) or [text]:
        found = propose(words, language=language)
        told = told or (found.confidence >= CONFIDENT and found.status == said.status)
        other = found if found.confidence >= CONFIDENT and found.status not in (said.status, "standing") else None
        if parts and other is None and own[-1] is None:
            parts[-1] += f" {words}"
        else:
            parts.append(words)
            own.append(other)
    if not shared and not (told and len(parts) > 1):
        return [text], [unless_denied(said, text, language)]
    of_row = [unless_denied(said, words, language) for words in parts]
    return parts, [
        one if other is None else Proposal(other.status, _SETTING, f"{other.basis}, beside {said.basis}")
        for one, other in zip(of_row, own, strict=True)
    ]


def without_setting(proposals: Sequence[Proposal]) -> list[Proposal]:
    """What the parts of one reply say, less sure of what is always so where another part tells of a deed.

    "The Board will publish the list. Each list is approved by a committee.": the second says how such things are done.
    After a refusal nothing else is the deed that was asked for: "We do not accept this. We have opened a hotline.".
    Nor is what will "also" be done, beside what was.
    """
    told = any(one.status not in ("standing", "") and one.confidence >= CONFIDENT for one in proposals)
    refused, before = False, ""
    found = []
    for one in proposals:
        setting = told and one.status == "standing"
        other = refused and one.status not in NOT_DONE
        other = other or (before not in ("", one.status) and _ALSO.search(one.basis) is not None)
        before = before or (one.status if one.confidence >= CONFIDENT else "")
        found.append(replace(one, confidence=min(one.confidence, _SETTING)) if setting or other else one)
        refused = refused or (one.status == "rejected" and one.confidence >= UNSURE)
    return found


def of_parts(
    proposals: Sequence[Proposal],
    parts: Sequence[str],
    asked: str,
    others: Sequence[str],
    *,
    denied: bool,
    against: bool = False,
    reached: bool = False,
) -> list[Proposal]:
    """What the parts of one reply tell together, by their words alone.

    Args:
        proposals: what is proposed of each part.
        parts: its words.
        asked: what the reply answers.
        others: what else it answers, if it does.
        denied: whether anything of what answers the same denies something.
        against: whether anything of it is said against what was asked.
        reached: whether they stand in a column of nothing but what was reached.
    """
    proposals = [
        replace(one, confidence=min(one.confidence, UNSURE))
        if is_other_end(one.status, one.basis, words, asked)
        else one
        for one, words in zip(proposals, parts, strict=True)
    ]
    own = of_its_own(proposals, parts, asked, others) if others else proposals
    found = without_setting(own)
    counted = [one for one, before in zip(found, proposals, strict=True) if one.confidence == before.confidence]
    if any(one.confidence >= SURE for one in found):
        return found
    if not asked:  # what was asked stands elsewhere, and whether this is the act nobody can tell from here
        found = [replace(one, confidence=min(one.confidence, _SETTING)) for one in found]
    return [
        own
        if own.status == "taken" and not against and is_of_comment(own.basis, words)
        else one
        if not (one.status == "taken" or (one.status == "not-taken" and _HOW_IT_IS.match(one.basis)))
        or _is_label(words)
        or reached
        or is_act_asked(one.basis, words, asked)
        else replace(one, confidence=min(one.confidence, _SETTING))
        for one, own, words in zip(settled(found, counted, denied=denied), found, parts, strict=True)
    ]


def of_one_ask(told: Sequence[tuple[Reply, str, Proposal]], known: Mapping[str, str]) -> list[Proposal]:
    """What all that answers one thing asked tells, less sure of what sentences tell than of what a status says.

    A sentence is below the line where another one tells otherwise, be it unsure (what denies is told first or not
    surely); where it tells how things always are; and where the document itself says how far the row has come: in
    another status, in a word that nobody has explained or by a mark under "Complete".

    Args:
        told: of each part its reply, its words and what is proposed of it.
        known: what a person said of this body's words.
    """
    against = any(stands_against(words) for _, words, _ in told)
    own_scale = any(_is_unread_status(reply, known) for reply, _, _ in told)
    in_words = [
        one.confidence < SURE and not _is_label(words) and status_said(reply, known) is None
        for reply, words, one in told
    ]
    stated = {
        one.status
        for by_words, (reply, _, one) in zip(in_words, told, strict=True)
        if not by_words and reply.status_text and one.confidence >= CONFIDENT
    }
    torn = {
        one.status
        for by_words, (_, words, one) in zip(in_words, told, strict=True)
        if not by_words and said_otherwise(words, one.status)
    }
    denied = any(one.status in NOT_DONE and one.confidence >= CONFIDENT for _, _, one in told)
    order: list[str] = []
    for by_words, (_, _, one) in zip(in_words, told, strict=True):
        tells = by_words and one.confidence > UNSURE and one.status not in ("", "standing")
        if tells and not (order and _ALSO.search(one.basis)):
            order.append(one.status)
    found = []
    for by_words, (_, words, one) in zip(in_words, told, strict=True):
        first = one.status in NOT_DONE and order[:1] == [one.status]
        otherwise = one.status == "standing" or (set(order) - {one.status} and not first) or stated - {one.status}
        doubtful = by_words and (otherwise or own_scale)
        doubtful = doubtful and (against or own_scale or one.status != "taken" or not is_of_comment(one.basis, words))
        doubtful = doubtful or (by_words and denied and one.status == "taken") or (not by_words and one.status in torn)
        found.append(replace(one, confidence=min(one.confidence, _SETTING)) if doubtful else one)
    return found


def _is_unread_status(reply: Reply, known: Mapping[str, str]) -> bool:
    """Whether a row's own columns say how far it has come, in a way that is not read."""
    text = reply.status_text
    if text and not (reply.of_answer or says_none(text) or is_acceptance(text) or is_live(text)):
        return len(text.split()) <= STATUS_WORD and status_said(reply, known) is None
    cells = (cell.partition(": ") for cell in reply.beside.split("; "))
    labels = [read_label(heading) for heading, _, mark in cells if mark.strip() and len(heading.split()) <= _LABEL]
    return any(label is not None and label[:2] == ("taken", SURE) for label in labels)


def is_refused(beside: str) -> bool:
    """Whether a column beside a reply says that what was asked was refused, noted, or accepted in part only.

    "No" does so under a heading that asks whether it was accepted.

    Args:
        beside: the other columns of its row, each as "heading: text".
    """
    for heading, _, text in (cell.partition(": ") for cell in beside.split("; ")):
        label = read_label(text) if len(text.split()) <= _LABEL else None
        asks = is_acceptance(re.sub(r"\W*\(.*|\W+$", "", heading))
        refused = label is not None and (label[0] == "rejected" or (asks and label[0] == "not-taken"))
        if refused or is_reserved(text):
            return True
    return False


def _is_label(words: str) -> bool:
    """Whether a reply is a word for a status, such as an assessment: it speaks of what was asked."""
    return len(words.split()) <= _LABEL and read_label(words) is not None


def settled(proposals: Sequence[Proposal], counted: Sequence[Proposal], *, denied: bool) -> list[Proposal]:
    """What the parts of one reply say, less sure where they do not say the same: then a person has to look.

    That something was done is sure only where nothing in all that answers denies anything, and no other part tells of
    what is still to come: by this no refusal, however it is worded, is filled in as done beside what else was done.

    Args:
        proposals: what is proposed of each part by its words; what a status column says is not among them.
        counted: those of them that speak of the same deed; a denial counts wherever it stands.
        denied: whether anything of what answers the same denies something.
    """
    told = {one.status for one in counted if one.status and one.confidence >= _TOLD}
    told |= {one.status for one in proposals if one.status in NOT_DONE and one.confidence >= _TOLD}
    sure = {one.status for one in counted if one.confidence >= CONFIDENT} - {"standing"}
    unsure = {"taken": denied or bool(told - {"taken", "standing"}), "standing": bool(told - {"standing"})}
    return [
        replace(one, confidence=min(one.confidence, _SETTING))
        if unsure.get(one.status) or (len(sure) > 1 and one.status not in NOT_DONE)
        else one
        for one in proposals
    ]


def shared_with(replies: Iterable[Reply]) -> dict[int, list[str]]:
    """For each reply that answers several things asked, by its ``id``, the texts of the others."""
    same = defaultdict(list)
    for reply in replies:
        if reply.ask is not None and len(reply.text) >= _SHARED and _OF_ALL.search(plain_words(reply.text)) is None:
            same[reply.text].append(reply)
    return {
        id(reply): others
        for group in same.values()
        for reply in group
        if (others := [one.ask.text for one in group if one.ask is not None and one.ask is not reply.ask])
    }


def of_its_own(
    proposals: Sequence[Proposal], parts: Sequence[str], asked: str, others: Sequence[str]
) -> list[Proposal]:
    """What the parts of a shared reply say, less sure of those that are more like another thing that it answers."""
    return [
        one if is_likest(words, asked, others) else replace(one, confidence=min(one.confidence, UNSURE))
        for one, words in zip(proposals, parts, strict=True)
    ]
