"""Every shape finds what it is for, and nothing else; take any one constraint away, and a case turns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.project import Project, Role
from tcgraph.publish.project_graph import load_project
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Term, Triple, parse
from tcgraph.shacl.validate import Shapes, Validator, validate
from tcgraph.terms import GRAPH, PREFIXES

SHAPE = "https://w3id.org/tcgraph/shapes#"
SH = PREFIXES["sh"]
CHANGE = "urn:change#"
CASES = sorted(path for path in (Path(__file__).parent / "shapes").glob("*/*") if path.suffix in (".ttl", ".trig"))
TARGETS = frozenset(SH + name for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"))
CONSTRAINTS = frozenset(
    SH + name
    for name in (
        "class", "closed", "datatype", "disjoint", "equals", "flags", "hasValue", "in", "languageIn", "lessThan",
        "lessThanOrEquals", "maxCount", "maxExclusive", "maxInclusive", "maxLength", "minCount", "minExclusive",
        "minInclusive", "minLength", "node", "nodeKind", "not", "or", "and", "xone", "pattern", "property",
        "qualifiedMaxCount", "qualifiedMinCount", "qualifiedValueShape", "sparql", "uniqueLang",
    )
) | {CHANGE + name for name in ("final", "fixed", "kept", "lasting", "told")}  # fmt: skip

Found = frozenset[tuple[str, str, str]]


@pytest.fixture(scope="session")
def shape_triples(project: Project) -> list[Triple]:
    return list(Shapes.of_files(file.path for file in project.files(Role.SHAPES)))


def of_shape(triples: list[Triple], name: str) -> list[Triple]:
    """What is said of one node shape and of all that it refers to, with the constraint components for two versions."""
    by_subject: dict[Term, list[Triple]] = {}
    for triple in triples:
        by_subject.setdefault(triple.subject, []).append(triple)
    found: list[Triple] = []
    waiting: list[Term] = [NamedNode(SHAPE + name)]
    waiting += {t.subject for t in triples if str(t.subject).startswith(f"<{CHANGE}")}
    seen: set[Term] = set()
    while waiting:
        subject = waiting.pop()
        if subject not in seen:
            seen.add(subject)
            found += by_subject.get(subject, [])
            waiting += [triple.object for triple in by_subject.get(subject, [])]
    return found


@cache
def loaded(data: Path) -> EmbeddedEngine:
    """A case, which is only read: what a query of the shapes costs on it is worked out once."""
    engine = EmbeddedEngine()
    if data.suffix == ".trig":
        engine.insert(parse(data, GraphFormat.TRIG))
    else:
        engine.load(data, GraphFormat.TURTLE, graph=NamedNode(GRAPH + "case"))
    return engine


def findings(data: Path, shapes: Iterable[Triple], validator: Validator = "compiled") -> Found:
    report = validate(loaded(data), Shapes(shapes), validator=validator)
    return frozenset((_name(found.focus), _name(found.shape), _name(found.component)) for found in report.findings)


def expected(data: Path) -> Found:
    lines = (line.split() for line in data.read_text(encoding="utf-8").splitlines() if line.startswith("#! "))
    return frozenset((focus, shape, component) for _, focus, shape, component in lines)


def _name(term: Term) -> str:
    text = term.value if isinstance(term, NamedNode | Literal) else str(term)
    return text.removeprefix(SHAPE).removeprefix(SH)


def _is_root(triples: list[Triple], shape: Term) -> bool:
    return any(triple.subject == shape and triple.predicate.value in TARGETS for triple in triples)


def _judged() -> Iterator[object]:
    """Every case and validator; pySHACL binds ``$value`` in a node validator's SELECT, and cannot look back."""
    for data in CASES:
        for validator in ("compiled", "pyshacl"):
            if validator == "compiled" or data.suffix == ".ttl":
                marks = [pytest.mark.at_size] if validator == "pyshacl" else []
                yield pytest.param(data, validator, id=f"{data.parent.name}-{data.stem}-{validator}", marks=marks)


@pytest.mark.parametrize(("data", "validator"), _judged())
def test_case(data: Path, validator: Validator, shape_triples: list[Triple]) -> None:
    wanted = expected(data)
    assert bool(wanted) == data.stem.startswith("bad")
    assert findings(data, of_shape(shape_triples, data.parent.name), validator) == wanted


def test_every_shape_with_a_target_has_a_good_and_a_bad_case(shape_triples: list[Triple]) -> None:
    shapes = {
        _name(triple.subject)
        for triple in shape_triples
        if isinstance(triple.subject, NamedNode) and _is_root(shape_triples, triple.subject)
    }
    assert shapes == {path.parent.name for path in CASES if path.stem == "good"}
    assert shapes == {path.parent.name for path in CASES if path.stem.startswith("bad")}


@pytest.mark.at_size
@pytest.mark.parametrize("name", sorted({path.parent.name for path in CASES}))
def test_no_constraint_is_idle(name: str, shape_triples: list[Triple]) -> None:
    """Mutation test: each constraint of the shape is taken away in turn, and some case must turn."""
    shape = of_shape(shape_triples, name)
    cases = [path for path in CASES if path.parent.name == name]
    cases.sort(key=lambda path: path.stem)  # bad cases first: they nearly always tell
    wanted = {path: expected(path) for path in cases}
    idle = []
    for triple in shape:
        if triple.predicate.value in CONSTRAINTS:
            rest = [other for other in shape if other != triple]
            if all(findings(path, rest) == wanted[path] for path in cases):
                idle.append(triple)
    assert not idle


def test_every_shape_speaks(shape_triples: list[Triple]) -> None:
    """Whoever can be told by a finding has a message that says what to do, and a severity."""
    reported = {triple.object for triple in shape_triples if triple.predicate.value == SH + "property"}
    named = [shape for shape in reported if isinstance(shape, NamedNode)]
    assert len(named) > 60
    for shape in named:
        said = {triple.predicate.value.removeprefix(SH) for triple in shape_triples if triple.subject == shape}
        assert {"message", "severity", "path"} <= said, shape


def test_the_shipped_graph_conforms(project: Project) -> None:
    engine = EmbeddedEngine()
    load_project(engine, project, roles=(Role.ONTOLOGY, Role.DATA))
    shapes = Shapes.of_files(file.path for file in project.files(Role.SHAPES))
    assert validate(engine, shapes).findings == ()


def test_every_shape_looks_at_something(project: Project) -> None:
    """Some shapes are for what no office has reported yet: the invented data has an instance of each."""
    engine = EmbeddedEngine()
    load_project(engine, replace(project, demo=True), roles=(Role.ONTOLOGY, Role.DATA))
    for triple in Shapes.of_files(file.path for file in project.files(Role.SHAPES)):
        if triple.predicate.value in TARGETS:
            assert engine.ask(_TARGETED[triple.predicate.value.removeprefix(SH)], bindings={"target": triple.object}), (
                f"{triple.subject} targets nothing by {triple.object}"
            )


_TARGETED = {
    "targetClass": f"ASK {{ ?focus a/<{PREFIXES['rdfs']}subClassOf>* ?target }}",
    "targetNode": "ASK { ?target ?property ?value }",
    "targetSubjectsOf": "ASK { ?focus ?target ?value }",
    "targetObjectsOf": "ASK { ?focus ?target ?value }",
}
