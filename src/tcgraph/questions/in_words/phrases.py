"""Which words of a sentence mean what: the longest phrases that are known, and numbers, years and sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tcgraph.namespaces import application
from tcgraph.questions.in_words.dictionary import is_common
from tcgraph.questions.in_words.function_words import ABOUT, ASKING, COMPARES, EXCEPT, FOR, IN, NOT, NOTHING, UNDER
from tcgraph.questions.in_words.known_names import Names
from tcgraph.questions.in_words.lexicon import MINOR, Lexicon, Meaning
from tcgraph.questions.in_words.spoken_times import MONTHS, times
from tcgraph.questions.in_words.word_tokens import AND, BETWEEN, TO, WordToken
from tcgraph.questions.plain_words import plain_words, roman_number

_DASHES = frozenset(("-", "–", "/"))
_LONGEST = 7
_NAMES_OF_ROWS = "recommendation recommandation recomendacion rec recs reco conclusion row rows ligne fila filas "
ROWS = frozenset((_NAMES_OF_ROWS + "point punto").split(" "))
"""What recommendations are called before their numbers."""
_CONVENTION, _SECTION = frozenset(["convention", "convenio", "conv", "c"]), frozenset(["section", "seccion", "sec"])
_PARTS = frozenset(["part", "partie", "parte", "chapter", "chapitre", "capitulo"])  # "part V", not "part of"
_SECTIONS = 9
_ABOUT = frozenset(
    [
        "on",
        "about",
        "of",
        "the",
        "sur",
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "l",
        "sobre",
        "del",
        "el",
        "los",
        "las",
        "concernant",
        "called",
    ]
)
_TAKEN = Meaning("status", ("taken",))
_NUMBER_SIGNS = frozenset(["no", "n", "num", "numero", "number", "nr", "nº", "nos", "nro", "norma", "norme"])
_FROM, _THE = frozenset(("from", "de", "du", "del")), frozenset(("the", "la", "le", "l", "el"))
_CONVENTIONS = re.compile(r"([cr])0*(\d{1,3})")
_ORDINALS = {
    **dict.fromkeys(("first", "premiere", "primera", "primero", "introduction", "introduccion"), 1),
    **dict.fromkeys(("second", "deuxieme", "segunda"), 2),
    **dict.fromkeys(("third", "troisieme", "tercera"), 3),
    **dict.fromkeys(("fourth", "quatrieme", "cuarta"), 4),
    **dict.fromkeys(("fifth", "cinquieme", "quinta"), 5),
}
CARDINALS = {
    word: number
    for names in (
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen",
        "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
        "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete "
        "dieciocho diecinueve",
    )
    for number, word in enumerate(names.split(), 1)
}
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50,
    "veinte": 20, "treinta": 30, "cuarenta": 40, "cincuenta": 50,
}  # fmt: skip
_WORDS = CARDINALS | _ORDINALS


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some words that belong together.

    Attributes:
        start: place of the first word.
        end: place after the last.
        meanings: what they may mean; ``number``, ``section``, ``instrument`` and ``when`` beside the lexicon's roles.
    """

    start: int
    end: int
    meanings: tuple[Meaning, ...]

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands: the places of its first word and after its last."""
        return self.start, self.end


def phrases(words: list[WordToken], spoken: list[Lexicon], names: Names) -> Iterator[Phrase]:
    """The longest phrases, from left to right; words that mean nothing are passed over.

    Args:
        words: of the sentence.
        spoken: the words of the languages it is taken to be in, the likeliest first.
        names: of the graph, in all languages.
    """
    at = 0
    while at < len(words):
        found = [*_numbers(words, at, names), *_named(words, at, names, spoken[0]), *_said(words, at, spoken)]
        found += [*_nothing(words, at, spoken[0]), *_section_about(words, at, names)]
        if not found:
            at += 1
            continue
        end = max(phrase.end for phrase in found)
        if begins := _reaching_beyond(words, at, end, found, names, spoken[0]):
            found = list(_said(words[:begins], at, spoken))
            if not found:
                at += 1
                continue
            end = max(phrase.end for phrase in found)
        meanings = [meaning for phrase in found if phrase.end == end for meaning in phrase.meanings]
        yield Phrase(at, end, tuple(dict.fromkeys(meanings)))
        at = end


def _said(words: list[WordToken], at: int, lexicons: list[Lexicon]) -> Iterator[Phrase]:
    places = [place for place in range(at, len(words)) if words[place].word not in _DASHES][:_LONGEST]
    if places[:1] != [at]:
        return
    for lexicon in lexicons:
        for length in range(len(places), 0, -1):
            meanings = lexicon.phrases.get(tuple(words[place].word for place in places[:length]))
            last = places[length - 1]
            if words[last].typed.casefold() == "sur" and words[last - 1].word in NOT and last + 1 < len(words):
                continue  # "on", and not "sûr"
            if meanings:
                own = tuple(meaning for meaning in meanings if meaning.role != "names")
                if own:
                    yield Phrase(at, places[length - 1] + 1, own)
                    break


def _nothing(words: list[WordToken], at: int, spoken: Lexicon) -> Iterator[Phrase]:
    """Nothing of what is done: "nothing is finished yet" says "nothing finished", whatever stands between."""
    if words[at].word not in NOTHING:
        return
    end = at + 1
    while end < len(words) and words[end].word in spoken.stop:
        end += 1
    done = [said for said, meanings in spoken.phrases.items() if len(said) == 1 and _TAKEN in meanings]
    if end < len(words) and (words[end].word,) in done:
        so = (spoken.phrases.get((words[at].word, *said), ()) for said in done)
        yield from (Phrase(at, end + 1, meanings) for meanings in list(filter(None, so))[:1])


def _section_about(words: list[WordToken], at: int, names: Names) -> Iterator[Phrase]:
    """A section that is called by some words of its title, which no other has: "the section on tripartism"."""
    start = at + 1
    while start < len(words) and words[start].word in MINOR | ABOUT:
        start += 1
    if words[at].word not in _SECTION or start == at + 1:
        return
    for end in range(min(len(words), start + _LONGEST), start, -1):
        said = {token.word for token in words[start:end]} - MINOR
        fits = [number for number, title in names.sections.items() if said and said <= title]
        if len(fits) == 1:
            yield Phrase(at, end, (Meaning("section", (fits[0],)),))
            return


def _named(words: list[WordToken], at: int, names: Names, spoken: Lexicon) -> Iterator[Phrase]:
    """Names of things; minor words in between make no difference."""
    if words[at].word in _DASHES or (words[at].word in MINOR and not words[at].typed.isupper()):
        return
    coded = names.coded(words[at].typed)
    if coded and words[at].word not in spoken.stop:
        yield Phrase(at, at + 1, (Meaning("names", coded),))
    name: list[str] = []
    for end in range(at, min(len(words), at + 14)):
        word = words[end].word
        if word in _DASHES:
            continue
        if word in MINOR and not (words[end].typed.isupper() and len(word) > 1):
            continue
        name.append(word)
        if len(name) > names.longest:
            return
        things = names.things(tuple(name)) or names.in_any_order(tuple(name))
        if end == at and word.islower() and (word,) not in spoken.phrases and is_common(word, spoken.language):
            continue  # "bad quality" is of no Banque africaine de développement
        if things and (len(name) > 1 or word not in spoken.stop or (len(word) == 2 and words[end].typed.isupper())):
            yield Phrase(at, end + 1, (Meaning("names", things),))


def _reaching_beyond(
    words: list[WordToken], at: int, end: int, found: list[Phrase], names: Names, spoken: Lexicon
) -> int:
    """Where a name begins within words that say nothing, and ends after them, as "la Oficina" begins one; else 0."""
    roles = {meaning.role for phrase in found if phrase.end == end for meaning in phrase.meanings}
    for start in range(at + 1, end) if roles in ({"operator"}, {"question"}) else ():
        named = _named(words, start, names, spoken) if roles == {"operator"} else ()  # "compare sections II and IV"
        inside = (*_numbers(words, start, names), *named)
        if any(phrase.end > end for phrase in inside):
            return start
    return 0


def _numbers(words: list[WordToken], at: int, names: Names) -> Iterator[Phrase]:
    word = words[at].word
    if word in ROWS:
        end, found = _list(words, at + 1, ROWS)
        if found:
            yield from _recommendations(words, at, end, found, names)
    if bare := _bare(words, at):
        yield from _recommendations(words, at, *bare, names)
    if word in _CONVENTION:
        end, found = _list(words, at + 1, _CONVENTION)
        if found:
            things = tuple(thing for number in found for thing in _instruments("C", number, names) or (absent(number),))
            yield Phrase(at, end + names.own_year(things, _next_two(words, end)), (Meaning("instrument", things),))
    if word in BETWEEN | _FROM:
        end, found = _list(words, at, ROWS)
        dated = end < len(words) and any(token.word in MONTHS for token in words[end : end + 2])
        if len(found) > 1 and found == list(range(found[0], found[-1] + 1)) and not dated:
            yield from _recommendations(words, at, end, found, names)  # "from 8 to 16"
    if word in _NUMBER_SIGNS and at + 1 < len(words) and words[at + 1].word.isdigit():
        things = tuple(thing for letter in "CR" for thing in _instruments(letter, int(words[at + 1].word[:4]), names))
        # Of none of them it is a number in some name, and the "no" denies nothing: "Provisional Record No. 19".
        called = Meaning("instrument", things) if things else Meaning("words", (words[at + 1].word,))
        yield Phrase(at, at + 2, (called,))
    if code := _CONVENTIONS.fullmatch(words[at].typed.casefold()):
        absents = (absent(int(code[2])),) if code[1] == "c" else ()
        if things := _instruments(code[1].upper(), int(code[2]), names) or absents:
            yield Phrase(at, at + 1, (Meaning("instrument", things),))
    if word in _SECTION | _PARTS and at + 1 < len(words):
        number = _ordinal(words[at + 1]) if word in _SECTION else _section(words[at + 1])
        found = [number] if number else []
        end = at + 2
        while found and end + 1 < len(words) and words[end].word in AND and (more := _section(words[end + 1])):
            found.append(more)
            end += 2
        if found:
            yield Phrase(at, end, (Meaning("section", tuple(map(str, found))),))
    if at + 1 < len(words) and words[at + 1].word in _SECTION and (number := _ORDINALS.get(word)):
        yield Phrase(at, at + 2, (Meaning("section", (str(number),)),))
    yield from (Phrase(start, end, (Meaning("when", (time,)),)) for start, end, time in times(words, at))


def _bare(words: list[WordToken], at: int) -> tuple[int, list[int]] | None:
    """Numbers that are all of a question, are compared, or have a "la" or an "in" and no noun: of recommendations."""
    alone = at == 0 and all(token.word.isdigit() or token.word in AND | _DASHES for token in words)
    ends = at + 1 == len(words) or words[at + 1].word in AND | ASKING
    one = at > 0 and (words[at - 1].typed.casefold() == "la" or words[at - 1].word in EXCEPT) and ends
    inside = at > 0 and words[at - 1].word in IN | FOR | UNDER
    read = words[at].word.isdigit() and (alone or one or inside or any(token.word in COMPARES for token in words))
    end, found = _list(words, at, frozenset()) if read else (at, [])
    dated = end < len(words) and words[end].word in MONTHS
    if inside and not (alone or one):  # "planned in 31 to 33", and not "in 12 offices"
        ends = end == len(words) or words[end].word in AND | ASKING
        return (end, found) if found and ends and not dated else None
    return (end, found) if found and (one or (end == len(words) if alone else len(found) > 1 and not dated)) else None


def _recommendations(words: list[WordToken], at: int, end: int, found: list[int], names: Names) -> Iterator[Phrase]:
    """Numbers of rows, or of the ILO's own Recommendations, which are greater than there are rows."""
    things = tuple(thing for number in found for thing in _instruments("R", number, names))
    if things and len(things) == len(found):
        yield Phrase(at, end + names.own_year(things, _next_two(words, end)), (Meaning("instrument", things),))
    else:
        yield Phrase(at, end, (Meaning("number", tuple(map(str, found))),))


