"""What everything in the graph is called, in every language, to find it in a sentence, misspelt or not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from tcgraph.namespaces import application
from tcgraph.questions.in_words.lexicon import key, stem
from tcgraph.questions.kinds import Kind
from tcgraph.questions.plain_words import plain_words
from tcgraph.rdf import Literal, NamedNode, Term

Rows = Iterable[tuple[Term | None, ...]]
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_AFTER = re.compile(r",.*$")
_CODE = re.compile(r"[A-Z]{3}|[0-9]+")
_SHORTEST = 2
_PART = 4
_ROOT = 4
_OF_A_PLACE = re.compile(
    r"(?:ian|ean|an|ese|ish|aine?|ien(?:ne)?|een(?:ne)?|aise?|oise?|iques?|an[oa]|en[oa]|esa?|ense|ic[oa])s?$"
)
"""How adjectives end that are made of the names of places, in English, French and Spanish."""
TITLED = frozenset(("product", "event", "project", "agreement"))
"""Kinds of things whose names are titles."""
_PLACES = frozenset(("country", "region"))
_REGIONS = frozenset(("region", "grouping"))


class Names:
    """The names of a graph's things.

    Args:
        rows: thing, field and text, as :attr:`tcgraph.namespaces.OwnVocabulary.texts` gives them.
        kinds: of the project; things of no kind have no name here.
        donors: who gives money, each with the country that it governs, if it is a government.
        acting: those of them who also do something else; of all others a bare name asks about the money.
        within: places, each with one that it lies in.
    """

    def __init__(
        self,
        rows: Rows,
        kinds: Mapping[str, Kind],
        donors: Mapping[str, str | None],
        acting: Iterable[str] = (),
        within: Iterable[tuple[str, str]] = (),
    ) -> None:
        self._within = frozenset(within)
        self.payers = {place or donor: donor for donor, place in donors.items()} | {donor: donor for donor in donors}
        others = set(acting)
        self.governments = tuple(donor for donor, place in donors.items() if place)
        self.donors = {name: donor for name, donor in self.payers.items() if donor not in others}
        self.label: dict[str, dict[str, str]] = {}
        self._folders = {kind.folder: name for name, kind in kinds.items() if kind.folder and not kind.of}
        self._things: dict[tuple[str, ...], dict[str, None]] = {}
        self._unordered: dict[tuple[str, ...], dict[str, None]] = {}
        self._capitals: dict[str, dict[str, None]] = {}
        self._told: set[str] = set()
        self._told_together: set[tuple[str, str]] = set()
        self._words: dict[str, set[str]] = {}
        self.sections: dict[str, set[str]] = {}
        for thing, field, text, *_ in rows:
            if isinstance(thing, NamedNode) and isinstance(text, Literal):
                self._read(thing.value, getattr(field, "value", ""), text)

    def _read(self, thing: str, field: str, text: Literal) -> None:
        if thing.startswith(application().things) or self.kind(thing):  # an example in an ontology tells of nothing
            told = [stem(word) for word in plain_words(text.value).split()]
            self._told.update(told)
            self._told_together.update(pairwise(told))
        section = thing.removeprefix(f"{application().things}section/")
        if field == "name" and section.isdigit():
            self.sections.setdefault(section, set()).update(key(text.value))
        if field == "summary" or not self.kind(thing):
            return
        if field == "name":
            self.label.setdefault(thing, {}).setdefault(text.language or "", text.value)
        if _CODE.fullmatch(text.value):
            # Codes of countries are words, too: only in capitals are they meant.
            self._capitals.setdefault(text.value, {})[thing] = None
            return
        shorter = {_BRACKETS.sub("", text.value)}
        if self.kind(thing) not in TITLED:  # a title cut short may be the name of many
            shorter.add(_AFTER.sub("", _BRACKETS.sub("", text.value)))
        # "Convenio (núm. 182), …" is not called "convenio": that is what all of them are.
        sorts = {name for name in shorter if self.kind(thing) == "instrument" and len(key(name)) < _SHORTEST}
        for name in {text.value, *(shorter - sorts)}:
            if name.isupper() and "/" in name:
                self._call(key(name.replace("/", "")), thing)  # ACT/EMP is typed ACTEMP, too
            words = key(name)
            if words and len("".join(words)) >= _SHORTEST:
                self._call(words, thing)
                self._words.setdefault(text.language or "", set()).update(words)

    def _call(self, words: tuple[str, ...], thing: str) -> None:
        self._things.setdefault(words, {})[thing] = None
        if len(words) > 1:
            self._unordered.setdefault(tuple(sorted(words)), {})[thing] = None

    def add(self, called: Iterable[tuple[tuple[str, ...], tuple[str, ...]]]) -> None:
        """What people call things beside their names in the graph: words as they are compared, and the things."""
        for words, things in called:
            for thing in things:
                if thing in self.label:
                    self._call(words, thing)

    def kind(self, thing: str) -> str:
        """The kind of a thing; empty where it is of none."""
        folder, slash, _ = thing.rpartition("/")
        return self._folders.get(folder + slash, "")

    def called(self, thing: str, language: str = "en") -> str:
        """The name of a thing."""
        names = self.label.get(thing, {})
        for tag in (language, "en", ""):
            if tag in names:
                return names[tag]
        return next(iter(names.values()), thing.rpartition("/")[2])

    def near_instruments(self, code: str) -> list[str]:
        """The three instruments whose numbers are nearest to a code that none has: of the same number first."""
        letter, number = code[:1], int(code[1:])
        known = {thing.rpartition("/")[2]: thing for thing in self.label if self.kind(thing) == "instrument"}
        coded = [one for one in known if one[:1].isalpha() and one[1:].isdigit()]
        coded.sort(key=lambda one: (int(one[1:]) != number, one[0] != letter, abs(int(one[1:]) - number)))
        return [known[one] for one in coded[:3]]

    def things(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """What is called by these words, as :func:`~tcgraph.questions.in_words.lexicon.key` gives them."""
        return tuple(self._things.get(words, ()))

    def has(self, text: str, things: Iterable[str]) -> bool:
        """Whether a text has a name or, in capitals, a code of one of some things in it."""
        wanted, words = set(things), key(text)
        spans = (words[start:end] for start in range(len(words)) for end in range(start + 1, len(words) + 1))
        called = (self._things.get(span, {}) for span in spans)
        coded = (self._capitals.get(word, {}) for word in text.split())
        return any(not wanted.isdisjoint(one) for one in (*called, *coded))

    def in_any_order(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """What is called by these words in another order, as "child labour, worst forms" is."""
        return tuple(self._unordered.get(tuple(sorted(words)), ())) if len(words) > 1 else ()

    def partly(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """What has these words, one after the other, in a longer name."""
        return tuple(self._parts.get(words, ()))

    def titled(self, words: frozenset[str]) -> tuple[str, ...]:
        """The things with a title of several words that has all of these."""
        return tuple({thing: None for title, thing in self._titles if words <= title})

    def joined(self, some: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
        """The one body whose English name has all words of the names of two others; empty for none or several."""
        pairs = [(one, other) for one in some for other in others]
        wanted = [frozenset((*key(self.called(a)), *key(self.called(b)))) for a, b in pairs if a != b]
        every = (thing for words in wanted for thing in self._named_by_all(words))
        found = {thing: None for thing in every if self.kind(thing) == "organisation"}
        return tuple(found) if len(found) == 1 else ()

    def _named_by_all(self, words: frozenset[str]) -> list[str]:
        return [thing for name, things in self._things.items() if words <= frozenset(name) for thing in things]

    @cached_property
    def _titles(self) -> list[tuple[frozenset[str], str]]:
        titled = ((frozenset(words), thing) for words, things in self._things.items() for thing in things)
        return [(words, thing) for words, thing in titled if len(words) > 1 and self.kind(thing) in TITLED]

    @cached_property
    def _parts(self) -> dict[tuple[str, ...], dict[str, None]]:
        found: dict[tuple[str, ...], dict[str, None]] = {}
        for words, things in self._things.items():
            for start in range(len(words)):
                for end in range(start + 1, min(len(words), start + _PART) + 1):
                    found.setdefault(words[start:end], {}).update(things)
        return found

    def of_a_place(self, word: str) -> tuple[str, ...]:
        """The place of which an adjective is made: Africa of ``africanos``; empty for none or several."""
        root = _OF_A_PLACE.sub("", word)
        if root == word or len(root) < _ROOT:
            return ()
        found = {
            thing: None
            for place, things in self._places.items()
            if place.startswith(root) and len(place) - len(root) < _ROOT
            for thing in things
        }
        return tuple(found) if len(found) == 1 else ()

    def longer(self, thing: str) -> tuple[str, ...]:
        """Other things of its kind with the whole title of one in theirs, as a module has that of its system.

        Of organisations those that only narrow it: workers' organizations in donor countries are such organizations.
        """
        kind = self.kind(thing)
        if kind == "organisation":
            begin = f"{self.called(thing)} in "
            return tuple(one for one in self.label if self.kind(one) == kind and self.called(one).startswith(begin))
        if kind not in TITLED:
            return ()
        titles = set(self.label.get(thing, {}).values())
        alike = {one: None for title in titles for one in self.partly(key(title)) if self.kind(one) == kind}
        return tuple(one for one in alike if one != thing)

    def own_year(self, things: Iterable[str], after: Sequence[str]) -> int:
        """How many words after a number tell the year that is in all names of its instruments: "of 1976"."""
        labels = [text for thing in things for text in self.label.get(thing, {}).values()]
        years = (at for at, word in enumerate(after, 1) if word.isdigit() and labels)
        return next((at for at in years if all(after[at - 1] in text for text in labels)), 0)

    def narrower(self, thing: str) -> tuple[str, ...]:
        """Other things of its kind with all words of its name in theirs, in any order."""
        words = frozenset(key(self.called(thing)))
        if len(words) < _SHORTEST:
            return ()
        return tuple(one for one, said in self._label_words if said > words and self.kind(one) == self.kind(thing))

    @cached_property
    def _label_words(self) -> list[tuple[str, frozenset[str]]]:
        return [(one, frozenset(key(self.called(one)))) for one in self.label]

    def region_roots(self, regions: Iterable[str]) -> frozenset[str]:
        """What the names of regions begin with, and of those that they lie in, but for the world: ``americ``."""
        given = set(regions)
        inner = {place for place, region in self._within if place != region}
        around = given | {region for place, region in self._within if place in given and region in inner}
        words = {word for one in around for name in self.label.get(one, {}).values() for word in key(name)}
        # "Asi" begins "assistance", too, as it is shortened.
        roots = ((word, _root(word)) for word in words if word in self._places)
        return frozenset(root if len(root) >= _ROOT else word for word, root in roots)

    def payers_in(self, regions: Iterable[str]) -> tuple[str, ...]:
        """The donors that govern a country in one of some regions."""
        given = set(regions)
        lie = dict.fromkeys(place for place, region in sorted(self._within) if region in given)
        return tuple(self.payers[one] for one in lie if one in self.payers)

    def bearing(self, called: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
        """What is no place and has one of some names of three letters or more in its own."""
        every = {one: None for words in called if len("".join(words)) > _SHORTEST for one in self.partly(words)}
        return tuple(one for one in every if self.kind(one) not in _PLACES)

    def has_root(self, thing: str, roots: Iterable[str]) -> bool:
        """Whether the name of a thing that is no place has a word that begins so."""
        if self.kind(thing) in _PLACES | _REGIONS | {""}:
            return False
        words = [word for name in self.label[thing].values() for word in key(name)]
        return any(word.startswith(root) for root in roots for word in words)

    def regions_of(self, places: Iterable[str]) -> tuple[str, ...]:
        """The regions that all of some places lie in, the largest first; not the world."""
        each = [{region for inner, region in self._within if inner == place != region} for place in places]
        sizes = Counter(region for _, region in self._within)
        shared = set.intersection(*each) if each else set()
        return tuple(sorted(shared, key=lambda region: (-sizes[region], region)))[1:]

    def regions_called(self, region: str) -> tuple[str, ...]:
        """Other regions and groupings with all words of a region's name in theirs, if they do not lie within it."""
        if self.kind(region) != "region":
            return ()
        said = [{_root(word) for word in words} for words, things in self._things.items() if region in things]
        return tuple(
            {
                thing: None
                for words, things in self._things.items()
                if any(roots < {_root(word) for word in words} for roots in said)
                for thing in things
                if self.kind(thing) in _REGIONS and (thing, region) not in self._within
            }
        )

    @cached_property
    def _places(self) -> dict[str, tuple[str, ...]]:
        """The names of places that are one word."""
        found: dict[str, tuple[str, ...]] = {}
        for words, things in self._things.items():
            places = tuple(thing for thing in things if self.kind(thing) in _PLACES)
            if len(words) == 1 and places:
                found[words[0]] = places
        return found

    def words_in(self, language: str) -> frozenset[str]:
        """Every word of a name in a language."""
        return frozenset(self._words.get(language, ()))

    def coded(self, code: str) -> tuple[str, ...]:
        """What has this code, such as ``SEN``, as typed."""
        return tuple(self._capitals.get(code, ()))

    @cached_property
    def initials(self) -> Mapping[str, str]:
        """The codes of countries by the first letters of their names, as ``US``."""
        called = ((one, re.findall(r"\b[A-Z]", self.called(one))) for one in self.label if self.kind(one) == "country")
        return {"".join(capitals): one.rpartition("/")[2] for one, capitals in called if len(capitals) > 1}

    @property
    def called_by(self) -> Iterable[tuple[str, ...]]:
        """What things are called, as it is compared."""
        return self._things

    @cached_property
    def longest(self) -> int:
        """How many words the longest name has."""
        return max(map(len, self._things), default=0)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of a name."""
        return frozenset(word for words in self._things for word in words)

    def tells(self, word: str, after: str) -> bool:
        """Whether any text has one word right after another."""
        return (word, after) in self._told_together

    @property
    def told(self) -> frozenset[str]:
        """Every word of any text."""
        return frozenset(self._told)


def _root(word: str) -> str:
    """What the name of a place and its adjective begin with alike: ``afric`` of both ``africa`` and ``african``."""
    root = _OF_A_PLACE.sub("", word)
    return (root if len(root) >= _ROOT else word).rstrip("aeiou") or word
