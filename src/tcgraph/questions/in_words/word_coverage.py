"""Whether a question is answered whole: each of its words is accounted for by a part of the query, or is told as open.

One table, :data:`EXPRESSED`, says for each role that words have what of an answer expresses them; :data:`COMPUTED` does
so for the words that change what others say, and :data:`FORMS` for what the form of a question asks for. An answer is
sure only where nothing is open. What is only looked for in the texts is open, since words are not what they stand for;
so is a time of a deed, as what is dated is something that it names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from tcgraph.questions.chips import ANY, Chip, columns_of
from tcgraph.questions.in_words.function_words import (
    ANSWERED,
    BY,
    HOW_MUCH,
    NOTHING,
    ONLY,
    REQUESTING,
    SIDE_BY_SIDE,
)
from tcgraph.questions.in_words.known_names import Names
from tcgraph.questions.in_words.lexicon import Meaning, key, stem
from tcgraph.questions.in_words.phrase_meanings import PARTAKING, PhraseMeanings, given
from tcgraph.questions.in_words.phrases import CARDINALS
from tcgraph.questions.in_words.reading import Reading
from tcgraph.questions.kinds import Kind
from tcgraph.questions.plain_words import plain_words

_AGENTS = frozenset(("organisation", "doer", "receiver", "donor", "country", "grouping"))
_DATED = frozenset(("event", "date", "since", "figure", "target"))
"""Kinds whose things have times of their own."""
_DONE_SO = {"signed": "agreement", "issued": "product", "approved": ""}
"""Ways in which something is done, and of what that says no more than that it is done."""
_NAMED = 2
"""The kind and the sort, where the words are a name of the sort itself."""
_STANDS = {
    **dict.fromkeys((*_DONE_SO, "done", "held"), "taken"),
    "will": "planned",
    "remaining": "planned",
    "begun": "under-way",
}
"""The status that is meant by what is no status itself."""
_NEARLY = {
    "planned": frozenset(("under-way",)),
    "taken": frozenset(("standing", "under-way")),
    "under-way": frozenset(("standing", "planned")),
}
"""How something stands that may be told of it in other words."""
_PARTS = frozenset(("doer", "receiver", "place"))
_OWN_STATE = frozenset(("agreement", "product", "event", "project"))
_TIMES = frozenset(("start", "date", "since", "due", "expected", "asOf", "day"))
_PLACES = frozenset(("place", "country", "region", "session"))
_NAMING = frozenset(("names", "unread", "words", "shows", "light"))
"""What words mean that may stand in the name of a thing."""
_ALIKE = {
    "organisation": frozenset(("doer", "receiver", "donor")),
    "count": frozenset(("figure",)),
    "happening": frozenset(("event",)),
    "country": frozenset(("place",)),
    "figure": frozenset(("target",)),
    "date": frozenset(("since", "event")),
}
"""Kinds that are things of another kind in some part."""


@dataclass(frozen=True, slots=True)
class AnswerMeaning:
    """What an answer expresses.

    Attributes:
        reading: as it was tried.
        kinds: of the project.
        names: of its things.
        columns: of the answer.
        remarks: the keys of what is told beside it.
        others: how the same stands that is not listed.
        few: whether most of what names somebody is not listed, as they play another part in it.
        rows: how many different things there are.
    """

    reading: Reading
    kinds: Mapping[str, Kind]
    names: Names
    columns: frozenset[str]
    remarks: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    few: bool = False
    rows: int = 0

    @property
    def chips(self) -> tuple[Chip, ...]:
        """What has to hold."""
        return self.reading.question.chips

    @property
    def shows(self) -> str:
        """The kind that is shown."""
        return self.reading.question.shows

    def has(self, *keys: str) -> bool:
        """Whether something has to hold of one of these keys."""
        return any(chip.key in keys for chip in self.chips)

    def holds(self, values: Iterable[str], *keys: str) -> bool:
        """Whether one of some values has to hold, by one of some keys or by any."""
        wanted = set(values)
        said = (set(chip.values) for chip in self.chips if not keys or chip.key in keys)
        return any(wanted & one for one in said) or bool(wanted & set(self.reading.values.values()))


Expresses = Callable[[PhraseMeanings, tuple[str, ...], AnswerMeaning], bool]


def _shows(asked: PhraseMeanings, value: tuple[str, ...], answer: AnswerMeaning) -> bool:
    kind, shown = value[0], answer.shows
    kinds, question = answer.kinds, answer.reading.question
    if kind == "count" or (kind == shown == "figure" and plain_words(asked.typed) in HOW_MUCH):
        return shown != "figure" and _is_asked_for(answer, shown)  # a figure may be of something else
    if kind == "section":
        return question.group == "section" or "section" in answer.columns or answer.has("section")
    if kind == "happening" and shown == "action":
        return True  # deeds, each with how it stands
    if kind in ("action", "status", "happening") and shown not in _ALIKE.get(kind, ()):
        counted = bool(question.group) or (shown == "recommendation" and kind == "action")
        return kind in answer.columns or shown == kind or counted
    if kind == "recommendation":
        return shown == kind or question.group == "number" or ("number" in answer.columns and not asked.first)
    if shown == kind or shown in _ALIKE.get(kind, ()):
        return True
    variable = kinds[kind].variable if kind in kinds else kind
    told = kind in kinds[shown].tells if shown in kinds else False
    some = any(chip.key == kind and ANY in chip.values for chip in answer.chips)
    named = some or (answer.has(kind, *_ALIKE.get(kind, ())) and not asked.first)
    return bool(told or named or variable in (question.group, *answer.columns))


def _is_asked_for(answer: AnswerMeaning, kind: str) -> bool:
    """Whether some words of the question ask for a kind, or name a thing of it."""
    meanings = [meaning for one in answer.reading.asked for meaning in one.meanings]
    alike = {kind, *(other for other, those in _ALIKE.items() if kind in those)}
    asks = any(m.role in ("shows", "sort") and m.value[0] in alike for m in meanings)
    forms = {m.value[0] for m in meanings if m.role == "form"}
    asks |= bool(("who" in forms and kind in _AGENTS) or ("where" in forms and kind in _PLACES))
    asks |= "when" in forms and kind in ("date", "since", "event")
    asks |= kind in ("donor", "project") and any(m.role == "funding" for m in meanings)
    asks |= kind == "donor" and any(
        one in answer.names.donors for m in meanings if m.role == "names" for one in m.value
    )
    return asks or any(answer.names.kind(one) == kind for m in meanings if m.role == "names" for one in m.value)


def _names(asked: PhraseMeanings, value: tuple[str, ...], answer: AnswerMeaning) -> bool:
    if any(m.role == "sort" and len(m.value) > 1 and m.value[0] != answer.shows for m in asked.meanings):
        return False  # "UN agencies" are all of them together, and each that is named by itself
    payers = {answer.names.payers[one] for one in value if one in answer.names.payers}
    governed = {one for one, payer in answer.names.payers.items() if payer in value}
    return answer.holds({*value, *payers, *governed}) or bool(
        answer.has("at") and {answer.names.kind(one) for one in value} & {"country", "organisation"}
    )


def _status(asked: PhraseMeanings, value: tuple[str, ...], answer: AnswerMeaning) -> bool:
    if given(asked.meanings):
        return False  # what is planned is more than what is envisaged
    told = "none" in answer.remarks and value[0] != "approved"
    counts = any(m == Meaning("shows", ("count",)) for one in answer.reading.asked for m in one.meanings)
    if value[0] == "unreported":
        return any(chip.key == "status" and chip.without for chip in answer.chips)
    if value[0] == "will" and answer.has("when"):
        return True  # the time says so
    if value[0] == "held" and not (counts or answer.reading.whether):
        return answer.shows == "event"  # which there are, with how it stands
    if value[0] in _DONE_SO and answer.shows != _DONE_SO[value[0]] and not told:
        return False  # it is done, of which it is not told in what way
    if value[0] == "issued" and not answer.has("sort", "called", "product"):
        return False  # of all that was made: a mechanism is not published
    meant = _STANDS.get(value[0], value[0])
    deeds = value[0] == "done" and "status" in answer.columns
    # That nothing stands so is an answer of one thing, and of others may be told elsewhere.
    one = answer.rows == 1 or answer.shows in _OWN_STATE or answer.has("number", "section", *_OWN_STATE)
    none = "none" in answer.remarks and one
    # Where that ends is our reading: what stands nearly so of the same may be meant, too.
    stands = {m.value[0] for one in answer.reading.asked for m in one.meanings if m.role == "status"}
    if len(stands) > 1 and counts:
        return answer.reading.question.group == "status"  # how many of each
    if len(stands) > 1 and not answer.has("status", "only"):
        return "status" in answer.columns  # of what is done and what is planned, all is listed with how it stands
    near = answer.others & _NEARLY.get(meant, frozenset()) and not answer.has("number", "section")
    return deeds or (answer.holds((meant,), "status", "only") and not near) or none


def _funding(_: PhraseMeanings, value: tuple[str, ...], answer: AnswerMeaning) -> bool:
    if value == ("of_payers",) and answer.shows in ("action", "doer"):
        return True  # "what does it contribute": what it does
    return answer.shows in ("donor", "project") or answer.has("donor") or "donor" in answer.columns


def _sort(asked: PhraseMeanings, value: tuple[str, ...], answer: AnswerMeaning) -> bool:
    called = any(chip.key == "called" and chip.names == (asked.typed,) for chip in answer.chips)
    whole = answer.shows == value[0] and len(value) == 1
    if value[0] == "product" and len(value) > _NAMED and not called:
        return False  # a guidebook is one sort of manual
    return answer.holds(value[1:2], "sort") or (called and whole) or (value[0] == "event" and answer.has("event"))


def _when(_: PhraseMeanings, value: tuple[str, ...], answer: AnswerMeaning) -> bool:
    named = answer.holds(value, "when") and answer.shows in _DATED
    return named or answer.holds(value, "done") or "asOf" in answer.reading.values


def _operator(asked: PhraseMeanings, value: tuple[str, ...], answer: AnswerMeaning) -> bool:
    return COMPUTED[value[0]](asked, value, answer)


def _form(asked: PhraseMeanings, value: tuple[str, ...], answer: AnswerMeaning) -> bool:
    return FORMS[value[0]](asked, value, answer)


def _answered(asked: PhraseMeanings, _: tuple[str, ...], answer: AnswerMeaning) -> bool:
    """Whether words ask for what was done on something that is asked for, which every action is."""
    return stem(plain_words(asked.typed)) in ANSWERED and (answer.has("number") or "action" in answer.columns)


def _unread(asked: PhraseMeanings, value: tuple[str, ...], answer: AnswerMeaning) -> bool:
    """A word that is none of the lexicon is expressed by a thing with it in its name."""
    if answer.holds(value, "number") or (value[0] in REQUESTING and answer.shows == "recommendation"):
        return True
    if _answered(asked, value, answer) or _is_how_many(asked.typed, answer):
        return True
    things = (thing for chip in answer.chips if not chip.without or chip.key in answer.kinds for thing in chip.values)
    return any(value[0] in key(text) for thing in things for text in answer.names.label.get(thing, {}).values())


def _is_how_many(said: str, answer: AnswerMeaning) -> bool:
    """Whether words say how many there are in the answer: of "the eight sectors" there are eight."""
    return answer.rows in (CARDINALS.get(word) for word in plain_words(said).split())


def _grouped(_: PhraseMeanings, __: tuple[str, ...], answer: AnswerMeaning) -> bool:
    return bool(answer.reading.question.group)


def _several(_: PhraseMeanings, __: tuple[str, ...], answer: AnswerMeaning) -> bool:
    """Whether any of several things may hold; where two named things both have to, the answer is to an "and"."""
    one = not _together(_, __, answer)
    return any(len(chip.names) > 1 or (one and len(chip.values) > 1) for chip in answer.chips)


def _one_by_two_names(answer: AnswerMeaning) -> bool:
    """Whether all that is named is one thing, as gender and women are one theme."""
    named = [m.value for one in answer.reading.asked for m in one.meanings if m.role == "names"]
    return len(named) > 1 and len(set(named)) == 1


def _together(_: PhraseMeanings, __: tuple[str, ...], answer: AnswerMeaning) -> bool:
    """Whether two conditions hold at once, each of a thing that is named."""
    return sum(not chip.without and chip.key in answer.kinds for chip in answer.chips) > 1


def _joined(_: PhraseMeanings, __: tuple[str, ...], answer: AnswerMeaning) -> bool:
    """An "and" between two names, of which any may fit: what is shown of deeds is told of each, and of others not."""
    either = any(len(chip.names) > 1 and not chip.without and chip.key != answer.shows for chip in answer.chips)
    return not either or answer.shows not in answer.kinds


def _denied(_: PhraseMeanings, __: tuple[str, ...], answer: AnswerMeaning) -> bool:
    """Whether something must not hold; "in Benin and not in Togo" asks for two things, of which a list tells one."""
    denied = [chip for chip in answer.chips if chip.without]
    plain = all(ANY in chip.values for chip in denied) or not answer.reading.whether
    return bool(denied and plain) or "none" in answer.remarks


def _most(_: PhraseMeanings, __: tuple[str, ...], answer: AnswerMeaning) -> bool:
    return bool(answer.reading.question.group) and not _of_money(answer)


def _only(asked: PhraseMeanings, _: tuple[str, ...], answer: AnswerMeaning) -> bool:
    """Of deeds one by one, "only planned" says no more than "planned"; anything else that is left is not computed."""
    only = plain_words(asked.typed).split()[0] in ONLY | NOTHING
    alone = only and (answer.reading.alone or (answer.shows == "action" and answer.has("status")))
    compares = answer.reading.compare and {stem(word) for word in plain_words(asked.typed).split()} <= SIDE_BY_SIDE
    return answer.has("only") or alone or compares


def _of_money(answer: AnswerMeaning) -> bool:
    """Whether it is asked about money, of which there are no amounts: who is named most often need not pay most."""
    return any(meaning.role == "funding" for one in answer.reading.asked for meaning in one.meanings)


EXPRESSED: Mapping[str, Expresses] = {
    "shows": _shows,
    "names": _names,
    "instrument": _names,
    "status": _status,
    "funding": _funding,
    "sort": _sort,
    "when": _when,
    "number": lambda _, value, answer: answer.holds(value, "number"),
    "section": lambda _, value, answer: answer.holds(value, "section"),
    "role": lambda _, value, answer: answer.holds(value, "role"),
    "any": lambda _, value, answer: any(chip.key == value[0] and ANY in chip.values for chip in answer.chips),
    "requested": lambda *_: False,
    "as_of": lambda *_: True,  # all that is reported is as known on that day, and what is not is asked for by it
    "within": lambda *_: False,
    "question": lambda _, value, answer: answer.reading.name == value[0],
    "words": lambda *_: False,
    "light": _answered,
    "cannot": lambda *_: False,
    "operator": _operator,
    "form": _form,
    "unread": _unread,
    "and": _joined,
}
"""For each role of words, whether an answer expresses them."""

COMPUTED: Mapping[str, Expresses] = {
    "each": lambda one, value, answer: plain_words(one.typed) in {*BY, "segun"} or _grouped(one, value, answer),
    "most": _most,
    "most_before": _most,
    "without": _denied,
    "both": _together,
    "either": lambda one, value, answer: (
        (_several(one, value, answer) and not answer.reading.whether)
        or _one_by_two_names(answer)
        or any(chip.key == answer.reading.question.group and len(chip.values) > 1 for chip in answer.chips)
    ),
    "whether": lambda *_: True,
    "says": lambda _, __, answer: answer.shows != "recommendation",  # of which the names are told
    "not_only": lambda *_: True,  # what it is said of narrows nothing, and is told as open
    "surely": lambda _, __, answer: "certainty" in answer.columns,
    "nothing": lambda *_: True,
    "report": lambda *_: True,
    "beyond": _only,
}
"""For each kind of word that changes what others say, whether an answer computes it."""

FORMS: Mapping[str, Expresses] = {
    "who": lambda _, __, answer: answer.shows in _AGENTS or bool(answer.columns & _AGENTS),
    "when": lambda _, __, answer: answer.shows in ("date", "since") or bool(answer.columns & _TIMES),
    # Where something is told are the rows of the document.
    "where": lambda _, __, answer: answer.shows in {*_PLACES, "recommendation"} or bool(answer.columns & _PLACES),
    "how": lambda *_: False,
    "for": lambda _, __, answer: "summary" in answer.columns,  # what something is done for, its text tells
    PARTAKING: lambda *_: True,  # those that only pay are told apart
    "which": lambda _, __, answer: answer.shows in answer.kinds.keys() - _DATED,  # a figure is of what it counts
}
"""For each form of a question, whether an answer has it."""


def unpaid(answer: AnswerMeaning, asked: Iterable[PhraseMeanings]) -> Iterator[str]:
    """The words of a question that an answer expresses by nothing."""
    found: list[str] = []
    named = {word for chip in answer.chips if chip.key in answer.kinds for word in chip.typed.split()}
    for one in asked:
        part = any(meaning.role == "within" for meaning in one.meanings)  # of what a named question lists
        inside = {m.role for m in one.meanings} <= _NAMING and named.issuperset(one.typed.split())
        said = inside or any(EXPRESSED[m.role](one, m.value, answer) for m in _narrowest(one))
        if part or not said:
            found.append(one.typed)
    yield from found
    searched = (chip.told for chip in answer.chips if chip.key == "words")
    bare = (told for told in searched if not _is_how_many(told, answer))
    yield from (told for told in bare if not any(typed in told for typed in found))
    if answer.few:  # what only names it is more, is not listed, and may be meant, too
        yield from (chip.told for chip in answer.chips if chip.key in _PARTS)
    shown = answer.shows
    of_what = any(chip.key in answer.kinds and ANY not in chip.values for chip in answer.chips)
    guessed = not _is_asked_for(answer, shown) or (shown == "figure" and not of_what)
    if shown in answer.kinds and not answer.reading.name and guessed:
        yield shown


def _narrowest(asked: PhraseMeanings) -> tuple[Meaning, ...]:
    """What words may mean; a sort of a kind says more than the kind: "publications" are not all products."""
    sorts = {m.value[0] for m in asked.meanings if m.role == "sort" and len(m.value) > 1}
    return tuple(m for m in asked.meanings if m.role != "shows" or m.value[0] not in sorts)


def columns(reading: Reading, kinds: Mapping[str, Kind], named: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The columns of an answer.

    Args:
        reading: that is answered.
        kinds: of the project.
        named: the columns of every named question.
    """
    return named.get(reading.name, frozenset()) if reading.name else frozenset(columns_of(reading.question, kinds))
