"""What an answer leaves aside, and whether what it names plays the part in it that the sentence gives it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from tcgraph.questions.answers import Answers
from tcgraph.questions.chips import ANY, Chip, columns_of
from tcgraph.questions.condition_patterns import prefixed
from tcgraph.questions.in_words.joined_things import JoinedThings
from tcgraph.questions.in_words.known_names import Names
from tcgraph.questions.in_words.left_out import LEFT_OUT, Namesakes, fallen_out, in_other_parts, not_as_asked
from tcgraph.questions.in_words.lexicon import key
from tcgraph.questions.in_words.read_widely import ReadWidely, is_vague
from tcgraph.questions.in_words.reading import AMBIGUOUS, SAID_OF_ALL, STATUSES, Part, Reading
from tcgraph.questions.in_words.remark import Remark
from tcgraph.rdf import Term, plain

_NARROWER = {Part.DOER: "doer", Part.PLACE: "place", Part.FOR: "receiver", Part.OWN: "own", Part.CALLED: "called",
             Part.AT: "at"}  # fmt: skip
"""The key by which that part is asked for."""
_MOST = 4
_FEW = 3
"""Things that are named together with another and can be looked through at a glance."""
_OWNED = frozenset(("product", "event", "agreement", "project"))
_NEARLY = 0.9
_INFERRED = "inferred"
"""The code of what the document does not say."""
_SEVERAL = 2
"""Conditions from which on an answer may lack what only one of them leaves out."""
_ONE_EACH = {"country", "donor", "place"}
_TIED = frozenset(("country", "place", "donor", "project", "event"))
_SAME_ENTRY = """SELECT DISTINCT ?other ?name {{
  VALUES ?action {{ {given} }}
  ?action tc:reportedBy/^tc:reportedBy ?other . ?other rdfs:label ?name . FILTER(LANG(?name) = "en")
}} ORDER BY ?other"""
_KEYS = {
    Part.DOER: frozenset(("organisation",)),
    Part.PLACE: frozenset(("country",)),
    Part.FOR: frozenset(("organisation",)),
    Part.OWN: frozenset(("organisation", "theme", "country", "framework", "instrument", "product", "event")),
    Part.CALLED: frozenset(("words",)),
    Part.AT: frozenset(("organisation", "country", "region")),
}


class Remarks:
    """Looks at the answer of a reading for what the reading alone does not tell.

    Args:
        answers: of the graph.
        names: of its things.
    """

    def __init__(self, answers: Answers, names: Names) -> None:
        self._answers = answers
        self._kinds = answers.kinds
        self._names = names
        self._namesakes = Namesakes(answers, names)
        self._widely = ReadWidely(answers, names)
        self._joined = JoinedThings(answers, names)
        self.strictly = self._widely.strictly

    def of(self, reading: Reading, language: str) -> tuple[tuple[Remark, ...], float]:
        """What has to be told with an answer, and how much less sure it makes it.

        Args:
            reading: that was tried.
            language: for the names of things.
        """
        parts = [
            Remark(
                "beside" if part in (Part.OWN, Part.FOR) else part.value,
                {"fit": "0", "all": str(wide), "name": self._names.called(chip.values[0], language)},
            )
            for part, things in self._parts(reading)
            if part not in (Part.CALLED, Part.AT)
            and (chip := _chip_of(reading, part, things))
            and (wide := self._shown(reading))
            and not (part is Part.OWN and self._titles_name(reading, chip))
            and not (part is Part.DOER and self._acts_or_pays(reading, chip))
        ]
        parts_doubt = AMBIGUOUS if parts else 0.0
        parts += [Remark("state")] if self._has_another_state(reading) else []
        listed = reading.whether and not reading.name and not reading.question.group  # which counts answer
        whether = [Remark("whether", counts=self.stand(reading))] if listed else []
        whether += [Remark("contrary")] if reading.denying and not reading.name and self._shown(reading) else []
        whether += [Remark("compare")] if reading.compare else []
        told = (
            *whether,
            *([Remark("by_deeds")] if any(chip.key == "done" for chip in reading.question.chips) else []),
            *in_other_parts(self._answers, reading, language),
            *self._states(reading),
            *self._joined.counted(reading),
            *self._absent(reading, language),
            *self._otherwise(reading),
            *self._instruments(reading),
        )
        beside = (*self._wider(reading, language), *self._unfit(reading, language), *self._entries(reading))
        despite = tuple(self._despite(reading, language))
        despite = (*despite, *fallen_out(self._answers, self._names, reading, language))
        judged = [Remark("judged")] if any(chip.key == "only" for chip in reading.question.chips) else []
        # A recommendation has no status: it is listed for what is told of one action of it.
        of_one = reading.question.shows == "recommendation" and not judged
        of_one &= any(chip.key == "status" and chip.values and not chip.without for chip in reading.question.chips)
        done = any(chip.key == "status" and "taken" in chip.values for chip in reading.question.chips)
        dated = [Remark("dated")] if done and any(chip.key == "when" for chip in reading.question.chips) else []
        alike = tuple(self._namesakes.of(reading, language))
        named = (*despite, *alike, *self._themes(reading, language))
        kinds = [chip for chip in reading.question.chips if chip.key in self._kinds]
        judged += [Remark("alone")] if reading.alone and any(not (chip.without or chip.some) for chip in kinds) else []
        told += (Remark("of_one"),) * of_one
        told += (Remark("not_named"),) * any(chip.without and chip.some for chip in kinds)
        asked = (*self._by_reading(reading, language), *self._widely.of(reading, language))
        amiss = not_as_asked(self._answers, reading)
        every = (*amiss, *told, *judged, *dated, *asked, *beside, *self._also(reading, language), *named, *parts)
        counts = any(m.value == ("count",) for one in reading.asked for m in one.meanings if m.role == "shows")
        # Neither is said of a thing itself: that all of it is planned, or how many are as the deeds that name them.
        judged = judged or [one for one in parts if counts and one.key == "state"]
        vague = any(one.values.get("bare") for one in named)  # one project is listed, of a theme that has more
        left = any(remark.key in LEFT_OUT for remark in alike)
        vague |= any(is_vague(reading, one) for one in asked)
        unsure = amiss or any(one.key == "despite" for one in despite) or vague or left or judged
        doubt = AMBIGUOUS if unsure else parts_doubt
        return tuple(one for at, one in enumerate(every) if one not in every[:at]), doubt

    def _titles_name(self, reading: Reading, chip: Chip) -> bool:
        """Whether everything that is shown has a name of what has to hold in its own."""
        columns, rows = self._rows(reading, reading.question.chips, reading.question.shows)
        at = columns.index(self._kinds[reading.question.shows].variable)
        titles = [self._names.label.get(plain(row[at]), {}).values() for row in rows]
        return all(any(self._names.has(title, chip.values) for title in each) for each in titles)

    def narrowed(self, reading: Reading, language: str) -> tuple[Reading, tuple[Remark, ...]]:
        """A reading in which whoever is named has the part that the sentence gives, where anything has; and its remark.

        Args:
            reading: without a named question.
            language: for the names of things.
        """
        told: list[Remark] = []
        for part, things in self._parts(reading):
            chip = _chip_of(reading, part, things)
            shows = reading.question.shows
            key = "own" if part is Part.FOR and shows in _OWNED else _NARROWER[part]
            if chip is None or key == shows or (part is Part.AT and shows != "event"):
                continue
            at = (chip.typed,) if chip.typed else chip.names  # of several that are named, all are places
            if (part is Part.AT and not at) or (part is Part.DOER and self._acts_or_pays(reading, chip)):
                continue
            narrower = _with(reading, chip, Chip(key, at, at) if part is Part.AT else replace(chip, key=key))
            wide, fit = self._shown(reading), self._shown(narrower)
            if not fit and part is Part.OWN and chip.typed and shows in _OWNED:
                # Nothing is linked to it, but the name is said in theirs: a meeting in Turin.
                part, narrower = Part.CALLED, _with(reading, chip, Chip("called", (chip.typed,), (chip.typed,)))
                fit = self._shown(narrower)
            if not fit and shows == "instrument":
                narrower = self._acted_on(reading)
                fit = self._shown(narrower)
            if not fit:
                continue
            reading = narrower
            if fit < wide and part is not Part.AT:
                name = self._names.called(chip.values[0], language)
                told += [Remark(part.value, {"fit": str(fit), "all": str(wide), "name": name}), Remark("listed")]
        return reading, tuple(one for at, one in enumerate(told) if one not in told[:at])

    def _acts_or_pays(self, reading: Reading, chip: Chip) -> bool:
        """Whether whoever does something pays in all that names them without telling that they act, which is a deed."""
        each = [_with(reading, chip, replace(chip, key=key)).question for key in (chip.key, "doer", "donor")]
        every, acts, pays = ({*self._answers.rows(question)} for question in each)
        return bool(pays) and every == acts | pays

    def _acted_on(self, reading: Reading) -> Reading:
        """A reading about the instruments on which something is done that is about a theme.

        A recommendation with many themes cites instruments on each of them.
        """
        question, shows = reading.question, reading.question.shows
        done = replace(question, chips=(*question.chips, Chip("status", STATUSES)))
        things = tuple(plain(one) for one in self._answers.shown(done) if one is not None)
        names = tuple(map(self._names.called, things))
        chips = (*question.chips, Chip(shows, things, names)) if things else ()
        return replace(reading, question=replace(question, chips=chips or question.chips))

    @staticmethod
    def _has_another_state(reading: Reading) -> bool:
        """Whether a status is asked of what has none: it is that of the action."""
        question = reading.question
        return question.shows in _OWNED and any(chip.key == "status" for chip in question.chips)

    def _also(self, reading: Reading, language: str) -> Iterable[Remark]:
        """Other things of its kind that have the one name in theirs, as a module of a system has, and are meant too."""
        for chip in reading.question.chips:
            others = [one for one in self._names.longer(chip.values[0]) if one in chip.values]
            if others:
                yield Remark("also", {"names": "; ".join(self._names.called(one, language) for one in others[:_MOST])})

    @staticmethod
    def _parts(reading: Reading) -> Iterable[tuple[Part, tuple[str, ...]]]:
        """The parts that the sentence gives, and of what is shown that it is somebody's own where it gives none."""
        given = {thing for _, things in reading.parts for thing in things}
        yield from reading.parts
        shows = reading.question.shows
        owned = {**dict.fromkeys(_OWNED, _KEYS[Part.OWN]), "instrument": frozenset(("theme",))}.get(shows)
        if owned:
            for chip in reading.question.chips:
                if chip.key in owned - {shows} and ANY not in chip.values and not given & set(chip.values):
                    yield Part.OWN, chip.values
            yield from ((Part.CALLED, chip.values) for chip in reading.question.chips if chip.key == "words")

    def takes_in_all(self, reading: Reading) -> bool:
        """Whether a reading narrows nothing: it has no condition, or one that nearly everything fulfils.

        Where everything is asked for in so many words, nothing is missing.

        Args:
            reading: built of parts, or of a named question that says no more than they do.
        """
        question = reading.question
        if reading.every or question.group or not question.chips:
            return not (reading.every or question.group)
        if len(question.chips) > 1 or question.shows not in SAID_OF_ALL or question.chips[0].without:
            return False
        return self._shown(reading) > _NEARLY * self._shown(replace(reading, question=replace(question, chips=())))

    def _wider(self, reading: Reading, language: str) -> Iterable[Remark]:
        """The other regions and groupings that are meant by the name of one."""
        for chip in reading.question.chips:
            if chip.key == "region" and any(self._names.regions_called(value) for value in chip.values):
                yield Remark("wider", {"names": "; ".join(self._names.called(one, language) for one in chip.values)})

    def _unfit(self, reading: Reading, language: str) -> Iterable[Remark]:
        """Of several countries or donors any of which may fit: those of which nothing does.

        Of what is only looked for in the texts, something may be told in other words.
        """
        looked_for = any(chip.key == "words" for chip in reading.question.chips)
        for chip in reading.question.chips if not looked_for else ():
            whole = chip.names == (chip.typed,)  # all of a sort, of which none was named
            if reading.name or chip.without or chip.key not in self._kinds or ANY in chip.values or whole:
                continue
            alone = chip.values if chip.key in _ONE_EACH else self._called_apart(chip, language)
            each = [(one, self._shown(_with(reading, chip, replace(chip, values=(one,))))) for one in alone]
            none = [self._names.called(one, language) for one, rows in each if not rows]
            if none and (len(none) < len(each) or len(each) < len(chip.values)):
                yield Remark("unfit", {"names": "; ".join(none)})

    def _despite(self, reading: Reading, language: str) -> Iterable[Remark]:
        """What must not be there and is named in a text all the same, as a country is in a programme's name."""
        for chip in reading.question.chips if reading.question.shows in ("action", "status") else ():
            if not chip.without or chip.key not in self._kinds or ANY in chip.values or reading.question.group:
                continue
            columns, rows = self._rows(reading, reading.question.chips)
            texts = [plain(row[columns.index("summary")]).casefold() for row in rows]
            names = [self._names.called(value).casefold() for value in chip.values]
            fit = sum(any(name in text for name in names) for text in texts)
            if fit:
                name = self._names.called(chip.values[0], language)
                yield Remark("despite", {"name": name, "fit": str(fit), "all": str(len(rows))})

    def _themes(self, reading: Reading, language: str) -> Iterable[Remark]:
        """Of a project whose name has a theme's in it: what else is told of that theme, which may be meant."""
        chips = [chip for chip in reading.question.chips if chip.key == "project" and not chip.without and chip.typed]
        for chip in chips if len(reading.question.chips) == 1 and not reading.question.group else ():
            read = dict(reading.spelled)
            words = key(" ".join(read.get(typed, typed) for typed in chip.typed.split()))
            spans = [words[start:end] for start in range(len(words)) for end in range(start + _SEVERAL, len(words) + 1)]
            themes = {one for span in spans for one in self._names.things(span) if self._names.kind(one) == "theme"}
            for theme in sorted(themes)[:1]:
                columns, rows = self._rows(reading, (Chip("theme", (theme,)),))
                at = columns.index("action")
                _, listed = self._rows(reading, (chip,))
                fit = len({row[at] for row in rows} - {row[at] for row in listed})
                if fit:
                    rest = len(words) - max(map(len, (one for one in spans if theme in self._names.things(one))))
                    values = {"name": self._names.called(theme, language), "fit": str(fit), "theme": theme}
                    values |= {"bare": ""} if rest > 1 else {"bare": "yes"}  # "youth employment projects"
                    yield Remark("theme", values)

    def _called_apart(self, chip: Chip, language: str) -> tuple[str, ...]:
        """Of several things that are named: those whose name is no other's, too."""
        apart = tuple(one for one in chip.values if self._names.called(one, language) in chip.names)
        return apart if len(chip.names) > 1 else ()

    def _entries(self, reading: Reading) -> Iterable[Remark]:
        """What the items of a short answer tell besides, without a tie of its own to who or where is named."""
        chips = reading.question.chips
        shows = reading.question.shows
        tied = any(chip.key in _TIED and not chip.without and ANY not in chip.values for chip in chips)
        if not (tied or "outcome" in reading.cannot):  # what came of it may be told beside it
            return
        if reading.question.group or len(chips) < _SEVERAL or shows not in (*SAID_OF_ALL, "donor", "project"):
            return
        columns, rows = self._rows(reading, chips, "action" if shows == "recommendation" else shows)
        listed = list(dict.fromkeys(row[columns.index("action")] for row in rows))
        if not 0 < len(listed) <= _FEW:
            return
        given = " ".join(str(one) for one in listed if one is not None)
        others = [
            row for row in self._answers.select(prefixed(_SAME_ENTRY.format(given=given))) if row[0] not in listed
        ]
        if others:
            more = ["…"] if len(others) > _MOST else []
            names = "; ".join([*(plain(row[1]) for row in others[:_MOST]), *more])
            yield Remark("entry", {"names": names, "things": " ".join(plain(row[0]) for row in others)})

    def _by_reading(self, reading: Reading, language: str) -> Iterable[Remark]:
        """Who is shown, though in none of the rows the document says so."""
        shown = self._kinds.get(reading.question.shows)
        if reading.name or reading.question.group or shown is None or "certainty" not in shown.columns:
            return
        columns, rows = self._rows(reading, reading.question.chips, reading.question.shows)
        of, how = columns.index(shown.variable), columns.index("certainty")
        said = {row[of] for row in rows if row[how] is None or plain(row[how]) != _INFERRED}
        read = dict.fromkeys(plain(row[of]) for row in rows if row[of] not in said)
        if read:
            named = {"names": "; ".join(self._names.called(one, language) for one in read)}
            yield Remark("read_pays" if reading.question.shows == "donor" else "read", named)

    def _absent(self, reading: Reading, language: str) -> Iterable[Remark]:
        for chip in reading.question.chips:
            for value in chip.values if chip.key == "instrument" else ():
                if value not in self._names.label and value != ANY:
                    code = value.rpartition("/")[2]
                    near = [self._names.called(one, language) for one in self._names.near_instruments(code)]
                    yield Remark("absent", {"code": code, "near": "; ".join(near)})

    def _otherwise(self, reading: Reading) -> Iterable[Remark]:
        """What a status leaves out of what is asked for otherwise: "planned" has not what is under way."""
        chips = reading.question.chips
        rest = tuple(chip for chip in chips if chip.key != "status")
        if not rest or (len(rest) == len(chips) and not reading.deeds):
            return
        said = "status" if len(rest) < len(chips) else "deeds"
        wanted = (
            {"taken"} if said == "deeds" else {value for chip in chips if chip.key == "status" for value in chip.values}
        )
        stands = self.stand(replace(reading, question=replace(reading.question, chips=rest)))
        counts = tuple((code, count) for code, count in stands if code not in wanted)
        if counts and not any(chip.without for chip in chips):
            yield Remark(said, counts=counts)

    def stand(self, reading: Reading) -> tuple[tuple[str, int], ...]:
        """How many actions of a reading have which status.

        Args:
            reading: whatever it shows; of things, the actions that it lists them with count.
        """
        shows = reading.question.shows if reading.question.shows in self._kinds else "action"
        columns, rows = self._rows(reading, reading.question.chips, shows)
        action, status = columns.index("action"), columns.index("status")
        # What a recommendation cites beside its actions has none.
        stands = {plain(row[action]): plain(row[status]) for row in rows if row[action] and row[status]}
        return tuple(sorted(Counter(stands.values()).items()))

    def _states(self, reading: Reading) -> Iterable[Remark]:
        """How nothing stands of what is asked for with how it stands: of what is finished and what is planned."""
        said = {m.value[0] for one in reading.asked for m in one.meanings if m.role == "status"}
        if len(said) > 1 and not any(chip.key == "status" for chip in reading.question.chips) and not reading.name:
            stand = dict(self.stand(reading))
            yield from (Remark("none_so", {"status": one}) for one in STATUSES if one in said and one not in stand)

    def _instruments(self, reading: Reading) -> Iterable[Remark]:
        if reading.question.shows == "instrument" and all(chip.key != "sort" for chip in reading.question.chips):
            yield Remark("instrument")

    def _shown(self, reading: Reading) -> int:
        """How many different things a reading shows."""
        return len(self._answers.shown(replace(reading.question, group="")))

    def _rows(
        self, reading: Reading, chips: tuple[Chip, ...], shows: str = "action"
    ) -> tuple[tuple[str, ...], list[tuple[Term | None, ...]]]:
        question = replace(reading.question, shows=shows, chips=chips, group="")
        return columns_of(question, self._kinds), list(self._answers.rows(question))


def _with(reading: Reading, chip: Chip, better: Chip) -> Reading:
    return replace(reading, question=reading.question.with_chip(chip, better))


def _chip_of(reading: Reading, part: Part, things: tuple[str, ...]) -> Chip | None:
    """The chip of the things that have a part in a sentence, while it does not say that part yet."""
    wanted = set(things)
    return next(
        (
            chip
            for chip in reading.question.chips
            if chip.key in _KEYS[part] and wanted & set(chip.values) and not chip.without
        ),
        None,
    )
