"""A question in somebody's own words, as what is shown and what has to hold; without a guess that is not told.

Deterministic: the project's words for questions (:mod:`tcgraph.questions.in_words.lexicon`), the names of the graph's
things, and nothing else. What is not understood is told as left out, and what the graph cannot tell is said so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace

from tcgraph.questions.chips import Chip, Question
from tcgraph.questions.in_words.asked_clauses import without_degrees, without_others
from tcgraph.questions.in_words.coordination import Coordination, halves
from tcgraph.questions.in_words.denials import asks_for_none, in_one_word, supposed
from tcgraph.questions.in_words.dictionary import is_word
from tcgraph.questions.in_words.function_words import BY
from tcgraph.questions.in_words.known_names import Names
from tcgraph.questions.in_words.lexicon import MINOR, Lexicon, Meaning, key, stem
from tcgraph.questions.in_words.phrase_meanings import PhraseMeanings, asked
from tcgraph.questions.in_words.phrases import Phrase, likely, phrases
from tcgraph.questions.in_words.question_titles import Titles
from tcgraph.questions.in_words.reading import AMBIGUOUS, SEARCHED, QuestionUse, Reading, confidence
from tcgraph.questions.in_words.sentence import Sentence
from tcgraph.questions.in_words.spelling import Spelling, edits, stemmed
from tcgraph.questions.in_words.word_tokens import WordToken, tokens
from tcgraph.questions.kinds import Kind
from tcgraph.questions.plain_words import plain_words

_LONGEST = 400
_MOST_WORDS = 60
_OFFERED = 4
"""Things that are offered for a word in their names."""
_ABOUT = frozenset(("names", "words", "sort", "instrument", "unread", "funding", "light"))
"""What words mean that a text on the same has, too."""
_OWNED = frozenset(("project", "product", "event", "agreement", "framework"))
_TURNING = frozenset(("without", "most", "each", "either"))
_PREFIX = re.compile(r'"?\w{3,}(?: \w{3,})?[*"]*')
_REFERENCE = re.compile(r"(?<![\w.])[^\W\d_]{1,3}[.\- ]?\d+(?:[.\-]\d+)*(?![\w.]*\w)")
"""What a document's own number may look like: "D.5", "A-1.2"."""
_QUOTED = re.compile(r"[\"“«].+[\"”»]")
_DOUBT_OF_QUOTES = 0.4
"""Words as they stand in a text are not what is read."""


