"""What an answer leaves out: by what must not hold, by the part that is asked for, or though it has the same name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from tcgraph.questions.answers import Answers
from tcgraph.questions.chips import ANY, Chip, Question, columns_of, compiled
from tcgraph.questions.condition_patterns import prefixed
from tcgraph.questions.in_words.function_words import PERCENT
from tcgraph.questions.in_words.known_names import Names
from tcgraph.questions.in_words.lexicon import Meaning, key
from tcgraph.questions.in_words.reading import SAID_OF_ALL, Reading
from tcgraph.questions.in_words.remark import Remark, words_in
from tcgraph.questions.in_words.tried_reading import Found, told_apart
from tcgraph.questions.kinds import Kind
from tcgraph.questions.plain_words import plain_words
from tcgraph.rdf import Term, plain

_FIGURE = Meaning("shows", ("figure",))
_NUMBERS = "SELECT DISTINCT ?number { ?one a tc:Recommendation ; tc:number ?number }"
_MOST = 15
"""Things that are named one by one; of more it is told how many there are."""
_FEW = 12


def fallen_out(answers: Answers, names: Names, reading: Reading, language: str) -> Iterator[Remark]:
    """What falls out of an answer by what must not hold of a thing or a recommendation as a whole.

    Args:
        answers: of the graph.
        names: of its things.
        reading: that was tried.
        language: for the names of things.
    """
    question, denied = reading.question, _denied(reading)
    if not denied or question.group:
        return
    rest = replace(question, chips=tuple(chip for chip in question.chips if chip not in denied))
    listed = answers.shown(question)
    fell = [plain(one) for one in answers.shown(rest) if one is not None and one not in listed]
    if question.shows == "recommendation":
        said = sorted((one.rpartition("/")[2] for one in fell), key=lambda one: (len(one), one))
    else:
        held = [replace(chip, without=False, none=False) for chip in denied]
        sure = _certainties(answers, replace(question, chips=tuple(held)))
        said = [_marked(names.called(one, language), sure.get(one, ()), language) for one in fell]
    if said:
        told = ", ".join(said) if question.shows == "recommendation" else "; ".join(said)
        why = ", ".join(chip.typed if chip.key == "role" else chip.told for chip in denied)
        few = len(said) <= _MOST
        yield Remark("fell" if few else "fell_many", {"name": why, "names": told if few else str(len(said))})


def _certainties(answers: Answers, question: Question) -> Mapping[str, set[str]]:
    """How sure it is of each thing that a question shows; nothing where its rows do not tell."""
    columns, found = columns_of(question, answers.kinds), defaultdict[str, set[str]](set)
    shows = answers.kinds[question.shows].variable if question.shows in answers.kinds else ""
    if {shows, "certainty"} <= {*columns}:
        for row in answers.rows(question):
            found[plain(row[columns.index(shows)])].add(plain(row[columns.index("certainty")]))
    return found


def _marked(name: str, certainties: Collection[str], language: str) -> str:
    """A name with the mark of what is told of it with a hedge, or by our reading, alone."""
    if not certainties or "stated" in certainties:
        return name
    said = words_in(language) or words_in("en")
    return f"≈ {name}" if "inferred" in certainties else f"{name} ({said['mark']['hedged']})"


def _other_figures(answers: Answers, reading: Reading) -> list[Remark]:
    """That a share is asked for, and what is listed are numbers of something else."""
    question = reading.question
    asked = (plain_words(one.typed).split() or [one.typed] for one in reading.asked if _FIGURE in one.meanings)
    if question.shows != "figure" or question.group or not any(PERCENT.issuperset(words) for words in asked):
        return []
    unit = columns_of(question, answers.kinds).index("unit")
    units = {row[unit] for row in answers.rows(question)}
    shares = (one for one in units if one is not None and PERCENT & set(plain(one).split()))
    return [Remark("no_share")] if units and not any(shares) else []


def _unknown_numbers(answers: Answers, reading: Reading) -> list[Remark]:
    """That there is no recommendation of a number that is given, and which numbers there are."""
    given = [int(value) for chip in reading.question.chips if chip.key == "number" for value in chip.values]
    known = {int(plain(number)) for (number,) in answers.select(prefixed(_NUMBERS))} if given else set[int]()
    missing = [str(number) for number in given if number not in known]
    if not missing or len(known) != max(known) - min(known) + 1:
        return []
    told = {"names": ", ".join(missing), "first": str(min(known)), "last": str(max(known))}
    return [Remark("no_number", told)]


def not_as_asked(answers: Answers, reading: Reading) -> list[Remark]:
    """That a number is given that no recommendation has, or that what is listed are figures of another sort.

    Args:
        answers: of the graph.
        reading: that was tried.
    """
    return [*_unknown_numbers(answers, reading), *_other_figures(answers, reading)]


def item_by_item(answers: Answers, reading: Reading) -> Iterator[Found]:
    """The items of recommendations that fall out as a whole: those that are about the one and not about the other."""
    denied = _denied(reading)
    both = [chip for chip in reading.question.chips if chip not in denied and chip.key in answers.kinds]
    if reading.question.shows == "recommendation" and denied and both:
        question = Question("action", reading.question.chips)
        yield from told_apart(answers, reading, question, Remark("item_by_item"), most=_FEW)


def in_other_parts(answers: Answers, reading: Reading, language: str) -> Iterator[Remark]:
    """What is told of in another part than the one that is asked for, and is not listed."""
    parts = other_parts(reading.question, answers.kinds, answers.select, language)
    if parts:
        yield Remark("other_parts", {"names": ", ".join(f"{label} ({n})" for label, n in parts.items())})


def _denied(reading: Reading) -> list[Chip]:
    whole = reading.question.shows == "recommendation"
    asked = (chip for chip in reading.question.chips if chip.without and not reading.name)
    return [chip for chip in asked if chip.none or (whole and chip.key not in ("number", "section", "status", "words"))]


# -- what is of the kind that is asked for in one part, and is told of in another: pilots beside beneficiaries

Select = Callable[[str], Iterable[tuple[Term | None, ...]]]
_PARTS = """SELECT DISTINCT ?thing ?label WHERE {{
  ?taking tc:inAction ?action ; tc:participant ?thing ; tc:role ?role .
  FILTER(STRSTARTS(STR(?thing), "{folder}"))
  ?role skos:prefLabel ?label . FILTER(LANG(?label) = "{language}") }}"""


def other_parts(
    question: Question,
    kinds: Mapping[str, Kind],
    select: Callable[[str], Iterable[tuple[Term | None, ...]]],
    language: str,
) -> dict[str, int]:
    """How many further things fit a question but for the part that it asks for, by the part that they have.

    Args:
        question: countries or organisations in a role.
        kinds: of the project.
        select: asks the graph.
        language: of the names of parts.
    """
    asked = [chip for chip in question.chips if chip.key == "role" and not chip.without]
    shown = kinds.get(question.shows)
    if not asked or shown is None or question.shows not in ("country", "organisation") or question.group:
        return {}
    rest = replace(question, chips=tuple(chip for chip in question.chips if chip not in asked))
    listed, every = ({row[1] for row in select(compiled(one, kinds))} for one in (question, rest))
    found: dict[str, set[str]] = defaultdict(set)
    for thing, label in select(prefixed(_PARTS.format(folder=shown.folder, language=language))):
        if thing in every - listed:
            found[plain(label)].add(plain(thing))
    return {label: len(things) for label, things in sorted(found.items(), key=lambda one: (-len(one[1]), one[0]))}


# -- what bears the name of what a question names and is left out of its answer: a plan of goals, a donor of a region

LEFT_OUT = frozenset(("bears", "roles"))
"""Remarks on what may be meant as well as what is listed."""
_NAMED = """SELECT DISTINCT ?action ?thing {{
  VALUES ?thing {{ {given} }}
  ?action a tc:Action ; tc:mentions|tc:agent|^tc:inAction/tc:participant|^tc:inAction/tc:donor ?thing
}} ORDER BY ?action ?thing"""
_BORNE = frozenset(("framework", "instrument", "product", "event", "agreement", "project"))
"""Kinds whose names are each for one thing; the name of a theme is a word of much else."""
_VAGUE = ("partner",)
"""The part that is said by words which may say no more than that both have to do with it: "collaboration"."""
_MOST_NAMED = 4


class Namesakes:
    """Looks for what an answer about deeds leaves out that has the same name, lies there, or plays another part."""

    def __init__(self, answers: Answers, names: Names) -> None:
        self._answers = answers
        self._kinds = answers.kinds
        self._names = names

    def of(self, reading: Reading, language: str) -> Iterator[Remark]:
        """What is left out."""
        question = reading.question
        if reading.name and question.shows != "action":
            return
        for chip in question.chips if question.shows in SAID_OF_ALL and not question.group else ():
            if chip.without or ANY in chip.values:
                continue
            alone = len(question.chips) == 1
            if chip.key == "region" and alone:
                yield from self._told("titled", self._titled(chip), question, language)
                yield from self._told("paying", self._names.payers_in(chip.values), question, language)
            elif chip.key in _BORNE:
                yield from self._bearing(reading, chip, language)
            elif chip.key == "role" and chip.values == _VAGUE and not alone:
                yield from self._otherwise(chip, question, language)

    def listed(self, found: Found) -> Iterator[Found]:
        """What is told of that which bears the same name, apart from the answer.

        Args:
            found: the answer, with its remarks.
        """
        for remark in found.remarks:
            for thing in remark.values["things"].split() if remark.key == "bears" else ():
                name = self._names.called(thing)
                question = Question("action", (Chip(self._names.kind(thing), (thing,), (name,)),))
                yield from told_apart(self._answers, found.reading, question, Remark("of_theme", {"name": name}))

    def _bearing(self, reading: Reading, chip: Chip, language: str) -> Iterator[Remark]:
        """What has the name in its own by which a question calls something, and would answer the rest, too."""
        listed = self._deeds(reading.question)
        others: list[str] = []
        for thing in self._names.bearing(_called(reading, chip)):
            other = reading.question.with_chip(chip, Chip(self._names.kind(thing), (thing,)))
            if thing not in chip.values and self._deeds(other) - listed:
                others.append(thing)
        if others:
            names = "; ".join(self._names.called(one, language) for one in others[:_MOST_NAMED])
            yield Remark("bears", {"names": names, "things": " ".join(others[:_MOST_NAMED])})

    def _told(self, remark: str, others: Iterable[str], question: Question, language: str) -> Iterator[Remark]:
        """The remark on those of some things that a deed names which is not listed."""
        given = " ".join(f"<{one}>" for one in others)
        listed = self._deeds(question)
        rows = self._answers.select(prefixed(_NAMED.format(given=given))) if given else ()
        things = dict.fromkeys(plain(thing) for deed, thing in rows if deed not in listed)
        if things:
            names = dict.fromkeys(self._names.called(one, language) for one in [*things][:_MOST_NAMED])
            yield Remark(remark, {"names": "; ".join(names)})

    def _titled(self, chip: Chip) -> list[str]:
        """What is no place and has the name of a region in its own, as a regional agenda has."""
        roots = self._names.region_roots(chip.values)
        return [thing for thing in self._names.label if self._names.has_root(thing, roots)]

    def _otherwise(self, chip: Chip, question: Question, language: str) -> Iterator[Remark]:
        """That whoever is named has more to do with it than in the part that a word says: "collaboration"."""
        rest = tuple(one for one in question.chips if one is not chip)
        named = next((one for one in rest if one.key in self._kinds and ANY not in one.values), None)
        wide, fit = self._deeds(replace(question, chips=rest)), self._deeds(question)
        if named and fit < wide:
            name = self._names.called(named.values[0], language)
            yield Remark("roles", {"name": name, "fit": str(len(fit)), "all": str(len(wide))})

    def _deeds(self, question: Question) -> set[Term | None]:
        return {*self._answers.shown(replace(question, shows="action", group=""))}


def _called(reading: Reading, chip: Chip) -> Iterator[tuple[str, ...]]:
    """The words by which a question names what has to hold."""
    for one in reading.asked:
        if any(set(chip.values) & {*m.value} for m in one.meanings if m.role in ("names", "instrument")):
            yield key(one.typed)
