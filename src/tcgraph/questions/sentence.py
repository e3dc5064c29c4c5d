"""One sentence while it is being understood: what its phrases say, what they leave unsaid, and what that costs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from tcgraph.questions.chips import ANY, Chip, Question
from tcgraph.questions.function_words import ARTICLES, ASKING, ASKS_WHETHER, BEFORE_WHO, ONLY, THERE, WHICH, WHO
from tcgraph.questions.knowledge import Knows, Named, around, partly, prefix
from tcgraph.questions.lexicon import Lexicon
from tcgraph.questions.phrases import AND, Phrase, Token
from tcgraph.questions.played import played
from tcgraph.questions.reading import PARTIAL, SAID, SEARCHED, Part, Reading
from tcgraph.questions.things import Things
from tcgraph.questions.times import last_day, told

_FOLLOWED = frozenset(("action", "recommendation", "country", "donor", "project", "organisation", "event", "product"))
_SHOWN = ("action", "recommendation", "status", "count")
"""What is asked for beside the kinds of a project."""
_AGENTS = frozenset(("organisation", "donor", "country", "grouping"))
_COLLECTED = frozenset(("organisation", "grouping", "instrument-set"))
"""Kinds of which one thing may stand for many, as "UN agencies" does."""
_SPECIFIC = frozenset(("product", "event"))
_VALUES = frozenset(("names", "number", "section", "when", "instrument", "status"))
"""What may be a value of a named question, and no part of its title."""
_MONTH = re.compile(r"(\d{4}-\d\d)/\1")
_BESIDE_DONORS = "beside_donors"
"""Verbs that are about money where donors are asked for, and may be about anything elsewhere."""
_TENSE, _WILL = "will", ("planned",)
_DONE = "done"
"""What asks for deeds, and for finished ones where nothing else is said."""
_OF_DEEDS = frozenset(("status", "role", "when", "words"))


class Sentence:
    """Understands one sentence.

    Args:
        reader: what is known.
        words: the sentence.
        found: its phrases.
        lexicon: of its language.
        language: for the names of things.
    """

    def __init__(self, reader: Knows, words: list[Token], found: list[Phrase], lexicon: Lexicon, language: str) -> None:
        self._reader = reader
        self._words = words
        self._language = language
        self._lexicon = lexicon
        self._phrases = found
        self._shows: list[str] = []
        self._shows_apart: list[str] = []
        self._chips: list[Chip] = []
        self._done = False
        self._only: tuple[int, str] | None = None
        self._things = Things(reader, words, lexicon, language)
        self._questions: dict[str, str] = {}
        self._cannot: list[str] = []
        self._funding = False
        self._left: list[str] = []
        self._doubts: list[float] = []
        self._weak: list[str] = []
        self._sorts: list[str] = []
        self._asked_for_kind = False
        self._roles: list[tuple[str, Phrase, str]] = []
        self._without: tuple[int, str] | None = None
        self._understand()

    def readings(self) -> list[Reading]:
        """The readings, best first."""
        if not (self._shows or self._chips or self._things.named or self._questions or self._cannot or self._roles):
            return []
        shows = self._shown()
        if self._done and not (self._chips or self._things.named or self._roles):
            self._add(Chip("status", ("taken",), ("taken",)))  # "what was done", and nothing of what
        self._take_roles(shows)
        chips = [*self._chips, *self._things.chips(shows, money=self._money(shows))]
        if self._money(shows) and shows not in ("donor", "project"):
            shows = "donor" if shows in ("action", "") else shows
        built = self._reading(Question("action" if shows == "status" else shows or "action", tuple(chips)), shows)
        named = [self._as_named(name, chips) for name in self._questions]
        # What asks for the named question in its own words is left out of any other reading.
        built = replace(built, left=(*built.left, *(typed for typed in self._questions.values() if typed)))
        if named and not named[0].left:
            return [*named, *([built] if chips else [])]
        return [built, *named]

    def unvalued(self) -> list[str]:
        """The words as typed that stand for no value."""
        valued = {
            at
            for phrase in self._phrases
            if {meaning.role for meaning in phrase.meanings} <= _VALUES
            for at in range(phrase.start, phrase.end)
        }
        return [token.typed for at, token in enumerate(self._words) if at not in valued]

    def titled(self, name: str) -> Reading:
        """The named question that was put in its own words, with the values that it can take."""
        chips = [
            chip for chip in (*self._chips, *self._things.chips("", money=False)) if chip.key not in ("words", "role")
        ]
        reading = self._as_named(name, chips)
        return replace(reading, left=tuple(one for one in reading.left if one not in _AGENTS), doubts=(SEARCHED,))

    def _understand(self) -> None:
        used: set[int] = set()
        for phrase in self._phrases:
            used.update(range(phrase.start, phrase.end))
            self._take(phrase)
        self._left += [pending[1] for pending in (self._without, self._only) if pending]
        unread = [
            at
            for at, token in enumerate(self._words)
            if at not in used and token.word not in self._lexicon.stop and token.word.isalnum()
        ]
        self._free = {at for at in range(len(self._words)) if at not in used}
        done: set[int] = set()
        for at in unread:
            if at not in done:
                done.update(self._unknown(at))
        self._asks_twice()

    def _unknown(self, at: int) -> Iterable[int]:
        """A word of no known meaning: part of one thing's name, or only to be looked for in the texts."""
        token = self._words[at]
        for start, end in around(at, len(self._words)):
            named = [one for one in self._things.named if one.start < end and start < one.end]
            inside = set(range(start, end))
            apart = inside - self._free - {i for one in named for i in range(one.start, one.end)}
            things = () if apart else partly(self._words, start, end, self._reader.names)
            if things and all(one.start >= start and one.end <= end for one in named):
                self._things.named = [one for one in self._things.named if one not in named]
                self._things.add(Named(things, start, end))
                self._doubts.append(PARTIAL)
                return inside
        if places := self._reader.names.of_a_place(token.word):
            self._things.add(Named(places, at, at + 1))
            self._doubts.append(PARTIAL)
        else:
            self._search((prefix(token.word),), token.typed, SEARCHED)
        return (at,)

    def _asks_twice(self) -> None:
        """A sentence that asks whether, or that asks for a second thing, is not answered by one list."""
        first, *rest = (token.word for token in self._words)
        if first in ASKS_WHETHER and not THERE & set(rest[:3]) and rest:
            self._doubts.append(SEARCHED)
        for at in range(2, len(self._words) - 1):
            if self._words[at - 1].word in AND and self._words[at].word in ASKING:
                self._left.append(" ".join(token.typed for token in self._words[at : at + 2]))

    def _take(self, phrase: Phrase) -> None:
        """What one phrase says; where it may mean several things, those of a higher rank are meant."""
        typed = " ".join(token.typed for token in self._words[phrase.start : phrase.end])
        roles = {meaning.role for meaning in phrase.meanings}
        if "operator" in roles:
            self._operate(next(m.value[0] for m in phrase.meanings if m.role == "operator"), phrase, typed)
            return
        without = self._is_without(phrase)
        for meaning in phrase.meanings:
            role, value = meaning.role, meaning.value
            if role == "cannot":
                self._cannot.append(value[0])
            elif role == "question":
                alone = not roles & {"shows", "status", "words", "names", "role", "funding"}
                self._questions.setdefault(value[0], typed if alone else "")
            elif role == "shows":
                self._show(value[0], phrase, typed, roles, without=without)
            elif role == "funding" and (value != (_BESIDE_DONORS,) or "donor" in self._shows):
                if self._without and self._without[0] == phrase.start:
                    self._without = None  # "not funded": by nobody who is named
                    self._add(Chip("donor", (ANY,), (ANY,), without=True))
                else:
                    self._funding = True
            elif role == "funding":
                self._search(self._searched((self._words[phrase.start].word,)), typed, SEARCHED)
            elif role == "status" and "question" not in roles:
                if value == (_DONE,):
                    self._done = True
                    continue
                if self._only and self._only[0] == phrase.start:
                    self._only = None
                if value == (_TENSE,):
                    value = _WILL  # "what will ACTRAV do": what is planned, as far as a tense tells
                    self._doubts.append(PARTIAL)
                self._add(Chip("status", value, value, without))
            elif role == "role":
                self._roles.append((value[0], phrase, typed))
            elif role == "names" and not roles & {"cannot", "shows", "role", "question"}:
                self._things.add(Named(value, phrase.start, phrase.end, without))
                self._inside(phrase)
            elif role == "words" and not roles & {"names", "shows", "status", "role", "question", "cannot"}:
                self._search(value, typed, SAID, without=without)
            elif role == "any":
                self._add(Chip(value[0], (ANY,), (ANY,), without))
            elif role in ("number", "section", "when"):
                self._add(Chip(role, value, (told(value[0]),) if role == "when" else value, without))
            elif role == "instrument":
                self._things.add(Named(value, phrase.start, phrase.end, without))

    def _operate(self, operator: str, phrase: Phrase, typed: str) -> None:
        """A word that changes what others say; what cannot be done is told as left out, and not passed over."""
        if operator == "without":
            self._without = (phrase.end, typed)
        elif operator == "either":
            self._things.either = phrase.end
        elif operator == "both":
            self._things.both = True
        elif self._words[phrase.start].word in ONLY and phrase.end == phrase.start + 1:
            self._only = (phrase.end, typed)  # a status is a filter: "only planned" says no more than "planned"
        else:
            self._left.append(typed)

    def _is_without(self, phrase: Phrase) -> bool:
        """Whether a "without" stands right before a phrase that it can be said of."""
        if self._without is None:
            return False
        if any(token.word not in ARTICLES for token in self._words[self._without[0] : phrase.start]):
            return False
        if {meaning.role for meaning in phrase.meanings} & {"question", "cannot", "funding", "role"}:
            return False
        self._without = None
        return True

    def _inside(self, phrase: Phrase) -> None:
        """A group that is named by its kind, such as "countries where French is spoken", asks for that kind, too.

        So does a product or an event that is called by its sort, as the concept paper is.
        """
        for start in range(phrase.start, phrase.end):
            for end in range(start + 1, phrase.end + 1):
                words = tuple(token.word for token in self._words[start:end])
                sorts = self._lexicon.phrases.get(words, ())
                self._sorts += [m.value[0] for m in sorts if m.role == "sort"]
        if phrase.end - phrase.start > 1 and self._reader.names.kind(self._things.named[-1].things[0]) == "grouping":
            meanings = self._lexicon.phrases.get((self._words[phrase.start].word,), ())
            self._weak += [meaning.value[0] for meaning in meanings if meaning.role == "shows"]

    def _show(self, kind: str, phrase: Phrase, typed: str, roles: set[str], *, without: bool) -> None:
        if without and kind in self._reader.kinds:
            self._add(Chip(kind, (ANY,), (ANY,), without=True))
            return
        self._shows.append(kind)
        if "question" not in roles:
            self._shows_apart.append(kind)
        if kind == "organisation" and self._things.named and self._things.named[-1].end == phrase.start:
            self._doubts.append(SEARCHED)  # "evaluation unit" names one
        if "sort" in roles and "question" not in roles:
            # A guideline is a product of its own sort.
            words = tuple(token.word for token in self._words[phrase.start : phrase.end])
            self._search(self._searched(words), typed, SAID)

    def _search(self, expressions: tuple[str, ...], typed: str, doubt: float, *, without: bool = False) -> None:
        self._chips.append(Chip("words", expressions, (typed,), without))
        self._doubts.append(doubt)

    def _searched(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """What to search for a phrase: what the lexicon says, else its last word."""
        known = (meaning.value for meaning in self._lexicon.phrases.get(words, ()) if meaning.role == "words")
        return next(known, (prefix(words[-1]),))

    def _add(self, chip: Chip) -> None:
        for at, other in enumerate(self._chips):
            if other.key == chip.key and other.without == chip.without and chip.key != "words":
                values = tuple(dict.fromkeys((*other.values, *chip.values)))
                self._chips[at] = replace(other, values=values, names=tuple(dict.fromkeys((*other.names, *chip.names))))
                return
        self._chips.append(chip)

    def _shown(self) -> str:
        """The kind asked for: the first that is named, but a count counts what comes after it."""
        shows = [kind for kind in self._shows if kind in (*self._reader.kinds, *_SHOWN)]
        if self._funding and self._asks_who():
            return "donor"
        if not shows:
            weak = [kind for kind in self._weak if kind == "country"]
            asked = self._asked_for()
            self._asked_for_kind = bool(asked)
            return asked or next(iter(weak), "") or self._by_default()
        if shows[0] == "date" and "event" in shows:
            return "event"  # "when was the meeting": its own time
        if shows[0] == "count":
            # "How many actions" are those actions; "how many offices" is a figure, if the document gives it.
            return next((kind for kind in shows if kind in _FOLLOWED), "figure")
        if self._asks_who() and shows[0] not in _AGENTS:
            self._doubts.append(SEARCHED)
            return "organisation"
        self._doubts += [PARTIAL for kind in dict.fromkeys(shows[1:]) if self._adds(kind, shows[0])]
        return shows[0]

    def _adds(self, kind: str, shown: str) -> bool:
        """Whether a further kind that is named says something that the answer does not tell."""
        if kind == shown or kind in ("action", "recommendation", "status", "figure", *_SPECIFIC):
            return False
        return shown not in self._reader.kinds or kind not in self._reader.kinds[shown].tells

    def _asks_who(self) -> bool:
        start = 1 if self._words[0].word in BEFORE_WHO and len(self._words) > 1 else 0
        return self._words[start].word in WHO

    def _asked_for(self) -> str:
        """What a question without a kind asks for by its first word: "who", or "which" before a name."""
        if self._asks_who():
            if any(chip.key == "words" for chip in self._chips):
                self._doubts.append(PARTIAL)  # "who trains": the doer, or whom it is done to
            return "organisation"
        named = any(meaning.role == "names" for meaning in self._phrases[0].meanings) if self._phrases else False
        if self._words[0].word in WHICH and named and self._things.named and self._phrases[0].start == 1:
            kind = self._reader.names.kind(self._things.named[0].things[0])
            if kind not in _COLLECTED:
                return ""
            self._left.append(self._reader.names.called(self._things.named.pop(0).things[0], self._language))
            return kind
        if any(chip.key == "words" and chip.names[0].isdigit() for chip in self._chips):
            return "figure"
        return ""

    def _take_roles(self, shows: str) -> None:
        """Parts that somebody plays; where nobody is asked for, they are only words about the deed."""
        for role, phrase, typed in self._roles:
            if role == "trainee" and shows not in ("organisation", "country", "grouping"):
                words = tuple(token.word for token in self._words[phrase.start : phrase.end])
                self._search(self._searched(words), typed, SAID)
            else:
                self._add(Chip("role", (role,), (role,)))

    def _by_default(self) -> str:
        kinds = {self._reader.names.kind(named.things[0]) for named in self._things.named}
        if called := [kind for kind in self._sorts if kind in kinds]:
            self._doubts.append(SEARCHED)
            return called[0]
        if any(chip.key == "when" and _MONTH.fullmatch(chip.values[0]) for chip in self._chips) and not self._said():
            # Of a month one asks what happened then, or what was done.
            self._doubts.append(SEARCHED)
            return "event"
        if kinds & {"product", "event"}:
            self._doubts.append(PARTIAL)
        if kinds and kinds <= {"instrument", "instrument-set"} and not any(c.key in _OF_DEEDS for c in self._chips):
            return "recommendation"
        if not kinds and self._chips and all(chip.key in ("number", "section") for chip in self._chips):
            return "recommendation"
        return ""

    def _said(self) -> bool:
        """Whether something is said that holds of actions only."""
        return any(chip.key in ("status", "role", "words") for chip in self._chips)

    def _money(self, shows: str) -> bool:
        """Whether it is about who pays: said so, or asked by the bare name of who does nothing else."""
        names = self._reader.names
        places = {thing for part, things in played(self._words, self._things.named, names) for thing in things
                  if part is Part.PLACE}  # fmt: skip
        paying = any(
            thing in names.donors and thing not in places for one in self._things.named for thing in one.things
        )
        return (self._funding and (paying or not self._things.named or shows == "")) or (
            paying and shows == "" and not any(chip.key == "status" for chip in self._chips)
        )

    def _reading(self, question: Question, shows: str) -> Reading:
        name, values = self._reader.named(replace(question, shows=shows or question.shows))
        cannot = tuple(dict.fromkeys(self._cannot))
        if shows == "figure" and self._funding:
            cannot = (*cannot, "amount")
        acting = {self._reader.names.kind(named.things[0]) for named in self._things.named}
        if shows == "organisation" and shows in acting:
            self._doubts.append(SEARCHED)  # "who works with UNDP": UNDP is not the answer
        if shows not in ("action", "status", "") and any(chip.without for chip in question.chips):
            self._doubts.append(SEARCHED)  # "recommendations without": without any action, or with an action without?
        guessed = not (self._shows or self._funding or self._asked_for_kind)
        left, doubts = tuple(self._left), (*self._doubts, *self._things.doubts)
        deeds = self._done and question.shows == "action"
        read = Reading(question, name, values, left, cannot=cannot, guessed=guessed, doubts=doubts, deeds=deeds)
        return replace(read, parts=tuple(played(self._words, self._things.named, self._reader.names)))

    def _as_named(self, name: str, chips: list[Chip]) -> Reading:
        """A named question that was asked in its own words, with what of the rest it can take."""
        known = self._reader.parameters_of(name)
        values: dict[str, str] = {}
        left = list(self._left)
        for chip in chips:
            key = {"donor": "donor", "when": "asOf"}.get(chip.key, chip.key)
            value = last_day(chip.values[0]) if key == "asOf" else chip.values[0]
            if key in known and len(chip.values) == 1 and value and not chip.without:
                values[key] = value
            elif chip.key != "role":
                left.append(chip.told)
        shows = self._shown() or "action"
        question = Question("action" if shows == "status" else shows, tuple(chips))
        columns = self._reader.columns_of(name)
        left += [kind for kind in dict.fromkeys(self._shows_apart) if kind in _AGENTS - columns]
        # "Who" is not answered by a list of recommendations.
        doubts = (SEARCHED,) * (bool(self._asks_who() and not columns & _AGENTS) + self._doubts.count(SEARCHED))
        return Reading(question, name, values, tuple(left), cannot=tuple(dict.fromkeys(self._cannot)), doubts=doubts)
