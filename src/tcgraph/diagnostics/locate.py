"""From a SHACL result to the place in a file that a person has to change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from tcgraph.diagnostics.diagnostic import Related
from tcgraph.diagnostics.files import CheckedFile
from tcgraph.diagnostics.location import Location
from tcgraph.diagnostics.names_in_use import UNDEFINED_TERM
from tcgraph.diagnostics.sameness import same
from tcgraph.engine import Engine
from tcgraph.namespaces import RDF_TYPE, STANDARD
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term
from tcgraph.shacl.lexical import may_be_folded
from tcgraph.shacl.over_versions import CHANGE
from tcgraph.shacl.report import Finding
from tcgraph.turtle.text import Span

if TYPE_CHECKING:
    from tcgraph.diagnostics.places import FilePlaces
    from tcgraph.turtle.triples import PlacedTriple

_SH = STANDARD["sh"]
_ABOUT_PREDICATE = {_SH + "ClosedConstraintComponent"}
_UNIQUE_LANGUAGE = _SH + "UniqueLangConstraintComponent"
_SURPLUS = {_SH + name + "ConstraintComponent" for name in ("MaxCount", "UniqueLang", "QualifiedMaxCount")}
_MISSING = {_SH + name + "ConstraintComponent" for name in ("MinCount", "QualifiedMinCount")}
_EVERY_DETAIL = {_SH + name + "ConstraintComponent" for name in ("Node", "And")}
_Place: TypeAlias = "tuple[FilePlaces, Span]"


class Locator:
    """Finds places for findings; of a file, reads what it says of the nodes of findings, once.

    Args:
        engine: holds the files' triples.
        files: the files.
        findings: every finding that will be asked about.
        first: files to prefer where a node stands in several.
    """

    def __init__(
        self,
        engine: Engine,
        files: Iterable[CheckedFile],
        findings: Iterable[Finding],
        *,
        first: Iterable[CheckedFile] = (),
    ) -> None:
        self._engine = engine
        preferred = {file.graph for file in first}
        self._files = sorted(files, key=lambda file: (file.graph not in preferred, file.path))
        self._about = lru_cache(maxsize=256)(self._about_of)
        self._wanted: set[Term] = set()
        for finding in findings:
            self._wanted.add(finding.focus)
            if finding.value is not None:
                self._wanted.add(finding.value)

    def locate(self, finding: Finding) -> tuple[Location | None, tuple[Related, ...]]:
        """Where a finding is, and which other places belong to it.

        Args:
            finding: a result.

        Returns:
            The triple's place; where a triple is missing, its node's; None for nodes that stand in no file.
        """
        place, others = self._place(finding)
        if place is None:
            return None, ()
        related = tuple(Related(where.location(span), "also said here") for where, span in others)
        return place[0].location(place[1]), related

    def is_at_value(self, finding: Finding) -> bool:
        """Whether the place of a finding is where its value stands, as the value of its property."""
        if finding.value is None or finding.predicate is None:
            return False
        value = same(finding.value)
        return any(t.predicate == finding.predicate and same(t.object) == value for _, t in self._about(finding.focus))

    def as_written(self, finding: Finding) -> Finding:
        """A finding with its value as the file writes it, where the engine gave another form of the same."""
        value = finding.value
        if finding.predicate is None or not isinstance(value, Literal) or not may_be_folded(value):
            return finding
        said = [t.object for _, t in self._about(finding.focus) if t.predicate == finding.predicate]
        if value in said:
            return finding
        alike = same(value)
        return next((replace(finding, value=term) for term in said if same(term) == alike), finding)

    def prefixes(self, location: Location | None) -> dict[str, str]:
        """The prefixes declared in the file of a location."""
        if location is None:
            return {}
        return self._prefixes.get(location.path, {})

    def _place(self, finding: Finding) -> tuple[_Place | None, list[_Place]]:
        if finding.component.value in _EVERY_DETAIL and finding.value in (None, finding.focus):
            # Of a node that must conform to other shapes, what these find at it: something that is wrong before
            # something that is missing.
            about = [each for each in finding.details if each.focus == finding.focus]
            for detail in sorted(about, key=lambda each: each.value is None):
                if (found := self._place(detail))[0] is not None:
                    return found
        said = self._about(finding.focus)
        by_predicate = [(where, t) for where, t in said if t.predicate == finding.predicate]
        if finding.value is not None:
            value = same(finding.value)
            exact = [(where, t) for where, t in by_predicate or said if same(t.object) == value]
            if not exact and finding.predicate is None:
                exact = self._pointing(finding)
            if exact:
                where, triple = exact[0]
                verb = finding.component.value in _ABOUT_PREDICATE or (
                    finding.component == UNDEFINED_TERM and finding.predicate != RDF_TYPE
                )
                return (where, triple.verb if verb else triple.value), []
        if finding.component.value == _UNIQUE_LANGUAGE:
            by_predicate = _in_one_language(by_predicate) or by_predicate
        if finding.component.value in _SURPLUS and len(by_predicate) > 1:
            (where, last), *others = reversed(by_predicate)
            return (where, last.value), [(w, t.value) for w, t in reversed(others)]
        # Of what was changed, the value is what stood there before.
        before = finding.component.value.startswith(CHANGE)
        if finding.component.value in _MISSING:
            by_predicate = self._at_home(said, by_predicate)
        if (before or finding.value is None) and by_predicate and finding.predicate is not None:
            where, triple = by_predicate[0]
            return (where, triple.value if before else triple.verb), []
        if first_step := self._first_step(finding, said):
            return first_step, []
        if finding.value is not None and finding.value != finding.focus and not isinstance(finding.value, Literal):
            inner = self._head(finding.value) if finding.predicate is None else None
            if inner is not None and isinstance(finding.value, BlankNode):
                return inner, []
        return self._head(finding.focus), []

    @staticmethod
    def _at_home(
        said: Sequence[tuple[FilePlaces, PlacedTriple]], by_predicate: list[tuple[FilePlaces, PlacedTriple]]
    ) -> list[tuple[FilePlaces, PlacedTriple]]:
        """What stands where the node has its class: what is missing is not missing in the file of its translations."""
        homes = [where for where, t in said if t.predicate == RDF_TYPE]
        return [(where, t) for where, t in by_predicate if where in homes] if homes else by_predicate

    def _pointing(self, finding: Finding) -> list[tuple[FilePlaces, PlacedTriple]]:
        """For an inverse path: the triple that leads from the value to the focus node."""
        assert finding.value is not None
        if finding.path is None or "^" not in finding.path:
            return []
        focus = same(finding.focus)
        return [(where, t) for where, t in self._about(finding.value) if same(t.object) == focus]

    def _first_step(self, finding: Finding, said: Sequence[tuple[FilePlaces, PlacedTriple]]) -> _Place | None:
        """For a longer path: where its first predicate stands."""
        path = finding.property_path
        while path is not None and path.parts:
            path = path.parts[0]
        if path is None or path.predicate is None or finding.predicate is not None:
            return None
        return next(((where, t.value) for where, t in said if t.predicate == path.predicate), None)

    def _head(self, node: Term) -> _Place | None:
        """Where a node is introduced: with its type, else where it is first spoken of, else where it is used."""
        said = self._about(node)
        typed = [(where, t) for where, t in said if t.predicate == RDF_TYPE]
        for where, triple in typed or said:
            return where, triple.head
        for where in self._places:
            for triple in where.naming(node):
                return where, triple.value
        return None

    def _about_of(self, node: Term) -> Sequence[tuple[FilePlaces, PlacedTriple]]:
        if not isinstance(node, NamedNode | BlankNode):
            return ()
        return [(where, triple) for where in self._places for triple in where.about(node)]

    @cached_property
    def _prefixes(self) -> dict[Path, dict[str, str]]:
        return {places.file.path: places.prefixes for places in reversed(self._places)}

    @cached_property
    def _places(self) -> list[FilePlaces]:
        # Reading places takes the Turtle reader, which a run without findings never needs.
        from tcgraph.diagnostics.places import FilePlaces

        return [FilePlaces(file, self._wanted, self._engine) for file in self._files]


def _in_one_language(said: list[tuple[FilePlaces, PlacedTriple]]) -> list[tuple[FilePlaces, PlacedTriple]]:
    """Those whose language another one has, too."""
    tags = Counter(getattr(triple.object, "language", None) for _, triple in said)
    return [(where, t) for where, t in said if tags[getattr(t.object, "language", None)] > 1]
