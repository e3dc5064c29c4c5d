"""What a new summary makes of its passage in the attached copy: a hedge that is lost, or the opposite of what it says.

Words are compared, and no sentence is understood: of 200 summaries of GB.297/TC/3 that were spoilt by a program 179
were told, and of 200 as they stand 23 were, too; it warns for that reason, and gives both texts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from tcgraph.engine import Engine
from tcgraph.rdf import Literal, NamedNode, Term, Triple
from tcgraph.shacl.validation_report import Finding, Severity
from tcgraph.terms import TC

UNLIKE_THE_COPY: Final = NamedNode("urn:check#unlike-the-copy")
_SUMMARY: Final = TC + "summary"
_PLACES: Final = """SELECT DISTINCT ?thing ?start ?end {
  VALUES ?kind { tc:Action tc:StateOfAffairs tc:Recommendation }
  ?thing a ?kind ; tc:passage ?passage . ?passage tc:start ?start ; tc:end ?end
} ORDER BY ?thing ?start"""
_WORDS: Final = """SELECT ?code ?words {
  ?hedge tc:toldBy ?words ; skos:notation ?code FILTER(LANG(?words) = "en")
  FILTER(STRENDS(STR(?hedge), CONCAT("/hedge-kind/", ?code)))
}"""
_INSTEAD: Final = {"doubt": "option", "option": "doubt"}
"""What somebody is free to do is left open as what is only possible: either tells of both."""
_DENIAL: Final = re.compile(
    r"\bno(?! (?:less|fewer|more) than\b)(?!\. ?\d)\b"
    r"|\b(?:not|never|without|nor|none|neither|cannot|unable|non|absence|lack)\b",
    re.IGNORECASE,
)
_OURS: Final = re.compile(r"\b(?:the document|the source|the text|our reading|we read)\b")
_PARTS: Final = re.compile(r"(?<=[.;:,])\s")


def unlike_the_copy(engine: Engine, copy: str, added: Iterable[Triple]) -> list[Finding]:
    """New summaries that lack a word of doubt, intention, part or the like of their passage, or deny what it does not.

    Only what has a passage of its own is compared: the summary of a whole entry leaves out more than hedges.

    Args:
        engine: holds the data as it is now, and the words that hedge (``tc:toldBy``).
        copy: the attached text, in which passages are counted.
        added: the facts that are new.

    Returns:
        A warning for each, with both texts.
    """
    summaries = [
        fact
        for fact in added
        if fact.predicate.value == _SUMMARY and isinstance(fact.object, Literal) and fact.object.language == "en"
    ]
    if not summaries:
        return []
    passages: defaultdict[Term | None, list[str]] = defaultdict(list)
    for thing, start, end in engine.select(_PLACES):
        passages[thing].append(copy[int(_text(start)) : int(_text(end))])
    words = {_text(code): re.compile(_text(pattern)) for code, pattern in engine.select(_WORDS)}
    found = []
    for fact in sorted(summaries, key=str):
        passage = " ".join(passages[fact.subject])
        for fault in _faults(_text(fact.object), passage, words) if passage else ():
            message = (
                f"The summary “{_text(fact.object)}” {fault}: the passage is “{passage}”. See that both say one thing."
            )
            kind, place = UNLIKE_THE_COPY, fact.predicate
            found.append(
                Finding(
                    fact.subject, kind, kind, Severity.WARNING, message, str(place), predicate=place, value=fact.object
                )
            )
    return found


def _faults(summary: str, passage: str, words: Mapping[str, re.Pattern[str]]) -> Iterator[str]:
    # What we say of the document is no denial by it.
    said = " ".join(part for part in _PARTS.split(summary) if not _OURS.search(part))
    denied = _DENIAL.search(passage)
    if denied and not _DENIAL.search(said):
        yield f"has nothing for “{denied[0]}”"
    elif not denied and (ours := _DENIAL.search(said)):
        yield f"denies something (“{ours[0]}”) that the passage does not deny"
    for code, pattern in words.items():
        lost = pattern.search(passage)
        ways = [words[way] for way in (code, _INSTEAD.get(code, code)) if way in words]
        if lost and not any(way.search(summary) for way in ways):
            yield f"has no word such as “{lost[0]}”"
            return


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, Literal) else ""
