"""Property paths: read from their RDF form (SHACL §2.3.1), written as SPARQL 1.1 property paths (§9.1)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tcgraph.errors import BrokenInput
from tcgraph.namespaces import shorten
from tcgraph.rdf import NamedNode, Term
from tcgraph.shacl.names import FIRST, REST, TYPE, sh
from tcgraph.shacl.small_graph import TripleIndex

_REPEATED = {sh("zeroOrMorePath"): "*", sh("oneOrMorePath"): "+", sh("zeroOrOnePath"): "?"}

_DEEPEST = 100
_LONGEST = 200
_OPERATORS = (sh("inversePath"), sh("alternativePath"), *_REPEATED)


@dataclass(frozen=True, slots=True)
class Path:
    """A property path.

    Attributes:
        operator: ``""`` for one predicate, else ``^``, ``/``, ``|``, ``*``, ``+``, ``?``, or ``!`` for all but one.
        parts: what the operator applies to; empty for one predicate.
        predicate: the predicate, when the path is just that.
    """

    operator: str
    parts: tuple[Path, ...] = ()
    predicate: NamedNode | None = None

    def sparql(self, write: Callable[[NamedNode], str] = str) -> str:
        """The path in SPARQL syntax, brackets only where they are needed.

        Args:
            write: how to write an IRI; by default in full.
        """
        if self.predicate is not None:
            return write(self.predicate)
        inner = [
            part.sparql(write) if part._tighter(self.operator) else f"({part.sparql(write)})" for part in self.parts
        ]
        if self.operator in "/|":
            return chained(inner, self.operator)
        return f"{self.operator}{inner[0]}" if self.operator in "^!" else f"{inner[0]}{self.operator}"

    @property
    def text(self) -> str:
        """The path as a person reads it, with the project's prefixes."""
        return self.sparql(lambda iri: shorten(iri.value))

    def last_predicates(self) -> frozenset[NamedNode]:
        """Predicates whose objects the path can end in."""
        if self.predicate is not None:
            return frozenset((self.predicate,))
        if self.operator == "/":
            # A last part that may be empty leaves the value where the part before it ends.
            found: frozenset[NamedNode] = frozenset()
            for part in reversed(self.parts):
                found |= part.last_predicates()
                if not part.may_be_empty:
                    break
            return found
        if self.operator == "^":
            back = inverse(self.parts[0])
            return frozenset() if back.operator == "^" else back.last_predicates()
        return frozenset(iri for part in self.parts for iri in part.last_predicates())

    def predicates(self) -> frozenset[NamedNode]:
        """Every predicate in the path."""
        own = frozenset() if self.predicate is None else frozenset((self.predicate,))
        return own.union(*(part.predicates() for part in self.parts))

    @property
    def may_be_empty(self) -> bool:
        """Whether it leads from a node to itself without a step, whatever the data says."""
        if self.operator in ("*", "?"):
            return True
        if self.operator == "|":
            return any(part.may_be_empty for part in self.parts)
        return self.predicate is None and all(part.may_be_empty for part in self.parts)

    @property
    def may_repeat(self) -> bool:
        """Whether SPARQL may give the same value twice for one start, so that DISTINCT is needed (§18.1.7)."""
        return self.operator in ("/", "|") or any(part.may_repeat for part in self.parts)

    def _tighter(self, operator: str) -> bool:
        if self.predicate is not None:
            return True
        order = ("|", "/", "^", "*+?", "!")
        rank = next(index for index, name in enumerate(order) if self.operator in name)
        outer = next(index for index, name in enumerate(order) if operator in name)
        # A repetition binds tighter than an inverse; two repetitions in a row do not parse.
        return rank > outer


def predicate_path(predicate: NamedNode) -> Path:
    """The path of a single predicate."""
    return Path("", (), predicate)


