"""A question in somebody's own words, as what is shown and what has to hold; without a guess that is not told.

Deterministic: the project's words for questions (:mod:`tcgraph.questions.lexicon`), the names of the graph's things,
and nothing else. What is not understood is told as left out, and what the graph cannot tell is said so.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from tcgraph.questions.chips import ANY, Chip, Question
from tcgraph.questions.kinds import Kind
from tcgraph.questions.lexicon import Lexicon, Meaning
from tcgraph.questions.names import Names, nearest_word
from tcgraph.questions.phrases import FAR, LONG_AGO, Phrase, Token, likely, phrases, tokens

SURE = 0.7
"""From here on an answer is given as the answer.

Set on half of a stranger's questions, on which the words were tuned. Of the other half 0.68 were read as their author
meant, and 0.17 wrongly with confidence. Guesses have counted for less since then; nobody has measured that afresh.
"""

_LONGEST = 400
_MOST_WORDS = 60
_ENDINGS = re.compile(r"(?:izations?|ations?|ions?|ings?|ers?|ed|es|s|e|y|o|a|os|as|ar|er|ir)$")
_SHORT = 4
_FOLLOWED = frozenset(("action", "recommendation", "country", "donor", "project", "organisation", "event", "product"))
_WHO = frozenset(["who", "whom", "qui", "quien", "quienes"])
_WHICH = frozenset(["which", "what", "quel", "quelle", "quels", "quelles", "que", "cuales"])
_BEFORE_WHO = frozenset(["a", "to", "for", "pour", "de", "con", "avec", "with", "par", "por"])
_SPECIFIC = frozenset(("product", "event"))


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a question.

    Attributes:
        question: what is shown, and what has to hold.
        name: the named question that says the same; empty where there is none.
        values: that question's parameters.
        left: words that were not understood, or could not be used.
        spelled: words that were taken for others: as typed, and as read.
        cannot: what was asked for that the graph cannot tell, by key.
        confidence: how sure this is, from 0 to 1.
        guessed: whether the words do not say what is to be shown.
    """

    question: Question
    name: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    spelled: tuple[tuple[str, str], ...] = ()
    cannot: tuple[str, ...] = ()
    confidence: float = 0.0
    guessed: bool = False

    @property
    def sure(self) -> bool:
        """Whether it is to be answered without asking back."""
        return self.confidence >= SURE


@dataclass(frozen=True, slots=True)
class Use:
    """Which named question to use for a kind that is asked for, and by which keys."""

    question: str
    shows: str
    keys: Mapping[str, str]
    needs: tuple[str, ...] = ()

    def fits(self, question: Question) -> bool:
        """Whether the named question can say all of it."""
        keys = [chip.key for chip in question.chips]
        plain = all(
            chip.key in self.keys and len(chip.values) == 1 and not chip.without and "*" not in chip.values
            for chip in question.chips
        )
        return (
            question.shows == self.shows
            and plain
            and len(set(keys)) == len(keys)
            and all(key in keys for key in self.needs)
        )


