"""What one sentence says, as it is taken in: kinds that are asked for, conditions, things, and what is in doubt."""

from __future__ import annotations

from dataclasses import replace

from tcgraph.questions.addresses import GROUPS
from tcgraph.questions.chips import ANY, Chip
from tcgraph.questions.in_words import asked_clauses, knowledge, modifiers, phrase_meanings
from tcgraph.questions.in_words.function_words import (
    ASKING,
    EXCEPT,
    IN,
    OF,
    OUTSIDE,
    RELATIVE,
    THE,
    WITH,
)
from tcgraph.questions.in_words.known_names import TITLED, Names
from tcgraph.questions.in_words.lexicon import MINOR, Lexicon, Meaning, key
from tcgraph.questions.in_words.phrases import Phrase
from tcgraph.questions.in_words.reading import AMBIGUOUS, SAID
from tcgraph.questions.in_words.things import Things
from tcgraph.questions.in_words.word_tokens import AND, OR, WordToken
from tcgraph.questions.plain_words import plain_words

_MODIFIERS = frozenset(("donor", "country", "recommendation", "organisation", "theme"))
_DEEDS = frozenset(("action", "recommendation"))
_CLAUSE_BEGINS, _PERSON = 3, ("person",)
"""Words of a clause by which it is told."""


