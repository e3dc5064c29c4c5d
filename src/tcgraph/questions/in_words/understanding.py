"""One sentence while it is taken in: what each of its phrases says, and what the words say that are in none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tcgraph.questions.addresses import GROUPS
from tcgraph.questions.chips import ANY, Chip
from tcgraph.questions.in_words import asked_clauses, knowledge, modifiers, phrase_meanings
from tcgraph.questions.in_words.function_words import (
    ARTICLES,
    ASKING,
    HAVING,
    IN,
    OF,
    ONLY,
    OTHERS,
    OUTSIDE,
    RELATIVE,
    WHO,
)
from tcgraph.questions.in_words.lexicon import Lexicon, Meaning, key
from tcgraph.questions.in_words.phrases import Phrase
from tcgraph.questions.in_words.reading import AMBIGUOUS, PARTIAL, SAID, SEARCHED, STATUSES
from tcgraph.questions.in_words.things import Things
from tcgraph.questions.in_words.title_words import titled
from tcgraph.questions.in_words.word_tokens import OR, WordToken
from tcgraph.questions.plain_words import plain_words
from tcgraph.questions.times import told

_MODIFIERS = frozenset(("donor", "country", "recommendation", "organisation", "theme"))
_CLAUSE_BEGINS, _FAR_FROM_NOT, _CLAUSE = 3, 4, 5
"""Words of a clause by which it is told; between a "not" and what is not; of a second question as it is told."""
_OF_PAYERS = "of_payers"
"""Verbs that are about money where who pays is asked for or named, and say nothing elsewhere: "gives the rules"."""
_BESIDE_DONORS = "beside_donors"
"""Verbs that are about money where donors are asked for, and may be about anything elsewhere."""
_COMING, _FIRM = ("planned", "under-way"), ("taken", "standing")
_DONE_SO = dict.fromkeys(("signed", "issued", "approved", "held"), ("taken",))  # each in its way
_TENSE, _REMAINING, _DONE, _HELD = "will", "remaining", "done", "held"
_ROWS, _UNREPORTED = ("recommendation",), ("unreported",)
_WILL, _BEGUN, _UNDER_WAY, _PERSON = ("planned",), ("begun",), ("under-way",), ("person",)


class SentenceReader:
    """Takes in one sentence.

    Args:
        reader: what is known.
        words: the sentence.
        found: its phrases.
        lexicon: of its language.
        language: for the names of things.
    """

    def __init__(
        self, reader: knowledge.KnownTerms, words: list[WordToken], found: list[Phrase], lexicon: Lexicon, language: str
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
        self._unpaid = self._deeds_lack = self._itself = False
        self._only: tuple[int, str] | None = None
        self._things = Things(reader, words, lexicon, language)
        self._questions: dict[str, str] = {}
        self._cannot, self._left, self._of_what, self._of_kind = list[str](), list[str](), list[str](), list[str]()
        self._doubts, self._loose = list[float](), list[float]()
        self._sorted: list[tuple[tuple[str, ...], Phrase, str]] = []
        self._roles: list[tuple[str, Phrase, str]] = []
        self._without: tuple[int, str] | None = None
        self._not_only, self._each = -2, 0
        self._most = self._group = self._funding = ""
        self._after_not: set[int] = set()
        self._further: list[tuple[str, str]] = []
        self._whether = modifiers.asks_whether(words)
        self._understand()

    def _understand(self) -> None:
        self._only = modifiers.only_in_french(self._words)
        used: set[int] = set()
        for phrase in self._phrases:
            used.update(range(phrase.start, phrase.end))
            self._take(phrase)
        self._left += [pending[1] for pending in (self._without, self._only) if pending]
        if self._without and self._after_not:
            # A "not" of which it is not clear what it denies must not leave the opposite behind.
            self._left += [value for chip in self._chips if chip.key == "status" for value in chip.values]
            self._chips = [chip for chip in self._chips if chip.key != "status"]
        self._doubts += [AMBIGUOUS] if modifiers.excepts_several(self._words, self._phrases) else []
        rest = [at for at, token in enumerate(self._words) if at not in used and token.word.isalnum()]
        operators = {m.value[0] for phrase in self._phrases for m in phrase.meanings if m.role == "operator"}
        denied = bool(operators & {"without", "beyond", "whether"} or self._only or self._all_so)
        asks = any(token.word in ASKING for token in self._words) and not self._whether
        stands = not asks or self._done or self._starts or any(chip.key == "status" for chip in self._chips)
        lost = asked_clauses.said_of_nothing(self._words, rest, self._lexicon, denies=denied, stands=stands)
        self._left += [self._words[at].typed for at in sorted(lost)]
        light = {at for at in rest if self._words[at].word in self._lexicon.light}
        self._passed = (*(self._words[at].typed for at in sorted(light)), *self._of_what)
        unread = [at for at in rest if at not in light and self._words[at].word not in self._lexicon.stop]
        self._free = {at for at in range(len(self._words)) if at not in used}
        done: set[int] = set()
        for at in unread:
            done.update(() if at in done else self._unknown(at))
        self._asks_twice()

    def _unknown(self, at: int) -> Iterable[int]:
        """A word of no known meaning: part of one thing's name, or only to be looked for in the texts."""
        token = self._words[at]
        for start, end in knowledge.around(at, len(self._words)):
            named = [one for one in self._things.named if one.start < end and start < one.end]
            inside = set(range(start, end))
            apart = inside - self._free - {i for one in named for i in range(one.start, one.end)}
            things = () if apart else knowledge.partly(self._words, start, end, self._reader.names)
            if things and all(one.start >= start and one.end <= end for one in named):
                self._things.named = [one for one in self._things.named if one not in named]
                self._things.add(knowledge.Named(things, start, end))
                self._loose.append(PARTIAL)
                return inside
        if knowledge.in_a_name(token, self._things.named, self._reader.names):
            return (at,)
        if (more := asked_clauses.of_numbers(self._words, at, self._chips)) is not None:
            for number in more:
                self._add(Chip("number", (number,), (number,)))
            return (at,)
        if together := modifiers.hyphenated(self._words, at, self._lexicon.stop):
            self._search((f'"{together}"',), together.replace(" ", "-"), SAID, (at, at + 3))
            return (at, at + 2)
        forms = tuple(dict.fromkeys((knowledge.prefix(token.word), knowledge.prefix(plain_words(token.typed)))))
        little = modifiers.says_little(self._words, at, self._phrases, self._reader, self._lexicon)
        if places := self._reader.names.of_a_place(token.word):
            self._things.add(knowledge.Named(places, at, at + 1))
            self._loose.append(PARTIAL)
        elif little is modifiers.FillerReason.QUALITY:  # it holds if anything has it, and is told as open else
            self._maybe.append(Chip("words", forms, (token.typed,)))
        elif little:
            self._passed = (*self._passed, token.typed)
        else:
            self._search(forms, token.typed, SEARCHED, (at, at + 1))
        return (at,)

    def _asks_twice(self) -> None:
        """A sentence that asks whether, or that asks for a second thing, is not answered by one list."""
        statuses = {value for chip in self._chips if chip.key == "status" for value in chip.values}
        if self._whether and len(statuses) > 1:
            self._doubts.append(AMBIGUOUS)  # whether what is planned was done
        for at, second in asked_clauses.second_clauses(self._words):
            if second and self._done and statuses and not asked_clauses.asks_further(self._phrases, at):
                # "What was done and what is planned" is all of it, each with how it stands.
                self._chips = [chip for chip in self._chips if chip.key != "status" or chip.without]
                self._doubts = [doubt for doubt in self._doubts if doubt != PARTIAL]  # of the tense
                self._done = False
                self._shows = self._shows or ["action"]
            elif not asked_clauses.asks_where_it_stands(self._phrases, at):
                self._left.append(self._typed(at, at + _CLAUSE))

    def _typed(self, start: int, end: int) -> str:
        return " ".join(token.typed for token in self._words[start:end])

    def _take(self, phrase: Phrase) -> None:
        """What one phrase says; where it may mean several things, those of a higher rank are meant."""
        typed, roles = self._typed(phrase.start, phrase.end), {meaning.role for meaning in phrase.meanings}
        asks = "question" in roles and not asked_clauses.names_kind(self._phrases, self._reader.kinds)
        if "operator" in roles and not asks:
            self._operate(next(m.value[0] for m in phrase.meanings if m.role == "operator"), phrase, typed)
            return
        if self._without and asked_clauses.contrasts(self._words, phrase, self._without[0], self._shows):
            self.asked = tuple(one for one in self.asked if one.typed not in (typed, self._without[1]))
            self._without, self._itself = None, self._shows[-1] == "recommendation"
            return
        denial, before = self._without, (tuple(self._chips), tuple(self._things.named))
        without = self._is_without(phrase)
        self._mean(phrase, typed, roles, without=without)
        if without and denial and (tuple(self._chips), tuple(self._things.named)) == before:
            self._left.append(denial[1])  # what cannot be denied: its opposite must not be taken for what was asked

    def _mean(self, phrase: Phrase, typed: str, roles: set[str], *, without: bool) -> None:
        names_payer = asked_clauses.names_payer(self._words, self._phrases, self._reader.names)
        for role, value in ((m.role, m.value) for m in self._meant(phrase, roles)):
            if role == "cannot" and self._is_content(phrase, value):
                if "words" not in roles:  # "meeting of directors" names no person
                    expressions = knowledge.searched(self._lexicon, (self._words[phrase.end - 1].word,))
                    self._search(expressions, typed, SAID, phrase.place)
                    self.asked = tuple(phrase_meanings.without(self.asked, typed, Meaning("words", expressions)))
            elif role == "cannot":
                self._cannot.append(value[0])
            elif role == "question":
                alone = not roles & {"shows", "status", "words", "names", "role", "funding"}
                self._questions.setdefault(value[0], typed if alone else "")
            elif (
                role == "shows"
                and value == _ROWS
                and not self._shows
                and asked_clauses.asks_only_where(self._words, phrase, self._phrases)
            ):
                self.asked = tuple(phrase_meanings.without(self.asked, typed))  # each row tells it
            elif role == "shows":
                self._show(value[0], phrase, typed, roles, without=without)
            elif role == "sort" and "question" not in roles:
                self._sorted.append((value, phrase, typed))
            elif role == "funding" and modifiers.is_turned(self._words, phrase):
                self._left.append(self._typed(phrase.start, phrase.end + 1))
            elif role == "funding" and value == (_OF_PAYERS,) and not names_payer:
                continue
            elif role == "funding" and (value != (_BESIDE_DONORS,) or "donor" in self._shows):
                apart = self._without and plain_words(self._without[1]).split()[0] in OUTSIDE
                denied = self._without and self._without[0] == phrase.start and not (apart or "donor" in self._shows)
                if denied and not asked_clauses.may_pay(self._phrases, self._reader.names):
                    self._without = None  # "not funded": by nobody who is named
                    self._add(Chip("donor", (ANY,), (ANY,), without=True))
                elif denied:
                    self._without, self._unpaid = None, True  # "not funded by Norway": but by others, or by nobody
                    self._funding = typed
                else:
                    self._funding = self._funding or typed
            elif role == "funding":
                self._search(
                    knowledge.searched(self._lexicon, (self._words[phrase.start].word,)), typed, SEARCHED, phrase.place
                )
            elif role == "status" and ("question" not in roles or phrase_meanings.given(phrase.meanings)):
                value, without = (STATUSES, True) if value == _UNREPORTED else (value, without)
                if self._only and self._only[0] <= phrase.start <= self._only[0] + 2:
                    self._only, self._all_so = None, True
                    value = ("taken",) if value == (_DONE,) else value
                if value == (_DONE,):
                    self._done = True
                    continue
                if value == (_HELD,) and not (self._whether or "count" in self._shows):
                    continue  # of events, which ones there are, and not how many there have been
                value = _DONE_SO.get(value[0], value)
                if value == (_TENSE,) and any(m.role == "when" for one in self._phrases for m in one.meanings):
                    continue  # "what will be discussed in November 2006": the time says so
                if value in ((_TENSE,), (_REMAINING,)):
                    # "What will ACTRAV do": what is planned, or goes on, as far as a tense tells.
                    self._doubts += [PARTIAL] if value == (_TENSE,) else []
                    value = _COMING
                if value == _BEGUN:
                    self._starts = True
                    value, without = (_WILL if without else _UNDER_WAY), False  # what is not begun is planned
                value = _FIRM if 0 <= phrase.start - self._not_only <= 1 else value  # "not just planned"
                self._add(Chip("status", value, value, without))
                self._after_not |= {phrase.start} if self._without and not without else set()
            elif role == "role":
                self._roles.append((value[0], phrase, typed))
            elif role == "names" and 0 <= phrase.start - self._not_only <= 1:
                continue  # "not only Africa": nothing is narrowed to it
            elif role == "names" and not roles & {"cannot", "shows", "role", "question"}:
                self._things.add(knowledge.Named(value, phrase.start, phrase.end, without))
                # A product or an event that is called by its sort, as the concept paper is, asks for that kind, too.
                self._sorts += asked_clauses.sorts_within(self._words, phrase, self._lexicon)
            elif role == "words" and not roles & {"names", "shows", "status", "role", "question", "cannot"}:
                self._search(value, typed, SAID, phrase.place, without=without)
                if self._words[0].word in WHO and asked_clauses.is_of_money(self._words, phrase, self._lexicon):
                    self._funding = self._funding or typed  # "who agreed to larger contributions"
            elif role == "any":
                self._add(Chip(value[0], (ANY,), (ANY,), without))
            elif role in ("number", "section", "when"):
                self._add(Chip(role, value, (told(value[0]),) if role == "when" else value, without))
            elif role == "instrument":
                self._things.add(knowledge.Named(value, phrase.start, phrase.end, without))

    def _is_content(self, phrase: Phrase, value: tuple[str, ...]) -> bool:
        """Whether words that ask for what cannot be told only say what something else is about."""
        apart = modifiers.is_modifier(self._words, phrase, self._phrases) or modifiers.is_addressed(self._words, phrase)
        named = value == _PERSON and apart
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

    def _operate(self, operator: str, phrase: Phrase, typed: str) -> None:
        """A word that changes what others say; what cannot be done is told as left out, and not passed over."""
        if operator in ("nothing", "report", "surely", "says"):  # "in the report": all is
            self._of_report |= operator == "report"
        elif operator == "without":
            self._without = (phrase.end, typed)
            # Which of 8 to 16 do "not concern Africa", "what is planned for employers but not for workers".
            rows = any(chip.key == "number" or (chip.key == "status" and not self._shows) for chip in self._chips)
            self._deeds_lack = rows or self._shows[:1] in (["action"], ["recommendation"])
            # Of those who act: others act, or not these; what is about another theme is about another.
            theme = asked_clauses.before_theme(phrase, self._phrases, self._reader.names)
            self._doubts += [AMBIGUOUS] if self._words[phrase.start].word in OTHERS and not theme else []
        elif operator == "not_only":
            self._not_only = phrase.end
        elif operator == "each":
            self._each = phrase.end if "count" in self._shows or phrase.end == phrase.start + 1 else 0
        elif operator == "most" or (operator == "most_before" and asked_clauses.before_kind(phrase, self._phrases)):
            self._most = typed
        elif operator == "either":
            self._things.either = phrase.end
        elif operator == "both":
            self._things.both = typed
        elif operator == "whether":
            stands = self._whether or any(chip.key == "status" for chip in self._chips)
            stands |= self._words[phrase.start].word not in OR and not self._shows  # it exists already
            self._doubts += [] if stands else [AMBIGUOUS]  # which do so or not are two lists; which do already, one
            self._whether = True
        elif self._words[phrase.start].word in ONLY and phrase.end == phrase.start + 1:
            self._only = (phrase.end, typed)
        else:
            self._left.append(typed)

    def _is_without(self, phrase: Phrase) -> bool:
        """Whether a "without" stands right before a phrase that it can be said of."""
        if self._without is None:
            return False
        between = self._words[self._without[0] : phrase.start]
        # "what has not been done", "no se ha hecho"
        stands = any(m.role == "status" or (m.role == "names" and self._deeds_lack) for m in phrase.meanings)
        small = ARTICLES | (self._lexicon.stop if stands else HAVING)
        if any(token.word not in small for token in between) or len(between) > _FAR_FROM_NOT:
            return False
        if plain_words(self._without[1]).split()[0] in OUTSIDE and not modifiers.names_place(
            phrase, self._reader.names
        ):
            return False  # "outside money" is no negation
        roles = {meaning.role for meaning in phrase.meanings}
        if roles & {"question", "cannot", "funding", "role"}:
            if self._words[phrase.end - 1].word in OF | IN | {"on"}:  # "not dependent on X": what comes after is denied
                self._without = (phrase.end, self._without[1])
            return False
        if roles == {"shows"} and not any(meaning.value[0] in self._reader.kinds for meaning in phrase.meanings):
            self._without = (phrase.end, self._without[1])  # "no action taken": the taking is denied
            return False
        self._without = None
        return True

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
        asked_of = kind in self._reader.kinds and modifiers.is_to_whom(self._words, phrase, self._shows, self._phrases)
        modifies = kind in _MODIFIERS and modifiers.is_modifier(self._words, phrase, self._phrases)
        if asked_of or modifies:
            names = self._reader.names
            called = names.things(key(typed)) or names.things((kind,))
            if called and (asked_of or self._shows == ["recommendation"]):
                self._things.add(knowledge.Named(called, phrase.start, phrase.end))
                self.asked = tuple(phrase_meanings.without(self.asked, typed, Meaning("names", called)))
                return
            expressions = knowledge.searched(self._lexicon, (self._words[phrase.end - 1].word,))
            self._search(expressions, typed, SAID, phrase.place)
            return
        if without and kind in self._reader.kinds:
            self._add(Chip(kind, (ANY,), (typed,), without=True))
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

    def _search(
        self, expressions: tuple[str, ...], typed: str, doubt: float, place: tuple[int, int], *, without: bool = False
    ) -> None:
        stands = knowledge.beside(self._words, *place, self._lexicon.stop)
        near = "|".join(f'"{one}"' for phrase in stands for one in knowledge.in_other_words(phrase, self._lexicon))
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
