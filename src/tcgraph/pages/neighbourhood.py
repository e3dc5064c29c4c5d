"""What a thing is linked with, drawn around it, and the ways from one thing to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tcgraph.errors import UnknownTerm
from tcgraph.pages.charts.figure import Cell, Figure
from tcgraph.pages.charts.network import Spot, chain, network
from tcgraph.pages.charts.svg import shortened
from tcgraph.pages.connections import STEPS, Link, kind_of, links, things_named, ways
from tcgraph.pages.i18n import of_language, translator
from tcgraph.pages.labels import Labels
from tcgraph.pages.overview import together
from tcgraph.pages.page import Page, State, View, iri_of, page_path
from tcgraph.pages.pictures import Pictures
from tcgraph.pages.site import Site, ask
from tcgraph.rdf import NamedNode
from tcgraph.terms import BASE, ID, TC

_FEW = 4
"""How many links of one sort are drawn; the rest is told as a number that leads to the thing's page, which has all."""
_TOLD = 8
"""How many of those that are not drawn are named."""
_LONG = 60
_CANDIDATES = 8
_TOGETHER = "working-together"
"""What a reader sees who has not said yet where to begin."""


@dataclass(frozen=True, slots=True)
class MeantThing:
    """What a reader meant by a name: the one thing, or those that it could be."""

    typed: str
    thing: NamedNode | None = None
    candidates: tuple[NamedNode, ...] = ()


