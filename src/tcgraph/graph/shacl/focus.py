"""Focus nodes as graph patterns: targets (SHACL §2.1.3), value nodes of a path, and a restriction to a few nodes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tcgraph.graph.paths import Path
from tcgraph.graph.shacl.model import Target
from tcgraph.rdf import BlankNode, NamedNode, Term

_THIS = re.compile(r"\?this\b")


@dataclass(frozen=True, slots=True)
class Focus:
    """A set of focus nodes, as SPARQL.

    Attributes:
        patterns: graph patterns that each bind ``?this``; together they give the set.
        distinct: whether one pattern never gives the same node twice.
        only: restricts the set to these nodes (IRIs and literals), when not None.
    """

    patterns: tuple[str, ...]
    distinct: bool = True
    only: tuple[Term, ...] | None = None

    @property
    def pattern(self) -> str:
        """One graph pattern that binds ``?this`` to each focus node."""
        values = "" if self.only is None else f"VALUES ?this {{ {' '.join(str(node) for node in self.only)} }} "
        if len(self.patterns) == 1 and self.distinct:
            return values + self.patterns[0]
        union = " UNION ".join(f"{{ {values}{pattern} }}" for pattern in self.patterns)
        return f"{{ SELECT DISTINCT ?this WHERE {{ {union} }} }}"

    def at(self, path: Path | None) -> Focus:
        """The value nodes of a path from these nodes; the nodes themselves without one."""
        if path is None:
            return self
        depth = sum(pattern.count("?from") for pattern in self.patterns)
        outer = _THIS.sub(f"?from{depth}", self.pattern)
        return Focus((f"{outer} ?from{depth} {path.sparql()} ?this .",), distinct=False)

    def restricted(self, nodes: Iterable[Term]) -> Focus:
        """Only those of these nodes."""
        return replace(self, only=tuple(nodes))


def focus_of_targets(targets: Iterable[Target], subclasses: dict[Term, tuple[NamedNode, ...]]) -> Focus | None:
    """The focus nodes that target declarations select.

    Args:
        targets: the declarations.
        subclasses: for each class its subclasses and itself, as far as they have instances.

    Returns:
        None when no target can select anything.
    """
    patterns: list[str] = []
    nodes = [target.term for target in targets if target.kind == "node" and not isinstance(target.term, BlankNode)]
    distinct = True
    if nodes:
        patterns.append(f"VALUES ?this {{ {' '.join(str(node) for node in nodes)} }}")
    for target in targets:
        if target.kind == "class":
            classes = subclasses.get(target.term, ())
            if len(classes) == 1:
                patterns.append(f"?this a {classes[0]} .")
            elif classes:
                distinct = False
                patterns.append(f"VALUES ?class {{ {' '.join(map(str, classes))} }} ?this a ?class .")
        elif target.kind == "subjects-of":
            distinct = False
            patterns.append(f"?this {target.term} ?any .")
        elif target.kind == "objects-of":
            distinct = False
            patterns.append(f"?any {target.term} ?this .")
    return Focus(tuple(patterns), distinct) if patterns else None
