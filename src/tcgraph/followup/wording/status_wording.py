"""Propose a status: what a status column says is looked up, and what a sentence says is parsed and judged.

A proposal says which words it rests on and how sure it is. Denial, failure, refusal and doubt weigh more than tense: a
sentence with a word of those in it is never proposed as taken with confidence.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from typing import Final

from tcgraph.followup.language import IN_ENGLISH, language_of
from tcgraph.followup.wording import deed_clauses
from tcgraph.followup.wording import verb_meanings as means
from tcgraph.followup.wording.clauses import Clause, Tree
from tcgraph.followup.wording.doubts import asks_to_stop, denies, denies_anywhere, has_doubt, is_share
from tcgraph.followup.wording.parsing import can_parse, how_to_install, parse
from tcgraph.followup.wording.positions import (
    goes_on_since,
    has_lapsed,
    is_hedged,
    is_position,
    is_turned,
    is_unwilling,
    leading_refusal,
    may_be_otherwise,
    sentences,
    without_lead,
    without_number,
)
from tcgraph.followup.wording.status_labels import SURE, is_sure_label, read_label

CONFIDENT: Final = 0.75
"""From here on a proposed status is filled in; below it a person has to choose."""

NOT_DONE: Final = {"not-taken", "rejected", "cancelled", "overtaken"}
"""The notations of what did not come about."""

_CAP: Final = 0.5
_LEADS: Final = re.compile(r"([^\W\d][^.;:!?(]{1,40})[.;!](?=\s)")
_LABEL: Final = 4
"""A status column's entry of up to so many words is a label."""
_TOLD: Final = 0.4


@dataclass(frozen=True, slots=True)
class Proposal:
    """A status that a text suggests.

    Attributes:
        status: a notation of the status scheme, or "" where nothing is proposed.
        confidence: 0 to 1; below :data:`CONFIDENT` a person should look.
        basis: the words that decided, or why nothing is proposed.
    """

    status: str
    confidence: float
    basis: str


def propose(sentence: str, status_text: str = "", *, language: str = "", asked: str = "") -> Proposal:
    """Propose the status of what a sentence tells.

    Args:
        sentence: one sentence, or a short label.
        status_text: what a status column says; it outweighs the sentence.
        language: what they are written in; told from the sentence where it is not given.
        asked: what the sentence answers: asked to stop something, having stopped it is having done it.

    Returns:
        The proposal; where nothing fits, no status with confidence 0.
    """
    if status_text:
        from_label = _label(status_text)
        # A word that nobody knows is no sentence: "Compromised" alone tells of no deed.
        if from_label is None and len(status_text.split()) > _LABEL:
            from_label = _sentence(status_text, language, asked)
        if from_label is not None and from_label.confidence:
            return from_label
        if " ".join(sentence.split()) == " ".join(status_text.split()) and len(status_text.split()) <= _LABEL:
            return Proposal("", 0.0, f"nobody has said what “{status_text}” means")
    sentence = without_number(sentence)
    # A sentence may begin like a label that says little ("Accepted by the Council"); only a sure one decides.
    label = _label(sentence) if len(sentence.split()) < 12 else None
    # More than a label may turn it round ("Implemented? Not at all.").
    if label is not None and label.confidence >= SURE and len(sentence.split()) <= len(label.basis.split()) + 4:
        return label
    if refusal := leading_refusal(sentence):
        unsure = is_turned(sentence) or may_be_otherwise(sentence, "rejected")
        return Proposal("rejected", _CAP if unsure else 0.8, f"“{refusal}”")
    if (verdict := _verdict(sentence)) is not None:
        rest = sentence.partition(verdict.basis.strip("“”"))[2]
        turned = verdict.status == "taken" and denies_anywhere(rest, language or language_of(sentence))
        turned = turned or is_turned(rest) or may_be_otherwise(rest, verdict.status)
        return replace(verdict, confidence=_CAP if turned else 0.8)
    if len(sentence.split()) > 1 and is_position(without_lead(sentence)):
        return Proposal("planned", _CAP, f"“{' '.join(sentence.split())}”, and nothing tells of more")
    told = sentences(sentence)
    if len(told) > 1 and (found := _after_views(told, language, asked)) is not None:
        return found
    return _sentence(sentence, language, asked)


