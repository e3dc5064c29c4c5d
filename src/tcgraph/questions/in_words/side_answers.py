"""What is told apart from an answer: what a word or a part cuts off from it, and what is not in the document."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import permutations, takewhile

from tcgraph.questions.answers import Answers
from tcgraph.questions.chips import ANY, Chip, Question
from tcgraph.questions.in_words.addressed_answers import Addressed
from tcgraph.questions.in_words.asked_elsewhere import AskedElsewhere
from tcgraph.questions.in_words.dated_deeds import naming_time
from tcgraph.questions.in_words.evidence import Evidence
from tcgraph.questions.in_words.interpreter import Reader
from tcgraph.questions.in_words.left_out import Namesakes, item_by_item
from tcgraph.questions.in_words.lexicon import Meaning
from tcgraph.questions.in_words.nearest_passages import NearestPassages
from tcgraph.questions.in_words.phrase_meanings import PhraseMeanings
from tcgraph.questions.in_words.reading import LEFT, Reading
from tcgraph.questions.in_words.remark import Remark
from tcgraph.questions.in_words.tried_reading import NOTHING_FITS, Found, leading, told_apart
from tcgraph.questions.in_words.unknown_names import UnknownNames
from tcgraph.rdf import plain

_SEARCHED, _PARTS = ("words", "called"), ("doer", "receiver", "place")
_FEW = 12
"""Rows that are looked through; of more it is only told how many there are."""
_MANY = 40
"""The same of what is left out by an "and" where an "or" is said."""
_PLAIN = frozenset(("words", "unread", "light"))
"""What words mean that say only what something is about; those of how it stands or how much change what is asked."""
_EITHER, _BOTH, _AND = Meaning("operator", ("either",)), Meaning("operator", ("both",)), Meaning("and", ())
_SAYING = frozenset(("names", "instrument", "words", "sort", "unread"))
"""What words mean that tell one thing from another."""
_SINGLE = frozenset(("organisation", "country", "instrument", "framework", "product", "event", "agreement", "project"))
"""Kinds whose things are each named for itself; what is about a theme is told of much else."""
_NEARER = 1.5
"""How much more of a question's words a text has to have than an answer that is doubtful, to be told before it."""
_HALF, _GUESS = 0.5, 0.1
"""Most of a question's words; how sure an answer is of which hardly one is understood."""


