"""What people type for a parameter, as the value that it takes: names, acronyms, codes and numbers, in any language.

What fits nothing is an error that names what is near, never an answer of no rows; what is understood otherwise than it
was typed is told with the answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from tcgraph.errors import BadParameter
from tcgraph.namespaces import application
from tcgraph.queries import NamedQuery, Parameter, QueryCatalogue
from tcgraph.questions.plain_words import number_in, plain_words
from tcgraph.rdf import NamedNode, Term

Rows = Iterable[tuple[Term | None, ...]]
Ask = Callable[[str], Rows]
"""Gives the rows of a SELECT query's text; whoever asks often, remembers them."""

LANGUAGES = ("en", "fr", "es")
_CODE = re.compile(r"[a-z]{1,3}[0-9]+")
_NEAR = 0.6
_CLOSE = 0.15
_MANY = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a parameter may have.

    Attributes:
        value: as the query takes it: a code, or an IRI.
        label: its name in the language asked for.
        names: what else it is known by, in any language.
    """

    value: str
    label: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """How a value was read.

    Attributes:
        parameter: its name.
        label: of the parameter.
        typed: what somebody typed.
        value: what it was taken for.
        name: that value's name.
    """

    parameter: str
    label: str
    typed: str
    value: str
    name: str

    @property
    def plain(self) -> bool:
        """Whether it is the value itself that was typed."""
        return plain_words(self.typed) == plain_words(self.value)


class ParameterValues:
    """Reads values for the parameters of a project's named queries.

    Args:
        queries: all of them, those that list choices among them.
        ask: gives the rows of a query.
        fixed: whether the graph stays as it is, so that each list of choices need be made only once.
    """

    def __init__(self, queries: QueryCatalogue, ask: Ask, *, fixed: bool = False) -> None:
        self._queries = queries
        self._ask = ask
        self._kept: dict[tuple[str, str], tuple[Choice, ...]] | None = {} if fixed else None
        self._called: dict[str, list[tuple[str, str]]] = {}

    def read(self, query: NamedQuery, typed: Mapping[str, str], language: str = "en") -> tuple[Understood, ...]:
        """How each value given for a named query is understood.

        Args:
            query: whose parameters.
            typed: parameter name to what was typed; empty texts count as not given, and names that the query lacks
                are left to :meth:`~tcgraph.queries.NamedQuery.bind` to refuse.
            language: of the names told.

        Raises:
            BadParameter: a value is none that there is; the message names those that are near.
        """
        return tuple(
            self.one(parameter, text, language)
            for parameter in query.parameters
            if (text := typed.get(parameter.name, "")).strip()
        )

    def choices(self, parameter: Parameter, language: str = "en") -> tuple[Choice, ...]:
        """The values that a parameter's list offers, with every name they are known by; empty where it has no list."""
        if parameter.choices is None or parameter.choices not in self._queries:
            return ()
        if self._kept is None:
            return self._listed(parameter.choices, language)
        place = (parameter.choices, language)
        if place not in self._kept:
            self._kept[place] = self._listed(*place)
        return self._kept[place]

    def _listed(self, name: str, language: str) -> tuple[Choice, ...]:
        lists = self._queries[name]
        translated = any(other.name == "lang" for other in lists.parameters)
        labels: dict[str, str] = {}
        names: dict[str, list[str]] = {}
        for tongue in dict.fromkeys((language, *LANGUAGES)) if translated else (language,):
            for row in self._ask(lists.bind({"lang": tongue} if translated else {})):
                value, label = (str(getattr(term, "value", "")) for term in row[:2])
                labels.setdefault(value, label or value)
                names.setdefault(value, []).append(label)
        known = self._things()
        by_code = _by_code(known)
        return tuple(
            Choice(value, label, tuple(dict.fromkeys([*names[value], *_names_of(value, known, by_code)])))
            for value, label in labels.items()
        )

    def _things(self) -> dict[str, list[tuple[str, str]]]:
        """What every thing of the graph is called: by IRI, field and text."""
        if self._called:
            return self._called
        found: dict[str, list[tuple[str, str]]] = {}
        for thing, field, text, *_ in self._ask(application().texts):
            if isinstance(thing, NamedNode) and getattr(field, "value", "") != "summary":
                found.setdefault(thing.value, []).append((getattr(field, "value", ""), getattr(text, "value", "")))
        self._called = found if self._kept is not None else {}
        return found

    def one(self, parameter: Parameter, typed: str, language: str = "en") -> Understood:
        """How a value given for one parameter is understood; see :meth:`read`."""
        typed = typed.strip()
        if parameter.type in ("integer", "decimal") and not typed.lstrip("+-").replace(".", "", 1).isdigit():
            number = number_in(typed)
            typed_value = typed if number is None else str(number)
        else:
            typed_value = typed
        if parameter.choices is None or parameter.choices not in self._queries:
            parameter.term(typed_value)  # refuses what is of another type
            return Understood(parameter.name, parameter.label, typed, typed_value, typed_value)
        choice = self._choice(parameter, typed_value, language)
        return Understood(parameter.name, parameter.label, typed, choice.value, choice.label)

    def _choice(self, parameter: Parameter, typed: str, language: str) -> Choice:
        choices = self.choices(parameter, language)
        found = chosen(typed, choices)
        if not found and not parameter.closed:
            found = chosen(typed, self._others(choices), exactly=True)
        if len(found) == 1:
            return found[0]
        name = parameter.label.partition(" such as ")[0]
        if found:
            several = ", ".join(_told(choice) for choice in found[:_MANY])
            raise BadParameter(f"{name} {typed!r} may mean several: {several}. Say which.")
        near = nearest(typed, choices)
        if near:
            raise BadParameter(f"{name} {typed!r} is not known. Did you mean {' or '.join(map(_told, near))}?")
        if not choices:
            raise BadParameter(f"{name} {typed!r} is not known: there is none in the graph yet.")
        first = [*_codes_like(typed, choices), *choices]
        listed = list({choice.value: choice for choice in first}.values())
        some = ", ".join(_told(choice) for choice in listed[:_MANY])
        more = f" and {len(choices) - _MANY} more" if len(choices) > _MANY else ""
        raise BadParameter(f"{name} {typed!r} is not known. It is one of {some}{more}.")

    def _others(self, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """Things of the graph that are not offered, but whose address or code is of the kind of those that are."""
        if not choices:
            return ()
        known = self._things()
        if choices[0].value.startswith(("http:", "https:", "urn:")):
            kinds = {choice.value.rpartition("/")[0] for choice in choices}
            found = [(iri, iri) for iri in known if iri.rpartition("/")[0] in kinds]
        else:
            kinds = {_form(choice.value) for choice in choices}
            found = [
                (iri, text)
                for iri, said in known.items()
                for field, text in said
                if field == "other" and _form(text) in kinds
            ]
        offered = {choice.value for choice in choices}
        return tuple(
            Choice(value, _label(known[iri]) or value, tuple(text for _, text in known[iri]))
            for iri, value in found
            if value not in offered
        )


def chosen(typed: str, choices: Iterable[Choice], *, exactly: bool = False) -> list[Choice]:
    """The choices that a text means: those it names exactly, else those with all of its words in one name.

    Args:
        typed: what somebody typed.
        choices: to choose from.
        exactly: whether part of a name is too little.
    """
    every = list(choices)
    words = plain_words(typed)
    for names in (_addresses, _names, _numbers):
        found = [choice for choice in every if words in names(choice)]
        if found:
            return found
    if exactly or len(words) < 3:
        return []
    wanted = set(words.split())
    return [choice for choice in every if any(wanted <= set(plain_words(name).split()) for name in _all(choice))]


def nearest(typed: str, choices: Iterable[Choice], most: int = 3) -> list[Choice]:
    """The choices whose names are most like a text, best first; none where none is alike."""
    words, every = plain_words(typed), list(choices)
    # A code is near other codes: C999 is no slip for a Convention "of 1999".
    codes = _codes_like(typed, every)
    named = [((c.value,), c) for c in codes] if codes else [((c.value, *_all(c)), c) for c in every]
    scored = [(max(_likeness(words, plain_words(name)) for name in names), c) for names, c in named]
    best = max((score for score, _ in scored), default=0.0)
    alike = (pair for pair in scored if pair[0] >= max(_NEAR, best - _CLOSE))
    near = sorted(alike, key=lambda pair: (-pair[0], pair[1].label))
    return [choice for _, choice in near[:most]]


def _codes_like(typed: str, choices: Iterable[Choice]) -> list[Choice]:
    """The choices that have a code, such as C144, where what was typed is one."""
    if not _CODE.fullmatch(plain_words(typed)):
        return []
    return [choice for choice in choices if _CODE.fullmatch(plain_words(choice.value))]


def _likeness(words: str, name: str) -> float:
    whole = SequenceMatcher(None, words, name).ratio()
    # A word of a longer name that is almost what was typed: "gendr" and "gender equality".
    parts = [
        SequenceMatcher(None, words, word).ratio() * 0.95 for word in name.split() if abs(len(word) - len(words)) < 3
    ]
    return max([whole, *parts])


def _addresses(choice: Choice) -> set[str]:
    path = choice.value.removeprefix(application().things)
    return {plain_words(text) for text in (choice.value, path, re.split(r"[/#]", choice.value)[-1])}


def _names(choice: Choice) -> set[str]:
    return {plain_words(name) for name in _all(choice)}


def _numbers(choice: Choice) -> set[str]:
    """A number by which a code is known: ``144``, ``no 144`` and ``convention 144`` for C144."""
    found = re.fullmatch(r"([A-Za-z])0*([0-9]+)", choice.value)
    if not found:
        return set()
    kinds = {"c": ("convention", "convenio"), "r": ("recommendation", "recommandation", "recomendacion")}
    words = ("", "no", "n", "no ", *kinds.get(found[1].lower(), ()))
    bare = {plain_words(f"{word} {found[2]}") for word in words}
    named = {plain_words(f"{word} no {found[2]}") for word in kinds.get(found[1].lower(), ())}
    return bare | named | {plain_words(f"{found[1]} {found[2]}"), plain_words(f"{found[1]}{found[2]}")}


def _all(choice: Choice) -> tuple[str, ...]:
    return (choice.label, *choice.names)


def _told(choice: Choice) -> str:
    value = choice.value.removeprefix(application().things)
    return value if plain_words(value) == plain_words(choice.label) else f"{value} ({choice.label})"


def _form(code: str) -> str:
    """The shape of a code: ``AAA`` of SEN, ``A999`` of C144."""
    return re.sub(r"[0-9]", "9", re.sub(r"[A-Z]", "A", re.sub(r"[a-z]+", "a", code)))


def _by_code(known: Mapping[str, list[tuple[str, str]]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for iri, said in known.items():
        for field, text in said:
            if field == "other":
                found.setdefault(text, []).append(iri)
    return found


def _names_of(value: str, known: Mapping[str, list[tuple[str, str]]], by_code: Mapping[str, list[str]]) -> list[str]:
    things = [value] if value in known else [iri for iri in by_code.get(value, ()) if iri.endswith(f"/{value}")]
    return [text for iri in things for _, text in known.get(iri, ())]


def _label(said: Iterable[tuple[str, str]]) -> str:
    return next((text for field, text in said if field == "name"), "")


def values_of(understood: Iterable[Understood]) -> dict[str, str]:
    """The values to bind, by parameter name."""
    return {one.parameter: one.value for one in understood}