def _label(text: str) -> Proposal | None:
    found = read_label(text)
    if found is None:
        return None
    status, confidence, words = found
    confidence = min(confidence, _CAP) if status == "rejected" and may_be_otherwise(text, status) else confidence
    whole = " ".join(text.split())
    return Proposal(status, confidence, f"“{whole if len(whole) <= 40 else words}”")


def _verdict(text: str) -> Proposal | None:
    """The status that a reply begins with, where a mark parts it from what it tells: "Done partly. Since May …"."""
    first = _LEADS.match(text.lstrip())
    label = read_label(first[1]) if first is not None and len(first[1].split()) <= _LABEL else None
    if first is None or label is None or not label[0] or label[1] < SURE:
        return None
    if len(label[2].split()) < len(first[1].split()):
        return None
    return Proposal(label[0], label[1], f"“{first[1]}”")


def _sentence(text: str, language: str, asked: str) -> Proposal:
    language, text = language or language_of(text), without_lead(text)
    words = parse(text, language)
    if words is None:
        how = how_to_install(language)
        return Proposal("", 0.0, f"not proposed: {IN_ENGLISH[language]} sentences are not parsed here ({how})")
    tree = Tree(text, words)
    if lacking := deed_clauses.lacking(tree, language):
        return _guarded(Proposal("not-taken", 0.8, f"“{lacking}”"), tree, text, asked)
    if deed_clauses.lacks_trouble(tree, language):
        return Proposal("", 0.0, "it says but that nothing is against it")
    if lapsed := has_lapsed(text):
        return _guarded(Proposal("overtaken", 0.8, f"“{lapsed}”"), tree, text, asked)
    if unwilling := is_unwilling(text):
        return _guarded(Proposal("rejected", 0.8, f"“{unwilling}”"), tree, text, asked)
    if noun := deed_clauses.named(tree, datetime.date.today().year):
        return _guarded(Proposal("taken", 0.75, f"“{noun}”, and a day that is past"), tree, text, asked)
    if edited := deed_clauses.edited(text):
        return _guarded(Proposal("taken", 0.8, f"“{edited}”"), tree, text, asked)
    clauses = tree.clauses()
    judged = [found for clause in clauses if (found := _judged(tree, clause)).confidence]
    if not judged:
        return Proposal("", 0.0, "no verb that tells")
    found = _together(judged)
    if found.status not in ("planned", "under-way") and deed_clauses.is_quoted(clauses, text):
        found = replace(found, confidence=min(found.confidence, _CAP))
    return _guarded(found, tree, text, asked)


def _judged(tree: Tree, clause: Clause) -> Proposal:
    status, confidence = _status(tree, clause)
    if clause.said_by and not (clause.said_by in means.ANNOUNCE and clause.time == "would"):
        confidence -= 0.3 if clause.said_by in means.DOUBT | means.NOTICE else 0.1
    if clause.conditional and status != "planned":
        confidence -= 0.3
    if deed_clauses.is_loose(tree, clause):
        confidence = min(confidence, _CAP)
    return Proposal(status, round(max(confidence, 0.0), 2), f"“{clause.words}”")