class SideAnswers:
    """Looks for what is told apart from an answer.

    Attributes:
        evidence: what bears out an answer.
    """

    def __init__(self, answers: Answers, reader: Reader) -> None:
        self._answers = answers
        self._kinds = answers.kinds
        self._reader = reader
        self._names = reader.names
        self._namesakes = Namesakes(answers, reader.names)
        self._nearest = NearestPassages(answers.select)
        self._addressed = Addressed(answers, reader, self._nearest)
        self._absent = UnknownNames(answers.select, reader.names)
        self.evidence = Evidence(answers, reader, self._nearest)
        self._elsewhere = AskedElsewhere(answers, reader)

    def prepare(self) -> None:
        """Read the texts, which a first question waits for otherwise."""
        self._nearest.prepare()

    def told(self, found: list[Found], text: str, language: str) -> list[Found]:
        """The answers with what is told apart from the one that is shown; where none is, what is nearest by words."""
        if not found:
            return found
        unheard = tuple(word for one in found for word in one.reading.unheard)
        unnamed = self._absent.names_of(replace(found[0].reading, unheard=unheard), text, language)
        remark = (Remark("unnamed", {"names": ", ".join(unnamed)}),) if unnamed else ()
        remark = (*remark, *self._absent.members(found[0].reading, language))
        # Of whom nothing is told at all, it need not be told that nothing of this is.
        besides = [[r for r in one.remarks if not (unnamed and r.key == "unfit")] for one in found]
        pairs = zip(found, besides, strict=True)
        found = [_with_reasons(replace(one, remarks=(*remark, *rest))) for one, rest in pairs]
        if belied := tuple(self.evidence.belied(found[0], self._reader.content((), text, language)[1])):
            found[0] = replace(found[0], reading=replace(found[0].reading, open=belied))
        if together := self._together(found[0], language) if unnamed else None:
            found = [together, *found]
        shown = leading(found)
        placed, alone = self._addressed.placed(found[0], text, language)
        if placed and (shown is None or (alone and not shown.second)):
            return [placed, *found]
        near = self._near(found[0], shown, text, language) if not found[0].reading.sure else None
        if shown is None:
            if unnamed:
                around = (replace(one, remarks=remark) for one in self._around(found[0]))
                return [self._firm(found[0]), *found[1:], *around]
            if numbered := self._addressed.of_numbers(found[0]):
                return [numbered, *found]
            cannot = {*found[0].reading.cannot} - {"if"}
            leads = near and near.rows and near.reading.confidence and not (cannot or found[0].put)
            return [near, *found] if near and leads else [_with_unheard(found[0], near), *found[1:]]
        deeds = self._nearest.of_deeds(near.scores) if near else {}
        if near and near.rows and deeds and self._is_nearer(replace(near, scores=deeds), shown):
            return [near, *found]
        each_of = (*self._each_of_both(shown), *self._elsewhere.one_by_one(shown))
        parts = tuple(one for one in each_of if one.rows <= _MANY)
        if each_of:  # both together are one thing that is told, and each of them is more
            more = tuple(one.remarks[0].values["name"] for one in each_of)
            whole = replace(shown, reading=replace(shown.reading, open=(*shown.reading.open, *more)))
            found, shown = [whole if one is shown else one for one in found], whole
        elif shown is found[0] and (accounted := self.evidence.accounted(shown, text, language)).sure:
            near, shown = None, replace(shown, reading=accounted)
            found = [shown, *found[1:]]
        beside, scores = (*shown.beside, *((placed,) if placed else ()), *parts, *self._cut_off(shown)), deeds
        # What a word cuts off is nearer than what has some of the words, if that has not more than all that is listed.
        if near and (
            not beside or (near.rows and ("definition" in shown.reading.cannot or self._has_more(near, shown)))
        ):
            beside = (*beside, replace(near, remarks=near.remarks[-1:]))
        return [replace(one, beside=beside, scores=scores) if one is shown else one for one in found]

    def _is_nearer(self, near: Found, shown: Found) -> bool:
        """Whether what is nearest by words has far more of them than what is shown, which guesses or leaves some."""
        together = bool(shown.beside) or any(remark.key in ("member", "none_together") for remark in shown.remarks)
        keys = {chip.key for chip in shown.reading.question.chips}
        if together or shown.reading.name or keys & {"number", "section"} or ("when" in keys and keys & {*self._kinds}):
            return False  # an address, a time of what is named, or whom one belongs to, says more than words
        named = any(chip.key in _SINGLE and ANY not in chip.values for chip in shown.reading.question.chips)
        left = {word for typed in shown.reading.left for word in typed.split()} if not named else set()
        guess = shown.reading.confidence <= _GUESS or left & {*near.reading.open} - {*near.reading.left}
        return bool(guess) and max(near.scores.values()) >= _HALF and self._has_more(near, shown, _NEARER)

    def _has_more(self, near: Found, shown: Found, times: float = 1.0) -> bool:
        """Whether something has more of a question's words than all that is shown, by so many times."""
        rows = [near.scores.get(plain(cell), 0.0) for row in self._answers.select(shown.query) for cell in row]
        return max(rows, default=0.0) * times < max(near.scores.values())

    def _near(self, first: Found, shown: Found | None, text: str, language: str) -> Found | None:
        """What is nearest to a question by its words, and not listed by the answer that is shown."""
        denied = {value for chip in first.reading.question.chips if chip.without for value in chip.values}
        denied |= {one for one, payer in self._reader.names.payers.items() if payer in denied}
        asked = [one for one in first.reading.asked if not any(denied & {*m.value} for m in one.meanings)]
        words, spoken = self._reader.content(asked, text, language)
        defines = first.reading.cannot == ("definition",)
        case = tuple(one for one in first.reading.cannot if one == "if")
        if not words or (set(first.reading.cannot) - {"definition", "why", "reason", *case}):
            return None
        near = self._nearest.find(words, spoken, self._reader.meaning(words, spoken))
        listed = {plain(cell) for row in self._answers.select(shown.query) for cell in row} if shown else set()
        found = self._nearest.introductions(near) if defines else near.things
        others = [one for one in found if one not in listed and not self._reader.turns(first.reading.asked)]
        left = tuple(typed for typed in words if typed not in near.heard)
        said = {typed for one in asked if self._tells_apart(one) for typed in one.typed.split()}
        # A single word is had by chance; of nothing but words, each of which another has, so is all of it.
        alone = all({m.role for m in one.meanings} <= _PLAIN for one in asked)
        several = not alone or any(len(near.told.get(one, said)) > 1 for one in others)
        sure = LEFT if len(near.heard & said) > 1 and several else 0.0
        reading = Reading(Question("action"), left=left, open=tuple(words), confidence=sure, guessed=True)
        reading = replace(reading, whether=first.reading.whether, cannot=case)
        apart = [typed for typed in words if typed in near.heard]
        told = len(apart) > 1 and not (near.together or sure)
        scattered = (Remark("scattered", {"names": ", ".join(apart)}),) if told else ()
        if not others:
            return Found(reading, "", 0, remarks=scattered, scores=near.scores)
        query = self._nearest.listed(others)
        return Found(reading, query, len(others), remarks=(*scattered, Remark("near")), scores=near.scores)

    def _tells_apart(self, asked: PhraseMeanings) -> bool:
        """Whether words tell one text from another; those of a country's name stand in many."""
        roles = {meaning.role for meaning in asked.meanings}
        things = [one for m in asked.meanings if m.role == "names" for one in m.value]
        countries = "country" in map(self._names.kind, things)
        return bool(roles & _SAYING) and not (roles & {"shows", "funding"} or countries)

    def _cut_off(self, found: Found) -> Iterator[Found]:
        """What an answer lacks by one word that is only looked for, or by the part that somebody has in it."""
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
            elif any(remark.key == "roles" for remark in found.remarks) and chip.key == "role":
                name = next(one.told for one in chips if one.key in self._kinds)
                yield from self._listed(reading, chip, (replace(chip, without=True),), "apart", name)
        yield from (*self._namesakes.listed(found), *(self._others(found) if reading.others else ()))
        yield from self._unlisted(found)
        yield from self._elsewhere.of(found)
        yield from item_by_item(self._answers, reading)
        yield from naming_time(self._answers, reading)
        yield from self._in_same_items(found)
        for remark in found.remarks:
            if remark.values.get("bare"):
                chip = next(one for one in chips if one.key == "project")
                theme = Chip("theme", (remark.values["theme"],), (remark.values["name"],))
                yield from self._listed(reading, chip, (theme, replace(chip, without=True)), "of_theme", theme.told)

    def _each_of_both(self, found: Found) -> Iterator[Found]:
        """What is told of either of two things without the other, where an "or" or an "and" stands between them.

        An "and" may mean each of them, unless both are said to be together in it. The same is told of two of a kind,
        if it is asked whether both are so.
        """
        reading = found.reading
        if any(remark.key == "asked_of_all" for remark in found.remarks):  # of each alone something may be told
            reading = replace(reading, question=replace(reading.question, shows="action"))
        chips = tuple(chip for chip in reading.question.chips if chip.key not in _SEARCHED)
        reading = replace(reading, question=replace(reading.question, chips=chips))
        together = reading.compare or any(_BOTH in one.meanings for one in reading.asked)
        before, after = _around((_EITHER,) if together else (_EITHER, _AND), reading.asked)
        for chip, other in permutations(chips, 2) if not reading.name else ():
            if chip.without or other.without or not {chip.key, other.key} <= self._kinds.keys():
                continue
            sides = ((chip, other), (other, chip))
            either = any(before & {*one.values} and after & {*two.values} for one, two in sides)
            if either or (reading.whether and chip.key == other.key):
                most = sys.maxsize if either else _FEW
                instead = (replace(other, without=True),)
                yield from self._listed(reading, other, instead, "of_theme", chip.told, most)

    def _in_same_items(self, found: Found) -> Iterator[Found]:
        """What a doubtful answer's own items tell besides, which may be what is asked."""
        for remark in found.remarks if not found.reading.sure else ():
            if remark.key == "entry":
                things = remark.values["things"].split()
                reading = Reading(Question("action"), guessed=True)
                yield Found(reading, self._nearest.listed(things), len(things), remarks=(Remark("same_items"),))

    def _unlisted(self, found: Found) -> Iterator[Found]:
        """What is told of each that a question names and no row of a doubtful answer does: the other of two parts."""
        reading = found.reading
        listed = {plain(cell) for row in self._answers.select(found.query) for cell in row}
        if reading.sure or self._reader.turns(reading.asked) or reading.question.shows == "recommendation":
            return
        stands = tuple(chip for chip in reading.question.chips if chip.key == "status")
        told: set[str] = set()
        for one in reading.asked:
            things = next((m.value for m in one.meanings if m.role in ("names", "instrument")), ())
            key = self._names.kind(things[0]) if things else ""
            if key not in _SINGLE or len({m.role for m in one.meanings}) > 1:
                continue
            chip = Chip(key, tuple(x for x in things if self._names.kind(x) == key), (self._names.called(things[0]),))
            question = Question("action", (chip, *stands))
            deeds = {*map(plain, self._answers.shown(question))}
            if 0 < len(deeds) <= _FEW and not deeds & (listed | told):
                told |= deeds
                yield from told_apart(self._answers, reading, question, Remark("of_theme", {"name": chip.told}))

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
        every, so = ([*map(plain, self._answers.shown(question))] for question in (rest, reading.question))
        if others := tuple(one for one in every if one not in so):
            names = tuple(self._names.called(one) for one in others)
            yield from self._listed(reading, said, (Chip(shows, others, names),), "others")

    def _listed(
        self, reading: Reading, chip: Chip, instead: tuple[Chip, ...], key: str, name: str = "", most: int = _FEW
    ) -> Iterator[Found]:
        question = reading.question
        chips = tuple(other for one in question.chips for other in (instead if one is chip else (one,)))
        told = Remark(key, {"name": (name or chip.told).strip('"')})
        yield from told_apart(self._answers, reading, replace(question, chips=chips), told, most=most)

    def _around(self, found: Found) -> Iterator[Found]:
        """Of countries that a document does not name: what it tells of the region that they lie in."""
        chips = found.reading.question.chips
        for chip in chips if not found.rows and not found.reading.name else ():
            regions = self._names.regions_of(chip.values) if chip.key == "country" and not chip.without else ()
            for region in regions:
                names = (self._names.called(region),)
                wider = replace(chip, key="region", values=(region,), names=names, typed="")
                question = found.reading.question.with_chip(chip, wider)
                query = self._answers.query(question)
                rows = len(self._answers.rows(question))
                if rows:
                    left = (*found.reading.left, chip.told)
                    reading = replace(found.reading, question=question, left=left, confidence=0.0)
                    yield Found(reading, query, rows)
                    return

    def _firm(self, found: Found) -> Found:
        """That nothing is told of somebody who is not named, alone or with others: sure, if all else is understood."""
        reading = found.reading
        chips = [chip for chip in reading.question.chips if chip.key in self._kinds and ANY not in chip.values]
        told = any(self._absent.is_told((one,)) for chip in chips for one in chip.values)
        alone = all(chip.key in ("organisation", "country", "donor") for chip in chips) and chips and not told
        others = alone and self._absent.among(one for chip in chips for one in chip.values)
        firm = alone and not others and found.whole and not (found.rows or reading.unheard)
        sure = round(min(1.0, reading.confidence + NOTHING_FITS), 2) if firm else reading.confidence
        return replace(found, reading=replace(reading, confidence=sure))

    def _together(self, found: Found, language: str) -> Found | None:
        """What is told of those together to whom somebody belongs who is not named alone."""
        reading = found.reading
        for chip in reading.question.chips if not (reading.name or reading.left or found.rows) else ():
            if chip.key not in ("organisation", "country") or chip.without or ANY in chip.values:
                continue
            sets = self._absent.among(one for one in chip.values if not self._absent.is_told((one,)))
            if not sets or {self._names.kind(one) for one in sets} != {chip.key}:
                continue
            names = tuple(self._names.called(one, language) for one in sets)
            wider = reading.question.with_chip(chip, replace(chip, values=sets, names=names, typed=""))
            questions = (replace(wider, shows=shows) for shows in (wider.shows, "action"))
            question = next(one for one in questions if one.shows == "action" or self._answers.rows(one))
            query = self._answers.query(question)
            rows = len(self._answers.rows(question))
            if 0 < rows <= _FEW:
                member = Remark("member", {"names": ", ".join(names)})
                remarks = tuple(one for one in found.remarks if one.key == "unnamed")
                return Found(
                    replace(reading, question=question, open=(chip.told,), confidence=0.0),
                    query, rows, remarks=(*remarks, member),
                )  # fmt: skip
        return None


