"""What fits all of a question but for what must not hold, and so falls out of its answer: which, and by what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from tcgraph.questions.answers import Answers
from tcgraph.questions.chips import Chip, Question, compiled
from tcgraph.questions.condition_patterns import prefixed
from tcgraph.questions.in_words.known_names import Names
from tcgraph.questions.in_words.reading import Reading
from tcgraph.questions.in_words.remark import Remark
from tcgraph.questions.in_words.tried_reading import Found, told_apart
from tcgraph.questions.kinds import Kind
from tcgraph.rdf import Term, plain

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
        said = [names.called(one, language) for one in fell]
    if said:
        told = ", ".join(said) if question.shows == "recommendation" else "; ".join(said)
        why = ", ".join(chip.typed if chip.key == "role" else chip.told for chip in denied)
        few = len(said) <= _MOST
        yield Remark("fell" if few else "fell_many", {"name": why, "names": told if few else str(len(said))})


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