def _status(tree: Tree, clause: Clause) -> tuple[str, float]:
    """What a clause says of the deed, and how surely; the graver reading first."""
    verb, outer = clause.verb.lemma, clause.outer.lemma if clause.outer is not None else ""
    affirmed = not clause.denied
    if affirmed and (taken_for := deed_clauses.taken_for(tree, clause)) is not None:
        return taken_for[0], min(0.85, taken_for[1])
    if clause.not_fully:
        return "partly-taken", 0.85
    if outer in means.REMAIN or outer == "have" or (outer == "be" and deed_clauses.is_late(tree, clause)):
        return "not-taken", 0.8
    for lemmas, status, confidence in (
        (means.FAIL, "not-taken", 0.85),
        (means.OVERTAKE, "overtaken", 0.8),
        (means.REJECT, "rejected", 0.85),
        (means.CANCEL, "cancelled", 0.8),
        (means.POSTPONE, "planned", 0.7),
    ):
        if outer in lemmas or (not outer and verb in lemmas):
            settled = affirmed and clause.time in ("past", "present", "progress")
            if verb == "arrêter" and not deed_clauses.is_by(tree, clause, means.WORK, named=False):
                return "taken", _CAP  # to decide is that, as is to stop
            settled = settled and not deed_clauses.is_of_another(tree, clause)
            return (status, confidence) if settled else (status, 0.4)
    if deed_clauses.is_against(tree, clause):
        return "rejected", 0.8
    if clause.denied and (outer or verb) in means.PLAN and clause.time == "present" and not clause.passive:
        return "rejected", 0.8  # who does not intend to do it will not
    if clause.denied and deed_clauses.has_none_against(tree, clause):
        return "", 0.0
    if clause.denied and (deed_clauses.is_untold(tree, clause) or deed_clauses.denies_lack(tree, clause)):
        return "", 0.0
    if clause.denied and (verb in means.SAY or deed_clauses.is_unverified(tree, clause)):
        return "not-taken", _CAP  # nobody said or found it; it may be so
    state = not clause.passive and (outer or verb) not in means.DEEDS
    if clause.denied and state and (clause.time == "present" or clause.said_by):
        return "not-taken", _CAP  # how things are: "it makes no sense", "members told us that they had no news"
    if clause.denied:
        return "not-taken", 0.85 if clause.time in ("past", "present", "progress") else 0.6
    return _affirmed(tree, clause, verb, outer)


def _affirmed(tree: Tree, clause: Clause, verb: str, outer: str) -> tuple[str, float]:
    if not clause.time:
        return "", 0.0
    beside = {one.lemma for one in tree.below(clause.outer or clause.verb)}
    if outer in means.CONTINUE or verb in means.CONTINUE:
        goes_on = outer not in means.PLAN | {""} or deed_clauses.is_by(tree, clause, means.WORK | means.ACTORS)
        if clause.time == "future":
            goes_on = False  # it may be an arrangement, or a promise, or have its next stage still to come
        return ("standing", 0.75) if deed_clauses.is_regular(tree, clause) else ("under-way", 0.85 if goes_on else 0.6)
    if deed_clauses.gives_word(tree, clause):
        return "planned", 0.8 if deed_clauses.is_by(tree, clause, means.ACTORS) else 0.5
    if outer in means.TRY and clause.time == "present":
        return "planned", 0.4  # "supports undertaking it", "commits to publish it": how somebody stands to it
    if clause.time == "would":
        if deed_clauses.is_perfect(tree, clause, tense=""):
            return "not-taken", 0.8 if clause.conditional else 0.0  # "would have been adopted if"
        return "planned", 0.75 if deed_clauses.is_announced(tree, clause) else 0.5
    between = tree.sentence[clause.outer.index + 1 : clause.verb.index] if clause.outer is not None else ()
    if outer == "be" and {word.lemma for word in between} & (means.PROCESS | {"underway", "ongoing"}):
        return "under-way", 0.8 if clause.time == "present" else _CAP  # "Work is under way to ensure …"
    # "is to ensure", and not "is in scope of the work to ensure".
    if outer == "be" and all(word.pos in ("PART", "ADV", "AUX", "ADP", "PUNCT") for word in between):
        aim = deed_clauses.is_by(tree, clause, means.AIM, named=False)
        if verb in means.REJECT:
            return "rejected", 0.75  # "The proposal is to reject it": who proposes it does not mean to do it
        acts = clause.passive or deed_clauses.is_by(tree, clause, means.ACTORS)
        return "planned", 0.5 if clause.time == "past" or aim or not acts else 0.8
    if outer in means.PLAN and deed_clauses.is_effect(tree, clause):
        return "planned", 0.6  # "we expect the tax to help"
    told = clause.passive or clause.time == "present"
    if outer in means.PLAN or (told and (outer == "set" or verb in means.PLAN)):
        return "planned", 0.85
    if clause.time == "future":
        by_itself = not clause.passive and verb in means.END and not deed_clauses.is_by(tree, clause, means.ACTORS)
        # Who "will consider how to make" it may not.
        by_itself = by_itself or deed_clauses.is_effect(tree, clause) or outer in means.TRY
        if verb in means.REMAIN or verb in deed_clauses.KEPT:  # what will be kept may need no deed
            return "standing", 0.75 if verb in means.REMAIN else 0.6
        return "planned", 0.6 if by_itself else 0.85
    if deed_clauses.is_in_process(tree, clause):
        return "under-way", _CAP if clause.time == "past" and not deed_clauses.is_perfect(tree, clause) else 0.85
    if clause.time == "progress" or beside & means.EVER_MORE:
        return "under-way", 0.85
    if outer in means.BEGIN or (verb in means.BEGIN and not clause.passive and clause.time in ("past", "present")):
        return "under-way", 0.8
    if clause.time == "past":
        subjects = tree.subjects(clause.outer or clause.verb)
        if verb in means.CLOSE and {one.lemma for one in tree.all_below(clause.verb)} & means.FILED:
            return "taken", _CAP
        if verb not in means.FULFIL and any(one.lemma in means.ASKED for one in subjects):
            return "taken", _CAP
        if any(deed_clauses.is_some(tree, one) for one in subjects):
            return "partly-taken", _CAP
        return _past(tree, clause, verb, outer)
    return _present(tree, clause, verb)


