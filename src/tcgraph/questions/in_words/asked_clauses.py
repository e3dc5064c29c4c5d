"""What a sentence asks in which of its clauses, and which of its small words have nothing that they could change."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import replace

from tcgraph.questions.chips import Chip, Question
from tcgraph.questions.in_words.function_words import (
    ANSWERED,
    ASKING,
    ASKS_WHETHER,
    AT,
    BEFORE_WHO,
    BETWEEN,
    BY,
    COMPARES,
    DATES,
    DOES,
    EVERY,
    FOR,
    IN,
    IS,
    LESQUELS,
    LISTS,
    NE,
    OF,
    QUE,
    SMALL,
    THE,
    TO,
    UNDER,
    WHERE,
    WHICH,
    WHO,
    WHOLLY,
    WITH_WHOM,
)
from tcgraph.questions.in_words.known_names import Names
from tcgraph.questions.in_words.lexicon import Lexicon, Meaning, stem
from tcgraph.questions.in_words.phrases import Phrase
from tcgraph.questions.in_words.reading import Reading
from tcgraph.questions.in_words.word_tokens import AND, WordToken
from tcgraph.questions.plain_words import plain_words

COLLECTED = frozenset(("organisation", "grouping", "instrument-set"))
"""Kinds of which one thing may stand for many, as "UN agencies" does."""
_TYING = IN | FOR | BY | OF | AT | TO | BEFORE_WHO | {"since", "until", "depui", "depuis", "jusqu", "desde", "hasta"}
"""What ties a question to what was said before it."""
_UNDER = UNDER | {"on", "sur", "sobre"}
_THAT = frozenset(("lo", "ce"))
_NAMING = frozenset(("names", "number", "section", "instrument"))
_TAIL = 6
_NEGATION, _ONES = frozenset(("not", "no", "non", "pas")), frozenset(("one", "ne", "n", "l", "ont", "han"))
_SUBJECTS = frozenset(("there", "it", "they", "this", "these", "those", "any", "-"))
"""What comes after a verb that begins a question, besides an article."""
_MONEY = Meaning("funding", ("words",))
_CONTRASTING = frozenset(("not", "pas", "non"))
"""What tells one thing from another before a bare noun; "no actions" denies that there are any."""
_FIGURES, _TO_NUMBERS = 2, TO | FOR | AND | WITH_WHOM | {"as", "than", "que", "comme", "como"}
_NUMBERED = frozenset(("number", "section"))
_SPECIFIC = frozenset(("product", "event"))
_PLACES, _TIMES = frozenset(("place", "session")), frozenset(("date", "start", "due"))
"""Columns that tell where and when."""


def said_of_nothing(
    words: list[WordToken], rest: Iterable[int], lexicon: Lexicon, *, denies: bool, stands: bool
) -> set[int]:
    """Words that change only what others say, where none of those is there: a "ne" alone, "already" of no deed.

    Args:
        words: of the sentence.
        rest: the places of those that are in no phrase.
        lexicon: of its language.
        denies: whether something is denied.
        stands: whether something is said that may stand otherwise.
    """
    lost = (set() if denies else NE & lexicon.stop) | (set() if stands else lexicon.aspect)
    return {at for at in rest if words[at].word in lost}


def without_others(words: list[WordToken]) -> list[WordToken]:
    """A sentence without an end that asks for all others, too: "and which not", "et lesquels non", "y cuáles no"."""
    for at in range(max(1, len(words) - _TAIL), len(words) - 1):
        begins = words[at].word in LESQUELS | (WHICH - QUE) | {"cual"} and words[at - 1].word in AND
        if begins and words[-1].word in _NEGATION and all(one.word in IS | DOES | _ONES for one in words[at + 1 : -1]):
            return words[: at - 1]
    return words


def without_degrees(words: list[WordToken], lexicon: Lexicon) -> list[WordToken]:
    """A sentence without "completely" before what is so or not: "completely new", and not "completely done"."""

    def says_how_far(at: int) -> bool:
        after = words[at + 1].word if at + 1 < len(words) else ""
        return not after.isalpha() or after in lexicon.stop or after in so

    roles = {"status", "question", "within", "operator"}
    so = {said[0] for said, meant in lexicon.phrases.items() if said and roles & {meaning.role for meaning in meant}}

    return [token for at, token in enumerate(words) if token.word not in WHOLLY or says_how_far(at)]


def second_clauses(words: list[WordToken]) -> Iterator[tuple[int, bool]]:
    """Where a sentence asks for a second thing, and whether an "and" comes before that."""
    for at in range(2, len(words)):
        # "And for what", "and in which countries".
        tied = words[at].word in _TYING and at + 1 < len(words) and words[at + 1].word in ASKING
        what = words[at].word in _THAT and at + 1 < len(words) and words[at + 1].word in QUE | WHO  # "lo que", "ce qui"
        asks = words[at].word in ASKING | QUE or tied or what or _asks_whether(words, at)
        second = words[at - 1].word in AND and asks
        if second and words[at - 2].word in ASKING and not tied:
            continue  # "when and where": both ask of one thing
        # "Of Peru and Senegal, where did it go on": the names come first, and where is what is asked.
        after = words[at + 1].word if at + 1 < len(words) else ""
        if second or (words[at].typed.casefold() in WHERE and after in DOES):
            yield at, second


def _asks_whether(words: list[WordToken], at: int) -> bool:
    """Whether a yes or no is asked from a place on, after another question: "what is said, and are the rules ready"."""
    turned = [token.word for token in words[at : at + 2]]
    subject = len(turned) > 1 and turned[1] in THE | _SUBJECTS
    return words[0].word in ASKING and turned[0] in ASKS_WHETHER | IS | DOES and subject


def asks_further(phrases: Iterable[Phrase], at: int) -> bool:
    """Whether what comes from one place on asks for anything else than how what was asked before stands."""
    asked = (m for one in phrases if one.start >= at for m in one.meanings)
    return any(m.role == "question" or (m.role == "shows" and m.value != ("action",)) for m in asked)


def of_two_states(phrases: Iterable[Phrase], at: int) -> bool:
    """Whether both clauses of a sentence only ask how the same stands: what is finished, and what is only planned."""
    sides: tuple[set[str], set[str]] = (set(), set())
    counts = [0, 0]
    for one in phrases:
        said = [m for m in one.meanings if m.value != ("count",)]
        counts[one.start >= at] += len(said) < len(one.meanings)
        sides[one.start >= at].update("status" if m.value == ("action",) else m.role for m in said)
    first, second = sides
    if bool(counts[0]) != bool(counts[1]):
        return False
    named = bool(first & _NAMING) and bool(second & _NAMING)
    return "status" in first & second and second <= {"status", "operator", *_NAMING} and not named


def asks_where_it_stands(phrases: Iterable[Phrase], at: int) -> bool:
    """Whether a second clause only asks in which recommendations, which every answer tells."""
    asked = [m.value for one in phrases if one.start >= at for m in one.meanings if m.role == "shows"]
    return bool(asked) and set(asked) == {("recommendation",)}


def asks_only_where(words: list[WordToken], phrase: Phrase, phrases: Collection[Phrase]) -> bool:
    """Whether a phrase stands in a second clause that only asks in which recommendations."""
    seconds = {at for at, second in second_clauses(words) if second}
    ends = range(2, phrase.start - 1)
    seconds |= {
        at for at in ends if words[at].word in _UNDER and {words[at - 1].word} <= AND and words[at + 1].word in ASKING
    }
    return any(at <= phrase.start and asks_where_it_stands(phrases, at) for at in seconds)


def is_of_money(words: list[WordToken], phrase: Phrase, lexicon: Lexicon) -> bool:
    """Whether some words have one that is about money by itself: "larger contributions"."""
    said = (lexicon.phrases.get((one.word,), ()) for one in words[phrase.start : phrase.end])
    return any(meaning == _MONEY for meanings in said for meaning in meanings)


def of_numbers(words: list[WordToken], at: int, chips: Iterable[Chip]) -> tuple[str, ...] | None:
    """Of a word beside recommendations that are named by number: further numbers; None where it says something else.

    "The same for 9 as to 10" names one more; the "answer" to one is all that is told under it.
    """
    if all(chip.key != "number" for chip in chips):
        return None
    if words[at].word in ANSWERED:
        return ()
    further = words[at].word.isdigit() and len(words[at].word) <= _FIGURES and words[at - 1].word in _TO_NUMBERS
    return (words[at].word,) if further else None


def names_kind(phrases: Iterable[Phrase], kinds: Container[str]) -> bool:
    """Whether a kind of thing is named anywhere: "the donor most often mentioned", and not "what is"."""
    return any(m.role == "shows" and m.value[0] in kinds for one in phrases for m in one.meanings)


def before_kind(phrase: Phrase, phrases: Iterable[Phrase]) -> bool:
    """Whether a kind of thing is asked for right after a phrase."""
    return any(one.start == phrase.end and any(m.role == "shows" for m in one.meanings) for one in phrases)


def before_theme(phrase: Phrase, phrases: Iterable[Phrase], names: Names) -> bool:
    """Whether a theme is named right after a phrase."""
    after = next((one for one in phrases if one.start >= phrase.end), phrase)
    named = {names.kind(thing) for m in after.meanings if m.role == "names" for thing in m.value}
    return after.start <= phrase.end + 1 and named == {"theme"}


def may_pay(phrases: Iterable[Phrase], names: Names) -> set[str]:
    """Everything that a sentence may name by which somebody may pay."""
    alone = (one for one in phrases if all(m.role != "shows" for m in one.meanings))
    named = {thing for one in alone for m in one.meanings if m.role == "names" for thing in m.value}
    return {thing for thing in named if thing in names.payers or names.kind(thing) == "organisation"}


def names_payer(words: list[WordToken], phrases: list[Phrase], names: Names) -> bool:
    """Whether somebody who gives money is named, or asked for."""
    asked = any(m == Meaning("shows", ("donor",)) for one in phrases for m in one.meanings)
    return asked or bool(may_pay(phrases, names) & names.payers.keys()) or words[0].word in WHO


def is_asked_for(words: list[WordToken], at: int) -> bool:
    """Whether what begins at a place is asked for: after "which", or after "list all" at the beginning."""
    before = [token.word for token in words[:at]]
    return bool(before) and (before[-1] in WHICH or (before[0] in LISTS and {*before[1:]} <= EVERY | THE | OF))


def contrasts(words: list[WordToken], phrase: Phrase, after_not: int, shows: list[str]) -> bool:
    """Whether a "not" only tells what is asked for from what is not: "which recommendations, not the actions, name".

    Args:
        words: of the sentence.
        phrase: that comes after the "not".
        after_not: where the "not" ends.
        shows: what is asked for before it.
    """
    between = {token.word for token in words[after_not : phrase.start]}
    kinds = {m.value[0] for m in phrase.meanings if m.role == "shows"} if len(phrase.meanings) == 1 else set()
    asked = shows[-1:] in (["recommendation"], ["action"]) and kinds <= {"recommendation", "action"} - {*shows}
    return bool(kinds) and asked and between <= THE and (bool(between) or words[after_not - 1].word in _CONTRASTING)


def works_with_itself(words: list[WordToken], lexicon: Lexicon) -> bool:
    """Whether those are asked for who work with whoever reports, which is none of them."""
    said = {token.word for token in words}
    return bool(lexicon.itself & said and WITH_WHOM & said)


def told_by(typed: str, columns: frozenset[str]) -> bool:
    """Whether a second thing that is asked for, when or where, stands in a column of the answer to the first."""
    where = typed.casefold().partition(" ")[0] in WHERE and columns & _PLACES
    return bool(where or (DATES & {*plain_words(typed).split()[:3]} and columns & _TIMES))


def asks_for_other(words: list[WordToken], phrases: Iterable[Phrase], names: Names, question: Question) -> bool:
    """Whether the word after "what" is only looked for in texts, or things are to be listed that one name is of."""
    start = next((at for at, token in enumerate(words) if token.word in WHICH | LISTS), len(words))
    after = next((at for at in range(start + 1, len(words)) if words[at].word not in SMALL), -1)
    if after < 0:
        return False
    if question.name_of(words[after].typed):
        return words[start].word in WHICH
    first = next((one for one in phrases if one.start == after), None)
    things = [m.value[0] for m in first.meanings if m.role == "names"] if first else []
    collected = any(names.kind(thing) in COLLECTED - {"organisation"} for thing in things)
    return words[start].word in LISTS and collected and question.shows == "action"


def any_of(question: Question, kinds: Container[str]) -> Question:
    """A question in which any of several things of one kind may hold that all have to, each by itself.

    Args:
        question: made of parts.
        kinds: of the project.
    """
    chips: dict[tuple[str, bool], Chip] = {}
    for chip in question.chips:
        at = (chip.key if chip.key in kinds and not chip.some else f"{chip.key} {chip.told}", chip.without)
        old = chips.get(at)
        values = tuple(dict.fromkeys((*old.values, *chip.values))) if old else chip.values
        chips[at] = replace(old, values=values, names=(*old.names, *chip.names), typed="") if old else chip
    return replace(question, chips=tuple(chips.values()))


def compared(reading: Reading, kinds: Container[str]) -> Reading:
    """A reading of several that are named and compared, which asks to have them together; of one it is left out."""
    asked = [typed for typed in reading.left if {stem(word) for word in plain_words(typed).split()} - IN <= COMPARES]
    question = any_of(reading.question, kinds) if set(asked) - BETWEEN else reading.question
    chips = question.chips
    several = any(len(chip.names) > 1 or (chip.key in _NUMBERED and len(chip.values) > 1) for chip in chips)
    if not (several and set(asked) - BETWEEN):
        return reading
    sections = any(chip.key == "section" and len(chip.values) > 1 for chip in chips)
    if sections and not (question.group or any(chip.key in kinds for chip in chips)):
        question = replace(question, group="section")  # side by side, how much is told of each, where of all of it
    left = tuple(typed for typed in reading.left if typed not in asked)
    return replace(reading, question=question, left=left, compare=True)


def sorts_within(words: list[WordToken], phrase: Phrase, lexicon: Lexicon) -> list[str]:
    """The kinds of which a name says a sort: a product or an event that is called by it, as the concept paper is."""
    spans = ((start, end) for start in range(phrase.start, phrase.end) for end in range(start + 1, phrase.end + 1))
    said = (lexicon.phrases.get(tuple(token.word for token in words[start:end]), ()) for start, end in spans)
    return [m.value[0] for meanings in said for m in meanings if m.role == "sort" and m.value[0] in _SPECIFIC]


def lacking(questions: Iterable[str], implied: Mapping[str, str], shows: str, chips: Iterable[Chip]) -> dict[str, Chip]:
    """What a named question says of recommendations of which more is said: on Africa, and with "no action taken".

    Args:
        questions: those that are asked in so many words.
        implied: the status that nothing has of what one lists.
        shows: what is asked for.
        chips: what has to hold.
    """
    more = shows == "recommendation" and any(chip.key not in ("status", "only") for chip in chips)
    told = {name: implied[name] for name in questions if more and name in implied}
    return {name: Chip("status", (status,), (status,), without=True) for name, status in told.items()}


def members(kind: str, *, funded: bool) -> str:
    """The kind of what a thing that stands for many holds: Conventions of a set; of a group of donors that pay, donors.

    Args:
        kind: of the thing.
        funded: whether it is asked who pays.
    """
    return "instrument" if kind == "instrument-set" else "donor" if kind == "grouping" and funded else kind
