"""Readings tried on the graph; where nothing fits all of one, the nearest to it that has an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from tcgraph.errors import BadParameter
from tcgraph.questions.answers import Answers
from tcgraph.questions.chips import ANY, Chip, Question, askable
from tcgraph.questions.condition_patterns import prefixed, said_themselves
from tcgraph.questions.in_words.answer_remarks import Remarks
from tcgraph.questions.in_words.function_words import NOT
from tcgraph.questions.in_words.joined_things import JoinedThings
from tcgraph.questions.in_words.known_names import Names
from tcgraph.questions.in_words.left_out import item_by_item
from tcgraph.questions.in_words.lexicon import Meaning, stem
from tcgraph.questions.in_words.reading import LEFT, SEARCHED, SURE, Reading
from tcgraph.questions.in_words.relaxation import Relaxation
from tcgraph.questions.in_words.remark import Remark
from tcgraph.questions.in_words.tried_reading import NOTHING_FITS, Found
from tcgraph.questions.kinds import OWN
from tcgraph.questions.plain_words import plain_words
from tcgraph.rdf import Term, plain

_MEMBERS = "SELECT DISTINCT ?one WHERE {{ VALUES ?set {{ {given} }} ?set tc:hasMember ?one }} ORDER BY ?one"
_DROPPED = 0.35
_TOGETHER = 0.2
"""How much surer words are that a text has one after the other."""
_PAIR = 2
_MUCH = 1.5
"""How much more has to be told of deeds than of what is asked for before those are told."""
_RECOMMENDED = Meaning("shows", ("recommendation",))
_OF_MONEY, _WHO = ("donor", "project"), Meaning("form", ("who",))
_ADDRESSES = ("number", "section")
_NAMED = frozenset(("donor", "country", "place", "region", "project", "event", "agreement", "date"))
"""Kinds of which all that the document names are known."""
_OF_ALL = ("status", "only", "role", "section", "number")
"""What may be said of anything."""


class ReadingTrials:
    """Tries readings.

    Args:
        answers: of the graph.
        remarks: looks at answers.
        query_of: the query that answers a reading in a language.
        same: named questions that say no more than what has to hold.
        names: of things, and every word of any text.
    """

    def __init__(
        self,
        answers: Answers,
        remarks: Remarks,
        query_of: Callable[[Reading, str], str],
        same: frozenset[str],
        names: Names,
    ) -> None:
        self._names = names
        self._same = same
        self._answers = answers
        self._kinds = answers.kinds
        self._remarks = remarks
        self._query_of = query_of
        self._joined = JoinedThings(answers, names)

    def tried(self, reading: Reading, language: str) -> list[Found]:
        """A reading with its rows; and where nothing fits all of it, a smaller one that has an answer."""
        if not reading.name:
            reading = self._without_unheard(reading)
        try:
            query = self._query_of(reading, language)
        except BadParameter:
            if not reading.question.chips:
                return []
            reading = replace(reading, name="", values={}, confidence=reading.confidence - _DROPPED)
            query = self._query_of(reading, language)
        told: tuple[Remark, ...] = ()
        if reading.name:
            used = tuple(chip for chip in reading.question.chips if chip.told not in reading.left)
            reading = replace(reading, question=replace(reading.question, chips=used))
        if not reading.name:
            reading = self._together(self._with_what_may_hold(reading))
            reading, nearer = self._nearer(reading)
            reading, told = self._remarks.narrowed(reading, language)
            told = (*nearer, *told)
            query = self._query_of(reading, language)
        rows = self._rows(reading, query)
        if reading.question.shows == "figure" and "amount" in reading.cannot:
            if not rows and reading.question.chips:
                # There is no such figure, since there are no sums; who pays is told all the same.
                return self.tried(replace(reading, question=replace(reading.question, shows="donor")), language)
            reading = replace(reading, cannot=tuple(one for one in reading.cannot if one != "amount" or not rows))
        doubt = 0.0 if rows else NOTHING_FITS
        found = Found(replace(reading, confidence=round(reading.confidence - doubt, 2)), query, rows, remarks=told)
        if rows:
            asked = self._asked_for(reading) if self._is_by_set(reading) else None
            return [asked, found] if asked else self._of_payers(reading, language) or [found]
        if other := self._as_it_stands(reading, language) or self._asked_for(reading):
            return [other]
        if reading.name:
            return [found]
        if grouped := self._as_a_group(reading, language) or self._by_home(reading, language):
            return [grouped, found]
        either = self._joined.either(reading)
        if either and self._fits(either, list(either.question.chips)):
            return [self._narrowed(either, language), found]
        smaller = self._smaller(replace(found, reading=reading), language)
        if smaller is not None:
            return [smaller, found]
        if items := list(item_by_item(self._answers, reading)):
            return [found, *items]
        keys = [chip.key for chip in reading.question.chips]
        ways = [self._without_one, self._elsewhere]
        if reading.question.shows in ("figure", "date", "since", "donor"):
            ways = [self._elsewhere, self._without_one]  # a figure of something else misleads, as who pays for it does
        rest = next(filter(None, (list(way(reading, language)) for way in ways)), [])
        rest = [replace(one, remarks=(*self._apart(reading), *one.remarks)) for one in rest]
        # Two of one kind that nothing has together were hardly both meant.
        return [*rest, found] if len(set(keys)) < len(keys) else [found, *rest]

    def _as_a_group(self, reading: Reading, language: str) -> Found | None:
        """Of Conventions none of which is named by itself: the group of them that is, with its members."""
        if reading.question.shows != "instrument" or "instrument-set" not in self._kinds:
            return None
        chips = tuple(chip for chip in reading.question.chips if chip.key not in OWN)
        question = Question("instrument-set", chips)
        groups = [plain(one) for one in self._answers.shown(question) if one is not None] if chips else []
        if not groups:
            return None
        given = " ".join(f"<{one}>" for one in groups)
        members = [plain(row[0]) for row in self._answers.select(prefixed(_MEMBERS.format(given=given)))]
        names = "; ".join(self._names.called(one, language) for one in members)
        told = Remark("by_members", {"names": names, "count": str(len(members))})
        rows = len(self._answers.rows(question))
        return Found(replace(reading, question=question), self._answers.query(question), rows, remarks=(told,))

    def _by_home(self, reading: Reading, language: str) -> Found | None:
        """Donors of a part of the world for which nobody pays: the countries there beside which a donor is named."""
        question = reading.question
        if question.shows != "donor" or not any(chip.key in ("region", "grouping") for chip in question.chips):
            return None
        chips = (*question.chips, Chip("donor", (ANY,), (ANY,)))
        homes = replace(reading, question=replace(question, shows="country", chips=chips))
        homes = replace(homes, confidence=reading.confidence - LEFT)
        query = self._query_of(homes, language)
        rows = self._rows(homes, query)
        return Found(homes, query, rows) if rows else None

    def _is_by_set(self, reading: Reading) -> bool:
        """Whether no deed names an instrument itself, and a recommendation does."""
        question = reading.question
        if question.shows != "action" or [chip.key for chip in question.chips] != ["instrument"]:
            return False
        said = {**self._kinds, "instrument": self._kinds["instrument"].as_said()}
        asks = self._answers.rows(replace(question, shows="recommendation"), said)
        return bool(asks) and not self._answers.rows(question, said)

    def _of_payers(self, reading: Reading, language: str) -> list[Found]:
        """What is told of whoever pays, where it is asked for which countries and none is found but those that pay."""
        question = reading.question
        paid = any(chip.key == "donor" and not chip.without and ANY not in chip.values for chip in question.chips)
        shown = self._answers.shown(question) if paid and question.shows == "country" and not reading.name else ()
        pay = bool(shown) and self._names.payers.keys() >= {*map(plain, shown)}
        return [*self._elsewhere(replace(reading, confidence=min(SURE, reading.confidence)), language)] if pay else []

    def _apart(self, reading: Reading) -> tuple[Remark, ...]:
        """That nothing has all that is named together, where nothing else is asked than that."""
        chips = reading.question.chips
        named = all(one.key in self._kinds and not one.without and ANY not in one.values for one in chips)
        plain = named and len(chips) > 1 and not (reading.left or reading.unheard)
        return (Remark("none_together", {"names": "; ".join(chip.told for chip in chips)}),) if plain else ()

    def _as_it_stands(self, reading: Reading, language: str) -> Found | None:
        """Of what nothing stands so: how it stands, which answers "has it been signed" as well as a "no" would."""
        chips = reading.question.chips
        asked = [chip for chip in chips if chip.key == "status" and not chip.without]
        rest = tuple(chip for chip in chips if chip not in asked)
        if not asked or not rest:
            return None
        shows, deeds = reading.question.shows, replace(reading.question, shows="action")
        who = any(m in (_WHO, Meaning("shows", (shows,))) for one in reading.asked for m in one.meanings)
        if shows in _OF_MONEY and not who and self._fits(replace(reading, question=deeds), list(chips)):
            return None  # it is about money, and what is planned with it is no payment
        question = replace(reading.question, chips=rest)
        other = replace(reading, name="", values={}, question=question, deeds=False)
        other, told = self._remarks.narrowed(self._together(other), language)
        counts = self._remarks.stand(other)
        query = self._answers.query(other.question)
        none = Remark("none", {"status": asked[0].values[0]}, counts)
        return Found(other, query, self._rows(other, query), remarks=(none, *told)) if counts else None

    def _asked_for(self, reading: Reading) -> Found | None:
        """Of what no reported item names: the recommendations that do; of two things that is not sure."""
        chips = reading.question.chips
        named = tuple(chip for chip in chips if chip.key in self._kinds)
        named = named or (chips if all(chip.key == "words" and not chip.without for chip in chips) else ())
        places = tuple(chip for chip in chips if chip.key in _ADDRESSES and chip not in named)
        apart = tuple(chip for chip in reading.question.chips if chip not in (*named, *places))
        question = replace(reading.question, shows="recommendation", chips=(*places, *named))
        put = reading.name and reading.name not in self._same  # in so many words, which asks for no recommendations
        # Of what nothing is told, it is true that there is "no action".
        told = tuple(left for left in reading.left if stem(plain_words(left)) in NOT)
        kept = tuple(left for left in reading.left if left not in told)
        reading = replace(reading, left=kept, confidence=round(reading.confidence + LEFT * len(told), 2))
        others = set(kept) - set(reading.unheard) or any(chip.key not in ("words", "status") for chip in apart)
        if put or reading.question.shows != "action" or others or not named or not askable(question, self._kinds):
            return None
        if apart and self._fits(reading, [*places, *named]):
            return None  # something is told of what is named, though not in these words
        query = self._answers.query(question)
        rows = len(self._answers.rows(question))
        other = replace(reading, name="", values={}, question=question)
        other = _cut(other, list(apart)) if apart else other
        if len(named) > 1:
            other = _doubted(other)  # an item may be about both, and name neither so
        return Found(other, query, rows, remarks=(self._only_asked(reading, named),)) if rows else None

    def _only_asked(self, reading: Reading, named: tuple[Chip, ...]) -> Remark:
        """That what is named is only asked for; of several of which each alone is told of, all together are."""
        apart = len(named) > 1 and any(self._fits(reading, [one]) for one in named)
        return Remark("asked_of_all" if apart else "asked")

    def fewer(self, reading: Reading) -> list[tuple[Chip, int]]:
        """Of a reading that nothing fits: how many rows there are without one of its parts, where there are any."""
        chips = reading.question.chips
        found = []
        for chip in (one for one in chips if not one.without):  # without its "not" a question asks the opposite
            rest = replace(reading.question, chips=tuple(other for other in chips if other is not chip))
            # What is only denied says nothing of what is asked about.
            rows = len(self._answers.rows(rest)) if any(not other.without for other in rest.chips) else 0
            if rows:
                found.append((chip, rows))
        return found

    def _with_what_may_hold(self, reading: Reading) -> Reading:
        """With what may hold besides, where something has it and all else; a thing that is named says it by itself."""
        if any(chip.key == reading.question.shows for chip in reading.question.chips):
            return reading
        for chip in reading.maybe:
            more = replace(reading.question, chips=(*reading.question.chips, chip))
            reading = replace(reading, question=more) if len(self._answers.rows(more)) else reading
        return reading

    def _nearer(self, reading: Reading) -> tuple[Reading, tuple[Remark, ...]]:
        """With words that an action says itself, where others only stand in one item with one that does."""
        told: tuple[Remark, ...] = ()
        for chip in reading.question.chips if reading.question.shows == "action" else ():
            if chip.key != "words" or chip.without:
                continue
            called = reading.question.with_chip(chip, replace(chip, key="called"))
            wide, own = self._actions(reading.question), self._actions(called)
            said = (
                {row[0] for row in self._answers.select(said_themselves(chip.values))} if own and own < wide else set()
            )
            if said and own == wide & said:
                told = (Remark("called", {"fit": str(len(own)), "all": str(len(wide))}), Remark("listed"))
                reading = replace(reading, question=called)
        return reading, told

    def _actions(self, question: Question) -> set[Term | None]:
        return {*self._answers.shown(replace(question, group=""))}

    def _together(self, reading: Reading) -> Reading:
        """With words searched for as they stand together in the question, where a text has them so."""
        for chip in reading.question.chips:
            if chip.key == "sort" and chip.typed and len(chip.values) == 1:
                question = reading.question.with_chip(chip, Chip("called", (chip.typed,), chip.names))
                reading = replace(reading, question=question) if len(self._answers.rows(question)) else reading
            if chip not in reading.question.chips:
                continue
            for phrase in filter(None, chip.typed.split("|")) if chip.key == "words" and not chip.without else ():
                question = reading.question.with_chip(chip, replace(chip, values=(phrase,), names=(phrase,), typed=""))
                if len(self._answers.rows(question)):
                    question = replace(question, chips=tuple(dict.fromkeys(question.chips)))
                    refund = 0.0 if reading.guessed else _TOGETHER  # words alone do not say what is asked for
                    sure = min(1.0, round(reading.confidence + refund, 2))
                    reading = replace(reading, question=question, confidence=sure)
                    break
        return reading

    def _without_unheard(self, reading: Reading) -> Reading:
        """A reading without the words that no text has, which are told as left out."""
        chips = reading.question.chips
        unheard = [
            chip for chip in chips if chip.key == "words" and not self._answers.rows(Question("action", (chip,)))
        ]
        if not unheard:
            return reading
        kept = tuple(chip for chip in chips if chip not in unheard)
        gone = tuple(chip.told for chip in unheard)
        sure = reading.confidence - LEFT * len(unheard)
        question = replace(reading.question, chips=kept)
        # A word may stand in the title of a document that is only cited.
        silent = (told for told in gone if not self._names.told.issuperset(map(stem, plain_words(told).split())))
        left, nowhere = (*reading.left, *gone), (*reading.unheard, *silent)
        if not kept and reading.question.shows == "action":
            return replace(reading, unheard=nowhere)
        return replace(reading, question=question, left=left, unheard=nowhere, confidence=sure)

    def _smaller(self, found: Found, language: str) -> Found | None:
        """The nearest question that has an answer, where words are among what has to hold; what goes is told."""
        reading = found.reading
        if not any(chip.key == "words" for chip in reading.question.chips):
            return None  # that nothing named is so is an answer
        near = Relaxation(reading.question, self._answers)
        kept, says = near.kept(reading.question.shows)
        told: tuple[Remark, ...] = ()
        if reading.question.shows != "action":
            deeds, tells = near.kept("action")
            if tells > says * _MUCH:
                kept, told = deeds, (Remark("kind"),)
                sure = reading.confidence - LEFT
                reading = replace(reading, question=replace(reading.question, shows="action"), confidence=sure)
        if not any(chip.key not in _OF_ALL and not chip.without for chip in kept):
            return None
        dropped = [chip for chip in reading.question.chips if chip not in kept]
        reading = replace(reading, question=replace(reading.question, chips=kept))
        smaller = self._narrowed(_cut(self._together(reading), dropped), language)
        return replace(smaller, remarks=(*told, *smaller.remarks)) if smaller.rows else None

    def _narrowed(self, reading: Reading, language: str) -> Found:
        """A reading that has an answer, with the parts that its sentence gives to what it names."""
        reading, told = self._remarks.narrowed(reading, language)
        query = self._answers.query(reading.question)
        return Found(reading, query, self._rows(reading, query), remarks=told)

    def _fits(self, reading: Reading, chips: list[Chip]) -> bool:
        return bool(self._answers.rows(replace(reading.question, chips=tuple(chips))))

    def _without_one(self, reading: Reading, language: str) -> Iterator[Found]:
        """Of a reading that nothing fits: those without one of its parts that have an answer; each told as left out."""
        worded = any(chip.key == "words" for chip in reading.question.chips)
        # What few have says more of what is asked than what many do.
        said = {**dict.fromkeys(self._kinds, 2), "sort": 1}
        for chip, _ in sorted(self.fewer(reading), key=lambda one: (said.get(one[0].key, 0), one[1])):
            if chip.key == "number" or (chip.key == "section" and (worded or reading.question.shows in self._kinds)):
                continue  # what is asked of a recommendation is not told of another that has a word of it
            rest = tuple(other for other in reading.question.chips if other is not chip)
            question = replace(reading.question, chips=rest)
            sure = round(reading.confidence - LEFT, 2)
            smaller = replace(reading, question=question, left=(*reading.left, chip.told), confidence=sure)
            yield self._narrowed(smaller, language)

    def _elsewhere(self, reading: Reading, language: str) -> Iterator[Found]:
        """Where nothing of the kind that is asked for has it: what is told or asked of the same, or of part of it."""
        question = reading.question
        if question.shows not in self._kinds or question.group or any(chip.key in OWN for chip in question.chips):
            return
        sure = round(reading.confidence - LEFT, 2)
        rows = any(_RECOMMENDED in one.meanings for one in reading.asked)  # "recommendations: who does not pay"
        of_deeds = replace(
            reading, question=replace(question, shows="recommendation" if rows else "action"), confidence=sure
        )
        found = [self._narrowed(of_deeds, language)] if self._fits(of_deeds, list(question.chips)) else []
        if not found and (asked := self._asked_for(of_deeds)):
            found = [asked]
        for one in found or self._without_one(of_deeds, language):
            yield replace(one, remarks=(Remark("none_named" if self._is_known(reading) else "kind"), *one.remarks))

    @staticmethod
    def _is_known(reading: Reading) -> bool:
        """Whether a question is understood and about what is named, so that none is found as there is none."""
        plain = all(chip.key not in ("words", "when") and ANY not in chip.values for chip in reading.question.chips)
        return plain and reading.question.shows in _NAMED and not (reading.left or reading.unheard or reading.cannot)

    def _rows(self, reading: Reading, query: str) -> int:
        return (
            len(self._answers.rows(reading.question))
            if not reading.name
            else sum(1 for _ in self._answers.select(query))
        )


def _doubted(reading: Reading) -> Reading:
    return replace(reading, confidence=round(min(reading.confidence, SURE) - NOTHING_FITS, 2))


def _cut(reading: Reading, dropped: list[Chip]) -> Reading:
    """A reading with fewer parts, those that were dropped told as left out."""
    # The doubt of a word that is only looked for was counted already.
    lost = sum(max(0.0, LEFT - (SEARCHED if drop.key == "words" else 0.0)) for drop in dropped)
    return replace(
        reading,
        left=(*reading.left, *(drop.told for drop in dropped)),
        confidence=round(min(SURE - 0.01, reading.confidence - lost), 2),
    )
