"""The W3C SHACL test suite on real servers: what the embedded engine gives, but for named faults of the server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tcgraph.engine import Engine, open_engine
from tcgraph.errors import BrokenInput
from tcgraph.rdf import GraphFormat, NamedNode
from tcgraph.shacl.validate import Shapes, validate
from tests.conformance.test_shacl import CORE, MF, SHT, SPARQL, Outcome, expected, local, outcome
from tests.engine.servers import oxigraph_server, virtuoso_server

pytestmark = [pytest.mark.servers, pytest.mark.at_size]
_BY_VALUE = "keeps a number by its value and gives it back in a form and type of its own"
FAULTS = {
    "oxigraph": {
        "node/maxExclusive-001": _BY_VALUE,
        "node/minExclusive-001": _BY_VALUE,
        "property/datatype-ill-formed": _BY_VALUE,
    },
    "virtuoso": {
        "property/datatype-001": "refuses an ill-typed literal (error SR341)",
        "property/or-datatypes-001": "refuses an ill-typed literal (error SP030)",
        "property/datatype-ill-formed": 'stores "300"^^xsd:byte as an integer',
    },
}


@pytest.fixture(scope="module", params=["oxigraph", pytest.param("virtuoso", marks=pytest.mark.slow)])
def there(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Engine]]:
    if request.param == "oxigraph":
        with oxigraph_server() as server:
            yield request.param, open_engine(server.location, server.environment)
    else:
        with virtuoso_server(tmp_path_factory.mktemp("virtuoso")) as server:
            yield request.param, open_engine(server.location, server.environment)


def run(path: Path, engine: Engine) -> tuple[Outcome, Outcome]:
    manifest = Shapes.of_files([path]).graph
    (action,) = [value for _, value in manifest.pairs(NamedNode(MF + "action"))]
    (result,) = [value for _, value in manifest.pairs(NamedNode(MF + "result"))]
    data, shapes = (manifest.value(action, NamedNode(SHT + name)) for name in ("dataGraph", "shapesGraph"))
    assert data is not None
    assert shapes is not None
    for graph in engine.graphs():
        engine.drop(graph)
    names = {"urn:data": local(data), "urn:shapes": local(shapes)}
    for name, file in names.items():
        engine.load(file, GraphFormat.TURTLE, graph=NamedNode(name), base=file.as_uri())
    read = Shapes.of_files([local(shapes)], name=NamedNode("urn:shapes"))
    try:
        report = validate(engine, read, data_graphs=[NamedNode("urn:data")])
    except BrokenInput:
        return expected(manifest, result), "failure"
    return expected(manifest, result), outcome(report)


@pytest.mark.parametrize("path", [*CORE, *SPARQL], ids=lambda path: path.stem)
def test_same_as_the_suite(path: Path, there: tuple[str, Engine], conformance: Path) -> None:
    product, engine = there
    if fault := FAULTS[product].get(f"{path.parent.name}/{path.stem}"):
        pytest.xfail(f"{product} {fault}")
    wanted, found = run(path, engine)
    assert found == wanted
