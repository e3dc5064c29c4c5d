"""A theme follows from the words: what a passage speaks of in so many words is a theme of what is told there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tcgraph.engine.embedded import EmbeddedEngine

WORDS = {
    "advocacy": r"\badvoca|promotional",
    "child-labour": r"\b[Cc]hild [Ll]abour|\bIPEC\b",
    "crisis-response": r"\bcris[ie]s\b|early recovery|humanitarian",
    "country-programming": r"\bDWCPs?\b|decent work country",
    "field-structure": r"field offices|field structure|field staff",
    "freedom-of-association": r"[Ff]reedom of association|collective bargaining",
    "gender-equality": r"\b[Gg]ender\b|\bwomen\b",
    "hiv-aids": r"HIV|AIDS",
    "informal-economy": r"\binformal\b|\bprecarious\b",
    "labour-standards": r"\blabour standards\b|\bILS\b|\bratif",
    "migration": r"\bmigration\b",
    "monitoring-and-evaluation": r"\bmonitor|\bevaluat|\bbaseline\b|\baudits?\b",
    "poverty-reduction": r"[Pp]overty|\bPRSPs?\b|\bPRS\b",
    "public-private-partnerships": r"\bPPP\b",
    "social-protection": r"social security",
    "training": r"\b[Tt]raining\b|\bworkshops\b",
    "un-reform": r"\bUNDAFs?\b|\bUN (?:reform|coordination|Evaluation)",
    "youth-employment": r"\byouth employment\b",
}
ABOUT_SOMETHING_ELSE = {("child-labour", "35-4-a")}
"""IPEC is one of those who act; what they do is about the employment of young people."""
TOLD = """SELECT ?thing ?start ?end (GROUP_CONCAT(?name; separator=" ") AS ?themes) {
  ?thing a ?kind ; tc:passage ?p ; tc:theme ?theme . ?p tc:start ?start ; tc:end ?end .
  FILTER(?kind IN (tc:Action, tc:StateOfAffairs, tc:Recommendation))
  BIND(STRAFTER(STR(?theme), "/theme/") AS ?name)
} GROUP BY ?thing ?start ?end"""


@pytest.mark.parametrize("theme", WORDS)
def test_what_is_spoken_of_in_so_many_words_is_a_theme(
    shipped: EmbeddedEngine, source_document: Path, theme: str
) -> None:
    text = source_document.read_text(encoding="utf-8")
    told = [[getattr(term, "value", "") for term in row] for row in shipped.select(TOLD)]
    spoken = [(row[0], row[3].split()) for row in told if re.search(WORDS[theme], text[int(row[1]) : int(row[2])])]
    assert spoken
    left = [thing for thing, themes in spoken if theme not in themes]
    assert [thing for thing in left if (theme, thing.rpartition("/")[2]) not in ABOUT_SOMETHING_ELSE] == []
