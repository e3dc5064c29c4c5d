"""Short names for the rules of a shapes graph, by which people speak of them and turn them off."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from functools import cached_property

from tcgraph.diagnostics.suggest import local_name, told_apart
from tcgraph.namespaces import RDF_TYPE, STANDARD
from tcgraph.rdf import NamedNode, Term
from tcgraph.shacl.small_graph import TripleIndex

_SH, _RDF = STANDARD["sh"], STANDARD["rdf"]
_DIGEST = re.compile(r"[0-9a-f]{32,64}")
_LEADS_TO_SHAPES = (
    *(NamedNode(_SH + name) for name in ("property", "node", "sparql", "not", "qualifiedValueShape")),
    *(NamedNode(_SH + name) for name in ("and", "or", "xone", "parameter", "validator", "nodeValidator")),
    *(NamedNode(_SH + name) for name in ("target", "rule")),
    *(NamedNode(_RDF + name) for name in ("first", "rest")),
)


class RuleNames:
    """Names the shapes of a graph.

    Args:
        shapes: the graph.
        parameter: gives the value of a parameter of a shape by its local name.
    """

    def __init__(self, shapes: TripleIndex, parameter: Callable[[Term, str], Term | None]) -> None:
        self._shapes = shapes
        self._parameter = parameter

    def name(self, shape: Term) -> str:
        """A short name for a shape: its own, or for a blank node that of the shape around it and its path."""
        if isinstance(shape, NamedNode):
            return self._rules.get(shape.value) or local_name(shape.value) or shape.value
        path = self._parameter(shape, "path")
        around: Term = shape
        for _ in range(20):
            owner = next(
                (outer for predicate in _LEADS_TO_SHAPES for outer in self._shapes.having(predicate, around)),
                None,
            )
            if owner is None:
                break
            around = owner
            if isinstance(owner, NamedNode):
                suffix = f".{local_name(path.value)}" if isinstance(path, NamedNode) else ""
                return f"{self._rules.get(owner.value) or local_name(owner.value)}{suffix}"
        return local_name(path.value) if isinstance(path, NamedNode) else "anonymous-shape"

    @cached_property
    def _rules(self) -> dict[str, str]:
        """For shapes whose local names others have, too, or are digests: with so much before them that they differ.

        Whoever turns one rule off must not turn off another (SARIF 2.1.0 §3.49.3).
        """
        nodes: set[Term] = {node for node, _ in self._shapes.pairs(NamedNode(_SH + "path"))}
        nodes |= {node for pair in self._shapes.pairs(NamedNode(_SH + "property")) for node in pair}
        nodes |= {node for node, kind in self._shapes.pairs(RDF_TYPE) if kind == NamedNode(_SH + "NodeShape")}
        named = {node.value for node in nodes if isinstance(node, NamedNode)}
        alike: defaultdict[str, set[str]] = defaultdict(set)
        for iri in named:
            alike[local_name(iri)].add(iri)
        found: dict[str, str] = {}
        for local, those in alike.items():
            if local and (len(those) > 1 or _DIGEST.fullmatch(local)):
                found |= told_apart(those)
        return found