class Reader:
    """Reads questions.

    Args:
        kinds: what can be asked for.
        lexicons: the words of questions, by language.
        names: what things are called.
        uses: which named question says what.
        parameters: the parameters of every named question, by name.
    """

    def __init__(
        self,
        kinds: Mapping[str, Kind],
        lexicons: Mapping[str, Lexicon],
        names: Names,
        uses: Iterable[Use],
        parameters: Mapping[str, frozenset[str]],
    ) -> None:
        self.kinds = kinds
        self.names = names
        self.lexicons = lexicons
        self.uses = tuple(uses)
        self._parameters = parameters
        self._known = {word for lexicon in lexicons.values() for said in lexicon.phrases for word in said} | names.words
        self._fine = self._known | names.told | {word for lexicon in lexicons.values() for word in lexicon.stop}

    def read(self, text: str, language: str = "en") -> list[Reading]:
        """What a text may ask, the likeliest first; empty where nothing of it is understood.

        Args:
            text: of any length; what is beyond 400 letters is left out.
            language: to assume where the words do not tell, and for the names of things.
        """
        words = tokens(text[:_LONGEST])[:_MOST_WORDS]
        if not words or not self.lexicons:
            return []
        tongues = likely(words, self.lexicons, language)
        spelled: list[tuple[str, str]] = []
        words = [self._spelled(token, self.lexicons[tongues[0]], spelled) for token in words]
        every = [self.lexicons[tongue] for tongue in tongues]
        found = list(phrases(words, every[:1], every, self.names))
        if self._unread(words, found, every[0]):
            wider = list(phrases(words, every, every, self.names))
            if len(self._unread(words, wider, every[0])) < len(self._unread(words, found, every[0])):
                found = wider
        quoted = (
            0.4 if re.search(r"[\"“«].+[\"”»]", text) else 0.0
        )  # words as they stand in a text are not what is read
        sentence = _Sentence(self, words, found, every[0], language)
        readings = [replace(reading, spelled=tuple(spelled)) for reading in sentence.readings()]
        cut = (text[_LONGEST:].strip()[:40],) if len(text) > _LONGEST else ()
        return [
            replace(reading, left=(*reading.left, *cut), confidence=max(0.0, _confidence(reading, len(words)) - quoted))
            for reading in readings
        ]

    def _spelled(self, token: Token, lexicon: Lexicon, spelled: list[tuple[str, str]]) -> Token:
        word = token.word
        if word in self._fine or len(word) < _SHORT or not word.isalpha():
            return token
        own = {part for said in lexicon.phrases for part in said}
        near = nearest_word(word, self._known, lambda other: 0 if other in own else 1)
        if near is None:
            return token
        spelled.append((token.typed, near))
        return Token(token.typed, near)

    @staticmethod
    def _unread(words: list[Token], found: list[Phrase], lexicon: Lexicon) -> list[str]:
        used = {at for phrase in found for at in range(phrase.start, phrase.end)}
        return [
            token.word
            for at, token in enumerate(words)
            if at not in used and token.word not in lexicon.stop and token.word.isalnum()
        ]

    def named(self, question: Question) -> tuple[str, dict[str, str]]:
        """The named question that says the same, with its parameters; empty where there is none."""
        for use in self.uses:
            if use.question in self._parameters and use.fits(question):
                return use.question, {use.keys[chip.key]: chip.values[0] for chip in question.chips}
        return "", {}

    def parameters_of(self, name: str) -> frozenset[str]:
        """The parameters of a named question."""
        return self._parameters.get(name, frozenset())


