"""Values that are not of the class asked for, because what they are said to be is no class, or one misspelt."""

from __future__ import annotations

from functools import cache, cached_property

from tcgraph.diagnostics.locate import innermost
from tcgraph.diagnostics.lookups import LookUps
from tcgraph.diagnostics.suggest import Candidates, namespace
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.shacl.names import sh
from tcgraph.shacl.small_graph import TripleIndex
from tcgraph.shacl.validation_report import Finding

_CLASS = sh("ClassConstraintComponent")
_NAMING = (sh("class"), sh("targetClass"))


class MisnamedClasses:
    """Finds what is no class as far as anybody tells: of no vocabulary of the shapes, undescribed, with one instance.

    Args:
        data: what the data says of the values of findings.
        shapes: the shapes graph.
    """

    def __init__(self, data: LookUps, shapes: TripleIndex) -> None:
        self._data = data
        self._shapes = shapes
        self._is_strange = cache(self._is_strange_of)
        self._meant = cache(self._meant_of)
        self._candidates = cache(self._candidates_of)

    def of(self, finding: Finding) -> Term | None:
        """What the value of a finding is said to be, where that is the slip."""
        if not finding.details and finding.component != _CLASS:
            return None
        for each in (finding, *innermost(finding)):
            if each.component == _CLASS and each.value is not None and each.value == finding.value:
                kinds = self._data.types(each.value)
                slips = [kind for kind in kinds if self._meant(each.shape, kind) is not None]
                if not slips and all(map(self._is_strange, kinds)):
                    slips = list(kinds)
                return next(iter(slips), None)
        return None

    def _is_strange_of(self, kind: Term) -> bool:
        if isinstance(kind, Literal):
            return True
        if not isinstance(kind, NamedNode) or namespace(kind.value) in self._namespaces:
            return False
        return not self._data.is_described(kind) and not self._data.has_several(kind)

    @cached_property
    def _namespaces(self) -> set[str]:
        """Where the classes are from that shapes ask for."""
        named = (kind for predicate in _NAMING for _, kind in self._shapes.pairs(predicate))
        return {namespace(kind.value) for kind in named if isinstance(kind, NamedNode)}

    def question(self, finding: Finding) -> str | None:
        """Which class may have been meant; None where none is near."""
        kind = self.of(finding)
        meant = (self._meant(each.shape, kind) for each in (finding, *innermost(finding)) if kind is not None)
        return next((question for question in meant if question is not None), None)

    def _meant_of(self, shape: Term, kind: Term) -> str | None:
        return None if self._data.is_described(kind) else self._candidates(shape).question(kind)

    def _candidates_of(self, shape: Term) -> Candidates:
        wanted = self._shapes.value(shape, sh("class"))
        return Candidates(self._data.subclasses(wanted) if isinstance(wanted, NamedNode) else ())