class Reader:
    """Reads questions.

    Args:
        kinds: what can be asked for.
        lexicons: the words of questions, by language.
        names: what things are called.
        uses: which named question says what.
        says: the things that a named question says by itself.
        parameters: the parameters of every named question, by name.
        columns: the same of its columns.
        titles: the same as they are put, by which they may be meant.
        of_report: the named question about the report itself; empty for none.
        told_in: for a named question the column that tells the same where things are shown with it.
        implied: for a named question the status that nothing has of what it lists.
        last_day: of the last report; empty where none is dated.
        sums: whether any amount of money is told.
        references: the numbers of recommendations by what a document of its own calls them, "D.5".
    """

    def __init__(
        self,
        kinds: Mapping[str, Kind],
        lexicons: Mapping[str, Lexicon],
        names: Names,
        uses: Iterable[QuestionUse],
        says: Mapping[str, frozenset[str]],
        parameters: Mapping[str, frozenset[str]],
        columns: Mapping[str, frozenset[str]],
        titles: Titles,
        of_report: str = "",
        told_in: Mapping[str, str] | None = None,
        implied: Mapping[str, str] | None = None,
        last_day: str = "",
        *,
        sums: bool = False,
        references: Mapping[str, str] | None = None,
    ) -> None:
        self.kinds = kinds
        self.names = names
        self.lexicons = lexicons
        self.uses = tuple(uses)
        self._says = says
        self._parameters = parameters
        self._columns = columns
        self._titles = titles
        self.of_report = of_report
        self.told_in = told_in or {}
        self.implied = implied or {}
        self.last_day = last_day
        self._sums = sums
        self._references = {_bare(said): number for said, number in (references or {}).items()}
        for lexicon in lexicons.values():
            names.add(lexicon.names())
        self._spelling = Spelling(lexicons, names)
        self._compounds = Compounds([*names.called_by, *(said for one in lexicons.values() for said in one.phrases)])

    def prepare(self) -> None:
        """Read the dictionaries, which a first question waits for otherwise."""
        self._spelling.prepare()

    def _number(self, said: str, spelled: list[tuple[str, str]]) -> str:
        """The number of the recommendation that a document calls so; the same words where it calls none so."""
        number = self._references.get(_bare(said))
        spelled += [(said, number)] if number else []
        return number or said

    def read(self, text: str, language: str = "en") -> list[Reading]:
        """What a text may ask, the likeliest first; empty where nothing of it is understood.

        Args:
            text: of any length; what is beyond 400 letters is left out.
            language: to assume where the words do not tell, and for the names of things.
        """
        spelled: list[tuple[str, str]] = []
        text = _REFERENCE.sub(lambda found: self._number(found[0], spelled), text)
        words = tokens(text[:_LONGEST])[:_MOST_WORDS]
        if not words or not self.lexicons:
            return []
        tongues = likely(words, self.lexicons, language)
        denying = asks_for_none(words, text)
        words, case = supposed(in_one_word(denying or words))
        first = without_others(words)
        others, words = len(first) < len(words), first
        words = [self._spelling.mended(token, tongues[0], spelled) for token in words]
        every = [self.lexicons[tongue] for tongue in tongues]
        words = [WordToken(token.typed, every[0].same.get(token.word, token.word)) for token in words]
        words = without_degrees(words, every[0])
        words = [words[0], *(self._in_capitals(token, every[0]) for token in words[1:])]
        found = self._phrases(words, every)
        if unread := self._unread(words, found, every[0]):
            better = self._compounds.mended(list(words), unread, tongues[0], spelled)
            if better != words:
                words = better
                found = self._phrases(words, every)
        marks = _QUOTED.search(text)
        quoted = _DOUBT_OF_QUOTES if marks and not self.names.things(key(marks[0])) else 0.0
        sentence = Sentence(self, words, found, every[0], language, whether=denying is not None)
        readings = [replace(reading, spelled=tuple(spelled)) for reading in sentence.readings()]
        readings = self._offered(readings, words, every[0], language)
        readings += self._titled(sentence, tongues[0], {reading.name for reading in readings})
        cut = (text[_LONGEST:].strip()[:40],) if len(text) > _LONGEST else ()
        readings = [replace(one, left=(*one.left, *cut), asked=sentence.asked) for one in readings]
        readings = [replace(one, denying=denying is not None) for one in readings]
        if self._sums:  # of which none is listed beside who pays
            readings = [
                replace(one, cannot=tuple("sums" if key == "amount" else key for key in one.cannot)) for one in readings
            ]
        if case:
            readings = [replace(one, cannot=tuple(dict.fromkeys((*one.cannot, "if")))) for one in readings]
        if others:  # two lists, of which the second is told apart
            readings = [replace(one, others=True, doubts=(*one.doubts, AMBIGUOUS)) for one in readings]
        return [replace(one, confidence=confidence(one, len(words)) - quoted) for one in readings]

    def content(self, asked: Iterable[PhraseMeanings], text: str, language: str = "en") -> tuple[list[str], str]:
        """The words of a text that say what it is about, as typed, and the language it is in.

        Args:
            asked: what it says.
            text: as it was put.
            language: where the words do not tell.
        """
        tongue = likely(tokens(text[:_LONGEST])[:_MOST_WORDS], self.lexicons, language)[0]
        about = (one.typed for one in asked if any(_is_about(meaning) for meaning in one.meanings))
        small = self.lexicons[tongue].stop | MINOR
        return [typed for said in about for typed in said.split() if plain_words(typed) not in {*small, ""}], tongue

    @staticmethod
    def turns(asked: Iterable[PhraseMeanings]) -> bool:
        """Whether a word turns what others say, which no search of texts can."""
        said = ((m.value[0], one) for one in asked for m in one.meanings if m.role == "operator")
        # A bare "by" counts by something only where that follows: "by whom" asks who.
        return any(turn in _TURNING and not (turn == "each" and plain_words(one.typed) in BY) for turn, one in said)

    def meaning(self, words: Iterable[str], language: str) -> dict[str, tuple[str, ...]]:
        """For words how English ones begin that the lexicon looks for in their place."""
        lexicon = self.lexicons[language]
        said = {typed: lexicon.phrases.get((stem(plain_words(typed)),), ()) for typed in words}
        return {
            typed: tuple(
                one.strip('"*') for m in meant if m.role == "words" for one in m.value if _PREFIX.fullmatch(one)
            )
            for typed, meant in said.items()
        }

    def said(self, text: str, language: str = "en") -> tuple[PhraseMeanings, ...]:
        """What a text says, word by word."""
        words = tokens(text[:_LONGEST])[:_MOST_WORDS]
        every = [self.lexicons[tongue] for tongue in likely(words, self.lexicons, language)]
        return asked(words, self._phrases(words, every), every[0]) if words and every else ()

    def halves(self, text: str, language: str = "en") -> Coordination | None:
        """The two questions of a text that asks two; None of one."""
        words = tokens(text[:_LONGEST])[:_MOST_WORDS]
        every = [self.lexicons[tongue] for tongue in likely(words, self.lexicons, language)]
        return halves(words, lambda part: self._phrases(part, every)) if words and every else None

    def _in_capitals(self, token: WordToken, lexicon: Lexicon) -> WordToken:
        """A country by its first letters, where the same in small letters is a word that says nothing: "US"."""
        code = self.names.initials.get(token.typed, "") if token.word in lexicon.stop else ""
        return WordToken(token.typed, code.casefold()) if code else token

    def _offered(
        self, readings: list[Reading], words: list[WordToken], lexicon: Lexicon, language: str
    ) -> list[Reading]:
        """A word that is only looked for does not tell what is meant: things with it in their names are offered."""
        first = readings[0] if readings else None
        if (
            first is None
            or first.name
            or first.question.shows != "action"
            or [chip.key for chip in first.question.chips] != ["words"]
        ):
            return readings
        said = tuple(token.word for token in words if token.word not in lexicon.stop and token.word.isalnum())
        things = sorted(self.names.partly(said), key=lambda thing: (len(self.names.called(thing)), thing))
        offers = [
            Reading(
                Question("action", (Chip(self.names.kind(thing), (thing,), (self.names.called(thing, language),)),)),
                doubts=(AMBIGUOUS,),
                loose=(SEARCHED,),
            )
            for thing in things[:_OFFERED]
        ]
        return [replace(first, doubts=(*first.doubts, AMBIGUOUS)), *readings[1:], *offers]

    def _titled(self, sentence: Sentence, language: str, known: set[str]) -> list[Reading]:
        """A named question that is put in these very words; never sure, as words say more than they are.

        One that can take nothing of what is named would answer another question.
        """
        name = self._titles.meant(sentence.unvalued(), language)
        if not name or name in known:
            return []
        reading = sentence.titled(name)
        return [reading] if reading.values or not reading.question.chips else []

    def _phrases(self, words: list[WordToken], spoken: list[Lexicon]) -> list[Phrase]:
        """The phrases of the likeliest language; of all of them, where that leaves fewer words unread."""
        found = list(phrases(words, spoken[:1], self.names))
        if unread := self._unread(words, found, spoken[0]):
            wider = list(phrases(words, spoken, self.names))
            if len(self._unread(words, wider, spoken[0])) < len(unread):
                return wider
        return found

    @staticmethod
    def _unread(words: list[WordToken], found: list[Phrase], lexicon: Lexicon) -> list[int]:
        """The places of words of which nothing is known."""
        used = {at for phrase in found for at in range(phrase.start, phrase.end)}
        return [
            at
            for at, token in enumerate(words)
            if at not in used and token.word not in lexicon.stop | lexicon.light and token.word.isalnum()
        ]

    def named(self, question: Question, told: Set[str] = frozenset()) -> tuple[str, dict[str, str]]:
        """The named question that says the same, with its parameters; empty where there is none with some columns."""
        for use in () if question.group else self.uses:
            if use.question in self._parameters and use.fits(question) and told <= self.columns_of(use.question):
                return use.question, {use.keys[chip.key]: chip.values[0] for chip in question.chips}
        return "", {}

    def parameters_of(self, name: str) -> frozenset[str]:
        """The parameters of a named question."""
        return self._parameters.get(name, frozenset())

    def columns_of(self, name: str) -> frozenset[str]:
        """The columns of a named question."""
        return self._columns.get(name, frozenset())

    def said_by(self, name: str) -> frozenset[str]:
        """The things that a named question says by itself."""
        return self._says.get(name, frozenset())


