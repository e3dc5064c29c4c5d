"""What a change says of the document, looked for in the attached copy: a name or number that its row does not have."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from tcgraph.engine import Engine
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
            where = (
                "row " + " and ".join(sorted(places)) if all(map(str.isdigit, places)) else "the place that it cites"
            )
            yield Finding(
                fact.subject, NOT_IN_THE_COPY, NOT_IN_THE_COPY, Severity.WARNING,
                f"This says “{', '.join(names)}”, and {where} of the document does not: see that the passage does.",
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