def _past(tree: Tree, clause: Clause, verb: str, outer: str) -> tuple[str, float]:
    if deed_clauses.is_left_as_it_is(tree, clause):
        return "", 0.0
    if outer in means.TRY or verb in means.TRY or verb in means.SAY:
        return "taken", 0.55
    state = verb in means.STATE and not (clause.passive and verb in means.PROVIDED)
    if state or verb in means.REMAIN or clause.verb.pos not in ("VERB", "AUX"):
        return "taken", 0.5
    if deed_clauses.only_changed(tree, clause) or not deed_clauses.is_deed(tree, clause):
        return "taken", 0.5
    return ("partly-taken", 0.8) if clause.partly else ("taken", 0.85)


def _present(tree: Tree, clause: Clause, verb: str) -> tuple[str, float]:
    if clause.time == "infinitive":
        return "planned", 0.75 if clause.passive else 0.4
    if verb in means.DONE and (clause.passive or clause.verb.pos == "VERB"):
        return ("partly-taken", 0.75) if clause.partly else ("taken", 0.6)
    for word in (clause.verb, *tree.below(clause.verb, "acomp", "attr")):
        label = read_label(word.text) if word.pos in ("ADJ", "NOUN") else None
        if label is not None and label[0]:
            return label[0], min(0.8, label[1])
    if not deed_clauses.says_so(tree, clause):
        return "", 0.0
    if deed_clauses.is_routine(tree, clause):
        return "standing", 0.8
    if verb in means.USE:
        return "standing", 0.6  # what is there is used, asked for or not
    notes = any(word.lemma in ("note", "nota") for word in tree.all_below(clause.verb))
    if verb in means.TRY or (verb in ("take", "prendre", "tomar") and notes):
        return "standing", 0.4
    # French and Spanish tell results in this form, too: "la loi est adoptée".
    settled = clause.passive and clause.verb.tag == "VBN" and bool(tree.subjects(clause.verb))
    settled = settled and clause.words.split()[0].lower() in ("is", "are", "'s", "'re")
    settled = settled and not deed_clauses.befell(tree, clause)
    if deed_clauses.is_once(tree, clause) and not deed_clauses.is_regular(tree, clause):
        return "taken", _CAP  # as headlines tell it, or as what is done every time
    acts = verb in means.DEEDS and deed_clauses.is_by(tree, clause, means.ACTORS)
    # Spanish tells what happened once in this form, too, as headlines do: "el Ministerio nombra una delegada".
    acts = acts and (clause.verb.tag.startswith("VB") or verb not in means.SPANISH)
    return "standing", 0.75 if settled or acts else 0.6


def _together(judged: list[Proposal]) -> Proposal:
    """One proposal of several clauses: the first one, less sure where others say otherwise."""
    first = judged[0]
    others = {found.status for found in judged[1:]} - {first.status}
    if not others:
        return max(judged, key=lambda found: found.confidence)
    done = {"taken", "partly-taken"}
    if first.status in done and others & NOT_DONE:
        return replace(first, status="partly-taken", confidence=_CAP)
    return replace(first, confidence=round(max(0.3, first.confidence - 0.15 * len(others)), 2))


