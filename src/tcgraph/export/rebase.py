"""A deployment's own copy: the same graph with its IRIs under another base, and the way back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from tcgraph import terms
from tcgraph.errors import BadParameter
from tcgraph.rdf import Literal, NamedNode, Quad, Term, Triple


@dataclass(frozen=True, slots=True)
class Rebase:
    """Renames IRIs from one base to another.

    Attributes:
        base: what replaces ``https://w3id.org/tcgraph/``; ends in a slash.
        origin: what is replaced.
    """

    base: str = terms.BASE
    origin: str = terms.BASE

    @property
    def changes_nothing(self) -> bool:
        """Whether both bases are the same."""
        return self.base == self.origin

    @property
    def back(self) -> Rebase:
        """The opposite renaming."""
        return Rebase(base=self.origin, origin=self.base)

    def iri(self, iri: str) -> str:
        """One IRI, renamed when it lies under the origin."""
        return self.base + iri[len(self.origin) :] if iri.startswith(self.origin) else iri

    def quads(self, quads: Iterable[Quad]) -> Iterable[Quad]:
        """Quads with every IRI of ours renamed; the very same iterable when nothing changes."""
        return quads if self.changes_nothing else self._renamed(quads)

    def prefixes(self) -> dict[str, str]:
        """The project's prefixes under the new base."""
        return {prefix: self.iri(namespace) for prefix, namespace in terms.PREFIXES.items()}

    def _renamed(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        for quad in quads:
            graph = quad.graph_name
            yield Quad(
                self._node(quad.subject),  # type: ignore[arg-type]
                NamedNode(self.iri(quad.predicate.value)),
                self._node(quad.object),
                NamedNode(self.iri(graph.value)) if isinstance(graph, NamedNode) else graph,
            )

    def _node(self, term: Term) -> Term:
        if isinstance(term, NamedNode):
            return NamedNode(self.iri(term.value))
        if isinstance(term, Triple):
            return Triple(self._node(term.subject), NamedNode(self.iri(term.predicate.value)), self._node(term.object))  # type: ignore[arg-type]
        if isinstance(term, Literal) and term.datatype.value.startswith(self.origin):
            return Literal(term.value, datatype=NamedNode(self.iri(term.datatype.value)))
        return term


def rebase_to(base: str | None) -> Rebase:
    """Read a base-IRI setting.

    Args:
        base: an absolute http(s) IRI without query or fragment; None or empty keeps the canonical base.

    Raises:
        BadParameter: it is none.
    """
    if not base:
        return Rebase()
    parts = urlsplit(base)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise BadParameter(f"{base!r} cannot be a base IRI; give one such as https://data.example.org/tcgraph/.")
    return Rebase(base if base.endswith("/") else base + "/")
