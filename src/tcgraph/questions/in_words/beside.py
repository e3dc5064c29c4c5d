"""What is told apart from an answer: what a word or a part cuts off from it, and what is not in the document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from tcgraph.questions.chips import ANY, Chip, Question, columns_of, compiled, prefixed
from tcgraph.questions.in_words.asked import Asked
from tcgraph.questions.in_words.found import Found, leading
from tcgraph.questions.in_words.nearest import Nearest
from tcgraph.questions.in_words.phrases import tokens
from tcgraph.questions.in_words.reading import LEFT, Reading
from tcgraph.questions.in_words.remarks import Remark
from tcgraph.questions.in_words.words import Reader
from tcgraph.questions.kinds import Kind
from tcgraph.rdf import Term, plain

Select = Callable[[str], Iterable[tuple[Term | None, ...]]]

_SEARCHED = ("words", "called")
_PARTS = ("doer", "receiver", "place")
_FEW = 12
"""Rows that are looked through; of more it is only told how many there are."""
_NAMED = frozenset(("country", "organisation", "grouping", "framework"))
"""Kinds whose names are known from lists of them all, whether a document has them or not."""
_PLAIN = frozenset(("words", "unread", "light"))
"""What words mean that say only what something is about; those of how it stands or how much change what is asked."""
_SAYING = frozenset(("names", "instrument", "words", "sort", "unread"))
"""What words mean that tell one thing from another."""
_SHORTEST = 3
_NEARER = 1.5
"""How much more of a question's words a text has to have than an answer that is doubtful, to be told before it."""
_HALF = 0.5
_GUESS = 0.1
"""How sure an answer is of which hardly a word is understood."""
_TOLD = """SELECT ?thing WHERE {{
  VALUES ?thing {{ {given} }}
  {{ ?thing tc:passage ?where }} UNION {{ ?other ?way ?thing ; tc:passage ?where }}
}} LIMIT 1"""


