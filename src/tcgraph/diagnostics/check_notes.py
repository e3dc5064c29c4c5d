"""What else there is to know of a check: what of the shapes and of what files name was left out, a line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tcgraph.diagnostics.diagnostic import Location
from tcgraph.diagnostics.files import CheckedFile, shown
from tcgraph.diagnostics.locate import Locator
from tcgraph.engine import Engine
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.file_kinds import syntax_of
from tcgraph.namespaces import RDF_TYPE, STANDARD
from tcgraph.rdf import NamedNode, Quad
from tcgraph.shacl.lint_terms import NEW, terms_without_effect
from tcgraph.shacl.names import sh
from tcgraph.shacl.rules import rules_of
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.small_graph import triples_of_file
from tcgraph.shacl.targets_in_data import select_something
from tcgraph.shacl.validation_report import Finding, ShapeProblem

if TYPE_CHECKING:
    from tcgraph.diagnostics.check import Check

_IMPORTS = NamedNode(STANDARD["owl"] + "imports")
_SHAPES_GRAPH = NamedNode(STANDARD["sh"] + "shapesGraph")
_ONTOLOGY = NamedNode(STANDARD["owl"] + "Ontology")


def notes_on(check: Check, shapes: Shapes, engine: Engine, *, selecting: bool) -> tuple[str, ...]:
    """What to tell beside the findings.

    Args:
        check: what was asked for.
        shapes: what was judged by.
        engine: holds the data.
        selecting: whether it is known that the shapes select nodes of the data, or why they do not has been told.

    Returns:
        That nothing was checked, which "conforms" would hide; rules not applied, files not followed, terms of shapes
        without effect, which may be misspelt.
    """
    notes: list[str] = []
    if not selecting and check.validator == "compiled":
        notes += _nothing_selected(shapes, engine)
    if not shapes.ruled and (rules := len(rules_of(shapes))):
        notes.append(f"The shapes have {rules} rule{'s' if rules != 1 else ''} that were not applied; --rules does.")
    if not check.followed:
        notes += _unfollowed(check, shapes, engine)
    new = [f"sh:{name}" for name in sorted(NEW) if next(shapes.graph.pairs(NamedNode(f"{STANDARD['sh']}{name}")), None)]
    if new and check.validator == "pyshacl":
        notes.append(f"pySHACL checks SHACL 1.0: {', '.join(new)} had no effect.")
    names = [] if check.lint else [f"sh:{name}" for name in terms_without_effect(shapes.graph)]
    more = f" and {len(names) - 8} more" if names[8:] else ""
    if names:
        notes.append(f"Of the shapes, {', '.join(names[:8])}{more} had no effect; --lint says where and why.")
    return tuple(notes)


def _nothing_selected(shapes: Shapes, engine: Engine) -> Iterator[str]:
    if select_something(engine, shapes):
        return
    targeted = [shape for shape in shapes.targeted() if not shape.deactivated]
    if not targeted:
        yield "No shape has a target, so that no node was checked; sh:targetClass and its like say what a shape is for."
    else:
        which = (
            f"None of the {len(targeted)} shapes with targets selects" if targeted[1:] else "The shape does not select"
        )
        yield f"{which} a node of the data, so that none was checked; look at how classes and properties are named."


def _unfollowed(check: Check, shapes: Shapes, engine: Engine) -> Iterator[str]:
    """What files name that was not read."""
    own = {path.resolve().as_uri() for path in (*check.shapes, *(file.path for file in (*check.files, *check.context)))}
    own |= {node.value for node in shapes.graph.having(RDF_TYPE, _ONTOLOGY) if isinstance(node, NamedNode)}
    described = (row[0] for row in engine.select(f"SELECT DISTINCT ?x {{ ?x a {_ONTOLOGY} }}"))
    own |= {node.value for node in described if isinstance(node, NamedNode)}
    imports = {value for _, value in shapes.graph.pairs(_IMPORTS)}
    of_data = {row[0] for row in engine.select(f"SELECT DISTINCT ?x {{ ?any {_IMPORTS} ?x }}")}
    named = {row[0] for row in engine.select(f"SELECT DISTINCT ?x {{ ?any {_SHAPES_GRAPH} ?x }}")}
    for what, addresses in (
        ("The shapes import", imports),
        ("The data imports", of_data),
        ("The data names the shapes", named),
    ):
        others = sorted(str(term) for term in addresses if isinstance(term, NamedNode) and term.value not in own)
        if others:
            more = f" and {len(others) - 3} more" if others[3:] else ""
            yield f"{what} {', '.join(others[:3])}{more}; what files name is not read: name them, too, or --follow."


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
        engine.insert(Quad(*stated, NamedNode(iri)) for stated in triples_of_file(path, f"s{number}n"))
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
