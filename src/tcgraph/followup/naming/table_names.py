"""The names of a whole table: each thing once, with its short form, told by grammar, by definitions and by use."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from tcgraph.followup.folded_text import just_before, one_of, plain_words
from tcgraph.followup.language import language_of
from tcgraph.followup.naming.english_names import NameInText, english_names
from tcgraph.followup.naming.english_names import kind_of as english_kind
from tcgraph.followup.naming.learnt_names import kinds_learnt, places, single_bodies, without_article
from tcgraph.followup.naming.name_words import NO_AGENCY, NO_BODIES, ORGANISATION, ORGANS, PARTS, PLACE, POSTS, ROMANCE
from tcgraph.followup.naming.romance_names import kind_of, romance_names
from tcgraph.followup.naming.short_forms import acting_acronyms, is_made_of, short_forms, shorter_calls
from tcgraph.followup.wording.parsing import LearntName, names_by_model

_DEFINED: Final = re.compile(
    r"\s*\(\s*(?:the\s+|la\s+|le\s+|el\s+|«\s*|[\"“])*(?P<short>[A-ZÀ-Þ][\w&./-]{1,11})[»”\"]?\s*[),;]"
)
_LOWER: Final = re.compile(r"(?P<before>(?:[\w'-]+\s+){1,10})\((?P<short>[A-Z][A-Za-z0-9&-]{1,9})\)")
_ARTICLE: Final = re.compile(r"\bthe\s+$", re.IGNORECASE)
_NOUN_AFTER: Final = re.compile(
    r"\s+(?!\w+ing\b|(?:is|are|was|were|will|has|have|had|and|or|in|on|of|for|to|by|with|at|from|as|that"
    r"|which|should|must|may|can|could|would|shall|does|did|do)\b)[A-Za-z]{3,}"
)
_AND: Final = re.compile(r",?\s+(?:and|&|et|y|e)\s+(?=(?:the|la|le|les|el|los|las)\b|[\w'-]+$)")
_QUOTED: Final = re.compile(
    r"(?<![\w-])(?P<noun>[a-zà-ÿ][\w-]+)\s+[\"“«]\s*(?P<name>[A-ZÀ-Þ][^\"“”«»\n]{3,80}?)\s*[\"”»]"
)
"""A noun before a name between quotation marks says what it is the name of: the project "Green Harbours"."""
_BEFORE: Final = re.compile(r"\b(?:of|in|to|under|within|at|via|through|between|par|avec|selon|chez|par|con|según)\s+$")
_ORGAN: Final = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, ORGANS), key=len, reverse=True))})(?![\w-])")
_ACRONYM: Final = re.compile(r"(?=.{3,8}$)[A-Z]+(?:-[A-Z]+)?")
"""It names something, whatever it be."""
_PERSON: Final = {"PER", "PERSON"}
_SPLIT: Final = re.compile(r"\s+(?:and|&|et|y|e)\s+(?:(?:the|la|le|les|el|los|las)\s+)?")
_JOINED: Final = {"and", "&", "or", "y", "e", "et", "ou"}
_DOES: Final = re.compile(
    r"\s+(?:will|shall|should|must|has|have|is|are|was|agrees?|accepts?|plans|doit|devra|a|ont|va|est"
    r"|debe|deberá|ha|han|va)\s+[a-zà-ÿ]"
)
_WITH: Final = re.compile(r"\b(?:by|with|from|par|avec|por|con)\s+(?:the\s+|l'|la\s+|le\s+|el\s+)?$")


@dataclass(slots=True)
class TableName:
    """A thing that a table names and no list has.

    Attributes:
        name: what it is called, in full where the table says it in full.
        kind: what it is taken for; "" where nothing tells, which is left to a person.
        short: its acronym; "" where the table has none.
        surfaces: all that the table calls it.
    """

    name: str
    kind: str
    short: str = ""
    surfaces: set[str] = field(default_factory=set)

    @property
    def called(self) -> str:
        """By what it is told: its acronym, or else its name."""
        return self.short or self.name


class TableNames:
    """Collects the names of a table.

    Args:
        known: whether a name is one that the graph or the world's lists have.
        is_land: whether a word is a country's name.
    """

    def __init__(self, known: Callable[[str], bool], is_land: Callable[[str], bool]) -> None:
        self._known, self._is_land = known, is_land
        self._names: dict[str, TableName] = {}
        self._open: dict[str, str] = {}
        self._pattern: re.Pattern[str] | None = None
        self._language = "en"
        self._persons: set[str] = set()

    @property
    def names(self) -> list[TableName]:
        """Each thing once, in the order of the table."""
        return list({id(one): one for one in self._names.values()}.values())

    @property
    def left_open(self) -> list[str]:
        """What has the capitals of a name, where nothing tells what it would be the name of."""
        return list(self._open.values())

    def is_person(self, words: str) -> bool:
        """Whether a cell begins with what a model takes for somebody's name: a person is no body."""
        return words in self._persons or words.partition(" ")[0] in self._persons

    def gather(self, texts: Iterable[str], agents: Iterable[str] = (), where: Iterable[str] = ()) -> None:
        """Take in the names of texts.

        Args:
            texts: all that a table says, with straight apostrophes.
            agents: what its column on who acts says.
            where: what its columns of places say.
        """
        for cell in where:
            if not self._known(cell):
                self._add(cell, PLACE)
        texts = [text for text in dict.fromkeys(texts) if text.strip()]
        self._language = language_of("\n".join(texts))
        seen: Counter[str] = Counter()
        inside: Counter[str] = Counter()
        acting: Counter[str] = Counter()
        owners: set[str] = set()
        unclear: dict[str, NameInText] = {}
        by_model: Counter[tuple[str, str]] = Counter()
        shorts: dict[str, str] = {}
        terms: set[str] = set()
        asked = {part.strip() for agent in agents for part in re.split(r"[\n,;]", agent)}
        languages = [language_of(text, self._language) for text in texts]
        by_text: dict[str, tuple[LearntName, ...]] = {}
        for language in dict.fromkeys(languages):
            of_it = [text for text, its in zip(texts, languages, strict=True) if its == language]
            by_text |= zip(of_it, names_by_model(of_it, language), strict=True)
        for text, language in zip(texts, languages, strict=True):
            learnt = by_text[text]
            for seen_by_model in learnt:
                by_model[without_article(seen_by_model.words), seen_by_model.label] += 1
            ends: dict[int, NameInText] = {}
            for quoted in _QUOTED.finditer(text):
                if kind := english_kind(quoted["noun"]) or kind_of(quoted["noun"]):
                    self._add(quoted["name"], kind)
            formed = list(names_in(text, language))
            told_places = list(places(text, learnt, formed))
            for place in told_places:
                # "Roma children": of whom, and not where
                if not self._known(place.surface) and _stands_alone(re.escape(place.surface), texts, mostly=0.5):
                    self._add(place.surface, PLACE)
            for one in (part for whole in formed for part in _as_seen(whole, learnt, self._is_land)):
                if not one.kind and any(one.start <= at.start and at.end <= one.end for at in told_places):
                    continue  # "Bangkok and Port-au-Prince" is told by its parts
                if _is_label(text, one) or (one.surface.isupper() and " " in one.surface):
                    continue
                key = plain_words(one.surface)
                seen[key] += 1
                inside[key] += not one.begins
                acting[key] += bool(_DOES.match(text, one.end) or _WITH.search(just_before(text, one.start)))
                ends[one.end] = one
                if any(map(self._known, _parts(one.surface))):
                    continue
                if one.kind:
                    self._add(one.surface, one.kind)
                    if (first := one.surface.split()[0]).isupper() and len(first) > 1:
                        owners.add(first)
                elif key not in self._names:
                    unclear.setdefault(key, one)
            self._define(text, ends, shorts, terms, language)
        people = {
            part
            for (called, label), times in by_model.items()
            if label in _PERSON and times > by_model[called, "ORG"] and not called.isupper()
            for part in (called, called.partition(" ")[0])
        }
        single = {one for one in asked if one.istitle() and one.isalpha()}
        # One that a model takes for somebody may be a body; where most are people, those that it does not know are too.
        if 2 < len(single & people) >= len(single) / 2:
            self._persons = people | {one for one in single if not by_model[one, "ORG"]}
        told = {plain_words(long) for long in shorts.values()}
        for key, one in unclear.items():
            if key in told:
                self._add(one.surface, "")  # written with capitals and given a short form: a name, whatever of
                continue
            of_run = self._kind_of_run(one.surface, by_model, acts=acting[key] > 0 or one.surface in asked)
            land = of_run == ORGANISATION and acting[key] and self._is_land(one.surface.split()[-1])
            if of_run is not None and (inside[key] or seen[key] > 1 or land):
                self._add(one.surface, of_run)
            else:
                self._open.setdefault(key, one.surface)
        small = {word for text in texts for word in re.findall(r"(?<![\w-])[a-zà-ÿ][\w-]+", text)}
        for word in single_bodies(by_model):
            taken = word.lower() in small or self._known(word) or plain_words(word) in self._names
            if not taken and _stands_alone(word, texts):
                self._add(word, ORGANISATION)
        for short, long in shorts.items():
            if (name := self._names.get(plain_words(long))) is not None and not name.short:
                name.short = short
                name.surfaces.add(short)
                self._names[plain_words(short)] = name
                self._open.pop(plain_words(long), None)
        self._take_short_forms(texts, asked | owners, by_model, terms)
        self._take_shorter_calls("\n".join(texts))
        self._pattern = None

    def _define(
        self, text: str, ends: dict[int, NameInText], shorts: dict[str, str], terms: set[str], language: str
    ) -> None:
        """Short forms that a text introduces behind a name, or behind words in small letters."""
        told: set[int] = set()
        for end, one in ends.items():
            found = _DEFINED.match(text, end)
            if found is None or sum(char.isupper() for char in found["short"]) < 2 or self._known(found["short"]):
                continue
            told.add(found.start("short"))
            fits = is_made_of(found["short"], one.surface)
            if inner := _ending_thatis_made_of(found["short"], one.surface):
                shorts.setdefault(found["short"], inner)  # "the Policy for the Harbour Lamps Agency (HLA)"
            elif one.kind or (fits and not self._known(one.surface)):
                shorts.setdefault(found["short"], one.surface)
        for found in _LOWER.finditer(text):
            if found.start("short") in told or found["short"] in NO_BODIES or self._known(found["short"]):
                continue
            kind = _kind_of_words(found["before"], found["short"], language)
            if kind:
                self._add(found["short"], kind, short=found["short"])
            elif (
                is_made_of(found["short"], found["before"])
                or " ".join(found["before"].split()[-2:]).islower()
                or found["before"].split()[-1].lower() in POSTS
            ):
                terms.add(found["short"])

    def _kind_of_run(self, words: str, by_model: Counter[tuple[str, str]], *, acts: bool) -> str | None:
        """What a run of capitals is the name of, by a country's name behind it or as a model has learnt; None if none.

        A run of three words that have their capitals inside a sentence is a name, whatever of; so is one that a model
        takes for a body of which nothing tells that it acts.
        """
        parts = words.split()
        # "Services Australia", "Economic Justice Australia": a noun and a country's name are an agency of it.
        ends_in_land = 1 < len(parts) < 5 and self._is_land(parts[-1]) and not any(map(self._is_land, parts[:-1]))
        if ends_in_land and len(parts[0]) > 3 and parts[0].lower() not in NO_AGENCY:
            return ORGANISATION
        if kinds_learnt(by_model, words) == ORGANISATION:
            return ORGANISATION if acts else ""
        long = len(parts) > 2 and not any(part.lower() in PARTS | POSTS | _JOINED for part in parts)
        return "" if long and parts[-1][:1].isupper() else None

    def _take_short_forms(
        self, texts: list[str], asked: set[str], by_model: Counter[tuple[str, str]], terms: set[str]
    ) -> None:
        acting = {short for text in texts for short in acting_acronyms(text)}
        words = {word.lower() for text in texts for word in re.findall(r"[^\W\d_]+", text) if not word.isupper()}
        cells = {text.strip() for text in texts}
        counts: Counter[str] = Counter()
        bare: Counter[str] = Counter()
        evidence: Counter[str] = Counter()
        for text in texts:
            for short, start in short_forms(text):
                before, after = just_before(text, start), text[start + len(short) :]
                # In English what follows is what it is only a part of: "RCA template".
                english = language_of(text, self._language) == "en"
                alone = not english or _NOUN_AFTER.match(after) is None
                counts[short] += 1
                bare[short] += alone
                evidence[short] += before[-1:] == "/" or after.lstrip()[:1] == "/"
                # In English "of XYZ" may be anything's short form; a model has to see a body in it.
                of_one = _BEFORE.search(before) and (not english or by_model[short, "ORG"])
                # French and Spanish put an article before anything.
                evidence[short] += alone and bool((english and _ARTICLE.search(before)) or of_one)
        for short in counts | Counter(acting):
            if (short.isupper() and short.lower() in words) or english_kind(short.lower()) or kind_of(short.lower()):
                continue  # "COUNCIL" in a heading is the council of the rows
            if counts[short] == 1 and short in cells and short not in asked:
                continue  # "TABLED", said by itself in a column and nowhere within words: what a cell may say
            key = plain_words(short)
            if key in self._names:
                self._names[key].surfaces.add(short)
            elif not self._known(short) and short not in terms:
                seen_as_body = 2 * by_model[short, "ORG"] > counts[short] < 2 * bare[short]
                told = len(short) > 2 and (short in acting or short in asked or seen_as_body)  # else initials
                # "the", "of" and "/" stand before what a program calls its parts, too
                sure = told or (evidence[short] and short.isupper() and len(short) > 2)
                if sure:
                    self._add(short, ORGANISATION, short=short)
                elif bare[short] and _ACRONYM.fullmatch(short):
                    self._add(short, "", short=short)
                else:
                    self._open.setdefault(key, short)

    def _take_shorter_calls(self, text: str) -> None:
        """What "the Advisory Board" is, where only one name of the table ends or begins so."""
        meant: defaultdict[str, list[TableName]] = defaultdict(list)
        for name in self.names:
            for call in shorter_calls(name.name) if name.kind else ():
                meant[call].append(name)
        for call, names in meant.items():
            said = re.search(rf"\bthe\s+{re.escape(call)}(?!\s+(?:of|for|on|and|&|[A-Z])|[\w-])", text)
            if len(names) == 1 and " " in call and said and plain_words(call) not in self._names:
                self._names[plain_words(call)] = names[0]
                names[0].surfaces.add(call)
                self._open.pop(plain_words(call), None)

    def _add(self, words: str, kind: str, short: str = "") -> None:
        surface = " ".join(words.split())
        key = plain_words(surface)
        name = self._names.setdefault(key, TableName(surface, kind, short))
        name.surfaces.add(surface)
        self._open.pop(key, None)

    def occurrences(self, text: str) -> Iterator[tuple[TableName, str, int]]:
        """Where a text has names of the table, the ones within others too.

        Args:
            text: with straight apostrophes.
        """
        if self._pattern is None:
            body = one_of(surface for name in self._names.values() for surface in name.surfaces)
            self._pattern = re.compile(rf"(?<![\w'-])(?=(?P<name>{body})(?![\w-]))")
            self._articled = re.compile(rf"(?<=['])(?=(?P<name>{body})(?![\w-]))")
        for pattern in (self._pattern, self._articled):
            for found in pattern.finditer(text):
                name = self._names.get(plain_words(found["name"]))
                if name is not None:
                    yield name, found["name"], found.start()


