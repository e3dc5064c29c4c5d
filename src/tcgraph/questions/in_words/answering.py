"""Questions in words put to a graph: read, tried, and told with what was understood and what was left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from tcgraph.namespaces import application
from tcgraph.queries import QueryCatalogue
from tcgraph.questions.answers import Answers, Select
from tcgraph.questions.chips import ANY, Chip, Question, columns_of, compiled
from tcgraph.questions.condition_patterns import prefixed
from tcgraph.questions.graph_profile import about_one, narrowing
from tcgraph.questions.in_words.answer_remarks import Remarks
from tcgraph.questions.in_words.dated_deeds import by_deeds
from tcgraph.questions.in_words.evidence import borne_out
from tcgraph.questions.in_words.interpreter import Reader
from tcgraph.questions.in_words.known_names import Names
from tcgraph.questions.in_words.lexicon import Meaning, Sort, read_lexicons
from tcgraph.questions.in_words.near_questions import NearQuestions, read_texts
from tcgraph.questions.in_words.phrase_meanings import PARTAKING
from tcgraph.questions.in_words.question_titles import Titles, given_of, read_titles, says_of, takes_words, uses_of
from tcgraph.questions.in_words.reading import AMBIGUOUS, LEFT, SAID_OF_ALL, Reading, loose
from tcgraph.questions.in_words.remark import OF_ANOTHER_KIND, Remark
from tcgraph.questions.in_words.side_answers import SideAnswers
from tcgraph.questions.in_words.trials import ReadingTrials
from tcgraph.questions.in_words.tried_reading import Found, leading
from tcgraph.questions.in_words.two_questions import TwoQuestions
from tcgraph.questions.in_words.word_coverage import AnswerMeaning, unpaid
from tcgraph.questions.in_words.word_coverage import columns as answered
from tcgraph.questions.kinds import OWN_LINKS, Kind, own_kinds, read_kinds
from tcgraph.questions.values import ParameterValues, values_of
from tcgraph.rdf import Literal, Term, plain

_DONORS = """SELECT DISTINCT ?donor ?country ?acting WHERE {
  ?funding tc:donor ?donor .
  OPTIONAL { ?donor tc:governs ?country }
  BIND(EXISTS { ?action tc:agent ?donor } || EXISTS { ?part tc:participant ?donor ; tc:inAction ?action
    FILTER NOT EXISTS { ?paying tc:inAction ?action ; tc:donor|tc:inferredDonor ?donor } } AS ?acting)
}"""

_WITHIN = """SELECT DISTINCT ?place ?region {
  ?place tc:within ?region FILTER NOT EXISTS { ?place tc:partlyWithin ?region } }"""

_DAY = "as-of"
"""The query whose one value is the day of the last report."""
_PARTAKES = Meaning("form", (PARTAKING,))
_HAPPENED = Meaning("shows", ("happening",))
_SECTIONS = Meaning("shows", ("section",))
_DATE, _COUNT = Meaning("shows", ("date",)), Meaning("shows", ("count",))
_LYING = frozenset(("country", "region", "grouping", "place"))
_READ = 2
"""Rows that are read to the end, so that a time in each is seen."""
_SUMS = "SELECT ?amount { ?funding tc:amount ?amount } LIMIT 1"
_REFERENCES = """SELECT ?said ?number {
  ?recommendation a tc:Recommendation ; tc:originalReference ?said ; tc:number ?number
}"""
_STATUSES = """SELECT DISTINCT ?code ?label ?has {
  { SELECT DISTINCT ?scheme { ?any tc:status/skos:inScheme ?scheme } }
  ?status skos:inScheme ?scheme ; skos:notation ?code ; skos:prefLabel|skos:altLabel ?label .
  BIND(EXISTS { ?observation tc:status ?status } AS ?has)
}"""
_SORTS = "SELECT DISTINCT ?sort ?label {{ ?thing {path} ?sort . ?sort skos:prefLabel|skos:altLabel ?label }}"


class QuestionInterpreter:
    """Understands questions in words about one graph.

    Args:
        queries: the project's named queries.
        folder: of those queries, with ``asking/`` in it.
        select: asks the graph.
        of: code of the follow-up that is asked about, where there are several; empty for all of them as one.
    """

    def __init__(self, queries: QueryCatalogue, folder: Path, select: Select, of: str = "") -> None:
        of_all, self._narrowed = select, narrowing(queries, of)
        if of:
            queries, select = about_one(queries, of), lambda text: of_all(self._narrowed(text))
        self._queries = queries
        given = read_kinds(folder)
        self.kinds = {**given, **own_kinds(select(prefixed(OWN_LINKS)), given)} if given else {}
        self._answers = answers = Answers(select, self.kinds)
        told = list(select(prefixed(_DONORS))) if self.kinds else []
        donors = {plain(row[0]): plain(row[1]) or None for row in told}
        acting = {plain(row[0]) for row in told if plain(row[2]) == "true"}
        lies = [(plain(row[0]), plain(row[1])) for row in select(prefixed(_WITHIN))] if self.kinds else []
        names = Names(select(prefixed(application().texts)), self.kinds, donors, acting, lies)
        parameters = {one.name: frozenset(p.name for p in one.parameters if takes_words(p)) for one in queries.values()}
        self._columns = columns = {query.name: frozenset(query.columns) for query in queries.values()}
        called = {kind.name: kind.labels for kind in self.kinds.values()}
        followed_up = [name for one in queries.follow_ups for name in one.names.values()]
        lexicons = read_lexicons(folder, queries, called, list(self._sorts()), followed_up, list(self._statuses()))
        titles = Titles(read_titles(queries, folder), lexicons)
        of_report = next((one["question"] for one in given_of(folder, "report") if one["question"] in parameters), "")
        self.reader = Reader(
            self.kinds,
            lexicons,
            names,
            uses_of(folder),
            says_of(folder),
            parameters,
            columns,
            titles,
            of_report,
            {one["question"]: one["column"] for one in given_of(folder, "told")},
            {one["question"]: one["without"] for one in given_of(folder, "implied")},
            self._last_day(),
            sums=bool(self.kinds) and any(True for _ in select(prefixed(_SUMS))),
            references={plain(said): plain(number) for said, number in select(prefixed(_REFERENCES))},
        )
        texts = read_texts(queries, folder, lexicons, says_of(folder))
        self.near = NearQuestions(texts, lexicons, names)
        self._values = ParameterValues(queries, select, fixed=True)
        self._beside = SideAnswers(answers, self.reader)
        self._remarks = Remarks(answers, names)
        same = frozenset(use.question for use in self.reader.uses)
        self._trials = ReadingTrials(answers, self._remarks, self.query_of, same, names)
        self.fewer = self._trials.fewer
        self._halves = TwoQuestions(answers, self.reader, self._leading, self._tried, self._answer_of)

    def _sorts(self) -> Iterator[Sort]:
        for kind in self.kinds.values():
            rows = self._answers.select(prefixed(_SORTS.format(path=kind.sorts))) if kind.sorts else ()
            for sort, label in rows:
                if isinstance(label, Literal):
                    yield Sort(kind.name, plain(sort), label.value, label.language or "en")

    def _statuses(self) -> Iterator[tuple[Sort, bool]]:
        for code, label, has in self._answers.select(prefixed(_STATUSES)) if self.kinds else ():
            if isinstance(label, Literal):
                yield Sort("status", plain(code), label.value, label.language or "en"), plain(has) == "true"

    def prepare(self) -> None:
        """Read what a first question would wait for: dictionaries, names by their stems, all that may be shown."""
        self.reader.prepare()
        self._beside.prepare()
        for shows in ("action", "recommendation", *self.kinds):
            self._answers.rows(Question(shows))

    def ask(self, text: str, language: str = "en") -> list[Found]:
        """What a text asks, the likeliest first, each tried on the graph.

        Args:
            text: in English, French or Spanish.
            language: where the words do not tell; and of names.
        """
        with self._answers.remembered():
            found = self._asked(text, language)
            half = bool(found) and (found[0].reading.left or leading(found) is None)
            both = self.reader.halves(text, language) if half else None
            found = self._halves.told(found, both, language) if both else found
            return [self._here(one) for one in self._beside.told(found, text, language)]

    def _here(self, found: Found) -> Found:
        """With the queries narrowed to what is asked about, as they are run."""
        beside, second = tuple(map(self._here, found.beside)), found.second
        query = self._narrowed(found.query) if found.query else ""  # a remark beside an answer asks nothing
        return replace(found, query=query, beside=beside, second=second and self._here(second))

    def _leading(self, text: str, language: str) -> Found | None:
        """The answer to one of two questions, without doubt about what its rows bear out."""
        found = leading(self._asked(text, language))
        return replace(found, reading=self._beside.evidence.accounted(found, text, language)) if found else None

    def _asked(self, text: str, language: str) -> list[Found]:
        found: list[Found] = []
        for reading in self.reader.read(text, language):
            found += self._tried(reading, language)
        found.sort(key=lambda one: -one.reading.confidence)
        best: dict[tuple[str, str], Found] = {}
        for one in found:
            best.setdefault((one.reading.name, one.query), one)
        return list(best.values())

    def _tried(self, reading: Reading, language: str) -> list[Found]:
        reading, day = self._on_a_day(by_deeds(self._answers, self._told_later(reading)))
        told = (Remark("day", {"day": day}),) if day else ()
        tried = self._trials.tried(reading, language)
        return [self._remarked(replace(one, remarks=(*told, *one.remarks)), language) for one in tried]

    def _told_later(self, reading: Reading) -> Reading:
        """A reading that says that what was done after the last report cannot be told, where that is asked."""
        done = reading.deeds or any(_HAPPENED in one.meanings for one in reading.asked)
        done |= any(c.key == "status" and "taken" in c.values for c in reading.question.chips)
        starts = [chip.values[0][:10] for chip in reading.question.chips if chip.key == "when" and not chip.without]
        if not (done and starts and min(starts) > self._last_day() != ""):
            return reading
        return replace(reading, cannot=tuple(dict.fromkeys((*reading.cannot, "later"))))

    def _last_day(self) -> str:
        rows = self._answers.select(self._queries[_DAY].bind({})) if _DAY in self._queries else ()
        return next((plain(row[0]) for row in rows if row[0] is not None), "")

    def _on_a_day(self, reading: Reading) -> tuple[Reading, str]:
        """A reading that has the day which its named question needs: where none was said, that of the last report."""
        needed = self._queries[reading.name].parameters if reading.name else ()
        name = next((one.name for one in needed if one.required and one.type == "date"), "")
        if not name or name in reading.values or _DAY not in self._queries:
            return reading, ""
        day = self._last_day()
        return replace(reading, values={**reading.values, name: day}), day

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
        return self._answers.query(reading.question)

    def parameters_of(self, reading: Reading) -> dict[str, str]:
        """The values of a reading's named question as its parameters take them: the code where one takes a code."""
        codes = {parameter.name for parameter in self._queries[reading.name].parameters if parameter.type == "code"}
        return {name: value.rpartition("/")[2] if name in codes else value for name, value in reading.values.items()}

    def _remarked(self, found: Found, language: str) -> Found:
        """With what has to be told beside the rows, which may make it less sure."""
        remarks, doubt = self._remarks.of(found.reading, language)
        if not found.rows:
            searched = any(chip.key in ("words", "called") for chip in found.reading.question.chips)
            silent = () if searched else (Remark("silent"),)
            remarks = (*silent, *remarks) if any(one.key == "whether" for one in remarks) else remarks
            remarks = tuple(remark for remark in remarks if remark.key != "whether")
        plainly = found.reading.name in ("", self.reader.named(found.reading.question)[0])
        if plainly and found.rows and self._remarks.takes_in_all(found.reading):
            # A kind may be asked for whole, and who acts or gets something only in something.
            shows = found.reading.question.shows
            counted = shows == "recommendation" and any(_COUNT in one.meanings for one in found.reading.asked)
            vague = AMBIGUOUS if shows in (*SAID_OF_ALL, "doer", "receiver") and not counted else 0.0
            remarks, doubt = (*remarks, Remark("everything")), doubt + vague
        other = any(remark.key in OF_ANOTHER_KIND for remark in found.remarks)  # of which the rows prove nothing
        if other and _DATE in {m for one in found.reading.asked for m in one.meanings} and self._times(found):
            found = replace(found, remarks=tuple(one for one in found.remarks if one.key not in OF_ANOTHER_KIND))
            doubt -= LEFT  # the texts of these tell the time that was asked for
        made_up = loose(found.reading) if not other and borne_out(found.reading, found.rows) else 0.0
        sure = min(1.0, max(0.0, round(found.reading.confidence - doubt + made_up, 2)))
        every = (*found.remarks, *(one for one in remarks if one not in found.remarks))
        read = replace(found.reading, confidence=sure, open=self._open(found, every))
        strict, every = self._remarks.strictly(read, every)
        if strict:
            rows = len(self._answers.rows(read.question, strict))
            found = replace(found, query=compiled(read.question, strict), rows=rows)
        return replace(
            found,
            reading=read,
            notes=self._notes(found.reading),
            remarks=every,
            different=self._different(found),
        )

    def _open(self, found: Found, remarks: Iterable[Remark]) -> tuple[str, ...]:
        """What of the question an answer does not account for."""
        open_ = unpaid(self._answer_of(found, list(remarks)), found.reading.asked)
        by_set = any(remark.key == "by_set" for remark in remarks)
        return tuple(dict.fromkeys((*open_, *self._wider(found, by_set=by_set))))

    def _answer_of(self, found: Found, remarks: Collection[Remark]) -> AnswerMeaning:
        """What an answer expresses."""
        columns = answered(found.reading, self.kinds, self._columns)
        if not found.reading.name and found.rows:
            columns = columns - self._answers.empty(found.reading.question) | self._times(found)
        others = frozenset(code for remark in remarks if remark.key == "status" for code, _ in remark.counts)
        return AnswerMeaning(
            found.reading,
            self.kinds,
            self.reader.names,
            columns,
            frozenset(remark.key for remark in remarks),
            others,
            any(map(_leaves_most, remarks)),
            self._different(found) or found.rows,
        )

    def _wider(self, found: Found, *, by_set: bool) -> Iterator[str]:
        """By what an answer has more than was said: by another thing of one name, or by what is only inferred."""
        reading = found.reading
        if reading.name or not found.rows:
            return
        chips = reading.question.chips
        yield from self._paying(reading)
        for chip in chips:
            for other in filter(None, (self._first_meant(reading, chip), self._with_narrower(chip))):
                apart = self._shown(reading.question.with_chip(chip, other))
                listed = self._shown(reading.question)
                # Of deeds, all that it may mean is told.
                every = reading.question.shows == "action" and not reading.compare and apart < listed
                if apart != listed and not (every and apart):
                    yield chip.told
        said = {name: kind if by_set and name == "instrument" else kind.as_said() for name, kind in self.kinds.items()}
        if compiled(reading.question, said) != found.query:
            named = self._shown(reading.question, said)
            if named != self._shown(reading.question):
                yield from (chip.told for chip in reading.question.chips if chip.key in said and said[chip.key].said)
                yield from (reading.question.shows,) if reading.question.shows in said else ()

    def _times(self, found: Found) -> frozenset[str]:
        """What a short answer tells beside its columns: a time, where each of its texts names one."""
        reading = found.reading
        dated = 0 < found.rows <= _READ and not reading.name and self._answers.all_dated(reading.question)
        return frozenset(("date",) if dated else ())

    def _paying(self, reading: Reading) -> Iterator[str]:
        """That countries are shown of which some only pay, where nothing is said of paying or naming."""
        asked = {m.role for one in reading.asked for m in one.meanings}
        asked -= {"role"} if any(chip.none and chip.key == "role" for chip in reading.question.chips) else set()
        if reading.question.shows != "country" or asked & {"funding", "role"}:
            return
        partakes = any(_PARTAKES in one.meanings for one in reading.asked)  # and its money may go elsewhere
        given = tuple(chip for chip in reading.question.chips if not (partakes and chip.key in _LYING))
        donors = self._shown(replace(reading.question, shows="donor", chips=given))
        payers = {self.reader.names.payers.get(plain(one)) for one in self._shown(reading.question)}
        yield from (reading.question.shows,) if payers & {plain(one) for one in donors} else ()

    def _with_narrower(self, chip: Chip) -> Chip | None:
        """A condition with others that have all words of its one thing in their names, as field staff are staff."""
        kind = self.kinds.get(chip.key)
        if kind is None or "organisation" not in (kind.name, kind.of) or chip.without or ANY in chip.values:
            return None
        more = tuple(dict.fromkeys(one for value in chip.values for one in self.reader.names.narrower(value)))
        return replace(chip, values=(*chip.values, *more)) if more else None

    def _first_meant(self, reading: Reading, chip: Chip) -> Chip | None:
        """A condition with only the first of the things that each name stands for; None where that is all it has."""
        named = [m.value for one in reading.asked for m in one.meanings if m.role in ("names", "instrument")]
        if chip.key not in self.kinds or chip.without or ANY in chip.values or chip.key == "region":
            return None
        of_kind = ([one for one in things if one in chip.values] for things in named)
        firsts = {things[0] for things in of_kind if things}
        payers = {self.reader.names.payers.get(one) for things in named for one in things}
        kept = tuple(one for one in chip.values if one in firsts | payers)
        return replace(chip, values=kept) if kept and kept != chip.values else None

    def _shown(self, question: Question, kinds: Mapping[str, Kind] | None = None) -> set[Term | None]:
        """The different things that a question shows; the rows that are counted where it counts."""
        shown = {*self._answers.shown(question, kinds)}
        return shown or ({row[-1] for row in self._answers.rows(question, kinds)} if question.group else shown)

    def _different(self, found: Found) -> int:
        """How many different things of the kind that is shown an answer lists; 0 where no column has them."""
        reading, shows = found.reading, found.reading.question.shows
        columns = self._queries[reading.name].columns if reading.name else columns_of(reading.question, self.kinds)
        named = {"recommendation": "number", "action": "action"} if reading.name else {}
        told = self.kinds[shows].variable if shows in self.kinds else named.get(shows, "")
        told = "section" if reading.name and _SECTIONS in {m for one in reading.asked for m in one.meanings} else told
        columns = tuple(columns)
        return len({row[columns.index(told)] for row in self._answers.select(found.query)}) if told in columns else 0

    def _notes(self, reading: Reading) -> tuple[str, ...]:
        keys = dict.fromkeys((reading.question.shows, *(chip.key for chip in reading.question.chips)))
        built = (self.kinds[key].notes.get("en", "") for key in keys if key in self.kinds and not reading.name)
        return tuple(filter(None, built))


def _leaves_most(remark: Remark) -> bool:
    """Whether most of what names somebody is not listed."""
    fit, every = (int(remark.values.get(key, "0")) for key in ("fit", "all"))
    return remark.key in ("doer", "place", "for") and fit * 2 < every
