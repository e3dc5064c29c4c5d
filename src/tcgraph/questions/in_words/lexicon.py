"""The words of questions, language by language: read from ``queries/asking/{en,fr,es}.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from tcgraph.namespaces import application
from tcgraph.query_files import asking_text
from tcgraph.questions.plain_words import plain_words

LANGUAGES = ("en", "fr", "es")
_MINOR = (
    "the of for and to in on de la le les des du l d el los las del y et a au aux por para pour sur con by with s e"
)
MINOR = frozenset(_MINOR.split())
"""Words that names are told apart without."""
SOUTH_SOUTH, SOUTH_SOUTH_WORD = "sur sur", "sursur"
"""The Spanish South twice, which is no minor word there, though it is one in French."""

_ENDINGS = (
    ("isation", "ization"),
    ("iones", "ion"),
    ("ores", "or"),
    ("eres", "er"),
    ("aises", "ais"),
    ("ales", "al"),
    ("eaux", "eau"),
    ("ies", "y"),
)


@lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """A word without the ending of its plural, British and American alike; short words stay as they are."""
    if len(word) < 5:
        return word
    if word.endswith("isations"):
        return word[:-8] + "ization"
    for ending, better in _ENDINGS:
        if word.endswith(ending):
            return word[: -len(ending)] + better
    return word[:-1] if word.endswith(("s", "x")) and word[-2] not in "sui" else word


def stems(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared."""
    words = plain_words(text.replace("%", " % ").replace("%", "percent")).replace(SOUTH_SOUTH, SOUTH_SOUTH_WORD)
    return tuple(stem(word) for word in words.split())