def _next_two(words: list[WordToken], end: int) -> list[str]:
    return [token.word for token in words[end : end + 2]]


def _instruments(letter: str, number: int, names: Names) -> tuple[str, ...]:
    return names.things((f"{letter.lower()}{number:03}",))


def absent(number: int) -> str:
    """The address that a Convention would have of which the graph tells nothing."""
    return f"{application().things}instrument/C{number:03}"


def _ordinal(token: WordToken) -> int | None:
    if token.word.isdigit():
        return int(token.word)
    return _WORDS.get(token.word) or roman_number(token.typed)


def _section(token: WordToken) -> int | None:
    """The number of a further section: "sections 2 and 4", "section IV or V"."""
    number = int(token.word) if token.word.isdigit() else roman_number(token.typed)
    return number if number and number <= _SECTIONS and (token.word.isdigit() or token.typed.isupper()) else None


def _list(words: list[WordToken], at: int, called: frozenset[str]) -> tuple[int, list[int]]:
    """Numbers one after the other, with signs, "and", commas, ranges and what they are called between them."""
    found: list[int] = []
    end, upto = at, False
    opened = at < len(words) and words[at].word in BETWEEN | _FROM
    between = opened and words[at].word in BETWEEN  # "between 3 and 7" is a range
    at += opened
    while at < len(words):
        word = words[at].word
        number, after = _number(words, at)
        if number is not None:
            found += range(found[-1] + 1, number + 1) if upto and found and number > found[-1] else [number]
            upto, end, at = False, after, after
            continue
        if found and (word in TO or (between and word in AND)):
            upto = True
        elif not (
            (word in _THE and (upto or (opened and not found)))
            or word in _NUMBER_SIGNS
            or (found and word in AND)
            or word in called
        ):
            break
        at += 1
    return end, found


def _number(words: list[WordToken], at: int) -> tuple[int | None, int]:
    """A number below a thousand in figures or in words, and where it ends."""
    word = plain_words(words[at].typed)
    if word.isdigit():
        return (int(word), at + 1) if len(word) < 4 else (None, at)
    if word in _TENS:
        more = at + 1 + (at + 1 < len(words) and words[at + 1].word in AND | {"-"})
        unit = CARDINALS.get(plain_words(words[more].typed), 0) if more < len(words) else 0
        return (_TENS[word] + unit, more + 1) if 0 < unit < 10 else (_TENS[word], at + 1)
    return CARDINALS.get(word), at + 1


def likely(words: list[WordToken], lexicons: Mapping[str, Lexicon], default: str) -> list[str]:
    """The languages a sentence may be in, the likeliest first."""

    def known(language: str) -> int:
        lexicon = lexicons[language]
        return sum(3 * (token.word in lexicon.stop) + 2 * (token.word in lexicon.words) for token in words)

    return sorted(lexicons, key=lambda language: (-known(language), language != default))
