"""Values that are not of the class asked for, because the name of what they are said to be is misspelt."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from tcgraph.diagnostics.locate import innermost
from tcgraph.diagnostics.lookups import LookUps
from tcgraph.diagnostics.suggest import Candidates
from tcgraph.rdf import NamedNode, Term
from tcgraph.shacl.names import sh
from tcgraph.shacl.report import Finding

_CLASS = sh("ClassConstraintComponent")


class MisnamedClasses:
    """Finds classes that nothing describes, with nearly the name of one that would do.

    Args:
        data: what the data says of the values of findings.
        asked: the class that a shape asks for.
    """

    def __init__(self, data: LookUps, asked: Callable[[Term], Term | None]) -> None:
        self._data = data
        self._asked = asked
        self._meant = cache(self._meant_of)
        self._candidates = cache(self._candidates_of)

    def of(self, finding: Finding) -> Term | None:
        """What the value of a finding is said to be, where that is the slip."""
        for each in (finding, *innermost(finding)):
            if each.component == _CLASS and each.value is not None and each.value == finding.value:
                for kind in self._data.types(each.value):
                    if self._meant(each.shape, kind) is not None:
                        return kind
        return None

    def question(self, finding: Finding) -> str | None:
        """Which class may have been meant; None where none is near."""
        kind = self.of(finding)
        meant = (self._meant(each.shape, kind) for each in (finding, *innermost(finding)) if kind is not None)
        return next((question for question in meant if question is not None), None)

    def _meant_of(self, shape: Term, kind: Term) -> str | None:
        return None if self._data.is_described(kind) else self._candidates(shape).question(kind)

    def _candidates_of(self, shape: Term) -> Candidates:
        wanted = self._asked(shape)
        return Candidates(self._data.subclasses(wanted) if isinstance(wanted, NamedNode) else ())
