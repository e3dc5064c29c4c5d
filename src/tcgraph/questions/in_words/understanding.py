"""One sentence while it is taken in: what each of its phrases says, and what the words say that are in none."""

from __future__ import annotations

from collections.abc import Iterable

from tcgraph.questions.chips import ANY, Chip
from tcgraph.questions.in_words import asked_clauses, denials, knowledge, modifiers, phrase_meanings
from tcgraph.questions.in_words.denials import Denied
from tcgraph.questions.in_words.function_words import (
    ARTICLES,
    ASKING,
    BY,
    FOR,
    HAVING,
    IN,
    NE,
    NOT,
    NOTHING,
    ONLY,
    OTHERS,
    OUTSIDE,
    RELATIVE,
    WHO,
)
from tcgraph.questions.in_words.lexicon import Meaning
from tcgraph.questions.in_words.phrases import Phrase
from tcgraph.questions.in_words.reading import AMBIGUOUS, PARTIAL, SAID, SEARCHED, STATUSES
from tcgraph.questions.in_words.sentence_parts import SentenceParts
from tcgraph.questions.in_words.spoken_times import told
from tcgraph.questions.in_words.word_tokens import OR
from tcgraph.questions.plain_words import plain_words

_NEAR, _CLAUSE, _NEXT = 3, 5, 2
"""Words between the parts of a French "no more"; of a second question as it is told; after an "only"."""
_OF_PAYERS = "of_payers"
"""Verbs that are about money where who pays is asked for or named, and say nothing elsewhere: "gives the rules"."""
_BESIDE_DONORS = "beside_donors"
"""Verbs that are about money where donors are asked for, and may be about anything elsewhere."""
_COMING, _FIRM = ("planned", "under-way"), ("taken", "standing")
_DONE_SO = dict.fromkeys(("signed", "issued", "approved", "held"), ("taken",))  # each in its way
_TENSE, _REMAINING, _DONE, _HELD = "will", "remaining", "done", "held"
_ALONE = frozenset(("names", "instrument", "number", "section", "when", "sort", "shows", "words"))
"""What "only" may be said of that a list of just those says by itself."""
_ROWS, _UNREPORTED = ("recommendation",), ("unreported",)
_WILL, _BEGUN, _UNDER_WAY = ("planned",), ("begun",), ("under-way",)