class SentenceParts:
    """Holds what one sentence says, as it is taken in.

    Args:
        reader: what is known.
        words: the sentence.
        found: its phrases.
        lexicon: of its language.
        language: for the names of things.
        whether: whether it is known to ask for a yes or a no.
    """

    def __init__(
        self,
        reader: knowledge.KnownTerms,
        words: list[WordToken],
        found: list[Phrase],
        lexicon: Lexicon,
        language: str,
        *,
        whether: bool = False,
    ) -> None:
        self._reader = reader
        self._words = words
        self._language = language
        self._lexicon = lexicon
        self._phrases = [*modifiers.counted(titled(found, words, lexicon, reader.names))]
        self.asked = phrase_meanings.asked(words, self._phrases, lexicon)
        self._shows, self._shows_apart, self._sorts = (list[str]() for _ in range(3))
        self._chips, self._maybe = list[Chip](), list[Chip]()
        self._done = self._starts = self._all_so = self._of_report = self._asked_for_kind = False
        self._unpaid = self._deeds_lack = self._itself = self._alone = False
        self._only: tuple[int, str] | None = None
        self._things = Things(reader, words, lexicon, language)
        self._questions: dict[str, str] = {}
        self._cannot, self._left, self._of_what, self._of_kind = list[str](), list[str](), list[str](), list[str]()
        self._doubts, self._loose = list[float](), list[float]()
        self._sorted: list[tuple[tuple[str, ...], Phrase, str]] = []
        self._roles: list[tuple[str, Phrase, str, bool]] = []
        self._denied, self._head, self._none = range(0), "", False
        self._at_all = False
        self._without: tuple[int, str] | None = None
        self._not_only, self._each, self._not_ends = -2, 0, 0
        self._most = self._group = self._funding = ""
        self._after_not: set[int] = set()
        self._further: list[tuple[str, str]] = []
        self._whether = whether or modifiers.asks_whether(words)
        self._understand()

    def _understand(self) -> None:
        """Take in the sentence."""
        raise NotImplementedError

    @property
    def _of_texts(self) -> bool:
        """Whether it is asked what is in a report: "mentioned", "says"."""
        return any(token.word in self._lexicon.inside for token in self._words)

    def _typed(self, start: int, end: int) -> str:
        return " ".join(token.typed for token in self._words[start:end])

    def _is_content(self, phrase: Phrase, value: tuple[str, ...]) -> bool:
        """Whether words that ask for what cannot be told only say what something else is about."""
        apart = modifiers.is_modifier(self._words, phrase, self._phrases) or modifiers.is_addressed(self._words, phrase)
        named = value == _PERSON and (apart or modifiers.is_of_what(self._words, phrase, self._phrases))
        return named or modifiers.stands_in_texts(self._words, phrase, self._lexicon, self._reader.names)

    def _meant(self, phrase: Phrase, roles: set[str]) -> tuple[Meaning, ...]:
        """What may be meant: "UN agencies" are asked for after "which" or "list all", and named anywhere else."""
        called = {self._reader.names.kind(m.value[0]) for m in phrase.meanings if m.role == "names"}
        if not called & {m.value[0] for m in phrase.meanings if m.role == "sort"}:
            return phrase.meanings
        start = phrase.start
        asked = asked_clauses.is_asked_for(self._words, start)
        after = {token.word for token in self._words[phrase.end : phrase.end + _CLAUSE_BEGINS]}
        asked = not self._shows and (asked or (not self._things.named and start <= 1 and bool(after & RELATIVE)))
        apart = {"names"} if asked else {"sort", "shows"}
        roles -= apart
        return tuple(meaning for meaning in phrase.meanings if meaning.role not in apart)

    def _show(self, kind: str, phrase: Phrase, typed: str, roles: set[str], *, without: bool) -> None:
        last = self._words[phrase.end - 1]
        one = plain_words(last.typed) == last.word  # "financed by donors" is no count
        counted = self._each and self._each == phrase.start and self._shows and one
        if counted and kind in (*GROUPS, "recommendation", *self._reader.kinds):
            self._group = kind
            return
        first = kind in self._reader.kinds and not self._shows
        if first and modifiers.says_of_what(self._words, phrase, self._things.named, self._reader.names):
            self._of_what.append(typed)
            return
        apart = plain_words(self._without[1]).split()[0] in OUTSIDE | EXCEPT if self._without else False
        if apart and kind in _DEEDS and any(token.word in ASKING for token in self._words[phrase.end :]):
            return  # "outside the recommendations on donors, what is planned"
        asked_of = kind in self._reader.kinds and modifiers.is_to_whom(self._words, phrase, self._shows, self._phrases)
        modifies = kind in _MODIFIERS and modifiers.is_modifier(self._words, phrase, self._phrases)
        names = self._reader.names
        called = names.things(key(typed)) or names.things((kind,))
        if called and self._shows in (["recommendation"], ["action"]):
            asked_of |= modifiers.is_spoken_of(self._words, phrase, self._lexicon.inside)
        if asked_of or modifies:
            if called and (asked_of or self._shows == ["recommendation"]):
                self._things.add(knowledge.Named(called, phrase.start, phrase.end, without))
                self.asked = tuple(phrase_meanings.without(self.asked, typed, Meaning("names", called)))
                return
            expressions = knowledge.searched(self._lexicon, (self._words[phrase.end - 1].word,))
            self._search(expressions, typed, SAID, phrase.place)
            return
        if without and (kind, "donor" in self._shows) == ("country", True):  # "donors that are no countries"
            self._add(Chip("donor", self._reader.names.governments, (typed,), without=True))
            return
        if without and kind in self._reader.kinds:
            self._add(Chip(kind, (ANY,), (typed,), without=True))
            return
        if kind in self._reader.kinds and self._shows and self._joins_named(phrase):
            self._add(Chip(kind, (ANY,), (typed,)))  # "which actions name the UN and donors"
            return
        if kind in self._reader.kinds and modifiers.has_one(self._words, phrase, self._phrases, self._shows):
            if (*self._shows[-1:], kind) != ("agreement", "donor"):  # which all agreements are with
                self._add(Chip(kind, (ANY,), (typed,)))  # "actions with a donor"
            return
        self._doubts += [AMBIGUOUS] if not self._shows and modifiers.is_object(self._words, phrase) else []
        self._shows.append(kind)
        if "question" not in roles:
            self._shows_apart.append(kind)
            apart = "sort" in roles or modifiers.stands_by(phrase, kind, self._phrases, self._reader.names, self._words)
            self._further += [] if apart else [(kind, typed)]
        if kind == "organisation" and self._things.named and self._things.named[-1].end == phrase.start:
            self._doubts.append(AMBIGUOUS)  # "evaluation unit" names one

    def _joins_named(self, phrase: Phrase) -> bool:
        """Whether an "and" joins a kind to a thing that is named, and not to what is asked for."""
        between = (
            {token.word for token in self._words[self._things.named[-1].end : phrase.start]}
            if self._things.named
            else set()
        )
        return bool(between & (AND - OR)) and between <= AND - OR | THE

    def _search(
        self, expressions: tuple[str, ...], typed: str, doubt: float, place: tuple[int, int], *, without: bool = False
    ) -> None:
        stands = knowledge.beside(self._words, *place, self._lexicon.stop)
        near = "|".join(f'"{one}"' for phrase in stands for one in knowledge.in_other_words(phrase, self._lexicon))
        without |= place[0] in self._denied
        self._chips.append(Chip("words", expressions, (typed,), without, near))
        self._of_kind += [typed] if modifiers.tells_sort(self._words, *place, self._phrases, self._reader.kinds) else []
        self._loose.append(doubt)

    def _add(self, chip: Chip) -> None:
        for at, other in enumerate(self._chips):
            if other.key == chip.key and other.without == chip.without and chip.key != "words":
                values = tuple(dict.fromkeys((*other.values, *chip.values)))
                names = tuple(dict.fromkeys((*other.names, *chip.names)))
                self._chips[at] = replace(other, values=values, names=names, typed="")
                return
        self._chips.append(chip)


