"""A report as RDF, and back: the standard ``sh:ValidationReport`` (SHACL §3.6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

from tcgraph.errors import BrokenInput
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term, Triple
from tcgraph.shacl.names import BOOLEAN, FIRST, NIL, REST, TYPE, sh
from tcgraph.shacl.paths import Path, predicate_path, read_path
from tcgraph.shacl.small_graph import Node, TripleIndex
from tcgraph.shacl.validation_report import Finding, Report, own_severity, severity_of

_OPERATORS = {
    "^": sh("inversePath"),
    "|": sh("alternativePath"),
    "*": sh("zeroOrMorePath"),
    "+": sh("oneOrMorePath"),
    "?": sh("zeroOrOnePath"),
}


def report_graph(report: Report, *, conforms: bool | None = None) -> Iterator[Triple]:
    """Write a report as a ``sh:ValidationReport``.

    Args:
        report: what to write.
        conforms: what ``sh:conforms`` says; by default what the report does.

    Returns:
        Its triples: for the same report the same ones in the same order.
    """
    numbers = count()

    def fresh() -> BlankNode:
        return BlankNode(f"report{next(numbers)}")

    root = fresh()
    yield Triple(root, TYPE, sh("ValidationReport"))
    said = report.conforms if conforms is None else conforms
    yield Triple(root, sh("conforms"), Literal("true" if said else "false", datatype=BOOLEAN))
    for finding in report.findings:
        node = fresh()
        yield Triple(root, sh("result"), node)
        yield from _result(node, finding, fresh)


def _result(node: BlankNode, finding: Finding, fresh: Callable[[], BlankNode]) -> Iterator[Triple]:
    yield Triple(node, TYPE, sh("ValidationResult"))
    yield Triple(node, sh("focusNode"), finding.focus)
    yield Triple(node, sh("resultSeverity"), finding.own_severity or sh(finding.severity.value))
    yield Triple(node, sh("sourceConstraintComponent"), finding.component)
    yield Triple(node, sh("sourceShape"), finding.shape)
    path = finding.property_path or (predicate_path(finding.predicate) if finding.predicate else None)
    if path is not None:
        head, triples = _path(path, fresh)
        yield Triple(node, sh("resultPath"), head)
        yield from triples
    if finding.value is not None:
        yield Triple(node, sh("value"), finding.value)
    if finding.constraint is not None:
        yield Triple(node, sh("sourceConstraint"), finding.constraint)
    for text in finding.messages or ([Literal(finding.message)] if finding.message else []):
        yield Triple(node, sh("resultMessage"), text)
    for detail in finding.details:
        inner = fresh()
        yield Triple(node, sh("detail"), inner)
        yield from _result(inner, detail, fresh)


def _path(path: Path, fresh: Callable[[], BlankNode]) -> tuple[Node, list[Triple]]:
    """The node that a path is in RDF, with its triples (SHACL §2.3.1)."""
    if path.predicate is not None:
        return path.predicate, []
    written = [_path(part, fresh) for part in path.parts]
    triples = [triple for _, inner in written for triple in inner]
    heads = [head for head, _ in written]
    if path.operator == "/":
        head, links = _list(heads, fresh)
        return head, [*links, *triples]
    node = fresh()
    inner = heads[0]
    if path.operator == "|":
        inner, links = _list(heads, fresh)
        triples = [*links, *triples]
    return node, [Triple(node, _OPERATORS[path.operator], inner), *triples]


def _list(members: list[Node], fresh: Callable[[], BlankNode]) -> tuple[Node, list[Triple]]:
    nodes: list[Node] = [*(fresh() for _ in members), NIL]
    triples: list[Triple] = []
    for position, member in enumerate(members):
        triples.append(Triple(nodes[position], FIRST, member))
        triples.append(Triple(nodes[position], REST, nodes[position + 1]))
    return nodes[0], triples


def read_report(graph: TripleIndex, *, language: str = "en") -> Report:
    """Read the report that a graph holds.

    Args:
        graph: one ``sh:ValidationReport``.
        language: which message to take where there are several.

    Raises:
        BrokenInput: a result lacks one of the properties that SHACL §3.6.2 requires.
    """
    return Report.of(_finding(graph, node, language) for _, node in graph.pairs(sh("result")))


def _finding(graph: TripleIndex, node: Term, language: str) -> Finding:
    def needed(name: str) -> Term:
        value = graph.value(node, sh(name))
        if value is None:
            raise BrokenInput(f"a validation result without sh:{name}")
        return value

    component, severity, path = needed("sourceConstraintComponent"), needed("resultSeverity"), None
    assert isinstance(component, NamedNode)
    path_node = graph.value(node, sh("resultPath"))
    if path_node is not None:
        path = read_path(graph, path_node)
    messages = [text for text in graph.objects(node, sh("resultMessage")) if isinstance(text, Literal)]
    messages.sort(key=lambda text: (text.language != language, text.language is not None, text.value))
    return Finding(
        focus=needed("focusNode"),
        shape=graph.value(node, sh("sourceShape")) or node,
        component=component,
        severity=severity_of(severity),
        message=messages[0].value if messages else "",
        path=path.text if path else None,
        predicate=path.predicate if path else None,
        value=graph.value(node, sh("value")),
        constraint=graph.value(node, sh("sourceConstraint")),
        property_path=path,
        own_severity=own_severity(severity),
        messages=tuple(messages),
        details=Report.of(_finding(graph, detail, language) for detail in graph.objects(node, sh("detail"))).findings,
    )
