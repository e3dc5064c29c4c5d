"""Where in their files shapes say what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from tcgraph.diagnostics.files import CheckedFile, shown
from tcgraph.diagnostics.locate import Locator
from tcgraph.diagnostics.location import Location
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.file_kinds import syntax_of
from tcgraph.rdf import NamedNode, Quad
from tcgraph.shacl.files import triples_of_file
from tcgraph.shacl.names import sh
from tcgraph.shacl.report import Finding
from tcgraph.shacl.shape_problem import ShapeProblem


def places_of(problems: Sequence[ShapeProblem], paths: Iterable[Path]) -> list[Location | None]:
    """The place of each problem.

    Args:
        problems: what the lint found.
        paths: the files of shapes, in the order in which they were read: blank nodes are known by that.

    Returns:
        Where the statement with the problem's term is, else where its node begins; None for one that is in no file.
    """
    if not problems:
        return []
    engine = EmbeddedEngine()
    files: list[CheckedFile] = []
    for number, path in enumerate(paths):
        iri = path.resolve().as_uri()
        files.append(CheckedFile(shown(path), NamedNode(iri), syntax_of(path), iri))
        triples = triples_of_file(path, f"s{number}n")
        engine.insert(Quad(t.subject, t.predicate, t.object, NamedNode(iri)) for t in triples)
    asked = [_as_finding(problem, engine) for problem in problems]
    locator = Locator(engine, files, asked)
    return [locator.locate(finding)[0] for finding in asked]


def _as_finding(problem: ShapeProblem, engine: EmbeddedEngine) -> Finding:
    """A result at the same place: about the statement's property or, where the term is its value, about that."""
    term, predicate, value = problem.term, None, None
    if term is not None:
        query = f"SELECT ?node ?value {{ ?node {term} ?value }}"
        said = any(True for _ in engine.select(query, bindings={"node": problem.shape}))
        predicate, value = (term, None) if said else (None, term)
    component = sh("ConstraintComponent")
    return Finding(problem.shape, problem.shape, component, problem.severity, "", predicate=predicate, value=value)
