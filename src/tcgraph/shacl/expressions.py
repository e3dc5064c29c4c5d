"""Node expressions (SHACL Advanced Features §6) as graph patterns: what they select for each ``?this``."""

from __future__ import annotations

from itertools import count

from tcgraph.errors import BrokenInput
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term, Triple
from tcgraph.shacl.inline import conforms
from tcgraph.shacl.names import NIL, sh
from tcgraph.shacl.paths import read_path
from tcgraph.shacl.run import Run
from tcgraph.shacl.shapes import Shapes


def _shnex(name: str) -> NamedNode:
    """A term of the node expressions of SHACL 1.2."""
    return NamedNode(f"http://www.w3.org/ns/shacl-node-expr#{name}")


class Expressions:
    """Compiles node expressions.

    Args:
        shapes: the shapes graph that has them.
        run: the run that they are for.
    """

    def __init__(self, shapes: Shapes, run: Run) -> None:
        self._graph = shapes.graph
        self._reader = shapes.reader
        self._run = run
        self._numbers = count()

    def pattern(self, node: Term, out: str) -> str:
        """A graph pattern that binds a variable to each value of an expression.

        Args:
            node: the expression.
            out: the variable, with question mark; ``?this`` is bound beside the pattern.

        Raises:
            BrokenInput: it is of a kind that is not supported.
        """
        if node == sh("this"):
            return f"BIND(?this AS {out})"
        if isinstance(node, NamedNode | Literal):
            return f"BIND({node} AS {out})"
        if isinstance(node, Triple):
            raise BrokenInput("a node expression is no triple")
        return self._compound(node, out)

    def _compound(self, node: BlankNode, out: str) -> str:
        graph = self._graph
        if (path := graph.value(node, sh("path"))) is not None:
            start, before = self._nodes(node)
            return f"{before} {start} {read_path(graph, path).sparql()} {out} ."
        if (path := graph.value(node, _shnex("pathValues"))) is not None:
            return f"?this {read_path(graph, path).sparql()} {out} ."
        if (counted := graph.value(node, _shnex("count")) or graph.value(node, sh("count"))) is not None:
            inner = self._fresh()
            return (
                f"{{ SELECT ?this (COUNT(DISTINCT {inner}) AS {out}) "
                f"{{ {self.focus} OPTIONAL {{ {self.pattern(counted, inner)} }} }} GROUP BY ?this }}"
            )
        if (shape := graph.value(node, sh("filterShape"))) is not None:
            start, before = self._nodes(node)
            condition = conforms(self._reader.shape(shape), start, self._run)
            if condition is None:
                raise BrokenInput("sh:filterShape names a shape that is too large for an expression")
            return f"{before} FILTER({condition}) BIND({start} AS {out})"
        for name, between in (("union", " UNION "), ("intersection", " ")):
            if (members := graph.value(node, sh(name))) is not None:
                return between.join(f"{{ {self._inside(member, out)} }}" for member in graph.items(members))
        predicates = graph.predicates(node)
        if len(predicates) == 1 and graph.is_list(arguments := graph.objects(node, predicates[0])[0]):
            return self._call(predicates[0], [] if arguments == NIL else graph.items(arguments), out)
        raise BrokenInput(f"a node expression with {', '.join(map(str, predicates)) or 'nothing'} is not supported")

    def _call(self, function: NamedNode, arguments: list[Term], out: str) -> str:
        names = [self._fresh() for _ in arguments]
        before = " ".join(self.pattern(one, name) for one, name in zip(arguments, names, strict=True))
        return f"{before} BIND({function}({', '.join(names)}) AS {out})"

    def _nodes(self, node: BlankNode) -> tuple[str, str]:
        """Where a path or a filter starts, and the pattern that binds it."""
        inner = self._graph.value(node, sh("nodes"))
        if inner is None:
            return "?this", ""
        name = self._fresh()
        return name, self.pattern(inner, name)

    def _inside(self, node: Term, out: str) -> str:
        """A pattern in a group of its own, where ``?this`` has to be bound again."""
        return f"{self.focus} {self.pattern(node, out)}"

    focus = ""
    """The pattern of the focus nodes, for groups that are evaluated apart."""

    def _fresh(self) -> str:
        return f"?e{next(self._numbers)}"
