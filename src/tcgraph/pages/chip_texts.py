"""Questions made of parts, as pages tell them: in the reader's language, each part with a link that leaves it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tcgraph.pages.i18n import translator
from tcgraph.pages.labels import Labels, word_for
from tcgraph.pages.locale_format import days
from tcgraph.pages.page import State
from tcgraph.pages.site import Site, run, run_here
from tcgraph.questions.addresses import to_parameters
from tcgraph.questions.chips import ANY, Chip, Question
from tcgraph.questions.facets import Facets
from tcgraph.questions.in_words.answering import Asking
from tcgraph.questions.in_words.tried_reading import Found
from tcgraph.questions.kinds import Kind
from tcgraph.rdf import NamedNode
from tcgraph.terms import PREFIXES

_HEDGE = Kind(
    "hedge",
    f"{PREFIXES['vocab']}hedge-kind/",
    "^tc:hedges/tc:hedgeKind",
    shown="?words_of tc:hedges ?action ; tc:hedgeKind ?hedge ; tc:asPrinted ?words",
    columns=("words",),
)
"""Kinds of hedges, with the words of the document that hedge."""


def asking_of(site: Site) -> Asking:
    """Questions in words about the version in force, and the follow-up that the page speaks of; made once for each."""

    def make() -> Asking:
        return Asking(site.queries, site.project.queries, lambda text: run(site, "choices", text).rows, site.of)

    return site.memo.get(("asking", site.version(), site.of), make)


def kinds_of(site: Site) -> Mapping[str, Kind]:
    """What a question can be built of: all that one can ask by in words, and hedges, which no question names."""
    asked = asking_of(site).kinds
    return {**asked, _HEDGE.name: _HEDGE} if asked and "hedged-actions" in site.queries else asked


def facets_of(site: Site) -> Facets:
    """What the version in force has answers for."""
    return Facets(kinds_of(site), lambda text: run_here(site, "facets", text).rows)


@dataclass(frozen=True, slots=True)
class ChipPart:
    """One part of a question, told.

    Attributes:
        label: what is asked by.
        text: the value.
        without: whether it must not hold.
        away: the address of the question without this part.
    """

    label: str
    text: str
    without: bool
    away: str


class Teller:
    """Tells questions in a reader's language.

    Args:
        site: where names are.
        state: of the page.
    """

    def __init__(self, site: Site, state: State) -> None:
        self._site = site
        self._state = state
        self._t = translator(state.language)
        self._labels = Labels(site, state.language)
        self._asking = asking_of(site)
        self._kinds = kinds_of(site)

    def shown(self, kind: str) -> str:
        """What is shown, in words."""
        if own := self._own(kind):
            return own
        return self._t(f"shows.{kind}")

    def key(self, key: str) -> str:
        """What is asked by, in words."""
        if own := self._own(key):
            return own
        return self._t(f"chip.{key}") if key not in self._kinds else self._t(f"chip.{key.replace('_', '-')}")

    def _own(self, kind: str) -> str:
        """What the things of a kind of the project's own are called."""
        labels = self._kinds[kind].labels if kind in self._kinds else {}
        return labels.get(self._state.language) or labels.get("en") or next(iter(labels.values()), "")

    def value(self, key: str, value: str) -> str:
        """A value in words."""
        if value == ANY:
            return self._t("chip.any")
        if key in ("status", "only"):
            return self._t(f"status.{value}")
        if key == "role":
            return word_for(self._state.language, "role", value, self._labels)
        if key == "when":
            start, _, end = value.partition("/")
            return days(start, end, self._state.language)
        if value.startswith(("http:", "https:")):
            return self._labels.of(NamedNode(value)).value
        return value

    def note(self, values: list[str]) -> None:
        """Fetch the names of things that will be told, at once."""
        self._labels.note(NamedNode(value) for value in values if value.startswith(("http:", "https:")))

    def parts(self, question: Question) -> list[ChipPart]:
        """Every part of a question."""
        self.note([value for chip in question.chips for value in chip.values])
        chips = [
            ChipPart(self.key(chip.key), self._told(chip), chip.without, self.address(_without(question, chip)))
            for chip in question.chips
        ]
        if not question.group:
            return chips
        by = self.key(question.group.replace("_", "-"))
        return [*chips, ChipPart(self._t("build.group"), by, False, self.address(replace(question, group="")))]

    def _told(self, chip: Chip) -> str:
        if chip.key == "words" and chip.names:
            return chip.told
        return f" {self._t('chip.or')} ".join(dict.fromkeys(self.value(chip.key, value) for value in chip.values))

    def address(self, question: Question) -> str:
        """Where a question is built."""
        return self._state.to("/build", **to_parameters(question, self._kinds))

    def answer_at(self, found: Found) -> str:
        """Where all of an answer stands."""
        if found.reading.name:
            return self._state.to(f"/ask/{found.reading.name}", **self._asking.parameters_of(found.reading))
        return self.address(found.reading.question)


def _without(question: Question, chip: Chip) -> Question:
    return replace(question, chips=tuple(other for other in question.chips if other is not chip))