def names_in(text: str, language: str) -> Iterator[NameInText]:
    """Names that a text's own form tells, whatever tells what they are names of."""
    if _is_in_capitals(text):
        return
    formed = list(english_names(text) if language == "en" else romance_names(text, language))
    yield from formed
    spans = [(one.start, one.end) for one in formed if one.kind]
    for found in _ORGAN.finditer(text):
        if not any(start < found.end() and found.start() < end for start, end in spans):
            yield NameInText(found[0], found.start(), ORGANISATION)


def _as_seen(whole: NameInText, learnt: Iterable[LearntName], is_land: Callable[[str], bool]) -> list[NameInText]:
    """A name, cut at its "and" where a model sees one name before it and another behind it."""
    for found in _SPLIT.finditer(whole.surface):
        before, after = whole.start + found.start(), whole.start + found.end()
        ends = any(one.end == before and one.label == "ORG" for one in learnt)
        begins = [one for one in learnt if one.start in (after, after - 4) and one.end <= whole.end]
        parts = whole.surface[found.end() :].split()
        of_land = len(parts) > 1 and any(is_land(" ".join(parts[at:])) for at in range(1, len(parts)))
        if whole.kind and ends and ((begins and begins[0].label == "ORG") or of_land):
            return [
                NameInText(whole.surface[: found.start()], whole.start, whole.kind, whole.begins),
                NameInText(whole.surface[found.end() :], after, whole.kind),
            ]
    return [whole]