class _Sentence:
    """One sentence while it is being understood."""

    def __init__(
        self, reader: Reader, words: list[Token], found: list[Phrase], lexicon: Lexicon, language: str
    ) -> None:
        self._reader = reader
        self._words = words
        self._language = language
        self._lexicon = lexicon
        self._phrases = found
        self._shows: list[str] = []
        self._chips: list[Chip] = []
        self._things: list[tuple[str, ...]] = []
        self._questions: list[str] = []
        self._cannot: list[str] = []
        self._funding = False
        self._left: list[str] = []
        self._weak: list[str] = []
        self._asked_for_kind = False
        self._roles: list[tuple[str, Phrase, str]] = []
        self._understand()

    def readings(self) -> list[Reading]:
        """The readings, best first."""
        if not (self._shows or self._chips or self._things or self._questions or self._cannot or self._roles):
            return []
        shows = self._shown()
        self._take_roles(shows)
        chips = [*self._chips, *self._named_chips(shows)]
        if self._money(shows) and shows not in ("donor", "project"):
            shows = "donor" if shows in ("action", "") else shows
        built = self._reading(Question("action" if shows == "status" else shows or "action", tuple(chips)), shows)
        named = [self._as_named(name, chips) for name in dict.fromkeys(self._questions)]
        if named and self._keeps_all(named[0]):
            return [*named, *([built] if chips else [])]
        return [built, *named]

    @staticmethod
    def _keeps_all(reading: Reading) -> bool:
        return not reading.left

    def _understand(self) -> None:
        used: set[int] = set()
        for phrase in self._phrases:
            used.update(range(phrase.start, phrase.end))
            self._take(phrase)
        for at, token in enumerate(self._words):
            if at not in used and token.word not in self._lexicon.stop and token.word.isalnum():
                self._chips.append(_words_chip((_prefix(token.word),), token.typed))

    def _take(self, phrase: Phrase) -> None:
        """What one phrase says; where it may mean several things, those of a higher rank are meant."""
        typed = " ".join(token.typed for token in self._words[phrase.start : phrase.end])
        roles = {meaning.role for meaning in phrase.meanings}
        for meaning in phrase.meanings:
            role, value = meaning.role, meaning.value
            if role == "cannot":
                self._cannot.append(value[0])
            elif role == "question":
                self._questions.append(value[0])
            elif role == "shows":
                self._show(value[0], phrase, typed, roles)
            elif role == "funding":
                self._funding = True
            elif role == "status" and "question" not in roles:
                self._add(Chip("status", value, value))
            elif role == "role":
                self._roles.append((value[0], phrase, typed))
            elif role == "names" and not roles & {"cannot", "shows", "role", "question"}:
                self._things.append(value)
                self._inside(phrase)
            elif role == "words" and not roles & {"names", "shows", "status", "role", "question", "cannot"}:
                self._chips.append(_words_chip(value, typed))
            elif role == "any":
                self._add(Chip(value[0], (ANY,), (ANY,)))
            elif role in ("number", "section", "when"):
                self._add(Chip(role, value, (_told(value[0]),) if role == "when" else value))
            elif role == "instrument":
                self._things.append(value)

    def _inside(self, phrase: Phrase) -> None:
        """A name that begins with a kind, such as "countries where French is spoken", asks for that kind, too."""
        if phrase.end - phrase.start > 1:
            meanings = self._lexicon.phrases.get((self._words[phrase.start].word,), ())
            self._weak += [meaning.value[0] for meaning in meanings if meaning.role == "shows"]

    def _show(self, kind: str, phrase: Phrase, typed: str, roles: set[str]) -> None:
        self._shows.append(kind)
        if kind in _SPECIFIC and "names" not in roles:
            said = tuple(token.word for token in self._words[phrase.start : phrase.end])
            generic = next(
                (one for one, meant in self._lexicon.phrases.items() if Meaning("shows", (kind,)) in meant), ()
            )
            if said != generic and "question" not in roles:
                # A guideline is a product of its own kind.
                self._chips.append(_words_chip(self._searched(said), typed))

    def _searched(self, said: tuple[str, ...]) -> tuple[str, ...]:
        """What to search for a phrase: what the lexicon says, else its last word."""
        known = (meaning.value for meaning in self._lexicon.phrases.get(said, ()) if meaning.role == "words")
        return next(known, (_prefix(said[-1]),))

    def _add(self, chip: Chip) -> None:
        for at, other in enumerate(self._chips):
            if other.key == chip.key and chip.key != "words":
                values = tuple(dict.fromkeys((*other.values, *chip.values)))
                self._chips[at] = replace(other, values=values, names=tuple(dict.fromkeys((*other.names, *chip.names))))
                return
        self._chips.append(chip)

    def _shown(self) -> str:
        """The kind asked for: the first that is named, but a count counts what comes after it."""
        shows = [kind for kind in self._shows if kind in (*self._reader.kinds, "action", "recommendation", "status")]
        if not shows:
            weak = [kind for kind in self._weak if kind == "country"]
            asked = self._asked_for()
            self._asked_for_kind = bool(asked)
            return asked or next(iter(weak), "") or self._by_default()
        if shows[0] == "figure" and len(shows) > 1 and shows[1] in _FOLLOWED:
            return shows[1]
        if shows[0] == "figure" and any(chip.key == "status" for chip in self._chips):
            return "action"
        if shows[0] == "action" and len(shows) > 1 and shows[1] not in ("status", "action"):
            return shows[0]
        return shows[0]

    def _asked_for(self) -> str:
        """What a question without a kind asks for by its first word: "who", or "which" before a name."""
        first = self._words[0].word
        start = 1 if first in _BEFORE_WHO and len(self._words) > 1 else 0
        if self._words[start].word in _WHO and not self._funding:
            return "organisation"
        named = any(meaning.role == "names" for meaning in self._phrases[0].meanings) if self._phrases else False
        if first in _WHICH and named and self._things and self._phrases[0].start == 1:
            kind = self._reader.names.kind(self._things[0][0])
            self._left.append(self._reader.names.called(self._things.pop(0)[0], self._language))
            return kind
        if any(chip.key == "words" and chip.names[0].isdigit() for chip in self._chips):
            return "figure"
        return ""

    def _take_roles(self, shows: str) -> None:
        """Parts that somebody plays; where nobody is asked for, they are only words about the deed."""
        for role, phrase, typed in self._roles:
            if role == "trainee" and shows not in ("organisation", "country", "grouping"):
                said = tuple(token.word for token in self._words[phrase.start : phrase.end])
                self._chips.append(_words_chip(self._searched(said), typed))
            else:
                self._add(Chip("role", (role,), (role,)))

    def _by_default(self) -> str:
        kinds = {self._reader.names.kind(thing[0]) for thing in self._things}
        if (
            kinds
            and kinds <= {"instrument", "instrument-set"}
            and not any(chip.key in ("status", "role", "when", "words") for chip in self._chips)
        ):
            return "recommendation"
        if not kinds and self._chips and all(chip.key in ("number", "section") for chip in self._chips):
            return "recommendation"
        return ""

    def _money(self, shows: str) -> bool:
        """Whether it is about who pays: said so, or asked by the bare name of who does nothing else."""
        paying = any(thing in self._reader.names.donors for things in self._things for thing in things)
        return (self._funding and (paying or not self._things or shows == "")) or (
            paying and shows == "" and not any(chip.key == "status" for chip in self._chips)
        )

    def _named_chips(self, shows: str) -> list[Chip]:
        names = self._reader.names
        money = self._money(shows) or shows == "donor"
        found: dict[str, Chip] = {}
        for things in dict.fromkeys(self._things):
            payers = tuple(dict.fromkeys(names.donors[thing] for thing in things if thing in names.donors))
            key = "donor" if payers and money else names.kind(things[0]) or "instrument"
            values = payers if payers and money else things
            kept = [thing for thing in values if names.kind(thing) == key or key == "donor"] or list(values)
            if key == "country":
                values = tuple(thing for thing in values if names.kind(thing) == "country")
            called = names.called(kept[0], self._language)
            chip = Chip(key, values, (called,))
            if key in found:
                old = found[key]
                found[key] = replace(
                    old, values=tuple(dict.fromkeys((*old.values, *values))), names=(*old.names, called)
                )
            else:
                found[key] = chip
        return list(found.values())

    def _reading(self, question: Question, shows: str) -> Reading:
        name, values = self._reader.named(replace(question, shows=shows or question.shows))
        cannot = tuple(dict.fromkeys(self._cannot))
        guessed = not (self._shows or self._funding or self._asked_for_kind)
        return Reading(question, name, values, tuple(self._left), cannot=cannot, guessed=guessed)

    def _as_named(self, name: str, chips: list[Chip]) -> Reading:
        """A named question that was asked in its own words, with what of the rest it can take."""
        known = self._reader.parameters_of(name)
        values: dict[str, str] = {}
        left = list(self._left)
        for chip in chips:
            key = {"donor": "donor", "when": "asOf"}.get(chip.key, chip.key)
            if key in known and len(chip.values) == 1 and (day := _day(chip) if key == "asOf" else chip.values[0]):
                values[key] = day
            elif chip.key != "role":
                left.append(chip.told)
        shows = self._shown() or "action"
        question = Question("action" if shows == "status" else shows, tuple(chips))
        return Reading(question, name, values, tuple(left), cannot=tuple(dict.fromkeys(self._cannot)))


