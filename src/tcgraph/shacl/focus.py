"""Focus nodes as graph patterns: targets (SHACL §2.1.3), value nodes of a path, and a restriction to a few nodes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tcgraph.rdf import NamedNode, Term
from tcgraph.shacl.model import Target
from tcgraph.shacl.names import sh
from tcgraph.shacl.paths import Path, chained
from tcgraph.sparql import pieces

SHAPE = sh("shape")
"""With it, data names the shapes of its nodes (SHACL 1.2 Core §3.1.6)."""


@dataclass(frozen=True, slots=True)
class Focus:
    """A set of focus nodes, as SPARQL.

    Attributes:
        patterns: graph patterns that each bind ``?this``; together they give the set.
        distinct: whether one pattern never gives the same node twice.
        only: restricts the set to these nodes (IRIs and literals), when not None.
        anywhere: whether there may be nodes among them that are in no triple of the data.
    """

    patterns: tuple[str, ...]
    distinct: bool = True
    only: tuple[Term, ...] | None = None
    anywhere: bool = False

    @classmethod
    def of_nodes(cls, nodes: Iterable[Term]) -> Focus:
        """These nodes (IRIs and literals), whatever the data says of them."""
        return cls(("",), only=tuple(nodes), anywhere=True)

    @property
    def pattern(self) -> str:
        """One graph pattern that binds ``?this`` to each focus node."""
        values = "" if self.only is None else f"VALUES ?this {{ {' '.join(str(node) for node in self.only)} }} "
        if len(self.patterns) == 1 and self.distinct:
            return values + self.patterns[0]
        union = chained([f"{{ {values}{pattern} }}" for pattern in self.patterns], " UNION ", "{}")
        return f"{{ SELECT DISTINCT ?this WHERE {{ {union} }} }}"

    def at(self, path: Path | None) -> Focus:
        """The value nodes of a path from these nodes; the nodes themselves without one."""
        if path is None:
            return self
        depth = sum(pattern.count("?from") for pattern in self.patterns)
        names = {"?this": f"?from{depth}", "?value": "?this"}
        anywhere = self.anywhere and path.may_be_empty
        return Focus((renamed(f"{self.pattern} {self.step(path)}", names),), distinct=False, anywhere=anywhere)

    def step(self, path: Path, value: str = "?value") -> str:
        """What follows :attr:`pattern` to bind a variable to each value node; it may give one twice.

        A path of no steps leads from every node to itself (SHACL §2.3.1). SPARQL binds variables at its ends to nodes
        of the data only (SPARQL 1.1 §18.4), so that a node which the data never mentions is added here.
        """
        step = f"?this {path.sparql()} {value} ."
        if not (self.anywhere and path.may_be_empty):
            return step
        return f"{{ {{ {self.pattern} {step} }} UNION {{ {self.pattern} BIND(?this AS {value}) }} }}"

    def restricted(self, nodes: Iterable[Term]) -> Focus:
        """Only those of these nodes."""
        return replace(self, only=tuple(nodes))


def renamed(text: str, names: Mapping[str, str]) -> str:
    """Patterns with their variables under other names. They may name thousands of nodes, and are not read as a tree."""
    return "".join(
        names.get(piece.text, piece.text) if piece.kind == "variable" else piece.text for piece in pieces(text)
    )


def focus_of_targets(
    targets: Iterable[Target], subclasses: Mapping[Term, tuple[NamedNode, ...]], others: Sequence[str] = ()
) -> Focus | None:
    """The focus nodes that target declarations select.

    Args:
        targets: the declarations.
        subclasses: for each class its subclasses and itself, as far as they have instances.
        others: further patterns that bind ``?this``.

    Returns:
        None when no target can select anything.
    """
    patterns = list(others)
    targets = tuple(targets)
    nodes = [target.term for target in targets if target.kind == "node"]
    distinct = not patterns
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
        elif target.kind == "shape":
            distinct = False
            patterns.append(f"?this {SHAPE} {target.term} .")
        elif target.kind == "query":
            distinct = False
            patterns.append(f"{{ {target.query} }}")
    return Focus(tuple(patterns), distinct, anywhere=bool(nodes)) if patterns else None
