"""Find the action that a later report speaks of again, by recommendation and by the words the two share."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tcgraph.diagnostics import Diagnostic, Level
from tcgraph.engine import Engine
from tcgraph.followup.cycles import Cycle
from tcgraph.followup.naming.review_names import ReviewNames
from tcgraph.namespaces import stands_in
from tcgraph.rdf import Literal, NamedNode, literal_text
from tcgraph.terms import ID

if TYPE_CHECKING:
    from tcgraph.followup.drafts.draft import ProposedAction

_KNOWN: Final = """
SELECT DISTINCT ?action ?recommendation ?said WHERE {
  VALUES ?kind { tc:Action tc:StateOfAffairs }
  ?recommendation a tc:Recommendation .
  ?action a ?kind ; tc:addresses ?recommendation ; rdfs:label|tc:summary ?said .
} ORDER BY ?action"""
_PLACES: Final = """
SELECT DISTINCT ?action ?country WHERE {
  ?recommendation a tc:Recommendation .
  ?action tc:addresses ?recommendation .
  { ?action tc:mentions ?country } UNION { ?action ^tc:inAction/tc:participant ?country }
  UNION { ?action tc:agent|tc:inferredAgent ?who . ?who tc:governs ?country }
  ?country a tc:Country
}"""
_STANDS: Final = """
SELECT ?action ?status ?on WHERE {
  ?action tc:hasObservation ?observation . ?observation tc:status ?status ; tc:asOf ?on .
} ORDER BY ?on"""
_WORD: Final = re.compile(r"[^\W\d_]{4,}|\d{4}")
_ENOUGH: Final = 0.34
CLOSED: Final = frozenset(("taken", "rejected", "cancelled", "overtaken"))
"""The statuses of an action of which nothing more is awaited; one that stands otherwise is open."""
_SEVERAL: Final = "tells of the countries of several earlier actions: split it, and say which part reports on which"
_DONE: Final = frozenset(("taken", "standing"))
_UNDONE: Final = frozenset(("not-taken", "rejected", "cancelled", "overtaken"))


@dataclass(slots=True)
class KnownAction:
    """An action that the graph has already.

    Attributes:
        action: its address.
        recommendation: what it addresses.
        said: what is told of it, its words first.
        status: how far it had come when it was reported last; "" where nobody said.
        on: the day that it stood so.
        countries: those that it is told of.
    """

    action: NamedNode
    recommendation: NamedNode
    said: list[str] = field(default_factory=list)
    status: str = ""
    on: str = ""
    countries: set[NamedNode] = field(default_factory=set)

    @property
    def code(self) -> str:
        """What the cells of a review call it."""
        return self.action.value.removeprefix(f"{ID}action/")

    @property
    def is_open(self) -> bool:
        """Whether more is awaited of it."""
        return self.status not in CLOSED

    def told(self, statuses: Mapping[str, str]) -> str:
        """What it was reported as, after its code; statuses are called as is given, by their codes."""
        return f"{self.code}: {statuses.get(self.status, self.status)} ({self.on}). {''.join(self.said[:1])}"

    def likeness(self, text: str, countries: Set[NamedNode] = frozenset()) -> float:
        """How many words a text shares with what is told of it, from 0 to 1; below 0 where it is of other countries."""
        if countries and self.countries and countries.isdisjoint(self.countries):
            return -1
        words, mine = _words(text), _words(" ".join(self.said))
        return 2 * len(words & mine) / (len(words) + len(mine) or 1)


class EarlierActions:
    """Every action that a cycle's follow-up has already, by the recommendation that it addresses.

    Args:
        engine: the graph.
        cycle: the cycle that is reported to.
    """

    def __init__(self, engine: Engine, cycle: Cycle) -> None:
        self._names = ReviewNames(engine, cycle)
        found: dict[NamedNode, KnownAction] = {}
        for action, asked, said in engine.select(cycle.about_its_own(_KNOWN)):
            assert isinstance(action, NamedNode)
            assert isinstance(asked, NamedNode)
            one = found.setdefault(action, KnownAction(action, asked))
            if isinstance(said, Literal) and not stands_in(said):
                one.said.append(said.value)
        for action, status, on in engine.select(_STANDS):
            if isinstance(action, NamedNode) and isinstance(status, NamedNode) and action in found:
                found[action].status, found[action].on = status.value.rpartition("/")[2], literal_text(on)
        for action, country in engine.select(_PLACES):
            if isinstance(country, NamedNode) and isinstance(action, NamedNode) and action in found:
                found[action].countries.add(country)
        for one in found.values():
            one.said.sort(key=len, reverse=True)
        self._found = list(found.values())

    def of(self, recommendation: NamedNode) -> list[KnownAction]:
        """The actions on a recommendation."""
        return [one for one in self._found if one.recommendation == recommendation]

    def link(self, proposed: Iterable[ProposedAction]) -> list[Diagnostic]:
        """Say which earlier action each reply of a table seems to report on again, and which others it may.

        Returns:
            Where a reply names the countries of several earlier actions: one status and one link cannot tell of all.
        """
        several: list[Diagnostic] = []
        replies: dict[str, list[ProposedAction]] = {}
        for action in proposed:
            if action.reply.ask is not None and action.reply.ask.reference and action.reply.reason != "repeated row":
                replies.setdefault(action.reply.ask.reference, []).append(action)
        for reference, actions in replies.items():
            asked = self._names.recommendation(reference)
            earlier = self.of(asked) if asked is not None else []
            told = {action.key: (action.wording, _countries(action)) for action in actions}
            mixed = {key for key, (_, countries) in told.items() if _tells_of_several(countries, earlier)}
            found = told_again({key: one for key, one in told.items() if key not in mixed}, earlier)
            for action in actions:
                same = action.same_as = found.get(action.key)
                by_likeness = sorted(earlier, key=lambda one: -one.likeness(*told[action.key]))
                action.earlier = sorted(by_likeness, key=lambda one: one is not same)
                if action.key in mixed:
                    place = action.reply.pieces[0].place.location
                    several.append(Diagnostic("several", Level.WARNING, f"{action.key} {_SEVERAL}", place))
        return several


def left_beside(status: str, earlier: Sequence[KnownAction], linked: Container[NamedNode]) -> KnownAction | None:
    """The earlier action that an unlinked reply on the same is likely to speak of, as the two cannot both stand.

    Args:
        status: of the reply.
        earlier: the actions on what it answers.
        linked: those that other replies report on again.
    """
    left = [one for one in earlier if one.action not in linked]
    contrary = _UNDONE if status in _DONE else _DONE if status in _UNDONE else frozenset[str]()
    against = [one for one in left if one.status in contrary]
    waiting = [one for one in left if one.is_open and one.status not in _DONE] if len(left) == len(earlier) else []
    return next(iter([*against, *waiting]), None)


def _countries(action: ProposedAction) -> frozenset[NamedNode]:
    return frozenset(one.thing for one in action.mentions if one.kind == "Country")


def _tells_of_several(countries: Set[NamedNode], earlier: Sequence[KnownAction]) -> bool:
    """Whether a reply names countries of several earlier actions, each of which is of other countries than the rest."""
    apart = [one.countries & countries for one in earlier if one.countries & countries]
    return len(apart) > 1 and not set.intersection(*apart)


def told_again(
    texts: Mapping[str, tuple[str, Set[NamedNode]]], earlier: Sequence[KnownAction]
) -> dict[str, KnownAction]:
    """Which earlier action on a recommendation each of its new replies speaks of.

    The likest are taken first, and no action twice. Where words tell nothing, there has to be one action alone, or one
    alone that is open: what is left is for a person to say.

    Args:
        texts: the replies, each by a name: its words, and the countries that it names.
        earlier: the actions on what they answer.
    """
    likest = sorted(((one.likeness(*told), name, one) for name, told in texts.items() for one in earlier), key=_first)
    found: dict[str, KnownAction] = {}
    taken: set[NamedNode] = set()
    for likeness, name, one in likest:
        if likeness >= _ENOUGH and name not in found and one.action not in taken:
            found[name] = one
            taken.add(one.action)
    rest, left = [name for name in texts if name not in found], [one for one in earlier if one.action not in taken]
    still_open = [one for one in left if one.is_open]
    alone = left if len(left) == 1 else still_open
    if len(rest) == 1 and len(alone) == 1 and alone[0].likeness(*texts[rest[0]]) >= 0:
        found[rest[0]] = alone[0]
    return found


def _first(likely: tuple[float, str, KnownAction]) -> tuple[float, str, bool, str]:
    likeness, name, one = likely
    return -likeness, name, not one.is_open, one.action.value


def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower()[:6] for word in _WORD.findall(text.replace("-", "")))