def build(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """The page of the thing that the address names, and of the way to another where it names two.

    Raises:
        UnknownTerm: the graph links nothing with it.
    """
    t = translator(state.language)
    labels = Labels(site, state.language)
    about, to = (meant(site, state, state.get(name)) for name in ("about", "to"))
    labels.note((*about.candidates, *to.candidates, about.thing, to.thing))
    context: dict[str, object] = {
        "about": about, "to": to, "thing": about.thing, "ways": [], "total": 0, "steps": STEPS, "short": short,
    }  # fmt: skip
    if about.thing is None:
        answer = (
            None if about.typed or _TOGETHER not in site.queries else ask(site, _TOGETHER, {"lang": state.language})
        )
        if answer is None or not answer.rows:
            return Page("graph.html", t("nav.graph"), "graph", context)
        drawn = together(answer, Pictures(site, state, labels), labels, state)
        return Page("graph.html", t("nav.graph"), "graph", context, (answer,), (), (drawn,))
    found, answer = links(site, [about.thing])
    own = found.get(about.thing.value, [])
    if not own:
        raise UnknownTerm(f"The graph links nothing with {about.typed}.")
    labels.note(term for link in own for term in (link.other, link.link, _class_of(link.other)))
    name, reader, pictures = labels.of(about.thing).value, _LinkReader(state, labels), Pictures(site, state, labels)
    figures: list[Figure] = []
    if to.thing is not None:
        walked = ways(site, about.thing, to.thing)
        labels.note(term for way in walked for link, thing in way for term in (thing, link.link if link else None))
        context["ways"] = made = [[reader.step(link, thing) for link, thing in way] for way in walked]
        figures += [
            pictures.figure(f"way-{n}", t("graph.way", n=n, start=name, end=labels.of(to.thing).value),
                            chain(way), unit=t("graph.steps", n=len(way) - 1))
            for n, way in enumerate(made, start=1)
        ]  # fmt: skip
    root = Spot(name, href=reader.page(about.thing), below=reader.around(about.thing, own))
    rows = tuple(
        (Cell(reader.read(about.thing, [link])), Cell(labels.of(link.other).value, reader.page(link.other)))
        for link in sorted(own, key=reader.order)
    )
    figures.append(pictures.figure("network", t("graph.of", name=name), network(root), unit=t("graph.unit"), rows=rows))
    context["total"] = len(own)
    things = (about.thing,)
    return Page("graph.html", t("graph.of", name=name), "graph", context, (answer,), things, tuple(figures))


def meant(site: Site, state: State, typed: str) -> MeantThing:
    """What a reader means who gives an address, or types a name, an abbreviation or a code."""
    if not typed:
        return MeantThing("")
    given = typed.startswith((":", "http://", "https://", "urn:")) or ("/" in typed and " " not in typed)
    things = _nodes(typed if "://" in typed or typed.startswith("urn:") else iri_of(typed)) if given else []
    things = things or things_named(site, typed)
    # A code may name a concept too; readers mean the thing.
    things = [thing for thing in things if thing.value.startswith(ID)] or things
    if len(things) == 1:
        return MeantThing(typed, things[0])
    if not things and site.search is not None:
        things = [NamedNode(hit.iri) for hit in site.search(typed, state.language, _CANDIDATES).things]
    return MeantThing(typed, None, tuple(things[:_CANDIDATES]))


def _nodes(iri: str) -> list[NamedNode]:
    """An address as a thing; none where it is no IRI."""
    try:
        return [NamedNode(iri)]
    except ValueError:
        return []


def short(iri: str) -> str:
    """A thing in an address: ``organisation/undp``; ``:vocab/…`` for what is ours besides."""
    if iri.startswith(ID):
        return iri.removeprefix(ID)
    return ":" + iri.removeprefix(BASE) if iri.startswith(BASE) else iri


class _LinkReader:
    """Puts links into words, and draws those of a thing around it."""

    def __init__(self, state: State, labels: Labels) -> None:
        self._state, self._labels = state, labels
        self._colon = f"{of_language(state.language, 'before_signs')}:"
        self._t = translator(state.language)

    def page(self, thing: NamedNode) -> str:
        """Where a thing's page is."""
        return self._state.to(page_path(thing.value))

    def step(self, link: Link | None, thing: NamedNode) -> Spot:
        """A step of a way, for a picture and for those who read it."""
        words = self._words([link]) if link else ""
        return Spot(self._labels.of(thing).value, words, self.page(thing), towards=bool(link and not link.outward))

    def order(self, link: Link) -> tuple[bool, str, str]:
        """Links stand by what they say, the stated ones first."""
        return link.inferred, _sort(link), self._labels.of(link.other).value

    def around(self, thing: NamedNode, own: Sequence[Link]) -> tuple[Spot, ...]:
        """A box for each thing that is linked with one; of many that are linked alike a few, and how many more."""
        # A box has all that is said in one direction, under what is stated of it, if anything is.
        pairs: dict[str, list[Link]] = {}
        for link in sorted(own, key=self.order):
            said = pairs.setdefault(link.other.value, [link])
            said += [link] * (link != said[0] and link.outward == said[0].outward)
        alike: dict[str, list[list[Link]]] = {}
        for said in pairs.values():
            alike.setdefault(_sort(said[0]), []).append(said)
        spots: list[Spot] = []
        before = self._colon.removesuffix(":")
        for found in alike.values():
            # One more box takes no more room than the words that there is one more.
            drawn = found if len(found) == _FEW + 1 else found[:_FEW]
            spots += [
                Spot(self._told_kind(said[0].other), self.read(thing, said), self.page(said[0].other),
                     towards=not said[0].outward)
                for said in drawn
            ]  # fmt: skip
            if rest := [said[0] for said in found[len(drawn) :]]:
                names = f"{before}; ".join(self._labels.of(link.other).value for link in rest[:_TOLD])
                names += f"{before}; …" * (len(rest) > _TOLD)
                told = f"{self._t('graph.more', n=len(rest))}{self._colon} {names}"
                spots.append(Spot(told, self.read(thing, rest[:1]), self.page(thing), towards=not rest[0].outward))
        return tuple(spots)

    def read(self, thing: NamedNode, found: Sequence[Link]) -> str:
        """Links as they are read beside the other thing's name: what a thing's lead to, or what it says of it."""
        named = f" {_begun(self._labels.of(thing).value)}" if not found[0].outward else ""
        return f"{self._words(found)}{self._colon}{named}"

    def _told_kind(self, thing: NamedNode) -> str:
        """A thing's name with the word for what kind of thing it is, where the ontology has one."""
        kind = self._labels.of(_class_of(thing))
        return f"{self._labels.of(thing).value}\u00a0· {kind.value}" if kind.language else self._labels.of(thing).value

    def _words(self, found: Sequence[Link]) -> str:
        """Links' names, those of what is concluded last and marked so."""
        stated, concluded = (
            ", ".join(self._labels.of(link.link).value for link in found if link.inferred is inferred)
            for inferred in (False, True)
        )
        marked = [f"{concluded} ({self._t('graph.inferred')})"] if concluded else []
        return f"{self._colon[:-1]}; ".join([*([stated] if stated else []), *marked])


def _class_of(thing: NamedNode) -> NamedNode:
    """The class after which the addresses of things of its kind are named: of country-programme, CountryProgramme."""
    return NamedNode(TC + "".join(part.capitalize() for part in kind_of(thing.value).split("-")))


def _begun(name: str) -> str:
    """The first words of a name, where it stands beside others time and again."""
    cut = shortened(name, _LONG)
    return cut if cut == name else f"{cut.rpartition(' ')[0] or cut.rstrip('…')}…"


def _sort(link: Link) -> str:
    """A link's property in an address, with ``^`` before it where it leads to the thing, as in a SPARQL path."""
    name = link.link.value.removeprefix(TC)
    return name if link.outward else f"^{name}"


VIEWS = (View("/graph", build),)
