"""What the data say of the document, looked for in the attached copy: words, places, and what a change adds.

What a new summary makes of its passage in the attached copy: a hedge that is lost, or the opposite of what it says.

Words are compared, and no sentence is understood: of 200 summaries of GB.297/TC/3 that were spoilt by a program 179
were told, and of 200 as they stand 23 were, too; it warns for that reason, and gives both texts.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from tcgraph.engine import Engine
from tcgraph.project import Project
from tcgraph.publish.attachments import attached_text
from tcgraph.rdf import Literal, NamedNode, Term, Triple, literal_text
from tcgraph.shacl.validation_report import Finding, Severity
from tcgraph.terms import RDFS_LABEL, TC

NOT_IN_THE_COPY = NamedNode("urn:check#not-in-the-copy")
_LINKS = frozenset(
    TC + name
    for name in (
        "mentions",
        "donor",
        "participant",
        "beneficiary",
        "party",
        "agent",
        "earmark",
        "dependsOn",
        "addressee",
    )
)
_DATES = frozenset(TC + name for name in ("startDate", "endDate", "periodStart", "periodEnd", "due", "since"))
_TEXTS = frozenset((TC + "summary", RDFS_LABEL.value))
_ROWS = """SELECT DISTINCT ?row ?start ?end {
  ?passage a tc:Passage ; tc:start ?start ; tc:end ?end ; tc:column ?column ; tc:inRendition/tc:characters ?all .
  OPTIONAL { ?passage tc:row ?number }
  BIND(COALESCE(STR(?number), STR(?column)) AS ?row)
}"""
_PLACES = """SELECT DISTINCT ?thing ?row {
  ?thing (tc:reportedBy|tc:inAction|tc:figureOf|tc:elementOf|tc:conditionOf|tc:respondsTo|tc:addresses)?/tc:passage ?p .
  ?p tc:column ?column .
  OPTIONAL { ?p tc:row ?number }
  BIND(COALESCE(STR(?number), STR(?column)) AS ?row)
}"""
_CITED = "SELECT ?thing ?start ?end { ?thing tc:donor ?who ; tc:passage ?p . ?p tc:start ?start ; tc:end ?end }"
_NAMES = """SELECT ?thing ?name {
  ?thing rdfs:label|skos:altLabel|tc:abbreviation|tc:code|dcterms:title|tc:governs/rdfs:label ?name
  FILTER(LANG(?name) IN ("en", ""))
}"""
_NOT_STATED = "ASK { ?thing tc:certainty ?how FILTER(STRENDS(STR(?how), '/inferred')) }"
_OF_THE_DOCUMENT = "ASK { ?thing tc:passage|tc:reportedIn|tc:symbol ?place }"
_WORD = re.compile(r"(?<![.:“”\"(] )(?<!^)\b([A-Z][\w/’'-]*|\d[\d.,]*)")
_IN_WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_OF_ROWS = re.compile(r"\b[Rr]ows? [\d, and]+")
_CODE = re.compile(r"^[cr]0*(?=\d)")
_STEM = 5
"""So many letters of a word tell it from others, whatever its ending."""
_SHORT = 3


def against_the_copy(
    project: Project, engine: Engine, added: Iterable[Triple] | None, removed: Iterable[Triple] = ()
) -> list[Finding]:
    """What a project says otherwise than the copy of the document that is attached to it; nothing where none is.

    Args:
        project: whose.
        engine: holds the data as it is now.
        added: the facts that are new, which are compared with the copy's words; None to ask only whether each passage
            stands where it is said to, and has the words that are said to be printed in it.
        removed: the facts that hold no longer.
    """
    copy = attached_text(project)
    if copy is None:
        return []
    printed = not_as_printed(engine, copy)
    if added is None:
        return [*not_as_digested(engine, copy), *printed]
    touched = {fact.subject for fact in added}
    new = [found for found in printed if found.focus in touched]
    cut = fallen_out(engine, copy, removed)
    return [*new, *cut, *not_in_the_copy(engine, copy, added), *unlike_the_copy(engine, copy, added)]


def not_in_the_copy(engine: Engine, copy: str, added: Iterable[Triple]) -> list[Finding]:
    """Names, numbers and years that a change states and the row of the document that it cites does not have.

    Args:
        engine: holds the data as it is now.
        copy: the attached text, in which passages are counted.
        added: the facts that are new.

    Returns:
        A warning for each; none for what is marked as inferred, or says where in the document it stands no more nearly
        than the document.
    """
    facts = [fact for fact in added if fact.predicate.value in _LINKS | _DATES | _TEXTS | {TC + "value"}]
    if not facts:
        return []
    said = _Copy(engine, copy)
    # Texts last: what a text names is told by what it is a text of.
    facts.sort(key=lambda fact: (fact.predicate.value in _TEXTS, fact.predicate == RDFS_LABEL, str(fact)))
    told: list[Finding] = []
    for fact in facts:
        if fact.predicate.value not in _TEXTS or all(found.focus != fact.subject for found in told):
            told += said.lacking(fact)
    return told


class _Copy:
    """The rows of the document as plain words, and what they name."""

    def __init__(self, engine: Engine, copy: str) -> None:
        self._engine = engine
        rows: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for row, start, end in engine.select(_ROWS):
            rows[literal_text(row)].append((int(literal_text(start)), int(literal_text(end))))
        self._rows = {row: _plain(" ".join(copy[start:end] for start, end in spans)) for row, spans in rows.items()}
        self._places: defaultdict[Term, set[str]] = defaultdict(set)
        for thing, row in engine.select(_PLACES):
            if thing is not None:
                self._places[thing].add(literal_text(row))
        # Who pays is named where that is told: another sentence of the row is about other money.
        self._cited: defaultdict[Term, str] = defaultdict(str)
        for thing, start, end in engine.select(_CITED):
            if thing is not None:
                self._cited[thing] += _plain(copy[int(literal_text(start)) : int(literal_text(end))])
        self._names: defaultdict[Term, set[str]] = defaultdict(set)
        for thing, name in engine.select(_NAMES):
            if thing is not None and _plain(literal_text(name)).strip():
                self._names[thing].add(_plain(literal_text(name)))

    def lacking(self, fact: Triple) -> Iterator[Finding]:
        """What a fact states and its row lacks."""
        places = self._places.get(fact.subject)
        if not places or (isinstance(fact.subject, NamedNode) and self._is(_NOT_STATED, fact.subject)):
            return
        row = "".join(self._rows.get(place, "") for place in places)
        where = "row " + " and ".join(sorted(places)) if all(map(str.isdigit, places)) else "the place that it cites"
        where, advice = f"{where} of the document", "see that the passage does"
        if fact.predicate.value == TC + "donor" and self._is_named(fact.object, row):
            row = self._cited.get(fact.subject, row)
            where, advice = "the passage that it cites", "its row has it elsewhere: see of what"
        if fact.predicate.value in _TEXTS:
            # In a label a number may be of the thing itself, as in "17-1-a".
            numbered = fact.predicate != RDFS_LABEL
            named = [name for name in _named_in(fact.object) if numbered or name[0].isalpha()]
            names = [name for name in named if not self._is_known(name, row)]
        elif fact.predicate.value in _LINKS:
            names = [] if self._is_named(fact.object, row) else [self._called(fact.object)]
        elif fact.predicate.value in _DATES:
            year = literal_text(fact.object)[:4]
            names = [] if year in row or f" {year[2:]} " in row else [year]
        else:
            number = literal_text(fact.object).removesuffix(".0")
            word = _IN_WORDS[int(number)] if number.isdigit() and int(number) < len(_IN_WORDS) else number
            names = [] if f" {number} " in row or f" {word} " in row else [number]
        if names:
            yield Finding(
                fact.subject, NOT_IN_THE_COPY, NOT_IN_THE_COPY, Severity.WARNING,
                f"This says “{', '.join(names)}”, and {where} does not: {advice}.",
                str(fact.predicate), predicate=fact.predicate, value=fact.object,
            )  # fmt: skip

    def _is(self, asked: str, thing: NamedNode) -> bool:
        return self._engine.ask(asked, bindings={"thing": thing})

    def _is_known(self, name: str, row: str) -> bool:
        """Whether a row has the words of a name, or names something that is called so, too."""
        words = _plain(name).split()
        # C182 is printed as "No. 182".
        if all(f" {word[:_STEM]}" in row or f" {_CODE.sub('', word)} " in row for word in words):
            return True
        others = (each for each in self._names.values() if any(f" {word}" in other for other in each for word in words))
        return any(any(other in row for other in each) for each in others)

    def _is_named(self, thing: Term, row: str) -> bool:
        """Whether a row names a thing; what the document itself tells of is called in our words, and taken as named."""
        names = self._names.get(thing)
        if not names or not isinstance(thing, NamedNode) or self._is(_OF_THE_DOCUMENT, thing):
            return True
        if any(name in row for name in names):
            return True
        return any(
            all(f" {word[:_STEM]}" in row for word in name.split() if len(word) > _SHORT)
            for name in names
            if any(len(word) > _SHORT for word in name.split())
        )

    def _called(self, thing: Term) -> str:
        query = f'SELECT ?name {{ {thing} {RDFS_LABEL} ?name FILTER(LANG(?name) = "en") }}'
        return next((literal_text(row[0]) for row in self._engine.select(query)), str(thing))


def _named_in(text: Term) -> list[str]:
    """The names and numbers of an English text, but for those of rows."""
    if not isinstance(text, Literal) or text.language != "en":
        return []
    return [name.rstrip(".,") for name in _WORD.findall(_OF_ROWS.sub("", text.value))]


def _plain(text: str) -> str:
    """Words in small letters, with a space around each."""
    return f" {' '.join(re.findall(r'[a-z0-9]+', text.lower()))} "


NOT_AS_DIGESTED: Final = NamedNode("urn:check#not-as-digested")
_DIGESTS: Final = """SELECT ?passage ?start ?end ?digest ?whole {
  ?passage a tc:Passage ; tc:start ?start ; tc:end ?end ; tc:sha256 ?digest ; tc:inRendition/tc:sha256 ?whole
}"""


def not_as_digested(engine: Engine, copy: str) -> list[Finding]:
    """Passages that do not stand where they are said to, in a copy that is one of the renditions byte for byte.

    Returns:
        A violation for each passage whose characters have another digest than it says.
    """
    found = []
    for passage, *ends, digest, _ in engine.select(_DIGESTS, bindings={"whole": Literal(_sha256(copy))}):
        start, end = map(literal_text, ends)
        if passage is None or not (start.isdigit() and end.isdigit()):
            continue
        if _sha256(copy[int(start) : int(end)]) != literal_text(digest):
            message = (
                f"From character {start} to {end} the attached copy has others than tc:sha256 is of: correct "
                "tc:start, tc:end or tc:sha256 (tcgraph source verify tells where such characters stand, if anywhere)."
            )
            kind, place = NOT_AS_DIGESTED, NamedNode(TC + "end")
            found.append(
                Finding(passage, kind, kind, Severity.VIOLATION, message, str(place), predicate=place, value=ends[1])
            )
    return found


FALLEN_OUT: Final = NamedNode("urn:check#fallen-out")


def fallen_out(engine: Engine, copy: str, removed: Iterable[Triple]) -> list[Finding]:
    """The words that a passage had before its ends were moved, and has no more: offsets say nothing to a reader.

    Returns:
        A warning for each passage, none where it was moved elsewhere as a whole.
    """
    ends = {TC + "start": 0, TC + "end": 1}
    were: defaultdict[Term, dict[int, int]] = defaultdict(dict)
    for fact in removed:
        if fact.predicate.value in ends and (text := literal_text(fact.object)).isdigit():
            were[fact.subject][ends[fact.predicate.value]] = int(text)
    found = []
    for passage, *places, _, _ in engine.select(_DIGESTS, bindings={"whole": Literal(_sha256(copy))}) if were else ():
        if passage is None or passage not in were or not all(literal_text(each).isdigit() for each in places):
            continue
        start, end = (int(literal_text(each)) for each in places)
        first, last = were[passage].get(0, start), were[passage].get(1, end)
        lost = [" ".join(copy[first:start].split()), " ".join(copy[end:last].split())]
        if first < end and start < last and any(lost):
            place = NamedNode(TC + ("end" if lost[1] else "start"))
            message = f"“{'” and “'.join(filter(None, lost))}” fell out of the passage: see what rests on these words."
            found.append(
                Finding(
                    passage, FALLEN_OUT, FALLEN_OUT, Severity.WARNING, message, str(place),
                    predicate=place, value=places[bool(lost[1])],
                )
            )  # fmt: skip
    return found


NOT_AS_PRINTED: Final = NamedNode("urn:check#not-as-printed")
_PRINTED: Final = """SELECT ?thing ?words ?start ?end ?digest ?whole {
  ?thing tc:asPrinted ?words ; tc:passage|tc:corrects ?passage .
  ?passage tc:start ?start ; tc:end ?end ; tc:sha256 ?digest ; tc:inRendition/tc:sha256 ?whole
} ORDER BY ?thing ?start"""


def not_as_printed(engine: Engine, copy: str) -> list[Finding]:
    """Words said to be printed (``tc:asPrinted``) that do not stand in the passage that is cited for them.

    Returns:
        A violation for each thing, with what does stand there; none where a passage is not as its digest says, which
        :func:`not_as_digested` tells, nor for another rendition than the copy is byte for byte.
    """
    cited: defaultdict[tuple[Term, Term], list[str]] = defaultdict(list)
    moved: set[Term] = set()
    for thing, words, *ends, digest, _ in engine.select(_PRINTED, bindings={"whole": Literal(_sha256(copy))}):
        start, end = map(literal_text, ends)
        passage = copy[int(start) : int(end)] if start.isdigit() and end.isdigit() else ""
        if thing is not None and words is not None:
            cited[thing, words].append(" ".join(passage.split()))
            if _sha256(passage) != literal_text(digest):
                moved.add(thing)
    kind, place = NOT_AS_PRINTED, NamedNode(TC + "asPrinted")
    return [
        Finding(
            thing, kind, kind, Severity.VIOLATION,
            f"This gives “{literal_text(words)}” as printed, and the passage is “{'” and “'.join(passages)}”: give "
            "its words as they stand there, or cite the passage that has them.",
            str(place), predicate=place, value=words,
        )
        for (thing, words), passages in cited.items()
        if thing not in moved and not any(" ".join(literal_text(words).split()) in passage for passage in passages)
    ]  # fmt: skip


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


UNLIKE_THE_COPY: Final = NamedNode("urn:check#unlike-the-copy")
_SUMMARY: Final = TC + "summary"
_SUMMARY_PLACES: Final = """SELECT DISTINCT ?thing ?start ?end {
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
_AT_LEAST: Final = re.compile(r"\b(?:no|not) (?:less|fewer) than\b", re.IGNORECASE)
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
    for thing, start, end in engine.select(_SUMMARY_PLACES):
        passages[thing].append(copy[int(literal_text(start)) : int(literal_text(end))])
    words = {literal_text(code): re.compile(literal_text(pattern)) for code, pattern in engine.select(_WORDS)}
    found = []
    for fact in sorted(summaries, key=str):
        passage, said = " ".join(passages[fact.subject]), literal_text(fact.object)
        for fault in _faults(said, passage, words) if passage else ():
            message = f"The summary “{said}” {fault}: the passage is “{passage}”. See that both say one thing."
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
    summary = _AT_LEAST.sub("at least", summary)
    for code, pattern in words.items():
        lost = pattern.search(passage)
        ways = [words[way] for way in (code, _INSTEAD.get(code, code)) if way in words]
        if lost and not any(way.search(summary) for way in ways):
            yield f"has no word such as “{lost[0]}”"
            return