class SentenceReader(SentenceParts):
    """Takes in one sentence; made as :class:`~tcgraph.questions.in_words.sentence_parts.SentenceParts` is."""

    def _understand(self) -> None:
        self._only = modifiers.only_in_french(self._words)
        used: set[int] = set()
        for phrase in self._phrases:
            used.update(range(phrase.start, phrase.end))
            self._take(phrase)
        self._left += [pending[1] for pending in (self._without, self._only) if pending]
        self._left += [self._head] if self._head and not self._denies() else []
        if self._without and self._after_not:
            # A "not" of which it is not clear what it denies must not leave the opposite behind.
            self._left += [value for chip in self._chips if chip.key == "status" for value in chip.values]
            self._chips = [chip for chip in self._chips if chip.key != "status"]
        self._doubts += [AMBIGUOUS] if modifiers.excepts_several(self._words, self._phrases) else []
        rest = [at for at, token in enumerate(self._words) if at not in used and token.word.isalnum()]
        operators = {m.value[0] for phrase in self._phrases for m in phrase.meanings if m.role == "operator"}
        denies = any(token.word in NOT - NE for one in self._phrases for token in self._words[one.start : one.end])
        denied = bool(denies or operators & {"without", "beyond", "whether"} or self._only or self._all_so)
        asks = any(token.word in ASKING for token in self._words) and not self._whether
        stands = not asks or self._done or self._starts or any(chip.key == "status" for chip in self._chips)
        lost = asked_clauses.said_of_nothing(self._words, rest, self._lexicon, denies=denied, stands=stands)
        # A letter tells nobody what was left out: "n'a".
        self._left += [self._typed(at, at + 1 + (self._words[at].word in NE)) for at in sorted(lost)]
        light = {at for at in rest if self._words[at].word in self._lexicon.light}
        self._passed = (*(self._words[at].typed for at in sorted(light)), *self._of_what)
        unread = [at for at in rest if at not in light and self._words[at].word not in self._lexicon.stop]
        self._free = {at for at in range(len(self._words)) if at not in used}
        done: set[int] = set()
        for at in unread:
            done.update(() if at in done else self._unknown(at))
        self._asks_twice()

    def _denies(self) -> bool:
        """Whether anything must not hold."""
        said = [one.without for one in self._chips] + [one.without for one in self._things.named]
        return any((*said, *(without for *_, without in self._roles)))

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
            if second and asked_clauses.of_two_states(self._phrases, at):
                # All of it, each with how it stands.
                self._chips = [chip for chip in self._chips if chip.key != "status" or chip.without]
                self._group = "status" if "count" in self._shows else self._group
                self._shows, self._all_so = ["action"], False
                self.asked = tuple(one for one in self.asked if plain_words(one.typed) not in ONLY)
            elif second and self._done and statuses and not asked_clauses.asks_further(self._phrases, at):
                # "What was done and what is planned" is all of it, each with how it stands.
                self._chips = [chip for chip in self._chips if chip.key != "status" or chip.without]
                self._doubts = [doubt for doubt in self._doubts if doubt != PARTIAL]  # of the tense
                self._done = False
                self._shows = self._shows or ["action"]
            elif not asked_clauses.asks_where_it_stands(self._phrases, at):
                self._left.append(self._typed(at, at + _CLAUSE))

    def _take(self, phrase: Phrase) -> None:
        """What one phrase says; where it may mean several things, those of a higher rank are meant."""
        typed, roles = self._typed(phrase.start, phrase.end), {meaning.role for meaning in phrase.meanings}
        asks = "question" in roles and not asked_clauses.names_kind(self._phrases, self._reader.kinds)
        if denials.denies_next(self._words, phrase, self._phrases, self._lexicon):
            self.asked = tuple(phrase_meanings.without(self.asked, typed, Meaning("operator", ("without",))))
            self._operate("without", phrase, typed)
            self._at_all |= self._words[phrase.start].word in NOTHING
            return
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
        kinds = {m.value[0] for m in phrase.meanings if m.role == "shows"}
        further = kinds & {"action", "recommendation"} or (kinds and self._shows[:-1])  # of which something is said
        if self._only and roles & _ALONE and not further and self._is_only(phrase):
            self._only, self._alone = None, True
        stands = "status" in roles and any(chip.key == "status" for chip in self._chips)  # said already, perhaps
        if (
            without
            and denial
            and not (self._head or stands)
            and (tuple(self._chips), tuple(self._things.named)) == before
        ):
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
            elif role == "question" and without and roles & {"role", "shows"}:
                continue  # "not partners": the part is denied
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
            elif role == "funding" and phrase.start in self._denied:
                self._left.append(typed)  # of what is not so, who pays for it says nothing
            elif role == "funding" and modifiers.is_turned(self._words, phrase):
                self._left.append(self._typed(phrase.start, phrase.end + 1))
            elif role == "funding" and value == (_OF_PAYERS,) and not names_payer:
                continue
            elif role == "funding" and (value != (_BESIDE_DONORS,) or "donor" in self._shows):
                apart = self._without and plain_words(self._without[1]).split()[0] in OUTSIDE
                small = self._lexicon.stop
                near = self._without and denials.is_near(self._words, self._without[0], phrase, small)
                denied = near and not (apart or "donor" in self._shows)
                if denied and not asked_clauses.may_pay(self._phrases, self._reader.names):
                    self._without = None  # "not funded": by nobody who is named
                    self._add(Chip("donor", (ANY,), (ANY,), without=True))
                elif denied:
                    self._without, self._unpaid, self._none = (
                        None,
                        True,
                        True,
                    )  # "not funded by Norway": but by others, or by nobody
                    self._funding = typed
                else:
                    self._funding = self._funding or typed
            elif role == "funding":
                self._search(
                    knowledge.searched(self._lexicon, (self._words[phrase.start].word,)), typed, SEARCHED, phrase.place
                )
            elif role == "status" and ("question" not in roles or phrase_meanings.given(phrase.meanings)):
                value, without = (STATUSES, True) if value == _UNREPORTED else (value, without)
                if self._only and self._is_only(phrase):
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
                self._roles.append((value[0], phrase, typed, without))
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

    def _operate(self, operator: str, phrase: Phrase, typed: str) -> None:
        """A word that changes what others say; what cannot be done is told as left out, and not passed over."""
        if operator in ("nothing", "report", "surely", "says"):  # "in the report": all is
            self._of_report |= operator == "report"
        elif operator == "without" and (verb := denials.verb_denied(self._words, phrase.start, self._phrases)):
            self._left.append(f"{verb} {typed}")
            self._chips = [chip for chip in self._chips if chip.key != "status"]
        elif operator == "without" and self._funding and phrase.end == len(self._words) and self._unfunded(phrase):
            self._add(Chip("donor", (ANY,), (ANY,), without=True))  # "qui ne financent pas"
            self._funding = ""
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
            before = [one.typed for one in self._words[max(0, phrase.start - _NEAR) : phrase.start] if one.word in NE]
            # "N'est plus" is so no more, and not more of it.
            self._left.append(" … ".join([*before[-1:], typed]))

    def _is_only(self, phrase: Phrase) -> bool:
        """Whether an "only" is said of what a phrase says."""
        if self._only is None or phrase.start < self._only[0]:
            return False
        small = self._lexicon.stop | ARTICLES | HAVING | FOR | BY | IN | RELATIVE
        near = phrase.start <= self._only[0] + _NEXT
        return near or denials.is_near(self._words, self._only[0], phrase, small)

    def _unfunded(self, phrase: Phrase) -> bool:
        return bool(denials.verb_denied(self._words, phrase.start, self._phrases, "funding"))

    def _is_without(self, phrase: Phrase) -> bool:
        """Whether a "without" stands right before a phrase that it can be said of, or denies its whole clause."""
        if phrase.start in self._denied:
            return True
        if self._without is None:
            goes_on = denials.goes_on_after(self._words, self._not_ends, phrase)
            self._not_ends = phrase.end if goes_on else 0
            return goes_on
        what = denials.denied(
            self._words, phrase, self._without, self._lexicon, self._reader.kinds, self._shows,
            deeds=self._deeds_lack,
        )  # fmt: skip
        if what is Denied.AFTER:
            self._without = (phrase.end, self._without[1])
        if what in (Denied.NOTHING, Denied.AFTER):
            return False
        self._none = denials.is_whole(self._without[1])
        if what is Denied.CLAUSE:
            self._denied = denials.clause(self._words, phrase.end)
            self._head = self._without[1]
        elif self._none and self._shows and {m.role for m in phrase.meanings} & {"names", "shows", "instrument"}:
            self._denied, joined = denials.goes_on(self._words, phrase.end, self._phrases)
            self._doubts += [AMBIGUOUS] if joined else []
        self._without, self._not_ends = None, phrase.end
        return True
