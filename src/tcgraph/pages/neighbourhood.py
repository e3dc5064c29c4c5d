"""The network that one explores: a thing and what it is linked with, opened in place, and the way to another thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tcgraph.errors import UnknownTerm
from tcgraph.pages.charts.figure import Cell, Figure
from tcgraph.pages.charts.network import NetworkNode, chain, network
from tcgraph.pages.charts.svg import shortened
from tcgraph.pages.connections import (
    LIMIT,
    STEPS,
    Link,
    kind_of,
    links,
    reading_of,
    readings,
    things_named,
    ways,
)
from tcgraph.pages.i18n import has, of_language, translator
from tcgraph.pages.labels import Labels, word_for
from tcgraph.pages.overview import together
from tcgraph.pages.page import Page, State, View, iri_of, page_path
from tcgraph.pages.pictures import Pictures
from tcgraph.pages.site import Site, ask
from tcgraph.pages.standing import standing_of
from tcgraph.rdf import NamedNode
from tcgraph.terms import BASE, ID, TC

_FEW = 4
"""How many links of one sort are drawn of a thing; the rest is told as a number that leads to them."""
_TOLD = 8
"""How many of those that are not drawn are named."""
_LONG = 60
_DEPTH = 2
_CANDIDATES = 8
_TOGETHER = "working-together"
"""What a reader sees who has not said yet where to begin."""


@dataclass(frozen=True, slots=True)
class LinkFilter:
    """A value of a filter: its name in addresses, its words, and how many links it keeps."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """Links of one sort: each thing with its name, its page, and the address that puts it in the middle."""

    label: str
    towards: bool
    things: tuple[tuple[str, str, str], ...]


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
        "about": about, "to": to, "thing": about.thing, "groups": [], "kinds": [], "sorts": [], "ways": [],
        "own": not state.get("all"), "total": 0, "hidden": 0, "steps": STEPS, "short": short, "complete": True,
    }  # fmt: skip
    if about.thing is None:
        answer = (
            None if about.typed or _TOGETHER not in site.queries else ask(site, _TOGETHER, {"lang": state.language})
        )
        if answer is None or not answer.rows:
            return Page("graph.html", t("nav.graph"), "graph", context)
        drawn = together(answer, Pictures(site, state, labels), labels, state)
        return Page("graph.html", t("nav.graph"), "graph", context, (answer,), (), (drawn,))
    explorer = _Explorer(site, state, labels, about.thing)
    if not explorer.total and not explorer.hidden:
        raise UnknownTerm(f"The graph links nothing with {about.typed}.")
    pictures = Pictures(site, state, labels)
    figures: list[Figure] = []
    if to.thing is not None:
        found = ways(site, about.thing, to.thing)
        labels.note(term for way in found for link, thing in way for term in (thing, link.link if link else None))
        context["ways"] = [explorer.way(way) for way in found]
        figures += [
            pictures.figure(f"way-{n}", t("graph.way", n=n, start=explorer.name, end=labels.of(to.thing).value),
                            chain(explorer.way(way)), unit=t("graph.steps", n=len(way) - 1))
            for n, way in enumerate(found, start=1)
        ]  # fmt: skip
    root = explorer.root()
    rows = tuple((Cell(group.label), Cell(name, href)) for group in explorer.groups for name, href, _ in group.things)
    figures.append(
        pictures.figure(
            "network",
            t("graph.of", name=explorer.name),
            network(root),
            unit=t("graph.unit"),
            rows=rows,
            note=t("graph.hidden", n=explorer.hidden) if explorer.hidden > 0 and not state.get("all") else "",
        )
    )
    context |= {
        "groups": explorer.groups, "kinds": explorer.kinds, "sorts": explorer.sorts, "total": explorer.total,
        "hidden": explorer.hidden, "complete": explorer.complete,
    }  # fmt: skip
    return Page(
        "graph.html",
        t("graph.of", name=explorer.name),
        "graph",
        context,
        (explorer.answer,),
        (about.thing,),
        tuple(figures),
    )


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


class _Explorer:
    """The things about one, as the address opens and filters them.

    Args:
        site: where to look.
        state: the address: ``open`` (things that are opened), ``kind`` and ``link`` (what to keep), ``all``.
        labels: names of things.
        thing: the one in the middle.
    """

    def __init__(self, site: Site, state: State, labels: Labels, thing: NamedNode) -> None:
        self._site, self._state, self._labels, self._thing = site, state, labels, thing
        self._colon = f"{of_language(state.language, 'before_signs')}:"
        self._t = translator(state.language)
        self._opened = [name for name in state.get("open").split(",") if name]
        opened = [node for name in self._opened for node in _nodes(iri_of(name))]
        own = not state.get("all")
        self._standing = standing_of(site)
        self._links, self.answer = links(site, [thing, *opened], own=own)
        self.complete = len(self.answer.rows) < LIMIT
        everything = self._links if not own else links(site, [thing], own=False)[0]
        mine = self._links.get(thing.value, [])
        self.hidden = len(_pairs(everything.get(thing.value, []))) - len(_pairs(mine))
        self.total = len(_pairs(mine))
        labels.note(
            term
            for found in self._links.values()
            for link in found
            for term in (link.other, link.link, _class_of(link.other))
        )
        others = (link.other for found in self._links.values() for link in found)
        self._unsure = readings(site, (thing, *opened, *others))
        self.name = labels.of(thing).value
        self.kinds = self._choices(Counter(kind_of(link.other.value) for link, *_ in _pairs(mine)), "kind")
        self.sorts = self._choices(Counter(_sort(link) for link in mine), "link")
        self.groups = self._grouped([link for link in mine if self._kept(link)])

    def root(self) -> NetworkNode:
        """The thing in the middle with what hangs on it, for the picture."""
        seen = {self._thing.value}
        return NetworkNode(self.name, href=self._page(self._thing), below=self._below(self._thing, 0, seen))

    def way(self, way: list[tuple[Link | None, NamedNode]]) -> list[NetworkNode]:
        """A way for a picture, and for those who read it."""
        self._unsure |= readings(self._site, (thing for _, thing in way))
        return [
            NetworkNode(
                self._named(thing), self._words(before, [link]) if link else "", self._page(thing),
                towards=bool(link and not link.outward),
            )
            for (_, before), (link, thing) in zip([(None, self._thing), *way], way, strict=False)
        ]  # fmt: skip

    def _below(self, thing: NamedNode, depth: int, seen: set[str]) -> tuple[NetworkNode, ...]:
        own = [link for link in self._links.get(thing.value, []) if link.other.value not in seen]
        kept = [link for link in own if self._kept(link)] if depth == 0 else own
        # A box for a thing, with all that is said in one direction, under what is stated of it, if anything is.
        pairs: dict[str, list[Link]] = {}
        for link in sorted(kept, key=lambda link: (link.inferred, _sort(link), self._labels.of(link.other).value)):
            own_links = pairs.setdefault(link.other.value, [link])
            own_links += [link] * (link != own_links[0] and link.outward == own_links[0].outward)
        counts = Counter(_sort(link) for link, *_ in pairs.values())
        drawn: Counter[str] = Counter()
        rest: dict[str, list[Link]] = {}
        spots: list[NetworkNode] = []
        for link, *further in pairs.values():
            sort = _sort(link)
            # One more box takes no more room than the words that there is one more.
            if drawn[sort] >= _FEW < counts[sort] - 1 and self._state.get("link") != sort:
                rest.setdefault(sort, []).append(link)
                continue
            drawn[sort] += 1
            spots.append(self._spot(thing, [link, *further], depth, {*seen, thing.value}))
        where = self._state if depth == 0 else replace(self._state, parameters={"about": short(thing.value)})
        before = self._colon.removesuffix(":")
        for sort, folded in rest.items():
            names = f"{before}; ".join(self._labels.of(link.other).value for link in folded[:_TOLD])
            more = (
                f"{self._t('graph.more', n=len(folded))}{self._colon} {names}{f'{before}; …' * (len(folded) > _TOLD)}"
            )
            read = self._read(thing, folded[:1])
            spots.append(NetworkNode(more, read, where.url(link=sort), towards=not folded[0].outward))
        return tuple(spots)

    def _spot(self, thing: NamedNode, found: list[Link], depth: int, seen: set[str]) -> NetworkNode:
        link = found[0]
        name, label = short(link.other.value), self._labels.of(link.other).value
        is_open = name in self._opened and depth + 1 < _DEPTH
        rest = [other for other in self._opened if other != name]
        can = depth + 1 < _DEPTH and "," not in name
        if can:
            knob = self._state.url(open=",".join(rest if is_open else [*rest, name]))
            word = self._t("graph.close" if is_open else "graph.open", name=label)
        else:
            knob, word = self._state.to("/graph", about=name), self._t("graph.move", name=label)
        return NetworkNode(
            self._told_kind(link.other), self._read(thing, found), self._page(link.other), not link.outward, knob, word,
            self._below(link.other, depth + 1, seen) if is_open else (),
        )  # fmt: skip

    def _told_kind(self, thing: NamedNode) -> str:
        """A thing's name with how far it is, or with the word for what kind of thing it is where there is one."""
        name, kind = self._named(thing), self._labels.of(_class_of(thing))
        return f"{name}\u00a0· {kind.value}" if kind.language and thing.value not in self._standing.status else name

    def _named(self, thing: NamedNode) -> str:
        """A thing's name; of an action with how far it is, and the words by which it is announced less than firmly."""
        status, name = self._standing.status.get(thing.value), self._labels.of(thing).value
        if not status:
            return name
        hedges = "".join(f" “\u2068{words}\u2069”" for words in self._standing.hedges.get(thing.value, ()))
        return f"{name}\u00a0· {word_for(self._state.language, 'status', status, self._labels)}{hedges}"

    def _kept(self, link: Link) -> bool:
        kind, sort = self._state.get("kind"), self._state.get("link")
        return (not kind or kind_of(link.other.value) == kind) and (not sort or _sort(link) == sort)

    def _words(self, thing: NamedNode, found: list[Link]) -> str:
        """The names of a thing's links, with what is our reading or hedged; those of what is concluded last."""
        stated, concluded = (
            ", ".join(self._sure(thing, link) for link in found if link.inferred is inferred)
            for inferred in (False, True)
        )
        marked = [f"{concluded} ({self._t('graph.inferred')})"] if concluded else []
        return f"{self._colon[:-1]}; ".join([*([stated] if stated else []), *marked])

    def _sure(self, thing: NamedNode, link: Link) -> str:
        name, reading = self._labels.of(link.link).value, reading_of((thing, link), self._unsure)
        if reading != "hedged":
            return f"≈ {name}" if reading else name
        return f"{name}, {word_for(self._state.language, 'certainty', reading, self._labels)}"

    def _read(self, thing: NamedNode, found: list[Link]) -> str:
        """Links as they are read beside the other thing's name: what a thing's lead to, or what it says of it."""
        named = f" {_begun(self._labels.of(thing).value)}" if not found[0].outward else ""
        return f"{self._words(thing, found)}{self._colon}{named}"

    def _page(self, thing: NamedNode) -> str:
        return self._state.to(page_path(thing.value))

    def _grouped(self, found: list[Link]) -> list[LinkGroup]:
        sorts: dict[tuple[str, bool], list[Link]] = {}
        for said in _pairs(found):
            sorts.setdefault((self._read(self._thing, said), not said[0].outward), []).append(said[0])
        return [
            LinkGroup(word, towards, tuple(sorted(
                (self._named(link.other), self._page(link.other),
                 self._state.to("/graph", about=short(link.other.value)))
                for link in own
            )))
            for (word, towards), own in sorted(sorts.items())
        ]  # fmt: skip

    def _choices(self, counts: Counter[str], name: str) -> list[LinkFilter]:
        words = self._kind_words if name == "kind" else self._sort_words
        made = [LinkFilter(value, words(value), count) for value, count in counts.items() if value]
        return sorted(made, key=lambda choice: choice.label.casefold())

    def _kind_words(self, kind: str) -> str:
        return self._t(f"kind.{kind}") if has(self._state.language, f"kind.{kind}") else kind

    def _sort_words(self, sort: str) -> str:
        iri = TC + sort.lstrip("^") if ":" not in sort else sort.lstrip("^")
        word = self._labels.of(iri).value
        return f"{word}{self._colon} {_begun(self.name)}" if sort.startswith("^") else word


def _pairs(found: Iterable[Link]) -> list[list[Link]]:
    """Links by the thing that they lead to or from: one pair, whatever properties say of it."""
    pairs: dict[tuple[str, bool], list[Link]] = {}
    for link in found:
        pairs.setdefault((link.other.value, link.outward), []).append(link)
    return list(pairs.values())


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
