"""Questions in words put to a graph: read, tried, and told with what was understood and what was left out."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, replace
from pathlib import Path

from tcgraph.errors import BadParameter
from tcgraph.namespaces import application
from tcgraph.queries import QueryCatalogue
from tcgraph.questions.chips import ANY, Chip, Question, columns_of, compiled
from tcgraph.questions.evidence import borne_out
from tcgraph.questions.kinds import OWN, OWN_LINKS, own_kinds, read_kinds
from tcgraph.questions.lexicon import Sort, read_lexicons
from tcgraph.questions.names import Names
from tcgraph.questions.reading import LEFT, SEARCHED, SURE, Reading, Use, loose
from tcgraph.questions.remarks import Remark, Remarks
from tcgraph.questions.titles import Titles, read_titles
from tcgraph.questions.values import Values, values_of
from tcgraph.questions.words import Reader
from tcgraph.rdf import Literal, Term, plain

Rows = Iterable[tuple[Term | None, ...]]
Select = Callable[[str], Rows]
"""Gives the rows of a SELECT query's text."""

_NOTHING_FITS = 0.35
"""That nothing fits may be the answer, or a sign that something else was meant: it is asked back."""
_DROPPED = 0.35
_TOGETHER = 0.2
"""How much surer words are that a text has one after the other."""
_LOOSE, _LAST = ("words", "status", "role", *OWN), 10_000
"""What may be left out of a question that has no answer."""
_DONORS = """SELECT DISTINCT ?donor ?country ?acting WHERE {
  ?funding tc:donor ?donor .
  OPTIONAL { ?donor tc:governs ?country }
  BIND(EXISTS { ?action tc:agent ?donor } || EXISTS { ?part tc:participant ?donor } AS ?acting)
}"""


_SORTS = "SELECT DISTINCT ?sort ?label {{ ?thing {path} ?sort . ?sort skos:prefLabel|skos:altLabel ?label }}"


@dataclass(frozen=True, slots=True)
class Found:
    """A reading that was tried.

    Attributes:
        reading: how the words were understood.
        query: the query that answers it: a named one's text, or one built from the parts.
        rows: how many rows it has.
        notes: what counts beside what is named itself, in English.
        remarks: what the answer leaves aside, and what it has in another part than the sentence says.
        different: how many different things of the kind that is shown those rows name; 0 where that is not told.
    """

    reading: Reading
    query: str
    rows: int
    notes: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    different: int = 0

    @property
    def nothing_fits(self) -> bool:
        """Whether all was understood, and the graph has nothing of it.

        Of donors a region may say where they come from, which is not what is looked at: then it is not known.
        """
        question = self.reading.question
        elsewhere = question.shows == "donor" and any(chip.key == "region" for chip in question.chips)
        return not self.rows and not elsewhere and self.reading.confidence + _NOTHING_FITS >= SURE

    def sentences(self) -> tuple[str, ...]:
        """What was understood, in English; what was left out; and what the graph cannot tell."""
        reading = self.reading
        parts = [f"{'not ' if chip.without else ''}{_part(chip)}" for chip in reading.question.chips]
        parts += [f"counted by {reading.question.group}"] if reading.question.group else []
        name = f" (question {reading.name})" if reading.name else ""
        said = [f"Understood: {'; '.join([_plural(reading.question.shows), *parts])}{name}."]
        said += [f"Read {read!r} for {typed!r}." for typed, read in reading.spelled]
        said += [f"Left out: {', '.join(reading.left)}."] if reading.left else []
        said += [*self.notes, *map(str, self.remarks)]
        if self.different not in (0, self.rows):
            ones = "ones" if reading.question.shows in _KINDS else _plural(reading.question.shows)
            said.append(f"{self.rows} rows name {self.different} different {ones}.")
        return (*said, *(_CANNOT[key] for key in reading.cannot if key in _CANNOT))


_KEYS = {"number": "recommendation", "when": "time", "words": "with the words", "role": "in the role of",
         "doer": "done by", "receiver": "for", "place": "done in", "own": "linked to", "sort": "of the sort",
         "called": "in their own texts", "at": "held in"}  # fmt: skip
