"""What the data says of the nodes that findings name: asked once for all of them, not once for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property

from tcgraph.diagnostics.suggest import namespace
from tcgraph.engine import Engine
from tcgraph.namespaces import RDF_TYPE
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term
from tcgraph.shacl.validation_report import Finding

_NAMESPACES = 8
"""So many namespaces are asked about one by one, and all together beyond that."""
_AT_ONCE = 5_000
"""Names in one query: an engine behind HTTP takes no text of any length."""
_FEW = 100
"""So many blank nodes are asked about one by one: no query can name them, so that one for more asks about all."""
_Node = NamedNode | BlankNode


class LookUps:
    """Labels, numbers of values, and which nodes are described.

    Args:
        engine: holds the data.
        findings: those that will be asked about; others are asked about one by one.
        language: the language of labels.
    """

    def __init__(self, engine: Engine, findings: Iterable[Finding], language: str) -> None:
        self._engine = engine
        self._findings = tuple(_with_details(findings))
        self._language = language
        self._more: dict[Term, str | None] = {}
        self._instances: dict[NamedNode, tuple[Term, ...]] = {}
        self._beside: dict[str, Sequence[Term]] = {}
        self._all_typed: dict[str, list[Term]] | None = None

    def label(self, node: Term) -> str | None:
        """The label of a node; None where it has none."""
        if isinstance(node, Literal):
            return None
        if node in self._focus:
            return self._labels.get(node)
        if node not in self._more:
            query = "SELECT ?label ?node { ?node rdfs:label|skos:prefLabel ?label }"
            self._more[node] = self._chosen(row[0] for row in self._engine.select(query, bindings={"node": node}))
        return self._more[node]

    def is_described(self, node: Term) -> bool:
        """Whether anything is said of a node."""
        if isinstance(node, Literal):
            return True
        if node in self._values:
            return node in self._described
        return self._engine.ask("ASK { ?node ?p ?o }", bindings={"node": node})

    def stands_once(self, value: Term) -> bool:
        """Whether no more than one thing has a value, by one property."""
        rows = self._engine.select("SELECT DISTINCT ?s ?p ?value { ?s ?p ?value } LIMIT 2", bindings={"value": value})
        return len(list(rows)) < 2

    def is_typed(self, node: Term) -> bool:
        """Whether anything says what a node is."""
        if node in self._values:
            return node in self._types
        return self._engine.ask(f"ASK {{ ?node {RDF_TYPE} ?kind }}", bindings={"node": node})

    def types(self, node: Term) -> Sequence[Term]:
        """What a value of the findings is said to be."""
        return self._types.get(node, ())

    def is_class(self, node: Term) -> bool:
        """Whether a node is said to be a class, of whatever vocabulary."""
        if node in self._values:
            return any(isinstance(kind, NamedNode) and kind.value.endswith("#Class") for kind in self.types(node))
        query = "ASK { ?node a ?kind FILTER(STRENDS(STR(?kind), '#Class')) }"
        return self._engine.ask(query, bindings={"node": node})

    def first_values(self, finding: Finding, predicate: NamedNode, most: int) -> list[Term]:
        """Values of a property of the node of a finding, in their order, no more than so many."""
        asked, node = (finding.shape, predicate, most), finding.focus
        if asked not in self._firsts:
            self._firsts[asked] = self._first_of_each(*asked)
        known = self._firsts[asked]
        if node in known:
            return known[node]
        query = f"SELECT DISTINCT ?o ?s {{ ?s {predicate} ?o }} ORDER BY ?o LIMIT {most}"
        return [value for value, _ in self._engine.select(query, bindings={"s": node}) if value is not None]

    def typed_in(self, start: str) -> Sequence[Term]:
        """The things with a name in a namespace."""
        if start not in self._beside and self._all_typed is None:
            query = f"SELECT DISTINCT ?x {{ ?x {RDF_TYPE} ?kind FILTER(STRSTARTS(STR(?x), {Literal(start)})) }}"
            # Each such question looks at everything; where there are many, one look is for all of them.
            asked = query if len(self._beside) < _NAMESPACES else f"SELECT DISTINCT ?x {{ ?x {RDF_TYPE} ?kind }}"
            found: defaultdict[str, list[Term]] = defaultdict(list)
            for (node,) in self._engine.select(asked):
                if isinstance(node, NamedNode):
                    found[namespace(node.value)].append(node)
            if asked is query:
                self._beside[start] = found[start]
            else:
                self._all_typed = dict(found)
        known = self._all_typed
        return self._beside[start] if start in self._beside or known is None else known.get(start, ())

    def count(self, node: Term, predicate: NamedNode) -> int:
        """How many values a property of a node has."""
        if node in self._focus:
            if predicate not in self._counts:
                self._counts[predicate] = self._counted(predicate)
            return self._counts[predicate].get(node, 0)
        if isinstance(node, Literal):
            return 0
        query = "SELECT DISTINCT ?o ?s ?p { ?s ?p ?o }"
        return sum(1 for _ in self._engine.select(query, bindings={"s": node, "p": predicate}))

    def has_several(self, kind: Term) -> bool:
        """Whether more than one thing is said to be of a kind."""
        rows = self._engine.select("SELECT DISTINCT ?x ?kind { ?x a ?kind } LIMIT 2", bindings={"kind": kind})
        return len(list(rows)) > 1

    def subclasses(self, kind: NamedNode) -> tuple[Term, ...]:
        """A class and its subclasses."""
        rows = self._engine.select("SELECT DISTINCT ?x ?kind { ?x rdfs:subClassOf* ?kind }", bindings={"kind": kind})
        return tuple({kind: None} | {row[0]: None for row in rows if row[0] is not None})

    def instances(self, kind: NamedNode) -> tuple[Term, ...]:
        """The instances of a class and its subclasses."""
        if kind not in self._instances:
            query = f"SELECT DISTINCT ?x ?kind {{ ?x {RDF_TYPE}/rdfs:subClassOf* ?kind }}"
            rows = self._engine.select(query, bindings={"kind": kind})
            self._instances[kind] = tuple(row[0] for row in rows if row[0] is not None)
        return self._instances[kind]

    # -- for all findings

    @cached_property
    def _focus(self) -> dict[_Node, None]:
        return self._nodes(finding.focus for finding in self._findings)

    @cached_property
    def _values(self) -> dict[_Node, None]:
        return self._nodes(finding.value for finding in self._findings)

    @cached_property
    def _labels(self) -> dict[Term, str | None]:
        found: defaultdict[Term, list[Term | None]] = defaultdict(list)
        query = "SELECT ?node ?label {{ {} ?node rdfs:label|skos:prefLabel ?label {} }}"
        for node, label in self._of(self._focus, query):
            if node is not None:
                found[node].append(label)
        return {node: self._chosen(labels) for node, labels in found.items()}

    @cached_property
    def _described(self) -> set[Term | None]:
        query = "SELECT DISTINCT ?node {{ {} ?node ?p ?o {} }}"
        return {node for (node,) in self._of(self._values, query)}

    @cached_property
    def _types(self) -> dict[Term, list[Term]]:
        found: defaultdict[Term, list[Term]] = defaultdict(list)
        for node, kind in self._of(self._values, "SELECT DISTINCT ?node ?kind {{ {} ?node a ?kind {} }}"):
            if node is not None and kind is not None:
                found[node].append(kind)
        return dict(found)

    @cached_property
    def _counts(self) -> dict[NamedNode, dict[Term, int]]:
        return {}

    @cached_property
    def _firsts(self) -> dict[tuple[Term, NamedNode, int], dict[Term, list[Term]]]:
        return {}

    def _first_of_each(self, shape: Term, predicate: NamedNode, most: int) -> dict[Term, list[Term]]:
        """For the nodes of all findings of a shape."""
        nodes = self._nodes(finding.focus for finding in self._findings if finding.shape == shape)
        found: dict[Term, list[Term]] = {node: [] for node in nodes}
        query = f"SELECT DISTINCT ?node ?o {{{{ {{}} ?node {predicate} ?o {{}} }}}} ORDER BY ?o"
        for node, value in self._of(nodes, query):
            if node is not None and value is not None and len(found[node]) < most:
                found[node].append(value)
        return found

    def _counted(self, predicate: NamedNode) -> dict[Term, int]:
        nodes = self._nodes(finding.focus for finding in self._findings if finding.predicate == predicate)
        query = f"SELECT ?node (COUNT(DISTINCT ?o) AS ?n) {{{{ {{}} ?node {predicate} ?o {{}} }}}} GROUP BY ?node"
        rows = self._of(nodes, query)
        return {node: int(number.value) for node, number in rows if node is not None and isinstance(number, Literal)}

    @cached_property
    def _many_blank(self) -> bool:
        """Whether blank nodes are asked about together."""
        terms = (term for finding in self._findings for term in (finding.focus, finding.value))
        return len({term for term in terms if isinstance(term, BlankNode)}) > _FEW

    def _nodes(self, terms: Iterable[Term | None]) -> dict[_Node, None]:
        """Those to ask about together."""
        kinds = NamedNode | BlankNode if self._many_blank else NamedNode
        return {term: None for term in terms if isinstance(term, kinds)}

    def _of(self, nodes: Collection[_Node], query: str) -> Iterator[Sequence[Term | None]]:
        """The rows of a query that begin with one of these nodes; it has a place for names, and one for a condition."""
        names = [str(node) for node in nodes if isinstance(node, NamedNode)]
        for start in range(0, len(names), _AT_ONCE):
            those = f"VALUES ?node {{ {' '.join(names[start : start + _AT_ONCE])} }}"
            yield from self._engine.select(query.format(those, ""), as_found=True)
        if len(names) < len(nodes):
            for row in self._engine.select(query.format("", "FILTER(isBlank(?node))"), as_found=True):
                if row[0] in nodes:
                    yield row

    def _chosen(self, labels: Iterable[Term | None]) -> str | None:
        texts = [label for label in labels if isinstance(label, Literal)]
        texts.sort(key=lambda label: (label.language != self._language, bool(label.language), label.value))
        return texts[0].value if texts else None


def _with_details(findings: Iterable[Finding]) -> Iterator[Finding]:
    for finding in findings:
        yield finding
        if finding.details:
            yield from _with_details(finding.details)