# -- things that a sentence calls by words of their titles, such as "the Turin donor meeting"

_LONGEST = 9
_FEWEST = 2
_COUNTRY = Meaning("shows", ("country",))


def titled(phrases: list[Phrase], words: list[WordToken], lexicon: Lexicon, names: Names) -> list[Phrase]:
    """The phrases of a sentence; in place of those within words that only one title has, one for that thing."""
    found: list[Phrase] = []
    at = 0
    while at < len(phrases):
        found.append(_title_at(phrases, at, words, lexicon, names) or phrases[at])
        end = found[-1].end
        at += 1
        while at < len(phrases) and phrases[at].start < end:
            at += 1
    return found


def _title_at(phrases: list[Phrase], at: int, words: list[WordToken], lexicon: Lexicon, names: Names) -> Phrase | None:
    """The one thing that is called by a noun such as "meeting" with words beside it, from one phrase on."""
    start = phrases[at].start
    for end in range(min(len(words), start + _LONGEST), start + 1, -1):
        if any(p.start < end < p.end or (p.start, p.end) == (start, end) for p in phrases):
            continue
        said = [token for token in words[start:end] if token.word not in OF | IN | MINOR | WITH | lexicon.stop]
        heads = [token for token in said if _is_head(token, lexicon)]
        if len(said) < _FEWEST or not heads or words[end - 1] is not said[-1] or words[start] is not said[0]:
            continue
        if names.things(tuple(token.word for token in said)):
            continue
        turning = (m for p in phrases if start <= p.start < end for m in p.meanings if m.role == "operator")
        if any(m.value != ("nothing",) for m in turning):
            continue  # "the Turin Centre in this plan"
        if any(_COUNTRY in one.meanings and start <= one.start < end for one in phrases):
            continue  # "project countries" are countries, and no project
        things = names.titled(frozenset(token.word for token in said))
        if len(things) == 1:
            return Phrase(start, end, (Meaning("names", things),))
    return None


def _is_head(token: WordToken, lexicon: Lexicon) -> bool:
    """Whether a word is the noun of a title, and of one thing."""
    meanings = lexicon.phrases.get((token.word,), ())
    one = not token.typed.endswith(("s", "x"))
    sort = any(meaning.role == "sort" and meaning.value[0] in TITLED for meaning in meanings)
    return one and (sort or token.word in lexicon.heads)