_KINDS = {"action": "actions and states of affairs", "doer": "who acts", "receiver": "for whom it is done",
          "place": "countries where it is done"}  # fmt: skip
_CANNOT = {
    "amount": "The graph has no amounts of money.",
    "person": "The graph names organisations, not persons, and no votes.",
    "contact": "The graph has no addresses.",
    "reason": "The graph does not tell why, only what and where it stands.",
    "outcome": "The graph tells what was done, not what came of it in the world.",
    "later": "The graph ends with the last report; what came after it is not known.",
    "kept": "The graph tells what was announced; whether money was paid or promises were kept is not in the reports.",
    "opinion": "The graph has no opinions.",
    "definition": "The graph tells what was done about a thing; what it is stands on its own page.",
}


def _part(chip: Chip) -> str:
    key = _KEYS.get(chip.key, chip.key.replace("-", " "))
    return f"some {key} is named" if ANY in chip.values else f"{key} {chip.told}"


def _plural(kind: str) -> str:
    if kind in _KINDS:
        return _KINDS[kind]
    return f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind.replace('-', ' ')}s"


_ANSWERED: ContextVar[dict[str, Rows] | None] = ContextVar("answered", default=None)
"""What the graph has answered to one question in words, of which several readings often ask the same."""


def _once_a_question(select: Select) -> Select:
    def asked(text: str) -> Rows:
        known = _ANSWERED.get()
        if known is None:
            return select(text)
        if text not in known:
            known[text] = list(select(text))
        return known[text]

    return asked


