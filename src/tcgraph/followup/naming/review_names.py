"""What a cell of a review names: organisations by code, name or acronym in any language, themes, recommendations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Final

from tcgraph.engine import Engine
from tcgraph.followup.cycles import Cycle
from tcgraph.followup.fact_writer import concept, thing
from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.naming.name_words import world_names
from tcgraph.rdf import Literal, NamedNode
from tcgraph.terms import ID

_THINGS: Final = "SELECT DISTINCT ?thing WHERE { ?thing a ?type FILTER(STRSTARTS(STR(?thing), STR(id:))) }"
_BODIES: Final = """
SELECT ?thing ?name WHERE {
  VALUES ?type { tc:Organisation tc:Country tc:Grouping }
  ?thing a ?type ; rdfs:label|skos:altLabel|dcterms:title|tc:abbreviation ?name
}"""
_COUNTRIES: Final = "SELECT ?thing ?name WHERE { ?thing a tc:Country ; rdfs:label|skos:altLabel|tc:iso3|tc:iso2 ?name }"
_LABELS: Final = "SELECT ?thing ?name WHERE { ?thing a tc:Country ; rdfs:label ?name }"
_GOVERNMENTS: Final = """
SELECT ?body ?country WHERE {
  ?body tc:governs ?country ; tc:organisationKind/skos:notation ?kind
} ORDER BY (?kind = "donor-government") DESC(?body)"""
"""Every government, whatever it is called by and whether it has paid for anything; of several the payer is last."""
_THEMES: Final = """
SELECT ?thing ?name WHERE {
  ?thing skos:inScheme <https://w3id.org/tcgraph/vocab/theme> ; skos:notation|skos:prefLabel ?name
}"""
_CODES: Final = "SELECT ?code ?scheme WHERE { ?concept skos:inScheme ?scheme ; skos:notation ?code }"
_CALLED: Final = """
SELECT ?code ?name ?scheme WHERE { ?concept skos:inScheme ?scheme ; skos:notation ?code ; skos:prefLabel ?name }"""
_ASKED: Final = """
SELECT ?thing ?name WHERE { ?thing a tc:Recommendation ; tc:number|tc:originalReference ?name }"""


_ALSO: Final = {"en": "also names:", "fr": "nomme aussi\u00a0:", "es": "nombra también:"}


class Unknown(Exception):
    """A name that nothing in the graph has; the message says so and suggests the nearest one."""


class ReviewNames:
    """Finds what names of a review mean.

    Args:
        engine: the graph that the review will join.
        cycle: the round that it reports to; numbers mean the recommendations of its follow-up.

    Attributes:
        things: the address of everything that has a class.
        kinds: the codes of the kinds of bodies.
    """

    def __init__(self, engine: Engine, cycle: Cycle | None = None) -> None:
        self.things = {row[0].value for row in engine.select(_THINGS) if isinstance(row[0], NamedNode)}
        self._bodies = _by_name(engine.select(_BODIES), shorten=True)
        _add_names_of_the_world(self._bodies)
        self._themes = _by_name(engine.select(_THEMES))
        self._countries = _by_name(engine.select(_COUNTRIES), shorten=True)
        self._asked = _by_name(engine.select(cycle.about_its_own(_ASKED) if cycle else _ASKED))
        self._governments = {
            country: body
            for body, country in engine.select(_GOVERNMENTS)
            if isinstance(body, NamedNode) and isinstance(country, NamedNode)
        }
        self._labels = {
            (country, label.language): label.value
            for country, label in engine.select(_LABELS)
            if isinstance(country, NamedNode) and isinstance(label, Literal)
        }
        self._made: dict[str, NamedNode] = {}
        self.kinds = {*codes_of(engine, "organisation-kind")}
        self._engine, self._codes = engine, dict[str, dict[str, str]]()

    def add_body(self, node: NamedNode, names: Iterable[str]) -> None:
        """Know a body that the review itself makes."""
        self.things.add(node.value)
        for name in (node.value.rpartition("/")[2], *names):
            if name:
                self._bodies[plain_words(name)].add(node)

    def add_thing(self, node: NamedNode, names: Iterable[str]) -> None:
        """Know a text or programme that the review itself makes."""
        self.things.add(node.value)
        self._made |= {plain_words(name): node for name in names if name}

    def body(self, name: str) -> NamedNode:
        """An organisation by its code, or by a name or acronym in any language.

        Raises:
            Unknown: none is called so, or several are.
        """
        if (node := self._at(f"organisation/{name}")) is not None:
            return node
        known = "write it as one of these, or describe the body on the sheet New bodies"
        return _one(self._bodies, name, "body", known)

    def actor(self, name: str) -> NamedNode:
        """A body, or the government of a country that acts; the country itself, where the graph has none of it.

        Raises:
            Unknown: none is called so, or several are.
        """
        try:
            node = self.body(name)
        except Unknown:
            if plain_words(name) not in self._countries:
                raise
            node = self.country(name)
        return self._governments.get(node, node)

    def government(self, country: NamedNode) -> NamedNode:
        """The government of a country, whether the graph has it or not yet."""
        made = thing(f"organisation/government-of-{country.value.rpartition('/')[2].lower()}")
        return self._governments.get(country, made)

    def payer(self, name: str) -> NamedNode:
        """A body, or the government of a country that is named as paying, where the graph has that government.

        Raises:
            Unknown: none is called so, or several are.
        """
        try:
            node = self.mentioned(name)
        except Unknown:
            return self.actor(name)
        return self._governments.get(node, node)

    def country(self, name: str) -> NamedNode:
        """A country by its code, or by its name in any language.

        Raises:
            Unknown: none is called so.
        """
        return _one(self._countries, name, "country", "write its ISO 3166 code, such as SEN")

    def called(self, country: NamedNode, language: str = "en") -> str:
        """What a country is called in a language; in English where it has no name in that."""
        return self._labels.get((country, language)) or self._labels[country, "en"]

    @property
    def concepts(self) -> set[str]:
        """The addresses of the themes."""
        return {node.value for nodes in self._themes.values() for node in nodes}

    def theme(self, name: str) -> NamedNode:
        """A theme by its code, or by its name in any language.

        Raises:
            Unknown: the scheme of themes has none of that name.
        """
        return _one(self._themes, name, "theme", "the themes are in ontology/vocab/theme.ttl; the cell may be empty")

    def named(self, path: str) -> NamedNode:
        """Anything by the part of its address after ``/id/``.

        Raises:
            Unknown: there is no such thing.
        """
        node = self._at(path)
        if node is None:
            folder = ID + path.rpartition("/")[0]
            near = get_close_matches(ID + path, [one for one in self.things if one.startswith(folder)], n=1)
            hint = f"; did you mean {near[0].removeprefix(ID)}?" if near else ""
            raise Unknown(f"there is no {path!r}{hint}")
        return node

    def recommendation(self, reference: str) -> NamedNode | None:
        """A recommendation that the graph has already: by number, what its own document calls it, or address."""
        found = self._asked.get(plain_words(reference.partition("#")[0]), set())
        return next(iter(found)) if len(found) == 1 else self._at(f"recommendation/{reference}")

    def code(self, scheme: str, words: str) -> str:
        """The code that a cell means: by itself, or by what it is called in any language; else its words as a code."""
        said = plain_words(words)
        if scheme not in self._codes:
            rows = self._engine.select(_CALLED, bindings={"scheme": concept(scheme)})
            named = [
                (code.value, name.value)
                for code, name, _ in rows
                if isinstance(code, Literal) and isinstance(name, Literal)
            ]
            self._codes[scheme] = {plain_words(name): code for code, name in named}
        return self._codes[scheme].get(said, said.replace(" ", "-"))

    def mentioned(self, words: str) -> NamedNode:
        """Anything by the part of its address after ``/id/``, or a body by what it is called.

        Raises:
            Unknown: there is no such thing.
        """
        node = self._at(words) or self._made.get(plain_words(words))
        if node is None and ("/" not in words or plain_words(words) in self._bodies):
            node = self.body(words)
        return node or self.named(words)

    def _at(self, path: str) -> NamedNode | None:
        """The thing with an address; any words may be asked for, as people write them."""
        return thing(path) if ID + path in self.things else None


def also_names(names: Iterable[str], language: str) -> str:
    """A remark on what is named and is not linked; "" where nothing is."""
    said = ", ".join(names)
    return f"{_ALSO[language]} {said}" if said else ""


def status_codes(engine: Engine) -> tuple[str, ...]:
    """The codes of every status that the project knows, those of the scheme first in the order of progress."""
    known = codes_of(engine, "status")
    order = ("taken", "under-way", "planned", "standing", "partly-taken", "not-taken")
    return (*(code for code in order if code in known), *(code for code in known if code not in order))


def status_named(engine: Engine) -> Callable[[str], str]:
    """What tells the code of a status from that or from its name in any language; other words stay as they are."""
    rows = engine.select(_CALLED, bindings={"scheme": concept("status")})
    codes = {
        plain_words(name.value): code.value
        for code, name, _ in rows
        if isinstance(code, Literal) and isinstance(name, Literal)
    }
    return lambda words: codes.get(plain_words(words), words.strip())


def codes_of(engine: Engine, scheme: str) -> tuple[str, ...]:
    """The codes of a scheme of the project, in alphabetical order."""
    rows = engine.select(_CODES, bindings={"scheme": concept(scheme)})
    return tuple(sorted({row[0].value for row in rows if isinstance(row[0], Literal)}))


CODED: Final = {
    "status": "status",
    "proposed": "status",
    "kind": "organisation-kind",
    "guess": "organisation-kind",
    "role": "role",
    "sure": "certainty",
    "pairing": "pairing",
}
"""The columns of a review that hold a concept, each with its scheme."""


def named_in(engine: Engine, scheme: str, language: str) -> dict[str, str]:
    """What each concept of a scheme is called in a language, by its code: English has its codes for that."""
    rows = engine.select(_CALLED, bindings={"scheme": concept(scheme)}) if language != "en" else ()
    found = [(code, name) for code, name, _ in rows if isinstance(code, Literal) and isinstance(name, Literal)]
    return {code.value: name.value for code, name in found if name.language == language}


def status_node(code: str) -> NamedNode:
    """The concept of a status's code."""
    return concept(f"status/{code}")