def _around(joins: Iterable[Meaning], asked: Sequence[PhraseMeanings]) -> tuple[set[str], set[str]]:
    """What a question names right before the first word of some meanings, and after it; nothing where it has none."""
    at = next((at for at, one in enumerate(asked) if {*joins} & {*one.meanings}), -1)
    sides = (takewhile(_is_noun, one) for one in (reversed(asked[: max(at, 0)]), asked[at + 1 :] if at >= 0 else ()))
    before, after = ({x for one in side for m in one.meanings if m.role == "names" for x in m.value} for side in sides)
    return before, after


def _is_noun(asked: PhraseMeanings) -> bool:
    return {meaning.role for meaning in asked.meanings} <= {"names", "instrument", "unread"}


def _with_reasons(found: Found) -> Found:
    """An answer to a "why" with rows: whether these tell it, a reader sees; that nothing does, they may belie."""
    told = found.rows and found.reading.cannot == ("reason",)
    return replace(found, reading=replace(found.reading, cannot=("why",))) if told else found


def _with_unheard(found: Found, near: Found | None) -> Found:
    """An answer that is not shown, with what no text has, though a list of names may, or has only apart."""
    scattered = (remark for remark in near.remarks if remark.key == "scattered") if near else ()
    found = replace(found, remarks=(*scattered, *found.remarks))
    words = [chip.told for chip in found.reading.question.chips if chip.key in _SEARCHED and not found.rows]
    lacking = {word for word in near.reading.left if not word.isdigit()} if near else set()  # numbers tell no passage
    silent = (told for told in (*words, *found.reading.left) if set(told.split()) <= lacking)
    unheard = tuple(dict.fromkeys((*found.reading.unheard, *silent)))
    return replace(found, reading=replace(found.reading, unheard=unheard))
