"""What documentation says of an ontology: modules, terms and concept schemes, each with its words and its links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tcgraph.rdf import Literal
from tcgraph.terms import TC

Texts = Mapping[str, tuple[Literal, ...]]

KINDS = ("class", "object property", "datatype property", "annotation property")


class Worded:
    """What has words, in several languages."""

    __slots__ = ()
    texts: Texts

    def text(self, name: str, language: str = "en") -> Literal | None:
        """A text in a language, else in English, else in any."""
        return text_in(self.texts.get(name, ()), language)

    def all_texts(self, name: str, language: str = "en") -> tuple[Literal, ...]:
        """All texts in the language in which there is one: a project may add an example of its own to a common one."""
        found = self.text(name, language)
        return tuple(text for text in self.texts.get(name, ()) if found and text.language == found.language)


@dataclass(frozen=True, slots=True)
class Term(Worded):
    """A class or property.

    Attributes:
        iri: its IRI.
        kind: one of :data:`KINDS`.
        module: IRI of the module that defines it.
        texts: labels, definitions, notes and examples by prefixed name of the property that gives them.
        links: related resources by prefixed name of the property: ``rdfs:subClassOf``, ``schema:domainIncludes`` …
        back: the other way round: who names this term as its wider term, its domain, its range.
        traits: the further classes of OWL that the term is in: ``FunctionalProperty``, ``TransitiveProperty`` …
        keys: lists of properties that together identify a thing of this class.
        chains: lists of properties that one after the other imply this one.
        values: property and value that every thing of this class has, and that makes it one.
        deprecated: whether it should not be used any more.
    """

    iri: str
    kind: str
    module: str
    texts: Texts
    links: Mapping[str, tuple[str, ...]]
    back: Mapping[str, tuple[str, ...]]
    traits: tuple[str, ...] = ()
    keys: tuple[tuple[str, ...], ...] = ()
    chains: tuple[tuple[str, ...], ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    deprecated: bool = False

    @property
    def name(self) -> str:
        """The local name, which is the term's anchor in its page."""
        return self.iri.removeprefix(TC)


@dataclass(frozen=True, slots=True)
class Module(Worded):
    """A file of the ontology, as its header describes it.

    Attributes:
        iri: the ontology's IRI.
        texts: as for terms.
        links: as for terms.
    """

    iri: str
    texts: Texts
    links: Mapping[str, tuple[str, ...]]

    @property
    def name(self) -> str:
        """The last part of its IRI; the module whose IRI is the namespace's is the core."""
        return "core" if self.iri == TC.rstrip("#") else self.iri.rpartition("/ontology/")[2]


@dataclass(frozen=True, slots=True)
class Scheme(Worded):
    """A concept scheme: a list of codes.

    Attributes:
        iri: the scheme.
        texts: as for terms.
        concepts: IRI and texts of each concept, in the order of the scheme's codes.
    """

    iri: str
    texts: Texts
    concepts: tuple[tuple[str, Texts], ...]


@dataclass(frozen=True)
class Ontology:
    """A version of the ontology.

    Attributes:
        version: as ``owl:versionInfo`` gives it.
        modules: those that define terms, the core first.
        alignments: those that link terms with other vocabularies.
        terms: by IRI, sorted by name.
        schemes: sorted by IRI.
    """

    version: str
    modules: tuple[Module, ...]
    alignments: tuple[Module, ...]
    terms: Mapping[str, Term] = field(repr=False)
    schemes: tuple[Scheme, ...] = field(repr=False)

    @cached_property
    def by_kind(self) -> list[tuple[str, list[Term]]]:
        """The terms of each kind that has any."""
        groups = [(kind, [term for term in self.terms.values() if term.kind == kind]) for kind in KINDS]
        return [(kind, terms) for kind, terms in groups if terms]

    def of_module(self, module: Module) -> list[Term]:
        """The terms that a module defines."""
        return [term for term in self.terms.values() if term.module == module.iri]


def text_in(found: tuple[Literal, ...], language: str) -> Literal | None:
    """Of texts the one in a language, else the English one, else the first."""
    order = {language: 0, "en": 1, None: 2}
    return min(found, key=lambda text: order.get(text.language, len(order)), default=None)