def _is_about(meaning: Meaning) -> bool:
    return meaning.role in _ABOUT or (meaning.role == "shows" and meaning.value[0] in _OWNED | {"figure"})


# -- names of several words of which one is written wrong: the others tell which name it must be

_FEWEST, _MOST = 2, 4
_LONG = 6
_SAME = 4
"""Letters that forms of one word begin with."""
_SHORTEST = 3
_ELIDED = frozenset("ld")
_VOWELS = frozenset("aeiouh")


class Compounds:
    """Finds names of several words.

    Args:
        names: all there are, each as the words that it is compared by.
    """

    def __init__(self, names: Iterable[tuple[str, ...]]) -> None:
        self._with: dict[str, list[tuple[str, ...]]] = {}
        self._words: set[str] = set()
        for name in names:
            said = tuple(word for word in name if word not in MINOR)
            self._words.update(said)
            if _FEWEST <= len(said) <= _MOST:
                for word in set(said):
                    self._with.setdefault(word, []).append(said)

    def mended(
        self, words: list[WordToken], unread: Iterable[int], language: str, spelled: list[tuple[str, str]]
    ) -> list[WordToken]:
        """The words of a sentence, those of a name that is written wrong as the name has them.

        Args:
            words: of the sentence.
            unread: places of those of which nothing is known.
            language: that they are in.
            spelled: gets what was taken for another word: as typed, and as read.
        """
        for at in unread:
            token = words[at]
            rest = _elided(token.word)
            if rest in self._words:
                _read(words, at, rest, spelled)
            found = {name: places for places in _stretches(words, at) for name in self._near(words, places, language)}
            if len(set(found)) != 1:
                continue
            ((name, places),) = found.items()
            for place, word in zip(places, name, strict=True):
                if words[place].word != word:
                    _read(words, place, word, spelled)
        return words

    def _near(self, words: list[WordToken], places: tuple[int, ...], language: str) -> Iterator[tuple[str, ...]]:
        """The names that these words are meant to be: one of them at least is written as it is there."""
        said = [words[place].word for place in places]
        for name in {name for word in said for name in self._with.get(word, ()) if len(name) == len(said)}:
            pairs = zip((words[place] for place in places), name, strict=True)
            if all(token.word == b or _meant(token, b, language) for token, b in pairs):
                yield name


