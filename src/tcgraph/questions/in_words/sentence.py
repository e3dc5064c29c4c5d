"""One sentence while it is being understood: what its phrases say, what they leave unsaid, and what that costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from tcgraph.questions.addresses import GROUPS
from tcgraph.questions.chips import ANY, Chip, Question
from tcgraph.questions.in_words import modifiers
from tcgraph.questions.in_words.asked_clauses import (
    asks_for_other,
    compared,
    lacking,
    told_by,
    works_with_itself,
)
from tcgraph.questions.in_words.asked_kinds import AskedKinds
from tcgraph.questions.in_words.function_words import (
    AT,
    BY,
    DOES,
    EVERY,
    FOR,
    GETS,
    IN,
    REQUESTING,
    THE,
    THE_ONE,
)
from tcgraph.questions.in_words.knowledge import Named, prefix, searched
from tcgraph.questions.in_words.known_names import Names
from tcgraph.questions.in_words.lexicon import Meaning
from tcgraph.questions.in_words.phrase_meanings import as_reported, given_by, is_requested, on_cover, without
from tcgraph.questions.in_words.reading import AMBIGUOUS, SAID, Part, Reading
from tcgraph.questions.in_words.spoken_times import FAR, last_day
from tcgraph.questions.in_words.word_tokens import WordToken

_WHAT_FOR, _WITHOUT = Meaning("form", ("for",)), Meaning("operator", ("without",))
_TWICE = 2
_LIES = {"country": "region", "place": "region"}
"""What those that are shown lie in, which is said of each of them."""
_SHOWN = ("action", "recommendation", "status", "count")
"""What is asked for beside the kinds of a project."""
_AGENTS = frozenset(("organisation", "doer", "receiver", "donor", "country", "grouping"))
_VALUES = frozenset(("names", "number", "section", "when", "instrument", "status"))
"""What may be a value of a named question, and no part of its title."""
_OWED = frozenset(("dû", "dus", "due", "dues"))
"""What asks of a report when it is to come, and not when this one was made; "du" is the article."""
_ANY_EVENT = frozenset(("meeting", "meetings", "réunion", "réunions", "reunion", "reunions", "reunión", "reuniones"))
"""What every event may be called, so that one without it in its name may be meant, too."""


class Sentence(AskedKinds):
    """Understands one sentence; made as :class:`~tcgraph.questions.in_words.understanding.SentenceReader` is."""

    def readings(self) -> list[Reading]:
        """The readings, best first."""
        inside = self._of_texts or any(token.typed.casefold() in _OWED for token in self._words)
        if self._of_report and not inside and (cover := on_cover(self.asked, self._reader.of_report, self._lexicon)):
            self.asked = cover
            return [Reading(Question(), self._reader.of_report)]
        if not (self._shows or self._chips or self._things.named or self._questions or self._cannot or self._roles):
            day = as_reported(self.asked)  # which alone is asked for: "cuándo se redactó el informe"
            return [Reading(Question(), one) for one in [self._reader.of_report] if one and day]
        shows = self._shown()
        if self._done and not (self._chips or self._things.named or self._roles):
            self._add(Chip("status", ("taken",), ("taken",)))  # "what was done", and nothing of what
        self._take_roles(shows)
        self._take_sorts(shows)
        chips = [*self._chips, *self._things.chips(shows, money=self._money(shows))]
        if self._unpaid:
            chips = [replace(chip, without=True) if chip.key == "donor" else chip for chip in chips]
        elif self._money(shows) and shows not in ("donor", "project"):
            shows = "donor" if shows in ("action", "") else shows
        # Of the organisations that act with one that is named it is none.
        shows = "doer" if shows == "organisation" and modifiers.names_one(self._phrases, chips) else shows
        chips = [*self._funded(self._all_stand(chips, shows), shows), *self._but_itself(shows)]
        chips = [*map(partial(self._of_each, shows), chips)]
        for name, chip in lacking(self._questions, self._reader.implied, shows, chips).items():
            self.asked, chips = tuple(without(self.asked, self._questions.pop(name))), [*chips, chip]
        built = self._reading(self._grouped("action" if shows == "status" else shows or "action", chips), shows)
        for name in [name for name in self._questions if self._implies(chips, name)]:
            self.asked = tuple(without(self.asked, self._questions.pop(name)))
        named = [self._as_named(name, chips) for name in self._questions]
        # What asks for the named question in its own words is left out of any other reading.
        told = self._reader.kinds[built.question.shows].columns if built.question.shows in self._reader.kinds else ()
        apart = (
            typed for name, typed in self._questions.items() if typed and self._reader.told_in.get(name) not in told
        )
        built = replace(built, left=(*built.left, *apart, *self._second(built.question)))
        built = self._of_deeds(built)
        if named and not named[0].left:
            return [*named, *([built] if chips else [])]
        return [built, *named]

    def _of_each(self, shows: str, chip: Chip) -> Chip:
        """A part that must not hold: of donors it is said of each of them, and not of one of its payments."""
        without_any = [one for one in self._phrases if _WITHOUT in one.meanings]
        once = len(without_any) < _TWICE or self._at_all  # "neither for Africa nor for Asia" are two, and no one row
        one = self._none and once and shows in self._reader.kinds and bool(self._reader.kinds[shows].folder)
        said = chip.key in self._reader.kinds or chip.key in ("role", "words", *(("status",) * self._at_all))
        return replace(chip, none=chip.without and one and said and chip.key not in (shows, _LIES.get(shows)))

    def _but_itself(self, shows: str) -> list[Chip]:
        """Of those who work with whoever reports, that is none."""
        asked = shows in ("organisation", "doer") and works_with_itself(self._words, self._lexicon)
        coded = (self._reader.names.coded(word.upper()) for word in sorted(self._lexicon.itself) if asked)
        itself = next(filter(None, coded), ())
        return [Chip(shows, (one,), (self._reader.names.called(one, self._language),), True) for one in itself[:1]]

    def _implies(self, chips: list[Chip], name: str) -> bool:
        """Whether how all stands says what a named question asks: of what is "only planned", nothing is done."""
        without_it = self._reader.implied.get(name, "")
        only = [chip for chip in chips if chip.key == "only" and not chip.without]
        return bool(without_it and self._questions[name]) and any(without_it not in chip.values for chip in only)

    def _all_stand(self, chips: list[Chip], shows: str) -> list[Chip]:
        """Of a recommendation: "only planned" and "nothing taken" are said of all its actions together."""
        if shows != "recommendation" or not self._all_so:
            return chips
        return [replace(chip, key="only") if chip.key == "status" and not chip.without else chip for chip in chips]

    def _funded(self, chips: list[Chip], shows: str) -> list[Chip]:
        """With what is said of money: that some donor is named, where nobody is; left out where nobody named pays."""
        if not self._funding or shows in ("donor", "project", "figure") or any(chip.key == "donor" for chip in chips):
            return chips
        if self._money(shows) and not self._things.named:
            return [*chips, Chip("donor", (ANY,), (ANY,))]
        self._left.append(self._funding)
        return chips

    def _grouped(self, shows: str, chips: list[Chip]) -> Question:
        """A question, counted by what is said after "per", or by what is asked for of which there is "most"."""
        kinds = self._reader.kinds
        asked = next((kind for kind in self._shows if kind in GROUPS), shows)
        # Which sections name something, or hold some recommendations.
        placed = self._shows[:1] == ["section"] and (chips or shows in kinds) and all(c.key != "section" for c in chips)
        group = self._group or (asked if self._most or placed else "")
        if self._most and group == shows == "recommendation":  # "more recommendations in section 2 or in section 5"
            parts = (chip.key for chip in chips if chip.key in GROUPS and len(chip.values) > 1)
            group = next(parts, group)
        if self._most and not (group == "recommendation" or group in GROUPS or group in kinds):
            self._left.append(self._most)  # the most of what is shown one by one
            group = ""
        if self._most and shows == group and len(self._shows) > 1 and self._shows[1] in kinds and group not in kinds:
            shows = self._shows[1]
        column = {"recommendation": "number"}.get(group, group)
        if group in kinds:
            shows, column = group, kinds[group].variable
        return Question(shows, tuple(chips), group=column)

    def unvalued(self) -> list[str]:
        """The words as typed that stand for no value."""
        values = (one for one in self._phrases if {meaning.role for meaning in one.meanings} <= _VALUES)
        valued = {at for one in values for at in range(one.start, one.end)}
        return [token.typed for at, token in enumerate(self._words) if at not in valued]

    def titled(self, name: str) -> Reading:
        """The named question that was put in its own words, with the values that it can take."""
        every = (*self._chips, *self._things.chips("", money=False))
        reading = self._as_named(name, [chip for chip in every if chip.key not in ("words", "role")])
        return replace(reading, left=tuple(one for one in reading.left if one not in _AGENTS), doubts=(AMBIGUOUS,))

    def _take_sorts(self, shows: str) -> None:
        """Sorts of what is shown; a sort of something else is only words about the deed."""
        for sort, phrase, typed in self._sorted:
            kind, *iri = sort
            words = searched(self._lexicon, tuple(token.word for token in self._words[phrase.start : phrase.end]))
            if kind != shows:
                self._search(words, typed, SAID, phrase.place)
            elif iri:
                # What is no name of the sort itself may be said of some of it only: a guidebook is a manual.
                narrower = prefix(self._words[phrase.start].word) if iri[1:] and kind == "product" else ""
                self._add(Chip("sort", tuple(iri[:1]), (typed,), typed="" if " " in typed else narrower))
            else:
                chip = Chip("called", words, (typed,))
                self._maybe += [chip] if typed.casefold() in _ANY_EVENT else []
                self._chips += [chip] if typed.casefold() not in _ANY_EVENT else []

    def _second(self, question: Question) -> list[str]:
        """Further kinds that are asked for and that the answer does not tell: each is a second question."""
        if self._most:
            told = {question.shows, *self._grouped_kinds(question)}
            return [typed for kind, typed in self._further if kind in self._reader.kinds and kind not in told]
        if question.group:
            return []
        first = self._shows[:1] if self._shows[:1] != ["count"] else self._shows[1:2]
        further = self._further if first and first[0] in _SHOWN else self._further[1:]
        return [typed for kind, typed in further if self._adds(kind, question.shows)]

    def _grouped_kinds(self, question: Question) -> set[str]:
        """The kinds by which a question is counted."""
        return {name for name, kind in self._reader.kinds.items() if kind.variable == question.group}

    def _of_deeds(self, reading: Reading) -> Reading:
        """Less sure where recommendations with an action on something are asked for: it may only be asked for."""
        named = any(chip.key in self._reader.kinds and not chip.without for chip in reading.question.chips)
        done = "action" in self._shows or any(token.word in REQUESTING for token in self._words)
        done |= any(c.key == "organisation" for c in reading.question.chips) and is_requested(self.asked)
        if reading.question.shows != "recommendation" or not done or not named:
            return reading
        return replace(reading, doubts=(*reading.doubts, AMBIGUOUS))

    def _adds(self, kind: str, shown: str) -> bool:
        """Whether a further kind that is named says something that the answer does not tell."""
        if kind == shown or kind not in self._reader.kinds or kind == "figure":
            return False
        return shown not in self._reader.kinds or kind not in self._reader.kinds[shown].tells

    def _take_roles(self, shows: str) -> None:
        """Parts that somebody plays, a benefit last; where nobody is asked for, they are only words about the deed."""
        some = {role for role, *_ in self._roles} - {"beneficiary"}
        denies = {role for role, *_, denied in self._roles if denied}
        if some:  # "did not benefit from an extension" is of the extension
            got = (typed for role, _, typed, denied in self._roles if denied and role not in some)
            for typed in got:
                self.asked = tuple(without(self.asked, typed))
        for role, phrase, typed, denied in [one for one in self._roles if one[0] in some or not some]:
            piloted = role == "pilot" and len(some) > 1 and not denies
            if piloted or (role == "trainee" and shows not in ("organisation", "receiver", "country", "grouping")):
                words = tuple(token.word for token in self._words[phrase.start : phrase.end])
                self._search(searched(self._lexicon, words), typed, SAID, phrase.place)
            else:
                self._add(Chip("role", (role,), (role,), denied, typed))
                if shows not in _AGENTS:
                    self._loose.append(SAID)  # of whom it is said is not asked: "the pilot" may be the deed

    def _money(self, shows: str) -> bool:
        """Whether it is about who pays: said so, or asked by the bare name of who does nothing else."""
        names = self._reader.names
        places = {thing for part, things in played(self._words, self._things.named, names) for thing in things
                  if part is Part.PLACE}  # fmt: skip
        paying = any(
            thing in names.donors and thing not in places
            for one in self._things.named
            for thing in (() if one.without else one.things)
        )
        return (self._funding and (paying or not self._things.named or shows == "")) or (
            paying
            and shows == ""
            and not any(chip.key == "status" for chip in self._chips)
            and not any(token.word in DOES for token in self._words)  # "what did they do" asks for more than money
        )

    def _reading(self, question: Question, shows: str) -> Reading:
        told = frozenset("summary" for one in self.asked if _WHAT_FOR in one.meanings)  # which no other column tells
        name, values = self._reader.named(replace(question, shows=shows or question.shows), told)
        sums = shows == "figure" and self._shows[:1] != ["count"]
        paid = self._funding or (self._asks_who() and not self._of_texts)
        most = self._most and shows == "donor" and paid  # who is named most often need not pay most
        cannot = tuple(dict.fromkeys((*self._cannot, *(("amount",) if most or (self._funding and sums) else ()))))
        acting = {self._reader.names.kind(named.things[0]) for named in self._things.named if not named.without}
        if question.shows == "figure" and self._shows[:1] == ["count"] and not question.chips:
            self._doubts.append(AMBIGUOUS)  # "how many" of what is no kind of thing, and nothing else is said
        if shows == "organisation" and shows in acting:
            self._doubts.append(AMBIGUOUS)  # "who works with UNDP": UNDP is not the answer
        exact = ("status",) * (not self._at_all) if shows == "recommendation" else tuple(c.key for c in question.chips)
        if shows not in ("action", "status", "") and any(
            chip.without and not chip.none and chip.key in exact and chip.key not in (shows, _LIES.get(shows))
            for chip in question.chips
        ):
            self._doubts.append(AMBIGUOUS)  # "recommendations not planned": none of whose actions is, or some is not?
        if asks_for_other(self._words, self._phrases, self._reader.names, question):
            self._doubts.append(AMBIGUOUS)  # "what evidence": what is asked for is no kind of thing
        if self._starts and (shows == "date" or any(chip.key == "when" for chip in question.chips)):
            self._doubts.append(AMBIGUOUS)  # "started in 2006": when it stands so is not told, only what else is dated
        if self._words[0].word in THE_ONE and not (question.chips or name or question.group):
            self._doubts.append(AMBIGUOUS)  # "the agreement": which?
        if [chip.key for chip in question.chips] == ["when"] and not (self._shows or self._done or self._questions):
            self._doubts.append(AMBIGUOUS)  # a time alone: what was done then, or what is called by it
        since = [chip for chip in question.chips if chip.key == "when" and chip.values[0].endswith(FAR)]
        if since and question.shows == "action" and len(question.chips) == 1:
            self._doubts.append(AMBIGUOUS)  # "since 1999": what began then, or all that came after
        stands = self._done or any(chip.key == "status" for chip in question.chips)  # of deeds alone
        guessed = not (self._shows or self._funding or self._asked_for_kind or stands)
        columns = frozenset(self._reader.kinds[question.shows].columns if question.shows in self._reader.kinds else ())
        left = tuple(typed for typed in self._left if not told_by(typed, columns))
        doubts, loose = (*self._doubts, *self._things.doubts), tuple(self._loose)
        deeds = self._done and question.shows == "action"
        read = Reading(question, name, values, left, cannot=cannot, guessed=guessed, doubts=doubts, loose=loose)
        every = any(token.word in EVERY for token in self._words)
        read = replace(
            read,
            deeds=deeds,
            whether=self._whether,
            every=every,
            of_kind=tuple(self._of_kind),
            itself=self._itself,
            alone=self._alone,
        )
        read = compared(replace(read, passed=self._passed, maybe=tuple(self._maybe)), self._reader.kinds)
        return replace(read, parts=tuple(played(self._words, self._things.named, self._reader.names)))

    def _as_named(self, name: str, chips: list[Chip]) -> Reading:
        """A named question that was asked in its own words, with what of the rest it can take."""
        known = self._reader.parameters_of(name)
        values = given_by(self.asked, name, known, self._reader.last_day)
        # What the words that give it a value are near to is no part of it.
        chips = [chip for chip in chips if chip.key != "status" or values.keys() <= {"asOf"}]
        left, lost = list(self._left), 0
        for chip in chips:
            key = {"donor": "donor", "when": "asOf"}.get(chip.key, chip.key)
            value = last_day(chip.values[0]) if key == "asOf" else chip.values[0]
            if key in known and len(chip.values) == 1 and value and not chip.without:
                values[key] = value
            elif set(chip.values) <= self._reader.said_by(name):
                self._doubts.append(AMBIGUOUS)  # it says it of some of its rows, and has others
            elif chip.key != "role":
                left.append(chip.told)
                lost += chip.key in self._reader.kinds  # it tells nothing of what is named, which another reading may
        question = Question("action" if (shows := self._shown()) in ("", "status") else shows, tuple(chips))
        columns = self._reader.columns_of(name)
        left = [typed for typed in left if not told_by(typed, columns)]
        # It is about money, of which that question tells nothing.
        self._doubts += [AMBIGUOUS] if self._funding and not columns & {"donor", "project"} else []
        of = {kind: self._reader.kinds[kind].of or kind for kind in self._shows_apart if kind in self._reader.kinds}
        left += [kind for kind in of if kind in _AGENTS and not {kind, of[kind]} & columns]
        # "Who" is not answered by a list of recommendations.
        who = self._asks_who() and not columns & _AGENTS
        doubts = (AMBIGUOUS,) * (who + lost + self._doubts.count(AMBIGUOUS))
        cannot = tuple(dict.fromkeys(self._cannot))
        return Reading(question, name, values, tuple(left), cannot=cannot, doubts=doubts, whether=self._whether)


# -- the part that a sentence gives to what it names: who does it, where it is done, for whom


def played(words: list[WordToken], named: Iterable[Named], names: Names) -> Iterator[tuple[Part, tuple[str, ...]]]:
    """The parts that the words before names say, with the things named.

    Args:
        words: of the sentence.
        named: what it names.
        names: of the graph.
    """
    for one in named:
        before = one.start - 1
        while before >= 0 and words[before].word in THE:
            before -= 1
        if before < 0 or one.without:
            continue
        if words[before].word in AT:
            yield Part.AT, one.things
        gets = one.end < len(words) and words[one.end].word in GETS
        part = _part(words[before].word, {names.kind(thing) for thing in one.things}, gets=gets)
        if part:
            yield part, one.things


def _part(word: str, kinds: set[str], *, gets: bool) -> Part | None:
    if "country" in kinds:
        return Part.PLACE if word in IN else None
    if "organisation" not in kinds:
        return None
    if word in DOES and gets:
        return Part.FOR
    if word in BY | DOES:
        return Part.DOER
    return Part.FOR if word in FOR else None
