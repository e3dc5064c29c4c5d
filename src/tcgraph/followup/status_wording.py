"""Propose a status from wording: labels, tense and verbs decide, and the proposal says which words it rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tcgraph.followup.labels import SURE, read_label
from tcgraph.followup.verbs import rules_of

STATUSES: Final = ("taken", "under-way", "planned", "standing")
"""The notations of the status scheme, in the order of progress; ``standing`` stands apart."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A status that a text suggests.

    Attributes:
        status: a notation of :data:`STATUSES`, or "" where the text says that nothing was done.
        confidence: 0 to 1; below 0.6 a person should look.
        basis: the words that decided.
    """

    status: str
    confidence: float
    basis: str


_WEAK: Final = 0.62
"""Up to here a sentence has no strong verb."""

_SAID: Final = 0.5
"""From here on it has one at all."""


def propose(sentence: str, status_text: str = "") -> Proposal:
    """Propose the status of what a sentence tells.

    Args:
        sentence: one sentence, or a short label.
        status_text: what a status column says; it outweighs the sentence.

    Returns:
        The proposal; where nothing fits, no status with confidence 0.
    """
    if status_text:
        from_label = _label(status_text)
        from_sentence = _sentence(status_text) if from_label is None else from_label
        if from_sentence.confidence:
            return from_sentence
    # A sentence may begin like a label that says little ("Accepted by the Council"); only a sure one decides.
    label = _label(sentence) if len(sentence.split()) < 12 else None
    return label if label is not None and label.confidence >= SURE else _sentence(sentence)


def _label(text: str) -> Proposal | None:
    found = read_label(text)
    if found is None:
        return None
    status, confidence, words = found
    whole = " ".join(text.split())
    return Proposal(status, confidence, f"“{whole if len(whole) <= 40 else words}”")


def _sentence(text: str) -> Proposal:
    """The first strong verb of the sentence decides: what follows it is mostly purpose or consequence."""
    found = [
        (match.start(), status, weight, match[0])
        for status, weight, rule in rules_of(text)
        for match in rule.finditer(text)
    ]
    strong = [rule for rule in found if rule[2] > _WEAK]
    if not found:
        return Proposal("", 0.0, "no verb that tells")
    _, status, weight, words = min(strong or found, key=lambda rule: (rule[0], -rule[2]))
    others = {other for _, other, _, _ in strong} - {status}
    confidence = weight - 0.1 * len(others)
    return Proposal(status, round(max(0.3, confidence), 2), f"“{' '.join(words.split())}”")


_ABBREVIATED: Final = re.compile(r"\b(?:No|Nos|e\.g|i\.e|art|para|paras|cf|vol|Mr|Ms|Dr|GB|inter)\.$", re.IGNORECASE)
_BOUNDARY: Final = re.compile(r"(?<=[.;!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])")


def sentences(text: str) -> list[str]:
    """Split a text into sentences; abbreviations do not end one."""
    parts: list[str] = []
    for part in _BOUNDARY.split(text):
        if not part.strip():
            continue
        if parts and _ABBREVIATED.search(parts[-1]):
            parts[-1] += f" {part.strip()}"
        else:
            parts.append(part.strip())
    return parts


_JOINT: Final = re.compile(r";\s+|,?\s+and\s+(?=(?:[\w()'’-]+\s+){0,8}?(?:will|are\s+being|is\s+being)\b)")
_ALSO_DONE: Final = re.compile(r",?\s+and\s+(?=(?:[\w()'’-]+\s+){1,4}?(?:has|have)\s+\w+)")


def deeds(text: str) -> list[str]:
    """Split a text into what it tells one by one: its sentences, and in them what was done from what will be."""
    found: list[str] = []
    for sentence in sentences(text):
        start = 0
        joints = [*_JOINT.finditer(sentence), *_ALSO_DONE.finditer(sentence)]
        for joint in sorted(joints, key=lambda match: match.start()):
            if joint.start() < start:
                continue
            left, right = sentence[start : joint.start()], sentence[joint.end() :]
            before, after = _sentence(left), _sentence(right)
            # What was also done is a deed of its own only where it has come further than what stands before it.
            apart = joint.re is _JOINT or before.status not in ("", after.status)
            enough = _WEAK if joint.re is _JOINT else _SAID
            if apart and before.confidence > enough and after.confidence > _WEAK:
                found.append(left.strip())
                start = joint.end()
        found.append(sentence[start:].strip())
    return [part for part in found if part]