def _by_name(rows: Iterable[Iterable[object]], *, shorten: bool = False) -> defaultdict[str, set[NamedNode]]:
    found: defaultdict[str, set[NamedNode]] = defaultdict(set)
    for node, name in rows:
        if isinstance(node, NamedNode) and isinstance(name, Literal):
            found[plain_words(name.value)].add(node)
            if shorten:
                found[plain_words(node.value.rpartition("/")[2])].add(node)
    return found


def _add_names_of_the_world(names: dict[str, set[NamedNode]]) -> None:
    """Call a body by every name that the world has for it, such as "BIT" for "ILO"."""
    for name, others in world_names()["bodies"].items():
        every = [plain_words(one) for one in (name, *others)]
        if (known := next((names[one] for one in every if one in names), None)) is not None:
            for one in every:
                names.setdefault(one, known)


def _one(names: dict[str, set[NamedNode]], name: str, what: str, remedy: str) -> NamedNode:
    words = plain_words(name)
    found = names.get(words) or names.get(words.replace(" ", "-")) or set()
    if len(found) == 1:
        return next(iter(found))
    if found:
        choices = ", ".join(sorted(node.value.rpartition("/")[2] for node in found))
        raise Unknown(f"{name!r} can be {choices}; write which")
    near = get_close_matches(words, names, n=3, cutoff=0.75)
    codes = dict.fromkeys(node.value.rpartition("/")[2] for one in near for node in sorted(names[one], key=str))
    hint = f"; did you mean {' or '.join(codes)}?" if codes else ""
    raise Unknown(
        f"there is no {what} {name!r}{hint} ({remedy})" if not codes else f"there is no {what} {name!r}{hint}"
    )