def key(text: str) -> tuple[str, ...]:
    """The words of a name, without the minor ones."""
    words = stems(text)
    return tuple(word for word in words if word not in MINOR) or words


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase may mean.

    Attributes:
        role: ``shows``, with ``sort`` for what is a sort of it by itself, ``funding``, ``status``, ``role``,
            ``words``, ``names``, ``question``, with ``within`` where it has more than is asked, ``any``, ``cannot``,
            ``as_of`` for the day of the report, or ``operator``.
        value: a kind, a code, expressions to search for, things, what cannot be told, or the name of a question, with
            ``parameter=value`` where the words give one.
    """

    role: str
    value: tuple[str, ...]


REQUESTED = Meaning("requested", ("of",))
"""Of whom something is asked: of donors, as "what should donors do"."""


@dataclass(frozen=True)
class Lexicon:
    """The words of one language.

    Attributes:
        language: en, fr or es.
        stop: words that say nothing by themselves.
        light: words that say little: one that is used for nothing is told, and looked for nowhere.
        same: words that are read as others, as "met" is as "meeting".
        phrases: words as they are compared to what they mean.
        heads: nouns that titles are made with, beside sorts of things.
        counted: those of the stop words that are nouns: how many of them there are is asked of them alone.
        aspect: those of them that say something only of what may stand otherwise: "already", "still".
        cover: what is asked of a report itself, and stands on its cover.
        itself: what whoever reports is called.
        inside: words by which it is asked what is in a report.
    """

    language: str
    stop: frozenset[str]
    phrases: Mapping[tuple[str, ...], tuple[Meaning, ...]] = field(default_factory=dict)
    heads: frozenset[str] = frozenset()
    light: frozenset[str] = frozenset()
    same: Mapping[str, str] = field(default_factory=dict)
    counted: frozenset[str] = frozenset()
    aspect: frozenset[str] = frozenset()
    cover: frozenset[str] = frozenset()
    inside: frozenset[str] = frozenset()
    itself: frozenset[str] = frozenset()

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of a phrase."""
        return frozenset(word for said in self.phrases for word in said)

    def names(self) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
        """What people call things beside their names in the graph: words, and the things."""
        for said, meanings in self.phrases.items():
            yield from ((said, meaning.value) for meaning in meanings if meaning.role == "names")


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of the things of a kind, as the graph has it: its address or code, and a name of it in a language."""

    kind: str
    iri: str
    label: str
    language: str


def read_lexicons(
    folder: Path,
    questions: Container[str],
    kinds: Mapping[str, Mapping[str, str]],
    sorts: Collection[Sort] = (),
    titles: Iterable[str] = (),
    statuses: Collection[tuple[Sort, bool]] = (),
) -> Mapping[str, Lexicon]:
    """The words of a project's questions, by language.

    Args:
        folder: of its queries.
        questions: the named ones that there are; words for others say nothing.
        kinds: what the kinds of its own are called, by kind and language.
        sorts: those that there are of things.
        titles: what is followed up: a noun of these for what is asked, as "commitments", means that.
        statuses: those that there are, each with whether anything has it; words for one that nothing has say nothing.
    """
    titled = frozenset(word for title in titles for word in stems(title))
    return {
        language: _lexicon(
            language,
            text,
            questions,
            {k: said.get(language, "") for k, said in kinds.items()},
            [(sort, sort.language == language) for sort in sorts],
            titled,
            [one for one, has in statuses if has and one.language == language],
            {one.iri for one, has in statuses if not has},
        )
        for language in LANGUAGES
        if (text := asking_text(folder, f"{language}.toml"))
    }


def _lexicon(
    language: str,
    text: str,
    questions: Container[str],
    kinds: Mapping[str, str],
    sorts: Collection[tuple[Sort, bool]],
    titled: Container[str],
    statuses: Iterable[Sort],
    idle: Container[str],
) -> Lexicon:
    given = tomllib.loads(text)
    phrases: dict[tuple[str, ...], list[Meaning]] = {}
    own = ((stems(label), Meaning("shows", (kind,))) for kind, label in kinds.items() if label)
    codes = {(sort.kind, sort.iri.rpartition("/")[2]): sort.iri for sort, _ in sorts}
    labels = {(sort.iri, stems(sort.label)) for sort, _ in sorts}
    for said, meaning in (*_meanings(given), *_sorted(given.get("sort", {}), codes, labels), *own):
        if meaning.role == "question" and meaning.value[0] not in questions:
            continue
        if meaning.role == "status" and meaning.value[0] in idle:
            continue
        known = phrases.setdefault(said, [])
        if meaning not in known:
            known.append(meaning)
    for status in statuses:
        phrases.setdefault(stems(status.label), [Meaning("status", (status.iri,))])
    for sort, spoken in sorts:
        said = stems(sort.label)
        if spoken and said not in phrases:  # what the lexicon takes for something else is that
            phrases[said] = [Meaning("shows", (sort.kind,)), Meaning("sort", (sort.kind, sort.iri))]
    stop, heads, light, counted, aspect, cover, inside, itself = (
        frozenset(stem(plain_words(word)) for word in given.get(key, "").split())
        for key in ("stop", "heads", "light", "counted", "aspect", "cover", "inside", "itself")
    )
    same = {stem(word): stem(plain_words(other)) for word, other in given.get("same", {}).items()}
    called = stems(given.get("asked", ""))
    same |= {noun: called[0] for noun in called[1:] if noun in titled}
    meant = {said: tuple(meanings) for said, meanings in phrases.items()}
    return Lexicon(language, stop | aspect, meant, heads, light, same, counted, aspect, cover, inside, itself)


def _meanings(given: Mapping[str, Mapping[str, object]]) -> Iterator[tuple[tuple[str, ...], Meaning]]:
    for role in ("question", "cannot", "shows", "status", "role", "funding", "any", "operator", "as_of"):
        for value, said in given.get(role, {}).items():
            assert isinstance(said, list)
            # A named question may have a value by these words, as "hedges kind=intention".
            yield from ((stems(phrase), Meaning(role, tuple(value.split()))) for phrase in said)
    for name, said in given.get("within", {}).items():
        assert isinstance(said, list)
        for phrase in said:
            yield from ((stems(phrase), Meaning(role, (name,))) for role in ("question", "within"))
    asking = given.get("requested", {}).get("words", [])
    assert isinstance(asking, list)
    for phrase in asking:  # what recommendations do to whom they are addressed
        yield from ((stems(phrase), one) for one in (Meaning("shows", ("recommendation",)), REQUESTED))
    for said, expressions in given.get("words", {}).items():
        assert isinstance(expressions, list)
        yield stems(said), Meaning("words", tuple(expressions))
    for said, things in given.get("names", {}).items():
        yield key(said), Meaning("names", tuple(_thing(name) for name in str(things).split()))


def _sorted(
    given: Mapping[str, Mapping[str, list[str]] | list[str]],
    codes: Mapping[tuple[str, str], str],
    labels: Container[tuple[str, tuple[str, ...]]],
) -> Iterator[tuple[tuple[str, ...], Meaning]]:
    """What sorts of things are called beside their names: by code where the graph has one, else by the words alone."""
    for kind, said in given.items():
        coded = {"": said} if isinstance(said, list) else said
        for code, phrases in coded.items():
            iri = codes.get((kind, code), "")
            for phrase in phrases:
                yield stems(phrase), Meaning("shows", (kind,))
                named = (iri, stems(phrase)) in labels
                yield stems(phrase), Meaning("sort", (kind, iri) if named else (kind, iri, code) if iri else (kind,))


def _thing(name: str) -> str:
    kind, _, code = name.partition("/")
    things = application().things
    if kind in ("theme", "sector"):
        return f"{things.removesuffix('id/')}vocab/{kind}/{code}"
    return things + name