class Beside:
    """Looks for what is told apart from an answer.

    Args:
        select: asks the graph.
        kinds: of the project.
        reader: of questions.
    """

    def __init__(self, select: Select, kinds: Mapping[str, Kind], reader: Reader) -> None:
        self._select = select
        self._kinds = kinds
        self._reader = reader
        self._names = reader.names
        self._nearest = Nearest(select)
        self._told: dict[tuple[str, ...], bool] = {}

    def prepare(self) -> None:
        """Read the texts, which a first question waits for otherwise."""
        self._nearest.prepare()

    def told(self, found: list[Found], text: str, language: str) -> list[Found]:
        """The answers with what is told apart from the one that is shown; where none is, what is nearest by words."""
        if not found:
            return found
        unnamed = self._unnamed(found[0].reading, text, language)
        remark = (Remark("unnamed", {"names": ", ".join(unnamed)}),) if unnamed else ()
        # Of whom nothing is told at all, it need not be told that nothing of this is.
        besides = [[r for r in one.remarks if not (unnamed and r.key == "unfit")] for one in found]
        found = [replace(one, remarks=(*remark, *rest)) for one, rest in zip(found, besides, strict=True)]
        shown = leading(found)
        near = self._near(found[0], shown, text, language) if not found[0].reading.sure else None
        if shown is None:
            if unnamed:
                return [*found, *(replace(one, remarks=remark) for one in self._around(found[0]))]
            leads = near is not None and near.reading.confidence and not (found[0].reading.cannot or found[0].put)
            return [near, *found] if near and leads else found
        if near and near.rows and self._is_nearer(near, shown):
            return [near, *found]
        if shown is found[0] and (accounted := self._accounted(shown, text, language)).sure:
            near, shown = None, replace(shown, reading=accounted)
            found = [shown, *found[1:]]
        beside, scores = tuple(self._cut_off(shown)), near.scores if near else {}
        if near and not beside:
            beside = (near,)  # what a word cuts off is nearer than what has some of the words
        return [replace(one, beside=beside, scores=scores) if one is shown else one for one in found]

    def _accounted(self, found: Found, text: str, language: str) -> Reading:
        """A reading without doubt about words that stand in the texts of all that is listed, and cut nothing off.

        What is only looked for may be meant otherwise; where all that fits the rest has it, it says no more than that.
        """
        reading = found.reading
        question = reading.question
        searched = [chip for chip in question.chips if chip.key in _SEARCHED and not chip.without]
        others = [
            chip for chip in question.chips if (chip.key in self._kinds or chip.key == "own") and not chip.without
        ]
        if reading.left or reading.name or question.group or not (others and 0 < found.rows <= _FEW):
            return reading
        for chip in searched:
            without = (replace(chip, without=True) if one is chip else one for one in question.chips)
            if any(True for _ in self._select(compiled(replace(question, chips=tuple(without)), self._kinds))):
                return reading
        plainly = {
            typed for one in reading.asked if {m.role for m in one.meanings} <= _PLAIN for typed in one.typed.split()
        }
        _, spoken = self._reader.content((), text, language)
        rows = [{plain(cell) for cell in row} for row in self._select(found.query)]
        left = tuple(
            typed
            for typed in reading.open
            if not all(word in plainly and self._nearest.stands(word, spoken, rows) for word in typed.split())
        )
        return replace(reading, open=left)

    def _is_nearer(self, near: Found, shown: Found) -> bool:
        """Whether what is nearest by words has far more of them than what is shown, which guesses most of them."""
        rows = [near.scores.get(plain(cell), 0.0) for row in self._select(shown.query) for cell in row]
        best = max(near.scores.values())
        return shown.reading.confidence <= _GUESS and best >= _HALF and max(rows, default=0.0) * _NEARER < best

    def _near(self, first: Found, shown: Found | None, text: str, language: str) -> Found | None:
        """What is nearest to a question by its words, and not listed by the answer that is shown."""
        denied = {value for chip in first.reading.question.chips if chip.without for value in chip.values}
        denied |= {one for one, payer in self._reader.names.payers.items() if payer in denied}
        asked = [one for one in first.reading.asked if not any(denied & {*m.value} for m in one.meanings)]
        words, spoken = self._reader.content(asked, text, language)
        defines = first.reading.cannot == ("definition",)
        if not words or (first.reading.cannot and not defines):
            return None
        near = self._nearest.find(words, spoken, self._reader.meaning(words, spoken))
        listed = {plain(cell) for row in self._select(shown.query) for cell in row} if shown else set()
        found = self._nearest.introductions(near) if defines else near.things
        others = [one for one in found if one not in listed and not self._reader.turns(first.reading.asked)]
        left = tuple(typed for typed in words if typed not in near.heard)
        said = {typed for one in asked if self._tells_apart(one) for typed in one.typed.split()}
        sure = LEFT if len(near.heard & said) > 1 else 0.0  # a single word is had by chance
        reading = Reading(Question("action"), left=left, open=tuple(words), confidence=sure, guessed=True)
        if not others:
            return Found(reading, "", 0, scores=near.scores) if shown else None
        query = self._nearest.listed(others)
        return Found(reading, query, len(others), remarks=(Remark("near"),), scores=near.scores)

    def _tells_apart(self, asked: Asked) -> bool:
        """Whether words tell one text from another; those of a country's name stand in many."""
        roles = {meaning.role for meaning in asked.meanings}
        countries = any(
            self._names.kind(one) == "country" for m in asked.meanings if m.role == "names" for one in m.value
        )
        return bool(roles & _SAYING) and not (roles & {"shows", "funding"} or countries)

    def _cut_off(self, found: Found) -> Iterator[Found]:
        """What an answer lacks by one word that is only looked for, or by the part that somebody has in it.

        Args:
            found: an answer with rows.
        """
        reading = found.reading
        chips = reading.question.chips
        if reading.name or reading.question.group or not found.rows:
            return
        named = any(chip.key in self._kinds and ANY not in chip.values and not chip.without for chip in chips)
        for chip in chips:
            if chip.without or ANY in chip.values:
                continue
            if chip.key in _SEARCHED and named:
                yield from self._listed(reading, chip, (replace(chip, without=True),), "without")
            elif chip.key in _PARTS and chip.key != reading.question.shows:
                of = self._names.kind(chip.values[0]) or self._kinds[chip.key].of
                wide = (replace(chip, key=of), replace(chip, without=True))
                yield from self._listed(reading, chip, wide, "apart")

        yield from self._others(found) if reading.others else ()
        for remark in found.remarks:
            if remark.values.get("bare"):
                chip = next(one for one in chips if one.key == "project")
                theme = Chip("theme", (remark.values["theme"],), (remark.values["name"],))
                yield from self._listed(reading, chip, (theme, replace(chip, without=True)), "of_theme", theme.told)

    def _others(self, found: Found) -> Iterator[Found]:
        """Those of which it is not so: all else that fits without the part that somebody has, or how it stands."""
        reading = found.reading
        chips = reading.question.chips
        said = next((chip for chip in reversed(chips) if chip.key in ("role", "status") and not chip.without), None)
        if said is None:
            return
        shows = reading.question.shows
        if shows not in self._kinds:
            yield from self._listed(reading, said, (replace(said, without=True),), "others")
            return
        rest = replace(reading.question, chips=tuple(chip for chip in chips if chip is not said))
        every, so = (self._things(question) for question in (rest, reading.question))
        if others := tuple(one for one in every if one not in so):
            names = tuple(self._names.called(one) for one in others)
            yield from self._listed(reading, said, (Chip(shows, others, names),), "others")

    def _things(self, question: Question) -> dict[str, None]:
        """The different things that a question shows."""
        at = columns_of(question, self._kinds).index(self._kinds[question.shows].variable)
        return {plain(row[at]): None for row in self._select(compiled(question, self._kinds))}

    def _listed(
        self, reading: Reading, chip: Chip, instead: tuple[Chip, ...], key: str, name: str = ""
    ) -> Iterator[Found]:
        question = reading.question
        chips = tuple(other for one in question.chips for other in (instead if one is chip else (one,)))
        wider = replace(reading, question=replace(question, chips=chips), left=(), unheard=(), open=(), confidence=0.0)
        query = compiled(wider.question, self._kinds)
        rows = sum(1 for _ in self._select(query))
        if 0 < rows <= _FEW:
            yield Found(wider, query, rows, remarks=(Remark(key, {"name": (name or chip.told).strip('"')}),))

    def by_place(self, reading: Reading, language: str) -> Iterator[Remark]:
        """Which recommendations of an answer about a region name only a place in it.

        Args:
            reading: of deeds or recommendations.
            language: for the name of the region.
        """
        regions = [chip for chip in reading.question.chips if chip.key == "region" and not chip.without]
        if reading.name or len(regions) != 1 or ANY in regions[0].values or reading.question.group:
            return
        kind = self._kinds["region"]
        # Without the last step, by which one place lies in another.
        itself = replace(
            kind, action=kind.action.rpartition("/")[0], recommendation=kind.recommendation.rpartition("/")[0]
        )
        if not itself.action or reading.question.shows not in ("action", "recommendation"):
            return
        every, named = (
            {plain(row[0]): None for row in self._select(compiled(reading.question, kinds))}
            for kinds in (self._kinds, {**self._kinds, "region": itself})
        )
        others = [number for number in every if number not in named]
        if others and named:
            name = self._names.called(regions[0].values[0], language)
            yield Remark("by_place", {"name": name, "names": ", ".join(others)})

    def _around(self, found: Found) -> Iterator[Found]:
        """Of countries that a document does not name: what it tells of the region that they lie in.

        Args:
            found: that has nothing.
        """
        chips = found.reading.question.chips
        for chip in chips if not found.rows and not found.reading.name else ():
            regions = self._names.regions_of(chip.values) if chip.key == "country" and not chip.without else ()
            for region in regions:
                names = (self._names.called(region),)
                wider = replace(chip, key="region", values=(region,), names=names, typed="")
                question = replace(found.reading.question, chips=tuple(wider if one is chip else one for one in chips))
                query = compiled(question, self._kinds)
                rows = sum(1 for _ in self._select(query))
                if rows:
                    left = (*found.reading.left, chip.told)
                    reading = replace(found.reading, question=question, left=left, confidence=0.0)
                    yield Found(reading, query, rows)
                    return

    def _unnamed(self, reading: Reading, text: str, language: str) -> tuple[str, ...]:
        """Those of whom a question asks and whom the document does not name.

        Args:
            reading: of it.
            text: as it was put.
            language: for the names of things.
        """
        found: list[str] = []
        for one in reading.asked:
            things = [m.value for m in one.meanings if m.role == "names"]
            if not things or len(things) < len(one.meanings):
                continue
            every = tuple(dict.fromkeys(thing for some in things for thing in some))
            if self._names.kind(every[0]) in _NAMED and not self._is_told(every):
                found.append(self._names.called(every[0], language))
        unheard = {word for typed in reading.unheard for word in typed.split()}
        first = next(iter(tokens(text)), None)
        for token in tokens(text):
            capital = token.typed[:1].isupper() and (token.typed.isupper() or token.typed != (first and first.typed))
            if token.typed in unheard and capital and len(token.typed) >= _SHORTEST:
                found.append(token.typed)
        return tuple(dict.fromkeys(found))

    def _is_told(self, things: tuple[str, ...]) -> bool:
        """Whether a passage of the document names any of some things, or who governs it."""
        if things not in self._told:
            payers = (self._names.payers[one] for one in things if one in self._names.payers)
            given = " ".join(f"<{one}>" for one in dict.fromkeys((*things, *payers)))
            rows = self._select(prefixed(_TOLD.format(given=given)))
            self._told[things] = any(plain(row[0]) for row in rows)
        return self._told[things]
