"""What an edit of clean files removed and added, and whether that can upset more than the nodes that it touches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tcgraph.engine import Engine
from tcgraph.namespaces import RDF_TYPE, STANDARD
from tcgraph.rdf import NamedNode, Quad

_SUBCLASS_OF = NamedNode(STANDARD["rdfs"] + "subClassOf")


@dataclass(frozen=True, slots=True)
class Edits:
    """The difference to files in which nothing was wrong; no blank node occurs in it.

    Attributes:
        removed: what they no longer say.
        added: what they say now and did not.
        conclusions: what followed from those files, without a contradiction, as N-Triples; None where it is not known.
        beside: a digest of what else had nothing wrong then; empty where nothing else was looked at.
        notes: what was told beside that nothing was wrong.
    """

    removed: frozenset[Quad]
    added: frozenset[Quad]
    conclusions: bytes | None = None
    beside: str = ""
    notes: tuple[str, ...] = ()

    @property
    def changed(self) -> list[Quad]:
        """Everything removed or added, in an order of its own."""
        return sorted(self.removed | self.added, key=str)

    def move_names(self, engine: Engine, namespaces: Sequence[str]) -> bool:
        """Whether a name may now be used and not described, or a shape may look for what is no longer there.

        Args:
            engine: holds the data after the edit.
            namespaces: names in these must be described.

        Returns:
            False only when neither :func:`~tcgraph.diagnostics.names_in_use.unknown_names` nor
            :func:`~tcgraph.shacl.lint.lint_shapes` nor a check of names elsewhere, as of those in queries, can find
            anything that they did not find before.
        """
        starts = tuple(namespaces)
        needed = {name for quad in self.added for name in _names(quad) if name.value.startswith(starts)}
        patterns = {f"{name} ?p ?o" for name in needed} | set(self._relied_on())
        # As long as nothing of a namespace is described, its names may be used as they are.
        subjects = {str(quad.subject) for quad in self.added}
        for start in starts if subjects else ():
            others = f"FILTER(STRSTARTS(STR(?s), '{start}') && ?s NOT IN ({', '.join(sorted(subjects))}))"
            if any(subject.startswith(f"<{start}") for subject in subjects):
                patterns.add(f"?s ?p ?o {others}")
        return not all(engine.ask(f"ASK {{ {pattern} }}") for pattern in sorted(patterns))

    def _relied_on(self) -> Iterator[str]:
        """Patterns that the removed triples met; while each is still met, nobody misses the triples."""
        for quad in self.removed:
            yield f"{quad.subject} ?p ?o"
            yield f"?s {quad.predicate} ?o"
            if quad.predicate == RDF_TYPE:
                yield f"{quad.subject} a ?class"
                yield f"?s a {quad.object}"
            elif quad.predicate == _SUBCLASS_OF:
                # Who is an instance of what may follow from it.
                yield f"{quad.subject} {quad.predicate} {quad.object}"
            elif isinstance(quad.object, NamedNode):
                yield f"{{ ?s ?p {quad.object} }} UNION {{ {quad.object} ?p ?o }}"


def _names(quad: Quad) -> Iterator[NamedNode]:
    yield quad.predicate
    if isinstance(quad.object, NamedNode):
        yield quad.object