def _read(words: list[WordToken], place: int, word: str, spelled: list[tuple[str, str]]) -> None:
    """Read a word as another, which is told in place of what it was read as before."""
    typed = words[place].typed
    spelled[:] = [*(one for one in spelled if one[0] != typed), (typed, word)]
    words[place] = WordToken(typed, word)


def _stretches(words: list[WordToken], at: int) -> Iterator[tuple[int, ...]]:
    """Places of two to four words one after the other with one place among them; minor words are passed over."""
    places = [place for place, token in enumerate(words) if token.word.isalnum() and token.word not in MINOR]
    here = places.index(at) if at in places else -1
    for many in range(_MOST, _FEWEST - 1, -1) if here >= 0 else ():
        for start in range(max(0, here - many + 1), min(here, len(places) - many) + 1):
            yield tuple(places[start : start + many])


def _meant(token: WordToken, other: str, language: str) -> bool:
    """Whether a word may be another; one of the dictionary is so only in another form: "publique" for "public"."""
    form = token.word[:_SAME] == other[:_SAME]
    return _alike(token.word, other, language) and (form or not is_word(token.typed, language))


def _alike(word: str, other: str, language: str) -> bool:
    """Whether a word may be another that is written wrong or in another form."""
    if min(len(word), len(other)) < _SHORTEST or word[0] != other[0] or not (word + other).isalpha():
        return False
    most = 2 if min(len(word), len(other)) >= _LONG else 1
    return edits(stemmed(word, language), stemmed(other, language), most) <= most


def _elided(word: str) -> str:
    """What is left of a word without an article that was run together with it: ``opep`` of ``lopep``."""
    return word[1:] if len(word) > _SHORTEST and word[0] in _ELIDED and word[1] in _VOWELS else ""


def _bare(reference: str) -> str:
    return re.sub(r"[\W_]", "", reference).casefold()
