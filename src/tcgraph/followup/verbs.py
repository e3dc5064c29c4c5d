"""Verbs and tenses that tell how far a deed has come, in English, French and Spanish."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

Rule = tuple[str, float, re.Pattern[str]]
"""A status's notation, how much its words weigh, and the words."""

_PARTICIPLE: Final = (
    r"(?:\w+ly\s+|also\s+|all\s+|already\s+|since\s+|both\s+)*"
    r"(?:\w+ed|held|made|given|undertaken|found|put|set|taken|begun|built|held|met|sent|undergone|grown|found|written|brought|drawn|shown|laid|led"
    r"|chosen|done|won)"
)

# In a sentence: the earlier rule wins where several fit.
_ENGLISH: Final = (
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
    # A bare past tense, before a name or a number, or in a form that is no participle.
    ("taken", 0.6, re.compile(r"\b[a-z]{3,}ed(?=\s+[A-Z0-9])|\b(?:wrote|met|sent|gave|began|took|came|went|drew)\b")),
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

# French and Spanish reports say it in fewer forms; accents are often lost on the way, so both spellings count.
_FRENCH: Final[tuple[Rule, ...]] = (
    (
        "under-way",
        0.85,
        re.compile(r"\ben\s+(?:cours|train|voie|bonne\s+voie|préparation)\b|\bse\s+poursui(?:t|vent)\b", re.IGNORECASE),
    ),
    (
        "planned",
        0.85,
        re.compile(
            r"\b(?:est|sont|était|étaient)\s+(?:également\s+|aussi\s+)?(?:prévu|envisagé|programmé|planifié)e?s?\b"
            r"|\b(?:sera|seront|devra|devront|doit|doivent|pourra|pourront|aura|auront)\b|\b\w{3,}(?:era|eront|ira|iront|dra|dront)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "taken",
        0.85,
        re.compile(
            r"\b(?:a|ont)\s+(?:également\s+|aussi\s+|déjà\s+|bien\s+)?(?:été\s+)?\w*(?:é|ée|és|ées|i|ie|is|it|u|ue|us|ues)\b"
            r"|\b(?:s'est|se\s+sont)\s+\w+",
            re.IGNORECASE,
        ),
    ),
    (
        "standing",
        0.6,
        re.compile(r"\b(?:est|sont)\s+\w+(?:é|ée|és|ées)\b|\bexige(?:nt)?\b|\bprévoi(?:t|ent)\b", re.IGNORECASE),
    ),
)
_SPANISH: Final[tuple[Rule, ...]] = (
    (
        "under-way",
        0.85,
        re.compile(
            r"\ben\s+(?:curso|marcha|proceso|ejecución|preparación|trámite)\b|\b(?:está|están|sigue|siguen)\s+(?:siendo\s+)?\w+ndo\b"
            r"|\bse\s+(?:está|están)\s+\w+ndo\b|\bcontinúan?\b",
            re.IGNORECASE,
        ),
    ),
    (
        "planned",
        0.85,
        re.compile(
            r"\b(?:está|están|estaba|estaban)\s+(?:previst|planead|programad)[oa]s?\b|\bse\s+(?:prevé|prevén|tiene\s+previsto)\b"
            r"|\b\w{2,}(?:ará|arán|erá|erán|irá|irán)\b|\bdeberán?\b",
            re.IGNORECASE,
        ),
    ),
    (
        "taken",
        0.85,
        re.compile(
            r"\b(?:ha|han)\s+(?:sido\s+)?\w+(?:ado|ido|to|cho|ados|idas?|adas?)\b|\b(?:fue|fueron)\s+\w+(?:ad|id|t|ch)[oa]s?\b"
            r"|\bse\s+\w+(?:ó|aron|ieron)\b|\b(?:tuvo|tuvieron)\s+lugar\b",
            re.IGNORECASE,
        ),
    ),
    (
        "standing",
        0.6,
        re.compile(r"\b(?:es|son|está|están)\s+\w+(?:ad|id)[oa]s?\b|\bexigen?\b|\brequieren?\b", re.IGNORECASE),
    ),
)

# Words that belong to one of the three languages and are found in nearly every sentence of it.
_TELLING: Final = {
    "en": re.compile(r"\b(?:the|of|and|to|is|are|was|were|has|have|been|with|by|for)\b", re.IGNORECASE),
    "fr": re.compile(r"\b(?:le|les|des|du|une|et|est|sont|été|sera|seront|par|dans|pour|sur|ont)\b", re.IGNORECASE),
    "es": re.compile(
        r"\b(?:el|los|las|del|una|y|se|fue|fueron|ha|han|será|está|están|en|para|por|con)\b", re.IGNORECASE
    ),
}
_RULES: Final = {"en": _ENGLISH, "fr": _FRENCH, "es": _SPANISH}


def language_of(text: str) -> str:
    """The language that a text is most likely in: ``fr``, ``es``, or ``en`` where its words do not tell."""
    counts = {language: len(words.findall(text)) for language, words in _TELLING.items()}
    return max(counts, key=lambda language: counts[language])


def rules_of(text: str) -> Sequence[Rule]:
    """The rules of the language that a text is most likely in."""
    return _RULES[language_of(text)]