class Asking:
    """Understands questions in words about one graph.

    Args:
        queries: the project's named queries.
        folder: of those queries, with ``asking/`` in it.
        select: asks the graph.
    """

    def __init__(self, queries: QueryCatalogue, folder: Path, select: Select) -> None:
        self._queries = queries
        self._select = select = _once_a_question(select)
        given = read_kinds(folder)
        self.kinds = {**given, **own_kinds(select(_prefixed(OWN_LINKS)), given)} if given else {}
        told = list(select(_prefixed(_DONORS))) if self.kinds else []
        donors = {plain(row[0]): plain(row[1]) or None for row in told}
        acting = {plain(row[0]) for row in told if plain(row[2]) == "true"}
        names = Names(select(_prefixed(application().texts)), self.kinds, donors, acting)
        parameters = {query.name: frozenset(p.name for p in query.parameters) for query in queries.values()}
        columns = {query.name: frozenset(query.columns) for query in queries.values()}
        lexicons = read_lexicons(
            folder, queries, {kind.name: kind.labels for kind in self.kinds.values()}, list(self._sorts())
        )
        titles = Titles(read_titles(queries, folder), lexicons)
        self.reader = Reader(self.kinds, lexicons, names, _uses(folder), parameters, columns, titles)
        self._values = Values(queries, select)
        self._remarks = Remarks(select, self.kinds, names)

    def _sorts(self) -> Iterator[Sort]:
        for kind in self.kinds.values():
            rows = self._select(_prefixed(_SORTS.format(path=kind.sorts))) if kind.sorts else ()
            for sort, label in rows:
                if isinstance(label, Literal):
                    yield Sort(kind.name, plain(sort), label.value, label.language or "en")

    def ask(self, text: str, language: str = "en") -> list[Found]:
        """What a text asks, the likeliest first, each tried on the graph.

        Args:
            text: in English, French or Spanish.
            language: where the words do not tell; and of names.
        """
        token = _ANSWERED.set({})
        try:
            found = [tried for reading in self.reader.read(text, language) for tried in self._tried(reading, language)]
            found = [self._remarked(one, language) for one in found]
        finally:
            _ANSWERED.reset(token)
        found.sort(key=lambda one: -one.reading.confidence)
        best: dict[tuple[str, str], Found] = {}
        for one in found:
            best.setdefault((one.reading.name, one.query), one)
        return list(best.values())

    def query_of(self, reading: Reading, language: str = "en") -> str:
        """The query that answers a reading.

        Raises:
            BadParameter: a value is none that the named question takes.
        """
        if reading.name:
            query = self._queries[reading.name]
            typed = self.parameters_of(reading)
            if any(parameter.name == "lang" for parameter in query.parameters):
                typed["lang"] = language
            return query.bind(values_of(self._values.read(query, typed, language)))
        return compiled(reading.question, self.kinds)

    def parameters_of(self, reading: Reading) -> dict[str, str]:
        """The values of a reading's named question as its parameters take them: the code where one takes a code."""
        codes = {parameter.name for parameter in self._queries[reading.name].parameters if parameter.type == "code"}
        return {name: value.rpartition("/")[2] if name in codes else value for name, value in reading.values.items()}

    def fewer(self, reading: Reading) -> list[tuple[Chip, int]]:
        """Of a reading that nothing fits: how many rows there are without one of its parts, where there are any."""
        chips = reading.question.chips
        found = []
        for chip in chips:
            rest = replace(reading.question, chips=tuple(other for other in chips if other is not chip))
            rows = self._count(compiled(rest, self.kinds)) if rest.chips else 0
            if rows:
                found.append((chip, rows))
        return found

    def _remarked(self, found: Found, language: str) -> Found:
        """With what has to be told beside the rows, which may make it less sure."""
        remarks, doubt = self._remarks.of(found.reading, language)
        made_up = loose(found.reading) if borne_out(found.reading, found.rows) else 0.0
        sure = min(1.0, max(0.0, round(found.reading.confidence - doubt + made_up, 2)))
        return replace(
            found,
            reading=replace(found.reading, confidence=sure),
            notes=self._notes(found.reading),
            remarks=(*found.remarks, *remarks),
            different=self._different(found),
        )

    def _different(self, found: Found) -> int:
        shows = found.reading.question.shows
        if found.reading.name:
            columns = tuple(self._queries[found.reading.name].columns)
        else:
            columns = columns_of(found.reading.question, self.kinds)
        if shows not in self.kinds or self.kinds[shows].variable not in columns:
            return 0
        at = columns.index(self.kinds[shows].variable)
        return len({row[at] for row in self._select(found.query)})

    def _notes(self, reading: Reading) -> tuple[str, ...]:
        keys = dict.fromkeys((reading.question.shows, *(chip.key for chip in reading.question.chips)))
        built = () if reading.name else (self.kinds[key].notes.get("en", "") for key in keys if key in self.kinds)
        return tuple(note for note in built if note)

    def _tried(self, reading: Reading, language: str) -> list[Found]:
        """A reading with its rows; and where nothing fits all of it, a smaller one that has an answer."""
        if not reading.name:
            reading = self._without_unheard(reading)
        try:
            query = self.query_of(reading, language)
        except BadParameter:
            if not reading.question.chips:
                return []
            reading = replace(reading, name="", values={}, confidence=reading.confidence - _DROPPED)
            query = self.query_of(reading, language)
        told: tuple[Remark, ...] = ()
        if not reading.name:
            reading = self._together(reading)
            reading, told = self._remarks.narrowed(reading, language)
            query = self.query_of(reading, language)
        rows = self._count(query)
        doubt = 0.0 if rows else _NOTHING_FITS
        found = Found(replace(reading, confidence=round(reading.confidence - doubt, 2)), query, rows, remarks=told)
        if rows or reading.name:
            return [found]
        smaller = self._smaller(replace(found, reading=reading), language)
        if smaller is not None:
            return [smaller, found]
        keys = [chip.key for chip in reading.question.chips]
        rest = list(self._without_one(reading))
        # Two of one kind that nothing has together were hardly both meant.
        return [*rest, found] if len(set(keys)) < len(keys) else [found, *rest]

    def _together(self, reading: Reading) -> Reading:
        """With words searched for as they stand together in the question, where a text has them so."""
        for chip in reading.question.chips:
            if chip.key == "sort" and chip.typed and len(chip.values) == 1:
                called = Chip("called", (chip.typed,), chip.names)
                chips = tuple(called if one is chip else one for one in reading.question.chips)
                question = replace(reading.question, chips=chips)
                reading = (
                    replace(reading, question=question) if self._count(compiled(question, self.kinds)) else reading
                )
            if chip not in reading.question.chips:
                continue
            for phrase in chip.typed.split("|") if chip.key == "words" and not chip.without else ():
                said = replace(chip, values=(phrase,), names=(phrase,), typed="")
                chips = tuple(said if one is chip else one for one in reading.question.chips)
                question = replace(reading.question, chips=chips)
                if phrase and self._count(compiled(question, self.kinds)):
                    question = replace(question, chips=tuple(dict.fromkeys(chips)))
                    refund = 0.0 if reading.guessed else _TOGETHER  # words alone do not say what is asked for
                    sure = min(1.0, round(reading.confidence + refund, 2))
                    reading = replace(reading, question=question, confidence=sure)
                    break
        return reading

    def _without_unheard(self, reading: Reading) -> Reading:
        """A reading without the words that no text has, which are told as left out."""
        chips = reading.question.chips
        unheard = [chip for chip in chips if chip.key == "words" and not self._alone(chip)]
        if not unheard or (len(unheard) == len(chips) and reading.question.shows == "action"):
            return reading
        kept = tuple(chip for chip in chips if chip not in unheard)
        left = (*reading.left, *(chip.told for chip in unheard))
        sure = reading.confidence - LEFT * len(unheard)
        return replace(reading, question=replace(reading.question, chips=kept), left=left, confidence=sure)

    def _smaller(self, found: Found, language: str) -> Found | None:
        """A question that has an answer, found by leaving out words one after the other; each is told."""
        reading = found.reading
        chips = list(reading.question.chips)
        left = list(reading.left)
        # That nothing stands so is an answer, where no word is only looked for.
        searched = any(chip.key == "words" for chip in chips)
        while loose := [chip for chip in chips if chip.key in _LOOSE and (searched or chip.key != "status")]:
            drop = min(loose, key=self._alone)
            chips.remove(drop)
            left.append(drop.told)
            if not chips and reading.question.shows == "action":
                return None
            lost = max(0.0, LEFT - (SEARCHED if drop.key == "words" else 0.0))  # its doubt was counted already
            sure = round(min(SURE - 0.01, reading.confidence - lost), 2)
            question = replace(reading.question, chips=tuple(chips))
            reading = replace(reading, question=question, left=tuple(left), confidence=sure)
            if self._count(compiled(question, self.kinds)):
                reading, told = self._remarks.narrowed(reading, language)
                query = compiled(reading.question, self.kinds)
                return Found(reading, query, self._count(query), remarks=told)
        return None

    def _without_one(self, reading: Reading) -> Iterator[Found]:
        """Of a reading that nothing fits: those without one of its parts that have an answer; each told as left out."""
        for chip, rows in self.fewer(reading):
            rest = tuple(other for other in reading.question.chips if other is not chip)
            question = replace(reading.question, chips=rest)
            sure = round(reading.confidence - LEFT, 2)
            smaller = replace(reading, question=question, left=(*reading.left, chip.told), confidence=sure)
            yield Found(smaller, compiled(question, self.kinds), rows)

    def _alone(self, chip: Chip) -> float:
        """How many actions have a word: those that nothing has are left out first, then statuses, then other words."""
        if chip.key != "words":
            return _LAST if chip.key in OWN else 0.5
        return self._count(compiled(Question("action", (chip,)), self.kinds))

    def _count(self, query: str) -> int:
        return sum(1 for _ in self._select(query))


def _uses(folder: Path) -> list[Use]:
    path = folder / "asking" / "questions.toml"
    if not path.is_file():
        return []
    given = tomllib.loads(path.read_text(encoding="utf-8"))["use"]
    return [Use(one["question"], one["shows"], one["keys"], tuple(one.get("needs", ()))) for one in given]


def _prefixed(query: str) -> str:
    return "\n".join(f"PREFIX {name}: <{iri}>" for name, iri in application().prefixes.items()) + "\n" + query