def inverse(path: Path) -> Path:
    """The same path walked backwards, with inverses at its leaves only."""
    match path.operator:
        case "":
            return Path("^", (path,))
        case "^":
            return path.parts[0]
        case "/":
            return Path("/", tuple(inverse(part) for part in reversed(path.parts)))
        case _:
            return Path(path.operator, tuple(inverse(part) for part in path.parts))


ANY = Path("|", (predicate_path(TYPE), Path("!", (predicate_path(TYPE),))))
"""One step by whatever predicate, in the words that SPARQL has for it (§9.1)."""
MEMBERS = Path("/", (Path("*", (predicate_path(REST),)), predicate_path(FIRST)))
"""From a list to its members."""


def read_path(graph: TripleIndex, node: Term) -> Path:
    """Read the path that ``node`` is.

    Args:
        graph: where its triples are.
        node: an IRI, a list, or a node with one of SHACL's path properties.

    Raises:
        BrokenInput: it is not a well-formed path (SHACL §2.3.1), or refers to itself.
    """
    path = _read(graph, node, ())
    if (steps := _steps(path)) > _LONGEST:
        raise BrokenInput(f"sh:path leads through {steps} steps; more than {_LONGEST} cannot be followed")
    return path


def _steps(path: Path) -> int:
    """How many steps one behind the other it has, each repetition counted once."""
    if not path.parts:
        return 1
    lengths = [_steps(part) for part in path.parts]
    return sum(lengths) if path.operator == "/" else max(lengths)


def _read(graph: TripleIndex, node: Term, above: tuple[Term, ...]) -> Path:
    if isinstance(node, NamedNode):
        return predicate_path(node)
    if node in above:
        raise BrokenInput("sh:path leads to a property path that contains itself")
    if len(above) > _DEEPEST:
        raise BrokenInput(f"sh:path leads to paths inside each other more than {_DEEPEST} deep")
    above = (*above, node)
    if graph.is_list(node):
        return _several(graph, "/", node, above)  # whatever else it says, as the suite's path-strange-001 has it
    said = [predicate for predicate in _OPERATORS for _ in graph.objects(node, predicate)]
    if len(said) > 1:
        names = ", ".join(dict.fromkeys(shorten(predicate.value) for predicate in said))
        raise BrokenInput(f"sh:path leads to a node that is more than one path ({names})")
    inverse, alternative = graph.value(node, sh("inversePath")), graph.value(node, sh("alternativePath"))
    if inverse is not None:
        return Path("^", (_read(graph, inverse, above),))
    if alternative is not None:
        return _several(graph, "|", alternative, above)
    for term, operator in _REPEATED.items():
        inner = graph.value(node, term)
        if inner is not None:
            return Path(operator, (_read(graph, inner, above),))
    raise BrokenInput(
        f"{node} is not a property path; sh:path takes an IRI, a list or a path such as [ sh:inversePath … ]"
    )


def _several(graph: TripleIndex, operator: str, head: Term, above: tuple[Term, ...]) -> Path:
    parts = tuple(_read(graph, item, above) for item in graph.items(head))
    if len(parts) < 2:
        kind = "sequence" if operator == "/" else "alternative"
        raise BrokenInput(f"sh:path: a {kind} path needs at least two members")
    return Path(operator, parts)


_FLAT = 50


def chained(parts: Sequence[str], operator: str, brackets: str = "()") -> str:
    """Parts with an associative operator between them.

    Engines go down such a chain part by part, and ten thousand parts, as a list of codes has, exhaust their stack: many
    parts are bracketed by halves, so that none lies deep.

    Args:
        parts: what stands between the operators; each keeps together by itself.
        operator: such as ``" || "``.
        brackets: what may stand around several parts.
    """
    if len(parts) <= _FLAT:
        return operator.join(parts)
    middle = len(parts) // 2
    halves = (chained(half, operator, brackets) for half in (parts[:middle], parts[middle:]))
    return operator.join(f"{brackets[0]}{half}{brackets[1]}" for half in halves)
