"""Propose a status from wording: tense and verbs decide, and the proposal says which words it rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

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

_PARTICIPLE: Final = (
    r"(?:\w+ly\s+|also\s+|all\s+|already\s+|since\s+|both\s+)*"
    r"(?:\w+ed|held|made|given|undertaken|found|put|set|taken|begun|built|held|met|sent|undergone|grown|found|written|brought|drawn|shown|laid|led"
    r"|chosen|done|won)"
)

# Whole-cell statuses of other bodies; the first that fits decides.
_LABELS: Final = (
    (
        re.compile(
            r"^(not (yet )?(implemented|started|begun|done)|no action|none|rejected|nil|pending decision)\b",
            re.IGNORECASE,
        ),
        "",
    ),
    (re.compile(r"^(n/?a|not applicable|-|—)$", re.IGNORECASE), ""),
    (
        re.compile(
            r"\bis being (taken|undertaken|implemented)|action is being taken"
            r"|^(on-?going|under ?way|in progress|partly|partially|under implementation|started)\b",
            re.IGNORECASE,
        ),
        "under-way",
    ),
    (
        re.compile(
            r"^(fully )?(implemented|completed?|done|taken|closed|achieved|finali[sz]ed|action (has been )?taken)\b",
            re.IGNORECASE,
        ),
        "taken",
    ),
    (re.compile(r"^(planned|scheduled|to be \w+|foreseen|envisaged|pending|not due)\b", re.IGNORECASE), "planned"),
    (re.compile(r"^(standing|continuous|permanent|recurrent|regular practice)\b", re.IGNORECASE), "standing"),
)

# In a sentence: the earlier rule wins where several fit.
_RULES: Final = (
    # What goes on as a habit is a standing arrangement, what else goes on is under way, whatever the tense.
    (
        "standing",
        0.8,
        re.compile(
            r"\b(?:regular|systematic|periodic|annual|quarterly|monthly)\b[^.;]*?\bwill\s+continue\b"
            r"|\b(?:is|are)\b\W+(?:and\s+)?will\s+remain\b",
            re.IGNORECASE,
        ),
    ),
    ("under-way", 0.8, re.compile(r"\b(?:will|shall)\s+continue\b", re.IGNORECASE)),
    ("under-way", 0.85, re.compile(r"\b(?:is|are)\s+increasingly\b", re.IGNORECASE)),
    (
        "taken",
        0.8,
        re.compile(
            r"(?<!be )(?<!been )(?<!is )(?<!are )\b(?:agreed|decided|adopted|launched|signed|convened|published|issued"
            r"|concluded|approved|established|created)\s+(?:on|to|that|the|an?|its|their|new|two|three|joint)\b",
            re.IGNORECASE,
        ),
    ),
    ("under-way", 0.85, re.compile(r"\b(?:is|are)\s+(?:\w+ly\s+|currently\s+|also\s+)*being\s+\w+", re.IGNORECASE)),
    (
        "under-way",
        0.9,
        re.compile(
            r"\bunder\s+(?:preparation|way|development|discussion|implementation|negotiation|review|consideration)\b|\bunderway\b|\bongoing\b|\bin\s+progress\b",
            re.IGNORECASE,
        ),
    ),
    (
        "planned",
        0.9,
        re.compile(
            r"\b(?:is|are|was|were)\s+(?:also\s+|further\s+)?"
            r"(?:envisaged|foreseen|planned|scheduled|intended|expected|anticipated|proposed)\b"
            r"|\benvisages?\b|\bhas been scheduled\b|\bplans\s+to\b|\bintends?\s+to\b|\bis due to\b",
            re.IGNORECASE,
        ),
    ),
    ("planned", 0.8, re.compile(r"\b(?:will|shall|would)\s+(?:\w+\s+){0,2}?(?:be|have|also|\w+)\b", re.IGNORECASE)),
    (
        "planned",
        0.75,
        re.compile(
            r"\bto\s+be\s+(?:\w+ly\s+)?(?:undertaken|taken|held|set|made|drawn|put|built|given|found)\b|\b(?:is|are)\s+to\s+(?:be\s+)?\w+|\bmight\s+wish\b|\bmay\s+wish\b",
            re.IGNORECASE,
        ),
    ),
    (
        "under-way",
        0.8,
        re.compile(
            r"\b(?:is|are)\s+(?:\w+ly\s+|also\s+|currently\s+|now\s+|still\s+)*(?!(?:being|nothing|during|including|regarding|concerning|following)\b)\w+ing\b",
            re.IGNORECASE,
        ),
    ),
    (
        "under-way",
        0.88,
        re.compile(
            r"\b(?:has|have)\s+(?:already\s+|recently\s+)?(?:started|begun|initiated|embarked)\b|\bincreasingly\b|\bcontinu(?:es|ing)\b|\brecently\s+initiated\b",
            re.IGNORECASE,
        ),
    ),
    (
        "taken",
        0.9,
        re.compile(rf"\b(?:has|have)\s+(?:\w+ly\s+|already\s+|also\s+|now\s+)*been\s+{_PARTICIPLE}\b", re.IGNORECASE),
    ),
    ("taken", 0.85, re.compile(rf"\b(?:has|have)\s+{_PARTICIPLE}\b|\bthere\s+has\s+(?:also\s+)?been\b", re.IGNORECASE)),
    (
        "taken",
        0.85,
        re.compile(
            rf"\b(?:was|were)\s+{_PARTICIPLE}\b|\btook\s+place\b|\bled\s+to\b|\bproved\b|\bheld\b", re.IGNORECASE
        ),
    ),
    (
        "taken",
        0.6,
        re.compile(
            r"\b(?!need|based|related|united|developed|mainstreamed|oriented)\w{3,}(?:ed|ied)\b(?=\s+(?:by|in|on|to|the|an?|for|with|under|from|through)\b)",
            re.IGNORECASE,
        ),
    ),
    (
        "standing",
        0.7,
        re.compile(
            rf"\b(?:is|are)\s+(?:\w+ly\s+)*(?!being|envisaged|foreseen|planned|scheduled|intended|expected|anticipated|proposed)(?:{_PARTICIPLE}|required|a\s+\w+|an\s+\w+|now\s+an?\s)\b",
            re.IGNORECASE,
        ),
    ),
    ("taken", 0.55, re.compile(r"\b(?:undertaken|produced|organi[sz]ed|conducted|agreed)\b", re.IGNORECASE)),
    (
        "standing",
        0.55,
        re.compile(
            r"\b(?:is|are|has|have|requires?|participates?|provides?|stress(?:es)?|calls?|aims?|underscores?|instructs?|reflects?|embod(?:y|ies)|enables?|promotes?|influences?|leads?|warrants?)\b",
            re.IGNORECASE,
        ),
    ),
)


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
    label = _label(sentence) if len(sentence.split()) < 12 else None
    return label or _sentence(sentence)


def _label(text: str) -> Proposal | None:
    for pattern, status in _LABELS:
        if (found := pattern.search(text.strip())) is not None:
            return Proposal(status, 0.95, f"“{found[0].strip()}”")
    return None


def _sentence(text: str) -> Proposal:
    """The first strong verb of the sentence decides: what follows it is mostly purpose or consequence."""
    found = [
        (match.start(), status, weight, match[0]) for status, weight, rule in _RULES for match in rule.finditer(text)
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