def _told(time: str) -> str:
    start, _, end = time.partition("/")
    if end == FAR:
        return f"{start} …"
    return end if start == end else f"… {end}" if start == LONG_AGO else f"{start} … {end}"


def _day(chip: Chip) -> str:
    """The last day of a time that something is to be known by; empty where the time has no such end."""
    start, _, end = chip.values[0].partition("/")
    if end == FAR or start not in (end, LONG_AGO):
        return ""
    year, _, month = end.partition("-")
    last = calendar.monthrange(int(year), int(month or 12))[1]
    return f"{year}-{month or 12}-{last}"


def _words_chip(expressions: tuple[str, ...], typed: str) -> Chip:
    return Chip("words", expressions, (typed,))


def _prefix(word: str) -> str:
    """A word as a search finds it in its other forms."""
    if not word.isalpha() or len(word) <= _SHORT:
        return word
    stemmed = _ENDINGS.sub("", word)
    return f"{stemmed if len(stemmed) >= _SHORT else word}*"


def _confidence(reading: Reading, length: int) -> float:
    """How sure a reading is before anything is asked: what is missing or was guessed makes it less so."""
    if reading.cannot:
        return 0.2
    words = [chip for chip in reading.question.chips if chip.key == "words"] if not reading.name else []
    doubt = 0.35 * len(reading.left) + 0.2 * len(words) + 0.12 * len(reading.spelled)
    if reading.guessed and len(reading.question.chips) > 1:
        doubt += 0.2
    if not reading.question.chips and not reading.name:
        doubt += 0.5
    return max(0.0, round(1.0 - doubt - (0.1 if length > 12 else 0.0), 2))