def _is_label(text: str, one: NameInText) -> bool:
    """Whether words begin a line and a colon ends them, as what a form calls its field: "Source of Position: …"."""
    return not one.kind and text[: one.start].rstrip(" •")[-1:] in ("", "\n") and text[one.end :].lstrip()[:1] == ":"


def _stands_alone(word: str, texts: Iterable[str], mostly: float = 0.75) -> bool:
    """Whether a word is seldom before a noun, as adjectives and the names of systems are: "Horizon data"."""
    after = [text[found.end() :] for text in texts for found in re.finditer(rf"(?<![\w-]){word}(?![\w-])", text)]
    return sum(_NOUN_AFTER.match(rest) is None for rest in after) > mostly * len(after)


def _is_in_capitals(text: str) -> bool:
    """Whether most of a text is set in capitals, which then make no names."""
    words = re.findall(r"[^\W\d_]{4,}", text)
    return len(words) > 2 and sum(map(str.isupper, words)) > 0.6 * len(words)


def _parts(words: str) -> Iterator[str]:
    """A name, and what stands before each "and" of it: "Council of Europe and Europe's" is two."""
    yield words
    yield from (words[: found.start()] for found in _AND.finditer(words))


def _ending_thatis_made_of(short: str, words: str) -> str:
    """The end of a longer name that a short form is made of; "" where none is."""
    parts = words.split()
    ends = (
        " ".join(parts[at:]) for at in range(1, len(parts) - 1) if parts[at][0].isupper() and parts[at - 1].islower()
    )
    return next((end for end in ends if is_made_of(short, end) and end[0] == short[0]), "")


def _kind_of_words(before: str, short: str, language: str) -> str:
    """What words in small letters introduce: "la commission électorale nationale indépendante (CENI)" is a body."""
    if language == "en":
        return ""
    parts = before.split()
    for at in range(len(parts) - 1, -1, -1):
        word = re.sub(r"^\w'", "", parts[at].lower())
        if word[:1].upper() == short[0] and word in ROMANCE[ORGANISATION] and at and parts[at - 1].lower() in _ONES:
            return kind_of(word)
    return ""


_ONES: Final = {"la", "le", "el", "du", "de", "del", "au", "al"}