def _guarded(found: Proposal, tree: Tree, text: str, asked: str) -> Proposal:
    """Take confidence away from what the sentence, or what was asked, may turn round."""
    if found.confidence >= CONFIDENT and (deed_clauses.tells_more(tree) or may_be_otherwise(text, found.status)):
        found = replace(found, confidence=_CAP)
    if found.status in ("taken", "standing") and denies(tree):
        # Better none than a wrong one: nothing in such a sentence may be read as done.
        return Proposal("", 0.0, f"{found.basis}, beside words that deny")
    if found.status in ("taken", "standing") and found.confidence > _CAP and has_doubt(tree, text):
        return replace(found, status="partly-taken" if is_share(text) else found.status, confidence=_CAP)
    stops = asked and not deed_clauses.turns_down(tree) and asks_to_stop(asked)
    return replace(found, confidence=min(found.confidence, _CAP)) if stops and found.status in NOT_DONE else found


def deeds(text: str, language: str = "") -> list[str]:
    """Split a text into what it tells one by one: its sentences, and in them what was done from what will be."""
    language = language or language_of(text)
    found: list[str] = []
    for sentence in sentences(text):
        found += _parts(sentence, language) if can_parse(language) else re.split(r";\s+", sentence)
    return _with_views([part.strip() for part in found if part.strip()], language)


def _after_views(told: list[str], language: str, asked: str) -> Proposal | None:
    """What the last of several sentences tells, where those before it tell how somebody stands to it, and no deed."""
    language = language or language_of(" ".join(told))
    if not all(_is_view(one, language) for one in told[:-1]):
        return None
    found = propose(told[-1], language=language, asked=asked)
    return found if found.confidence >= CONFIDENT else None


def _is_view(sentence: str, language: str) -> bool:
    """Whether a sentence says what somebody thinks, or how things are, and neither tells nor denies a deed."""
    if is_position(sentence):
        return True
    words = parse(sentence, language) if not (is_sure_label(sentence) or goes_on_since(sentence)) else None
    if words is None or denies(tree := Tree(sentence, words)) or has_doubt(tree, sentence) or is_hedged(sentence):
        return False
    found = _sentence(sentence, language, "")
    return found.status in ("standing", "") and found.confidence < CONFIDENT and bool(tree.clauses())


def _with_views(parts: list[str], language: str) -> list[str]:
    """Put what somebody thinks of it before the deed that follows: "We agree. We will publish the list."."""
    found: list[str] = []
    views: list[str] = []
    for part in parts:
        if part[-1:] in ".!" and _is_view(part, language):
            views.append(part)
            continue
        tells = not views or propose(part, language=language).confidence >= CONFIDENT
        # That it was accepted is never told alone where more follows.
        with_it = [] if is_sure_label(part) else views if tells else [one for one in views[-1:] if is_position(one)]
        found += [*views[: len(views) - len(with_it)], " ".join([*with_it, part])]
        views = []
    return [*found, *views]


_JOINT: Final = re.compile(r"(?:;|,?\s+(?:and|et|y))\s+$")


def _parts(sentence: str, language: str) -> list[str]:
    """The coordinated main clauses that tell of different things, cut where the next one's own words begin."""
    words = parse(sentence, language)
    assert words is not None
    tree = Tree(sentence, words)
    clauses = tree.clauses()
    cuts: list[int] = []
    before = _judged(tree, clauses[0]) if clauses else None
    for clause in clauses[1:]:
        start = min(word.start for word in tree.all_below(tree.told_by(clause)))
        now = _judged(tree, clause)
        joint = _JOINT.search(sentence[:start])
        told = before is not None and before.confidence >= _TOLD
        told = told and (now.confidence >= _TOLD or (joint is not None and joint[0][0] == ";" and not now.status))
        if joint is not None and told and before is not None and now.status != before.status:
            cuts += [joint.start(), start]
            before = now
    edges = [0, *cuts, len(sentence)]
    return [sentence[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
